"""What became of the discount of each invoice, kept for the reports: offered, taken, missed, still to be had.

At any time what was offered is what was taken, what was missed and what can still be taken. A discount is missed on
the day after its last, or with a payment that left it. A report finds the outcomes on the directive that says how
discounts are booked, where the engine leaves them, or leaves what works them out when they are asked for.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

OUTCOMES = "__outcomes__"
"""Metadata of a directive that holds the outcomes of its invoices; hidden, as all that begins so."""


class Step(NamedTuple):
    """From ``date`` on, so much of a discount was offered, taken, missed and can still be taken; so much is owed.

    Money in the smallest unit.
    """

    date: datetime.date
    offered: int
    taken: int
    missed: int
    available: int
    owed: int


class Outcome(NamedTuple):
    """What became of the discount of an invoice. ``cost`` is what leaving its best tier costs a year, ``net`` the part
    of the discount that is not on tax."""

    invoice: str
    payee: str
    date: datetime.date
    currency: str
    digits: int
    terms: str
    due: datetime.date | None
    lapses: datetime.date | None
    cost: Fraction | None
    steps: tuple[Step, ...]
    net: Fraction = Fraction(1)

    def on(self, date: datetime.date) -> Step | None:
        """Return what holds at the end of a date; None before the invoice."""
        found = None
        for step in self.steps:
            if step.date > date:
                break
            found = step
        return found


def keep(
    source: Mapping[str, Any], outcomes: tuple[Outcome, ...] | Callable[[], tuple[Outcome, ...]]
) -> None:
    """Leave the outcomes, or what works them out, on the directive that they belong to."""
    source[OUTCOMES] = outcomes  # type: ignore[index]


def outcomes_of(source: Mapping[str, Any]) -> tuple[Outcome, ...]:
    """Return the outcomes that the engine left on a directive; none where the plugin was not run."""
    found = source.get(OUTCOMES)
    if callable(found):
        found = found()
    return found if isinstance(found, tuple) else ()
