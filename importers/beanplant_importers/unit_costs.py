"""Standard costs, as far as a summary needs them: what a document is worth, so that the documents' sum can be stated.

At grain ``document`` beanplant values each movement, and rounds once. A summary of 1,832 movements must come to the
same cents, so the importer states the sum of what each of them rounds to (``value: 1043.17 USD``): quantity x standard
cost, half up. A `UnitCost` says what the standard cost of an item on a date was; None where it has none, or is valued
by layers: then nothing is stated, and beanplant values the sum.
"""

from __future__ import annotations

import bisect
import datetime
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core import data

if TYPE_CHECKING:
    from beanplant_importers import facts

UnitCost = Callable[[str, datetime.date, str], Fraction | None]
"""Standard cost of one unit of an item or activity on a date in a plant; None if there is none."""


class UnitCosts:
    """Standards from ``plant-standard-cost`` directives and from facts of an import."""

    def __init__(self, entries: Iterable[Any] = (), plant: str = "") -> None:
        self._dates: dict[tuple[str, str], list[datetime.date]] = {}
        self._units: dict[tuple[str, str], list[Fraction]] = {}
        self._layered: set[str] = set()
        self._standard: set[str] = set()
        self._plant_layered = False
        for entry in entries:
            if isinstance(entry, data.Commodity) and entry.meta.get("activity") is True:
                self._standard.add(entry.currency)
            elif isinstance(entry, data.Commodity) and isinstance(entry.meta.get("valuation"), str):
                (self._standard if entry.meta["valuation"] == "standard" else self._layered).add(
                    entry.currency
                )
            elif (
                isinstance(entry, data.Custom)
                and entry.type == "plant-standard-cost"
                and len(entry.values) == 2
            ):
                self._read(entry)
            elif isinstance(entry, data.Custom) and entry.type == "plant" and entry.values[0].value == plant:
                self._plant_layered = entry.meta.get("valuation", "standard") != "standard"

    def _read(self, entry: data.Custom) -> None:
        item, cost = (value.value for value in entry.values)
        if getattr(item, "number", None) and hasattr(cost, "number"):
            unit = Fraction(cost.number) / Fraction(item.number)
            self.add(item.currency, entry.date, unit, str(entry.meta.get("plant", "")))

    def add(self, item: str, date: datetime.date, unit: Fraction, plant: str = "") -> None:
        """Add the standard cost of one unit of ``item`` from ``date``; ``plant`` narrows it."""
        dates = self._dates.setdefault((item, plant), [])
        units = self._units.setdefault((item, plant), [])
        at = bisect.bisect_right(dates, date)
        dates.insert(at, date)
        units.insert(at, unit)

    def add_fact(self, fact: facts.StandardCost) -> None:
        """Add a standard cost that is imported."""
        self.add(fact.item, fact.date, Fraction(fact.amount) / Fraction(fact.quantity), fact.plant)

    def __call__(self, item: str, date: datetime.date, plant: str) -> Fraction | None:
        """Return the standard cost in force on a date; a plant's own wins."""
        if item in self._layered or (self._plant_layered and item not in self._standard):
            return None
        for where in (plant, ""):
            dates = self._dates.get((item, where))
            if dates:
                at = bisect.bisect_right(dates, date)
                if at:
                    return self._units[item, where][at - 1]
        return None
