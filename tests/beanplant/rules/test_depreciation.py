"""Straight-line depreciation against textbooks and other systems."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.depreciation import (
    Run,
    last_closed_month,
    month_end,
    month_number,
    spread,
    straight_line,
)


def amounts(base: int, periods: int) -> list[int]:
    """The months of a straight line, from the first to the last of the life."""
    runs: tuple[Run, ...] = spread(straight_line(base, periods), [(periods, 1)])
    found = [each for count, each in runs for _ in range(count)]
    return found + [0] * (periods - len(found))


@pytest.mark.parametrize(
    ("cost", "salvage", "months", "each", "last"),
    [
        pytest.param(1000_00, 100_00, 24, 37_50, 37_50, id="TRY-ASSET-01"),
        pytest.param(1100_00 - 112_50, 100_00, 21, 42_26, 42_30, id="TRY-ASSET-02, the last 21 months"),
        pytest.param(1500_00 - 500_00, 100_00, 24, 37_50, 37_50, id="TRY-ASSET-04, 500.00 accumulated"),
        pytest.param(500_00, 0, 12, 41_67, 41_63, id="ERP-ASSET-19"),
        pytest.param(600_00, 0, 12, 50_00, 50_00, id="ERP-ASSET-20"),
        pytest.param(1000_00, 0, 12, 83_33, 83_37, id="ERP-ASSET-28"),
        pytest.param(13200_00, 1200_00, 12, 1000_00, 1000_00, id="ERP-ASSET-36"),
        pytest.param(13200_00 - 4000_00, 1200_00, 8, 1000_00, 1000_00, id="ERP-ASSET-36, 4 booked"),
    ],
)
def test_equal_months_and_the_last_takes_the_rounding(
    cost: int, salvage: int, months: int, each: int, last: int
) -> None:
    """Tryton 8.0 and ERPNext, monthly schedules in cents."""
    assert amounts(cost - salvage, months) == [each] * (months - 1) + [last]


@pytest.mark.parametrize(
    ("cost", "salvage", "years", "yearly"),
    [
        pytest.param(58000, 10000, 5, 9600, id="dep-os-kenzie-sl"),
        pytest.param(80000, 20000, 5, 12000, id="dep-os-truck-buyback"),
        pytest.param(600000, 30000, 5, 114000, id="dep-hs-building-sl"),
        pytest.param(100000, 10000, 3, 30000, id="ERP-ASSET-02"),
    ],
)
def test_book_values_by_the_year(cost: int, salvage: int, years: int, yearly: int) -> None:
    """OpenStax, Financial Accounting ch. 11; Hoyle and Skender, Financial Accounting ch. 10."""
    found = amounts((cost - salvage) * 100, years * 12)
    for year in range(years + 1):
        assert sum(found[: 12 * year]) == yearly * 100 * year
    assert cost * 100 - sum(found) == salvage * 100


def test_a_partial_first_year() -> None:
    """OpenStax, dep-os-partial-year: 9 months in the first year, 3 in the sixth.

    dep-os-patent: 10,000 over 20 years, three months are 125 there by the year; by the month 3 x 41.67.
    """
    kenzie = amounts(4800000, 60)
    ends = [0, 9, 21, 33, 45, 57, 60]
    taken = [sum(kenzie[:end]) for end in ends]
    assert [b - a for a, b in itertools.pairwise(taken)] == [
        7200_00,
        9600_00,
        9600_00,
        9600_00,
        9600_00,
        2400_00,
    ]
    assert sum(amounts(10000_00, 240)[:3]) == 125_01


def test_rounding_up_stops_at_the_base() -> None:
    """0.50 over 84 months is a cent a month for 50 months; 1.99 over 3 is 0.66, 0.66, 0.67."""
    assert amounts(50, 84) == [1] * 50 + [0] * 34
    assert amounts(199, 3) == [66, 66, 67]
    assert amounts(2, 84) == [0] * 83 + [2]
    assert amounts(0, 84) == [0] * 84


def test_nothing_can_be_spread_over_no_time() -> None:
    assert straight_line(0, 0) == ()
    with pytest.raises(ValueError, match="over 0 periods"):
        straight_line(1, 0)
    with pytest.raises(ValueError, match="exceed cost"):
        straight_line(-1, 12)


@given(st.integers(0, 10**9), st.integers(1, 600))
def test_the_months_add_up_to_the_base(base: int, months: int) -> None:
    parts = amounts(base, months)
    assert sum(parts) == base
    assert min(parts) >= 0
    for period in range(months - 1):
        if sum(parts[: period + 1]) < base:
            assert abs(parts[period] * months - base) * 2 <= months


dates = st.dates(datetime.date(1950, 1, 1), datetime.date(2150, 1, 1))


@given(dates)
def test_months(date: datetime.date) -> None:
    assert month_end(month_number(date)).replace(day=1) == date.replace(day=1)
    assert (month_end(month_number(date)) + datetime.timedelta(1)).day == 1
    closed = month_end(last_closed_month(date))
    assert closed <= date < month_end(last_closed_month(date) + 1)
