"""Early payment discounts in a ledger: what is taken, given back, and what cannot stand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

D = Decimal
HEAD = """
plugin "beanplant.sales_discounts"
option "operating_currency" "USD"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Assets:Receivables:Pump
2026-01-01 open Equity:Opening
2026-01-01 open Expenses:BadDebt
2026-01-01 open Expenses:Fees
2026-01-01 open Income:Sales
2026-01-01 open Income:Sales:Export
2026-01-01 open Income:SalesDiscounts
2026-01-01 open Income:SalesReturns
2026-01-01 open Income:Freight
2026-01-01 open Liabilities:VAT
2026-01-01 open Liabilities:FixedTax
"""
RULE = """
2026-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
  method: "gross"
  discounts: Income:SalesDiscounts
  tax: Liabilities:VAT
"""
INVOICE = """
2026-03-10 * "Pump Co" "Invoice"
  invoice: "INV-9001"
  terms: "2/10 net 30"
  Assets:Receivables    1000.00 USD
  Income:Sales         -1000.00 USD
"""


def paid(date: str, amount: str, name: str = "INV-9001") -> str:
    legs = f"  Assets:Bank  {amount} USD\n  Assets:Receivables  -{amount} USD\n"
    return f'{date} * "Payment"\n  invoice: "{name}"\n{legs}'


def credited(date: str, amount: str, account: str = "Income:SalesReturns") -> str:
    legs = f"  {account}  {amount} USD\n  Assets:Receivables  -{amount} USD\n"
    return f'{date} * "Credit note"\n  invoice: "INV-9001"\n{legs}'


@pytest.fixture
def load(load_ledger: Callable[[str], Any]) -> Callable[[str], Any]:
    """Load a text under the usual head and rule."""
    return lambda text: load_ledger(HEAD + RULE + text)


def made(ledger: Any) -> list[tuple[str, str, Decimal]]:
    return [
        (p.meta["rule"], p.account, p.units.number)
        for t in ledger.transactions
        for p in t.postings
        if "rule" in (p.meta or {})
    ]


def test_a_payment_in_time(load: Callable[[str], Any]) -> None:
    """The contract's example: paid on the eighth of ten days, 20.00."""
    ledger = load(INVOICE + paid("2026-03-18", "980.00"))
    assert not ledger.errors
    assert made(ledger) == [
        ("sales-discounts.taken", "Assets:Receivables", D("-20.00")),
        ("sales-discounts.taken", "Income:SalesDiscounts", D("20.00")),
    ]
    payment = next(t for t in ledger.transactions if t.narration == "Payment")
    assert payment.meta["filename"] == "<string>"
    assert {p.meta["formula"] for p in payment.postings[2:]} == {"1000.00 USD x 2%"}
    assert {p.meta["invoice"] for p in payment.postings[2:]} == {"INV-9001"}


@pytest.mark.parametrize("marked", ["payment", "invoice", "both", "posting"])
def test_how_a_payment_names_its_invoice(load: Callable[[str], Any], marked: str) -> None:
    invoice, payment = INVOICE, paid("2026-03-18", "980.00")
    key = '  invoice: "INV-9001"\n'
    if marked in ("payment", "both"):
        payment = payment.replace(key, "").replace('"Payment"', '"Payment" ^INV-9001 ^RUN-7')
    if marked in ("invoice", "both"):
        invoice = invoice.replace(key, "").replace('"Invoice"', '"Invoice" ^INV-9001 ^PO-77')
    if marked == "posting":
        payment = payment.replace(key, "") + '    invoice: "INV-9001"\n'
        invoice = (
            invoice.replace(key, "")
            .replace('  terms: "2/10 net 30"\n', "")
            .replace("1000.00 USD\n", '1000.00 USD\n    invoice: "INV-9001"\n    terms: "2/10 net 30"\n', 1)
        )
    ledger = load(invoice + payment)
    assert not ledger.errors
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("20.00")}


