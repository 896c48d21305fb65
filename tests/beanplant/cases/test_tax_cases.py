"""The published tax cases as ledgers: IRS Publication 946, each through the report of its tax years.

The publication's worksheets are in whole dollars; a ledger is to the cent, and takes the published percentages.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

from beanplant import masterdata
from beanplant.reports import tax_depreciation
from beanplant.reports.books import Books
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2010-01-01 open Assets:Bank
2010-01-01 open Assets:P100:Plant
2010-01-01 open Expenses:P100:Depreciation
2010-01-01 custom "plant" "P100"
"""


def bought(name: str, date: str, cost: int, *keys: str) -> str:
    lines = (
        f'{date} * "{name}"', f'  asset: "{name}"', f"  Assets:P100:Plant  {cost}.00 USD", "  Assets:Bank",
        f'{date} custom "plant-asset" "{name}" Assets:P100:Plant {cost}.00 USD', '  life: "10 years"',
        "  expense: Expenses:P100:Depreciation", *(f"  {key}" for key in keys), "",
    )  # fmt: skip
    return "\n".join(lines)


@pytest.fixture
def macrs(load_ledger: Callable[[str], Any]) -> Callable[..., list[D]]:
    """What MACRS takes of an asset in tax years, by the report of each."""

    def take(text: str, name: str, *years: int, column: str = "macrs") -> list[D]:
        ledger = load_ledger(HEAD + text)
        assert not ledger.errors, ledger.messages
        master, _ = masterdata.read(ledger.entries, ledger.options_map)
        scope = choose(Books(ledger.entries, master, ledger.options_map))
        tables = [tax_depreciation.build(scope, parse_period(str(year))).table("assets") for year in years]
        return [table.value(name, column) for table in tables]  # type: ignore[misc]

    return take


def test_dep_946_furniture_7yr(macrs: Callable[..., list[D]]) -> None:
    text = bought("F", "2026-05-01", 10000, 'tax: "macrs-7"', 'bonus: "0%"')
    assert macrs(text, "F", *range(2026, 2035)) == [1429, 2449, 1749, 1249, 893, 892, 893, 446, 0]


def test_dep_946_building_39(macrs: Callable[..., list[D]]) -> None:
    text = bought("B", "2026-03-10", 100000, 'tax: "macrs-39"')
    assert macrs(text, "B", 2026, 2027, 2028) == [2033, 2564, 2564]


def test_dep_946_no_table_mq(macrs: Callable[..., list[D]]) -> None:
    """Whole dollars by the worksheet: 1,000, 107, 250; 857, 255, 1,900. The tables give the same to the dollar."""
    text = (
        bought("SAFE", "2026-01-20", 4000, 'tax: "macrs-7"', 'bonus: "0%"')
        + bought("FURNITURE", "2026-09-02", 1000, 'tax: "macrs-7"', 'bonus: "0%"')
        + bought("COMPUTER", "2026-10-30", 5000, 'tax: "macrs-5"', 'bonus: "0%"')
    )
    assert macrs(text, "SAFE", 2026, 2027) == [D("1000.00"), D("857.20")]
    assert macrs(text, "FURNITURE", 2026, 2027) == [D("107.10"), D("255.10")]
    assert macrs(text, "COMPUTER", 2026, 2027) == [D("250.00"), D("1900.00")]


def test_dep_946_no_table_5yr(macrs: Callable[..., list[D]]) -> None:
    """The worksheet: 200, 320, 192, 115, 115, 58."""
    text = bought("A", "2026-02-01", 1000, 'tax: "macrs-5"', 'bonus: "0%"')
    expected = ["200.00", "320.00", "192.00", "115.20", "115.20", "57.60"]
    assert macrs(text, "A", *range(2026, 2032)) == [D(amount) for amount in expected]


def test_dep_946_no_table_39(macrs: Callable[..., list[D]]) -> None:
    """The worksheet: 2,456 and 2,564, with its rates rounded; Table A-7a has 2.461 % in the first year."""
    text = bought("B", "2026-01-10", 100000, 'tax: "macrs-39"')
    assert macrs(text, "B", 2026, 2027) == [2461, 2564]


def test_dep_946_casualty_up_to_the_casualty(macrs: Callable[..., list[D]]) -> None:
    """39,000, 24,000 of section 179, half of the rest: 268 of 7,500 in whole dollars.

    Only what comes before the casualty: a ledger has no fact for an adjustment of the tax basis. 2023 has a share of
    80 % for what is acquired late, so the 50 % of the case is claimed.
    """
    keys = ('tax: "macrs-7"', "section-179: 24000.00 USD", 'bonus: "50%"')
    text = bought("M", "2023-11-01", 39000, *keys)
    columns = ("section-179", "bonus", "macrs", "adjusted")
    found = [macrs(text, "M", 2023, column=column)[0] for column in columns]
    assert found == [24000, 7500, D("267.75"), D("7232.25")]
