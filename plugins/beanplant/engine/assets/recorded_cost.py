"""The cost that an asset's account got, compared with what its directives say.

The cost is what the account got with ``asset:``, less the improvements, which have directives of their own; the
amount of ``plant-asset`` checks it. Accumulated depreciation that an opening balance has, and what improvements took
off it, are compared too. Each difference is an error that says both amounts.

Rule: the subsidiary register must agree with the ledger (ASC 360-10-50-1, IAS 16.73(d)).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.engine.assets.improvement import improved
from beanplant.masterdata.asset_accounts import contra_account
from beanplant.masterdata.asset_facts import AssetImprovement

if TYPE_CHECKING:
    from collections.abc import Callable

    from beanplant.engine.assets.register import Register
    from beanplant.masterdata.asset_facts import Asset


def check_cost(asset: Asset, found: Register, fault: Callable[..., None]) -> bool:
    """Compare the account with the directive; False where the account got nothing or too little."""
    if found.opened is None and asset.origin is None:
        if found.refused:
            return False
        fault(
            f'{asset.account} got nothing with asset: "{asset.name}", expected {asset.cost} {asset.currency}; write'
            f' asset: "{asset.name}" on the transaction that bought it'
        )
        return False
    added, prolonged = improved(asset, found) if asset.events else (Decimal(0), Decimal(0))
    if asset.origin is not None:
        if found.cost != added:
            fault(
                f'{asset.account} got {found.cost} {asset.currency} with asset: "{asset.name}", improvements say'
                f' {added} {asset.currency}: its cost comes from "{asset.origin.name}"; say what came later with custom'
                f' "plant-asset-improvement" "{asset.name}" AMOUNT'
            )
    elif found.cost - added + opened_net(asset) != asset.cost:
        got = f"{found.cost} {asset.currency}"
        missing = _not_booked(asset, found)
        if missing is not None:
            fault(
                f"its improvement of {missing.amount} {asset.currency} on {missing.date} is not on the account:"
                f' {asset.account} got {got} with asset: "{asset.name}", the directives say {asset.cost + added}'
                f" {asset.currency}; book it there, or correct one of them",
                missing.source,
            )
            return found.cost - added + opened_net(asset) >= asset.salvage + asset.accumulated
        if added:
            got += f" (with improvements of {added} {asset.currency})"
        fault(
            f'{asset.account} got {got} with asset: "{asset.name}", the directive says'
            f" {asset.cost} {asset.currency}; correct one of them, or say what came later with"
            f' custom "plant-asset-improvement" "{asset.name}" AMOUNT'
        )
        if found.cost - added + opened_net(asset) < asset.salvage + asset.accumulated:
            return False
    restored = sum((amount for _, amount in found.restored), Decimal(0))
    if restored != prolonged:
        fault(
            f"{contra_account(asset.account, asset.kind)} was debited {restored} {asset.currency} with asset:"
            f' "{asset.name}", improvements say {prolonged} {asset.currency}; say each with custom'
            f' "plant-asset-improvement" "{asset.name}" AMOUNT on its date'
        )
    if found.accumulated and found.accumulated != asset.accumulated:
        fault(
            f"{contra_account(asset.account, asset.kind)} got {-found.accumulated} {asset.currency} with asset:"
            f' "{asset.name}", the directive says accumulated: {asset.accumulated} {asset.currency}; correct '
            f"one of them"
        )
    return True


def _not_booked(asset: Asset, found: Register) -> AssetImprovement | None:
    """Return the first improvement whose amount no posting has."""
    posted = {amount for _, amount in found.costs}
    improvements = (event for event in asset.events if isinstance(event, AssetImprovement))
    return next(
        (
            event
            for event in improvements
            if event.amount not in posted and (event.date, event.amount) not in found.restored
        ),
        None,
    )


def opened_net(asset: Asset) -> Decimal:
    """What an opening balance leaves out of the cost: a prepaid expense is opened at what is left of it."""
    return asset.accumulated if contra_account(asset.account, asset.kind) == asset.account else Decimal(0)
