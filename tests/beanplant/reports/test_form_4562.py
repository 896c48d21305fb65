"""The worksheet of Form 4562, line by line, against Publication 946's percentages worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest

from beanplant.reports import form_4562, tax_depreciation
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2020-01-01 open Assets:Bank
2020-01-01 open Assets:P100:Machinery
2020-01-01 open Expenses:P100:Depreciation
2020-01-01 open Income:P100:GainOnDisposal
2020-01-01 custom "plant" "P100"
"""


def bought(name: str, date: str, cost: str, *keys: str) -> str:
    lines = [
        f'{date} * "{name}"', f'  asset: "{name}"', f"  Assets:P100:Machinery  {cost} USD", "  Assets:Bank",
        f'{date} custom "plant-asset" "{name}" Assets:P100:Machinery {cost} USD', '  life: "10 years"',
        "  expense: Expenses:P100:Depreciation", "  gain-loss: Income:P100:GainOnDisposal",
    ]  # fmt: skip
    return "\n".join((*lines, *(f"  {key}" for key in keys), ""))


YEAR = (
    # 24,000 elected of 39,000; of the 15,000 left 20 % (bought in 2024), 3,000; 14.29 % of 12,000 is 1,714.80
    bought("PRESS", "2026-02-01", "39000.00", 'tax: "macrs-7"', "section-179: 24000.00 USD",
           "acquired: 2024-12-01")
    + bought("DESK", "2026-05-10", "1000.00", 'tax: "macrs-7"', 'bonus: "0%"')  # 142.90
    + bought("PC", "2026-05-10", "2000.00", 'tax: "macrs-5"', 'bonus: "0%"')  # 20 %: 400.00
    + bought("HALL", "2026-03-20", "100000.00", 'tax: "macrs-39"')  # A-7a, third month: 2.033 %
    + bought("TANK", "2026-04-20", "1200.00", 'tax: "ads-10"')  # half of a tenth: 60.00
    # 80 % of 20,000 is 16,000; 20 % of it 3,200.00
    + bought("VAN", "2026-06-01", "20000.00", 'tax: "macrs-5"', 'bonus: "0%"', "listed: TRUE",
             'business-use: "80%"')
    # 24.49 % of 10,000 in the second year
    + bought("SAW", "2025-05-10", "10000.00", 'tax: "macrs-7"', 'bonus: "0%"')
)  # fmt: skip


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]) -> Callable[..., Report]:
    def make(time: str, *more: str, module: Any = form_4562) -> Report:
        ledger = load_ledger("".join((HEAD, *more)))
        assert not ledger.errors, ledger.messages
        made: Report = module.build(choose(books_of(ledger)), parse_period(time))
        return made

    return make


def lines(found: Report, table: str) -> dict[str, Any]:
    return {row.key: row.cells[-1] for row in found.table(table).all_rows()}


def test_a_year(report: Callable[..., Report]) -> None:
    found = report("2026-07", YEAR)
    assert found.title == "Form 4562 worksheet of 2026"
    # 39,000 + 1,000 + 2,000 + 1,200 + 16,000 of personal property
    assert lines(found, "part-1") == {
        "1": D(2_560_000), "2": D(59_200), "3": D(4_090_000), "4": 0, "5": D(2_560_000), "6": D(24_000), "7": 0,
        "8": D(24_000), "9": D(24_000), "10": 0, "11": D(2_560_000), "12": D(24_000), "13": 0,
    }  # fmt: skip
    assert found.table("line-6").row("PRESS").cells == ("PRESS", "PRESS", D(39_000), D(24_000))
    assert lines(found, "part-2") == {"14": D(3000), "15": None, "16": None}
    assert [row.cells for row in found.table("part-3").all_rows()] == [
        ("17 Placed in service in tax years before 2026", None, None, None, None, None, D("2449.00")),
        ("19b 5-year property", None, D(2000), "5 yrs.", "HY", "200 DB", D("400.00")),
        ("19c 7-year property", None, D(13_000), "7 yrs.", "HY", "200 DB", D("1857.70")),
        ("19i Nonresidential real property", "03/2026", D(100_000), "39 yrs.", "MM", "S/L", D("2033.00")),
        ("20a Class life", None, D(1200), "10 yrs.", "HY", "S/L", D("60.00")),
        ("Lines 17 to 20", None, None, None, None, None, D("6799.70")),
    ]
    part_5 = found.table("part-5")
    assert [row.cells for row in part_5.all_rows()] == [
        ("Special depreciation allowance", "25", *[None] * 6, 0, None),
        ("VAN", "26", part_5.value("VAN", "service"), D("0.8000"), D(20_000), D(16_000), "5 yrs.", "200 DB HY",
         D("3200.00"), 0),
        ("Lines 25 to 27, to line 21", "28", *[None] * 6, D("3200.00"), None),
        ("Line 26, to line 7", "29", *[None] * 6, None, 0),
    ]  # fmt: skip
    # 24,000 + 3,000 + 6,799.70 + 3,200
    assert lines(found, "part-4") == {
        "21": D(3200), "22": D("36999.70"), "23": None, "books": D("36999.70"), "difference": 0,
    }  # fmt: skip
    assert "line 11 is the dollar limit" in found.advice[0]


def test_it_deducts_what_the_report_of_tax_depreciation_does(report: Callable[..., Report]) -> None:
    for time in ("2025", "2026", "2027", "2033"):
        whole = report(time, YEAR, module=tax_depreciation).table("assets").value("total", "deduction")
        assert lines(report(time, YEAR), "part-4")["22"] == whole


