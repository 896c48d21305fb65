"""Early payment discounts by the net and the allowance method: what is booked at the invoice, taken, forfeited."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEAD = """
plugin "beanplant.sales_discounts"
option "operating_currency" "USD"
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Receivables
2025-01-01 open Income:Sales
2025-01-01 open Liabilities:VAT
2025-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
  tax: Liabilities:VAT
"""
NET = HEAD + '  method: "net"\n'
ALLOWANCE = HEAD + '  method: "allowance"\n  expected: 0.80\n'
FORFEITED, ALLOWED, TAKEN = (
    "Income:SalesDiscountsForfeited",
    "Assets:AllowanceForDiscounts",
    "Income:SalesDiscounts",
)
Load = Callable[[str], Any]


def invoice(
    number: str = "1",
    date: str = "2026-03-10",
    net: str = "1000.00",
    tax: str = "0",
    terms: str = "2/10 net 30",
) -> str:
    gross = D(net) + D(tax)
    vat = f"  Liabilities:VAT  -{tax} USD\n" if D(tax) else ""
    return (
        f'{date} * "Pump Co" "Invoice"\n  invoice: "{number}"\n  terms: "{terms}"\n'
        f"  Assets:Receivables  {gross} USD\n  Income:Sales  -{net} USD\n{vat}"
    )


def payment(date: str, amount: str, number: str = "1") -> str:
    legs = f"  Assets:Bank  {amount} USD\n  Assets:Receivables  -{amount} USD\n"
    return f'{date} * "Payment"\n  invoice: "{number}"\n{legs}'


def fact(date: str) -> str:
    return f'{date} * "Fact"\n  Assets:Bank  0.00 USD\n'


def on(ledger: Any, date: str, account: str) -> D:
    """The balance at the end of a date."""
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


def test_net_taken(load_ledger: Load) -> None:
    """Booked at 980.00, paid at 980.00: nothing else."""
    ledger = load_ledger(NET + invoice() + payment("2026-03-18", "980.00") + fact("2026-06-30"))
    assert ledger.messages == []
    assert on(ledger, "2026-03-10", "Assets:Receivables") == D("980.00")
    assert on(ledger, "2026-06-30", "Assets:Receivables") == 0
    assert on(ledger, "2026-06-30", "Income:Sales") == D("-980.00")
    assert on(ledger, "2026-06-30", FORFEITED) == 0


def test_net_forfeited_on_the_day_after(load_ledger: Load) -> None:
    """In time until 20 March; on 21 March the 20.00 are owed again; 1,000.00 paid in April."""
    ledger = load_ledger(NET + invoice() + payment("2026-04-08", "1000.00"))
    assert ledger.messages == []
    assert on(ledger, "2026-03-20", FORFEITED) == 0
    assert on(ledger, "2026-03-21", FORFEITED) == D("-20.00")
    assert on(ledger, "2026-03-21", "Assets:Receivables") == D("1000.00")
    assert on(ledger, "2026-04-08", "Assets:Receivables") == 0


def test_net_lapses_only_up_to_the_latest_fact(load_ledger: Load) -> None:
    ledger = load_ledger(NET + invoice())
    assert on(ledger, "2030-12-31", FORFEITED) == 0
    assert on(load_ledger(NET + invoice() + fact("2026-03-21")), "2030-12-31", FORFEITED) == D("-20.00")


def test_net_with_two_tiers(load_ledger: Load) -> None:
    """5/10, 2/20, n/60: booked at 950; 30 are forfeited after ten days, 20 after twenty."""
    ledger = load_ledger(NET + invoice(terms="5/10, 2/20, n/60") + fact("2026-06-30"))
    assert ledger.messages == []
    assert [
        on(ledger, date, FORFEITED) for date in ("2026-03-20", "2026-03-21", "2026-03-30", "2026-03-31")
    ] == [
        D(0),
        D("-30.00"),
        D("-30.00"),
        D("-50.00"),
    ]


def test_net_with_tax(load_ledger: Load) -> None:
    """Tax shares the discount: 1,190.00 is booked at 1,166.20; forfeited 20.00, and 3.80 of tax is owed again."""
    ledger = load_ledger(NET + invoice(tax="190.00") + fact("2026-06-30"))
    assert ledger.messages == []
    assert on(ledger, "2026-03-10", "Assets:Receivables") == D("1166.20")
    assert on(ledger, "2026-03-10", "Liabilities:VAT") == D("-186.20")
    assert on(ledger, "2026-06-30", "Liabilities:VAT") == D("-190.00")
    assert on(ledger, "2026-06-30", FORFEITED) == D("-20.00")


def test_net_paid_in_full_in_time(load_ledger: Load) -> None:
    """A customer who leaves the discount: it is forfeited with the payment."""
    ledger = load_ledger(NET + invoice() + payment("2026-03-12", "1000.00") + fact("2026-06-30"))
    assert ledger.messages == []
    assert on(ledger, "2026-03-12", FORFEITED) == D("-20.00")
    assert on(ledger, "2026-06-30", "Assets:Receivables") == 0


def test_net_credit_note_after_the_discount_was_forfeited(load_ledger: Load) -> None:
    """100.00 of 1,000.00 come back in April: they were booked at 98.00, and 2.00 of 20.00 are forfeited no more."""
    note = '2026-04-12 * "Credit"\n  invoice: "1"\n  Income:Sales  100.00 USD\n  Assets:Receivables  -100.00 USD\n'
    ledger = load_ledger(NET + invoice() + note + payment("2026-04-18", "900.00") + fact("2026-06-30"))
    assert ledger.messages == []
    assert on(ledger, "2026-04-11", FORFEITED) == D("-20.00")
    assert on(ledger, "2026-06-30", FORFEITED) == D("-18.00")
    assert on(ledger, "2026-06-30", "Income:Sales") == D("-882.00")
    assert on(ledger, "2026-06-30", "Assets:Receivables") == 0


def test_net_credit_note(load_ledger: Load) -> None:
    """100.00 come back before payment: 900.00 less 2 % is 882.00."""
    note = '2026-03-12 * "Credit"\n  invoice: "1"\n  Income:Sales  100.00 USD\n  Assets:Receivables  -100.00 USD\n'
    ledger = load_ledger(NET + invoice() + note + payment("2026-03-18", "882.00") + fact("2026-06-30"))
    assert ledger.messages == []
    assert on(ledger, "2026-03-12", "Assets:Receivables") == D("882.00")
    assert on(ledger, "2026-06-30", "Assets:Receivables") == 0
    assert on(ledger, "2026-06-30", "Income:Sales") == D("-882.00")
    assert on(ledger, "2026-06-30", FORFEITED) == 0


def test_allowance_at_the_invoice_taken_and_trued_up(load_ledger: Load) -> None:
    """20.00 on offer, 16.00 expected; all of it is taken, so 4.00 more are discounts at the month's end."""
    ledger = load_ledger(ALLOWANCE + invoice() + payment("2026-03-18", "980.00") + fact("2026-04-30"))
    assert ledger.messages == []
    assert (on(ledger, "2026-03-10", TAKEN), on(ledger, "2026-03-10", ALLOWED)) == (D("16.00"), D("-16.00"))
    assert on(ledger, "2026-03-18", ALLOWED) == D("4.00")
    assert (on(ledger, "2026-03-31", TAKEN), on(ledger, "2026-03-31", ALLOWED)) == (D("20.00"), D(0))
    assert on(ledger, "2026-04-30", "Assets:Receivables") == 0


