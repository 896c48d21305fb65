"""Early payment discounts under the gross method: a payment in time takes its discount.

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

The payment gets three postings: -23.80 EUR on the receivables, 20.00 EUR on ``discounts``
(contra-revenue) and 3.80 EUR on the tax. The discount is rounded once for the invoice and split by
largest remainder, so the parts add up to it. The amounts are those of ``rules.discounts``; what an
invoice, a payment and a credit note are is in
``invoice_reader``.

A payment that is short by a discount that it came too late for is an error that states the days and the
amount, until the rest is settled or ``grace:`` covers the days.

Rule: ASC 606-10-32-5 to -7, IFRS 15.50-52; Directive 2006/112/EC art. 90, VATA 1994 Sch. 6 para 4.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Posting, new_metadata

from beanplant.engine.additions import Additions
from beanplant.engine.invoice_reader import Reader
from beanplant.engine.invoices import CHARGE, CREDIT, PAYMENT, WRITE_OFF, Event, Invoice
from beanplant.faults import DiscountError
from beanplant.rules.discounts import Claim, Tier
from beanplant.rules.formulas import number
from beanplant.rules.rounding import largest_remainder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beanplant.masterdata import MasterData

TAKEN, GIVEN_BACK = "sales-discounts.taken", "sales-discounts.given-back"
NO_RATE = Fraction(0)


def post_discounts(entries: Sequence[Any], master: MasterData, options_map: Mapping[str, Any]) -> Additions:
    """Return the payments and credit notes with the discounts that they take or give back, and what is wrong."""
    added = Additions()
    for invoice in Reader(master, options_map, added.faults).read(entries):
        _Settlement(invoice, added).run()
    return added


class _Settlement:
    """One invoice from its charge to its last payment."""

    def __init__(self, invoice: Invoice, added: Additions) -> None:
        self.invoice = invoice
        self.added = added
        self.claim = Claim()
        self.parts: dict[str, int] = {}
        self.posted: dict[str, int] = {}
        self.late: tuple[Event, str] | None = None

    def run(self) -> None:
        """Go through the events, and say what was paid too late."""
        for event in self.invoice.events:
            if event.kind == CHARGE:
                self._change(event.parts, 1)
                self.claim.charge(event.amount, sum(event.parts.values()))
            elif event.kind == PAYMENT:
                self._pay(event)
            elif event.kind == CREDIT:
                self._credit(event)
            elif event.kind == WRITE_OFF:
                self.claim.pay(event.amount)
            else:
                self._give_back(event, self.claim.take_back(event.amount), self.posted, "payment taken back")
            if self.claim.open <= 0:
                self.late = None
        if self.late is not None:
            event, message = self.late
            self.added.faults.add(DiscountError, dict(event.source), message, event.entry)

    def _change(self, parts: Mapping[str, int], sign: int) -> None:
        for account, money in parts.items():
            self.parts[account] = self.parts.get(account, 0) + sign * money

    def _pay(self, event: Event) -> None:
        invoice, claim = self.invoice, self.claim
        tier = invoice.terms.granted(invoice.date, event.date, invoice.rule.grace)
        rate = tier.rate if tier is not None else NO_RATE
        short = claim.open - event.amount
        missed = next(
            (
                t
                for t in sorted(invoice.terms.tiers, key=lambda t: -t.rate)
                if t.rate > rate and 0 < short <= claim.available(t.rate)
            ),
            None,
        )
        owed, taken, available = claim.open, claim.taken, claim.available(rate)
        share = claim.share(rate)
        discount = claim.pay(event.amount, rate)
        if discount:
            if discount == available and not taken:
                formula = f"{self._money(claim.base)} x {number(rate * 100)}%"
            elif discount == available:
                formula = f"{self._money(taken + available)} - {self._money(taken)} taken before"
            elif discount == short:
                formula = f"{self._money(owed)} - {self._money(event.amount)}"
            else:
                paid = self._money(event.amount)
                formula = f"{paid} / (1 - {number(share * 100)}%) - {paid}"
            self._post(event, self._spread(discount), 1, TAKEN, formula)
        if missed is not None and claim.open > 0 and self.late is None:
            self.late = event, self._too_late(event, missed)

    def _too_late(self, event: Event, tier: Tier) -> str:
        invoice = self.invoice
        days = (event.date - invoice.date).days
        late = (event.date - tier.deadline(invoice.date)).days
        grace = f", and grace: {invoice.rule.grace} does not cover it" if invoice.rule.grace else ""
        return (
            f'invoice "{invoice.name}": {self._money(event.amount)} on {event.date} is short by'
            f" {self._money(self.claim.open)}: it came {days} days after the invoice, {late} too late for"
            f" {tier}{grace}; ask for the rest, or write grace: {late} in plant-sales-discounts {invoice.rule.account}"
        )

    def _credit(self, event: Event) -> None:
        on_open = min(event.amount, max(self.claim.open, 0))
        self._change({account: money * on_open // event.amount for account, money in event.parts.items()}, -1)
        back = self.claim.credit(event.amount, sum(event.parts.values()))
        self._give_back(event, back, event.parts, "credit note")

    def _give_back(self, event: Event, back: int, weights: Mapping[str, int], why: str) -> None:
        if not back:
            return
        accounts = [account for account in weights if weights[account] > 0] or list(self.posted)
        shares = largest_remainder(
            back, [weights.get(account, 0) or self.posted[account] for account in accounts]
        )
        formula = f"discount of {self._money(event.amount - back)} {why}"
        self._post(event, dict(zip(accounts, shares, strict=True)), -1, GIVEN_BACK, formula)

    def _spread(self, discount: int) -> dict[str, int]:
        """Split a discount over revenue and tax so that all discounts of the invoice together are split exactly."""
        accounts = [account for account, money in self.parts.items() if money > 0]
        weights = [self.parts[account] for account in accounts]
        whole = largest_remainder(discount + sum(self.posted.values()), weights)
        shares = {a: w - self.posted.get(a, 0) for a, w in zip(accounts, whole, strict=True)}
        if sum(shares.values()) != discount or min(shares.values()) < 0:
            shares = dict(zip(accounts, largest_remainder(discount, weights), strict=True))
        return shares

    def _post(self, event: Event, shares: Mapping[str, int], sign: int, rule: str, formula: str) -> None:
        """Add a discount to the transaction that took it (``sign`` 1) or gave it back (-1)."""
        invoice, added = self.invoice, self.added
        money = invoice.money
        total, whole = (
            sum(shares.values()),
            sum(self.parts[account] for account in shares if account in self.parts),
        )
        legs = [(event.account, -sign * total, formula)]
        for account, share in shares.items():
            self.posted[account] = self.posted.get(account, 0) + sign * share
            weight = self.parts.get(account, 0)
            split = f"{self._money(total)} x {self._money(weight)} / {self._money(whole)}"
            legs.append((account, sign * share, split if len(shares) > 1 else formula))
            default = account == invoice.rule.discounts and "discounts" not in invoice.rule.source
            if default:
                added.opens[account] = min(event.date, added.opens.get(account, event.date))
        current = added.replaced.get(id(event.entry), event.entry)
        postings = list(current.postings)
        for account, units, arithmetic in legs:
            if units:
                about = new_metadata("<beanplant.sales_discounts>", event.entry.meta["lineno"])
                about |= {"rule": rule, "formula": arithmetic, "invoice": invoice.name}
                amount = Amount(money.to_decimal(units), invoice.currency)
                postings.append(Posting(account, amount, None, None, None, about))
        added.replaced[id(event.entry)] = current._replace(postings=postings)

    def _money(self, units: int) -> str:
        return f"{self.invoice.money.to_decimal(units):f} {self.invoice.currency}"
