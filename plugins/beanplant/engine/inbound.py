"""Goods into an inventory account: receipts, completions, transfers, returns, opening stock.

At standard a receipt goes in at standard and the rest of what was paid is ``PurchasePrice`` (opening stock:
``Revaluation``). In layers it goes in at what it cost: the price paid, the lots that were transferred, the order's cost
so far for a completion, the original's cost for a reversal, the order's average issue cost or the last issue's for a
return.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.engine import spreading
from beanplant.engine.booked import Posting
from beanplant.engine.books import Books, Lot, ReceiptLine, made_posting
from beanplant.engine.movement import Moved, Movement, completes, order_name, refuse_foreign
from beanplant.engine.outbound import billionths, in_force, post_changes, remember, use_consigned
from beanplant.engine.stated import stated_value, variance_beyond
from beanplant.engine.stock import Card, quantity_decimal, quantity_int
from beanplant.faults import InventoryError
from beanplant.rules.formulas import number as show
from beanplant.rules.layers import Change, share

if TYPE_CHECKING:
    from beanplant.engine.orders import OrderState
    from beanplant.masterdata.facts import Plant

RULES = {
    "order": "finished-goods.completion",
    "issue": "inventory.return",
    "shipment": "inventory.return",
    "purchase": "inventory.receipt",
    "opening": "inventory.opening",
    "transfer": "inventory.transfer",
}


def value_in(books: Books, move: Movement, posting: Posting, card: Card) -> Posting | list[Posting]:
    """Value a leg that brings an item into an inventory account."""
    meta = posting.meta
    units = posting.units
    number: Decimal = units.number
    plant: Plant = card.info.plant  # type: ignore[assignment]
    if "owner" in meta:
        return use_consigned(books, move, posting, card)
    if card.explicit:
        cost = posting.cost
        card.quantity += number
        exact = number * cost.number if cost is not None else Decimal()
        move.residue += exact
        note_receipt(books, move, posting, [Lot(card, None, number)], number, books.money(plant).round(exact))
        return posting._replace(
            price=None, meta={**meta, "rule": RULES[move.shape_for(posting.units.currency)]}
        )
    paid = paid_for(books, move, posting, plant)
    shape = move.shape_for(units.currency)
    rule = RULES[shape]
    if rule == "finished-goods.completion" and not completes(books, move, posting):
        rule = "inventory.return"
    if card.layers is None:
        prices = move.prices if plant is move.plant else books.at_standard[plant.code]
        price = prices[units.currency] or books.price_or_fault(plant, units.currency, meta, move.txn)
        card.quantity += number
        exact = number * price.number
        move.residue += exact
        line = None
        if paid is not None:
            explain_price(books, move, posting, plant, paid, exact)
        if paid is not None or shape == "purchase":
            worth = books.money(plant).round(exact) if paid is None else paid
            lots = [Lot(card, None, number)]
            line = note_receipt(books, move, posting, lots, number, worth)
        if books.reversed_keys:
            remember(books, move, posting, exact, [], None, line)
        return tuple.__new__(
            Posting, (posting.account, units, price.cost, None, posting.flag, {**meta, "rule": rule})
        )
    return receive_layers(books, move, posting, card, paid, rule)


def paid_for(books: Books, move: Movement, posting: Posting, plant: Plant) -> Decimal | None:
    """Return what a leg states that its goods cost, in whole cents; None when it states nothing."""
    stated_price = posting.price if posting.price is not None else posting.cost
    if stated_price is not None:
        if stated_price.currency != plant.currency:
            refuse_foreign(books, move, posting, plant)
        return books.money(plant).round(posting.units.number * stated_price.number)
    return stated_value(books, move, posting, plant)


def explain_price(
    books: Books, move: Movement, posting: Posting, plant: Plant, paid: Decimal, exact: Decimal
) -> None:
    """Post the rest of what was paid: PurchasePrice = (receipt price - SP) x quantity; opening: Revaluation."""
    variance = variance_beyond(books, move, posting, plant, paid, exact)
    if not variance:
        return
    number, item = posting.units.number, posting.units.currency
    price = posting.price.number if posting.price is not None else paid / number
    formula = f"({show(price, 2)} - {show(exact / number, 2)}) {plant.currency} x {show(number)} {item}"
    category, rule = "PurchasePrice", "inventory.purchase-price"
    if move.shape_for(posting.units.currency) == "opening":
        category, rule = "Revaluation", "inventory.revaluation"
    account = books.variance(plant, category)
    move.extra.append(made_posting(account, variance, plant.currency, rule, formula, item=item))
    move.residue += variance


def note_receipt(
    books: Books, move: Movement, posting: Posting, lots: list[Lot], number: Decimal, paid: Decimal
) -> ReceiptLine | None:
    """Keep what a receipt's units cost and where they lie, by the receipt's key."""
    key = move.tag(posting, "receipt")
    if not key and not books.reversed_keys:
        return None
    item = posting.units.currency
    line = books.receipts.get((key, item)) if key else None
    if line is None:
        line = ReceiptLine()
        if key:
            books.receipts[key, item] = line
    line.quantity += number
    line.paid += paid
    line.lots += lots
    return line


def receive_layers(
    books: Books, move: Movement, posting: Posting, card: Card, paid: Decimal | None, rule: str
) -> list[Posting]:
    """Receive into layers; a negative lot is settled first, and what the settled units cost beyond it follows them."""
    layers = card.layers
    assert layers is not None
    if layers.newest:
        check_lifo(books, move, posting, card)
    number: Decimal = posting.units.number
    quantity = billionths(books, move, posting)
    date = acquired_on(books, posting, move)
    lots: list[tuple[int, int, datetime.date]]
    moved = move.moved.get(posting.units.currency)
    if paid is not None:
        lots = [(quantity, card.money.to_int(paid), date)]
    elif moved is not None and moved.parts:
        lots = arrive(moved, quantity)
    elif moved is not None and moved.quantity >= quantity > 0:  # taken over from an owner
        lots = [(quantity, share(moved.value, quantity, moved.quantity), date)]
    else:
        lots = source_lots(books, move, posting, card, quantity, date)
    moved = moved or move.moved.setdefault(posting.units.currency, Moved())
    changes: list[Change] = []
    value = sum(v for _, v, _ in lots)
    came: list[Lot] = []
    completed = rule == "finished-goods.completion"
    names = orders_completed(move, posting) if completed else []
    if len(names) != len(lots):
        names = []
    for index, (lot_quantity, lot_value, lot_date) in enumerate(lots):
        before = len(came)
        if layers.short is not None:
            settled, back, went = layers.settle(lot_quantity)
            changes += back
            gone = sum(n for n, _ in went)
            cost = share(lot_value, gone, lot_quantity)
            move.extra += spreading.follow(
                books, card, went, cost - settled, "settles stock that went out before it came in"
            )
            came += [Lot(card, None, quantity_decimal(n), target=target) for n, target in went]
            lot_quantity -= gone
            lot_value -= cost
        if lot_quantity:
            layer, made = layers.receive(lot_quantity, lot_value, lot_date, None)
            changes += made
            came.append(Lot(card, layer, quantity_decimal(lot_quantity), len(layer.draws)))
        if completed:
            order = books.orders.get(names[index][0] if names else order_name(move, card.item) or "")
            if order is not None:
                order.output_layers += came[before:]
    if moved.journey is not None:
        moved.journey.lots += came
    line = None
    if paid is not None or move.shape_for(posting.units.currency) == "purchase":
        worth = card.money.to_decimal(value) if paid is None else paid
        line = note_receipt(books, move, posting, came, number, worth)
    if books.reversed_keys:
        for lot in came:
            remember(books, move, posting, card.money.to_decimal(value), [], lot.layer, line)
    if move.shape_for(posting.units.currency) != "transfer":
        moved.quantity -= quantity
        moved.value -= value
    move.residue += card.money.to_decimal(value)
    return post_changes(posting, changes, rule)


def check_lifo(books: Books, move: Movement, posting: Posting, card: Card) -> None:
    """Say that a plant under IFRS receives into LIFO layers: IAS 2.25 knows FIFO and the average only."""
    plant = in_force(books, card.info.plant)  # type: ignore[arg-type]
    if plant.gaap == "ifrs":
        books.refuse(
            InventoryError, posting.meta, f'{card.item} is valued by LIFO, but plant "{plant.code}" is under gaap: '
            f'"ifrs" from {plant.date}, which does not permit it (IAS 2.25); write valuation: "fifo" or '
            f'"moving-average" on its commodity, or gaap: "us" on the plant', move.txn,
            f"lifo {plant.code} {card.item}",
        )  # fmt: skip


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
            return [(quantity, cost_so_far(card, order, posting.units.number), date)]
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
        value = cost_so_far(card, order, number) if order is not None else 0
        own = move.moved.setdefault(f"{card.item} of {name}", Moved())
        own.quantity += quantity_int(number)
        own.value += value
        lots.append((quantity_int(number), value, date))
    return lots


def cost_so_far(card: Card, order: OrderState, number: Decimal) -> int:
    """Return what completed units take of their order's cost so far: their part of the units still expected."""
    units, expected = order.completion_share(number)
    return share(max(card.money.to_int(order.balance), 0), quantity_int(units), quantity_int(expected))


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
