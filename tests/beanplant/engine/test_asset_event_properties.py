"""Whatever happens to assets, in whatever order: nothing is lost, nothing is depreciated twice.

A walk by date improves assets, sells parts and wholes, splits, merges, transfers and revises them. Then either all of
it is sold, and every account is empty; or the lives run out, and the salvage is left.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Load = Callable[[str], Any]
P100, P200, TRUCKS = "Assets:P100:Machinery", "Assets:P200:Machinery", "Assets:P100:Trucks"
BEGIN = datetime.date(2026, 1, 1)
LIFE = 10
KEYS = st.sampled_from(
    [
        "",
        '~convention: "mid-month"',
        '~convention: "daily"',
        '~convention: "partial-month"',
        '~convention: "half-year"',
        '~convention: "full-year"',
        '~convention: "mid-quarter"',
        '~method: "sum-of-years-digits"~convention: "nearest-month"',
        '~method: "declining-balance"~factor: 2.0',
        '~method: "declining-balance"~rate: 0.15~switch: TRUE~convention: "half-year"',
        '~rounding: "fiscal-year"',
    ]
)
CENTS = st.decimals("100", "90000", places=2)


@dataclass
class Thing:
    """An asset as the walk knows it; ``share`` of its salvage may have left in cents."""

    name: str
    cost: D
    account: str
    salvage: D


class Walk:
    """A ledger in the making: texts in a shuffled order, and the assets that are there."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.texts: list[str] = []
        self.there: list[Thing] = []
        self.bought = D(0)
        self.count = 0
        self.sales = 0

    def buy(self, assets: Any, day: datetime.date, keys: str) -> None:
        cost = self.draw(CENTS)
        salvage = self.draw(st.decimals("0", str(cost * D("0.2")), places=2))
        name = self.name()
        lines = f'life: "{LIFE} years"~salvage: {salvage} USD{keys}'
        self.texts.append(assets.bought(name, str(cost), lines, date=str(day)))
        self.there.append(Thing(name, cost, P100, salvage))
        self.bought += cost

    def name(self) -> str:
        self.count += 1
        return f"A{self.count}"

    def pick(self) -> Thing:
        thing: Thing = self.draw(st.sampled_from(self.there))
        return thing

    def step(self, assets: Any, day: datetime.date, kinds: tuple[str, ...]) -> None:
        if self.there:
            getattr(self, self.draw(st.sampled_from(kinds)))(assets, day)

    def use(self, assets: Any, day: datetime.date) -> None:
        thing, units = self.pick(), self.draw(st.integers(1, 5000))
        self.texts.append(f'{day} custom "plant-asset-usage" "{thing.name}" {units}\n')

    def none(self, assets: Any, day: datetime.date) -> None:
        """Nothing happens."""

    def improve(self, assets: Any, day: datetime.date) -> None:
        thing, cost = self.pick(), self.draw(CENTS)
        self.texts.append(assets.improved(thing.name, str(day), str(cost), account=thing.account))
        thing.cost += cost
        self.bought += cost

    def part(self, assets: Any, day: datetime.date) -> None:
        thing = self.pick()
        out = (thing.cost * self.draw(st.integers(1, 99)) / 100).quantize(D("0.01"))
        if not D(0) < out < thing.cost:
            return
        self.texts.append(assets.sold(thing.name, str(day), "1.00", f"{out} USD", account=thing.account))
        thing.salvage -= thing.salvage * out / thing.cost
        thing.cost -= out
        self.sales += 1

    def split(self, assets: Any, day: datetime.date) -> None:
        thing = self.pick()
        parts = []
        for percent in self.draw(st.lists(st.integers(1, 45), min_size=1, max_size=2)):
            out = (thing.cost * percent / 100).quantize(D("0.01"))
            if D(0) < out < thing.cost:
                name = self.name()
                parts.append(f'"{name}" {out} USD')
                salvage = thing.salvage * out / thing.cost
                self.there.append(Thing(name, out, thing.account, salvage))
                thing.cost, thing.salvage = thing.cost - out, thing.salvage - salvage
        if parts:
            self.texts.append(f'{day} custom "plant-asset-split" "{thing.name}" {" ".join(parts)}\n')

    def merge(self, assets: Any, day: datetime.date) -> None:
        if len(self.there) < 2:
            return
        thing = self.pick()
        other = self.draw(st.sampled_from([each for each in self.there if each is not thing]))
        self.there.remove(other)
        thing.cost, thing.salvage = thing.cost + other.cost, thing.salvage + other.salvage
        self.texts.append(f'{day} custom "plant-asset-merge" "{thing.name}" "{other.name}"\n')

    def transfer(self, assets: Any, day: datetime.date) -> None:
        thing = self.pick()
        thing.account = self.draw(st.sampled_from([p for p in (P100, P200, TRUCKS) if p != thing.account]))
        more = "  expense: Expenses:Other\n" if thing.account == P200 else ""
        self.texts.append(f'{day} custom "plant-asset-transfer" "{thing.name}" {thing.account}\n{more}')

    def change(self, assets: Any, day: datetime.date) -> None:
        thing, years = self.pick(), self.draw(st.integers(LIFE, LIFE + 5))
        self.texts.append(f'{day} custom "plant-asset-change" "{thing.name}"\n  life: "{years} years"\n')

    def impair(self, assets: Any, day: datetime.date) -> None:
        thing = self.pick()
        self.texts.append(f'{day} custom "plant-asset-impairment" "{thing.name}" 0.01 USD\n')

    def sell(self, assets: Any, day: datetime.date) -> None:
        thing = self.pick()
        self.there.remove(thing)
        self.texts.append(assets.sold(thing.name, str(day), "1.00", account=thing.account))
        self.sales += 1


