"""Gross to net, the refund liability and the allowance, constrained amounts: figures by hand, ties to the accounts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

from beanplant import masterdata
from beanplant.reports import constrained_amounts, gross_to_net, refund_liability
from beanplant.reports.books import Books
from beanplant.reports.model import Report
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

LEDGER = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 open Income:Machines
2026-01-01 open Liabilities:RefundLiability
2026-01-01 custom "plant-contract" "CHEM" Income:Sales
  kind: "volume rebate"
  refund-liability: Liabilities:RefundLiability
2026-01-01 custom "plant-contract-tiers" "CHEM" "0" 100 USD "1000" 90 USD
2026-01-01 custom "plant-estimate" "CHEM" 500
2026-06-30 custom "plant-estimate" "CHEM" 2000
2026-03-31 * "Chem Co" "Containers"
  contract: "CHEM"
  quantity: 400
  Assets:Receivables  40000.00 USD
  Income:Sales       -40000.00 USD
2026-09-30 * "Chem Co" "Rebate paid"
  contract: "CHEM"
  Liabilities:RefundLiability  1500.00 USD
  Assets:Bank
2026-01-01 custom "plant-contract" "TOWER" Income:Machines
  price: 100000.00 USD
2026-01-01 custom "plant-estimate" "TOWER" "in time" 9000.00 USD
  include: 2000.00 USD
  reason: "Weather"
2026-05-31 * "City" "Bill"
  contract: "TOWER"
  Assets:Receivables  70000.00 USD
  Income:Machines    -70000.00 USD
2026-06-30 custom "plant-progress" "TOWER" 0.50
2026-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
  method: "allowance"
  expected: 0.50
2026-07-01 * "Shop" "Invoice"
  invoice: "9"
  terms: "2/10 net 30"
  Assets:Receivables  1000.00 USD
  Income:Sales       -1000.00 USD
2026-07-05 * "Shop" "Paid"
  invoice: "9"
  Assets:Bank         980.00 USD
  Assets:Receivables -980.00 USD
2026-12-31 * "Fact"
  Assets:Bank  0.00 USD
"""
Make = Callable[[Any, str], Report]


@pytest.fixture
def report(load_ledger: Callable[[str], Any]) -> Make:
    def make(build: Any, time: str) -> Report:
        ledger = load_ledger(LEDGER)
        assert not ledger.messages, ledger.messages
        master, _ = masterdata.read(ledger.entries, ledger.options_map)
        return build(choose(Books(ledger.entries, master, ledger.options_map)), parse_period(time))  # type: ignore[no-any-return]

    return make


def table(report: Report, name: str) -> dict[str, dict[str, Any]]:
    found = next(each for each in report.tables if each.name == name)
    keys = [column.key for column in found.columns]
    return {row.key: dict(zip(keys, row.cells, strict=True)) for row in (*found.rows, *found.totals)}


def test_gross_to_net_by_program(report: Make) -> None:
    """400 x 10 of rebate; half of 102,000 performed of 70,000 billed; 20.00 taken."""
    found = table(report(gross_to_net.build, "2026"), "programs")
    assert (found["CHEM"]["billed"], found["CHEM"]["deductions"], found["CHEM"]["net"]) == (
        40000,
        -4000,
        36000,
    )
    assert (found["TOWER"]["billed"], found["TOWER"]["timing"], found["TOWER"]["net"]) == (
        70000,
        -19000,
        51000,
    )
    assert found["early payment"]["discounts"] == -20
    assert found["no program"]["billed"] == 1000
    assert found["total"]["net"] == D("87980.00")
    assert found["difference"]["net"] == 0


def test_gross_to_net_of_a_month_ties(report: Make) -> None:
    for month in ("2026-03", "2026-05", "2026-06", "2026-07", "2026-08"):
        assert table(report(gross_to_net.build, month), "programs")["difference"]["net"] == 0


def test_gross_to_net_by_customer(report: Make) -> None:
    found = table(report(gross_to_net.build, "2026"), "customers")
    assert found["Chem Co"]["net"] == 36000
    assert found["Shop"]["billed"] == 1000


def test_refund_liability(report: Make) -> None:
    """Nothing expected in March, 4,000 in June, 1,500 paid in September."""
    whole = report(refund_liability.build, "2026")
    chem = table(whole, "refund-liability")["CHEM/Chem Co"]
    money = [chem[key] for key in ("opening", "accrued", "re-estimated", "settled", "closing")]
    assert money == [0, 0, 4000, -1500, 2500]
    quarter = table(report(refund_liability.build, "2026-Q3"), "refund-liability")["CHEM/Chem Co"]
    assert (quarter["opening"], quarter["settled"], quarter["closing"]) == (4000, -1500, 2500)
    assert table(whole, "refund-liability")["difference"]["closing"] == 0


def test_allowance(report: Make) -> None:
    """10.00 expected, 20.00 taken, 10.00 trued up at the month's end."""
    found = table(report(refund_liability.build, "2026"), "allowance")
    money = [found["total"][key] for key in ("opening", "accrued", "re-estimated", "settled", "closing")]
    assert money == [0, 10, 10, -20, 0]
    assert found["difference"]["closing"] == 0


def test_constrained_amounts(report: Make) -> None:
    found = table(report(constrained_amounts.build, "2026"), "amounts")["TOWER/in time"]
    assert (found["estimate"], found["included"], found["kept-out"], found["reason"]) == (
        9000,
        2000,
        7000,
        "Weather",
    )
