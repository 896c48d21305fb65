"""Terms and currencies of sales with a discount: split due dates, proximo, goods received, amounts, currencies."""

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
2026-01-01 open Expenses:Exchange
2026-01-01 open Income:Sales
2026-01-01 open Liabilities:VAT
2026-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
  tax: Liabilities:VAT
"""


def invoice(terms: str, amount: str = "1000.00", more: str = "") -> str:
    return (
        f'2026-03-10 * "Pump Co" "Invoice"\n  invoice: "1"\n  terms: "{terms}"\n{more}'
        f"  Assets:Receivables  {amount} USD\n  Income:Sales  -{amount} USD\n"
    )


def paid(amount: str, date: str) -> str:
    return (
        f'{date} * "Payment"\n  invoice: "1"\n'
        f"  Assets:Bank  {amount} USD\n  Assets:Receivables  -{amount} USD\n"
    )


def discounts(ledger: Any) -> D:
    assert not ledger.errors, ledger.messages
    return D(ledger.money("Income:SalesDiscounts").get("USD", 0))


@pytest.mark.parametrize(
    ("terms", "more", "in_time", "late"),
    [
        ("2/10 prox net 30", "", "2026-04-10", "2026-04-11"),
        ("2% 10th prox", "", "2026-04-10", "2026-04-11"),
        ("2/10 EOM net 30", "", "2026-04-10", "2026-04-11"),
        ("2/10 ROG net 30", "  received: 2026-03-24\n", "2026-04-03", "2026-04-04"),
        ("20 USD/10 net 30", "", "2026-03-20", "2026-03-21"),
    ],
)
def test_the_last_day(load_ledger: Load, terms: str, more: str, in_time: str, late: str) -> None:
    text = HEAD + invoice(terms, more=more)
    assert discounts(load_ledger(text + paid("980.00", in_time))) == D("20.00")
    assert any("too late for" in found for found in load_ledger(text + paid("980.00", late)).messages)


def test_goods_that_nobody_says_came(load_ledger: Load) -> None:
    (message,) = load_ledger(HEAD + invoice("2/10 ROG")).messages
    assert "count from the receipt of the goods; write received: 2026-03-10" in message
    (message,) = load_ledger(HEAD + invoice("2/10 ROG", more='  received: "soon"\n')).messages
    assert 'found received: "soon"' in message


@pytest.mark.parametrize("method", ["gross", "net", 'allowance"\n  expected: "80%'])
@pytest.mark.parametrize(
    ("payments", "discount", "open_"),
    [
        ([("490.00", "2026-03-15")], "10.00", "500.00"),
        ([("490.00", "2026-03-15"), ("495.00", "2026-03-28")], "15.00", "0"),
        ([("985.00", "2026-03-15")], "15.00", "0"),
        ([("500.00", "2026-03-25"), ("495.00", "2026-03-30")], "5.00", "0"),
        ([("600.00", "2026-04-20"), ("400.00", "2026-05-05")], "0", "0"),
        ([("500.00", "2026-03-15"), ("500.00", "2026-05-05")], "0", "0"),
    ],
)
def test_split_due_dates(
    load_ledger: Load, method: str, payments: list[tuple[str, str]], discount: str, open_: str
) -> None:
    """Half with 2 % for ten days, half with 1 % for twenty: each half is settled on its own terms."""
    text = HEAD + f'  method: "{method}"\n' + invoice("50% 2/10 net 30, 50% 1/20 net 60")
    text += "".join(paid(*each) for each in payments) + '2026-07-31 * "Fact"\n  Assets:Bank  0.00 USD\n'
    ledger = load_ledger(text)
    assert not ledger.errors, ledger.messages
    assert D(ledger.money("Assets:Receivables").get("USD", 0)) == D(open_)
    revenue = -sum(D(ledger.money(name).get("USD", 0)) for name in ("Income:Sales", "Income:SalesDiscounts"))
    forfeited = -D(ledger.money("Income:SalesDiscountsForfeited").get("USD", 0))
    assert revenue + forfeited == D(1000) - D(discount)
    assert "USD" not in ledger.money("Assets:AllowanceForDiscounts")


def test_a_credit_note_is_on_both_halves(load_ledger: Load) -> None:
    """200.00 of 1,000.00 come back: 400.00 each, of which 2 % of the first."""
    note = '2026-03-12 * "Credit"\n  invoice: "1"\n  Income:Sales  200.00 USD\n  Assets:Receivables  -200.00 USD\n'
    text = HEAD + invoice("50% 2/10 net 30, 50% net 60") + note
    ledger = load_ledger(text + paid("392.00", "2026-03-20") + paid("400.00", "2026-05-09"))
    assert discounts(ledger) == D("8.00")
    assert not ledger.money("Assets:Receivables")


def test_a_payment_comes_back_from_the_later_half(load_ledger: Load) -> None:
    """A bounced check of all of it takes both discounts back."""
    back = '2026-03-18 * "Bounced"\n  invoice: "1"\n  Assets:Receivables  985.00 USD\n  Assets:Bank  -985.00 USD\n'
    text = HEAD + invoice("50% 2/10 net 30, 50% 1/20 net 60") + paid("985.00", "2026-03-15")
    ledger = load_ledger(text + back)
    assert discounts(ledger) == 0
    assert ledger.money("Assets:Receivables") == {"USD": D("1000.00")}


FOREIGN = """
2026-03-10 * "Pumpen GmbH" "Invoice"
  invoice: "1"
  terms: "2/10 net 30"
  Assets:Receivables   1190.00 EUR @ 1.10 USD
  Income:Sales        -1000.00 EUR @ 1.10 USD
  Liabilities:VAT      -190.00 EUR @ 1.10 USD
