"""The schedule against figures worked out on paper from quantities and standards."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from beancount.core import convert

from beanplant.reports import cost_of_goods
from beanplant.reports.model import Emphasis, Report
from beanplant.reports.period import CALENDAR_YEAR, parse_period
from beanplant.reports.scope import ReportError, choose

if TYPE_CHECKING:
    from beanplant.reports.books import Books

D = Decimal


def schedule(books: Books, time: str = "2026-03", plant: str | None = None) -> Report:
    return cost_of_goods.build(choose(books, plant), parse_period(time), CALENDAR_YEAR)


def column(report: Report, key: str) -> dict[str, Any]:
    table = report.table("schedule")
    place = table.index(key)
    return {row.key: row.cells[place] for row in table.all_rows() if row.cells[place] is not None}


def test_month(books: Books) -> None:
    march = column(schedule(books), "period")
    # 100 STEEL of January at 2.50 and 60 of February; 40 SEAL at 1.00 received in March.
    assert march["raw-beginning"] == D("400.00")
    assert march["raw-purchase"] == D("40.00")
    assert march["raw-revaluation"] == D("14.30")  # 143 STEEL x 0.10
    assert march["raw-count"] == D("-1.00")
    assert march["raw-available"] == D("453.30")
    assert march["raw-ending"] == D("-382.00")  # 140 STEEL x 2.60 + 18 SEAL x 1.00
    assert march["raw-used"] == D("71.30")
    assert march["raw-other"] == D("-7.80")  # 3 STEEL x 2.60 for a fixture
    assert march["finished-used"] == D("41.25")  # one pump into the order of a test stand
    assert march["material"] == D("104.75")
    # 13 hours at 25.00, 15.00 and 25.00
    assert (march["labor"], march["variable-overhead"], march["fixed-overhead"]) == (D(325), D(195), D(325))
    assert march["manufacturing-cost"] == D("949.75")
    assert march["wip-beginning"] == D("50.00")
    assert march["wip-ending"] == D("20.00")  # 8.75 + 53.75 - 82.50 is a credit of 20.00
    assert march["wip-scrap"] == D("-41.25")
    assert march["wip-settled"] == D("-71.00")  # 6.00 material, 65.00 for the hour too many
    assert march["manufactured"] == D("907.50")  # 22 pumps x 41.25
    assert march["finished-beginning"] == D("206.25")
    assert march["finished-available"] == D("1113.75")
    assert march["finished-ending"] == D("-577.50")  # 14 pumps
    assert march["finished-production"] == D("-41.25")
    assert march["sold"] == D("495.00")  # 12 pumps
    assert march["variances"] == D("106.95")
    assert march["adjusted"] == march["ledger"] == D("601.95")
    assert march["difference"] == 0


def test_prior_month_and_year_to_date(books: Books) -> None:
    report = schedule(books)
    assert [c.title for c in report.table("schedule").columns] == [
        "",
        "March 2026",
        "February 2026",
        "Year to 2026-03-31",
    ]
    february, year = column(report, "prior"), column(report, "year")
    assert (february["raw-beginning"], february["raw-purchase"]) == (D("250.00"), D("150.00"))
    assert february["manufactured"] == february["sold"] == 0
    assert february["adjusted"] == february["ledger"] == D("7.20")
    assert (year["raw-opening"], year["wip-opening"], year["finished-opening"]) == (
        D("250.00"),
        D("50.00"),
        D("412.50"),
    )
    assert year["sold"] == D("701.25")  # 17 pumps
    assert year["adjusted"] == year["ledger"] == D("827.40")
    assert february["difference"] == year["difference"] == 0


def test_each_figure_is_the_sum_of_its_postings(books: Books) -> None:
    table = schedule(books).table("schedule")
    looked_at = 0
    for row in table.rows:
        for key, reference in row.references.items():
            if reference.spans:
                looked_at += 1
                assert sum(amount for _, amount in reference.lines()) == row.cells[table.index(key)], row.key
    assert looked_at > 30


def test_a_revaluation_is_one_line_of_what_changed(books: Books) -> None:
    reference = schedule(books).table("schedule").row("raw-revaluation").references["period"]
    ((line, amount),) = reference.lines()
    assert (amount, line.quantity, line.rule) == (D("14.30"), 0, "inventory.revaluation")


def test_ties_to_beancounts_own_balances(hand_valued: Any, books: Books) -> None:
    def at_cost(prefix: str, last: str) -> Decimal:
        total = D(0)
        for entry in hand_valued.transactions:
            if str(entry.date) <= last:
                for posting in entry.postings:
                    if posting.account.startswith(prefix):
                        total += convert.get_weight(posting).number
        return total

    march = column(schedule(books), "period")
    assert -march["raw-ending"] == at_cost("Assets:P100:RawMaterials", "2026-03-31")
    assert -march["wip-ending"] == at_cost("Assets:P100:WorkInProcess", "2026-03-31")
    assert -march["finished-ending"] == at_cost("Assets:P100:FinishedGoods", "2026-03-31")
    assert march["raw-beginning"] == at_cost("Assets:P100:RawMaterials", "2026-02-28")
    sold = at_cost("Expenses:P100:CostOfGoodsSold", "2026-03-31") - at_cost(
        "Expenses:P100:CostOfGoodsSold", "2026-02-28"
    )
    assert march["sold"] == sold


def test_what_is_absorbed_and_not_closed_is_named(books: Books) -> None:
    advice = schedule(books).advice
    assert any(line.startswith("845.00 USD absorbed by 2026-03-31 and not yet closed") for line in advice)


def test_zero_lines_are_left_out_and_a_plain_plant_has_the_textbook_lines(books: Books) -> None:
    table = schedule(books, "2026-02").table("schedule")
    keys = [row.key for row in table.rows]
    assert "raw-transfer" not in keys
    assert "finished-used" not in keys
    assert keys.index("raw-available") < keys.index("raw-ending") < keys.index("material")
    assert table.row("manufactured").emphasis is Emphasis.TOTAL


def test_filtered_books_have_no_tie_out(hand_valued: Any, books_of: Callable[..., Books]) -> None:
    report = schedule(books_of(hand_valued, filtered=True))
    assert report.filtered
    assert [row.key for row in report.table("schedule").totals] == []
    assert not any("absorbed" in line for line in report.advice)


def test_an_activity_without_a_standard_is_conversion_cost(
    load_doc: Any, books_of: Callable[..., Books]
) -> None:
    """
    option "operating_currency" "EUR"
    2026-01-01 custom "plant" "P200"
    2026-01-01 commodity KWH
      activity: TRUE
    2026-01-01 open Assets:P200:WorkInProcess
    2026-01-01 open Expenses:P200:Absorbed:Power
    2026-01-02 custom "plant-order" "7" 10 KWH
    2026-01-05 * "Confirm"
      order: "7"
      Assets:P200:WorkInProcess       4.00 EUR
        rule: "wip.activity"
        quantity: 10 KWH
      Expenses:P200:Absorbed:Power   -4.00 EUR
        rule: "wip.absorbed"
        quantity: -10 KWH
    """
    january = column(schedule(books_of(load_doc), "2026-01"), "period")
    assert january["conversion"] == january["manufacturing-cost"] == D("4.00")
    assert "labor" not in january


def test_cents_of_an_activity_add_up_over_its_components(
    load_doc: Any, books_of: Callable[..., Books]
) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P1"
    2026-01-01 commodity HR
      activity: TRUE
    2026-01-01 custom "plant-standard-cost" 1 HR 0.09 USD
      labor: 0.03 USD
      variable-overhead: 0.03 USD
      fixed-overhead: 0.03 USD
    2026-01-01 open Assets:P1:WorkInProcess
    2026-01-01 open Expenses:P1:Absorbed:Power
    2026-01-05 * "Confirm one and a bit"
      order: "7"
      Assets:P1:WorkInProcess       0.10 USD
        rule: "wip.activity"
        quantity: 1.1 HR
      Expenses:P1:Absorbed:Power   -0.10 USD
    """
    january = column(schedule(books_of(load_doc), "2026-01"), "period")
    assert sorted([january["labor"], january["variable-overhead"], january["fixed-overhead"]]) == [
        D("0.03"),
        D("0.03"),
        D("0.04"),
    ]
    assert january["manufacturing-cost"] == D("0.10")