def test_mid_quarter(report: Callable[..., Report]) -> None:
    """Publication 946: a safe, furniture and a computer, half of them in the last quarter."""
    three = (
        bought("SAFE", "2026-01-20", "4000.00", 'tax: "macrs-7"', 'bonus: "0%"')
        + bought("FURNITURE", "2026-09-02", "1000.00", 'tax: "macrs-7"', 'bonus: "0%"')
        + bought("COMPUTER", "2026-10-30", "5000.00", 'tax: "macrs-5"', 'bonus: "0%"')
    )
    found = report("2026", three)
    assert [row.key.split()[0] for row in found.table("part-3").rows] == ["17", "19b", "19c"]
    assert [row.cells[2:] for row in found.table("part-3").rows][1:] == [
        (D(5000), "5 yrs.", "MQ", "200 DB", D("250.00")),
        (D(5000), "7 yrs.", "MQ", "200 DB", D("1107.10")),  # 25.00 % of 4,000 and 10.71 % of 1,000
    ]
    assert "part-1" not in [table.name for table in found.tables]  # nothing is elected
    assert "part-5" not in [table.name for table in found.tables]
    assert lines(found, "part-4")["22"] == D("1357.10")


def test_what_came_and_went_in_the_year_has_no_line(report: Callable[..., Report]) -> None:
    sold = '2026-11-02 * "Sold"\n  disposes: "DESK"\n  Assets:Bank  900.00 USD\n  Assets:P100:Machinery  -900.00 USD\n'
    found = report("2026", YEAR, sold)
    assert found.table("part-3").value("19c 7-year property 7 yrs. HY 200 DB", "basis") == D(12_000)
    assert "DESK" not in {row.key for row in found.table("part-3").rows}
    assert lines(found, "part-4")["difference"] == 0


def test_half_of_business_use(report: Callable[..., Report]) -> None:
    """50 % is not more than half: line 27, straight line under the alternative system, 5 years: 10 % of 10,000.00."""
    car = bought("CAR", "2026-06-01", "20000.00", 'tax: "ads-5"', 'bonus: "0%"', "listed: TRUE",
                 'business-use: "50%"')  # fmt: skip
    part_5 = report("2026", car).table("part-5")
    assert part_5.row("CAR").cells[1] == "27"
    assert part_5.row("CAR").cells[5:] == (D(10_000), "5 yrs.", "S/L HY", D("1000.00"), None)
    assert part_5.value("28", "deduction") == D("1000.00")


def test_what_income_defers_is_carried_over(report: Callable[..., Report]) -> None:
    """60,000.00 elected against an income of 40,000.00; the rest is deducted of the income of the next year."""
    press = bought(
        "PRESS", "2025-02-01", "90000.00", 'tax: "macrs-7"', "section-179: 60000.00 USD", 'bonus: "0%"'
    )
    years = (
        '2025-12-31 custom "plant-tax-year" 2025\n  business-income: 40000.00 USD\n'
        '2026-12-31 custom "plant-tax-year" 2026\n  business-income: 90000.00 USD\n'
    )
    first = report("2025", press, years)
    part_1 = lines(first, "part-1")
    assert [part_1[key] for key in ("8", "9", "10", "11", "12", "13")] == [
        D(60000), D(60000), 0, D(40000), D(40000), D(20000),
    ]  # fmt: skip
    # the basis is reduced by all that is elected: 14.29 % of 30,000.00
    assert lines(first, "part-4")["22"] == D("44287.00")
    assert not any("line 11" in line for line in first.advice)
    second = lines(report("2026", press, years), "part-1")
    assert [second[key] for key in ("8", "10", "11", "12", "13")] == [0, D(20000), D(90000), D(20000), 0]
    # 24.49 % of 30,000.00 on line 17
    summary = lines(report("2026", press, years), "part-4")
    assert (summary["22"], summary["difference"]) == (D("27347.00"), 0)


def test_what_was_carried_over_from_before_the_ledger_is_no_difference_unsaid(
    report: Callable[..., Report],
) -> None:
    carried = '2026-12-31 custom "plant-tax-year" 2026\n  carried-in: 5000.00 USD\n'
    summary = lines(report("2026", YEAR, carried), "part-4")
    assert summary["22"] == D("41999.70")
    assert summary["difference"] == D("5000.00")


def test_use_that_falls_to_half_gives_back(report: Callable[..., Report]) -> None:
    """Publication 946, Ellen Rye: a truck for 18,000.00, section 179 10,000.00, all business use until 2024's 50 %."""
    truck = bought(
        "TRUCK", "2020-06-01", "18000.00", 'tax: "macrs-5"', "section-179: 10000.00 USD", 'bonus: "0%"',
        "listed: TRUE",
    )  # fmt: skip
    fallen = '2024-01-01 custom "plant-tax-business-use" "TRUCK" "50 %"\n'
    found = report("2024", truck, fallen)
    assert any("Form 4797" in line and "4,017.60" in line for line in found.advice)
    # half of 18,000.00 by straight line over five years, the fifth: a fifth of 9,000.00
    assert found.table("part-5").row("TRUCK").cells[1:2] + found.table("part-5").row("TRUCK").cells[3:] == (
        "27", D("0.5000"), D(18000), D(9000), "5 yrs.", "S/L HY", D(1800), None,
    )  # fmt: skip
    before = report("2023", truck, fallen).table("part-5").row("TRUCK").cells
    assert before[5:9] == (D(8000), "5 yrs.", "200 DB HY", D("921.60"))
