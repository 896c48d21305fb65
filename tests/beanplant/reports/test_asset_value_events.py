"""Register and roll-forward of assets whose value changes: every account ties at every month end, column by column."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

from beanplant.reports import asset_register, asset_roll_forward
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:P100:Machinery
2026-01-01 open Assets:P100:HeldForSale
2026-01-01 open Expenses:Depreciation
2026-01-01 open Expenses:Idle
2026-01-01 open Income:Gain
2026-01-01 open Equity:Retained
2026-01-01 custom "plant" "P100"
  gaap: "ifrs"
2026-01-01 * "Mill"
  asset: "CNC-01"
  Assets:P100:Machinery  12000.00 USD
  Assets:Bank
2026-01-01 custom "plant-asset" "CNC-01" Assets:P100:Machinery 12000.00 USD
  life: "5 years"
  expense: Expenses:Depreciation
  gain-loss: Income:Gain
"""
TO_2027 = '2027-12-31 custom "plant-depreciation-horizon" 2027-12-31\n'
IMPAIRED = '2026-06-30 custom "plant-asset-impairment" "CNC-01" 5400.00 USD\n'
REVERSED = '2026-12-31 custom "plant-asset-impairment-reversal" "CNC-01" 600.00 USD\n'
REVALUED = '2026-09-30 custom "plant-asset-revaluation" "CNC-01" 12000.00 USD\n  retained: Equity:Retained\n'
HELD = '2026-08-31 custom "plant-asset-status" "CNC-01" "held-for-sale"\n  fair-value: 8000.00 USD\n'
ON_ITS_ACCOUNT = HELD + "  account: Assets:P100:HeldForSale\n"
RESUMED = '2027-02-10 custom "plant-asset-status" "CNC-01" "in-use"\n  value-in-use: 8500.00 USD\n'
IDLE = '2026-08-31 custom "plant-asset-status" "CNC-01" "idle"\n  expense: Expenses:Idle\n'
SOLD = '2027-06-15 * "Sold"\n  disposes: "CNC-01"\n  Assets:Bank  900.00 USD\n  Assets:P100:Machinery  -900.00 USD\n'
SOLD_HELD = SOLD.replace("P100:Machinery", "P100:HeldForSale")
DAILY = HEAD.replace('life: "5 years"', 'life: "5 years"\n  convention: "daily"')


@pytest.mark.parametrize(
    "text",
    [
        HEAD + IMPAIRED + REVERSED,
        HEAD + IMPAIRED + REVALUED + SOLD,
        HEAD + REVALUED + REVALUED.replace("2026-09", "2026-11").replace("12000.00", "3000.00"),
        HEAD + HELD + RESUMED + SOLD,
        HEAD + ON_ITS_ACCOUNT,
        HEAD + ON_ITS_ACCOUNT + RESUMED + SOLD,
        HEAD + ON_ITS_ACCOUNT + SOLD_HELD,
        HEAD + IDLE + RESUMED.replace("  value-in-use: 8500.00 USD\n", ""),
        DAILY + HELD.replace("08-31", "08-11").replace("  fair-value: 8000.00 USD\n", ""),
        DAILY + ON_ITS_ACCOUNT.replace("08-31", "08-11") + RESUMED,
    ],
)
def test_it_ties_at_every_month_end(load_ledger: Callable[[str], Any], books_of: Any, text: str) -> None:
    ledger = load_ledger(text + TO_2027)
    assert not ledger.errors, ledger.messages
    books = books_of(ledger)
    closing: dict[tuple[str, str], Any] = {}
    for month in (f"{year}-{number:02}" for year in (2026, 2027) for number in range(1, 13)):
        found = asset_roll_forward.build(choose(books), parse_period(month))
        assert not found.advice, (month, found.advice)
        for table in ("cost", "accumulated", "book-value"):
            for row in found.table(table).rows:
                if (table, row.key) in closing:
                    assert found.table(table).value(row.key, "opening") == closing[(table, row.key)], month
                closing[(table, row.key)] = found.table(table).value(row.key, "closing")
        register = asset_register.build(choose(books), parse_period(month)).table("assets")
        assert register.value("difference", "book-value") == 0
        assert register.value("total", "book-value") == found.table("book-value").value("total", "closing")
    whole = asset_roll_forward.build(choose(books), parse_period("2026-01 - 2027-12"))
    assert not whole.advice


def test_each_event_has_its_column(load_ledger: Callable[[str], Any], books_of: Any) -> None:
    """
    12,000; 6 x 200, impaired by 5,400 to 5,400; 3 x 100; revalued to 12,000 at the end of September, to 3,000 at the
    end of November, after 2 x 235.29.
    """
    again = REVALUED.replace("2026-09", "2026-11").replace("12000.00", "3000.00")
    ledger = load_ledger(HEAD + IMPAIRED + REVALUED + again + TO_2027)
    assert not ledger.errors, ledger.messages
    found = asset_roll_forward.build(choose(books_of(ledger)), parse_period("2026"))
    cost, accumulated = found.table("cost"), found.table("accumulated")
    assert cost.value("total", "revaluation") == D(-9000)
    assert accumulated.value("total", "impairment") == D(5400)
    assert accumulated.value("total", "revaluation") == D("-6900.00") - 2 * D("235.29")
    assert accumulated.value("total", "depreciation") == 1500 + 2 * D("235.29") + D("61.22")
    assert found.table("book-value").value("total", "closing") == D("2938.78")


def test_what_is_held_for_sale_is_a_class_of_its_own(
    load_ledger: Callable[[str], Any], books_of: Any
) -> None:
    """12,000 less 1,600 moves, and 2,400 of it is lost."""
    ledger = load_ledger(HEAD + ON_ITS_ACCOUNT + TO_2027)
    assert not ledger.errors, ledger.messages
    found = asset_roll_forward.build(choose(books_of(ledger)), parse_period("2026"))
    cost = found.table("cost")
    assert cost.value("Assets:P100:Machinery", "transfers") == D(-12000)
    assert cost.value("Assets:P100:HeldForSale", "transfers") == D(10400)
    assert cost.value("Assets:P100:HeldForSale", "impairment") == D(-2400)
    assert cost.value("Assets:P100:HeldForSale", "closing") == D(8000)
