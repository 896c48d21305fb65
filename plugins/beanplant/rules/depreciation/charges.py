"""What an asset is charged month by month, as one value that can be asked for any months.

The months are runs of equal amounts in the currency's smallest unit (``spreading``); a question for any two months
costs as many steps as there are runs, two for a straight line. They are kept as rows of numbers, because a valued
ledger has them for each of its assets for as long as it lives.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from beanplant.rules.depreciation.spreading import Run


class Charges(NamedTuple):
    """Depreciation by month from month ``start`` on, up to and without ``stop``; ``digits`` of the currency.

    ``amounts`` are what a month of each run takes, ``counts`` the months of the runs; none: each has one.
    """

    start: int
    stop: int
    amounts: tuple[int, ...]
    counts: tuple[int, ...]
    digits: int

    @classmethod
    def of(cls, start: int, stop: int, runs: Sequence[Run], digits: int) -> Charges:
        """Return the charges of runs.

        >>> Charges.of(24315, 24327, ((11, 4167), (1, 4163)), 2).amounts
        (4167, 4163)
        """
        if not runs:
            return cls(start, stop, (), (), digits)
        counts, amounts = zip(*runs, strict=True)
        return cls(start, stop, amounts, () if sum(counts) == len(counts) else counts, digits)

    @property
    def runs(self) -> Iterator[Run]:
        """The months as runs of equal amounts."""
        return zip(self.counts or repeat(1, len(self.amounts)), self.amounts, strict=True)

    def before(self, month: int) -> Decimal:
        """Return the depreciation of all months before a month, by its running number.

        >>> Charges.of(24315, 24327, ((11, 4167), (1, 4163)), 2).before(24326)
        Decimal('458.37')
        """
        left = min(month, self.stop) - self.start
        if not self.counts:
            return Decimal(sum(self.amounts[: max(left, 0)])).scaleb(-self.digits)
        total = 0
        for count, each in self.runs:
            if left <= 0:
                break
            total += min(count, left) * each
            left -= count
        return Decimal(total).scaleb(-self.digits)

    def within(self, first: int, stop: int) -> Decimal:
        """Return the depreciation from month ``first`` up to and without month ``stop``."""
        return self.before(stop) - self.before(first)


class Change(NamedTuple):
    """What an event changes of cost and of accumulated depreciation."""

    date: datetime.date
    cost: Decimal
    accumulated: Decimal


class AreaCharges(NamedTuple):
    """A further book of an asset: its months, what was ``accumulated`` at opening, the parts that left, and what the
    convention counts up to a disposal (``taken``, None without one).
    """

    charges: Charges
    accumulated: Decimal
    changes: tuple[Change, ...] = ()
    taken: Decimal | None = None
