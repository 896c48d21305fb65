"""Work in process by order, as of a day: what is in each open order, and how old it is.

Everything up to the day counts, whatever the period's first day. Age runs from the order's date (its
release). An order appears if it is not closed on that day, or if it is closed and yet holds something. What
an order took in and gave out adds up to its balance:

    material + labor + overhead + other - transferred (completed) - scrap and variances = ending

A credit balance is no asset: such orders stand apart, and their sum is shown as a liability (accrued
production cost). Debit balances less credit balances are the balance of the work-in-process accounts, which
the last line checks.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.masterdata.facts import Role
from beanplant.reports.lines import ZERO
from beanplant.reports.model import (
    Chart,
    Column,
    Emphasis,
    Fact,
    Kind,
    Mark,
    Reference,
    Report,
    Row,
    Span,
    Table,
    Value,
)
from beanplant.reports.open_orders import PARTS, OpenOrder, open_orders
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period
from beanplant.reports.scope import need_plant

if TYPE_CHECKING:
    from beanplant.reports.scope import Scope

NAME = "wip-by-order"
TITLE = "Work in process by order"

WIP = Role.WORK_IN_PROCESS.value
BUCKETS: tuple[tuple[str, int | None], ...] = (
    ("0-30", 30),
    ("31-60", 60),
    ("61-90", 90),
    ("91-180", 180),
    (">180", None),
)
OLD_DAYS = 90


def bucket_of(age: int) -> str:
    """Return the age bucket of an order that is ``age`` days old."""
    return next(name for name, days in BUCKETS if days is None or age <= days)


_TITLES = {
    "material": "Material",
    "labor": "Labor",
    "overhead": "Overhead",
    "conversion": "Conversion",
    "other": "Other",
    "transferred": "Transferred",
    "settled": "Scrap, variances",
    "ending": "Ending",
}


def _columns(scope: Scope, orders: list[OpenOrder]) -> tuple[Column, ...]:
    shown = [
        name
        for name in PARTS
        if name not in ("conversion", "other", "settled") or any(o.parts[name] for o in orders)
    ]
    if any(order.parts["conversion"] for order in orders) and not any(
        order.parts["labor"] or order.parts["overhead"] for order in orders
    ):
        shown = [name for name in shown if name not in ("labor", "overhead")]
    plants = [Column("plant", "Plant")] if len(scope.plants) > 1 else []
    return (
        Column("order", "Order"),
        *plants,
        Column("product", "Product"),
        Column("status", "Status"),
        Column("released", "Released", Kind.DATE),
        Column("age", "Days", Kind.INTEGER),
        Column("planned", "Planned", Kind.QUANTITY),
        Column("good", "Good", Kind.QUANTITY),
        Column("scrap", "Scrap", Kind.QUANTITY),
        *(scope.column(name, _TITLES[name]) for name in shown),
        scope.column("ending", _TITLES["ending"]),
    )


def _row(order: OpenOrder, columns: tuple[Column, ...]) -> Row:
    values: dict[str, Value] = {
        "order": order.key,
        "plant": order.plant,
        "product": order.product,
        "status": order.status,
        "released": order.released,
        "age": order.age,
        "planned": order.planned,
        "good": order.good,
        "scrap": order.scrap,
        **order.parts,
        "ending": order.ending,
    }
    span = order.span
    references = {"order": Reference(order=order.name)} if order.name else {}
    if len(span):
        references["ending"] = Reference(order=order.name, end=None, spans=(span,))
        for name, flows in PARTS.items():
            if order.parts[name]:
                lines = [line for line in span.lines[: span.stop] if line.flow in flows]
                references[name] = Reference(order=order.name, spans=(Span(lines, 0, len(lines)),))
    return Row(
        f"{order.plant}/{order.key}", tuple(values[column.key] for column in columns), references=references
    )


def _sum_row(
    key: str, label: str, orders: list[OpenOrder], columns: tuple[Column, ...], emphasis: Emphasis
) -> Row:
    cells: list[Value] = [label]
    for column in columns[1:]:
        if column.key == "ending":
            cells.append(sum((order.ending for order in orders), ZERO))
        elif column.key in PARTS:
            cells.append(sum((order.parts[column.key] for order in orders), ZERO))
        else:
            cells.append(None)
    return Row(key, tuple(cells), 0, emphasis)


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the open orders at the end of a period's last day."""
    need_plant(scope)
    del year_end
    orders = open_orders(scope, period.end)
    columns = _columns(scope, orders)
    debit = [order for order in orders if order.ending >= 0]
    credit = [order for order in orders if order.ending < 0]
    tables = [
        _table("orders", "Open orders", debit, columns, _totals(scope, period, orders, columns, credit))
    ]
    if credit:
        sub = (_sum_row("liability", "Credit balances, a liability", credit, columns, Emphasis.TOTAL),)
        tables.append(_table("credits", "Credit balances, shown as a liability", credit, columns, sub))
    ages = _ages(scope, debit, credit)
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        True,
        (ages, *tables),
        _charts(scope, debit),
        tuple(_advice(scope, orders, period)),
        tuple(scope.books.plants),
        scope.books.filtered,
        _facts(scope, debit, credit),
    )


