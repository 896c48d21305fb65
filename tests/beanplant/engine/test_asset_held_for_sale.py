"""Assets held for sale: no depreciation, fair value less cost to sell, gains up to the loss, back in use, sold."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from engine_tests_value_ledger import (
    CONTRA,
    HELD,
    LOSS,
    MACHINERY,
    REVERSAL,
    Load,
    books,
    bought,
    event,
    messages,
    sold,
    status,
)

WORTH = "fair-value: 70000.00 USD~disposal-cost: 2000.00 USD"
ACCOUNT = "account: Assets:P100:HeldForSale"
SINCE = "2027-12-31"  # 84,000


def held(more: str = WORTH, date: str = SINCE) -> str:
    return status(date, "held-for-sale", more)


def test_depreciation_stops_and_the_loss_is_posted(load_ledger: Load) -> None:
    """
    2027-12-31 custom "plant-asset-status" "CNC-01" "held-for-sale"
      fair-value: 70000.00 USD
      disposal-cost: 2000.00 USD

    84,000 - 68,000 = 16,000.
    """
    found = books(load_ledger, bought(), held())
    assert found.years(2026, 2029) == [18000, 18000, 0, 0]
    assert found.made("Loss on CNC-01") == [(LOSS, D(16000)), (CONTRA, D(-16000))]
    assert (
        found.formulas("Loss on CNC-01")
        == ["(84000.00 - 68000.00) USD, fair value less costs of disposal"] * 2
    )
    assert not found.made("CNC-01 held for sale")


def test_above_the_carrying_amount_nothing_is_posted(load_ledger: Load) -> None:
    for more in ("fair-value: 99000.00 USD", ""):
        found = books(load_ledger, bought(), held(more))
        assert not found.balance(LOSS)
        assert found.years(2026, 2029) == [18000, 18000, 0, 0]


def test_within_a_month_it_stops_with_the_month_before(load_ledger: Load) -> None:
    """Under full-month November is the last one: 85,500."""
    found = books(load_ledger, bought(), held(date="2027-12-15"))
    assert found.year(2027) == 16500
    assert found.balance(LOSS) == 17500


def test_by_the_day_it_is_depreciated_to_the_date(load_ledger: Load) -> None:
    """
    convention: "daily"
    2026-04-15 custom "plant-asset-status" "CNC-01" "held-for-sale"

    36,500 over 1,825 days of 5 years of 365: 20.00 a day: 90 days to March, 14 days of April.
    """
    asset = bought("36500.00", 'life: "5 years"~convention: "daily"~day-count: "365"')
    found = books(load_ledger, asset, held("", "2026-04-15"))
    plain = books(load_ledger, asset, sold("2026-04-15", "0.00"))
    assert found.balance("Expenses:Depreciation") == plain.balance("Expenses:Depreciation") == 2080
    assert found.made("CNC-01 held for sale") == [("Expenses:Depreciation", D(280)), (CONTRA, D(-280))]


def test_a_further_loss_and_a_gain_up_to_what_was_lost(load_ledger: Load) -> None:
    """68,000; 65,000: a loss of 3,000; 90,000: a gain of 19,000 and no more (ASC 360-10-35-40)."""
    found = books(
        load_ledger,
        bought(),
        held(),
        held("fair-value: 65000.00 USD", "2028-03-31"),
        held("fair-value: 90000.00 USD", "2028-06-30"),
    )
    assert [n for _, n in found.postings(LOSS)] == [16000, 3000]
    assert found.made("Gain on CNC-01") == [(REVERSAL, D(-19000)), (CONTRA, D(19000))]
    assert found.formulas("Gain on CNC-01")[0] == "(84000.00 - 65000.00) USD, no more than was lost"
    assert found.at("2028-06-30") == 84000


@pytest.mark.parametrize(("ifrs", "gain"), [(False, 4000), (True, 14000)])
def test_under_ifrs_an_impairment_before_comes_back_too(load_ledger: Load, ifrs: bool, gain: int) -> None:
    """IFRS 5.21: 84,000 impaired to 74,000, held at 70,000; at 99,000 up to 84,000, under US GAAP to 74,000."""
    text = event(SINCE, "impairment", '"CNC-01" 10000.00 USD') + held("fair-value: 70000.00 USD")
    found = books(load_ledger, bought(), text, held("fair-value: 99000.00 USD", "2028-03-31"), ifrs=ifrs)
    assert found.balance(REVERSAL) == -gain


@pytest.mark.parametrize(("more", "account"), [("", MACHINERY), (ACCOUNT, HELD)])
def test_sold(load_ledger: Load, more: str, account: str) -> None:
    """68,000 for 69,500: a gain of 1,500; nothing is left anywhere, on whichever account it was."""
    found = books(load_ledger, bought(), held(f"{WORTH}~{more}"), sold("2028-05-15", "69500.00", account))
    assert found.balance("Income:Gain") == -1500
    assert [found.balance(name) for name in (MACHINERY, CONTRA, HELD)] == [0, 0, 0]
    assert found.year(2028) == 0


def test_the_carrying_amount_on_an_account_of_its_own(load_ledger: Load) -> None:
    """
    2027-12-31 custom "plant-asset-status" "CNC-01" "held-for-sale"
      account: Assets:P100:HeldForSale
    """
    found = books(load_ledger, bought(), held(f"{WORTH}~{ACCOUNT}"))
    assert found.made("CNC-01 held for sale") == [
        (MACHINERY, D(-120000)),
        (CONTRA, D(36000)),
        (HELD, D(84000)),
    ]
    assert found.made("Loss on CNC-01") == [(LOSS, D(16000)), (HELD, D(-16000))]
    assert found.balance(HELD) == 68000


def test_a_part_is_sold_while_it_is_held(load_ledger: Load) -> None:
    """A quarter of 68,000 for 20,000: 3,000; the rest may gain three quarters of 16,000."""
    for more, account in (("", MACHINERY), (ACCOUNT, HELD)):
        part = sold("2028-02-10", "20000.00", account, 'part: "25 %"')
        found = books(
            load_ledger,
            bought(),
            held(f"{WORTH}~{more}"),
            part,
            held("fair-value: 99000.00 USD", "2028-03-31"),
        )
        assert found.balance("Income:Gain") == -3000
        assert found.balance(REVERSAL) == -12000
        assert found.at("2028-03-31") == 63000


RESUMED = "2028-06-30"  # 75,000 if it had never been held for sale


@pytest.mark.parametrize("more", ["", ACCOUNT])
def test_back_in_use_at_what_it_is_worth(load_ledger: Load, more: str) -> None:
    """
    2028-06-30 custom "plant-asset-status" "CNC-01" "in-use"
      fair-value: 72000.00 USD

    The lower of 75,000 and 72,000 (ASC 360-10-35-44): six months that were not taken, 9,000, and a gain of 13,000 on
    68,000; then (72,000 - 12,000) / 42 = 1,428.57 a month.
    """
    found = books(
        load_ledger, bought(), held(f"{WORTH}~{more}"), status(RESUMED, "in-use", "fair-value: 72000.00 USD")
    )
    assert found.month("2028-06") == 9000
    assert found.balance(REVERSAL) == -13000
    assert found.at(RESUMED) == 72000
    assert found.month("2028-07") == D("1428.57")
    assert found.balance(HELD) == 0
    assert found.balance(MACHINERY) == 120000
    assert found.at("2035-12-31") == 12000


@pytest.mark.parametrize(
    ("ifrs", "more"),
    [(False, "fair-value: 80000.00 USD"), (True, "fair-value: 1.00 USD~value-in-use: 75000.00 USD")],
)
def test_back_in_use_as_if_never_held(load_ledger: Load, ifrs: bool, more: str) -> None:
    """75,000 is the lower one: all of the loss comes back, and depreciation goes on at 1,500.00."""
    found = books(load_ledger, bought(), held(), status(RESUMED, "in-use", more), ifrs=ifrs)
    assert found.balance(REVERSAL) == -16000
    assert found.years(2026, 2032) == [18000] * 6 + [0]


def test_what_was_not_made_up_for_may_be_reversed_later(load_ledger: Load) -> None:
    """IFRS: back at 72,000 of 75,000; at the end of 2028 63,428.58, and 66,000 without: up to that."""
    back = status(RESUMED, "in-use", "value-in-use: 72000.00 USD")
    later = event("2028-12-31", "impairment-reversal", '"CNC-01"', "value-in-use: 99000.00 USD")
    found = books(load_ledger, bought(), held(), back, later, ifrs=True)
    assert found.at("2028-12-31") == 66000


def test_by_use_the_life_in_units_stays(load_ledger: Load) -> None:
    """1,000 of 4,000 units are used; back at 750 of 1,000 each unit still takes 0.25."""
    asset = bought("1000.00", 'method: "units-of-production"~units: 4000')
    found = books(
        load_ledger,
        asset,
        '2026-01-20 custom "plant-asset-usage" "CNC-01" 1000\n',
        held("", "2026-01-31"),
        status("2026-06-30", "in-use", "fair-value: 900.00 USD"),
        '2026-07-20 custom "plant-asset-usage" "CNC-01" 400\n',
    )
    assert found.postings("Expenses:Depreciation") == [("2026-01-31", D(250)), ("2026-07-31", D(100))]


def test_what_was_used_before_in_the_month_is_depreciated(load_ledger: Load) -> None:
    """200 of 4,000 units at 0.25 before the 25th; what is read afterwards is not."""
    found = books(
        load_ledger,
        bought("1000.00", 'method: "units-of-production"~units: 4000'),
        '2026-06-20 custom "plant-asset-usage" "CNC-01" 200\n',
        held("", "2026-06-25"),
        '2026-06-28 custom "plant-asset-usage" "CNC-01" 50\n',
    )
    assert found.postings("Expenses:Depreciation") == [("2026-06-25", D(50))]


def test_what_was_written_by_hand_before_in_the_month_is_depreciated(load_ledger: Load) -> None:
    found = books(
        load_ledger,
        bought("1000.00", 'method: "manual"'),
        '2026-06-20 custom "plant-asset-depreciation" "CNC-01" 70.00 USD\n',
        held("", "2026-06-25"),
    )
    assert found.postings("Expenses:Depreciation") == [("2026-06-25", D(70))]
    back = status("2026-06-28", "in-use", "fair-value: 2000.00 USD")
    again = books(
        load_ledger,
        bought("1000.00", 'method: "manual"'),
        '2026-06-20 custom "plant-asset-depreciation" "CNC-01" 70.00 USD\n',
        held("", "2026-06-25"),
        back,
    )
    assert again.balance("Expenses:Depreciation") == 70


def test_twice_held(load_ledger: Load) -> None:
    """The second time counts from the value that it came back with."""
    found = books(
        load_ledger,
        bought(),
        held("fair-value: 70000.00 USD"),
        status("2028-03-31", "in-use", "fair-value: 70000.00 USD"),
        held("fair-value: 60000.00 USD", "2028-06-30"),
        status("2028-09-30", "in-use", "fair-value: 99000.00 USD"),
    )
    # (70,000 - 12,000) / 45 = 1,288.89 a month
    assert found.month("2028-04") == D("1288.89")
    assert found.at("2028-06-30") == 60000
    assert found.at("2028-09-30") == 70000 - 6 * D("1288.89")


US, IFRS = False, True
IN_USE = status(RESUMED, "in-use", "fair-value: 72000.00 USD")


@pytest.mark.parametrize(
    ("ifrs", "text", "message"),
    [
        (
            US,
            status(SINCE, "held"),
            'unknown status "held"; expected one of "in-use", "idle", "held-for-sale"',
        ),
        (US, status(SINCE, "in use"), 'unknown status "in use" (did you mean "in-use"?)'),
        (US, IN_USE, "says what it is worth, which is asked for only when it comes back from being held"),
        (US, status(RESUMED, "in-use"), "it is in use already, neither idle nor held for sale"),
        (US, held() + held("", "2028-03-31"), "it is held for sale already, since 2027-12-31"),
        (
            US,
            held() + status(RESUMED, "in-use"),
            "comes back at no more than it is worth that day; write fair-value:",
        ),
        (
            US,
            held() + status(RESUMED, "in-use", "value-in-use: 1.00 USD"),
            "value-in-use:, which US GAAP does not",
        ),
        (US, held("value-in-use: 1.00 USD"), "value-in-use:, which held for sale does not measure it by"),
        (US, held("disposal-cost: 1.00 USD"), "disposal-cost: needs fair-value:"),
        (US, held("expense: Expenses:Other"), "what is held for sale has none; delete it"),
        (US, held("account: Assets:Nowhere"), "account Assets:Nowhere is not open"),
        (
            US,
            held() + held(f"{WORTH}~{ACCOUNT}", "2028-03-31"),
            "account: says where its carrying amount goes when it is first held for sale",
        ),
        (IFRS, held() + status(RESUMED, "in-use"), "write fair-value: and disposal-cost:, or value-in-use:"),
        (US, held() + sold("2027-11-30", "0.00"), "is given a status on 2027-12-31, after its disposal"),
        (
            US,
            held(f"{WORTH}~{ACCOUNT}") + sold("2028-05-15", "1.00"),
            "is on Assets:P100:HeldForSale on 2028-05-15, found Assets:P100:Machinery",
        ),
        (
            US,
            held() + event("2028-03-31", "transfer", '"CNC-01" Assets:P100:HeldForSale'),
            "is held for sale since 2027-12-31, and neither moves nor becomes another until it is in use again",
        ),
    ],
)
def test_a_status_that_cannot_stand(load_ledger: Load, ifrs: bool, text: str, message: str) -> None:
    """It is an error at its line."""
    found = messages(load_ledger, bought(), text, ifrs=ifrs)
    assert message in found[0], found
    assert len(found) == 1, found


def test_depreciation_by_hand_of_what_is_held(load_ledger: Load) -> None:
    by_hand = bought("1000.00", 'method: "manual"')
    written = '2028-03-31 custom "plant-asset-depreciation" "CNC-01" 10.00 USD\n'
    (found,) = messages(load_ledger, by_hand, held(""), written)
    assert (
        "10.00 USD on 2028-03-31 is depreciation, and it is held for sale since 2027-12-31; delete it"
        in found
    )
