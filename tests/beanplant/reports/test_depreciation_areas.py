"""Further books beside the books: what each depreciates, and the difference, of ledgers that have areas."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

from beanplant.reports import depreciation_areas
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:P100:Machinery
2026-01-01 open Expenses:P100:Depreciation
2026-01-01 open Income:P100:GainOnDisposal
2026-01-01 open Equity:Opening
2026-01-01 custom "plant" "P100"
2026-01-01 * "Mill"
  asset: "CNC"
  Assets:P100:Machinery   12000.00 USD
  Assets:Bank
2026-01-01 custom "plant-asset" "CNC" Assets:P100:Machinery 12000.00 USD
  life: "5 years"
  salvage: 2000.00 USD
  expense: Expenses:P100:Depreciation
  gain-loss: Income:P100:GainOnDisposal
"""
IFRS = """
2026-01-01 custom "plant-asset-area" "CNC" "ifrs"
  life: "10 years"
  salvage: 0.00 USD
"""
STATE = """
2026-01-01 custom "plant-asset-area" "CNC" "state"
  method: "declining-balance"
  rate: "40 %"
  convention: "half-year"
"""
HORIZON = '2026-12-31 custom "plant-depreciation-horizon" {}\n'


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]) -> Callable[..., Any]:
    def make(text: str, time: str = "2026", horizon: str = "2027-12-31") -> Any:
        ledger = load_ledger(HEAD + text + HORIZON.format(horizon))
        assert not ledger.errors, ledger.messages
        return depreciation_areas.build(choose(books_of(ledger)), parse_period(time))

    return make


def cells(found: Any, row: str, table: str = "areas") -> tuple[Any, ...]:
    cells: tuple[Any, ...] = found.table(table).row(row).cells
    return cells[3 if table == "areas" else 2 :]


def test_an_area_beside_the_books(report: Callable[..., Any]) -> None:
    """Books (12,000 - 2,000) / 5 = 2,000 a year; the area 12,000 / 10 = 1,200."""
    found = report(IFRS)
    assert cells(found, "CNC ifrs") == (
        D("2000.04"), 1200, D("800.04"), D("9999.96"), 10800, D("-800.04"),
    )  # fmt: skip
    assert cells(found, "CNC ifrs", "values") == (10800, 9600, 8400, 7200, 6000, 4800)
    assert cells(found, "CNC books", "values")[4:] == (2000, 2000)


def test_two_areas_and_years_to_come(report: Callable[..., Any]) -> None:
    """40 % of 12,000 for half a year, then of 9,600 ... down to the salvage of the books, which it keeps."""
    found = report(IFRS + STATE)
    assert cells(found, "CNC state") == (D("2000.04"), 2400, D("-399.96"), D("9999.96"), 9600, D("399.96"))
    assert cells(found, "CNC state", "values")[:4] == (9600, 5760, 3456, D("2073.60"))
    assert [row.key for row in found.table("areas").totals] == ["total ifrs", "total state"]
    ahead = report(IFRS + STATE, "2029")
    assert cells(ahead, "CNC state")[1] == D("1382.40")
    assert cells(ahead, "CNC ifrs")[:2] == (D("2000.04"), 1200)


def test_a_revised_estimate_of_an_area(report: Callable[..., Any]) -> None:
    """After a year 10,800 are left of 12,000; 12 years in all leave 11."""
    later = IFRS + '2027-01-01 custom "plant-asset-area" "CNC" "ifrs"\n  life: "12 years"\n'
    assert cells(report(later, "2027"), "CNC ifrs")[1] == D("981.84")  # 12 x 81.82, of 10,800 / 132


def test_a_revised_estimate_of_the_books_is_theirs(report: Callable[..., Any]) -> None:
    more = IFRS + '2027-01-01 custom "plant-asset-change" "CNC"\n  life: "3 years"\n'
    found = cells(report(more, "2027"), "CNC ifrs")
    # 12,000 - 2,000.04 - 2,000 over 24 months; the area goes on
    assert found[:2] == (D("3999.96"), 1200)


def test_a_disposal_ends_both(report: Callable[..., Any]) -> None:
    sold = (
        IFRS
        + '2027-07-15 * "Sold"\n  disposes: "CNC"\n  Assets:Bank  9000.00 USD\n  Assets:P100:Machinery  -9000.00 USD\n'
    )
    # Six months of 166.67 and of 100.00
    assert cells(report(sold, "2027"), "CNC ifrs") == (D("1000.02"), 600, D("400.02"), 0, 0, 0)
    assert not report(sold, "2028", "2028-12-31").table("areas").rows


