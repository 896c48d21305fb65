"""Impairment of fixed assets: the loss, depreciation from what it leaves, the disposal after it, what cannot stand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

HEAD = """
plugin "beanplant.depreciation"
option "operating_currency" "USD"
2018-01-01 open Assets:Bank
2018-01-01 open Assets:P100:Machinery
2018-01-01 open Expenses:Depreciation
2018-01-01 open Expenses:Restructuring
2018-01-01 open Income:Gain
2018-01-01 custom "plant" "P100"
"""
FACT = '2031-12-31 * "Fact"\n  Assets:Bank  0.00 USD\n'
CONTRA = "Assets:P100:AccumulatedDepreciation:Machinery"
Load = Callable[[str], Any]


def bought(cost: str, more: str) -> str:
    """A purchase of 1 January 2026 and its asset; ``more`` is keys as ``life: ...~rate: ...``."""
    keys = "".join(f"  {key}\n" for key in more.split("~"))
    return (
        f'2026-01-01 * "Bought"\n  asset: "CNC-01"\n  Assets:P100:Machinery  {cost} USD\n  Assets:Bank\n'
        f'2026-01-01 custom "plant-asset" "CNC-01" Assets:P100:Machinery {cost} USD\n'
        f"  expense: Expenses:Depreciation\n  gain-loss: Income:Gain\n{keys}"
    )


def opened(amount: str) -> str:
    """What was accumulated before the books, in one sum for all assets."""
    contra = "Assets:P100:AccumulatedDepreciation:Machinery"
    return f'2025-12-31 open {contra}\n2025-12-31 * "Opening"\n  {contra}  -{amount} USD\n  Assets:Bank\n'


def impaired(date: str, loss: str, more: str = "") -> str:
    return f'{date} custom "plant-asset-impairment" "CNC-01" {loss} USD\n{more}'


def expense(ledger: Any) -> list[tuple[str, D]]:
    return [
        (str(entry.date), posting.units.number)
        for entry in ledger.transactions
        for posting in entry.postings
        if posting.account == "Expenses:Depreciation"
    ]


def in_year(ledger: Any, year: int) -> D:
    return sum((amount for date, amount in expense(ledger) if date.startswith(str(year))), D(0))


FIVE_YEARS = bought("12000.00", 'life: "5 years"')


def test_the_loss_its_account_and_what_follows(load_ledger: Load) -> None:
    """
    2026-01-01 custom "plant-asset" "CNC-01" Assets:P100:Machinery 12000.00 USD   ; 5 years, 200.00 a month
    2027-12-31 custom "plant-asset-impairment" "CNC-01" 3600.00 USD

    12,000 - 24 x 200 = 7,200 before, 3,600 after; over the 36 months that are left: 100.00 a month.
    """
    ledger = load_ledger(HEAD + FIVE_YEARS + impaired("2027-12-31", "3600.00") + FACT)
    assert not ledger.errors
    assert [amount for _, amount in expense(ledger)] == [D(200)] * 24 + [D(100)] * 36
    made = next(entry for entry in ledger.transactions if entry.narration == "Impairment of CNC-01")
    assert str(made.date) == "2027-12-31"
    assert made.meta["asset"] == "CNC-01"
    assert [(p.account, p.units.number) for p in made.postings] == [
        ("Expenses:P100:ImpairmentLoss", D(3600)),
        (CONTRA, D(-3600)),
    ]
    for posting in made.postings:
        assert posting.meta["rule"] == "depreciation.impairment"
        assert posting.meta["asset"] == "CNC-01"
        assert posting.meta["formula"] == "(7200.00 - 3600.00) USD"
    after = next(entry for entry in ledger.transactions if str(entry.date) == "2028-01-31")
    assert after.postings[0].meta["formula"] == "3600.00 USD / 36 months"
    assert ledger.money(CONTRA) == {"USD": D(-12000)}


def test_the_disposal_afterwards(load_ledger: Load) -> None:
    """
    2027-12-31 custom "plant-asset-impairment" "CNC-01" 3600.00 USD
    2029-03-15 * "Sold"                                              ; for 2,000.00

    Accumulated: 4,800 + 3,600 + 14 x 100 = 9,800; book value 2,200; a loss of 200.
    """
    sale = SOLD.replace("2027-06-15", "2029-03-15").replace("-0.00", "-2000.00").replace(" 0.00", " 2000.00")
    ledger = load_ledger(HEAD + FIVE_YEARS + impaired("2027-12-31", "3600.00") + sale + FACT)
    assert not ledger.errors
    assert ledger.money("Income:Gain") == {"USD": D(200)}
    assert not any(ledger.money(CONTRA).values())
    assert not any(ledger.money("Assets:P100:Machinery").values())
    cleared = [
        posting
        for entry in ledger.transactions
        if entry.narration == "Sold"
        for posting in entry.postings
        if posting.account == CONTRA
    ]
    assert [posting.units.number for posting in cleared] == [D(9800)]
    assert cleared[0].meta["formula"].startswith("(6200.00 + 3600.00) USD")


def test_within_a_month_and_an_account_of_ones_own(load_ledger: Load) -> None:
    """
    2027-12-10 custom "plant-asset-impairment" "CNC-01" 3700.00 USD
      loss: Expenses:Restructuring

    It counts from December on: 12,000 - 23 x 200 = 7,400, less 3,700, over 37 months: 100.00.
    """
    own = impaired("2027-12-10", "3700.00", "  loss: Expenses:Restructuring\n")
    ledger = load_ledger(HEAD + FIVE_YEARS + own + FACT)
    assert not ledger.errors
    assert [amount for _, amount in expense(ledger)] == [D(200)] * 23 + [D(100)] * 37
    assert ledger.money("Expenses:Restructuring") == {"USD": D(3700)}


def test_two_in_one_month_and_one_in_the_month_of_service(load_ledger: Load) -> None:
    """12,000 - 600 in the first month: 190.00 a month; after 24 months 6,840, less 2,000 and 1,240: 100.00."""
    text = (
        impaired("2026-01-15", "600.00")
        + impaired("2028-01-10", "2000.00")
        + impaired("2028-01-20", "1240.00")
    )
    ledger = load_ledger(HEAD + FIVE_YEARS + text + FACT)
    assert not ledger.errors
    assert [amount for _, amount in expense(ledger)] == [D(190)] * 24 + [D(100)] * 36
    assert ledger.money("Expenses:P100:ImpairmentLoss") == {"USD": D(3840)}


def test_with_a_revised_life(load_ledger: Load) -> None:
    """7,200 - 3,600 over 3 years that became 6: 50.00 a month."""
    change = '2027-12-31 custom "plant-asset-change" "CNC-01"\n  life: "8 years"\n'
    for text in (impaired("2027-12-31", "3600.00") + change, change + impaired("2027-12-31", "3600.00")):
        ledger = load_ledger(HEAD + FIVE_YEARS + text + FACT)
        assert not ledger.errors
        assert [amount for _, amount in expense(ledger)] == [D(200)] * 24 + [D(50)] * 48  # to 2031


def test_below_the_salvage_depreciation_ends(load_ledger: Load) -> None:
    """(12,000 - 6,000) / 60 = 100 a month; 9,600 - 5,000 = 4,600 is less than the salvage (IAS 16.54)."""
    asset = bought("12000.00", 'life: "5 years"~salvage: 6000.00 USD')
    ledger = load_ledger(HEAD + asset + impaired("2027-12-31", "5000.00") + FACT)
    assert not ledger.errors
    assert [amount for _, amount in expense(ledger)] == [D(100)] * 24


def test_the_whole_book_value(load_ledger: Load) -> None:
    ledger = load_ledger(HEAD + FIVE_YEARS + impaired("2027-12-31", "7200.00") + FACT)
    assert not ledger.errors
    assert len(expense(ledger)) == 24


@pytest.mark.parametrize(
    ("more", "cost", "loss", "years"),
    [
        # 40 % of 10,000, of 6,000; 3,600 - 1,100 = 2,500: 1,000
        (
            'life: "5 years"~method: "declining-balance"~factor: 2.0',
            "10000.00",
            "1100.00",
            (4000, 2400, 1000),
        ),
        # 5/15 and 4/15 of 15,000; 6,000 - 3,000 = 3,000: 3/6, 2/6
        (
            'life: "5 years"~method: "sum-of-years-digits"',
            "15000.00",
            "3000.00",
            (5000, 4000, 1500, 1000, 500),
        ),
    ],
)
def test_accelerated_methods(
    load_ledger: Load, more: str, cost: str, loss: str, years: tuple[int, ...]
) -> None:
    ledger = load_ledger(HEAD + bought(cost, more) + impaired("2027-12-31", loss) + FACT)
    assert not ledger.errors
    assert tuple(in_year(ledger, 2026 + index) for index in range(len(years))) == years


def test_units_of_production_opened_part_way(load_ledger: Load) -> None:
    """3,000 of 4,000 units are left for 750; 1,000 used: 250; 500 - 300 = 200 for 2,000 units, of which 500: 50."""
    ledger = load_ledger(
        HEAD
        + opened("250.00")
        + bought("1000.00", 'method: "units-of-production"~units: 4000~accumulated: 250.00 USD')
        + '2026-01-20 custom "plant-asset-usage" "CNC-01" 1000\n'
        + impaired("2026-01-31", "300.00")
        + '2026-02-20 custom "plant-asset-usage" "CNC-01" 500\n'
        + FACT
    )
    assert not ledger.errors
    assert expense(ledger) == [("2026-01-31", D(250)), ("2026-02-28", D(50))]


def test_it_is_a_fact_of_its_day(load_ledger: Load) -> None:
    """Nothing later is written: depreciation runs to the month end of the impairment."""
    ledger = load_ledger(HEAD + FIVE_YEARS + impaired("2026-03-31", "100.00"))
    assert [date for date, _ in expense(ledger)] == ["2026-01-31", "2026-02-28", "2026-03-31"]
    days = [entry.narration for entry in ledger.transactions if str(entry.date) == "2026-03-31"]
    assert days == ["Depreciation", "Impairment of CNC-01"]


SOLD = (
    '2027-06-15 * "Sold"\n  disposes: "CNC-01"\n  Assets:Bank  0.00 USD\n  Assets:P100:Machinery  -0.00 USD\n'
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '2027-12-31 custom "plant-asset-impairment" "CNC-1" 10.00 USD\n',
            'unknown asset "CNC-1" (did you mean "CNC-01"?)',
        ),
        (impaired("2025-12-31", "10.00"), "is before the service of the asset, 2026-01-01"),
        (
            impaired("2027-06-30", "10.00") + SOLD,
            "is impaired on 2027-06-30, after its disposal on 2027-06-15",
        ),
        (impaired("2027-06-15", "10.00") + SOLD, "on the day of its disposal on 2027-06-15"),
        (
            impaired("2027-12-31", "7200.01"),
            "its impairment of 7200.01 USD on 2027-12-31 is above the book value, 7200.00 USD",
        ),
        (impaired("2027-12-31", "-10.00"), "found -10.00 USD, expected the loss, above zero"),
        (impaired("2027-12-31", "0.00"), "found 0.00 USD, expected the loss, above zero"),
        ('2027-12-31 custom "plant-asset-impairment" "CNC-01" 10.00 EUR\n', "found 10.00 EUR, expected USD"),
        (
            impaired("2027-12-31", "10.00", "  loss: Expenses:Nowhere\n"),
            "account Expenses:Nowhere is not open",
        ),
    ],
)
def test_an_impairment_that_cannot_stand(load_ledger: Load, text: str, message: str) -> None:
    """It is an error at its line, and nothing is posted for it."""
    ledger = load_ledger(HEAD + FIVE_YEARS + text + FACT)
    assert len(ledger.messages) == 1, ledger.messages
    assert message in ledger.messages[0]
    assert ledger.errors[0].entry is None or "impairment" in ledger.errors[0].entry.type
    assert ledger.errors[0].source["lineno"] > 0
    assert not any(entry.narration.startswith("Impairment") for entry in ledger.transactions)
    assert expense(ledger)[0] == ("2026-01-31", D(200))


def test_one_before_the_books_opened(load_ledger: Load) -> None:
    asset = opened("2000.00") + bought("12000.00", 'life: "5 years"~accumulated: 2000.00 USD')
    ledger = load_ledger(HEAD + asset + impaired("2026-01-01", "10.00") + FACT)
    assert len(ledger.messages) == 1
    assert "is impaired on 2026-01-01: that is in accumulated: already" in ledger.messages[0]
