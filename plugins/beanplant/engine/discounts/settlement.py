"""Early payment discounts: a payment in time takes its discount.

    2026-03-10 * "Pump Co" "Invoice"
      invoice: "INV-9001"
      terms: "2/10 net 30"
      Assets:Receivables    1190.00 EUR
      Income:Sales         -1000.00 EUR
      Liabilities:VAT       -190.00 EUR

    2026-03-18 * "Pump Co" "Payment"
      invoice: "INV-9001"
      Assets:Bank           1166.20 EUR
      Assets:Receivables   -1166.20 EUR

Under the gross method the payment gets three postings: -23.80 EUR on the receivables, 20.00 EUR on ``discounts``
(contra-revenue) and 3.80 EUR on the tax. Under the allowance method the 20.00 EUR are taken out of the allowance
(`allowance`), under the net method the invoice was booked without them (`net_method`).
The discount is rounded once for the invoice and split by largest remainder, so the parts add up to it. The amounts are
those of ``rules.discounts``; what an invoice, a payment and a credit note are is in ``invoice_reader``. For purchases
all is the other way round, and the discount lowers the cost of what was bought.

A payment that is short by a discount that it came too late for is an error that states the days and the
amount, until the rest is settled or ``grace:`` covers the days.

Rule: ASC 606-10-32-5 to -7, IFRS 15.50-52; Directive 2006/112/EC art. 90, VATA 1994 Sch. 6 para 4.
"""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from beancount.core.data import new_metadata

from beanplant.engine.discounts.foreign import at_invoice_rate, in_invoice_worth
from beanplant.engine.discounts.invoices import (
    CHARGE,
    CREDIT,
    PAYMENT,
    WRITE_OFF,
    Event,
    Invoice,
    Target,
)
from beanplant.engine.discounts.lateness import grace_of, too_late
from beanplant.engine.discounts.returns import TAKEN, take_back, take_credit_note
from beanplant.faults import DiscountError
from beanplant.rules.discounts import Claim, Tier
from beanplant.rules.formulas import number
from beanplant.rules.rounding import largest_remainder, whole_cents

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Posting

    from beanplant.engine.additions import Additions
    from beanplant.engine.discounts.outcomes import Track

Leg = tuple[Target, int, str]
"""Where to, how much (smallest unit, from the seller's side) and by what arithmetic."""

NO_RATE = Fraction(0)
MADE = "<beanplant.sales_discounts>"


