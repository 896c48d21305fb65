"""A report as an HTML file: the figures of the text, escaped, in tables that a reader's tools understand."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal as D
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from beanplant.reports import catalog, render_html, render_text
from beanplant.reports.model import Column, Emphasis, Fact, Kind, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.books import Books

MARCH = parse_period("2026-03")
MONEY = Column("money", "Money", Kind.MONEY, "USD")
COLUMNS = (
    Column("name", "Name"),
    Column("day", "Day", Kind.DATE),
    MONEY,
    Column("variance", "Variance", Kind.VARIANCE, "USD"),
    Column("items", "Items", Kind.INTEGER),
    Column("reason", "Reason"),
)
VOID = {"meta", "br"}


class Reader(HTMLParser):
    """The rows of each table as texts; every element must be closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("th", "td"):
            self.tables[-1][-1].append("")
            assert tag == "td" or dict(attrs)["scope"] in ("col", "row")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("th", "td"):
            self.tables[-1][-1][-1] += data


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    assert not reader.open
    return reader


def small(*rows: Row, name: str = "Small") -> Report:
    table = Table("t", "T", COLUMNS, rows)
    facts = (Fact("Open", D("-7"), MONEY),)
    return Report("small", name, "P1", MARCH, False, (table,), (), ("a <note>",), facts=facts)


def test_a_table_has_the_figures_of_the_text() -> None:
    report = small(
        Row("a", ("Alpha", datetime.date(2026, 3, 1), D("1234.5"), D("12.50"), 3, "")),
        Row("b", ("Beta", None, D("-7"), D("-3.00"), None, "r" * 41), level=1),
        Row("c", ("Sum", None, D("1227.5"), D("9.50"), None, None), emphasis=Emphasis.TOTAL),
    )
    text = render_html.render(report)
    (table,) = read(text).tables
    assert table == [
        ["Name", "Day", "Money", "Variance", "Items", "Reason"],
        ["Alpha", "2026-03-01", "1,234.50", "12.50 U", "3", ""],
        ["Beta", "", "(7.00)", "3.00 F", "", "r" * 41],
        ["Sum", "", "1,227.50", "9.50 U", "", ""],
    ]
    assert '<tr class="total level-0">' in text
    assert '<tr class="plain level-1">' in text
    assert '<td class="num hang">1,234.50</td>' in text
    assert '<td class="num">(7.00)</td>' in text
    assert '<td class="long">' in text
    assert "<dt>Open</dt><dd>(7.00)</dd>" in text
    assert "<title>Small: P1, March 2026, USD</title>" in text


def test_what_comes_from_the_ledger_is_escaped() -> None:
    evil = '"><script>alert(1)</script>&'
    text = render_html.render(small(Row("a", (evil, None, None, None, None, evil)), name=evil))
    assert "<script" not in text
    (table,) = read(text).tables
    assert table[1][0] == evil
    assert "a &lt;note&gt;" in text


def test_nothing_is_loaded_and_nothing_runs() -> None:
    text = render_html.render(small())
    assert "(nothing)" in text
    for word in ("http", "src=", "href=", "<link", "@import", "url("):
        assert word not in text


@pytest.mark.parametrize("name", ["cost-of-goods", "wip-by-order", "variances"])
def test_each_report_is_all_there(books: Books, name: str) -> None:
    report = catalog.find(name).build(choose(books), MARCH, CALENDAR_YEAR)
    found = read(render_html.render(report)).tables
    tables = [table for table in report.tables if table.rows]
    assert len(found) == len(tables)
    for rows, table in zip(found, tables, strict=True):
        assert len(rows) == 1 + len(table.all_rows())
    lines = (line for table in tables for line in render_text.table_lines(table))
    figures = {figure for line in lines for figure in re.findall(r"[\d,]+\.\d\d", line)}
    shown = {
        figure
        for rows in found
        for row in rows
        for cell in row
        for figure in re.findall(r"[\d,]+\.\d\d", cell)
    }
    assert shown == figures
