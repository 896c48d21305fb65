"""Tax depreciation and book to tax, of a ledger with the items of Publication 946's mid-quarter example."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest

from beanplant.reports import book_to_tax, tax_depreciation
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:P100:Machinery
2026-01-01 open Assets:P100:Vehicles
2026-01-01 open Expenses:P100:Depreciation
2026-01-01 open Income:P100:GainOnDisposal
2026-01-01 custom "plant" "P100"
"""
THREE = [
    ("SAFE", "2026-01-20", "4000.00", "10 years", ('tax: "macrs-7"', 'bonus: "0%"')),
    ("FURNITURE", "2026-09-02", "1000.00", "10 years", ('tax: "macrs-7"', "bonus: FALSE")),
    ("COMPUTER", "2026-10-30", "5000.00", "5 years", ('tax: "macrs-5"', 'bonus: "0%"')),
]
SOLD = """
2027-06-30 * "Sold"
  disposes: "COMPUTER"
  Assets:Bank               2000.00 USD
  Assets:P100:Machinery    -2000.00 USD
2027-12-31 custom "plant-depreciation-horizon" 2027-12-31
"""


def bought(name: str, date: str, cost: str, life: str, keys: tuple[str, ...], leaf: str = "Machinery") -> str:
    lines = [
        f'{date} * "{name}"', f'  asset: "{name}"', f"  Assets:P100:{leaf}  {cost} USD", "  Assets:Bank",
        f'{date} custom "plant-asset" "{name}" Assets:P100:{leaf} {cost} USD', f'  life: "{life}"',
        "  expense: Expenses:P100:Depreciation", "  gain-loss: Income:P100:GainOnDisposal",
    ]  # fmt: skip
    return "\n".join((*lines, *(f"  {key}" for key in keys), ""))


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]) -> Callable[..., Report]:
    def make(module: Any, time: str, *more: str) -> Report:
        ledger = load_ledger("".join((HEAD, *(bought(*item) for item in THREE), *more)))
        assert not ledger.errors, ledger.messages
        made: Report = module.build(choose(books_of(ledger)), parse_period(time))
        return made

    return make


def column(found: Report, name: str, table: str = "assets") -> list[Any]:
    at = found.table(table).index(name)
    return [row.cells[at] for row in found.table(table).all_rows()]


def test_the_year_of_service(report: Callable[..., Report]) -> None:
    found = report(tax_depreciation, "2026")
    assert column(found, "asset") == ["SAFE", "FURNITURE", "COMPUTER", "Total"]
    assert column(found, "by") == ["A-2", "A-4", "A-5", None]
    # 25.00 % of 4,000; 10.71 % of 1,000; 5.00 % of 5,000
    assert column(found, "macrs") == [D("1000.00"), D("107.10"), D("250.00"), D("1357.10")]
    assert column(found, "adjusted") == [D("3000.00"), D("892.90"), D("4750.00"), D("8642.90")]
    assert column(found, "basis", "mid-quarter") == [D(10000), D(5000)]
    assert found.table("mid-quarter").value("last", "share") == D("0.5000")
    assert [table.name for table in found.tables] == ["assets", "classes", "mid-quarter"]
    assert column(found, "class", "classes") == ["macrs-5", "macrs-7"]
    assert column(found, "macrs", "classes") == [D("250.00"), D("1107.10")]


def test_a_month_is_in_its_tax_year(report: Callable[..., Report]) -> None:
    assert report(tax_depreciation, "2026-03").tables == report(tax_depreciation, "2026").tables


