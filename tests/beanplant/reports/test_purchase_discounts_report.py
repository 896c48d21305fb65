"""Discounts of suppliers by period: offered, taken, missed and open, and that they are what the payables have."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest

from beanplant.reports import cost_of_goods, purchase_discounts, render_csv, render_json, render_text
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report, Table

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Expenses:Services
2026-01-01 open Liabilities:Payables
2026-01-01 custom "plant-purchase-discounts" Liabilities:Payables
  method: "METHOD"
"""


def bill(name: str, date: str, amount: str, payee: str, terms: str = "2/10 net 30", unit: str = "USD") -> str:
    return (
        f'{date} * "{payee}" "Invoice"\n  invoice: "{name}"\n  terms: "{terms}"\n'
        f"  Expenses:Services  {amount} {unit}\n  Liabilities:Payables  -{amount} {unit}\n"
    )


def paid(name: str, date: str, amount: str) -> str:
    return (
        f'{date} * "Payment"\n  invoice: "{name}"\n'
        f"  Liabilities:Payables  {amount} USD\n  Assets:Bank  -{amount} USD\n"
    )


# Acme: 20.00 taken, 40.00 missed on 2/10 net 30. Bolt: 30.00 of 3/10 net 60 offered in March, missed in April,
# and 5.00 that can still be taken at the end of April. All with what is paid in April.
TEXT = (
    bill("A1", "2026-03-02", "1000.00", "Acme")
    + paid("A1", "2026-03-12", "980.00")
    + bill("A2", "2026-03-03", "2000.00", "Acme")
    + paid("A2", "2026-04-02", "2000.00")
    + bill("B1", "2026-03-25", "1000.00", "Bolt", "3/10 net 60")
    + bill("B2", "2026-04-25", "500.00", "Bolt", "1/10 net 30")
    + bill("E1", "2026-04-25", "500.00", "Euro", "1/10 net 30", "EUR")
    + '2026-04-30 * "Fact"\n  Assets:Bank  0.00 USD\n'
)


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[..., Any]) -> Callable[..., Report]:
    def make(time: str, method: str = "gross", text: str = TEXT, **options: Any) -> Report:
        ledger = load_ledger(HEAD.replace("METHOD", method) + text)
        assert not ledger.errors, ledger.messages
        return purchase_discounts.build(choose(books_of(ledger, **options)), parse_period(time))

    return make


def line(table: Table, row: str) -> dict[str, Any]:
    cells = table.row(row).cells
    return {column.key: value for column, value in zip(table.columns, cells, strict=True)}


@pytest.mark.parametrize("method", ["gross", "net"])
def test_a_month(report: Callable[..., Report], method: str) -> None:
    march = report("2026-03", method)
    suppliers = march.table("suppliers")
    assert line(suppliers, "Acme") == {
        "supplier": "Acme",
        "invoices": 2,
        "before": D(0),
        "offered": D("60.00"),
        "taken": D("20.00"),
        "missed": D("40.00"),
        "available": D(0),
        "share": D(1) / D(3),
        "cost": D("0.372449"),
    }
    bolt = line(suppliers, "Bolt")
    assert (bolt["offered"], bolt["missed"], bolt["available"], bolt["cost"]) == (
        D("30.00"),
        D(0),
        D("30.00"),
        None,
    )
    assert line(suppliers, "total")["available"] == D("30.00")


@pytest.mark.parametrize("method", ["gross", "net"])
def test_the_month_after(report: Callable[..., Report], method: str) -> None:
    """3/10 net 60 costs 3/97 x 365/50 = 22.58 % a year."""
    april = report("2026-04", method)
    bolt = line(april.table("suppliers"), "Bolt")
    assert [bolt[key] for key in ("before", "offered", "taken", "missed", "available")] == [
        D("30.00"),
        D("5.00"),
        D(0),
        D("30.00"),
        D("5.00"),
    ]
    assert bolt["cost"] == D("0.225773")
    (missed,) = april.table("missed").rows
    assert missed.cells[0] == "B1"
    assert [str(cell) for cell in missed.cells[2:7]] == [
        "2026-03-25",
        "3/10 net 60",
        "2026-04-04",
        "2026-05-24",
        "30.00",
    ]


@pytest.mark.parametrize(("method", "deducted"), [("gross", "20.00"), ("net", "25.00")])
def test_it_is_what_the_payables_have(report: Callable[..., Report], method: str, deducted: str) -> None:
    """Gross: what was taken. Net: what was taken and the 5.00 that can still be."""
    table = report("2026-04", method).table("ledger")
    assert [row.cells[1] for row in table.rows] == [D(deducted), D(deducted), D(0)]