def test_a_wage_is_labor_and_the_overhead_beside_it_is_overhead(
    load_doc: Any, books_of: Callable[..., Books]
) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 custom "plant" "P1"
    2026-01-01 commodity HR
      activity: TRUE
    2026-01-01 custom "plant-standard-cost" 1 HR 65.00 USD
      labor: 25.00 USD
      variable-overhead: 15.00 USD
      fixed-overhead: 25.00 USD
    2026-01-01 custom "plant-standard-cost" 1 PUMP 10.00 USD
    2026-01-01 open Assets:P1:WorkInProcess
    2026-01-01 open Expenses:P1:Absorbed
    2026-01-01 custom "plant-order" "7" 10 PUMP
    2026-01-05 * "Confirm"
      order: "7"
      Assets:P1:WorkInProcess   12 HR @ 26.00 USD
      Expenses:P1:Absorbed     -12 HR @ 26.00 USD
    """
    january = column(schedule(books_of(load_doc), "2026-01"), "period")
    found = [january[name] for name in ("labor", "variable-overhead", "fixed-overhead", "manufacturing-cost")]
    assert found == [D("312.00"), D("180.00"), D("300.00"), D("792.00")]


def test_layers_at_thirds_of_a_cent_tie(load_doc: Any, books_of: Callable[..., Books]) -> None:
    """
    option "operating_currency" "USD"
    option "inferred_tolerance_default" "USD:0.000000001"
    2026-01-01 custom "plant" "P1"
      valuation: "fifo"
    2026-01-01 commodity ROD
      item: TRUE
    2026-01-01 open Assets:P1:RawMaterials
    2026-01-01 open Assets:P1:WorkInProcess
    2026-01-01 open Liabilities:P1:GoodsReceivedNotInvoiced
    2026-01-02 custom "plant-order" "7" 1 ROD
    2026-01-03 * "Three for a hundred"
      Assets:P1:RawMaterials    3 ROD {33.33333333333333333333 USD}
        rule: "inventory.receipt"
      Liabilities:P1:GoodsReceivedNotInvoiced  -100.00 USD
        rule: "inventory.goods-received"
    2026-01-05 * "One out, two put back"
      order: "7"
      Assets:P1:RawMaterials   -3 ROD {33.33333333333333333333 USD}
        rule: "inventory.layer-out"
      Assets:P1:RawMaterials    2 ROD {33.335 USD, 2026-01-03}
        rule: "inventory.layer-rest"
      Assets:P1:WorkInProcess  33.33 USD
        rule: "wip.issue"
        quantity: 1 ROD
    """
    january = column(schedule(books_of(load_doc), "2026-01"), "period")
    assert january["raw-purchase"] == D("100.00")
    assert january["raw-ending"] == D("-66.67")
    assert january["material"] == D("33.33")
    assert january["difference"] == 0


def test_plants_add_up_and_one_plant_can_be_chosen(load_doc: Any, books_of: Callable[..., Books]) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "A"
    2026-01-01 custom "plant" "B"
    2026-01-01 custom "plant" "C"
      currency: EUR
    2026-01-01 commodity ROD
      item: TRUE
    2026-01-01 open Assets:A:RawMaterials
    2026-01-01 open Assets:B:RawMaterials
    2026-01-01 open Assets:C:RawMaterials
    2026-01-01 open Expenses:B:Variances:Transfer
    2026-01-01 open Liabilities:Payables
    2026-01-02 * "Receipt"
      Assets:A:RawMaterials     10 ROD {2.00 USD}
      Liabilities:Payables  -20.00 USD
    2026-01-02 * "Receipt in euros"
      Assets:C:RawMaterials     10 ROD {3.00 EUR}
      Liabilities:Payables  -30.00 EUR
    2026-01-03 * "To the other plant, at its own standard"
      Assets:A:RawMaterials     -4 ROD {2.00 USD}
        rule: "inventory.transfer"
      Assets:B:RawMaterials      4 ROD {2.50 USD}
        rule: "inventory.transfer"
      Expenses:B:Variances:Transfer  -2.00 USD
        rule: "inventory.transfer-difference"
    """
    books = books_of(load_doc)
    both = column(schedule(books, "2026-01"), "period")
    assert (both["raw-purchase"], both["raw-transfer"], both["raw-ending"]) == (D(20), D(2), D(-22))
    first, second = (
        column(schedule(books, "2026-01", "A"), "period"),
        column(schedule(books, "2026-01", "B"), "period"),
    )
    assert (first["raw-transfer"], second["raw-transfer"]) == (D(-8), D(10))
    assert second["variance-Transfer"] == D("-2.00")
    assert all(each["difference"] == 0 for each in (both, first, second))
    assert schedule(books, "2026-01").heading == "A, B"
    assert "plants in other currencies not included: C (choose one)" in schedule(books, "2026-01").advice
    with pytest.raises(ReportError, match='no plant "D"'):
        choose(books, "D")