@pytest.mark.parametrize(
    ("date", "terms", "amount", "discount"),
    [
        ("2026-03-20", "2/10 net 30", "980.00", "20.00"),
        ("2026-03-09", "2/10 net 30", "980.00", "20.00"),
        ("2026-03-15", "5/10, 2/20, n/60", "950.00", "50.00"),
        ("2026-03-25", "5/10, 2/20, n/60", "980.00", "20.00"),
        ("2026-04-10", "2/10 EOM", "980.00", "20.00"),
        ("2026-03-18", "2/10 net 30", "1000.00", None),
        ("2026-03-18", "net 30", "1000.00", None),
    ],
)
def test_in_time(
    load: Callable[[str], Any], date: str, terms: str, amount: str, discount: str | None
) -> None:
    ledger = load(INVOICE.replace("2/10 net 30", terms) + paid(date, amount))
    assert not ledger.errors
    assert ledger.money("Income:SalesDiscounts") == ({"USD": D(discount)} if discount else {})
    assert ledger.money("Assets:Receivables") == {}


@pytest.mark.parametrize(
    ("net", "tax", "rate", "mode", "bank", "discount", "tax_back"),
    [
        pytest.param("1500.00", "225.00", "10", "included", "1552.50", "150.00", "22.50", id="ODO-EPD-02"),
        pytest.param("200.00", "36.00", "10", "included", "212.40", "20.00", "3.60", id="ERP-EPD-01"),
        pytest.param("200.00", "36.00", "10", "excluded", "216.00", "20.00", "0.00", id="excluded"),
        pytest.param("3000.00", "150.00", "10", "excluded", "2850.00", "300.00", "0.00", id="ODO-EPD-07"),
        pytest.param("1000.00", "190.00", "3", "included", "1154.30", "30.00", "5.70", id="docs"),
    ],
)  # fmt: skip
def test_tax(
    load_ledger: Callable[[str], Any],
    net: str,
    tax: str,
    rate: str,
    mode: str,
    bank: str,
    discount: str,
    tax_back: str,
) -> None:
    """Odoo 19 and ERPNext: the tax shares the discount, or the discount is on the net amount."""
    ledger = load_ledger(
        HEAD
        + RULE
        + f'  tax-mode: "{mode}"\n'
        + f'2026-03-10 * "Invoice"\n  invoice: "INV-9001"\n  terms: "{rate}/10 net 30"\n'
        + f"  Assets:Receivables\n  Income:Sales  -{net} USD\n  Liabilities:VAT  -{tax} USD\n"
        + paid("2026-03-20", bank)
    )
    assert not ledger.errors
    assert ledger.money("Assets:Receivables") == {}
    assert ledger.money("Income:SalesDiscounts") == {"USD": D(discount)}
    assert ledger.money("Liabilities:VAT") == {"USD": D(tax_back) - D(tax)}


def test_lines_with_and_without_tax(load: Callable[[str], Any]) -> None:
    """ODO-EPD-06 (Odoo 19): 1,000 with 15 % tax and 2,000 without, 10 %: 100 + 200 and 15 of the tax."""
    ledger = load(
        '2026-03-10 * "Invoice"\n  invoice: "INV-9001"\n  terms: "10/10 net 30"\n  Assets:Receivables  3150.00 USD\n'
        "  Income:Sales  -1000.00 USD\n  Income:Sales:Export  -2000.00 USD\n  Liabilities:VAT  -150.00 USD\n"
        + '2026-01-01 custom "plant-sales-discounts" Income:Sales:Export\n  receivables: Assets:Receivables\n'
        + "  tax: Liabilities:VAT\n  discounts: Income:SalesReturns\n"
        + paid("2026-03-20", "2835.00")
    )
    assert not ledger.errors
    assert made(ledger)[0][2] == D("-315.00")
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("100.00")}
    assert ledger.money("Income:SalesReturns") == {"USD": D("200.00")}
    assert ledger.money("Liabilities:VAT") == {"USD": D("-135.00")}
    assert ledger.transactions[-1].postings[-1].meta["formula"] == "315.00 USD x 150.00 USD / 3150.00 USD"


