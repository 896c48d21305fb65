"""Declining balance, sum of the years' digits, units of production: textbooks, and what must always hold."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.depreciation import (
    CALENDAR_YEARS,
    FiscalYears,
    Part,
    declining_balance,
    make_clock,
    spread,
    straight_line,
    sum_of_years_digits,
    units_of_production,
)
from beanplant.rules.depreciation.declining_balance import by_fiscal_year

F = Fraction


def parts(found: tuple[Part, ...]) -> list[int]:
    return [part.amount for part in found]


@pytest.mark.parametrize(
    ("base", "value", "rate", "years", "switch", "expected"),
    [
        pytest.param(48000, 58000, F(2, 5), 5, False, [23200, 13920, 8352, 2528, 0], id="dep-os-kenzie-ddb"),
        pytest.param(570000, 600000, F(2, 5), 5, False, [240000, 144000, 86400, 51840, 47760], id="dep-hs"),
        pytest.param(900_00, 1000_00, F(2, 5), 5, False, [400_00, 240_00, 144_00, 86_40, 29_60], id="OCA-04"),
        pytest.param(87500, 100000, F(1, 2), 3, False, [50000, 25000, 12500], id="ERP-ASSET-06"),
        # 1,000 at 40 %: 216 are left after two years more, 108 a year; the rate would take 86.40.
        pytest.param(1000_00, 1000_00, F(2, 5), 5, True, [400_00, 240_00, 144_00, 216_00], id="switch"),
        # 150 % over 10 years switches in the fifth, 52,200.63 / 6 = 8,700.10 (Kieso's rule).
        pytest.param(
            100000_00, 100000_00, F(3, 20), 10, True,
            [15000_00, 12750_00, 10837_50, 9211_88, 52200_62], id="150 %",
        ),
    ],
)  # fmt: skip
def test_declining_balance(
    base: int, value: int, rate: Fraction, years: int, switch: bool, expected: list[int]
) -> None:
    assert parts(declining_balance(base, value, rate, [12] * years, 12, switch=switch)) == expected


def test_the_rate_of_a_year_that_was_begun_in_other_books() -> None:
    """40 % of 1,000.00 is 400.00 a year; opened after 3 months, with 900.00 left, the year takes 300.00 more."""
    assert parts(declining_balance(900_00, 900_00, F(2, 5), [9, 12, 12], 12, gone=3))[:2] == [300_00, 240_00]


@pytest.mark.parametrize(
    ("life", "gone", "expected"),
    [
        (60, 0, [5000, 4000, 3000, 2000, 1000]),
        (60, 12, [6000, 4500, 3000, 1500]),  # 4, 3, 2, 1 of 10
        (
            30,
            0,
            [15000 * 10 // 17, 15000 * 6 // 17, 882],
        ),  # 2.5, 1.5 and half of 0.5, of 4.25: 10, 6, 1 of 17
        (6, 0, [15000]),
    ],
)
def test_sum_of_the_years_digits(life: int, gone: int, expected: list[int]) -> None:
    found = parts(sum_of_years_digits(15000, life, 12, gone))
    assert sum(found) == 15000
    assert all(abs(a - b) <= 1 for a, b in zip(found, expected, strict=True))


def test_digits_as_people_write_them() -> None:
    assert [part.factor for part in sum_of_years_digits(15000, 36, 12)] == [(3, 6), (2, 6), (1, 6)]


def test_units_of_production() -> None:
    """dep-os-kenzie-uop: 0.05 a unit; the unit that ends the life takes the rounding, and no more is taken."""
    usage = [(month, F(units)) for month, units in enumerate([180000, 200000, 210000, 190000, 180000])]
    found = units_of_production(4800000, F(960000), usage)
    assert [amount for _, amount in found] == [900000, 1000000, 1050000, 950000, 900000]
    assert units_of_production(100, F(3), [(0, F(1)), (1, F(1)), (2, F(1)), (3, F(1))]) == [
        (0, 33), (1, 33), (2, 34), (3, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: declining_balance(-1, 5, F(1, 2), [12], 12),
        lambda: sum_of_years_digits(-1, 12, 12),
        lambda: units_of_production(-1, F(5), []),
    ],
)
def test_a_base_below_zero(wrong: object) -> None:
    with pytest.raises(ValueError, match="exceed cost"):
        wrong()  # type: ignore[operator]


def test_no_units() -> None:
    with pytest.raises(ValueError, match="over 0 units"):
        units_of_production(5, F(0), [])


fiscal = st.builds(lambda last: FiscalYears(((0, last), (2030 * 12 + 3, 13 - last))), st.integers(1, 12))


@given(
    cost=st.integers(0, 10**10),
    kept=st.fractions(0, 1, max_denominator=100),
    method=st.sampled_from(["straight-line", "declining-balance", "sum-of-years-digits"]),
    convention=st.sampled_from(
        [
            "full-month",
            "mid-month",
            "half-month",
            "nearest-month",
            "daily",
            "half-year",
            "mid-quarter",
            "full-year",
        ]
    ),
    day_count=st.sampled_from(["actual", "actual/actual", "365", "30/360"]),
    service=st.dates(datetime.date(2020, 1, 1), datetime.date(2035, 12, 31)),
    life=st.integers(1, 480),
    years=fiscal,
    rate=st.fractions(F(1, 100), 3, max_denominator=100),
    switch=st.booleans(),
)
def test_all_that_is_spread_is_the_base(
    cost: int,
    kept: Fraction,
    method: str,
    convention: str,
    day_count: str,
    service: datetime.date,
    life: int,
    years: FiscalYears,
    rate: Fraction,
    switch: bool,
) -> None:
    """Cost less salvage to the cent, no month below zero, and none after the life."""
    base = cost - int(cost * kept)
    clock = make_clock(convention, service, life, years, day_count, method)
    if method == "straight-line":
        found = straight_line(base, clock.life)
    elif method == "declining-balance":
        by_year = by_fiscal_year(clock.runs, clock.start, years)
        found = declining_balance(base, cost, rate, by_year, clock.year, switch=switch)
    else:
        found = sum_of_years_digits(base, clock.life, clock.year)
    assert sum(part.ticks for part in found) == clock.life
    assert sum(part.amount for part in found) == base
    runs = spread(found, clock.runs)
    assert sum(count * each for count, each in runs) == base
    assert min(each for _, each in runs) >= 0
    assert sum(count for count, _ in runs) == sum(count for count, _ in clock.runs)


@given(
    st.integers(0, 10**10),
    st.fractions(F(1, 2), 10**6, max_denominator=1000),
    st.lists(st.fractions(F(1, 1000), 10**5, max_denominator=1000), max_size=40),
)
def test_use_never_takes_more_than_the_base(base: int, units: Fraction, usage: list[Fraction]) -> None:
    amounts = [amount for _, amount in units_of_production(base, units, list(enumerate(usage)))]
    assert all(amount >= 0 for amount in amounts)
    assert sum(amounts) <= base
    if sum(usage) >= units:
        assert sum(amounts) == base


def test_a_month_between_two_years_of_life() -> None:
    """5/15 of 15,000.00 by the half month: 2,777.78 a year's first month, and the last half month of each."""
    clock = make_clock("mid-month", datetime.date(2026, 10, 9), 60, CALENDAR_YEARS)
    found = spread(sum_of_years_digits(1500000, clock.life, clock.year), clock.runs)
    months = [each for count, each in found for _ in range(count)]
    # 5,000 / 12 = 416.67 and 4,000 / 12 = 333.33: the halves of October 2027 are 208.30 (the rest) and 166.67.
    assert (months[0], months[1], months[12]) == (20833, 41667, 20830 + 16667)
