"""Supplier finance: payables in a program from opening to closing, by what the invoices say."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest

from beanplant.reports import supplier_finance
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report

LEDGER = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:InputVAT
2026-01-01 open Expenses:Services
2026-01-01 open Liabilities:Payables
2026-01-01 open Liabilities:VAT
2026-01-01 custom "plant-purchase-discounts" Liabilities:Payables
  tax: Liabilities:VAT
2026-02-10 * "Acme" "Invoice"
  invoice: "A1"
  terms: "net 60"
  supplier-finance: "BANK-1"
  Expenses:Services     40000.00 USD
  Assets:InputVAT        4000.00 USD
  Liabilities:VAT       -4000.00 USD
  Liabilities:Payables
2026-03-05 * "Acme" "Invoice"
  invoice: "A2"
  terms: "2/10 net 90"
  supplier-finance: "BANK-1"
  Expenses:Services     10000.00 USD
  Liabilities:Payables
2026-03-06 * "Bolt" "Invoice"
  invoice: "B1"
  Expenses:Services      6200.00 USD
  Liabilities:Payables
2026-03-12 * "Bank" "Part of A2, with its discount"
  invoice: "A2"
  Liabilities:Payables   4900.00 USD
  Assets:Bank
2026-04-10 * "Bank" "A1 and B1"
  Liabilities:Payables  40000.00 USD
    invoice: "A1"
  Liabilities:Payables   1200.00 USD
    invoice: "B1"
  Assets:Bank
"""


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[..., Any]) -> Callable[..., Report]:
    def make(time: str, text: str = LEDGER) -> Report:
        ledger = load_ledger(text)
        assert not ledger.errors, ledger.messages
        return supplier_finance.build(choose(books_of(ledger)), parse_period(time))

    return make


def test_a_quarter_and_the_one_after(report: Callable[..., Report]) -> None:
    """4,900.00 paid in time settle 5,000.00 of A2. At the end of March 45,000.00 of 51,200.00 are in the program, at
    the end of April 5,000.00 of 10,000.00."""
    for time, expected in (
        ("2026-03", [40000, 10000, -5000, 45000, 51200]),
        ("2026-04", [45000, 0, -40000, 5000, 10000]),
    ):
        (row,) = report(time).table("programs").rows
        assert list(row.cells[2:7]) == expected
        assert row.cells[7] == D(expected[3]) / expected[4]
        assert row.cells[8] == "60 to 90"
        for key, amount in zip(("opening", "confirmed", "settled", "closing"), expected, strict=False):
            assert sum(part for _, part in row.references[key].lines()) == amount


def test_a_reclassification_by_posting(report: Callable[..., Report]) -> None:
    """A payable that the supplier confirms later moves to another line of the balance sheet."""
    text = LEDGER.replace(
        "open Liabilities:VAT", "open Liabilities:SupplierFinance\n2026-01-01 open Liabilities:VAT"
    )
    text += """
2026-05-05 * "Bolt" "Confirmed"
  invoice: "B2"
  Liabilities:Payables        5000.00 USD
  Liabilities:SupplierFinance
    supplier-finance: "BANK-2"
"""
    found = report("2026-05", text.replace('invoice: "B2"\n', ""))
    row = found.table("programs").row("BANK-2/Liabilities:SupplierFinance")
    assert list(row.cells[2:6]) == [0, 5000, 0, 5000]


def test_a_ledger_without_a_program(report: Callable[..., Report]) -> None:
    found = report("2026-03", LEDGER.replace('  supplier-finance: "BANK-1"\n', ""))
    assert found.table("programs").rows == ()
    assert 'write supplier-finance: "PROGRAM"' in found.advice[0]


def test_under_the_net_method_a_discount_is_no_settlement(report: Callable[..., Report]) -> None:
    """A2 is booked at 9,800.00; 4,900.00 are paid, and on 16 March the other 100.00 are owed again."""
    text = LEDGER.replace("tax: Liabilities:VAT", 'tax: Liabilities:VAT\n  method: "net"')
    for time, expected in (
        ("2026-03", [40000, 9900, -4900, 45000]),
        ("2026-03-15", [44900, 0, 0, 44900]),
        ("2026-03-16", [44900, 100, 0, 45000]),
    ):
        (row,) = report(time, text).table("programs").rows
        assert list(row.cells[2:6]) == expected


def test_the_terms_of_payables_in_no_program(report: Callable[..., Report]) -> None:
    """Two other invoices on the account are due in 30 and in 45 days, one of April is not there yet."""
    text = LEDGER
    for day, terms in (("03-20", "net 30"), ("03-21", "1/10 net 45"), ("04-02", "net 120")):
        text += f'''
2026-{day} * "Coil" "Invoice"
  invoice: "C-{day}"
  terms: "{terms}"
  Expenses:Services       100.00 USD
  Liabilities:Payables
'''
    (row,) = report("2026-03", text).table("programs").rows
    assert row.cells[8:10] == ("60 to 90", "30 to 45")
    (row,) = report("2026-03").table("programs").rows
    assert row.cells[9] == ""


def test_suppliers_that_have_their_money_from_the_bank(report: Callable[..., Report]) -> None:
    """The bank paid the supplier of A2 on 20 March: of 45,000.00 at the end of the month 5,000.00; before it none."""
    (row,) = report("2026-03").table("programs").rows
    assert row.cells[10] is None
    text = LEDGER.replace(
        'terms: "2/10 net 90"\n  supplier-finance: "BANK-1"',
        'terms: "2/10 net 90"\n  supplier-finance: "BANK-1"\n  supplier-paid: 2026-03-20',
    )
    for time, amount in (("2026-03-19", 0), ("2026-03-20", 5000), ("2026-03", 5000), ("2026-04", 5000)):
        (row,) = report(time, text).table("programs").rows
        assert row.cells[10] == amount, time


def test_a_day_in_quotes_is_advice(report: Callable[..., Report]) -> None:
    text = LEDGER.replace(
        'supplier-finance: "BANK-1"', 'supplier-finance: "BANK-1"\n  supplier-paid: "March"', 1
    )
    assert report("2026-03", text).advice == (
        'invoice "A1": supplier-paid: found "March", expected a date without quotes such as 2026-03-12',
    )
