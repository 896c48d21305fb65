"""Goods out of an inventory account: at standard, or out of the layers by the method.

More going out than is there is an error that names item, account, date and shortage; the units are valued all the same,
at the last known cost, so that one fault is one error. A plant with ``negative: "allow"`` does that without the error,
and its next receipt settles it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beanplant.engine.booked import Amount, Posting
from beanplant.engine.books import REVERSIBLE, ZERO, Books
from beanplant.engine.consigned import use_consigned
from beanplant.engine.lots import Lot, ReceiptLine, Valued
from beanplant.engine.movement import Journey, Moved, Movement, completes, order_name
from beanplant.engine.stock import SCALE, Card, quantity_decimal, quantity_int
from beanplant.engine.vendor_returns import refund
from beanplant.faults import InventoryError
from beanplant.rules.formulas import number as show
from beanplant.rules.layers import Change, Layer, Shortage, Taken

if TYPE_CHECKING:
    from beanplant.masterdata.facts import Plant, Source

RULES = {
    "order": "inventory.issue",
    "issue": "inventory.issue",
    "shipment": "finished-goods.shipment",
    "purchase": "inventory.return",
    "opening": "inventory.opening",
    "transfer": "inventory.transfer",
}


STEP_RULES = {"out": "inventory.layer-out", "rest": "inventory.layer-rest"}


def value_out(books: Books, move: Movement, posting: Posting, card: Card) -> Posting | list[Posting]:
    """Value a leg that takes an item from an inventory account."""
    meta = posting.meta
    units = posting.units
    number: Decimal = units.number
    if card.explicit or posting.cost is not None:
        return keep_explicit(books, move, posting, card)
    if "owner" in meta:
        return use_consigned(books, move, posting, card)
    plant: Plant = card.info.plant  # type: ignore[assignment]
    shape = move.shape_for(units.currency)
    rule = RULES[shape]
    undone = shape == "order" and units.currency in books.products and takes_back(books, move, posting)
    if undone:
        rule = "finished-goods.completion"
    if card.layers is None:
        prices = move.prices if plant is move.plant else books.at_standard[plant.code]
        price = prices[units.currency] or books.price_or_fault(plant, units.currency, meta, move.txn)
        card.quantity += number
        if card.quantity < 0:
            card.last_out = move.txn
            books.touched[card.info.name, units.currency] = card
        exact = number * price.number
        move.residue += exact
        if books.reversed_keys:
            remember(books, move, posting, exact, [], None)
        if shape == "purchase":
            refund(books, move, posting, plant, exact)
        return tuple.__new__(
            Posting, (posting.account, units, price.cost, None, posting.flag, {**meta, "rule": rule})
        )
    quantity = billionths(books, move, posting)
    taken = take(books, move, posting, card, quantity, undone)
    moved = move.moved.get(units.currency)
    if moved is None:
        moved = move.moved[units.currency] = Moved()
    moved.quantity += quantity
    moved.value += taken.value
    moved.parts.extend(taken.parts)
    if undone:
        take_back_output(books, move, card, taken)
    exact = -card.money.to_decimal(taken.value)
    move.residue += exact
    if books.reversed_keys:
        remember(books, move, posting, exact, taken.parts, None)
    if shape == "purchase":
        refund(books, move, posting, plant, exact)
    return post_changes(posting, taken.changes, rule)


def takes_back(books: Books, move: Movement, posting: Posting) -> bool:
    """Say whether product goes back to its order from a completion, not into it as a component."""
    if not completes(books, move, posting):
        return False
    order = books.orders.get(order_name(move, posting.units.currency) or "")
    return order is not None and (
        order.gives_back(-posting.units.number) or bool(move.tag(posting, "reverses"))
    )


def take_back_output(books: Books, move: Movement, card: Card, taken: Taken) -> None:
    """Take the units of a completion that is undone from the output that the order's close trues up."""
    name = order_name(move, card.item)
    order = books.orders.get(name) if name else None
    if order is not None:
        own = {id(lot.layer) for lot in order.output_layers}
        order.output_layers += [
            Lot(card, layer, -quantity_decimal(n)) for n, _, layer in taken.parts if id(layer) in own
        ]


def own_output(books: Books, move: Movement, card: Card) -> list[Layer] | None:
    """Return the layers that an order's completions made on a card."""
    name = order_name(move, card.item)
    order = books.orders.get(name) if name else None
    found = order.output_layers if order is not None else []
    return list(dict.fromkeys(lot.layer for lot in found if lot.card is card and lot.layer is not None))


def post_changes(posting: Posting, changes: list[Change], rule: str) -> list[Posting]:
    """Return the postings of changed lots: the move itself, or a lot taken out and its rest put back."""
    account, units, meta = posting.account, posting.units, posting.meta
    if len(changes) == 1:  # the quantity is what the person wrote
        fields = (account, units, changes[0].cost, None, posting.flag, {**meta, "rule": rule})
        return [tuple.__new__(Posting, fields)]
    made = []
    for quantity, cost, step in changes:
        name = STEP_RULES[step] if step else rule
        amount = tuple.__new__(Amount, (quantity_decimal(quantity), units.currency))
        made.append(
            tuple.__new__(Posting, (account, amount, cost, None, posting.flag, {**meta, "rule": name}))
        )
    return made


def billionths(books: Books, move: Movement, posting: Posting) -> int:
    """Return the quantity of a leg, without its sign, as layers keep it; say so where it is finer than they are."""
    number: Decimal = abs(posting.units.number)
    quantity = quantity_int(number)
    if quantity != number * SCALE:
        books.refuse(
            InventoryError, posting.meta, f"{posting.units} has more than nine decimals, the finest that layers keep; "
            f"round it, or count in a smaller unit", move.txn,
        )  # fmt: skip
    return quantity


