"""Idle assets: their depreciation goes on, to the account of idle capacity."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from engine_tests_value_ledger import CONTRA, Load, books, bought, event, messages, status

IDLE = "Expenses:P100:IdleCapacity"
TO_IDLE = f"expense: {IDLE}"


@pytest.mark.parametrize(
    "more",
    [
        'life: "6 years"~salvage: 12000.00 USD',
        'life: "7 years"',
        'life: "5 years"~method: "declining-balance"~factor: 2.0~switch: TRUE',
        'life: "5 years"~method: "sum-of-years-digits"',
        'life: "5 years"~convention: "daily"',
    ],
)
def test_depreciation_goes_on_elsewhere(load_ledger: Load, more: str) -> None:
    """
    2027-06-30 custom "plant-asset-status" "CNC-01" "idle"
      expense: Expenses:P100:IdleCapacity
    2027-12-31 custom "plant-asset-status" "CNC-01" "in-use"

    Not a cent changes but where it goes, July to December.
    """
    plain = books(load_ledger, bought(more=more))
    found = books(
        load_ledger, bought(more=more), status("2027-06-30", "idle", TO_IDLE), status("2027-12-31", "in-use")
    )
    assert found.postings(CONTRA) == plain.postings(CONTRA)
    idle = [date for date, _ in found.postings(IDLE)]
    assert idle == [f"2027-{end}" for end in ("07-31", "08-31", "09-30", "10-31", "11-30", "12-31")]
    rest = [each for each in plain.postings("Expenses:Depreciation") if each[0] not in idle]
    assert found.postings("Expenses:Depreciation") == rest


def test_the_amounts_and_an_account_of_its_return(load_ledger: Load) -> None:
    """1,500.00 a month: July and August idle, then to another cost center."""
    found = books(
        load_ledger,
        bought(),
        status("2027-07-01", "idle", TO_IDLE),
        status("2027-09-10", "in-use", "expense: Expenses:Other"),
    )
    assert found.postings(IDLE) == [("2027-07-31", D(1500)), ("2027-08-31", D(1500))]
    assert found.year(2027, "Expenses:Other") == 6000
    assert found.year(2027) == 9000


def test_idle_then_held_for_sale_then_in_use(load_ledger: Load) -> None:
    """The expense is that from before it was idle."""
    found = books(
        load_ledger,
        bought(),
        status("2027-06-30", "idle", TO_IDLE),
        status("2027-09-30", "held-for-sale"),
        status("2027-12-31", "in-use", "fair-value: 99000.00 USD"),
    )
    assert (
        found.balance(IDLE) == 4500 + 4500
    )  # what was not taken while it was held stays a cost of the idle time
    assert found.year(2028) == 18000
    assert found.at("2035-12-31") == 12000


def test_held_for_sale_then_idle(load_ledger: Load) -> None:
    found = books(
        load_ledger,
        bought(),
        status("2027-09-30", "held-for-sale"),
        status("2027-12-31", "idle", f"{TO_IDLE}~fair-value: 99000.00 USD"),
        status("2028-12-31", "in-use"),
    )
    assert found.year(2028, IDLE) == 18000
    assert found.year(2027) == 18000
    assert found.year(2029) == 18000


def test_a_transfer_while_it_is_idle_says_where_it_goes_in_use(load_ledger: Load) -> None:
    found = books(
        load_ledger,
        bought(),
        status("2027-06-30", "idle", TO_IDLE),
        event("2027-09-30", "transfer", '"CNC-01" Assets:P100:HeldForSale', "expense: Expenses:Other"),
        status("2027-12-31", "in-use"),
    )
    assert found.balance(IDLE) == 9000
    assert found.year(2028, "Expenses:Other") == 18000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            status("2027-06-30", "idle", TO_IDLE) + status("2027-06-30", "in-use"),
            "on 2027-06-30; keep one of them",
        ),
        (status("2027-06-30", "idle"), "expense: is missing; write the account of idle capacity"),
        (
            status("2027-06-30", "idle", TO_IDLE) + status("2027-12-31", "idle", TO_IDLE),
            "it is idle already; delete it",
        ),
        (
            status("2027-06-30", "idle", f"{TO_IDLE}~account: Assets:Bank"),
            'account: is for "held-for-sale", not for "idle"; delete it',
        ),
        (status("2027-06-30", "idle", "expense: Expenses:Nowhere"), "account Expenses:Nowhere is not open"),
        (status("2025-06-30", "idle", TO_IDLE), "is before the service of the asset, 2026-01-01"),
    ],
)
def test_a_status_that_cannot_stand(load_ledger: Load, text: str, message: str) -> None:
    (found,) = messages(load_ledger, bought(), text)
    assert message in found
