"""The net method: an invoice is booked without its discount, and what lapses is forfeited.

    2026-03-10 * "Pump Co" "Invoice"
      invoice: "INV-9001"
      terms: "2/10 net 30"
      Assets:Receivables    1000.00 USD
      Income:Sales         -1000.00 USD

gets -20.00 USD on the receivables and 20.00 USD on the sales. Who pays 980.00 by 20 March owes nothing more. On 21
March, where it is not paid, the 20.00 USD are owed again, and are revenue in ``forfeited``. Of several tiers the best
one is booked, and each lapse forfeits down to the next.

What is booked at any time is what was taken and what can still be taken, so that part payments, credit notes and a
payment that is taken back need no rule of their own.

Rule: ASC 606-10-32-5 to -7 with the textbooks' net method; what is forfeited is income, not interest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from beancount.core.data import EMPTY_SET, Transaction, new_metadata

from beanplant.engine.additions import cause_of
from beanplant.engine.discounts.invoices import CHARGE, CREDIT, PURCHASES, Target, goods_stay
from beanplant.engine.discounts.returns import GIVEN_BACK
from beanplant.engine.discounts.settlement import MADE, Leg, Settlement
from beanplant.rules.rounding import half_up, largest_remainder

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from beanplant.engine.additions import Additions
    from beanplant.engine.discounts.invoices import Event, Invoice

NET, FORFEITED, LOST = "net", "forfeited", "lost"
"""Rules, after the topic: what we forfeit is lost, what a customer forfeits is earned."""

FIRST_LINE = -1_000_000
"""A discount lapses at the start of its day."""


class NetSettlement(Settlement):
    """One invoice under the net method."""

    follows_lapses: ClassVar[bool] = True

    def __init__(self, invoice: Invoice, added: Additions, horizon: datetime.date | None) -> None:
        super().__init__(invoice, added, horizon)
        self.booked: dict[Target, int] = {}
        """What the invoice is booked below its amount, by account."""
        self.lost: dict[bool, int] = {}
        """What was forfeited and stands for what is kept, by whether it is in the invoice's currency."""
        self.kept = 0
        """What the discount was on, less what came back."""

    def post(self, event: Event, shares: Mapping[Target, int], sign: int, rule: str, formula: str) -> None:
        """Note a discount that was taken or given back: the books have it already."""
        for account, share in shares.items():
            self.posted[account] = self.posted.get(account, 0) + sign * share

    def happened(self, event: Event) -> None:
        """Bring what is booked to what was taken and can be taken; what is lost to a late payment is forfeited."""
        event = self.from_invoice(event)
        returned = event.kind in (CHARGE, CREDIT)
        legs = self._change_to(event.date, event.account, forfeits=not returned, parts=returned)
        if event.kind == CHARGE:
            self.kept += sum(event.parts.values())
        elif event.kind == CREDIT:
            legs += self._lost_no_more(event)
        if legs:
            back = event.kind == CREDIT and self.invoice.topic == PURCHASES and not goods_stay(event)
            self.add(event, legs, GIVEN_BACK if back else NET if returned else self.gone)

    def booked_on(self, account: str) -> Target:
        """Return where an invoice is booked below its amount: on its own account of open items."""
        return Target(account, foreign=True)

    @property
    def gone(self) -> str:
        """The rule of what lapses."""
        return LOST if self.invoice.topic == PURCHASES else FORFEITED

    def lapsed(self, date: datetime.date) -> None:
        """Forfeit what can no longer be taken."""
        invoice = self.invoice
        account = self.account
        legs = self._change_to(date, account, forfeits=True, parts=False)
        if not legs:
            return
        meta = new_metadata(MADE, FIRST_LINE + len(self.added.made))
        postings = self.postings(legs, self.gone, meta)
        meta |= {"invoice": invoice.name, "cause": cause_of(invoice.source, invoice.top)}
        narration = f"Discount of {invoice.name} {self.gone}"
        self.added.made.append(Transaction(meta, date, "*", None, narration, EMPTY_SET, EMPTY_SET, postings))

    def _change_to(self, date: datetime.date, receivables: str, *, forfeits: bool, parts: bool) -> list[Leg]:
        """Return the postings from what is booked to what should be; ``parts``: whether what it is on may differ."""
        available = self.open_discount(date)
        target = self.claim.given + available
        before = sum(self.booked.values())
        if target == before and not parts:
            return []
        # As the gross method has it in the end: what was taken where it was, the rest where it would be.
        shares = dict.fromkeys(self.booked, 0) | self.posted
        for account, share in self.spread(available).items() if available else ():
            shares[account] = shares.get(account, 0) + share
        formula = f"{self.money(target)} less {self.money(before)} before" if before else self.money(target)
        legs = [(self.booked_on(receivables), before - sum(shares.values()), formula)]
        for account, share in shares.items():
            change = share - self.booked.get(account, 0)
            forfeited = forfeits and not self.is_tax(account)
            goes = Target(self.invoice.rule.forfeited, foreign=account.foreign) if forfeited else account
            if forfeited:
                self.lost[account.foreign] = self.lost.get(account.foreign, 0) - change
            legs.append((goes, change, formula))
        self.booked = shares
        for target_, units, _ in legs:
            if units:
                self.open_default(target_.account, date)
        return [leg for leg in legs if leg[1]]

    def _lost_no_more(self, event: Event) -> list[Leg]:
        """Return the postings of what comes back after its discount lapsed: it was booked without the discount, and
        is credited with it, so that its share is not forfeited either."""
        credited = sum(event.parts.values())
        kept, self.kept = self.kept, max(self.kept - credited, 0)
        legs: list[Leg] = []
        for foreign, lost in self.lost.items():
            parts = {
                target: money
                for target, money in event.parts.items()
                if target.foreign is foreign and money > 0 and not self.is_tax(target)
            }
            if lost <= 0 or not parts or kept <= 0:
                continue
            share = min(half_up(lost * credited, kept), lost)
            self.lost[foreign] = lost - share
            formula = f"{self.money(lost)} x {self.money(credited)} / {self.money(kept)}"
            legs.append((Target(self.invoice.rule.forfeited, foreign=foreign), share, formula))
            shares = largest_remainder(share, list(parts.values()))
            legs += [(target, -part, formula) for target, part in zip(parts, shares, strict=True)]
        return [leg for leg in legs if leg[1]]
