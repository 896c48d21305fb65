"""Finds what suppliers billed, and what a discount on it lowers the cost of.

An invoice is read as a customer's (``invoice_reader``), the other way round: a credit on a payables account of
``plant-purchase-discounts``. What was bought are its debits:

- an item on an inventory account: the invoice is itself the receipt. Its goods are found by ``receipt:``, else by the
  invoice's own number;
- an item, or foreign money, on goods received: the goods of its ``receipt:``;
- an item or money on work in process: its ``order:``;
- money on an expense or an asset: that account, with its ``asset:``.

The discount is not on freight (money on an inventory account, with ``landed-cost:``), on the accounts of
``undiscounted:``, nor on a posting with ``discounted: FALSE``; ``discounted: TRUE`` puts it on freight too, and on the
invoice of a carrier, which is for nothing else, it is without.

A debit on payables is a payment where money went out, a credit note where goods went back or an expense was taken
back, else it is forgiven, and no discount is on it. A credit without anything bought, on an invoice that is known, is
a payment taken back.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from beancount.core.data import Transaction

from beanplant.engine.discounts.discounted import is_out
from beanplant.engine.discounts.invoice_reader import Reader
from beanplant.engine.discounts.invoices import (
    CHARGE,
    CREDIT,
    PAYMENT,
    PURCHASES,
    WRITE_OFF,
    Invoice,
    Target,
)
from beanplant.masterdata.facts import INVENTORY_ROLES, PurchaseDiscounts, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Posting

    from beanplant.faults import Faults
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.facts import Discounts

BOUGHT_ON = (*INVENTORY_ROLES, Role.GOODS_RECEIVED, Role.WORK_IN_PROCESS)


class BillReader(Reader):
    """Reads the transactions that touch a payables account of ``plant-purchase-discounts``."""

    topic: ClassVar[str] = PURCHASES
    sign: ClassVar[int] = -1
    items: ClassVar[str] = "payables"

    def __init__(self, master: MasterData, options_map: Mapping[str, Any], faults: Faults) -> None:
        super().__init__(master, options_map, faults)
        self.assets = f"{options_map.get('name_assets', 'Assets')}:"
        self.implicit: dict[int, set[int]] = {}
        """Goods of an invoice that names no receipt: ids of its postings, by the id of its entry."""
        self.freight = False
        """Whether the invoice at hand is for freight only."""
        self._entries: Iterable[Any] = ()
        self._receipts: dict[str, datetime.date] | None = None

    def facts(self) -> Sequence[Discounts]:
        """Return how discounts are booked."""
        return self.master.purchase_discounts

    def read(self, entries: Iterable[Any]) -> list[Invoice]:
        """Return the invoices that a discount can be taken on, with what came on them, by date."""
        self._entries = entries
        found = super().read(entries)
        self._entries = ()
        return found

    def role(self, account: str) -> Role | None:
        """Return the role of a plant's account that goods or work are bought on."""
        found = self.master.role(account)
        return found[1] if found is not None and found[1] in BOUGHT_ON else None

    def charges(self, entry: Transaction) -> bool:
        """Whether a credit is an invoice: it says its terms, or something was bought, and no money came in."""
        return self.says_terms(entry) or self._goods(entry, 1) or not self._paid(entry, 1, ())

    def _goods(self, entry: Transaction, sign: int) -> bool:
        """Whether goods or work came (1) or went back (-1)."""
        return any(
            leg.units is not None
            and leg.units.number is not None
            and leg.units.number * sign > 0
            and self.role(leg.account) is not None
            for leg in entry.postings
        )

    def _paid(self, entry: Transaction, sign: int, bought: Iterable[str]) -> bool:
        """Whether money came (1) or went (-1): on no expense, nor on what an invoice was for."""
        return any(
            not leg.account.startswith((self.expenses, self.income))
            and self.role(leg.account) is None
            and leg.account not in bought
            and not (leg.meta and "asset" in leg.meta)
            and "asset" not in entry.meta
            for leg in self.counter(entry, sign)
        )

    def kind(self, invoice: Invoice, entry: Transaction) -> int:
        """Say what a debit is: money went out, goods or an expense were given back, or it was forgiven."""
        if self._paid(entry, -1, invoice.bought):
            return PAYMENT
        given = self.counter(entry, -1)
        if given and all(leg.account.startswith(self.income) for leg in given):
            return CREDIT if self._goods(entry, -1) else WRITE_OFF
        return CREDIT

    def rule(self, entry: Transaction, posting: Posting) -> Discounts | None:
        """Return how discounts on an invoice are booked."""
        return self.newest(self.roots[posting.account], entry.date)

    def matters(self, leg: Posting) -> bool:
        """Whether a discount may be on a posting of an invoice, so that it needs the invoice's currency."""
        return (
            self.taxes[leg.account] is not None
            or self.role(leg.account) is not None
            or leg.account.startswith(self.expenses)
        )

    def came(self, entry: Transaction) -> datetime.date | None:
        """Return the day of the receipt that an invoice is for: the latest of those that it names."""
        if self._receipts is None:
            self._receipts = {}
            for other in self._entries:
                if type(other) is Transaction and self._received(other):
                    for meta in (other.meta, *(leg.meta for leg in other.postings if leg.meta)):
                        if "receipt" in meta:
                            self._receipts.setdefault(str(meta["receipt"]), other.date)
        if self._received(entry):
            return entry.date
        named = {
            str(meta["receipt"])
            for meta in (entry.meta, *(leg.meta for leg in entry.postings if leg.meta))
            if "receipt" in meta
        }
        return max((self._receipts[key] for key in named if key in self._receipts), default=None)

    def _received(self, entry: Transaction) -> bool:
        """Whether a transaction brings goods into an inventory account."""
        return any(
            leg.units is not None
            and leg.units.currency in self.master.items
            and leg.units.number is not None
            and leg.units.number > 0
            and self.role(leg.account) in INVENTORY_ROLES
            for leg in entry.postings
        )

    def discounted(
        self, invoice: Invoice, kind: int, entry: Transaction, amount: Decimal
    ) -> dict[Target, int]:
        """Return what a discount is on; of an invoice for freight only, the freight."""
        parts = super().discounted(invoice, kind, entry, amount)
        if kind == CHARGE and not invoice.targets and not self.freight:
            self.freight = True
            parts = super().discounted(invoice, kind, entry, amount)
            self.freight = False
        return parts

    def target(
        self, invoice: Invoice, kind: int, entry: Transaction, leg: Posting
    ) -> tuple[Target | None, bool]:
        """Return where a discount on a posting of an invoice goes, and whether the posting is what it is for."""
        rule = invoice.rule
        assert isinstance(rule, PurchaseDiscounts)
        if is_out(leg) or leg.account == rule.exchange:
            return None, self.role(leg.account) is not None
        for name in rule.undiscounted:
            if leg.account == name or leg.account.startswith(f"{name}:"):
                return None, True
        found = self._what(invoice, kind, entry, leg)
        if found is None:
            return None, self.role(leg.account) is not None
        if kind == CHARGE:
            invoice.bought |= {leg.account}
            invoice.targets |= {found}
        elif found not in invoice.targets:
            found = self._like(invoice, found)
        return found, True

    def _what(self, invoice: Invoice, kind: int, entry: Transaction, leg: Posting) -> Target | None:
        """Return what a posting bought or gave back; None for freight, money that was paid at once and the like."""
        assert leg.units is not None
        assert leg.units.number is not None
        meta = leg.meta or {}

        def tag(key: str) -> Any:
            return meta[key] if key in meta else entry.meta.get(key)

        role = self.role(leg.account)
        item = leg.units.currency if leg.units.currency in self.master.items else None
        if role is None:
            asset = tag("asset")
            if asset is not None and leg.account.startswith(self.assets):
                return Target(leg.account, (("asset", str(asset)),))
            direction = 1 if kind == CHARGE else -1
            held = leg.account.startswith(self.assets) and leg.units.number * direction > 0
            return Target(leg.account) if held or leg.account.startswith(self.expenses) else None
        about = (("item", item),) if item is not None else ()
        if role is Role.WORK_IN_PROCESS:
            order = tag("order")
            return Target(leg.account, (*about, *((("order", str(order)),) if order is not None else ())))
        if item is None and role in INVENTORY_ROLES:
            key = tag("landed-cost")
            freight = kind == CHARGE and meta.get("discounted") is not True and not self.freight
            return Target(leg.account, (("receipt", str(key)),)) if key is not None and not freight else None
        key = tag("receipt")
        if key is None and item is not None and role in INVENTORY_ROLES:
            key = invoice.name
            if kind == CHARGE:
                self.implicit.setdefault(id(entry), set()).add(id(leg))
        if key is None and item is None:  # money on goods received: nobody says which they were
            return Target(leg.account)
        return Target(leg.account, (*about, ("receipt", key))) if key is not None else None

    def _like(self, invoice: Invoice, found: Target) -> Target:
        """Return what of an invoice a credit note is on: the same item, else the same account."""
        item = dict(found.about).get("item")
        alike = sorted(
            (each for each in invoice.targets if item is not None and dict(each.about).get("item") == item),
            key=str,
        ) or sorted((each for each in invoice.targets if each.account == found.account), key=str)
        return alike[0] if alike else found

    def unknown(self, invoice: Invoice) -> Target:
        """Return where the discount of an opening payable goes: to cost of goods sold, as the goods may be gone."""
        rule = invoice.rule
        assert isinstance(rule, PurchaseDiscounts)
        plants = list(self.master.plants.values())
        return Target(plants[0].accounts[Role.COST_OF_GOODS_SOLD] if len(plants) == 1 else rule.opening)
