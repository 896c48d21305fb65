"""What postings say of the assets that cannot be: a cost that comes after the disposal, a misspelled key, accumulated
depreciation that nothing opens."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from beanplant.faults import AssetError, Faults
from beanplant.masterdata.asset_accounts import contra_account

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beancount.core.data import Posting, Transaction

    from beanplant.engine.assets.register import Register
    from beanplant.masterdata.asset_facts import Asset


def check_order(register: dict[str, Register], faults: Faults) -> None:
    """Report the disposals of what the books did not have yet: they would take off a cost that comes later."""
    for name, found in register.items():
        gone, opened = found.disposal, found.opened
        if gone is not None and opened is not None and gone.date < opened:
            message = f"is disposed of on {gone.date}, but its account got its cost on {opened}"
            faults.add(AssetError, gone.meta, f'asset "{name}" {message}; correct one of the two dates', gone)
            found.disposal, found.along = None, False


def check_openings(
    assets: Mapping[str, Asset], register: dict[str, Register], posted: set[str], faults: Faults
) -> None:
    """Report ``accumulated:`` of which its account has nothing, neither for the asset nor in one sum (``posted``)."""
    for name, asset in assets.items():
        contra = contra_account(asset.account, asset.kind) if asset.accumulated else asset.account
        if contra == asset.account or contra in posted or (asset.cost and register[name].opened is None):
            continue
        message = (
            f"accumulated: {asset.accumulated} {asset.currency}, but {contra} got nothing; credit it with the opening"
            f' of the cost, with asset: "{name}"'
        )
        faults.add(AssetError, asset.source, f'asset "{name}": {message}')


def check_keys(entry: Transaction, posting: Posting, register: dict[str, Register], faults: Faults) -> None:
    """Report a key that is nearly ``asset`` or ``disposes`` and names an asset, where neither is written."""
    for meta in (posting.meta or {}, entry.meta):
        for key, value in meta.items():
            near = get_close_matches(key, ("asset", "disposes"), n=1, cutoff=0.8)
            if near and isinstance(value, str) and value in register:
                message = f'{key}: unknown key on a posting on {posting.account} (did you mean "{near[0]}"?)'
                faults.add(AssetError, meta, f'{message}; write {near[0]}: "{value}"', entry)
                register[value].refused = True
