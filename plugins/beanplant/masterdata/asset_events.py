"""What happens to an asset's depreciation after its directive: revised estimates, readings, amounts by hand,
impairment.

    2028-01-01 custom "plant-asset-change" "CNC-01"
      life: "9 years"                                        ; in all, from service
    2026-03-31 custom "plant-asset-usage" "CNC-01" 1200      ; units since the reading before
    2026-03-31 custom "plant-asset-depreciation" "CNC-01" 500.00 USD
    2029-06-30 custom "plant-asset-impairment" "CNC-01" 15000.00 USD   ; the loss
      loss: Expenses:P100:ImpairmentLoss                     ; the default
    2029-07-01 custom "plant-asset-improvement" "CNC-01" 8000.00 USD   ; its cost, with any key of a change

A change, an impairment or an improvement is prospective: what was depreciated before its date stays. Whether an
event fits its asset's method, life and disposal is for the engine, which knows what was posted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from beanplant.faults import nearest, place
from beanplant.masterdata.asset_facts import (
    Asset,
    AssetChange,
    AssetDepreciation,
    AssetEvent,
    AssetImpairment,
    AssetImprovement,
    AssetUsage,
)
from beanplant.masterdata.asset_terms import read_terms
from beanplant.masterdata.language import ASSET_TERMS
from beanplant.masterdata.values import AMOUNT, NUMBER, TEXT, number

if TYPE_CHECKING:
    from beanplant.masterdata.directives import Directive

TERMS = tuple(ASSET_TERMS.split())
"""The keys that revise an estimate."""


def read_asset_events(found: dict[str, list[Directive]], assets: dict[str, Asset], broken: set[str]) -> None:
    """Add the events of the ledger to their assets, by date."""
    events = [directive for name in READERS for directive in found[name]]
    events.sort(key=lambda directive: directive.date)
    for directive in events:
        kinds, read = READERS[directive.form.name]
        taken = _asset(directive, assets, broken, *kinds)
        if taken is not None:
            read(directive, assets, *taken)


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


def _change(directive: Directive, assets: dict[str, Asset], asset: Asset) -> None:
    if not any(directive.has(key) for key in TERMS):
        directive.fault(f"changes nothing; write one of {', '.join(f'{key}:' for key in TERMS)}")
        return
    before = asset.changes[-1] if asset.changes else None
    if before is not None and before.date == directive.date:
        directive.fault(f"also at {place(before.source)} on {before.date}; keep one of them")
        return
    terms = read_terms(directive, Amount(asset.cost, asset.currency), before.terms if before else asset.terms)
    if terms is not None:
        change = AssetChange(directive.date, terms, directive.source)
        assets[asset.name] = replace(asset, changes=(*asset.changes, change))


def _usage(directive: Directive, assets: dict[str, Asset], asset: Asset, quantity: Any) -> None:
    if not _has_method(directive, asset, "units-of-production"):
        return
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


def _impairment(directive: Directive, assets: dict[str, Asset], asset: Asset, loss: Amount) -> None:
    account = directive.account("loss")
    if not positive(directive, asset, loss, "the loss, above zero; a loss is not restored"):
        return
    if account is not None or not directive.has("loss"):
        written = AssetImpairment(directive.date, directive.source, number(loss), account)
        add_event(assets, asset, written)


def _improvement(directive: Directive, assets: dict[str, Asset], asset: Asset, cost: Amount) -> None:
    if not positive(directive, asset, cost, "the cost of the improvement, above zero"):
        return
    if any(directive.has(key) for key in TERMS):
        _change(directive, assets, asset)
    add_event(assets, assets[asset.name], AssetImprovement(directive.date, directive.source, number(cost)))


def positive(directive: Directive, asset: Asset, amount: Amount, expected: str) -> bool:
    """Whether an amount is above zero in the asset's currency; else report it."""
    if amount.currency != asset.currency:
        directive.fault(f"found {amount}, expected {asset.currency}, as the asset's cost is written")
    elif number(amount) <= 0:
        directive.fault(f"found {amount}, expected {expected}")
    else:
        return True
    return False


def add_event(assets: dict[str, Asset], asset: Asset, event: AssetEvent) -> None:
    """Add what happens to an asset; directives come by date."""
    assets[asset.name] = replace(asset, events=(*asset.events, event))


def _has_method(directive: Directive, asset: Asset, method: str) -> bool:
    """Whether the asset has the method, or changes to or from it; else report it."""
    methods = [asset.method, *(change.terms.method for change in asset.changes)]
    if method in methods:
        return True
    at = place(asset.source)
    directive.fault(f'is for method: "{method}", the asset at {at} has "{methods[-1]}"; correct one of them')
    return False


READERS: dict[str, tuple[tuple[str, ...], Callable[..., None]]] = {
    "plant-asset-change": ((TEXT,), _change),
    "plant-asset-usage": ((TEXT, NUMBER), _usage),
    "plant-asset-depreciation": ((TEXT, AMOUNT), _amount),
    "plant-asset-improvement": ((TEXT, AMOUNT), _improvement),
    "plant-asset-impairment": ((TEXT, AMOUNT), _impairment),
}
"""By directive: the kinds of its values, and who reads it, given the directive, the assets, its asset and the values
after the asset's name."""
