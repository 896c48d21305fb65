"""Discounts of customers by customer and terms, the ageing of receivables and the back-test of what was expected."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beanplant import masterdata
from beanplant.masterdata.discount_outcomes import OUTCOMES, outcomes_of
from beanplant.reports import (
    discounts_by_customer,
    expected_take_up,
    receivable_ageing,
    render_csv,
    render_json,
    render_text,
)
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report, Table

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Receivables
2025-01-01 open Income:Sales
2025-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
  method: "METHOD"
"""
TERMS = "2/10 net 30"


def sold(name: str, date: str, amount: str, payee: str, terms: str = TERMS, unit: str = "USD") -> str:
    said = f'  terms: "{terms}"\n' if terms else ""
    return (
        f'{date} * "{payee}" "Invoice"\n  invoice: "{name}"\n{said}'
        f"  Assets:Receivables  {amount} {unit}\n  Income:Sales  -{amount} {unit}\n"
    )


def paid(name: str, date: str, amount: str) -> str:
    return (
        f'{date} * "Payment"\n  invoice: "{name}"\n'
        f"  Assets:Bank  {amount} USD\n  Assets:Receivables  -{amount} USD\n"
    )


# Pump Co: P1 takes 20.00; P2's 40.00 lapse on February 5. Shop: S1 is paid in full in time, 10.00 are not claimed; S3
# takes 20.00; of S2's 9.00 the 3 % lapse on March 8, and 3.00 are taken. N1 has no terms; 50.00 name no invoice.
TEXT = (
    sold("N1", "2025-12-15", "100.00", "Shop", "")
    + sold("P1", "2026-01-05", "1000.00", "Pump Co")
    + paid("P1", "2026-01-10", "980.00")
    + sold("P2", "2026-01-25", "2000.00", "Pump Co")
    + sold("S1", "2026-01-26", "500.00", "Shop")
    + paid("S1", "2026-01-28", "500.00")
    + sold("S3", "2026-01-28", "1000.00", "Shop")
    + paid("S3", "2026-02-03", "980.00")
    + '2026-02-10 * "Pump Co" "On account"\n  Assets:Bank  50.00 USD\n  Assets:Receivables\n'
    + sold("S2", "2026-02-20", "300.00", "Shop", "3/15, 1/25, net 60")
    + paid("P2", "2026-03-01", "2000.00")
    + paid("S2", "2026-03-10", "297.00")
    + '2026-04-30 * "Fact"\n  Assets:Bank  0.00 USD\n'
)
METHODS = ["gross", "net", "allowance"]


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[..., Any]) -> Callable[..., Report]:
    def make(build: Any, time: str, method: str = "gross", text: str = TEXT, **options: Any) -> Report:
        head = HEAD.replace('"METHOD"', f'"{method}"')
        head += "  expected: 0.50\n" if method == "allowance" else ""
        ledger = load_ledger(head + text)
        assert not ledger.errors, ledger.messages
        return build(choose(books_of(ledger, **options)), parse_period(time))  # type: ignore[no-any-return]

    return make


def line(table: Table, row: str) -> dict[str, Any]:
    cells = table.row(row).cells
    return {column.key: value for column, value in zip(table.columns, cells, strict=True)}


FLOWS = ("before", "offered", "taken", "lapsed", "unclaimed", "available")


def flows(table: Table, row: str) -> list[D]:
    found = line(table, row)
    return [found[key] for key in FLOWS]


@pytest.mark.parametrize("method", METHODS)
def test_discounts_of_a_month(report: Callable[..., Report], method: str) -> None:
    january = report(discounts_by_customer.build, "2026-01", method)
    table = january.table("by-customer")
    assert flows(table, "Pump Co") == [0, 60, 20, 0, 0, 40]
    assert flows(table, "Shop") == [0, 30, 0, 0, 10, 20]
    assert flows(table, "total") == [0, 90, 20, 0, 10, 60]
    assert line(table, "Pump Co")["share"] == 1
    assert january.table("ledger").value("difference", "amount") == 0
    assert not january.advice


