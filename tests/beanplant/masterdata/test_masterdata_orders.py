"""Orders, closes, counts, cost centers, assets and discounts."""

from __future__ import annotations

import datetime
from decimal import Decimal as D
from fractions import Fraction
from typing import Any

import pytest

from beanplant.masterdata.asset_terms import life_in_months

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


DECLINING = f'{ASSET}~method: "declining-balance"'
UNITS = f'{ASSET}~method: "units-of-production"~units: 960'
MANUAL = f'{ASSET}~method: "manual"'


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


def test_terms_of_depreciation(read: Any) -> None:
    """Salvage as a share, a rate or a factor, units without a life; a change keeps what it does not say."""
    doc = read(
        ledger(
            f'{ASSET}~salvage: "10 %"~method: "declining-balance"~rate: "40 %"~switch: TRUE~convention: "half-year"',
            ASSET.replace("CNC-01", "CNC-02") + '~method: "declining-balance"~factor: 1.5',
            ASSET.replace("CNC-01", "CNC-03").replace('~life: "7 years"', "")
            + '~method: "units-of-production"~units: 960000',
            '2028-01-01 asset-change "CNC-01"~life: "9 years"',
            '2029-01-01 asset-change "CNC-01"~salvage: 500.00 USD~method: "straight-line"',
            '2026-03-31 asset-usage "CNC-03" 1200',
        )
    )
    assert not doc.errors
    first, second, third = doc.master.assets.values()
    assert first.salvage == 12000
    assert first.convention == "half-year"
    assert (first.terms.rate, first.terms.factor, first.terms.switch) == (Fraction(2, 5), None, True)
    assert (second.terms.rate, second.terms.factor, second.terms.switch) == (None, Fraction(3, 2), False)
    assert (third.life, third.terms.units, third.usage[0].quantity) == (0, 960000, 1200)
    longer, straight = (change.terms for change in first.changes)
    assert (longer.method, longer.life, longer.salvage) == ("declining-balance", 108, 12000)
    assert (longer.rate, longer.switch) == (Fraction(2, 5), True)
    assert (straight.method, straight.life, straight.salvage, straight.rate) == (
        "straight-line",
        108,
        500,
        None,
    )


@pytest.mark.parametrize(
    ("options", "month", "year"),
    [
        ([], "2026-05", ("2026-01", "2026-12")),
        ([("2026-03-15", "06-30")], "2026-05", ("2025-07", "2026-06")),
        ([("2026-03-15", "06-30")], "2026-07", ("2026-07", "2027-06")),
        ([("2026-03-15", "15-31")], "2026-03", ("2025-04", "2026-03")),
        # From April 2026 on, fiscal years end in December: the year before is whole, the first one short.
        ([("2020-01-01", "03-31"), ("2026-04-01", "12-31")], "2026-03", ("2025-04", "2026-03")),
        ([("2020-01-01", "03-31"), ("2026-04-01", "12-31")], "2026-05", ("2026-04", "2026-12")),
        ([("2020-01-01", "03-31"), ("2026-04-01", "12-31")], "2027-02", ("2027-01", "2027-12")),
        # A change within a year ends it the day before.
        ([("2020-01-01", "12-31"), ("2026-07-01", "06-30")], "2026-02", ("2026-01", "2026-06")),
    ],
)
def test_fiscal_years(read: Any, options: list[Any], month: str, year: tuple[str, str]) -> None:
    lines = [f'{date} custom "fava-option" "fiscal-year-end" "{end}"' for date, end in options]
    doc = read("\n".join(["2020-01-01 open Assets:Bank", *lines]) + "\n")
    assert not doc.errors
    first, stop = doc.master.fiscal_years.year(month_of(month))
    assert (first, stop - 1) == (month_of(year[0]), month_of(year[1]))


