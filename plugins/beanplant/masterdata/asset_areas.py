"""Further books of an asset beside its own: IFRS, a state tax, management; by the same rules, never posted.

    2026-02-01 custom "plant-asset-area" "CNC-01" "ifrs"
      life: "10 years"                 ; method, salvage, convention, rate ...: what is left out is as in the books
      accumulated: 30000.00 USD        ; of an asset that is opened part-way; left out: as in the books
    2029-01-01 custom "plant-asset-area" "CNC-01" "ifrs"
      life: "12 years"                 ; a revised estimate of the area
    2026-02-01 custom "plant-asset-area" "CNC-01" "state"
      tax: "macrs-7"                   ; a further tax book: `tax_areas`

The first directive of an area holds from service, whatever its date; a later one is prospective. Cost, improvements,
use, splits and disposals are facts of all books; revised estimates, impairment, revaluation and status are the
books' own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from beanplant.faults import place
from beanplant.masterdata.asset_facts import AssetChange
from beanplant.masterdata.asset_named import named
from beanplant.masterdata.asset_terms import read_terms
from beanplant.masterdata.language import DEPRECIATION_METHODS, TAX_TERMS
from beanplant.masterdata.values import TEXT

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from beanplant.masterdata.asset_facts import Asset, DepreciationTerms
    from beanplant.masterdata.directives import Directive
    from beanplant.masterdata.facts import Source

AREAS = "__areas__"
"""The key of an asset's ``source`` under which a valued ledger has its schedules by area."""

BOOKS = ("book", "tax")
"""Names that are taken: the books' own and the tax book."""


@dataclass(frozen=True, slots=True)
class AssetArea:
    """A further book of an asset: its terms from service on, and those that hold later."""

    name: str
    date: datetime.date
    terms: DepreciationTerms
    accumulated: Decimal
    source: Source
    changes: tuple[AssetChange, ...] = ()


TAX_KEYS = frozenset(TAX_TERMS.split())

Areas = dict[str, dict[str, AssetArea]]


def areas_by_use(directives: Iterable[Directive]) -> set[str]:
    """Return the assets that have a book by units of production, so that their use counts whatever their own method."""
    return {
        str(directive.values[0])
        for directive in directives
        if directive.values and directive.says("method", "units-of-production")
    }


def read_areas(directives: Iterable[Directive], assets: dict[str, Asset], broken: set[str]) -> Areas:
    """Return the further books by asset and name of the area."""
    result: Areas = {}
    for directive in sorted(directives, key=lambda each: each.date):
        taken = named(directive, assets, broken, TEXT, TEXT)
        if taken is None:
            continue
        asset, name = taken
        if not TAX_KEYS.isdisjoint(directive.source):
            continue  # a tax book: tax_areas
        if not name.strip() or name in BOOKS:
            directive.fault(f'found the area "{name}", expected a name of your own such as "ifrs"')
            continue
        areas = result.setdefault(asset.name, {})
        area = _area(directive, asset, name, areas.get(name))
        if area is not None:
            areas[name] = area
    return result


def _area(directive: Directive, asset: Asset, name: str, before: AssetArea | None) -> AssetArea | None:
    own = asset.terms if asset.group is None else replace(asset.terms, method=DEPRECIATION_METHODS[0])
    known = own if before is None else before.changes[-1].terms if before.changes else before.terms
    terms = read_terms(directive, Amount(asset.cost, asset.currency), known, asset.date)
    if terms is None:
        return None
    if before is None:
        written = directive.amount("accumulated", asset.currency)
        if written is not None and written > asset.cost - terms.salvage:
            left = asset.cost - terms.salvage
            directive.wrong("accumulated", f"no more than cost less salvage, {left} {asset.currency}")
            return None
        accumulated = asset.accumulated if written is None else written
        return AssetArea(name, directive.date, terms, accumulated, directive.source)
    last = before.changes[-1] if before.changes else before
    if last.date == directive.date:
        directive.fault(f'the area "{name}" is also at {place(last.source)} on {last.date}; keep one of them')
        return None
    if directive.has("accumulated"):
        directive.fault("accumulated: belongs to the first directive of an area; delete it")
        return None
    return replace(before, changes=(*before.changes, AssetChange(directive.date, terms, directive.source)))