@pytest.mark.parametrize("method", METHODS)
def test_discounts_of_a_quarter(report: Callable[..., Report], method: str) -> None:
    quarter = report(discounts_by_customer.build, "2026-Q1", method)
    customers = quarter.table("by-customer")
    assert flows(customers, "Pump Co") == [0, 60, 20, 40, 0, 0]
    assert flows(customers, "Shop") == [0, 39, 23, 6, 10, 0]
    assert line(customers, "Shop")["share"] == D(23) / D(39)
    terms = quarter.table("by-terms")
    assert flows(terms, TERMS) == [0, 90, 40, 40, 10, 0]
    assert line(terms, TERMS)["invoices"] == 4
    assert flows(terms, "3/15, 1/25, net 60") == [0, 9, 3, 6, 0, 0]
    assert len(quarter.table("by-invoice").rows) == 5


@pytest.mark.parametrize("method", METHODS)
def test_a_credit_note_after_the_last_day_lowers_what_lapsed(
    report: Callable[..., Report], method: str
) -> None:
    """20.00 lapse on January 16; half of the goods come back in February, so 10.00 were on offer."""
    text = sold("P1", "2026-01-05", "1000.00", "Pump Co")
    text += (
        '2026-02-10 * "Pump Co" "Return"\n  invoice: "P1"\n'
        "  Income:Sales  500.00 USD\n  Assets:Receivables  -500.00 USD\n"
    )
    january = report(discounts_by_customer.build, "2026-01", method, text).table("by-customer")
    assert flows(january, "Pump Co") == [0, 20, 0, 20, 0, 0]
    february = report(discounts_by_customer.build, "2026-02", method, text).table("by-customer")
    assert flows(february, "Pump Co") == [0, -10, 0, -10, 0, 0]


def test_a_share_that_is_stated_for_a_customer_is_judged_by_his_invoices(
    report: Callable[..., Report],
) -> None:
    """Pump Co: 20.00 of 60.00, 95 % expected; 2 x (13.33^2 + 13.33^2) / 60^2 = 0.4444^2."""
    text = '2025-01-01 custom "plant-take-up" Income:Sales "Pump Co" 0.95\n' + TEXT
    table = report(expected_take_up.build, "2026-03", "allowance", text).table("observed")
    row = next(row for row in table.rows if row.cells[0] == "Pump Co")
    found = line(table, row.key)
    assert (found["invoices"], found["offered"], found["taken"], found["stated"]) == (2, 60, 20, D("0.95"))
    assert found["standard-error"] == D("0.444444")
    assert found["off"] == D("1.39")  # (0.95 - 0.3333) / 0.4444
    assert row.level == 1
    assert not [row for row in table.rows if row.cells[0] == "Shop"]  # nobody states one for him


def test_an_account_whose_method_changed_has_a_row_for_each(report: Callable[..., Report]) -> None:
    text = (
        '2026-02-01 custom "plant-sales-discounts" Income:Sales\n  receivables: Assets:Receivables\n'
        '  method: "allowance"\n  expected: 0.70\n' + TEXT
    )
    names = [
        row.cells[0] for row in report(expected_take_up.build, "2026-03", text=text).table("observed").rows
    ]
    assert [name for name in names if name.startswith("Income")] == [
        "Income:Sales from 2025-01-01",
        "Income:Sales from 2026-02-01",
    ]


@pytest.mark.parametrize("method", METHODS)
def test_what_was_credited_before_it_was_decided_was_not_offered(
    report: Callable[..., Report], method: str
) -> None:
    """10.00 of 10.00 after a credit note of a half; P2 is cancelled; P3 takes its 20.00 and comes back later."""
    text = sold("P1", "2026-01-05", "1000.00", "Pump Co") + sold("P2", "2026-01-05", "1000.00", "Pump Co")
    text += sold("P3", "2026-01-05", "1000.00", "Pump Co") + paid("P3", "2026-01-07", "980.00")
    for name, date, amount in (("P1", "01-06", "500"), ("P2", "01-06", "1000"), ("P3", "03-01", "1000")):
        text += (
            f'2026-{date} * "Pump Co" "Return"\n  invoice: "{name}"\n'
            f"  Income:Sales  {amount}.00 USD\n  Assets:Receivables  -{amount}.00 USD\n"
        )
    text += paid("P1", "2026-01-08", "490.00")
    rows = report(expected_take_up.build, "2026-03", method, text).table("observed").rows
    assert [str(cell) for cell in rows[0].cells[2:6]] == ["2", "30.00", "30.00", "1"]


