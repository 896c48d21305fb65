"""A fixed asset held for sale: no depreciation, no more than fair value less cost to sell.

    2029-06-30 custom "plant-asset-status" "CNC-01" "held-for-sale"
      fair-value: 52000.00 USD
      disposal-cost: 2000.00 USD
      account: Assets:P100:HeldForSale       ; takes the carrying amount; without it nothing moves

A loss is posted where that is below the carrying amount. Another directive measures it again: a further loss, or a gain
up to the loss so far (under IFRS also up to an impairment before). Back in use it has the lower of what its book value
would be if it had never been held for sale, and what it is worth on that day; depreciation that was not taken is made
up for. Depreciation by use or by hand, and by a convention that counts part of a month (``daily``, ``mid-month``), is
caught up to the date; with the others it stops with the month before, or with the month that the date ends.

Rule: ASC 360-10-35-43 (measurement, no depreciation), -40 (gain), -44 (back in use); IFRS 5.15, .20-22, .25, .27-28.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beanplant.engine.assets.position import Leg, Move, Route, share_of
from beanplant.engine.assets.worth import DISPOSAL_COST, FAIR_VALUE, US, less_cost, recoverable, takes
from beanplant.masterdata.asset_facts import AssetStatus
from beanplant.rules.depreciation import month_number

if TYPE_CHECKING:
    from fractions import Fraction
    from typing import Any

    from beanplant.engine.assets.position import Position
    from beanplant.engine.assets.worth import Measure

RULE, LOSS, GAIN = "depreciation.held-for-sale", "depreciation.impairment", "depreciation.impairment-reversal"
WITHIN_MONTHS = ("daily", "mid-month", "half-month", "nearest-month")
"""The conventions that count a part of a month."""


class Held(NamedTuple):
    """Since which ``event`` an asset is held for sale, its ``cost`` then, its ``impaired`` then, and its accounts.

    ``loss`` is what was lost since, less gains. ``moved``: the carrying amount stands on an account of its own.
    """

    event: AssetStatus
    home: Route
    cost: int
    impaired: int
    loss: int = 0
    moved: bool = False

    def less(self, share: Fraction) -> Held:
        """Return what is left when a share of the asset leaves."""
        cost, impaired, loss = (
            each - share_of(each, share) for each in (self.cost, self.impaired, self.loss)
        )
        return self._replace(cost=cost, impaired=impaired, loss=loss)


def hold(position: Position, event: AssetStatus) -> None:
    """Begin to hold an asset for sale."""
    what = f'its status "held-for-sale" on {event.date}'
    worth = event.worth
    if worth is not None and not takes(
        position, event, worth, what, "held for sale", FAIR_VALUE, DISPOSAL_COST
    ):
        return
    home, cost, show, unit = position.route, position.cost, position.show, position.asset.currency
    caught, to_date = _to_date(position, event)
    legs = [*position.catch_up(), *caught]
    accumulated = position.accumulated + to_date
    value = cost - accumulated
    moved = event.account is not None and event.account != home.account
    changes, corrects = 0, to_date
    if event.account is not None and moved:
        formula = f"({show(cost)} - {show(accumulated)}) {unit}"
        legs += [
            Leg(home.account, -cost, f"{show(cost)} {unit} of cost"),
            Leg(home.contra, accumulated, f"{show(accumulated)} {unit} accumulated"),
            Leg(event.account, value, formula),
        ]
        changes, corrects = value - cost, -position.accumulated
        position.route = Route(position.month, event.account, event.account, home.expense)
        position.routes.append(position.route)
    position.held = Held(event, home, cost, position.impaired, moved=moved)
    position.stopped = True
    opens = () if home.contra == home.account else (home.contra,)
    position.post(_move(event, f"{position.asset.name} held for sale", legs, changes, corrects, opens))
    if worth is not None and worth.fair_value is not None:
        _measure(position, event, less_cost(position, worth.fair_value, worth.disposal_cost))


def hold_on(position: Position, event: AssetStatus, held: Held) -> None:
    """Measure an asset again that is held for sale."""
    what = f'its status "held-for-sale" on {event.date}'
    worth = event.worth
    if event.account is not None and event.account != position.route.account:
        position.fault(
            f"{what}: account: says where its carrying amount goes when it is first held for sale, on"
            f" {held.event.date}; delete it",
            event.source,
        )
    elif worth is None:
        position.fault(
            f"{what}: it is held for sale already, since {held.event.date}; delete it, or write what it is worth now:"
            f" {FAIR_VALUE}: and {DISPOSAL_COST}:",
            event.source,
        )
    elif takes(position, event, worth, what, "held for sale", FAIR_VALUE, DISPOSAL_COST):
        assert worth.fair_value is not None
        _measure(position, event, less_cost(position, worth.fair_value, worth.disposal_cost))


def resume(position: Position, event: AssetStatus, held: Held) -> bool:
    """Bring an asset back into use; False where its directive does not say what it is worth."""
    worth = _worth_in_use(position, event)
    values = position.setting.values
    if worth is None or values is None:
        return False
    begun = held.event

    def since(other: Any) -> bool:
        return isinstance(other, AssetStatus) and (other is begun or other.date > begun.date)

    show, unit, value = position.show, position.asset.currency, position.value
    unheld = value + held.loss
    without = values.before(position.asset.name, event, position.setting, since)
    would = unheld if without is None else without
    now = min(would, worth.amount)
    legs = []
    if held.moved:
        back = held.cost - value
        legs += [
            Leg(position.route.account, -value, f"{show(value)} {unit} of carrying amount"),
            Leg(held.home.account, held.cost, f"{show(held.cost)} {unit} of cost"),
            Leg(held.home.contra, -back, f"({show(held.cost)} - {show(value)}) {unit}"),
        ]
        position.cost, position.accumulated = held.cost, back
    position.route = held.home._replace(first=position.month)
    position.routes.append(position.route)
    contra, late = held.home.contra, unheld - would
    legs += _both(
        held.home.expense, contra, late, f"({show(unheld)} - {show(would)}) {unit}, not taken", position
    )
    position.held, position.stopped = None, False
    position.impaired = held.impaired + would - now
    position.post(_move(event, f"{position.asset.name} in use again", legs, 0, late, (contra,)))
    rest = now - position.value
    words = worth.words if now == worth.amount else "as if never held for sale"
    _change(position, event, rest, words)
    return True


def _worth_in_use(position: Position, event: AssetStatus) -> Measure | None:
    """Return what an asset is worth that comes back into use; None for a fault."""
    what = f'its status "{event.status}" on {event.date}'
    ifrs = position.ifrs(event.date)
    if event.worth is None:
        asked = "fair-value: and disposal-cost:, or value-in-use:" if ifrs else "fair-value:"
        position.fault(
            f"{what}: it was held for sale, and comes back at no more than it is worth that day; write {asked}"
            " (ASC 360-10-35-44, IFRS 5.27)",
            event.source,
        )
        return None
    if ifrs:
        return recoverable(position, event, event.worth, what)
    if not takes(position, event, event.worth, what, US, FAIR_VALUE):
        return None
    assert event.worth.fair_value is not None
    return less_cost(position, event.worth.fair_value, None)


def _measure(position: Position, event: AssetStatus, worth: Measure) -> None:
    """Post a loss, or a gain up to the loss so far."""
    held, value = position.held, position.value
    assert held is not None
    change = worth.amount - value
    words = worth.words
    if change > 0:
        most = held.loss + (held.impaired if position.ifrs(event.date) else 0)
        if change > most:
            change, words = most, "no more than was lost"
    position.held = held._replace(loss=held.loss - change)
    _change(position, event, change, words)


def _change(position: Position, event: AssetStatus, change: int, words: str) -> None:
    """Post a gain (positive) or a loss against the asset."""
    if not change:
        return
    setting, route, value = position.setting, position.route, position.value
    before, after = position.show(value), position.show(value + change)
    on_cost = position.held is not None and position.held.moved
    if change > 0:
        account, rule = event.gain or setting.account(position.home, "Income", "ImpairmentReversal"), GAIN
    else:
        account, rule = event.loss or setting.account(position.home, "Expenses", "ImpairmentLoss"), LOSS
        before, after = after, before
    named = event.gain if change > 0 else event.loss
    opens = {account} if not named else set()
    opens |= set() if on_cost or route.contra == route.account else {route.contra}
    formula = f"({after} - {before}) {position.asset.currency}, {words}"
    legs = (Leg(account, -change, formula), Leg(route.contra, change, formula))
    title = f"{'Gain' if change > 0 else 'Loss'} on {position.asset.name}"
    position.post(
        Move(
            event.date,
            rule,
            title,
            event.source,
            legs,
            cost=change if on_cost else 0,
            accumulated=0 if on_cost else -change,
            opens=tuple(sorted(opens)),
        )
    )


def _to_date(position: Position, event: AssetStatus) -> tuple[list[Leg], int]:
    """Return the depreciation of the month up to the date: by use, by hand, or by a convention that counts parts."""
    terms = position.terms
    if terms.method == "manual":
        taken = position.depreciated + _by_hand(position, event)
    elif terms.method == "units-of-production" or terms.convention in WITHIN_MONTHS:
        taken = position.depreciated if position.taken_to is None else position.taken_to(event.date)
    else:
        return [], 0
    amount = min(taken - position.depreciated, position.value - position.salvage)
    if amount <= 0:
        return [], 0
    show, unit = position.show, position.asset.currency
    formula = f"({show(taken)} - {show(position.depreciated)}) {unit}, to {event.date}"
    return _both(position.route.expense, position.route.contra, amount, formula, position), amount


def _by_hand(position: Position, event: AssetStatus) -> int:
    """Return what a person wrote of the month up to the date."""
    return sum(
        position.money.to_int(written.amount)
        for written in position.asset.amounts
        if month_number(written.date) == position.month and written.date <= event.date
    )


def _both(expense: str, contra: str, amount: int, formula: str, position: Position) -> list[Leg]:
    """Return the two legs of depreciation."""
    rule = f"depreciation.{position.terms.method}"
    return [Leg(expense, amount, formula, rule), Leg(contra, -amount, formula, rule)]


def _move(
    event: AssetStatus, title: str, legs: list[Leg], cost: int, accumulated: int, opens: tuple[str, ...]
) -> Move:
    shown = tuple(leg for leg in legs if leg.amount)
    return Move(event.date, RULE, title, event.source, shown, cost=cost, accumulated=accumulated, opens=opens)
