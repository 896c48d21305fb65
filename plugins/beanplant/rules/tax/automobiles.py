"""Passenger automobiles: the most that a tax year may take, and what is left after the recovery period.

    60,000.00 in service in 2018, with an allowance of all of it, under the safe harbor
    2018 18,000   2019 13,440   2020 8,064   2021 4,838.40   2022 4,838.40   2023 2,419.20   2024 5,760   2025 2,640

Section 179, allowance and depreciation of a year together are at most the limit of the year, by the calendar year in
which the automobile was placed in service, times the share of business use (IRC 280F(a)(1)(A), Treas. Reg.
1.280F-2T(i)); a short tax year has the part of its months. What the limits disallow is taken after the recovery
period, at most the limit of later years in each (280F(a)(1)(B)). Where the allowance is all of the cost nothing would
be left for the years in between; for automobiles in service by 2022 the safe harbor depreciates by the table what the
allowance leaves beyond the first year's limit (Rev. Proc. 2019-13). It is used wherever it is there: not after an
election of section 179.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.rounding import cents
from beanplant.rules.tax.recovery import TaxError

if TYPE_CHECKING:
    from beanplant.rules.tax.figure_rows import AutomobileLimits
    from beanplant.rules.tax.tax_years import TaxCalendar, TaxYear

ZERO = Decimal(0)


class Taken(NamedTuple):
    """What a tax year takes: section 179, the special allowance and depreciation."""

    year: TaxYear
    section_179: Decimal
    bonus: Decimal
    macrs: Decimal

    @property
    def total(self) -> Decimal:
        """All three."""
        return self.section_179 + self.bonus + self.macrs


def first_year_limit(limits: AutomobileLimits, use: Fraction, *, allowance: bool) -> Decimal:
    """Return the limit of the first tax year by the share of business use."""
    return cents(Fraction(limits.of(0, allowance=allowance)) * use)


def _limit(limits: AutomobileLimits, index: int, year: TaxYear, use: Fraction, *, allowance: bool) -> Decimal:
    """Return the limit of a tax year by its number from 0; of a short one the part of its months."""
    months = Fraction(year.months, 12) if year.short else Fraction(1)
    return cents(Fraction(limits.of(index, allowance=allowance)) * use * months)


def limited(
    years: list[Taken],
    limits: AutomobileLimits,
    use: Callable[[TaxYear], Fraction],
    basis: Decimal,
    calendar: TaxCalendar,
    *,
    disposed: bool,
) -> list[Taken]:
    """Return what the limits leave of each year, and the years after the recovery period that take the rest.

    ``basis`` is the business share of the cost. Of a year depreciation gives way first, then the allowance.
    """
    allowance = bool(years and years[0].bonus)
    result = []
    for index, each in enumerate(years):
        limit = _limit(limits, index, each.year, use(each.year), allowance=allowance)
        first = min(each.section_179, limit)
        bonus = min(each.bonus, limit - first)
        result.append(Taken(each.year, first, bonus, min(each.macrs, limit - first - bonus)))
    left = basis - sum((each.total for each in result), ZERO)
    while left > 0 and not disposed:
        if result[-1].year.end.year >= datetime.MAXYEAR - 1:
            raise TaxError(
                f"of its cost {left} are left when the calendar ends; correct the cost, or automobile:"
            )
        year = calendar.following(result[-1].year)
        most = _limit(limits, len(result), year, use(year), allowance=allowance)
        if not most:
            break
        result.append(Taken(year, ZERO, ZERO, min(most, left)))
        left -= result[-1].total
    return result
