"""What happened on the accounts of fixed assets, by asset: cost, accumulated depreciation, and their months.

A posting belongs to an asset by its own ``asset:`` or ``disposes:``, else by its transaction's, as the plugin reads it.
Depreciation of a month is one posting for all assets of an account; what each contributes is in the `Charges` that the
plugin leaves on the asset's directive, up to the last month that it posted.

Money on the account of cost is a debit, accumulated depreciation a credit; both are positive here. An asset may move
from account to account: its months are on the one where it was.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beanplant.masterdata.asset_accounts import TANGIBLE, contra_account
from beanplant.masterdata.asset_facts import CHARGES, EVENT_LINE, AssetImprovement
from beanplant.reports.asset_flows import (
    MADE,
    NO_SIDE,
    Flow,
    Movement,
    Side,
    depreciates,
    line_of,
    made_flow,
    owner_of,
)
from beanplant.reports.lines import ZERO, Balance, Line
from beanplant.reports.period import DAY
from beanplant.rules.depreciation import Charges, last_closed_month, month_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from beancount.core.data import Transaction

    from beanplant.masterdata import MasterData
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.reports.period import Period

DIRECTIVE = "__directive__"
"""The key of a posting's metadata under which a part of it has the directive of its asset."""


class AssetMovements:
    """The movements of all assets, and the postings on their accounts by side."""

    def __init__(self, master: MasterData) -> None:
        self._assets = master.assets
        self._improved = {
            asset.name
            for asset in master.assets.values()
            if any(isinstance(event, AssetImprovement) for event in asset.events)
        }
        self.by_asset: dict[str, list[Movement]] = {}
        self.posted: int | None = None
        """The last month with depreciation in the ledger."""
        self._postings: dict[tuple[str, str, bool], list[Movement]] = {}
        self._balances: dict[tuple[str, str, bool], Balance] = {}
        self._depreciation: dict[tuple[str, str], Balance] = {}
        self._months: dict[tuple[str, str, int], list[tuple[Transaction, Any]]] = {}
        self._stops: dict[tuple[datetime.date, int], int] = {}
        self._latest: tuple[Transaction | None, bool] = (None, False)

    def add(
        self, entry: Transaction, posting: Any, account: str, accumulated: bool, amount: Decimal, unit: str
    ) -> None:
        """Take in a posting on an ``account`` of assets, or on its accumulated depreciation; they come by date."""
        if accumulated:
            amount = -amount
        date = entry.date
        side = (account, unit, accumulated)
        self._balances.setdefault(side, Balance()).add(date, amount)
        meta = posting.meta or {}
        flow = made_flow(meta.get("rule"))
        if flow is Flow.DEPRECIATION:
            self._depreciation.setdefault((account, unit), Balance()).add(
                date, amount if accumulated else -amount
            )
            if self._is_month(entry):
                month = month_number(date)
                self.posted = max(month, self.posted or 0)
                self._months.setdefault((account, unit, month), []).append((entry, posting))
                self._note(side, Movement(date, account, accumulated, flow, amount, entry, posting))
                return
        name, disposes = owner_of(entry.meta, meta, amount > 0)
        asset = self._assets.get(name)
        if flow is None:
            flow = self._written(asset, date, accumulated, amount, disposes)
        moved = Movement(date, account, accumulated, flow, amount, entry, posting)
        self._note(side, moved)
        if asset is not None and asset.currency == unit:
            self.by_asset.setdefault(name, []).append(moved)

    def _is_month(self, entry: Transaction) -> bool:
        """Whether a transaction is that of a month; an event has rules of its own beside what it catches up."""
        if entry.meta.get("filename") != MADE or entry.meta["lineno"] >= EVENT_LINE:
            return False
        if self._latest[0] is not entry:
            months = all(depreciates((posting.meta or {}).get("rule")) for posting in entry.postings)
            self._latest = (entry, months)
        return self._latest[1]

    def _note(self, side: tuple[str, str, bool], moved: Movement) -> None:
        self._postings.setdefault(side, []).append(moved)

    def _written(
        self, asset: Asset | None, date: datetime.date, accumulated: bool, amount: Decimal, disposes: bool
    ) -> Flow:
        """Return what a posting is that a person wrote."""
        if disposes:
            return Flow.DISPOSAL
        if asset is not None and accumulated and amount < 0:
            return Flow.IMPROVEMENT  # an overhaul that is charged against accumulated depreciation
        if asset is not None and not accumulated and asset.name in self._improved and date > asset.date:
            return Flow.IMPROVEMENT
        return Flow.ADDITION

    def balance(self, account: str, unit: str, accumulated: bool, end: datetime.date) -> Decimal:
        """Return what the ledger has before ``end`` on an account, or on its accumulated depreciation."""
        found = self._balances.get((account, unit, accumulated))
        return found.upto(end) if found is not None else ZERO

    def depreciation(self, account: str, unit: str, period: Period) -> Decimal:
        """Return the depreciation that the ledger has of an account's assets in a period."""
        found = self._depreciation.get((account, unit))
        return found.upto(period.end) - found.upto(period.begin) if found is not None else ZERO

    def sides(self, asset: Asset, period: Period) -> tuple[Side, Side]:
        """Return an asset's cost and its accumulated depreciation over a period, wherever it was."""
        found = self.by_account(asset, period)
        if len(found) == 1:
            return found[0][1:]
        cost, accumulated = NO_SIDE, NO_SIDE
        for _, one, other in found:
            cost, accumulated = cost.plus(one), accumulated.plus(other)
        return cost, accumulated

    def by_account(self, asset: Asset, period: Period) -> list[tuple[str, Side, Side]]:
        """Return the accounts that an asset was on, with its cost and accumulated depreciation on each."""
        begin, end = period.begin, period.end
        cost, corrected = [ZERO] * _PLACES, [ZERO] * _PLACES
        sides = {asset.account: (cost, corrected)}
        opened: datetime.date | None = None
        named = False
        for date, account, accumulated, flow, amount, _, _ in self.by_asset.get(asset.name, ()):
            if flow is Flow.ADDITION:
                named = named or accumulated
                if opened is None and not accumulated:
                    opened = date
            if date < end:
                both = sides.get(account)
                if both is None:
                    both = sides[account] = ([ZERO] * _PLACES, [ZERO] * _PLACES)
                both[accumulated][flow.place if date >= begin else 0] += amount
        if asset.accumulated and not named and opened is not None and opened < end:
            # One opening posting for all assets of an account names none of them.
            corrected[Flow.ADDITION.place if opened >= begin else 0] += asset.accumulated
        self._add_months(asset, begin, end, sides)
        return [(account, Side._make(one), Side._make(other)) for account, (one, other) in sides.items()]

    def _add_months(
        self,
        asset: Asset,
        begin: datetime.date,
        end: datetime.date,
        sides: dict[str, tuple[list[Decimal], list[Decimal]]],
    ) -> None:
        """Add the depreciation of an asset's months up to the last that is posted."""
        found = charges(asset)
        if found is None or self.posted is None:
            return
        first, stop = self._stop(begin), self._stop(end)
        corrects = _corrects(asset)
        if len(sides) == 1 and not asset.events:
            side = sides[asset.account][corrects]
            before, within = found.before(first), found.before(stop)
            within -= before
            side[0] += before if corrects else -before
            side[Flow.DEPRECIATION.place] += within if corrects else -within
            return
        for account, since, until in self.homes(asset):
            side = sides.setdefault(account, ([ZERO] * _PLACES, [ZERO] * _PLACES))[corrects]
            for place, one, other in (
                (0, since, min(first, until)),
                (Flow.DEPRECIATION.place, max(first, since), min(stop, until)),
            ):
                if one < other:
                    amount = found.within(one, other)
                    side[place] += amount if corrects else -amount

    def home(self, asset: Asset, end: datetime.date) -> str:
        """Return the account that an asset is on before ``end``."""
        if len(asset.events) == 0:
            return asset.account
        return next((account for since, account in reversed(asset.places) if since < end), asset.account)

    def homes(self, asset: Asset) -> Iterator[tuple[str, int, int]]:
        """Yield the accounts that an asset is on, each with its first month and the month after its last."""
        places = asset.places
        begins = [0, *(last_closed_month(date) + 1 for date, _ in places[1:]), _FAR]
        for (_, account), since, until in zip(places, begins, begins[1:], strict=False):
            if since < until:
                yield account, since, until

    def done(self, asset: Asset, end: datetime.date) -> bool:
        """Whether no month after ``end`` charges anything."""
        found = charges(asset)
        if found is None:
            return True
        stop = self._stop(end) if self.posted is not None else 0
        return found.before(_FAR) == found.before(stop)

    def _stop(self, end: datetime.date) -> int:
        """Return the month after the last one that is posted before ``end``."""
        posted = self.posted
        assert posted is not None
        found = self._stops.get((end, posted))  # one answer for all assets
        if found is None:
            found = self._stops[(end, posted)] = min(last_closed_month(end - DAY), posted) + 1
        return found

    def lines_of_asset(
        self,
        asset: Asset,
        period: Period,
        accumulated: bool,
        flows: Iterable[Flow],
        *,
        so_far: bool,
        where: Callable[[str], bool] = bool,
    ) -> list[Line]:
        """Return the postings behind an asset's figure by date: of the ``flows`` in a period, or all ``so_far``.

        Of a month's posting for many assets a line has the asset's part. ``where`` says which accounts count.
        """
        wanted = frozenset(flows)
        found = [
            moved.line
            for moved in self.by_asset.get(asset.name, ())
            if moved.accumulated is accumulated
            and moved.flow in wanted
            and moved.date < period.end
            and (so_far or moved.date >= period.begin)
            and where(moved.account)
        ]
        months = charges(asset)
        corrects = _corrects(asset)
        here = corrects is accumulated and Flow.DEPRECIATION in wanted
        if here and months is not None and self.posted is not None:
            first = 0 if so_far else self._stop(period.begin)
            taken = self._lines_of_months(asset, months, first, self._stop(period.end), corrects)
            found += [line for account, line in taken if where(account)]
        found.sort(key=lambda line: line.date)
        return found

    def _lines_of_months(
        self, asset: Asset, months: Charges, first: int, stop: int, corrects: bool
    ) -> Iterator[tuple[str, Line]]:
        for account, since, until in self.homes(asset):
            for month in range(max(first, since, months.start), min(stop, until, months.stop)):
                amount = months.within(month, month + 1)
                posted = self._months.get((account, asset.currency, month))
                if amount and posted:
                    entry, posting = posted[0]
                    sign = 1 if corrects else -1
                    part = _part(posting, amount, asset)
                    yield account, line_of(entry, part, sign * amount, Flow.DEPRECIATION)

    def lines_of_account(
        self,
        account: str,
        unit: str,
        accumulated: bool,
        period: Period,
        flows: Iterable[Flow],
        *,
        so_far: bool = False,
    ) -> list[Line]:
        """Return the postings on an account of assets, or on its accumulated depreciation, by date."""
        wanted = frozenset(flows)
        return [
            moved.line
            for moved in self._postings.get((account, unit, accumulated), ())
            if moved.flow in wanted and moved.date < period.end and (so_far or moved.date >= period.begin)
        ]


_FAR = 10**6  # a month after every life
_PLACES = len(Side._fields)


def _corrects(asset: Asset) -> bool:
    """Whether depreciation is credited to an account of its own, and not to that of the cost."""
    return asset.kind == TANGIBLE or contra_account(asset.account, asset.kind) != asset.account


def charges(asset: Asset) -> Charges | None:
    """Return an asset's depreciation by month; None where the plugin refused it."""
    found = asset.source.get(CHARGES)
    return found if isinstance(found, Charges) else None


def _part(posting: Any, amount: Decimal, asset: Asset) -> Any:
    """Return a month's posting for several assets as that of one: its arithmetic, and the directive that causes it."""
    meta = {**(posting.meta or {}), DIRECTIVE: asset.source}
    if "assets" in meta:
        meta["formula"] = (
            f"{amount} of {abs(posting.units.number)} {posting.units.currency}, {meta['assets']} assets"
        )
    return posting._replace(meta=meta)
