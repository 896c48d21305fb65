"""The mid-quarter test: what convention holds for the personal property of a tax year.

    basis placed in service in the last three months
    ------------------------------------------------   more than 40 %: mid-quarter for all of the year's, else half-year
    basis placed in service in the whole year

The basis is the depreciable one: the business share of the cost, after section 179, before the special allowance.
Residential rental and nonresidential real property are left out, and property that was disposed of in the year in
which it was placed in service (IRC 168(d)(3); Treas. Reg. 1.168(d)-1(b)). So the convention is the year's, not
the asset's: a computer bought in December can change the deduction of a machine bought in January. In a tax year
of three months or less all property is placed in service in the last three.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.tax.recovery import Convention

if TYPE_CHECKING:
    from beanplant.rules.tax.tax_years import TaxYear

LIMIT = Fraction(40, 100)
LAST_MONTHS = 3


class Addition(NamedTuple):
    """Property placed in service: its depreciable basis after section 179; ``real`` is depreciated by mid-month."""

    service: datetime.date
    basis: Decimal
    real: bool = False
    disposed: datetime.date | None = None


class MidQuarterTest(NamedTuple):
    """The test of a tax year: the basis that counts, that of the last three months, and the convention."""

    year: TaxYear
    total: Decimal
    last: Decimal

    @property
    def share(self) -> Fraction:
        """The share of the last three months; 0 in a year without additions."""
        return Fraction(self.last) / Fraction(self.total) if self.total else Fraction(0)

    @property
    def convention(self) -> Convention:
        """Mid-quarter if the share is more than 40 %; exactly 40 % is half-year."""
        return Convention.MID_QUARTER if self.share > LIMIT else Convention.HALF_YEAR


def mid_quarter_test(additions: Iterable[Addition], year: TaxYear) -> MidQuarterTest:
    """Test a tax year; additions of other years do not count.

    >>> import datetime
    >>> from beanplant.rules.tax.tax_years import TaxYear
    >>> year = TaxYear(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    >>> october = Addition(datetime.date(2026, 10, 1), Decimal(5000))
    >>> mid_quarter_test([Addition(datetime.date(2026, 1, 5), Decimal(4000)), october], year).convention.value
    'mid-quarter'
    """
    total = last = Decimal(0)
    for addition in additions:
        if addition.service not in year or addition.real:
            continue
        if addition.disposed is not None and addition.disposed in year:
            continue
        total += addition.basis
        if year.month_of(addition.service) > year.months - LAST_MONTHS:
            last += addition.basis
    return MidQuarterTest(year, total, last)
