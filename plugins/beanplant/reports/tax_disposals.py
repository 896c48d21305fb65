"""What was disposed of and for how much, as the valued ledger has it, for the tax books.

The proceeds of an asset are the book value that its disposal took off the accounts plus the gain that it posted, so
they are found also where one transaction disposes of several assets, or a person wrote it out in full. A disposal of
a part (``part:``) is one of a tax asset of its own: the same share of everything, to the date of the disposal.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant.reports.asset_flows import Flow
from beanplant.reports.lines import ZERO
from beanplant.rules.tax.parts import take_part

if TYPE_CHECKING:
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.reports.books import Books
    from beanplant.rules.tax.tax_asset import TaxAsset

RULES = ("depreciation.disposal", "depreciation.retirement")


class BookDisposal(NamedTuple):
    """A disposal in the books: the cost that left, the proceeds, and whether it was a part."""

    date: datetime.date
    cost: Decimal
    proceeds: Decimal
    part: bool
    entry: Any


def disposals(books: Books, asset: Asset) -> list[BookDisposal]:
    """Return the disposals of an asset by date, those of parts too."""
    found: dict[int, list[Any]] = {}
    for movement in books.assets.movements.by_asset.get(asset.name, ()):
        if movement.flow is Flow.DISPOSAL:
            found.setdefault(id(movement.entry), []).append(movement)
    result = []
    for movements in found.values():
        entry = movements[0].entry
        cost = -sum((each.amount for each in movements if not each.accumulated), ZERO)
        cleared = -sum((each.amount for each in movements if each.accumulated), ZERO)
        gain = sum((_gain(entry, posting, asset) for posting in entry.postings), ZERO)
        part = books.assets.disposals.get(asset.name) != entry.date
        result.append(BookDisposal(entry.date, cost, cost - cleared + gain, part, entry))
    return result


def _gain(entry: Any, posting: Any, asset: Asset) -> Decimal:
    """Return the gain on an asset's disposal that a posting has; below zero is a loss."""
    meta = posting.meta or {}
    units = posting.units
    if (
        units is None
        or units.currency != asset.currency
        or posting.account.split(":", 1)[0] == _root(asset.account)
    ):
        return ZERO
    owner = meta.get("asset") or meta.get("disposes") or entry.meta.get("disposes")
    made = meta.get("rule") in RULES
    if owner != asset.name or not (made or posting.account == asset.gain_loss):
        return ZERO
    return -Decimal(units.number)


def _root(account: str) -> str:
    return account.split(":", 1)[0]


def with_disposals(books: Books, assets: list[TaxAsset]) -> list[TaxAsset]:
    """Return the tax assets with the disposals that the ledger has; parts that left are tax assets of their own."""
    result = []
    parts: dict[str, list[tuple[datetime.date, Fraction]]] = {}
    for tax in assets:
        asset = books.master.assets[tax.book]
        if asset.name not in parts:
            parts[asset.name] = _parts(books, asset)
        rest = tax
        for date, share in parts[asset.name]:
            if rest.service <= date and rest.depletion is None:
                rest, part = take_part(rest, rest, share, f"{tax.name} part {date}", asset.name, date)
                result.append(part)
        result.append(replace(rest, disposed=_disposed(books, asset)))
    return result


def _parts(books: Books, asset: Asset) -> list[tuple[datetime.date, Fraction]]:
    """Return when parts of an asset left, and the share of its cost then that each was."""
    found = [each for each in disposals(books, asset) if each.part]
    movements = books.assets.movements.by_asset.get(asset.name, ()) if found else ()
    result = []
    for each in found:
        cost = sum((m.amount for m in movements if not m.accumulated and m.date <= each.date), ZERO)
        # What left on the day is in it already, and is added back.
        left = sum((other.cost for other in found if other.date == each.date), ZERO)
        if cost + left > 0:
            result.append((each.date, min(Fraction(1), Fraction(each.cost) / Fraction(cost + left))))
    return result


def _disposed(books: Books, asset: Asset) -> datetime.date | None:
    """Return when an asset was disposed of: one that became part of another, with that one."""
    assets, seen = books.master.assets, {asset.name}
    while asset.events and asset.merged is not None and asset.merged.into not in seen:
        asset = assets[asset.merged.into]
        seen.add(asset.name)
    return books.assets.disposals.get(asset.name)
