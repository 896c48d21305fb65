"""Figures as people read them: grouped thousands, parentheses for negatives, U and F for variances.

One place writes numbers: for text, for CSV and JSON (plain), and for Fava, which brings the ledger's own way of writing
them as ``Figures``.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from beanplant.reports.model import Column, Kind, Value
from beanplant.rules.rounding import cents

HUNDRED = Decimal(100)


def rounded(value: Decimal, digits: int) -> Decimal:
    """Return a figure as it is shown: rounded half up; what is not zero is never shown as zero, and keeps its decimals.

    Text and Fava round here, so that both show the same cents.

    >>> rounded(Decimal("16943.085"), 2), rounded(Decimal("0.0032"), 2)
    (Decimal('16943.09'), Decimal('0.0032'))
    """
    found = cents(value, digits)
    return value.normalize() if value and not found else found


def grouped(value: Decimal, digits: int) -> str:
    """Return ``12,345.60``, `rounded`.

    >>> grouped(Decimal("12345.6"), 2), grouped(Decimal("0.0032"), 2)
    ('12,345.60', '0.0032')
    """
    found = rounded(value, digits)
    return f"{found:,.{max(digits, decimals(found))}f}"


def quantity(value: Decimal) -> str:
    """Return a quantity without the zeros that say nothing: ``1,250``, ``0.5``."""
    return f"{value:,.{decimals(value)}f}"


class Figures(NamedTuple):
    """How to write magnitudes: money with its column, other numbers with their decimals."""

    money: Callable[[Decimal, Column], str]
    number: Callable[[Decimal, int], str]


FIGURES = Figures(lambda value, column: grouped(value, column.digits), grouped)


def decimals(value: Decimal) -> int:
    """Return how many decimals a number needs: 0 for ``1250.00``, 1 for ``0.50``."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def show(value: Value, column: Column, figures: Figures = FIGURES) -> str:
    """Return a value for people. Money: parentheses if negative. A variance: its magnitude with U or F."""
    if value is None:
        return ""
    if isinstance(value, datetime.date | str):
        return str(value)
    number = Decimal(value)
    size = abs(number)
    if column.kind is Kind.VARIANCE:
        return figures.money(size, column) + (" U" if number > 0 else " F" if number < 0 else "")
    if column.kind is Kind.SHARE:
        text = f"{figures.number(size * HUNDRED, 1)}%"
    elif column.kind is Kind.MONEY:
        text = figures.money(size, column)
    else:
        text = figures.number(size, decimals(size))
    return f"({text})" if number < 0 else text


def plain(value: Value) -> str:
    """Return a value for machines: ISO dates, plain numbers, the ledger's sign, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}" if value else f"{abs(value):f}"
    return str(value)
