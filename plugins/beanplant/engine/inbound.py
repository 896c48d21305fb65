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
from beanplant.engine.books import Books, made_posting
from beanplant.engine.consigned import use_consigned
from beanplant.engine.incoming_lots import acquired_on, arrive, orders_completed, source_lots
from beanplant.engine.lots import Lot, ReceiptLine
from beanplant.engine.movement import (
    Moved,
    Movement,
    completes,
    order_name,
    receipt_key,
    refuse_foreign,
)
from beanplant.engine.outbound import billionths, in_force, post_changes, remember
from beanplant.engine.stated import stated_value, variance_beyond
from beanplant.engine.stock import Card, quantity_decimal
from beanplant.faults import InventoryError
from beanplant.rules.formulas import number as show
from beanplant.rules.layers import Change, share

if TYPE_CHECKING:
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
    key = receipt_key(move, posting)
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
