"""Which standard cost is in force on a date: the stated one, else what bill and routing roll up to.

The newest directive not after the date; one narrowed to the plant wins over a general one, whatever their
dates. A product that has no directive of its own on that date costs what its bill and routing roll up to
(``beanplant.rules.rollup``): computed on the date of the bill or routing, whichever is newer, with the
standards in force that day, and held until the next bill, routing or standard of the product itself. A
component whose price changes in between is a variance, not a new standard. Where any input lacks a standard
that day there is no roll-up, and ``missing`` says what lacks.

A plant sees the standards in its own currency only.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.position import Cost

from beanplant.masterdata.facts import Bill, Plant, Routing, StandardCost, Timeline
from beanplant.masterdata.standard_costs import DIVISION
from beanplant.rules.rollup import Recipe, UnitCost, roll_up

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from beanplant.masterdata.bills import Key


_Node = tuple[str, datetime.date]


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
        narrowed = {plant for table in (stated, bills, routings) for _, plant in table}
        several = len({plant.currency for plant in plants.values()}) > 1
        self._special = frozenset(code for code in plants if several or code in narrowed)
        self._slots: dict[Key, tuple[list[datetime.date], list[StandardCost | None]]] = {}
        self._rolled: dict[tuple[str, datetime.date, str | None], StandardCost | None] = {}

    def on(self, item: str, date: datetime.date, plant: str | None) -> StandardCost | None:
        """Return the standard of ``item`` in force on ``date`` in ``plant`` (None: the general one)."""
        slot = self._slots.get((item, plant))
        if slot is None:
            # A plant without facts of its own shares the general ones, so that they are worked out once.
            code = plant if plant in self._special else None
            slot = self._slots.get((item, code)) or self._slot(item, code)
            self._slots[item, code] = self._slots[item, plant] = slot
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

    def all_dates(self) -> set[datetime.date]:
        """Return every date on which some standard, bill or routing begins."""
        tables = (self._stated, self._bills, self._routings)
        return {date for table in tables for timeline in table.values() for date in timeline.dates}

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
    exact = DIVISION.divide(Decimal(value.numerator), Decimal(value.denominator))
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and -exponent < decimals:
        padded = exact.quantize(Decimal(1).scaleb(-decimals), context=DIVISION)
        return padded if padded == exact else exact
    return exact
