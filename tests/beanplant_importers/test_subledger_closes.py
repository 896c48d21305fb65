"""Orders that are summed away close as the plugin would close them: every account to the cent, whatever was posted.

The journal of a random plant is written with its orders, document by document, and by the day or month without them;
both are loaded with the plugin, and every account must have the same balance.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import hypothesis
import pytest
from beancount import loader
from beancount.core import convert, data
from hypothesis import strategies as st

from beanplant_importers import chart, facts
from beanplant_importers.facts import Source
from beanplant_importers.journal import Journal
from beanplant_importers.order_standards import Standards
from beanplant_importers.settlement import OrderClose, Settlement

START = datetime.date(2026, 1, 1)
CHANGE = datetime.date(2026, 2, 10)
SOURCE = Source("plant", 0)
WIP = "work-in-process:Orders"
CATEGORIES = (
    "Scrap", "MaterialQuantity", "Substitution", "LaborEfficiency", "VariableOverheadEfficiency",
    "FixedOverheadVolumeEfficiency", "LotSize", "StandardDifference", "LaborRate", "Revaluation", "DirectCharge",
    "Rounding", "PurchasePrice", "Remaining", "SubcontractPrice",
)  # fmt: skip

LEDGER = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 custom "plant" "P100"
  negative: "allow"
2026-01-01 open Assets:P100:RawMaterials
2026-01-01 open Assets:P100:FinishedGoods
2026-01-01 open Assets:P100:WorkInProcess:Orders
2026-01-01 open Liabilities:P100:GoodsReceivedNotInvoiced
2026-01-01 open Liabilities:Payables
2026-01-01 open Expenses:P100:Absorbed
""" + "".join(f"2026-01-01 open Expenses:P100:Variances:{name}\n" for name in CATEGORIES)


def standard(
    item: str, date: datetime.date, amount: Decimal, *parts: tuple[str, Decimal]
) -> facts.StandardCost:
    return facts.StandardCost(
        item=item, date=date, amount=amount, currency="USD", components=parts, source=SOURCE
    )


prices = st.decimals("0", "99.9999", places=4)
quantities = st.decimals("0.1", "40", places=1)
days = st.integers(0, 89).map(lambda n: START + datetime.timedelta(days=n))


@st.composite
def plants(draw: st.DrawFn) -> list[facts.Fact]:
    """Standards that change on a date, a bill, a routing with a set-up, and orders with all kinds of postings."""
    made: list[facts.Fact] = []
    for item in ("STEEL", "SEAL", "PUMP"):
        made += [standard(item, START, draw(prices)), standard(item, CHANGE, draw(prices))]
    rate = draw(st.tuples(st.decimals("0.0001", "99.9999", places=4), prices, prices))
    names = ("labor", "variable-overhead", "fixed-overhead")
    made.append(facts.Item(item="HR", date=START, activity=True, source=SOURCE))
    for date, raised in ((START, 0), (CHANGE, 1)):
        rates = [rate[0] + raised, *rate[1:]]
        made.append(standard("HR", date, sum(rates, Decimal(0)), *zip(names, rates, strict=True)))
    made.append(
        facts.BillLine(
            product="PUMP", component="STEEL", date=START, quantity=draw(quantities), source=SOURCE
        )
    )
    made.append(
        facts.RoutingLine(
            product="PUMP", activity="HR", date=START, quantity=draw(quantities), lot=Decimal(10),
            setup=draw(quantities), source=SOURCE,
        )
    )  # fmt: skip
    number = 0
    for index in range(draw(st.integers(1, 4))):
        name = f"MO-{index}"
        postings = sorted(
            draw(st.lists(st.tuples(days, st.integers(0, 6), quantities), max_size=8)), key=lambda p: p[0]
        )
        released = postings[0][0] if postings else START
        open_for = draw(st.none() | st.integers(0, 60))
        closed = None if open_for is None else released + datetime.timedelta(days=open_for)
        order = {"order": name, "date": released, "plant": "P100", "item": "PUMP", "quantity": Decimal(10)}
        made.append(facts.Order(**order, closed=closed, source=SOURCE))
        for day, kind, quantity in postings:
            number += 1
            made.append(posting(f"D{number}", name, day, kind, quantity, draw(prices)))
    return made


