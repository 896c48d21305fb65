"""Cost layers: what each unit in stock cost, and what the next units out will cost.

A layer holds a quantity and its value. Quantities are integers of a billionth of a unit, values integers of the
currency's smallest unit (cents), so nothing drifts::

    3 units for 100.00 go out one by one at 33.33, 33.34, 33.33

The value of the first *n* units out of a layer is ``round(value x n / quantity)``, half up, and each issue takes the
difference to what went before; what is left goes out with the last unit.

=================  ==========================================  =========================================
method             a receipt                                   an issue
=================  ==========================================  =========================================
``fifo``           one layer                                   oldest acquisition date first
``lifo``           one layer                                   newest acquisition date first
``moving-average`` merges into the one layer and dates it      at the average
=================  ==========================================  =========================================

Sources: ASC 330-10-30-9 (cost flow assumptions), IAS 2.25-27 (first-in, first-out and weighted average).

Lots are what a ledger shows of a layer: a unit cost and a date. The unit cost of a lot is its value over its quantity.
Where an issue at that unit cost is not whole cents, the lot is taken out and the rest put back at its own unit cost.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable
from typing import Any, NamedTuple

QUANTITY = 10**9
"""Quantities are integers of a billionth of a unit."""

MakeCost = Callable[[int, int, datetime.date], Any]
"""``(value, quantity, date)`` to the lot that the ledger shows."""


def share(value: int, part: int, whole: int) -> int:
    """Return ``value x part / whole`` rounded half up on its magnitude. ``whole`` is positive."""
    product = value * part
    if product >= 0:
        return (2 * product + whole) // (2 * whole)
    return -((-2 * product + whole) // (2 * whole))


class Change(NamedTuple):
    """What a ledger books on one lot: a signed quantity at a cost, and why."""

    quantity: int
    cost: Any
    step: str  # "" the move itself | "out" a lot taken out | "rest" its rest put back


class Layer:
    """A quantity with its value, acquired on a date. ``origin`` is what it came from, ``draws`` where it went."""

    __slots__ = ("acquired", "cost", "draws", "origin", "quantity", "taken", "taken_value", "value")

    def __init__(self, quantity: int, value: int, acquired: datetime.date, cost: Any, origin: Any) -> None:
        self.quantity = quantity
        self.value = value
        self.taken = 0
        self.taken_value = 0
        self.acquired = acquired
        self.cost = cost
        self.origin = origin
        self.draws: list[tuple[int, Any]] = []

    @property
    def left(self) -> int:
        """Quantity that is still there."""
        return self.quantity - self.taken

    @property
    def left_value(self) -> int:
        """Value of what is still there."""
        return self.value - self.taken_value

    def restart(self, quantity: int, value: int, cost: Any) -> None:
        """Start again from what is there: a receipt into the average, a later cost of the goods."""
        self.quantity = quantity
        self.value = value
        self.taken = self.taken_value = 0
        self.cost = cost


class Shortage(Exception):
    """More is to go out than there is; ``missing`` is how much, in billionths of a unit."""

    def __init__(self, missing: int) -> None:
        super().__init__(missing)
        self.missing = missing


class Taken(NamedTuple):
    """What an issue took: its value, the changes of lots, and the parts by layer for a transfer to keep."""

    value: int
    changes: list[Change]
    parts: list[tuple[int, int, Layer]]  # quantity, value, layer


class Layers:
    """The layers of one item on one account under one method."""

    __slots__ = (
        "_head",
        "_make_cost",
        "average",
        "last_cost",
        "layers",
        "newest",
        "quantity",
        "short",
        "value",
    )

    def __init__(self, method: str, make_cost: MakeCost) -> None:
        self.average = method == "moving-average"
        self.newest = method == "lifo"
        self._make_cost = make_cost
        self._head = 0
        self.layers: list[Layer] = []
        self.quantity = 0
        self.value = 0
        self.last_cost: tuple[int, int] | None = None  # value, quantity of the last known unit cost
        self.short: Layer | None = None  # the one negative lot, where a plant allows it

    def open_layers(self) -> list[Layer]:
        """Return the layers that still hold something, oldest first."""
        return [layer for layer in self.layers[self._head :] if layer.left]

    def receive(
        self, quantity: int, value: int, date: datetime.date, origin: Any
    ) -> tuple[Layer, list[Change]]:
        """Receive ``quantity`` for ``value``, acquired on ``date``. Return its layer and the changes of lots."""
        self.quantity += quantity
        self.value += value
        if quantity:
            self.last_cost = (value, quantity)
        layers = self.layers
        if self.average and layers:
            layer = layers[0]
            changes = []
            if layer.left:
                changes.append(Change(-layer.left, layer.cost, "out"))
            cost = self._make_cost(self.value, self.quantity, date)
            layer.restart(self.quantity, self.value, cost)
            layer.acquired = date
            changes.append(Change(self.quantity, cost, "rest" if changes else ""))
            self.last_cost = (self.value, self.quantity)
            return layer, changes
        cost = self._make_cost(value, quantity, date)
        layer = Layer(quantity, value, date, cost, origin)
        if layers and layers[-1].acquired > date:
            layers.insert(bisect_right(layers, date, lo=self._head, key=lambda x: x.acquired), layer)
        else:
            layers.append(layer)
        return layer, [Change(quantity, cost, "")]

    def take(self, quantity: int, target: Any, only: list[Layer] | None = None) -> Taken:
        """Take ``quantity`` out by the method (``only``: out of these layers first).

        Raise Shortage, changing nothing.
        """
        if quantity > self.quantity or self.short is not None:
            raise Shortage(quantity - max(self.quantity, 0))
        left, total = quantity, 0
        changes: list[Change] = []
        parts: list[tuple[int, int, Layer]] = []
        for layer in only or ():
            if left and layer.left:
                n = min(left, layer.left)
                value = self._draw(layer, n, target, changes)
                parts.append((n, value, layer))
                left -= n
                total += value
        layers = self.layers
        while left:
            layer = layers[-1] if self.newest else layers[self._head]
            n = layer.quantity - layer.taken
            if n == 0:
                self._drop()
                continue
            if n > left:
                n = left
            value = self._draw(layer, n, target, changes)
            parts.append((n, value, layer))
            left -= n
            total += value
        self.quantity -= quantity
        self.value -= total
        return Taken(total, changes, parts)

    def _drop(self) -> None:
        if self.newest:
            self.layers.pop()
        else:
            self._head += 1
            if self._head > 1024 and self._head * 2 > len(self.layers):
                del self.layers[: self._head]
                self._head = 0

    def _draw(self, layer: Layer, n: int, target: Any, changes: list[Change]) -> int:
        left, left_value = layer.quantity - layer.taken, layer.value - layer.taken_value
        taken = layer.taken + n
        through = share(layer.value, taken, layer.quantity)
        value = through - layer.taken_value
        layer.taken = taken
        layer.taken_value = through
        layer.draws.append((n, target))
        if n == left or value * left == n * left_value:
            changes.append(Change(-n, layer.cost, ""))
        else:
            rest = self._make_cost(left_value - value, left - n, layer.acquired)
            changes.append(Change(-left, layer.cost, "out"))
            changes.append(Change(left - n, rest, "rest"))
            layer.cost = rest
        return value

    def owe(self, quantity: int, date: datetime.date, unit: tuple[int, int], target: Any) -> Taken:
        """Take ``quantity`` that is not there, at the unit cost ``(value, quantity)``: the one negative lot."""
        short = self.short
        if short is None:
            short = self.short = Layer(0, 0, date, None, unit)
        unit = short.origin
        owed = short.quantity + quantity
        value = share(unit[0], owed, unit[1]) - short.value
        changes = self._relot_short(owed, short.value + value, -quantity)
        short.draws.append((quantity, target))
        self.quantity -= quantity
        self.value -= value
        return Taken(value, changes, [])

    def settle(self, quantity: int) -> tuple[int, list[Change], list[tuple[int, Any]]]:
        """Give back up to ``quantity`` of the negative lot. Return its value, the changes and where the units went."""
        short = self.short
        if short is None:
            return 0, [], []
        quantity = min(quantity, short.quantity)
        owed = short.quantity - quantity
        value = short.value - share(short.value, owed, short.quantity)
        went: list[tuple[int, Any]] = []
        left = quantity
        while left:
            n, target = short.draws[0]
            part = min(n, left)
            went.append((part, target))
            left -= part
            if part == n:
                short.draws.pop(0)
            else:
                short.draws[0] = (n - part, target)
        changes = self._relot_short(owed, short.value - value, quantity)
        self.quantity += quantity
        self.value += value
        if not owed:
            self.short = None
        return value, changes, went

    def _relot_short(self, owed: int, value: int, move: int) -> list[Change]:
        """Bring the negative lot to ``owed`` units worth ``value``: by one change where its unit cost stays."""
        short = self.short
        assert short is not None
        before, cost = short.quantity, short.cost
        same = before and (not owed or value * before == short.value * owed)
        short.quantity, short.value = owed, value
        if same:
            return [Change(move, cost, "")]
        changes = [Change(before, cost, "out")] if before else []
        short.cost = self._make_cost(value, owed, short.acquired)
        changes.append(Change(-owed, short.cost, "rest" if before else ""))
        return changes

    def take_at(self, value: int, taken: Taken) -> Taken:
        """Let what was just taken out of the average leave at ``value``: what it differs by stays in stock.

        Nothing changes where nothing is left, or where what is left would be worth less than nothing.
        """
        layer, difference = self.layers[0], taken.value - value
        if not difference or not layer.left or layer.left_value + difference < 0:
            return taken
        changes = [*taken.changes, *self.adjust(layer, difference)]
        return Taken(value, changes, [(n, value, of) for n, _, of in taken.parts])

    def adjust(self, layer: Layer, delta: int) -> list[Change]:
        """Change the value of what is left of ``layer`` by ``delta``: an invoice, freight, the close of an order."""
        left = layer.left
        value = layer.left_value + delta
        changes = [Change(-left, layer.cost, "out")]
        layer.restart(left, value, self._make_cost(value, left, layer.acquired))
        self.value += delta
        changes.append(Change(left, layer.cost, "rest"))
        return changes
