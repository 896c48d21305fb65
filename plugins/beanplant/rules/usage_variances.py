"""What an order used against what the standards allow: quantity, substitution, mix and yield, efficiency.

All at SP, the price in force at the close, so that a price never hides in a quantity. An activity (a
price with components) gives an efficiency variance for each component of its rate; a material gives
``MaterialQuantity``, ``Substitution`` or ``ByProduct``. What was issued in place of another item
(``replaces``), and the item that it replaced, are both ``Substitution``: 20 BRASS instead of 20 STEEL at
3.00 and 2.50 is 60.00 - 50.00 = 10.00.

Mix and yield (for a bill with ``mix``), of materials that may stand in for each other: ``Mix`` = (AQ -
total AQ x standard share) x SP, for each; ``Yield`` = (total AQ - total SQ) x average SP, the SP of the
standard mix. Together they are the quantity variance (Horngren, Cost Accounting, ch. 7 appendix).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from beanplant.rules.formulas import amount, difference, number
from beanplant.rules.order_costs import OrderCosts, Variance
from beanplant.rules.unit_standard import NO_PRICE, ONE, ZERO, Rates, rates_of, roll_up


class Standard:
    """The standards of the close for one order: SP of every item, SQ for its output, the roll-up of a unit.

    ``prices``: SP by item; ``averaged``: items whose SP is the order's own average issue cost. ``output``: good and
    scrapped units. ``setup_allowed``: whether setup counts. ``rolled_up`` and ``credit_share``: see ``RollUp``.
    ``stated``: the output's standard.
    """

    __slots__ = ("averaged", "credit_share", "output", "prices", "rolled_up", "setup_allowed", "stated")

    def __init__(self, order: OrderCosts) -> None:
        unit = order.unit
        self.output = order.good + order.scrapped
        self.averaged: set[str] = set()
        self.prices: Mapping[str, Fraction] = unit.units
        if unit.unpriced or any(put.item not in unit.units for put in order.inputs):
            self.prices = self._with_averages(order)
        self.setup_allowed = bool(self.output) or any(
            put.quantity and unit.prices.get(put.item, NO_PRICE).components is not None
            for put in order.inputs
        )
        self.rolled_up, self.credit_share = unit.rolled_up or roll_up(unit.usage, self.prices)
        if order.standard is not None:
            self.stated = order.standard
        elif self.output:
            self.stated = (order.completions + order.scrap) / self.output
        else:
            self.stated = self.rolled_up

    def _with_averages(self, order: OrderCosts) -> dict[str, Fraction]:
        """SP of every item: its standard, or the order's average issue cost, or 0 where nothing is known."""
        prices = dict(order.unit.units)
        for item in dict.fromkeys((*order.unit.names, *(put.item for put in order.inputs))):
            if item not in prices:
                quantity = sum((put.quantity for put in order.inputs if put.item == item), ZERO)
                booked = sum((put.booked for put in order.inputs if put.item == item), ZERO)
                prices[item] = booked / quantity if quantity else ZERO
                if quantity:
                    self.averaged.add(item)
        return prices

    def allowed(self, order: OrderCosts, item: str) -> Fraction:
        """SQ: what bill, run time and setup allow of ``item`` for the output."""
        quantity = order.unit.per_unit.get(item, ZERO) * self.output
        setup = order.unit.usage.setup
        if self.setup_allowed and item in setup:
            quantity += setup[item]
        return quantity


