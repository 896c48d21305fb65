"""Leasehold improvements: the shorter of life and lease, a renewal, what cannot stand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

HEAD = """
plugin "beanplant"
option "operating_currency" "USD"
2024-01-01 open Assets:Bank
2024-01-01 open Assets:P100:Leasehold
2024-01-01 open Expenses:Amortization
2024-01-01 custom "plant" "P100"
"""
Load = Callable[[str], Any]


def fitted(date: str, cost: str, keys: str) -> str:
    lines = "".join(f"  {key}\n" for key in keys.split("~"))
    return (
        f'{date} * "Fit-out"\n  asset: "FIT"\n  Assets:P100:Leasehold  {cost} USD\n  Assets:Bank\n'
        f'{date} custom "plant-asset" "FIT" Assets:P100:Leasehold {cost} USD\n  expense: Expenses:Amortization\n{lines}'
        '2050-12-31 custom "plant-depreciation-horizon" 2050-12-31\n'
    )


def months(ledger: Any) -> list[tuple[str, D]]:
    assert not ledger.errors, ledger.messages
    return [
        (str(entry.date), posting.units.number)
        for entry in ledger.transactions
        for posting in entry.postings
        if posting.account == "Expenses:Amortization"
    ]


@pytest.mark.parametrize(
    ("service", "keys", "count", "last"),
    [
        # ten years, but the lease has 66 months from July 2026 on
        ("2026-07-15", 'life: "10 years"~lease-ends: 2031-12-31', 66, "2031-12-31"),
        # three years are shorter than the lease
        ("2026-07-15", 'life: "3 years"~lease-ends: 2031-12-31', 36, "2029-06-30"),
        # the lease is the life
        ("2026-07-15", "lease-ends: 2031-12-31", 66, "2031-12-31"),
        # a lease that ends within a month does not have it
        ("2026-07-15", 'life: "10 years"~lease-ends: 2031-12-15', 65, "2031-11-30"),
        # by the day, whole months: 15 July 2026 to 14 July 2031, of a lease to 20 July
        ("2026-07-15", 'life: "10 years"~lease-ends: 2031-07-20~convention: "daily"', 61, "2031-07-31"),
        # ... and to 14 June 2031, of a lease to 10 July
        ("2026-07-15", 'life: "10 years"~lease-ends: 2031-07-10~convention: "daily"', 60, "2031-06-30"),
    ],
)
def test_the_shorter_of_life_and_lease(
    service: str, keys: str, count: int, last: str, load_ledger: Load
) -> None:
    found = months(load_ledger(HEAD + fitted(service, "66000.00", keys)))
    assert len(found) == count
    assert found[-1][0] == last
    assert sum(amount for _, amount in found) == D(66000)


def test_a_renewal_is_prospective(load_ledger: Load) -> None:
    """66,000 over 66 months is 1,000.00; after 30 months 36,000 are left. The ten years of life end in June 2036,
    before the new lease: 90 months of 400.00."""
    change = '2029-01-01 custom "plant-asset-change" "FIT"\n  lease-ends: 2036-12-31\n'
    text = fitted("2026-07-01", "66000.00", 'life: "10 years"~lease-ends: 2031-12-31')
    found = months(load_ledger(HEAD + text + change))
    assert [amount for _, amount in found] == [D(1000)] * 30 + [D(400)] * 90
    assert found[-1][0] == "2036-06-30"


def test_a_revised_life_stays_within_the_lease(load_ledger: Load) -> None:
    change = '2029-01-01 custom "plant-asset-change" "FIT"\n  life: "20 years"\n'
    text = fitted("2026-07-01", "66000.00", 'life: "10 years"~lease-ends: 2031-12-31')
    assert [amount for _, amount in months(load_ledger(HEAD + text + change))] == [D(1000)] * 66


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ('life: "10 years"~lease-ends: 2026-07-20', "expected a day at least a month after the service"),
        ('life: "10 years"~lease-ends: "2031-12-31"', "expected the last day of the lease, a date"),
        ('method: "units-of-production"~units: 5~lease-ends: 2031-12-31', "belongs to a method by time"),
    ],
)
def test_what_cannot_stand(keys: str, message: str, load_ledger: Load) -> None:
    messages = load_ledger(HEAD + fitted("2026-07-15", "66000.00", keys)).messages
    assert any(message in text for text in messages), messages
