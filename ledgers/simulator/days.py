"""The plant's calendar: Monday to Friday without the holidays, from January 2025 to March 2026."""

from __future__ import annotations

import datetime
from typing import NamedTuple

DAY = datetime.timedelta(days=1)
FIRST = datetime.date(2025, 1, 1)
LAST = datetime.date(2026, 3, 31)
NEW_STANDARDS = datetime.date(2026, 1, 1)

HOLIDAYS = frozenset(
    datetime.date.fromisoformat(day)
    for day in (
        "2025-01-01",
        "2025-05-26",
        "2025-07-04",
        "2025-09-01",
        "2025-11-27",
        "2025-11-28",
        "2025-12-24",
        "2025-12-25",
        "2025-12-26",
        "2026-01-01",
    )
)


class Month(NamedTuple):
    """A calendar month, ``2025-03``."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"

    @property
    def first(self) -> datetime.date:
        """The month's first day."""
        return datetime.date(self.year, self.month, 1)

    @property
    def last(self) -> datetime.date:
        """The month's last day."""
        return self.next.first - DAY

    @property
    def next(self) -> Month:
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)


def month_of(day: datetime.date) -> Month:
    """Return the month of a day."""
    return Month(day.year, day.month)


def months() -> list[Month]:
    """Return the fifteen months."""
    found = [month_of(FIRST)]
    while found[-1] != month_of(LAST):
        found.append(found[-1].next)
    return found


def is_workday(day: datetime.date) -> bool:
    """Say whether the plant works on a day."""
    return day.weekday() < 5 and day not in HOLIDAYS


def workdays(month: Month) -> list[datetime.date]:
    """Return a month's working days."""
    days = [month.first + n * DAY for n in range((month.last - month.first).days + 1)]
    return [day for day in days if is_workday(day)]


def shift(day: datetime.date, count: int) -> datetime.date:
    """Return the working day ``count`` working days after ``day`` (0: the day itself or the next that works)."""
    while not is_workday(day):
        day += DAY
    for _ in range(count):
        day += DAY
        while not is_workday(day):
            day += DAY
    return day
