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
from typing import TYPE_CHECKING, NamedTuple

from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, DAY, FiscalYearEnd, Period

if TYPE_CHECKING:
    from beanplant.masterdata.discount_outcomes import Outcome
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "purchase-discounts"
TITLE = "Purchase discounts"

MONEY = ("before", "offered", "taken", "missed", "available")


class Moved(NamedTuple):
    """What an invoice's discount did in a period, in money."""

    outcome: Outcome
    before: Decimal
    offered: Decimal
    taken: Decimal
    missed: Decimal
    available: Decimal

    @property
    def nothing(self) -> bool:
        """Whether the period has nothing of it."""
        return not any(self[1:])


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the discounts of a period by supplier, those that were missed by invoice, and what the payables have."""
    del year_end  # the period is taken as it is asked for
    rules = scope.books.master.purchase_discounts
    found = [(rule.method, each) for rule in rules for each in scope.books.outcomes(rule)]
    covered = [(method, each) for method, each in found if each.currency == scope.currency]
    moved = [each for _, outcome in covered if not (each := _moved(outcome, period)).nothing]
    suppliers = _suppliers(scope, moved)
    tables = (suppliers, _missed(scope, moved), _ledger(scope, covered, period))
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


def _moved(outcome: Outcome, period: Period) -> Moved:
    """Return what a discount did in a period."""
    first, last = outcome.on(period.begin - DAY), outcome.on(period.last)

    def money(units: int) -> Decimal:
        return Decimal(units).scaleb(-outcome.digits)

    before = money(first.available) if first is not None else ZERO
    if last is None:
        return Moved(outcome, before, ZERO, ZERO, ZERO, ZERO)
    start = first[1:4] if first is not None else (0, 0, 0)
    offered, taken, missed = (money(now - then) for now, then in zip(last[1:4], start, strict=True))
    return Moved(outcome, before, offered, taken, missed, money(last.available))


def _suppliers(scope: Scope, moved: list[Moved]) -> Table:
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
    by_name: dict[str, list[Moved]] = {}
    for each in moved:
        by_name.setdefault(each.outcome.payee, []).append(each)
    rows = tuple(
        Row(name or "(no payee)", _line(name or "(no payee)", group))
        for name, group in sorted(by_name.items())
    )
    below = Row("total", _line("Total", moved), emphasis=Emphasis.TOTAL)
    return Table("suppliers", TITLE, columns, rows, (below,), sortable=True)


def _line(title: str, group: list[Moved]) -> tuple[Value, ...]:
    sums = [sum((getattr(each, key) for each in group), ZERO) for key in MONEY]
    taken, missed = sums[2], sums[3]
    share = taken / (taken + missed) if taken + missed else None
    invoices = len({(each.outcome.invoice, each.outcome.date) for each in group})
    return (title, invoices, *sums, share, _cost(group))


def _cost(group: list[Moved]) -> Decimal | None:
    """Return what the missed discounts cost a year, weighted by their amounts."""
    known = [(each.missed, each.outcome.cost) for each in group if each.missed > 0 and each.outcome.cost]
    weight = sum((amount for amount, _ in known), ZERO)
    if not weight:
        return None
    exact = sum((Fraction(amount) * cost for amount, cost in known), Fraction(0)) / Fraction(weight)
    return round(Decimal(exact.numerator) / Decimal(exact.denominator), 6)


def _missed(scope: Scope, moved: list[Moved]) -> Table:
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


def _ledger(scope: Scope, covered: list[tuple[str, Outcome]], period: Period) -> Table:
    """Compare what was deducted from the payables with the ledger."""
    deducted = ZERO
    for method, outcome in covered:
        step = outcome.on(period.last)
        if step is not None:
            units = step.taken + (step.available if method == "net" else 0)
            deducted += Decimal(units).scaleb(-outcome.digits)
    ledger = scope.books.purchase_discounts.deducted(scope.currency, period.end)
    columns = (Column("what", "Deducted from payables"), scope.column("amount", "Amount"))
    accounts = sorted({rule.account for rule in scope.books.master.purchase_discounts})
    account = accounts[0] if len(accounts) == 1 else None
    rows = (
        Row("deducted", ("Taken, and under the net method still open", deducted)),
        Row(
            "ledger",
            ("Payables in the ledger", ledger),
            emphasis=Emphasis.CHECK,
            references={"amount": Reference(account=account, end=period.end)},
        ),
        Row("difference", ("Difference", ledger - deducted), emphasis=Emphasis.CHECK),
    )
    return Table("ledger", "What the payables have", columns, rows)


def _advice(scope: Scope, found: list[Outcome], check: Table) -> list[str]:
    lines = scope.left_out("invoices", (each.currency for each in found))
    if check.value("difference", "amount") and not scope.books.filtered:
        lines.append(
            "the payables have discounts of invoices that are not here; see the errors of the ledger"
        )
    return lines
