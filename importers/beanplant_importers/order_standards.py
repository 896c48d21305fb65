"""The standards among the facts of an import, as the close of an order takes them: prices, bills, routings by date.

The newest standard not after the date, one of the plant before a general one. A product without a standard of its own
costs what its bill and routing roll up to, from the date of the newer of the two. A unit cost has 28 digits, as the
ledger's lots have.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterable
from decimal import ROUND_UP, Context, Decimal
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

from beanplant.rules.rollup import Recipe, UnitCost, roll_up
from beanplant.rules.unit_standard import Price, StandardUsage
from beanplant_importers.facts import BillLine, Fact, Item, RoutingLine, StandardCost

DIGITS = Context(prec=28, rounding=ROUND_UP)
"""What Beancount's arithmetic keeps of a unit cost; rounded up as the ledger's, so that half a cent is never less."""

NO_USAGE = StandardUsage()

Value = TypeVar("Value")
_Node = tuple[str, datetime.date]


class Standard(NamedTuple):
    """The standard cost of one unit, to 28 digits, and as the rules take it (an activity's by component)."""

    number: Decimal
    price: Price

    @property
    def overhead(self) -> Decimal:
        """The overhead in the rate of an hour: what a stated wage has beside it."""
        parts = sum(
            (rate for name, rate in (self.price.components or {}).items() if name != "labor"), Fraction(0)
        )
        return Decimal(parts.numerator) / Decimal(parts.denominator)


class _Timeline(Generic[Value]):
    """Values by date; the newest not after a date is in force."""

    def __init__(self) -> None:
        self.values: dict[datetime.date, Value] = {}
        self._dates: list[datetime.date] = []

    def on(self, date: datetime.date) -> Value | None:
        """Return the value in force on a date."""
        if len(self._dates) != len(self.values):
            self._dates = sorted(self.values)
        place = bisect_right(self._dates, date)
        return self.values[self._dates[place - 1]] if place else None


_Table = dict[tuple[str, str], _Timeline[Value]]  # by item and plant ("": any)


def _in_force(table: _Table[Value], item: str, date: datetime.date, plant: str) -> Value | None:
    """Return what is narrowed to the plant, else what is general."""
    for key in ((item, plant), (item, "")) if plant else ((item, ""),):
        timeline = table.get(key)
        found = timeline.on(date) if timeline is not None else None
        if found is not None:
            return found
    return None


class Standards:
    """What the facts of an import say of standards. Add every fact, then ask."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._stated: _Table[StandardCost] = {}
        self._bills: _Table[dict[str, BillLine]] = {}
        self._routings: _Table[dict[str, RoutingLine]] = {}
        self._activities: set[str] = set()
        self._standards: dict[tuple[str, str, datetime.date], Standard | None] = {}
        self._usages: dict[tuple[int, int], StandardUsage] = {}
        for fact in facts:
            self.add(fact)

    def add(self, fact: Fact) -> bool:
        """Take a fact in, instead of an older one of the same date; False if it says nothing of standards."""
        if isinstance(fact, StandardCost):
            self._stated.setdefault((fact.item, fact.plant), _Timeline()).values[fact.date] = fact
            if fact.components:
                self._activities.add(fact.item)
        elif isinstance(fact, BillLine):
            timeline = self._bills.setdefault((fact.product, fact.plant), _Timeline())
            timeline.values.setdefault(fact.date, {})[fact.component] = fact
        elif isinstance(fact, RoutingLine):
            routings = self._routings.setdefault((fact.product, fact.plant), _Timeline())
            routings.values.setdefault(fact.date, {})[fact.activity] = fact
            self._activities.add(fact.activity)
        elif isinstance(fact, Item):
            if fact.activity:
                self._activities.add(fact.item)
        else:
            return False
        self._standards.clear()
        self._usages.clear()
        return True

    def standard(self, item: str, date: datetime.date, plant: str) -> Standard | None:
        """Return the standard of an item or activity in force, stated or rolled up; None if there is none."""
        stated = _in_force(self._stated, item, date, plant)
        start = stated.date if stated is not None else self._start(item, date, plant)
        if start is None:
            return None
        key = (item, plant, start)
        if key not in self._standards:
            self._standards[key] = (
                self._state(stated) if stated is not None else self._roll(item, start, plant)
            )
        return self._standards[key]

    def usage(self, product: str, date: datetime.date, plant: str) -> StandardUsage:
        """Return what bill and routing in force allow for a product; the same object for the same two."""
        bill = _in_force(self._bills, product, date, plant)
        routing = _in_force(self._routings, product, date, plant)
        if bill is None and routing is None:
            return NO_USAGE
        key = (id(bill), id(routing))
        if key not in self._usages:
            self._usages[key] = _usage([*(bill or {}).values()], [*(routing or {}).values()])
        return self._usages[key]

    def _state(self, fact: StandardCost) -> Standard:
        number = DIGITS.divide(fact.amount, fact.quantity)
        components = None
        if fact.item in self._activities:
            components = {name: Fraction(rate) / Fraction(fact.quantity) for name, rate in fact.components}
        return Standard(number, Price(Fraction(number), components))

    def _start(self, item: str, date: datetime.date, plant: str) -> datetime.date | None:
        """Return the date from which the roll-up in force on ``date`` holds."""
        bill = _in_force(self._bills, item, date, plant)
        routing = _in_force(self._routings, item, date, plant)
        dates = [line.date for line in (bill or {}).values()]
        dates += [line.date for line in (routing or {}).values()]
        return max(dates, default=None)

    def _roll(self, item: str, start: datetime.date, plant: str) -> Standard | None:
        cost = roll_up([(item, start)], lambda node: self._look_up(node, plant)).costs.get((item, start))
        if cost is None:
            return None
        number = DIGITS.divide(Decimal(cost.unit.numerator), Decimal(cost.unit.denominator))
        return Standard(number, Price(Fraction(number), None))

    def _look_up(self, node: _Node, plant: str) -> UnitCost | Recipe[_Node] | None:
        item, date = node
        stated = _in_force(self._stated, item, date, plant)
        if stated is not None:
            unit = Fraction(stated.amount) / Fraction(stated.quantity)
            return UnitCost(Fraction(0), unit) if item in self._activities else UnitCost(unit, Fraction(0))
        start = self._start(item, date, plant)
        if start is None:
            return None
        usage = self.usage(item, start, plant)
        return Recipe(
            [((name, start), quantity) for name, quantity in usage.bill.items()],
            run=[((name, start), hours) for name, hours in usage.run.items()],
            setup=[((name, start), hours) for name, hours in usage.setup.items()],
            lot_size=usage.lot_size,
            output_scrap=usage.output_scrap,
        )


def _usage(bill: list[BillLine], routing: list[RoutingLine]) -> StandardUsage:
    """Return what the lines of a bill and a routing allow for one unit of output."""
    quantities: dict[str, Fraction] = {}
    for line in bill:
        per_unit = Fraction(line.quantity) / Fraction(line.lot) * (1 + Fraction(line.scrap or 0))
        quantities[line.component] = quantities.get(line.component, Fraction(0)) + per_unit
    run: dict[str, Fraction] = {}
    setup: dict[str, Fraction] = {}
    for time in routing:
        run[time.activity] = run.get(time.activity, Fraction(0)) + Fraction(time.quantity) / Fraction(
            time.lot
        )
        if time.setup:
            setup[time.activity] = setup.get(time.activity, Fraction(0)) + Fraction(time.setup)
    sizes = [time.lot_size for time in routing if time.lot_size is not None]
    lots = [time.lot for time in routing if time.setup] or [time.lot for time in routing] or [Decimal(1)]
    scraps = [time.output_scrap for time in routing if time.output_scrap is not None]
    return StandardUsage(
        quantities, run, setup, Fraction([*sizes, *lots][0]), Fraction(scraps[0]) if scraps else Fraction(0)
    )
