"""What became of the discount of each invoice, kept for the reports: offered, taken, missed, still to be had.

At any time what was offered is what was taken, what was missed and what can still be taken. A discount is missed on
the day after its last, or with a payment that left it. A report finds the outcomes on the directive that says how
discounts are booked, where the engine left them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant.rules.payment_terms import annualized_cost

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from decimal import Decimal

    from beanplant.engine.discounts.invoices import Invoice
    from beanplant.engine.discounts.settlement import Settlement

OUTCOMES = "__outcomes__"
"""Metadata of a directive that holds the outcomes of its invoices; hidden, as all that begins so."""


class Step(NamedTuple):
    """From ``date`` on, so much of a discount was offered, taken, missed and can still be taken; so much is owed."""

    date: datetime.date
    offered: Decimal
    taken: Decimal
    missed: Decimal
    available: Decimal
    owed: Decimal


class Outcome(NamedTuple):
    """What became of the discount of an invoice. ``cost`` is what leaving its best tier costs a year."""

    invoice: str
    payee: str
    date: datetime.date
    currency: str
    terms: str
    due: datetime.date | None
    lapses: datetime.date | None
    cost: Fraction | None
    steps: tuple[Step, ...]


class Track:
    """The steps of one invoice, or of one part of it with a due date of its own."""

    def __init__(self, invoice: Invoice) -> None:
        self.invoice = invoice
        self.steps: list[Step] = []

    def note(self, date: datetime.date, settlement: Settlement) -> None:
        """Note what holds after an event or a lapse."""
        claim, money = settlement.claim, self.invoice.money
        best = max((settlement.rate_of(tier) for tier in self.invoice.terms.tiers), default=None)
        if best is None:
            return
        offered = max(round(best * claim.base) - claim.given_back, 0)
        taken = claim.taken - claim.given_back
        available = settlement.open_discount(date)
        missed = max(offered - taken - available, 0)
        now = (offered, taken, missed, available, max(claim.open, 0))
        step = Step(date, *(money.to_decimal(value) for value in now))
        if not self.steps or self.steps[-1][1:] != step[1:]:
            self.steps.append(step)

    def outcome(self) -> Outcome:
        """Return what became of the discount."""
        invoice = self.invoice
        best = max(invoice.terms.tiers, key=lambda tier: (tier.rate, tier.amount or 0), default=None)
        due = invoice.terms.due(invoice.date, invoice.received)
        lapses = best.deadline(invoice.date, invoice.received) if best is not None else None
        cost = None
        if best is not None and due is not None and lapses is not None and due > lapses:
            rate = best.rate
            if best.amount is not None and self.steps and self.steps[0].owed > best.amount:
                rate = Fraction(best.amount) / Fraction(self.steps[0].owed)
            if rate:
                cost = annualized_cost(rate, 0, (due - lapses).days)
        return Outcome(
            invoice.name,
            invoice.payee or "",
            invoice.date,
            invoice.currency,
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