def test_terms_count_from_the_baseline(report: Callable[..., Report]) -> None:
    """Invoiced on January 5, counted from the 20th: due on February 19, half of the third on March 21; 2 days grace."""
    text = "  grace: 2\n"
    for name, terms in (("1", "net 30"), ("2", "2/10 net 30"), ("3", "50% 2/10 net 30, 50% net 60")):
        text += sold(name, "2026-01-05", "100.00", "Pump Co", terms).replace(
            "  terms:", "  baseline: 2026-01-20\n  terms:"
        )
    text += sold("4", "2026-01-05", "100.00", "Shop", "net 30").replace(
        '  invoice: "4"\n', "  baseline: 2026-01-20\n"
    )
    text += '2026-03-31 * "Fact"\n  Assets:Bank  0.00 USD\n'
    found = report(receivable_ageing.build, "2026-01-31", text=text)
    rows = [[str(cell) for cell in row.cells] for row in found.table("invoices").rows]
    assert [(row[0], row[4], row[8]) for row in rows] == [
        ("1", "2026-02-19", "None"),
        ("2", "2026-02-19", "2026-02-01"),
        ("3", "2026-02-19", "2026-02-01"),
        ("(no invoice)", "2026-02-19", "None"),
    ]
    march = report(receivable_ageing.build, "2026-03-05", text=text)
    assert march.table("customers").row("Pump Co").cells[2:4] == (50, 250)


def test_a_discount_can_be_taken_through_its_days_of_grace(report: Callable[..., Report]) -> None:
    text = "  grace: 3\n" + sold("P1", "2026-01-05", "1000.00", "Pump Co")
    text += '2026-02-28 * "Fact"\n  Assets:Bank  0.00 USD\n'
    for day, discount, until in (("17", 20, "2026-01-18"), ("18", 20, "2026-01-18"), ("19", 0, "None")):
        table = report(receivable_ageing.build, f"2026-01-{day}", text=text).table("customers")
        assert ages(table, "Pump Co")[-2:] == [discount, until]


def test_what_was_taken_leads_to_its_postings(report: Callable[..., Report]) -> None:
    table = report(discounts_by_customer.build, "2026-Q1").table("by-customer")
    reference = table.row("Shop").references["taken"]
    assert [(str(row.date), amount) for row, amount in reference.lines()] == [
        ("2026-02-03", D("20.00")),
        ("2026-03-10", D("3.00")),
    ]


AGES = ("not-due", "to-30", "to-60", "to-90", "over", "credits", "open", "discount", "until")


def ages(table: Table, row: str) -> list[Any]:
    found = line(table, row)
    return [str(found[key]) if key == "until" else found[key] for key in AGES]


@pytest.mark.parametrize("method", ["gross", "allowance"])
def test_ageing(report: Callable[..., Report], method: str) -> None:
    """P2 is due on February 24, S2 on April 21; N1 since December 15, 75 days before the end of February."""
    found = report(receivable_ageing.build, "2026-02", method)
    customers = found.table("customers")
    assert ages(customers, "Pump Co") == [0, 2000, 0, 0, 0, -50, 1950, 0, "None"]
    assert ages(customers, "Shop") == [300, 0, 0, 100, 0, 0, 400, 9, "2026-03-07"]
    assert ages(customers, "total") == [300, 2000, 0, 100, 0, -50, 2350, 9, "2026-03-07"]
    assert customers.value("accounts", "open") == 2350
    assert customers.value("difference", "open") == 0
    rows = {row.cells[0]: row.cells for row in found.table("invoices").rows}
    assert [str(cell) for cell in rows["P2"][2:]] == [
        "2026-01-25",
        TERMS,
        "2026-02-24",
        "4",
        "2000.00",
        "0",
        "None",
    ]
    assert rows["N1"][5] == 75
    assert rows["(credit)"][6] == -50


