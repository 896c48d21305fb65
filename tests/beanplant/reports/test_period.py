"""Periods read as Fava reads them, and those that depend on today are refused."""

from __future__ import annotations

import datetime

import pytest

from beanplant.reports.period import (
    CALENDAR_YEAR,
    FiscalYearEnd,
    Period,
    PeriodError,
    following,
    parse_period,
    prior,
    year_to_date,
)

d = datetime.date

TEXTS = [
    "2026",
    "2026-Q1",
    "2026-q4",
    "2026-03",
    "2026-12",
    "2026-W01",
    "2026-W53",
    "2026-03-05",
    "2026-01 - 2026-03",
    "2026-01-15 - 2026-02-03",
    "2025 - 2026-Q2",
    "2026-01 to 2026-03",
    "2025-2026",
    "FY2026",
    "fy2026-q2",
    "FY2025 - FY2026",
]


@pytest.mark.parametrize(
    "end", [CALENDAR_YEAR, FiscalYearEnd(6, 30), FiscalYearEnd(15, 31), FiscalYearEnd(2, 28)]
)
@pytest.mark.parametrize("text", TEXTS)
def test_the_same_as_fava(text: str, end: FiscalYearEnd) -> None:
    fava_date = pytest.importorskip("fava.util.date", reason="needs the extra fava")
    year_end = fava_date.FiscalYearEnd(end.month, end.day)
    try:
        expected = fava_date.parse_date(text, year_end)
    except fava_date.FyeHasNoQuartersError:
        with pytest.raises(PeriodError):
            parse_period(text, end)
        return
    period = parse_period(text, end)
    assert (period.begin, period.end) == expected


@pytest.mark.parametrize("text", ["month", "year-1", "quarter", "fiscal_year", "day"])
def test_what_depends_on_today_is_refused(text: str) -> None:
    with pytest.raises(PeriodError, match="depends on today"):
        parse_period(text)


@pytest.mark.parametrize("text", ["", "2026-13", "2026-02-30", "March", "2026-03 - ", "26-03", "2026-W54"])
def test_what_is_no_period_says_what_is(text: str) -> None:
    with pytest.raises(PeriodError, match='"2026-Q1"'):
        parse_period(text)


def test_backwards() -> None:
    with pytest.raises(PeriodError, match="ends after it begins"):
        parse_period("2026-03 - 2026-01")


@pytest.mark.parametrize(
    ("text", "label", "before", "after"),
    [
        ("2026-03", "March 2026", "2026-02", "2026-04"),
        ("2026-01", "January 2026", "2025-12", "2026-02"),
        ("2026-Q1", "Q1 2026", "2025-Q4", "2026-Q2"),
        ("2026", "2026", "2025", "2027"),
        ("2026-01 - 2026-02", "Jan to Feb 2026", "2025-11 - 2025-12", "2026-03 - 2026-04"),
        ("2025-12 - 2026-01", "Dec 2025 to Jan 2026", "2025-10 - 2025-11", "2026-02 - 2026-03"),
        ("2026-03-05", "2026-03-05", "2026-03-04", "2026-03-06"),
        (
            "2026-03-05 - 2026-03-14",
            "2026-03-05 to 2026-03-14",
            "2026-02-23 - 2026-03-04",
            "2026-03-15 - 2026-03-24",
        ),
    ],
)
def test_labels_and_neighbors(text: str, label: str, before: str, after: str) -> None:
    period = parse_period(text)
    assert (period.text, period.label) == (text, label)
    assert (prior(period).text, following(period).text) == (before, after)
    assert parse_period(period.text) == period


@pytest.mark.parametrize(
    ("text", "end", "begin"),
    [
        ("2026-03", CALENDAR_YEAR, d(2026, 1, 1)),
        ("2026", CALENDAR_YEAR, d(2026, 1, 1)),
        ("2026-03", FiscalYearEnd(6, 30), d(2025, 7, 1)),
        ("2026-07", FiscalYearEnd(6, 30), d(2026, 7, 1)),
        ("2026-03", FiscalYearEnd(15, 31), d(2025, 4, 1)),
        ("2026-04", FiscalYearEnd(15, 31), d(2026, 4, 1)),
        ("2024-02-29", FiscalYearEnd(2, 28), d(2023, 3, 1)),
    ],
)
def test_year_to_date(text: str, end: FiscalYearEnd, begin: datetime.date) -> None:
    period = parse_period(text)
    assert year_to_date(period, end) == Period(begin, period.end)
