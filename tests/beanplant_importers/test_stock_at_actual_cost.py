"""Stock at actual cost: what an issue costs depends on what came before, so that its documents stay in the ledger.

Every balance of every account and order is the same at each grain; and as worked out by hand in
`test_material_price_is_found_at_the_orders`.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import convert, data
from beancount.parser import parser
from hypothesis import given, settings
from hypothesis import strategies as st

from beanplant_importers import chart, facts, pipeline, sap
from beanplant_importers.facts import Source
from beanplant_importers.journal import Journal

LEDGER = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 custom "plant" "P100"
  currency: USD
  TERMS
2026-01-01 commodity STEEL
  material: "10"
2026-01-01 commodity PUMP
  material: "20"
2026-01-01 commodity HR
  activity: TRUE
2026-01-01 open Assets:P100:RawMaterials
2026-01-01 open Assets:P100:FinishedGoods
2026-01-01 open Assets:P100:WorkInProcess:Orders
2026-01-01 open Liabilities:P100:GoodsReceivedNotInvoiced
2026-01-01 open Expenses:P100:Absorbed
2026-01-01 open Equity:Opening
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 custom "plant-standard-cost" 1 HR 30.333 USD
2026-01-01 custom "plant-standard-cost" 1 PUMP 10.00 USD
2026-01-01 custom "plant-bill-of-materials" 1 PUMP 4 STEEL
2026-01-01 custom "plant-order" "MO-1" 10 PUMP
2026-01-01 custom "plant-order" "MO-2" 5 PUMP
"""
CLOSES = '2026-03-31 custom "plant-order-close" "MO-1"\n2026-03-31 custom "plant-order-close" "MO-2"\n'
USAGE = 'price-variance-at: "usage"'
STEEL, PUMP, WIP = "Assets:P100:RawMaterials", "Assets:P100:FinishedGoods", "Assets:P100:WorkInProcess:Orders"
STANDARDS = {"STEEL": Decimal("2.50"), "HR": Decimal("30.333"), "PUMP": Decimal("10.00")}

MB51 = """\
Posting Date,Time,MvT,Mat. Doc.,Item,Material,Description,Plnt,SLoc,Quantity,BUn,Amount in LC,Crcy,Order,PO,PO Item
03/02/2026,07:30:00,101,5000000001,0001,10,Steel,P100,RM,60.000,KG,157.20,USD,,4500000001,00010
03/05/2026,08:20:00,261,4900000001,0001,10,Steel,P100,RM,-30.000,KG,-78.60,USD,MO-1,,
03/10/2026,07:30:00,101,5000000002,0001,10,Steel,P100,RM,30.000,KG,81.60,USD,,4500000001,00010
03/12/2026,08:20:00,261,4900000002,0001,10,Steel,P100,RM,-20.000,KG,-53.40,USD,MO-2,,
03/12/2026,09:10:00,261,4900000003,0001,10,Steel,P100,RM,-10.000,KG,-26.70,USD,MO-1,,
03/14/2026,15:30:00,101,5000000003,0001,20,Pump,P100,FG,10.000,EA,100.00,USD,MO-1,,
03/14/2026,15:40:00,101,5000000004,0001,20,Pump,P100,FG,5.000,EA,50.00,USD,MO-2,,
"""


def balances(text: str) -> dict[tuple[str, str], Decimal]:
    """Load a ledger; return the balance at cost of each account, of work in process and variances by order."""
    entries, errors, _ = loader.load_string(text)
    assert [error.message for error in errors] == []
    found: dict[tuple[str, str], Decimal] = {}
    for entry in entries:
        for leg in entry.postings if isinstance(entry, data.Transaction) else ():
            order = (leg.meta or {}).get("order") or entry.meta.get("order") or ""
            by_order = leg.account.startswith((WIP, "Expenses:P100:Variances"))
            key = (leg.account, order if by_order else "")
            found[key] = found.get(key, Decimal()) + convert.get_weight(leg).number
    return {key: round(amount, 12) for key, amount in sorted(found.items()) if round(amount, 12)}


