"""The report of construction in progress: by asset and project, what became an asset, and that it ties."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest

from beanplant.reports import catalog, construction
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report, Table

LEDGER = """
plugin "beanplant"
option "operating_currency" "USD"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:P100:Machinery
2026-01-01 open Assets:P100:ConstructionInProgress
2026-01-01 open Assets:P200:ConstructionInProgress
2026-01-01 open Expenses:Depreciation
2026-01-01 custom "plant" "P100"
2026-01-01 custom "plant" "P200"
2026-03-10 * "Foundations"
  asset: "LINE-2"
  Assets:P100:ConstructionInProgress  200000.00 USD
  Assets:Bank
2026-04-10 * "Hall"
  project: "HALL-3"
  Assets:P100:ConstructionInProgress   95000.00 USD
  Assets:Bank
2026-05-15 * "Line"
  asset: "LINE-2"
  Assets:P100:ConstructionInProgress    1600.00 USD
  Assets:Bank
2026-05-20 custom "plant-asset" "LINE-2" Assets:P100:Machinery 201600.00 USD
  name: "Second line"
  construction: Assets:P100:ConstructionInProgress
  life: "10 years"
  expense: Expenses:Depreciation
2026-05-25 custom "plant-asset" "CRANE" Assets:P100:Machinery 78000.00 USD
  construction: Assets:P100:ConstructionInProgress
  project: "HALL-3"
  life: "10 years"
  expense: Expenses:Depreciation
2026-05-26 * "A tool for the project alone"
  asset: "DESK"
  Assets:P200:ConstructionInProgress     500.00 USD
  Assets:Bank
"""


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[..., Any]) -> Callable[..., Report]:
    def make(time: str, more: str = "", plant: str | None = None, **options: Any) -> Report:
        ledger = load_ledger(LEDGER + more)
        assert not ledger.errors, ledger.messages
        return construction.build(choose(books_of(ledger, **options), plant), parse_period(time))

    return make


LINE = "asset:LINE-2:Assets:P100:ConstructionInProgress"
HALL = "project:HALL-3:Assets:P100:ConstructionInProgress"
DESK = "asset:DESK:Assets:P200:ConstructionInProgress"
MONEY = ("opening", "costs", "capitalized", "closing")


def cells(table: Table, row: str, *columns: str) -> list[Any]:
    return [table.value(row, column) for column in columns or MONEY]


def test_what_is_under_construction_before_service(report: Callable[..., Report]) -> None:
    table = report("2026-04").table("works")
    assert cells(table, LINE) == [D(200000), D(0), D(0), D(200000)]
    assert cells(table, HALL) == [D(0), D(95000), D(0), D(95000)]
    assert cells(table, LINE, "what", "title", "service") == ["asset", "Second line", None]
    assert cells(table, "total") == [D(200000), D(95000), D(0), D(295000)]
    assert cells(table, "difference", "opening", "closing") == [D(0), D(0)]


def test_what_became_an_asset(report: Callable[..., Report]) -> None:
    found = report("2026-05")
    table = found.table("works")
    assert cells(table, LINE) == [D(200000), D(1600), D(-201600), D(0)]
    assert cells(table, HALL) == [D(95000), D(0), D(-78000), D(17000)]
    assert cells(table, DESK) == [D(0), D(500), D(0), D(500)]
    assert str(table.value(LINE, "service")) == "2026-05-20"
    assert str(table.value(HALL, "since")) == "2026-04-10"
    assert cells(table, "accounts", "opening", "closing") == [D(295000), D(17500)]
    assert cells(table, "difference", "opening", "closing") == [D(0), D(0)]
    assert not found.advice
    row = table.row(LINE)
    assert [amount for _, amount in row.references["closing"].lines()] == [D(200000), D(1600), D(-201600)]
    assert [amount for _, amount in row.references["costs"].lines()] == [D(1600)]


def test_what_is_done_is_listed_no_more(report: Callable[..., Report]) -> None:
    more = '2026-06-30 * "Fact"\n  Assets:Bank  0.00 USD\n'
    assert [row.key for row in report("2026-06", more).table("works").rows] == [HALL, DESK]


def test_one_plant(report: Callable[..., Report]) -> None:
    table = report("2026-05", plant="P200").table("works")
    assert [row.key for row in table.rows] == [DESK]
    assert cells(table, "accounts", "closing") == [D(500)]


def test_money_that_names_nothing_is_the_difference(report: Callable[..., Report]) -> None:
    more = '2026-05-28 * "What is it"\n  Assets:P100:ConstructionInProgress  12.00 USD\n  Assets:Bank\n'
    found = report("2026-05", more)
    assert cells(found.table("works"), "difference", "closing") == [D(-12)]
    assert any("write asset: or project:" in line for line in found.advice)
    assert not any("write asset:" in line for line in report("2026-05", more, filtered=True).advice)


def test_it_is_in_the_catalog() -> None:
    assert catalog.find("construction-in-progress").build is construction.build
