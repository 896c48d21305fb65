"""The further books of assets (``plant-asset-area``): scheduled as the books are, with terms of their own.

What an area leaves on its asset's directive is all that a report needs: the months, what leaves with a part that is
disposed of, what a disposal's convention counts, and when it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from beanplant.engine.assets.lineage import Lineage
from beanplant.engine.assets.position import Setting
from beanplant.engine.assets.schedules import schedule_asset
from beanplant.engine.stock import Money
from beanplant.faults import AssetError, Faults
from beanplant.masterdata.asset_areas import AREAS
from beanplant.masterdata.asset_facts import (
    AssetImprovement,
    AssetMerge,
    AssetMerged,
    AssetSplit,
    AssetTransfer,
)
from beanplant.rules.depreciation import Charges
from beanplant.rules.depreciation.charges import AreaCharges, Change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beanplant.engine.assets.phases import Schedule
    from beanplant.engine.assets.register import Register
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.asset_areas import AssetArea
    from beanplant.masterdata.asset_facts import Asset

OF_ALL_BOOKS = (AssetImprovement, AssetMerge, AssetMerged, AssetSplit, AssetTransfer)
"""The events that are facts of every book."""


def schedule_areas(
    master: MasterData,
    register: Mapping[str, Register],
    options_map: Mapping[str, Any],
    horizon: int | None,
    faults: Faults,
) -> None:
    """Leave the schedule of each area on its asset's directive; faults of an area stand at its own directive."""
    for name in sorted({name for areas in master.areas.values() for name in areas}):
        of_area = {asset: areas[name] for asset, areas in master.areas.items() if name in areas}
        book = _Book(of_area, master, register, options_map, horizon)
        for asset, schedule in book.lineage.all_of(of_area):
            master.assets[asset].source.setdefault(AREAS, {})[name] = _left(schedule, of_area[asset])
        book.lineage.let_go()
        _report(book.faults, of_area, faults)


class _Book:
    """All assets as one area sees them; those without it are as in the books, for what they hand to others."""

    def __init__(
        self,
        of_area: Mapping[str, AssetArea],
        master: MasterData,
        register: Mapping[str, Register],
        options_map: Mapping[str, Any],
        horizon: int | None,
    ) -> None:
        assets = dict(master.assets)
        assets |= {name: _in_area(assets[name], area) for name, area in of_area.items()}
        self.faults = Faults()
        self.register = register
        self.lineage = Lineage(self._make, assets, self.faults)
        self.setting = Setting(master, options_map, horizon, self.lineage)

    def _make(self, asset: Asset, faults: Faults) -> Schedule | None:
        found = self.register[asset.name]
        if found.accumulated:
            found = replace(found, accumulated=asset.accumulated)  # the ledger has that of the books
        return schedule_asset(asset, found, self.setting, faults)


def _in_area(asset: Asset, area: AssetArea) -> Asset:
    """Return an asset as an area sees it."""
    return replace(
        asset,
        terms=area.terms,
        changes=area.changes,
        amounts=(),
        events=tuple(event for event in asset.events if isinstance(event, OF_ALL_BOOKS)),
        accumulated=area.accumulated,
        source=area.source,
    )


def _left(schedule: Schedule, area: AssetArea) -> AreaCharges:
    money = Money(schedule.asset.currency)
    charges = Charges.of(schedule.start, schedule.stop, schedule.runs, money.digits)
    return AreaCharges(
        charges,
        area.accumulated,
        tuple(
            Change(move.date, money.to_decimal(move.cost), money.to_decimal(move.accumulated))
            for move in schedule.moves
        ),
        None if schedule.taken is None else money.to_decimal(schedule.taken),
    )


def _report(found: Faults, of_area: Mapping[str, AssetArea], faults: Faults) -> None:
    """Take in the faults that are of an area's own terms; those of all books are reported with the books."""
    mine = set()
    for area in of_area.values():
        for source in (area.source, *(change.source for change in area.changes)):
            mine.add((source.get("filename"), source.get("lineno")))
    known = {error.message for error in faults.errors()}
    for error in found.errors():
        at = (error.source.get("filename"), error.source.get("lineno"))
        if at in mine and error.message not in known:
            faults.add(AssetError, error.source, error.message)
