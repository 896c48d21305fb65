"""Orders, closes, counts, cost centers, assets and discounts."""

from __future__ import annotations

import datetime
from decimal import Decimal as D
from typing import Any

import pytest

from beanplant.masterdata.assets import life_in_months

HEAD = """
option "operating_currency" "USD"
2026-01-01 custom "plant" "P100"
2026-01-01 custom "plant-standard-cost" 1 PUMP-A 40.00 USD
2026-01-01 custom "plant-standard-cost" 1 HR-ASSY 65.00 USD
2026-01-01 commodity HR-ASSY
  activity: TRUE
2026-01-01 open Assets:P100:RawMaterials:Main
2026-01-01 open Assets:P100:Machinery
2026-01-01 open Expenses:P100:Assembly:Depreciation
2026-01-01 open Expenses:P100:Machining:Wages
2026-01-01 open Income:P100:GainOnDisposal
2026-01-01 open Income:Sales
2026-01-01 open Assets:Receivables
2026-01-01 open Liabilities:VAT
""".lstrip()
FIRST = HEAD.count("\n") + 1
"""The line number of what follows the head."""


def ledger(*lines: str) -> str:
    """Each line is a directive without date and ``custom``; what follows ``~`` are its keys."""
    text = HEAD
    for line in lines:
        head, *keys = line.split("~")
        date, name, values = head.split(" ", 2)
        text += f'{date} custom "plant-{name}" {values}\n' + "".join(f"  {key}\n" for key in keys)
    return text


def test_orders_and_closes(read: Any) -> None:
    doc = read(
        ledger(
            '2026-03-02 order "MO-1" 100 PUMP-A',
            '2026-03-02 order "MO-2" 2.5 PUMP-A~kind: "rework"~plant: "P100"~document: "mo2.pdf"',
            '2026-03-20 order-close "MO-1"',
        )
    )
    assert not doc.errors
    first, second = doc.master.orders["MO-1"], doc.master.orders["MO-2"]
    assert (first.product, first.quantity, first.kind, first.plant) == ("PUMP-A", 100, "production", None)
    assert (second.quantity, second.kind, second.plant) == (D("2.5"), "rework", "P100")
    assert doc.master.order_closes["MO-1"].date == datetime.date(2026, 3, 20)
    assert "MO-2" not in doc.master.order_closes


def test_an_order_may_be_closed_on_its_first_day(read: Any) -> None:
    doc = read(ledger('2026-03-02 order "MO-1" 100 PUMP-A', '2026-03-02 order-close "MO-1"'))
    assert not doc.errors
    assert "MO-1" in doc.master.order_closes


def test_counts(read: Any) -> None:
    doc = read(ledger("2026-03-31 count Assets:P100:RawMaterials:Main 48 PUMP-A"))
    assert not doc.errors
    (count,) = doc.master.counts
    assert (count.account, count.item, count.quantity) == ("Assets:P100:RawMaterials:Main", "PUMP-A", 48)


CENTER = (
    '2026-01-01 cost-center "ASSEMBLY" Expenses:P100:Assembly~activity: HR-ASSY'
    "~absorbed: Expenses:P100:Absorbed:Assembly~capacity: 1600 HR-ASSY"
)


def test_cost_centers(read: Any) -> None:
    doc = read(
        ledger(
            CENTER,
            CENTER.replace("2026-01", "2026-07").replace("1600", "1700"),
            '2026-03-31 cost-center-close "ASSEMBLY"~paid: 1620 HR-ASSY',
            '2026-04-30 cost-center-close "ASSEMBLY"',
        )
        + "2026-01-01 open Expenses:P100:Assembly:Wages\n"
        + '  cost-component: "labor"\n'
    )
    assert not doc.errors
    center = doc.master.cost_centers["ASSEMBLY"]
    assert (center.account, center.activity, center.capacity) == ("Expenses:P100:Assembly", "HR-ASSY", 1700)
    assert doc.master.cost_center_on("ASSEMBLY", datetime.date(2026, 6, 30)).capacity == 1600
    assert [(close.date.month, close.paid) for close in doc.master.cost_center_closes] == [
        (3, 1620),
        (4, None),
    ]
    assert doc.master.cost_components == {"Expenses:P100:Assembly:Wages": "labor"}


ASSET = (
    '2026-02-01 asset "CNC-01" Assets:P100:Machinery 120000.00 USD~life: "7 years"'
    "~expense: Expenses:P100:Assembly:Depreciation"
)


