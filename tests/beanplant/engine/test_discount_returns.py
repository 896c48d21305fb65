"""What comes back on an invoice with a discount: credit notes after payment, refunds, checks that bounce.

The invoice is 1,000.00 at 2/10 net 30. By every method the same is owed at the end, and the same discount was given.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

Load = Callable[[str], Any]

HEAD = """
plugin "beanplant.sales_discounts"
option "operating_currency" "USD"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Freight
2026-01-01 open Income:Sales
2026-01-01 open Income:SalesReturns
2026-01-01 open Liabilities:VAT
2026-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
  tax: Liabilities:VAT
"""
METHODS = ["gross", "net", 'allowance"\n  expected: "80%']
EARNED = ("Income:Sales", "Income:SalesDiscounts", "Income:SalesDiscountsForfeited")
LAST = '2026-06-30 * "Fact"\n  Assets:Bank  0.00 USD\n'


def invoice(legs: str = "Income:Sales -1000.00", terms: str = "2/10 net 30") -> str:
    lines = [leg.split() for leg in legs.split(", ")]
    whole = -sum(D(number) for _, number in lines)
    text = "".join(f"  {account}  {number} USD\n" for account, number in lines)
    head = f'2026-03-10 * "Pump Co" "Invoice"\n  invoice: "1"\n  terms: "{terms}"\n'
    return f"{head}  Assets:Receivables  {whole} USD\n{text}"


def event(date: str, amount: str, other: str = "Assets:Bank") -> str:
    """A payment, or below zero one that is taken back or refunded; on other accounts a credit note."""
    return (
        f'{date} * "Event"\n  invoice: "1"\n  Assets:Receivables  {-D(amount)} USD\n  {other}  {amount} USD\n'
    )


def returned(date: str, amount: str, account: str = "Income:SalesReturns") -> str:
    return event(date, amount, account)


def outcome(load: Load, method: str, text: str) -> tuple[D, D]:
    """What is owed at the end, and the discount that was given."""
    ledger = load(HEAD + f'  method: "{method}"\n' + text + LAST)
    assert not ledger.errors, ledger.messages
    earned = sum(D(ledger.money(account, below=False).get("USD", 0)) for account in EARNED)
    for entry in ledger.transactions:
        assert sum(posting.units.number for posting in entry.postings) == 0
    assert "USD" not in ledger.money("Assets:AllowanceForDiscounts")
    return D(ledger.money("Assets:Receivables").get("USD", 0)), D(1000) + earned


IN_TIME = event("2026-03-15", "980.00")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("text", "owed", "given"),
    [
        pytest.param(
            IN_TIME + event("2026-03-18", "100.00") + event("2026-03-30", "-100.00"), "0", "20.00",
            id="100.00 paid too much are refunded: the discount stands",
        ),
        pytest.param(
            IN_TIME + returned("2026-03-25", "100.00") + event("2026-04-02", "-98.00"), "0", "18.00",
            id="goods of 100.00 come back and their 98.00 are refunded",
        ),
        pytest.param(
            event("2026-03-15", "490.00") + event("2026-04-05", "500.00") + returned("2026-04-06", "100.00"),
            "-99.00", "9.00",
            id="a tenth comes back of what was paid half with a discount: a tenth of the 10.00",
        ),
        pytest.param(
            event("2026-03-15", "490.00") + event("2026-04-05", "500.00") + event("2026-04-09", "-500.00"),
            "500.00", "10.00",
            id="the check that came late bounces: the discount of the one in time stands",
        ),
        pytest.param(
            event("2026-03-15", "490.00") + event("2026-04-05", "500.00") + event("2026-04-09", "-490.00"),
            "500.00", "0",
            id="the check that came in time bounces",
        ),
        pytest.param(
            IN_TIME + returned("2026-03-16", "100.00") + event("2026-03-18", "-980.00"), "900.00", "0",
            id="a check bounces after a credit note: 900.00 are owed, nothing was given",
        ),
        pytest.param(
            IN_TIME + event("2026-03-18", "-490.00"), "500.00", "10.00", id="half of a payment is taken back"
        ),
        pytest.param(
            event("2026-03-14", "1000.00") + IN_TIME + event("2026-03-18", "-1000.00"), "0", "20.00",
            id="paid twice, 980.00 in time, and the 1,000.00 go back: the other takes its discount",
        ),
    ],
)  # fmt: skip
def test_what_comes_back(load_ledger: Load, method: str, text: str, owed: str, given: str) -> None:
    assert outcome(load_ledger, method, invoice() + text) == (D(owed), D(given))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("account", "amount", "owed", "given"),
    [
        ("Income:Freight", "50.00", "-50.00", "20.00"),
        ("Income:SalesReturns", "100.00", "-98.00", "18.00"),
    ],
)
def test_freight_had_no_discount_to_give_back(
    load_ledger: Load, method: str, account: str, amount: str, owed: str, given: str
) -> None:
    """2 % of 1,000.00, not of 50.00 freight. Freight is credited in full, goods of 100.00 at 98.00."""
    text = invoice("Income:Sales -1000.00, Income:Freight -50.00") + event("2026-03-15", "1030.00")
    assert outcome(load_ledger, method, text + returned("2026-03-25", amount, account)) == (D(owed), D(given))


def test_goods_and_freight_of_which_half_was_paid(load_ledger: Load) -> None:
    """515.00 settle 525.00 of 1,050.00, 500.00 of it goods, with 10.00. Goods of 600.00 come back: 525.00 of them on
    what is open, 75.00 on what was paid: 10.00 x 75 / 500 = 1.50."""
    text = invoice("Income:Sales -1000.00, Income:Freight -50.00") + event("2026-03-15", "515.00")
    assert outcome(load_ledger, "gross", text + returned("2026-03-25", "600.00")) == (D("-73.50"), D("8.50"))


@pytest.mark.parametrize("method", METHODS)
def test_split_due_dates_and_a_refund(load_ledger: Load, method: str) -> None:
    """Halves at 2 % and 1 %, all paid with 985.00; goods of 100.00 come back, 50.00 of each half: 49.00 + 49.50."""
    text = invoice(terms="50% 2/10 net 30, 50% 1/20 net 60") + event("2026-03-15", "985.00")
    text += returned("2026-03-25", "100.00") + event("2026-04-02", "-98.50")
    assert outcome(load_ledger, method, text) == (D(0), D("13.50"))


def test_more_comes_back_than_is_open_of_split_due_dates(load_ledger: Load) -> None:
    """490.00 in time settle the first half. Goods of 750.00 come back: 500.00 on the open half, 250.00 on the half that
    was paid at 2 %: 5.00 of its 10.00."""
    text = invoice(terms="50% 2/10 net 30, 50% 1/20 net 60") + event("2026-03-15", "490.00")
    assert outcome(load_ledger, "gross", text + returned("2026-03-25", "750.00")) == (D("-245.00"), D("5.00"))


def test_the_arithmetic_is_told(load_ledger: Load) -> None:
    text = HEAD + invoice() + IN_TIME + returned("2026-03-25", "100.00") + event("2026-03-26", "-980.00")
    made = [
        (posting.meta["rule"], posting.meta["formula"])
        for entry in load_ledger(text).transactions[2:]
        for posting in entry.postings
        if "rule" in (posting.meta or {}) and posting.account == "Income:SalesDiscounts"
    ]
    assert made == [
        ("sales-discounts.given-back", "20.00 USD x 100.00 USD / 1000.00 USD"),
        ("sales-discounts.given-back", "18.00 USD less 0.00 USD of the payments that are left"),
    ]


TAXED = "Income:Sales -1000.00, {} -190.00"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("tax", ["Liabilities:VAT", "Liabilities:VAT:Standard", "Liabilities:OtherTax"])
def test_a_credit_note_with_tax_is_no_payment(load_ledger: Load, method: str, tax: str) -> None:
    """100.00 and 19.00 of tax are credited: on the account of the tax, one below it, and one that ``tax:`` does not
    name, which the invoice has too. No discount is taken by it."""
    open_ = f"2026-01-01 open {tax}\n" if tax != "Liabilities:VAT" else ""
    note = returned("2026-03-12", "100.00").replace("-100.00", "-119.00") + f"  {tax}  19.00 USD\n"
    ledger = load_ledger(HEAD + f'  method: "{method}"\n' + open_ + invoice(TAXED.format(tax)) + note + LAST)
    assert not ledger.errors, ledger.messages
    assert ledger.money("Assets:Receivables") == {"USD": D("1071.00")}
    assert ledger.money("Liabilities") == {"USD": D("-171.00")}


def test_a_debit_note_with_tax_below(load_ledger: Load) -> None:
    """119.00 more with tax below its account: 2 % of 1,309.00 are 26.18."""
    tax = "Liabilities:VAT:Standard"
    more = '2026-03-12 * "Debit note"\n  invoice: "1"\n  Assets:Receivables  119.00 USD\n'
    more += f"  Income:Sales  -100.00 USD\n  {tax}  -19.00 USD\n"
    text = f"2026-01-01 open {tax}\n" + invoice(TAXED.format(tax)) + more + event("2026-03-15", "1282.82")
    ledger = load_ledger(HEAD + text)
    assert not ledger.errors, ledger.messages
    assert ledger.money("Assets:Receivables") == {}
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("22.00")}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("with_payment", [True, False])
def test_a_credit_pays_for_another_invoice(load_ledger: Load, method: str, with_payment: bool) -> None:
    """980.00 were paid on an invoice of which 100.00 came back: 98.00 too much. They and 882.00 in time pay for
    another of 1,000.00, in one payment or by themselves: 18.00 and 20.00 were given."""
    text = invoice() + IN_TIME + returned("2026-03-16", "100.00") + invoice().replace('"1"', '"2"')
    less = '  Assets:Receivables  98.00 USD\n    invoice: "1"\n'
    if with_payment:
        text += '2026-03-18 * "Payment"\n  Assets:Bank  882.00 USD\n'
        text += f'  Assets:Receivables  -980.00 USD\n    invoice: "2"\n{less}'
    else:
        text += f'2026-03-18 * "Applied"\n  Assets:Receivables  -98.00 USD\n    invoice: "2"\n{less}'
        text += event("2026-03-19", "882.00").replace('"1"', '"2"')
    owed, given = outcome(load_ledger, method, text)
    assert (owed, given + 1000) == (0, D("38.00"))


def test_a_check_that_bounces_after_a_credit_note_leaves_a_discount_on_the_rest(load_ledger: Load) -> None:
    """With tax: of 1,190.00 goods of 100.00 come back after payment, and the check bounces in time. 900.00 and 171.00
    of tax are owed; paid again in time they take 18.00 and 3.42."""
    text = invoice("Income:Sales -1000.00, Liabilities:VAT -190.00") + event("2026-03-12", "1166.20")
    note = returned("2026-03-13", "100.00").replace("-100.00", "-119.00") + "  Liabilities:VAT  19.00 USD\n"
    text += note + event("2026-03-14", "-1166.20") + event("2026-03-18", "1049.58")
    for method in METHODS:
        ledger = load_ledger(HEAD + f'  method: "{method}"\n' + text + LAST)
        assert not ledger.errors, ledger.messages
        assert ledger.money("Assets:Receivables") == {}
        assert ledger.money("Liabilities:VAT") == {"USD": D("-167.58")}
        earned = (*EARNED[:2], "Income:SalesDiscountsForfeited")
        assert sum(D(ledger.money(name, below=False).get("USD", 0)) for name in earned) == D("-982.00")


def test_money_of_an_advance_is_no_credit_note(load_ledger: Load) -> None:
    """An advance that was paid out and is owed back with a discount: what comes in on the bank is a payment."""
    advance = '2026-03-10 * "Advance"\n  invoice: "1"\n  terms: "2/10 net 30"\n'
    advance += "  Assets:Receivables  1000.00 USD\n  Assets:Bank  -1000.00 USD\n"
    ledger = load_ledger(HEAD + advance + IN_TIME)
    assert not ledger.errors, ledger.messages
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("20.00")}


@pytest.mark.parametrize("on_posting", [True, False])
def test_the_number_of_a_credit_note(load_ledger: Load, on_posting: bool) -> None:
    """On the payment or on its posting, also of a payment of several invoices: on each posting of the discount."""
    key = 'credit-note: "CN-17"\n'
    text = '2026-03-15 * "Payment"\n' + ("" if on_posting else f"  {key}") + "  Assets:Bank  980.00 USD\n"
    text += '  Assets:Receivables  -980.00 USD\n    invoice: "1"\n' + (f"    {key}" if on_posting else "")
    ledger = load_ledger(HEAD + invoice() + text)
    made = [posting for posting in ledger.transactions[1].postings if "rule" in (posting.meta or {})]
    assert [posting.meta["credit-note"] for posting in made] == ["CN-17", "CN-17"]


@pytest.mark.parametrize("place", ["payment", "posting", "posting with its invoice"])
def test_grace_of_one_payment(load_ledger: Load, place: str) -> None:
    """Five days late, which is allowed this time: written on the payment or on its posting."""
    name, grace = '  invoice: "1"\n', "  grace: 5\n"
    text = '2026-03-25 * "Payment"\n' + ("" if place.endswith("invoice") else name)
    text += (
        grace if place == "payment" else ""
    ) + "  Assets:Bank  980.00 USD\n  Assets:Receivables  -980.00 USD\n"
    text += f"  {name}" if place.endswith("invoice") else ""
    text += "" if place == "payment" else f"  {grace}"
    ledger = load_ledger(HEAD + invoice() + text)
    assert not ledger.errors, ledger.messages
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("20.00")}


@pytest.mark.parametrize("method", METHODS)
def test_a_credit_note_that_does_not_balance_is_beancounts_error(load_ledger: Load, method: str) -> None:
    """A slip of the pen in the amount of the goods, and a check that bounces: no crash."""
    note = returned("2026-03-16", "100.00").replace("  100.00 USD", "  10000000000.00 USD")
    text = invoice() + IN_TIME + note + event("2026-03-18", "-980.00") + LAST
    messages = load_ledger(HEAD + f'  method: "{method}"\n' + text).messages
    assert messages
    assert all("does not balance" in message for message in messages)
