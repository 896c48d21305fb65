"""Rebates on turnover, and contracts that an invoice belongs to by its customer; figures worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

Load = Callable[[str], Any]
HEAD = """
plugin "beanplant"
option "operating_currency" "USD"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 open Income:Sales:Parts
2026-01-01 open Income:SalesRebates
2026-01-01 open Liabilities:RefundLiability
"""
CONTRACT = """
2026-01-01 custom "plant-contract" "OWA-26" Income:Sales
  customer: "Ohio Water"
  deductions: Income:SalesRebates
"""
TIERS = '2026-01-01 custom "plant-contract-tiers" "OWA-26" "0" "0%" "250,000" "2%" "500,000" "3 %"\n'
LATER = '2026-12-31 * "Later"\n  Assets:Bank  0.00 USD\n'


def sale(
    date: str, amount: str, customer: str = "Ohio Water", *keys: str, account: str = "Income:Sales"
) -> str:
    said = "".join(f"  {key}\n" for key in keys)
    return f'{date} * "{customer}" "Invoice"\n{said}  Assets:Receivables  {amount} USD\n  {account}  -{amount} USD\n'


def expect(date: str, values: str) -> str:
    return f'{date} custom "plant-estimate" "OWA-26" {values}\n'


def balance(ledger: Any, account: str, date: str = "9999-12-31") -> D:
    return sum(
        (
            posting.units.number
            for entry in ledger.transactions
            if str(entry.date) <= date
            for posting in entry.postings
            if posting.account == account
        ),
        D(0),
    )


@pytest.fixture
def load(load_ledger: Load) -> Load:
    def loaded(text: str) -> Any:
        ledger = load_ledger(HEAD + text + LATER)
        assert not ledger.errors, [error.message for error in ledger.errors]
        return ledger

    return loaded


@pytest.fixture
def faults(load_ledger: Load) -> Callable[[str], list[str]]:
    def messages(text: str) -> list[str]:
        return [error.message for error in load_ledger(HEAD + text + LATER).errors]

    return messages


REFUND, REBATES = "Liabilities:RefundLiability", "Income:SalesRebates"


def test_the_rebate_of_the_expected_turnover_is_owed_back_from_the_first_sale(load: Load) -> None:
    """600,000 are expected: 3 % of 100,000. In June 400,000 are: 2 % of 100,000 and of what follows."""
    ledger = load(
        CONTRACT
        + TIERS
        + expect("2026-01-01", "600000 USD")
        + sale("2026-02-10", "100000.00")
        + expect("2026-06-30", "400000")
        + sale("2026-08-10", "200000.00")
    )
    assert balance(ledger, REFUND, "2026-03-01") == D("-3000.00")
    assert balance(ledger, REFUND, "2026-07-01") == D("-2000.00")
    assert balance(ledger, REFUND) == D("-6000.00")
    assert balance(ledger, REBATES) == D("6000.00")
    assert balance(ledger, "Income:Sales") == D("-300000.00")


def test_each_tier_for_its_own_turnover(load: Load) -> None:
    """350,000 are expected, 2 % of the 100,000 above 250,000: 2,000 of 350,000, so 571.43 of 100,000.

    Once 280,000 are sold and the contract has ended, 2 % of 30,000 are owed.
    """
    ledger = load(
        CONTRACT
        + TIERS.rstrip("\n")
        + "\n  retrospective: FALSE\n"
        + expect("2026-01-01", "350000")
        + sale("2026-02-10", "100000.00")
        + sale("2026-05-10", "180000.00")
        + '2026-11-30 custom "plant-contract-end" "OWA-26"\n'
    )
    assert balance(ledger, REFUND, "2026-03-01") == D("-571.43")
    assert balance(ledger, REFUND) == D("-600.00")
    assert balance(ledger, "Liabilities:ContractLiability") == 0


@pytest.mark.parametrize(("retrospective", "owed"), [("TRUE", "5600.00"), ("FALSE", "600.00")])
def test_without_an_estimate_what_was_sold_counts(load: Load, retrospective: str, owed: str) -> None:
    """Of 280,000: 2 % of all, or of the 30,000 above 250,000."""
    tiers = f"{TIERS}  retrospective: {retrospective}\n"
    ledger = load(CONTRACT + tiers + sale("2026-02-10", "200000.00") + sale("2026-05-10", "80000.00"))
    assert balance(ledger, REFUND, "2026-03-01") == 0
    assert balance(ledger, REFUND) == -D(owed)


def test_the_rebate_is_what_is_rounded(load: Load) -> None:
    """2.5 % of 430,915.00 are 10,772.875: 10,772.88 are owed, as the customer works it out."""
    tiers = '2026-01-01 custom "plant-contract-tiers" "OWA-26" "0" "2.5%"\n'
    ledger = load(CONTRACT + tiers + sale("2026-02-10", "430915.00"))
    assert balance(ledger, REFUND) == D("-10772.88")
    assert balance(ledger, REBATES) == D("10772.88")
    assert balance(ledger, "Liabilities:ContractLiability") == 0


def test_a_credit_note_is_turnover_less_and_a_settlement_is_not(load: Load) -> None:
    """2 % of 300,000 - 20,000 = 5,600, of which 4,000 are settled."""
    credit = '2026-06-01 * "Ohio Water" "Credit note"\n  Income:Sales  20000.00 USD\n  Assets:Receivables\n'
    memo = '2026-07-01 * "Ohio Water" "Rebate"\n  Liabilities:RefundLiability  4000.00 USD\n  Assets:Receivables\n'
    ledger = load(
        CONTRACT + TIERS + expect("2026-01-01", "300000") + sale("2026-02-10", "300000.00") + credit + memo
    )
    assert balance(ledger, REFUND, "2026-06-30") == D("-5600.00")
    assert balance(ledger, REFUND) == D("-1600.00")
    assert balance(ledger, REBATES) == D("5600.00")


def test_an_invoice_belongs_to_the_contract_of_its_customer_while_it_runs(load: Load) -> None:
    """10 % of what Ohio Water is billed from January to June; nobody else, no other account, no other time."""
    ledger = load(
        "2026-01-01 open Income:Service\n"
        + CONTRACT.replace("2026-01-01", "2026-02-01")
        + '2026-02-01 custom "plant-contract-tiers" "OWA-26" "0" "10%"\n'
        + '2026-06-30 custom "plant-contract-end" "OWA-26"\n'
        + sale("2026-01-31", "1000.00")
        + sale("2026-02-01", "100.00")
        + sale("2026-03-01", "2000.00", "Erie Chemical")
        + sale("2026-03-02", "4000.00", account="Income:Service")
        + sale("2026-03-03", "200.00", account="Income:Sales:Parts")
        + sale("2026-06-30", "400.00")
        + sale("2026-07-01", "8000.00")
    )
    assert balance(ledger, REFUND) == D("-70.00")
    tagged = [
        entry for entry in ledger.transactions if entry.meta.get("contract") == "OWA-26" and entry.payee
    ]
    assert [str(entry.date) for entry in tagged] == ["2026-02-01", "2026-03-03", "2026-06-30"]


def test_the_nearer_account_counts_and_what_names_a_contract_is_left_alone(load: Load) -> None:
    """10 % on sales, 20 % on parts: 100 + 40; an invoice on both has 10 and 20 of 100 each; 1,000 are of another."""
    both = (
        '2026-05-01 * "Ohio Water" "Invoice"\n  Assets:Receivables  200.00 USD\n  Income:Sales  -100.00 USD\n'
        "  Income:Sales:Parts  -100.00 USD\n"
    )
    ledger = load(
        "2026-01-01 open Liabilities:PartsRebates\n2026-01-01 open Income:SpotRebates\n"
        + CONTRACT
        + '2026-01-01 custom "plant-contract-tiers" "OWA-26" "0" "10%"\n'
        + '2026-01-01 custom "plant-contract" "PARTS" Income:Sales:Parts\n  customer: "Ohio Water"\n'
        + "  refund-liability: Liabilities:PartsRebates\n"
        + '2026-01-01 custom "plant-contract-tiers" "PARTS" "0" "20%"\n'
        + '2026-01-01 custom "plant-contract" "SPOT" Income:Sales\n  deductions: Income:SpotRebates\n'
        + sale("2026-02-01", "1000.00")
        + sale("2026-03-01", "200.00", account="Income:Sales:Parts")
        + sale("2026-04-01", "1000.00", "Ohio Water", 'contract: "SPOT"')
        + both
    )
    assert balance(ledger, REFUND) == D("-110.00")
    assert balance(ledger, "Liabilities:PartsRebates") == D("-60.00")


def test_what_is_in_another_currency_is_no_part_of_it(load: Load) -> None:
    """10 % of 200 USD; 1,000 EUR are of no contract, 100 EUR at 1.10 USD are 110 USD of it."""
    euro = '2026-03-0{} * "Ohio Water" "Invoice"\n  Assets:Receivables  {} EUR{price}\n  Income:Sales  -{} EUR{price}\n'
    ledger = load(
        CONTRACT
        + '2026-01-01 custom "plant-contract-tiers" "OWA-26" "0" "10%"\n'
        + sale("2026-02-01", "200.00")
        + euro.format(1, "1000.00", "1000.00", price="")
        + euro.format(2, "100.00", "100.00", price=" @ 1.10 USD")
    )
    assert balance(ledger, REFUND) == D("-31.00")


def test_two_contracts_on_one_account_are_an_error_once(faults: Callable[[str], list[str]]) -> None:
    found = faults(
        CONTRACT
        + CONTRACT.replace("OWA-26", "OWA-27")
        + sale("2026-02-01", "1000.00")
        + sale("2026-03-01", "1000.00")
    )
    assert len(found) == 1
    assert 'customer "Ohio Water" has contracts "OWA-26"' in found[0]
    assert '"OWA-27"' in found[0]
    assert "write contract:" in found[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '2026-01-01 custom "plant-contract-tiers" "OWA-26" "0" "0%" "5" 2 USD\n',
            "expected thresholds in quotes",
        ),
        (
            '2026-01-01 custom "plant-contract-tiers" "OWA-26" "0" 2 USD "5" "2%"\n',
            "expected thresholds in quotes",
        ),
        ('2026-01-01 custom "plant-contract-tiers" "OWA-26" "0" "120%"\n', "expected thresholds in quotes"),
        ('2026-01-01 custom "plant-contract-tiers" "OWA-26" "5" "2%"\n', 'begins at "5", expected "0"'),
        (
            '2026-01-01 custom "plant-contract-tiers" "OWA-26" "0" "0%" "9" "2%" "5" "3%"\n',
            'out of order: "5" after "9"',
        ),
        (
            TIERS + '2026-02-01 custom "plant-contract-tiers" "OWA-26" "0" 2 USD\n',
            "counts units, but the prices at",
        ),
        (TIERS + expect("2026-01-01", '"claim" -1.00 USD') + "  per-unit: TRUE\n", "counts turnover"),
        (TIERS + expect("2026-01-01", "600000 EUR"), "600000 EUR"),
    ],
)
def test_what_cannot_stand(faults: Callable[[str], list[str]], text: str, message: str) -> None:
    found = faults(CONTRACT + text)
    assert len(found) == 1
    assert message in found[0]
