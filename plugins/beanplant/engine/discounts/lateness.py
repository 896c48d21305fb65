"""A payment that came late: the days that it is allowed, and what is said of one that is short by a discount."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.faults import DiscountError
from beanplant.masterdata.values import show
from beanplant.rules.payment_terms import LONGEST

if TYPE_CHECKING:
    from beanplant.engine.discounts.invoices import Event
    from beanplant.engine.discounts.settlement import Settlement
    from beanplant.rules.payment_terms import Tier


def grace_of(settlement: Settlement, event: Event) -> int:
    """Return the days that a payment may be late: ``grace:`` on it, else those of the rule."""
    for meta in (event.source, *(leg.meta for leg in event.legs), event.entry.meta):
        if meta is not None and "grace" in meta:
            written = meta["grace"]
            break
    else:
        return settlement.invoice.rule.grace
    if isinstance(written, Decimal) and 0 <= written <= LONGEST and written == int(written):
        return int(written)
    message = (
        f"grace: found {show(written)}, expected the days that the payment may be late, such as grace: 3"
    )
    settlement.added.faults.add(DiscountError, dict(event.source), message, event.entry)
    return settlement.invoice.rule.grace


def too_late(settlement: Settlement, event: Event, tier: Tier) -> str:
    """Say that a payment is short by a discount that it came too late for."""
    invoice = settlement.invoice
    days = (event.date - invoice.starts).days
    late = (event.date - tier.deadline(invoice.starts, invoice.received)).days
    grace = f", and grace: {invoice.rule.grace} does not cover it" if invoice.rule.grace else ""
    since = "the invoice"
    if invoice.starts != invoice.date:
        since = f"{invoice.starts}, which its terms count from"
    mend = "ask for" if invoice.sign == 1 else "pay"
    return (
        f'invoice "{invoice.name}": {settlement.money(event.amount)} on {event.date} is short by'
        f" {settlement.money(settlement.claim.open)}: it came {days} days after {since}, {late} too late for"
        f" {tier}{grace}; {mend} the rest, or write grace: {late} in plant-{invoice.topic} {invoice.rule.account}"
        f" or, where it was allowed this time, on the payment"
    )
