"""Reports of customers and suppliers in a currency that is chosen: no amount of another is in them.

USD: an invoice of 1,000.00 with 2 %, half of it expected; 700 units at 100, 90 expected. EUR: an invoice of 1,000.00
with 3 %; 90 + 60 units at 10, 9 expected; a bonus of 4,000.00 that the constraint keeps out; a supplier's 500.00.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest

from beanplant.reports import catalog
from beanplant.reports.period import CALENDAR_YEAR, parse_period
from beanplant.reports.scope import ReportError

if TYPE_CHECKING:
    from beanplant.reports.model import Report

TRADE = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 open Income:Machines
2026-01-01 open Expenses:Services
2026-01-01 open Liabilities:Payables
2026-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
  method: "allowance"
  expected: 0.50
2026-01-01 custom "plant-purchase-discounts" Liabilities:Payables
2026-03-20 * "Pump Co" "Invoice"
  invoice: "P1"
  terms: "2/10 net 30"
  Assets:Receivables  1000.00 USD
  Income:Sales       -1000.00 USD
2026-03-25 * "Pumpen GmbH" "Invoice"
  invoice: "E1"
  terms: "3/14 net 30"
  Assets:Receivables  1000.00 EUR
  Income:Sales       -1000.00 EUR
2026-03-26 * "Usine SA" "Invoice"
  invoice: "U1"
  terms: "2/10 net 30"
  supplier-finance: "BANQUE"
  Expenses:Services     500.00 EUR
  Liabilities:Payables -500.00 EUR
2026-01-01 custom "plant-contract" "CHEM" Income:Sales
2026-01-01 custom "plant-contract-tiers" "CHEM" "0" 100 USD "1000" 90 USD
2026-01-01 custom "plant-estimate" "CHEM" 2000
2026-01-20 * "Chem Co" "Shipped"
  contract: "CHEM"
  quantity: 700
  Assets:Receivables   70000.00 USD
  Income:Sales        -70000.00 USD
2026-01-01 custom "plant-contract" "EURO" Income:Sales
  currency: "EUR"
2026-01-01 custom "plant-contract-tiers" "EURO" "0" 10 EUR "100" 9 EUR
2026-01-01 custom "plant-estimate" "EURO" 500
2026-02-20 * "Pumpen GmbH" "Shipped"
  contract: "EURO"
  quantity: 90
  Assets:Receivables   900.00 EUR
  Income:Sales        -900.00 EUR
2026-03-20 * "Pumpen GmbH" "Shipped"
  contract: "EURO"
  quantity: 60
  Assets:Receivables   600.00 EUR
  Income:Sales        -600.00 EUR
2026-01-01 custom "plant-contract" "TURM" Income:Machines
  price: 50000.00 EUR
2026-01-01 custom "plant-estimate" "TURM" "in time" 4000.00 EUR
  include: 0 EUR
  reason: "Permit"
2026-01-01 custom "plant-contract" "COUPON" Income:Sales
2026-01-01 custom "plant-estimate" "COUPON" "coupon" -1.00 USD
  per-unit: TRUE
2026-12-31 custom "plant-contract-end" "TURM"
"""
Make = Callable[..., "Report"]


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[..., Any]) -> Make:
    ledger = load_ledger(TRADE)
    assert not ledger.errors, ledger.messages
    books = books_of(ledger)

    def make(name: str, currency: str | None = None, time: str = "2026-Q1") -> Report:
        entry = catalog.find(name)
        return entry.build(
            entry.scope(books, catalog.Wish(currency=currency or "")), parse_period(time), CALENDAR_YEAR
        )

    return make


