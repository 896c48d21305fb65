"""Follows the discount of an invoice from step to step, for the reports (``masterdata.discount_outcomes``)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.masterdata.discount_outcomes import Outcome, Step
from beanplant.rules.payment_terms import annualized_cost
from beanplant.rules.rounding import whole_cents

if TYPE_CHECKING:
    import datetime

    from beanplant.engine.discounts.invoices import Invoice
    from beanplant.engine.discounts.settlement import Settlement


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
        taken = claim.given
        available = settlement.open_discount(date)
        # Part payments are rounded by themselves: what was taken, and what can be, was offered.
        offered = max(whole_cents(rate * max(claim.base - claim.returned, 0), 0), taken + available)
        missed = offered - taken - available
        step = Step(date, offered, taken, missed, available, max(claim.open, 0), settlement.net)
        if not self.steps or self.steps[-1][1:] != step[1:]:
            self.steps.append(step)

    def outcome(self) -> Outcome:
        """Return what became of the discount."""
        invoice, best = self.invoice, self.best
        due = invoice.terms.due(invoice.starts, invoice.received)
        lapses = best.deadline(invoice.starts, invoice.received) if best is not None else None
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
