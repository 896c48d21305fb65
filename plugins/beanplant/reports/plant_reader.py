"""Sorts the movements of plants into their flows: one transaction after another, into the books of each plant.

What a posting is worth is its cost where it has one, else its price, else itself. Money in another currency
than the plant's, and items that no rule valued, cannot be in a total: they are counted and named in the
advice.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core import account_types

from beanplant.masterdata.facts import COMPONENTS, INVENTORY_ROLES, Role
from beanplant.reports.flows import ACTIVITY, BY_PRODUCT, SUMMARY, made, sold_flow, stock_flow, wip_flow
from beanplant.reports.lines import ZERO, Balance, Line, settle
from beanplant.reports.plant_book import LAYERS, Move, PlantBook
from beanplant.rules.rounding import largest_remainder, money, whole_cents

if TYPE_CHECKING:
    from beancount.core.data import Transaction

    from beanplant.masterdata import MasterData

_WATCHED = frozenset(Role) - {Role.GOODS_RECEIVED}
_STOCK = {role.value for role in INVENTORY_ROLES}
_COMPLETES = ("wip.completion", "finished-goods.completion")
NO_CATEGORY = "(no category)"


class PlantReader:
    """Reads transactions into the books of the ``plants``; ``types`` are the names of the ledger's five roots.

    ``first`` and ``last`` are the dates of the first and the last movement.
    """

    def __init__(self, master: MasterData, plants: dict[str, PlantBook], types: Any) -> None:
        self.master = master
        self.plants = plants
        self.types = types
        self.unvalued: dict[str, list[Any]] = {}
        self.foreign: dict[str, list[Any]] = {}
        self.first: datetime.date | None = None
        self.last: datetime.date | None = None
        self._roles: dict[str, tuple[PlantBook | None, str]] = {}
        self._by_products: set[str | None] = set()
        self._shares: dict[tuple[str, datetime.date, str], tuple[tuple[str, Fraction], ...]] = {}

    def _role(self, account: str) -> tuple[PlantBook | None, str]:
        """Return plant and role of an account; without a role None and ``other-`` with the account's root."""
        found = self._roles.get(account)
        if found is None:
            known = self.master.role(account)
            if known is not None and known[0].code in self.plants and known[1] in _WATCHED:
                book = self.plants[known[0].code]
                book.roles.setdefault(known[1].value, []).append(account)
                book.balances[account] = Balance()
                found = (book, known[1].value)
            else:
                root = account_types.get_account_type(account)
                names = zip(
                    self.types, ("assets", "liabilities", "equity", "income", "expenses"), strict=True
                )
                other = known[1].value if known else f"other-{dict(names).get(root, 'assets')}"
                found = (None, other)
            self._roles[account] = found
        return found

    def read(self, entry: Transaction) -> None:
        """Take in a transaction; transactions come by date."""
        roles = [self._role(posting.account) for posting in entry.postings]
        if not any(book for book, _ in roles):
            return
        moves: dict[tuple[str, str | None, str | None, int], Move] = {}
        completed: set[str | None] = set()
        by_products: set[str | None] = set()
        taken_back: set[tuple[str | None, str | None]] = set()
        order_of_entry = entry.meta.get("order")
        for index, (posting, (book, role)) in enumerate(zip(entry.postings, roles, strict=True)):
            if book is None:
                continue
            amount, item, quantity = self._worth(entry, posting, book.plant.currency)
            if amount is None:
                continue
            book.balances[posting.account].add(entry.date, amount)
            meta = posting.meta or {}
            rule = meta.get("rule")
            if rule in _COMPLETES or (rule == SUMMARY and quantity < 0 and self._makes(item, entry, book)):
                completed.add(item)
            elif rule == BY_PRODUCT:
                by_products.add(item)
                self._by_products.add(item)
            elif item in self._by_products and quantity > 0 and rule == "wip.issue":
                name = meta.get("order", order_of_entry)
                if self._yields(item, name, book):
                    by_products.add(item)
                    taken_back.add((item, str(name)))
            # Money on work in process and on variances keeps its own line: each has its own reason.
            own = role == Role.VARIANCES or (item is None and role == Role.WORK_IN_PROCESS)
            key = (posting.account, item, meta.get("order", order_of_entry), index if own else -1)
            move = moves.get(key)
            if move is None:
                moves[key] = Move(posting, book, role, amount, quantity, rule)
            else:
                move.net(posting, amount, quantity, rule)
        if not moves:
            return
        self.first = self.first or entry.date
        self.last = entry.date
        others = {role for _, role in roles}
        stocked = [(key[0], move.amount > 0) for key, move in moves.items() if move.role in _STOCK]
        for (account, item, order, _), move in moves.items():
            order = None if order is None else str(order)
            amount = settle(move.amount)
            moved = len(stocked) > 1 and any(other != account and up != (amount > 0) for other, up in stocked)
            works = move.role == Role.WORK_IN_PROCESS
            if (item in by_products and move.role in _STOCK) or (works and (item, order) in taken_back):
                flow = "by-product"
            else:
                flow = self._flow(move, account, item, order, others, completed, moved, entry)
            parts = self._split(move, item, amount, entry.date) if flow == ACTIVITY else ((flow, amount),)
            for name, part in parts:
                move.book.add(
                    move.role,
                    Line(
                        entry.date,
                        account,
                        part,
                        item,
                        move.quantity,
                        order,
                        move.rule,
                        name,
                        entry,
                        move.posting,
                    ),
                )

    def _yields(self, item: str | None, order: Any, book: PlantBook) -> bool:
        """Whether an item comes out of an order beside its product: more of it on the order takes some back."""
        known = self.master.orders.get(str(order))
        bill = self.master.bill(known.product, known.date, book.plant.code) if known else None
        return bill is not None and any(line.item == item and line.quantity < 0 for line in bill.lines)

    def _makes(self, item: str | None, entry: Transaction, book: PlantBook) -> bool:
        """Whether a plant makes an item: a sum over orders names no order, so it has no product."""
        code, master = book.plant.code, self.master
        if item is None:
            return False
        return bool(master.bill(item, entry.date, code) or master.routing(item, entry.date, code))

    def _worth(
        self, entry: Transaction, posting: Any, currency: str
    ) -> tuple[Decimal | None, str | None, Decimal]:
        """Return money, item and quantity of a posting; None for what cannot be in a total."""
        units = posting.units
        if units is None:
            return None, None, ZERO
        if posting.cost is not None:
            amount, unit = units.number * posting.cost.number, posting.cost.currency
            item, quantity = units.currency, units.number
        else:
            stated: Any = posting.meta.get("quantity") if posting.meta else None
            item, quantity = (stated.currency, stated.number) if hasattr(stated, "currency") else (None, ZERO)
            if units.currency == currency or posting.price is None:
                amount, unit = units.number, units.currency
            else:
                amount, unit = units.number * posting.price.number, posting.price.currency
        if unit == currency:
            return amount, item, quantity
        (self.unvalued if unit in self.master.items else self.foreign).setdefault(unit, []).append(entry)
        return None, item, quantity

    def _flow(
        self,
        move: Move,
        account: str,
        item: str | None,
        order_name: str | None,
        others: set[str],
        completed: set[str | None],
        moved: bool,
        entry: Transaction,
    ) -> str:
        """Return the flow of a movement."""
        role = move.role
        if role == Role.VARIANCES:
            above = move.book.plant.accounts[Role.VARIANCES]
            return account[len(above) + 1 :].split(":")[0] or NO_CATEGORY
        if role == Role.COST_OF_GOODS_SOLD:
            return sold_flow(move.rule, others)
        if role not in _STOCK and role != Role.WORK_IN_PROCESS:
            return role
        order = self.master.orders.get(order_name) if order_name else None
        product = order.product if order else None
        if role in _STOCK:
            if move.rule in LAYERS and not move.quantity:  # no unit moved: a later cost of what is there
                return "adjustment"
            completes = item in completed or (not completed and move.rule is None and item == product)
            return stock_flow(move.rule, others, completes, moved)
        known = self.master.items.get(item) if item else None
        activity = known is not None and known.activity
        settles = made(entry.meta.get("filename"))
        completes = item in completed
        return wip_flow(move.rule, item, move.amount, others, activity, settles, product, completes)

    def _split(
        self, move: Move, item: str | None, amount: Decimal, date: datetime.date
    ) -> Sequence[tuple[str, Decimal]]:
        """Return the parts of an activity's cost by the components of its rate.

        Work at its actual wage has overhead at standard, so what it cost beyond the standard is labor.
        """
        shares = self._rates(str(item), date, move.book.plant.code)
        if len(shares) < 2:
            return ((shares[0][0] if shares else "conversion", amount),)
        digits = max(2, -int(amount.as_tuple().exponent))
        whole = whole_cents(amount, digits)
        beyond = 0
        if move.quantity and shares[0][0] == "labor":
            rate = sum(share for _, share in shares)
            beyond = whole - whole_cents(Fraction(move.quantity) * rate, digits)
        parts = largest_remainder(whole - beyond, [share for _, share in shares])
        parts[0] += beyond
        return [(name, money(part, digits)) for (name, _), part in zip(shares, parts, strict=True)]

    def _rates(self, item: str, date: datetime.date, plant: str) -> tuple[tuple[str, Fraction], ...]:
        key = (item, date, plant)
        found = self._shares.get(key)
        if found is None:
            standard = self.master.standard(item, date, plant)
            rates = standard.components if standard is not None else {}
            found = tuple((name, rates[name]) for name in COMPONENTS if rates.get(name))
            self._shares[key] = found
        return found
