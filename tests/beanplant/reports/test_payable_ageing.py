"""Open invoices of suppliers by age, with the discount that can still be taken; they tie to the payables."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beanplant.reports import payable_ageing
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report, Table

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Expenses:Services
2026-01-01 open Liabilities:Payables
2026-01-01 custom "plant-purchase-discounts" Liabilities:Payables
  method: "METHOD"
"""
FACT = '2026-12-31 * "Fact"\n  Assets:Bank  0.00 USD\n'


def bill(name: str, date: str, amount: str, payee: str, terms: str = "2/10 net 30", more: str = "") -> str:
    said = f'  terms: "{terms}"\n' if terms else ""
    return (
        f'{date} * "{payee}" "Invoice"\n  invoice: "{name}"\n{said}{more}'
        f"  Expenses:Services  {amount} USD\n  Liabilities:Payables  -{amount} USD\n"
    )


def paid(name: str, date: str, amount: str) -> str:
    return (
        f'{date} * "Payment"\n  invoice: "{name}"\n'
        f"  Liabilities:Payables  {amount} USD\n  Assets:Bank  -{amount} USD\n"
    )


# On March 31 Acme's A1 is due since February 9 (50 days), A2 can still be had with 20.00 off until April 4; B1 is paid
# in part, in time; Carrier's C1 has no terms; Dune has an advance without an invoice.
TEXT = (
    bill("A1", "2026-01-10", "400.00", "Acme")
    + bill("A2", "2026-03-25", "1000.00", "Acme")
    + bill("B1", "2026-03-02", "1000.00", "Bolt", "2/10 net 60")
    + paid("B1", "2026-03-12", "490.00")
    + bill("C1", "2026-03-30", "80.00", "Carrier", "")
    + '2026-03-05 * "Dune" "Advance"\n  Liabilities:Payables  30.00 USD\n  Assets:Bank\n'
    + FACT
)
AGES = ("not-due", "to-30", "to-60", "to-90", "over", "credits", "open", "discount")


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[..., Any]) -> Callable[..., Report]:
    def make(time: str, method: str = "gross", text: str = TEXT) -> Report:
        ledger = load_ledger(HEAD.replace("METHOD", method) + text)
        assert not ledger.errors, ledger.messages
        return payable_ageing.build(choose(books_of(ledger)), parse_period(time))

    return make


def ages(table: Table, row: str) -> list[Any]:
    return [table.value(row, key) for key in AGES]


def test_the_ages(report: Callable[..., Report]) -> None:
    """490.00 in time settle 500.00 of B1."""
    table = report("2026-03").table("suppliers")
    assert ages(table, "Acme") == [1000, 0, 400, 0, 0, 0, 1400, 20]
    assert str(table.value("Acme", "until")) == "2026-04-04"
    assert ages(table, "Bolt") == [500, 0, 0, 0, 0, 0, 500, 0]
    assert ages(table, "Carrier") == [0, 80, 0, 0, 0, 0, 80, 0]
    assert ages(table, "Dune") == [0, 0, 0, 0, 0, -30, -30, 0]
    assert table.value("total", "open") == 1950
    assert table.value("accounts", "open") == 1950
    assert table.value("difference", "open") == 0


def test_under_the_net_method(report: Callable[..., Report]) -> None:
    """A2 is owed at 980.00 while its discount can be taken."""
    table = report("2026-03", "net").table("suppliers")
    assert ages(table, "Acme") == [980, 0, 400, 0, 0, 0, 1380, 20]
    assert table.value("difference", "open") == 0


def test_terms_from_the_receipt_of_the_goods(report: Callable[..., Report]) -> None:
    """2/10 ROG net 30, received on March 20: until March 30, due on April 19."""
    text = bill("R1", "2026-03-02", "1000.00", "Rog", "2/10 ROG net 30", "  received: 2026-03-20\n") + FACT
    (row,) = report("2026-03-25", text=text).table("invoices").rows
    assert [str(cell) for cell in (row.cells[4], row.cells[7], row.cells[8])] == [
        "2026-04-19",
        "20.00",
        "2026-03-30",
    ]


def test_the_postings_behind_it(report: Callable[..., Report]) -> None:
    row = report("2026-03").table("suppliers").row("Bolt")
    assert [amount for _, amount in row.references["open"].lines()] == [1000, -490, -10]


def test_a_ledger_without_the_directive(
    load_ledger: Callable[[str], Any], books_of: Callable[..., Any]
) -> None:
    ledger = load_ledger('option "operating_currency" "USD"\n2026-01-01 open Assets:Bank\n')
    found = payable_ageing.build(choose(books_of(ledger)), parse_period("2026-03"))
    assert found.advice == ("the ledger has no plant-purchase-discounts, which names the accounts",)


BILL = st.tuples(
    st.integers(0, 60),
    st.integers(100, 500_000),
    st.sampled_from(["", "2/10 net 30", "2/10 prox net 30", "50% 2/10 net 30, 50% net 60"]),
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 100)), max_size=3),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(BILL, min_size=1, max_size=5), st.sampled_from(["gross", "net"]), st.integers(0, 150))
def test_it_ties_at_every_date(
    load_ledger: Callable[[str], Any], books_of: Callable[..., Any], bills: list[Any], method: str, day: int
) -> None:
    def on(days: int) -> str:
        return f"2026-{1 + days // 28:02}-{1 + days % 28:02}"

    text = HEAD.replace("METHOD", method)
    for number, (start, units, terms, payments) in enumerate(bills):
        text += bill(f"I{number}", on(start), f"{D(units) / 100:.2f}", f"S{number % 2}", terms)
        for after, percent in payments:
            text += paid(f"I{number}", on(start + after), f"{D(units * percent) / 10000:.2f}")
    books = books_of(load_ledger(text))
    table = payable_ageing.build(choose(books), parse_period(on(day))).table("suppliers")
    assert table.value("difference", "open") == 0
    total = ages(table, "total")
    assert sum(total[:6]) == total[6]
