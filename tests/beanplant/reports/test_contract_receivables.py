"""The ageing of receivables in a ledger that has contracts and no discounts for early payment."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest

from beanplant.reports import receivable_ageing
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report

# 70,000.00 of January are due at once; 30,000.00 of them are paid. March is due on April 9. Salt Co has terms
# and no number; Shop gets two credit memos that do not name it; Coal Co pays on an account of its own.
LEDGER = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Assets:Debtors
2026-01-01 open Income:Sales
2026-01-01 open Liabilities:RefundLiability
2026-01-01 custom "plant-contract" "CHEM" Income:Sales
2026-01-20 * "Chem Co" "January"
  contract: "CHEM"
  Assets:Receivables   70000.00 USD
  Income:Sales        -70000.00 USD
2026-02-10 * "Chem Co" "Payment"
  Assets:Bank          30000.00 USD
  Assets:Receivables  -30000.00 USD
2026-03-10 * "Chem Co" "March"
  contract: "CHEM"
  invoice: "C-2"
  terms: "net 30"
  Assets:Receivables   60000.00 USD
  Income:Sales        -60000.00 USD
2026-01-01 custom "plant-contract" "SALT" Income:Sales
2026-03-20 * "Salt Co" "No number"
  contract: "SALT"
  terms: "net 60"
  Assets:Receivables    1000.00 USD
  Income:Sales         -1000.00 USD
2026-01-01 custom "plant-contract" "SHOP" Income:Sales
2026-01-01 custom "plant-estimate" "SHOP" "returns" 0.10
2026-01-04 * "Shop" "Goods"
  contract: "SHOP"
  Assets:Receivables      25.00 USD
  Income:Sales           -25.00 USD
2026-01-05 * "Shop" "Goods"
  contract: "SHOP"
  invoice: "S-1"
  Assets:Receivables     500.00 USD
  Income:Sales          -500.00 USD
2026-02-15 * "Credit memo"
  settles: "SHOP"
  invoice: "S-1"
  Income:Sales            40.00 USD
  Assets:Receivables     -40.00 USD
2026-02-16 * "Credit memo"
  settles: "SHOP"
  Income:Sales             5.00 USD
  Assets:Receivables      -5.00 USD
2026-01-01 custom "plant-contract" "COAL" Income:Sales
  receivables: Assets:Debtors
2026-03-01 * "Coal Co" "Coal"
  contract: "COAL"
  Assets:Debtors         200.00 USD
  Income:Sales          -200.00 USD
"""
AGES = ("not-due", "to-30", "to-60", "to-90", "over", "credits", "open")


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[..., Any]) -> Callable[..., Report]:
    def make(time: str, text: str = LEDGER) -> Report:
        ledger = load_ledger(text)
        assert not ledger.errors, ledger.messages
        return receivable_ageing.build(choose(books_of(ledger)), parse_period(time))

    return make


def test_receivables_of_contracts_are_aged(report: Callable[..., Report]) -> None:
    """On March 31: January is 70 days old, March not due; S-1 85 days, Coal Co 30."""
    found = report("2026-03")
    table = found.table("customers")
    rows = {row.key: [table.value(row.key, key) for key in AGES] for row in table.rows}
    assert rows == {
        "Chem Co": [60000, 0, 0, 40000, 0, 0, 100000],
        "Coal Co": [0, 200, 0, 0, 0, 0, 200],
        "Salt Co": [1000, 0, 0, 0, 0, 0, 1000],
        "Shop": [0, 0, 0, 480, 0, 0, 480],
    }
    assert table.value("accounts", "open") == D("101680.00")
    assert table.value("difference", "open") == 0
    assert not found.advice


def test_terms_without_a_number_say_when_it_is_due(report: Callable[..., Report]) -> None:
    rows = {row.cells[1]: row.cells for row in report("2026-05-29").table("invoices").rows}
    assert [str(cell) for cell in rows["Salt Co"][2:7]] == [
        "2026-03-20",
        "net 60",
        "2026-05-19",
        "10",
        "1000.00",
    ]


def test_an_account_with_another_name_is_asked_for(report: Callable[..., Report]) -> None:
    text = LEDGER[: LEDGER.index("2026-02-10")].replace("  Assets:Receivables", "  Assets:Debtors")
    (line,) = report("2026-03", text).advice
    assert line == (
        "nothing was posted on Assets:Receivables; receivables: says the account where it is another"
    )


def test_an_account_that_cannot_be(load_ledger: Callable[[str], Any]) -> None:
    for account, message in (
        ("Income:Sales", "receivables: found Income:Sales, expected an account below Assets"),
        ("Assets:Debtor", "receivables: account Assets:Debtor is not open"),
    ):
        ledger = load_ledger(LEDGER.replace("receivables: Assets:Debtors", f"receivables: {account}"))
        assert any(message in found for found in ledger.messages), ledger.messages
