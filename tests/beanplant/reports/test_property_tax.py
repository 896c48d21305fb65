"""The property-tax listing: the listing date of a period, what there was on it, and what came and went before."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest

from beanplant.reports import asset_register, property_tax
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report

LEDGER = """
option "operating_currency" "USD"
plugin "beanplant"
2020-01-01 open Assets:Bank
2020-01-01 open Equity:Opening
2020-01-01 open Assets:P100:Machinery
2020-01-01 open Assets:P100:AccumulatedDepreciation:Machinery
2020-01-01 open Assets:P100:Vehicles
2020-01-01 open Expenses:P100:Depreciation
2020-01-01 open Income:P100:GainOnDisposal
2020-01-01 custom "plant" "P100"
2026-12-31 custom "plant-depreciation-horizon" 2026-12-31

2025-01-01 * "The books begin with 2025"
  Assets:P100:Machinery                               60000.00 USD
    asset: "MILL"
  Assets:P100:AccumulatedDepreciation:Machinery      -24000.00 USD
    asset: "MILL"
  Equity:Opening
2021-01-10 custom "plant-asset" "MILL" Assets:P100:Machinery 60000.00 USD
  name: "CNC mill"
  location: "Lima"
  life: "10 years"
  accumulated: 24000.00 USD
  expense: Expenses:P100:Depreciation
  gain-loss: Income:P100:GainOnDisposal

2025-04-01 * "Saw"
  asset: "SAW"
  Assets:P100:Machinery                                1200.00 USD
  Assets:Bank
2025-04-01 custom "plant-asset" "SAW" Assets:P100:Machinery 1200.00 USD
  location: "Toledo"
  life: "5 years"
  expense: Expenses:P100:Depreciation

2025-12-20 * "A van, paid for before it comes into service"
  asset: "VAN"
  Assets:P100:Vehicles                                36000.00 USD
  Assets:Bank
2026-02-01 custom "plant-asset" "VAN" Assets:P100:Vehicles 36000.00 USD
  life: "3 years"
  expense: Expenses:P100:Depreciation

2025-10-10 * "Saw sold"
  disposes: "SAW"
  Assets:Bank                                          1000.00 USD
  Assets:P100:Machinery                               -1000.00 USD
"""


@pytest.fixture
def listing(load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]) -> Callable[..., Report]:
    def make(time: str, *more: str) -> Report:
        ledger = load_ledger("".join((LEDGER, *more)))
        assert not ledger.errors, ledger.messages
        scope = choose(books_of(ledger))
        return property_tax.build(scope, parse_period(time))

    return make


def rows(found: Report, table: str, *keys: str) -> list[tuple[Any, ...]]:
    made = found.table(table)
    return [tuple(row.cells[made.index(key)] for key in keys) for row in made.all_rows()]


def test_january_1(listing: Callable[..., Report]) -> None:
    """As 2026 begins: the mill with 24,000 + 12 x 500 accumulated, and the van that is not in service yet."""
    found = listing("2026")
    assert found.when == "listing date 2026-01-01"
    assert rows(found, "years", "place", "class", "year", "assets", "cost", "book-value") == [
        ("P100", "Assets:P100:Vehicles", "2025", 1, D(36000), D(36000)),
        ("P100 Lima", "Assets:P100:Machinery", "2021", 1, D(60000), D(30000)),
        ("Total", None, None, 2, D(96000), D(66000)),
    ]
    assert rows(found, "assets", "asset", "name", "acquired", "accumulated")[1][:2] == ("MILL", "CNC mill")
    assert [str(row[0]) for row in rows(found, "assets", "acquired")[:2]] == ["2025-12-20", "2021-01-10"]
    # the mill was not bought in 2025: the books only began with it
    assert rows(found, "additions", "asset", "cost") == [("VAN", D(36000)), ("Total", D(36000))]
    assert rows(found, "disposals", "asset", "place", "cost") == [
        ("SAW", "P100 Toledo", D(1200)), ("Total", None, D(1200)),
    ]  # fmt: skip
    assert "without a location: VAN" in found.advice


@pytest.mark.parametrize(
    ("time", "date"),
    [
        ("2026", "2026-01-01"),
        ("2026-03", "2026-01-01"),
        ("2025-Q4", "2025-01-01"),
        ("2025-10 - 2026-09", "2025-10-01"),  # a state that lists on October 1
        ("2025-04-01 - 2026-03-31", "2025-04-01"),
    ],
)
def test_the_listing_date(listing: Callable[..., Report], time: str, date: str) -> None:
    assert listing(time).when == f"listing date {date}"


def test_another_listing_date_has_the_year_before_it(listing: Callable[..., Report]) -> None:
    found = listing("2025-10 - 2026-09")
    assert [row[0] for row in rows(found, "assets", "asset")] == ["MILL", "SAW", "Total"]
    assert found.tables[2].title == "Additions of Oct 2024 to Sep 2025"
    assert rows(found, "additions", "asset") == [("SAW",), ("Total",)]
    assert rows(found, "disposals", "asset") == [("Total",)]


def test_it_has_what_the_register_has(
    load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]
) -> None:
    scope = choose(books_of(load_ledger(LEDGER)))
    for listed, day in (("2026", "2025-12-31"), ("2025-10 - 2026-09", "2025-09-30")):
        register = asset_register.build(scope, parse_period(day)).table("assets")
        assets = property_tax.build(scope, parse_period(listed)).table("assets")
        for key in ("cost", "accumulated", "book-value"):
            assert assets.value("total", key) == register.value("total", key)
            assert assets.value("total", key) == property_tax.build(scope, parse_period(listed)).table(
                "years"
            ).value("total", key)
