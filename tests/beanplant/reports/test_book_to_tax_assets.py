"""Book to tax by asset and by year: every ledger's tables add up to that by account, and the years are worked out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beanplant.reports import book_to_tax
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:P100:Machinery
2026-01-01 open Assets:P100:Line2
2026-01-01 open Expenses:P100:Depreciation
2026-01-01 open Income:P100:GainOnDisposal
2026-01-01 custom "plant" "P100"
"""
HORIZON = '2026-12-31 custom "plant-depreciation-horizon" {}\n'
FIGURES = ("book", "tax", "difference", "deferred", "before", "change")
"""Columns of the table by account, and of the one by asset where they have other names."""
BY_ASSET = ("book", "tax", "temporary", "deferred", "before", "change")


def bought(
    name: str, date: str, cost: str, *keys: str, life: str = "10 years", leaf: str = "Machinery"
) -> str:
    lines = (
        f'{date} * "{name}"', f'  asset: "{name}"', f"  Assets:P100:{leaf}  {cost} USD", "  Assets:Bank",
        f'{date} custom "plant-asset" "{name}" Assets:P100:{leaf} {cost} USD', f'  life: "{life}"',
        "  expense: Expenses:P100:Depreciation", "  gain-loss: Income:P100:GainOnDisposal",
        *(f"  {key}" for key in keys), "",
    )  # fmt: skip
    return "\n".join(lines)


def tied(found: Any) -> Any:
    """Check that the table by asset adds up to the table by account."""
    accounts, assets = found.table("accounts"), found.table("assets")
    for one, other in zip(FIGURES, BY_ASSET, strict=True):
        assert assets.value("total", other) == accounts.value("total", one), one
        for row in accounts.rows if one not in ("before", "change") else ():
            mine = (each.cells[assets.index(other)] for each in assets.rows if each.cells[1] == row.key)
            assert sum(mine) == row.cells[accounts.index(one)], (row.key, one)
    return found


Made = Callable[..., Any]


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]) -> Made:
    def make(text: str, time: str = "2026", horizon: str = "2027-12-31") -> Any:
        ledger = load_ledger(HEAD + text + HORIZON.format(horizon))
        assert not ledger.errors, ledger.messages
        return tied(book_to_tax.build(choose(books_of(ledger)), parse_period(time)))

    return make


def row(found: Any, name: str, *keys: str) -> list[Any]:
    table = found.table("assets")
    return [table.value(name, key) for key in keys]


TWO = bought("A", "2026-01-05", "12000.00", 'tax: "macrs-5"', 'bonus: "0%"') + bought(
    "B", "2026-01-05", "7000.00", 'tax: "macrs-7"', 'bonus: "0%"', life="7 years"
)


def test_the_year_of_each_asset(report: Made) -> None:
    """A: books 1,200, tax 20 % of 12,000; B: books 999.96, tax 14.29 % of 7,000 = 1,000.30."""
    found = report(TWO)
    assert row(found, "A", "depreciation", "deduction", "difference") == [1200, 2400, 1200]
    assert row(found, "A", "book", "tax", "temporary", "deferred", "before", "change") == [
        10800,
        9600,
        1200,
        252,
        0,
        252,
    ]
    assert row(found, "B", "depreciation", "deduction", "temporary") == [D("999.96"), D("1000.30"), D("0.34")]
    # 21 % of 1,200.34 is 252.07; the second row takes the rest of it
    assert row(found, "B", "deferred") == [D("0.07")]


def test_the_difference_reverses_over_the_years(report: Made) -> None:
    """A in the books 10,800, 9,600 ... 4,800; for tax 9,600, 5,760, 3,456, 2,073.60, 691.20, nothing."""
    found = report(TWO, horizon="2026-12-31")
    years = found.table("years")
    assert [column.title for column in years.columns[2:]] == [str(year) for year in range(2026, 2032)]
    assert years.row("A").cells[2:] == (1200, 3840, 4944, D("5126.40"), D("5308.80"), 4800)
    assert years.value("deferred", "year-0") == D("252.07")
    assert years.value("total", "year-0") == D("1200.34")
    # The years to come are the same when they are posted.
    assert report(TWO, "2028", "2028-12-31").table("assets").value("A", "temporary") == 4944


def test_what_no_asset_has_is_a_row(report: Made) -> None:
    found = report(TWO + '2026-06-30 * "Fee"\n  Assets:P100:Machinery  100.00 USD\n  Assets:Bank\n')
    assert found.table("assets").rows[-1].cells[:2] == ("(no asset)", "Assets:P100:Machinery")
    assert row(found, "(no asset) Assets:P100:Machinery", "book", "deferred") == [100, 21]


def test_an_asset_without_a_tax_book_and_one_that_is_not_depreciated(report: Made) -> None:
    """Land keeps its cost for tax; the asset without a tax book has no basis, and the notes say it."""
    land = bought("LAND", "2026-01-05", "500.00", 'tax: "none"').replace(
        '  life: "10 years"', '  method: "none"'
    )
    found = report(TWO + land + bought("OLD", "2026-01-05", "1200.00"))
    assert row(found, "LAND", "book", "tax", "temporary") == [500, 500, 0]
    assert row(found, "OLD", "book", "tax", "temporary") == [1080, 0, 1080]
    assert any("without a tax book: OLD;" in line for line in found.advice)


