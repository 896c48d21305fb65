"""Assets to which something happens, and groups: their schedules, and what events and disposals post.

Each asset is scheduled after those that it comes from (`lineage`). A register to which nothing happens does not pay for
this module and those of the events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant.engine.assets.book_values import BookValues
from beanplant.engine.assets.disposal import disposal
from beanplant.engine.assets.groups import schedule_group
from beanplant.engine.assets.lineage import Lineage
from beanplant.engine.assets.position import Setting
from beanplant.engine.assets.schedules import schedule_asset

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beanplant.engine.additions import Additions
    from beanplant.engine.assets.phases import Schedule
    from beanplant.engine.assets.plain import PlainAssets
    from beanplant.engine.assets.position import Move
    from beanplant.engine.assets.register import Register
    from beanplant.faults import Faults
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.asset_facts import Asset


class Histories(NamedTuple):
    """The schedules of groups and, by name, of assets; and the moves of both."""

    groups: list[Schedule]
    assets: dict[str, Schedule]
    moves: list[tuple[Asset, Move]]


def schedule_histories(
    names: Iterable[str],
    register: dict[str, Register],
    master: MasterData,
    options_map: Mapping[str, Any],
    horizon: int | None,
    plain: PlainAssets,
    added: Additions,
) -> Histories:
    """Return the schedules of assets by their names and of the ledger's groups; ``added`` takes faults and advice."""
    result = Histories([], {}, [])

    def make(asset: Asset, faults: Faults) -> Schedule | None:
        found = register[asset.name]
        schedule = plain.schedule(asset, found) or schedule_asset(asset, found, setting, faults)
        if schedule is not None:
            result.moves.extend([(asset, move) for move in schedule.moves])
            if found.disposal is not None:
                result.moves.append((asset, disposal(schedule, found, setting, faults)))
        return schedule

    lineage = Lineage(make, master.assets, added.faults)
    setting = Setting(master, options_map, horizon, lineage, BookValues(register), added.advice)
    for group in master.groups.values():
        of_group = schedule_group(group, register, setting, added.faults)
        if of_group is not None:
            result.groups.append(of_group[0])
            result.moves.extend(of_group[1])
    result.assets.update(lineage.all_of(names))
    lineage.let_go()
    return result
