"""What happened on the accounts of fixed assets, by asset: cost, accumulated depreciation, and their months.

A posting belongs to an asset by its own ``asset:`` or ``disposes:``, else by its transaction's, as the plugin reads it.
Depreciation of a month is one posting for all assets of an account; what each contributes is in the `Charges` that the
plugin leaves on the asset's directive, up to the last month that it posted.

Money on the account of cost is a debit, accumulated depreciation a credit; both are positive here.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant.masterdata.asset_facts import CHARGES
from beanplant.reports.lines import ZERO, Balance
from beanplant.reports.period import DAY
from beanplant.rules.depreciation import Charges, last_closed_month, month_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beancount.core.data import Transaction

    from beanplant.masterdata import MasterData
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.reports.period import Period

MADE = "<beanplant.depreciation>"
BY_MONTH = frozenset(
    f"depreciation.{method}"
    for method in (
        "straight-line",
        "declining-balance",
        "sum-of-years-digits",
        "units-of-production",
        "manual",
        "several-methods",
    )
)
"""The rules of depreciation of a month, and of what a disposal catches up."""


class Flow(StrEnum):
    """What a movement is."""

    ADDITION = "addition"
    DISPOSAL = "disposal"
    DEPRECIATION = "depreciation"
    OTHER = "other"


class Movement(NamedTuple):
    """Money of one asset on the account of its cost, or on its accumulated depreciation."""

    date: datetime.date
    accumulated: bool
    flow: Flow
    amount: Decimal


class Side(NamedTuple):
    """Cost or accumulated depreciation over a period, by flow."""

    opening: Decimal
    additions: Decimal
    depreciation: Decimal
    disposals: Decimal
    other: Decimal

    @property
    def closing(self) -> Decimal:
        """What there is at the end."""
        return self.opening + self.additions + self.depreciation + self.disposals + self.other


class AssetMovements:
    """The movements of all assets, and the balances of their accounts by side."""

    def __init__(self, master: MasterData) -> None:
        self._assets = master.assets
        self.by_asset: dict[str, list[Movement]] = {}
        self.posted: int | None = None
        """The last month with depreciation in the ledger."""
        self._balances: dict[tuple[str, str, bool], Balance] = {}
        self._depreciation: dict[tuple[str, str], Balance] = {}
        self._stops: dict[tuple[datetime.date, int], int] = {}

    def add(
        self, entry: Transaction, posting: Any, account: str, accumulated: bool, amount: Decimal, unit: str
    ) -> None:
        """Take in a posting on an ``account`` of assets, or on its accumulated depreciation; they come by date."""
        if accumulated:
            amount = -amount
        date = entry.date
        self._balances.setdefault((account, unit, accumulated), Balance()).add(date, amount)
        meta = posting.meta or {}
        by_month = accumulated and meta.get("rule") in BY_MONTH
        if by_month:
            self._depreciation.setdefault((account, unit), Balance()).add(date, amount)
            if entry.meta.get("filename") == MADE:
                self.posted = max(month_number(date), self.posted or 0)
                return
        name, disposes = _owner(entry.meta, meta, amount > 0)
        asset = self._assets.get(name)
        if asset is None or asset.account != account or asset.currency != unit:
            return
        if by_month:
            flow = Flow.DEPRECIATION
        elif disposes or meta.get("rule") == "depreciation.disposal":
            flow = Flow.DISPOSAL
        else:
            flow = Flow.OTHER if "rule" in meta else Flow.ADDITION
        self.by_asset.setdefault(name, []).append(Movement(date, accumulated, flow, amount))

    def balance(self, account: str, unit: str, accumulated: bool, end: datetime.date) -> Decimal:
        """Return what the ledger has before ``end`` on an account, or on its accumulated depreciation."""
        found = self._balances.get((account, unit, accumulated))
        return found.upto(end) if found is not None else ZERO

    def depreciation(self, account: str, unit: str, period: Period) -> Decimal:
        """Return the depreciation that the ledger has of an account's assets in a period."""
        found = self._depreciation.get((account, unit))
        return found.upto(period.end) - found.upto(period.begin) if found is not None else ZERO

    def sides(self, asset: Asset, period: Period) -> tuple[Side, Side]:
        """Return an asset's cost and its accumulated depreciation over a period."""
        begin, end = period.begin, period.end
        sums: dict[tuple[bool, Flow | None], Decimal] = {}
        opened: datetime.date | None = None
        named = False
        for date, accumulated, flow, amount in self.by_asset.get(asset.name, ()):
            if flow is Flow.ADDITION:
                named = named or accumulated
                if opened is None and not accumulated:
                    opened = date
            if date < end:
                key = (accumulated, flow if date >= begin else None)
                sums[key] = sums.get(key, ZERO) + amount
        if asset.accumulated and not named and opened is not None and opened < end:
            # One opening posting for all assets of an account names none of them.
            key = (True, Flow.ADDITION if opened >= begin else None)
            sums[key] = sums.get(key, ZERO) + asset.accumulated
        found = charges(asset)
        if found is not None and self.posted is not None:
            first, stop = self._stop(begin), self._stop(end)
            before = found.before(first)
            within = found.before(stop) - before
            sums[(True, None)] = sums.get((True, None), ZERO) + before
            sums[(True, Flow.DEPRECIATION)] = sums.get((True, Flow.DEPRECIATION), ZERO) + within
        amount_of = sums.get
        cost, accumulated_depreciation = (
            Side(
                amount_of((side, None), ZERO),
                amount_of((side, Flow.ADDITION), ZERO),
                amount_of((side, Flow.DEPRECIATION), ZERO),
                amount_of((side, Flow.DISPOSAL), ZERO),
                amount_of((side, Flow.OTHER), ZERO),
            )
            for side in (False, True)
        )
        return cost, accumulated_depreciation

    def _stop(self, end: datetime.date) -> int:
        """Return the month after the last one that is posted before ``end``."""
        posted = self.posted
        assert posted is not None
        found = self._stops.get((end, posted))  # one answer for all assets
        if found is None:
            found = self._stops[(end, posted)] = min(last_closed_month(end - DAY), posted) + 1
        return found


def charges(asset: Asset) -> Charges | None:
    """Return an asset's depreciation by month; None where the plugin refused it."""
    found = asset.source.get(CHARGES)
    return found if isinstance(found, Charges) else None


def _owner(entry: Mapping[str, Any], posting: Mapping[str, Any], increases: bool) -> tuple[str, bool]:
    """Return the asset of a posting, and whether it disposes; in a trade-in the decrease is the old asset's."""
    for meta in (posting, entry):
        acquires, disposes = meta.get("asset"), meta.get("disposes")
        if acquires is not None and disposes is not None:
            return (str(acquires), False) if increases else (str(disposes), True)
        if acquires is not None or disposes is not None:
            return str(disposes if acquires is None else acquires), acquires is None
    return "", False
