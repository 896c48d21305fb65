"""The allowance, the refund liability and revenue by customer: whose a posting is that names nobody, or several."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest

from beanplant.masterdata.allowance_changes import CHANGES, changes_of
from beanplant.reports import gross_to_net, rebate_statement, refund_liability, render_json
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Receivables
2025-01-01 open Income:Sales
2025-01-01 open Income:SalesDeductions
2025-01-01 open Liabilities:RefundLiability
"""
ALLOWANCE = """
2025-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
  method: "allowance"
  expected: 0.50
"""
FACT = '2026-12-31 * "Fact"\n  Assets:Bank  0.00 USD\n'
MOVEMENT = ("opening", "accrued", "re-estimated", "settled", "closing")


def sold(name: str, date: str, amount: str, payee: str) -> str:
    return (
        f'{date} * "{payee}" "Invoice"\n  invoice: "{name}"\n  terms: "2/10 net 30"\n'
        f"  Assets:Receivables  {amount} USD\n  Income:Sales  -{amount} USD\n"
    )


def paid(name: str, date: str, amount: str, payee: str = "") -> str:
    return (
        f'{date} * "{payee}" "Payment"\n  invoice: "{name}"\n'
        f"  Assets:Bank  {amount} USD\n  Assets:Receivables  -{amount} USD\n"
    )


def shipped(contract: str, date: str, units: int, price: int, payee: str) -> str:
    money = f"{units * price}.00 USD"
    return (
        f'{date} * "{payee}" "Shipped"\n  contract: "{contract}"\n  quantity: {units}\n'
        f"  Assets:Receivables  {money}\n  Income:Sales  -{money}\n"
    )


COUPON = """
2026-01-01 custom "plant-contract" "COUPON" Income:Sales
  kind: "coupon"
2026-01-01 custom "plant-estimate" "COUPON" "coupon" "25%" -10.00 USD "75%" 0 USD
  per-unit: TRUE
2026-03-31 custom "plant-estimate" "COUPON" "coupon" "50%" -10.00 USD "50%" 0 USD
  per-unit: TRUE
"""


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[..., Any]) -> Callable[..., Report]:
    def make(build: Any, time: str, text: str, **options: Any) -> Report:
        ledger = load_ledger(HEAD + text + FACT)
        assert not ledger.errors, ledger.messages
        return build(choose(books_of(ledger, **options)), parse_period(time))  # type: ignore[no-any-return]

    return make


def moved(report: Report, table: str, row: str) -> list[Any]:
    found = report.table(table)
    return [found.value(row, key) for key in MOVEMENT]


# Pump Co: 50.00 of 100.00 expected, taken by a payment that names no customer: 50.00 more on the 7th, after the last
# day. Shop: 10.00 of 20.00 expected lapse on February 8.
TWO = (
    sold("P1", "2025-12-27", "5000.00", "Pump Co")
    + paid("P1", "2026-01-03", "4900.00")
    + sold("S1", "2026-01-28", "1000.00", "Shop")
    + paid("S1", "2026-02-20", "1000.00", "Bank of the Shop")
)


def test_what_an_allowance_changed_by_is_each_customers(report: Callable[..., Report]) -> None:
    january = report(refund_liability.build, "2026-01", ALLOWANCE + TWO)
    assert moved(january, "allowance", "early payment/Pump Co") == [50, 0, 50, -100, 0]
    assert moved(january, "allowance", "early payment/Shop") == [0, 10, 0, 0, 10]
    assert moved(january, "allowance", "total") == [50, 10, 50, -100, 10]
    assert len(january.table("allowance").rows) == 2
    quarter = report(refund_liability.build, "2026-Q1", ALLOWANCE + TWO)
    assert moved(quarter, "allowance", "early payment/Shop") == [0, 10, -10, 0, 0]
    assert quarter.table("allowance").value("difference", "closing") == 0


def test_revenue_of_each_customer_has_his_discounts(report: Callable[..., Report]) -> None:
    """Pump Co: 50.00 in December, 50.00 more in January. Shop: 10.00 in January, none in the quarter."""
    quarter = report(gross_to_net.build, "2026-Q1", ALLOWANCE + TWO).table("customers")
    assert [row.key for row in quarter.rows] == ["Pump Co", "Shop"]
    assert (quarter.value("Pump Co", "discounts"), quarter.value("Shop", "discounts")) == (-50, 0)
    assert quarter.value("Shop", "net") == 1000