def test_items_without_a_value_are_named(load_doc: Any, books_of: Callable[..., Books]) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "A"
    2026-01-01 commodity ROD
      item: TRUE
    2026-01-01 open Assets:A:RawMaterials
    2026-01-01 open Liabilities:Payables
    2026-01-02 * "The plugin found no standard"
      Assets:A:RawMaterials     10 ROD
      Liabilities:Payables     -10 ROD
    2026-01-02 * "Fee in euros"
      Assets:A:RawMaterials      5.00 EUR
      Liabilities:Payables      -5.00 EUR
    """
    advice = schedule(books_of(load_doc), "2026-01").advice
    assert any(line.startswith("not included: 1 posting of ROD without a value") for line in advice)
    assert any("1 posting in EUR" in line and "@@" in line for line in advice)


def test_a_by_product_goes_from_the_order_into_stock(load_doc: Any, books_of: Callable[..., Books]) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P1"
    2026-01-01 commodity SWARF
      item: TRUE
    2026-01-01 open Assets:P1:WorkInProcess
    2026-01-01 open Assets:P1:RawMaterials
    2026-01-01 open Liabilities:Payables
    2026-01-05 * "Bought work"
      order: "7"
      Assets:P1:WorkInProcess       20.00 USD
      Liabilities:Payables         -20.00 USD
    2026-01-06 * "By-product"
      order: "7"
      Assets:P1:RawMaterials        30 SWARF {0.40 USD}
        rule: "inventory.return"
      Assets:P1:WorkInProcess      -12.00 USD
        rule: "wip.by-product"
        quantity: -30 SWARF
    """
    january = column(schedule(books_of(load_doc), "2026-01"), "period")
    assert (january["raw-by-product"], january["wip-by-product"]) == (D("12.00"), D("-12.00"))
    assert (january["material"], january["manufactured"], january["wip-ending"]) == (0, 0, D("-8.00"))
    assert "issue-difference" not in january
    assert january["difference"] == 0