def test_a_disposal_within_a_month(report: Callable[..., Any]) -> None:
    """By days: 365 of 3,652 in 2026, 500 up to 16 May 2027: 12,000 x 500 / 3,652 less 12,000 x 365 / 3,652."""
    daily = (
        IFRS + '  convention: "daily"\n2027-05-16 * "Sold"\n  disposes: "CNC"\n  Assets:Bank  9000.00 USD\n'
        "  Assets:P100:Machinery  -9000.00 USD\n"
    )
    assert cells(report(daily, "2027"), "CNC ifrs")[1] == D("1642.94") - D("1199.34")


def test_an_improvement_and_a_part_that_leaves(report: Callable[..., Any]) -> None:
    """1,200 to 2026; 10,800 and 4,000 over nine years; then a quarter of all goes."""
    more = IFRS + (
        '2027-01-01 * "Spindle"\n  asset: "CNC"\n  Assets:P100:Machinery  4000.00 USD\n  Assets:Bank\n'
        '2027-01-01 custom "plant-asset-improvement" "CNC" 4000.00 USD\n'
    )
    assert cells(report(more, "2027"), "CNC ifrs")[1] == D("1644.48")  # 12 x 137.04 of 14,800 / 108
    gone = more + (
        '2028-01-01 * "Sold"\n  disposes: "CNC"\n  part: "25 %"\n  Assets:Bank  1000.00 USD\n'
        "  Assets:P100:Machinery  -1000.00 USD\n"
    )
    found = cells(report(gone, "2028", "2028-12-31"), "CNC ifrs")
    # 13,155.52 less a quarter is 9,866.64 over 96 months: 102.78
    assert found[1] == D("1233.36")
    assert found[4] == D("9866.64") - D("1233.36")


def test_an_asset_opened_part_way(load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]) -> None:
    """Opened at the end of 2027 with 4,000.00 in the books and 2,400.00 in the area."""
    text = (
        HEAD.replace('2026-01-01 * "Mill"', '2027-12-31 * "Opening"')
        .replace(
            '  Assets:Bank\n2026-01-01 custom "plant-asset"',
            '  Equity:Opening\n2026-01-01 custom "plant-asset"',
        )
        .replace("  salvage: 2000.00 USD", "  salvage: 2000.00 USD\n  accumulated: 4000.00 USD")
    )
    text += IFRS + "  accumulated: 2400.00 USD\n"
    text += (
        '2027-12-31 open Assets:P100:AccumulatedDepreciation:Machinery\n2027-12-31 * "Opening"\n  asset: "CNC"\n'
        "  Assets:P100:AccumulatedDepreciation:Machinery  -4000.00 USD\n  Equity:Opening\n"
    )
    ledger = load_ledger(text + HORIZON.format("2028-12-31"))
    assert not ledger.errors, ledger.messages
    found = depreciation_areas.build(choose(books_of(ledger)), parse_period("2028"))
    assert cells(found, "CNC ifrs") == (D("2000.04"), 1200, D("800.04"), D("5999.96"), 8400, D("-2400.04"))


def test_a_ledger_without_areas_says_how(report: Callable[..., Any]) -> None:
    found = report("")
    assert not found.table("areas").rows
    assert "plant-asset-area" in found.advice[-1]


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ('"CNC" "ifrs"\n  salvage: 13000.00 USD', "no more than the cost"),
        ('"CNC" "tax"', 'found the area "tax", expected a name of your own'),
        ('"CNX" "ifrs"', 'unknown asset "CNX" (did you mean "CNC"?)'),
        ('"CNC" "ifrs"\n  expense: Expenses:P100:Depreciation', 'unknown key "expense"'),
        ('"CNC" "ifrs"\n  factor: 2.0', 'factor: belongs to method: "declining-balance"'),
        ('"CNC" "ifrs"\n  accumulated: 12000.00 USD', "no more than cost less salvage"),
    ],
)
def test_an_area_that_cannot_stand(load_ledger: Callable[[str], Any], area: str, expected: str) -> None:
    ledger = load_ledger(f'{HEAD}2026-01-01 custom "plant-asset-area" {area}\n{HORIZON.format("2026-12-31")}')
    assert len(ledger.errors) == 1, ledger.messages
    assert expected in ledger.messages[0]


def test_twice_on_a_day(load_ledger: Callable[[str], Any]) -> None:
    ledger = load_ledger(HEAD + IFRS + IFRS)
    assert len(ledger.errors) == 1, ledger.messages
    assert 'the area "ifrs" is also at' in ledger.messages[0]


