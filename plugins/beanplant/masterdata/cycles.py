"""Bills that need themselves: PUMP-A -> BODY -> PUMP-A.

Checked on each date on which a bill begins, with the bills in force that day, because two bills of
different years may each need the other's product without ever meeting. A by-product counts only where it
has no standard cost of its own: scrap that is melted down again is no cycle if it has a price.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from beanplant.faults import Faults, MasterDataError, Source
from beanplant.rules.rollup import find_cycles

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

    from beanplant.masterdata.bills import Key
    from beanplant.masterdata.facts import BillLine, Timeline
    from beanplant.masterdata.standards_in_force import Standards


def check_cycles(bills: dict[Key, Timeline], standards: Standards, faults: Faults) -> None:
    """Report each cycle once, at the last of its lines."""
    found: set[frozenset[str]] = set()
    for plant in sorted({plant or "" for _, plant in bills}):
        code = plant or None
        for date, products in _beginnings(bills, code):
            for ring in find_cycles(products, _needs_on(standards, date, code)):
                if frozenset(ring) not in found:
                    found.add(frozenset(ring))
                    faults.add(MasterDataError, *_report(ring, standards, date, code))


def _beginnings(bills: dict[Key, Timeline], plant: str | None) -> Iterator[tuple[datetime.date, list[str]]]:
    """Each date on which bills that count in ``plant`` begin, and their products as they are written."""
    result: dict[datetime.date, list[str]] = {}
    for (product, narrowed), timeline in bills.items():
        if narrowed in (None, plant):
            for date in timeline.dates:
                result.setdefault(date, []).append(product)
    yield from sorted(result.items())


def _needs_on(standards: Standards, date: datetime.date, plant: str | None) -> Callable[[str], list[str]]:
    return lambda product: [line.item for line in _needs(standards, product, date, plant)]


def _needs(standards: Standards, product: str, date: datetime.date, plant: str | None) -> list[BillLine]:
    bill = standards.bill(product, date, plant)
    lines = bill.lines if bill else ()
    return [line for line in lines if line.quantity > 0 or standards.own(line.item, date, plant) is None]


def _report(
    ring: tuple[str, ...], standards: Standards, date: datetime.date, plant: str | None
) -> tuple[Source, str]:
    sources = [
        line.source
        for product, need in pairwise(ring)
        for line in _needs(standards, product, date, plant)
        if line.item == need
    ]
    last = max(sources, key=lambda source: (str(source.get("filename")), int(source.get("lineno", 0))))
    return last, (
        f"plant-bill-of-materials: {' -> '.join(ring)} is a cycle in the bills in force on {date}:"
        " a product cannot need"
        f" itself; take one of these lines out, or give what comes back a commodity of its own"
    )
