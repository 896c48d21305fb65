"""What must hold in every valued ledger: the invariants of "to the cent, always", found without the engine.

``violations(ledger, written)`` returns them as texts, none for books in order. ``written`` is the same ledger loaded
without the plugin: what a person wrote. What is looked at:

- each transaction balances to 1e-20 of its value, not to Beancount's half cent;
- at the end of a day no lot is negative, or with ``negative: "allow"`` at most one an item and account;
- a stock account holds items only; a lot in layers is worth whole cents, a lot at standard has the day's standard;
- work in process is money, every cent of it an order's; a closed order is at zero;
- every posting that was valued or made has ``rule``, a made one ``formula``, a made transaction ``cause``;
- money is whole cents but on ``Rounding``, and that is less than a cent a leg;
- an item at standard that turned into money is quantity x standard, rounded once;
- an order's variances are what it incurred less the standard cost of its output;
- no quantity appears or is lost: each account of a transaction moves what was written.
"""

from __future__ import annotations

import datetime
import decimal
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from beancount.core import data

from beanplant import masterdata
from beanplant.masterdata.facts import INVENTORY_ROLES, Role

WIDE = decimal.Context(prec=80)
RESIDUE = Decimal("1e-20")
EXACT = Decimal("1e-15")
MADE_LOTS = {"inventory.layer-out", "inventory.layer-rest"}


class Lot(NamedTuple):
    """A lot of an item on an account, as Beancount keeps it."""

    account: str
    item: str
    cost: Any


class Books:
    """A valued ledger with what its master data say."""

    def __init__(self, entries: Iterable[Any], options_map: dict[str, Any], written: Any = None) -> None:
        self.entries = list(entries)
        directives = [entry for entry in self.entries if not isinstance(entry, data.Transaction)]
        self.master, _ = masterdata.read(directives, options_map)
        self.transactions = [entry for entry in self.entries if isinstance(entry, data.Transaction)]
        self.written = written.transactions if written is not None else None
        self.explicit = {
            (posting.account, posting.units.currency)
            for entry in self.written or ()
            for posting in entry.postings
            if posting.cost is not None and posting.units.number < 0
        }

    def role(self, account: str) -> Role | None:
        found = self.master.role(account)
        return found[1] if found else None

    def is_stock(self, account: str) -> bool:
        return self.role(account) in INVENTORY_ROLES

    def plant(self, account: str) -> Any:
        return self.master.role(account)[0]  # type: ignore[index]

    def method(self, account: str, item: str) -> str:
        """How an item is valued on an account, with what a plant buys at actual where prices vary at usage."""
        plant = self.plant(account)
        method = self.master.valuation(item, plant)
        if (
            method == "standard"
            and plant.price_variance_at == "usage"
            and not self.master.items[item].activity
        ):
            far = datetime.date.max
            made = self.master.bill(item, far, plant.code) or self.master.routing(item, far, plant.code)
            return "standard" if made else "moving-average"
        return method

    def standard(self, account: str, item: str, date: datetime.date) -> Decimal | None:
        found = self.master.standard(item, date, self.plant(account).code)
        return None if found is None else found.cost.number


def violations(ledger: Any, written: Any = None) -> list[str]:
    """Return what does not hold in a valued ledger, each with its transaction."""
    books = Books(ledger.entries, ledger.options_map, written)
    found: list[str] = []
    for check in (residues, lots, work_in_process, reasons, whole_cents, at_standard, variances, quantities):
        found += check(books)
    return found


def place(entry: Any) -> str:
    """Name a transaction for people."""
    return f"{entry.date} {entry.narration!r} ({entry.meta.get('filename')}:{entry.meta.get('lineno')})"


def weigh(posting: data.Posting) -> tuple[str, Decimal]:
    """Return currency and weight of a posting, exact."""
    units = posting.units
    per = posting.cost or posting.price
    if per is None:
        return units.currency, units.number
    return per.currency, WIDE.multiply(units.number, per.number)


