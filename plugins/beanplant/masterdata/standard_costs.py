"""Standard costs: what a unit of an item or activity should cost, by date, stated or rolled up.

    2026-01-01 custom "plant-standard-cost" 100 STEEL 250.00 USD
    2026-01-01 custom "plant-standard-cost" 1 HR-ASSY 65.00 USD
      labor: 25.00 USD
      variable-overhead: 15.00 USD
      fixed-overhead: 25.00 USD

The first amount is the quantity that the second is for, so a price per hundred stays exact. The parts of an
activity's rate add up to the whole; without parts the whole rate is labor.

``beanplant.masterdata.standards_in_force`` says which of them holds on a date.
"""

from __future__ import annotations

from decimal import ROUND_UP, Decimal
from decimal import Context as DecimalContext
from fractions import Fraction
from typing import TYPE_CHECKING

from beancount.core.position import Cost

from beanplant.faults import place
from beanplant.masterdata.facts import COMPONENTS, Item, StandardCost, Timeline
from beanplant.masterdata.values import AMOUNT, Context, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beancount.core.amount import Amount

    from beanplant.masterdata.bills import Key
    from beanplant.masterdata.directives import Directive

SIGNIFICANT_DIGITS = 28
"""Of the cost of a lot: what Beancount's own arithmetic keeps."""

DIVISION = DecimalContext(prec=SIGNIFICANT_DIGITS, rounding=ROUND_UP)
"""A third that were cut off would turn what is exactly half a cent into less than that: ``1.5 x 0.01 / 3``."""


def read_standard_costs(directives: Iterable[Directive], context: Context) -> dict[Key, Timeline]:
    """Read ``plant-standard-cost`` directives: the standards of each item and plant by date."""
    result: dict[Key, Timeline] = {}
    currencies = context.currencies()
    for directive in directives:
        values = directive.take(AMOUNT, AMOUNT)
        stands, plant = directive.plant()
        if values is None or not stands or not _sound(directive, values[0], values[1], plant, currencies):
            continue
        item, rate = values
        timeline = result.setdefault((item.currency, plant), Timeline())
        if timeline.dates and timeline.dates[-1] == directive.date:
            other = place(timeline.facts[-1].source)
            directive.fault(
                f"{item.currency} has a standard cost on {directive.date} already, at {other};"
                " delete one of them"
            )
            continue
        fact = _stated(directive, item, rate, plant, context.items.get(item.currency))
        timeline.add(directive.date, fact)
    return result


def _sound(directive: Directive, item: Amount, rate: Amount, plant: str | None, currencies: set[str]) -> bool:
    if item.number is None or item.number <= 0:
        directive.fault(f"found {item}, expected a quantity above zero, the one that the cost is for")
        return False
    if rate.number is None or rate.number < 0:
        directive.fault(f"found {rate}, expected a cost of zero or more")
        return False
    if item.currency in currencies:
        directive.fault(f"found {item} first, expected the item first and its cost in {item.currency} second")
        return False
    expected = {directive.context.plants[plant].currency} if plant else currencies
    if expected and rate.currency not in expected:
        directive.fault(
            f"found {rate}, expected a cost in {' or '.join(sorted(expected))}, the currency of the plant"
        )
        return False
    return True


def _stated(
    directive: Directive, item: Amount, rate: Amount, plant: str | None, fact: Item | None
) -> StandardCost:
    unit = Fraction(number(rate)) / Fraction(number(item))
    activity = fact is not None and fact.activity
    components = _components(directive, item, rate, activity)
    return StandardCost(
        item=item.currency,
        date=directive.date,
        plant=plant,
        currency=rate.currency,
        unit=unit,
        components=components,
        cost=Cost(DIVISION.divide(number(rate), number(item)), rate.currency, directive.date, None),
        rolled_up=False,
        source=directive.source,
        material=Fraction(0) if activity else unit,
        conversion=unit if activity else Fraction(0),
    )


def _components(directive: Directive, item: Amount, rate: Amount, activity: bool) -> dict[str, Fraction]:
    """Return the rates of one unit by component; only an activity has them."""
    written = [part for part in COMPONENTS if directive.has(part)]
    if not activity:
        if written:
            directive.fault(
                f"{written[0]}: is part of an activity's rate, but {item.currency} is an item;"
                " write activity: TRUE in its"
                f" commodity directive, or use it in a routing"
            )
        return {}
    quantity = Fraction(number(item))
    whole = {part: Fraction(0) for part in COMPONENTS} | {"labor": Fraction(number(rate)) / quantity}
    if not written:
        return whole
    numbers = {part: directive.amount(part, rate.currency) for part in COMPONENTS}
    if any(numbers[part] is None for part in written):
        return whole
    total = sum((given for given in numbers.values() if given is not None), Decimal(0))
    if total != rate.number:
        sum_text = " + ".join(f"{part} {numbers[part]}" for part in written)
        directive.fault(f"{sum_text} = {total} {rate.currency}, expected {rate}; mend one of them")
        return whole
    return {part: Fraction(given or 0) / quantity for part, given in numbers.items()}
