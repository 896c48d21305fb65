"""What became of the discount of each invoice, kept for the reports: offered, taken, missed, still to be had.

At any time what was offered is what was taken, what was missed and what can still be taken. A discount is missed on
the day after its last, or with a payment that left it. A report finds the outcomes among the options of the ledger, by
the directive that says how discounts are booked: the engine leaves there what works them out when they are asked for.
(On the directive itself it would hold the ledger that holds it, and a server that loads again would keep both.)
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

    from beanplant.masterdata.facts import Discounts

OUTCOMES = "beanplant_discounts"
"""The option that holds, by account and date of the directive, the outcomes of its invoices."""


class Step(NamedTuple):
    """From ``date`` on, so much of a discount was offered, taken, missed and can still be taken; so much is owed.

    Money in the smallest unit. ``net`` is the part of the discount that is not on tax.
    """

    date: datetime.date
    offered: int
    taken: int
    missed: int
    available: int
    owed: int
    net: Fraction = Fraction(1)


class Outcome(NamedTuple):
    """What became of the discount of an invoice. ``cost`` is what leaving its best tier costs a year."""

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

    def on(self, date: datetime.date) -> Step | None:
        """Return what holds at the end of a date; None before the invoice."""
        found = None
        for step in self.steps:
            if step.date > date:
                break
            found = step
        return found


def keep(
    options_map: dict[str, Any],
    rule: Discounts,
    outcomes: tuple[Outcome, ...] | Callable[[], tuple[Outcome, ...]],
) -> None:
    """Leave the outcomes of the invoices that a rule books, or what works them out."""
    options_map.setdefault(OUTCOMES, {})[rule.account, rule.date] = outcomes


def outcomes_of(options_map: Mapping[str, Any], rule: Discounts) -> tuple[Outcome, ...]:
    """Return the outcomes that the engine left for a rule; none where the plugin was not run."""
    found = options_map.get(OUTCOMES, {}).get((rule.account, rule.date))
    if callable(found):
        found = found()
    return found if isinstance(found, tuple) else ()