@pytest.mark.parametrize("outside", ["Liabilities:FixedTax", "Income:Freight"])
def test_what_is_not_discounted(load: Callable[[str], Any], outside: str) -> None:
    """ODO-EPD-04 (Odoo 19): 1,500 + 15 % and a fixed tax of 0.05: 1,552.55 are paid; as with freight."""
    ledger = load(
        '2026-03-10 * "Invoice"\n  invoice: "INV-9001"\n  terms: "10/10 net 30"\n  Assets:Receivables  1725.05 USD\n'
        f"  Income:Sales  -1500.00 USD\n  Liabilities:VAT  -225.00 USD\n  {outside}  -0.05 USD\n"
        + paid("2026-03-20", "1552.55")
    )
    assert not ledger.errors
    assert ledger.money("Assets:Receivables") == {}
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("150.00")}
    assert ledger.money("Liabilities:VAT") == {"USD": D("-202.50")}


def test_part_payments(load: Callable[[str], Any]) -> None:
    """490.00 / 0.98 settle 500.00; of the rest 300.00 come too late, 200.00 later: no discount, no fault."""
    ledger = load(
        INVOICE + paid("2026-03-15", "490.00") + paid("2026-03-25", "300.00") + paid("2026-04-01", "200.00")
    )
    assert not ledger.errors
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("10.00")}
    assert ledger.money("Assets:Receivables") == {}
    assert ledger.transactions[1].postings[-1].meta["formula"] == "490.00 USD / (1 - 2%) - 490.00 USD"


def test_the_last_payment_takes_the_rest(load: Callable[[str], Any]) -> None:
    """1,000.01 at 2 % is 20.00: 6.67, 6.67, 6.66; 833.34 + 166.67 tax: 16.67 and 3.33."""
    ledger = load(
        '2026-03-10 * "Invoice"\n  invoice: "INV-9001"\n  terms: "2/10 net 30"\n  Assets:Receivables  1000.01 USD\n'
        "  Income:Sales  -833.34 USD\n  Liabilities:VAT  -166.67 USD\n"
        + "".join(paid(f"2026-03-1{day}", "326.67") for day in (2, 4, 6))
    )
    assert not ledger.errors
    taken = [number for rule, account, number in made(ledger) if account == "Assets:Receivables"]
    assert taken == [D("-6.67"), D("-6.67"), D("-6.66")]
    assert ledger.money("Assets:Receivables") == {}
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("16.67")}
    assert ledger.money("Liabilities:VAT") == {"USD": D("3.33") - D("166.67")}
    assert ledger.transactions[-1].postings[2].meta["formula"] == "20.00 USD - 13.34 USD taken before"


def test_one_payment_over_two_invoices(load: Callable[[str], Any]) -> None:
    ledger = load(
        INVOICE
        + INVOICE.replace("INV-9001", "INV-9002").replace("1000", "500").replace("2/10", "4/10")
        + '2026-03-20 * "Payment"\n  Assets:Bank  1460.00 USD\n'
        + '  Assets:Receivables  -980.00 USD\n    invoice: "INV-9001"\n'
        + '  Assets:Receivables:Pump  -480.00 USD\n    invoice: "INV-9002"\n'
    )
    assert not ledger.errors
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("40.00")}
    assert ledger.money("Assets:Receivables") == {}
    assert [p.meta["invoice"] for p in ledger.transactions[-1].postings[3:]] == ["INV-9001"] * 2 + [
        "INV-9002"
    ] * 2
    assert ledger.transactions[-1].postings[5].account == "Assets:Receivables:Pump"


