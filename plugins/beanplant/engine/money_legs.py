"""Money on the accounts of a plant: direct charges, opening orders, freight, foreign goods received.

Money on work in process is a direct charge to its order, or with a counter account below Equity the order's opening
balance (``issued:`` says what it holds). Money on an inventory account is freight or duty: ``landed-cost:`` names the
receipts, ``by:`` how it is spread. It follows the goods to where they are; at standard it is ``Freight``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.engine import purchase_discounts, receipts, spreading
from beanplant.engine.books import ZERO, Books, made_posting
from beanplant.engine.movement import Movement, weigh
from beanplant.engine.orders import InputKey, OrderState
from beanplant.engine.other_legs import say_orderless
from beanplant.faults import InventoryError, OrderError, nearest
from beanplant.masterdata.values import quantities
from beanplant.rules.formulas import number as show
from beanplant.rules.rounding import largest_remainder

if TYPE_CHECKING:
    from beanplant.engine.accounts import AccountInfo
    from beanplant.engine.booked import Posting
    from beanplant.engine.lots import ReceiptLine
    from beanplant.masterdata.facts import Plant

BASES = ("quantity", "value", "weight")


def value_money(books: Books, move: Movement, posting: Posting, info: AccountInfo) -> Posting | list[Posting]:
    """Book a money leg on an account of a plant; most stand as they are written."""
    plant: Plant = info.plant or move.plant
    posting, value = weigh(posting, plant, books)
    if (info.wip or info.inventory or posting.price is None) and is_unknown_item(books, move, posting, plant):
        return posting
    if (info.wip or info.inventory or info.received) and purchase_discounts.is_discount(posting.meta):
        return purchase_discounts.lower_cost(books, move, posting, info, value)
    if info.wip:
        return charge_order(books, move, posting, info, value)
    if info.inventory:
        return landed_cost(books, move, posting, plant, value)
    if info.received and posting.units.currency != plant.currency and posting.price is not None:
        if posting.units.number > 0:
            return receipts.clear_foreign(books, move, posting, plant, value)
        receipts.note_foreign(books, move, posting, value)
    move.residue += value
    return posting


def is_unknown_item(books: Books, move: Movement, posting: Posting, plant: Plant) -> bool:
    """Say that a commodity on a plant's account is neither money nor an item that the ledger knows."""
    name = posting.units.currency
    if name == plant.currency or name in books.options["operating_currency"]:
        return False
    if posting.price is not None and posting.price.currency != plant.currency:
        return False
    if posting.price is not None and not (
        books.accounts[posting.account].inventory and move.tag(posting, "landed-cost") is None
    ):
        return False  # foreign money, at its rate
    if any(name in (s.currency for s in (p.price, p.cost) if s is not None) for p, _, _, _ in move.legs):
        return True  # the price of an item is in it, which is an error of its own
    books.refuse(
        InventoryError, posting.meta, f"Unknown item {name}{nearest(name, books.master.items)} on "
        f"{posting.account}; give it a "
        f"plant-standard-cost, or item: TRUE on its commodity directive", move.txn, f"unknown item {name}",
    )  # fmt: skip
    return True


def charge_order(
    books: Books, move: Movement, posting: Posting, info: AccountInfo, value: Decimal
) -> Posting:
    """Book money on an order: its opening balance, or a direct charge."""
    move.residue += value
    meta = posting.meta
    name = move.tag(posting, "order")
    if name is None:
        if "batch" in meta or "documents" in meta or "batch" in move.txn.meta:
            return posting._replace(meta={**meta, "rule": "wip.summary"})
        say_orderless(books, move, posting)
        return posting
    order = books.order(name, posting, move.txn)
    if order is None:
        return posting
    if not order.account:
        order.account, order.plant = info.name, info.plant
    if posting.price is not None:  # an order is in the plant's currency
        plant: Plant = info.plant  # type: ignore[assignment]
        posting = posting._replace(
            units=posting.units._replace(number=value, currency=plant.currency), price=None
        )
    order.balance += value
    if order.closed is not None:
        books.late_orders[name] = (order, move.txn)
    if any(other.equity for _, other, _, _ in move.legs):
        open_order(books, move, posting, order, value)
        return posting._replace(meta={**meta, "rule": "wip.opening"})
    order.direct += value
    return posting._replace(meta={**meta, "rule": "wip.direct-charge"})


