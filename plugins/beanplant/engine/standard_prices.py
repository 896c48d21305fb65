"""Standards of the day, looked up on first use: an item's price is asked for at every leg."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from beanplant.engine.booked import Cost
    from beanplant.engine.books import Books
    from beanplant.masterdata.facts import Plant, StandardCost


class Price(NamedTuple):
    """The standard of an item on a day, ready for the hot path."""

    number: Decimal
    cost: Cost
    standard: StandardCost


class StandardPrices(dict[str, "Price | None"]):
    """Today's standards of a plant by item, None for an item in layers; looked up on first use."""

    def __init__(self, books: Books, plant: Plant) -> None:
        super().__init__()
        self._books = books
        self._plant = plant

    def __missing__(self, item: str) -> Price | None:
        books = self._books
        found = None
        if books.master.items[item].activity or books.method(self._plant, item) == "standard":
            found = books.price(self._plant, item)
        if found is not None or books.method(self._plant, item) != "standard":
            self[item] = found
        return found
