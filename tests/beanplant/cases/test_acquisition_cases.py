"""How assets come onto the books in textbooks and in other systems: baskets, construction, months begun part-way."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2018-01-01 open Assets:Bank
2018-01-01 open Assets:P100:Land
2018-01-01 open Assets:P100:Buildings
2018-01-01 open Assets:P100:Machinery
2018-01-01 open Assets:P100:ConstructionInProgress
2018-01-01 open Liabilities:Payables
2018-01-01 open Liabilities:AssetReceivedNotBilled
2018-01-01 open Equity:Opening
2018-01-01 open Expenses:Depreciation
2018-01-01 open Expenses:ServiceTax
2018-01-01 open Expenses:InAssetValuation
2018-01-01 open Expenses:Shipping
2018-01-01 custom "plant" "P100"
"""
Load = Callable[[str], Any]


def asset(date: str, name: str, account: str, cost: str, *keys: str) -> str:
    lines = "".join(f"  {key}\n" for key in keys)
    return f'{date} custom "plant-asset" "{name}" Assets:P100:{account} {cost} USD\n{lines}'


@pytest.mark.parametrize(
    ("price", "land", "building"), [("5000000.00", 3750000, 1250000), ("5030000.00", 3772500, 1257500)]
)
def test_dep_hs_basket(price: str, land: int, building: int, load_ledger: Load) -> None:
    """Land appraised at 4,500,000 and a building at 1,500,000 for 5,000,000; with fees of 30,000 of the closing."""
    life = ('life: "20 years"', "expense: Expenses:Depreciation")
    text = f'2026-01-01 custom "plant-asset-basket" "ESTATE" {price} USD\n'
    text += asset("2026-01-01", "LAND", "Land", "4500000.00", 'basket: "ESTATE"', 'method: "none"')
    text += asset("2026-01-01", "HALL", "Buildings", "1500000.00", 'basket: "ESTATE"', *life)
    text += f'2026-01-01 * "Bought"\n  basket: "ESTATE"\n  Assets:P100:Land  {price} USD\n  Assets:Bank\n'
    ledger = load_ledger(HEAD + text)
    assert not ledger.errors
    assert ledger.money("Assets:P100:Land") == {"USD": D(land)}
    assert ledger.money("Assets:P100:Buildings") == {"USD": D(building)}


def test_dep_hs_basket_residual(load_ledger: Load) -> None:
    """Only the land's value is known: the building has what is left, which a person writes."""
    text = """
2026-01-01 * "Bought"
  Assets:P100:Land        4500000.00 USD
    asset: "LAND"
  Assets:P100:Buildings    530000.00 USD
    asset: "HALL"
  Assets:Bank            -5030000.00 USD
"""
    text += asset("2026-01-01", "LAND", "Land", "4500000.00", 'method: "none"')
    life = ('life: "20 years"', "expense: Expenses:Depreciation")
    text += asset("2026-01-01", "HALL", "Buildings", "530000.00", *life)
    ledger = load_ledger(HEAD + text)
    assert not ledger.errors
    assert ledger.money("Assets:P100:Buildings") == {"USD": D(530000)}


def test_erp_asset_34(load_ledger: Load) -> None:
    """5,000 and 5 % of tax that is cost are construction; the invoice does not change it; then it is an asset."""
    text = """
2020-05-01 * "Receipt"
  asset: "MACBOOK"
  Assets:P100:ConstructionInProgress   5250.00 USD
  Liabilities:AssetReceivedNotBilled  -5250.00 USD
2020-05-02 * "Invoice"
  Expenses:ServiceTax                   250.00 USD
  Expenses:Shipping                     250.00 USD
  Liabilities:AssetReceivedNotBilled   5250.00 USD
  Liabilities:Payables                -5500.00 USD
  Expenses:InAssetValuation            -250.00 USD
"""
    keys = (
        "construction: Assets:P100:ConstructionInProgress",
        'life: "3 years"',
        "expense: Expenses:Depreciation",
    )
    ledger = load_ledger(HEAD + text + asset("2020-06-06", "MACBOOK", "Machinery", "5250.00", *keys))
    assert not ledger.errors
    made = ledger.transactions[-1]
    assert made.date == datetime.date(2020, 6, 6)
    assert [(p.account, p.units.number) for p in made.postings] == [
        ("Assets:P100:Machinery", D(5250)),
        ("Assets:P100:ConstructionInProgress", D(-5250)),
    ]


