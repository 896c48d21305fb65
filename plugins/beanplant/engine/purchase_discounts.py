"""A supplier's discount lowers the cost of what was received: of what is on hand, in process, and sold.

A payment in time of goods received at 60 x 2.62, of which 20 were sold, 2 % of 157.20:

    Assets:P100:RawMaterials                   -3.14 USD    ; as ``engine.discounts`` writes it
      rule: "purchase-discounts.taken"
      item: "STEEL"
      receipt: "4500001-10"

becomes, with cost layers, the layer of 40 at 102.71 instead of 104.80, and 1.05 less cost of goods sold. At standard
it is ``PurchasePrice``, of a bought activity ``SubcontractPrice``. On an order it lowers the order's cost, and where
the order is closed its variance.

What a credit note gives back of the discount of goods that went back was never in the cost of those that stayed: it
meets the price of the return in ``PurchasePrice``.

Rule: ASC 330-10-30-1, IAS 2.11 (discounts are deducted in the costs of purchase).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beanplant.engine import money_legs, spreading
from beanplant.engine.books import ZERO, Books, made_posting
from beanplant.engine.orders import InputKey
from beanplant.masterdata.facts import Role
from beanplant.rules.rounding import largest_remainder

if TYPE_CHECKING:
    from decimal import Decimal

    from beanplant.engine.accounts import AccountInfo
    from beanplant.engine.booked import Posting
    from beanplant.engine.lots import ReceiptLine
    from beanplant.engine.movement import Movement
    from beanplant.masterdata.facts import Plant

TOPIC = "purchase-discounts."
GIVEN_BACK, AWAITED = f"{TOPIC}given-back", f"{TOPIC}awaited"
NAMED = 20
"""Receipts that are named one by one."""
KEPT = ("filename", "lineno", "invoice", "receipt", "credit-note")
"""What the postings keep of the one that they replace."""


def is_discount(meta: dict[str, Any]) -> bool:
    """Whether a posting is a supplier's discount that ``engine.discounts`` made."""
    rule = meta.get("rule")
    return isinstance(rule, str) and rule.startswith(TOPIC)


def lower_cost(
    books: Books, move: Movement, posting: Posting, info: AccountInfo, value: Decimal
) -> Posting | list[Posting]:
    """Book a discount on what its goods or work were booked on."""
    plant: Plant = info.plant or move.plant
    if info.wip:
        return on_order(books, move, posting, info, value)
    meta = posting.meta
    item = meta.get("item")
    move.residue += value
    if meta["rule"] == AWAITED:
        return posting
    lines = received(books, meta.get("receipt"), item)
    if not lines and item is None and "receipt" in meta:
        advise_unknown(books, move, plant, meta, value)
    money = books.money(plant)
    total = money.to_int(value)
    made: list[Posting] = []
    weights = [max(line.paid, ZERO) for _, line in lines]
    if not any(weights):
        weights = [ZERO + 1 for _ in lines]
    # Parts of a credit are split as those of a debit.
    parts = largest_remainder(abs(total), weights) if lines else [abs(total)]
    places: list[tuple[str | None, ReceiptLine | None]] = [*lines] or [(item, None)]
    for (name, line), part in zip(places, parts, strict=True):
        made += _lowered(books, plant, posting, name, line, part if total >= 0 else -part)
    kept: dict[str, Any] = {key: meta[key] for key in KEPT if key in meta}
    return [each._replace(meta={**kept, **each.meta}) for each in made]


def advise_unknown(books: Books, move: Movement, plant: Plant, meta: dict[str, Any], value: Decimal) -> None:
    """Say that goods are not in the ledger; of many the first ones."""
    books.unreceived += 1
    if books.unreceived > NAMED + 1:
        return
    text = (
        f'receipt: "{meta["receipt"]}" of invoice "{meta["invoice"]}" is not in the ledger; its discount of'
        f" {abs(value):,f} {plant.currency} goes to"
        f" {'PurchasePrice' if plant.valuation == 'standard' else 'cost of goods sold'}, not to the goods"
    )
    if books.unreceived > NAMED:
        text = "the discounts of more receipts that are not in the ledger go there, too"
    books.advice.append((move.txn.meta, text))


def received(books: Books, keys: Any, item: str | None) -> list[tuple[str, ReceiptLine]]:
    """Return what was received under a key, or under several (``"R-1, R-2"``): of one item or of all."""
    if item is not None:
        line = books.receipts.get((keys, item))
        return [(item, line)] if line is not None else []
    return books.receipt_index.lines(keys)


def _lowered(
    books: Books, plant: Plant, posting: Posting, item: str | None, line: ReceiptLine | None, part: int
) -> list[Posting]:
    """Return the postings of one item's part of a discount."""
    rule, formula = posting.meta["rule"], posting.meta["formula"]
    if not part:
        return []
    layered = item is not None and books.method(plant, item) != "standard"
    if item is not None and line is not None and layered and not line.explicit and rule != GIVEN_BACK:
        return spreading.spread(books, plant, item, line.lots, part, rule, formula, kept=True)
    if item is None and plant.valuation == "standard":
        account = books.variance(plant, "PurchasePrice")
    elif item is None or (line is None and layered):
        account = books.account(plant.accounts[Role.COST_OF_GOODS_SOLD])
    else:
        activity = books.master.items[item].activity
        account = books.variance(plant, "SubcontractPrice" if activity else "PurchasePrice")
    about = {"item": item} if item is not None else {}
    number = books.money(plant).to_decimal(part)
    return [made_posting(account, number, plant.currency, rule, formula, **about)]


def on_order(books: Books, move: Movement, posting: Posting, info: AccountInfo, value: Decimal) -> Posting:
    """Lower the cost of an order: of a bought activity or part, else of what was charged to it."""
    meta = posting.meta
    item = meta.get("item")
    name = move.tag(posting, "order")
    order = books.orders.get(name) if name is not None else None
    if item is None or order is None:
        charged = money_legs.charge_order(books, move, posting, info, value)
        return charged._replace(meta={**charged.meta, "rule": meta["rule"]})
    move.residue += value
    order.balance += value
    order.book(InputKey(item, "subcontract", ""), ZERO, value)
    if order.closed is not None:
        books.late_orders[name] = (order, move.txn)
    return posting
