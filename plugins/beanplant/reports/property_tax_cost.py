"""What is listed for property tax: original cost by place and day of acquisition, improvements apart."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant.masterdata.asset_accounts import TANGIBLE
from beanplant.reports.asset_flows import Flow
from beanplant.reports.asset_scope import covers, in_currency, plant_of
from beanplant.reports.lines import ZERO

if TYPE_CHECKING:
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.reports.period import Period
    from beanplant.reports.scope import Scope


class Held(NamedTuple):
    """An asset's cost on the listing date, or that of an improvement, with its place and when it was acquired."""

    asset: Asset
    account: str
    place: str
    acquired: datetime.date
    improvement: bool
    cost: Decimal
    accumulated: Decimal | None
    book_value: Decimal | None

    @property
    def order(self) -> tuple[Any, ...]:
        """Where it stands: by place, class, date, name."""
        return self.place, self.account, self.acquired, self.asset.name, self.improvement


def held_on(scope: Scope, before: Period) -> list[Held]:
    """Return what was there when the listing date began, by place, class and date of acquisition."""
    movements = scope.books.assets.movements
    found = []
    for asset in in_currency(scope):
        account = movements.home(asset, before.end)
        if asset.kind != TANGIBLE or not covers(scope, account):
            continue
        cost, accumulated = movements.sides(asset, before)
        if cost.closing <= 0:
            continue
        historical = cost.closing - _revalued(scope, asset, before.end)
        later = _improvements(scope, asset, before.end)
        rest = historical - sum(later.values(), ZERO)
        place = place_of(scope, asset, account)
        first = acquired(scope, asset)
        found.append(
            Held(
                asset,
                account,
                place,
                first,
                False,
                rest,
                accumulated.closing,
                cost.closing - accumulated.closing,
            )
        )
        for date, amount in later.items():
            found.append(Held(asset, account, place, date, True, amount, None, None))
    found.sort(key=lambda each: each.order)
    return found


def place_of(scope: Scope, asset: Asset, account: str) -> str:
    """Return the place of an asset: its plant, and its location where it has one."""
    said = asset.source.get("location")
    return " ".join(filter(None, (plant_of(scope, account), str(said) if said is not None else "")))


def acquired(scope: Scope, asset: Asset) -> datetime.date:
    """Return when an asset came into service, or when its first cost was paid, whichever is earlier."""
    paid = (
        moved.date
        for moved in scope.books.assets.movements.by_asset.get(asset.name, ())
        if not moved.accumulated and moved.amount > 0
    )
    return min(asset.date, next(paid, asset.date))


def _improvements(scope: Scope, asset: Asset, end: datetime.date) -> dict[datetime.date, Decimal]:
    """Return the cost of improvements by date, as long as the asset has cost of its own beside them."""
    found: dict[datetime.date, Decimal] = {}
    for moved in scope.books.assets.movements.by_asset.get(asset.name, ()):
        if moved.flow is Flow.IMPROVEMENT and not moved.accumulated and moved.date < end:
            found[moved.date] = found.get(moved.date, ZERO) + moved.amount
    return {date: amount for date, amount in found.items() if amount > 0}


def _revalued(scope: Scope, asset: Asset, end: datetime.date) -> Decimal:
    """Return what revaluations put on the cost."""
    return sum(
        (
            moved.amount
            for moved in scope.books.assets.movements.by_asset.get(asset.name, ())
            if moved.flow is Flow.REVALUATION and not moved.accumulated and moved.date < end
        ),
        ZERO,
    )