def test_ageing_under_the_net_method(report: Callable[..., Report]) -> None:
    """S2 is booked at 291.00 while its discount can be taken; P2's 40.00 are owed again."""
    customers = report(receivable_ageing.build, "2026-02", "net").table("customers")
    assert ages(customers, "Shop") == [291, 0, 0, 100, 0, 0, 391, 9, "2026-03-07"]
    assert line(customers, "Pump Co")["open"] == 1950
    assert customers.value("difference", "open") == 0


def test_the_second_tier_is_granted_until_its_own_day(report: Callable[..., Report]) -> None:
    text = sold("S2", "2026-02-20", "300.00", "Shop", "3/15, 1/25, net 60")
    text += '2026-04-30 * "Fact"\n  Assets:Bank  0.00 USD\n'
    customers = report(receivable_ageing.build, "2026-03-09", text=text).table("customers")
    assert ages(customers, "Shop")[-2:] == [3, "2026-03-17"]


def test_over_ninety_days(report: Callable[..., Report]) -> None:
    """December 15 to March 16 is 91 days."""
    for day, column in (("15", "to-90"), ("16", "over")):
        shop = line(report(receivable_ageing.build, f"2026-03-{day}").table("customers"), "Shop")
        assert shop[column] == 100


@pytest.mark.parametrize(
    ("payment", "day", "not_due", "late"),
    [("", "2026-04-15", 500, 500), ("490.00", "2026-05-31", 0, 500), ("", "2026-03-31", 1000, 0)],
)
def test_split_due_dates(
    report: Callable[..., Report], payment: str, day: str, not_due: int, late: int
) -> None:
    """Half is due on April 1, half on May 1; what is paid is the first half."""
    text = sold("S1", "2026-03-02", "1000.00", "Shop", "50% 2/10 net 30, 50% net 60")
    text += paid("S1", "2026-03-10", payment) if payment else ""
    text += '2026-06-30 * "Fact"\n  Assets:Bank  0.00 USD\n'
    shop = line(report(receivable_ageing.build, day, text=text).table("customers"), "Shop")
    assert (shop["not-due"], shop["to-30"]) == (not_due, late)


def test_what_names_no_invoice_is_carried_forward(report: Callable[..., Report]) -> None:
    """100.00 and 200.00; 120.00 paid settle the first and 20.00 of the second."""
    text = "".join(
        f'{date} * "Kiosk" "Sale"\n  Assets:Receivables  {amount} USD\n  Income:Sales\n'
        for date, amount in (("2026-01-10", "100.00"), ("2026-02-20", "200.00"))
    )
    text += '2026-02-25 * "Kiosk" "Paid"\n  Assets:Bank  120.00 USD\n  Assets:Receivables\n'
    found = report(receivable_ageing.build, "2026-02", text=text)
    assert line(found.table("customers"), "Kiosk")["to-30"] == 180
    (row,) = found.table("invoices").rows
    assert str(row.cells[2]) == "2026-02-20"
    assert [amount for _, amount in row.references["open"].lines()] == [180]


def test_a_payment_over_several_invoices(report: Callable[..., Report]) -> None:
    text = (
        sold("A1", "2026-01-05", "1000.00", "Pump Co")
        + sold("A2", "2026-01-06", "500.00", "Pump Co")
        + '2026-01-10 * "Bank" "Payment"\n  Assets:Bank  1470.00 USD\n'
        + '  Assets:Receivables  -980.00 USD\n    invoice: "A1"\n'
        + '  Assets:Receivables  -490.00 USD\n    invoice: "A2"\n'
    )
    assert report(receivable_ageing.build, "2026-01", text=text).table("invoices").rows == ()
    table = report(discounts_by_customer.build, "2026-01", text=text).table("by-customer")
    assert [row.key for row in table.rows] == ["Pump Co"]
    assert sum(amount for _, amount in table.row("Pump Co").references["taken"].lines()) == 30


