"""Variances by category and order against figures worked out on paper."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beanplant.reports import variances
from beanplant.reports.categories import category_label, sort_categories
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.books import Books
    from beanplant.reports.model import Report

D = Decimal


def report_of(books: Books, time: str = "2026-03") -> Report:
    return variances.build(choose(books), parse_period(time))


def test_categories(books: Books) -> None:
    table = report_of(books).table("categories")
    found = {row.key: row.cells[1] for row in table.rows}
    assert found == {
        "PurchasePrice": 0,  # in February
        "Freight": D("8.00"),
        "MaterialQuantity": D("6.00"),
        "LaborEfficiency": D("25.00"),
        "VariableOverheadEfficiency": D("15.00"),
        "FixedOverheadVolumeEfficiency": D("25.00"),
        "Scrap": D("41.25"),
        "Revaluation": D("-14.30"),
        "InventoryCount": D("1.00"),
    }
    assert table.value("total", "variance") == D("106.95")
    assert (table.value("total", "unfavorable"), table.value("total", "favorable")) == (
        D("121.25"),
        D("-14.30"),
    )
    assert table.value("PurchasePrice", "prior") == table.value("total", "prior") == D("7.20")
    assert (table.value("ledger", "variance"), table.value("difference", "variance")) == (D("106.95"), 0)


def test_matrix(books: Books) -> None:
    table = report_of(books).table("orders")
    rows: dict[Any, dict[str, Any]] = {
        row.cells[0]: dict(zip((c.key for c in table.columns), row.cells, strict=True)) for row in table.rows
    }
    assert list(rows) == ["MO-1001", "MO-0990", "STEEL", "SEAL", "Freight in"]
    order = rows["MO-1001"]
    assert (order["kind"], order["product"], order["total"]) == ("order", "PUMP-A", D("71.00"))
    assert (order["MaterialQuantity"], order["LaborEfficiency"], order["Scrap"]) == (
        D("6.00"),
        D("25.00"),
        None,
    )
    assert (rows["STEEL"]["kind"], rows["STEEL"]["Revaluation"]) == ("item", D("-14.30"))
    assert rows["SEAL"]["InventoryCount"] == D("1.00")
    assert table.value("total", "total") == D("106.95")
    for category in ("Scrap", "LaborEfficiency", "Freight"):
        assert table.value("total", category) == sum(row[category] or 0 for row in rows.values())


def test_a_receipts_variance_belongs_to_its_item(books: Books) -> None:
    table = report_of(books, "2026-02").table("orders")
    assert [(row.cells[0], row.cells[3]) for row in table.rows] == [("STEEL", D("7.20"))]


def test_each_cell_is_the_sum_of_its_postings(books: Books) -> None:
    for table in report_of(books, "2026").tables:
        for row in table.rows:
            for key, reference in row.references.items():
                if reference.spans:
                    assert sum(amount for _, amount in reference.lines()) == row.cells[table.index(key)]


def test_labels_and_order() -> None:
    assert category_label("FixedOverheadVolumeEfficiency") == "Fixed overhead volume efficiency"
    assert category_label("Scrap") == "Scrap"
    assert category_label("QM2-x") == "QM2-x"
    assert sort_categories(["Zinc", "Scrap", "LaborRate", "Alpha"]) == ["LaborRate", "Scrap", "Alpha", "Zinc"]