"""


class TestForeign:
    def test_all_in_one_currency_with_prices(self, load_ledger: Load) -> None:
        """23.80 EUR at the rate of the invoice: 26.18 USD, of which 4.18 are tax."""
        payment = (
            '2026-03-18 * "Payment"\n  invoice: "1"\n'
            "  Assets:Bank  1166.20 EUR @ 1.10 USD\n  Assets:Receivables  -1166.20 EUR @ 1.10 USD\n"
        )
        ledger = load_ledger(HEAD + FOREIGN + payment)
        assert not ledger.errors, ledger.messages
        assert ledger.units("Assets:Receivables") == {}
        assert ledger.units("Income:SalesDiscounts") == {"EUR": D("20.00")}
        assert ledger.money("Income:SalesDiscounts") == {"USD": D("22.00")}
        assert ledger.money("Liabilities:VAT") == {"USD": D("-204.82")}

    def test_the_rate_moved(self, load_ledger: Load) -> None:
        """1,166.20 EUR were 1,282.82 USD and bring 1,341.13: a gain of 58.31."""
        payment = (
            '2026-03-18 * "Payment"\n  invoice: "1"\n'
            "  Assets:Bank  1341.13 USD\n  Assets:Receivables  -1166.20 EUR @@ 1341.13 USD\n"
        )
        ledger = load_ledger(HEAD + "  exchange: Expenses:Exchange\n" + FOREIGN + payment)
        assert not ledger.errors, ledger.messages
        assert ledger.units("Assets:Receivables") == {}
        assert not ledger.money("Assets:Receivables")
        assert ledger.money("Expenses:Exchange") == {"USD": D("-58.31")}
        (made,) = [
            posting
            for entry in ledger.transactions
            for posting in entry.postings
            if posting.account == "Expenses:Exchange"
        ]
        assert made.meta["rule"] == "sales-discounts.exchange-rate"

    @pytest.mark.parametrize("method", ["gross", "net", "allowance"])
    def test_revenue_in_the_own_currency(self, load_ledger: Load, method: str) -> None:
        """1,000.00 EUR at 1.0833: revenue of 1,083.30 USD, a discount of 20.00 EUR is 21.67 USD."""
        text = (
            HEAD
            + f'  method: "{method}"\n{"  expected: 0.8" if method == "allowance" else ""}\n'
            + """