def test_what_goes_from_one_customer_to_another_is_not_posted_and_yet_there(
    report: Callable[..., Report],
) -> None:
    """On January 12 Shop's 10.00 lapse, and Pump Co's 10.00 that were taken beyond what was expected are trued up."""
    text = (
        ALLOWANCE
        + sold("S1", "2026-01-01", "1000.00", "Shop")
        + sold("P1", "2026-01-05", "1000.00", "Pump Co")
        + paid("P1", "2026-01-06", "980.00", "Pump Co")
        + paid("S1", "2026-01-31", "1000.00", "Shop")
    )
    found = report(refund_liability.build, "2026-01", text)
    assert moved(found, "allowance", "early payment/Pump Co") == [0, 10, 10, -20, 0]
    assert moved(found, "allowance", "early payment/Shop") == [0, 10, -10, 0, 0]
    assert moved(found, "allowance", "total") == [0, 20, 0, -20, 0]
    assert found.table("allowance").value("difference", "closing") == 0
    row = found.table("allowance").row("early payment/Pump Co")
    ((line, amount),) = row.references["re-estimated"].lines()
    assert (amount, line.entry.narration) == (10, "Allowance for discounts, from one customer to another")
    assert "from one customer" not in render_json.render(found)  # unless the postings are asked for
    revenue = report(gross_to_net.build, "2026-01", text).table("customers")
    assert (revenue.value("Pump Co", "discounts"), revenue.value("Shop", "discounts")) == (-20, 0)


def test_a_new_estimate_of_a_contract_with_several_customers(report: Callable[..., Report]) -> None:
    """2.50 a box at first, 5.00 since March: 250.00 more for 100 boxes, 750.00 for 300."""
    text = (
        COUPON
        + shipped("COUPON", "2026-02-02", 100, 50, "Retail A")
        + shipped("COUPON", "2026-02-09", 300, 50, "Retail B")
        + '2026-04-20 * "Retail A" "Claim"\n  settles: "COUPON"\n  Income:Sales  200.00 USD\n  Assets:Receivables\n'
    )
    found = report(refund_liability.build, "2026", text)
    assert moved(found, "refund-liability", "COUPON/Retail A") == [0, 250, 250, -200, 300]
    assert moved(found, "refund-liability", "COUPON/Retail B") == [0, 750, 750, 0, 1500]
    assert found.table("refund-liability").value("difference", "closing") == 0
    statement = report(rebate_statement.build, "2026", text).table("contracts")
    assert statement.value("COUPON", "customer") == "Retail B and 1 more"


def test_what_is_settled_is_of_the_one_customer_whoever_it_is_paid_to(report: Callable[..., Report]) -> None:
    """250.00 of coupons: 30.00 are paid to a clearing house, a memo of another shop takes 20.00 of them."""
    text = (
        COUPON
        + shipped("COUPON", "2026-02-02", 100, 50, "Retail A")
        + '2026-02-20 * "Clearing" "Coupons"\n  contract: "COUPON"\n  Liabilities:RefundLiability  30.00 USD\n'
        + "  Assets:Bank\n"
        + '2026-02-21 * "Shop" "Memo"\n  settles: "COUPON"\n  Income:Sales  20.00 USD\n  Assets:Receivables\n'
    )
    found = report(refund_liability.build, "2026-02", text)
    assert [row.key for row in found.table("refund-liability").rows] == ["COUPON/Retail A"]
    assert moved(found, "refund-liability", "COUPON/Retail A") == [0, 250, 0, -50, 200]
    revenue = report(gross_to_net.build, "2026-02", text).table("customers")
    assert [row.key for row in revenue.rows] == ["Retail A"]
    statement = report(rebate_statement.build, "2026-02", text).table("contracts")
    assert statement.value("COUPON", "customer") == "Retail A"


def test_what_is_behind_a_part_says_whose_it_is(report: Callable[..., Report]) -> None:
    text = (
        COUPON
        + shipped("COUPON", "2026-02-02", 100, 50, "Retail A")
        + shipped("COUPON", "2026-02-09", 300, 50, "Retail B")
    )
    row = report(refund_liability.build, "2026", text).table("refund-liability").row("COUPON/Retail A")
    ((line, amount),) = row.references["re-estimated"].lines()
    assert (amount, line.posting.meta["formula"]) == (250, "400 x 5 USD less 1000.00 before, of it Retail A")
    assert row.references["program"].contract == "COUPON"


def test_a_program_leads_to_its_statement_or_else_to_its_directive(report: Callable[..., Report]) -> None:
    """A bonus owes nothing back: there is nothing to state."""
    text = (
        COUPON
        + shipped("COUPON", "2026-02-02", 100, 50, "Retail A")
        + """
2026-01-01 custom "plant-contract" "TOWER" Income:Sales
  price: 1000.00 USD
2026-02-28 custom "plant-progress" "TOWER" 0.50
"""
    )
    table = report(gross_to_net.build, "2026", text).table("programs")
    leads = {row.key: row.references.get("program") for row in table.rows}
    assert (leads["COUPON"].contract, leads["TOWER"].contract) == ("COUPON", None)  # type: ignore[union-attr]
    assert leads["TOWER"].entry["lineno"] > 0  # type: ignore[union-attr]
    for row in table.rows:
        behind = sum(amount for _, amount in row.references["net"].lines())
        assert behind == table.value(row.key, "net")