def usage_variances(order: OrderCosts, standard: Standard) -> Iterator[Variance]:
    """Yield SP x (AQ - SQ) of every item, by what it is: the item of the bill, a substitute, an hour."""
    unit, usage = order.unit, order.unit.usage
    used: dict[str, Fraction] = {}
    substitutes: dict[str, Fraction] = {}
    replaced: set[str] = set()
    for put in order.inputs:
        if put.replaces is None:
            used[put.item] = used.get(put.item, ZERO) + put.quantity
        else:
            replaced.add(put.replaces)
            substitutes[put.item] = substitutes.get(put.item, ZERO) + put.quantity
    mixed: list[tuple[str, Fraction, Fraction]] = []
    for item in (*unit.names, *(item for item in used if item not in unit.per_unit)):
        actual, price = used.get(item, ZERO), standard.prices[item]
        planned = usage.bill.get(item)
        if planned is not None and planned < 0:
            yield _by_product(order, standard, item, actual)
            continue
        allowed = standard.allowed(order, item)
        mixes = usage.mix and planned is not None and item not in replaced
        if actual == allowed and not mixes:
            continue
        components = unit.prices.get(item, NO_PRICE).components
        if mixes and components is None:
            mixed.append((item, actual, allowed))
        elif actual == allowed:
            continue
        elif item in replaced:
            yield _quantity("Substitution", order, item, actual, allowed, price)
        elif components is not None:
            rates = unit.rates.get(item) or rates_of(price, components)
            yield from _efficiency(order, item, actual - allowed, difference(actual, allowed, item), rates)
        elif item in unit.per_unit:
            yield _quantity("MaterialQuantity", order, item, actual, allowed, price)
        elif actual < 0:
            yield _by_product(order, standard, item, actual)
        else:
            yield _whole("Substitution", order, item, actual, price)
    for item, actual in substitutes.items():
        yield _whole("Substitution", order, item, actual, standard.prices[item])
    yield from _mix_and_yield(order, standard, mixed)


def _quantity(
    category: str, order: OrderCosts, item: str, actual: Fraction, allowed: Fraction, price: Fraction
) -> Variance:
    formula = f"{difference(actual, allowed, item)} x {amount(price, order.currency)}"
    return Variance(category, (actual - allowed) * price, formula, item)


def _whole(category: str, order: OrderCosts, item: str, actual: Fraction, price: Fraction) -> Variance:
    return Variance(
        category, actual * price, f"{number(actual)} {item} x {amount(price, order.currency)}", item
    )


def _efficiency(order: OrderCosts, item: str, hours: Fraction, text: str, rates: Rates) -> Iterator[Variance]:
    """The hours too many at each component's rate."""
    for category, rate in rates:
        yield Variance(category, hours * rate, f"{text} x {amount(rate, order.currency)}", item)


def _by_product(order: OrderCosts, standard: Standard, item: str, actual: Fraction) -> Variance:
    """What came out of a by-product against the plan; the credit allowed is at most the joint cost."""
    price = standard.prices[item]
    allowed = standard.allowed(order, item)
    if standard.credit_share == ONE:
        return _quantity("ByProduct", order, item, actual, allowed, price)
    credit = allowed * price * standard.credit_share
    formula = (
        f"{number(actual)} {item} x {amount(price, order.currency)}"
        f" + {amount(-credit, order.currency)} allowed, the joint cost"
    )
    return Variance("ByProduct", actual * price - credit, formula, item)


def _mix_and_yield(
    order: OrderCosts, standard: Standard, mixed: list[tuple[str, Fraction, Fraction]]
) -> Iterator[Variance]:
    """Mix of each material, and the yield of all of them, at the SP of the standard mix."""
    planned = {item: order.unit.usage.bill[item] for item, _, _ in mixed}
    whole = sum(planned.values(), ZERO)
    if not whole:
        for item, actual, allowed in mixed:
            yield _quantity("MaterialQuantity", order, item, actual, allowed, standard.prices[item])
        return
    total = sum((actual for _, actual, _ in mixed), ZERO)
    total_allowed = sum((allowed for _, _, allowed in mixed), ZERO)
    average = sum((planned[item] * standard.prices[item] for item in planned), ZERO) / whole
    for item, actual, _ in mixed:
        share = planned[item] / whole
        yield _quantity("Mix", order, item, actual, total * share, standard.prices[item])
    formula = f"({number(total)} - {number(total_allowed)}) x {amount(average, order.currency)}"
    yield Variance("Yield", (total - total_allowed) * average, formula, order.product)
