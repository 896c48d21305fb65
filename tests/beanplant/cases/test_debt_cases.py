"""Published debts in ledgers: the yearly figures of the print."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any


def year(ledger: Any, account: str, number: int) -> D:
    return sum(
        (
            posting.units.number
            for entry in ledger.transactions
            for posting in entry.postings
            if posting.account == account and entry.date.year == number and (posting.meta or {}).get("rule")
        ),
        D(0),
    )


def test_rev_debt_fee(load_ledger: Callable[[str], Any]) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 open Assets:Bank
    2026-01-01 open Liabilities:TermLoan
    2026-01-01 open Expenses:Interest
    2026-01-01 * "Loan of 100 million, less financing fees of 5 million"
      debt: "LOAN"
      Assets:Bank                       95000000.00 USD
      Liabilities:DiscountOnTermLoan     5000000.00 USD
      Liabilities:TermLoan            -100000000.00 USD
    2026-01-01 custom "plant-debt" "LOAN" Liabilities:TermLoan 100000000.00 USD
      matures: 2031-01-01
      coupon: "6 %"
      payments: 4
      issuance-cost: 5000000.00 USD
      method: "straight-line"
      interest: Expenses:Interest
    2031-01-01 * "Repaid"
      debt: "LOAN"
      Liabilities:TermLoan             100000000.00 USD
      Assets:Bank                     -100000000.00 USD
    """
    text = test_rev_debt_fee.__doc__
    assert text
    ledger = load_ledger(text)
    assert not ledger.errors
    assert [year(ledger, "Expenses:Interest", number) for number in range(2026, 2031)] == [D(1_000_000)] * 5
    assert not ledger.money("Liabilities:DiscountOnTermLoan")
    at_start = load_ledger(
        text.replace("2031-01-01 * ", "2026-01-01 * ").partition('2026-01-01 * "Repaid"')[0]
    )
    assert -at_start.money("Liabilities")["USD"] == D(95_000_000)


def test_jofa_2001_bonds(load_ledger: Callable[[str], Any]) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2001-01-01 open Assets:Bank
    2001-01-01 open Liabilities:Bonds
    2001-01-01 open Expenses:Interest
    2001-01-01 * "Bonds"
      debt: "BONDS"
      Assets:Bank                         384555.14 USD
      Liabilities:DiscountOnBonds          15444.86 USD
      Liabilities:Bonds                  -400000.00 USD
    2001-01-01 custom "plant-debt" "BONDS" Liabilities:Bonds 400000.00 USD
      matures: 2006-01-01
      coupon: "9 %"
      payments: 2
      proceeds: 384555.14 USD
      effective-rate: "10 %"
      interest: Expenses:Interest
    2006-01-01 * "Repaid"
      debt: "BONDS"
      Liabilities:Bonds                   400000.00 USD
      Assets:Bank                        -400000.00 USD
    """
    text = test_jofa_2001_bonds.__doc__
    assert text
    ledger = load_ledger(text)
    assert not ledger.errors
    printed = [
        (1227.76, 1289.14),
        (1353.60, 1421.28),
        (1492.35, 1566.96),
        (1645.31, 1727.58),
        (1813.96, 1906.92),
    ]
    for number, halves in enumerate(printed, 2001):
        published = sum(D(str(half)) for half in halves)
        assert abs(year(ledger, "Expenses:Interest", number) - published) <= D("0.02")
    assert not ledger.money("Liabilities:DiscountOnBonds")
