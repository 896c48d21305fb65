"""Dates and times in files."""

from __future__ import annotations

import datetime

import pytest

from beanplant_importers.formats import dates

MARCH_5 = datetime.date(2026, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "05.03.2026", "5.3.26", "2026-03-05", "2026/03/05", "2026.03.05", "20260305", "2026-03-05 14:05:00",
        "2026-03-05T14:05:00Z", "05-MAR-2026", "05-Mär-26", "5 Mrz 2026",
    ],
)  # fmt: skip
def test_dates_that_can_be_read_in_one_way(text: str) -> None:
    assert dates.parse(text) == MARCH_5


def test_month_or_day_first() -> None:
    assert dates.parse("03/05/2026", "mdy") == MARCH_5
    assert dates.parse("05/03/26", "dmy") == MARCH_5
    assert dates.parse("31/12/79", "dmy") == datetime.date(2079, 12, 31)
    assert dates.parse("31/12/80", "dmy") == datetime.date(1980, 12, 31)


@pytest.mark.parametrize("text", ["", "00000000", "00.00.0000", "  "])
def test_no_date(text: str) -> None:
    assert dates.parse(text) is None


@pytest.mark.parametrize("text", ["03/05/2026", "31.02.2026", "20261305", "March", "2026-3", "45000"])
def test_what_is_no_date_or_not_settled(text: str) -> None:
    with pytest.raises(ValueError):
        dates.parse(text)


def test_what_settles_the_order() -> None:
    assert dates.settle(["03/05/2026", "03/31/2026"]) == "mdy"
    assert dates.settle(["03/05/2026", "31/03/2026"]) == "dmy"
    assert dates.settle(["03/05/2026"]) == "?"
    assert dates.settle(["05.03.2026", ""]) is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("14:05:07", (14, 5, 7)), ("14:05", (14, 5, 0)), ("140507", (14, 5, 7)), ("2:05:07 PM", (14, 5, 7)),
        ("12:00 AM", (0, 0, 0)), ("12:30 pm", (12, 30, 0)),
    ],
)  # fmt: skip
def test_times(text: str, time: tuple[int, int, int]) -> None:
    assert dates.parse_time(text) == datetime.time(*time)


@pytest.mark.parametrize("text", ["25:00", "13:00 PM", "noon", "1405"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError):
        dates.parse_time(text)
