"""The standards that a ledger states, as facts: for an import that works out what beanplant will.

A stockroom's database may know movements and orders only, while an accountant keeps standard costs, bills and
routings in the ledger. To state the sums of order closes (`beanplant_importers.settlement`) both are needed, so the
ledger's directives are read as the facts that an import might have brought. A directive that cannot be read is left
to beanplant, which says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from beancount.core import data

from beanplant_importers.facts import BillLine, Item, RoutingLine, Source, StandardCost

COMPONENTS = ("labor", "variable-overhead", "fixed-overhead")
_QUANTITY = re.compile(r"([0-9.]+)\s+([A-Z][A-Z0-9'._-]*)")


def read(entries: Iterable[Any]) -> Iterator[Item | StandardCost | BillLine | RoutingLine]:
    """Yield the standards of a ledger's entries, as parsed or booked."""
    for entry in entries:
        if isinstance(entry, data.Commodity):
            if entry.meta.get("activity") is True:
                yield Item(item=entry.currency, date=entry.date, source=_source(entry), activity=True)
        elif isinstance(entry, data.Custom) and entry.type in _READERS:
            amounts = [value.value for value in entry.values or ()]
            if (
                amounts
                and all(getattr(amount, "number", None) is not None for amount in amounts)
                and amounts[0].number
            ):
                yield from _READERS[entry.type](entry, amounts)


def _source(entry: Any) -> Source:
    return Source(str(entry.meta.get("filename", "")), int(entry.meta.get("lineno", 0)))


def _plant(entry: Any) -> str:
    return str(entry.meta.get("plant", ""))


def _number(entry: Any, key: str) -> Decimal | None:
    """Return a number of metadata, written bare or with the unit of what it counts; None if there is none."""
    value = entry.meta.get(key)
    value = getattr(value, "number", value)
    return value if isinstance(value, Decimal) else None


def _standard_cost(entry: Any, amounts: list[Any]) -> Iterator[StandardCost]:
    if len(amounts) == 2:
        parts = ((name, _number(entry, name)) for name in COMPONENTS)
        yield StandardCost(
            item=amounts[0].currency, date=entry.date, quantity=amounts[0].number, amount=amounts[1].number,
            currency=amounts[1].currency, plant=_plant(entry), source=_source(entry),
            components=tuple((name, part) for name, part in parts if part is not None),
        )  # fmt: skip


def _bill(entry: Any, amounts: list[Any]) -> Iterator[BillLine]:
    product, *inputs = amounts
    for amount in inputs:
        yield BillLine(
            product=product.currency, component=amount.currency, date=entry.date, quantity=amount.number,
            lot=product.number, scrap=_number(entry, "scrap"), plant=_plant(entry), source=_source(entry),
        )  # fmt: skip


def _routing(entry: Any, amounts: list[Any]) -> Iterator[RoutingLine]:
    product, *times = amounts
    setup = entry.meta.get("setup")
    found = _QUANTITY.findall(setup) if isinstance(setup, str) else []
    setups = {activity: Decimal(hours) for hours, activity in found}
    if getattr(setup, "currency", None):
        setups[setup.currency] = setup.number
    run = {amount.currency: amount.number for amount in times}
    for activity in dict.fromkeys([*run, *setups]):
        yield RoutingLine(
            product=product.currency, activity=activity, date=entry.date, quantity=run.get(activity, Decimal(0)),
            lot=product.number, setup=setups.get(activity, Decimal(0)), lot_size=_number(entry, "lot-size"),
            output_scrap=_number(entry, "output-scrap"), plant=_plant(entry), source=_source(entry),
        )  # fmt: skip


_READERS: dict[str, Any] = {
    "plant-standard-cost": _standard_cost,
    "plant-bill-of-materials": _bill,
    "plant-routing": _routing,
}
