"""Cost layers: published figures, a plain oracle in fractions, and what can never happen."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.layers import QUANTITY, Layers, Shortage, share

DAY = datetime.date(2026, 1, 1)
METHODS = ("fifo", "lifo", "moving-average")


def layers(method: str) -> Layers:
    """Layers whose lots are the exact unit cost and the date."""
    return Layers(method, lambda value, quantity, date: (F(value, quantity) if quantity else F(0), date))


def day(number: int) -> datetime.date:
    return DAY + datetime.timedelta(days=number)


def test_share_rounds_half_up_on_the_magnitude() -> None:
    assert [share(n, 1, 2) for n in (1, 2, 3, -1, -3)] == [1, 1, 2, -1, -2]
    assert share(10000, 1, 3) == 3333
    assert share(10000, 2, 3) == 6667


@pytest.mark.parametrize("method", METHODS)
def test_three_for_a_hundred_go_out_without_drift(method: str) -> None:
    stock = layers(method)
    stock.receive(3 * QUANTITY, 10000, DAY, None)
    assert [stock.take(QUANTITY, None).value for _ in range(3)] == [3333, 3334, 3333]
    assert (stock.quantity, stock.value) == (0, 0)


@pytest.mark.parametrize(
    ("method", "issued"),
    [("fifo", [252000, 468000]), ("lifo", [252000, 486000]), ("moving-average", [252000, 473294])],
)
def test_the_spy_who_loves_you(method: str, issued: list[int]) -> None:
    """OpenStax, Financial Accounting 10.3: inv-os-spy-perpetual-fifo, -lifo and -avg: 7,200; 7,380; 7,252.94."""
    stock = layers(method)
    stock.receive(150 * QUANTITY, 315000, day(0), None)
    found = [stock.take(120 * QUANTITY, None).value]
    stock.receive(225 * QUANTITY, 607500, day(9), None)
    found.append(stock.take(180 * QUANTITY, None).value)
    stock.receive(210 * QUANTITY, 693000, day(24), None)
    assert found == issued
    assert stock.value == 315000 + 607500 + 693000 - sum(issued)


def test_fifo_goes_by_date_not_by_arrival() -> None:
    stock = layers("fifo")
    stock.receive(10 * QUANTITY, 3000, day(5), None)
    stock.receive(10 * QUANTITY, 1000, day(1), None)
    stock.receive(10 * QUANTITY, 2000, day(3), None)
    assert [stock.take(10 * QUANTITY, None).value for _ in range(3)] == [1000, 2000, 3000]


def test_an_older_layer_that_arrives_when_the_first_is_used_up() -> None:
    stock = layers("fifo")
    stock.receive(10 * QUANTITY, 3000, day(5), None)
    stock.take(10 * QUANTITY, None)
    stock.receive(10 * QUANTITY, 4000, day(7), None)
    stock.receive(10 * QUANTITY, 1000, day(1), None)
    assert [stock.take(10 * QUANTITY, None).value for _ in range(2)] == [1000, 4000]


def test_lifo_takes_a_layer_of_an_older_date_last() -> None:
    stock = layers("lifo")
    stock.receive(10 * QUANTITY, 3000, day(5), None)
    stock.receive(10 * QUANTITY, 1000, day(1), None)
    assert [stock.take(10 * QUANTITY, None).value for _ in range(2)] == [3000, 1000]


@pytest.mark.parametrize("method", METHODS)
def test_a_shortage_changes_nothing(method: str) -> None:
    stock = layers(method)
    stock.receive(10 * QUANTITY, 1000, DAY, None)
    with pytest.raises(Shortage) as raised:
        stock.take(12 * QUANTITY, None)
    assert raised.value.missing == 2 * QUANTITY
    assert (stock.quantity, stock.value) == (10 * QUANTITY, 1000)
    assert stock.take(10 * QUANTITY, None).value == 1000


@pytest.mark.parametrize("method", METHODS)
def test_what_is_owed_is_settled_by_the_next_receipt(method: str) -> None:
    """5 owed at 2.60 and given back: what they were worth, and where they went, in order."""
    stock = layers(method)
    assert stock.owe(3 * QUANTITY, DAY, (260, QUANTITY), "order").value == 780
    assert stock.owe(2 * QUANTITY, DAY, (999, QUANTITY), "sold").value == 520
    assert (stock.quantity, stock.value) == (-5 * QUANTITY, -1300)
    value, _, went = stock.settle(4 * QUANTITY)
    assert (value, went) == (1040, [(3 * QUANTITY, "order"), (QUANTITY, "sold")])
    value, _, went = stock.settle(4 * QUANTITY)
    assert (value, went) == (260, [(QUANTITY, "sold")])
    assert stock.short is None
    assert (stock.quantity, stock.value) == (0, 0)


@pytest.mark.parametrize("method", METHODS)
def test_a_later_cost_stays_on_what_is_left(method: str) -> None:
    stock = layers(method)
    layer, _ = stock.receive(3 * QUANTITY, 10000, DAY, None)
    stock.take(QUANTITY, "sold")
    changes = stock.adjust(layer, 100)
    assert [change.step for change in changes] == ["out", "rest"]
    assert stock.value == 6767
    assert [stock.take(QUANTITY, None).value for _ in range(2)] == [3384, 3383]


@pytest.mark.parametrize("method", METHODS)
def test_where_units_went_is_kept(method: str) -> None:
    stock = layers(method)
    layer, _ = stock.receive(10 * QUANTITY, 1000, DAY, None)
    stock.take(3 * QUANTITY, "MO-1")
    stock.take(2 * QUANTITY, "sold")
    assert layer.draws == [(3 * QUANTITY, "MO-1"), (2 * QUANTITY, "sold")]


def test_a_return_to_the_vendor_takes_its_own_layer() -> None:
    stock = layers("fifo")
    stock.receive(10 * QUANTITY, 1000, day(0), None)
    second, _ = stock.receive(10 * QUANTITY, 2000, day(1), None)
    assert stock.take(12 * QUANTITY, None, [second]).value == 2200


# A plain oracle: a list of layers in fractions, each with a running cut.


class Oracle:
    """FIFO, LIFO and moving average as the textbook says them: whole layers in a list, no pointers, no lots."""

    def __init__(self, method: str) -> None:
        self.method = method
        self.layers: list[list[F]] = []  # quantity, value, taken, taken value, date, number
        self.number = 0

    def receive(self, quantity: int, value: int, date: int) -> None:
        self.number += 1
        if self.method == "moving-average" and self.layers:
            ((q, v, t, tv, *_),) = self.layers
            self.layers = [[q - t + quantity, v - tv + value, F(0), F(0), F(date), F(self.number)]]
        else:
            self.layers.append([F(quantity), F(value), F(0), F(0), F(date), F(self.number)])

    def take(self, quantity: int) -> int:
        total = 0
        left = F(quantity)
        for layer in sorted(self.layers, key=lambda x: x[4:], reverse=self.method == "lifo"):
            n = min(left, layer[0] - layer[2])
            if n:
                layer[2] += n
                through = (2 * layer[1] * layer[2] + layer[0]) // (2 * layer[0])
                total += int(through - layer[3])
                layer[3] = F(through)
                left -= n
        return total

    @property
    def value(self) -> F:
        return sum((layer[1] - layer[3] for layer in self.layers), F(0))


def moves() -> st.SearchStrategy[list[tuple[bool, int, int, int]]]:
    return st.lists(
        st.tuples(st.booleans(), st.integers(1, 50), st.integers(0, 9999), st.integers(0, 20)), max_size=40
    )


def play(method: str, events: list[tuple[bool, int, int, int]]) -> Iterator[tuple[Layers, Oracle, list]]:  # type: ignore[type-arg]
    """Receive and issue on both sides; after each step give both, and the changes of lots."""
    stock, oracle = layers(method), Oracle(method)
    for out, quantity, value, date in events:
        if not out:
            _, changes = stock.receive(quantity * QUANTITY // 8, value, day(date), None)
            oracle.receive(quantity * QUANTITY // 8, value, date)
        else:
            n = min(quantity * QUANTITY // 8, stock.quantity)
            if not n:
                continue
            taken = stock.take(n, None)
            assert taken.value == oracle.take(n)
            changes = taken.changes
        yield stock, oracle, changes


@pytest.mark.parametrize("method", METHODS)
@given(events=moves())
def test_as_the_textbook_says(method: str, events: list[tuple[bool, int, int, int]]) -> None:
    for stock, oracle, _ in play(method, events):
        assert stock.value == oracle.value


@pytest.mark.parametrize("method", METHODS)
@given(events=moves())
def test_the_lots_of_the_ledger_are_the_layers(method: str, events: list[tuple[bool, int, int, int]]) -> None:
    """What the changes leave, lot by lot at its unit cost, is the layers' quantity and value; no lot is negative."""
    held: dict[object, int] = {}
    for stock, _, changes in play(method, events):
        for change in changes:
            held[change.cost] = held.get(change.cost, 0) + change.quantity
        held = {cost: quantity for cost, quantity in held.items() if quantity}
        assert all(quantity > 0 for quantity in held.values())
        assert sum(held.values()) == stock.quantity
        assert sum(quantity * cost[0] for cost, quantity in held.items()) == stock.value  # type: ignore[index]


@pytest.mark.parametrize("method", METHODS)
@given(events=moves())
def test_emptied_is_at_zero(method: str, events: list[tuple[bool, int, int, int]]) -> None:
    for stock, _, _ in list(play(method, events))[-1:]:
        if stock.quantity:
            stock.take(stock.quantity, None)
        assert stock.value == 0
        assert not stock.open_layers()


@pytest.mark.parametrize("method", METHODS)
@given(value=st.integers(0, 10**7), quantity=st.integers(1, 60))
def test_one_by_one_or_at_once(method: str, value: int, quantity: int) -> None:
    """Parts of a layer add up to it, and no unit is more than a cent from its share."""
    stock = layers(method)
    stock.receive(quantity * QUANTITY, value, DAY, None)
    parts = [stock.take(QUANTITY, None).value for _ in range(quantity)]
    assert sum(parts) == value
    assert all(abs(part - F(value, quantity)) <= 1 for part in parts)
