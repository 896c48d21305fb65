"""Open orders against figures worked out on paper."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from beanplant.reports import wip_by_order
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.books import Books
    from beanplant.reports.model import Report

D = Decimal


def wip(books: Books, time: str = "2026-03") -> Report:
    return wip_by_order.build(choose(books), parse_period(time))


def order(report: Report, name: str, table: str = "orders") -> dict[str, Any]:
    found = report.table(table)
    row = next(row for row in found.rows if row.cells[0] == name)
    return {column.key: value for column, value in zip(found.columns, row.cells, strict=True)}


def test_open_orders(books: Books) -> None:
    report = wip(books)
    assert [row.cells[0] for row in report.table("orders").rows] == ["MO-0990", "MO-1002"]
    opening = order(report, "MO-0990")
    assert (opening["planned"], opening["good"], opening["scrap"]) == (5, 0, 1)
    assert (opening["other"], opening["settled"], opening["ending"]) == (D("50.00"), D("-41.25"), D("8.75"))
    assert opening["released"] == datetime.date(2025, 6, 1)
    assert opening["age"] == 303  # 29 days of June after the first, 184 to the year's end, 90 of 2026
    stand = order(report, "MO-1002")
    assert (stand["material"], stand["labor"], stand["overhead"], stand["ending"]) == (
        D("53.75"),
        0,
        0,
        D("53.75"),
    )
    assert (stand["age"], stand["product"], stand["status"]) == (101, "PUMP-A", "released")


def test_credit_balances_are_a_liability(books: Books) -> None:
    report = wip(books)
    early = order(report, "MO-1003", "credits")
    assert (early["good"], early["transferred"], early["ending"], early["status"]) == (
        2,
        D("-82.50"),
        D("-82.50"),
        "partly",
    )
    orders = report.table("orders")
    assert orders.value("asset", "ending") == D("62.50")
    assert orders.value("credits", "ending") == D("-82.50")
    assert orders.value("ledger", "ending") == D("-20.00")
    assert orders.value("difference", "ending") == 0


def test_a_closed_order_is_gone_and_was_there_before(books: Books) -> None:
    assert "MO-1001" not in [row.cells[0] for row in wip(books).table("orders").rows]
    before = order(wip(books, "2026-03-06"), "MO-1001")
    assert (before["material"], before["labor"], before["overhead"]) == (D("51.00"), D("325.00"), D("520.00"))
    assert (before["transferred"], before["ending"], before["age"]) == (0, D("896.00"), 4)
    delivered = wip(books, "2026-03-19")
    assert order(delivered, "MO-1001")["status"] == "delivered"
    assert any("delivered in full and not closed: MO-1001" in line for line in delivered.advice)


def test_ages(books: Books) -> None:
    ages = wip(books).table("ages")
    assert ages.value("91-180", "debit") == D("53.75")
    assert ages.value(">180", "debit") == D("8.75")
    assert ages.value("91-180", "share") == D("0.8600")  # 53.75 / 62.50
    assert ages.value("0-30", "credit") == D("-82.50")
    assert (ages.value("total", "orders"), ages.value("total", "debit")) == (3, D("62.50"))


@pytest.mark.parametrize(
    ("days", "bucket"), [(0, "0-30"), (30, "0-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"), (90, "61-90"),
                         (91, "91-180"), (180, "91-180"), (181, ">180")]
)  # fmt: skip
def test_bucket_edges(days: int, bucket: str) -> None:
    assert wip_by_order.bucket_of(days) == bucket


def test_ties_on_every_day(books: Books) -> None:
    day = datetime.date(2026, 1, 1)
    while day < datetime.date(2026, 4, 2):
        orders = wip(books, str(day)).table("orders")
        assert orders.value("difference", "ending") == 0, day
        day += datetime.timedelta(1)


def test_each_cell_is_the_sum_of_its_postings(books: Books) -> None:
    for table in wip(books).tables:
        for row in table.rows:
            for key, reference in row.references.items():
                if reference.spans:
                    assert sum(amount for _, amount in reference.lines()) == row.cells[table.index(key)]


def test_an_order_nothing_was_posted_on_is_listed(load_doc: Any, books_of: Callable[..., Books]) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "A"
    2026-01-01 commodity ROD
      item: TRUE
    2026-01-01 open Assets:A:WorkInProcess
    2026-01-01 open Liabilities:Payables
    2026-01-02 custom "plant-order" "7" 10 ROD
    2026-01-03 custom "plant-order" "8" 10 ROD
    2026-01-04 custom "plant-order-close" "8"
    2026-01-05 * "Money without an order"
      Assets:A:WorkInProcess    3.00 USD
      Liabilities:Payables     -3.00 USD
    """
    report = wip(books_of(load_doc), "2026-01")
    assert [row.cells[0] for row in report.table("orders").rows] == ["7", "(no order)"]
    assert order(report, "7")["ending"] == 0
    assert report.table("orders").value("difference", "ending") == 0
    assert any("without an order" in line for line in report.advice)


def test_sums_over_orders(load_doc: Any, books_of: Callable[..., Books]) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 custom "plant" "A"
      negative: "allow"
    2026-01-01 custom "plant-standard-cost" 1 ROD 2.00 USD
    2026-01-01 custom "plant-standard-cost" 1 PUMP 5.00 USD
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP 2 ROD
    2026-01-01 commodity ROD
    2026-01-01 commodity PUMP
    2026-01-01 open Assets:A:WorkInProcess
    2026-01-01 open Assets:A:RawMaterials
    2026-01-01 open Assets:A:FinishedGoods
    2026-01-01 open Expenses:A:Variances:Scrap
    2026-01-05 * "Issues of the day"
      Assets:A:RawMaterials    -30 ROD
      Assets:A:WorkInProcess    30 ROD
        documents: 12
    2026-01-05 * "Completions of the day"
      Assets:A:FinishedGoods     8 PUMP
      Assets:A:WorkInProcess    -8 PUMP
        documents: 4
    2026-01-05 * "Scrap of the day"
      Expenses:A:Variances:Scrap   1 PUMP
      Assets:A:WorkInProcess      -1 PUMP
        documents: 1
    2026-01-05 * "Returns of the day"
      Assets:A:RawMaterials      3 ROD
      Assets:A:WorkInProcess    -3 ROD
        documents: 1
    """
    assert not load_doc.errors
    report = wip(books_of(load_doc), "2026-01")
    (row,) = report.table("orders").rows
    found = {
        column.key: value for column, value in zip(report.table("orders").columns, row.cells, strict=True)
    }
    assert found["order"] == "(summarized)"
    assert (found["material"], found["transferred"], found["settled"]) == (
        D("54.00"),
        D("-40.00"),
        D("-5.00"),
    )
    assert (found["good"], found["scrap"], found["ending"]) == (8, 1, D("9.00"))
    assert not report.advice
