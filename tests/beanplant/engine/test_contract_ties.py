"""What keeps the accounts of contracts from tying: postings of nobody, parts of a cent; one slip is one error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Load = Callable[[str], Any]
HEAD = """
option "operating_currency" "USD"
plugin "beanplant.sales_discounts"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 open Liabilities:RefundLiability
2026-01-01 custom "plant-contract" "C" Income:Sales
"""
PAID = '2026-03-01 * "Claim"\n  Liabilities:RefundLiability  {} USD\n  Assets:Bank\n'
CLAIMS = '2026-01-01 custom "plant-estimate" "C" "claims" -100 USD\n'
SALE = (
    '2026-02-01 * "Sale"\n  contract: "C"\n  Assets:Receivables  1000.00 USD\n  Income:Sales  -1000.00 USD\n'
)


def advice(ledger: Any) -> list[str]:
    return [text for _, text in ledger.options_map["beanplant_advice"]]


def test_a_claim_that_names_no_contract(load_ledger: Load) -> None:
    """60 are paid on nobody's account: advice, at the transaction; with contract: there is none."""
    ledger = load_ledger(HEAD + CLAIMS + SALE + PAID.format("60.00") + PAID.format("15.00"))
    assert ledger.messages == []
    assert advice(ledger) == [
        "2 postings on Liabilities:RefundLiability without contract:, the first of them 60.00 USD on 2026-03-01: what"
        ' contracts owe does not tie to the account; write contract: "NAME" on the transaction, or use another account'
    ]
    (source, _) = ledger.options_map["beanplant_advice"][0]
    assert source["lineno"] == next(e for e in ledger.transactions if e.narration == "Claim").meta["lineno"]
    named = PAID.format("60.00").replace('"Claim"\n', '"Claim"\n  contract: "C"\n')
    assert advice(load_ledger(HEAD + CLAIMS + SALE + named)) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('contarct: "C"', ["contarct: says nothing to beanplant; to name a contract write contract:"]),
        ('setles: "C"', ["setles: says nothing to beanplant; to name a contract write settles:"]),
        (
            "quantity: 5",
            ["quantity: says nothing without contract: beside it, the contract whose units they are"],
        ),
        ('contact: "Mr. Miller"', []),
        ('x-note: "C"', []),
    ],
)
def test_a_key_with_a_slip(load_ledger: Load, line: str, expected: list[str]) -> None:
    """A sale of nobody is plain revenue; a key that is nearly ours, or units without a contract, get advice."""
    ledger = load_ledger(HEAD + CLAIMS + SALE + SALE.replace('contract: "C"', line))
    assert ledger.messages == []
    assert advice(ledger) == expected


def test_a_part_of_a_cent(load_ledger: Load) -> None:
    paid = PAID.format("0.005").replace('"Claim"\n', '"Claim"\n  contract: "C"\n')
    assert load_ledger(HEAD + CLAIMS + SALE + paid).messages == [
        'contract "C": found 0.005 USD on Liabilities:RefundLiability, a part of the smallest unit; write whole cents'
    ]


def test_a_price_in_another_currency_is_one_error(load_ledger: Load) -> None:
    """1000 EUR for USD: the promises, the estimate and the modification are in the right currency; so is the sale."""
    text = (
        HEAD
        + "  price: 1000 EUR\n"
        + '2026-01-01 custom "plant-obligation" "C" "A" 600 USD\n'
        + '2026-01-01 custom "plant-obligation" "C" "B" 500 USD\n'
        + '2026-02-01 custom "plant-progress" "C" "A" 1\n'
        + '2026-03-01 custom "plant-contract-modification" "C" 1100 USD\n'
        + CLAIMS
    )
    messages = load_ledger(text).messages
    assert len(messages) == 1
    assert "4 times" in messages[0]


@pytest.mark.parametrize(
    ("keys", "text", "expected"),
    [
        (
            "",
            'contract-tiers" "C" "0" 10 USD "1.000" 9 USD',
            'found the threshold "1.000", a decimal point or thousands',
        ),
        ("", 'contract-tiers" "C" "0" 10 USD "1.000.000" 9 USD', 'expected "1000000" or "1,000,000"'),
        (
            "",
            'contract-tiers" "C" "0" 10 USD "1,5" 9 USD',
            'found "1,5" 9 USD, expected thresholds in quotes',
        ),
        ("", 'contract-tiers" "C" "0" 10 USD "-5" 9 USD', 'found "-5" 9 USD, expected thresholds in quotes'),
        ("", 'contract-tiers" "C"', "found nothing, expected thresholds in quotes"),
        ("", 'estimate" "C" "bonus" 5', "expected an amount: a number needs its commodity, such as 5 USD"),
        (
            "",
            'estimate" "C" "70%" 5 USD "30%" 0 USD',
            'custom "plant-estimate" "C" "bonus" "70%" 5 USD "30%" 0 USD',
        ),
        ("", 'estimate" "C" "" 5 USD', "found no name of the amount"),
        (
            "",
            'estimate" "C" "bonus" 5 USD\n  include: -1 USD\n  reason: "r"',
            "-1 USD is below zero, and no outcome is",
        ),
        ("  price: 9 USD\n", 'obligation" "C" "" 5 USD', "found no name of what is promised"),
        (
            "  price: 9 USD\n",
            'obligation" "C" "A" 5 USD\n  bundle-price: 5 USD',
            "bundle-price: is of what is sold",
        ),
        ("  price: 9 USD\n", 'progress" "C" 40', "from 0 to 1: 40 % is 0.40"),
    ],
)
def test_a_directive_with_a_slip(load_ledger: Load, keys: str, text: str, expected: str) -> None:
    messages = load_ledger(f'{HEAD}{keys}2026-01-01 custom "plant-{text}\n').messages
    assert len(messages) == 1, messages
    assert expected in messages[0]


@pytest.mark.parametrize("share", ["0.40", '"40%"', '"40 %"', "2 / 5"])
def test_progress_may_be_written_as_a_share(load_ledger: Load, share: str) -> None:
    for text in (f'"C" {share}', f'"C" "A" {share}'):
        promise = '2026-01-01 custom "plant-obligation" "C" "A" 5 USD\n' if '"A"' in text else ""
        ledger = load_ledger(f'{HEAD}  price: 100 USD\n{promise}2026-02-01 custom "plant-progress" {text}\n')
        assert ledger.messages == []
        assert ledger.money("Income:Sales") == {"USD": -40}
