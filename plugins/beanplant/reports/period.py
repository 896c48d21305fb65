"""Periods, written as in Fava's time filter.

    2026                     a year
    2026-Q1                  a quarter
    2026-03                  a month
    2026-W10                 a week (ISO)
    2026-03-05               a day
    FY2026  FY2026-Q2        a fiscal year and quarter, with the ledger's fiscal-year-end
    2026-01 - 2026-03        from the first day of one to the last day of the other ("to" does as well)

Fava's words that depend on today (``month``, ``year-1``) are refused here: the same ledger and the same
command give the same report on every day. The fiscal year ends as the ledger tells Fava: ``custom
"fava-option" "fiscal-year-end" "06-30"``; ``15`` as its month is March of the next year, as in Fava.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from beancount.core.data import Custom

DAY = datetime.timedelta(days=1)

_RANGE = re.compile(r"(.*?)(?:-|\bto\b)(?=\s*(?:fy)?\d{4})(.*)", re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})")
_QUARTER = re.compile(r"(\d{4})-q([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-w(\d{2})")
_FISCAL = re.compile(r"fy(\d{4})(?:-q([1-4]))?")
_RELATIVE = re.compile(r"(fiscal_)?(year|quarter)|month|week|day")

EXPECTED = (
    'a year "2026", quarter "2026-Q1", month "2026-03", week "2026-W10", day "2026-03-05" or range'
    ' "2026-01 - 2026-03"'
)


class PeriodError(ValueError):
    """A text that names no period; the message says what does."""


class FiscalYearEnd(NamedTuple):
    """The last month and day of the fiscal year; a month above 12 is in the next calendar year."""

    month: int = 12
    day: int = 31


CALENDAR_YEAR = FiscalYearEnd()


@dataclass(frozen=True, slots=True)
class Period:
    """A period from ``begin`` up to, and without, ``end``."""

    begin: datetime.date
    end: datetime.date

    def __post_init__(self) -> None:
        if self.begin >= self.end:
            raise PeriodError(f"a period ends after it begins; found {self.begin} to {self.last}")

    @property
    def last(self) -> datetime.date:
        """The last day."""
        return self.end - DAY

    @property
    def months(self) -> int:
        """How many whole months it is; 0 if it is not made of whole months."""
        if self.begin.day != 1 or self.end.day != 1:
            return 0
        return (self.end.year - self.begin.year) * 12 + self.end.month - self.begin.month

    @property
    def label(self) -> str:
        """For people: "March 2026", "Q1 2026", "2026", "2026-03-01 to 2026-03-15"."""
        begin, months = self.begin, self.months
        if months == 1:
            return f"{calendar.month_name[begin.month]} {begin.year}"
        if months == 3 and begin.month % 3 == 1:
            return f"Q{begin.month // 3 + 1} {begin.year}"
        if months == 12 and begin.month == 1:
            return str(begin.year)
        if months:
            first = calendar.month_abbr[begin.month] + (
                f" {begin.year}" if begin.year != self.last.year else ""
            )
            return f"{first} to {calendar.month_abbr[self.last.month]} {self.last.year}"
        return str(begin) if self.end - begin == DAY else f"{begin} to {self.last}"

    @property
    def text(self) -> str:
        """As it is written in a time filter."""
        begin, months = self.begin, self.months
        if months == 1:
            return f"{begin:%Y-%m}"
        if months == 3 and begin.month % 3 == 1:
            return f"{begin.year}-Q{begin.month // 3 + 1}"
        if months == 12 and begin.month == 1:
            return str(begin.year)
        if months:
            return f"{begin:%Y-%m} - {self.last:%Y-%m}"
        return str(begin) if self.end - begin == DAY else f"{begin} - {self.last}"


def shift_months(date: datetime.date, months: int) -> datetime.date:
    """Return the first of the month that is ``months`` away from the first of the month of ``date``."""
    index = date.year * 12 + date.month - 1 + months
    return datetime.date(index // 12, index % 12 + 1, 1)


def month_of(date: datetime.date) -> Period:
    """Return the month of a date."""
    return Period(date.replace(day=1), shift_months(date, 1))


def prior(period: Period) -> Period:
    """Return the period before it, as long as it is: the month before a month, ten days before ten days."""
    if period.months:
        return Period(shift_months(period.begin, -period.months), period.begin)
    return Period(period.begin - (period.end - period.begin), period.begin)


def following(period: Period) -> Period:
    """Return the period after it, as long as it is."""
    if period.months:
        return Period(period.end, shift_months(period.end, period.months))
    return Period(period.end, period.end + (period.end - period.begin))


def year_to_date(period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Period:
    """Return the fiscal year that holds the period's last day, up to that day."""
    begin = _fiscal_begin(period.last.year + 1, year_end)
    while begin > period.last:
        begin = _fiscal_begin_before(begin, year_end)
    return Period(begin, period.end)