def test_assets(read: Any) -> None:
    doc = read(
        ledger(
            f'{ASSET}~name: "CNC mill"~salvage: 12000.00 USD~accumulated: 30000.00 USD~method:'
            ' "straight-line"'
            '~convention: "full-month"~gain-loss: Income:P100:GainOnDisposal',
            ASSET.replace("CNC-01", "CNC-02"),
            "2026-01-01 depreciation-horizon 2029-12-31",
            "2026-02-01 depreciation-horizon 2030-12-31",
        )
    )
    assert not doc.errors
    asset = doc.master.assets["CNC-01"]
    assert (asset.cost, asset.currency, asset.salvage, asset.accumulated) == (120000, "USD", 12000, 30000)
    assert (asset.life, asset.method, asset.convention) == (84, "straight-line", "full-month")
    assert (asset.title, asset.gain_loss) == ("CNC mill", "Income:P100:GainOnDisposal")
    assert asset.date == datetime.date(2026, 2, 1)
    plain = doc.master.assets["CNC-02"]
    assert (plain.title, plain.salvage, plain.accumulated, plain.gain_loss) == ("CNC-02", 0, 0, None)
    assert doc.master.horizon == datetime.date(2030, 12, 31)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("7 years", 84),
        ("1 year", 12),
        ("84 months", 84),
        ("2 years 6 months", 30),
        ("2.5 years", 30),
        ("1 Month", 1),
        ("0 years", None),
        ("7", None),
        ("", None),
        ("2.3 years", None),
        ("-7 years", None),
        ("7 yrs", None),
    ],
)
def test_life(text: str, months: int | None) -> None:
    assert life_in_months(text) == months


DISCOUNTS = "2026-01-01 sales-discounts Income:Sales~receivables: Assets:Receivables"


def test_sales_discounts(read: Any) -> None:
    doc = read(
        ledger(
            DISCOUNTS,
            DISCOUNTS.replace("2026", "2027")
            + '~method: "gross"~tax: Liabilities:VAT~tax-mode: "excluded"~grace: "3 days"'
            "~discounts: Income:Sales:Domestic",
        ).replace("Income:Sales:Domestic", "Income:P100:GainOnDisposal")
    )
    assert not doc.errors
    on = doc.master.discounts_on
    first = on("Income:Sales:Domestic", datetime.date(2026, 5, 1))
    assert (first.method, first.receivables, first.discounts) == (
        "gross",
        "Assets:Receivables",
        "Income:SalesDiscounts",
    )
    assert (first.tax, first.tax_mode, first.grace) == (None, "included", 0)
    second = on("Income:Sales", datetime.date(2027, 1, 1))
    assert (second.tax, second.tax_mode, second.grace) == ("Liabilities:VAT", "excluded", 3)
    assert second.discounts == "Income:P100:GainOnDisposal"
    assert on("Income:Sales", datetime.date(2025, 1, 1)) is None
    assert on("Income:SalesOther", datetime.date(2027, 1, 1)) is None


LATER = "not supported by this version of beanplant"