@pytest.mark.parametrize(
    ("name", "table", "row", "column", "dollars", "euros"),
    [
        ("gross-to-net", "programs", "total", "net", D("63990.00"), D("2335.00")),
        ("refund-liability", "refund-liability", "total", "closing", D("7000.00"), D("150.00")),
        ("refund-liability", "allowance", "total", "closing", D("10.00"), D("15.00")),
        ("rebate-statement", "contracts", "total", "billed", D("70000.00"), D("1500.00")),
        ("rebate-statement", "contracts", "total", "books", D("7000.00"), D("150.00")),
        ("constrained-amounts", "amounts", "total", "kept-out", D(0), D("4000.00")),
        ("discounts-by-customer", "by-customer", "total", "available", D("20.00"), D("30.00")),
        ("receivable-ageing", "customers", "total", "open", D("71000.00"), D("2500.00")),
        ("receivable-ageing", "customers", "total", "discount", D("20.00"), D("30.00")),
        ("expected-take-up", "back-test", "2026-03-31", "expected", D("10.00"), D("15.00")),
        ("payable-ageing", "suppliers", "total", "open", D(0), D("500.00")),
        ("purchase-discounts", "suppliers", "total", "available", D(0), D("10.00")),
        ("supplier-finance", "programs", "total", "closing", D(0), D("500.00")),
    ],
)
def test_each_currency_has_its_own(
    report: Make, name: str, table: str, row: str, column: str, dollars: D, euros: D
) -> None:
    for currency, expected, other in ((None, dollars, "EUR"), ("USD", dollars, "EUR"), ("EUR", euros, "USD")):
        found = report(name, currency)
        assert found.table(table).value(row, column) == expected
        assert {each.unit for each in found.tables[0].columns if each.unit} == {currency or "USD"}
        said = [line for line in found.advice if "in other currencies not included" in line]
        only_euros = name in ("payable-ageing", "purchase-discounts", "supplier-finance")
        assert bool(said) == (other in found.currencies and not (only_euros and other == "USD"))
        assert all(f": {other} (choose one)" in line for line in said)
        assert not found.plants


def test_the_ties_hold_in_each_currency(report: Make) -> None:
    for currency in ("USD", "EUR"):
        assert report("gross-to-net", currency).table("programs").value("difference", "net") == 0
        for name in ("refund-liability", "allowance"):
            assert report("refund-liability", currency).table(name).value("difference", "closing") == 0
        assert report("rebate-statement", currency).table("contracts").value("difference", "books") == 0
        assert report("receivable-ageing", currency).table("customers").value("difference", "open") == 0
        assert report("discounts-by-customer", currency).table("ledger").value("difference", "amount") == 0


def test_an_amount_for_each_unit_is_that_of_the_units_sold(
    load_ledger: Callable[[str], Any], books_of: Callable[..., Any]
) -> None:
    """100 boxes in January, 300 in March: 2.00 each expected, 2.50 taken off; a cut of 1.00 for what is 60 days old."""
    text = (
        TRADE
        + """
2026-01-01 custom "plant-contract" "BOX" Income:Sales
2026-01-01 custom "plant-estimate" "BOX" "coupon" -2.00 USD
  per-unit: TRUE
  include: -2.50 USD
  reason: "New"
2026-01-01 custom "plant-estimate" "BOX" "cut" -1.00 USD
  per-unit: TRUE
  window: "60 days"
2026-01-15 * "Shop" "Boxes"
  contract: "BOX"
  quantity: 100
  Assets:Receivables   1000.00 USD
  Income:Sales        -1000.00 USD
2026-03-15 * "Shop" "Boxes"
  contract: "BOX"
  quantity: 300
  Assets:Receivables   3000.00 USD
  Income:Sales        -3000.00 USD
"""
    )
    ledger = load_ledger(text)
    assert not ledger.errors, ledger.messages
    entry = catalog.find("constrained-amounts")
    scope = entry.scope(books_of(ledger))
    keys = ("units", "estimate", "included", "kept-out")

    def amounts(time: str, row: str) -> list[Any]:
        table = entry.build(scope, parse_period(time), CALENDAR_YEAR).table("amounts")
        return [table.value(row, key) for key in keys]

    assert amounts("2026-01", "BOX/coupon") == [100, -200, -250, 50]
    assert amounts("2026-03", "BOX/coupon") == [400, -800, -1000, 200]
    assert amounts("2026-03-15", "BOX/cut") == [400, -400, -400, 0]  # the 59th day of the first
    assert amounts("2026-03-16", "BOX/cut") == [300, -300, -300, 0]
    assert amounts("2026-03-16", "total") == [None, -1100, -1300, 200]
    in_euros = entry.build(
        entry.scope(books_of(ledger), catalog.Wish(currency="EUR")), parse_period("2026"), CALENDAR_YEAR
    )
    assert "units" not in [column.key for column in in_euros.table("amounts").columns]