def test_credit_notes_before_payment_lower_the_base(load: Callable[[str], Any]) -> None:
    """OpenStax, Financial Accounting ch. 6, disc-os-sale-returns: 19,250 - 3,500 - 300, 10 %: 1,545 and 13,905."""
    ledger = load(
        INVOICE.replace("1000.00", "19250.00").replace("2/10", "10/10")
        + credited("2026-03-12", "3500.00")
        + credited("2026-03-20", "300.00", "Income:Sales")
        + paid("2026-03-20", "13905.00")
    )
    assert not ledger.errors
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("1545.00")}
    assert ledger.money("Assets:Receivables") == {}


def test_a_credit_note_on_a_discounted_invoice_gives_back_its_share(load: Callable[[str], Any]) -> None:
    """119.00 of 1,190.00 paid at 3 % are worth 115.43: 3.00 of revenue and 0.57 of tax come back."""
    ledger = load(
        '2026-03-10 * "Invoice"\n  invoice: "INV-9001"\n  terms: "3/14 net 30"\n  Assets:Receivables  1190.00 USD\n'
        "  Income:Sales  -1000.00 USD\n  Liabilities:VAT  -190.00 USD\n"
        + paid("2026-03-20", "1154.30")
        + '2026-03-25 * "Credit note"\n  invoice: "INV-9001"\n'
        + "  Income:Sales  100.00 USD\n  Liabilities:VAT  19.00 USD\n"
        + "  Assets:Receivables  -119.00 USD\n"
    )
    assert not ledger.errors
    assert made(ledger)[3:] == [
        ("sales-discounts.given-back", "Assets:Receivables", D("3.57")),
        ("sales-discounts.given-back", "Income:SalesDiscounts", D("-3.00")),
        ("sales-discounts.given-back", "Liabilities:VAT", D("-0.57")),
    ]
    assert ledger.money("Assets:Receivables") == {"USD": D("-115.43")}


def test_a_bounced_check(load: Callable[[str], Any]) -> None:
    ledger = load(
        INVOICE
        + paid("2026-03-18", "980.00")
        + '2026-03-22 * "Bounced"\n  invoice: "INV-9001"\n'
        + "  Assets:Receivables  980.00 USD\n  Assets:Bank  -980.00 USD\n"
        + paid("2026-03-30", "1000.00")
    )
    assert not ledger.errors
    assert ledger.money("Income:SalesDiscounts") == ledger.money("Assets:Receivables") == {}


def test_a_discount_that_a_person_booked(load: Callable[[str], Any]) -> None:
    ledger = load(
        INVOICE
        + '2026-03-18 * "Payment"\n  invoice: "INV-9001"\n'
        + "  Assets:Bank  980.00 USD\n  Income:SalesDiscounts  20.00 USD\n"
        + "  Assets:Receivables  -1000.00 USD\n"
    )
    assert not ledger.errors
    assert not made(ledger)


def test_a_bank_fee_is_part_of_the_payment(load: Callable[[str], Any]) -> None:
    ledger = load(
        INVOICE
        + '2026-03-18 * "Payment"\n  invoice: "INV-9001"\n  Assets:Bank  975.00 USD\n  Expenses:Fees  5.00 USD\n'
        + "  Assets:Receivables  -980.00 USD\n"
    )
    assert ledger.money("Assets:Receivables") == {}


def test_a_write_off_takes_no_discount(load: Callable[[str], Any]) -> None:
    ledger = load(
        INVOICE
        + '2026-03-12 * "Write-off"\n  invoice: "INV-9001"\n  Expenses:BadDebt  980.00 USD\n  Assets:Receivables\n'
    )
    assert not made(ledger)
    assert ledger.money("Assets:Receivables") == {"USD": D("20.00")}


def test_a_freight_charge_that_is_credited_lowers_no_discount(load: Callable[[str], Any]) -> None:
    """1,000.00 and 50.00 freight; the freight is credited, then 2 % of 1,000.00 are taken."""
    ledger = load(
        INVOICE.replace("1000.00 USD\n", "1050.00 USD\n", 1)
        + "  Income:Freight  -50.00 USD\n"
        + credited("2026-03-12", "50.00", "Income:Freight")
        + paid("2026-03-18", "980.00")
    )
    assert not ledger.errors
    assert ledger.money("Assets:Receivables") == {}
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("20.00")}


