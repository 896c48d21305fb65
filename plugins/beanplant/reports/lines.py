"""Lines: what a valued posting says to a plant's reports, and runs of them that are summed by date.

Several postings of one transaction are one line where they are one movement of one item, account and order: a
lot that is taken out and the rest that is put back show as what left. An amount is money in the plant's
currency, at cost, debit positive, to the cent wherever the layers are.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant.reports.model import Span

if TYPE_CHECKING:
    from beanplant.reports.period import Period

ZERO = Decimal()
CENT = Decimal("0.01")
NOISE = Decimal("1e-9")  # cost layers are exact to 1e-20 of their value; a third of a cent is no noise


class Line(NamedTuple):
    """A movement of money on an account with a role."""

    date: datetime.date
    account: str
    amount: Decimal
    item: str | None
    quantity: Decimal
    order: str | None
    rule: str | None
    flow: str
    entry: Any
    posting: Any


class Series:
    """Lines in the order of their dates, with running totals: sums of any dates cost two bisections."""

    __slots__ = ("dates", "lines", "running")

    def __init__(self) -> None:
        self.dates: list[datetime.date] = []
        self.lines: list[Line] = []
        self.running: list[Decimal] = [ZERO]

    def add(self, line: Line) -> None:
        """Add a line that is not earlier than the last."""
        self.dates.append(line.date)
        self.lines.append(line)
        self.running.append(self.running[-1] + line.amount)

    def upto(self, end: datetime.date) -> Decimal:
        """Return the total of all lines before ``end``."""
        return self.running[bisect_left(self.dates, end)]

    def within(self, period: Period) -> Decimal:
        """Return the total of the lines in a period."""
        return self.upto(period.end) - self.upto(period.begin)

    def span(self, period: Period, sign: int = 1) -> Span:
        """Return the lines in a period."""
        return Span(
            self.lines, bisect_left(self.dates, period.begin), bisect_left(self.dates, period.end), sign
        )

    def span_upto(self, end: datetime.date, sign: int = 1) -> Span:
        """Return the lines before ``end``."""
        return Span(self.lines, 0, bisect_left(self.dates, end), sign)


class Balance:
    """The balance of an account by date, straight from the postings; what a report is checked against."""

    __slots__ = ("dates", "running")

    def __init__(self) -> None:
        self.dates: list[datetime.date] = []
        self.running: list[Decimal] = [ZERO]

    def add(self, date: datetime.date, amount: Decimal) -> None:
        """Add a posting that is not earlier than the last."""
        self.dates.append(date)
        self.running.append(self.running[-1] + amount)

    def upto(self, end: datetime.date) -> Decimal:
        """Return the balance before ``end``, without the noise of unit costs that are no whole cents."""
        return settle(self.running[bisect_left(self.dates, end)])


def settle(amount: Decimal) -> Decimal:
    """Return the cents that an amount is, if it is but for the noise of a unit cost; else the amount."""
    rounded = amount.quantize(CENT)
    return rounded if abs(rounded - amount) < NOISE else amount