def test_allowance_released_when_it_lapses(load_ledger: Load) -> None:
    ledger = load_ledger(ALLOWANCE + invoice() + fact("2026-04-30"))
    assert ledger.messages == []
    assert on(ledger, "2026-03-20", ALLOWED) == D("-16.00")
    assert (on(ledger, "2026-03-21", TAKEN), on(ledger, "2026-03-21", ALLOWED)) == (D(0), D(0))


def test_allowance_covers_the_net_part(load_ledger: Load) -> None:
    """1,190.00 at 2 %: 20.00 of revenue and 3.80 of tax; the allowance is 80 % of the first."""
    ledger = load_ledger(
        ALLOWANCE + invoice(tax="190.00") + payment("2026-03-18", "1166.20") + fact("2026-04-30")
    )
    assert ledger.messages == []
    assert on(ledger, "2026-03-10", ALLOWED) == D("-16.00")
    assert on(ledger, "2026-04-30", TAKEN) == D("20.00")
    assert on(ledger, "2026-04-30", "Liabilities:VAT") == D("-186.20")
    assert on(ledger, "2026-04-30", "Assets:Receivables") == 0


def test_an_expectation_that_changes(load_ledger: Load) -> None:
    """At the month's end 50 % of the 20.00 still in term are expected: 10.00, not 16.00."""
    change = (
        '2026-03-15 custom "plant-sales-discounts" Income:Sales\n  receivables: Assets:Receivables\n'
        '  method: "allowance"\n  expected: 0.50\n'
    )
    ledger = load_ledger(ALLOWANCE + invoice(terms="2/30 net 60") + change + fact("2026-04-05"))
    assert ledger.messages == []
    assert on(ledger, "2026-03-30", ALLOWED) == D("-16.00")
    assert on(ledger, "2026-03-31", ALLOWED) == D("-10.00")


