"""What holds whatever happens to an asset's value, in any order; an event that cannot stand is an error and nothing."""

from __future__ import annotations

import datetime
from decimal import Decimal as D
from typing import Any

import pytest
from beancount import loader
from engine_tests_value_ledger import CONTRA, HELD, MACHINERY, SURPLUS, bought, event, head, sold, status
from hypothesis import given
from hypothesis import strategies as st

FAR = "2047-12-31"
SALVAGE = D(900)
METHODS = (
    'life: "6 years"',
    'life: "6 years"~rounding: "fiscal-year"',
    'life: "6 years"~convention: "daily"',
    'life: "6 years"~convention: "mid-month"',
    'life: "6 years"~method: "declining-balance"~factor: 2.0~switch: TRUE',
    'life: "6 years"~method: "sum-of-years-digits"',
)
ACCOUNT = "account: Assets:P100:HeldForSale"
WORTHS = st.integers(0, 2_000_000).map(lambda cents: f"{D(cents) / 100:.2f} USD")
DATES = st.dates(datetime.date(2026, 1, 1), datetime.date(2034, 12, 31)).map(str)
KINDS = ("impairment", "impairment-reversal", "revaluation", "held", "held-moved", "in-use", "idle", "change")
EVENTS = st.lists(st.tuples(DATES, st.sampled_from(KINDS), WORTHS), min_size=1, max_size=7)


def written(events: list[tuple[str, str, str]]) -> str:
    """The directives of events."""
    lines = []
    for index, (date, kind, worth) in enumerate(sorted(events)):
        if kind in ("impairment", "impairment-reversal"):
            lines.append(event(date, kind, '"CNC-01"', f"value-in-use: {worth}"))
        elif kind == "revaluation":
            more = ("", 'method: "proportionate"', "retained: Equity:Retained")[index % 3]
            lines.append(event(date, kind, f'"CNC-01" {worth}', more))
        elif kind == "idle":
            lines.append(status(date, kind, f"expense: Expenses:P100:IdleCapacity~fair-value: {worth}"))
        elif kind == "in-use":
            lines.append(status(date, kind, f"fair-value: {worth}"))
        elif kind == "change":
            lines.append(
                f'{date} custom "plant-asset-change" "CNC-01"\n  life: "{12 + len(worth) % 3} years"\n'
            )
        else:
            moved = f"~{ACCOUNT}" if kind == "held-moved" else ""
            lines.append(status(date, "held-for-sale", f"fair-value: {worth}{moved}"))
    return "".join(lines)


def load(text: str) -> tuple[list[Any], list[str]]:
    horizon = f'{FAR} custom "plant-depreciation-horizon" {FAR}\n'
    entries, errors, _ = loader.load_string(head(ifrs=True) + text + horizon)
    for entry in entries:
        if hasattr(entry, "postings"):
            assert not sum(posting.units.number for posting in entry.postings), entry
    return entries, [error.message for error in errors]


def by_date(entries: list[Any], *accounts: str) -> list[tuple[datetime.date, D]]:
    """The balance of accounts at the end of each day on which something is posted to them."""
    total, found = D(0), {}
    for entry in entries:
        numbers = [p.units.number for p in getattr(entry, "postings", ()) if p.account in accounts]
        if numbers:
            total += sum(numbers)
            found[entry.date] = total
    return list(found.items())


@given(st.sampled_from(METHODS), EVENTS)
def test_the_book_value(more: str, events: list[tuple[str, str, str]]) -> None:
    """It is never below zero, and what the last event leaves above the salvage value is depreciated to the cent."""
    asset = bought("12000.00", f"{more}~salvage: {SALVAGE} USD")
    # Whatever happens, there is life left to depreciate it.
    longer = (
        f'{max(date for date, _, _ in events)} custom "plant-asset-change" "CNC-01"\n  life: "20 years"\n'
    )
    entries, errors = load(asset + written([e for e in events if e[1] != "change"]) + longer)
    values = by_date(entries, MACHINERY, CONTRA, HELD)
    assert all(value >= 0 for _, value in values)
    assert all(balance <= 0 for _, balance in by_date(entries, SURPLUS))
    made = [
        e
        for e in entries
        if getattr(e, "postings", ()) and not e.narration.startswith(("Depreciation", "Bought"))
    ]
    last = values[-1][1]
    held = any(kind.startswith("held") for _, kind, _ in events)
    if not held:
        before = [value for date, value in values if not made or date <= made[-1].date][-1]
        assert last == min(before, SALVAGE) or (not made and last == SALVAGE)
    assert last <= max([D(12000), *(D(worth.split()[0]) for _, _, worth in events)])
    assert not [message for message in errors if "Transaction does not balance" in message]


@given(st.sampled_from(METHODS), EVENTS)
def test_without_revaluation_it_is_never_above_what_it_would_be_without_events(
    more: str, events: list[tuple[str, str, str]]
) -> None:
    """IAS 36.117, IFRS 5.27: no reversal and no return to use brings it above (rounding aside, a cent a month)."""
    asset = bought("12000.00", f"{more}~salvage: {SALVAGE} USD")
    changes = [each for each in events if each[1] == "change"]
    kept = [each for each in events if each[1] != "revaluation" and not each[1].startswith("held")]
    plain = by_date(load(asset + written(changes))[0], MACHINERY, CONTRA)
    for date, value in by_date(load(asset + written(kept))[0], MACHINERY, CONTRA):
        at = [other for day, other in plain if day <= date][-1]
        assert value <= at + D("0.72")


@given(st.sampled_from(METHODS), EVENTS, DATES, WORTHS)
def test_nothing_is_left_after_a_disposal(
    more: str, events: list[tuple[str, str, str]], date: str, price: str
) -> None:
    """Whatever happened before, cost, accumulated depreciation and the account of what is held for sale are empty."""
    asset = bought("12000.00", f"{more}~salvage: {SALVAGE} USD")
    events = [each for each in events if each[0] < date]
    sale = sold(date, price.split()[0])
    for account in (MACHINERY, HELD):
        entries, errors = load(asset + written(events) + sale.replace(MACHINERY, account))
        if not any("post on the account that it is on" in message for message in errors):
            break
    else:
        pytest.fail(f"on neither account: {errors}")
    left = {name: by_date(entries, name) for name in (MACHINERY, CONTRA, HELD)}
    assert not any(balances[-1][1] for balances in left.values() if balances), left
