"""Goods out of an inventory account: at standard, or out of the layers by the method.

More going out than is there is an error that names item, account, date and shortage; the units are valued all the same,
at the last known cost, so that one fault is one error. A plant with ``negative: "allow"`` does that without the error,
and its next receipt settles it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beanplant.engine.booked import Amount, Posting
from beanplant.engine.books import REVERSIBLE, ZERO, Books, Lot, ReceiptLine, Valued, made_posting
from beanplant.engine.movement import Journey, Moved, Movement, completes, order_name, refuse_foreign
from beanplant.engine.stated import variance_beyond
from beanplant.engine.stock import SCALE, Card, quantity_decimal, quantity_int
from beanplant.faults import InventoryError
from beanplant.masterdata.facts import Role
from beanplant.rules.formulas import number as show
from beanplant.rules.layers import Change, Layer, Shortage, Taken

if TYPE_CHECKING:
    from beanplant.engine.movement import Leg
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


def refund(books: Books, move: Movement, posting: Posting, plant: Plant, exact: Decimal) -> None:
    """Post what a return to the vendor gives beyond the cost of what went back, against ``PurchasePrice``.

    It gives the price that it states, else that of the receipt which it names by ``receipt:`` or ``reverses:``.
    """
    money, item, number = books.money(plant), posting.units.currency, posting.units.number
    line = returned_line(books, move, posting)
    if posting.price is not None:
        if posting.price.currency != plant.currency:
            refuse_foreign(books, move, posting, plant)
        paid = money.round(number * posting.price.number)
    elif line is not None and line.quantity:
        paid = money.round(line.paid * number / line.quantity)
    else:
        return
    if line is not None:
        line.quantity += number
        line.paid += paid
    quantity, value = move.refunds.get(item, (ZERO, ZERO))
    move.refunds[item] = (quantity - number, value - paid)
    variance = variance_beyond(books, move, posting, plant, paid, exact)
    if not variance:
        return
    price = paid / number if posting.price is None else posting.price.number
    formula = f"({show(price, 2)} - {show(exact / number, 2)}) {plant.currency} x {show(number)} {item}"
    account = books.variance(plant, "PurchasePrice")
    move.extra.append(
        made_posting(account, variance, plant.currency, "inventory.purchase-price", formula, item=item)
    )
    move.residue += variance


def returned_line(books: Books, move: Movement, posting: Posting) -> ReceiptLine | None:
    """Return the receipt that a return to the vendor names, by its key or by the document that brought it."""
    item = posting.units.currency
    for name in ("receipt", "reverses"):
        key = move.tag(posting, name)
        if key and (line := books.receipts.get((key, item))) is not None:
            return line
    for original in books.originals.get(move.tag(posting, "reverses"), ()):
        if original.item == item and original.line is not None:
            return original.line
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