@pytest.mark.parametrize(
    ("lines", "line", "expected"),
    [
        # orders
        (['2026-03-02 order "MO-1" 100 PUMP-B'], 0, 'unknown item PUMP-B (did you mean "PUMP-A"?)'),
        (['2026-03-02 order "MO-1" 100 HR-ASSY'], 0, "HR-ASSY is an activity, expected an item"),
        (['2026-03-02 order "MO-1" 0 PUMP-A'], 0, "found 0 PUMP-A, expected a quantity above zero"),
        (
            ['2026-03-02 order "MO-1" 1 PUMP-A~kind: "rewrok"'],
            0,
            'found "rewrok", expected "production" or "rework"',
        ),
        (
            ['2026-03-02 order "MO-1" 1 PUMP-A~plant: "P101"'],
            0,
            'unknown plant "P101" (did you mean "P100"?)',
        ),
        (['2026-03-02 order "MO-1" 1 PUMP-A~co-products: "B"'], 0, f'{LATER}: co-products: "B"'),
        (
            ['2026-03-02 order "MO-1" 1 PUMP-A', '2026-03-03 order "MO-1" 2 PUMP-A'],
            1,
            f'plant-order "MO-1": is opened twice: also at <string>:{FIRST}',
        ),
        (
            ['2026-03-02 order "MO-1"', '2026-03-03 order-close "MO-1"'],
            0,
            'found "MO-1", expected a text in quotes, an',
        ),
        (
            ['2026-03-02 order "MO-1" 1 PUMP-A', '2026-03-03 order-close "MO-2"'],
            1,
            'unknown order (did you mean "MO-1"?)',
        ),
        (
            ['2026-03-02 order-close "MO-1"', '2026-03-03 order "MO-1" 1 PUMP-A'],
            0,
            "is closed on 2026-03-02, before it begins on 2026-03-03",
        ),
        (
            [
                '2026-03-02 order "MO-1" 1 PUMP-A',
                '2026-03-03 order-close "MO-1"',
                '2026-03-04 order-close "MO-1"',
            ],
            2,
            f"is closed twice: also at <string>:{FIRST + 1}",
        ),
        # counts
        (["2026-03-31 count Assets:P100:RawMaterials:Main 48 STEEL"], 0, "unknown item STEEL"),
        (
            ["2026-03-31 count Assets:P100:RawMaterials:Main -1 PUMP-A"],
            0,
            "found -1 PUMP-A, expected a quantity of zero",
        ),
        (
            ["2026-03-31 count Assets:P100:RawMaterials:Man 1 PUMP-A"],
            0,
            "RawMaterials:Man is not open (did you mean",
        ),
        (["2026-03-31 count Assets:Receivables 1 PUMP-A"], 0, "Assets:Receivables has no role in a plant"),
        (
            ["2026-03-31 count Assets:P100:WorkInProcess 1 PUMP-A"],
            0,
            "Assets:P100:WorkInProcess is work-in-process of plant P100, expected an account of raw"
            " materials",
        ),
        (
            ["2026-03-31 count Assets:P100:RawMaterials:Main 1 PUMP-A"] * 2,
            1,
            f"PUMP-A is counted twice on 2026-03-31: also at <string>:{FIRST}",
        ),
        # cost centers
        ([CENTER.replace("~activity: HR-ASSY", "")], 0, "activity: is missing"),
        (
            [CENTER.replace("~activity: HR-ASSY", "~activity: PUMP-A")],
            0,
            "PUMP-A is an item, expected an activity",
        ),
        (
            [CENTER.replace("~activity: HR-ASSY", "~activity: HR-ASY")],
            0,
            'unknown activity HR-ASY (did you mean "HR-ASSY"?)',
        ),
        (
            [CENTER.replace("Absorbed:Assembly", "Variances:A")],
            0,
            "absorbed: found Expenses:P100:Variances:A, expected an",
        ),
        (
            [CENTER.replace("~capacity: 1600 HR-ASSY", "")],
            0,
            "capacity: is missing; write the normal capacity a month",
        ),
        (
            [CENTER.replace("~capacity: 1600 HR-ASSY", "~capacity: 1600")],
            0,
            "capacity: found 1600, expected an amount in HR",
        ),
        (
            [CENTER.replace("P100:Assembly~", "P100:Asembly~")],
            0,
            "account Expenses:P100:Asembly is not open (did you mean",
        ),
        (
            [
                '2026-01-01 cost-center "PLANT" Expenses:P100:Assembly~driver: "output"',
                '2026-02-01 cost-center-close "PLANT"',
            ],
            0,
            f'{LATER}: driver: "output"',
        ),
        ([CENTER, CENTER], 4, f"also at <string>:{FIRST} on 2026-01-01"),
        (
            [CENTER, CENTER.replace("2026", "2027").replace("Absorbed:Assembly", "Absorbed:A")],
            4,
            "absorbed: found Expenses:P100:Absorbed:A, but it was Expenses:P100:Absorbed:Assembly",
        ),
        (
            [CENTER, CENTER.replace('"ASSEMBLY"', '"OTHER"').replace("P100:Assembly~", "P100:Machining~")],
            4,
            "absorbed Expenses:P100:Absorbed:Assembly lies with Expenses:P100:Absorbed:Assembly of"
            ' cost center "ASSEMBLY"',
        ),
        (
            [CENTER, '2026-03-31 cost-center-close "ASEMBLY"'],
            4,
            'unknown cost center (did you mean "ASSEMBLY"?)',
        ),
        ([CENTER, '2025-03-31 cost-center-close "ASSEMBLY"'], 4, "before it begins on 2026-01-01"),
        (
            [CENTER, '2026-03-31 cost-center-close "ASSEMBLY"', '2026-03-31 cost-center-close "ASSEMBLY"'],
            5,
            "closed twice",
        ),
        (
            [CENTER, '2026-03-31 cost-center-close "ASSEMBLY"~paid: 9'],
            4,
            "paid: found 9, expected an amount in HR-ASSY",
        ),
        # assets
        ([ASSET, ASSET], 3, f"is written twice: also at <string>:{FIRST}"),
        ([ASSET.replace('~life: "7 years"', "")], 0, 'life: is missing; write such as life: "7 years"'),
        (
            [ASSET.replace('"7 years"', '"7"')],
            0,
            'life: found "7", expected a time of whole months such as "7 years"',
        ),
        ([ASSET.replace('"7 years"', "7")], 0, "life: found 7, expected a time"),
        (
            [ASSET.split("~expense")[0]],
            0,
            "expense: is missing; write the account that depreciation is charged to",
        ),
        (
            [f"{ASSET}~salvage: 120000.01 USD"],
            0,
            "salvage: found 120000.01 USD, expected no more than the cost",
        ),
        ([f"{ASSET}~salvage: 1 EUR"], 0, "salvage: found 1 EUR, expected an amount in USD"),
        (
            [f"{ASSET}~accumulated: 120001 USD"],
            0,
            "accumulated: found 120001 USD, expected no more than cost less salvage",
        ),
        (
            [f'{ASSET}~method: "declining-balance"'],
            0,
            f'{LATER}: method: "declining-balance"; write "straight-line"',
        ),
        (
            [f'{ASSET}~method: "straight"'],
            0,
            'found "straight", expected "straight-line" (did you mean "straight-line"?)',
        ),
        ([f'{ASSET}~convention: "daily"'], 0, f'{LATER}: convention: "daily"; write "full-month"'),
        ([f'{ASSET}~tax: "macrs-7"'], 0, f'{LATER}: tax: "macrs-7"'),
        (
            [f"{ASSET}~gain-loss: Income:P100:GainOnDisposl"],
            0,
            "account Income:P100:GainOnDisposl is not open (did you mean",
        ),
        (['2026-01-01 depreciation-horizon "2030"'], 0, 'found "2030", expected a date'),
        (
            ['2026-02-01 asset-change "CNC-01"~life: "9 years"'],
            0,
            f"{LATER}: plant-asset-change (revised estimates",
        ),
        # discounts
        (
            [f'{DISCOUNTS}~method: "allowance"~expected: 0.80~forfeited: Income:Forfeited'],
            0,
            f'{LATER}: expected: 0.80, forfeited: "Income:Forfeited"',
        ),
        (
            [f'{ASSET}~method: "declining-balance"~rate: 0.2~switch: TRUE'],
            0,
            f"{LATER}: rate: 0.2, switch: TRUE",
        ),
        (["2026-01-01 sales-discounts Income:Sales"], 0, "receivables: is missing"),
        ([f'{DISCOUNTS}~method: "allowance"'], 0, f'{LATER}: method: "allowance"; write "gross"'),
        ([f'{DISCOUNTS}~method: "net"'], 0, f'{LATER}: method: "net"; write "gross"'),
        (
            [f'{DISCOUNTS}~tax-mode: "mixed"'],
            0,
            f'{LATER}: tax-mode: "mixed"; write "included" or "excluded"',
        ),
        ([f"{DISCOUNTS}~expected: 0.80"], 0, f"{LATER}: expected: 0.80"),
        ([f'{DISCOUNTS}~grace: "a week"'], 0, 'grace: found "a week", expected a number of days such as 3'),
        ([f"{DISCOUNTS}~grace: 1.5"], 0, "grace: found 1.5, expected a number of days"),
        ([DISCOUNTS, DISCOUNTS], 2, f"also at <string>:{FIRST} on 2026-01-01"),
        (
            [DISCOUNTS.replace("Income:Sales~", "Income:Sale~")],
            0,
            "account Income:Sale is not open (did you mean",
        ),
        (["2026-01-01 purchase-discounts Liabilities:Payables"], 0, f"{LATER}: plant-purchase-discounts"),
    ],
)
def test_faults(read: Any, lines: list[str], line: int, expected: str) -> None:
    """One error each, at its own line and with no other that follows from it."""
    doc = read(ledger(*lines))
    assert expected in doc.only
    assert doc.places[0][0] == FIRST + line


