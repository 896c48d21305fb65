"""The orders that are open on a day, what is in each of them, by cost element, and how old it is.

An order is listed if it is not closed on that day, or if it is closed and yet holds something. What it took in less
what it gave out is its balance; each movement is in exactly one part.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.reports.flows import SUMMARY
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Span
from beanplant.reports.plant_book import OrderBook

if TYPE_CHECKING:
    from beanplant.reports.scope import Scope

PARTS: dict[str, tuple[str, ...]] = {
    "material": ("material",),
    "labor": ("labor",),
    "overhead": ("variable-overhead", "fixed-overhead"),
    "conversion": ("conversion",),
    "other": ("outside", "adjustment", "direct", "opening", "transfer"),
    "transferred": ("completed",),
    "settled": ("scrap", "by-product", "settled"),
}
SUMMARIZED, NO_ORDER = "(summarized)", "(no order)"
_PART_OF = {flow: name for name, flows in PARTS.items() for flow in flows}


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order on the day: its parts by column, quantities, age."""

    name: str | None
    plant: str
    product: str
    status: str
    released: datetime.date | None
    age: int | None
    planned: Decimal | None
    good: Decimal
    scrap: Decimal
    parts: dict[str, Decimal]
    ending: Decimal
    span: Span
    book: OrderBook
    source: object

    @property
    def key(self) -> str:
        """The row's key."""
        return self.name or (SUMMARIZED if self.summarized else NO_ORDER)

    @property
    def summarized(self) -> bool:
        """Whether these are sums over orders, which importers write at the grains above the document."""
        return self.name is None and all(line.rule == SUMMARY for line in self.span.lines[: self.span.stop])


def open_orders(scope: Scope, end: datetime.date) -> list[OpenOrder]:
    """Return the orders that are open, or hold something, before ``end``; oldest first."""
    found: list[OpenOrder] = []
    for plant in scope.plants:
        for book in plant.orders.values():
            series = book.series
            close = scope.books.master.order_closes.get(book.name or "")
            closed = close is not None and close.date < end
            if closed and series.dates[-1] < end and not series.running[-1]:
                continue
            span = series.span_upto(end)
            if len(span) and not (closed and not series.running[span.stop]):
                found.append(_order(scope, book, span, closed, end))
    found += _untouched(scope, end)
    return sorted(found, key=lambda order: (-(order.age or 0), order.plant, order.key))


def _order(scope: Scope, book: OrderBook, span: Span, closed: bool, end: datetime.date) -> OpenOrder:
    order = scope.books.master.orders.get(book.name or "")
    parts = dict.fromkeys(PARTS, ZERO)
    good = scrap = ZERO
    product = order.product if order else None
    for line in span.lines[: span.stop]:
        parts[_PART_OF[line.flow]] += line.amount
        if line.flow == "completed" and (product is None or line.item in (product, None)):
            good -= line.quantity
        elif line.flow == "scrap":
            scrap -= line.quantity
    released = order.date if order else span.lines[0].date
    if closed:
        status = "closed"
    elif order is None:
        status = "no directive" if book.name else ""
    else:
        status = "delivered" if good >= order.quantity else "partly" if good else "released"
    return OpenOrder(
        name=book.name,
        plant=book.plant,
        product=product or "",
        status=status,
        released=released,
        age=(end - released).days - 1,
        planned=order.quantity if order else None,
        good=good,
        scrap=scrap,
        parts=parts,
        ending=sum(parts.values(), ZERO),
        span=span,
        book=book,
        source=order.source if order else None,
    )


def _untouched(scope: Scope, end: datetime.date) -> Iterable[OpenOrder]:
    """Yield orders on which nothing was posted yet, where the order says its plant or there is only one."""
    if scope.books.filtered:
        return
    master = scope.books.master
    codes = {plant.plant.code for plant in scope.plants}
    touched = {
        book.name
        for plant in scope.books.plants.values()
        for book in plant.orders.values()
        if book.series.dates[0] < end
    }
    only = next(iter(master.plants)) if len(master.plants) == 1 else None
    for order in master.orders.values():
        close = master.order_closes.get(order.name)
        plant = order.plant or only
        if order.date >= end or order.name in touched or plant not in codes or (close and close.date < end):
            continue
        book = OrderBook(order.name, str(plant))
        yield OpenOrder(
            name=order.name,
            plant=str(plant),
            product=order.product,
            status="released",
            released=order.date,
            age=(end - order.date).days - 1,
            planned=order.quantity,
            good=ZERO,
            scrap=ZERO,
            parts=dict.fromkeys(PARTS, ZERO),
            ending=ZERO,
            span=Span((), 0, 0),
            book=book,
            source=order.source,
        )
