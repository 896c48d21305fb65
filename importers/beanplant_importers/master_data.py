"""Facts that become directives: items, standard costs, bills, routings, assets, counts, orders.

::

    2026-03-02 custom "plant-order" "MO-1001" 100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1001"
    2026-03-31 custom "plant-count" Assets:P100:RawMaterials 48 STEEL
"""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant_importers import asset_writing, facts, text
from beanplant_importers.piece import CLOSES, COUNTS, MASTER_DATA, ORDERS, Piece

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart


def order_key(order: str) -> str:
    """Return what an order's directive is known by."""
    return f"order/{order}"


def close_key(order: str) -> str:
    """Return what an order's close is known by."""
    return f"order-close/{order}"


def item_key(fact: facts.MasterFact) -> str:
    """Return what a directive of master data is known by."""
    if isinstance(fact, facts.Item):
        return f"commodity/{fact.item}"
    if isinstance(fact, facts.StandardCost):
        return f"standard-cost/{fact.date}/{fact.item}/{fact.plant}"
    if isinstance(fact, facts.BillLine):
        return f"bill/{fact.date}/{fact.product}/{fact.component}/{fact.plant}"
    if isinstance(fact, facts.RoutingLine):
        return f"routing/{fact.date}/{fact.product}/{fact.activity}/{fact.plant}"
    if isinstance(fact, facts.Asset):
        return f"asset/{fact.asset}"
    if isinstance(fact, facts.AssetDirective):
        return fact.key
    return order_key(fact.order)


def pieces(chart: Chart, fact: facts.MasterFact | facts.Count, known: Container[str]) -> Iterator[Piece]:
    """Yield the directives of a fact that the ledger does not know."""
    if isinstance(fact, facts.Order):
        yield from _order(fact, known)
        return
    if isinstance(fact, facts.Count):
        head = (
            f'custom "plant-count" {chart.account(fact.account)} {text.quantity(fact.quantity)} {fact.item}'
        )
        note = _strings(("document", fact.document), ("x-line", fact.line), ("note", fact.text))
        if fact.key not in known:
            yield Piece(
                fact.date, COUNTS, (fact.document, fact.item), text.directive(fact.date, head, note), fact.source,
                (fact.key,),
            )  # fmt: skip
        return
    key = item_key(fact)
    if key in known:
        return
    if isinstance(fact, facts.Item):
        meta = _strings(("name", fact.name), ("material", fact.material), ("valuation", fact.valuation))
        if fact.activity:
            meta.append(("activity", "TRUE"))
        elif not fact.material and not fact.valuation:
            meta.append(("item", "TRUE"))
        if fact.weight is not None:
            meta.append(("weight", text.quantity(fact.weight)))
        order: tuple[object, ...] = (0, fact.item)
        written = text.directive(fact.date, f"commodity {fact.item}", meta)
    elif isinstance(fact, facts.StandardCost):
        head = (
            f'custom "plant-standard-cost" {text.quantity(fact.quantity)} {fact.item} '
            f"{text.money(fact.amount)} {fact.currency}"
        )
        meta = [(name, f"{text.money(part)} {fact.currency}") for name, part in fact.components]
        order = (1, fact.item, fact.plant)
        written = text.directive(fact.date, head, meta + _strings(("plant", fact.plant)))
    elif isinstance(fact, facts.BillLine):
        head = (
            f'custom "plant-bill-of-materials" {text.quantity(fact.lot)} {fact.product} '
            f"{text.quantity(fact.quantity)} {fact.component}"
        )
        order = (2, fact.product, fact.plant, fact.component)
        written = text.directive(
            fact.date, head, _numbers(("scrap", fact.scrap)) + _strings(("plant", fact.plant))
        )
    elif isinstance(fact, facts.RoutingLine):
        head = (
            f'custom "plant-routing" {text.quantity(fact.lot)} {fact.product} '
            f"{text.quantity(fact.quantity)} {fact.activity}"
        )
        setup = f"{text.quantity(fact.setup)} {fact.activity}" if fact.setup else ""
        meta = _strings(("setup", setup))
        meta += _numbers(("lot-size", fact.lot_size), ("output-scrap", fact.output_scrap))
        order = (3, fact.product, fact.plant, fact.activity)
        written = text.directive(fact.date, head, meta + _strings(("plant", fact.plant)))
    else:
        if isinstance(fact, facts.AssetDirective) and fact.twin in known:
            return
        order, written = asset_writing.write(chart, fact)
    yield Piece(fact.date, MASTER_DATA, order, written, fact.source, (key,))


def _order(fact: facts.Order, known: Container[str]) -> Iterator[Piece]:
    name = text.string(fact.order)
    if order_key(fact.order) not in known:
        kind = fact.kind if fact.kind != "production" else ""
        meta = _strings(("kind", kind)) + [(key, text.string(value)) for key, value in fact.details]
        head = f'custom "plant-order" {name} {text.quantity(fact.quantity)} {fact.item}'
        yield Piece(
            fact.date, ORDERS, (fact.order,), text.directive(fact.date, head, meta), fact.source,
            (order_key(fact.order),),
        )  # fmt: skip
    if fact.closed is not None and close_key(fact.order) not in known:
        yield close(fact, fact.closed)


def close(fact: facts.Order, date: datetime.date) -> Piece:
    """Return the close of an order on a date."""
    written = text.directive(date, f'custom "plant-order-close" {text.string(fact.order)}')
    return Piece(date, CLOSES, (fact.order,), written, fact.source, (close_key(fact.order),))


def _strings(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return [(key, text.string(value)) for key, value in pairs if value]


def _numbers(*pairs: tuple[str, Decimal | None]) -> list[tuple[str, str]]:
    return [(key, text.quantity(value)) for key, value in pairs if value is not None]
