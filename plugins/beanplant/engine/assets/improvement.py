"""An improvement: cost that an asset in service got, depreciated over what is left of its life.

    2028-07-01 * "Toolmaker" "New spindle"
      asset: "CNC-01"
      Assets:P100:Machinery          8000.00 USD
      Liabilities:Payables
    2028-07-01 custom "plant-asset-improvement" "CNC-01" 8000.00 USD
      life: "9 years"                ; any key of plant-asset-change: in all, from service

The transaction books the cost; the directive says that it is an improvement and not part of the cost at service, and
its amount checks it. What only prolongs the life may be a debit of the accumulated depreciation instead, with
``asset:``. Ordinary repairs are an expense and need no directive.

Rule: ASC 360-10-35 practice and IAS 16.12-13 (repairs are expensed; what adds to the future benefits is capitalized).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.engine.assets.position import Move
from beanplant.masterdata.asset_facts import AssetImprovement

if TYPE_CHECKING:
    from beanplant.engine.assets.position import Position
    from beanplant.engine.assets.register import Register
    from beanplant.masterdata.asset_facts import Asset


RULE = "depreciation.improvement"


def improved(asset: Asset, found: Register) -> tuple[Decimal, Decimal]:
    """Return what the improvements of an asset added to its cost, and what to its book value alone."""
    cost = prolonged = Decimal(0)
    for event in asset.events:
        if isinstance(event, AssetImprovement):
            if (event.date, event.amount) in found.restored:
                prolonged += event.amount
            else:
                cost += event.amount
    return cost, prolonged


def improve(position: Position, event: AssetImprovement) -> None:
    """Add the cost, which a person's transaction booked: nothing is posted."""
    amount = position.money.to_int(event.amount)
    prolongs = (event.date, event.amount) in position.found.restored
    title = f"Improvement of {position.asset.name}: {event.amount} {position.asset.currency}"
    position.post(
        Move(
            event.date,
            RULE,
            title,
            event.source,
            (),
            cost=0 if prolongs else amount,
            accumulated=-amount if prolongs else 0,
        )
    )
