"""What a contract came to so far, and what was said of it by a day.

A settlement is of returns where goods come back or nothing else can be owed; else of what is expected for a time (price
protection), as far as that goes, and the rest of what the contract owes otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beanplant.engine.contracts.lapsing import Expectation
from beanplant.masterdata.contract_facts import EXPECTED_VALUE
from beanplant.rules.consideration import average_price, expected_value, most_likely

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from beanplant.engine.contracts.delivery import Delivery
    from beanplant.masterdata.contract_facts import Contract, Estimate, Tiers
    from beanplant.rules.consideration import Outcome


@dataclass(slots=True)
class Totals:
    """What a contract came to so far: money in the currency."""

    billed: Decimal = Decimal(0)
    units: Fraction = Fraction(0)
    cost: Decimal = Decimal(0)
    cost_back: Decimal = Decimal(0)
    cost_currency: str = ""
    settled: Decimal = Decimal(0)
    on_liability: Decimal = Decimal(0)
    on_asset: Decimal = Decimal(0)
    interest: Fraction = Fraction(0)
    """On what was paid ahead; ``released``: what of it is revenue; ``earned``: on what is paid late."""
    released: Fraction = Fraction(0)
    earned: Fraction = Fraction(0)
    performed: Fraction = Fraction(0)
    returns: Expectation = field(default_factory=Expectation)
    """Of what was billed."""
    held: dict[str, Expectation] = field(default_factory=dict)
    """Of the units, by the element that counts them for a time."""

    _prices: dict[tuple[int, int], Fraction] = field(default_factory=dict)
    """Of a unit, by tiers and estimate."""

    def price(self, tiers: Tiers, estimate: Estimate | None, expected: Sequence[Outcome]) -> Fraction:
        """Return the price of a unit at the volumes ``expected``: those of an estimate, unless more was sold."""
        if estimate is None or expected is not estimate.outcomes:
            return average_price(tiers.tiers, expected, retrospective=tiers.retrospective)
        key = id(tiers), id(estimate)
        if key not in self._prices:
            self._prices[key] = average_price(tiers.tiers, expected, retrospective=tiers.retrospective)
        return self._prices[key]

    def add(self, delivery: Delivery, contract: Contract) -> None:
        """Take in a transaction."""
        if delivery.billed:
            self.returns.sold(delivery.date, Fraction(delivery.billed))
        if delivery.units:
            for held in self.held.values():
                held.sold(delivery.date, delivery.units)
        self._settle(delivery, contract)
        if not (contract.progress or contract.obligations):
            self._draw(Fraction(-delivery.on_liability))
        self.billed += delivery.billed
        self.units += delivery.units
        self.cost += delivery.cost
        self.cost_back += delivery.cost_back
        self.cost_currency = self.cost_currency or delivery.cost_currency
        self.settled += delivery.settled + delivery.moved
        self.on_liability += delivery.on_liability
        self.on_asset += delivery.on_asset

    def _draw(self, drawn: Fraction) -> None:
        """Say what interest an advance brings along that is drawn on; what is drawn beyond it is interest paid."""
        held, left = Fraction(self.on_liability), self.interest - self.released
        if drawn > 0 and left > 0:
            share = min(drawn / held, Fraction(1)) if held > 0 else Fraction(1)
            self.released += max(left * share - max(drawn - held, Fraction(0)), Fraction(0))

    def _settle(self, delivery: Delivery, contract: Contract) -> None:
        """Say what a settlement was of: returns, where goods come back or nothing else is owed; else what lapses."""
        settling = Fraction(delivery.settling)
        if not settling:
            return
        others = bool(contract.tiers or contract.elements)
        if delivery.goods_back or (contract.returns and not others):
            self.returns.came(settling)
            return
        for name, held in self.held.items():
            estimate = in_force(contract.elements[name].estimates, delivery.date, closing=True)
            alone = len(contract.elements) == 1 and not contract.tiers
            most = held.open * -value_of(estimate) - held.came_open if estimate is not None else Fraction(0)
            part = settling if alone else min(settling, max(most, Fraction(0)))
            held.came(part)
            settling -= part

    def lapse(self, date: datetime.date, contract: Contract) -> None:
        """Close what is expected of sales whose window ends on a date."""
        estimate = in_force(contract.returns, date, closing=True)
        if estimate is not None:
            self.returns.lapse(date, estimate.refunded)
        for name, held in self.held.items():
            estimate = in_force(contract.elements[name].estimates, date, closing=True)
            if estimate is not None:
                held.lapse(date, -value_of(estimate))


def value_of(estimate: Estimate) -> Fraction:
    """Return what an estimate puts into the price: what passes the constraint."""
    return before_the_constraint(estimate) if estimate.include is None else estimate.include


def before_the_constraint(estimate: Estimate) -> Fraction:
    """Return what the outcomes of an estimate come to by its method."""
    if estimate.method == EXPECTED_VALUE:
        return expected_value(estimate.outcomes)
    return most_likely(estimate.outcomes)


def in_force(dated: Sequence[Any], date: datetime.date, *, closing: bool) -> Any | None:
    """Return the newest of what was said by a date. A sale goes by what was said before its day, if anything was:
    an estimate is said at the end of its day."""
    found = None
    for each in dated:
        if each.date < date or (each.date == date and (closing or found is None)):
            found = each
    return found
