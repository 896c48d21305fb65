"""Roll-forward of fixed assets: the figures of pump-works by hand, what ties, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from beancount import loader

from beanplant import masterdata
from beanplant.reports import asset_register, asset_roll_forward
from beanplant.reports.books import Books
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report

PUMP_WORKS = Path(__file__).parents[3] / "ledgers" / "pump-works" / "main.beancount"
EQUIPMENT, MACHINERY, VEHICLES = (f"Assets:P100:{leaf}" for leaf in ("Equipment", "Machinery", "Vehicles"))


@pytest.fixture(scope="module")
def pump_works() -> Books:
    """The books of the example ledger."""
    entries, _, options_map = loader.load_file(str(PUMP_WORKS))
    return Books(entries, masterdata.read(entries, options_map)[0], options_map)


def roll(books: Books, time: str) -> Report:
    return asset_roll_forward.build(choose(books), parse_period(time))


def cells(found: Report, table: str, row: str) -> tuple[Any, ...]:
    return found.table(table).row(row).cells[1:]


def test_a_year_with_an_addition_and_a_disposal(pump_works: Books) -> None:
    """The plant opened its books in 2025; CNC-03 was bought in May, LATHE-01 sold in September."""
    found = roll(pump_works, "2025")
    # 180,000 + 240,000 + 36,000 opened, 126,000 bought; the lathe's 36,000 gone
    bought = D("582000.00")
    assert cells(found, "cost", MACHINERY)[:4] == (0, bought, D("-36000.00"), D("546000.00"))
    # Taken over: 62,100 + 54,000 + 20,700. Depreciation: 12 x 1,350 and 12 x 1,800; CNC-03 8 x 1,350; the lathe
    # 8 x 225, January to August: the month of disposal does not count. Gone: 20,700 + 1,800.
    gone, left = D("-22500.00"), D("164700.00")
    accumulated = cells(found, "accumulated", MACHINERY)
    assert accumulated == (0, D("136800.00"), D("50400.00"), gone, left, left, 0)
    # FORK-01: (28,500 - 4,500) / 60 = 400 a month; 2,800 taken over
    assert cells(found, "accumulated", VEHICLES)[1:3] == (D("2800.00"), D("4800.00"))
    # 12 x (400 + 600 + 500 + 250), the servers 11 x 119.05
    assert cells(found, "accumulated", EQUIPMENT)[2] == D("22309.55")
    assert cells(found, "book-value", "total") == (0, D("540340.45"), D("540340.45"))


def test_what_closed_opens(pump_works: Books) -> None:
    months = [roll(pump_works, f"2025-{month:02}") for month in range(1, 13)]
    for before, after in pairwise(months):
        for table in ("cost", "accumulated", "book-value"):
            for row in (EQUIPMENT, MACHINERY, VEHICLES, "total"):
                closing = before.table(table).value(row, "closing")
                assert after.table(table).value(row, "opening") == closing
    depreciation = sum(D(str(m.table("accumulated").value("total", "depreciation"))) for m in months)
    assert depreciation == roll(pump_works, "2025").table("accumulated").value("total", "depreciation")


def test_it_ties_to_the_ledger_and_to_the_register(pump_works: Books) -> None:
    for time in ("2025", "2025-09", "2025-09-10", "2026-Q1", "2025-02-05 - 2026-02-17"):
        found = roll(pump_works, time)
        register = asset_register.build(choose(pump_works), parse_period(time)).table("assets")
        for table, column in (("cost", "cost"), ("accumulated", "accumulated")):
            made = found.table(table)
            assert all(not row.cells[made.index("difference")] for row in made.rows)
            assert made.value("difference", "opening") == made.value("difference", "closing") == 0
            assert made.value("total", "closing") == register.value("total", column)
        assert not found.advice


def test_what_no_asset_has_is_a_difference(load_ledger: Callable[[str], Any], books_of: Any) -> None:
    ledger = load_ledger(
        'option "operating_currency" "USD"\nplugin "beanplant"\n'
        "2026-01-01 open Assets:Bank\n2026-01-01 open Assets:P100:Tools\n2026-01-01 open Expenses:Depreciation\n"
        '2026-01-01 custom "plant" "P100"\n'
        '2026-01-05 * "Press"\n  asset: "PRESS"\n  Assets:P100:Tools  1200.00 USD\n  Assets:Bank\n'
        '2026-01-05 custom "plant-asset" "PRESS" Assets:P100:Tools 1200.00 USD\n  life: "1 year"\n'
        "  expense: Expenses:Depreciation\n"
        '2026-01-20 * "Forgotten"\n  Assets:P100:Tools  50.00 USD\n  Assets:Bank\n'
        '2026-02-03 * "Given back"\n  Assets:P100:Tools  -50.00 USD\n  Assets:Bank\n'
        '2026-02-28 * "Latest fact"\n'
    )
    assert not ledger.errors, ledger.messages
    books = books_of(ledger)
    assert cells(roll(books, "2026-01"), "cost", "Assets:P100:Tools")[-3:] == (
        D("1200.00"), D("1250.00"), D("-50.00"),
    )  # fmt: skip
    # at the end of February nothing is missing, but its opening was not what the account had
    february = roll(books, "2026-02")
    assert cells(february, "cost", "Assets:P100:Tools")[-1] == D("-50.00")
    assert february.table("cost").value("difference", "opening") == D("-50.00")
    assert cells(february, "accumulated", "Assets:P100:Tools")[:2] == (D("100.00"), D("100.00"))
    assert "no asset has" in february.advice[0]


def test_an_impairment_has_a_column_and_ties() -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 open Assets:Bank
    2026-01-01 open Assets:P100:Machinery
    2026-01-01 open Expenses:Depreciation
    2026-01-01 custom "plant" "P100"
    2026-01-01 * "Mill"
      asset: "CNC-01"
      Assets:P100:Machinery  12000.00 USD
      Assets:Bank
    2026-01-01 custom "plant-asset" "CNC-01" Assets:P100:Machinery 12000.00 USD
      life: "5 years"
      expense: Expenses:Depreciation
    2026-06-30 custom "plant-asset-impairment" "CNC-01" 5400.00 USD
    2026-12-31 custom "plant-depreciation-horizon" 2026-12-31
    """
    text = dedent(test_an_impairment_has_a_column_and_ties.__doc__ or "")
    entries, errors, options_map = loader.load_string(text)
    assert not errors
    books = Books(entries, masterdata.read(entries, options_map)[0], options_map)
    # 6 x 200; 12,000 - 1,200 - 5,400 = 5,400 over 54 months: 6 x 100
    found = roll(books, "2026")
    left = D(7200)
    assert found.table("accumulated").value("total", "impairment") == 5400
    assert found.table("accumulated").value("total", "depreciation") == 1800
    assert found.table("accumulated").value("total", "closing") == left
    assert found.table("accumulated").value("difference", "closing") == 0
    assert roll(books, "2027").table("accumulated").value("total", "opening") == left
    register = asset_register.build(choose(books), parse_period("2026")).table("assets")
    assert register.value("CNC-01", "accumulated") == left
    assert register.value("CNC-01", "depreciation") == 1800
    assert register.value("CNC-01", "book-value") == 4800
    assert [register.value("difference", key) for key in ("depreciation", "accumulated", "book-value")] == [
        0,
        0,
        0,
    ]
