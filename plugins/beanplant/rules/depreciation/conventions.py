"""Conventions: from when to when an asset is deemed to be in service.

===============  =========================================  =============================================
convention       service and disposal are deemed to be on   so
===============  =========================================  =============================================
``full-month``   the first of the month                     the month of service counts, that of disposal not
``mid-month``    the middle of the month                    half of each
``half-month``   the 1st or, from the 16th on, the 16th     counted by half months
``nearest-month``  the nearest first of a month: to the     counted by the nearest whole months
                 15th that of the month, else the next one
``partial-month``  the day itself, a part of its       the first month by its days, then whole months, and the
                 month                                      rest of a month at the end
``daily``        the day itself                             the day of service counts, that of disposal not
``half-year``    the middle of the fiscal year              half a year in the first and the last one
``mid-quarter``  the middle of the quarter                  7/8, 5/8, 3/8 or 1/8 of the first year
``full-year``    the first day of the fiscal year           the year of service counts, that of disposal not
===============  =========================================  =============================================

The last three say how much of the first fiscal year counts; it is spread evenly over the months from
service to the year's end, and each later month takes a twelfth of a year. A ``Clock`` says how much of the
life each month takes. A short fiscal year has its own middle and quarters.
"""

from __future__ import annotations

import datetime
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.depreciation.day_counts import days_in_month, ticks_by_month
from beanplant.rules.depreciation.months import days_of, later, month_number
from beanplant.rules.depreciation.spreading import Run, cut

if TYPE_CHECKING:
    from beanplant.rules.depreciation.fiscal_years import FiscalYears

ANNUAL = frozenset({"half-year", "mid-quarter", "full-year"})
MIDDLE = 15
"""The last day of the first half of a month."""


class Clock(NamedTuple):
    """How much of the life each month from ``start`` takes, in ticks.

    ``life`` is the ticks of the whole life, ``year`` those of twelve months, ``per`` those of one ``unit``
    (a month, a day or a year) in which people count. ``end``: of a clock of days, the day on which the life
    is over.
    """

    start: int
    runs: tuple[Run, ...]
    life: int
    year: int
    per: int
    unit: str
    end: datetime.date | None = None


def deemed(convention: str, date: datetime.date, years: FiscalYears) -> Fraction:
    """Return when service or disposal on ``date`` is deemed to be, in running months.

    Raises:
        ValueError: an unknown convention.
    """
    month = month_number(date)
    if convention == "full-month":
        return Fraction(month)
    if convention == "mid-month":
        return month + Fraction(1, 2)
    if convention == "partial-month":
        return month + Fraction(date.day - 1, days_of(month))
    if convention == "half-month":
        return month + Fraction(date.day > MIDDLE, 2)
    if convention == "nearest-month":
        return Fraction(month + (date.day > MIDDLE))
    first, stop = years.year(month)
    if convention == "full-year":
        return Fraction(first)
    if convention == "half-year":
        return Fraction(first + stop, 2)
    if convention == "mid-quarter":
        quarter = Fraction(stop - first, 4)
        return first + quarter * ((month - first) // quarter) + quarter / 2
    raise ValueError(f"unknown convention {convention}")


@lru_cache(maxsize=4096)
def make_clock(
    convention: str,
    service: datetime.date,
    life: int,
    years: FiscalYears,
    day_count: str = "actual",
    method: str = "straight-line",
) -> Clock:
    """Return the clock of a life of so many months from the day of ``service``.

    >>> make_clock("mid-month", datetime.date(2026, 2, 20), 12, FiscalYears()).runs
    ((1, 1), (11, 2), (1, 1))

    Raises:
        ValueError: an unknown convention or day count, or no life.
    """
    if life < 1:
        raise ValueError(f"a life of {life} months has no clock")
    if convention == "daily":
        end = later(service, life)
        days = ticks_by_month(service, end, life, years, day_count, method)
        return Clock(month_number(service), days.runs, days.life, days.year, days.per, days.unit, end)
    begins = deemed(convention, service, years)
    if convention == "partial-month":
        return _partial(service, life)
    if convention in ANNUAL:
        return _annual(service, begins, life, years)
    start = int(begins)
    if begins == start:
        return Clock(start, ((life, 1),), life, 12, 1, "month")
    middle = ((life - 1, 2),) if life > 1 else ()
    return Clock(start, ((1, 1), *middle, (1, 1)), 2 * life, 24, 2, "month")


def _partial(service: datetime.date, life: int) -> Clock:
    """Count the days of the month of service, then months, and what is left of one at the end."""
    month = month_number(service)
    days = days_of(month)
    first = days - service.day + 1
    runs = ((1, first), (life - 1, days), (1, days - first))
    return Clock(month, tuple(run for run in runs if all(run)), life * days, 12 * days, days, "month")


def _annual(service: datetime.date, begins: Fraction, life: int, years: FiscalYears) -> Clock:
    """Spread what counts of the first fiscal year over its months from service on."""
    month = month_number(service)
    stop = years.year(month)[1]
    months = stop - month
    per = 8 * months
    each = min(int((stop - begins) * 8), life * 8)
    whole, rest = divmod(life * per - months * each, per)
    runs = [(months, each), (whole, per), (1, rest)]
    return Clock(month, tuple(run for run in runs if all(run)), life * per, 12 * per, per, "month")


def position(
    clock: Clock,
    convention: str,
    service: datetime.date,
    disposal: datetime.date,
    years: FiscalYears,
    day_count: str = "actual",
) -> tuple[int, Fraction]:
    """Return how much of the life is over at a disposal: whole months of the clock, and a part of the next.

    >>> date = datetime.date
    >>> clock = make_clock("mid-month", date(2026, 2, 20), 12, FiscalYears())
    >>> position(clock, "mid-month", date(2026, 2, 20), date(2026, 4, 1), FiscalYears())
    (2, Fraction(1, 2))
    """
    if clock.end is not None:
        if disposal >= clock.end:
            return sum(count for count, _ in clock.runs), Fraction(0)
        before, total = days_in_month(service, disposal, clock.end, day_count)
        return month_number(disposal) - clock.start, Fraction(before, total or 1)
    gone = deemed(convention, disposal, years) - deemed(convention, service, years)
    ticks = max(Fraction(0), gone) * clock.per
    months = 0
    for count, each in clock.runs:
        if ticks < count * each:
            whole = ticks // each
            return months + int(whole), (ticks - whole * each) / each
        ticks -= count * each
        months += count
    return months, Fraction(0)


def ticks_of(clock: Clock, month: int) -> int:
    """Return the ticks of a month by its running number."""
    if month < clock.start:
        return 0
    left = cut(clock.runs, month - clock.start)[1]
    return left[0][1] if left else 0
