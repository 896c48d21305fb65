"""Transfers: an asset moves to other accounts, and everything of it goes along."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

Load = Callable[[str], Any]
FIVE = 'life: "5 years"'
THERE, CONTRA_THERE = "Assets:P200:Machinery", "Assets:P200:AccumulatedDepreciation:Machinery"


def moved(
    date: str, account: str = THERE, more: str = "  expense: Expenses:Other\n", name: str = "CNC"
) -> str:
    return f'{date} custom "plant-asset-transfer" "{name}" {account}\n{more}'


def test_cost_and_accumulated_depreciation_move(load_ledger: Load, assets: Any) -> None:
    """12,000 over 60 months; 26 months to February 2028: 5,200. March is the new plant's."""
    books = assets.books(load_ledger, assets.bought("CNC", "12000.00", FIVE), moved("2028-03-15"))
    assert books.made("Transfer of CNC") == [
        (assets.MACHINERY, D(-12000)),
        (THERE, D(12000)),
        (assets.CONTRA, D(5200)),
        (CONTRA_THERE, D(-5200)),
    ]
    entry = next(each for each in books.ledger.transactions if each.narration == "Transfer of CNC")
    assert str(entry.date) == "2028-03-15"
    assert {p.meta["rule"] for p in entry.postings} == {"depreciation.transfer"}
    assert {p.meta["asset"] for p in entry.postings} == {"CNC"}
    assert books.months("Expenses:Depreciation") == [D(200)] * 26
    assert books.months("Expenses:Other") == [D(200)] * 34
    assert books.balance("Assets:P100") == 0
    assert books.balance(CONTRA_THERE) == D(-12000)


def test_on_the_last_day_of_a_month(load_ledger: Load, assets: Any) -> None:
    """The month stays with the old accounts."""
    books = assets.books(load_ledger, assets.bought("CNC", "12000.00", FIVE), moved("2028-03-31"))
    assert books.made("Transfer of CNC")[2] == (assets.CONTRA, D(5400))
    assert len(books.months("Expenses:Depreciation")) == 27


def test_it_is_a_fact_of_its_day(load_ledger: Load, assets: Any) -> None:
    books = assets.books(load_ledger, assets.bought("CNC", "12000.00", FIVE), moved("2026-02-28"), fact="")
    assert books.months() == [D(200)] * 2
    assert books.balance(CONTRA_THERE) == D(-400)


@pytest.mark.parametrize(
    "keys",
    [
        f'{FIVE}~method: "declining-balance"~factor: 2.0',
        f'{FIVE}~method: "sum-of-years-digits"',
        f'{FIVE}~convention: "daily"',
        f'{FIVE}~convention: "half-year"~salvage: 1000.00 USD',
        f'{FIVE}~rounding: "fiscal-year"',
    ],
)
def test_no_amount_changes(load_ledger: Load, assets: Any, keys: str) -> None:
    """Month by month, with cents that do not divide."""
    bought = assets.bought("CNC", "10000.01", keys, date="2026-02-20")
    still = assets.books(load_ledger, bought)
    there = assets.books(load_ledger, bought, moved("2027-07-15"))
    assert there.months("Expenses:Depreciation") + there.months("Expenses:Other") == still.months()


def test_the_disposal_is_from_the_new_accounts(load_ledger: Load, assets: Any) -> None:
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "12000.00", f'{FIVE}~convention: "mid-month"'),
        moved("2028-03-10", more="  gain-loss: Income:Other\n  expense: Expenses:Other\n"),
        assets.sold("CNC", "2028-03-20", "7000.00", account=THERE),
    )
    # 25.5 months to the middle of February, and half of each: 26 of 60 in all
    assert books.balance("Assets") == D(7000 - 12000)
    assert books.balance("Assets:P200") == 0
    assert books.balance("Assets:P100") == 0
    assert books.balance("Income:Other") == D(12000 - 5200 - 7000)
    assert books.months("Expenses:Other") == [D(100)]  # the half of March
    assert books.gain == 0


def test_to_and_back(load_ledger: Load, assets: Any) -> None:
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "12000.00", FIVE),
        moved("2027-01-10"),
        moved("2028-01-10", assets.MACHINERY, "  expense: Expenses:Depreciation\n"),
        assets.sold("CNC", "2029-01-10", "0.00"),
    )
    assert books.balance("Assets:P100") == books.balance("Assets:P200") == 0
    assert len(books.months("Expenses:Other")) == 12
    assert books.gain == D(-4800)


def test_expense_alone(load_ledger: Load, assets: Any) -> None:
    """The account may stay: only what is charged changes, and nothing is posted."""
    books = assets.books(
        load_ledger, assets.bought("CNC", "12000.00", FIVE), moved("2028-01-01", assets.MACHINERY)
    )
    assert not any(each.narration.startswith("Transfer") for each in books.ledger.transactions)
    assert len(books.months("Expenses:Other")) == 36