def test_the_year(report: Callable[..., Report]) -> None:
    """Missed 40.00 at 37.24 % and 30.00 at 22.58 %: 30.96 % together."""
    total = line(report("2026").table("suppliers"), "total")
    assert total["missed"] == D("70.00")
    assert round(total["cost"], 4) == D("0.3096")


@pytest.mark.parametrize("method", ["gross", "net"])
@pytest.mark.parametrize(
    ("payments", "taken", "missed"),
    [
        ([("2026-03-12", "980.00")], "16.00", "0"),
        ([("2026-04-02", "1000.00")], "0", "16.00"),
        ([("2026-03-12", "490.00"), ("2026-04-02", "500.00")], "8.00", "8.00"),
    ],
)
def test_what_came_back_after_payment_was_not_offered(
    report: Callable[..., Report], method: str, payments: list[tuple[str, str]], taken: str, missed: str
) -> None:
    """A fifth of 1,000.00 is taken back: 16.00 of 20.00 were offered, and a fifth less was taken and missed."""
    text = bill("A1", "2026-03-02", "1000.00", "Acme")
    text += "".join(paid("A1", date, amount) for date, amount in payments)
    text += (
        '2026-04-20 * "Acme" "Credit note"\n  invoice: "A1"\n'
        "  Liabilities:Payables  200.00 USD\n  Expenses:Services  -200.00 USD\n"
    )
    found = line(report("2026", method, text).table("suppliers"), "Acme")
    assert (found["offered"], found["taken"], found["missed"]) == (D("16.00"), D(taken), D(missed))


def test_split_terms_are_one_invoice(report: Callable[..., Report]) -> None:
    text = bill("S1", "2026-03-02", "1000.00", "Acme", "50% 2/10 net 30, 50% 1/20 net 60") + paid(
        "S1", "2026-03-12", "490.00"
    )
    row = line(report("2026-03", text=text).table("suppliers"), "Acme")
    assert (row["invoices"], row["offered"], row["taken"], row["available"]) == (
        1,
        D("15.00"),
        D("10.00"),
        D("5.00"),
    )


def test_other_currencies_are_named(report: Callable[..., Report]) -> None:
    assert "invoices in other currencies not included: EUR (choose one)" in report("2026-04").advice


def test_it_is_drawn(report: Callable[..., Report]) -> None:
    found = report("2026-03")
    text = render_text.render(found)
    assert "Acme" in text
    assert "37.2" in text
    assert "A2" in render_csv.render(found)
    assert '"missed"' in render_json.render(found)


def test_the_schedule_of_cost_has_it_as_an_adjustment(
    load_ledger: Callable[[str], Any], books_of: Callable[..., Any]
) -> None:
    """3.00 off 60 units of which 20 were sold: 2.00 off purchases, 1.00 off cost of goods sold; 20 x 2.50 were sold."""
    text = """
option "operating_currency" "USD"
plugin "beancount.plugins.auto_accounts"
plugin "beanplant"
2026-01-01 commodity STEEL
  item: TRUE
2026-01-01 open Liabilities:Payables
2026-01-01 custom "plant" "P100"
  valuation: "fifo"
2026-01-01 custom "plant-purchase-discounts" Liabilities:Payables
2026-03-02 * "Acme" "Invoice with the goods"
  invoice: "1"
  terms: "2/10 net 30"
  Assets:P100:RawMaterials          60 STEEL @ 2.50 USD
  Liabilities:Payables
2026-03-05 * "Sold"
  Expenses:P100:CostOfGoodsSold     20 STEEL
  Assets:P100:RawMaterials         -20 STEEL
2026-03-09 * "Payment"
  invoice: "1"
  Liabilities:Payables             147.00 USD
  Assets:Bank
"""
    ledger = load_ledger(text)
    assert not ledger.errors, ledger.messages
    schedule = cost_of_goods.build(choose(books_of(ledger)), parse_period("2026-03")).tables[0]
    found = {str(row.cells[0]): row.cells[1] for row in schedule.all_rows()}
    assert found["Freight and purchase cost adjustments"] == D("-2.00")
    assert found["Sold from raw materials"] == D("50.00")
    assert found["Posted to cost of goods sold directly"] == D("-1.00")
    assert found["Difference"] == D(0)
