"""Conventions and day counts: how much of the life each month takes, and how much is over at a disposal."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.depreciation import CALENDAR_YEARS, FiscalYears, make_clock, month_number, position
from beanplant.rules.depreciation.day_counts import days_between

D = datetime.date.fromisoformat
F = Fraction
JUNE = FiscalYears(((0, 6),))
SHORT = FiscalYears(((0, 12), (2026 * 12, 6)))
"""Fiscal years end in June from January 2026 on, so the first half of 2026 is one."""
CONVENTIONS = (
    "full-month", "mid-month", "half-month", "nearest-month", "partial-month", "daily", "half-year", "mid-quarter",
    "full-year",
)  # fmt: skip
DAY_COUNTS = ("actual", "actual/actual", "365", "30/360")
METHODS = ("straight-line", "declining-balance", "sum-of-years-digits")


def months(convention: str, service: str, life: int, years: FiscalYears = CALENDAR_YEARS) -> list[Fraction]:
    """What each month from that of service on takes, in months of life."""
    clock = make_clock(convention, D(service), life, years)
    late = [F(0)] * (clock.start - month_number(D(service)))
    return late + [F(each, clock.per) for count, each in clock.runs for _ in range(count)]


@pytest.mark.parametrize(
    ("convention", "service", "expected"),
    [
        ("full-month", "2026-02-28", [1, 1, 1]),
        ("mid-month", "2026-02-01", [F(1, 2), 1, 1, F(1, 2)]),
        ("half-month", "2026-02-15", [1, 1, 1]),
        ("half-month", "2026-02-16", [F(1, 2), 1, 1, F(1, 2)]),
        ("nearest-month", "2026-02-15", [1, 1, 1]),
        ("nearest-month", "2026-02-16", [0, 1, 1, 1]),
        ("partial-month", "2026-02-01", [1, 1, 1]),
        ("partial-month", "2026-02-08", [F(3, 4), 1, 1, F(1, 4)]),
        ("partial-month", "2026-03-31", [F(1, 31), 1, 1, F(30, 31)]),
    ],
)
def test_by_the_month(convention: str, service: str, expected: list[Fraction]) -> None:
    assert months(convention, service, 3) == expected


@pytest.mark.parametrize(
    ("convention", "years", "counted"),
    [
        # In service on 20 May 2026. Calendar years: the second quarter; June years: the last one.
        ("half-year", CALENDAR_YEARS, 6),
        ("mid-quarter", CALENDAR_YEARS, F(15, 2)),
        ("full-year", CALENDAR_YEARS, 12),
        ("half-year", JUNE, 6),
        ("mid-quarter", JUNE, F(3, 2)),
        ("full-year", JUNE, 12),
        # A short year of six months has quarters of a month and a half; May is in the third one.
        ("half-year", SHORT, 3),
        ("mid-quarter", SHORT, F(9, 4)),
        ("full-year", SHORT, 6),
    ],
)
def test_the_first_fiscal_year(convention: str, years: FiscalYears, counted: Fraction) -> None:
    found = months(convention, "2026-05-20", 60, years)
    first = years.year(month_number(D("2026-05-20")))[1] - month_number(D("2026-05-20"))
    assert sum(found[:first]) == counted
    assert set(found[:first]) == {F(counted) / first}
    assert set(found[first:-1]) == {F(1)}
    assert sum(found) == 60


def test_a_life_within_the_first_year() -> None:
    assert months("full-year", "2026-10-05", 3) == [1, 1, 1]
    assert sum(months("half-year", "2026-01-05", 3)) == 3


@pytest.mark.parametrize(
    ("convention", "disposal", "over"),
    [
        # Service on 20 May 2026, five years. How many months of life are over?
        ("full-month", "2026-05-31", 0),
        ("full-month", "2026-08-31", 3),
        ("mid-month", "2026-08-01", 3),
        ("half-month", "2026-08-15", F(5, 2)),
        ("half-month", "2026-08-16", 3),
        ("nearest-month", "2026-08-15", 2),
        ("nearest-month", "2026-08-16", 3),
        ("half-year", "2026-12-31", 0),
        ("half-year", "2027-03-01", 12),
        ("half-year", "2027-12-01", 12),
        ("mid-quarter", "2026-06-30", 0),
        ("mid-quarter", "2026-11-30", 6),
        ("mid-quarter", "2027-01-02", 9),
        ("full-year", "2026-12-31", 0),
        ("full-year", "2027-12-31", 12),
        ("full-year", "2035-12-31", 60),
    ],
)
def test_what_is_over_at_a_disposal(convention: str, disposal: str, over: Fraction) -> None:
    service = D("2026-05-20")
    clock = make_clock(convention, service, 60, CALENDAR_YEARS)
    count, part = position(clock, convention, service, D(disposal), CALENDAR_YEARS)
    runs = [F(each, clock.per) for n, each in clock.runs for _ in range(n)]
    assert sum(runs[:count]) + (part * runs[count] if part else 0) == over


@pytest.mark.parametrize(
    ("begin", "end", "actual", "common", "thirties"),
    [
        ("2024-02-20", "2024-03-01", 10, 9, 11),
        ("2023-02-20", "2023-03-01", 9, 9, 11),
        ("2026-01-31", "2026-02-28", 28, 28, 28),
        ("2026-01-01", "2027-01-01", 365, 365, 360),
        ("2024-01-01", "2025-01-01", 366, 365, 360),
        ("2024-02-29", "2024-03-01", 1, 0, 2),
    ],
)
def test_days(begin: str, end: str, actual: int, common: int, thirties: int) -> None:
    found = [days_between(D(begin), D(end), each) for each in ("actual", "365", "30/360")]
    assert found == [actual, common, thirties]


def test_days_of_a_leap_year() -> None:
    """Of 2024 and 2025 ``actual`` gives 366 and 365 of 731 days; ``actual/actual`` and ``365`` a half each."""
    for day_count, half in (("actual", F(366, 731)), ("actual/actual", F(1, 2)), ("365", F(1, 2))):
        clock = make_clock("daily", D("2024-01-01"), 24, CALENDAR_YEARS, day_count)
        assert F(sum(each for _, each in clock.runs[:12]), clock.life) == half


def test_what_is_unknown() -> None:
    with pytest.raises(ValueError, match="unknown convention full"):
        make_clock("full", D("2026-01-01"), 12, CALENDAR_YEARS)
    with pytest.raises(ValueError, match="unknown day count 360"):
        make_clock("daily", D("2026-01-01"), 12, CALENDAR_YEARS, "360")
    with pytest.raises(ValueError, match="a life of 0 months"):
        make_clock("daily", D("2026-01-01"), 0, CALENDAR_YEARS)


dates = st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 12, 31))
fiscal = st.builds(
    lambda first, change, last: FiscalYears(((0, first), (change, last))),
    st.integers(1, 12),
    st.integers(1990 * 12, 2061 * 12),
    st.integers(1, 12),
)


@given(st.integers(1990 * 12, 2062 * 12), fiscal)
def test_fiscal_years_follow_each_other(month: int, years: FiscalYears) -> None:
    first, stop = years.year(month)
    assert first <= month < stop <= first + 12
    assert all(years.year(each) == (first, stop) for each in (first, stop - 1))
    assert years.year(stop)[0] == stop


@given(
    st.sampled_from(CONVENTIONS), dates, st.integers(1, 500), fiscal, st.sampled_from(DAY_COUNTS),
    st.sampled_from(METHODS), st.integers(0, 20_000),
)  # fmt: skip
def test_a_clock_takes_the_whole_life(
    convention: str,
    service: datetime.date,
    life: int,
    years: FiscalYears,
    day_count: str,
    method: str,
    held: int,
) -> None:
    clock = make_clock(convention, service, life, years, day_count, method)
    assert sum(count * each for count, each in clock.runs) == clock.life
    assert all(count > 0 and each >= 0 for count, each in clock.runs)
    assert clock.start - month_number(service) in (0, 1)
    disposal = service + datetime.timedelta(held)
    months, part = position(clock, convention, service, disposal, years, day_count)
    assert 0 <= months <= sum(count for count, _ in clock.runs)
    assert 0 <= part < 1
