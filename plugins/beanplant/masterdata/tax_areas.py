"""Further tax books of an asset: a state that does not follow the federal allowance, another country's rules of ours.

    2026-02-01 custom "plant-asset-area" "CNC-01" "state"
      tax: "macrs-7"
      bonus: "0%"
      section-179: 10000.00 USD

The keys are those of a tax book on ``plant-asset``; of what they leave out nothing is taken over from there. The
convention of a year is that of the area's own additions. Improvements are in the class of the asset and with its
share of the allowance. Limits and shares are those of the figures, income and elections of ``plant-tax-year`` are
the federal book's own.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.masterdata.asset_areas import BOOKS, TAX_KEYS
from beanplant.masterdata.asset_named import named
from beanplant.masterdata.language import ASSET_TERMS
from beanplant.masterdata.tax_books import general_class, tax_asset
from beanplant.masterdata.tax_events import improvements
from beanplant.masterdata.values import TEXT
from beanplant.rules.tax.tax_books import check_assets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beanplant.masterdata.directives import Directive
    from beanplant.masterdata.master_data import MasterData
    from beanplant.rules.tax.tax_asset import TaxAsset

TaxAreas = dict[str, dict[str, "TaxAsset"]]
"""The tax books of each area by asset."""


def read_tax_areas(found: Mapping[str, list[Directive]], master: MasterData) -> TaxAreas:
    """Return the further tax books by area; faults stand at their directives."""
    result: TaxAreas = {}
    sources: dict[tuple[str, str], Directive] = {}
    for directive in found["plant-asset-area"]:
        if TAX_KEYS.isdisjoint(directive.source):
            continue
        taken = named(directive, master.assets, master.broken_assets, TEXT, TEXT)
        if taken is None:
            continue
        asset, name = taken
        other = [key for key in (*ASSET_TERMS.split(), "accumulated") if directive.has(key)]
        if name in BOOKS or not name.strip():
            directive.fault(f'found the area "{name}", expected a name of your own such as "state"')
        elif other:
            directive.fault(
                f"{other[0]}: is of a book by life and method, tax: of a tax book; delete one of them"
            )
        elif name in master.areas.get(asset.name, {}) or asset.name in result.get(name, {}):
            directive.fault(f'the area "{name}" of the asset is written twice; keep one of them')
        else:
            cls = general_class(directive)
            tax = (
                tax_asset(directive, asset.name, cls, asset.cost, asset.currency) if cls is not None else None
            )
            if tax is not None:
                result.setdefault(name, {})[asset.name] = replace(tax, service=asset.date)
                sources[(name, asset.name)] = directive
    for directive, asset, amount in improvements(found["plant-asset-improvement"], master.assets):
        for area in result.values():
            if asset.name in area:
                whole = area[asset.name]
                name = f"{asset.name} {directive.date}"
                area[name] = replace(
                    whole,
                    name=name,
                    of=asset.name,
                    cost=amount,
                    service=directive.date,
                    section_179=Decimal(0),
                    acquired=None,
                )
    for name, area in result.items():
        for problem in check_assets(area.values(), master.tax_calendar, master.tax_figures):
            sources[(name, area[problem.asset].book)].fault(problem.message)
    return result
