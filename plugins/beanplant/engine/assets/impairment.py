"""Impairment of a fixed asset: the loss, against the asset's accumulated depreciation.

    2029-06-30 custom "plant-asset-impairment" "CNC-01" 15000.00 USD

becomes, after that day's depreciation:

    2029-06-30 * "Impairment of CNC-01"
      Expenses:P100:ImpairmentLoss                      15000.00 USD   ; (67285.89 - 52285.89) USD
      Assets:P100:AccumulatedDepreciation:Machinery    -15000.00 USD

The amount is the loss as a person measured it, or follows from facts: under US GAAP none where the undiscounted cash
flows recover the book value, else book value less fair value; under IFRS book value less the recoverable amount. The
loss of an asset that was revalued takes its surplus first. Several assets that only together bring in cash have one
loss, which they share by book value. Depreciation goes on from what is left.

Rule: ASC 360-10-35-17 to -21 (two steps; the adjusted carrying amount is the new cost basis), -28 (a group);
IAS 36.59-63 (recoverable amount; .60-61: a revalued asset), 36.104-105 (a cash-generating unit).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beanplant.engine.assets.position import Leg, Move
from beanplant.engine.assets.worth import after_two_steps, recoverable

if TYPE_CHECKING:
    from beanplant.engine.assets.position import Position
    from beanplant.masterdata.asset_value_facts import AssetImpairment

RULE = "depreciation.impairment"


class Loss(NamedTuple):
    """A loss and its arithmetic."""

    amount: int
    formula: str


def impair(position: Position, event: AssetImpairment) -> None:
    """Take a loss off the book value; one above it is a fault and is left out."""
    if position.held is not None:
        position.fault(
            f"its impairment on {event.date}: it is held for sale since {position.held.event.date}; write what it is"
            f' worth: custom "plant-asset-status" "{position.asset.name}" "held-for-sale" with fair-value:',
            event.source,
        )
        return
    loss = _share(position, event) if event.names else measured(position, event, position.value)
    if loss is None or not loss.amount:
        return
    contra, unit = position.route.contra, position.asset.currency
    expense = event.account or position.setting.account(position.home, "Expenses", "ImpairmentLoss")
    covered = min(loss.amount, position.surplus)
    rest = loss.amount - covered
    legs = [Leg(contra, -loss.amount, loss.formula)]
    if covered:
        had = position.show(position.surplus)
        legs.insert(
            0, Leg(position.surplus_account, covered, f"{loss.formula}, of a surplus of {had} {unit}")
        )
    if rest:
        formula = f"{loss.formula} - {position.show(covered)} {unit}" if covered else loss.formula
        legs.insert(0, Leg(expense, rest, formula))
    position.impaired += rest
    position.lowered += covered
    position.surplus -= covered
    opens = (contra,) if event.account else (contra, expense)
    title = f"Impairment of {position.asset.name}"
    position.post(
        Move(event.date, RULE, title, event.source, tuple(legs), accumulated=loss.amount, opens=opens)
    )


def measured(position: Position, event: AssetImpairment, value: int) -> Loss | None:
    """Return the loss of a book ``value``, an asset's or a group's; None where there is none, or for a fault."""
    unit = position.asset.currency
    whose = "the impairment of " + ", ".join(event.names) if event.names else "its impairment"
    if event.amount is not None:
        loss = position.money.to_int(event.amount)
        if loss > value:
            position.fault(
                f"{whose} of {event.amount} {unit} on {event.date} is above the book value,"
                f" {position.show(value)} {unit}; write the loss: book value less fair value",
                event.source,
            )
            return None
        return Loss(loss, f"({position.show(value)} - {position.show(value - loss)}) {unit}")
    assert event.worth is not None
    what = f"{whose} on {event.date}"
    if position.ifrs(event.date):
        falls_to = recoverable(position, event, event.worth, what)
    else:
        falls_to = after_two_steps(position, event, event.worth, value, what)
    if falls_to is None:
        return None
    if falls_to.amount >= value:
        position.setting.advise(
            f'asset "{position.asset.name}": {what} is no loss: {falls_to.words} of {position.show(falls_to.amount)}'
            f" {unit} is not below the book value, {position.show(value)} {unit}",
            event.source,
        )
        return None
    formula = f"({position.show(value)} - {position.show(falls_to.amount)}) {unit}, {falls_to.words}"
    return Loss(value - falls_to.amount, formula)


def _share(position: Position, event: AssetImpairment) -> Loss | None:
    """Return the asset's share of the loss of its group."""
    values = position.setting.values
    assert values is not None
    return values.losses(position, event).get(position.asset.name)