2026-03-10 * "Pumpen GmbH" "Invoice"
  invoice: "1"
  terms: "2/10 net 30"
  Assets:Receivables   1000.00 EUR @ 1.0833 USD
  Income:Sales        -1083.30 USD
2026-03-18 * "Payment"
  invoice: "1"
  Assets:Bank           980.00 EUR @ 1.0833 USD
  Assets:Receivables   -980.00 EUR @ 1.0833 USD
2026-03-31 * "Fact"
  Assets:Bank             0.00 USD
"""
        )
        ledger = load_ledger(text)
        assert not ledger.errors, ledger.messages
        assert ledger.units("Assets:Receivables") == {}
        assert ledger.units("Assets:AllowanceForDiscounts") == {}
        assert round(ledger.money("Income")["USD"], 8) == D("-1061.63")

    @pytest.mark.parametrize("method", ["gross", "net"])
    @pytest.mark.parametrize("paid_at", ["1.1398", "1.0947"])
    def test_what_is_all_in_euros_adds_up_exactly(self, load_ledger: Load, method: str, paid_at: str) -> None:
        """2,257.11 EUR at 1.1398: 45.14 EUR at that rate are 51.450572 USD; a price of 51.45 / 45.14 would end nowhere.
        At 1.0947 the 2,211.97 EUR bring 99.76 USD less (99.759847)."""
        text = f"""
2026-03-10 * "Pumpen GmbH" "Invoice"
  invoice: "1"
  terms: "2/10 net 30"
  Assets:Receivables   2257.11 EUR @ 1.1398 USD
  Income:Sales        -1896.73 EUR @ 1.1398 USD
  Liabilities:VAT      -360.38 EUR @ 1.1398 USD
2026-03-18 * "Payment"
  invoice: "1"
  Assets:Bank          2211.97 EUR @ {paid_at} USD
  Assets:Receivables  -2211.97 EUR @ {paid_at} USD
