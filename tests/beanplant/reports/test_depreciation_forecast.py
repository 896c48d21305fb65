"""The forecast: what is left of each asset by fiscal year, by hand, and that nothing is left out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beanplant.reports import asset_register, depreciation_forecast
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2020-01-01 open Assets:Bank
2020-01-01 open Assets:P100:Machinery
2020-01-01 open Assets:P100:Vehicles
2020-01-01 open Expenses:P100:Depreciation
2020-01-01 open Income:P100:GainOnDisposal
2020-01-01 custom "plant" "P100"
"""


def bought(name: str, date: str, cost: str, *more: str, leaf: str = "Machinery") -> str:
    lines = [
        f'{date} * "{name}"', f'  asset: "{name}"', f"  Assets:P100:{leaf}  {cost} USD", "  Assets:Bank",
        f'{date} custom "plant-asset" "{name}" Assets:P100:{leaf} {cost} USD',
        "  expense: Expenses:P100:Depreciation", "  gain-loss: Income:P100:GainOnDisposal",
        *(f"  {line}" for line in more),
    ]  # fmt: skip
    return "\n".join((*lines, ""))


ASSETS = (
    # 1,000.00 a month for 7 years: January 2026 to December 2032
    bought("MILL", "2026-01-05", "94000.00", "salvage: 10000.00 USD", 'life: "7 years"')
    # 6,000.00 / 11 = 545.45 and a last month of 545.50
    + bought("DRILL", "2026-02-05", "6000.00", 'life: "11 months"')
    # 40 % a year of 10,000.00 down to 1,000.00 of salvage: 4,000, 2,400, 1,440, 864 and the 296 that are left
    + bought("TRUCK", "2026-01-05", "10000.00", "salvage: 1000.00 USD", 'life: "5 years"',
             'method: "declining-balance"', 'rate: "40%"', leaf="Vehicles")
    + bought("METER", "2026-01-05", "5000.00", 'method: "units-of-production"', "units: 1000")
    + '2026-03-31 custom "plant-asset-usage" "METER" 100\n'
    + '2026-05-31 custom "plant-asset-usage" "METER" 20\n'
    + '2026-06-30 custom "plant-depreciation-horizon" 2026-06-30\n'
)  # fmt: skip


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]) -> Callable[..., Report]:
    def make(time: str, *more: str) -> Report:
        ledger = load_ledger("".join((HEAD, ASSETS, *more)))
        assert not ledger.errors, ledger.messages
        return depreciation_forecast.build(choose(books_of(ledger)), parse_period(time))

    return make


def cells(found: Report, table: str, row: str) -> tuple[Any, ...]:
    return tuple(cell for cell in found.table(table).row(row).cells if isinstance(cell, D))


def test_after_a_month(report: Callable[..., Report]) -> None:
    found = report("2026-03")
    assert [column.title for column in found.table("classes").columns] == [
        "Class", "Rest of 2026", "2027", "2028", "2029", "2030", "2031", "Later", "Total",
    ]  # fmt: skip
    year = D(12000)
    assert cells(found, "assets", "MILL") == (D(9000), year, year, year, year, year, year, D(81000))
    # February and March are posted: nine months are left
    assert cells(found, "assets", "DRILL")[0] == D("4909.10") == cells(found, "assets", "DRILL")[-1]
    # the METER's 20 units of May, and no more than is written
    assert cells(found, "assets", "METER")[0] == D("100.00") == cells(found, "assets", "METER")[-1]
    assert "METER" in found.advice[0]
    assert cells(found, "classes", "Assets:P100:Machinery")[0] == D("14009.10")
    # of 2026 three months are gone, 3 x 333.33 of 4,000.00
    truck = cells(found, "classes", "Assets:P100:Vehicles")
    assert truck == tuple(
        map(D, ("3000.01", "2400.00", "1440.00", "864.00", "296.00", "0.00", "0.00", "8000.01"))
    )
    assert cells(found, "classes", "total") == cells(found, "assets", "total")
    chart = found.charts[0]
    assert sum(mark.value for mark in chart.marks if mark.place == "2028") == D("13440.00")


def test_after_a_year_and_within_a_month(report: Callable[..., Report]) -> None:
    found = report("2026")
    assert [column.title for column in found.table("classes").columns][1:7] == [
        "2027", "2028", "2029", "2030", "2031", "Later",
    ]  # fmt: skip
    assert cells(found, "assets", "MILL") == (*(D(12000) for _ in range(6)), D(72000))
    assert "DRILL" not in {row.key for row in found.table("assets").rows}
    # March is not over, so it is to come
    assert cells(report("2026-03-15"), "assets", "MILL")[0] == D(10000)


def test_a_disposal_that_is_written_ends_it(report: Callable[..., Report]) -> None:
    sold = '2026-06-15 * "Sold"\n  disposes: "MILL"\n  Assets:Bank  90000.00 USD\n  Assets:P100:Machinery\n'
    assert cells(report("2026-03", sold), "assets", "MILL")[0] == D(2000)  # April and May
    assert "MILL" not in {row.key for row in report("2026-06", sold).table("assets").rows}


def test_fiscal_years(report: Callable[..., Report]) -> None:
    found = report("2026-03", '2020-01-01 custom "fava-option" "fiscal-year-end" "06-30"\n')
    assert [column.title for column in found.table("classes").columns][1:4] == [
        "Rest of FY2026", "FY2027", "FY2028",
    ]  # fmt: skip
    assert cells(found, "assets", "MILL")[:2] == (D(3000), D(12000))


@settings(max_examples=10, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    costs=st.lists(st.integers(1000, 10**7), min_size=1, max_size=4),
    lives=st.lists(st.integers(1, 200), min_size=4, max_size=4),
    method=st.sampled_from(("straight-line", "sum-of-years-digits")),
)
def test_with_what_is_posted_it_is_the_whole_base(
    costs: list[int],
    lives: list[int],
    method: str,
    load_ledger: Callable[[str], Any],
    books_of: Callable[[Any], Any],
) -> None:
    parts = [
        bought(
            f"A{i}",
            f"2026-0{i + 1}-05",
            f"{D(cost) / 100:.2f}",
            f'life: "{lives[i]} months"',
            f'method: "{method}"',
        )
        for i, cost in enumerate(costs)
    ]
    ledger = load_ledger(
        "".join((HEAD, *parts, '2027-02-28 custom "plant-depreciation-horizon" 2027-02-28\n'))
    )
    assert not ledger.errors, ledger.messages
    scope = choose(books_of(ledger))
    for time in ("2026-05", "2026", "2027-02"):
        period = parse_period(time)
        found = depreciation_forecast.build(scope, period)
        left = asset_register.build(scope, period).table("assets").value("total", "book-value")
        assert found.table("assets").value("total", "total") == left
