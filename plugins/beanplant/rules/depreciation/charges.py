"""What an asset is charged month by month, as one value that can be asked for any months.

The months are runs of equal amounts in the currency's smallest unit (``spreading``); a question for any two months
costs as many steps as there are runs, two for a straight line.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime

    from beanplant.rules.depreciation.spreading import Run


class Charges(NamedTuple):
    """Depreciation by month from month ``start`` on, up to and without ``stop``; ``digits`` of the currency."""

    start: int
    stop: int
    runs: tuple[Run, ...]
    digits: int

    def before(self, month: int) -> Decimal:
        """Return the depreciation of all months before a month, by its running number.

        >>> Charges(24315, 24327, ((11, 4167), (1, 4163)), 2).before(24326)
        Decimal('458.37')
        """
        left = min(month, self.stop) - self.start
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