"""
        ledger = load_ledger(HEAD + f'  method: "{method}"\n  exchange: Expenses:Exchange\n' + text)
        assert not ledger.errors, ledger.messages
        assert ledger.units("Assets:Receivables") == {}
        lost = {"USD": D("99.76")} if paid_at == "1.0947" else {}
        assert ledger.money("Expenses:Exchange") == lost
        left = D(ledger.money("Assets:Receivables").get("USD", 0))
        assert left == (D("-0.000153") if lost else 0)

    @pytest.mark.parametrize(
        ("entry", "left", "exchange"),
        [
            ("  Assets:Bank  -1176.00 USD\n  Assets:Receivables  980.00 EUR @@ 1176.00 USD\n", "1100.00", "0"),
            ("  Assets:Bank  -1225.00 USD\n  Assets:Receivables  980.00 EUR @@ 1225.00 USD\n", "1100.00", "49.00"),
            ("  Income:Sales  120.00 USD\n  Assets:Receivables  -100.00 EUR @ 1.20 USD\n", "-107.80", "-108.00"),
        ],
    )  # fmt: skip
    def test_what_comes_back_at_another_rate(
        self, load_ledger: Load, entry: str, left: str, exchange: str
    ) -> None:
        """1,000.00 EUR at 1.10, paid with 980.00 at 1.20: a gain of 98.00. The check bounces at 1.20, which takes the
        gain back, or at 1.25, a loss of 147.00; or goods of 100.00 are credited at 1.20, 10.00 more than they were."""
        text = (
            '2026-03-10 * "Invoice"\n  invoice: "1"\n  terms: "2/10 net 30"\n'
            "  Assets:Receivables  1000.00 EUR @ 1.10 USD\n  Income:Sales  -1100.00 USD\n"
            '2026-03-15 * "Payment"\n  invoice: "1"\n'
            "  Assets:Bank  1176.00 USD\n  Assets:Receivables  -980.00 EUR @@ 1176.00 USD\n"
            '2026-03-17 * "Back"\n  invoice: "1"\n'
        )
        ledger = load_ledger(HEAD + "  exchange: Expenses:Exchange\n" + text + entry)
        assert not ledger.errors, ledger.messages
        assert ledger.money("Assets:Receivables") == {"USD": D(left)}
        assert D(ledger.money("Expenses:Exchange").get("USD", 0)) == D(exchange)

    @pytest.mark.parametrize(
        ("payment", "allowance", "discounts"),
        [
            ("", "-35.52", "35.52"),
            ("2026-03-18 980.00 1.10", "-17.92", "39.92"),
            ("2026-03-18 490.00 1.10", "-26.72", "37.72"),
            ("2026-03-28 1000.00 1.10", "-17.92", "17.92"),
        ],
    )
    def test_an_allowance_for_revenue_in_the_own_currency(
        self, load_ledger: Load, payment: str, allowance: str, discounts: str
    ) -> None:
        """Discounts of 20.00 EUR at 1.10 and at 1.12 are 22.00 and 22.40 USD; 80 % are expected: 17.60 and 17.92.

        At the end of March the second can be taken in full, and of the first what was not paid: all, nothing or half of
        it, or nothing as it lapsed; what was taken was 22.00 or 11.00.
        """
        text = HEAD + '  method: "allowance"\n  expected: 0.8\n'
        for name, day, rate, revenue in (("1", "15", "1.10", "1100.00"), ("2", "28", "1.12", "1120.00")):
            text += (
                f'2026-03-{day} * "Pumpen GmbH" "Invoice"\n  invoice: "{name}"\n  terms: "2/{20 if name == "1" else 10}'
                f' net 30"\n  Assets:Receivables  1000.00 EUR @ {rate} USD\n  Income:Sales  -{revenue} USD\n'
            )
        if payment:
            date, amount, rate = payment.split()
            if amount == "1000.00":  # too late: nothing is taken
                text = text.replace("2/20", "2/10")
            text += (
                f'{date} * "Payment"\n  invoice: "1"\n  Assets:Bank  {amount} EUR @ {rate} USD\n'
                f"  Assets:Receivables  -{amount} EUR @ {rate} USD\n"
            )
        ledger = load_ledger(text + '2026-03-31 * "Fact"\n  Assets:Bank  0.00 USD\n')
        assert not ledger.errors, ledger.messages
        assert ledger.units("Assets:AllowanceForDiscounts") == {"USD": D(allowance)}
        assert ledger.units("Income:SalesDiscounts") == {"USD": D(discounts)}

    def test_an_allowance_with_a_gain_on_the_payment(self, load_ledger: Load) -> None:
        """1,166.20 EUR paid at 1.20 are a gain of 116.62. The discount of 20.00 EUR on revenue is 22.00 USD of the
        allowance, and by the end of March nothing is left of it; that of 3.80 EUR is on the tax."""
        text = (
            HEAD
            + '  method: "allowance"\n  expected: 0.8\n  exchange: Expenses:Exchange\n'
            + FOREIGN.replace("-1000.00 EUR @ 1.10 USD", "-1100.00 USD")
            + '2026-03-18 * "Payment"\n  invoice: "1"\n'
            "  Assets:Bank  1399.44 USD\n  Assets:Receivables  -1166.20 EUR @@ 1399.44 USD\n"
            '2026-03-31 * "Fact"\n  Assets:Bank  0.00 USD\n'
        )
        ledger = load_ledger(text)
        assert not ledger.errors, ledger.messages
        assert ledger.money("Expenses:Exchange") == {"USD": D("-116.62")}
        assert ledger.units("Liabilities:VAT") == {"EUR": D("-186.20")}
        assert ledger.units("Assets:AllowanceForDiscounts") == {}
        assert ledger.units("Income:SalesDiscounts") == {"USD": D("22.00")}


def test_no_discount_on_a_posting_that_says_so(load_ledger: Load) -> None:
    """Freight on the account of sales, and a fixed tax: 2 % of 1,000.00 only."""
    text = """