def test_discounts_below_what_they_correct(read: Any) -> None:
    doc = read(
        ledger(f"{DISCOUNTS}~discounts: Income:Sales:Discounts") + "2026-01-01 open Income:Sales:Discounts\n"
    )
    assert "expected an account beside Income:Sales, not below it" in doc.only


def test_a_cost_component_that_is_none(read: Any) -> None:
    doc = read('2026-01-01 open Expenses:Wages\n  cost-component: "labour"\n')
    assert doc.only == (
        '1: open Expenses:Wages: cost-component: found "labour" (did you mean "labor"?), expected'
        " one of labor,"
        " variable-overhead, fixed-overhead"
    )


def test_broken_ones_are_known_by_name(read: Any) -> None:
    doc = read(ledger('2026-03-02 order "MO-1" 100 PUMP-B', f'{ASSET}~method: "manual"'))
    assert doc.master.broken_orders == {"MO-1"}
    assert doc.master.broken_assets == {"CNC-01"}
    assert not doc.master.orders
    assert not doc.master.assets


def test_a_ledger_without_any_of_it(read: Any) -> None:
    doc = read("2026-01-01 open Assets:Bank\n2026-01-01 commodity USD\n")
    assert not doc.errors
    assert not doc.master.items
    assert doc.master.role("Assets:Bank") is None
    assert doc.master.horizon is None
