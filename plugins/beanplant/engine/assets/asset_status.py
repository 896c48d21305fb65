"""The status of a fixed asset: in use, idle, or held for sale.

    2029-06-30 custom "plant-asset-status" "CNC-01" "idle"
      expense: Expenses:P100:IdleCapacity
    2030-01-31 custom "plant-asset-status" "CNC-01" "in-use"

An idle asset is depreciated as before, but not as a cost of what is made: its depreciation goes to the account of idle
capacity, and back to its own when it is in use again (or to a new one, ``expense:``). The month of the date is charged
to the new account; dated on the last day of a month, the next one. What is held for sale is `held_for_sale`.

Rule: ASC 330-10-30-7 (idle facility expense is a cost of the period), IAS 2.13; IAS 16.55 (depreciation does not cease
when an asset becomes idle).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.engine.assets.held_for_sale import hold, hold_on, resume
from beanplant.masterdata.asset_facts import AssetMerge, AssetMerged, AssetSplit, AssetTransfer

if TYPE_CHECKING:
    from beanplant.engine.assets.position import Position
    from beanplant.engine.assets.register import Retirement
    from beanplant.masterdata.asset_facts import AssetEvent, AssetStatus

HELD, IDLE, IN_USE = "held-for-sale", "idle", "in-use"


def change_status(position: Position, event: AssetStatus) -> None:
    """Hold an asset for sale, let it idle, or bring it back into use."""
    held = position.held
    if event.status == HELD:
        if held is None:
            hold(position, event)
        else:
            hold_on(position, event, held)
        return
    if held is None and not _changes(position, event):
        return
    if held is not None and not resume(position, event, held):
        return
    if event.status == IDLE:
        if position.idle is None:
            position.idle = position.route.expense
        position.reroute(expense=event.expense)
    else:
        expense = event.expense or position.idle
        position.idle = None
        if expense and expense != position.route.expense:
            position.reroute(expense=expense)


def may_be(position: Position, event: AssetEvent | Retirement) -> bool:
    """Whether something can happen to an asset: held for sale it does not move, split or merge; else report it."""
    held = position.held
    if held is None or not isinstance(event, (AssetTransfer, AssetSplit, AssetMerge, AssetMerged)):
        return True
    position.fault(
        f"is held for sale since {held.event.date}, and neither moves nor becomes another until it is in use again:"
        f' custom "plant-asset-status" "{position.asset.name}" "{IN_USE}" with what it is worth',
        event.source,
    )
    return False


def _changes(position: Position, event: AssetStatus) -> bool:
    """Whether a status that is not about being held for sale says something new; else report it."""
    what = f'its status "{event.status}" on {event.date}'
    if event.worth is not None:
        position.fault(
            f"{what} says what it is worth, which is asked for only when it comes back from being held for sale; delete"
            ' that, or write a loss with custom "plant-asset-impairment"',
            event.source,
        )
    elif event.status == IDLE and position.idle is not None and event.expense == position.route.expense:
        position.fault(f"{what}: it is idle already; delete it", event.source)
    elif event.status == IN_USE and position.idle is None:
        position.fault(
            f"{what}: it is in use already, neither idle nor held for sale; delete it, or write what it was before:"
            f' custom "plant-asset-status" "{position.asset.name}" "idle"',
            event.source,
        )
    else:
        return True
    return False
