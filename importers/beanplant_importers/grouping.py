"""What goes into one sum: the period, the transaction and the pair of postings that a fact belongs to."""

from __future__ import annotations

import bisect
import calendar
import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from beancount.core import data

from beanplant_importers import facts
from beanplant_importers.documents import reversed_sign
from beanplant_importers.facts import MOVEMENT_KINDS

GRAINS = ("document", "day", "month")

PRIVATE = frozenset({"lot", "serial", "text", "storage-location"})
"""Details that a summary leaves to the documents."""

EARLY = frozenset({"receipt", "opening"})
"""Kinds that a month dates its first: what comes after refers to them."""

_NO_STANDARD = frozenset({"plant-order", "plant-order-close", "plant-count", "plant-asset", "fava-option"})

_KINDS = {kind: rank for rank, kind in enumerate(MOVEMENT_KINDS)}

Summed = facts.Movement | facts.Activity | facts.Entry
Key = tuple[Any, ...]


def period(date: datetime.date, grain: str, cuts: Sequence[datetime.date] = ()) -> datetime.date:
    """Return the date under which a date is summed: itself, or the last day of its month or part of a month.

    ``cuts`` are the dates, in order, on which a new part begins.

    >>> period(datetime.date(2026, 3, 5), "month", [datetime.date(2026, 3, 15)])
    datetime.date(2026, 3, 14)
    """
    if grain != "month":
        return date
    end = date.replace(day=calendar.monthrange(date.year, date.month)[1])
    place = bisect.bisect_right(cuts, date)
    if place < len(cuts) and cuts[place] <= end:
        end = cuts[place] - datetime.timedelta(days=1)
    return end


def cuts(entries: Iterable[Any]) -> list[datetime.date]:
    """Return the dates on which a ledger's standards change, and those after its counts."""
    found = set()
    for entry in entries:
        if isinstance(entry, data.Custom):
            if entry.type in ("plant-standard-cost", "plant-bill-of-materials", "plant-routing"):
                found.add(entry.date)
            elif entry.type in ("plant-count", "plant-cost-center-close"):
                found.add(entry.date + datetime.timedelta(days=1))
    return sorted(found)


def changes(entries: Iterable[Any]) -> set[datetime.date]:
    """Return the dates on which a ledger's standard costs may change: those of all that it says of items and plants."""
    return {
        entry.date
        for entry in entries
        if isinstance(entry, data.Commodity)
        or (isinstance(entry, data.Custom) and entry.type not in _NO_STANDARD)
    }


def header(fact: Summed, date: datetime.date, orders: bool = True) -> Key:
    """Return what the facts of one transaction of a period have in common; ``orders``: their order too."""
    order = getattr(fact, "order", None) or "" if orders else ""
    if isinstance(fact, facts.Movement):
        return (
            date, 0, fact.kind, reversed_sign(fact), fact.plant, order, fact.account, fact.against,
        )  # fmt: skip
    if isinstance(fact, facts.Activity):
        return (
            date,
            1,
            "confirmation",
            reversed_sign(fact),
            fact.plant,
            order,
            fact.account,
            fact.against,
        )
    shape = tuple(
        (
            line.account, line.item, (line.order or "") if orders else "", line.receipt or "", line.invoice or "",
            dimensions(line.details), line.amount < 0,
        )
        for line in fact.lines
    )  # fmt: skip
    return date, 2, fact.text, False, fact.plant, "", fact.currency, shape


def posting_key(fact: Summed) -> Key:
    """Return what the facts of one pair of postings have in common, besides the header."""
    if isinstance(fact, facts.Movement):
        return (
            fact.item, fact.receipt or "", fact.invoice or "", fact.currency if fact.amount is not None else None,
            fact.foreign_currency if fact.foreign is not None else None, fact.reason, dimensions(fact.details),
        )  # fmt: skip
    if isinstance(fact, facts.Activity):
        return (
            fact.activity,
            fact.currency if fact.rate is not None else None,
            fact.operation,
            dimensions(fact.details),
        )
    return ()


def dimensions(details: facts.Details) -> facts.Details:
    """Return the details that a sum keeps."""
    return tuple(pair for pair in details if pair[0] not in PRIVATE) if details else ()


def order_of(head: Key) -> tuple[Any, ...]:
    """Return the order of a transaction within a day: kinds as goods flow, from receipt to shipment."""
    date, which, kind, *rest = head
    return date.toordinal(), which, _KINDS.get(kind, len(_KINDS)), kind, *comparable(tuple(rest))


def comparable(key: Key) -> tuple[Any, ...]:
    """Return a key whose parts can be compared: None as an empty text."""
    return tuple("" if part is None else part if isinstance(part, int) else str(part) for part in key)
