"""Debts at a date and their schedules, and that they are what the accounts hold."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest

from beanplant.reports import debt_amortization, render_text
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report, Table

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Tokyo
2026-01-01 open Expenses:Interest
2026-01-01 open Liabilities:Bonds
2026-01-01 open Liabilities:P200:Loan
2026-01-01 open Liabilities:Samurai
2026-01-01 open Liabilities:DiscountOnSamurai
2026-01-01 custom "plant" "P100"
2026-01-01 custom "plant" "P200"
  currency: USD
"""

BONDS = """
2026-01-01 * "Issue"
  debt: "B"
  Assets:Bank                      92278.33 USD
  Liabilities:DiscountOnBonds       7721.67 USD
  Liabilities:Bonds              -100000.00 USD
2026-01-01 custom "plant-debt" "B" Liabilities:Bonds 100000.00 USD
  name: "Eights of 2031"
  matures: 2031-01-01
  coupon: "8 %"
  payments: 2
  proceeds: 92278.33 USD
  effective-rate: "10 %"
  interest: Expenses:Interest
2026-01-01 * "Loan"
  debt: "L"
  Assets:Bank                       2970.00 USD
  Liabilities:P200:DiscountOnLoan     30.00 USD
  Liabilities:P200:Loan            -3000.00 USD
2026-01-01 custom "plant-debt" "L" Liabilities:P200:Loan 3000.00 USD
  matures: 2029-01-01
  coupon: "10 %"
  payments: 1
  issuance-cost: 30.00 USD
  method: "straight-line"
  repayment: "equal-principal"
  interest: Expenses:Interest
2027-01-01 * "First payment"
  debt: "L"
  Liabilities:P200:Loan             1000.00 USD
  Expenses:Interest                  300.00 USD
  Assets:Bank
2027-03-31 * "Fact"
  Assets:Bank                          0.00 USD
"""


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[..., Any]) -> Callable[..., Report]:
    def make(time: str, *more: str, plant: str | None = None, **options: Any) -> Report:
        ledger = load_ledger("".join((HEAD, BONDS, *more)))
        assert not ledger.errors, ledger.messages
        return debt_amortization.build(choose(books_of(ledger, **options), plant), parse_period(time))

    return make


def cells(table: Table, row: str, *columns: str) -> list[Any]:
    return [table.value(row, column) for column in columns]


MONEY = ("principal", "unamortized", "carrying", "amortization")


def test_debts_at_a_date(report: Callable[..., Report]) -> None:
    """After 2026: 92,278.33 + 613.92 + 644.61, and 30.00 / 36 x 12 of the loan; after January its first payment."""
    found = report("2026")
    debts = found.table("debts")
    assert cells(debts, "B", *MONEY) == [D("100000"), D("6463.14"), D("93536.86"), D("1258.53")]
    assert cells(debts, "B", "name", "coupon", "rate") == ["Eights of 2031", "8 %", "10 %"]
    assert cells(debts, "L", *MONEY) == [D("3000"), D("20"), D("2980"), D("10")]
    assert debts.value("L", "rate") == "straight line"
    assert cells(debts, "accounts", *MONEY[:3]) == [D("103000"), D("6483.14"), D("96516.86")]
    assert cells(debts, "difference", *MONEY[:3]) == [0, 0, 0]
    assert not found.advice
    later = report("2027-01").table("debts")
    assert cells(later, "L", *MONEY) == [D("2000"), D("19.17"), D("1980.83"), D("0.83")]
    assert cells(later, "difference", *MONEY[:3]) == [0, 0, 0]


def test_only_what_is_posted_is_amortized(report: Callable[..., Report]) -> None:
    """The books go to March 2027: half of the third half year's 676.84."""
    debts = report("2029").table("debts")
    assert debts.value("B", "unamortized") == D("6463.14") - D("338.42")
    assert cells(debts, "difference", "unamortized") == [0]


