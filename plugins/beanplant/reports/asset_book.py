"""What a valued ledger holds of fixed assets: when they were disposed of, and their accounts' balances.

The book value of the assets on an account is what stands on the account and those below it, less what stands on its
accumulated depreciation, its sibling: ``Assets:P100:AccumulatedDepreciation:Machinery`` for ``Assets:P100:Machinery``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core.convert import get_weight

from beanplant.reports.lines import Balance

if TYPE_CHECKING:
    import datetime

    from beancount.core.amount import Amount
    from beancount.core.data import Transaction

    from beanplant.masterdata import MasterData

_ACCUMULATED = "AccumulatedDepreciation"


class AssetBook:
    """Disposals by asset, and balances of the assets' accounts by currency."""

    def __init__(self, master: MasterData) -> None:
        self.disposals: dict[str, datetime.date] = {}
        self._balances: dict[tuple[str, str], Balance] = {}
        self._owners: dict[str, str | None] = {}
        for account in {asset.account for asset in master.assets.values()}:
            parent, _, leaf = account.rpartition(":")
            self._owners[account] = self._owners[f"{parent}:{_ACCUMULATED}:{leaf}"] = account

    def note(self, entry: Transaction) -> None:
        """Take in a transaction; transactions come by date."""
        if "disposes" in entry.meta:
            self.disposals.setdefault(str(entry.meta["disposes"]), entry.date)
        for posting in entry.postings:
            meta = posting.meta
            if meta and "disposes" in meta:
                self.disposals.setdefault(str(meta["disposes"]), entry.date)
            owner = self._owner(posting.account)
            if owner is not None and posting.units is not None:
                worth: Amount = get_weight(posting)  # type: ignore[no-untyped-call]
                if worth.number is not None:
                    key = (owner, worth.currency)
                    self._balances.setdefault(key, Balance()).add(entry.date, worth.number)

    def book_value(self, account: str, currency: str, end: datetime.date) -> Decimal:
        """Return cost less accumulated depreciation of the assets on an account before ``end``."""
        found = self._balances.get((account, currency))
        return found.upto(end) if found is not None else Decimal(0)

    def _owner(self, account: str) -> str | None:
        """Return the asset account that this one is, is below, or corrects; None for any other."""
        try:
            return self._owners[account]
        except KeyError:
            parent = account.rpartition(":")[0]
            found = self._owners[account] = self._owner(parent) if parent else None
            return found