KINDS = ("improve", "part", "split", "merge", "transfer", "change", "impair", "sell", "none")


def walk(data: Any, assets: Any, keys: str, kinds: tuple[str, ...] = KINDS) -> Walk:
    """Buy up to three assets, and let things happen to them on later days, never two on one day."""
    made = Walk(data.draw)
    day = BEGIN
    for _ in range(data.draw(st.integers(1, 3))):
        made.buy(assets, day, keys)
        day += datetime.timedelta(days=data.draw(st.integers(0, 20)))
    for _ in range(data.draw(st.integers(1, 8))):
        day += datetime.timedelta(days=data.draw(st.sampled_from([1, 7, 30, 31, 61, 200, 365])))
        made.step(assets, day, kinds)
    made.texts = data.draw(st.permutations(made.texts))
    return made


def load(load_ledger: Load, assets: Any, made: Walk, *more: str) -> Any:
    ledger = load_ledger(assets.HEAD + "".join(made.texts) + "".join(more))
    assert not ledger.messages, (ledger.messages, "".join(made.texts) + "".join(more))
    return assets.Books(ledger)


ONCE = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@ONCE
@given(data=st.data(), keys=KEYS)
def test_when_all_is_sold_nothing_is_left(load_ledger: Load, assets: Any, data: Any, keys: str) -> None:
    """Also with a horizon that is earlier than the events."""
    made = walk(data, assets, keys)
    check_all_sold(load_ledger, assets, made, data)


@ONCE
@given(data=st.data())
def test_by_units_of_production(load_ledger: Load, assets: Any, data: Any) -> None:
    """The life in units is long enough for what each asset may be used."""
    kinds = ("use", "use", "improve", "part", "split", "merge", "transfer", "impair", "sell")
    made = walk(data, assets, '~method: "units-of-production"~units: 100000', kinds)
    check_all_sold(load_ledger, assets, made, data)