@pytest.mark.parametrize(
    ("case", "opened", "accumulated", "service", "cost", "life", "months", "last"),
    [
        (
            "ERP-ASSET-13",
            "2024-06-30",
            "265.30",
            "2023-10-10",
            "731.00",
            24,
            ["30.46"] * 15,
            ("2025-10", "8.80"),
        ),
        (
            "ERP-ASSET-22",
            "2023-02-28",
            "64.52",
            "2023-01-15",
            "500.00",
            12,
            ["41.67"] * 10,
            ("2024-01", "18.78"),
        ),
    ],
)
def test_partial_month(
    case: str,
    opened: str,
    accumulated: str,
    service: str,
    cost: str,
    life: int,
    months: list[str],
    last: tuple[str, str],
    load_ledger: Load,
) -> None:
    """erp-asset-13, erp-asset-22: a month by its days, whole months, and the rest; opened part-way."""
    text = f'{opened} * "Opening"\n  asset: "A"\n  Assets:P100:Machinery  {cost} USD\n'
    text += f"  Assets:P100:AccumulatedDepreciation:Machinery  -{accumulated} USD\n  Equity:Opening\n"
    keys = (
        f'life: "{life} months"',
        'convention: "partial-month"',
        f"accumulated: {accumulated} USD",
        "expense: Expenses:Depreciation",
    )
    text += asset(service, "A", "Machinery", cost, *keys)
    text += '2030-12-31 custom "plant-depreciation-horizon" 2030-12-31\n'
    head = HEAD + "2018-01-01 open Assets:P100:AccumulatedDepreciation:Machinery\n"
    ledger = load_ledger(head + text)
    assert not ledger.errors
    found = [
        (str(entry.date)[:7], posting.units.number)
        for entry in ledger.transactions
        for posting in entry.postings
        if posting.account == "Expenses:Depreciation"
    ]
    assert [amount for _, amount in found[:-1]] == [D(month) for month in months], case
    assert found[-1] == (last[0], D(last[1]))


def test_partial_month_from_the_start_and_to_a_disposal(load_ledger: Load) -> None:
    """731.00 over 24 months is 30.4583: 22 of 31 days of October 21.62, then 30.46; sold on 10 June, after 9 days.

    By then 22/31 + 7 + 9/30 of a month are over: 731 / 24 x (22/31 + 7.3) = 243.96; 234.84 are posted.
    """
    keys = ('life: "24 months"', 'convention: "partial-month"', "expense: Expenses:Depreciation")
    text = '2023-10-10 * "Bought"\n  asset: "A"\n  Assets:P100:Machinery  731.00 USD\n  Assets:Bank\n'
    text += asset("2023-10-10", "A", "Machinery", "731.00", *keys)
    text += '2024-06-10 * "Sold"\n  disposes: "A"\n  Assets:Bank  400.00 USD\n  Assets:P100:Machinery\n'
    ledger = load_ledger(HEAD + text)
    assert not ledger.errors
    months = [
        posting.units.number
        for entry in ledger.transactions
        for posting in entry.postings
        if posting.account == "Expenses:Depreciation"
    ]
    assert months == [D("21.62"), *[D("30.46")] * 7, D("9.12")]
    assert sum(months) == D("243.96")
    assert ledger.money("Assets:P100") == {}


@pytest.mark.parametrize(("name", "cost", "taken"), [("TWO", 24000, 4000), ("TEN", 96000, 16000)])
@pytest.mark.parametrize(("sold", "tens"), [("2021-11-01", 1), ("2022-09-01", 2)])
def test_erp_asset_33(name: str, cost: int, taken: int, sold: str, tens: int, load_ledger: Load) -> None:
    """120,000 over 60 months, 20,000 of them taken before: 2 of 10 pieces are split off with 24,000 and 4,000.

    Of every ten months from then on the new asset takes 4,000 and the rest 16,000, as a disposal after them shows.
    """
    text = '2020-12-31 * "Opening"\n  asset: "TEN"\n  Assets:P100:Machinery  120000.00 USD\n'
    text += "  Assets:P100:AccumulatedDepreciation:Machinery  -20000.00 USD\n  Equity:Opening\n"
    keys = ('life: "60 months"', "accumulated: 20000.00 USD", "expense: Expenses:Depreciation")
    text += asset("2020-03-01", "TEN", "Machinery", "120000.00", *keys)
    text += '2021-01-01 custom "plant-asset-split" "TEN" "TWO" 24000.00 USD\n'
    text += f'{sold} * "Scrapped"\n  disposes: "{name}"\n'
    ledger = load_ledger(HEAD + "2018-01-01 open Assets:P100:AccumulatedDepreciation:Machinery\n" + text)
    assert not ledger.errors, ledger.messages
    scrapped = next(entry for entry in ledger.transactions if entry.narration == "Scrapped")
    assert {posting.account: posting.units.number for posting in scrapped.postings} == {
        "Assets:P100:Machinery": D(-cost),
        "Assets:P100:AccumulatedDepreciation:Machinery": D(taken + tens * taken),
        "Income:P100:GainOnDisposal": D(cost - taken - tens * taken),
    }
