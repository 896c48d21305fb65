"""What became of discounts, worked out when a report asks for it: a load does not pay for it.

The invoices of a ledger are settled a second time, without posting anything, and followed step by step (`outcomes`).
Whatever the method is, what is offered, taken and missed is the same.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beanplant.engine.additions import Additions
from beanplant.engine.discounts.outcomes import Track
from beanplant.engine.discounts.settlement import Settlement
from beanplant.engine.discounts.split_terms import settle

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from beanplant.engine.discounts.invoices import Event, Invoice, Target
    from beanplant.masterdata.discount_outcomes import Outcome


class Followed(Settlement):
    """One invoice that is followed and not posted."""

    def __init__(self, invoice: Invoice, added: Additions, horizon: datetime.date | None) -> None:
        super().__init__(invoice, added, horizon)
        self.track: Track = Track(invoice)
        self.net = Fraction(1)
        """What part of the discount is on revenue, or on what was bought; the rest is on tax."""

    def post(self, event: Event, shares: Mapping[Target, int], sign: int, rule: str, formula: str) -> None:
        """Note a discount that was taken or given back."""
        del event, rule, formula
        for target, share in shares.items():
            self.posted[target] = self.posted.get(target, 0) + sign * share

    def happened(self, event: Event) -> None:
        """Note what part of the invoice is not tax."""
        del event
        if self.invoice.rule.tax is None:
            return
        whole = sum(money for money in self.parts.values() if money > 0)
        if whole:
            net = sum(money for part, money in self.parts.items() if money > 0 and not self.is_tax(part))
            self.net = Fraction(net, whole)

    def outcome(self) -> Outcome:
        """Return what became of the discount."""
        return self.track.outcome()._replace(net=self.net)


class Replay:
    """The outcomes of invoices, worked out once when they are first asked for; a stored one is a plain tuple."""

    __slots__ = ("_found", "_horizon", "_invoices")

    def __init__(self, invoices: Sequence[Invoice], horizon: datetime.date | None) -> None:
        self._invoices: Sequence[Invoice] = invoices
        self._horizon = horizon
        self._found: tuple[Outcome, ...] | None = None

    def __call__(self) -> tuple[Outcome, ...]:
        """Return the outcomes, in the order of the invoices."""
        invoices = self._invoices
        if self._found is None:
            self._found = tuple(self._outcomes(invoices))
            self._invoices = ()  # the events hold every transaction
        return self._found

    def _outcomes(self, invoices: Sequence[Invoice]) -> list[Outcome]:
        unposted = Additions()
        found = []
        for invoice in invoices:
            for each in settle(invoice, lambda part: Followed(part, unposted, self._horizon)):
                assert isinstance(each, Followed)
                found.append(each.outcome())
        return found

    def __reduce__(self) -> Any:
        """Be stored as what it comes to."""
        return tuple, (self(),)

    def __repr__(self) -> str:
        """The same on every load: Fava tells entries apart by the text of their metadata."""
        return "outcomes of discounts"