def test_a_by_product_that_is_taken_back(load_doc: Any, books_of: Callable[..., Books]) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 open Assets:P100:RawMaterials
    2026-01-01 open Assets:P100:WorkInProcess:Orders
    2026-01-01 open Assets:P100:FinishedGoods
    2026-01-01 open Equity:Opening
    2026-01-01 custom "plant" "P100"
      currency: USD
    2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
    2026-01-01 custom "plant-standard-cost" 1 SWARF 5.00 USD
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 0.5 STEEL -0.02 SWARF
    2026-01-01 * "Opening stock"
      Assets:P100:RawMaterials             200 STEEL @ 2.50 USD
      Equity:Opening
    2026-03-02 custom "plant-order" "MO-1" 100 PUMP-A
    2026-03-05 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials             -50 STEEL
      Assets:P100:WorkInProcess:Orders      50 STEEL
    2026-03-06 * "Swarf"
      document: "4900000001"
      Assets:P100:RawMaterials               3 SWARF
      Assets:P100:WorkInProcess:Orders      -3 SWARF
        order: "MO-1"
    2026-03-07 * "A kilo of it was another order's"
      reverses: "4900000001"
      Assets:P100:RawMaterials              -1 SWARF
      Assets:P100:WorkInProcess:Orders       1 SWARF
        order: "MO-1"
    2026-03-08 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods            100 PUMP-A
      Assets:P100:WorkInProcess:Orders    -100 PUMP-A
    """
    assert not load_doc.errors, load_doc.messages
    march = column(schedule(books_of(load_doc), "2026-03"), "period")
    # 50 of steel at 2.50; 2 of swarf at 5.00; 100 pumps at 1.25 - 0.10.
    assert (march["material"], march["manufactured"]) == (D("125.00"), D("115.00"))
    assert (march["raw-by-product"], march["wip-by-product"]) == (D("10.00"), D("-10.00"))
    assert "issue-difference" not in march
    assert march["difference"] == 0
