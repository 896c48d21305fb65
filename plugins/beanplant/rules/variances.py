"""The close of a production order: every cent that is left on it gets a reason.

What an order took in is compared with what the standards allow for its output, from unrounded values. SQ
is the standard quantity allowed for good and recorded scrapped output, AQ the actual one, SP the standard
price; the joint price-quantity effect goes to price. Unfavorable is positive (a debit), favorable
negative.

==========================  ==============================================================================
``MaterialPrice``           actual cost - SP x AQ, of materials booked at what they cost
``MaterialQuantity``        (AQ - SQ) x SP of the items in the bill that are not replaced
``Substitution``            AQ x SP of items not in the bill, and (AQ - SQ) x SP of each item replaced, once
``Mix``, ``Yield``          instead of MaterialQuantity where the bill's materials stand in for each other
``LaborEfficiency``         (actual - standard hours) x labor rate; standard hours are run x output + setup,
                            and so ``VariableOverheadEfficiency``, ``FixedOverheadVolumeEfficiency``
``LotSize``                 setup x (1 - output / lot size) at the full rate
``Scrap``                   gives back the scrap that is within the planned ``output-scrap``
``Rework``                  everything that a rework order added
``SubcontractPrice``        money of bought activities - SP x AQ
``DirectCharge``            money charged straight to the order
``ByProduct``               (AQ - SQ) x SP of the bill's negative lines
``StandardDifference``      (roll-up of the close's prices - stated standard) x output; the planned scrap
``LaborRate``               (stated wage - labor rate) x AQ, of work at a stated wage
``Revaluation``             what was booked at earlier standards less what the close's would have booked
``Remaining``               an opening balance without detail; nothing else
==========================  ==============================================================================

The identity behind it: for every input, booked = (booked - SP x AQ) + SP x (AQ - SQ) + SP x SQ. The sum
of the last terms is the roll-up of the output at the close's prices, but for the setup, which the roll-up
spreads over the lot size (``LotSize``), and the roll-up less the stated standard is
``StandardDifference``. So the sum of all variances is exactly what is on the order: no category is a
plug.

Output is good and scrapped output together. The roll-up in ``StandardDifference`` leaves out the planned
scrap of the output: the stated standard contains it, the order pays for it by units that are scrapped,
and the scrap within the plan (at most ``output_scrap`` x good output) moves from ``Scrap`` to
``StandardDifference``, where both meet. The credit of by-products in the roll-up never exceeds the joint
cost, the standard cost of the other inputs; what is beyond it is in ``ByProduct``. Setup is allowed once
there is output or an hour on the order.

Rule: ASC 330-10-30-12, IAS 2.21 (standard costs); Heisinger and Hoyle, Managerial Accounting, ch. 10;
OpenStax, Managerial Accounting, ch. 8; abnormal spoilage ASC 330-10-30-7, IAS 2.16(a).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from beanplant.rules.formulas import amount, number
from beanplant.rules.order_costs import Basis, Input, OrderCosts, Variance
from beanplant.rules.rounding import cents
from beanplant.rules.unit_standard import ONE, ZERO
from beanplant.rules.usage_variances import Standard, usage_variances

CATEGORIES = (
    "MaterialPrice",
    "MaterialQuantity",
    "Substitution",
    "Mix",
    "Yield",
    "LaborEfficiency",
    "VariableOverheadEfficiency",
    "FixedOverheadVolumeEfficiency",
    "LotSize",
    "Scrap",
    "Rework",
    "SubcontractPrice",
    "DirectCharge",
    "ByProduct",
    "StandardDifference",
    "LaborRate",
    "Revaluation",
    "Remaining",
)
"""The categories of an order's close, in the order in which they are shown."""

_RANK = {category: rank for rank, category in enumerate(CATEGORIES)}

_PRICE_CATEGORY = {
    Basis.STANDARD: "Revaluation",
    Basis.ACTUAL: "MaterialPrice",
    Basis.RATE: "LaborRate",
    Basis.SUBCONTRACT: "SubcontractPrice",
}


def settle(order: OrderCosts) -> list[Variance]:
    """Return the variances of ``order``, those of zero left out, in the order of ``CATEGORIES``.

    Their amounts are exact, and add up to ``order.balance`` exactly: incurred less completions and scrap
    as they were booked. ``Remaining`` appears only where the order had an ``opening`` balance without
    detail.
    """
    if order.kind == "rework":
        return _rework(order)
    standard = Standard(order)
    found = [
        *_price_differences(order, standard),
        *usage_variances(order, standard),
        *_direct_and_opening(order),
        *_output(order, standard),
    ]
    return sorted((v for v in found if v.amount), key=lambda v: _RANK[v.category])