def trailing_months(period: Period, count: int) -> list[Period]:
    """Return the ``count`` months that end with the month of the period's last day."""
    last = month_of(period.last)
    return [month_of(shift_months(last.begin, -back)) for back in range(count - 1, -1, -1)]


def fiscal_year_end(entries: Iterable[Any]) -> FiscalYearEnd:
    """Return what the ledger tells Fava: ``custom "fava-option" "fiscal-year-end" "06-30"``."""
    result = CALENDAR_YEAR
    for entry in entries:
        if not isinstance(entry, Custom) or entry.type != "fava-option" or len(entry.values) != 2:
            continue
        name, value = (str(each.value) for each in entry.values)
        found = re.fullmatch(r"(\d{2})-(\d{2})", value)
        if name == "fiscal-year-end" and found:
            result = FiscalYearEnd(int(found[1]), int(found[2]))
    return result


def parse_period(text: str, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Period:
    """Parse a period. Raises PeriodError with what was found and what is expected."""
    cleaned = text.strip().lower()
    try:
        found = _RANGE.fullmatch(cleaned)
        if found and not any(pattern.fullmatch(cleaned) for pattern in (_MONTH, _DAY)):
            first, last = _one(found[1].strip(), year_end), _one(found[2].strip(), year_end)
            if first and last:
                return Period(first.begin, last.end)
        else:
            single = _one(cleaned, year_end)
            if single:
                return single
    except PeriodError:
        raise
    except ValueError as error:
        raise PeriodError(f'found the period "{text}": {error}; expected {EXPECTED}') from error
    if _RELATIVE.match(cleaned):
        why = "which depends on today; a report is the same on every day"
        raise PeriodError(f'found the period "{text}", {why}: expected {EXPECTED}')
    raise PeriodError(f'found the period "{text}", expected {EXPECTED}')


def _one(text: str, year_end: FiscalYearEnd) -> Period | None:
    if found := _YEAR.fullmatch(text):
        return Period(datetime.date(int(found[1]), 1, 1), datetime.date(int(found[1]) + 1, 1, 1))
    if found := _MONTH.fullmatch(text):
        return month_of(datetime.date(int(found[1]), int(found[2]), 1))
    if found := _QUARTER.fullmatch(text):
        begin = datetime.date(int(found[1]), int(found[2]) * 3 - 2, 1)
        return Period(begin, shift_months(begin, 3))
    if found := _DAY.fullmatch(text):
        begin = datetime.date(*map(int, found.groups()))
        return Period(begin, begin + DAY)
    if found := _WEEK.fullmatch(text):
        begin = datetime.date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return Period(begin, begin + 7 * DAY)
    if found := _FISCAL.fullmatch(text):
        begin = _fiscal_begin(int(found[1]), year_end)
        if not found[2]:
            return Period(begin, _fiscal_begin(int(found[1]) + 1, year_end))
        if begin.day != 1:
            raise PeriodError(
                f'found "{text}", but the fiscal year begins on {begin}; quarters need the first of a month'
            )
        start = shift_months(begin, 3 * int(found[2]) - 3)
        return Period(start, shift_months(start, 3))
    return None


def _fiscal_begin(year: int, year_end: FiscalYearEnd) -> datetime.date:
    """Return the first day of fiscal ``year`` (FY2026 ends in 2026, or in 2027 for a month above 12)."""
    ends_in, month = year - 1 + (year_end.month - 1) // 12, (year_end.month - 1) % 12 + 1
    return _last_day(ends_in, month, year_end.day) + DAY


def _fiscal_begin_before(begin: datetime.date, year_end: FiscalYearEnd) -> datetime.date:
    month = (year_end.month - 1) % 12 + 1
    ended = begin - DAY
    return _last_day(ended.year - 1, month, year_end.day) + DAY


def _last_day(year: int, month: int, day: int) -> datetime.date:
    """Return the day, or the month's last; the end of February is its last day in leap years too, as in Fava."""
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, last if (month, day) == (2, 28) else min(day, last))
