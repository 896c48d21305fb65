"""Whatever is billed, paid, credited, expected: each customer's figures are his own, and tie to the accounts.

What is expected of a customer at a month end is worked out here from what can still be taken of his invoices, what is
owed back from the postings, so that neither rests on how the reports divide.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal as D
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core.data import Transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beanplant.reports import catalog
from beanplant.reports.period import CALENDAR_YEAR, Period, month_of, parse_period
from beanplant.rules.rounding import whole_cents

if TYPE_CHECKING:
    from beanplant.reports.books import Books
    from beanplant.reports.model import Report

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Receivables
2025-01-01 open Income:Sales
2025-01-01 open Income:Deals
2025-01-01 open Liabilities:RefundLiability
2025-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
  method: "allowance"
  expected: 0.37
2025-01-01 custom "plant-contract" "TIER" Income:Deals
2025-01-01 custom "plant-contract-tiers" "TIER" "0" 10 USD "30" 9 USD "80" 8.33 USD
2025-01-01 custom "plant-estimate" "TIER" 50
2026-02-15 custom "plant-estimate" "TIER" 90
"""
FACT = '2026-06-30 * "Fact"\n  Assets:Bank  0.00 USD\n'
FIRST = datetime.date(2025, 12, 20)
CUSTOMERS = st.sampled_from(["A Co", "B Co", "C Co"])
DAYS = st.integers(0, 90)
INVOICE = st.tuples(
    CUSTOMERS,
    DAYS,
    st.integers(100, 200_000),
    st.sampled_from(["2/10 net 30", "3/15, 1/25, net 60"]),
    st.sampled_from(["paid", "part", "credited", "open"]),
    st.integers(0, 30),
)
SALE = st.tuples(CUSTOMERS, DAYS, st.integers(1, 40))
CLAIM = st.tuples(CUSTOMERS, DAYS, st.integers(1, 2_000), st.sampled_from(["contract", "settles"]))


def money(units: int) -> str:
    return f"{D(units).scaleb(-2):f} USD"


def written(invoices: list[Any], sales: list[Any], claims: list[Any]) -> str:
    text = HEAD
    for number, (payee, day, units, terms, fate, later) in enumerate(invoices):
        date = FIRST + datetime.timedelta(day)
        name = f'  invoice: "I{number}"\n'
        text += (
            f'{date} * "{payee}" "Invoice"\n{name}  terms: "{terms}"\n  Assets:Receivables  {money(units)}\n'
        )
        text += "  Income:Sales\n"
        after = date + datetime.timedelta(later)
        if fate == "credited":
            text += f'{after} * "Credit"\n{name}  Income:Sales  {money(units // 3)}\n  Assets:Receivables\n'
        elif fate != "open":
            paid = units if fate == "paid" else units // 2
            text += f'{after} * "Payment"\n{name}  Assets:Bank  {money(paid)}\n  Assets:Receivables\n'
    for payee, day, units in sales:
        date = FIRST + datetime.timedelta(day)
        text += f'{date} * "{payee}" "Shipped"\n  contract: "TIER"\n  quantity: {units}\n'
        text += f"  Assets:Receivables  {money(units * 1000)}\n  Income:Deals\n"
    for payee, day, units, key in claims:
        date = FIRST + datetime.timedelta(90 + day)
        account = "Income:Deals" if key == "settles" else "Liabilities:RefundLiability"
        text += f'{date} * "{payee}" "Claim"\n  {key}: "TIER"\n  {account}  {money(units)}\n  Assets:Bank\n'
    return text + FACT


def made(books: Books, name: str, period: Period) -> Report:
    entry = catalog.find(name)
    return entry.build(entry.scope(books), period, CALENDAR_YEAR)


def held(entries: list[Any], account: str, end: datetime.date) -> D:
    """The balance of an account before a day, straight from the postings; credit positive."""
    return -sum(
        (
            posting.units.number
            for entry in entries
            if isinstance(entry, Transaction) and entry.date < end
            for posting in entry.postings
            if posting.account == account
        ),
        D(0),
    )


def expected(books: Books, last: datetime.date) -> dict[str, D]:
    """What is expected to be taken of each customer's invoices at the end of a month."""
    found: dict[str, D] = defaultdict(D)
    (rule,) = books.master.sales_discounts
    for outcome in books.outcomes(rule):
        step = outcome.on(last)
        if step is not None and step.available:
            found[outcome.payee] += D(whole_cents(step.available * Fraction(37, 100), 0)).scaleb(-2)
    return {customer: amount for customer, amount in found.items() if amount}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(INVOICE, max_size=6), st.lists(SALE, max_size=5), st.lists(CLAIM, max_size=3))
def test_each_customers_figures_are_his_own_and_tie(
    load_ledger: Callable[[str], Any],
    books_of: Callable[..., Any],
    invoices: list[Any],
    sales: list[Any],
    claims: list[Any],
) -> None:
    ledger = load_ledger(written(invoices, sales, claims))
    late = [message for message in ledger.messages if "came" not in message and "late" not in message]
    assert not late, late
    books = books_of(ledger)
    for name in ("2025-12", "2026-01", "2026-02", "2026-03", "2026-Q1"):
        period = parse_period(name)
        owed = made(books, "refund-liability", period)
        for table, account in (
            ("refund-liability", "Liabilities:RefundLiability"),
            ("allowance", "Assets:AllowanceForDiscounts"),
        ):
            found = owed.table(table)
            assert found.value("total", "opening") == held(ledger.entries, account, period.begin)
            assert found.value("total", "closing") == held(ledger.entries, account, period.end)
            assert found.value("difference", "closing") == 0
            for row in found.rows:
                opening, *moves, closing = row.cells[3:]
                assert opening + sum(moves) == closing
                for key in ("opening", "accrued", "re-estimated", "settled", "closing"):
                    behind = sum((amount for _, amount in row.references[key].lines()), D(0))
                    assert behind == found.value(row.key, key)
        last = month_of(period.last).last
        rows = owed.table("allowance").rows
        assert {row.cells[2]: row.cells[7] for row in rows if row.cells[7]} == expected(books, last)
        revenue = made(books, "gross-to-net", period)
        for table in ("programs", "customers"):
            found = revenue.table(table)
            net = sum((found.value(row.key, "net") for row in found.rows), D(0))
            assert net == found.value("total", "net")
        assert revenue.table("programs").value("difference", "net") == 0