def test_by_customer_before_terms(load_ledger: Load) -> None:
    rates = (
        '2026-01-01 custom "plant-take-up" Income:Sales "2/10 net 30" 0.70\n'
        '2026-01-01 custom "plant-take-up" Income:Sales "Pump Co" 0.95\n'
    )
    ledger = load_ledger(ALLOWANCE + rates + invoice())
    assert ledger.messages == []
    assert on(ledger, "2026-03-10", ALLOWED) == D("-19.00")


HISTORY = HEAD + '  method: "allowance"\n  expected: "history"\n  initial: 0.50\n  window: "6 months"\n'


def test_the_observed_share(load_ledger: Load) -> None:
    """Three invoices of 1,000.00 lapsed or settled by May: one taken of three. An older one is out of the window."""
    before = (
        invoice("0", "2025-06-01")
        + payment("2025-06-05", "980.00", "0")
        + invoice("1", "2026-01-05")
        + payment("2026-01-10", "980.00", "1")
        + invoice("2", "2026-02-05")
        + invoice("3", "2026-03-05")
        + invoice("4", "2026-05-10", "3000.00")
    )
    ledger = load_ledger(HISTORY + before)
    assert ledger.messages == []
    assert on(ledger, "2025-06-01", ALLOWED) == D("-10.00"), "the initial share of 50 %"
    # 60.00 on offer in the window, 20.00 taken: a third of 60.00
    assert on(ledger, "2026-05-10", ALLOWED) == D("-20.00")


@pytest.mark.parametrize("before", ["gross", "net"])
def test_a_history_from_before_the_allowance(load_ledger: Load, before: str) -> None:
    """Under another method 20.00 of 60.00 were taken of three invoices: a third of 60.00, not ``initial:``."""
    head = HEAD + f'  method: "{before}"\n'
    change = HISTORY.partition("2025-01-01 custom")[2].replace("6 months", "12 months")
    text = (
        invoice("1", "2026-01-05", tax="190.00")
        + payment("2026-01-10", "1166.20", "1")
        + invoice("2", "2026-02-05")
        + payment("2026-02-08", "1000.00", "2")
        + invoice("3", "2026-02-08")
        + invoice("4", "2026-05-10", "3000.00")
    )
    ledger = load_ledger(head + "2026-05-01 custom" + change + text)
    assert ledger.messages == []
    assert on(ledger, "2026-05-10", ALLOWED) == D("-20.00")


def credited(date: str, amount: str, name: str) -> str:
    return (
        f'{date} * "Credit note"\n  invoice: "{name}"\n'
        f"  Income:Sales  {amount} USD\n  Assets:Receivables  -{amount} USD\n"
    )


