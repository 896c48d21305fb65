"""Advice on discounts that the gross method has not booked at a month end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Load = Callable[[str], Any]

HEAD = """
plugin "beanplant.sales_discounts"
option "operating_currency" "USD"
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Receivables
2025-01-01 open Income:Sales
2025-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
"""


def invoice(number: str, date: str, amount: str, terms: str = "2/10 net 30") -> str:
    return (
        f'{date} * "Pump Co" "Invoice"\n  invoice: "{number}"\n  terms: "{terms}"\n'
        f"  Assets:Receivables  {amount} USD\n  Income:Sales  -{amount} USD\n"
    )


def paid(number: str, date: str, amount: str) -> str:
    legs = f"  Assets:Bank  {amount} USD\n  Assets:Receivables  -{amount} USD\n"
    return f'{date} * "Payment"\n  invoice: "{number}"\n{legs}'


def advice(load: Load, text: str, more: str = "") -> list[str]:
    ledger = load(HEAD + more + text)
    assert not ledger.errors, ledger.messages
    return [text for _, text in ledger.options_map["beanplant_advice"]]


MARCH = invoice("1", "2026-03-02", "1000.00") + invoice("2", "2026-03-25", "2000.00")
APRIL = '2026-04-05 * "Fact"\n  Assets:Bank  0.00 USD\n'


def test_much_is_open_at_the_month_end(load_ledger: Load) -> None:
    """The first lapsed; 40.00 of the second can be taken: 40 / 3,000."""
    assert advice(load_ledger, MARCH + APRIL) == [
        "discounts of 40.00 USD can still be taken at 2026-03-31, 1.33% of what was invoiced in twelve months;"
        ' method: "gross" has them in revenue until they are taken, "allowance" and "net" do not'
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(MARCH, id="the month is not over"),
        pytest.param(MARCH + paid("2", "2026-03-31", "1960.00") + APRIL, id="taken on its last day"),
        pytest.param(MARCH + APRIL.replace("04-05", "05-05"), id="lapsed by the last month end"),
        pytest.param(MARCH + invoice("3", "2025-08-01", "5001.00") + APRIL, id="40 of 8,001: below half a percent"),
        pytest.param(invoice("1", "2026-03-25", "1000.00", "net 30") + APRIL, id="no discount"),
    ],
)  # fmt: skip
def test_nothing_to_say(load_ledger: Load, text: str) -> None:
    assert advice(load_ledger, text) == []


def test_exactly_half_a_percent_is_said(load_ledger: Load) -> None:
    """40 of 8,000; an invoice of more than twelve months ago does not count."""
    text = MARCH + invoice("3", "2025-08-01", "5000.00") + invoice("4", "2025-03-31", "9000.00")
    assert len(advice(load_ledger, text + APRIL)) == 1


@pytest.mark.parametrize("more", ['  method: "net"\n', '  method: "allowance"\n  expected: 0.80\n'])
def test_other_methods_have_booked_it(load_ledger: Load, more: str) -> None:
    assert advice(load_ledger, MARCH + APRIL, more) == []


@pytest.mark.parametrize("terms", ["2/10 EOM", "2/10 prox net 30", "50% 2/10 net 30, 50% 2/20 net 60"])
def test_terms_of_every_kind(load_ledger: Load, terms: str) -> None:
    (text,) = advice(load_ledger, invoice("1", "2026-03-25", "1000.00", terms) + APRIL)
    assert text.startswith(
        "discounts of 20.00 USD can still be taken at 2026-03-31, 2.00% of what was invoiced"
    )
