"""Deferred tax on fixed assets: the carrying amount in the books against the adjusted tax basis, by the tax rate.

    book value 90,000.00, tax basis 60,000.00, rate 21 %: a taxable difference of 30,000.00, a liability of 6,300.00

A book value above the tax basis is a taxable temporary difference and a deferred tax liability (positive here);
below it, a deductible one and an asset (ASC 740-10-25-20 and 30-5; IAS 12.15 and 12.24). The rate is the one
enacted for the years in which the difference reverses; ``figures`` has that of corporations by date.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from beanplant.rules.rounding import cents


class BookTaxDifference(NamedTuple):
    """The carrying amount in the books and the adjusted basis for tax, on one date."""

    book: Decimal
    tax: Decimal

    @property
    def temporary(self) -> Decimal:
        """The temporary difference: positive is taxable later."""
        return self.book - self.tax

    def deferred(self, rate: Fraction, digits: int = 2) -> Decimal:
        """The deferred tax to the cent: positive is a liability."""
        return cents(Fraction(self.temporary) * rate, digits)
