"""The plugin makes of the small plant's facts what was worked out by hand: the reports are equal, figure for figure."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from beancount import loader

from beanplant.reports.catalog import REPORTS
from beanplant.reports.period import CALENDAR_YEAR, Period, month_of, parse_period, shift_months
from beanplant.reports.schedule import Schedule
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from collections.abc import Callable

    from beanplant.reports.books import Books

FACTS = Path(__file__).with_name("small-plant.beancount")


@pytest.mark.parametrize("time", ["2026-01", "2026-02", "2026-03", "2026-Q1", "2026-03-08"])
@pytest.mark.parametrize("name", REPORTS)
def test_figure_for_figure(
    name: str, time: str, books: Books, load_ledger: Callable[[str], Any], books_of: Callable[..., Books]
) -> None:
    ledger = load_ledger(FACTS.read_text())
    assert not ledger.errors, ledger.messages
    made, by_hand = (
        REPORTS[name].build(choose(each), parse_period(time), CALENDAR_YEAR)
        for each in (books_of(ledger), books)
    )
    for ours, expected in zip(made.tables, by_hand.tables, strict=True):
        if (name, ours.name) == ("variances", "orders"):
            continue  # the plugin knows whose the freight is; by hand it is only a text
        assert ours.columns == expected.columns
        assert [(row.key, row.cells) for row in ours.all_rows()] == [
            (row.key, row.cells) for row in expected.all_rows()
        ]


def test_freight_belongs_to_the_item_that_was_received(
    load_ledger: Callable[[str], Any], books_of: Callable[..., Books]
) -> None:
    books = books_of(load_ledger(FACTS.read_text()))
    table = REPORTS["variances"].build(choose(books), parse_period("2026-03"), CALENDAR_YEAR).table("orders")
    assert str(table.value("item:SEAL", "Freight")) == "8.00"


def test_every_movement_of_a_plant_with_everything(root: Path, books_of: Callable[..., Books]) -> None:
    """
    The roll-forward of pump-works is exact in each month, and nothing is left over between stock and orders but what
    rounding leaves: each kind of movement of a real plant has its line.
    """
    path = root / "ledgers" / "pump-works" / "main.beancount"
    if not list(path.parent.glob("journals/*.beancount")):
        pytest.skip("ledgers/pump-works has no journals yet: run make demo")
    entries, errors, options_map = loader.load_file(str(path))
    assert not errors
    books = books_of(SimpleNamespace(entries=entries, options_map=options_map))
    scope = choose(books)
    assert books.first is not None
    assert books.last is not None
    months = Period(month_of(books.first).begin, month_of(books.last).end).months
    for back in range(months):
        period = month_of(shift_months(books.last, -back))
        schedule = Schedule(scope, period)
        for key in ("check-raw", "check-wip", "check-finished", "difference"):
            assert schedule.value(key) == 0, (period.text, key)
        for key in ("issue-difference", "completion-difference", "sold-other"):
            assert abs(schedule.value(key)) < 1, (period.text, key)
        wip = REPORTS["wip-by-order"].build(scope, period, CALENDAR_YEAR)
        assert wip.table("orders").value("difference", "ending") == 0
        variances = REPORTS["variances"].build(scope, period, CALENDAR_YEAR)
        assert variances.table("categories").value("difference", "variance") == 0