def test_the_back_test(report: Callable[..., Report]) -> None:
    """January: 60.00 on offer, 30.00 expected, S3's 20.00 taken. February: 9.00, 4.50, 3.00."""
    table = report(expected_take_up.build, "2026-03", "allowance").table("back-test")
    january, february = line(table, "2026-01-31"), line(table, "2026-02-28")
    assert [january[key] for key in ("offered", "expected", "taken", "error", "open")] == [60, 30, 20, 10, 0]
    assert [february[key] for key in ("offered", "expected", "taken", "error")] == [
        9,
        D("4.50"),
        3,
        D("1.50"),
    ]
    assert january["taken-share"] == D(20) / D(60)
    assert len(table.rows) == 2
    mean = line(table, "mean")
    assert mean["error"] == D("5.75")
    assert mean["error-share"] == D("11.50") / D("34.50")


def test_what_is_undecided_has_no_error(report: Callable[..., Report]) -> None:
    table = report(expected_take_up.build, "2026-02-01", "allowance").table("back-test")
    january = line(table, "2026-01-31")
    assert (january["taken"], january["error"], january["open"]) == (0, None, 60)
    assert table.totals == ()


def test_the_observed_share_and_its_error(report: Callable[..., Report]) -> None:
    """43.00 of 99.00 on five invoices. The residuals t - 43/99 o: 11.3131, -17.3737, -4.3434, 11.3131, -0.9091; the
    sum of their squares is 577.51, so the error is sqrt(5/4 x 577.51) / 99 = 27.14 %."""
    table = report(expected_take_up.build, "2026-03", "allowance").table("observed")
    found = line(table, "Income:Sales 2025-01-01")
    assert (found["invoices"], found["offered"], found["taken"]) == (5, 99, 43)
    assert round(found["observed"], 4) == D("0.4343")
    assert round(found["standard-error"], 4) == D("0.2714")
    assert found["stated"] == D("0.5")
    assert found["off"] == D("0.24")  # (0.5 - 0.4343) / 0.2714
    assert line(table, f"Income:Sales 2025-01-01 {TERMS}")["invoices"] == 4


def test_history_is_judged_by_what_followed(
    load_ledger: Callable[[str], Any], books_of: Callable[..., Any]
) -> None:
    """Until P1 is paid on January 10 the share is the initial 40 %; from then on all of P1's 20.00 was taken, so all of
    P2's and S3's 60.00 are expected at the end of January, of which 20.00 are taken."""
    head = HEAD.replace("METHOD", "allowance") + '  expected: "history"\n  initial: 0.40\n'
    text = "".join(
        (
            sold("P1", "2026-01-05", "1000.00", "Pump Co"),
            paid("P1", "2026-01-10", "980.00"),
            sold("P2", "2026-01-25", "2000.00", "Pump Co"),
            sold("S3", "2026-01-28", "1000.00", "Shop"),
            paid("S3", "2026-02-03", "980.00"),
            '2026-03-31 * "Fact"\n  Assets:Bank  0.00 USD\n',
        )
    )
    ledger = load_ledger(head + text)
    assert not ledger.errors, ledger.messages
    found = expected_take_up.build(choose(books_of(ledger)), parse_period("2026-Q1"))
    january = line(found.table("back-test"), "2026-01-31")
    assert [january[key] for key in ("offered", "expected", "taken", "error")] == [60, 60, 20, 40]
    observed = line(found.table("observed"), "Income:Sales 2025-01-01")
    assert (observed["method"], observed["stated"], observed["off"]) == ("allowance, history", None, None)
    assert (observed["offered"], observed["taken"]) == (80, 40)