def test_a_disposal(report: Made) -> None:
    sold = '2027-06-15 * "Sold"\n  disposes: "A"\n  Assets:Bank  9000.00 USD\n  Assets:P100:Machinery  -9000.00 USD\n'
    found = report(TWO + sold, "2027")
    # Five months of 100.00 in the books; half of 32 % for tax
    assert row(found, "A", "depreciation", "deduction", "book", "tax", "deferred", "change") == [
        500,
        1920,
        0,
        0,
        0,
        -252,
    ]
    assert "A" not in [each.key for each in report(TWO + sold, "2028", "2028-12-31").table("assets").rows]


def test_section_179_carried_over_is_still_to_be_deducted(report: Made) -> None:
    text = bought("A", "2026-01-05", "12000.00", 'tax: "macrs-5"', "section-179: 12000.00 USD")
    text += '2026-12-31 custom "plant-tax-year" 2026\n  business-income: 5000.00 USD\n'
    found = report(text, "2026")
    assert row(found, "A", "deduction", "tax", "temporary") == [5000, 7000, 3800]
    assert found.table("years").row("A").cells[2:4] == (3800, 2600)
    assert any("carried over to 2027, which has no limits" in line for line in found.advice)


def test_an_improvement_counts_with_its_asset(report: Made) -> None:
    """6,000 more in 2027: books 10,800 + 6,000 over nine years; tax 32 % of 12,000 and 20 % of 6,000."""
    more = (
        '2027-01-01 * "Spindle"\n  asset: "A"\n  Assets:P100:Machinery  6000.00 USD\n  Assets:Bank\n'
        '2027-01-01 custom "plant-asset-improvement" "A" 6000.00 USD\n  bonus: "0%"\n'
    )
    found = report(TWO + more, "2027")
    assert row(found, "A", "deduction", "tax") == [3840 + 1200, 5760 + 4800]
    assert found.table("accounts").rows[0].cells[1] == 2


def test_a_transfer_takes_both_along(report: Made) -> None:
    moved = '2027-03-31 custom "plant-asset-transfer" "A" Assets:P100:Line2\n'
    found = report(TWO + moved, "2027")
    assert [each.key for each in found.table("accounts").rows] == [
        "Assets:P100:Line2",
        "Assets:P100:Machinery",
    ]
    assert row(found, "A", "account", "book", "tax") == ["Assets:P100:Line2", 9600, 5760]


def test_a_split_shares_the_tax_book(report: Made) -> None:
    """A third of A goes to A2 in 2027: a third of 32 % of 12,000."""
    split = '2027-01-01 custom "plant-asset-split" "A" "A2" 4000.00 USD\n'
    found = report(TWO + split, "2027")
    assert row(found, "A", "deduction", "tax", "book") == [2560, 3840, D("6399.96")]
    assert row(found, "A2", "deduction", "tax", "book") == [1280, 1920, D("3200.04")]


def test_a_split_shares_section_179(report: Made) -> None:
    """6,000 of 12,000 elected: a third of it, and of 20 % of the other 6,000, is A2's."""
    text = bought("A", "2026-01-05", "12000.00", 'tax: "macrs-5"', 'bonus: "0%"', "section-179: 6000.00 USD")
    found = report(text + '2027-01-01 custom "plant-asset-split" "A" "A2" 4000.00 USD\n', "2027")
    # 8,000 - 4,000 - 20 and 32 % of 4,000; 4,000 - 2,000 - 20 and 32 % of 2,000
    assert row(found, "A", "deduction", "tax") == [1280, 1920]
    assert row(found, "A2", "deduction", "tax") == [640, 960]


def test_a_group_has_the_depreciation_of_its_members(report: Made) -> None:
    """12,000 and 24,000 over five years by one rate, 7,200 a year; 20 and 32 % of each for tax."""
    keys = ('group: "TR"', 'tax: "macrs-5"', 'bonus: "0%"')
    members = bought("A", "2026-01-01", "12000.00", *keys, life="5 years") + bought(
        "B", "2026-01-01", "24000.00", *keys, life="5 years"
    )
    own = "  expense: Expenses:P100:Depreciation\n  gain-loss: Income:P100:GainOnDisposal\n"
    group = '2026-01-01 custom "plant-asset-group" "TR" Assets:P100:Machinery\n  method: "composite"\n'
    group += "  expense: Expenses:P100:Depreciation\n"
    found = report(group + members.replace(own, ""), "2027")
    assert found.table("accounts").rows[0].cells[1:5] == (2, 21600, 17280, 4320)
    assert row(found, "TR", "depreciation", "book", "tax") == [7200, -14400, 0]
    assert not found.advice


def test_a_merger_keeps_the_tax_books(report: Made) -> None:
    merged = '2027-01-01 custom "plant-asset-merge" "A" "B"\n'
    found = report(TWO + merged, "2027")
    # 5,760 and 61.22 % of 7,000
    assert row(found, "A", "tax") == [5760 + D("4285.40")]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    assets=st.lists(
        st.tuples(
            st.integers(1, 12),
            st.integers(1, 10**7),
            st.sampled_from(["3", "5", "7", "15", "39"]),
            st.integers(1, 15),
        ),
        min_size=1,
        max_size=6,
    ),
    year=st.integers(2026, 2029),
)
def test_the_tables_always_tie(report: Made, assets: list[tuple[int, int, str, int]], year: int) -> None:
    text = "".join(
        bought(
            f"A{i}", f"2026-{month:02}-10", f"{D(cents).scaleb(-2):.2f}", f'tax: "macrs-{cls}"', 'bonus: "0%"',
            life=f"{life} years",
        )
        for i, (month, cents, cls, life) in enumerate(assets)
    )  # fmt: skip
    report(text, str(year))