def posting(
    document: str, order: str, day: datetime.date, kind: int, quantity: Decimal, price: Decimal
) -> facts.Fact:
    """One of the things that are posted on an order."""
    said: dict[str, Any] = {"document": document, "line": "1", "date": day, "plant": "P100", "source": SOURCE}
    moves = (  # kind, item, sign and place of what goes into or comes out of work in process
        ("issue", "STEEL", -1, "raw-materials"), ("issue", "SEAL", -1, "raw-materials"),
        ("issue", "STEEL", 1, "raw-materials"), ("completion", "PUMP", 1, "finished-goods"),
        ("scrap", "PUMP", 1, "variances:Scrap"),
    )  # fmt: skip
    if kind < len(moves):
        name, item, sign, place = moves[kind]
        said |= {"kind": name, "item": item, "quantity": sign * quantity, "account": place}
        return facts.Movement(**said, against=WIP, order=order)
    if kind == 5:
        rate = price if price > 50 else None
        return facts.Activity(
            **said, activity="HR", quantity=quantity, order=order, rate=rate, currency="USD"
        )
    amount = price.quantize(Decimal("0.01"))
    lines = (
        facts.Line(account=WIP, amount=amount, order=order),
        facts.Line(account="payables", amount=-amount),
    )
    return facts.Entry(**said, lines=lines, currency="USD", text="Outside work")


def balances(plant: Iterable[facts.Fact], grain: str, *, orders: bool) -> dict[str, Decimal]:
    """Write the journal of a plant, load it, and return the balances at cost."""
    journal = Journal(chart.read("P100", (), currency="USD"), grain, orders=orders, batch="plant")
    settlement = Settlement(Standards())
    for fact in plant:
        settlement.add(fact)
        journal.add(fact)
    if not orders:
        for close in settlement.closes():
            journal.close(close)
    assert settlement.lacking == {}
    entries, errors, _ = loader.load_string(LEDGER + "\n".join(journal.text()))
    assert [error.message for error in errors] == []
    found: dict[str, Decimal] = {}
    for entry in entries:
        for leg in entry.postings if isinstance(entry, data.Transaction) else ():
            found[leg.account] = found.get(leg.account, Decimal(0)) + convert.get_weight(leg).number
    return {account: round(number, 12) for account, number in sorted(found.items()) if round(number, 12)}


@hypothesis.given(plants(), st.sampled_from(["day", "month"]))
def test_summed_orders_close_as_the_plugin_closes_them(plant: list[facts.Fact], grain: str) -> None:
    assert balances(plant, grain, orders=False) == balances(plant, "document", orders=True)


def test_an_order_is_settled_again_after_its_close() -> None:
    plant: list[facts.Fact] = [
        standard("STEEL", START, Decimal("2.50")), standard("PUMP", START, Decimal("10.00")),
        facts.BillLine(product="PUMP", component="STEEL", date=START, quantity=Decimal(4), source=SOURCE),
        facts.Order(
            order="MO", date=START, plant="P100", item="PUMP", quantity=Decimal(1), closed=CHANGE, source=SOURCE
        ),
        posting("D1", "MO", START, 0, Decimal(5), Decimal(0)), posting("D2", "MO", CHANGE, 3, Decimal(1), Decimal(0)),
        posting("D3", "MO", CHANGE + datetime.timedelta(days=1), 2, Decimal(2), Decimal(0)),
    ]  # fmt: skip
    settlement = Settlement(Standards())
    for fact in plant:
        settlement.add(fact)
    first, second = settlement.closes()
    assert first == OrderClose(CHANGE, "P100", WIP, "MO", "PUMP", (("MaterialQuantity", Decimal("2.50")),))
    assert (second.date, second.categories) == (
        CHANGE + datetime.timedelta(days=1),
        (("MaterialQuantity", Decimal("-5.00")),),
    )
    assert second.key == "order-close/MO/2026-02-11"


