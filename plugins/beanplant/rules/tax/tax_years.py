"""Tax years: twelve months that end with the fiscal year, and short ones where a year began or ended early.

    TaxCalendar()                                             calendar years
    TaxCalendar(6)                                            July to June
    TaxCalendar(12, (TaxYear(date(2026, 3, 15), date(2026, 12, 31)),))   incorporated on 15 March 2026

A short year counts its months whole, those of which it has only a part included (IRS Publication 946, "Using the
Applicable Convention in a Short Tax Year"). Days between a short year and the next whole one make a short year too.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from functools import lru_cache

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class TaxYear:
    """A tax year from ``begin`` to ``end``, both days included."""

    begin: datetime.date
    end: datetime.date

    def __post_init__(self) -> None:
        if not self.begin <= self.end or self.months > 12:
            raise ValueError(f"a tax year has at most twelve months; found {self.begin} to {self.end}")

    @property
    def months(self) -> int:
        """Its months, those of which it has a part included."""
        return (self.end.year - self.begin.year) * 12 + self.end.month - self.begin.month + 1

    @property
    def days(self) -> int:
        """Its days."""
        return (self.end - self.begin).days + 1

    @property
    def short(self) -> bool:
        """Whether it has less than twelve months."""
        return self.months < 12 or self.begin.day != 1 or self.end + DAY != _first(self.end, 1)

    @property
    def label(self) -> str:
        """For people: ``2026``, ``FY2026`` if it ends within 2026, ``2026-03-15 to 2026-12-31`` if it is short."""
        if self.short:
            return f"{self.begin} to {self.end}"
        return str(self.end.year) if self.end.month == 12 else f"FY{self.end.year}"

    def month_of(self, date: datetime.date) -> int:
        """The number of the month that holds ``date``; the first is 1."""
        return (date.year - self.begin.year) * 12 + date.month - self.begin.month + 1

    def __contains__(self, date: datetime.date) -> bool:
        return self.begin <= date <= self.end


@dataclass(frozen=True, slots=True)
class TaxCalendar:
    """The tax years of a taxpayer: they end with ``last_month``; ``short_years`` have less than twelve months."""

    last_month: int = 12
    short_years: tuple[TaxYear, ...] = ()

    def year_of(self, date: datetime.date) -> TaxYear:
        """Return the tax year that holds ``date``.

        Up to a short year, years end with the month before it: a change from December to June has the short
        year January to June between.
        """
        return _year_of(self, date)

    def following(self, year: TaxYear) -> TaxYear:
        """Return the tax year after this one."""
        return self.year_of(year.end + DAY)


@lru_cache(maxsize=4096)
def _year_of(calendar: TaxCalendar, date: datetime.date) -> TaxYear:
    before = [short for short in calendar.short_years if short.end < date]
    after = [short for short in calendar.short_years if short.begin > date]
    for short in calendar.short_years:
        if date in short:
            return short
    last = calendar.last_month
    if after and (following := min(after)).begin.day == 1:
        last = (following.begin - DAY).month
    begin = _first(date, 0)
    while begin.month != last % 12 + 1:
        begin = _first(begin, -1)
    end = _first(begin, 12) - DAY
    if before:
        begin = max(begin, max(before).end + DAY)
    if after:
        end = min(end, min(after).begin - DAY)
    return TaxYear(begin, end)


def _first(date: datetime.date, shift: int) -> datetime.date:
    """Return the first of the month that is ``shift`` away from that of ``date``."""
    index = date.year * 12 + date.month - 1 + shift
    return datetime.date(index // 12, index % 12 + 1, 1)


def month_start(year: TaxYear, months: int) -> datetime.date:
    """Return the first day of the month of a tax year by its number from 0."""
    return _first(year.begin, months)


def days_in_month(date: datetime.date) -> int:
    """Return how many days the month of ``date`` has."""
    return calendar.monthrange(date.year, date.month)[1]