def test_one_credit_note_over_two_invoices(load: Callable[[str], Any]) -> None:
    """300.00 are credited on one and 100.00 on the other of two invoices of 1,000.00: 14.00 and 18.00 are taken."""
    ledger = load(
        INVOICE
        + INVOICE.replace("INV-9001", "INV-9002")
        + '2026-03-12 * "Credit note"\n  Income:SalesReturns  400.00 USD\n'
        + '  Assets:Receivables  -300.00 USD\n    invoice: "INV-9001"\n'
        + '  Assets:Receivables  -100.00 USD\n    invoice: "INV-9002"\n'
        + paid("2026-03-18", "686.00")
        + paid("2026-03-18", "882.00", "INV-9002")
    )
    assert not ledger.errors
    assert ledger.money("Assets:Receivables") == {}
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("32.00")}


def test_an_opening_balance_with_terms(load: Callable[[str], Any]) -> None:
    ledger = load(
        '2026-03-10 * "Opening"\n  invoice: "INV-9001"\n  terms: "2/10 net 30"\n  Assets:Receivables  1000.00 USD\n'
        "  Equity:Opening\n"
        + paid("2026-03-18", "980.00")
        + '2026-03-10 * "Opening"\n  invoice: "OLD-1"\n  Assets:Receivables  50.00 USD\n  Equity:Opening\n'
        + paid("2026-03-18", "50.00", "OLD-1")
    )
    assert not ledger.errors
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("20.00")}


def test_the_default_account_is_opened(load_ledger: Callable[[str], Any]) -> None:
    ledger = load_ledger(
        HEAD.replace("2026-01-01 open Income:SalesDiscounts\n", "")
        + RULE.replace("  discounts: Income:SalesDiscounts\n", "")
        + INVOICE
        + paid("2026-03-18", "980.00")
    )
    assert not ledger.errors
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("20.00")}


LATE = (
    'invoice "INV-9001": 980.00 USD on 2026-03-25 is short by 20.00 USD: it came 15 days after the invoice, 5 too'
    " late for 2% within 10 days; ask for the rest, or write grace: 5 in plant-sales-discounts Income:Sales or, where"
    " it was allowed this time, on the payment"
)


def test_a_short_payment_that_came_too_late(load: Callable[[str], Any]) -> None:
    ledger = load(INVOICE + paid("2026-03-25", "980.00"))
    assert ledger.messages == [LATE]
    assert type(ledger.errors[0]).__name__ == "DiscountError"
    assert ledger.money("Assets:Receivables") == {"USD": D("20.00")}


@pytest.mark.parametrize(
    "rest",
    [
        paid("2026-04-01", "20.00"),
        '2026-04-01 * "Write-off"\n  invoice: "INV-9001"\n  Expenses:BadDebt  20.00 USD\n  Assets:Receivables\n',
        credited("2026-04-01", "20.00"),
    ],
)
def test_a_short_payment_whose_rest_is_settled(load: Callable[[str], Any], rest: str) -> None:
    ledger = load(INVOICE + paid("2026-03-25", "980.00") + rest)
    assert not ledger.errors
    assert ledger.money("Assets:Receivables") == {}


