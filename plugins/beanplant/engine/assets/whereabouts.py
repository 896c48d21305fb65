"""Where an asset is on a date: the account of its cost, or another asset that it is a part of.

A transfer moves it to another account, a split makes it of another asset, a merger ends it as a part of one. A posting
for it belongs where it is on that day; one on an account where it was, or will be, is a fault that names the right one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beanplant.faults import AssetError, Faults
from beanplant.masterdata.asset_accounts import contra_account

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from beancount.core.data import Transaction

    from beanplant.masterdata.asset_facts import Asset


def places(assets: Iterable[Asset]) -> set[tuple[str, str]]:
    """Return the accounts of the assets' cost, with their kinds."""
    found = {(asset.account, asset.kind) for asset in assets}
    found |= {(account, asset.kind) for asset in assets if asset.events for _, account in asset.places}
    return found


def is_on(
    asset: Asset,
    entry: Transaction,
    account: str,
    corrects: str | None,
    source: Mapping[str, Any],
    faults: Faults,
) -> bool:
    """Whether an account is, or is below, that of an asset's cost or (``corrects``) accumulated depreciation.

    One on which the asset is at another time is a fault.
    """
    found = None
    if not asset.events and asset.origin is None:
        return _below(account, asset.account, asset.kind, corrects)
    for since, place_of_it in asset.places:
        if since <= entry.date or found is None:
            found = place_of_it
    assert found is not None
    message: str | None
    if not _below(account, found, asset.kind, corrects):
        if not any(_below(account, other, asset.kind, corrects) for _, other in asset.places):
            return False
        message = f"is on {found} on {entry.date}, found {account}; post on the account that it is on"
    else:
        message = elsewhere(asset, entry.date)
        if message is None:
            return True
        if "disposes" in source:
            return False  # reported with the disposal
    faults.add(AssetError, dict(source), f'asset "{asset.name}": {message}', entry)
    return False


def elsewhere(asset: Asset, date: datetime.date) -> str | None:
    """Return what to say of an asset that is another one on a date: not split from it yet, or part of it by then."""
    if asset.origin is not None and date < asset.origin.date:
        origin = asset.origin
        return f'is split from "{origin.name}" on {origin.date}; before that, write "{origin.name}"'
    merged = asset.merged if asset.events else None
    if merged is not None and date >= merged.date:
        return f'became part of "{merged.into}" on {merged.date}; from then on, write "{merged.into}"'
    return None


def _below(account: str, cost: str, kind: str, corrects: str | None) -> bool:
    name = cost if corrects is None else contra_account(cost, kind)
    return account == name or account.startswith(f"{name}:")
