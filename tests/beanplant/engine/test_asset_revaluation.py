"""Revaluation of fixed assets under IFRS: up, down and up again; what becomes of cost and accumulated depreciation."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from engine_tests_value_ledger import (
    CONTRA,
    LOSS,
    MACHINERY,
    SURPLUS,
    Load,
    books,
    bought,
    event,
    messages,
    sold,
    status,
)

TEN_YEARS = bought("100000.00", 'life: "10 years"~rounding: "fiscal-year"')
MADE = "Revaluation of CNC-01"
UP = "2027-12-31"  # the book value is 80,000
LOSS_ACCOUNT, GAIN_ACCOUNT = "Expenses:P100:RevaluationLoss", "Income:P100:RevaluationGain"


def revalued(date: str, value: str, more: str = "") -> str:
    return event(date, "revaluation", f'"CNC-01" {value} USD', more)


def test_up_down_and_up_again(load_ledger: Load) -> None:
    """
    100,000 over 10 years: 80,000 after two, revalued to 104,000: surplus 24,000; 13,000 a year for eight.
    After four 78,000, revalued to 48,000: 24,000 of the surplus, 6,000 of income (IAS 16.40); 8,000 a year for six.
    After six 32,000, revalued to 44,000: 6,000 of income, 6,000 surplus (IAS 16.39); 11,000 a year for four.
    """
    found = books(
        load_ledger,
        TEN_YEARS,
        revalued(UP, "104000.00"),
        revalued("2029-12-31", "48000.00"),
        revalued("2031-12-31", "44000.00"),
        ifrs=True,
    )
    assert found.made(MADE) == [
        (MACHINERY, D(4000)), (CONTRA, D(20000)), (SURPLUS, D(-24000)),
        (MACHINERY, D(-56000)), (CONTRA, D(26000)), (LOSS_ACCOUNT, D(6000)), (SURPLUS, D(24000)),
        (MACHINERY, D(-4000)), (CONTRA, D(16000)), (GAIN_ACCOUNT, D(-6000)), (SURPLUS, D(-6000)),
    ]  # fmt: skip
    years = [10000] * 2 + [13000] * 2 + [8000] * 2 + [11000] * 4
    assert found.years(2026, 2035) == years
    assert [found.at(date) for date in (UP, "2029-12-31", "2031-12-31", "2035-12-31")] == [
        104000,
        48000,
        44000,
        0,
    ]


def test_the_arithmetic_of_a_decrease_beyond_the_surplus(load_ledger: Load) -> None:
    text = revalued(UP, "104000.00") + revalued("2029-12-31", "48000.00")
    found = books(load_ledger, TEN_YEARS, text, ifrs=True)
    assert found.formulas(MADE)[-2:] == [
        "(78000.00 - 48000.00) USD - 24000.00 USD",
        "(78000.00 - 48000.00) USD - 6000.00 USD",
    ]


def test_land_is_revalued_without_depreciation(load_ledger: Load) -> None:
    """5,000 to 8,000 and to 4,000: a surplus of 3,000, and its end with a loss of 1,000."""
    land = bought("5000.00", 'method: "none"').replace("  expense: Expenses:Depreciation\n", "")
    text = revalued(UP, "8000.00") + revalued("2029-12-31", "4000.00")
    found = books(load_ledger, land, text, ifrs=True)
    assert found.postings(MACHINERY)[1:] == [(UP, D(3000)), ("2029-12-31", D(-4000))]
    assert (found.balance(SURPLUS), found.balance(LOSS_ACCOUNT)) == (0, 1000)


def test_elimination(load_ledger: Load) -> None:
    """
    2027-12-31 custom "plant-asset-revaluation" "CNC-01" 104000.00 USD

    IAS 16.35(b): the accumulated 20,000 are eliminated; the cost becomes 104,000.
    """
    found = books(load_ledger, TEN_YEARS, revalued(UP, "104000.00"), ifrs=True)
    assert found.formulas(MADE) == [
        "(104000.00 - 100000.00) USD",
        "(20000.00 - 0.00) USD",
        "(104000.00 - 80000.00) USD",
    ]
    assert found.balance(MACHINERY) == 104000


def test_proportionate(load_ledger: Load) -> None:
    """IAS 16.35(a): 104/80 of 100,000 and of 20,000."""
    more = 'method: "proportionate"~surplus: Equity:Retained'
    found = books(load_ledger, TEN_YEARS, revalued(UP, "104000.00", more), ifrs=True)
    assert found.made(MADE) == [(MACHINERY, D(30000)), (CONTRA, D(-6000)), ("Equity:Retained", D(-24000))]


def test_a_gross_amount(load_ledger: Load) -> None:
    """IAS 16.35(a), by market data: 125,000 new, so 21,000 are accumulated."""
    found = books(load_ledger, TEN_YEARS, revalued(UP, "104000.00", "gross: 125000.00 USD"), ifrs=True)
    assert found.made(MADE) == [(MACHINERY, D(25000)), (CONTRA, D(-1000)), (SURPLUS, D(-24000))]


def test_to_the_book_value(load_ledger: Load) -> None:
    """Nothing but the elimination is posted, and depreciation goes on."""
    found = books(load_ledger, TEN_YEARS, revalued(UP, "80000.00"), ifrs=True)
    assert found.made(MADE) == [(MACHINERY, D(-20000)), (CONTRA, D(20000))]
    assert found.month("2028-01") == D("833.33")


def test_what_was_impaired_comes_back_to_income_first(load_ledger: Load) -> None:
    """80,000 impaired by 8,000; revalued to 90,000: 8,000 of income, 10,000 surplus."""
    text = event(UP, "impairment", '"CNC-01" 8000.00 USD') + revalued(UP, "90000.00")
    found = books(load_ledger, TEN_YEARS, text, ifrs=True)
    assert found.balance(GAIN_ACCOUNT) == -8000
    assert found.balance(SURPLUS) == -10000
    assert found.made(MADE)[:2] == [(MACHINERY, D(-10000)), (CONTRA, D(28000))]


def test_accounts_of_ones_own(load_ledger: Load) -> None:
    more = "loss: Expenses:Other~gain: Income:Other"
    text = revalued(UP, "72000.00", more) + revalued("2028-12-31", "64000.00", more)
    found = books(load_ledger, TEN_YEARS, text, ifrs=True)
    assert found.balance("Expenses:Other") == 8000
    assert found.balance("Income:Other") == -1000  # 72,000 - 9,000 = 63,000


def test_fully_depreciated_with_a_new_life(load_ledger: Load) -> None:
    """A machine of two years is at zero, and is worth 3,600 for another three: 100.00 a month."""
    text = revalued(UP, "3600.00") + f'{UP} custom "plant-asset-change" "CNC-01"\n  life: "5 years"\n'
    found = books(load_ledger, bought("24000.00", 'life: "2 years"'), text, ifrs=True)
    assert found.years(2026, 2031) == [12000, 12000, 1200, 1200, 1200, 0]
    assert found.balance(SURPLUS) == -3600


def test_below_the_salvage_value(load_ledger: Load) -> None:
    """IAS 16.54: nothing is depreciated while the residual value is above the carrying amount."""
    found = books(load_ledger, bought(), revalued(UP, "11000.00"), ifrs=True)
    assert found.years(2026, 2030) == [18000, 18000, 0, 0, 0]


def test_the_surplus_moves_when_the_asset_leaves(load_ledger: Load) -> None:
    """
    2027-12-31 custom "plant-asset-revaluation" "CNC-01" 104000.00 USD
      retained: Equity:Retained

    A quarter leaves at the end of 2028, 6,000 of the surplus with it; the rest in 2029 (IAS 16.41). The gain is of
    the book value alone: 91,000 / 4 = 22,750 for 30,000.
    """
    part = sold("2029-01-31", "30000.00", part='part: "25 %"')
    found = books(
        load_ledger,
        TEN_YEARS,
        revalued(UP, "104000.00", "retained: Equity:Retained"),
        part,
        sold("2029-12-31", "0.00"),
        ifrs=True,
    )
    assert found.postings("Equity:Retained") == [("2029-01-31", D(-6000)), ("2029-12-31", D(-18000))]
    assert found.balance(SURPLUS) == 0
    assert found.made("Revaluation surplus of CNC-01")[0] == (SURPLUS, D(6000))


def test_the_surplus_is_realized_as_the_asset_is_used(load_ledger: Load) -> None:
    """
    2027-12-31 custom "plant-asset-revaluation" "CNC-01" 104000.00 USD
      retained: Equity:Retained
      realize: TRUE

    13,000 a year on 104,000 and 10,000 on 80,000: the difference of 3,000 a year (IAS 16.41); what is left goes
    with the asset.
    """
    more = "retained: Equity:Retained~realize: TRUE"
    text = revalued(UP, "104000.00", more)
    found = books(load_ledger, TEN_YEARS, text, sold("2031-01-31", "0.00"), ifrs=True)
    assert found.postings("Equity:Retained") == [
        ("2028-12-31", D(-3000)), ("2029-12-31", D(-3000)), ("2030-12-31", D(-3000)), ("2031-01-31", D(-15000)),
    ]  # fmt: skip
    whole = books(load_ledger, TEN_YEARS, text, ifrs=True)
    assert [n for _, n in whole.postings("Equity:Retained")] == [-3000] * 8
    assert whole.balance(SURPLUS) == 0


def test_what_is_realized_before_a_decrease_is_no_longer_there(load_ledger: Load) -> None:
    """
    Two years realize 6,000 of 24,000; 78,000 falls to 58,000: 18,000 of the surplus, 2,000 of income. At a
    revaluation within a year the months so far are realized: 250.00 each.
    """
    more = "retained: Equity:Retained~realize: TRUE"
    text = revalued(UP, "104000.00", more)
    found = books(load_ledger, TEN_YEARS, text, revalued("2029-12-31", "58000.00"), ifrs=True)
    assert found.balance(LOSS_ACCOUNT) == 2000
    assert found.balance("Equity:Retained") == -6000
    assert found.balance(SURPLUS) == 0
    plain = bought("96000.00", 'life: "8 years"')  # 1,000.00 a month
    mid = books(
        load_ledger,
        plain,
        revalued("2026-12-31", "105000.00", more),
        revalued("2027-06-30", "97500.00"),
        ifrs=True,
    )
    # 21,000 over 84 months: 6 x 250.00; 97,500 is what 105,000 has become by then
    assert mid.postings("Equity:Retained")[:2] == [("2027-06-30", D(-1500)), ("2027-12-31", D("-1500.00"))]


def test_a_merged_asset_brings_its_surplus(load_ledger: Load) -> None:
    """24,000 of one and 8,000 of another on an account of its own: a decrease of 40,000 takes them all, and 8,000."""
    other = bought("100000.00", 'life: "10 years"~rounding: "fiscal-year"', "CNC-02")
    text = (
        revalued(UP, "104000.00")
        + event(UP, "revaluation", '"CNC-02" 88000.00 USD', "surplus: Equity:Retained")
        + event("2028-01-01", "merge", '"CNC-01" "CNC-02"')
        + revalued("2028-01-02", "152000.00")
    )
    found = books(load_ledger, TEN_YEARS, other, text, ifrs=True)
    assert found.balance("Equity:Retained") == found.balance(SURPLUS) == 0
    assert found.balance(LOSS_ACCOUNT) == 8000


def test_the_surplus_stays_where_no_account_is_named(load_ledger: Load) -> None:
    found = books(load_ledger, TEN_YEARS, revalued(UP, "104000.00"), sold("2029-12-31", "0.00"), ifrs=True)
    assert found.balance(SURPLUS) == -24000
    assert found.balance(MACHINERY) == found.balance(CONTRA) == 0


def test_months_that_are_not_posted_are_caught_up(load_ledger: Load) -> None:
    """The horizon is the end of 2026: the revaluation of 2027 posts the year that is missing before it."""
    horizon = '2026-12-31 custom "plant-depreciation-horizon" 2026-12-31\n'
    found = books(load_ledger, TEN_YEARS, revalued(UP, "104000.00"), horizon, ifrs=True)
    assert found.year(2027) == 10000
    assert found.balance(CONTRA) == 0
    assert found.balance(MACHINERY) == 104000


US, IFRS = False, True


@pytest.mark.parametrize(
    ("ifrs", "text", "message"),
    [
        (US, revalued(UP, "104000.00"), "US GAAP keeps assets at cost (ASC 360-10-30-1)"),
        (IFRS, revalued(UP, "0.00"), "found 0.00 USD, expected the fair value, above zero"),
        (IFRS, event(UP, "revaluation", '"CNC-01" 1.00 EUR'), "found 1.00 EUR, expected USD"),
        (IFRS, revalued(UP, "9.00", 'method: "gross"'), 'method: found "gross", expected "elimination" or'),
        (
            IFRS,
            revalued(UP, "9.00", "gross: 8.00 USD"),
            "gross: found 8.00 USD, expected no less than the fair",
        ),
        (
            IFRS,
            revalued(UP, "9.00", 'gross: 10.00 USD~method: "elimination"'),
            "has gross: and method:; write one of them",
        ),
        (IFRS, revalued(UP, "9.00", "realize: TRUE"), "realize: needs retained:"),
        (IFRS, revalued(UP, "9.00", "surplus: Equity:Nowhere"), "account Equity:Nowhere is not open"),
        (
            IFRS,
            revalued(UP, "104000.00") + revalued("2028-12-31", "99000.00", "surplus: Equity:Retained"),
            f"surplus: found Equity:Retained, and its surplus of 24000.00 USD is on {SURPLUS}; write that account",
        ),
        (
            IFRS,
            event(UP, "impairment", '"CNC-01" 80000.00 USD')
            + revalued(UP, "10.00", 'method: "proportionate"'),
            'its book value is zero, so nothing is in proportion to it; write method: "elimination"',
        ),
        (
            IFRS,
            status("2027-06-30", "held-for-sale") + revalued(UP, "10.00"),
            "it is held for sale since 2027-06-30 and not revalued (IFRS 5.15)",
        ),
        (
            IFRS,
            sold("2027-06-30", "0.00") + revalued(UP, "10.00"),
            "is revalued on 2027-12-31, after its disposal on 2027-06-30",
        ),
        (IFRS, revalued(UP, "10.00") + revalued(UP, "9.00"), "on 2027-12-31; keep one of them"),
        (IFRS, revalued("2025-12-31", "10.00"), "is before the service of the asset, 2026-01-01"),
    ],
)
def test_a_revaluation_that_cannot_stand(load_ledger: Load, ifrs: bool, text: str, message: str) -> None:
    """It is one error at its line."""
    (found,) = messages(load_ledger, TEN_YEARS, text, ifrs=ifrs)
    assert message in found
    assert LOSS not in found