def residues(books: Books) -> Iterator[str]:
    """Each transaction balances to 1e-20 of its value."""
    for entry in books.transactions:
        totals: dict[str, Decimal] = defaultdict(Decimal)
        sizes: dict[str, Decimal] = defaultdict(Decimal)
        for posting in entry.postings:
            currency, number = weigh(posting)
            totals[currency] = WIDE.add(totals[currency], number)
            sizes[currency] = WIDE.add(sizes[currency], abs(number))
        for currency, total in totals.items():
            if abs(total) > RESIDUE * max(sizes[currency], Decimal(1)):
                yield f"residue of {total} {currency} in {place(entry)}"


def lots(books: Books) -> Iterator[str]:
    """Walk the days: lots are not negative, whole cents in layers, at the day's standard otherwise."""
    held: dict[Lot, Decimal] = defaultdict(Decimal)
    for day, group in groupby(books.transactions, key=lambda entry: entry.date):
        touched: dict[tuple[str, str], None] = {}
        for entry in group:
            for posting in entry.postings:
                if not books.is_stock(posting.account):
                    continue
                item = posting.units.currency
                if item not in books.master.items:
                    yield f"money on stock account {posting.account} in {place(entry)}"
                elif posting.cost is None:
                    yield f"{item} without a cost on {posting.account} in {place(entry)}"
                else:
                    held[Lot(posting.account, item, posting.cost)] += posting.units.number
                    touched[posting.account, item] = None
        for lot in [lot for lot, number in held.items() if not number]:
            del held[lot]
        for account, item in touched:
            there = {lot: n for lot, n in held.items() if (lot.account, lot.item) == (account, item)}
            yield from lots_of_a_card(books, day, account, item, there)


def lots_of_a_card(
    books: Books, day: datetime.date, account: str, item: str, there: dict[Lot, Decimal]
) -> Iterator[str]:
    """Check what lies of an item on an account at the end of a day."""
    where = f"{item} on {account} at the end of {day}"
    negative = [lot for lot, number in there.items() if number < 0]
    if negative and (len(negative) > 1 or not books.plant(account).negative):
        yield f"{len(negative)} negative lots of {where}: {negative}"
    if (account, item) in books.explicit:
        return
    own = {lot: number for lot, number in there.items() if lot.cost.label is None}
    if books.method(account, item) == "standard":
        standard = books.standard(account, item, day)
        if wrong := [lot for lot in own if lot.cost.number != standard]:
            yield f"a lot of {where} is not at the standard of {standard}: {wrong}"
        if len(own) > 1:
            yield f"{len(own)} lots of {where}, which is at standard"
        return
    if books.method(account, item) == "moving-average" and len([n for n in own.values() if n > 0]) > 1:
        yield f"more than one lot of {where}, which is at its average: {own}"
    for lot, number in own.items():
        value = WIDE.multiply(number, lot.cost.number)
        if abs(value - round(value, 2)) > EXACT * max(abs(value), 1):
            yield f"a lot of {where} is worth part of a cent: {number} x {lot.cost.number}"


def order_of(entry: Any, posting: data.Posting) -> str | None:
    """The order of a posting: its own wins over its transaction's."""
    found = (posting.meta or {}).get("order", entry.meta.get("order"))
    return None if found is None else str(found)


def work_in_process(books: Books) -> Iterator[str]:
    """The balance of work in process is that of the orders; what is closed is at zero."""
    balances: dict[str | None, Decimal] = defaultdict(Decimal)
    closes = {name: close.date for name, close in books.master.order_closes.items()}
    for day, group in groupby(books.transactions, key=lambda entry: entry.date):
        for entry in group:
            for posting in entry.postings:
                if books.role(posting.account) is not Role.WORK_IN_PROCESS:
                    continue
                if posting.units.currency in books.master.items:
                    yield f"{posting.units} on work in process in {place(entry)}"
                name = order_of(entry, posting)
                if name is None and posting.meta.get("rule") != "wip.summary":
                    yield f"{posting.units} on work in process without order in {place(entry)}"
                balances[name] += posting.units.number
        for name, balance in balances.items():
            if name in closes and closes[name] <= day and balance:
                yield f"closed order {name} holds {balance} at the end of {day}"
    for name, balance in balances.items():
        if name in closes and balance:
            yield f"closed order {name} holds {balance} at the end"


