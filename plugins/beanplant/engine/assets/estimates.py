"""The estimates of an asset one after the other, and the events that begin one.

    2028-01-01 custom "plant-asset-change" "CNC-01"
      life: "9 years"
    2029-06-30 custom "plant-asset-impairment" "CNC-01" 15000.00 USD

Either begins an estimate with the month of its date; dated on the last day of a month, with the next. A part that is
sold begins one with the month of the sale, as a disposal ends with it. Several of one month are one estimate. An
event keeps the terms before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beanplant.engine.assets.register import Retirement
from beanplant.masterdata.asset_facts import (
    AssetChange,
    AssetMerge,
    AssetMerged,
    AssetSplit,
    AssetTransfer,
)
from beanplant.rules.depreciation.months import last_closed_month, month_number

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from beanplant.engine.assets.register import Register
    from beanplant.masterdata.asset_facts import Asset, AssetEvent

    Event = AssetEvent | Retirement


class Estimate(NamedTuple):
    """From month ``first`` on: the revised estimate that holds, if any, and what happens at its beginning, by date:
    revised estimates and other events.
    """

    first: int
    date: datetime.date
    change: AssetChange | None = None
    events: tuple[AssetChange | Event, ...] = ()


def estimates_of(asset: Asset, found: Register, opened: int, fault: Callable[..., None]) -> list[Estimate]:
    """Return the estimates by month; what comes after the disposal, or before the books, is a fault."""
    estimates = [Estimate(0, asset.date)]
    if not (asset.changes or asset.events or found.retirements):
        return estimates
    events: list[AssetChange | Event] = [*asset.events, *found.retirements, *asset.changes]
    for event in sorted(events, key=lambda event: (event.date, _place_in_day(event))):
        if not _in_time(asset, event, found, fault):
            continue
        last = estimates[-1]
        at = event.date
        month = month_number(at) if isinstance(event, Retirement) else last_closed_month(at) + 1
        same = month <= max(opened, last.first)
        if isinstance(event, AssetChange):
            if same:
                estimates[-1] = last._replace(date=at, change=event, events=(*last.events, event))
            else:
                estimates.append(Estimate(month, at, event, (event,)))
        elif same and len(estimates) > 1:
            estimates[-1] = last._replace(events=(*last.events, event))
        else:
            estimates.append(Estimate(max(month, opened), at, None, (event,)))
    return estimates


def up_to(
    estimates: list[Estimate], event: AssetEvent, without: Callable[[AssetChange | Event], bool] | None
) -> list[Estimate] | None:
    """Return the estimates to the one of an event, with what came before it, less what ``without`` holds for.

    None where it is in none of them.
    """
    kept: list[Estimate] = []
    for estimate in estimates:
        at = next((index for index, each in enumerate(estimate.events) if each is event), None)
        before = estimate.events[:at]
        events = tuple(each for each in before if without is None or not without(each))
        if not kept or events or at is not None:
            changes = [each for each in events if isinstance(each, AssetChange)]
            kept.append(estimate._replace(events=events, change=changes[-1] if changes else None))
        if at is not None:
            return kept
    return None


def _place_in_day(event: AssetChange | Event) -> int:
    """Return the order within a day: where it is, what leaves it, what joins it, and last how it is estimated."""
    if isinstance(event, (AssetSplit, AssetTransfer)):
        return 0
    if isinstance(event, Retirement):
        return 1
    return 3 if isinstance(event, AssetChange) else 2


def _in_time(asset: Asset, event: AssetChange | Event, found: Register, fault: Callable[..., None]) -> bool:
    """Whether an event lies between the asset's opening and its disposal; else report it."""
    what = past(event)
    if found.disposal is not None and event.date >= found.disposal.date:
        since = found.disposal.date
        when = "on the day of" if event.date == since and what != "changed" else "after"
        fault(
            f"is {what} on {event.date}, {when} its disposal on {since}; correct one of the two dates",
            event.source,
        )
        return False
    if isinstance(event, Retirement) and event.date < asset.date:
        fault(
            f"is {what} on {event.date}, before its service of {asset.date}; correct one of the two dates",
            event.source,
        )
        return False
    if isinstance(event, AssetChange):
        return True
    opened = found.opened if asset.accumulated else None
    moves = isinstance(event, (AssetMerge, AssetMerged, AssetSplit, AssetTransfer))
    if opened is not None and (event.date < opened or (event.date == opened and not moves)):
        fault(
            f"is {what} on {event.date}: that is in accumulated: already, as the books opened it on {found.opened};"
            " delete it, or date it later",
            event.source,
        )
        return False
    return True


def past(event: AssetChange | Event) -> str:
    """Return what happened to the asset: ``improved``."""
    return PAST.get(type(event).__name__, "changed")


PAST = {
    "AssetImpairment": "impaired",
    "AssetImprovement": "improved",
    "AssetReversal": "written up",
    "AssetRevaluation": "revalued",
    "AssetStatus": "given a status",
    "AssetMerge": "merged with another",
    "AssetMerged": "merged into another",
    "AssetSplit": "split",
    "AssetTransfer": "transferred",
    "Retirement": "disposed of in part",
}
"""What happened to the asset, by the event's class."""