def by_category(order: OrderCosts, digits: int = 2) -> dict[str, tuple[Decimal, str]]:
    """Return what the close posts for each category: its variances summed and rounded once, and their formulas.

    Half a cent goes away from zero. What a computation with 28 digits leaves over (33.333... x 3) must not decide
    which way it goes, so a sum counts to twelve decimals. A category whose sum rounds to zero is in it.
    """
    found: dict[str, tuple[Fraction, str]] = {}
    for category, exact, formula, _item in settle(order):
        if category in found:
            before, text = found[category]
            found[category] = (before + exact, f"{text} + {formula}")
        else:
            found[category] = (exact, formula)
    return {
        category: (cents(round(exact, 12), digits), formula) for category, (exact, formula) in found.items()
    }


def _rework(order: OrderCosts) -> list[Variance]:
    """What went into a rework order at standard comes out at standard; all that was added is ``Rework``."""
    if not order.balance:
        return []
    credited = order.completions + order.scrap
    formula = (
        f"({number(order.incurred, 2)} - {number(credited, 2)}) {order.currency} added to {order.product}"
    )
    return [Variance("Rework", order.balance, formula, order.product)]


def _price_differences(order: OrderCosts, standard: Standard) -> Iterator[Variance]:
    """Booked - SP x AQ of every input: a price, rate or subcontract variance, or a change of the standard."""
    for put in order.inputs:
        price = standard.prices[put.item]
        if put.item in standard.averaged:
            continue  # SP is the order's own average: there is no price to differ from
        if put.basis is Basis.RATE and put.overhead:
            yield from _rate_differences(order, put, price)
            continue
        booked = put.booked - price * put.quantity
        if booked:
            formula = f"{amount(put.booked, order.currency)} - {_at(put.quantity, put.item, price, order)}"
            yield Variance(_PRICE_CATEGORY[put.basis], booked, formula, put.item)


def _rate_differences(order: OrderCosts, put: Input, price: Fraction) -> Iterator[Variance]:
    """The wage against the labor in the standard; the overhead beside it only where its rates have changed since."""
    components = order.unit.prices[put.item].components or {}
    rate = sum((rate for name, rate in components.items() if name != "labor"), ZERO)
    wages, overhead = put.booked - put.overhead, put.overhead - rate * put.quantity
    formula = f"{amount(wages, order.currency)} - {_at(put.quantity, put.item, price - rate, order)}"
    yield Variance("LaborRate", wages - (price - rate) * put.quantity, formula, put.item)
    formula = f"{amount(put.overhead, order.currency)} - {_at(put.quantity, put.item, rate, order)}"
    yield Variance("Revaluation", overhead, formula, put.item)


def _direct_and_opening(order: OrderCosts) -> Iterator[Variance]:
    if order.direct:
        yield Variance("DirectCharge", order.direct, amount(order.direct, order.currency), order.product)
    if order.opening:
        formula = f"{amount(order.opening, order.currency)} opening balance without detail"
        yield Variance("Remaining", order.opening, formula, order.product)


def _output(order: OrderCosts, standard: Standard) -> Iterator[Variance]:
    """Lot size, planned scrap, the stated standard against the roll-up, and the output's own revaluation."""
    usage, product, output = order.unit.usage, order.product, standard.output
    if standard.setup_allowed:
        share = ONE - output / usage.lot_size
        for item, hours in usage.setup.items():
            price = standard.prices[item]
            formula = (
                f"{number(hours)} {item} x (1 - {number(output)} / {number(usage.lot_size)})"
                f" x {amount(price, order.currency)}"
            )
            yield Variance("LotSize", hours * share * price, formula, item)
    stated = standard.stated
    planned = min(order.scrapped, usage.output_scrap * order.good)
    if planned > 0:
        formula = f"{_at(planned, product, stated, order)} within the planned output scrap"
        yield Variance("Scrap", -planned * stated, f"-{formula}", product)
        yield Variance("StandardDifference", planned * stated, formula, product)
    rates = f"({number(standard.rolled_up, 2)} - {number(stated, 2)}) {order.currency}"
    formula = f"{rates} x {number(output)} {product}"
    yield Variance("StandardDifference", (standard.rolled_up - stated) * output, formula, product)
    credited = order.completions + order.scrap
    formula = f"{_at(output, product, stated, order)} - {amount(credited, order.currency)}"
    yield Variance("Revaluation", output * stated - credited, formula, product)


def _at(quantity: Fraction, item: str, price: Fraction, order: OrderCosts) -> str:
    return f"{number(quantity)} {item} x {amount(price, order.currency)}"
