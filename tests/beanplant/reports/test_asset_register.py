"""The register of fixed assets: what is in it, its figures by hand, and that it ties to the accounts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beanplant.reports import asset_register
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report

LEDGER = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:P100:Machinery
2026-01-01 open Assets:P100:AccumulatedDepreciation:Vehicles
2026-01-01 open Assets:P100:Vehicles
2026-01-01 open Assets:P200:Machinery
2026-01-01 open Expenses:P100:Depreciation
2026-01-01 open Income:P100:GainOnDisposal
2026-01-01 custom "plant" "P100"
2026-01-01 custom "plant" "P200"

2026-01-01 * "Opening"
  Assets:P100:Vehicles                              20000.00 USD
    asset: "TRUCK"
  Assets:P100:AccumulatedDepreciation:Vehicles     -17000.00 USD
  Assets:Bank
2023-08-01 custom "plant-asset" "TRUCK" Assets:P100:Vehicles 20000.00 USD
  name: "Delivery truck"
  salvage: 2000.00 USD
  life: "30 months"
  accumulated: 17000.00 USD
  expense: Expenses:P100:Depreciation

2026-01-10 * "Two mills in one purchase"
  Assets:P100:Machinery                            120000.00 USD
    asset: "MILL"
  Assets:P100:Machinery                              8400.00 USD
    asset: "DRILL"
  Assets:Bank
2026-02-01 custom "plant-asset" "MILL" Assets:P100:Machinery 120000.00 USD
  name: "CNC mill"
  salvage: 12000.00 USD
  life: "7 years"
  expense: Expenses:P100:Depreciation
2026-01-10 custom "plant-asset" "DRILL" Assets:P100:Machinery 8400.00 USD
  life: "7 years"
  convention: "mid-month"
  expense: Expenses:P100:Depreciation
  gain-loss: Income:P100:GainOnDisposal

2026-01-20 * "A press of the other plant"
  asset: "PRESS"
  Assets:P200:Machinery                              1200.00 USD
  Assets:Bank
2026-01-20 custom "plant-asset" "PRESS" Assets:P200:Machinery 1200.00 USD
  life: "1 year"
  expense: Expenses:P100:Depreciation

2026-04-03 * "Drill sold"
  disposes: "DRILL"
  Assets:Bank                                        8000.00 USD
  Assets:P100:Machinery                             -8000.00 USD
2026-06-30 * "The latest fact: depreciation is posted up to it"
"""


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]) -> Callable[..., Report]:
    def make(time: str, *more: str, plant: str | None = None) -> Report:
        ledger = load_ledger("".join((LEDGER, *more)))
        assert not ledger.errors, ledger.messages
        return asset_register.build(choose(books_of(ledger), plant), parse_period(time))

    return make


def rows(found: Report, *keys: str) -> list[tuple[Any, ...]]:
    table = found.table("assets")
    return [tuple(row.cells[table.index(key)] for key in keys) for row in table.all_rows()]


MONEY = ("asset", "cost", "depreciation", "accumulated", "book-value")


def test_the_register_of_a_month(report: Callable[..., Report]) -> None:
    # MILL: 108,000.00 / 84 = 1,285.71 a month from February. DRILL: half of 100.00 in January, then 100.00.
    # TRUCK: 29 of 30 months were over when the books opened, so January took the 1,000.00 that were left.
    # PRESS: 100.00 a month from January.
    found = report("2026-03")
    assert rows(found, *MONEY) == [
        ("DRILL", D("8400.00"), D("100.00"), D("250.00"), D("8150.00")),
        ("MILL", D("120000.00"), D("1285.71"), D("2571.42"), D("117428.58")),
        ("TRUCK", D("20000.00"), D("0.00"), D("18000.00"), D("2000.00")),
        ("PRESS", D("1200.00"), D("100.00"), D("300.00"), D("900.00")),
        ("Total", D("149600.00"), D("1485.71"), D("21121.42"), D("128478.58")),
        ("The accounts", D("149600.00"), D("1485.71"), D("21121.42"), D("128478.58")),
        ("Difference", 0, 0, 0, 0),
    ]
    assert [status for (status,) in rows(found, "status")][:4] == ["", "", "fully depreciated", ""]
    assert rows(found, "name", "account", "life", "salvage", "method")[1] == (
        "CNC mill", "Assets:P100:Machinery", 84, D("12000.00"), "straight-line",
    )  # fmt: skip
    assert not found.advice


def test_before_service_there_is_cost_and_no_depreciation(report: Callable[..., Report]) -> None:
    found = report("2026-01")
    assert rows(found, *MONEY)[1] == ("MILL", D("120000.00"), 0, 0, D("120000.00"))
    assert rows(found, "status")[1] == ("in service from 2026-02-01",)
    # a truck that is opened part-way
    assert rows(found, *MONEY)[2] == ("TRUCK", D("20000.00"), D("1000.00"), D("18000.00"), D("2000.00"))
    assert rows(found, *MONEY)[-1] == ("Difference", 0, 0, 0, 0)


