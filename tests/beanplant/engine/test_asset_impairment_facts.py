"""Impairment from facts, by the two steps of US GAAP and the recoverable amount of IFRS; the loss of several assets."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from engine_tests_value_ledger import CONTRA, LOSS, Load, books, bought, event, messages, sold, status

YEAR_2 = "2027-12-31"  # the book value is 120,000 - 24 x 1,500 = 84,000


def impaired(more: str) -> str:
    return event(YEAR_2, "impairment", '"CNC-01"', more)


def test_us_gaap_falls_to_fair_value_where_the_cash_flows_do_not_recover_it(load_ledger: Load) -> None:
    """
    2027-12-31 custom "plant-asset-impairment" "CNC-01"
      undiscounted-cash-flows: 80000.00 USD
      fair-value: 69000.00 USD

    84,000 - 69,000 = 15,000; (69,000 - 12,000) / 48 = 1,187.50 a month.
    """
    facts = impaired("undiscounted-cash-flows: 80000.00 USD~fair-value: 69000.00 USD")
    found = books(load_ledger, bought(), facts)
    assert found.made("Impairment of CNC-01") == [(LOSS, D(15000)), (CONTRA, D(-15000))]
    assert found.formulas("Impairment of CNC-01") == ["(84000.00 - 69000.00) USD, fair value"] * 2
    assert found.month("2027-12") == 1500
    assert found.month("2028-01") == D("1187.50")
    assert found.balance(CONTRA) == -108000
    assert not found.advice


def test_us_gaap_has_no_loss_where_the_cash_flows_recover_the_book_value(load_ledger: Load) -> None:
    """Step 1 of ASC 360-10-35-17: 84,000 of cash flows are enough, whatever the fair value is."""
    found = books(
        load_ledger, bought(), impaired("undiscounted-cash-flows: 84000.00 USD~fair-value: 1.00 USD")
    )
    assert not found.made("Impairment of CNC-01")
    assert found.years(2026, 2032) == [18000] * 6 + [0]
    (said,) = found.advice
    assert said == (
        'asset "CNC-01": its impairment on 2027-12-31 is no loss: undiscounted cash flows of 84000.00 USD recover the'
        " book value, 84000.00 USD (ASC 360-10-35-17)"
    )


def test_ifrs_falls_to_the_recoverable_amount(load_ledger: Load) -> None:
    """max(70,000 - 2,000, 69,500) = 69,500: a loss of 14,500; 57,500 / 48 = 1,197.916..."""
    facts = impaired("fair-value: 70000.00 USD~disposal-cost: 2000.00 USD~value-in-use: 69500.00 USD")
    found = books(load_ledger, bought(), facts, ifrs=True)
    assert found.balance(LOSS) == 14500
    assert found.formulas("Impairment of CNC-01")[0] == "(84000.00 - 69500.00) USD, value in use"
    assert found.month("2028-01") == D("1197.92")


def test_ifrs_by_fair_value_less_costs_of_disposal(load_ledger: Load) -> None:
    """70,000 - 400 = 69,600 is above 69,500: a loss of 14,400."""
    facts = impaired("fair-value: 70000.00 USD~disposal-cost: 400.00 USD~value-in-use: 69500.00 USD")
    found = books(load_ledger, bought(), facts, ifrs=True)
    assert found.balance(LOSS) == 14400
    assert found.formulas("Impairment of CNC-01")[0].endswith(", fair value less costs of disposal")


@pytest.mark.parametrize("more", ["fair-value: 84000.00 USD", "value-in-use: 90000.00 USD"])
def test_ifrs_one_of_the_two_is_enough(load_ledger: Load, more: str) -> None:
    """IAS 36.19: where either is above the carrying amount there is no loss."""
    found = books(load_ledger, bought(), impaired(more), ifrs=True)
    assert not found.balance(LOSS)
    assert "is not below the book value, 84000.00 USD" in found.advice[0]


GROUP = (
    bought("12000.00", 'life: "5 years"', "A")
    + bought("24000.00", 'life: "5 years"', "B")
    + bought("6000.00", 'life: "5 years"', "C")
)
"""After two years 7,200, 14,400 and 3,600: 25,200 in all."""


def test_several_assets_share_a_loss_by_book_value(load_ledger: Load) -> None:
    """
    2027-12-31 custom "plant-asset-impairment" "A" "B" "C" 6300.00 USD

    A quarter of each: 1,800, 3,600, 900.
    """
    found = books(load_ledger, GROUP, event(YEAR_2, "impairment", '"A" "B" "C" 6300.00 USD'))
    assert found.made("Impairment of A") == [(LOSS, D(1800)), (CONTRA, D(-1800))]
    assert found.made("Impairment of B") == [(LOSS, D(3600)), (CONTRA, D(-3600))]
    assert found.made("Impairment of C") == [(LOSS, D(900)), (CONTRA, D(-900))]
    assert found.formulas("Impairment of A")[0] == "6300.00 USD x 7200.00 / 25200.00"
    assert found.year(2028) == (5400 + 10800 + 2700) // 3


def test_the_cents_of_a_shared_loss_add_up(load_ledger: Load) -> None:
    """1,000 x 7,200 / 25,200 = 285.714...; 571.428...; 142.857...: a cent more to the second and third by remainder."""
    found = books(load_ledger, GROUP, event(YEAR_2, "impairment", '"A" "B" "C" 1000.00 USD'))
    taken = [found.made(f"Impairment of {name}")[0][1] for name in "ABC"]
    assert taken == [D("285.71"), D("571.43"), D("142.86")]
    assert sum(taken) == 1000


def test_none_falls_below_what_it_is_known_to_be_worth(load_ledger: Load) -> None:
    """B may fall by 1,400 (IAS 36.105); the other 4,900 by 7,200 and 3,600: 3,266.67 and 1,633.33."""
    group = event(YEAR_2, "impairment", '"A" "B" "C" 6300.00 USD', 'floor: "B 13000.00 USD"')
    found = books(load_ledger, GROUP, group, ifrs=True)
    taken = [found.made(f"Impairment of {name}")[0][1] for name in "ABC"]
    assert taken == [D("3266.67"), D(1400), D("1633.33")]
    assert found.formulas("Impairment of B")[0] == "(14400.00 - 13000.00) USD, its floor"
    assert found.formulas("Impairment of A")[0] == "4900.00 USD x 7200.00 / 10800.00"


def test_a_group_from_facts(load_ledger: Load) -> None:
    """US: 20,000 do not recover 25,200, so it falls to 18,900. IFRS: to the 19,400 of its use."""
    us = event(
        YEAR_2,
        "impairment",
        '"A" "B" "C"',
        "undiscounted-cash-flows: 20000.00 USD~fair-value: 18900.00 USD",
    )
    assert books(load_ledger, GROUP, us).balance(LOSS) == 6300
    ifrs = event(YEAR_2, "impairment", '"A" "B" "C"', "fair-value: 18900.00 USD~value-in-use: 19400.00 USD")
    assert books(load_ledger, GROUP, ifrs, ifrs=True).balance(LOSS) == 5800


def test_one_group_after_another(load_ledger: Load) -> None:
    """7,200 and 14,400 less 3,600 (1,200, 2,400): a year on 4,000, 8,000 and 2,400 of C; 1,440 is a tenth of each."""
    found = books(
        load_ledger,
        GROUP,
        event(YEAR_2, "impairment", '"A" "B" 3600.00 USD'),
        event("2028-12-31", "impairment", '"A" "B" "C" 1440.00 USD'),
    )
    later = [n for date, n in found.postings(LOSS) if date == "2028-12-31"]
    assert sorted(later) == [240, 400, 800]


def test_a_group_that_is_said_once_to_have_no_loss(load_ledger: Load) -> None:
    facts = "undiscounted-cash-flows: 30000.00 USD~fair-value: 1.00 USD"
    found = books(load_ledger, GROUP, event(YEAR_2, "impairment", '"A" "B" "C"', facts))
    assert len(found.advice) == 1
    assert "the impairment of A, B, C on 2027-12-31 is no loss" in found.advice[0]


US, IFRS = False, True


@pytest.mark.parametrize(
    ("ifrs", "text", "message"),
    [
        (US, impaired(""), "says no amount; write it after the name, or what it follows from"),
        (US, impaired("fair-value: 69000.00 USD"), "has no undiscounted-cash-flows:; US GAAP asks for both"),
        (US, impaired("undiscounted-cash-flows: 1.00 USD"), "has no fair-value:; US GAAP asks for both"),
        (
            US,
            impaired("undiscounted-cash-flows: 1.00 USD~fair-value: 2.00 USD~value-in-use: 3.00 USD"),
            "has value-in-use:, which US GAAP does not measure it by; delete it, and write undiscounted-cash-flows:"
            " and fair-value:",
        ),
        (
            IFRS,
            impaired("undiscounted-cash-flows: 1.00 USD~fair-value: 2.00 USD"),
            "has undiscounted-cash-flows:, which IFRS does not measure it by",
        ),
        (IFRS, impaired("disposal-cost: 1.00 USD"), "disposal-cost: needs fair-value:"),
        (IFRS, impaired("fair-value: 1.00 EUR"), "fair-value: found 1.00 EUR, expected an amount in USD"),
        (
            IFRS,
            event(YEAR_2, "impairment", '"CNC-01" 10.00 USD', "fair-value: 1.00 USD"),
            "has 10.00 USD and fair-value:; write the amount, or the facts",
        ),
        (
            IFRS,
            impaired('fair-value: 1.00 USD~floor: "CNC-01 1.00 USD"'),
            "it is for an impairment of several assets",
        ),
        (
            US,
            status("2027-06-30", "held-for-sale") + event(YEAR_2, "impairment", '"CNC-01" 10.00 USD'),
            'it is held for sale since 2027-06-30; write what it is worth: custom "plant-asset-status"',
        ),
        (
            US,
            impaired("undiscounted-cash-flows: 1.00 USD~fair-value: 2.00 USD") + sold("2027-06-30", "0.00"),
            "is impaired on 2027-12-31, after its disposal on 2027-06-30",
        ),
    ],
)
def test_facts_that_cannot_stand(load_ledger: Load, ifrs: bool, text: str, message: str) -> None:
    """One error, at its line."""
    (found,) = messages(load_ledger, bought(), text, ifrs=ifrs)
    assert message in found


@pytest.mark.parametrize(
    ("values", "more", "message"),
    [
        ('"A" "D" 10.00 USD', "", 'unknown asset "D"'),
        ('"A" "B" "A" 10.00 USD', "", "names an asset twice: A, B, A"),
        (
            '"A" "B" 21600.01 USD',
            "",
            "the impairment of A, B of 21600.01 USD on 2027-12-31 is above the book value, 21600.00 USD",
        ),
        (
            '"A" "B" 10000.00 USD',
            'floor: "A 7200.00 USD, B 5000.00 USD"',
            "is 10000.00 USD, and the assets are only 9400.00 USD above floor:",
        ),
        ('"A" "B" 10.00 USD', 'floor: "C 1.00 USD"', 'floor: found "C 1.00 USD", expected assets of this'),
        ('"A" "B" 10.00 USD', 'floor: "A 1.00 EUR"', 'floor: found "A 1.00 EUR"'),
        ('"A" "B"', "fair-value: 1.00 USD", "has no undiscounted-cash-flows:"),
    ],
)
def test_a_group_that_cannot_stand(load_ledger: Load, values: str, more: str, message: str) -> None:
    """One error for all of them."""
    (found,) = messages(load_ledger, GROUP, event(YEAR_2, "impairment", values, more))
    assert message in found