def test_schedules(report: Callable[..., Report]) -> None:
    found = report("2026")
    table = found.table("schedule-B")
    assert table.title == "Eights of 2031: coupon 8 %, effective 10 %"
    assert [column.key for column in table.columns] == [
        "period", "end", "carrying", "interest", "coupon", "amortization", "unamortized", "after",
    ]  # fmt: skip
    assert [str(cell) for cell in table.rows[0].cells] == [
        "1", "2026-07-01", "92278.33", "4613.92", "4000.00", "613.92", "7107.75", "92892.25",
    ]  # fmt: skip
    assert len(table.rows) == 10
    assert table.value("10", "after") == D("100000")  # what is repaid
    assert cells(table, "total", "interest", "coupon", "amortization") == [
        D("47721.67"),
        D("40000"),
        D("7721.67"),
    ]
    loan = found.table("schedule-L")
    assert [row.cells[loan.index("repaid")] for row in loan.rows] == [1000, 1000, 1000]
    assert [row.cells[loan.index("interest")] for row in loan.rows] == [310, 210, 110]
    assert loan.value("3", "after") == 0


def test_what_a_retirement_takes_off(report: Callable[..., Report]) -> None:
    text = '2027-01-01 * "Called"\n  retires: "B"\n  part: "40 %"\n  Liabilities:Bonds  41000.00 USD\n  Assets:Bank\n'
    found = report("2027-01", text)
    table = found.table("schedule-B")
    assert table.value("2", "retired") == D("40000") - D("2585.26")
    assert table.value("2", "after") == D("93536.86") - D("37414.74")
    assert found.table("debts").value("B", "principal") == 60000
    assert cells(found.table("debts"), "difference", *MONEY[:3]) == [0, 0, 0]


def test_a_debt_is_gone_after_its_maturity(report: Callable[..., Report]) -> None:
    text = '2031-01-01 * "Repaid"\n  debt: "B"\n  Liabilities:Bonds  100000.00 USD\n  Assets:Bank\n'
    assert report("2031-01", text, plant="P100").table("debts").value("B", "principal") == 0
    assert not report("2031-02", text, plant="P100").table("debts").rows


def test_a_repayment_that_lacks_is_a_difference(report: Callable[..., Report]) -> None:
    found = report("2031-02", '2031-02-28 * "Fact"\n  Assets:Bank  0.00 USD\n', plant="P100")
    assert found.table("debts").value("difference", "principal") == -100000
    assert any("write debt: on each posting of a debt, and its repayment" in line for line in found.advice)


def test_a_plant_has_its_own_and_what_is_no_plants(report: Callable[..., Report]) -> None:
    assert [row.key for row in report("2026", plant="P100").table("debts").rows] == ["B"]
    assert [row.key for row in report("2026", plant="P200").table("debts").rows] == ["B", "L"]


def test_other_currencies_and_what_is_refused_are_named(
    load_ledger: Callable[[str], Any], books_of: Callable[..., Any]
) -> None:
    yen = """
2026-01-01 * "Issue"
  debt: "S"
  Assets:Tokyo                       9880 JPY
  Liabilities:DiscountOnSamurai       120 JPY
  Liabilities:Samurai              -10000 JPY
2026-01-01 custom "plant-debt" "S" Liabilities:Samurai 10000 JPY
  matures: 2027-01-01
  coupon: "1 %"
  payments: 1
  issuance-cost: 120 JPY
  interest: Expenses:Interest
"""
    wrong = BONDS.replace("issuance-cost: 30.00", "issuance-cost: 31.00")
    ledger = load_ledger(HEAD + wrong + yen)
    assert len(ledger.errors) == 1
    found = debt_amortization.build(choose(books_of(ledger)), parse_period("2026"))
    assert [row.key for row in found.table("debts").rows] == ["B"]
    assert "debts in other currencies not included: JPY" in found.advice
    assert "not amortized, see the errors: L" in found.advice


def test_a_part_of_the_ledger_is_not_compared(report: Callable[..., Report]) -> None:
    table = report("2026", filtered=True).table("debts")
    assert [row.key for row in table.totals] == ["total"]


def test_as_text(report: Callable[..., Report]) -> None:
    text = render_text.render(report("2026"))
    assert "Debt amortization" in text
    assert "93,536.86" in text
    assert "Eights of 2031: coupon 8 %, effective 10 %" in text
