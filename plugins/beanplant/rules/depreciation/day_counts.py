"""Day counts of the convention ``daily``: what share of the life a day is.

===================  ====================================================================================
``actual``           every day of the life is the same share of it: a leap year takes a day more
``actual/actual``    every year takes the same, and a day its 365th or, in a leap year, its 366th part
``365``              a day is a 365th of a year; 29 February does not count
``30/360``           a month is 30 days, a year 360
===================  ====================================================================================

The day of service counts, that of disposal does not, and the life ends before the same day so many months
later. The month in which it ends takes what is left.

Declining balance takes a rate a fiscal year and sum of the years' digits an amount a year of life; under
``actual`` a day is its part of such a year, as under ``actual/actual``.
"""

from __future__ import annotations

import datetime
import itertools
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.depreciation.months import later, month_end, month_number, month_start

if TYPE_CHECKING:
    from beanplant.rules.depreciation.fiscal_years import FiscalYears
    from beanplant.rules.depreciation.spreading import Run

COMMON, LEAP = 365, 366
YEAR = 2 * COMMON * LEAP
"""Ticks of a year that is divided into 365 or 366 days; its twelfth is whole too."""


class DayTicks(NamedTuple):
    """Ticks by month, of the life, of a year, and of the unit in which people count."""

    runs: tuple[Run, ...]
    life: int
    year: int
    per: int
    unit: str


def days_between(begin: datetime.date, end: datetime.date, day_count: str) -> int:
    """Return the days from ``begin`` up to, not including, ``end``.

    >>> days_between(datetime.date(2024, 2, 28), datetime.date(2024, 3, 1), "365")
    1
    >>> days_between(datetime.date(2024, 2, 28), datetime.date(2024, 3, 1), "30/360")
    3
    """
    if day_count == "30/360":
        months = month_number(end) - month_number(begin)
        return months * 30 + min(end.day, 30) - min(begin.day, 30)
    days = (end - begin).days
    if day_count == "365":
        days -= sum(
            begin <= datetime.date(year, 2, 29) < end
            for year in range(begin.year, end.year + 1)
            if year % 4 == 0 and (year % 100 or year % 400 == 0)
        )
    return days


def days_in_month(
    service: datetime.date, disposal: datetime.date, end: datetime.date, day_count: str
) -> tuple[int, int]:
    """Return the days of service in the month of ``disposal`` that are before it, and all without it.

    ``end`` is the day on which the life is over.
    """
    begin = max(service, month_start(month_number(disposal)))
    stop = min(end, month_start(month_number(disposal) + 1))
    return days_between(begin, disposal, day_count), days_between(begin, stop, day_count)


def ticks_by_month(
    service: datetime.date,
    end: datetime.date,
    life: int,
    years: FiscalYears,
    day_count: str,
    method: str,
) -> DayTicks:
    """Return how much of a life of so many months, from ``service`` up to ``end``, each month takes.

    Raises:
        ValueError: an unknown day count.
    """
    first = month_number(service)
    bounds = [service, *(month_start(month) for month in range(first + 1, month_number(end) + 1))]
    if bounds[-1] < end:
        bounds.append(end)
    months = list(itertools.pairwise(bounds))
    if day_count in ("365", "30/360"):
        each, year = (12, COMMON * 12) if day_count == "365" else (1, 360)
        ticks = [each * days_between(*month, day_count) for month in months]
        return DayTicks(_runs(ticks, life * year // 12), life * year // 12, year, each, "day")
    if day_count not in ("actual", "actual/actual"):
        raise ValueError(f"unknown day count {day_count}")
    if method == "sum-of-years-digits":
        ticks = [_of_life_years(service, *month) for month in months]
    elif day_count == "actual" and method == "straight-line":
        days = (end - service).days
        return DayTicks(_runs([(b - a).days for a, b in months], days), days, COMMON, 1, "day")
    else:
        ticks = [(b - a).days * (YEAR // _fiscal_days(a, years)) for a, b in months]
    return DayTicks(_runs(ticks, life * YEAR // 12), life * YEAR // 12, YEAR, YEAR, "year")


def _fiscal_days(day: datetime.date, years: FiscalYears) -> int:
    """Return the days of the twelve months that end with the fiscal year of ``day``: 365 or 366."""
    stop = years.year(month_number(day))[1]
    return (month_end(stop - 1) - month_end(stop - 13)).days


def _of_life_years(service: datetime.date, begin: datetime.date, end: datetime.date) -> int:
    """Return the ticks of the days from ``begin`` to ``end``, each in its year of life."""
    ticks, day = 0, begin
    while day < end:
        gone = (month_number(day) - month_number(service)) // 12
        if later(service, 12 * gone) > day:
            gone -= 1
        anniversary, following = later(service, 12 * gone), later(service, 12 * gone + 12)
        stop = min(end, following)
        ticks += (stop - day).days * YEAR // (following - anniversary).days
        day = stop
    return ticks


def _runs(ticks: list[int], life: int) -> tuple[Run, ...]:
    """Return the months as runs that add up to the life; the last one takes what is left."""
    result: list[Run] = []
    left = life
    for index, each in enumerate(ticks):
        taken = min(each, left) if index < len(ticks) - 1 else left
        left -= taken
        result.append((1, taken))
    while result and not result[-1][1]:
        result.pop()
    return tuple(result)