def check_all_sold(load_ledger: Load, assets: Any, made: Walk, data: Any) -> None:
    """Sell what is there and look at the accounts, whatever the horizon."""
    end = BEGIN + datetime.timedelta(days=366 * 9 + data.draw(st.integers(0, 200)))
    for thing in list(made.there):
        made.texts.append(assets.sold(thing.name, str(end), "1.00", account=thing.account))
        made.sales += 1
    horizon = data.draw(st.sampled_from(["", "2026-12-31", "2029-06-30", "2060-12-31"]))
    line = f'2060-01-01 custom "plant-depreciation-horizon" {horizon}\n' if horizon else ""
    books = load(load_ledger, assets, made, line)
    assert books.balance("Assets:P100") == 0
    assert books.balance("Assets:P200") == 0
    taken = books.balance("Expenses")
    assert taken - books.gain == made.bought - made.sales
    assert taken >= 0
    by_asset: dict[tuple[str, str], D] = {}
    for entry in books.ledger.transactions:
        assert entry.date <= end or not any(p.account.startswith("Expenses") for p in entry.postings)
        for posting in entry.postings:
            if posting.account in (P100, P200, TRUCKS):
                name = posting.meta.get("asset") or entry.meta.get("asset") or entry.meta.get("disposes")
                key = (name, posting.account)
                by_asset[key] = by_asset.get(key, D(0)) + posting.units.number
    assert not any(by_asset.values()), by_asset


@ONCE
@given(data=st.data(), keys=KEYS)
def test_when_the_lives_are_over_the_salvage_is_left(
    load_ledger: Load, assets: Any, data: Any, keys: str
) -> None:
    """And at no month end is the book value below it."""
    made = walk(data, assets, keys)
    books = load(load_ledger, assets, made, '2060-01-01 custom "plant-depreciation-horizon" 2060-12-31\n')
    salvage = sum((thing.salvage for thing in made.there), D(0))
    left = books.balance("Assets:P100") + books.balance("Assets:P200")
    assert abs(left - salvage) <= D("0.05")
    for entry in books.ledger.transactions:
        for posting in entry.postings:
            if entry.narration == "Depreciation" and posting.account.startswith("Expenses"):
                assert posting.units.number > 0


@ONCE
@given(data=st.data(), keys=KEYS)
def test_splits_mergers_and_transfers_alone_cost_nothing(
    load_ledger: Load, assets: Any, data: Any, keys: str
) -> None:
    """The cost on the accounts is what was bought, whatever names and accounts it has by the end."""
    made = Walk(data.draw)
    for _ in range(2):
        made.buy(assets, BEGIN, keys)
    day = BEGIN
    for kind in data.draw(st.lists(st.sampled_from(["split", "merge", "transfer"]), min_size=1, max_size=8)):
        day += datetime.timedelta(days=data.draw(st.sampled_from([0, 1, 31, 90, 365])) or 1)
        getattr(made, kind)(assets, day)
    books = load(load_ledger, assets, made, '2060-01-01 custom "plant-depreciation-horizon" 2060-12-31\n')
    cost = sum((books.balance(account) for account in (P100, P200, TRUCKS)), D(0))
    assert cost == made.bought
    for thing in made.there:
        assert any(account == thing.account for account in (P100, P200, TRUCKS))
    years = books.years(2026, 2060)
    assert all(amount >= 0 for amount in years)


@pytest.mark.parametrize("keys", ["", '~method: "declining-balance"~factor: 2.0', '~convention: "daily"'])
def test_events_of_one_month_in_any_order_of_the_file(load_ledger: Load, assets: Any, keys: str) -> None:
    """A file says the same backwards."""
    texts = [
        assets.bought("A", "12000.00", f'life: "5 years"{keys}'),
        assets.improved("A", "2027-05-04", "600.00"),
        assets.sold("A", "2027-05-10", "10.00", '"10 %"'),
        '2027-05-12 custom "plant-asset-split" "A" "B" 1000.00 USD\n',
        '2027-05-20 custom "plant-asset-transfer" "B" Assets:P200:Machinery\n  expense: Expenses:Other\n',
        '2027-05-28 custom "plant-asset-change" "A"\n  life: "6 years"\n',
        assets.sold("B", "2027-05-29", "100.00", account=P200),
    ]
    one, other = assets.books(load_ledger, *texts), assets.books(load_ledger, *reversed(texts))
    assert one.months() == other.months()
    assert one.gain == other.gain
    assert other.balance("Assets:P200") == 0
