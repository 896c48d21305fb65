"""The reversal of an impairment under IFRS: up to what the book value would be without it."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from engine_tests_value_ledger import (
    CONTRA,
    LOSS,
    REVERSAL,
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
TO_56000 = event("2027-12-31", "impairment", '"CNC-01"', "value-in-use: 56000.00 USD")
"""80,000 - 24,000; 7,000 a year: 42,000 at the end of 2029, where it would have been 60,000."""
MADE = "Reversal of the impairment of CNC-01"


def reversed_(more: str, date: str = "2029-12-31") -> str:
    return event(date, "impairment-reversal", f'"CNC-01" {more}')


def facts(more: str) -> str:
    return event("2029-12-31", "impairment-reversal", '"CNC-01"', more)


def test_facts_are_taken_up_to_the_cap(load_ledger: Load) -> None:
    """
    2029-12-31 custom "plant-asset-impairment-reversal" "CNC-01"
      value-in-use: 65000.00 USD

    Not to 65,000 but to 60,000 (IAS 36.117): 18,000; then 10,000 a year, as if nothing had been.
    """
    found = books(load_ledger, TEN_YEARS, TO_56000, facts("value-in-use: 65000.00 USD"), ifrs=True)
    assert found.made(MADE) == [(CONTRA, D(18000)), (REVERSAL, D(-18000))]
    assert found.formulas(MADE)[0] == "(60000.00 - 42000.00) USD, without impairment it would be 60000.00 USD"
    assert found.years(2026, 2036) == [10000, 10000, 7000, 7000] + [10000] * 6 + [0]
    assert found.balance(LOSS) == 24000
    assert found.at("2035-12-31") == 0


def test_a_part_of_it(load_ledger: Load) -> None:
    """max(51,000 - 1,000, 48,000) = 50,000: 8,000; 50,000 over 72 months: 8,333.33 a year."""
    worth = "fair-value: 51000.00 USD~disposal-cost: 1000.00 USD~value-in-use: 48000.00 USD"
    found = books(load_ledger, TEN_YEARS, TO_56000, facts(worth), ifrs=True)
    assert found.balance(REVERSAL) == -8000
    assert found.formulas(MADE)[0] == "(50000.00 - 42000.00) USD, fair value less costs of disposal"
    assert found.month("2030-01") == D("694.44")


def test_an_amount_and_an_account_of_ones_own(load_ledger: Load) -> None:
    text = event("2029-12-31", "impairment-reversal", '"CNC-01" 18000.00 USD', "gain: Income:Other")
    found = books(load_ledger, TEN_YEARS, TO_56000, text, ifrs=True)
    assert found.made(MADE) == [(CONTRA, D(18000)), ("Income:Other", D(-18000))]


def test_two_reversals_share_the_cap(load_ledger: Load) -> None:
    """10,000 at the end of 2029: 52,000 over 72 months; a year later 43,333.33, and 50,000 without impairment."""
    later = "2030-12-31"
    first = reversed_("10000.00 USD")
    found = books(load_ledger, TEN_YEARS, TO_56000, first, reversed_("6666.67 USD", later), ifrs=True)
    assert found.at(later) == 50000
    (error,) = messages(load_ledger, TEN_YEARS, TO_56000, first, reversed_("6666.68 USD", later), ifrs=True)
    assert "no more than 6666.67 USD can be reversed" in error


def test_nothing_above_the_book_value(load_ledger: Load) -> None:
    found = books(load_ledger, TEN_YEARS, TO_56000, facts("value-in-use: 42000.00 USD"), ifrs=True)
    assert not found.made(MADE)
    assert "restores nothing: the book value, 42000.00 USD, is not below what it can be" in found.advice[0]


def test_the_cap_goes_by_revised_estimates(load_ledger: Load) -> None:
    """Five more years at the end of 2028: 70,000 / 12 without impairment, for a year: 64,166.67."""
    longer = '2028-12-31 custom "plant-asset-change" "CNC-01"\n  life: "15 years"\n'
    plain = books(load_ledger, TEN_YEARS, longer, ifrs=True).at("2029-12-31")
    text = facts("value-in-use: 99000.00 USD")
    found = books(load_ledger, TEN_YEARS, TO_56000, longer, text, ifrs=True)
    assert found.at("2029-12-31") == plain == D("64166.67")


def test_the_cap_with_a_part_sold(load_ledger: Load) -> None:
    """A quarter leaves in 2028: 31,500 against 45,000: 13,500, three quarters of 18,000."""
    part = sold("2028-12-31", "0.00", part='part: "25 %"')
    found = books(load_ledger, TEN_YEARS, TO_56000, part, facts("value-in-use: 99000.00 USD"), ifrs=True)
    plain = books(load_ledger, TEN_YEARS, part, ifrs=True).at("2029-12-31")
    assert found.at("2029-12-31") == plain
    assert abs(plain - 45000) < D("0.05")
    assert abs(found.balance(REVERSAL) + 13500) < D("0.05")


def test_an_impairment_of_a_surplus_goes_back_to_it(load_ledger: Load) -> None:
    """
    80,000 revalued to 104,000: surplus 24,000. A year later 91,000, impaired to 56,000: 24,000 of the surplus and
    11,000 of income (IAS 36.61). Another year: 48,000, without it 78,000; up to 78,000: 11,000 of income, and 19,000 to
    the surplus (IAS 36.119).
    """
    text = (
        event("2027-12-31", "revaluation", '"CNC-01" 104000.00 USD')
        + event("2028-12-31", "impairment", '"CNC-01" 35000.00 USD')
        + facts("value-in-use: 80000.00 USD")
    )
    found = books(load_ledger, TEN_YEARS, text, ifrs=True)
    assert found.made("Impairment of CNC-01") == [(LOSS, D(11000)), (SURPLUS, D(24000)), (CONTRA, D(-35000))]
    assert found.at("2029-12-31") == 78000
    assert found.made(MADE) == [(CONTRA, D(30000)), (REVERSAL, D(-11000)), (SURPLUS, D(-19000))]
    assert found.balance(SURPLUS) == -19000


US, IFRS = False, True


@pytest.mark.parametrize(
    ("ifrs", "text", "message"),
    [
        (
            US,
            event("2027-12-31", "impairment", '"CNC-01" 24000.00 USD') + reversed_("1.00 USD"),
            "US GAAP prohibits the restoration of a loss (ASC 360-10-35-20)",
        ),
        (
            IFRS,
            TO_56000 + reversed_("18000.01 USD"),
            "its reversal of an impairment on 2029-12-31 is 18000.01 USD, and no more than 18000.00 USD can be"
            " reversed: its book value is 42000.00 USD, without impairment it would be 60000.00 USD (IAS 36.117);"
            " write 18000.00 USD or less",
        ),
        (IFRS, reversed_("1.00 USD"), "there is no impairment that could be reversed; delete it"),
        (IFRS, TO_56000 + reversed_(""), "says no amount; write it after the name, or what it follows from"),
        (IFRS, TO_56000 + reversed_("0.00 USD"), "found 0.00 USD, expected what is reversed, above zero"),
        (IFRS, TO_56000 + reversed_("1.00 EUR"), "found 1.00 EUR, expected USD"),
        (
            IFRS,
            TO_56000 + event("2029-12-31", "impairment-reversal", '"CNC-01" "CNC-02" 1.00 USD'),
            "names several assets; write a reversal for each of them",
        ),
        (
            IFRS,
            TO_56000 + status("2029-06-30", "held-for-sale") + reversed_("1.00 USD"),
            "it is held for sale since 2029-06-30; write what it is worth",
        ),
        (
            IFRS,
            TO_56000 + sold("2029-06-30", "0.00") + reversed_("1.00 USD"),
            "is written up on 2029-12-31, after its disposal on 2029-06-30",
        ),
        (
            IFRS,
            TO_56000
            + event("2029-12-31", "impairment-reversal", '"CNC-01"', "undiscounted-cash-flows: 1.00 USD"),
            'unknown key "undiscounted-cash-flows"',
        ),
    ],
)
def test_a_reversal_that_cannot_stand(load_ledger: Load, ifrs: bool, text: str, message: str) -> None:
    """It is an error at its line, and nothing is restored."""
    found = messages(load_ledger, TEN_YEARS, text, ifrs=ifrs)
    assert message in found[0]
    assert len(found) == 1 or "says no amount" in found[1]


def test_the_illustrative_examples_of_ias_36(load_ledger: Load) -> None:
    """
    IAS 36, Illustrative Examples 2 and 4, the identifiable assets of country A in thousands: 2,000 over 12 years; at
    the end of the first 1,833, impaired by 473 to 1,360; two years later 1,113; recoverable 1,910; depreciated
    historical cost 1,500: a reversal of 387.
    """
    found = books(
        load_ledger,
        bought("2000000.00", 'life: "12 years"~rounding: "fiscal-year"'),
        event("2026-12-31", "impairment", '"CNC-01"', "value-in-use: 1360000.00 USD"),
        event("2028-12-31", "impairment-reversal", '"CNC-01"', "value-in-use: 1910000.00 USD"),
        ifrs=True,
    )
    assert [round(year / 1000) for year in found.years(2026, 2028)] == [167, 124, 124]
    assert round(found.balance(LOSS) / 1000) == 473
    assert round(found.balance(REVERSAL) / 1000) == -387
    assert round(found.at("2028-12-31") / 1000) == 1500