def open_order(books: Books, move: Movement, posting: Posting, order: OrderState, value: Decimal) -> None:
    """Book what an opening order holds: ``issued: "50 STEEL, 4 HR-ASSY"`` at standard; the rest stays its opening."""
    left = value
    stated = posting.meta.get("issued")
    if stated:
        found = quantities(str(stated))
        if found is None:
            books.refuse(
                OrderError, posting.meta, f'issued: "{stated}" cannot be read; expected quantities such as '
                f'"50 STEEL, 4 HR-ASSY"',
                move.txn,
            )  # fmt: skip
        for quantity, item in found or ():
            if item not in books.master.items:
                books.refuse(
                    OrderError,
                    posting.meta,
                    f"issued: unknown item {item}{nearest(item, books.master.items)}",
                    move.txn,
                )
                continue
            plant = order.plant or move.plant
            if books.method(plant, item) != "standard" and books.price(plant, item) is None:
                continue  # in layers an order's cost is enough
            price = books.price_or_fault(plant, item, posting.meta, move.txn)
            exact = quantity * price.number
            order.book(InputKey(item, "standard", ""), quantity, exact)
            left -= exact
    order.opening += left


def landed_cost(
    books: Books, move: Movement, posting: Posting, plant: Plant, value: Decimal
) -> Posting | list[Posting]:
    """Spread freight or duty over the receipts it was for."""
    keys = move.tag(posting, "landed-cost")
    if keys is None:
        books.refuse(
            InventoryError, posting.meta, f"{posting.units} of money stand on inventory account "
            f"{posting.account}, which holds "
            f'items; write a quantity of an item, or landed-cost: "RECEIPT" for freight and duty', move.txn,
        )  # fmt: skip
        move.residue += value
        return posting
    lines: list[tuple[str, ReceiptLine]] = []
    for key in (k.strip() for k in str(keys).split(",")):
        found = books.receipt_index.lines(key)
        if not found:
            books.refuse(
                InventoryError, posting.meta, f'landed-cost: receipt "{key}" is unknown'
                f"{nearest(key, {str(k) for k, _ in books.receipts})}; expected the receipt: of goods received "
                f"before", move.txn,
            )  # fmt: skip
        lines += found
    if not lines:
        move.residue += value
        return posting
    basis = str(move.tag(posting, "by") or "value")
    weights = basis_weights(books, move, posting, lines, basis)
    money = books.money(plant)
    made: list[Posting] = []
    for (item, line), part in zip(lines, largest_remainder(money.to_int(value), weights), strict=True):
        amount = money.to_decimal(part)
        formula = f"{show(value, 2)} {plant.currency} by {basis}: {show(line.quantity)} {item}"
        if books.method(plant, item) == "standard" or line.explicit:
            account = books.variance(plant, "Freight")
            made.append(
                made_posting(account, amount, plant.currency, "inventory.freight", formula, item=item)
            )
        else:
            # A supplier's allowance is on the goods that were kept.
            made += spreading.spread(
                books, plant, item, line.lots, part, "inventory.landed-cost", formula, kept=value < 0
            )
    move.residue += value
    meta = {k: v for k, v in posting.meta.items() if k in ("filename", "lineno")}
    return [p._replace(meta={**meta, **p.meta}) for p in made]


def basis_weights(
    books: Books, move: Movement, posting: Posting, lines: list[tuple[str, ReceiptLine]], basis: str
) -> list[Decimal]:
    """Return what each receipt line counts for: its quantity, its value or its weight."""
    if basis not in BASES:
        books.refuse(
            InventoryError,
            posting.meta,
            f'by: "{basis}"{nearest(basis, BASES)}; expected one of {", ".join(BASES)}',
            move.txn,
        )
        basis = "value"
    if basis == "quantity":
        weights = [line.quantity for _, line in lines]
    elif basis == "value":
        weights = [line.paid for _, line in lines]
    else:
        weights = [line.quantity * unit_weight(books, move, posting, item) for item, line in lines]
    weights = [max(weight, ZERO) for weight in weights]
    # Of receipts that went back all the same is paid for.
    return weights if any(weights) else [ZERO + 1 for _ in lines]


def unit_weight(books: Books, move: Movement, posting: Posting, item: str) -> Decimal:
    """Return the weight of one unit of an item; say so where it is not known."""
    unit = books.master.items[item].weight
    if unit is not None:
        return unit
    books.refuse(
        InventoryError, posting.meta, f'by: "weight", but commodity {item} has no weight; write weight: 1.2 on it',
        move.txn, f"weight {item}",
    )  # fmt: skip
    return Decimal(1)
