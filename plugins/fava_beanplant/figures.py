"""Figures as the ledger's settings in Fava write them, and as crosses where Fava runs incognito.

Every number of the pages passes here: tables, key figures, the texts of charts, the list of postings.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from babel.core import Locale
from fava.core.number import get_locale_format

from beanplant.reports.model import Column, Kind, Value
from beanplant.reports.numbers import Figures, decimals, rounded, show

if TYPE_CHECKING:
    from fava.core import FavaLedger

_DIGIT = re.compile("[0-9]")


class Writer:
    """Writes values for a page."""

    def __init__(self, ledger: FavaLedger, *, incognito: bool) -> None:
        self.incognito = incognito
        self._ledger = ledger
        option = ledger.fava_options.locale
        self._locale = Locale.parse(option) if option else None
        self._figures = Figures(self._money, self._number)

    def _money(self, value: Decimal, column: Column) -> str:
        return self._number(value, self._ledger.format_decimal.precisions.get(column.unit, 2))

    def _number(self, value: Decimal, digits: int) -> str:
        # Fava's own format rounds half to even, the text of a report half up: a figure comes to it rounded.
        shown = rounded(value, digits)
        return get_locale_format(self._locale, max(digits, decimals(shown)))(shown)

    def value(self, value: Value, column: Column) -> str:
        """Return a value of a column; masked if it is a number and Fava runs incognito."""
        text = show(value, column, self._figures)
        return self.mask(text) if column.kind.numeric else text

    def money(self, value: Decimal, unit: str) -> str:
        """Return an amount with its sign, without its currency."""
        return self.value(value, Column("", "", Kind.MONEY, unit))

    def quantity(self, value: Decimal) -> str:
        """Return a quantity."""
        return self.value(value, Column("", "", Kind.QUANTITY))

    def mask(self, text: str) -> str:
        """Return a text with numbers in it as it may be shown."""
        return _DIGIT.sub("X", text) if self.incognito else text
