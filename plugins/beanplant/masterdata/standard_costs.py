"""Standard costs: what a unit of an item or activity should cost, by date, stated or rolled up.

    2026-01-01 custom "plant-standard-cost" 100 STEEL 250.00 USD
    2026-01-01 custom "plant-standard-cost" 1 HR-ASSY 65.00 USD
      labor: 25.00 USD
      variable-overhead: 15.00 USD
      fixed-overhead: 25.00 USD

The first amount is the quantity that the second is for, so a price per hundred stays exact. The parts of an
activity's rate add up to the whole; without parts the whole rate is labor.

In force on a date is the newest directive not after it; one narrowed to the plant wins over a general one,
whatever their dates. A product that has no directive of its own on that date costs what its bill and
routing roll up to (``beanplant.rules.rollup``): computed on the date of the bill or routing, whichever is
newer, with the standards in force that day, and held until the next bill, routing or standard of the
product itself. A component whose price changes in between is a variance, not a new standard. Where any
input lacks a standard that day there is no roll-up, and ``missing`` says what lacks.

A plant sees the standards in its own currency only.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from decimal import Context as DecimalContext
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core.position import Cost

from beanplant.faults import place
from beanplant.masterdata.facts import COMPONENTS, Bill, Item, Plant, Routing, StandardCost, Timeline
from beanplant.masterdata.values import AMOUNT, Context, Directive, number
from beanplant.rules.rollup import Recipe, UnitCost, roll_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beancount.core.amount import Amount

    from beanplant.masterdata.bills import Key

SIGNIFICANT_DIGITS = 28
"""Of the cost of a lot: what Beancount's own arithmetic keeps."""

_DIVISION = DecimalContext(prec=SIGNIFICANT_DIGITS)
_Node = tuple[str, datetime.date]


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
        cost=Cost(_DIVISION.divide(number(rate), number(item)), rate.currency, directive.date, None),
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