@pytest.mark.parametrize("before", ["gross", "net", "allowance"])
def test_what_a_credit_note_took_off_was_not_on_offer(load_ledger: Load, before: str) -> None:
    """Of 1,000.00 half comes back before the rest is paid in time: 10.00 of 10.00 were taken. Another is cancelled. One
    that took its 20.00 comes back in March, when it is decided. One lapses: 30.00 of 50.00."""
    head = HEAD + f'  method: "{before}"\n' + ("  expected: 0.50\n" if before == "allowance" else "")
    change = HISTORY.partition("2025-01-01 custom")[2].replace("6 months", "12 months")
    text = (
        invoice("1", "2026-01-05")
        + credited("2026-01-07", "500.00", "1")
        + payment("2026-01-10", "490.00", "1")
        + invoice("2", "2026-01-06")
        + credited("2026-01-08", "1000.00", "2")
        + invoice("3", "2026-01-20")
        + payment("2026-01-25", "980.00", "3")
        + credited("2026-03-20", "1000.00", "3")
        + invoice("4", "2026-02-08")
        + invoice("5", "2026-05-10", "1000.00")
    )
    ledger = load_ledger(head + "2026-05-01 custom" + change + text)
    assert ledger.messages == []
    assert on(ledger, "2026-05-10", ALLOWED) == D("-12.00"), "30.00 of 50.00 of 20.00"


def test_each_currency_has_its_history(load_ledger: Load) -> None:
    """All was taken in yen, nothing in dollars: 20.00 are not expected in dollars, and 20 are in yen."""
    yen = (invoice("1", "2026-01-05", "1000") + payment("2026-01-10", "980", "1")).replace("USD", "JPY")
    text = (
        yen
        + invoice("2", "2026-01-06")
        + invoice("3", "2026-03-02")
        + invoice("4", "2026-03-02", "1000").replace("USD", "JPY")
    )
    ledger = load_ledger(HISTORY + text)
    assert ledger.messages == []
    at = {
        p.units.currency: p.units.number
        for t in ledger.transactions
        if str(t.date) == "2026-03-02"
        for p in t.postings
        if p.account == ALLOWED
    }
    assert at == {"JPY": D(-20)}


def test_no_history_and_no_initial_share(load_ledger: Load) -> None:
    ledger = load_ledger(HISTORY.replace("  initial: 0.50\n", "") + invoice())
    assert len(ledger.messages) == 1
    assert "write initial: 0.80" in ledger.messages[0]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    invoices=st.lists(
        st.tuples(
            st.integers(1, 200000),
            st.integers(0, 60),
            st.sampled_from(["2/10 net 30", "5/10, 2/20, n/60", "1/15 net 45"]),
            st.lists(st.tuples(st.integers(0, 50), st.integers(1, 100)), max_size=3),
        ),
        min_size=1,
        max_size=5,
    ),
    method=st.sampled_from(["net", "allowance"]),
    tax=st.booleans(),
)
def test_all_comes_out_at_the_end(
    invoices: list[tuple[int, int, str, list[tuple[int, int]]]], method: str, tax: bool, load_ledger: Load
) -> None:
    """Whatever is paid when: long after, all is as under the gross method, and the allowance is empty."""
    text = ""
    start = datetime.date(2026, 1, 1)
    for number, (cents, day, terms, payments) in enumerate(invoices):
        net = D(cents) / 100
        vat = (net * D("0.19")).quantize(D("0.01")) if tax else D(0)
        date = start + datetime.timedelta(day)
        text += invoice(str(number), str(date), f"{net:.2f}", f"{vat:.2f}", terms)
        for later, percent in payments:
            amount = ((net + vat) * percent / 300).quantize(D("0.01"))
            if amount:
                text += payment(str(date + datetime.timedelta(later)), f"{amount:.2f}", str(number))
    end = "2026-12-31"
    gross, ledger = (
        load_ledger(head + text + fact(end)) for head in (HEAD, NET if method == "net" else ALLOWANCE)
    )
    assert on(ledger, end, ALLOWED) == 0
    for account in ("Assets:Receivables", "Liabilities:VAT", "Assets:Bank"):
        assert on(ledger, end, account) == on(gross, end, account), account
    earned = ("Income:Sales", TAKEN, FORFEITED)
    assert sum(on(ledger, end, name) for name in earned) == sum(on(gross, end, name) for name in earned)


