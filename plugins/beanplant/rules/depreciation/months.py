"""Months as running numbers: depreciation is posted by the month, whatever the method.

Consecutive months are one apart, so a schedule is arithmetic on integers: ``2026 * 12 + 1`` is February 2026.
"""

from __future__ import annotations

import calendar
import datetime


def month_number(date: datetime.date) -> int:
    """Return the month of ``date`` as a running number: consecutive months are one apart."""
    return date.year * 12 + date.month - 1


def month_start(month: int) -> datetime.date:
    """Return the first day of a month by its running number."""
    year, index = divmod(month, 12)
    return datetime.date(year, index + 1, 1)


def month_end(month: int) -> datetime.date:
    """Return the last day of a month by its running number."""
    year, index = divmod(month, 12)
    return datetime.date(year, index + 1, calendar.monthrange(year, index + 1)[1])


def last_closed_month(date: datetime.date) -> int:
    """Return the last month that ends on or before ``date``.

    >>> month_end(last_closed_month(datetime.date(2026, 3, 30)))
    datetime.date(2026, 2, 28)
    """
    month = month_number(date)
    return month if month_end(month) == date else month - 1


def later(date: datetime.date, months: int) -> datetime.date:
    """Return the same day so many months later, at most the last of its month.

    >>> later(datetime.date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    month = month_number(date) + months
    year, index = divmod(month, 12)
    return datetime.date(year, index + 1, min(date.day, calendar.monthrange(year, index + 1)[1]))


def days_of(month: int) -> int:
    """Return how many days a month has, by its running number."""
    return calendar.monthrange(month // 12, month % 12 + 1)[1]
