"""Text, CSV and JSON of a report: aligned, safe in a spreadsheet, exact."""

from __future__ import annotations

import csv
import datetime
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from beanplant.reports import cost_of_goods, render_csv, render_json, render_text, variances, wip_by_order
from beanplant.reports.model import Column, Emphasis, Kind, Report, Row, Table
from beanplant.reports.numbers import plain, show
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.books import Books

D = Decimal
MARCH = parse_period("2026-03")


def small(*rows: Row) -> Report:
    columns = (
        Column("name", "Name"),
        Column("day", "Day", Kind.DATE),
        Column("money", "Money", Kind.MONEY, "USD"),
        Column("variance", "Variance", Kind.VARIANCE, "USD"),
        Column("share", "Share", Kind.SHARE),
    )
    return Report("small", "Small", "P1", MARCH, False, (Table("t", "T", columns, rows),))


def test_text() -> None:
    report = small(
        Row("a", ("Alpha", datetime.date(2026, 3, 1), D("1234.5"), D("12.50"), D("0.1234"))),
        Row("b", ("Beta", None, D("-7"), D("-3.00"), D("0"))),
        Row("c", ("Sum", None, D("1227.5"), D("9.50"), None), emphasis=Emphasis.TOTAL),
    )
    assert render_text.render(report) == (
        "Small\n"
        "P1, March 2026, USD\n"
        "\n"
        "T\n"
        "Name   Day            Money   Variance    Share\n"
        "------------------------------------------------\n"
        "Alpha  2026-03-01  1,234.50      12.50 U  12.3%\n"
        "Beta                  (7.00)      3.00 F   0.0%\n"
        "                   ---------  ----------\n"
        "Sum                1,227.50       9.50 U\n"
        "                   =========  ==========\n"
    )


def test_a_table_wider_than_the_screen_is_shown_in_blocks() -> None:
    report = small(Row("a", ("Alpha", None, D("1"), D("2"), D("0.5"))))
    lines = render_text.render(report, width=30).splitlines()
    assert max(map(len, lines)) <= 30
    assert sum(line.startswith("Alpha") for line in lines) == 2


def test_text_lines_have_no_trailing_blanks_and_decimal_points_align(books: Books) -> None:
    text = render_text.render(cost_of_goods.build(choose(books), MARCH))
    lines = text.splitlines()
    assert not any(line != line.rstrip() for line in lines)
    march = [line for line in lines if line.startswith("  ") and "." in line and "-" not in line]
    assert len({line.index(".", 40) for line in march}) == 1


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (D("-0.00"), Kind.MONEY, "0.00"),
        (D("1234567.895"), Kind.MONEY, "1,234,567.90"),
        (D("-0.0032"), Kind.MONEY, "(0.0032)"),
        (D("-5"), Kind.MONEY, "(5.00)"),
        (D("0"), Kind.VARIANCE, "0.00"),
        (D("1250.00"), Kind.QUANTITY, "1,250"),
        (D("0.500"), Kind.QUANTITY, "0.5"),
        (1250, Kind.INTEGER, "1,250"),
        (D("-0.25"), Kind.SHARE, "(25.0%)"),
        (None, Kind.MONEY, ""),
    ],
)
def test_figures(value: Decimal | int | None, kind: Kind, text: str) -> None:
    assert show(value, Column("x", "X", kind, "USD")) == text


def test_plain_has_no_negative_zero() -> None:
    assert plain(D("-0.00")) == "0.00"
    assert plain(D("1E+3")) == "1000"


@pytest.mark.parametrize("name", ["=1+1", "+7", "-7", "@SUM(A1)", "\tx", "\rx"])
def test_csv_has_no_formulas(name: str) -> None:
    text = render_csv.render(small(Row("a", (name, None, D("-7"), None, None))))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:], newline="")))
    assert rows[0] == ["Name", "Day", "Money (USD)", "Variance (USD)", "Share"]
    assert rows[1] == [f"'{name}", "", "-7", "", ""]


def test_csv_of_a_report_of_several_tables(books: Books) -> None:
    report = variances.build(choose(books), MARCH)
    rows = list(csv.reader(io.StringIO(render_csv.render(report)[1:])))
    assert rows[0] == ["By category"]
    assert ["Revaluation", "-14.30", "0", "-14.30", "0.00"] in rows
    one = list(csv.reader(io.StringIO(render_csv.render(report, "orders")[1:])))
    assert one[0][:4] == ["Order", "Kind", "Product", "Total (USD)"]
    with pytest.raises(KeyError):
        render_csv.render(report, "nothing")


def test_json_is_exact_and_leads_to_the_lines(books: Books) -> None:
    found = json.loads(render_json.render(wip_by_order.build(choose(books), MARCH), postings=True))
    assert (found["report"], found["begin"], found["last"], found["as_of"]) == (
        "wip-by-order",
        "2026-03-01",
        "2026-03-31",
        True,
    )
    orders = next(table for table in found["tables"] if table["name"] == "orders")
    row = next(row for row in orders["rows"] if row["cells"]["order"] == "MO-1002")
    assert row["cells"]["ending"] == "53.75"
    assert row["cells"]["age"] == 101
    assert [line["amount"] for line in row["references"]["material"]["lines"]] == ["12.50", "41.25"]
    assert row["references"]["material"]["lines"][0]["rule"] == "wip.issue"
    assert isinstance(row["references"]["material"]["lines"][0]["line"], int)