@pytest.mark.parametrize("method", ["net", "allowance"])
def test_every_transaction_balances(method: str, load_ledger: Load) -> None:
    text = (NET if method == "net" else ALLOWANCE) + invoice(tax="190.00") + payment("2026-03-15", "500.00")
    ledger = load_ledger(text + payment("2026-03-18", "300.00") + fact("2026-05-31"))
    assert ledger.messages == []
    for entry in ledger.transactions:
        assert sum(posting.units.number for posting in entry.postings) == 0, entry.narration


def test_terms_that_count_from_another_day(load_ledger: Load) -> None:
    """Invoiced on 10 March, counted from 20 March: 29 March is in time, 31 March is not."""
    dated = invoice().replace('  terms: "2/10 net 30"', '  terms: "2/10 net 30"\n  baseline: 2026-03-20')
    in_time = load_ledger(HEAD + dated + payment("2026-03-29", "980.00"))
    assert in_time.messages == []
    assert on(in_time, "2026-12-31", "Assets:Receivables") == 0
    late = load_ledger(NET + dated + fact("2026-04-30"))
    assert on(late, "2026-03-30", FORFEITED) == 0
    assert on(late, "2026-03-31", FORFEITED) == D("-20.00")
    wrong = load_ledger(HEAD + dated.replace("2026-03-20", '"20 March"'))
    assert len(wrong.messages) == 1
    assert "expected a date without quotes" in wrong.messages[0]


@pytest.mark.parametrize("later", ["gross", "net"])
def test_another_method_is_for_later_invoices(load_ledger: Load, later: str) -> None:
    """From 15 March on another method: what is open of 10 March keeps its allowance of 80 % until it lapses."""
    change = (
        '2026-03-15 custom "plant-sales-discounts" Income:Sales\n  receivables: Assets:Receivables\n'
        f'  method: "{later}"\n'
    )
    text = invoice(terms="2/30 net 60") + invoice("2", "2026-03-20") + payment("2026-03-25", "980.00", "2")
    ledger = load_ledger(ALLOWANCE + change + text + fact("2026-04-30"))
    assert ledger.messages == []
    assert on(ledger, "2026-04-09", ALLOWED) == D("-16.00")
    assert on(ledger, "2026-04-10", ALLOWED) == 0
    assert on(ledger, "2026-04-30", TAKEN) == (D("20.00") if later == "gross" else 0)
    assert on(ledger, "2026-04-30", "Income:Sales") == (D(-2000) if later == "gross" else D(-1980))


def test_terms_in_other_words(load_ledger: Load) -> None:
    """70 % of 20.00 are expected under 2/10 net 30, however an invoice writes it."""
    rate = '2026-01-01 custom "plant-take-up" Income:Sales "2/10, n/30" 0.70\n'
    ledger = load_ledger(ALLOWANCE + rate + invoice(terms="2% 10, net 30 days"))
    assert ledger.messages == []
    assert on(ledger, "2026-03-10", ALLOWED) == D("-14.00")


@pytest.mark.parametrize("grace", ["99999999", "3651", "-1", "2.5", '"3"', ""])
def test_grace_of_a_payment_that_is_no_number_of_days(load_ledger: Load, grace: str) -> None:
    late = payment("2026-03-18", "980.00").replace("  Assets:Bank", f"  grace: {grace}\n  Assets:Bank", 1)
    (message,) = load_ledger(HEAD + invoice() + late).messages
    assert "expected the days that the payment may be late, such as grace: 3" in message


def test_a_default_account_that_is_written_out(load_ledger: Load) -> None:
    """beanplant opens it as it does where the key is left out."""
    keys = (
        "  discounts: Income:SalesDiscounts\n  allowance: Assets:AllowanceForDiscounts\n"
        "  forfeited: Income:SalesDiscountsForfeited\n"
    )
    for head in (HEAD, NET, ALLOWANCE):
        ledger = load_ledger(head + keys + invoice() + payment("2026-03-18", "980.00") + fact("2026-04-30"))
        assert ledger.messages == []
        assert on(ledger, "2026-04-30", "Assets:Receivables") == 0
    assert load_ledger(NET + keys + invoice() + fact("2026-04-30")).messages == []


