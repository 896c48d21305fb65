"""Fiscal years: when they end, and the short ones where that changes.

A fiscal year has twelve months and ends with the same month each year. A change of that month begins a
fiscal year of its own: the year in progress ends the day before it, and the first year after it lasts to
the new end, so either may be short.

Half-year, mid-quarter and full-year conventions count by fiscal years, and declining balance takes its
rate of the book value at the beginning of each.
"""

from __future__ import annotations

from typing import NamedTuple


class FiscalYears(NamedTuple):
    """``changes``: from which month (a running number) fiscal years end with which month of the year, in order.

    The first one counts for all time before it as well.
    """

    changes: tuple[tuple[int, int], ...] = ((0, 12),)

    def year(self, month: int) -> tuple[int, int]:
        """Return the first month of the fiscal year of ``month``, and the month after its last.

        >>> FiscalYears(((0, 6),)).year(2026 * 12)
        (24306, 24318)
        """
        index = len(self.changes) - 1
        while index and self.changes[index][0] > month:
            index -= 1
        begins, last = self.changes[index]
        stop = month + (last - 1 - month) % 12 + 1
        first = stop - 12
        if index and begins > first:
            first = begins
        if index + 1 < len(self.changes) and self.changes[index + 1][0] < stop:
            stop = self.changes[index + 1][0]
        return first, stop


CALENDAR_YEARS = FiscalYears()