def test_an_asset_is_in_the_register_of_the_period_of_its_disposal(report: Callable[..., Report]) -> None:
    # Sold on April 3rd: mid-month counts half of April, 50.00, which is caught up; 300.00 in all.
    found = report("2026-04")
    assert rows(found, *MONEY)[0] == ("DRILL", 0, D("50.00"), 0, 0)
    assert rows(found, "status")[0] == ("disposed of 2026-04-03",)
    assert rows(found, *MONEY)[-1] == ("Difference", 0, 0, 0, 0)
    assert rows(report("2026-05"), "asset")[0] == ("MILL",)


def test_a_year_has_what_was_disposed_of_in_it(report: Callable[..., Report]) -> None:
    found = report("2026", '2026-12-31 custom "plant-depreciation-horizon" 2026-12-31\n')
    assert rows(found, "asset", "depreciation", "accumulated")[:5] == [
        ("DRILL", D("300.00"), 0),
        ("MILL", D("14142.81"), D("14142.81")),  # 11 x 1,285.71
        ("TRUCK", D("1000.00"), D("18000.00")),
        ("PRESS", D("1200.00"), D("1200.00")),
        ("Total", D("16642.81"), D("33342.81")),
    ]
    assert rows(found, "status")[3] == ("fully depreciated",)
    assert rows(found, *MONEY)[-1] == ("Difference", 0, 0, 0, 0)


def test_one_plant(report: Callable[..., Report]) -> None:
    found = report("2026-03", plant="P200")
    assert [name for (name,) in rows(found, "asset")] == ["PRESS", "Total", "The accounts", "Difference"]
    assert rows(found, *MONEY)[-1] == ("Difference", 0, 0, 0, 0)


def test_what_no_asset_has_is_the_difference(report: Callable[..., Report]) -> None:
    more = (
        '2026-03-05 * "A vice, and a credit on the wrong account"\n  Assets:P100:Machinery  700.00 USD\n'
        "  Assets:P200:Machinery  -700.00 USD\n"
    )
    found = report("2026-03", more)
    accounts = found.table("accounts")
    differences = {row.key: row.cells[accounts.index("difference")] for row in accounts.rows}
    assert differences == {
        "Assets:P100:Machinery": D("-700.00"),
        "Assets:P100:Vehicles": 0,
        "Assets:P200:Machinery": D("700.00"),
    }
    assert rows(found, "asset", "cost")[-1] == (
        "Difference",
        0,
    )  # they make up for each other only in the sum
    assert "no asset has" in found.advice[0]


CONVENTIONS = ("full-month", "mid-month", "daily", "half-year", "mid-quarter", "full-year", "nearest-month")


@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_the_register_ties_at_any_month_end(
    data: st.DataObject, load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]
) -> None:
    parts = [LEDGER.partition("\n2026-01-01 * ")[0].replace("2026-01-01 open", "2020-01-01 open")]
    for number in range(4):
        month, day = data.draw(st.integers(1, 12)), data.draw(st.integers(1, 28))
        cost = data.draw(st.integers(100, 999_999))
        life = data.draw(st.integers(1, 40))
        parts.append(
            f'\n2026-{month:02}-{day:02} * "Buy"\n  asset: "A{number}"\n  Assets:P100:Machinery  {D(cost) / 100} USD\n'
            f'  Assets:Bank\n2026-{month:02}-{day:02} custom "plant-asset" "A{number}" Assets:P100:Machinery'
            f' {D(cost) / 100} USD\n  life: "{life} months"\n  expense: Expenses:P100:Depreciation\n'
            f'  convention: "{data.draw(st.sampled_from(CONVENTIONS))}"\n'
        )
        if data.draw(st.booleans()):
            sold = data.draw(st.integers(1, 12))
            parts.append(
                f'\n2027-{sold:02}-{day:02} * "Sell"\n  disposes: "A{number}"\n  Assets:Bank  1.00 USD\n'
                "  Assets:P100:Machinery  -1.00 USD\n"
            )
    parts.append('\n2028-01-31 custom "plant-depreciation-horizon" 2028-01-31\n')
    ledger = load_ledger("".join(parts))
    assert not ledger.errors, ledger.messages
    books = books_of(ledger)
    for time in ("2026-06", "2026", "2027-02", "2027-11", "2028-01", "2027-01-10 - 2027-05-20"):
        found = asset_register.build(choose(books), parse_period(time))
        assert rows(found, *MONEY)[-1] == ("Difference", 0, 0, 0, 0), time