2026-03-10 * "Invoice"
  invoice: "1"
  terms: "2/10 net 30"
  Assets:Receivables   1045.00 USD
  Income:Sales        -1000.00 USD
  Income:Sales          -40.00 USD
    discounted: FALSE
  Liabilities:VAT        -5.00 USD
    discounted: FALSE
"""
    assert discounts(load_ledger(HEAD + text + paid("1025.00", "2026-03-18"))) == D("20.00")


def test_a_negative_line_lowers_what_the_discount_is_on(load_ledger: Load) -> None:
    """Two lines of revenue and one that takes 100.00 off: 2 % of 900.00."""
    text = """
2026-01-01 open Income:Sales:Rebate
2026-03-10 * "Invoice"
  invoice: "1"
  terms: "2/10 net 30"
  Assets:Receivables     900.00 USD
  Income:Sales         -1000.00 USD
  Income:Sales:Rebate    100.00 USD
"""
    assert discounts(load_ledger(HEAD + text + paid("882.00", "2026-03-18"))) == D("18.00")


@pytest.mark.parametrize("method", ["gross", "net", 'allowance"\n  expected: "80%'])
def test_a_trade_discount_in_an_account_of_its_own(load_ledger: Load, method: str) -> None:
    """1,000.00 at list price less 20 %: the 2 % are of the 800.00 that are owed."""
    text = """
2026-01-01 open Income:TradeDiscounts
2026-03-10 * "Invoice"
  invoice: "1"
  terms: "2/10 net 30"
  Assets:Receivables      800.00 USD
  Income:Sales          -1000.00 USD
  Income:TradeDiscounts   200.00 USD
"""
    ledger = load_ledger(HEAD + f'  method: "{method}"\n' + text + paid("784.00", "2026-03-18"))
    assert not ledger.errors, ledger.messages
    assert ledger.money("Assets:Receivables") == {}
    assert "USD" not in ledger.money("Income:SalesDiscountsForfeited")


def test_a_part_paid_at_once(load_ledger: Load) -> None:
    """400.00 of 1,000.00 are paid with the sale: 2 % of the 600.00 that stay open."""
    text = """
2026-03-10 * "Invoice"
  invoice: "1"
  terms: "2/10 net 30"
  Assets:Receivables    600.00 USD
  Assets:Bank           400.00 USD
  Income:Sales        -1000.00 USD
"""
    assert discounts(load_ledger(HEAD + text + paid("294.00", "2026-03-15"))) == D("6.00")
    assert discounts(load_ledger(HEAD + text + paid("588.00", "2026-03-15"))) == D("12.00")


@pytest.mark.parametrize(
    "terms", ["2/10 net 30", "2/10 EOM net 30", "2/10 prox net 30", "50% 2/10 net 30, 50% net 60"]
)
@pytest.mark.parametrize("date", ["9999-12-31", "0026-03-10"])
def test_a_year_that_is_none(load_ledger: Load, terms: str, date: str) -> None:
    text = (
        HEAD.replace("2026-01-01", "0001-01-01") + "  grace: 3\n" + invoice(terms).replace("2026-03-10", date)
    )
    (message,) = load_ledger(text).messages
    assert f'invoice "1": found {date}, expected a date from 1000-01-01 to 9900-01-01' in message


def test_paid_in_a_year_that_is_none(load_ledger: Load) -> None:
    text = HEAD.replace("2026-01-01", "0001-01-01") + "  grace: 3\n" + invoice("2/10 net 30")
    assert discounts(load_ledger(text + paid("980.00", "0001-01-01"))) == D("20.00")


@pytest.mark.parametrize(("amount", "faults"), [("20.01", 0), ("20.00", 1), ("5.00", 1)])
def test_an_amount_that_is_all_of_the_invoice(load_ledger: Load, amount: str, faults: int) -> None:
    messages = load_ledger(HEAD + invoice("20 USD/10 net 30", amount)).messages
    assert len(messages) == faults
    assert all(
        f"the discount of 20 USD is not below the {amount} USD that it is on" in text for text in messages
    )
