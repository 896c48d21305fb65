"""The plugin makes of the small plant's facts what was worked out by hand: the reports are equal, figure for figure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from beanplant.reports.catalog import REPORTS
from beanplant.reports.period import CALENDAR_YEAR, parse_period
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
