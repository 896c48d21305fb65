"""What a valued ledger holds of fixed assets: when they were disposed of, and their accounts' balances.

The book value of the assets on an account is what stands on the account and those below it, less what stands on its
accumulated depreciation, its sibling: ``Assets:P100:AccumulatedDepreciation:Machinery`` for ``Assets:P100:Machinery``
(`asset_accounts` has those of other kinds; a prepaid expense is amortized on its account itself). The disposal of a
part (``part:``) is no disposal of the asset.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core.convert import get_weight

from beanplant.masterdata.asset_accounts import contra_account
from beanplant.reports.asset_movements import AssetMovements
from beanplant.reports.lines import Balance

if TYPE_CHECKING:
    import datetime

    from beancount.core.amount import Amount
    from beancount.core.data import Transaction

    from beanplant.masterdata import MasterData


class AssetBook:
    """Disposals by asset, their movements, and balances of the assets' accounts by currency."""

    def __init__(self, master: MasterData) -> None:
        self.disposals: dict[str, datetime.date] = {}
        self._balances: dict[tuple[str, str], Balance] = {}
        self.movements = AssetMovements(master)
        self._owners: dict[str, tuple[str, bool] | None] = {}
        homes = {(asset.account, asset.kind) for asset in master.assets.values()}
        for asset in master.assets.values():
            if asset.events:
                homes |= {(account, asset.kind) for _, account in asset.places}
        for account, kind in sorted(homes):
            self._owners[account] = (account, False)
            corrects = contra_account(account, kind)
            if corrects != account:
                self._owners[corrects] = (account, True)

    def note(self, entry: Transaction) -> None:
        """Take in a transaction; transactions come by date."""
        if "disposes" in entry.meta and "part" not in entry.meta:
            self.disposals.setdefault(str(entry.meta["disposes"]), entry.date)
        for posting in entry.postings:
            meta = posting.meta
            if meta and "disposes" in meta and "part" not in meta:
                self.disposals.setdefault(str(meta["disposes"]), entry.date)
            owner = self._owner(posting.account)
            if owner is not None and posting.units is not None:
                worth: Amount = get_weight(posting)  # type: ignore[no-untyped-call]
                if worth.number is not None:
                    account, accumulated = owner
                    self._balances.setdefault((account, worth.currency), Balance()).add(
                        entry.date, worth.number
                    )
                    self.movements.add(entry, posting, account, accumulated, worth.number, worth.currency)

    def book_value(self, account: str, currency: str, end: datetime.date) -> Decimal:
        """Return cost less accumulated depreciation of the assets on an account before ``end``."""
        found = self._balances.get((account, currency))
        return found.upto(end) if found is not None else Decimal(0)

    def _owner(self, account: str) -> tuple[str, bool] | None:
        """Return the asset account that this one is, is below, or corrects, and whether it corrects."""
        try:
            return self._owners[account]
        except KeyError:
            parent = account.rpartition(":")[0]
            found = self._owners[account] = self._owner(parent) if parent else None
            return found