def work(rate: str | None) -> list[facts.Fact]:
    """Ten pumps of an hour each, made in twelve; the wage is 25.00, the hour 65.00."""
    parts = (
        ("labor", Decimal(25)),
        ("variable-overhead", Decimal(15)),
        ("fixed-overhead", Decimal(25)),
    )
    hours: dict[str, Any] = {"document": "C1", "line": "1", "date": START, "plant": "P100", "source": SOURCE}
    return [
        standard("HR", START, Decimal(65), *parts), standard("PUMP", START, Decimal(65)),
        facts.RoutingLine(product="PUMP", activity="HR", date=START, quantity=Decimal(1), source=SOURCE),
        facts.Order(
            order="MO", date=START, plant="P100", item="PUMP", quantity=Decimal(10), closed=CHANGE, source=SOURCE
        ),
        facts.Activity(
            **hours, activity="HR", quantity=Decimal(12), order="MO", currency="USD",
            rate=None if rate is None else Decimal(rate),
        ),
        posting("D1", "MO", START, 3, Decimal(10), Decimal(0)),
    ]  # fmt: skip


@pytest.mark.parametrize("grain", ["day", "month"])
def test_a_wage_has_the_overhead_of_the_standard_beside_it(grain: str) -> None:
    """12 x (26.00 + 40.00) = 792.00, of which 12 x (26.00 - 25.00) = 12.00 are LaborRate.

    The two hours too many are efficiency: 50.00 of labor, 30.00 and 50.00 of overhead."""
    expected = {
        "Assets:P100:FinishedGoods": Decimal("650.00"),
        "Expenses:P100:Absorbed": Decimal("-792.00"),
        "Expenses:P100:Variances:FixedOverheadVolumeEfficiency": Decimal("50.00"),
        "Expenses:P100:Variances:LaborEfficiency": Decimal("50.00"),
        "Expenses:P100:Variances:LaborRate": Decimal("12.00"),
        "Expenses:P100:Variances:VariableOverheadEfficiency": Decimal("30.00"),
    }
    assert balances(work("26.00"), "document", orders=True) == expected
    assert balances(work("26.00"), grain, orders=False) == expected
    del expected["Expenses:P100:Variances:LaborRate"]
    expected["Expenses:P100:Absorbed"] = Decimal("-780.00")
    assert balances(work(None), grain, orders=False) == expected


@pytest.mark.parametrize("grain", ["day", "month"])
def test_hours_that_are_bought_have_no_overhead_beside_them(grain: str) -> None:
    """12 x 70.00 = 840.00 against goods received: (70.00 - 65.00) x 12 = 60.00 are SubcontractPrice."""
    plant = [
        dataclasses.replace(one, against="goods-received") if isinstance(one, facts.Activity) else one
        for one in work("70.00")
    ]
    expected = {
        "Assets:P100:FinishedGoods": Decimal("650.00"),
        "Expenses:P100:Variances:FixedOverheadVolumeEfficiency": Decimal("50.00"),
        "Expenses:P100:Variances:LaborEfficiency": Decimal("50.00"),
        "Expenses:P100:Variances:SubcontractPrice": Decimal("60.00"),
        "Expenses:P100:Variances:VariableOverheadEfficiency": Decimal("30.00"),
        "Liabilities:P100:GoodsReceivedNotInvoiced": Decimal("-840.00"),
    }
    assert balances(plant, "document", orders=True) == expected
    assert balances(plant, grain, orders=False) == expected


def test_an_order_that_uses_stock_at_actual_cost_is_not_closed() -> None:
    plant: list[facts.Fact] = [
        standard("STEEL", START, Decimal("2.50")), standard("PUMP", START, Decimal("10.00")),
        facts.Order(
            order="MO", date=START, plant="P100", item="PUMP", quantity=Decimal(1), closed=CHANGE, source=SOURCE
        ),
        posting("D1", "MO", START, 0, Decimal(5), Decimal(0)),
    ]  # fmt: skip
    settlement = Settlement(Standards())
    settlement.at_actual = {"STEEL"}.__contains__
    for fact in plant:
        settlement.add(fact)
    assert list(settlement.closes()) == []
    assert settlement.lacking == {"STEEL": 1}
