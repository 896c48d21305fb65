"""A transfer: an asset moves to another account, of its plant or of another one.

    2028-07-10 custom "plant-asset-transfer" "CNC-01" Assets:P200:Machinery
      expense: Expenses:P200:Depreciation

becomes, with what is accumulated on that day:

    2028-07-10 * "Transfer of CNC-01"
      Assets:P100:Machinery                           -120000.00 USD
      Assets:P200:Machinery                            120000.00 USD
      Assets:P100:AccumulatedDepreciation:Machinery     37285.59 USD
      Assets:P200:AccumulatedDepreciation:Machinery    -37285.59 USD

Nothing is gained or lost. What moves is what the old account got, whatever the date of an improvement's directive. The
month of the transfer is depreciated on the new accounts; a transfer on the last day of a month leaves it on the old
ones. What is bought for the asset later, and its disposal, belong on the new account.

Rule: a move within one entity is no disposal (ASC 360-10-40, IAS 16.67); it shows in the roll-forward of the classes
(IAS 16.73(e)(ix)).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.engine.assets.position import Leg, Move
from beanplant.masterdata.asset_accounts import contra_account
from beanplant.masterdata.asset_facts import AssetImprovement

if TYPE_CHECKING:
    from beanplant.engine.assets.position import Position
    from beanplant.masterdata.asset_facts import AssetTransfer

RULE = "depreciation.transfer"


def transfer(position: Position, event: AssetTransfer) -> None:
    """Move the cost and what is accumulated to the accounts of the event, and charge to them from then on."""
    asset, before, currency = position.asset, position.route, position.asset.currency
    contra = contra_account(event.account, asset.kind)
    cost, accumulated = position.cost + _ahead(position, event), position.booked
    amounts = [
        Leg(before.account, -cost, f"{position.show(cost)} {currency} of cost"),
        Leg(event.account, cost, f"{position.show(cost)} {currency} of cost"),
        Leg(before.contra, accumulated, f"{position.show(accumulated)} {currency} accumulated"),
        Leg(contra, -accumulated, f"{position.show(accumulated)} {currency} accumulated"),
    ]
    legs = [leg for leg in amounts if leg.amount]
    if event.account == before.account:
        legs = []
    opens = () if contra == event.account else (contra,)
    position.post(Move(event.date, RULE, f"Transfer of {asset.name}", event.source, tuple(legs), opens=opens))
    if position.idle is not None and event.expense is not None:
        position.idle = event.expense  # where it goes when the asset is in use again
        position.reroute(account=event.account)
    else:
        position.reroute(account=event.account, expense=event.expense)


def _ahead(position: Position, event: AssetTransfer) -> int:
    """Return what the account got before the transfer for improvements that are dated later, less the reverse."""
    found = position.found
    prolonged = set(found.restored)
    improvements = [each for each in position.asset.events if isinstance(each, AssetImprovement)]
    later = sum(
        (
            each.amount
            for each in improvements
            if each.date >= event.date and (each.date, each.amount) not in prolonged
        ),
        Decimal(0),
    )
    posted = sum((amount for date, amount in found.costs if date >= event.date), Decimal(0))
    return position.money.to_int(later - posted)
