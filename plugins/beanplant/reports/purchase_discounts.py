"""Discounts of suppliers: offered, taken and missed in a period, and what a missed one costs a year.

    supplier    before  offered   taken  missed  still open  share taken  cost a year
    Acme Steel    0.00   150.00  147.00    3.00        0.00         98 %      37.24 %

``before`` and ``still open`` are what could still be taken at the beginning and at the end: before + offered - taken -
missed. A credit note and a payment that is taken back lower what was offered and taken. Tax that shares the discount
is in it. The cost a year of what was missed is d / (1 - d) x 365 / (net days - discount days), weighted by the
amounts; the second table has it by invoice.

Below stands what the payables have: under the gross method what was taken, under the net method what was taken and
can still be. Invoices in other currencies are named in the advice.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.reports.discount_flows import DiscountFlow, deducted_table, in_period, share_taken
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period

if TYPE_CHECKING:
    from beanplant.masterdata.discount_outcomes import Outcome
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "purchase-discounts"
TITLE = "Purchase discounts"

MONEY = ("before", "offered", "taken", "missed", "available")


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the discounts of a period by supplier, those that were missed by invoice, and what the payables have."""
    del year_end  # the period is taken as it is asked for
    rules = scope.books.master.purchase_discounts
    found = [(rule.method, each) for rule in rules for each in scope.books.outcomes(rule)]
    covered = [(method, each) for method, each in found if each.currency == scope.currency]
    moved = [flow for _, each in covered if not (flow := in_period(each, period)).nothing]
    suppliers = _suppliers(scope, moved)
    held = scope.books.purchase_discounts.deducted(scope.currency, period.end)
    accounts = sorted({rule.account for rule in rules})
    ledger = deducted_table(scope, covered, period, "payables", held, accounts)
    tables = (suppliers, _missed(scope, moved), ledger)
    sums = suppliers.totals[0]
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        False,
        tables,
        (),
        tuple(_advice(scope, [each for _, each in found], tables[2])),
        (),
        scope.books.filtered,
        tuple(
            scope.fact(column.title, value)
            for column, value in zip(suppliers.columns, sums.cells, strict=True)
            if column.key in ("taken", "missed", "available") and isinstance(value, Decimal)
        ),
        currencies=scope.currencies(each.currency for _, each in found),
    )


def _suppliers(scope: Scope, moved: list[DiscountFlow]) -> Table:
    columns = (
        Column("supplier", "Supplier"),
        Column("invoices", "Invoices", Kind.INTEGER),
        scope.column("before", "Open before"),
        scope.column("offered", "Offered"),
        scope.column("taken", "Taken"),
        scope.column("missed", "Missed"),
        scope.column("available", "Still open"),
        Column("share", "Share taken", Kind.SHARE),
        Column("cost", "Cost of missed, a year", Kind.SHARE),
    )
    by_name: dict[str, list[DiscountFlow]] = {}
    for each in moved:
        by_name.setdefault(each.outcome.payee, []).append(each)
    rows = tuple(
        Row(name or "(no payee)", _line(name or "(no payee)", group))
        for name, group in sorted(by_name.items())
    )
    below = Row("total", _line("Total", moved), emphasis=Emphasis.TOTAL)
    return Table("suppliers", TITLE, columns, rows, (below,), sortable=True)


def _line(title: str, group: list[DiscountFlow]) -> tuple[Value, ...]:
    sums = [sum((getattr(each, key) for each in group), ZERO) for key in MONEY]
    invoices = len({(each.outcome.invoice, each.outcome.date) for each in group})
    return (title, invoices, *sums, share_taken(group), _cost(group))


def _cost(group: list[DiscountFlow]) -> Decimal | None:
    """Return what the missed discounts cost a year, weighted by their amounts."""
    known = [(each.missed, each.outcome.cost) for each in group if each.missed > 0 and each.outcome.cost]
    weight = sum((amount for amount, _ in known), ZERO)
    if not weight:
        return None
    exact = sum((Fraction(amount) * cost for amount, cost in known), Fraction(0)) / Fraction(weight)
    return round(Decimal(exact.numerator) / Decimal(exact.denominator), 6)


def _missed(scope: Scope, moved: list[DiscountFlow]) -> Table:
    """Return the invoices whose discounts were missed in the period."""
    columns = (
        Column("invoice", "Invoice"),
        Column("supplier", "Supplier"),
        Column("date", "Date", Kind.DATE),
        Column("terms", "Terms"),
        Column("lapses", "Last day", Kind.DATE),
        Column("due", "Due", Kind.DATE),
        scope.column("missed", "Missed"),
        Column("cost", "Cost a year", Kind.SHARE),
    )
    rows = []
    late = [each for each in moved if each.missed]
    late.sort(key=lambda each: (each.outcome.date, each.outcome.payee, each.outcome.invoice))
    for index, each in enumerate(late, 1):
        outcome = each.outcome
        cells: tuple[Value, ...] = (
            outcome.invoice,
            outcome.payee,
            outcome.date,
            outcome.terms,
            outcome.lapses,
            outcome.due,
            each.missed,
            _cost([each]),
        )
        rows.append(Row(f"{index} {outcome.invoice}", cells))
    sums = sum((each.missed for each in late), ZERO)
    below = Row("total", ("Total", *(None,) * 5, sums, _cost(late)), emphasis=Emphasis.TOTAL)
    return Table("missed", "Missed discounts by invoice", columns, tuple(rows), (below,), sortable=True)


def _advice(scope: Scope, found: list[Outcome], check: Table) -> list[str]:
    lines = scope.left_out("invoices", (each.currency for each in found))
    if check.value("difference", "amount") and not scope.books.filtered:
        lines.append(
            "the payables have discounts of invoices that are not here; see the errors of the ledger"
        )
    return lines