def is_made(entry: Any) -> bool:
    """Whether the plugin made a transaction."""
    return str(entry.meta.get("filename", "")).startswith("<beanplant")


def reasons(books: Books) -> Iterator[str]:
    """Every valued or made posting says why."""
    written = {key_of(entry): entry for entry in books.written or ()}
    for entry in books.transactions:
        made = is_made(entry)
        if made and not entry.meta.get("cause"):
            yield f"no cause: of {place(entry)}"
        source = written.get(key_of(entry))
        accounts = {p.account for p in source.postings} if source is not None else None
        for posting in entry.postings:
            meta = posting.meta or {}
            item = posting.units.currency in books.master.items
            valued = item or "quantity" in meta or made
            added = made or (accounts is not None and posting.account not in accounts)
            if (valued or added) and not meta.get("rule"):
                yield f"no rule: on {posting.account} {posting.units} of {place(entry)}"
            if added and not item and not meta.get("formula"):
                yield f"no formula: on {posting.account} {posting.units} of {place(entry)}"
            if item and not books.is_stock(posting.account):
                yield f"{posting.units} did not turn into money on {posting.account} in {place(entry)}"


def whole_cents(books: Books) -> Iterator[str]:
    """Money is rounded at its posting; what that leaves is less than a cent a leg, on Rounding."""
    roundings = {f"{plant.accounts[Role.VARIANCES]}:Rounding" for plant in books.master.plants.values()}
    for entry in books.transactions:
        left = Decimal()
        documents = 0
        for posting in entry.postings:
            meta = posting.meta or {}
            documents += int(meta["documents"]) if isinstance(meta.get("documents"), Decimal) else 0
            if posting.account in roundings:
                left += posting.units.number
            elif meta.get("rule") and posting.cost is None:
                value = weigh(posting)[1]
                if abs(value - round(value, 2)) > EXACT:
                    yield f"part of a cent on {posting.account} {posting.units} in {place(entry)}"
        if abs(left) >= Decimal("0.01") * max(len(entry.postings), documents):
            yield f"{left} of rounding in {place(entry)}"


def at_standard(books: Books) -> Iterator[str]:
    """What turned into money at standard is quantity x standard, rounded half up once."""
    priced = {
        (*key_of(entry), posting.account, posting.units)
        for entry in books.written or ()
        for posting in entry.postings
        if posting.price is not None or "value" in (posting.meta or {})
    }
    if books.written is None:
        return
    for entry in books.transactions:
        for posting in entry.postings:
            quantity = (posting.meta or {}).get("quantity")
            role = books.role(posting.account)
            if quantity is None or role is None or role is Role.GOODS_RECEIVED:
                continue
            if (*key_of(entry), posting.account, quantity) in priced:
                continue
            activity = books.master.items[quantity.currency].activity
            if not activity and books.method(posting.account, quantity.currency) != "standard":
                continue
            standard = books.standard(posting.account, quantity.currency, entry.date)
            if standard is None:
                yield f"{quantity} without a standard in {place(entry)}"
                continue
            expected = (quantity.number * standard).quantize(Decimal("0.01"), decimal.ROUND_HALF_UP)
            if posting.units.number != expected:
                yield f"{quantity} on {posting.account} is {posting.units}, not {expected}, in {place(entry)}"


