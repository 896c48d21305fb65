"""How discounts for early payment are booked: what the directives say, and one error each where they cannot be."""

from __future__ import annotations

import datetime
from fractions import Fraction as F
from typing import Any

import pytest

HEAD = """
option "operating_currency" "USD"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Assets:Receivables:Allowance
2026-01-01 open Expenses:Exchange
2026-01-01 open Income:Sales
2026-01-01 open Liabilities:Allowance
2026-01-01 open Liabilities:VAT
""".lstrip()
FIRST = HEAD.count("\n") + 1
RULE = '2026-01-01 custom "plant-sales-discounts" Income:Sales\n  receivables: Assets:Receivables\n'
ALLOWANCE = RULE + '  method: "allowance"\n'
MARCH = datetime.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (RULE.replace("Assets:Receivables", "Income:Sales"),
         "receivables: found Income:Sales, expected an account below Assets, such as Assets:Receivables"),
        (RULE.replace(" Income:Sales", " Assets:Bank"),
         "found Assets:Bank, expected the revenue account, below Income, such as Income:Sales"),
        (RULE + "  discounts: Assets:Bank\n",
         "discounts: found Assets:Bank, expected an account below Income or Expenses"),
        (ALLOWANCE + "  expected: 0.80\n  allowance: Income:Sales\n",
         "allowance: found Income:Sales, expected an account below Assets or Liabilities"),
        (ALLOWANCE + "  expected: 0.80\n  allowance: Assets:Receivables:Allowance\n",
         "allowance: found Assets:Receivables:Allowance, expected an account beside Assets:Receivables"),
        (ALLOWANCE + "  expected: 0.80\n  allowance: Assets:Receivables\n",
         "allowance: found Assets:Receivables, expected an account beside Assets:Receivables"),
        (RULE + '  method: "net"\n  forfeited: Assets:Bank\n',
         "forfeited: found Assets:Bank, expected an account below Income"),
        (RULE + "  tax: Income:Sales\n", "tax: found Income:Sales, expected an account below Liabilities or Assets"),
        (RULE + "  exchange: Assets:Bank\n",
         "exchange: found Assets:Bank, expected an account below Expenses or Income"),
        (RULE + '  tax-mode: "excluded"\n',
         "tax-mode: needs tax:, the account of the tax; write it, or delete tax-mode:"),
        (RULE + "  grace: 99999999\n", "grace: found 99999999, expected a number of days such as 3, at most 3650"),
        (ALLOWANCE + "  expected: 1.2\n", 'expected: found 1.2, expected a share from 0 to 1, such as 0.03 or "3%"'),
        (ALLOWANCE + '  expected: "often"\n', 'expected: found "often", expected a share from 0 to 1'),
        (ALLOWANCE + '  expected: "history"\n  window: "121 months"\n',
         'window: found "121 months", expected a time of whole months such as "12 months", at most ten years'),
        (ALLOWANCE + '  expected: "history"\n  initial: 2\n', "initial: found 2, expected a share from 0 to 1"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("more", ["", '2026-01-01 custom "plant-take-up" Income:Sales "Pump Co" 0.9\n'])
def test_one_error_each(read: Any, text: str, message: str, more: str) -> None:
    """What says something of a directive that cannot stand is no error of its own."""
    doc = read(HEAD + text + (more if "allowance" in text and " Income:Sales\n" in text else ""))
    assert message in doc.only
    assert doc.places[0][0] == FIRST
    assert not doc.master.sales_discounts


def test_all_may_be_expected(read: Any) -> None:
    doc = read(HEAD + ALLOWANCE + "  expected: 1.00\n  allowance: Liabilities:Allowance\n")
    assert not doc.errors
    assert doc.master.sales_discounts[0].expected == 1


def test_a_share_is_said_once(read: Any) -> None:
    said = '2026-01-01 custom "plant-take-up" Income:Sales "{}" 0.9\n'
    text = HEAD + ALLOWANCE + "  expected: 0.80\n"
    doc = read(text + said.format("Pump Co") * 2)
    assert f'"Pump Co" also at <string>:{FIRST + 4} on 2026-01-01; keep one of them' in doc.only
    doc = read(text + said.format("2/10 net 30") + said.format("2/10, n/30"))
    assert "also at <string>" in doc.only


def test_a_share_without_an_allowance(read: Any) -> None:
    doc = read(HEAD + RULE + '2026-01-01 custom "plant-take-up" Income:Sales "Pump Co" 0.9\n')
    assert (
        'belongs to method: "allowance", which plant-sales-discounts Income:Sales does not have' in doc.only
    )


def test_terms_in_other_words(read: Any) -> None:
    """2/10, n/30 are the terms 2/10 net 30; the newest share by the day holds; a customer's comes first."""
    doc = read(
        HEAD
        + ALLOWANCE
        + "  expected: 0.80\n"
        + '2026-01-01 custom "plant-take-up" Income:Sales "2/10, n/30" 0.70\n'
        + '2026-02-01 custom "plant-take-up" Income:Sales "2/10 net 30" 0.60\n'
        + '2026-02-01 custom "plant-take-up" Income:Sales "Pump Co" 0.95\n'
    )
    assert not doc.errors
    on = doc.master.take_up_on
    assert on("Income:Sales", MARCH.replace(month=1), None, "2% 10, net 30 days") == F(7, 10)
    assert on("Income:Sales", MARCH, "Other", "2/10 N30") == F(6, 10)
    assert on("Income:Sales", MARCH, "Pump Co", "2/10 N30") == F(95, 100)
    assert on("Income:Sales", MARCH, None, "2/10 net 45") is None
    assert on("Income:Sales", MARCH, "Pump Co", "5/10, 2/20, n/60") == F(95, 100)
