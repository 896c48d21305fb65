"""An order: its directives, each movement with what it left in work in process, and how that came to its end."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beanplant.cli.chain import Chain, transactions
from beanplant.masterdata.facts import Role
from beanplant.reports.books import Books
from beanplant.reports.lines import settle
from beanplant.reports.numbers import grouped, quantity
from beanplant.reports.open_orders import PARTS

if TYPE_CHECKING:
    from beanplant.cli.ledger import Loaded
    from beanplant.cli.subjects import Subject


def explain(chain: Chain, subject: Subject, loaded: Loaded, limit: int) -> None:
    """Explain an order."""
    name, master = subject.name, chain.master
    order, close = master.orders.get(name), master.order_closes.get(name)
    if order:
        chain.say(f"Order {name}: {quantity(order.quantity)} {order.product}, released {order.date}")
        chain.source(order.source)
    else:
        chain.say(f"Order {name} (without a plant-order directive)")
    if close:
        chain.say(f"closed {close.date}", 1)
        chain.source(close.source)
    moves = [(entry, mine) for entry in transactions(chain.entries) if (mine := of_order(entry, name))]
    balance = Decimal()
    shown = moves if not limit else moves[-limit:]
    if len(shown) < len(moves):
        chain.title(f"{len(moves) - len(shown)} earlier transactions not shown; --limit 0 shows all")
    for number, (entry, postings) in enumerate(moves):
        for posting in postings:
            found = master.role(posting.account)
            if (
                found
                and found[1] is Role.WORK_IN_PROCESS
                and posting.cost is None
                and posting.units is not None
            ):
                balance += posting.units.number
        if number >= len(moves) - len(shown):
            chain.transaction(entry, postings, settle(balance))
    _summary(chain, name, loaded)


def of_order(entry: Any, name: str) -> list[Any]:
    """Return the postings of a transaction that belong to an order: by their own ``order:``, else the transaction's."""
    own = entry.meta.get("order")
    return [posting for posting in entry.postings if str((posting.meta or {}).get("order", own)) == name]


def _summary(chain: Chain, name: str, loaded: Loaded) -> None:
    books = Books(chain.entries, chain.master, loaded.options_map)
    for plant in books.plants.values():
        book = plant.orders.get(name)
        if book is None:
            continue
        chain.title(f"Work in process of {name} in {plant.plant.code}, {plant.plant.currency}")
        for part, flows in PARTS.items():
            total = sum((line.amount for line in book.series.lines if line.flow in flows), Decimal())
            if total:
                chain.say(f"{part:<14}{grouped(total, 2):>16}", 1)
        chain.say(f"{'balance':<14}{grouped(settle(book.series.running[-1]), 2):>16}", 1)
