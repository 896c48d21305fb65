"""Discounts for early payment by customer and by terms: offered, taken, lapsed, not claimed, and still open.

    customer  invoices  before  offered  taken  lapsed  not claimed  still open  share taken
    Pump Co          3    0.00    60.00  20.00   40.00         0.00        0.00         33 %

A discount *lapsed* when its last day went by with the invoice open; it was *not claimed* where the invoice was settled
in time without it. The share is that of what was decided in the period: taken, lapsed and not claimed. Tax that shares
the discount is in it. The tables below have the terms, the invoices, and what the receivables have: under the gross
and the allowance method what was taken, under the net method what was taken and can still be.

Rule: ASC 606-10-32-5 to -7, IFRS 15.50-52. What is expected is judged by ``expected-take-up``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.reports.discount_flows import MONEY, DiscountFlow, deducted_table, in_period, share_taken
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from beanplant.masterdata.discount_outcomes import Outcome
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "discounts-by-customer"
TITLE = "Discounts by customer"

TITLES = {
    "before": "Open before",
    "offered": "Offered",
    "taken": "Taken",
    "lapsed": "Lapsed",
    "unclaimed": "Not claimed",
    "available": "Still open",
}


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the discounts of a period by customer, by terms and by invoice, and what the receivables have."""
    del year_end  # the period is taken as it is asked for
    rules = scope.books.master.sales_discounts
    found = [(rule.method, each) for rule in rules for each in scope.books.outcomes(rule)]
    covered = [(method, each) for method, each in found if each.currency == scope.currency]
    flows = [flow for _, each in covered if not (flow := in_period(each, period)).nothing]
    # Under the net method the receivables have what can still be taken too.
    net = {each.payee for method, each in covered if method == "net"}
    customers = _groups(scope, flows, "customer", lambda flow: flow.outcome.payee)
    customers = _leading(scope, customers, period, net)
    terms = _groups(scope, flows, "terms", lambda flow: flow.outcome.terms)
    book = scope.books.receivables
    held = book.deducted(scope.currency, period.end)
    ledger = deducted_table(scope, covered, period, "receivables", held, book.accounts())
    sums = customers.totals[0]
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        False,
        (customers, terms, _invoices(scope, flows), ledger),
        (),
        tuple(_advice(scope, [each for _, each in found], ledger)),
        (),
        scope.books.filtered,
        tuple(
            scope.fact(column.title, value, column.kind)
            for column, value in zip(customers.columns, sums.cells, strict=True)
            if column.key in ("taken", "lapsed", "available", "share") and isinstance(value, Decimal)
        ),
        currencies=scope.currencies(each.currency for _, each in found),
    )


def _groups(scope: Scope, flows: list[DiscountFlow], by: str, key: Callable[[DiscountFlow], str]) -> Table:
    columns = (
        Column(by, by.capitalize()),
        Column("invoices", "Invoices", Kind.INTEGER),
        *(scope.column(name, TITLES[name]) for name in MONEY),
        Column("share", "Share taken", Kind.SHARE),
    )
    groups: dict[str, list[DiscountFlow]] = {}
    for flow in flows:
        groups.setdefault(key(flow), []).append(flow)
    rows = tuple(Row(name or "(no payee)", _cells(name, groups[name])) for name in sorted(groups))
    below = Row("total", _cells("Total", flows), emphasis=Emphasis.TOTAL)
    title = TITLE if by == "customer" else "By terms"
    return Table(f"by-{by}", title, columns, rows, (below,), sortable=True)


def _cells(name: str, flows: list[DiscountFlow]) -> tuple[Value, ...]:
    invoices = len({(flow.outcome.invoice, flow.outcome.date) for flow in flows})
    sums = (sum((getattr(flow, key) for flow in flows), ZERO) for key in MONEY)
    return (name or "(no payee)", invoices, *sums, share_taken(flows))


def _leading(scope: Scope, table: Table, period: Period, net: set[str]) -> Table:
    """Lead from what a customer took to the postings, but for those with invoices under the net method."""
    rows = []
    for row in table.rows:
        name = "" if row.key == "(no payee)" else row.key
        series = scope.books.receivables.deductions.get((scope.currency, name))
        spans = (series.span(period),) if series is not None and name not in net else ()
        reference = Reference(begin=period.begin, end=period.end, spans=spans)
        rows.append(Row(row.key, row.cells, references={"taken": reference} if spans else {}))
    return Table(table.name, table.title, table.columns, tuple(rows), table.totals, sortable=True)


def _invoices(scope: Scope, flows: list[DiscountFlow]) -> Table:
    columns = (
        Column("invoice", "Invoice"),
        Column("customer", "Customer"),
        Column("date", "Date", Kind.DATE),
        Column("terms", "Terms"),
        Column("lapses", "Last day", Kind.DATE),
        *(scope.column(name, TITLES[name]) for name in MONEY),
    )
    flows = sorted(flows, key=lambda flow: (flow.outcome.payee, flow.outcome.date, flow.outcome.invoice))
    rows = []
    for index, flow in enumerate(flows, 1):
        each = flow.outcome
        item = scope.books.receivables.items.get((scope.currency, each.invoice))
        leads = item is not None and item.series.lines
        references = {"invoice": Reference(entry=item.series.lines[0].entry.meta)} if item and leads else {}
        cells = (each.invoice, each.payee, each.date, each.terms, each.lapses, *flow[1:])
        rows.append(Row(f"{index} {each.invoice}", cells, references=references))
    sums = (sum((getattr(flow, key) for flow in flows), ZERO) for key in MONEY)
    below = Row("total", ("Total", *(None,) * 4, *sums), emphasis=Emphasis.TOTAL)
    return Table("by-invoice", "By invoice", columns, tuple(rows), (below,), sortable=True)


def _advice(scope: Scope, found: list[Outcome], check: Table) -> list[str]:
    lines = []
    if not scope.books.master.sales_discounts:
        lines.append("the ledger has no plant-sales-discounts")
    lines += scope.left_out("invoices", (each.currency for each in found))
    if check.value("difference", "amount") and not scope.books.filtered:
        lines.append(
            "the receivables have discounts of invoices that are not here; see the errors of the ledger"
        )
    return lines
