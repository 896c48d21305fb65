"""What names no invoice, or the wrong one; discounts that are given twice; keys with a slip of the pen."""

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
2026-01-01 open Expenses:Consulting
2026-01-01 open Income:Sales
2026-01-01 open Income:SalesDiscounts
2026-01-01 open Liabilities:Payables
2026-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
"""
INVOICE = """
2026-03-10 * "Pump Co" "Invoice"
  invoice: "INV-9001"
  terms: "2/10 net 30"
  Assets:Receivables   1000.00 USD
  Income:Sales        -1000.00 USD
"""


def paid(amount: str, date: str = "2026-03-18", payee: str = "Pump Co", key: str = "") -> str:
    legs = f"  Assets:Bank  {amount} USD\n  Assets:Receivables  -{amount} USD\n"
    return f'{date} * "{payee}" "Payment"\n{key}{legs}'


def advice(ledger: Any) -> list[str]:
    return [text for _, text in ledger.options_map["beanplant_advice"]]


def test_a_number_that_no_invoice_has(load_ledger: Load) -> None:
    (message,) = load_ledger(HEAD + INVOICE + paid("980.00", key='  invoice: "INV-901"\n')).messages
    assert message == (
        'unknown invoice "INV-901" (did you mean "INV-9001"?) of 980.00 USD on Assets:Receivables;'
        " write invoice: on the transaction that books it, or correct the number"
    )


@pytest.mark.parametrize(
    ("amount", "date", "payee", "said"),
    [
        ("980.00", "2026-03-18", "Pump Co", "980.00 USD on 2026-03-18 is what the customer owed on INV-9001"),
        (
            "1000.00",
            "2026-04-18",
            "Pump Co",
            "1000.00 USD on 2026-04-18 is what the customer owed on INV-9001",
        ),
        ("980.00", "2026-03-25", "Pump Co", ""),
        ("980.00", "2026-03-18", "Other", ""),
        ("50.00", "2026-03-18", "Pump Co", ""),
        ("980.00", "2026-03-08", "Pump Co", ""),
    ],
)
def test_a_payment_without_a_number(load_ledger: Load, amount: str, date: str, payee: str, said: str) -> None:
    """On account, unless it is just what is owed on an invoice: then which one is asked."""
    ledger = load_ledger(HEAD + INVOICE + paid(amount, date, payee))
    assert not ledger.errors
    assert ledger.money("Income:SalesDiscounts") == {}
    found = advice(ledger)
    assert len(found) == bool(said)
    assert all(text.startswith(said) and text.endswith('write invoice: "INV-9001"') for text in found)


def test_many_payments_without_a_number_are_one_advice(load_ledger: Load) -> None:
    """Six invoices of two amounts and their payments, and one on account."""
    text = "".join(
        INVOICE.replace("9001", f"900{n}").replace("1000.00", f"{1000 + 100 * (n % 2)}.00") for n in range(6)
    )
    text += "".join(paid(amount) for amount in ("980.00", "1078.00", "980.00", "1000.00", "1078.00", "5.00"))
    (said,) = advice(load_ledger(HEAD + text))
    assert said.startswith(
        "980.00 USD on 2026-03-18 is what the customer owed on INV-9000, but it names no invoice;"
    )
    assert said.endswith(" and 1 more]")
    assert "[5 times: also <string>:" in said


def test_an_invoice_that_is_paid_is_not_asked_for(load_ledger: Load) -> None:
    ledger = load_ledger(HEAD + INVOICE + paid("980.00", key='  invoice: "INV-9001"\n') + paid("980.00"))
    assert not ledger.errors
    assert not advice(ledger)


def test_what_we_owed(load_ledger: Load) -> None:
    text = """
2026-01-01 custom "plant-purchase-discounts" Liabilities:Payables
2026-03-10 * "Acme" "Bill"
  invoice: "B-1"
  terms: "2/10 net 30"
  Expenses:Consulting     500.00 USD
  Liabilities:Payables   -500.00 USD
2026-03-12 * "Acme" "Payment"
  Liabilities:Payables    490.00 USD
  Assets:Bank            -490.00 USD
