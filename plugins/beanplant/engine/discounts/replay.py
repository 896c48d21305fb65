"""What became of discounts, worked out when a report asks for it: a load does not pay for it.

The invoices of a ledger are read and settled a second time, without posting anything, and followed step by step
(`outcomes`): their transactions are there anyway, the events of all of them would be kept in vain.
Whatever the method is, what is offered, taken and missed is the same.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from beanplant.engine.additions import Additions
from beanplant.engine.discounts.outcomes import Track
from beanplant.engine.discounts.settlement import Settlement
from beanplant.engine.discounts.split_terms import settle

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from beanplant.engine.discounts.invoice_reader import Reader
    from beanplant.engine.discounts.invoices import Event, Invoice, Target
    from beanplant.masterdata.discount_outcomes import Outcome
    from beanplant.masterdata.facts import Discounts


class Followed(Settlement):
    """One invoice that is followed and not posted."""

    follows_lapses: ClassVar[bool] = True

    def __init__(self, invoice: Invoice, added: Additions, horizon: datetime.date | None) -> None:
        super().__init__(invoice, added, horizon)
        self.track: Track = Track(invoice)

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
        return self.track.outcome()


class Rereading:
    """The outcomes of all invoices of a reader, worked out once when they are first asked for."""

    __slots__ = ("_found", "_horizon", "_reader")

    def __init__(self, reader: Reader, horizon: datetime.date | None) -> None:
        self._reader: Reader | None = reader.let_go()
        self._horizon = horizon
        self._found: dict[int, list[Outcome]] = {}

    def of(self, rule: Discounts) -> tuple[Outcome, ...]:
        """Return the outcomes of the invoices that are booked by a rule, in their order."""
        if self._reader is not None:
            self._follow(self._reader.again())
            self._reader = None
        return tuple(self._found.get(id(rule), ()))

    def _follow(self, invoices: Iterable[Invoice]) -> None:
        unposted = Additions()
        for invoice in invoices:
            found = self._found.setdefault(id(invoice.rule), [])
            for each in settle(invoice, lambda part: Followed(part, unposted, self._horizon)):
                assert isinstance(each, Followed)
                found.append(each.outcome())


class Replay:
    """The outcomes of the invoices of a rule; a stored one is a plain tuple."""

    __slots__ = ("_rereading", "_rule")

    def __init__(self, rereading: Rereading, rule: Discounts) -> None:
        self._rereading = rereading
        self._rule = rule

    def __call__(self) -> tuple[Outcome, ...]:
        """Return the outcomes, in the order of the invoices."""
        return self._rereading.of(self._rule)

    def __reduce__(self) -> Any:
        """Be stored as what it comes to."""
        return tuple, (self(),)

    def __repr__(self) -> str:
        """Fava shows the options of a ledger."""
        return "outcomes of discounts"
