"""Where goods that come in without a price come from, and so what their lots cost and when they were acquired.

The lots that were transferred or that an original took out; the cost so far of the orders that completed them; the
order's average issue cost, the last issue's or the standard for a return.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.engine.movement import Moved, Movement, order_name
from beanplant.engine.stock import Card, Money, quantity_int
from beanplant.faults import InventoryError
from beanplant.rules.formulas import number as show
from beanplant.rules.layers import share

if TYPE_CHECKING:
    from beanplant.engine.booked import Posting
    from beanplant.engine.books import Books
    from beanplant.engine.orders import OrderState
    from beanplant.masterdata.facts import Plant


def acquired_on(books: Books, posting: Posting, move: Movement) -> datetime.date:
    """Return the acquisition date: ``dated:`` on opening stock, the date of a stated cost, else the transaction's."""
    stated = posting.meta.get("dated")
    if isinstance(stated, datetime.date):
        return stated
    if isinstance(stated, str):
        try:
            return datetime.date.fromisoformat(stated)
        except ValueError:
            books.refuse(
                InventoryError, posting.meta, f'dated: "{stated}" is no date; expected the day on which it was '
                f'acquired, such as dated: "2025-12-01"', move.txn,
            )  # fmt: skip
            return move.txn.date
    if posting.cost is not None and posting.cost.date is not None:
        return posting.cost.date
    return move.txn.date


def arrive(moved: Moved, quantity: int) -> list[tuple[int, int, datetime.date]]:
    """Return the lots of a transfer as they left, for the first ``quantity`` units that have not arrived elsewhere."""
    lots = []
    left = quantity
    while left and moved.parts:
        n, value, layer = moved.parts[0]
        part = min(n, left)
        worth = value if part == n else share(value, part, n)
        lots.append((part, worth, layer.acquired))
        if part == n:
            moved.parts.pop(0)
        else:
            moved.parts[0] = (n - part, value - worth, layer)
        left -= part
    moved.quantity -= quantity - left
    moved.value -= sum(v for _, v, _ in lots)
    return lots


def source_lots(
    books: Books, move: Movement, posting: Posting, card: Card, quantity: int, date: datetime.date
) -> list[tuple[int, int, datetime.date]]:
    """Return what goods cost that come without a price: from an order, a customer, an account, a reversed document."""
    money, item = card.money, card.item
    key = move.tag(posting, "reverses")
    if key and (lots := reversed_lots(books, card, key, quantity, date)):
        return lots
    name = order_name(move, item)
    if name and (order := books.orders.get(name) or books.order(name, posting, move.txn)) is not None:
        if order.fact.product == item and order.fact.kind != "rework":
            several = orders_completed(move, posting)
            if several:
                return complete_orders(books, move, card, several, date)
            return [(quantity, cost_so_far(card.money, order, posting.units.number), date)]
        issued, booked = order.issued(item)
        if issued > 0:
            return [(quantity, money.to_int(booked * posting.units.number / issued), date)]
    for other, info, _, other_card in move.legs:
        if other.units.currency != item:
            continue
        if other_card is not None and other_card.layers is None and other.units.number < 0:
            left = books.price(other_card.info.plant, item)  # type: ignore[arg-type]
            if left is not None:  # from stock at standard
                return [(quantity, money.to_int(posting.units.number * left.number), date)]
        if other_card is None:
            last = books.last_issue.get((info.name, item))
            if last is not None:
                return [(quantity, money.to_int(last[0] * posting.units.number / last[1]), date)]
    plant: Plant = card.info.plant  # type: ignore[assignment]
    price = books.price(plant, item)
    if price is not None:
        return [(quantity, money.to_int(posting.units.number * price.number), date)]
    books.refuse(
        InventoryError, posting.meta, f"{show(posting.units.number)} {item} come into {card.info.name} "
        f"without a cost: state "
        f"what was paid with @, name the original with reverses:, or give {item} a plant-standard-cost",
        move.txn, f"no cost {item}",
    )  # fmt: skip
    return [(quantity, 0, date)]


def orders_completed(move: Movement, posting: Posting) -> list[tuple[str, Decimal]]:
    """Return the orders that one leg completes and their units, where they are several and account for all of it."""
    item = posting.units.currency
    found = [
        (str(move.tag(other, "order")), -other.units.number)
        for other, info, _, card in move.legs
        if card is None and info.wip and other.units.currency == item and other.units.number < 0
    ]
    if len(found) < 2 or sum(n for _, n in found) != posting.units.number:
        return []
    return found if len({name for name, _ in found}) > 1 else []


def complete_orders(
    books: Books, move: Movement, card: Card, orders: list[tuple[str, Decimal]], date: datetime.date
) -> list[tuple[int, int, datetime.date]]:
    """Return a lot for each of several orders that one leg completes, and let each order's leg give its own cost."""
    lots = []
    for name, number in orders:
        order = books.orders.get(name)
        value = cost_so_far(card.money, order, number) if order is not None else 0
        own = move.moved.setdefault(f"{card.item} of {name}", Moved())
        own.quantity += quantity_int(number)
        own.value += value
        lots.append((quantity_int(number), value, date))
    return lots


def cost_so_far(money: Money, order: OrderState, number: Decimal) -> int:
    """Return what completed units take of their order's cost so far: their part of the units still expected."""
    units, expected = order.completion_share(number)
    return share(max(money.to_int(order.balance), 0), quantity_int(units), quantity_int(expected))


def reversed_lots(
    books: Books, card: Card, key: str, quantity: int, date: datetime.date
) -> list[tuple[int, int, datetime.date]]:
    """Return the lots that the original took out, at their cost and acquisition dates."""
    originals = [v for v in books.originals.get(key, ()) if v.item == card.item and v.quantity < 0]
    if sum(n for original in originals for n, _, _ in original.parts) >= quantity:
        lots: list[tuple[int, int, datetime.date]] = []
        for original in originals:
            # What is given back here is not there for the next return.
            moved = Moved()
            moved.parts = original.parts
            lots += arrive(moved, quantity - sum(n for n, _, _ in lots))
        return lots
    if originals:
        value = sum((v.value for v in originals), Decimal())
        units = sum((v.quantity for v in originals), Decimal())
        return [(quantity, card.money.to_int(value / units * Decimal(quantity) / 10**9), date)]
    return []