"""
    ledger = load_ledger(HEAD + text)
    assert not ledger.errors
    assert advice(ledger) == [
        '490.00 USD on 2026-03-12 is what we owed on B-1, but it names no invoice; write invoice: "B-1"'
    ]


@pytest.mark.parametrize("number", ['""', "", "2026-03-10", "TRUE", "1000.00 USD"])
def test_what_is_no_number_of_an_invoice(load_ledger: Load, number: str) -> None:
    (message,) = load_ledger(HEAD + INVOICE + paid("980.00", key=f"  invoice: {number}\n")).messages
    assert message.startswith("invoice: found ")
    assert message.endswith('expected the number of the invoice in quotes, such as "INV-9001"')


def test_a_number_without_quotes(load_ledger: Load) -> None:
    text = INVOICE.replace('"INV-9001"', "9001") + paid("980.00", key='  invoice: "9001"\n')
    ledger = load_ledger(HEAD + text)
    assert not ledger.errors
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("20.00")}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", "terms: found nothing"),
        ("2", "terms: found 2"),
        ("TRUE", "terms: found TRUE"),
        ('""', "terms are empty"),
    ],
)
def test_terms_that_are_none(load_ledger: Load, written: str, message: str) -> None:
    (found,) = load_ledger(HEAD + INVOICE.replace('"2/10 net 30"', written)).messages
    assert found.startswith(message)
    assert '"2/10 net 30"' in found


def test_an_invoice_that_lowers_what_is_owed(load_ledger: Load) -> None:
    turned = INVOICE.replace("   1000.00", "  -1000.00").replace(" -1000.00 USD\n", " 1000.00 USD\n", 2)
    turned = turned.replace("Receivables  1000.00", "Receivables  -1000.00")
    (message,) = load_ledger(HEAD + turned).messages
    assert (
        "an invoice raises Assets:Receivables, this lowers it; turn the signs, or write as invoice: the one"
        in message
    )


def test_the_same_number_with_other_terms(load_ledger: Load) -> None:
    text = INVOICE + INVOICE.replace("03-10", "03-11").replace("2/10 net 30", "net 30")
    (message,) = load_ledger(HEAD + text).messages
    assert 'invoice "INV-9001" is written twice: also at <string>:' in message


@pytest.mark.parametrize(("right", "wrong"), [("terms:", "term:"), ("invoice:", "invoic:")])
def test_a_slip_of_the_pen(load_ledger: Load, right: str, wrong: str) -> None:
    text = INVOICE.replace(right, wrong) if right == "terms:" else INVOICE
    key = f'  {wrong if right == "invoice:" else "invoice:"} "INV-9001"\n'
    ledger = load_ledger(HEAD + text + paid("980.00", "2026-03-18", "Other", key))
    assert not ledger.errors
    name = right.removesuffix(":")
    assert advice(ledger) == [
        f"{wrong} says nothing to beanplant; for the {name} of an invoice write {right}"
    ]


def test_an_invoice_older_than_what_says_how_it_is_booked(load_ledger: Load) -> None:
    head = HEAD.replace('2026-01-01 custom "plant', '2026-06-01 custom "plant')
    ledger = load_ledger(head + INVOICE + INVOICE.replace("9001", "9002") + paid("980.00"))
    assert not ledger.errors
    (text,) = advice(ledger)
    assert text == (
        'terms "2/10 net 30" of 2026-03-10 are before plant-sales-discounts Income:Sales of 2026-06-01: no discount is'
        " taken on such an invoice; date it earlier [2 times: also <string>:19]"
    )


def test_a_credit_note_of_the_discount_that_was_taken(load_ledger: Load) -> None:
    """A payment in time takes the 20.00; a credit note of them would give them twice. Without the payment in time it is
    the discount that a person gives."""
    key = '  invoice: "INV-9001"\n'
    note = f'2026-03-19 * "Credit note"\n{key}  Income:SalesDiscounts  20.00 USD\n  Assets:Receivables\n'
    (message,) = load_ledger(HEAD + INVOICE + paid("980.00", key=key) + note).messages
    assert message == (
        'invoice "INV-9001": the credit note of 20.00 USD on Income:SalesDiscounts gives a discount again, of which a'
        ' payment took 20.00 USD; delete it, and write credit-note: "NUMBER" on the payment'
    )
    assert not load_ledger(HEAD + INVOICE + paid("980.00", "2026-03-25", key=key) + note).errors


def test_late_from_another_day(load_ledger: Load) -> None:
    dated = INVOICE.replace("  terms", "  baseline: 2026-03-01\n  terms")
    (message,) = load_ledger(HEAD + dated + paid("980.00", key='  invoice: "INV-9001"\n')).messages
    assert (
        "it came 17 days after 2026-03-01, which its terms count from, 7 too late for 2% within 10 days"
        in message
    )


@pytest.mark.parametrize(
    ("name", "said"), [("Pmp Co", True), ("Pump Co", False), ("Anybody", False), ("2/10 net 45", False)]
)
def test_a_share_for_a_customer_with_a_slip_of_the_pen(load_ledger: Load, name: str, said: bool) -> None:
    head = (
        HEAD
        + f'  method: "allowance"\n  expected: 0.80\n2026-01-01 custom "plant-take-up" Income:Sales "{name}" 0.95\n'
    )
    ledger = load_ledger(head + INVOICE)
    assert not ledger.errors
    text = (
        'plant-take-up Income:Sales: no invoice with a discount is to "Pmp Co" (did you mean "Pump Co"?); correct the'
        " name of the customer"
    )
    assert advice(ledger) == ([text] if said else [])


def test_what_may_be_a_tax_that_nobody_named(load_ledger: Load) -> None:
    """2 % of 1,000.00, not of the 190.00: so it is without ``tax:``, and may not be meant."""
    taxed = INVOICE.replace("1000.00 USD\n", "1190.00 USD\n", 1) + "  Liabilities:Payables  -190.00 USD\n"
    (text,) = advice(load_ledger(HEAD + taxed))
    assert text == (
        'no discount is on Liabilities:Payables of invoice "INV-9001"; where it is a tax write tax:'
        " Liabilities:Payables in plant-sales-discounts Income:Sales, and tax-mode:"
    )
    assert not advice(load_ledger(HEAD + "  tax: Liabilities:Payables\n" + taxed))
    assert not advice(load_ledger(HEAD + taxed + "    discounted: FALSE\n"))