def test_the_year_of_a_disposal_and_the_one_after(report: Callable[..., Report]) -> None:
    found = report(tax_depreciation, "2027", SOLD)
    # 21.43 %, 25.51 %, and 38 % for 4.5 of 12 months: the middle of the second quarter
    assert column(found, "macrs") == [D("857.20"), D("255.10"), D("712.50"), D("1824.80")]
    assert column(found, "adjusted")[2] == 0
    assert [table.name for table in found.tables] == ["assets", "disposals"]
    # 5,000 less 250.00 and 712.50; sold for 2,000.00
    assert found.table("disposals").row("COMPUTER").cells[2:] == (
        "section 1245", D("2000.00"), D("4037.50"), D("-2037.50"), 0, 0, D("-2037.50"),
    )  # fmt: skip
    assert column(report(tax_depreciation, "2028", SOLD), "asset") == ["SAFE", "FURNITURE", "Total"]


def test_section_179_and_bonus(report: Callable[..., Report]) -> None:
    keys = ('tax: "macrs-7"', "section-179: 24000.00 USD", "acquired: 2024-12-01")
    found = report(tax_depreciation, "2026", bought("PRESS", "2026-02-01", "39000.00", "7 years", keys))
    row = dict(
        zip(
            (c.key for c in found.table("assets").columns),
            found.table("assets").row("PRESS").cells,
            strict=True,
        )
    )
    assert (row["section-179"], row["share"], row["bonus"]) == (D("24000.00"), D("0.2000"), D("3000.00"))
    # 5,000 of 25,000 is 20 % in the last quarter: half-year, 14.29 % of 12,000
    assert (row["convention"], row["macrs"]) == ("half-year", D("1714.80"))
    assert row["deduction"] == row["accumulated"] == D("28714.80")
    # 39,000 and the three items of 10,000; the limits of 2026
    lines = [D(2_560_000), D(49_000), D(4_090_000), D(0), D(2_560_000), D(24_000), D(24_000)]
    assert column(found, "amount", "section-179") == lines


def test_book_to_tax(report: Callable[..., Report]) -> None:
    """Books to December 2027: 33.33 x 24 and 8.33 x 16 of depreciation leave 4,066.80 and nothing of the computer."""
    found = report(book_to_tax, "2027", SOLD).table("accounts")
    row = dict(zip((c.key for c in found.columns), found.row("Assets:P100:Machinery").cells, strict=True))
    assert row["assets"] == 2
    assert row["book"] == 4000 - 24 * D("33.33") + 1000 - 16 * D("8.33")
    assert row["tax"] == D("2142.80") + D("637.80")
    assert row["difference"] == D("4066.80") - D("2780.60")
    assert row["deferred"] == D("270.10")  # 21 % of 1,286.20
    # At the end of 2026: 12 x 33.33, 4 x 8.33, 3 x 83.33 of depreciation against 1,357.10
    assert row["before"] == D("141.50")  # 21 % of 673.83
    assert row["change"] == D("270.10") - D("141.50")
    assert found.totals[0].cells[2:] == found.rows[0].cells[2:]


def test_assets_without_a_tax_book_are_named(report: Callable[..., Report]) -> None:
    more = bought("OLD", "2026-02-01", "500.00", "5 years", ())
    for module in (tax_depreciation, book_to_tax):
        advice = "\n".join(report(module, "2026", more).advice)
        assert "without a tax book: OLD" in advice
    assert "the difference is too high: Assets:P100:Machinery" in advice
    car = bought("CAR", "2026-02-01", "500.00", "5 years", (), "Vehicles")
    assert "too high" not in "\n".join(report(book_to_tax, "2026", car).advice)


def test_a_fiscal_year(load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]) -> None:
    year_end = '2026-01-01 custom "fava-option" "fiscal-year-end" "06-30"\n'
    ledger = load_ledger("".join((HEAD, year_end, *(bought(*item) for item in THREE))))
    found = tax_depreciation.build(choose(books_of(ledger)), parse_period("2026-12"))
    assert found.title == "Tax depreciation of FY2027"
    assert found.period.begin == datetime.date(2026, 7, 1)
    # 1,000 and 5,000 in the first two quarters of the year: half-year
    assert column(found, "convention")[1:3] == ["half-year", "half-year"]
    assert column(found, "macrs")[1:3] == [D("142.90"), D("1000.00")]
