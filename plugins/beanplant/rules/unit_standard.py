"""What one unit of a product should take and cost: bill, routing and prices, worked out once for all its orders.

A plant closes many orders of the same bill, routing and prices. What does not depend on the order is here: the items
in the order in which they are shown, SQ for a unit, the rates of each activity, and the roll-up. An item without a
price (``Price.unit`` is None) is left to the order, which takes its own average issue cost.

The roll-up credits by-products, at most up to the joint cost, the standard cost of the other inputs, and spreads the
setup over the lot size (ASC 330-10-30-12, IAS 2.12 and 2.14).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, cast

# Whole numbers go with both kinds of exact number: all values of one order are Fraction, or all are Decimal, which is
# ten times faster and exact to 28 digits.
ZERO = cast("Fraction", 0)
ONE = cast("Fraction", 1)

EFFICIENCY = (
    ("labor", "LaborEfficiency"),
    ("variable-overhead", "VariableOverheadEfficiency"),
    ("fixed-overhead", "FixedOverheadVolumeEfficiency"),
)
"""The components of an activity's rate and the category of the hours that each is multiplied with."""

Rates = tuple[tuple[str, Fraction], ...]
"""The category and the rate of each component of an activity that is not zero."""


class Price(NamedTuple):
    """SP, the standard price of one unit in force at the close.

    ``unit`` is None for a material without a standard: its SP is the order's average issue cost.
    ``components`` is None for a material; for an activity it is the rates of labor, variable-overhead and
    fixed-overhead (what they leave of ``unit`` counts as labor, so an empty mapping is a rate of labor
    alone).
    """

    unit: Fraction | None
    components: Mapping[str, Fraction] | None = None


NO_PRICE = Price(None)


@dataclass(frozen=True, slots=True)
class StandardUsage:
    """What bill and routing allow for a product; one object can serve all orders of the same bill and
    routing.

    ``bill``: standard quantity for one unit of output, the components' planned scrap included; negative
    for a by-product. ``run``: hours for one unit. ``setup``: hours once an order. ``lot_size``: what the
    standard spreads the setup over. ``output_scrap``: planned share of scrapped output (0.02). ``mix``:
    the materials of the bill may stand in for each other, so ``Mix`` and ``Yield`` take the place of
    ``MaterialQuantity``.
    """

    bill: Mapping[str, Fraction] = field(default_factory=dict)
    run: Mapping[str, Fraction] = field(default_factory=dict)
    setup: Mapping[str, Fraction] = field(default_factory=dict)
    lot_size: Fraction = ONE
    output_scrap: Fraction = ZERO
    mix: bool = False


class RollUp(NamedTuple):
    """Cost of one unit without the planned scrap of the output.

    ``credit_share``: the share of the by-products' standard value that is credited, 1 unless it exceeds the joint cost.
    """

    unit: Fraction
    credit_share: Fraction


class UnitStandard:
    """The standard of one unit.

    ``units``: SP by item, of those that have one; ``unpriced``: the items of the usage that have none.
    ``names``: the items of bill and routing; ``per_unit``: SQ of each for one unit, without setup; ``rates``: of each
    activity; ``rolled_up``: None where an item has no price.
    """

    __slots__ = ("names", "per_unit", "prices", "rates", "rolled_up", "units", "unpriced", "usage")

    def __init__(self, usage: StandardUsage, prices: Mapping[str, Price]) -> None:
        self.usage = usage
        self.names = tuple(dict.fromkeys((*usage.bill, *usage.run, *usage.setup)))
        self.per_unit = {item: usage.bill.get(item, ZERO) + usage.run.get(item, ZERO) for item in self.names}
        self._price(prices)
        self.unpriced = tuple(item for item in self.names if item not in self.units)
        self.rolled_up = None if self.unpriced else roll_up(usage, self.units)

    def _price(self, prices: Mapping[str, Price]) -> None:
        self.prices = prices
        self.units = {item: price.unit for item, price in prices.items() if price.unit is not None}
        self.rates: dict[str, Rates] = {
            item: rates_of(price.unit, price.components)
            for item, price in prices.items()
            if price.unit is not None and price.components is not None
        }

    def with_prices(self, others: Mapping[str, Price]) -> UnitStandard:
        """Return the same standard with prices of further items, which are in neither bill nor routing."""
        found = UnitStandard.__new__(UnitStandard)
        found.usage, found.names, found.per_unit = self.usage, self.names, self.per_unit
        found.unpriced, found.rolled_up = self.unpriced, self.rolled_up
        found._price({**self.prices, **others})
        return found


def roll_up(usage: StandardUsage, units: Mapping[str, Fraction]) -> RollUp:
    """Return the cost of one unit at the prices ``units``, which have every item of the usage."""
    joint = credit = ZERO
    for item, quantity in usage.bill.items():
        if quantity < 0:
            credit -= quantity * units[item]
        else:
            joint += quantity * units[item]
    for item, hours in usage.run.items():
        joint += hours * units[item]
    for item, hours in usage.setup.items():
        joint += hours * units[item] / usage.lot_size
    credit_share = joint / credit if credit > joint > 0 else (ZERO if credit > joint else ONE)
    return RollUp(joint - credit * credit_share, credit_share)


def rates_of(price: Fraction, components: Mapping[str, Fraction]) -> Rates:
    """Return the rates of an activity's components; what they leave of its price is labor."""
    unstated = price - sum((components.get(component, ZERO) for component, _ in EFFICIENCY), ZERO)
    rates = (
        (category, components.get(component, ZERO) + (unstated if component == "labor" else ZERO))
        for component, category in EFFICIENCY
    )
    return tuple((category, rate) for category, rate in rates if rate)