def month_of(text: str) -> int:
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


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
            [f'{ASSET}~method: "straight"'],
            0,
            'found "straight", expected "straight-line", "declining-balance", "sum-of-years-digits",',
        ),
        ([f'{ASSET}~method: "straightline"'], 0, '(did you mean "straight-line"?)'),
        ([f'{ASSET}~convention: "midmonth"'], 0, '(did you mean "mid-month"?)'),
        (
            [f'{ASSET}~day-count: "365"'],
            0,
            'day-count: belongs to convention: "daily", found "full-month"; delete it or write that',
        ),
        ([f'{ASSET}~convention: "daily"~day-count: "360"'], 0, 'day-count: found "360", expected "actual"'),
        ([f'{ASSET}~tax: "macrs-8"'], 0, 'tax: found the class "macrs-8"'),
        (
            [f"{ASSET}~gain-loss: Income:P100:GainOnDisposl"],
            0,
            "account Income:P100:GainOnDisposl is not open (did you mean",
        ),
        (['2026-01-01 depreciation-horizon "2030"'], 0, 'found "2030", expected a date'),
        # how assets are depreciated
        ([f'{ASSET}~salvage: "100 %"'], 0, 'salvage: found "100 %", expected a share from 0 to below 1'),
        ([f"{ASSET}~rate: 0.4"], 0, 'rate: belongs to method: "declining-balance", found "straight-line"'),
        ([f"{ASSET}~switch: TRUE"], 0, 'switch: belongs to method: "declining-balance"'),
        ([f"{ASSET}~units: 1000"], 0, 'units: belongs to method: "units-of-production"'),
        (
            [f"{DECLINING}"],
            0,
            'rate: is missing; write the rate of a year, such as rate: "40 %", or factor: 2.0',
        ),
        (
            [f"{DECLINING}~rate: 0.4~factor: 2.0"],
            0,
            "rate: and factor: are both written; keep the rate, or the",
        ),
        ([f"{DECLINING}~rate: 0"], 0, 'rate: found 0, expected a share above 0 such as 0.4 or "40 %"'),
        ([f"{DECLINING}~rate: 1.4"], 0, "rate: found 1.4, expected a share from 0 to below 1"),
        (
            [f"{DECLINING}~factor: -2"],
            0,
            "factor: found -2, expected a number above zero such as 2.0 (double)",
        ),
        ([f'{ASSET}~method: "units-of-production"'], 0, "units: is missing; write the life in units"),
        (
            [f'{ASSET}~method: "units-of-production"~units: 0'],
            0,
            "units: found 0, expected the life in units, a number above zero",
        ),
        # what happens to them
        (
            [ASSET, '2026-03-31 asset-usage "CNC-02" 1200'],
            3,
            'unknown asset "CNC-02" (did you mean "CNC-01"?); an asset begins with: custom "plant-asset" "CNC-02"',
        ),
        (
            [ASSET, '2026-01-31 asset-change "CNC-01"~life: "9 years"'],
            3,
            f"is before the service of the asset, 2026-02-01 at <string>:{FIRST}; correct one of the two dates",
        ),
        (
            [ASSET, '2028-01-01 asset-change "CNC-01"'],
            3,
            "changes nothing; write one of life:, salvage:, method:",
        ),
        (
            [ASSET, *['2028-01-01 asset-change "CNC-01"~life: "9 years"'] * 2],
            5,
            f"also at <string>:{FIRST + 3} on 2028-01-01; keep one of them",
        ),
        ([ASSET, '2028-01-01 asset-change "CNC-01"~method: "manua"'], 3, '(did you mean "manual"?)'),
        (
            [ASSET, '2026-03-31 asset-usage "CNC-01" 1200'],
            3,
            f'is for method: "units-of-production", the asset at <string>:{FIRST} has "straight-line"',
        ),
        ([UNITS, '2026-03-31 asset-usage "CNC-01" 0'], 5, "found 0, expected units above zero"),
        (
            [UNITS, '2026-03-31 asset-usage "CNC-01" 12 HR-ASSY'],
            5,
            'found "CNC-01" 12 HR-ASSY, expected a text in quotes, a number such as 1200; write: custom'
            ' "plant-asset-usage" "CNC-01" 1200',
        ),
        ([MANUAL, '2026-03-31 asset-depreciation "CNC-01" 5.00 EUR'], 4, "found 5.00 EUR, expected USD"),
        ([MANUAL, '2026-03-31 asset-depreciation "CNC-01" -5.00 USD'], 4, "expected an amount above zero"),
        (
            [ASSET, '2026-03-31 asset-depreciation "CNC-01" 5.00 USD'],
            3,
            f'is for method: "manual", the asset at <string>:{FIRST} has "straight-line"',
        ),
        # discounts
        (
            [f'{DISCOUNTS}~method: "allowance"~expected: 0.80~forfeited: Income:Forfeited'],
            0,
            "forfeited: account Income:Forfeited is not open",
        ),
        (["2026-01-01 sales-discounts Income:Sales"], 0, "receivables: is missing"),
        ([f'{DISCOUNTS}~method: "allowance"'], 0, "expected: is missing; write the share that is taken"),
        (
            [f'{DISCOUNTS}~method: "allowance"~expected: 0.80~window: "6 months"'],
            0,
            'window: belongs to expected: "history"',
        ),
        ([f"{DISCOUNTS}~expected: 0.80"], 0, 'expected: belongs to method: "allowance", found "gross"'),
        ([DISCOUNTS, '2026-01-01 take-up Income:Sale "2/10 net 30" 0.7'], 2, "has no plant-sales-discounts"),
        ([f'{DISCOUNTS}~grace: "a week"'], 0, 'grace: found "a week", expected a number of days such as 3'),
        ([f"{DISCOUNTS}~grace: 1.5"], 0, "grace: found 1.5, expected a number of days"),
        ([DISCOUNTS, DISCOUNTS], 2, f"also at <string>:{FIRST} on 2026-01-01"),
        (
            [DISCOUNTS.replace("Income:Sales~", "Income:Sale~")],
            0,
            "account Income:Sale is not open (did you mean",
        ),
        (['2026-01-01 period-close "P100"'], 0, f"{LATER}: plant-period-close"),
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
    doc = read(ledger('2026-03-02 order "MO-1" 100 PUMP-B', ASSET.replace('"7 years"', '"7"')))
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