def order_figures(ledger: Any) -> dict[str, dict[str, Decimal]]:
    """What each order took in and gave out, and its variances: money by order and by what it is."""
    return figures_of(Books(ledger.entries, ledger.options_map))


def figures_of(books: Books) -> dict[str, dict[str, Decimal]]:
    """Find the figures of ``order_figures``."""
    figures: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for entry in books.transactions:
        for posting in entry.postings:
            name = order_of(entry, posting)
            role = books.role(posting.account)
            if name is None or role not in (Role.WORK_IN_PROCESS, Role.VARIANCES):
                continue
            if role is Role.VARIANCES:
                what = posting.account.rpartition(":")[2]
                if "quantity" in posting.meta:
                    figures[name]["wip.scrapped"] += posting.units.number
                if what == "Rounding" and not is_made(entry):
                    continue
            else:
                rule = posting.meta.get("rule", "")
                what = rule if rule in ("wip.completion", "wip.scrap", "wip.close") else "incurred"
            figures[name][what] += posting.units.number
    return {name: {k: v for k, v in sorted(kinds.items()) if v} for name, kinds in sorted(figures.items())}


def variances(books: Books) -> Iterator[str]:
    """The variances of a closed order are what it incurred less the standard cost of its output."""
    figures = figures_of(books)
    for name, close in books.master.order_closes.items():
        figure = figures.get(name, {})
        fact = books.master.orders[name]
        opened = any(
            books.role(p.account) is Role.WORK_IN_PROCESS and (p.meta or {}).get("rule") == "wip.opening"
            for entry in books.transactions
            for p in entry.postings
            if order_of(entry, p) == name
        )
        if figure.get("Remaining") and not opened:
            yield f"{figure['Remaining']} remains of closed order {name}, whose entries are complete"
        wip = [
            p.account for entry in books.transactions for p in entry.postings
            if order_of(entry, p) == name and books.role(p.account) is Role.WORK_IN_PROCESS
        ]  # fmt: skip
        if not wip or fact.kind == "rework" or books.method(wip[0], fact.product) != "standard":
            continue
        reasons = sum((v for k, v in figure.items() if not k.startswith(("wip.", "incurred"))), Decimal())
        # Good output; scrap may leave the order in a leg of its own or together with good output.
        gone = (figure.get(key, Decimal()) for key in ("wip.completion", "wip.scrap", "wip.scrapped"))
        output = -sum(gone, Decimal())
        if figure.get("incurred", Decimal()) - output != reasons:
            yield (
                f"order {name}, closed {close.date}: incurred {figure.get('incurred', 0)} less output {output} "
                f"is not the sum of its variances, {reasons}"
            )


def key_of(entry: Any) -> tuple[str, int]:
    """Where a transaction stands in the text."""
    return str(entry.meta.get("filename")), int(entry.meta.get("lineno", 0))


def quantities(books: Books) -> Iterator[str]:
    """Each transaction moves on each stock account what was written, and every written one is still there."""
    if books.written is None:
        return
    valued: dict[tuple[str, int], Any] = {}
    for entry in books.transactions:
        if key_of(entry) in valued:
            yield f"twice in the books: {place(entry)}"
        valued[key_of(entry)] = entry
    for entry in books.written:
        now = valued.get(key_of(entry))
        if now is None:
            yield f"lost: {place(entry)}"
        elif (before := moved(books, entry)) != (after := moved(books, now)):
            yield f"{dict(before)} was written, {dict(after)} booked in {place(entry)}"


def moved(books: Books, entry: Any) -> dict[tuple[str, str], Decimal]:
    """Units by account and item that a person wrote in a transaction, on stock accounts or turned into money."""
    totals: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for posting in entry.postings:
        meta = posting.meta or {}
        units = meta.get("quantity", posting.units)
        if units.currency in books.master.items and "formula" not in meta:  # a formula: the plugin made it
            totals[posting.account, units.currency] += units.number
    return {key: total for key, total in totals.items() if total}
