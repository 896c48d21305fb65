"""Settlement of what is owed back: credit memos, their reversals, rebates netted on an invoice, accruals by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

Load = Callable[[str], Any]
HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 open Income:SalesDeductions
2026-01-01 open Liabilities:RefundLiability
2026-01-01 open Liabilities:VAT
2026-01-01 custom "plant-contract" "C" Income:Sales
"""
CLAIMS = '2026-01-01 custom "plant-estimate" "C" "claims" -2000 USD\n'
REVENUE, OWED, RECEIVABLE = (
    ("Income:Sales", "Income:SalesDeductions"),
    "Liabilities:RefundLiability",
    "Assets:Receivables",
)


def entry(date: str, key: str, *legs: str) -> str:
    return f'{date} * "Entry"\n  {key}: "C"\n' + "".join(f"  {leg}\n" for leg in legs)


SALE = entry("2026-02-28", "contract", "Assets:Receivables  20000.00 USD", "Income:Sales  -20000.00 USD")
MEMO = entry("2026-05-31", "settles", "Income:Sales  800.00 USD", "Assets:Receivables  -800.00 USD")


def found(ledger: Any, date: str = "9999-12-31", currency: str = "USD") -> tuple[D, D, D]:
    """Revenue, what is owed back, what customers owe."""

    def balance(*accounts: str) -> D:
        return sum(
            (
                posting.units.number
                for each in ledger.transactions
                if str(each.date) <= date
                for posting in each.postings
                if posting.account in accounts and posting.units.currency == currency
            ),
            D(0),
        )

    return -balance(*REVENUE), -balance(OWED), balance(RECEIVABLE)


def load(load_ledger: Load, *parts: str) -> Any:
    ledger = load_ledger(HEAD + "".join(parts))
    assert ledger.messages == []
    return ledger


def test_a_memo_that_is_reversed(load_ledger: Load) -> None:
    """The ERP cancels the memo of 800: what is owed is 2,000 again, and revenue never changed."""
    reversal = entry("2026-06-30", "settles", "Income:Sales  -800.00 USD", "Assets:Receivables  800.00 USD")
    ledger = load(load_ledger, CLAIMS, SALE, MEMO, reversal)
    assert found(ledger, "2026-05-31") == (D(18000), D(1200), D(19200))
    assert found(ledger) == (D(18000), D(2000), D(20000))


def test_a_return_that_is_reversed(load_ledger: Load) -> None:
    """100 at 100 that cost 60, 3 % expected back; two come back and go out again: 300 are owed and the asset is 180."""
    plant = (
        '2026-01-01 custom "plant" "P100"\n2026-01-01 open Assets:P100:FinishedGoods\n'
        "2026-01-01 open Expenses:P100:CostOfGoodsSold\n2026-01-01 open Equity:Opening\n"
        '2026-01-01 commodity PUMP\n  item: TRUE\n2026-01-01 custom "plant-standard-cost" 1 PUMP 60.00 USD\n'
        '2026-01-01 * "Opening"\n  Assets:P100:FinishedGoods  1000 PUMP\n  Equity:Opening  -1000 PUMP\n'
        '2026-01-01 custom "plant-estimate" "C" "returns" 0.03\n'
    )

    def pumps(date: str, key: str, units: int) -> str:
        return entry(
            date,
            key,
            f"Assets:P100:FinishedGoods  {-units} PUMP",
            f"Expenses:P100:CostOfGoodsSold  {units} PUMP",
            f"Assets:Receivables  {100 * units}.00 USD",
            f"Income:Sales  {-100 * units}.00 USD",
        )

    out, back, again = (
        pumps("2026-02-01", "contract", 100),
        pumps("2026-03-01", "settles", -2),
        pumps("2026-03-05", "settles", 2),
    )
    ledger = load(load_ledger, plant, out, back, again)
    assert found(ledger, "2026-03-01") == (D(9700), D(100), D(9800))
    assert found(ledger) == (D(9700), D(300), D(10000))
    assert ledger.money("Assets:ReturnAsset") == {"USD": D(180)}
    assert ledger.money("Expenses:P100:CostOfGoodsSold") == {"USD": D(5820)}


