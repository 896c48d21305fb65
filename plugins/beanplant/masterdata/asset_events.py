"""What happens to an asset's depreciation after its directive: revised estimates, readings, amounts by hand,
impairment.

    2028-01-01 custom "plant-asset-change" "CNC-01"
      life: "9 years"                                        ; in all, from service
    2026-03-31 custom "plant-asset-usage" "CNC-01" 1200      ; units since the reading before
    2026-03-31 custom "plant-asset-depreciation" "CNC-01" 500.00 USD
    2029-06-30 custom "plant-asset-impairment" "CNC-01" 15000.00 USD   ; the loss
      loss: Expenses:P100:ImpairmentLoss                     ; the default

A change or an impairment is prospective: what was depreciated before its date stays. Whether an event fits its asset's
method, life and disposal is for the engine, which knows what was posted.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from beanplant.faults import nearest, place
from beanplant.masterdata.asset_facts import (
    Asset,
    AssetChange,
    AssetDepreciation,
    AssetImpairment,
    AssetUsage,
)
from beanplant.masterdata.asset_terms import read_terms
from beanplant.masterdata.values import AMOUNT, NUMBER, TEXT, number

if TYPE_CHECKING:
    from beanplant.masterdata.directives import Directive

_TERMS = ("life", "salvage", "method", "rate", "factor", "switch", "units")


def read_asset_events(found: dict[str, list[Directive]], assets: dict[str, Asset], broken: set[str]) -> None:
    """Add the events of the ledger to their assets."""
    for directive in found["plant-asset-change"]:
        taken = _asset(directive, assets, broken, TEXT)
        if taken is not None:
            _change(directive, taken[0], assets)
    for directive in found["plant-asset-usage"]:
        taken = _asset(directive, assets, broken, TEXT, NUMBER)
        if taken is not None:
            _usage(directive, taken[0], taken[1], assets)
    for directive in found["plant-asset-depreciation"]:
        taken = _asset(directive, assets, broken, TEXT, AMOUNT)
        if taken is not None:
            _amount(directive, taken[0], taken[1], assets)
    for directive in found["plant-asset-impairment"]:
        taken = _asset(directive, assets, broken, TEXT, AMOUNT)
        if taken is not None:
            _impairment(directive, taken[0], taken[1], assets)


def _asset(directive: Directive, assets: dict[str, Asset], broken: set[str], *kinds: str) -> list[Any] | None:
    """Return the asset that a directive names, and its other values; None where it cannot stand."""
    values = directive.take(*kinds)
    if values is None:
        return None
    asset = assets.get(values[0])
    if asset is None:
        if values[0] not in broken:
            name = values[0]
            message = (
                f'unknown asset "{name}"{nearest(name, assets)}; an asset begins with: custom "plant-asset"'
            )
            directive.fault(f'{message} "{name}" ...', f"unknown asset {name}")
        return None
    if directive.date < asset.date:
        directive.fault(
            f"is before the service of the asset, {asset.date} at {place(asset.source)}; correct one of the two dates"
        )
        return None
    return [asset, *values[1:]]


def _change(directive: Directive, asset: Asset, assets: dict[str, Asset]) -> None:
    if not any(directive.has(key) for key in _TERMS):
        directive.fault(f"changes nothing; write one of {', '.join(f'{key}:' for key in _TERMS)}")
        return
    before = asset.changes[-1] if asset.changes else None
    if before is not None and before.date == directive.date:
        directive.fault(f"also at {place(before.source)} on {before.date}; keep one of them")
        return
    terms = read_terms(directive, Amount(asset.cost, asset.currency), before.terms if before else asset.terms)
    if terms is not None:
        change = AssetChange(directive.date, terms, directive.source)
        assets[asset.name] = replace(asset, changes=(*asset.changes, change))


def _usage(directive: Directive, asset: Asset, quantity: Any, assets: dict[str, Asset]) -> None:
    if not _has_method(directive, asset, "units-of-production"):
        return
    if quantity <= 0:
        directive.fault(f"found {quantity}, expected units above zero")
        return
    usage = AssetUsage(directive.date, Fraction(quantity), directive.source)
    assets[asset.name] = replace(asset, usage=(*asset.usage, usage))


def _amount(directive: Directive, asset: Asset, amount: Amount, assets: dict[str, Asset]) -> None:
    if not _has_method(directive, asset, "manual"):
        return
    if amount.currency != asset.currency:
        directive.fault(f"found {amount}, expected {asset.currency}, as the asset's cost is written")
    elif number(amount) <= 0:
        directive.fault(f"found {amount}, expected an amount above zero")
    else:
        written = AssetDepreciation(directive.date, number(amount), directive.source)
        assets[asset.name] = replace(asset, amounts=(*asset.amounts, written))


def _impairment(directive: Directive, asset: Asset, loss: Amount, assets: dict[str, Asset]) -> None:
    account = directive.account("loss")
    if loss.currency != asset.currency:
        directive.fault(f"found {loss}, expected {asset.currency}, as the asset's cost is written")
    elif number(loss) <= 0:
        directive.fault(f"found {loss}, expected the loss, above zero; a loss is not restored")
    elif account is not None or not directive.has("loss"):
        written = AssetImpairment(directive.date, number(loss), account, directive.source)
        assets[asset.name] = replace(asset, impairments=(*asset.impairments, written))


def _has_method(directive: Directive, asset: Asset, method: str) -> bool:
    """Whether the asset has the method, or changes to or from it; else report it."""
    methods = [asset.method, *(change.terms.method for change in asset.changes)]
    if method in methods:
        return True
    at = place(asset.source)
    directive.fault(f'is for method: "{method}", the asset at {at} has "{methods[-1]}"; correct one of them')
    return False
