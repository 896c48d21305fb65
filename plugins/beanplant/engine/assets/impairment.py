"""Impairment of a fixed asset: the loss, against the asset's accumulated depreciation.

    2029-06-30 custom "plant-asset-impairment" "CNC-01" 15000.00 USD

becomes, after that day's depreciation:

    2029-06-30 * "Impairment of CNC-01"
      Expenses:P100:ImpairmentLoss                      15000.00 USD   ; (67285.89 - 52285.89) USD
      Assets:P100:AccumulatedDepreciation:Machinery    -15000.00 USD

The amount is the loss as a person measured it: book value less fair value (US), or less the recoverable amount
(IFRS). Depreciation goes on from what is left. The loss is not restored.

Rule: ASC 360-10-35-17 and -20 (the adjusted carrying amount is the new cost basis; restoration is prohibited),
IAS 36.59-63.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.engine.assets.position import Leg, Move

if TYPE_CHECKING:
    from beanplant.engine.assets.position import Position
    from beanplant.masterdata.asset_facts import AssetImpairment

RULE = "depreciation.impairment"


def impair(position: Position, event: AssetImpairment) -> None:
    """Take a loss off the book value; one above it is a fault and is left out."""
    asset = position.asset
    loss = position.money.to_int(event.amount)
    if loss > position.value:
        position.fault(
            f"its impairment of {event.amount} {asset.currency} on {event.date} is above the book value,"
            f" {position.show(position.value)} {asset.currency}; write the loss: book value less fair value",
            event.source,
        )
        return
    contra = position.route.contra
    expense = event.account or position.setting.account(position.route.account, "Expenses", "ImpairmentLoss")
    before, after = position.show(position.value), position.show(position.value - loss)
    formula = f"({before} - {after}) {asset.currency}"
    position.impaired += loss
    position.post(
        Move(
            event.date,
            RULE,
            f"Impairment of {asset.name}",
            event.source,
            (Leg(expense, loss, formula), Leg(contra, -loss, formula)),
            accumulated=loss,
            opens=(contra,) if event.account else (contra, expense),
        )
    )