@pytest.mark.parametrize("method", ["gross", "net", 'allowance"\n  expected: "80%'])
def test_the_default_accounts_of_two_revenue_accounts(load_ledger: Load, method: str) -> None:
    """Two lines of revenue with discounts of their own; 40.00 are taken, 20.00 of each."""
    rule = f'  receivables: Assets:Receivables\n  method: "{method}"\n'
    text = (
        "2025-01-01 open Income:Service\n"
        f'2025-01-01 custom "plant-sales-discounts" Income:Service\n{rule}'
        + invoice(net="2000.00").replace(
            "  Income:Sales  -2000.00 USD\n", "  Income:Sales  -1000.00 USD\n  Income:Service  -1000.00 USD\n"
        )
    )
    ledger = load_ledger(
        HEAD + f'  method: "{method}"\n' + text + payment("2026-03-18", "1960.00") + fact("2026-04-30")
    )
    assert ledger.messages == []
    assert on(ledger, "2026-04-30", "Assets:Receivables") == 0
    earned = ("Income:Sales", "Income:SalesDiscounts", "Income:Service", "Income:ServiceDiscounts")
    assert sum(on(ledger, "2026-04-30", name) for name in earned) == D(-1960)


@pytest.mark.parametrize("method", ["gross", "net", 'allowance"\n  expected: "80%'])
@pytest.mark.parametrize(
    ("ahead", "rest", "given"),
    [("490.00", "490.00", "20.00"), ("980.00", "0", "20.00"), ("1000.00", "0", "0")],
)
def test_what_is_paid_ahead(load_ledger: Load, method: str, ahead: str, rest: str, given: str) -> None:
    """Paid in February on an invoice of March: February has the payment and nothing of the discount, which is the
    invoice's."""
    text = payment("2026-02-27", ahead) + invoice()
    text += payment("2026-03-15", rest) if D(rest) else ""
    ledger = load_ledger(HEAD + f'  method: "{method}"\n' + text + fact("2026-05-31"))
    assert ledger.messages == []
    assert on(ledger, "2026-02-28", "Assets:Receivables") == -D(ahead)
    assert all(on(ledger, "2026-02-28", name) == 0 for name in (ALLOWED, TAKEN, FORFEITED, "Income:Sales"))
    assert on(ledger, "2026-03-31", "Assets:Receivables") == 0
    assert on(ledger, "2026-03-31", ALLOWED) == 0
    assert (
        sum(on(ledger, "2026-05-31", name) for name in ("Income:Sales", TAKEN, FORFEITED)) == D(given) - 1000
    )


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ('  method: "gross"\n', '  method: "net"\n', "with method: gross and on Income:Service with method: net"),
        ('  method: "allowance"\n  expected: 0.80\n', '  method: "allowance"\n  expected: 0.50\n',
         "with expected: 0.8 and on Income:Service with expected: 0.5"),
        ('  tax-mode: "included"\n', '  tax: Liabilities:VAT\n  tax-mode: "excluded"\n',
         "with tax-mode: included and on Income:Service with tax-mode: excluded"),
        ("", "  tax: Liabilities:VAT\n  grace: 3\n", "with grace: 0 and on Income:Service with grace: 3"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("turned", [False, True])
def test_two_revenue_accounts_that_do_not_agree(
    load_ledger: Load, one: str, other: str, message: str, turned: bool
) -> None:
    """Whichever line comes first: what differs is an error, not the choice of the line."""
    other += "" if "tax:" in other else "  tax: Liabilities:VAT\n"
    legs = ["  Income:Sales  -1000.00 USD\n", "  Income:Service  -1000.00 USD\n"]
    text = (
        '2025-01-01 open Income:Service\n2025-01-01 custom "plant-sales-discounts" Income:Service\n'
        f"  receivables: Assets:Receivables\n{other}"
        + invoice(net="2000.00", tax="380.00").replace(
            "  Income:Sales  -2000.00 USD\n", "".join(reversed(legs) if turned else legs)
        )
    )
    ledger = load_ledger(HEAD + one + text + payment("2026-03-18", "2380.00") + fact("2026-04-30"))
    (said,) = ledger.messages
    if not turned:
        assert message in said
    assert said.startswith("an invoice is on ")
    assert said.endswith("write an invoice for each, or book their discounts alike")