def test_a_rebate_that_is_netted_on_an_invoice(load_ledger: Load) -> None:
    """1,000 are billed less 100 of what is owed: a debit and a credit of revenue on one transaction."""
    netted = entry(
        "2026-05-31",
        "settles",
        "Assets:Receivables  900.00 USD",
        "Income:Sales  -1000.00 USD",
        "Income:Sales  100.00 USD",
    )
    assert found(load(load_ledger, CLAIMS, SALE, netted)) == (D(19000), D(1900), D(20900))


def test_a_memo_with_tax(load_ledger: Load) -> None:
    """800 and 160 of tax: the tax stays where it is."""
    memo = entry(
        "2026-05-31",
        "settles",
        "Income:Sales  800.00 USD",
        "Liabilities:VAT  160.00 USD",
        "Assets:Receivables  -960.00 USD",
    )
    ledger = load(load_ledger, CLAIMS, SALE, memo)
    assert found(ledger) == (D(18000), D(1200), D(19040))
    assert ledger.money("Liabilities:VAT") == {"USD": D(160)}


def test_what_was_billed_before_the_ledger(load_ledger: Load) -> None:
    """500,000 at 100 before the cut-over, then 600,000: above 1,000,000 all cost 90, and 11,000,000 are owed back."""
    ledger = load(
        load_ledger,
        "2026-01-01 open Equity:Opening\n",
        '2026-01-01 custom "plant-contract-tiers" "C" "0" 100 USD "1000000" 90 USD\n',
        '2026-01-01 * "Before"\n  contract: "C"\n  quantity: 500000\n'
        "  Equity:Opening  50000000.00 USD\n  Income:Sales  -50000000.00 USD\n",
        '2026-05-01 * "Sale"\n  contract: "C"\n  quantity: 600000\n'
        "  Assets:Receivables  60000000.00 USD\n  Income:Sales  -60000000.00 USD\n",
    )
    assert found(ledger) == (D(99000000), D(11000000), D(60000000))


def test_a_contract_in_another_currency_than_the_books(load_ledger: Load) -> None:
    """100 EUR at 1.10 with 10 EUR expected back: what is added is in EUR, and the transaction balances in USD too."""
    ledger = load_ledger(
        HEAD.replace("Income:Sales\n", "Income:Sales\n", 1)
        + '  currency: "EUR"\n2026-01-01 custom "plant-estimate" "C" "claims" -10 EUR\n'
        + entry(
            "2026-02-28",
            "contract",
            "Assets:Receivables  100.00 EUR @ 1.10 USD",
            "Income:Sales  -100.00 EUR @ 1.10 USD",
        )
        + entry(
            "2026-03-31",
            "settles",
            "Income:Sales  4.00 EUR @ 1.20 USD",
            "Assets:Receivables  -4.00 EUR @ 1.20 USD",
        )
    )
    assert ledger.messages == []
    assert found(ledger, currency="EUR") == (D(90), D(6), D(96))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            entry("2026-03-01", "settles", "Assets:Receivables  900.00 USD", "Income:Sales  -900.00 USD"),
            "settles: with a credit of 900.00 USD of revenue takes settlements back, 900.00 more than there were",
        ),
        (
            entry(
                "2026-03-01",
                "contract",
                "Income:SalesDeductions  50.00 USD",
                "Liabilities:RefundLiability  -50.00 USD",
            ),
            "50.00 USD on Liabilities:RefundLiability are accrued by hand, beside what beanplant accrues",
        ),
        (
            entry(
                "2026-03-01",
                "contract",
                "Assets:Receivables  100.00 EUR @ 1.10 USD",
                "Income:Sales  -100.00 EUR @ 1.10 USD",
            ).replace("EUR @ 1.10 USD", "EUR"),
            "found -100.00 EUR on Income:Sales, expected USD; write its revenue in USD",
        ),
    ],
)
def test_what_cannot_stand(load_ledger: Load, text: str, expected: str) -> None:
    messages = load_ledger(HEAD + CLAIMS + SALE + text).messages
    assert len(messages) == 1, messages
    assert expected in messages[0]