def _table(
    name: str, title: str, orders: list[OpenOrder], columns: tuple[Column, ...], totals: tuple[Row, ...]
) -> Table:
    return Table(name, title, columns, tuple(_row(order, columns) for order in orders), totals, sortable=True)


def _totals(
    scope: Scope,
    period: Period,
    orders: list[OpenOrder],
    columns: tuple[Column, ...],
    credit: list[OpenOrder],
) -> tuple[Row, ...]:
    debit = [order for order in orders if order.ending >= 0]
    rows = [_sum_row("asset", "Work in process", debit, columns, Emphasis.TOTAL)]
    if credit:
        rows.append(_sum_row("credits", "Less: credit balances (below)", credit, columns, Emphasis.PLAIN))
    if scope.books.filtered:
        return tuple(rows)
    balance, reference = scope.balance(WIP, period.end)
    blank: list[Value] = [None] * (len(columns) - 2)
    net = sum((order.ending for order in orders), ZERO)
    label = "Accounts in the ledger"
    rows.append(Row("ledger", (label, *blank, balance), 0, Emphasis.CHECK, {"ending": reference}))
    rows.append(Row("difference", ("Difference", *blank, net - balance), 0, Emphasis.CHECK))
    return tuple(rows)


def _ages(scope: Scope, debit: list[OpenOrder], credit: list[OpenOrder]) -> Table:
    columns = (
        Column("bucket", "Age in days"),
        Column("orders", "Orders", Kind.INTEGER),
        scope.column("debit", "Work in process"),
        Column("share", "Share", Kind.SHARE),
        scope.column("credit", "Credit balances"),
    )
    total = sum((order.ending for order in debit), ZERO)
    rows = []
    for name, _ in BUCKETS:
        mine = [order for order in debit if bucket_of(order.age or 0) == name]
        theirs = [order for order in credit if bucket_of(order.age or 0) == name]
        value = sum((order.ending for order in mine), ZERO)
        share = (value / total).quantize(Decimal("0.0001")) if total else None
        spans = tuple(order.span for order in mine if len(order.span))
        references = {"debit": Reference(spans=spans)} if spans else {}
        cells = (name, len(mine) + len(theirs), value, share, sum((order.ending for order in theirs), ZERO))
        rows.append(Row(name, cells, references=references))
    orders = len(debit) + len(credit)
    owed = sum((order.ending for order in credit), ZERO)
    whole = Decimal("1.0000") if total else None
    totals = (Row("total", ("Total", orders, total, whole, owed), 0, Emphasis.TOTAL),)
    return Table("ages", "Age", columns, tuple(rows), totals)


def _facts(scope: Scope, debit: list[OpenOrder], credit: list[OpenOrder]) -> tuple[Fact, ...]:
    old = [order for order in debit if (order.age or 0) > OLD_DAYS]
    return (
        scope.fact("Work in process", sum((order.ending for order in debit), ZERO)),
        Fact("Open orders", len(debit) + len(credit), Column("", "", Kind.INTEGER)),
        scope.fact(f"Older than {OLD_DAYS} days", sum((order.ending for order in old), ZERO)),
        scope.fact("Credit balances, a liability", -sum((order.ending for order in credit), ZERO)),
    )


def _charts(scope: Scope, debit: list[OpenOrder]) -> tuple[Chart, ...]:
    if not debit:
        return ()
    marks = []
    for name, _ in BUCKETS:
        value = sum((order.ending for order in debit if bucket_of(order.age or 0) == name), ZERO)
        if value:
            marks.append(Mark(name, "Work in process", value, f"cell=ages/{name}/debit"))
    places = tuple(name for name, _ in BUCKETS)
    title = "Work in process by age in days"
    return (Chart("ages", title, tuple(marks), places, ("Work in process",), scope.currency),)


def _advice(scope: Scope, orders: list[OpenOrder], period: Period) -> list[str]:
    lines = scope.advice()
    closed = [order.key for order in orders if order.status == "closed"]
    if closed:
        lines.append(
            f"closed and yet not at zero: {', '.join(closed[:5])}{' ...' if len(closed) > 5 else ''}"
        )
    late = [order.key for order in orders if order.status == "delivered"]
    if late:
        lines.append(
            f"delivered in full and not closed: {', '.join(late[:5])}{' ...' if len(late) > 5 else ''};"
            f' {period.last} custom "plant-order-close" "{late[0]}" moves what is left to variances'
        )
    nameless = [order for order in orders if order.name is None and not order.summarized]
    if nameless:
        lines.append('postings on work in process without an order: add order: "..." to their transactions')
    return lines
