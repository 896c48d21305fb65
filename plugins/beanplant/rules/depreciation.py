"""Straight-line depreciation by the month: equal amounts, and the last period takes the rounding.

Cost less salvage is spread over the months of the life. Each month takes ``base / months``, rounded half
up; the last one takes the rest, so that the parts add up to the base exactly: 500.00 over 12 months is 11
times 41.67 and 41.63. Where rounding up would reach the base before the life ends (0.50 over 84 months),
the amounts stop there: book value never falls below salvage.

Convention ``full-month``: the month of service counts in full, the month of disposal does not. An asset
that is opened part-way spreads what is left over what is left of its life: a life of 12 months with 4
gone has 8 to go.

What any month takes, and what has been taken by then, are closed formulas: a schedule is three integers,
however long the life. All money is in the smallest unit of the currency.

Rule: ASC 360-10-35-4, IAS 16.50 and .60-62 (systematic allocation over the useful life); IAS 16.55 (from
available for use until derecognition).
"""

from __future__ import annotations

import calendar
import datetime
from typing import NamedTuple


class StraightLine(NamedTuple):
    """``full`` periods of ``each``, then one period of ``last``, then nothing. In the currency's smallest unit."""

    each: int
    full: int
    last: int

    def amount(self, period: int) -> int:
        """Depreciation of a period; the first is 0."""
        if period < 0 or period > self.full:
            return 0
        return self.each if period < self.full else self.last

    def accumulated(self, periods: int) -> int:
        """Depreciation of the first ``periods`` periods together."""
        if periods <= self.full:
            return self.each * max(periods, 0)
        return self.each * self.full + self.last


def straight_line(base: int, periods: int) -> StraightLine:
    """Spread ``base`` (cost less salvage, less what was accumulated before) evenly over ``periods``.

    >>> straight_line(50000, 12)
    StraightLine(each=4167, full=11, last=4163)

    Raises:
        ValueError: a base below zero, or no period to spread a base over.
    """
    if base < 0:
        raise ValueError(f"cannot depreciate {base}: salvage and accumulated depreciation exceed cost")
    if periods < 1:
        if base:
            raise ValueError(f"cannot depreciate {base} over {periods} periods")
        return StraightLine(0, 0, 0)
    each = (2 * base + periods) // (2 * periods)
    full = min(periods - 1, base // each) if each else periods - 1
    return StraightLine(each, full, base - each * full)


def month_number(date: datetime.date) -> int:
    """Return the month of ``date`` as a running number: consecutive months are one apart."""
    return date.year * 12 + date.month - 1


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


def months_gone(service: datetime.date, opening: datetime.date) -> int:
    """Return the months of service that were depreciated before the books opened on ``opening``.

    Those whose end is on or before ``opening``: depreciation of a month that ends on the day of the
    opening balance is in it. Never negative.
    """
    return max(0, last_closed_month(opening) - month_number(service) + 1)