def test_tax_is_not_in_the_allowance(report: Callable[..., Report]) -> None:
    """2 % of 1,190.00 are 23.80, of which 20.00 are on revenue: 10.00 expected, 20.00 taken."""
    text = (
        "  tax: Liabilities:VAT\n2025-01-01 open Liabilities:VAT\n"
        + sold("P1", "2026-01-28", "1190.00", "Pump Co").replace(
            "Sales  -1190.00", "Sales  -1000.00 USD\n  Liabilities:VAT  -190.00"
        )
        + paid("P1", "2026-02-03", "1166.20")
    )
    found = report(expected_take_up.build, "2026-02", "allowance", text)
    january = line(found.table("back-test"), "2026-01-31")
    assert [january[key] for key in ("offered", "expected", "taken", "error")] == [20, 10, 20, -10]
    assert found.table("observed").value("Income:Sales 2025-01-01", "offered") == 20


def test_other_currencies_are_named(report: Callable[..., Report]) -> None:
    text = TEXT + sold("E1", "2026-01-25", "500.00", "Euro", TERMS, "EUR")
    assert "EUR" in report(discounts_by_customer.build, "2026-01", text=text).advice[0]
    ageing = report(receivable_ageing.build, "2026-02", text=text)
    assert "EUR" in ageing.advice[0]
    assert ageing.table("customers").value("difference", "open") == 0


@pytest.mark.parametrize(
    "build", [discounts_by_customer.build, receivable_ageing.build, expected_take_up.build]
)
def test_they_are_drawn(report: Callable[..., Report], build: Any) -> None:
    found = report(build, "2026-02", "allowance")
    assert "2026" in render_text.render(found)
    assert "," in render_csv.render(found)
    assert '"tables"' in render_json.render(found)


def test_outcomes_are_worked_out_when_they_are_asked_for(load_ledger: Callable[[str], Any]) -> None:
    """A stored ledger has what they came to; their text is the same on every load."""
    ledger = load_ledger(HEAD.replace("METHOD", "gross") + TEXT)
    master, _ = masterdata.read(ledger.entries, ledger.options_map)
    rule = master.sales_discounts[0]
    kept = ledger.options_map[OUTCOMES][rule.account, rule.date]
    assert str(kept) == "outcomes of discounts"
    stored = pickle.loads(pickle.dumps(kept))
    assert copy.deepcopy(stored) == stored == outcomes_of(ledger.options_map, rule) == kept()
    assert [each.invoice for each in stored] == ["P1", "P2", "S1", "S3", "S2"]


INVOICE = st.tuples(
    st.integers(0, 60),
    st.integers(100, 500_000),
    st.sampled_from(["", TERMS, "2/10 EOM", "50% 2/10 net 30, 50% net 60", "5/5, 2/20, n/60"]),
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 100)), max_size=3),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(INVOICE, min_size=1, max_size=5), st.sampled_from(METHODS), st.integers(0, 150), st.booleans()
)
def test_the_ageing_ties_at_every_date(
    load_ledger: Callable[[str], Any],
    books_of: Callable[..., Any],
    invoices: list[Any],
    method: str,
    day: int,
    named: bool,
) -> None:
    """Whatever is billed and paid, the open items are what the accounts hold, and no discount is lost."""

    def on(days: int) -> str:
        return f"2026-{1 + days // 28:02}-{1 + days % 28:02}"

    text = HEAD.replace("METHOD", method) + ("  expected: 0.50\n" if method == "allowance" else "")
    for number, (start, units, terms, payments) in enumerate(invoices):
        name = f"I{number}"
        text += sold(name, on(start), f"{D(units) / 100:.2f}", f"C{number % 2}", terms)
        for after, percent in payments:
            one = paid(name, on(start + after), f"{D(units * percent) / 10000:.2f}")
            text += one if named else one.replace(f'  invoice: "{name}"\n', "")
    books = books_of(load_ledger(text))
    time = parse_period(on(day))
    customers = receivable_ageing.build(choose(books), time).table("customers")
    assert customers.value("difference", "open") == 0
    total = ages(customers, "total")
    assert sum(total[:6]) == total[6]
    found = discounts_by_customer.build(choose(books), time)
    assert found.table("ledger").value("difference", "amount") == 0
    before, offered, taken, lapsed, unclaimed, available = flows(found.table("by-customer"), "total")
    assert before + offered - taken - lapsed - unclaimed == available
