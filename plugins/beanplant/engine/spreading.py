"""A later cost follows the goods: an invoice difference, freight, the close of an order, stock settled late.

In layers, what is still on hand takes its part, the rest goes to open orders, to what closed orders made of it and to
cost of goods sold, on the date of the later cost. Transferred units are followed to where they lie now, those that a
closed order used into the layers of its product. Parts are split in whole cents by the largest
remainder, so that they add up. ASC 330-10-30-1 and IAS 2.10 (cost of bringing goods to their place and condition).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beanplant.engine.booked import Amount, Posting
from beanplant.engine.movement import Journey
from beanplant.engine.orders import InputKey, OrderState
from beanplant.engine.stock import Card, quantity_decimal, quantity_int
from beanplant.masterdata.facts import Role
from beanplant.rules.formulas import number as show
from beanplant.rules.rounding import largest_remainder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant.engine.books import Books
    from beanplant.engine.lots import Lot
    from beanplant.masterdata.facts import Plant
    from beanplant.rules.layers import Layer

Part = tuple[Any, int]
"""A destination (a layer on a card, an order, an account) and the units that went there."""


def spread(
    books: Books,
    plant: Plant,
    item: str,
    lots: Iterable[Lot],
    delta: int,
    rule: str,
    formula: str,
    *,
    kept: bool = False,
    seen: tuple[Any, ...] = (),
) -> list[Posting]:
    """Spread ``delta`` (smallest units of money) over where the units of ``lots`` are now.

    ``kept``: only over those that did not go back to the vendor, if there are any. ``seen`` are orders whose output is
    not followed again.
    """
    if not delta:
        return []
    parts = places_of(lots, seen)
    if kept:
        parts = [part for part in parts if not went_back(books, part[0])] or parts
    return post_parts(books, plant, item, parts or [(None, 1)], delta, rule, formula)


def went_back(books: Books, what: Any) -> bool:
    """Say whether units went back to the vendor: their leg has no other but what was paid or received for them."""
    if not isinstance(what, str):
        return False
    info = books.accounts[what]
    return info.inventory or info.received


def follow(books: Books, card: Card, went: list[tuple[int, Any]], delta: int, why: str) -> list[Posting]:
    """Post ``delta`` to where units went that were owed: open orders and cost of goods sold."""
    if not delta or not went:
        return []
    parts: list[Part] = []
    for units, target in went:
        parts += split_target(target, units)
    return post_parts(books, card.info.plant, card.item, parts, delta, "inventory.true-up", why)  # type: ignore[arg-type]


def places_of(lots: Iterable[Lot], seen: tuple[Any, ...] = ()) -> list[Part]:
    """Return where the units of lots are now."""
    # A moving average has one layer, so its lots share what is left of it.
    merged: dict[object, Lot] = {}
    for index, lot in enumerate(lots):
        key = id(lot.layer) if lot.layer is not None else -index - 1
        first = merged.get(key)
        merged[key] = lot if first is None else first._replace(quantity=first.quantity + lot.quantity)
    parts: list[Part] = []
    for lot in merged.values():
        if lot.quantity > 0:  # else completed and taken back
            parts += places(lot, quantity_int(lot.quantity), seen)
    return parts


def places(lot: Lot, units: int, seen: tuple[Any, ...] = ()) -> list[Part]:
    """Return where ``units`` of a lot are now. ``seen`` are the transfers and orders behind: they can go round."""
    if lot.layer is None or lot.card is None:
        return split_target(lot.target, units, seen) if lot.target else [(None, units)]
    return trace(lot.card, lot.layer, units, lot.since, seen)


def trace(card: Card, layer: Layer, units: int, since: int, seen: tuple[Any, ...] = ()) -> list[Part]:
    """Return where ``units`` of a layer are: what is left on the card first, then where the draws went."""
    on_hand = min(layer.left, units)
    parts: list[Part] = [((card, layer), on_hand)] if on_hand else []
    gone = units - on_hand
    draws = layer.draws[since:]
    drawn = sum(n for n, _ in draws)
    if gone and drawn:
        shares = largest_remainder(gone, [n for n, _ in draws])
        for (_, target), n in zip(draws, shares, strict=True):
            if n:
                parts += split_target(target, n, seen)
    elif gone:
        parts.append((None, gone))
    return parts


def split_target(target: tuple[tuple[Any, int], ...], units: int, seen: tuple[Any, ...] = ()) -> list[Part]:
    """Split units over the destinations of one issue; lots elsewhere are followed further."""
    parts: list[Part] = []
    for (what, _), n in zip(target, largest_remainder(units, [w for _, w in target]), strict=True):
        if isinstance(what, Journey):
            sizes = [lot.quantity for lot in what.lots]
            if not sizes or what in seen:
                parts.append((None, n))
                continue
            for lot, m in zip(what.lots, largest_remainder(n, sizes), strict=True):
                parts += places(lot, m, (*seen, what))
        elif n and isinstance(what, OrderState) and is_made(what) and what not in seen:
            parts += in_output(what, n, seen)
        elif n:
            parts.append((what, n))
    return parts


def is_made(order: OrderState) -> bool:
    """Whether an order is closed, and its cost went into layers of what it completed."""
    made = order.output_layers and order.good > 0 and order.fact.kind != "rework"
    return order.closed is not None and bool(made)


def in_output(order: OrderState, units: int, seen: tuple[Any, ...]) -> list[Part]:
    """Return where ``units`` that a closed order used are: in what it completed, by where that is now."""
    parts = places_of(order.output_layers, (*seen, order)) or [(None, 1)]
    shares = largest_remainder(units, [number for _, number in parts])
    return [(what, share) for (what, _), share in zip(parts, shares, strict=True) if share]


def post_parts(
    books: Books, plant: Plant, item: str, parts: list[Part], delta: int, rule: str, formula: str
) -> list[Posting]:
    """Post the parts of a later cost: adjusted lots, open orders, cost of goods sold."""
    grouped: dict[Any, list[Any]] = {}
    for what, units in parts:
        order = open_order(what)
        if isinstance(what, tuple):
            key: Any = id(what[1])
        else:
            key = id(order) if order is not None else sold_on(books, plant, what)
        grouped.setdefault(key, [what, 0])[1] += units
    groups = list(grouped.values())
    made: list[Posting] = []
    for (what, units), amount in zip(groups, largest_remainder(delta, [n for _, n in groups]), strict=True):
        if not amount:
            continue
        about = {"rule": rule, "formula": f"{formula}: {show(quantity_decimal(units))} {item}"}
        if isinstance(what, tuple):
            where, layer = what
            assert where.layers is not None
            for change in where.layers.adjust(layer, amount):
                units_now = Amount(quantity_decimal(change.quantity), where.item)
                step = f"inventory.layer-{change.step}"
                made.append(
                    Posting(where.info.name, units_now, change.cost, None, None, {**about, "rule": step})
                )
            continue
        number = books.money(plant).to_decimal(amount)
        order = open_order(what)
        if order is not None:
            order.balance += number
            order.book(InputKey(item, "usage", ""), 0 * number, number)
            about["order"] = order.fact.name
            account = order.account
        else:
            account = books.account(sold_on(books, plant, what))
        made.append(Posting(account, Amount(number, plant.currency), None, None, None, about))
    return made


def sold_on(books: Books, plant: Plant, what: Any) -> str:
    """Return the cost of goods sold of the plant that sold units, else of the one that received them."""
    info = books.accounts[what] if isinstance(what, str) else None
    sold = info is not None and info.role is Role.COST_OF_GOODS_SOLD
    seller = info.plant if info is not None and sold and info.plant is not None else plant
    return seller.accounts[Role.COST_OF_GOODS_SOLD]


def open_order(what: Any) -> OrderState | None:
    """Return the order if units went to one that is still open."""
    return what if isinstance(what, OrderState) and what.closed is None and what.account else None
