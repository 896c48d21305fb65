"""The reversal of an impairment, under IFRS.

    2031-06-30 custom "plant-asset-impairment-reversal" "CNC-01" 5000.00 USD

becomes:

    2031-06-30 * "Reversal of the impairment of CNC-01"
      Assets:P100:AccumulatedDepreciation:Machinery      5000.00 USD   ; (36000.00 - 31000.00) USD
      Income:P100:ImpairmentReversal                    -5000.00 USD

No more than what the book value would be without the impairment: the asset's schedule is worked out again without
it. An amount above that is a fault; facts (fair value less costs of disposal, value in use) are taken up to it.
What an impairment took of a revaluation surplus goes back there, after what it took of income.

Rule: IAS 36.110-121 (.117: the cap; .119: income, and the surplus of a revalued asset). Under US GAAP the
restoration of a loss of an asset held and used is prohibited (ASC 360-10-35-20).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beanplant.engine.assets.position import Leg, Move
from beanplant.engine.assets.worth import recoverable
from beanplant.masterdata.asset_facts import AssetStatus
from beanplant.masterdata.asset_value_facts import AssetImpairment, AssetReversal

if TYPE_CHECKING:
    from beanplant.engine.assets.position import Position

RULE = "depreciation.impairment-reversal"


def reverse(position: Position, event: AssetReversal) -> None:
    """Restore the book value as far as the standard lets it."""
    what = f"its reversal of an impairment on {event.date}"
    if not position.ifrs(event.date):
        position.fault(
            f"{what}: US GAAP prohibits the restoration of a loss (ASC 360-10-35-20); delete it, or write"
            ' gaap: "ifrs" on the plant',
            event.source,
        )
        return
    if position.held is not None:
        since = position.held.event.date
        position.fault(
            f"{what}: it is held for sale since {since}; write what it is worth: custom"
            f' "plant-asset-status" "{position.asset.name}" "held-for-sale" with fair-value:',
            event.source,
        )
        return
    lost = position.impaired + position.lowered
    if not lost:
        position.fault(f"{what}: there is no impairment that could be reversed; delete it", event.source)
        return
    _restore(position, event, what, lost)


def _restore(position: Position, event: AssetReversal, what: str, lost: int) -> None:
    values, unit, value = position.setting.values, position.asset.currency, position.value
    assert values is not None
    without = values.before(position.asset.name, event, position.setting, _of_impairment)
    cap = max(min((value if without is None else without) - value, lost), 0)
    would = f"without impairment it would be {position.show(value + cap)} {unit}"
    if event.amount is not None:
        up = position.money.to_int(event.amount)
        formula = f"({position.show(value + up)} - {position.show(value)}) {unit}"
        if up > cap:
            position.fault(
                f"{what} is {event.amount} {unit}, and no more than {position.show(cap)} {unit} can be reversed: its"
                f" book value is {position.show(value)} {unit}, {would} (IAS 36.117); write"
                f" {position.show(cap)} {unit} or less",
                event.source,
            )
            return
    else:
        assert event.worth is not None
        worth = recoverable(position, event, event.worth, what)
        if worth is None:
            return
        up = min(worth.amount - value, cap)
        if up <= 0:
            why = f"the book value, {position.show(value)} {unit}, is not below what it can be; {would}"
            position.setting.advise(
                f'asset "{position.asset.name}": {what} restores nothing: {why}', event.source
            )
            return
        why = worth.words if worth.amount - value <= cap else would
        formula = f"({position.show(value + up)} - {position.show(value)}) {unit}, {why}"
    _post(position, event, up, formula)


def _post(position: Position, event: AssetReversal, up: int, formula: str) -> None:
    contra = position.route.contra
    income = min(up, position.impaired)
    gain = event.account or position.setting.account(position.home, "Income", "ImpairmentReversal")
    legs = [Leg(contra, up, formula)]
    if income:
        legs.append(Leg(gain, -income, formula))
    if up > income:
        rest = f"{formula} - {position.show(income)} {position.asset.currency}" if income else formula
        legs.append(Leg(position.surplus_account, income - up, rest))
    position.impaired -= income
    position.lowered -= up - income
    position.surplus += up - income
    title = f"Reversal of the impairment of {position.asset.name}"
    opens = (contra,) if event.account else (contra, gain)
    position.post(Move(event.date, RULE, title, event.source, tuple(legs), accumulated=-up, opens=opens))


def _of_impairment(event: Any) -> bool:
    """Whether an event is left out of the book value that an asset would have without impairment."""
    return isinstance(event, (AssetImpairment, AssetReversal, AssetStatus))
