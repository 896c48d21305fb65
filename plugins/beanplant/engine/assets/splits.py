"""Splits and mergers: an asset becomes several, or several become one.

    2028-07-01 custom "plant-asset-split" "LINE-1" "LINE-1A" 24000.00 USD

becomes, where LINE-1 cost 120,000.00 and 20,000.00 are accumulated:

    2028-07-01 * "Split of LINE-1"
      Assets:P100:Machinery                            -24000.00 USD   ; asset: "LINE-1"
      Assets:P100:AccumulatedDepreciation:Machinery      4000.00 USD   ; asset: "LINE-1"
      Assets:P100:Machinery                             24000.00 USD   ; asset: "LINE-1A"
      Assets:P100:AccumulatedDepreciation:Machinery     -4000.00 USD   ; asset: "LINE-1A"

Accumulated depreciation and salvage go with the cost in proportion, the terms stay, so what the assets depreciate
together is what the one did. ``custom "plant-asset-merge" "LINE-1" "LINE-2"`` is the reverse: cost, accumulated
depreciation and salvage of LINE-2 become LINE-1's, which spreads them over what is left of its own life.

Rule: a change of the unit of account is no disposal (IAS 16.9); the carrying amount goes on.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.engine.assets.lineage import CARRIED, Estate
from beanplant.engine.assets.position import Leg, Move, share_of
from beanplant.engine.assets.usage import used_in

if TYPE_CHECKING:
    from beanplant.engine.assets.position import Position
    from beanplant.masterdata.asset_facts import AssetMerge, AssetMerged, AssetSplit

SPLIT, MERGE = "depreciation.split", "depreciation.merge"


def split(position: Position, event: AssetSplit) -> None:
    """Give new assets their part of cost, accumulated depreciation and salvage."""
    legs: list[Leg] = []
    asset, currency, lineage, route = (
        position.asset,
        position.asset.currency,
        position.setting.lineage,
        position.route,
    )
    assert lineage is not None
    held = position.cost, position.accumulated
    for name, amount in event.amounts:
        cost = position.money.to_int(amount)
        if cost >= position.cost:
            position.fault(
                f'the split gives "{name}" {position.show(cost)} {currency}, of a cost of'
                f" {position.show(position.cost)} {currency}; something must be left",
                event.source,
            )
            continue
        share = Fraction(cost, position.cost)
        whole, accumulated_so_far = position.show(position.cost), position.show(position.booked)
        of_cost = f"{position.show(cost)} {currency} of {whole} {currency}"
        of_rest = f"{position.show(cost)} / {whole} x {accumulated_so_far} {currency}"
        booked = share_of(position.booked, share)
        kept = share_of(position.began - position.parted, share)
        before = replace(position)
        accumulated = position.part(share)
        position.cost -= cost
        position.accumulated -= accumulated
        position.surplus -= share_of(position.surplus, share)
        lineage.given[name] = Estate(
            route,
            position.month,
            cost,
            accumulated,
            booked,
            _carried(before, position),
            before.surplus_account,
            before.retained,
            before.idle,
            before.phase,
            before.phase_taken,
            before.began,
            before.began - kept,
            _used(before),
            before.taken_to,
            before.depreciated,
            before.kept * share,
            before.realize,
        )
        position.parted += kept
        legs += [
            Leg(route.account, -cost, of_cost),
            Leg(route.contra, booked, of_rest),
            Leg(route.account, cost, of_cost, asset=name),
            Leg(route.contra, -booked, of_rest, asset=name),
        ]
    _post(position, event, SPLIT, f"Split of {asset.name}", legs, held)


def merge(position: Position, event: AssetMerge) -> None:
    """Take what other assets have at their end."""
    legs: list[Leg] = []
    currency, lineage, route = position.asset.currency, position.setting.lineage, position.route
    assert lineage is not None
    held = position.cost, position.accumulated
    for name in event.others:
        end = lineage.end_of(name)
        if end is None:
            continue
        position.cost += end.cost
        position.accumulated += end.accumulated
        position.caught += end.booked - end.accumulated
        for word, amount in zip(CARRIED, end.carried, strict=True):
            setattr(position, word, getattr(position, word) + amount)
        legs += _surplus(position, end, name)
        cost = f"{position.show(end.cost)} {currency} of cost"
        booked = f"{position.show(end.booked)} {currency} accumulated"
        legs += [
            Leg(end.route.account, -end.cost, cost, asset=name),
            Leg(end.route.contra, end.booked, booked, asset=name),
            Leg(route.account, end.cost, cost),
            Leg(route.contra, -end.booked, booked),
        ]
    title = f"Merger of {' and '.join(event.others)} into {position.asset.name}"
    _post(position, event, MERGE, title, legs, held)


def merge_into(position: Position, event: AssetMerged) -> None:
    """End an asset whose cost and accumulated depreciation another one takes."""
    lineage = position.setting.lineage
    assert lineage is not None
    lineage.ended[position.asset.name] = Estate(
        position.route,
        position.month,
        position.cost,
        position.accumulated,
        position.booked,
        tuple(getattr(position, word) for word in CARRIED),
        position.surplus_account,
        position.retained,
        realize=position.realize,
    )
    title = f"{position.asset.name} becomes part of {event.into}"
    held = position.cost, position.accumulated
    position.cost = position.accumulated = 0
    for word in CARRIED:
        setattr(position, word, 0)
    _post(position, event, MERGE, title, [], held)
    position.caught = position.unposted
    position.stopped = True


def _surplus(position: Position, end: Estate, name: str) -> list[Leg]:
    """Take over where the revaluation surplus of a merged asset stands; one on another account moves."""
    taken = end.carried[CARRIED.index("surplus")]
    before = position.surplus_account
    position.surplus_account = before or end.surplus_account
    position.retained = position.retained or end.retained
    position.realize = position.realize or end.realize
    if not taken or end.surplus_account == position.surplus_account:
        return []
    formula = f"{position.show(taken)} {position.asset.currency} of surplus"
    return [Leg(end.surplus_account, taken, formula, asset=name), Leg(before, -taken, formula)]


def _carried(before: Position, after: Position) -> tuple[int, ...]:
    return tuple(getattr(before, word) - getattr(after, word) for word in CARRIED)


def _post(
    position: Position,
    event: AssetSplit | AssetMerge | AssetMerged,
    rule: str,
    title: str,
    legs: list[Leg],
    held: tuple[int, int],
) -> None:
    """Post the legs, and what the event changed of the cost and the accumulated depreciation that were ``held``."""
    moved = tuple(leg for leg in legs if leg.amount)
    contra = position.route.contra
    opens = () if contra == position.route.account else (contra,)
    (cost, accumulated), after = held, (position.cost, position.accumulated)
    position.cost, position.accumulated = held
    position.post(
        Move(
            event.date,
            rule,
            title,
            event.source,
            moved,
            cost=after[0] - cost,
            accumulated=after[1] - accumulated,
            opens=opens,
        )
    )


def _used(position: Position) -> Fraction:
    """Return the units that are used of the life."""
    phase, units = position.phase, position.terms.units
    if phase is None or units is None or phase.clock is not None:
        return Fraction(0)
    since = range(phase.first, position.month)
    return units - phase.units + sum((used_in(position.asset, month) for month in since), Fraction(0))
