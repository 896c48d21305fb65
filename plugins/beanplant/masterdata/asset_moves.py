"""Assets that move to other accounts, that become several, and that become one.

    2028-07-01 custom "plant-asset-transfer" "CNC-01" Assets:P200:Machinery
      expense: Expenses:P200:Depreciation            ; from then on; what is left out stays as it was
      gain-loss: Income:P200:GainOnDisposal
    2028-07-01 custom "plant-asset-split" "LINE-1" "LINE-1A" 24000.00 USD "LINE-1B" 6000.00 USD
    2028-07-01 custom "plant-asset-merge" "LINE-1" "LINE-2"

A split's new assets have the terms that hold for the old one, its accounts and its day of service; what they hold of
its cost at the split is for the engine. A merged asset ends on that day: what comes later belongs to the one that took
it. Of one day, splits come first, then transfers, and mergers last.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.faults import place
from beanplant.masterdata.asset_facts import (
    AssetImprovement,
    AssetMerge,
    AssetMerged,
    AssetOrigin,
    AssetSplit,
    AssetTransfer,
)
from beanplant.masterdata.asset_named import add_event, in_service, positive
from beanplant.masterdata.values import AMOUNT, TEXT, number
from beanplant.rules.rounding import cents

if TYPE_CHECKING:
    from typing import Any

    from beanplant.masterdata.asset_facts import Asset
    from beanplant.masterdata.directives import Directive
    from beanplant.masterdata.facts import Source

CHILDREN = "__children__"
"""The key of a split's source under which it keeps those of its assets."""


def split_values(directive: Directive) -> tuple[str, ...]:
    """Return the kinds of a split's values: a name, then as many names with amounts as are written."""
    return (TEXT, *(TEXT, AMOUNT) * max(1, len(directive.values) // 2))


def merge_values(directive: Directive) -> tuple[str, ...]:
    """Return the kinds of a merger's values: a name, then as many names as are written."""
    return (TEXT, *(TEXT,) * max(1, len(directive.values) - 1))


def read_transfer(directive: Directive, assets: dict[str, Asset], asset: Asset, account: str) -> None:
    """Read the account, in a plant of the asset's currency, to which an asset moves."""
    expense, gain_loss = directive.account("expense"), directive.account("gain-loss")
    stands = directive.check_asset_account(account)
    before = asset.places[-1][1]
    plants = directive.context.plants
    plant = next((plants[code] for code in plants if code in account.split(":")), None)
    if account == before and expense is None and gain_loss is None:
        directive.fault(f"{account} is where it is; write the account it moves to, or another expense:")
    elif plant is not None and plant.currency != asset.currency:
        directive.fault(
            f"plant {plant.code} keeps its books in {plant.currency}, the asset's cost is in {asset.currency}; book its"
            f" disposal here, and a new asset there with what it cost in {plant.currency} and accumulated:"
        )
    elif any(isinstance(event, AssetTransfer) and event.date == directive.date for event in asset.events):
        directive.fault(f"is the second transfer on {directive.date}; keep one of them")
    elif stands and not any(
        directive.has(key) and value is None
        for key, value in (("expense", expense), ("gain-loss", gain_loss))
    ):
        add_event(assets, asset, AssetTransfer(directive.date, directive.source, account, expense, gain_loss))


def read_split(directive: Directive, assets: dict[str, Asset], asset: Asset, *values: Any) -> None:
    """Read the new assets of a split, and make them."""
    amounts: list[tuple[str, Decimal]] = []
    title = directive.text("name")
    for name, amount in zip(values[::2], values[1::2], strict=True):
        if not positive(directive, asset, amount, "the cost that the new asset gets, above zero"):
            return
        if name in assets:
            at = place(assets[name].source)
            directive.fault(
                f'"{name}" is an asset already, at {at}; a split makes a new one: give it another name'
            )
            return
        if name in dict(amounts):
            directive.fault(f'"{name}" is written twice; give one of them another name')
            return
        amounts.append((name, number(amount)))
    if title is not None and len(amounts) > 1:
        directive.fault("name: is for one new asset, found several; write a split for each")
    add_event(assets, asset, AssetSplit(directive.date, directive.source, tuple(amounts)))
    for name, cost in amounts:
        assets[name] = _child(directive, asset, name, cost, title or name)


def _child(directive: Directive, asset: Asset, name: str, cost: Decimal, title: str) -> Asset:
    """Return a new asset with the terms of the one that it was split from."""
    terms = asset.changes[-1].terms if asset.changes else asset.terms
    whole = asset.cost + sum(
        (event.amount for event in asset.events if isinstance(event, AssetImprovement)), Decimal(0)
    )
    if terms.salvage:
        terms = replace(terms, salvage=cents(Fraction(terms.salvage) * Fraction(cost) / Fraction(whole)))
    moved = [event for event in asset.events if isinstance(event, AssetTransfer)]
    expense = next((event.expense for event in reversed(moved) if event.expense), asset.expense)
    # The engine leaves the months of an asset on its source: each has one, which the directive keeps.
    source: Source = directive.source.setdefault(CHILDREN, {}).setdefault(
        name, dict(_plain(directive.source))
    )
    return replace(
        asset,
        name=name,
        account=asset.places[-1][1],
        cost=cost,
        title=title,
        terms=terms,
        expense=expense,
        gain_loss=asset.gain_loss_on(directive.date),
        accumulated=Decimal(0),
        source=source,
        changes=(),
        usage=(),
        amounts=(),
        events=(),
        origin=AssetOrigin(asset.name, directive.date),
    )


def _plain(source: Source) -> Source:
    return {key: value for key, value in source.items() if not key.startswith("__")}


def read_merge(directive: Directive, assets: dict[str, Asset], asset: Asset, *others: str) -> None:
    """Read the assets that become part of another."""
    taken: list[str] = []
    for name in others:
        other = in_service(directive, assets, set(), name)
        if other is None:
            continue
        if name == asset.name or name in taken:
            directive.fault(f'"{name}" is written twice; write the other assets, each once')
            continue
        if (other.currency, other.kind) != (asset.currency, asset.kind):
            directive.fault(
                f'"{name}" is {other.kind} in {other.currency}, "{asset.name}" is {asset.kind} in'
                f" {asset.currency}; only assets of one kind and currency become one"
            )
            continue
        taken.append(name)
        add_event(assets, other, AssetMerged(directive.date, directive.source, asset.name))
    if taken:
        add_event(assets, asset, AssetMerge(directive.date, directive.source, tuple(taken)))