def test_what_is_not_said_stays(load_ledger: Load, assets: Any) -> None:
    books = assets.books(load_ledger, assets.bought("CNC", "12000.00", FIVE), moved("2028-01-01", more=""))
    assert len(books.months("Expenses:Depreciation")) == 60


def test_improvement_and_part_after_it(load_ledger: Load, assets: Any) -> None:
    """7,200 + 3,600 over 36; half leaves in 2029 with 24 months left: 7,800 - 4,200 = 3,600."""
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "12000.00", FIVE),
        moved("2028-01-01"),
        assets.improved("CNC", "2028-01-01", "3600.00", account=THERE),
        assets.sold("CNC", "2029-01-10", "0.00", '"50 %"', account=THERE),
    )
    assert books.months("Expenses:Other") == [D(300)] * 12 + [D(150)] * 24
    assert books.gain == D(-3600)
    assert books.balance("Assets:P100") == 0
    assert books.balance("Assets:P200") == 0


def test_a_prepaid_expense_moves_as_what_is_left(load_ledger: Load, assets: Any) -> None:
    """It has no account of accumulated depreciation."""
    books = assets.books(
        load_ledger,
        assets.bought("RENT", "1200.00", 'life: "12 months"~kind: "prepaid"', account="Assets:P100:Trucks"),
        moved("2026-07-01", name="RENT"),
    )
    assert books.months("Expenses:Depreciation") == [D(100)] * 6
    assert books.months("Expenses:Other") == [D(100)] * 6
    assert books.balance("Assets:P100") == books.balance("Assets:P200") == 0


def test_an_earlier_horizon_moves_what_is_posted(load_ledger: Load, assets: Any) -> None:
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "12000.00", FIVE),
        moved("2028-01-10"),
        '2026-12-31 custom "plant-depreciation-horizon" 2026-12-31\n',
    )
    assert books.balance(CONTRA_THERE) == D(-2400)
    assert books.balance("Assets:P100") == 0


@pytest.mark.parametrize(("booked", "said"), [("2027-01-05", "2027-03-01"), ("2027-03-01", "2027-01-05")])
def test_an_improvement_booked_on_the_other_side(
    load_ledger: Load, assets: Any, booked: str, said: str
) -> None:
    """What moves is what the account has; in the end all of it is on the new one."""
    account = assets.MACHINERY if booked < "2027-02-10" else THERE
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "12000.00", FIVE),
        f'{booked} * "Bill"\n  asset: "CNC"\n  {account}  600.00 USD\n  Assets:Bank\n',
        f'{said} custom "plant-asset-improvement" "CNC" 600.00 USD\n',
        moved("2027-02-10"),
        assets.sold("CNC", "2028-01-05", "0.00", account=THERE),
    )
    assert books.balance("Assets:P100") == 0
    assert books.balance("Assets:P200") == 0
    moved_cost = books.made("Transfer of CNC")[1]
    assert moved_cost == (THERE, D(12600) if booked < "2027-02-10" else D(12000))


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ((moved("2025-12-01"),), "is before the service of the asset, 2026-01-01"),
        ((moved("2028-01-01", "Assets:P300:Machinery"),), "account Assets:P300:Machinery is not open"),
        (
            (moved("2028-01-01", "Assets:P100:Machinery", ""),),
            "Assets:P100:Machinery is where it is; write the account it moves to",
        ),
        (
            (moved("2028-01-01"), moved("2028-01-01", "Assets:P100:Trucks")),
            "is the second transfer on 2028-01-01",
        ),
        (
            (moved("2028-01-01", more="  expense: Expenses:Nowhere\n"),),
            "account Expenses:Nowhere is not open",
        ),
        (
            (moved("2028-01-01"), '2027-01-01 * "Sold"\n  disposes: "CNC"\n'),
            "is transferred on 2028-01-01, after its disposal on 2027-01-01",
        ),
        (
            (
                '2018-01-02 open Assets:P300:Machinery\n2018-01-02 custom "plant" "P300"\n  currency: EUR\n',
                moved("2028-01-01", "Assets:P300:Machinery"),
            ),
            "plant P300 keeps its books in EUR, the asset's cost is in USD; book its disposal here",
        ),
    ],
)
def test_what_cannot_stand(load_ledger: Load, assets: Any, texts: tuple[str, ...], message: str) -> None:
    found = assets.messages(load_ledger, assets.bought("CNC", "12000.00", FIVE), *texts)
    assert any(message in each for each in found), found
    assert len(found) == 1


def test_a_posting_on_the_account_where_it_was(load_ledger: Load, assets: Any) -> None:
    found = assets.messages(
        load_ledger,
        assets.bought("CNC", "12000.00", FIVE),
        moved("2028-01-01"),
        assets.sold("CNC", "2029-01-10", "10.00"),
    )
    assert 'asset "CNC": is on Assets:P200:Machinery on 2029-01-10, found Assets:P100:Machinery' in found[0]