def take(
    books: Books, move: Movement, posting: Posting, card: Card, quantity: int, undone: bool = False
) -> Taken:
    """Take a quantity out of the layers; what is not there is owed at the last known cost."""
    layers = card.layers
    assert layers is not None
    target = target_of(books, move, posting)
    only = own_output(books, move, card) if undone else wanted_layers(books, move, posting, card)
    try:
        taken = layers.take(quantity, target, only)
        original = original_value(books, move, posting, card) if layers.average else None
        return taken if original is None else layers.take_at(original, taken)
    except Shortage as shortage:
        missing = shortage.missing
    taken = layers.take(quantity - missing, target, only) if quantity > missing else Taken(0, [], [])
    plant: Plant = card.info.plant  # type: ignore[assignment]
    if not in_force(books, plant).negative:
        report_shortage(books, move.txn.meta, card, quantity_decimal(missing))
    unit = layers.last_cost
    if unit is None:
        price = books.price_or_fault(plant, card.item, posting.meta, move.txn)
        unit = (card.money.to_int(price.number * 1_000_000), quantity_int(Decimal(1_000_000)))
    owed = layers.owe(missing, move.txn.date, unit, target)
    assert layers.short is not None
    parts = [*taken.parts, (missing, owed.value, layers.short)]
    return Taken(taken.value + owed.value, taken.changes + owed.changes, parts)


def original_value(books: Books, move: Movement, posting: Posting, card: Card) -> int | None:
    """Return what the units of a reversal came in at, in the smallest unit of money; None where nothing is reversed."""
    key = move.tag(posting, "reverses")
    came = [v for v in books.originals.get(key, ()) if v.item == card.item and v.quantity > 0] if key else []
    if not came:
        return None
    units, value = sum((v.quantity for v in came), ZERO), sum((v.value for v in came), ZERO)
    return card.money.to_int(value * -posting.units.number / units)


def in_force(books: Books, plant: Plant) -> Plant:
    """Return the facts of a plant in force today: stock below zero, the framework (an account has the newest ones)."""
    history = books.master.plant_history[plant.code]
    return history.on(books.day) or history.facts[0]  # type: ignore[no-any-return]


def report_shortage(books: Books, source: Source, card: Card, missing: Decimal) -> None:
    """Say that stock fell below zero, once an item and account, with the first places."""
    books.refuse(
        InventoryError, source, f"{show(missing)} {card.item} too many go out of {card.info.name} on "
        f"{books.day}: enter the "
        f"receipt that is missing, correct the quantity, or write negative: \"allow\" on the plant",
        None, f"short {card.info.name} {card.item}",
    )  # fmt: skip


def target_of(books: Books, move: Movement, posting: Posting) -> tuple[tuple[Any, int], ...]:
    """Say where the units of an out leg go: orders, accounts or lots elsewhere, each with its weight."""
    item = posting.units.currency
    targets: list[tuple[Any, int]] = []
    for other, info, _, card in move.legs:
        if other.units.currency != item or other.units.number <= 0:
            continue
        what: Any = info.name
        if card is not None:
            moved = move.moved.setdefault(item, Moved())
            what = moved.journey = moved.journey or Journey()
        elif info.wip:
            name = move.tag(other, "order")
            what = books.order(name, other, move.txn) if name else info.name
        targets.append((what, quantity_int(other.units.number)))
    return tuple(targets) or ((posting.account, 1),)


def wanted_layers(books: Books, move: Movement, posting: Posting, card: Card) -> list[Layer] | None:
    """Return the layers that a return or reversal names: those of its receipt or of the original document."""
    key = move.tag(posting, "reverses")
    if key:
        found = [v.layer for v in books.originals.get(key, ()) if v.item == card.item and v.layer is not None]
        if found:
            return found
    key = move.tag(posting, "receipt")
    if key and move.shape_for(posting.units.currency) == "purchase":
        line = books.receipts.get((key, card.item))
        if line is not None:
            return [lot.layer for lot in line.lots if lot.card is card and lot.layer is not None]
    return None


def remember(
    books: Books,
    move: Movement,
    posting: Posting,
    exact: Decimal,
    parts: list[tuple[int, int, Layer]],
    layer: Layer | None,
    line: ReceiptLine | None = None,
) -> None:
    """Keep what a leg was worth when a later transaction reverses its document."""
    units = posting.units
    for name in REVERSIBLE:
        key = move.tag(posting, name)
        if key in books.reversed_keys:
            found = Valued(posting.account, units.currency, units.number, exact, parts, layer, line)
            books.originals.setdefault(key, []).append(found)


def keep_explicit(books: Books, move: Movement, posting: Posting, card: Card) -> Posting:
    """Leave a reduction by ``{...}`` to Beancount's booking; refuse a bare one on the same card."""
    if posting.cost is None:
        books.refuse(
            InventoryError, posting.meta, f"{card.item} on {card.info.name} is reduced by {{...}} elsewhere "
            f"and by a bare quantity "
            f"here; write one of the two everywhere, best the bare quantity",
            move.txn, f"mixed {card.info.name} {card.item}",
        )  # fmt: skip
        return posting
    card.quantity += posting.units.number
    move.residue += posting.units.number * posting.cost.number
    return posting._replace(
        price=None, meta={**posting.meta, "rule": RULES[move.shape_for(posting.units.currency)]}
    )
