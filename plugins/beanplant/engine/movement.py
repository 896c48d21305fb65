"""A movement: a transaction that a plant's rules look at, with its legs looked up once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beanplant.engine.booked import Posting, Transaction
from beanplant.engine.books import ZERO, Books
from beanplant.faults import InventoryError
from beanplant.masterdata.facts import Role

if TYPE_CHECKING:
    from decimal import Decimal

    from beanplant.engine.accounts import AccountInfo
    from beanplant.engine.lots import Lot
    from beanplant.engine.stock import Card
    from beanplant.masterdata.facts import Item, Plant
    from beanplant.rules.layers import Layer

Leg = tuple[Posting, "AccountInfo", "Item | None", "Card | None"]


class Journey:
    """Units on their way between two inventory accounts: the lots that they became."""

    __slots__ = ("lots",)

    def __init__(self) -> None:
        self.lots: list[Lot] = []


class Moved:
    """What the inventory legs of one item gave (positive) or took: billionths of a unit, smallest units of money."""

    __slots__ = ("given", "given_value", "journey", "parts", "quantity", "value")

    def __init__(self) -> None:
        self.quantity = 0
        self.value = 0
        self.given = 0
        self.given_value = 0
        self.parts: list[tuple[int, int, Layer]] = []
        self.journey: Journey | None = None


class Movement:
    """A transaction with its legs, and what valuing it has found so far."""

    __slots__ = (
        "clears",
        "consigned",
        "extra",
        "keyed",
        "layered",
        "legs",
        "money",
        "moved",
        "plant",
        "prices",
        "refunds",
        "refused",
        "residue",
        "shape",
        "stated",
        "straight",
        "txn",
    )

    def __init__(self, books: Books, txn: Transaction, legs: list[Leg], plant: Plant, layered: bool) -> None:
        self.txn = txn
        self.legs = legs
        self.plant = plant
        self.prices = books.at_standard[plant.code]
        self.money = books.money(plant)
        self.layered = layered
        self.keyed = self.clears = False  # it may give, and it takes, what is known by a receipt's key
        self.consigned = False  # it moves an owner's stock
        self.straight = False  # all its legs take from stock or bring to orders
        self.residue = ZERO
        self.refused = False
        self.extra: list[Posting] = []
        self.moved: dict[str, Moved] = {}
        self.refunds: dict[str, tuple[Decimal, Decimal]] = {}  # item: quantity that goes back, its value
        self.stated = False
        self.shape = shape_of(legs)

    def shape_for(self, item: str) -> str:
        """Return what the movement is for an item: one transaction may buy work, use parts and complete goods."""
        if self.shape != "mixed":
            return self.shape
        shape = shape_of([leg for leg in self.legs if leg[0].units.currency == item or leg[2] is None])
        return "order" if shape == "mixed" else shape

    def tag(self, posting: Posting, key: str) -> Any:
        """Return metadata of a posting, which wins, or of its transaction."""
        meta = posting.meta
        if key in meta:
            return meta[key]
        return self.txn.meta.get(key)


RECEIVED_BY = "__receipt__"
"""On goods that no ``receipt:`` names: the invoice that brought them. Hidden, as all that begins so."""


def receipt_key(move: Movement, posting: Posting) -> Any:
    """Return the key of a receipt: ``receipt:``, else the invoice that is itself the receipt."""
    key = move.tag(posting, "receipt") or posting.meta.get(RECEIVED_BY)
    if key or move.shape != "purchase":
        return key
    invoice = move.txn.meta.get("invoice")
    return str(invoice) if invoice is not None else None


def shape_of(legs: list[Leg]) -> str:
    """Say what a movement is by its counter accounts: the rule names of its inventory legs follow from it."""
    shape = "transfer"
    for _posting, info, item, card in legs:
        if card is None:
            if info.equity:
                return "opening"
            if item is not None:
                role = info.role
                if role is Role.WORK_IN_PROCESS:
                    shape = (
                        "order" if shape in ("transfer", "issue", "purchase of money", "order") else "mixed"
                    )
                elif role is Role.COST_OF_GOODS_SOLD:
                    shape = "mixed" if shape in ("order", "purchase") else "shipment"
                elif role is Role.GOODS_RECEIVED:
                    shape = "mixed" if shape in ("order", "shipment") else "purchase"
                elif shape in ("transfer", "purchase of money"):
                    shape = "issue"
                if shape == "mixed":
                    return shape
            elif shape == "transfer" and not info.inventory:
                shape = "purchase of money"
    return "purchase" if shape == "purchase of money" else shape


def completes(books: Books, move: Movement, posting: Posting) -> bool:
    """Say whether a leg from an order (or to it, a reversal) is its product, not a return or a by-product."""
    name = order_name(move, posting.units.currency)
    fact = books.master.orders.get(name) if name else None
    return fact is not None and fact.product == posting.units.currency and fact.kind != "rework"


def order_name(move: Movement, item: str) -> str | None:
    """Return the order that an item comes from: that of its leg on work in process."""
    for other, info, _, card in move.legs:
        if card is None and info.wip and other.units.currency == item:
            name: str | None = move.tag(other, "order")
            return name
    return None


def classify(books: Books, txn: Transaction) -> Movement | None:
    """Look at the legs of a transaction; None when no plant has anything to do with it."""
    accounts, items = books.accounts, books.master.items
    found: list[Leg] = []
    plant: Plant | None = None
    layered = works = keyed = clears = stock = consigned = False
    straight = True
    back = "reverses" in txn.meta
    for posting in txn.postings:
        units = posting.units
        info = accounts[posting.account]
        if units is None:  # a reduction that booking could not match; Beancount has said so
            return None
        if posting.meta is None:  # made by another plugin
            posting = posting._replace(meta={})
        elif "reverses" in posting.meta:
            back = True
        item = items.get(units.currency)
        card = None
        if item is not None:
            works = True
            if info.inventory:
                stock = True
                card = info.cards.get(units.currency) or books.card(info, units.currency)
                if card.layers is not None:
                    layered = True
                if units.number > 0:
                    straight = False
                if "owner" in posting.meta:
                    consigned = True
                if item.activity:
                    refuse_activity(books, posting, txn)
            elif straight and not (info.wip and units.number > 0):
                straight = False
        elif info.plain:
            found.append((posting, info, None, None))
            continue
        elif info.center is not None:
            books.collect(info, units)
            straight = False
        else:
            works = True
            straight = False
        if info.wip and units.currency in books.products:  # output is taken back after it was completed
            keyed = True
            if units.number > 0:
                fact = books.master.orders.get(posting.meta.get("order") or txn.meta.get("order") or "")
                clears = clears or (fact is not None and fact.product == units.currency)
        elif info.received or (item is None and info.inventory):
            keyed = True
            clears = clears or units.number > 0 or not info.received
        if plant is None:
            plant = info.plant
        found.append((posting, info, item, card))
    if plant is None or not works:
        return None
    if not stock:  # scrap of a product in layers takes its order's cost so far
        layered = any(
            item is not None
            and not item.activity
            and info.wip
            and books.method(plant, item.commodity) != "standard"
            for _, info, item, _ in found
        )
    move = Movement(books, txn, found, plant, layered)
    move.keyed, move.clears = keyed or back, clears or back
    move.consigned, move.straight = consigned, straight
    return move


def refuse_foreign(books: Books, move: Movement, posting: Posting, plant: Plant) -> None:
    """Say, once a transaction, that an item has a price or cost in another currency than the plant's."""
    stated = posting.price if posting.price is not None else posting.cost
    assert stated is not None
    books.refuse(
        InventoryError, move.txn.meta, f"{posting.units} at {stated.number} {stated.currency}, but plant "
        f'"{plant.code}" is in {plant.currency}; state the total in it, such as 60 STEEL @@ 158.40 {plant.currency} '
        f"against -144.00 {stated.currency} @@ 158.40 {plant.currency}", move.txn,
        f"currency of {posting.units.currency} at {move.txn.meta.get('lineno')}",
    )  # fmt: skip


def refuse_activity(books: Books, posting: Posting, txn: Transaction) -> None:
    """Say that an activity lies in stock."""
    item = posting.units.currency
    books.refuse(
        InventoryError, posting.meta, f"{posting.units} on inventory account {posting.account}, but {item} is an "
        f"activity, which is absorbed and never stocked; write it on work in process, or take activity: TRUE from its "
        f"commodity", txn, f"activity {item} {posting.account}",
    )  # fmt: skip


def weigh(posting: Posting, plant: Plant, books: Books) -> tuple[Posting, Decimal]:
    """Return a money leg and what it adds to the residue, in the plant's currency.

    A leg with a price counts in whole cents, so a rate that gives part of a cent is brought to one that does not.
    """
    units, price = posting.units, posting.price
    if price is None:
        number: Decimal = units.number
        return posting, number if units.currency == plant.currency else ZERO
    if price.currency != plant.currency or not units.number:
        return posting, ZERO
    exact = units.number * price.number
    value = books.money(plant).round(exact)
    if value != exact:
        posting = posting._replace(price=price._replace(number=value / units.number))
    return posting, value
