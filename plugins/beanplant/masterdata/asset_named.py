"""The asset that a directive names, and what directives add to it.

An event is kept with its asset, by date. A name that no asset has, and a date before its service, are faults at the
directive.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from beanplant.faults import nearest, place
from beanplant.masterdata.language import GROUP_METHODS
from beanplant.masterdata.values import is_whole, number
from beanplant.rules.currencies import minor_units

if TYPE_CHECKING:
    from beancount.core.amount import Amount

    from beanplant.masterdata.asset_facts import Asset, AssetEvent
    from beanplant.masterdata.directives import Directive


def named(directive: Directive, assets: dict[str, Asset], broken: set[str], *kinds: str) -> list[Any] | None:
    """Return the asset that a directive names, and its other values; None where it cannot stand."""
    values = directive.take(*kinds)
    if values is None:
        return None
    asset = in_service(directive, assets, broken, values[0])
    return None if asset is None else [asset, *values[1:]]


def in_service(directive: Directive, assets: dict[str, Asset], broken: set[str], name: str) -> Asset | None:
    """Return an asset that is in service on the directive's date; None, and a fault, where there is none."""
    asset = assets.get(name)
    if asset is None:
        if name not in broken:
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
    area_of_member = asset.group is not None and directive.form.name == "plant-asset-area"
    if asset.method in GROUP_METHODS and not area_of_member:
        of = f'is depreciated with its group "{asset.group}"' if asset.group else "is a group"
        directive.fault(
            f'"{name}" {of}, which has one rate; revise that with custom "plant-asset-group" and rate:, make what was'
            " added a member of its own, and write a disposal for what left"
        )
        return None
    if asset.origin is not None and directive.date < asset.origin.date:
        of, since = asset.origin.name, asset.origin.date
        directive.fault(f'"{name}" is split from "{of}" on {since}; before that, write "{of}"')
        return None
    if asset.events and asset.merged is not None:
        into, until = asset.merged.into, asset.merged.date
        directive.fault(f'"{name}" became part of "{into}" on {until}; from then on, write "{into}"')
        return None
    return asset


def positive(directive: Directive, asset: Asset, amount: Amount, expected: str) -> bool:
    """Whether an amount is above zero in the asset's currency; else report it."""
    if amount.currency != asset.currency:
        directive.fault(f"found {amount}, expected {asset.currency}, as the asset's cost is written")
    elif number(amount) <= 0:
        directive.fault(f"found {amount}, expected {expected}")
    elif not is_whole(amount):
        directive.fault(f"found {amount}, expected at most {minor_units(amount.currency)} decimals")
    else:
        return True
    return False


def add_event(assets: dict[str, Asset], asset: Asset, event: AssetEvent) -> None:
    """Add what happens to an asset; directives come by date."""
    assets[asset.name] = replace(asset, events=(*asset.events, event))
