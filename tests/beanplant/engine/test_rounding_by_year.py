"""Straight line by the fiscal year: each year is rounded once, and its last month takes the rounding of its months."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

COFFEE = Path(__file__).resolve().parents[4] / "shared" / "data" / "contoso-coffee" / "reference.json"
HEAD = """
plugin "beanplant.depreciation"
option "operating_currency" "USD"
1900-01-01 open Assets:Bank
1900-01-01 open Assets:P100:Machinery
1900-01-01 open Expenses:Depreciation
1900-01-01 open Income:Gain
1900-01-01 custom "plant" "P100"
2060-12-31 custom "plant-depreciation-horizon" 2060-12-31
"""


def bought(date: str, cost: str, keys: str, name: str = "A") -> str:
    return (
        f'{date} * "Bought"\n  asset: "{name}"\n  Assets:P100:Machinery  {cost} USD\n  Assets:Bank\n'
        f'{date} custom "plant-asset" "{name}" Assets:P100:Machinery {cost} USD\n'
        f"  expense: Expenses:Depreciation\n  gain-loss: Income:Gain\n{keys}"
    )


def expense(ledger: Any) -> list[tuple[datetime.date, D, str]]:
    assert not ledger.errors, ledger.messages
    return [
        (entry.date, posting.units.number, posting.meta["formula"])
        for entry in ledger.transactions
        for posting in entry.postings
        if posting.account == "Expenses:Depreciation"
    ]


def by_year(ledger: Any) -> dict[int, D]:
    found: dict[int, D] = {}
    for date, number, _ in expense(ledger):
        found[date.year] = found.get(date.year, D(0)) + number
    return found


YEARLY = '  life: "5 years"\n  rounding: "fiscal-year"\n'


def test_the_last_month_of_each_year_takes_its_rounding(load_ledger: Any) -> None:
    """
    70,000.00 over five years from May: 8/12, four times a year and 4/12 of 14,000.00.
    """
    ledger = load_ledger(HEAD + bought("1901-05-01", "70000.00", YEARLY))
    years = [D("9333.33"), *[D("14000.00")] * 4, D("4666.67")]
    assert list(by_year(ledger).values()) == years
    months = [number for _, number, _ in expense(ledger)]
    assert months[:8] == [D("1166.67")] * 7 + [D("1166.64")]
    assert {text for _, _, text in expense(ledger)} == {"70000.00 USD / 60 months"}


def test_without_it_the_last_month_of_the_life_takes_all(load_ledger: Any) -> None:
    ledger = load_ledger(HEAD + bought("1901-05-01", "70000.00", '  life: "5 years"\n'))
    assert list(by_year(ledger).values()) == [D("9333.36"), *[D("14000.04")] * 4, D("4666.48")]


def test_a_year_that_ends_in_june_and_a_salvage_value(load_ledger: Any) -> None:
    """
    1,000.00 less 100.00 over three years from March: 4/36, 12/36, 12/36, 8/36 of 900.00, all of them whole, but not
    the months of 25.00; 1,000.01 makes 100.00, 300.00, 300.01 and 200.00.
    """
    text = '1900-01-01 custom "fava-option" "fiscal-year-end" "06-30"\n'
    keys = '  life: "3 years"\n  salvage: 100.00 USD\n  rounding: "fiscal-year"\n'
    found = expense(load_ledger(HEAD + text + bought("2020-03-01", "1000.01", keys)))
    ends = [datetime.date(year, 6, 30) for year in (2020, 2021, 2022, 2023)]
    taken = [sum(number for date, number, _ in found if date <= end) for end in ends]
    # 900.01 x 4/36 = 100.0011, x 16/36 = 400.0044, x 28/36 = 700.0078, all of it.
    assert taken == [D("100.00"), D("400.00"), D("700.01"), D("900.01")]
    assert found[0][2] == "(1000.01 - 100.00) USD / 36 months"


def test_a_revised_estimate_keeps_it(load_ledger: Any) -> None:
    """
    1,000.00 over three years: 333.33 in 2020. Then 666.67 over four more years, 166.67 and not 166.68 a year.
    """
    keys = '  life: "3 years"\n  rounding: "fiscal-year"\n'
    change = '2021-01-01 custom "plant-asset-change" "A"\n  life: "5 years"\n'
    years = by_year(load_ledger(HEAD + bought("2020-01-01", "1000.00", keys) + change))
    # 666.67 x 1/4 = 166.6675, x 2/4 = 333.335, x 3/4 = 500.0025
    assert list(years.values()) == [D("333.33"), D("166.67"), D("166.67"), D("166.66"), D("166.67")]


def test_a_disposal_within_a_year_catches_nothing_up(load_ledger: Any) -> None:
    """Whole months are taken as they were posted."""
    sold = '1902-03-15 * "Sold"\n  disposes: "A"\n  Assets:Bank  50000.00 USD\n  Assets:P100:Machinery  -50000.00 USD\n'
    ledger = load_ledger(HEAD + bought("1901-05-01", "70000.00", YEARLY) + sold)
    assert by_year(ledger) == {1901: D("9333.33"), 1902: D("2333.34")}
    gain = [p.units.number for e in ledger.transactions for p in e.postings if p.account == "Income:Gain"]
    assert gain == [D("8333.33")]  # 50,000.00 - (70,000.00 - 11,666.67), a loss


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (
            '  life: "5 years"\n  rounding: "year"\n',
            'rounding: found "year", expected "life" or "fiscal-year"',
        ),
        (
            '  life: "5 years"\n  method: "sum-of-years-digits"\n  rounding: "fiscal-year"\n',
            'rounding: belongs to method: "straight-line"',
        ),
    ],
)
def test_what_it_cannot_be(load_ledger: Any, keys: str, text: str) -> None:
    ledger = load_ledger(HEAD + bought("2020-01-01", "1000.00", keys))
    assert any(text in message for message in ledger.messages), ledger.messages


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cost=st.integers(1, 10_000_000),
    months=st.integers(1, 130),
    service=st.dates(datetime.date(2018, 1, 1), datetime.date(2024, 12, 31)),
    convention=st.sampled_from(["full-month", "mid-month", "daily", "half-year", "nearest-month"]),
    end=st.sampled_from(["12-31", "06-30", "03-31"]),
)
def test_every_year_is_within_a_cent_and_the_life_exact(
    load_ledger: Any, cost: int, months: int, service: datetime.date, convention: str, end: str
) -> None:
    """Up to the end of each fiscal year the share of the life is taken, rounded once; in the end all of the cost."""
    amount = D(cost).scaleb(-2)
    keys = f'  life: "{months} months"\n  rounding: "fiscal-year"\n  convention: "{convention}"\n'
    text = f'1900-01-01 custom "fava-option" "fiscal-year-end" "{end}"\n'
    found = expense(load_ledger(HEAD + text + bought(str(service), f"{amount}", keys)))
    assert sum(number for _, number, _ in found) == amount
    assert all(number > 0 for _, number, _ in found)
    if convention in ("full-month", "nearest-month"):
        first = found[0][0].year * 12 + found[0][0].month - 1
        begin = service.year * 12 + service.month - 1
        begin += convention == "nearest-month" and service.day > 15
        if first != begin:
            return  # its first months round to nothing
        last = int(end[:2])
        for stop in range(begin + 1, begin + months + 1):
            if stop % 12 == last % 12 or stop == begin + months:
                taken = sum(n for date, n, _ in found if date.year * 12 + date.month - 1 < stop)
                share = amount * (stop - begin) / months
                assert abs(taken - share) <= D("0.005")


@pytest.mark.needs("reference-data")
def test_contoso_coffee(load_ledger: Any) -> None:
    """Eight published assets: 43,659.22 in the first year, 57,321.43 in the second, and each by itself."""
    published = json.loads(COFFEE.read_text(encoding="utf-8"))["depreciation"]
    text = HEAD
    for each in published["assets"]:
        start = datetime.datetime.strptime(each["start"], "%Y%m%d").date()  # noqa: DTZ007
        keys = f'  life: "{each["life_years"]} years"\n  rounding: "fiscal-year"\n'
        one = bought(str(start), f"{each['cost']}.00", keys, each["asset"])
        years = by_year(load_ledger(HEAD + one))
        assert (years[1901], years[1902]) == (D(each["year1"]), D(each["year2"])), each["asset"]
        text += one
    years = by_year(load_ledger(text))
    assert (years[1901], years[1902]) == (D(published["year1_total"]), D(published["year2_total"]))
    assert (years[1901], years[1902]) == (D("43659.22"), D("57321.43"))
    assert sum(years.values()) == D("321500.00")