def test_they_are_of_no_plant(load_ledger: Callable[[str], Any], books_of: Callable[..., Any]) -> None:
    """The currency is that of the first plant, and no plant stands above figures of all customers."""
    text = TRADE + '2026-01-01 custom "plant" "P1"\n  currency: EUR\n2026-01-01 custom "plant" "P2"\n'
    ledger = load_ledger(text)
    assert not ledger.errors, ledger.messages
    entry = catalog.find("receivable-ageing")
    found = entry.build(entry.scope(books_of(ledger)), parse_period("2026-Q1"), CALENDAR_YEAR)
    assert (found.heading, found.plants) == ("", ())
    assert found.table("customers").value("total", "open") == D("2500.00")


def test_what_is_kept_out_stands_first(
    load_ledger: Callable[[str], Any], books_of: Callable[..., Any]
) -> None:
    text = TRADE + '2026-01-01 custom "plant-estimate" "EURO" "late" -5.00 EUR\n'
    ledger = load_ledger(text)
    assert not ledger.errors, ledger.messages
    entry = catalog.find("constrained-amounts")
    scope = entry.scope(books_of(ledger), catalog.Wish(currency="EUR"))
    rows = entry.build(scope, parse_period("2026-03"), CALENDAR_YEAR).table("amounts").rows
    assert [row.key for row in rows] == ["TURM/in time", "EURO/late"]


def test_a_contract_that_ended_has_nothing_uncertain(report: Make) -> None:
    found = report("constrained-amounts", "EUR", "2026-12")
    assert not found.table("amounts").rows
    assert "no contract has an uncertain amount on this day" in found.advice
    assert report("constrained-amounts", "EUR", "2026-12-30").table("amounts").rows


def test_without_an_operating_currency(
    load_ledger: Callable[[str], Any], books_of: Callable[..., Any]
) -> None:
    """The only currency there is; of several the first, and the others are named."""
    head = TRADE[: TRADE.index('2026-01-01 custom "plant-sales')].replace(
        'option "operating_currency" "USD"\n', ""
    )
    sale = (
        '2026-01-01 custom "plant-contract" "C" Income:Sales\n  currency: "EUR"\n'
        '2026-02-01 * "Shop" "Sale"\n  contract: "C"\n  Assets:Receivables  9.00 EUR\n  Income:Sales  -9.00 EUR\n'
    )
    entry = catalog.find("gross-to-net")
    books = books_of(load_ledger(head + sale))
    found = entry.build(entry.scope(books), parse_period("2026"), CALENDAR_YEAR)
    assert found.table("programs").value("total", "net") == D("9.00")
    both = books_of(load_ledger(head + sale + sale.replace('"C"', '"D"').replace("EUR", "USD")))
    found = entry.build(entry.scope(both), parse_period("2026"), CALENDAR_YEAR)
    assert (found.currencies, found.tables[0].columns[-1].unit) == (("EUR", "USD"), "EUR")
    assert "revenue in other currencies not included: USD (choose one)" in found.advice


def test_a_currency_that_is_not_there(report: Make) -> None:
    with pytest.raises(ReportError, match=r'in "EUT" \(did you mean "EUR"\?\); the ledger has EUR, USD'):
        report("gross-to-net", "EUT")