def test_a_fault_of_all_books_is_said_once(load_ledger: Callable[[str], Any]) -> None:
    ledger = load_ledger((HEAD + IFRS).replace("Machinery   12000.00", "Machinery   11000.00"))
    assert len(ledger.errors) == 1, ledger.messages
    assert "correct one of them" in ledger.messages[0]


TAXED = """
2026-01-01 custom "plant-asset-area" "CNC" "state"
  tax: "macrs-5"
  bonus: "0%"
"""


def test_a_further_tax_book(report: Callable[..., Any]) -> None:
    """20, 32, 19.2, 11.52, 11.52 and 5.76 % of 12,000; no salvage value."""
    found = report(IFRS + TAXED)
    assert cells(found, "CNC state") == (D("2000.04"), 2400, D("-399.96"), D("9999.96"), 9600, D("399.96"))
    assert cells(found, "CNC state", "values") == (9600, 5760, 3456, D("2073.60"), D("691.20"), 0)
    assert [row.key for row in found.table("areas").totals] == ["total ifrs", "total state"]


def test_a_further_tax_book_with_what_happens(report: Callable[..., Any]) -> None:
    """An improvement of 5,000 in 2027; all is sold in 2028: half of 19.2 % of 12,000 and half of 32 % of 5,000."""
    more = TAXED + (
        '2027-01-01 * "Spindle"\n  asset: "CNC"\n  Assets:P100:Machinery  5000.00 USD\n  Assets:Bank\n'
        '2027-01-01 custom "plant-asset-improvement" "CNC" 5000.00 USD\n'
    )
    assert cells(report(more, "2027"), "CNC state")[1::3] == (3840 + 1000, 5760 + 4000)
    sold = '2028-05-15 * "Sold"\n  disposes: "CNC"\n  Assets:Bank  9000.00 USD\n  Assets:P100:Machinery  -9000.00 USD\n'
    assert cells(report(more + sold, "2028", "2028-12-31"), "CNC state")[1::3] == (1152 + 800, 0)


def test_its_convention_is_that_of_its_own_additions(report: Callable[..., Any]) -> None:
    """Federal half-year; of the state only what came in December is in the area: mid-quarter, 5 %."""
    late = (
        '2026-12-01 * "Robot"\n  asset: "ROBOT"\n  Assets:P100:Machinery  1000.00 USD\n  Assets:Bank\n'
        '2026-12-01 custom "plant-asset" "ROBOT" Assets:P100:Machinery 1000.00 USD\n  life: "5 years"\n'
        '  expense: Expenses:P100:Depreciation\n2026-12-01 custom "plant-asset-area" "ROBOT" "state"\n'
        '  tax: "macrs-5"\n  bonus: "0%"\n  section-179: 400.00 USD\n'
    )
    assert cells(report(late), "ROBOT state")[1] == 400 + 30


def test_an_area_by_use(report: Callable[..., Any]) -> None:
    """The books by time; the area by units: 300 of 1,000 in 2026, of 12,000 less the salvage of the books."""
    text = (
        '2026-01-01 custom "plant-asset-area" "CNC" "internal"\n  method: "units-of-production"\n  units: 1000\n'
        '2026-06-30 custom "plant-asset-usage" "CNC" 300\n'
    )
    assert cells(report(text), "CNC internal")[1] == 3000


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ('"CNC" "state"\n  tax: "macrs-8"', 'did you mean "macrs-7"'),
        ('"CNC" "state"\n  tax: "none"', 'tax: found "none", expected a recovery class'),
        ('"CNC" "state"\n  bonus: "0%"', "bonus: belongs to a tax book, but tax: is missing"),
        ('"CNC" "state"\n  tax: "macrs-7"\n  life: "5 years"', "life: is of a book by life and method"),
        (
            '"CNC" "state"\n  tax: "macrs-7"\n  section-179: 13000.00 USD',
            "expected at most the business share",
        ),
        ('"CNC" "tax"\n  tax: "macrs-7"', 'found the area "tax"'),
        ('"X" "state"\n  tax: "macrs-7"', 'unknown asset "X"'),
    ],
)
def test_a_further_tax_book_that_cannot_stand(
    load_ledger: Callable[[str], Any], area: str, expected: str
) -> None:
    ledger = load_ledger(f'{HEAD}2026-01-01 custom "plant-asset-area" {area}\n{HORIZON.format("2026-12-31")}')
    assert len(ledger.errors) == 1, ledger.messages
    assert expected in ledger.messages[0]


def test_an_area_of_both_kinds(load_ledger: Callable[[str], Any]) -> None:
    ledger = load_ledger(HEAD + IFRS + TAXED.replace("state", "ifrs"))
    assert len(ledger.errors) == 1, ledger.messages
    assert 'the area "ifrs" of the asset is written twice' in ledger.messages[0]