class Standards:
    """The standards of every item, plant and date; each is worked out when it is first asked for."""

    def __init__(
        self,
        stated: dict[Key, Timeline],
        bills: dict[Key, Timeline],
        routings: dict[Key, Timeline],
        plants: Mapping[str, Plant],
        decimals: Mapping[str, int],
    ) -> None:
        self._stated = stated
        self._bills = bills
        self._routings = routings
        self._plants = plants
        self._decimals = decimals
        self._slots: dict[Key, tuple[list[datetime.date], list[StandardCost | None]]] = {}
        self._rolled: dict[tuple[str, datetime.date, str | None], StandardCost | None] = {}

    def on(self, item: str, date: datetime.date, plant: str | None) -> StandardCost | None:
        """Return the standard of ``item`` in force on ``date`` in ``plant`` (None: the general one)."""
        slot = self._slots.get((item, plant))
        if slot is None:
            slot = self._slots[item, plant] = self._slot(item, plant)
        dates, facts = slot
        index = bisect_right(dates, date)
        return facts[index - 1] if index else None

    def dates(self, item: str, plant: str | None) -> list[datetime.date]:
        """Return the dates on which the standard of ``item`` may change in ``plant``, in order."""
        keys = {(item, None), (item, plant)}
        tables = (self._stated, self._bills, self._routings)
        return sorted({date for key in keys for table in tables if key in table for date in table[key].dates})

    def changing(self) -> list[str]:
        """Return the items that have directives of more than one date."""
        seen: dict[str, set[datetime.date]] = {}
        for table in (self._stated, self._bills, self._routings):
            for (item, _), timeline in table.items():
                seen.setdefault(item, set()).update(timeline.dates)
        return [item for item, dates in seen.items() if len(dates) > 1]

    def missing(self, item: str, date: datetime.date, plant: str | None) -> list[str]:
        """Return what lacks a standard for the roll-up of ``item``; itself without bill and routing."""
        result = roll_up([(item, date)], lambda node: self._look_up(node, plant))
        return [name for name, _ in result.missing]

    def bill(self, product: str, date: datetime.date, plant: str | None) -> Bill | None:
        """Return the bill in force."""
        found = _in_force(self._bills, product, date, plant)
        return found if isinstance(found, Bill) else None

    def routing(self, product: str, date: datetime.date, plant: str | None) -> Routing | None:
        """Return the routing in force."""
        found = _in_force(self._routings, product, date, plant)
        return found if isinstance(found, Routing) else None

    def own(self, item: str, date: datetime.date, plant: str | None) -> StandardCost | None:
        """Return the standard that a directive states, in the plant's currency."""
        currency = self._plants[plant].currency if plant and plant in self._plants else None
        for key in ((item, plant), (item, None)):
            found = self._stated[key].on(date) if key in self._stated else None
            if isinstance(found, StandardCost) and currency in (None, found.currency):
                return found
        return None

    def _slot(self, item: str, plant: str | None) -> tuple[list[datetime.date], list[StandardCost | None]]:
        dates = self.dates(item, plant)
        return dates, [self.own(item, date, plant) or self._roll(item, date, plant) for date in dates]

    def _roll(self, item: str, date: datetime.date, plant: str | None) -> StandardCost | None:
        start = self._start(item, date, plant)
        if start is None:
            return None
        key = (item, start, plant)
        if key not in self._rolled:
            self._roll_up(item, start, plant)
            self._rolled.setdefault(key, None)
        return self._rolled[key]

    def _roll_up(self, item: str, date: datetime.date, plant: str | None) -> None:
        """Work out the roll-up of ``item`` and of all that goes into it."""
        costs = roll_up([(item, date)], lambda node: self._look_up(node, plant)).costs
        rolled = {}
        currencies = set()
        for (name, on), cost in costs.items():
            start = self._start(name, on, plant)
            known = self.own(name, on, plant) or (start and self._rolled.get((name, start, plant)))
            if known:
                currencies.add(known.currency)
            elif start is not None:
                rolled[name, start, plant] = cost
        if len(currencies) == 1:
            currency = currencies.pop()
            for (name, start, _), cost in rolled.items():
                self._rolled[name, start, plant] = self._fact(name, start, plant, cost, currency)

    def _start(self, item: str, date: datetime.date, plant: str | None) -> datetime.date | None:
        """Return the date from which the roll-up in force on ``date`` holds."""
        found = (self.bill(item, date, plant), self.routing(item, date, plant))
        return max((fact.date for fact in found if fact is not None), default=None)

    def _look_up(self, node: _Node, plant: str | None) -> UnitCost | Recipe[_Node] | None:
        item, date = node
        own = self.own(item, date, plant)
        if own is not None:
            return UnitCost(own.material, own.conversion)
        start = self._start(item, date, plant)
        if start is None:
            return None
        rolled = self._rolled.get((item, start, plant))
        if rolled is not None:
            return UnitCost(rolled.material, rolled.conversion)
        bill, routing = self.bill(item, start, plant), self.routing(item, start, plant)
        inputs = [((line.item, start), line.standard_quantity) for line in bill.lines] if bill else []
        if routing is None:
            return Recipe(inputs)
        return Recipe(
            inputs,
            run=[((activity, start), time) for activity, time in routing.run.items()],
            setup=[((activity, start), time) for activity, time in routing.setup.items()],
            lot_size=routing.lot_size,
            output_scrap=routing.output_scrap,
        )

    def _fact(
        self, item: str, date: datetime.date, plant: str | None, cost: UnitCost, currency: str
    ) -> StandardCost:
        bill, routing = self.bill(item, date, plant), self.routing(item, date, plant)
        newest = max((fact for fact in (bill, routing) if fact is not None), key=lambda fact: fact.date)
        lot_cost = as_decimal(cost.unit, self._decimals.get(currency, 0))
        return StandardCost(
            item=item,
            date=date,
            plant=plant,
            currency=currency,
            unit=cost.unit,
            components={},
            cost=Cost(lot_cost, currency, date, None),
            rolled_up=True,
            source=newest.source,
            material=cost.material,
            conversion=cost.conversion,
        )


def _in_force(table: dict[Key, Timeline], product: str, date: datetime.date, plant: str | None) -> Any | None:
    """Return the fact narrowed to the plant, else the general one."""
    for key in ((product, plant), (product, None)):
        found = table[key].on(date) if key in table else None
        if found is not None:
            return found
    return None


def as_decimal(value: Fraction, decimals: int) -> Decimal:
    """Return ``value`` with at most 28 significant digits, filled with zeros to ``decimals`` places."""
    exact = _DIVISION.divide(Decimal(value.numerator), Decimal(value.denominator))
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and -exponent < decimals:
        padded = exact.quantize(Decimal(1).scaleb(-decimals), context=_DIVISION)
        return padded if padded == exact else exact
    return exact
