"""What became of the discount of each invoice, kept for the reports: offered, taken, missed, still to be had.

At any time what was offered is what was taken, what was missed and what can still be taken. A discount is missed on
the day after its last, or with a payment that left it. A report finds the outcomes on the directive that says how
discounts are booked, where the engine left them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant.rules.payment_terms import annualized_cost
from beanplant.rules.rounding import half_up

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from beanplant.engine.discounts.invoices import Invoice
    from beanplant.engine.discounts.settlement import Settlement

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


class Track:
    """The steps of one invoice, or of one part of it with a due date of its own."""

    __slots__ = ("best", "invoice", "steps")

    def __init__(self, invoice: Invoice) -> None:
        self.invoice = invoice
        self.steps: list[Step] = []
        tiers = invoice.terms.tiers
        self.best = max(tiers, key=lambda tier: (tier.rate, tier.amount or 0)) if tiers else None

    def note(self, date: datetime.date, settlement: Settlement) -> None:
        """Note what holds after an event or a lapse."""
        if self.best is None:
            return
        claim = settlement.claim
        rate = settlement.rate_of(self.best)
        offered = max(half_up(rate.numerator * claim.base, rate.denominator) - claim.given_back, 0)
        taken = claim.taken - claim.given_back
        available = settlement.open_discount(date)
        step = Step(date, offered, taken, max(offered - taken - available, 0), available, max(claim.open, 0))
        if not self.steps or self.steps[-1][1:] != step[1:]:
            self.steps.append(step)

    def outcome(self) -> Outcome:
        """Return what became of the discount."""
        invoice, best = self.invoice, self.best
        due = invoice.terms.due(invoice.date, invoice.received)
        lapses = best.deadline(invoice.date, invoice.received) if best is not None else None
        cost = None
        if best is not None and due is not None and lapses is not None and due > lapses:
            rate = best.rate
            if best.amount is not None and self.steps:
                base = invoice.money.to_decimal(self.steps[0].owed)
                rate = Fraction(best.amount) / Fraction(base) if base > best.amount else rate
            if rate:
                cost = annualized_cost(rate, 0, (due - lapses).days)
        return Outcome(
            invoice.name,
            invoice.payee or "",
            invoice.date,
            invoice.currency,
            invoice.money.digits,
            invoice.terms.text,
            due,
            lapses,
            cost,
            tuple(self.steps),
        )


def keep(source: Mapping[str, Any], outcomes: tuple[Outcome, ...]) -> None:
    """Leave the outcomes on the directive that they belong to."""
    source[OUTCOMES] = outcomes  # type: ignore[index]


def outcomes_of(source: Mapping[str, Any]) -> tuple[Outcome, ...]:
    """Return the outcomes that the engine left on a directive; none where the plugin was not run."""
    found = source.get(OUTCOMES)
    return found if isinstance(found, tuple) else ()
