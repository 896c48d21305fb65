"""Items and activities: which commodities beanplant looks after.

    2026-01-01 commodity STEEL
      material: "000000000000010023"
    2026-01-01 commodity HR-ASSY
      activity: TRUE

An item is stocked; an activity (an hour, a kWh of a work center) is absorbed and never stocked. A commodity
is one of them if its directive has ``item: TRUE``, ``material:``, ``valuation:`` or ``activity:``, or if it
stands in a standard cost, a bill or a routing. All others (currencies, shares, vacation hours) are left
alone.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from beanplant.faults import MasterDataError, Source, nearest, place
from beanplant.masterdata.facts import Item, Timeline
from beanplant.masterdata.language import LATER_VALUATIONS, NOT_SUPPORTED, VALUATIONS
from beanplant.masterdata.values import Context, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from beancount.core.data import Commodity

    from beanplant.masterdata.bills import Key
    from beanplant.masterdata.directives import Directive

_MARKS = ("item", "material", "valuation", "activity")


def read_items(
    commodities: Iterable[Commodity],
    standard_costs: Iterable[Directive],
    bills: dict[Key, Timeline],
    routings: dict[Key, Timeline],
    context: Context,
) -> dict[str, Item]:
    """Return every item and activity by commodity, and put them into the context."""
    stated: dict[str, bool | None] = {}
    entries: dict[str, Commodity] = {}
    for entry in commodities:
        entries[entry.currency] = entry
        if any(mark in entry.meta for mark in _MARKS) and _is_marked(entry, context):
            stated[entry.currency] = _stated_activity(entry)
    sources: dict[str, Source] = {name: entries[name].meta for name in stated}
    activities: set[str] = {name for name, activity in stated.items() if activity}
    for name, source in _in_routings(routings):
        sources.setdefault(name, source)
        if stated.get(name) is False:
            context.faults.add(
                MasterDataError,
                source,
                f"plant-routing: {name} is an item (its commodity directive is at"
                f" {place(entries[name].meta)}), expected"
                " an activity; write it in plant-bill-of-materials, or activity: TRUE in its"
                " commodity directive",
                subject=f"routing of {name}",
            )
        else:
            activities.add(name)
    for what, name, source in _in_bills(bills, routings):
        sources.setdefault(name, source)
        if name in activities:
            context.faults.add(
                MasterDataError,
                source,
                f"{what}: {name} is an activity, expected an item; write it in plant-routing",
                subject=f"bill of {name}",
            )
    currencies = context.currencies()
    for directive in standard_costs:
        for value in directive.values[:1]:
            if isinstance(value, Amount) and value.currency not in currencies:
                sources.setdefault(value.currency, directive.source)
    for name, source in sources.items():
        if name in currencies:
            context.faults.add(
                MasterDataError,
                source,
                f"{name} is the currency of a plant, expected an item or activity here",
                subject=f"currency {name} as item",
            )
            continue
        context.items[name] = _item(name, name in activities, entries.get(name), source, context)
    return context.items


def _in_routings(routings: dict[Key, Timeline]) -> Iterator[tuple[str, Source]]:
    for timeline in routings.values():
        for routing in timeline.facts:
            for activity in (*routing.run, *routing.setup):
                yield activity, routing.source


def _in_bills(bills: dict[Key, Timeline], routings: dict[Key, Timeline]) -> Iterator[tuple[str, str, Source]]:
    """Everything that is made or goes in, with the directive that says so."""
    for timeline in bills.values():
        for bill in timeline.facts:
            yield "plant-bill-of-materials", bill.product, bill.source
            for line in bill.lines:
                yield "plant-bill-of-materials", line.item, line.source
    for timeline in routings.values():
        for routing in timeline.facts:
            yield "plant-routing", routing.product, routing.source


def _is_marked(entry: Commodity, context: Context) -> bool:
    for mark in ("item", "activity"):
        value = entry.meta.get(mark)
        if mark in entry.meta and not isinstance(value, bool):
            _fault(entry, context, f"{mark}: found {show(value)}, expected TRUE or FALSE, without quotes")
    return entry.meta.get("item") is True or any(mark in entry.meta for mark in _MARKS[1:])


def _stated_activity(entry: Commodity) -> bool | None:
    """Whether the directive calls it an activity, an item, or leaves it open."""
    activity = entry.meta.get("activity")
    if isinstance(activity, bool):
        return activity
    return False if entry.meta.get("item") is True or "valuation" in entry.meta else None


def _item(name: str, activity: bool, entry: Commodity | None, source: Source, context: Context) -> Item:
    if entry is None:
        return Item(name, name, activity, None, None, None, source)
    meta: dict[str, Any] = entry.meta
    valuation = meta.get("valuation")
    if "valuation" in meta and activity:
        _fault(
            entry, context, "valuation: an activity is absorbed, never stocked; delete one of the two keys"
        )
        valuation = None
    elif "valuation" in meta and valuation in LATER_VALUATIONS:
        _fault(entry, context, f'{NOT_SUPPORTED}: valuation: "{valuation}"; known: {", ".join(VALUATIONS)}')
        valuation = None
    elif "valuation" in meta and valuation not in VALUATIONS:
        near = nearest(valuation, VALUATIONS) if isinstance(valuation, str) else ""
        _fault(
            entry,
            context,
            f"valuation: found {show(valuation)}{near}, expected one of {', '.join(VALUATIONS)}",
        )
        valuation = None
    title, material = meta.get("name"), meta.get("material")
    if "material" in meta and not isinstance(material, str):
        _fault(
            entry, context, f"material: found {show(material)}, expected the ERP's number as a text in quotes"
        )
    return Item(
        commodity=name,
        name=title if isinstance(title, str) and title else name,
        activity=activity,
        valuation=valuation,
        material=material if isinstance(material, str) else None,
        weight=_weight(entry, context),
        source=meta,
    )


def _weight(entry: Commodity, context: Context) -> Decimal | None:
    value = entry.meta.get("weight")
    number = value.number if isinstance(value, Amount) else value
    if isinstance(number, Decimal) and number >= 0:
        return number
    if "weight" in entry.meta:
        _fault(
            entry,
            context,
            f"weight: found {show(value)}, expected a number of zero or more, the weight of one unit",
        )
    return None


def _fault(entry: Commodity, context: Context, message: str) -> None:
    context.faults.add(MasterDataError, entry.meta, f"commodity {entry.currency}: {message}", entry)