@pytest.mark.parametrize("grain", ["document", "day", "month"])
def test_material_price_is_found_at_the_orders(tmp_path: Path, grain: str) -> None:
    """60 at 2.62 come in, 30 go to MO-1: 78.60. With 30 at 2.72 there are 60 for 160.20, 2.67 each: 20 are 53.40, 10
    are 26.70. MO-1: 78.60 + 26.70 - 40 x 2.50 = 5.30; MO-2: 53.40 - 20 x 2.50 = 3.40. 30 x 2.67 = 80.10 are left.

    The month's average would be 238.80 / 90 = 2.6533, and MO-1 6.13."""
    ledger = LEDGER.replace("TERMS", USAGE)
    (tmp_path / "mb51.csv").write_text(MB51, "utf-8")
    importer = sap.MaterialDocuments("P100", places={"RM": "raw-materials", "FG": "finished-goods"})
    outcome = pipeline.run(
        [pipeline.Job(importer, str(tmp_path / "mb51.csv"))],
        parser.parse_string(ledger)[0],
        grain=grain,
        unit_cost=lambda item, *_: STANDARDS[item],
    )
    text = "".join(outcome.text("journal"))
    assert ("value:" in text, "documents:" in text) == (grain != "document",) * 2
    assert balances(ledger + text + CLOSES) == {
        (STEEL, ""): Decimal("80.10"),
        (PUMP, ""): Decimal("150.00"),
        ("Liabilities:P100:GoodsReceivedNotInvoiced", ""): Decimal("-238.80"),
        ("Expenses:P100:Variances:MaterialPrice", "MO-1"): Decimal("5.30"),
        ("Expenses:P100:Variances:MaterialPrice", "MO-2"): Decimal("3.40"),
    }


def test_only_what_is_bought_is_at_actual_cost_at_usage() -> None:
    """And of a plant at standard what its commodity says; an hour never, since it is not stocked."""

    def held(terms: str, more: str = "") -> set[str]:
        entries = parser.parse_string(LEDGER.replace("TERMS", terms) + more)[0]
        actual = chart.read("P100", entries).actual
        return {item for item in ("STEEL", "PUMP", "HR") if actual.holds(item)}

    of_another = '2026-01-01 custom "plant" "P200"\n  valuation: "fifo"\n'
    assert held("") == held("", of_another) == held('valuation: "standard"') == set()
    assert held(USAGE) == {"STEEL"}
    assert held('valuation: "moving-average"') == {"STEEL", "PUMP"}
    assert held("", '2026-01-01 commodity PUMP\n  valuation: "lifo"\n') == {"PUMP"}


STEPS = st.lists(
    st.tuples(
        st.integers(1, 28),
        st.integers(0, 3),
        st.sampled_from(["receipt", "issue", "issue", "return", "hours", "completion", "shipment"]),
        st.decimals("0.01", "30", places=2),
        st.decimals("0.01", "90", places=2),
        st.sampled_from(["MO-1", "MO-2"]),
    ),
    min_size=1,
    max_size=16,
)
OPENING = """
2026-01-01 * "Opening"
  Assets:P100:RawMaterials   1000 STEEL @ 2.57 USD
  Assets:P100:FinishedGoods  1000 PUMP @ 10.00 USD
  Equity:Opening
"""


def fact(number: int, day: int, hour: int, kind: str, quantity: Decimal, paid: Decimal, order: str) -> Any:
    said: dict[str, Any] = {
        "document": f"2026/{number:03}", "line": "1", "date": datetime.date(2026, 3, day), "plant": "P100",
        "time": datetime.time(8 + hour, number % 60), "source": Source("mb51", number), "currency": "USD",
    }  # fmt: skip
    if kind == "hours":
        return facts.Activity(**said, activity="HR", quantity=quantity, order=order)
    if kind == "receipt":
        said |= {"amount": paid, "receipt": f"45-{order}", "against": "goods-received"}
    elif kind == "shipment":
        said |= {"against": "cost-of-goods-sold"}
    else:
        said |= {"order": order, "against": "work-in-process:Orders"}
    inward = kind in ("receipt", "return", "completion")
    product = kind in ("completion", "shipment")
    return facts.Movement(
        **said, kind="issue" if kind == "return" else kind, item="PUMP" if product else "STEEL",
        quantity=quantity if inward else -quantity, account="finished-goods" if product else "raw-materials",
    )  # fmt: skip


@settings(max_examples=40)
@given(STEPS, st.sampled_from([USAGE, *(f'valuation: "{m}"' for m in ("moving-average", "fifo", "lifo"))]))
def test_every_grain_comes_to_the_same_cents(steps: list[Any], terms: str) -> None:
    """Interleaved orders, layers that run out in the middle of a day, completions before a month's last issue."""
    ledger = LEDGER.replace("TERMS", terms) + OPENING + "2026-01-01 open Expenses:P100:CostOfGoodsSold\n"
    entries = parser.parse_string(ledger)[0]

    def text(grain: str) -> str:
        journal = Journal(chart.read("P100", entries), grain, unit_cost=lambda item, *_: STANDARDS[item])
        for number, step in enumerate(steps, 1):
            journal.add(fact(number, *step))
        return "".join(journal.text())

    by_document = balances(ledger + text("document") + CLOSES)
    for grain in ("day", "month"):
        assert balances(ledger + text(grain) + CLOSES) == by_document
