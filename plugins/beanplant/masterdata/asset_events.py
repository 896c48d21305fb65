"""What happens to an asset's depreciation after its directive: revised estimates, readings, amounts by hand,
improvements. What happens to its value is read in `asset_values`.

    2028-01-01 custom "plant-asset-change" "CNC-01"
      life: "9 years"                                        ; in all, from service
    2026-03-31 custom "plant-asset-usage" "CNC-01" 1200      ; units since the reading before
    2026-03-31 custom "plant-asset-depreciation" "CNC-01" 500.00 USD
    2029-07-01 custom "plant-asset-improvement" "CNC-01" 8000.00 USD   ; its cost, with any key of a change

A change or an improvement is prospective: what was depreciated before its date stays. Whether an
event fits its asset's method, life and disposal is for the engine, which knows what was posted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from beanplant.faults import place
from beanplant.masterdata.asset_areas import areas_by_use
from beanplant.masterdata.asset_facts import (
    Asset,
    AssetChange,
    AssetDepreciation,
    AssetImprovement,
    AssetUsage,
)
from beanplant.masterdata.asset_moves import (
    merge_values,
    read_merge,
    read_split,
    read_transfer,
    split_values,
)
from beanplant.masterdata.asset_named import add_event, named, positive
from beanplant.masterdata.asset_terms import read_terms
from beanplant.masterdata.asset_values import (
    amount_or_facts,
    read_impairment,
    read_revaluation,
    read_reversal,
    read_status,
)
from beanplant.masterdata.language import ASSET_TERMS
from beanplant.masterdata.values import ACCOUNT, AMOUNT, NUMBER, TEXT, number

if TYPE_CHECKING:
    from beanplant.masterdata.directives import Directive

Kinds = tuple[str, ...]

TERMS = tuple(ASSET_TERMS.split())
"""The keys that revise an estimate."""


def read_asset_events(found: dict[str, list[Directive]], assets: dict[str, Asset], broken: set[str]) -> None:
    """Add the events of the ledger to their assets, by date."""
    events = [directive for name in READERS for directive in found[name]]
    events.sort(key=lambda directive: directive.date)
    used = areas_by_use(found["plant-asset-area"])
    for directive in events:
        kinds, read = READERS[directive.form.name]
        if not isinstance(kinds, tuple):
            kinds = kinds(directive)
        taken = named(directive, assets, broken, *kinds)
        if taken is not None:
            (_used if read is _usage and taken[0].name in used else read)(directive, assets, *taken)


def _change(
    directive: Directive, assets: dict[str, Asset], asset: Asset, added: Decimal = Decimal(0)
) -> None:
    """Revise an estimate; a salvage value is of the cost with the improvements so far, and with what is ``added``."""
    if not any(directive.has(key) for key in TERMS):
        directive.fault(f"changes nothing; write one of {', '.join(f'{key}:' for key in TERMS)}")
        return
    before = asset.changes[-1] if asset.changes else None
    if before is not None and before.date == directive.date:
        directive.fault(f"also at {place(before.source)} on {before.date}; keep one of them")
        return
    added += sum((event.amount for event in asset.events if isinstance(event, AssetImprovement)), Decimal(0))
    cost = Amount(asset.cost + added, asset.currency)
    terms = read_terms(directive, cost, before.terms if before else asset.terms, asset.date)
    if terms is not None and terms.method != "none" and not asset.expense:
        directive.fault(f"expense: is missing on the asset at {place(asset.source)}; write it there")
    elif terms is not None:
        change = AssetChange(directive.date, terms, directive.source)
        assets[asset.name] = replace(asset, changes=(*asset.changes, change))


def _usage(directive: Directive, assets: dict[str, Asset], asset: Asset, quantity: Any) -> None:
    if _has_method(directive, asset, "units-of-production"):
        _used(directive, assets, asset, quantity)


def _used(directive: Directive, assets: dict[str, Asset], asset: Asset, quantity: Any) -> None:
    if quantity <= 0:
        directive.fault(f"found {quantity}, expected units above zero")
        return
    usage = AssetUsage(directive.date, Fraction(quantity), directive.source)
    assets[asset.name] = replace(asset, usage=(*asset.usage, usage))


def _amount(directive: Directive, assets: dict[str, Asset], asset: Asset, amount: Amount) -> None:
    if not _has_method(directive, asset, "manual"):
        return
    if amount.currency != asset.currency:
        directive.fault(f"found {amount}, expected {asset.currency}, as the asset's cost is written")
    elif number(amount) <= 0:
        directive.fault(f"found {amount}, expected an amount above zero")
    else:
        written = AssetDepreciation(directive.date, number(amount), directive.source)
        assets[asset.name] = replace(asset, amounts=(*asset.amounts, written))


def _improvement(directive: Directive, assets: dict[str, Asset], asset: Asset, cost: Amount) -> None:
    if not positive(directive, asset, cost, "the cost of the improvement, above zero"):
        return
    if any(directive.has(key) for key in TERMS):
        _change(directive, assets, asset, number(cost))
    add_event(assets, assets[asset.name], AssetImprovement(directive.date, directive.source, number(cost)))


def _has_method(directive: Directive, asset: Asset, method: str) -> bool:
    """Whether the asset has the method, or changes to or from it; else report it."""
    methods = [asset.method, *(change.terms.method for change in asset.changes)]
    if method in methods:
        return True
    at = place(asset.source)
    directive.fault(f'is for method: "{method}", the asset at {at} has "{methods[-1]}"; correct one of them')
    return False


READERS: dict[str, tuple[Kinds | Callable[[Directive], Kinds], Callable[..., None]]] = {
    "plant-asset-split": (split_values, read_split),
    "plant-asset-transfer": ((TEXT, ACCOUNT), read_transfer),
    "plant-asset-change": ((TEXT,), _change),
    "plant-asset-usage": ((TEXT, NUMBER), _usage),
    "plant-asset-depreciation": ((TEXT, AMOUNT), _amount),
    "plant-asset-improvement": ((TEXT, AMOUNT), _improvement),
    "plant-asset-impairment": (amount_or_facts, read_impairment),
    "plant-asset-impairment-reversal": (amount_or_facts, read_reversal),
    "plant-asset-revaluation": ((TEXT, AMOUNT), read_revaluation),
    "plant-asset-status": ((TEXT, TEXT), read_status),
    "plant-asset-merge": (merge_values, read_merge),
}
"""By directive: the kinds of its values (or what says them), and who reads it, given the directive, the assets, its
asset and the values after the asset's name."""