@pytest.mark.parametrize(("grace", "faults"), [("5", 0), ("4", 1)])
def test_grace(load_ledger: Callable[[str], Any], grace: str, faults: int) -> None:
    ledger = load_ledger(HEAD + RULE + f"  grace: {grace}\n" + INVOICE + paid("2026-03-25", "980.00"))
    assert len(ledger.errors) == faults
    assert all("grace: 4 does not cover it" in message for message in ledger.messages)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (INVOICE + paid("2026-03-18", "980.00", "INV-901"), 'unknown invoice "INV-901" (did you mean "INV-9001"?)'),
        (INVOICE.replace("2/10 net 30", "2/10 nett 30"), 'cannot read terms "2/10 nett 30" at "nett 30"'),
        (INVOICE.replace('"2/10 net 30"', "2"), "terms: found 2, expected a text"),
        (INVOICE.replace('  invoice: "INV-9001"\n', ""), 'terms "2/10 net 30" without an invoice; write invoice:'),
        (INVOICE + INVOICE.replace("03-10", "03-11"), 'invoice "INV-9001" is written twice: also at <string>:'),
        (
            INVOICE + INVOICE.replace("INV-9001", "INV-9002")
            + '2026-03-18 * "Payment" ^INV-9001 ^INV-9002\n  Assets:Bank  1960.00 USD\n  Assets:Receivables\n',
            "links to 2 invoices; write invoice: on each posting",
        ),
        (
            INVOICE + paid("2026-03-18", "980.00").replace("USD", "EUR"),
            'invoice "INV-9001" is in USD, found EUR',
        ),
        (
            INVOICE.replace(
                "Receivables    1000.00 USD",
                "Receivables  100.00 USD\n  Assets:Receivables  800.00 EUR @@ 900.00 USD",
            ),
            'invoice "INV-9001" is in USD and EUR; a discount needs one currency',
        ),
    ],
)  # fmt: skip
def test_what_cannot_stand(load: Callable[[str], Any], text: str, message: str) -> None:
    ledger = load(text)
    assert [found for found in ledger.messages if message in found], ledger.messages
    assert len(ledger.errors) == 1
    assert ledger.errors[0].source["lineno"] > 0


def test_metadata_of_others_is_left_alone(load: Callable[[str], Any]) -> None:
    """``invoice:`` and ``terms:`` away from the receivables are none of our business; nor are other payments."""
    ledger = load(
        '2026-03-10 * "Supplier"\n  invoice: "X"\n  terms: "whenever"\n  Expenses:Fees  5.00 USD\n  Assets:Bank\n'
        '2026-03-10 * "Cash sale"\n  Assets:Bank  5.00 USD\n  Income:Sales\n'
        '2026-03-11 * "Payment" ^TRIP\n  Assets:Bank  5.00 USD\n  Assets:Receivables\n'
    )
    assert not ledger.errors
    assert not made(ledger)


def test_beside_the_other_plugins(load_ledger: Callable[[str], Any]) -> None:
    """Under ``plugin "beanplant"`` a shipment may be the invoice too: goods and the sale in one transaction.

    One of ten pumps comes back with a credit note: 2 % of 900.00.
    """
    ledger = load_ledger(
        HEAD.replace("beanplant.sales_discounts", "beanplant")
        + RULE
        + '2026-01-01 custom "plant" "P100"\n2026-01-01 custom "plant-standard-cost" 1 PUMP 42.10 USD\n'
        + "2026-01-01 open Assets:P100:FinishedGoods\n  onecommodity: FALSE\n2026-01-01 open Equity:Stock\n"
        + "2026-01-01 open Expenses:P100:CostOfGoodsSold\n  onecommodity: FALSE\n"
        + '2026-01-01 * "Opening"\n  Assets:P100:FinishedGoods  10 PUMP @ 42.10 USD\n  Equity:Stock  -421.00 USD\n'
        + INVOICE
        + "  Expenses:P100:CostOfGoodsSold  10 PUMP\n  Assets:P100:FinishedGoods  -10 PUMP\n"
        + credited("2026-03-12", "100.00", "Income:Sales")
        + "  Expenses:P100:CostOfGoodsSold  -1 PUMP\n  Assets:P100:FinishedGoods  1 PUMP\n"
        + paid("2026-03-18", "882.00")
    )
    assert not ledger.errors
    assert ledger.money("Assets:Receivables") == {}
    assert ledger.money("Income:SalesDiscounts") == {"USD": D("18.00")}
    assert ledger.money("Expenses:P100:CostOfGoodsSold") == {"USD": D("378.90")}
