"""What is expected of sales for a time: returns within 90 days, protection of the price of what is still held.

    2026-01-01 custom "plant-estimate" "R-26" "returns" 0.03
      window: "90 days"

What has not come back on the last day of the window is not expected any more. What came back counts against the oldest
sales whose window is open, first; what came back beyond the estimate counts too, and is not expected again.

Rule: ASC 606-10-55-22 to -27, IFRS 15.B20-B25 (reassessed at each reporting date).
"""

from __future__ import annotations

import datetime
from collections import deque
from dataclasses import dataclass, field
from fractions import Fraction

ZERO = Fraction(0)


@dataclass(slots=True)
class Expectation:
    """Sales of which something is expected: money billed, or units; ``window``: for so many days (None: for good).

    >>> returns = Expectation(90)
    >>> returns.sold(datetime.date(2026, 1, 1), Fraction(1000))
    >>> returns.sold(datetime.date(2026, 2, 1), Fraction(1000))
    >>> returns.came(Fraction(20)); returns.coming(Fraction(3, 100))
    Fraction(60, 1)
    >>> returns.lapse(datetime.date(2026, 4, 1), Fraction(3, 100)); returns.coming(Fraction(3, 100))
    Fraction(50, 1)
    """

    window: int | None = None
    open: Fraction = ZERO
    came_open: Fraction = ZERO
    """What came of the sales whose window is open."""
    closed: Fraction = ZERO
    """What came of the others."""
    _sales: deque[tuple[datetime.date, Fraction]] = field(default_factory=deque)

    def sold(self, date: datetime.date, amount: Fraction) -> None:
        """Take in a sale; a credit note is one below zero."""
        self.open += amount
        if self.window is not None:
            self._sales.append((date, amount))

    def came(self, value: Fraction) -> None:
        """Take in what came of the sales."""
        self.came_open = max(self.came_open + value, ZERO)

    def lapse(self, date: datetime.date, each: Fraction) -> None:
        """Close the sales whose last day is past at the end of ``date``; ``each``: what is expected of one of them."""
        if self.window is None:
            return
        while self._sales and (date - self._sales[0][0]).days >= self.window:
            _, amount = self._sales.popleft()
            self.open -= amount
            came = min(self.came_open, max(amount * each, ZERO)) if self._sales else self.came_open
            self.came_open -= came
            self.closed += came

    def coming(self, each: Fraction) -> Fraction:
        """Return what came of the sales, or is still expected, in all."""
        return self.closed + max(self.open * each, self.came_open)

    def came_in_all(self) -> Fraction:
        """Return what came of the sales."""
        return self.closed + self.came_open


def last_day(date: datetime.date, window: int) -> datetime.date:
    """Return the last day of the window of a sale; the last of the calendar where it has no end."""
    try:
        return date + datetime.timedelta(window)
    except OverflowError:
        return datetime.date.max