class Settlement:
    """One invoice from its charge to its last payment."""

    follows_lapses: ClassVar[bool] = False
    """Whether a discount that lapses is something to post, or to follow."""

    def __init__(self, invoice: Invoice, added: Additions, horizon: datetime.date | None) -> None:
        self.invoice = invoice
        self.added = added
        self.horizon = horizon
        self.claim = Claim()
        self.parts: dict[Target, int] = {}
        self.posted: dict[Target, int] = {}
        self.late: tuple[Event, str] | None = None
        self.account = ""
        """The account of open items that the invoice was booked on."""
        self.charge: Event | None = None
        self.taken_in: list[Event] = []
        """The invoice, and the debit and credit notes on it, so far."""
        self.pending = self._lapses() if self.follows_lapses else []
        self.net = Fraction(1)
        """What part of the discount is on revenue, or on what was bought; the rest is on tax. Only followed."""
        self.track: Track | None = None
        """Follows what becomes of the discount, where a report asks (`replay`)."""

    def run(self) -> None:
        """Go through the events and the days on which a discount lapses, and say what was paid too late."""
        for event in self.invoice.events:
            self.step(event)
        self.finish()

    def step(self, event: Event) -> None:
        """Take an event, after the discounts that lapsed before it."""
        while self.pending and self.pending[0] <= event.date:
            self._lapse(self.pending.pop(0))
        self.account = self.account or event.account
        self._take(event)
        if self.claim.open <= 0:
            self.late = None
        self.happened(event)
        if self.track is not None:
            self.track.note(self.from_invoice(event).date, self)

    def finish(self) -> None:
        """Let what is left lapse, and say what was paid too late."""
        for date in self.pending:
            self._lapse(date)
        if self.late is not None:
            event, message = self.late
            self.added.faults.add(DiscountError, dict(event.source), message, event.entry)

    def _lapse(self, date: datetime.date) -> None:
        self.lapsed(date)
        if self.track is not None:
            self.track.note(date, self)

    def happened(self, event: Event) -> None:
        """Post what an event is under the method, beside the discount that was taken or given back."""

    def lapsed(self, date: datetime.date) -> None:
        """Post what the method says of a discount that lapses: from ``date`` on it is not granted."""

    def rate(self, date: datetime.date, grace: int | None = None) -> Fraction:
        """Return the best rate that a payment on a date is in time for, with ``grace`` days or those of the rule."""
        invoice = self.invoice
        days = invoice.rule.grace if grace is None else grace
        tier = invoice.terms.granted(invoice.starts, date, days, invoice.received)
        return self.rate_of(tier) if tier is not None else NO_RATE

    def rate_of(self, tier: Tier) -> Fraction:
        """Return the rate of a tier; an amount is a rate of what the discount is on."""
        if tier.amount is None:
            return tier.rate
        base = self.claim.base
        return (
            min(Fraction(self.invoice.money.to_int(tier.amount), base), Fraction(1)) if base > 0 else NO_RATE
        )

    def open_discount(self, date: datetime.date, grace: int | None = None) -> int:
        """Return what can still be taken on a date, if all that is open were paid then."""
        if self.claim.open <= 0:
            return 0
        rate = self.rate(date, grace)
        return min(self.claim.available(rate), self.claim.open) if rate else 0

    def _lapses(self) -> list[datetime.date]:
        """Return the days after the last one of each tier, up to the horizon."""
        invoice = self.invoice
        after = datetime.timedelta(invoice.rule.grace + 1)
        dates = {tier.deadline(invoice.starts, invoice.received) + after for tier in invoice.terms.tiers}
        return sorted(date for date in dates if self.horizon is not None and date <= self.horizon)

    def _take(self, event: Event) -> None:
        if event.kind in (CHARGE, CREDIT):
            self.taken_in.append(event)
        if event.kind == CHARGE:
            self.charge = self.charge or event
            self.change(event.parts, 1)
            self.claim.charge(event.amount, sum(event.parts.values()))
            return
        if self.invoice.rate is not None and self.invoice.rule.exchange is not None:
            at_invoice_rate(self.invoice, event, self.added, MADE)
        if event.kind == PAYMENT:
            self._pay(event)
        elif event.kind == CREDIT:
            take_credit_note(self, event)
        elif event.kind == WRITE_OFF:
            self.claim.write_off(event.amount)
        else:
            take_back(self, event)

    def change(self, parts: Mapping[Target, int], sign: int) -> None:
        """Add to what the discount is on, or take from it."""
        for account, money in parts.items():
            self.parts[account] = self.parts.get(account, 0) + sign * money

    def _pay(self, event: Event) -> None:
        invoice, claim = self.invoice, self.claim
        rate = self.rate(event.date, grace_of(self, event))
        short = claim.open - event.amount
        if not rate and short <= 0:  # in full, and too late for any discount
            claim.pay(event.amount)
            return
        missed = None
        if short > 0:
            tiers = sorted(((self.rate_of(tier), tier) for tier in invoice.terms.tiers), reverse=True)
            lost = (tier for each, tier in tiers if each > rate and short <= claim.available(each))
            missed = next(lost, None)
        owed, taken, available = claim.open, claim.taken, claim.available(rate)
        share = claim.share(rate)
        discount = claim.pay(event.amount, rate)
        if discount:
            if discount == available and not taken:
                formula = f"{self.money(claim.base)} x {number(rate * 100)}%"
                if invoice.terms.in_amounts:
                    formula = self.money(discount)
            elif discount == available:
                formula = f"{self.money(taken + available)} - {self.money(taken)} taken before"
            elif discount == short:
                formula = f"{self.money(owed)} - {self.money(event.amount)}"
            else:
                paid = self.money(event.amount)
                formula = f"{paid} / (1 - {number(share * 100)}%) - {paid}"
            self.post(event, self.spread(discount), 1, TAKEN, formula)
        if missed is not None and claim.open > 0 and self.late is None:
            self.late = event, too_late(self, event, missed)

    def spread(self, discount: int) -> dict[Target, int]:
        """Split a discount over revenue and tax so that all discounts of the invoice together are split exactly."""
        accounts = [account for account, money in self.parts.items() if money > 0]
        if not accounts:  # a credit note that does not balance took all of them
            return dict.fromkeys(list(self.parts)[:1], discount)
        weights = [self.parts[account] for account in accounts]
        whole = largest_remainder(discount + sum(self.posted.values()), weights)
        shares = {a: w - self.posted.get(a, 0) for a, w in zip(accounts, whole, strict=True)}
        if sum(shares.values()) != discount or min(shares.values()) < 0:
            shares = dict(zip(accounts, largest_remainder(discount, weights), strict=True))
        return shares

    def post(self, event: Event, shares: Mapping[Target, int], sign: int, rule: str, formula: str) -> None:
        """Add a discount to the transaction that took it (``sign`` 1) or gave it back (-1).

        One on what was paid before its invoice is added to the invoice.
        """
        event = self.from_invoice(event)
        total, whole = (
            sum(shares.values()),
            sum(self.parts[target] for target in shares if target in self.parts),
        )
        legs = [(Target(event.account, foreign=True), -sign * total, formula)]
        for target, share in shares.items():
            self.posted[target] = self.posted.get(target, 0) + sign * share
            weight = self.parts.get(target, 0)
            split = f"{self.money(total)} x {self.money(weight)} / {self.money(whole)}"
            charged = self.charged_to(target)
            legs.append((charged, sign * share, split if len(shares) > 1 else formula))
            self.open_default(charged.account, event.date)
        self.add(event, legs, rule)

    def from_invoice(self, event: Event) -> Event:
        """Return an event as it counts: what came ahead of its invoice is with the invoice."""
        if event.date >= self.invoice.date or self.charge is None:
            return event
        return event._replace(date=self.charge.date, entry=self.charge.entry, source=self.charge.source)

    def charged_to(self, target: Target) -> Target:
        """Return where a discount on ``target`` is posted to."""
        return target

    def is_tax(self, target: Target) -> bool:
        """Whether an account is that of the tax, or below it."""
        tax = self.invoice.rule.tax
        return tax is not None and (target.account == tax or target.account.startswith(f"{tax}:"))

    def open_default(self, account: str, date: datetime.date) -> None:
        """Open an account that nobody named."""
        opens = self.added.opens
        if account in opens and opens[account] <= date:
            return
        if account in self.added.names:
            opens[account] = date

    def add(self, event: Event, legs: Sequence[Leg], rule: str) -> None:
        """Add postings to the transaction of an event."""
        entry = event.entry
        current = self.added.replaced.get(id(entry), entry)
        meta = new_metadata(MADE, entry.meta["lineno"])
        note = event.source.get("credit-note", entry.meta.get("credit-note"))
        if note is not None:
            meta["credit-note"] = note
        if event.source is not entry.meta:  # one of several invoices in a payment
            meta["invoice"] = self.invoice.name
        postings = [*current.postings, *self.postings(legs, rule, meta)]
        self.added.replaced[id(entry)] = current._replace(postings=postings)

    def postings(self, legs: Sequence[Leg], rule: str, meta: dict[str, Any]) -> list[Posting]:
        """Return the postings of legs that add up to nothing; those of nothing are left out."""
        about = {**meta, "rule": f"{self.invoice.topic}.{rule}"}
        return in_invoice_worth(self.invoice, legs, about)

    def money(self, units: int | Fraction) -> str:
        """Return an amount in the smallest unit as text: ``20.00 USD``."""
        whole = units if type(units) is int else whole_cents(units, 0)
        return f"{self.invoice.money.to_decimal(whole):f} {self.invoice.currency}"
