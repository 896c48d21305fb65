"""Consigned stock: goods of an owner in our store, counted and without value until they are used.

What uses them owes their value to the owner, on goods received: at the price that the leg states, else the standard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.engine.books import ZERO, Books, made_posting
from beanplant.engine.lots import ReceiptLine
from beanplant.engine.movement import Leg, Moved, Movement, refuse_foreign
from beanplant.engine.stock import Card, quantity_int
from beanplant.masterdata.facts import Plant, Role
from beanplant.rules.formulas import number as show

if TYPE_CHECKING:
    from beanplant.engine.booked import Posting


def use_consigned(books: Books, move: Movement, posting: Posting, card: Card) -> Posting:
    """Use or give back goods of an owner: they leave the count, and what uses them owes their value.

    The value is the price that the leg states, else the standard.
    """
    owned = books.consigned(card.info, card.item, str(posting.meta["owner"]))
    owned.quantity += posting.units.number
    if owned.quantity < 0:
        owned.last_out = move.txn
        books.touched[card.info.name, f"{card.item} of {owned.owner}"] = owned
    cost = owned.make_cost(0, 0, card.info.plant.date)  # type: ignore[union-attr]
    if any(uses_consigned(leg, card.item) for leg in move.legs):
        owe_consigned(books, move, posting, card, owned.owner)
    return posting._replace(cost=cost, price=None, meta={**posting.meta, "rule": "inventory.consigned"})


def uses_consigned(leg: Leg, item: str) -> bool:
    """Say whether a leg uses goods of an owner: any of the item but those of owners and on goods received."""
    other, info, _, card = leg
    if other.units.currency != item:
        return False
    return info.role is not Role.GOODS_RECEIVED if card is None else "owner" not in other.meta


def owe_consigned(books: Books, move: Movement, posting: Posting, card: Card, owner: str) -> None:
    """Post what is owed for goods of an owner that are used, to goods received."""
    plant: Plant = card.info.plant  # type: ignore[assignment]
    money, number, item = books.money(plant), posting.units.number, card.item
    standard = books.price(plant, item) if card.layers is None else None
    if posting.price is not None:
        if posting.price.currency != plant.currency:
            refuse_foreign(books, move, posting, plant)
        unit = posting.price.number
    else:
        unit = (standard or books.price_or_fault(plant, item, posting.meta, move.txn)).number
    owed = money.round(number * unit)
    formula = f"{show(number)} {item} x {show(unit, 2)} {plant.currency}, owed to {owner}"
    account = books.account(plant.accounts[Role.GOODS_RECEIVED])
    made = made_posting(account, owed, plant.currency, "inventory.consigned", formula, item=item)
    move.extra.append(made)
    move.residue += owed
    variance = money.round(-owed + number * standard.number) if standard is not None else ZERO
    if variance:
        formula = f"({show(unit, 2)} - {show(standard.number, 2)}) {plant.currency} x {show(-number)} {item}"  # type: ignore[union-attr]
        account = books.variance(plant, "PurchasePrice")
        move.extra.append(
            made_posting(account, variance, plant.currency, "inventory.purchase-price", formula, item=item)
        )
        move.residue += variance
    if card.layers is not None:
        moved = move.moved.setdefault(item, Moved())
        moved.quantity -= quantity_int(number)
        moved.value -= money.to_int(owed)
    key = move.tag(posting, "receipt")
    if key:
        line = books.receipts.setdefault((key, item), ReceiptLine())
        line.quantity -= number
        line.paid -= owed


def is_consigned(move: Movement, item: str) -> bool:
    """Say whether the transaction moves an owner's stock of the item, which is without value."""
    return any(
        card is not None and "owner" in posting.meta and posting.units.currency == item
        for posting, _, _, card in move.legs
    )
