"""What an open production order carries: quantities and unrounded value by item, output, and the money on its account.

An order keeps what its close needs, so that the close is one pure function: for each input the actual quantity and
what was booked for it before rounding, the good and scrapped output by the standard it was booked at, direct charges,
and the balance in money as it was posted.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime

    from beanplant.engine.lots import Lot
    from beanplant.masterdata.facts import Order, Plant

ZERO = Decimal()


class InputKey(NamedTuple):
    """Inputs of one item, one way of pricing them and one item that they replace."""

    item: str
    priced: str  # "standard" | "usage" | "rate" | "subcontract"
    replaces: str


class OrderState:
    """An order from its release to its close and after."""

    __slots__ = (
        "account", "balance", "closed", "direct", "fact", "good", "inputs", "opening",
        "output_booked", "output_layers", "overheads", "plant", "scrap_booked", "scrapped", "settled", "setup_done",
    )  # fmt: skip

    def __init__(self, fact: Order) -> None:
        self.fact = fact
        self.plant: Plant | None = None
        self.account = ""
        self.balance = ZERO
        self.inputs: dict[InputKey, list[Decimal]] = {}  # quantity, value booked before rounding
        self.overheads: dict[InputKey, Decimal] = {}  # of work at its actual rate: at standard, in the value
        self.direct = ZERO
        self.opening = ZERO
        self.good = ZERO
        self.scrapped = ZERO
        self.output_booked = ZERO
        self.scrap_booked = ZERO
        self.output_layers: list[Lot] = []
        self.closed: datetime.date | None = None
        self.settled: dict[str, Decimal] = {}  # what the close posted, by category
        self.setup_done = False

    def book(self, key: InputKey, quantity: Decimal, value: Decimal) -> None:
        """Book an input, or with negative quantity its return, at ``value`` before rounding."""
        found = self.inputs.get(key)
        if found is None:
            self.inputs[key] = [quantity, value]
        else:
            found[0] += quantity
            found[1] += value

    def add_overhead(self, key: InputKey, value: Decimal) -> None:
        """Say how much of what was booked for work at its actual rate is overhead at its standard rates."""
        self.overheads[key] = self.overheads.get(key, ZERO) + value

    def issued(self, item: str) -> tuple[Decimal, Decimal]:
        """Return the net quantity of an item on the order and its value before rounding."""
        quantity = value = ZERO
        for key, (q, v) in self.inputs.items():
            if key.item == item:
                quantity += q
                value += v
        return quantity, value

    def gives_back(self, quantity: Decimal) -> bool:
        """Say whether product that is booked on its own order is output taken back: there must be as much of it."""
        return self.fact.kind != "rework" and self.good + self.scrapped >= quantity

    def completion_share(self, quantity: Decimal) -> tuple[Decimal, Decimal]:
        """Return ``(quantity, units still expected, these included)`` for a completion at the order's cost so far."""
        expected = max(self.fact.quantity - self.good - self.scrapped, quantity)
        return quantity, expected