def test_a_rest_of_a_cent_goes_to_one_of_them(report: Callable[..., Report]) -> None:
    """0.01 more a box on three customers with a box each, of 0.05 in all: 0.02, 0.02, 0.01."""
    text = COUPON.replace('"50%" -10.00 USD "50%" 0 USD', '"100%" -2.516667 USD')
    for day, payee in (("02", "A"), ("03", "B"), ("04", "C")):
        text += shipped("COUPON", f"2026-02-{day}", 1, 50, payee)
    found = report(refund_liability.build, "2026", text).table("refund-liability")
    assert sorted(found.value(f"COUPON/{payee}", "re-estimated") for payee in "ABC") == [
        D("0.01"),
        D("0.02"),
        D("0.02"),
    ]


def test_a_deduction_that_a_person_booked(report: Callable[..., Report]) -> None:
    """130,000.00 less 4,000.00 on the bill at 90 for 1,300 units: 9,000.00 are owed back."""
    text = """
2026-01-01 custom "plant-contract" "CHEM" Income:Sales
2026-01-01 custom "plant-contract-tiers" "CHEM" "0" 100 USD "1000" 90 USD
2026-01-01 custom "plant-estimate" "CHEM" 2000
2026-01-20 * "Chem Co" "Shipped with a rebate on the bill"
  contract: "CHEM"
  quantity: 1300
  Assets:Receivables      126000.00 USD
  Income:SalesDeductions    4000.00 USD
  Income:Sales           -130000.00 USD
"""
    programs = report(gross_to_net.build, "2026", text).table("programs")
    assert programs.value("CHEM", "billed") == 130000
    assert programs.value("CHEM", "deductions") == -13000
    assert programs.value("CHEM", "net") == 117000
    statement = report(rebate_statement.build, "2026", text).table("contracts")
    assert (statement.value("CHEM", "billed"), statement.value("CHEM", "earned")) == (126000, 9000)
    assert statement.value("CHEM", "books") == 9000


def test_a_discount_on_an_invoice_of_a_contract_is_of_early_payment(report: Callable[..., Report]) -> None:
    """The invoice names its contract, the payment does not: both are one program."""
    text = (
        ALLOWANCE
        + COUPON
        + sold("C1", "2026-02-01", "1000.00", "Retail A").replace(
            '  terms: "2/10', '  contract: "COUPON"\n  quantity: 20\n  terms: "2/10'
        )
        + paid("C1", "2026-02-05", "980.00")
    )
    found = report(refund_liability.build, "2026", text)
    assert moved(found, "allowance", "early payment/Retail A") == [0, 10, 10, -20, 0]
    programs = report(gross_to_net.build, "2026", text).table("programs")
    assert programs.value("early payment", "discounts") == -20
    assert programs.value("COUPON", "discounts") == 0
    assert (programs.value("COUPON", "kind"), programs.value("early payment", "kind")) == ("coupon", "")


def test_the_changes_are_stored(load_ledger: Callable[[str], Any]) -> None:
    """Beancount keeps the options of a ledger beside it, and Fava shows them."""
    ledger = load_ledger(HEAD + ALLOWANCE + TWO + FACT)
    kept = ledger.options_map[CHANGES]
    assert repr(kept) == "changes of allowances by customer"
    stored = pickle.loads(pickle.dumps(kept))
    assert list(changes_of({CHANGES: stored})) == list(changes_of(ledger.options_map))
    assert [(each.customer, each.amount) for each in changes_of({CHANGES: stored})] == [
        ("Pump Co", D("50.00")),
        ("Shop", D("-10.00")),
    ]
    assert not list(changes_of({}))


@pytest.mark.parametrize("named", ["Income:SalesReturns", "Income:Back"])
def test_returns_and_allowances_beside_the_sales(report: Callable[..., Report], named: str) -> None:
    """1,000.00 sold, 100.00 credited, 2 % of 900.00 taken: 882.00 are net revenue of the customer and of the accounts.

    The account with the default name need not be named.
    """
    key = "" if named == "Income:SalesReturns" else f"  returns: {named}\n"
    text = (
        f"2025-01-01 open {named}\n"
        + ALLOWANCE.replace('  method: "allowance"\n  expected: 0.50\n', key)
        + sold("P1", "2026-01-10", "1000.00", "Pump Co")
        + '2026-01-12 * "Pump Co" "Credit note"\n  invoice: "P1"\n'
        + f"  {named}  100.00 USD\n  Assets:Receivables  -100.00 USD\n"
        + paid("P1", "2026-01-15", "882.00")
    )
    found = report(gross_to_net.build, "2026-01", text)
    customers, programs = found.table("customers"), found.table("programs")
    row = [customers.value("Pump Co", key) for key in ("billed", "returns", "discounts", "net")]
    assert row == [1000, -100, -18, 882]
    assert programs.value("difference", "net") == 0
    assert programs.value("accounts", "net") == 882
