"""The revaluation of a fixed asset to its fair value, under IFRS.

    2028-12-31 custom "plant-asset-revaluation" "CNC-01" 90000.00 USD

becomes, with a cost of 120,000.00 and 45,000.00 accumulated:

    2028-12-31 * "Revaluation of CNC-01"
      Assets:P100:Machinery                             -30000.00 USD   ; (90000.00 - 120000.00) USD
      Assets:P100:AccumulatedDepreciation:Machinery      45000.00 USD   ; (45000.00 - 0.00) USD
      Equity:P100:RevaluationSurplus                    -15000.00 USD   ; (90000.00 - 75000.00) USD

``elimination`` takes the accumulated depreciation off the cost; ``proportionate`` changes both in proportion;
``gross:`` states the cost, and what it is above the fair value is accumulated. An increase goes to the surplus in
equity, but first to income, as far as an earlier decrease or impairment was taken from it; a decrease takes the
asset's surplus first, and the rest is a loss. The surplus moves to ``retained:`` when the asset leaves, a part's
with the part; with ``realize: TRUE`` also as the asset is used, at the end of each fiscal year, in proportion to what
is depreciated.

Rule: IAS 16.31-42 (.35: gross amount; .39-40: surplus and income; .41: retained earnings). US GAAP has no
revaluation (ASC 360-10-30-1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.engine.assets.phases import accumulated_in
from beanplant.engine.assets.position import Leg, Move
from beanplant.rules.depreciation import month_end
from beanplant.rules.rounding import half_up

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from beanplant.engine.assets.position import Position
    from beanplant.masterdata.asset_value_facts import AssetRevaluation
    from beanplant.masterdata.facts import Source
    from beanplant.rules.depreciation import FiscalYears, Run

RULE = "depreciation.revaluation"


def revalue(position: Position, event: AssetRevaluation) -> None:
    """Bring the book value to the fair value."""
    if not _allowed(position, event):
        return
    show, unit = position.show, position.asset.currency
    value, fair = position.value, position.money.to_int(event.value)
    cost, accumulated = position.cost, position.accumulated
    gross = _gross(position, event, fair)
    rest = gross - fair
    contra = position.route.contra
    catch_up = position.catch_up()
    legs = [
        *catch_up,
        Leg(position.route.account, gross - cost, f"({show(gross)} - {show(cost)}) {unit}"),
        Leg(contra, accumulated - rest, f"({show(accumulated)} - {show(rest)}) {unit}"),
    ]
    counter, opens = _counter(position, event, fair, value)
    legs += counter
    title = f"Revaluation of {position.asset.name}"
    position.post(
        Move(
            event.date,
            RULE,
            title,
            event.source,
            tuple(leg for leg in legs if leg.amount),
            cost=gross - cost,
            accumulated=rest - accumulated,
            opens=(contra, *opens),
        )
    )


def _allowed(position: Position, event: AssetRevaluation) -> bool:
    what = f"its revaluation on {event.date}"
    name = position.asset.name
    if not position.ifrs(event.date):
        position.fault(
            f"{what}: US GAAP keeps assets at cost (ASC 360-10-30-1); delete it, write a loss with custom"
            f' "plant-asset-impairment" "{name}", or gaap: "ifrs" on the plant',
            event.source,
        )
    elif position.held is not None:
        position.fault(
            f"{what}: it is held for sale since {position.held.event.date} and not revalued (IFRS 5.15); write what it"
            f' is worth: custom "plant-asset-status" "{name}" "held-for-sale" with fair-value:',
            event.source,
        )
    elif event.gross is None and event.method == "proportionate" and not position.value:
        position.fault(
            f'{what}: its book value is zero, so nothing is in proportion to it; write method: "elimination"',
            event.source,
        )
    elif event.surplus and position.surplus and event.surplus != position.surplus_account:
        position.fault(
            f"surplus: found {event.surplus}, and its surplus of {position.show(position.surplus)}"
            f" {position.asset.currency} is on {position.surplus_account}; write that account",
            event.source,
        )
    else:
        return True
    return False


def _gross(position: Position, event: AssetRevaluation, fair: int) -> int:
    """Return what the cost becomes."""
    if event.gross is not None:
        return position.money.to_int(event.gross)
    if event.method == "proportionate":
        return half_up(position.cost * fair, position.value)
    return fair


def _counter(
    position: Position, event: AssetRevaluation, fair: int, value: int
) -> tuple[list[Leg], tuple[str, ...]]:
    """Return what the change is against, the surplus and income, and the accounts that beanplant named."""
    setting, show, unit = position.setting, position.show, position.asset.currency
    named = event.surplus or (position.surplus_account if position.surplus else "")
    surplus = named or setting.account(position.home, "Equity", "RevaluationSurplus")
    change = fair - value
    formula = f"({show(max(fair, value))} - {show(min(fair, value))}) {unit}"
    position.surplus_account, position.retained = surplus, event.retained or position.retained
    if event.realize is not None:
        position.realize = event.source if event.realize else None
    # What was impaired by now is a decrease that was taken from income (IAS 16.39, IAS 36.119).
    position.deficit += position.impaired
    position.impaired = position.lowered = 0
    opens = () if event.surplus else (surplus,)
    if change >= 0:
        income = min(change, position.deficit)
        position.deficit -= income
        position.surplus += change - income
        account = event.gain or setting.account(position.home, "Income", "RevaluationGain")
        other, of_surplus = -income, income - change
    else:
        covered = min(-change, position.surplus)
        position.surplus -= covered
        position.deficit += -change - covered
        account = event.loss or setting.account(position.home, "Expenses", "RevaluationLoss")
        other, of_surplus = -change - covered, covered
    if not (event.gain if change >= 0 else event.loss):
        opens = (*opens, account)
    legs = []
    for name, amount, beside in ((account, other, of_surplus), (surplus, of_surplus, other)):
        less = f" - {show(abs(beside))} {unit}" if beside else ""
        legs.append(Leg(name, amount, formula + less))
    return legs, opens


def realize(position: Position, amount: int, date: datetime.date, source: Source) -> None:
    """Take a part of the surplus out of the asset's, and to retained earnings where an account is named for it."""
    position.surplus -= amount
    if not amount or not position.retained:
        return
    formula = f"{position.show(amount)} {position.asset.currency} of its surplus"
    legs = (Leg(position.surplus_account, amount, formula), Leg(position.retained, -amount, formula))
    title = f"Revaluation surplus of {position.asset.name}"
    position.post(Move(date, RULE, title, source, legs))


def realize_as_used(
    position: Position, runs: Sequence[Run], start: int, stop: int, years: FiscalYears
) -> None:
    """Take out the part of the surplus that depreciation took since the last event, at the end of each fiscal year.

    ``runs`` are the months from ``start`` on; those from the position's month up to ``stop`` were spread over what the
    position has above its salvage, so of the surplus goes what they took of that.
    """
    base, horizon = position.value - position.salvage, position.setting.horizon
    if position.realize is None or horizon is None or position.surplus <= 0 or base <= 0:
        return
    surplus, month, done = position.surplus, position.month, 0
    before, end = accumulated_in(runs, month - start), min(stop, horizon + 1)
    while month < end:
        month = min(years.year(month)[1], end)
        due = half_up(surplus * (accumulated_in(runs, month - start) - before), base)
        realize(position, due - done, month_end(month - 1), position.realize)
        done = due
