"""The kinds of assets: which account is credited, what a month's transaction is called, and how each kind ends."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

HEAD = """
plugin "beanplant"
option "operating_currency" "USD"
2024-01-01 open Assets:Bank
2024-01-01 open Assets:P100:Machinery
2024-01-01 open Assets:P100:Patents
2024-01-01 open Assets:P100:Software
2024-01-01 open Assets:P100:Prepaid
2024-01-01 open Assets:P100:Quarry
2024-01-01 open Assets:P100:Land
2024-01-01 open Assets:P100:Ore
2024-01-01 open Equity:Opening
2024-01-01 open Expenses:Depreciation
2024-01-01 open Expenses:Amortization
2024-01-01 open Expenses:Insurance
2024-01-01 open Income:Gain
2024-01-01 custom "plant" "P100"
"""
Load = Callable[[str], Any]


def bought(name: str, account: str, cost: str, keys: str, date: str = "2026-01-01") -> str:
    """A purchase and its asset; ``keys`` as ``kind: ...~life: ...``."""
    lines = "".join(f"  {key}\n" for key in keys.split("~"))
    return (
        f'{date} * "Bought"\n  asset: "{name}"\n  Assets:P100:{account}  {cost} USD\n  Assets:Bank\n'
        f'{date} custom "plant-asset" "{name}" Assets:P100:{account} {cost} USD\n  gain-loss: Income:Gain\n{lines}'
    )


def until(date: str) -> str:
    return f'{date} custom "plant-depreciation-horizon" {date}\n'


def on(ledger: Any, date: str, account: str) -> list[D]:
    return [
        posting.units.number
        for entry in ledger.transactions
        if str(entry.date) == date
        for posting in entry.postings
        if posting.account == account
    ]


PATENT = bought(
    "PAT-1",
    "Patents",
    "10000.00",
    'kind: "intangible"~life: "20 years"~expense: Expenses:Amortization',
    "2025-10-01",
)
SOFTWARE = bought(
    "ERP", "Software", "36000.00", 'kind: "intangible"~life: "3 years"~expense: Expenses:Amortization'
)
INSURANCE = bought(
    "INS", "Prepaid", "12000.00", 'kind: "prepaid"~life: "12 months"~expense: Expenses:Insurance'
)
QUARRY = bought(
    "QUARRY",
    "Quarry",
    "500000.00",
    'kind: "resource"~method: "units-of-production"~units: 250000~expense: Assets:P100:Ore',
)
LAND = bought("LAND", "Land", "80000.00", 'method: "none"')


def test_a_patent_over_twenty_years(load_ledger: Load) -> None:
    """10,000 / 240 months = 41.67; three months of the first year."""
    ledger = load_ledger(HEAD + PATENT + until("2025-12-31"))
    assert not ledger.errors
    assert ledger.money("Expenses:Amortization") == {"USD": D("125.01")}
    assert ledger.money("Assets:P100:AccumulatedAmortization:Patents") == {"USD": D("-125.01")}
    assert [entry.narration for entry in ledger.transactions][1:] == ["Amortization"] * 3


def test_software_over_three_years_and_sold(load_ledger: Load) -> None:
    """1,000.00 a month; after 24 months 12,000 are left, sold for 15,000: a gain of 3,000."""
    sale = '2028-01-10 * "Sold"\n  disposes: "ERP"\n  Assets:Bank  15000.00 USD\n  Assets:P100:Software\n'
    ledger = load_ledger(HEAD + SOFTWARE + sale)
    assert not ledger.errors
    assert ledger.money("Expenses:Amortization") == {"USD": D(24000)}
    assert ledger.money("Income:Gain") == {"USD": D(-3000)}
    assert ledger.money("Assets:P100") == {}


def test_prepaid_insurance_credits_its_own_account(load_ledger: Load) -> None:
    ledger = load_ledger(HEAD + INSURANCE + until("2026-04-30"))
    assert not ledger.errors
    assert on(ledger, "2026-03-31", "Assets:P100:Prepaid") == [D(-1000)]
    assert ledger.money("Assets:P100") == {"USD": D(8000)}


def test_prepaid_insurance_by_the_day(load_ledger: Load) -> None:
    """From 15 March 2026 to 14 March 2027: 365 days of 20.00; 17 of them in March."""
    keys = 'kind: "prepaid"~life: "12 months"~convention: "daily"~expense: Expenses:Insurance'
    text = bought("INS", "Prepaid", "7300.00", keys, "2026-03-15")
    ledger = load_ledger(HEAD + text + until("2027-03-31"))
    assert not ledger.errors
    assert on(ledger, "2026-03-31", "Expenses:Insurance") == [D(340)]
    assert on(ledger, "2026-04-30", "Expenses:Insurance") == [D(600)]
    assert on(ledger, "2027-03-31", "Expenses:Insurance") == [D(280)]
    assert ledger.money("Assets:P100") == {}


def test_prepaid_insurance_is_cancelled(load_ledger: Load) -> None:
    """After three months 9,000 are left, of which 8,500 come back."""
    back = '2026-04-20 * "Cancelled"\n  disposes: "INS"\n  Assets:Bank  8500.00 USD\n  Assets:P100:Prepaid\n'
    ledger = load_ledger(HEAD + INSURANCE + back)
    assert not ledger.errors
    assert ledger.money("Income:Gain") == {"USD": D(500)}
    assert ledger.money("Assets:P100") == {}


def test_a_prepaid_expense_is_opened_at_what_is_left(load_ledger: Load) -> None:
    """Nine of twelve months are left: 9,000.00 on the account, 1,000.00 a month from April on."""
    text = """
    2026-03-31 * "Opening"
      asset: "INS"
      Assets:P100:Prepaid   9000.00 USD
      Equity:Opening
    2026-01-01 custom "plant-asset" "INS" Assets:P100:Prepaid 12000.00 USD
      kind: "prepaid"
      life: "12 months"
      accumulated: 3000.00 USD
      expense: Expenses:Insurance
    """
    ledger = load_ledger(HEAD + text.replace("\n    ", "\n") + until("2026-12-31"))
    assert not ledger.errors
    assert on(ledger, "2026-03-31", "Expenses:Insurance") == []
    assert on(ledger, "2026-04-30", "Expenses:Insurance") == [D(1000)]
    assert ledger.money("Assets:P100") == {}


def test_depletion_goes_to_what_was_extracted(load_ledger: Load) -> None:
    """2.00 a ton; 4,000 tons are ore, until the ore is sold."""
    use = '2026-01-31 custom "plant-asset-usage" "QUARRY" 4000\n'
    ledger = load_ledger(HEAD + QUARRY + use)
    assert not ledger.errors
    assert ledger.money("Assets:P100:Ore") == {"USD": D(8000)}
    assert ledger.money("Assets:P100:AccumulatedDepletion:Quarry") == {"USD": D(-8000)}
    assert ledger.transactions[-1].narration == "Depletion"


def test_a_quarry_is_given_up(load_ledger: Load) -> None:
    use = '2026-01-31 custom "plant-asset-usage" "QUARRY" 200000\n'
    ledger = load_ledger(HEAD + QUARRY + use + '2026-02-15 * "Closed"\n  disposes: "QUARRY"\n')
    assert not ledger.errors
    assert ledger.money("Income:Gain") == {"USD": D(100000)}
    assert ledger.money("Assets:P100") == {"USD": D(400000)}


def test_land_is_not_depreciated_and_can_be_sold(load_ledger: Load) -> None:
    sale = '2029-05-10 * "Sold"\n  disposes: "LAND"\n  Assets:Bank  95000.00 USD\n  Assets:P100:Land\n'
    ledger = load_ledger(HEAD + LAND + sale)
    assert not ledger.errors
    assert ledger.money("Income:Gain") == {"USD": D(-15000)}
    assert ledger.money("Assets:P100") == {}
    assert len(ledger.transactions) == 2


def test_a_trademark_gets_a_life(load_ledger: Load) -> None:
    """12,000 over what is left of five years from service: 36 of 60 months from January 2028."""
    keys = 'kind: "intangible"~method: "none"~expense: Expenses:Amortization'
    change = '2028-01-01 custom "plant-asset-change" "MARK"\n  method: "straight-line"\n  life: "5 years"\n'
    ledger = load_ledger(HEAD + bought("MARK", "Patents", "12000.00", keys) + change + until("2028-03-31"))
    assert not ledger.errors
    assert ledger.money("Expenses:Amortization") == {"USD": D("999.99")}


def test_kinds_of_one_month_stand_in_one_transaction(load_ledger: Load) -> None:
    machine = bought("M", "Machinery", "6000.00", 'life: "5 years"~expense: Expenses:Depreciation')
    use = '2026-01-31 custom "plant-asset-usage" "QUARRY" 4000\n'
    ledger = load_ledger(HEAD + machine + SOFTWARE + INSURANCE + QUARRY + use)
    assert not ledger.errors
    made = [entry for entry in ledger.transactions if str(entry.date) == "2026-01-31"]
    assert [entry.narration for entry in made] == ["Depreciation, amortization and depletion"]
    assert sorted((p.account, p.units.number) for p in made[0].postings if p.units.number < 0) == [
        ("Assets:P100:AccumulatedAmortization:Software", D(-1000)),
        ("Assets:P100:AccumulatedDepletion:Quarry", D(-8000)),
        ("Assets:P100:AccumulatedDepreciation:Machinery", D(-100)),
        ("Assets:P100:Prepaid", D(-1000)),
    ]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            'kind: "patent"~life: "2 years"~expense: Expenses:Amortization',
            'kind: found "patent", expected "tangible"',
        ),
        (
            'method: "none"~life: "2 years"',
            'life: belongs to a method that depreciates, found method: "none"',
        ),
        ('method: "none"~convention: "daily"', "convention: belongs to a method by time"),
        ('life: "2 years"', "expense: is missing"),
        ('life: "2 years"~expense: Assets:P100:RawMaterials', "holds items or orders"),
    ],
)
def test_what_cannot_stand(keys: str, message: str, load_ledger: Load) -> None:
    head = HEAD + "2024-01-01 open Assets:P100:RawMaterials\n"
    ledger = load_ledger(head + bought("X", "Patents", "100.00", keys))
    assert any(message in text for text in ledger.messages), ledger.messages


def test_a_method_that_charges_needs_an_account(load_ledger: Load) -> None:
    change = '2028-01-01 custom "plant-asset-change" "LAND"\n  method: "straight-line"\n  life: "5 years"\n'
    ledger = load_ledger(HEAD + LAND + change)
    assert any("expense: is missing on the asset" in text for text in ledger.messages), ledger.messages
