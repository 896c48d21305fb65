"""Variances by category and order: what the period's production and purchases cost beyond their standards.

A category is the account below the plant's variances account. A variance belongs to an order (``order:`` on
the posting, else on the transaction), else to a cost center, else to the item that it is about. A debit is
unfavorable (U), a credit favorable (F). The total of each category is the change of its account in the
period, and the grand total that of the variances account with all below it, which the last line checks.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.masterdata.facts import Role
from beanplant.reports.categories import category_label, sort_categories
from beanplant.reports.lines import ZERO, Line
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
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period, prior
from beanplant.reports.scope import need_plant

if TYPE_CHECKING:
    from beanplant.reports.scope import Scope

NAME = "variances"
TITLE = "Variances by category and order"
VARIANCES = Role.VARIANCES.value

ORDER, COST_CENTER, ITEM, OTHER = "order", "cost center", "item", "other"
SUBJECTS = (ORDER, COST_CENTER, ITEM, OTHER)
CHART_BARS = 12

Subject = tuple[str, str]


def subject_of(line: Line) -> Subject:
    """Return what a variance is about: ``("order", "MO-1001")``, a cost center, an item, else a text."""
    if line.order:
        return ORDER, line.order
    meta = {**line.entry.meta, **(line.posting.meta or {})}
    for key, kind in (("cost-center", COST_CENTER), ("item", ITEM)):
        if meta.get(key):
            return kind, str(meta[key])
    if line.item:
        return ITEM, line.item
    items = {
        units.currency
        for posting in line.entry.postings
        if (units := (posting.meta or {}).get("quantity") or (posting.units if posting.cost else None))
        is not None
        and hasattr(units, "currency")
    }
    return (ITEM, items.pop()) if len(items) == 1 else (OTHER, line.entry.narration or line.account)


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the variances of a period."""
    need_plant(scope)
    del year_end
    found: dict[str, list[Line]] = {}
    for category in scope.flow_names(VARIANCES):
        lines: list[Line] = []
        for book in scope.plants:
            span = book.series(VARIANCES, category).span(period)
            lines += span.lines[span.start : span.stop]
        if lines:
            found[category] = lines
    totals = {category: sum((line.amount for line in lines), ZERO) for category, lines in found.items()}
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        False,
        (_categories(scope, period, found, totals), _matrix(scope, period, found, totals)),
        _charts(scope, totals),
        tuple(_advice(scope, totals)),
        tuple(scope.books.plants),
        scope.books.filtered,
        _facts(scope, period, totals),
    )


def _categories(
    scope: Scope, period: Period, found: dict[str, list[Line]], totals: dict[str, Decimal]
) -> Table:
    before = prior(period)
    columns = (
        Column("category", "Category"),
        scope.column("variance", "Variance", Kind.VARIANCE),
        scope.column("unfavorable", "Unfavorable"),
        scope.column("favorable", "Favorable"),
        scope.column("prior", before.label, Kind.VARIANCE),
    )
    rows = []
    sums = [ZERO, ZERO, ZERO, ZERO]
    for category in sort_categories(scope.flow_names(VARIANCES)):
        lines = found.get(category, [])
        earlier, reference = scope.flow(VARIANCES, (category,), before)
        up = [line for line in lines if line.amount > 0]
        down = [line for line in lines if line.amount < 0]
        figures = (
            totals.get(category, ZERO),
            sum((line.amount for line in up), ZERO),
            sum((line.amount for line in down), ZERO),
            earlier,
        )
        if not any(figures):
            continue
        sums = [total + figure for total, figure in zip(sums, figures, strict=True)]
        account = f"{above}:{category}" if (above := scope.account(VARIANCES)) else None
        references = {"category": Reference(account, begin=period.begin, end=period.end), "prior": reference}
        for key, mine in (("variance", lines), ("unfavorable", up), ("favorable", down)):
            if mine:
                spans = (Span(mine, 0, len(mine)),)
                references[key] = Reference(account, begin=period.begin, end=period.end, spans=spans)
        rows.append(Row(category, (category_label(category), *figures), references=references))
    footer = [Row("total", ("Total", *sums), 0, Emphasis.TOTAL)]
    if not scope.books.filtered:
        balances = [
            scope.balance(VARIANCES, each.end)[0] - scope.balance(VARIANCES, each.begin)[0]
            for each in (period, before)
        ]
        ledger = (balances[0], None, None, balances[1])
        difference = (sums[0] - balances[0], None, None, sums[3] - balances[1])
        footer.append(Row("ledger", ("Accounts in the ledger", *ledger), 0, Emphasis.CHECK))
        footer.append(Row("difference", ("Difference", *difference), 0, Emphasis.CHECK))
    return Table("categories", "By category", columns, tuple(rows), tuple(footer))


def _matrix(scope: Scope, period: Period, found: dict[str, list[Line]], totals: dict[str, Decimal]) -> Table:
    del period
    categories = sorted(found, key=lambda category: (-abs(totals[category]), category))
    cells: dict[Subject, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for category, lines in found.items():
        for line in lines:
            cells[subject_of(line)][category].append(line)
    columns = (
        Column("subject", "Order"),
        Column("kind", "Kind"),
        Column("product", "Product"),
        scope.column("total", "Total", Kind.VARIANCE),
        *(scope.column(category, category_label(category), Kind.VARIANCE) for category in categories),
    )
    rows = [_subject_row(scope, subject, mine, categories) for subject, mine in cells.items()]
    place = columns_place(columns, "total")
    rows.sort(
        key=lambda row: (SUBJECTS.index(str(row.cells[1])), -abs(Decimal(str(row.cells[place]))), row.key)
    )
    grand = sum(totals.values(), ZERO)
    footer = Row(
        "total",
        ("Total", None, None, grand, *(totals[category] for category in categories)),
        0,
        Emphasis.TOTAL,
    )
    return Table("orders", "By order, cost center and item", columns, tuple(rows), (footer,), sortable=True)


def columns_place(columns: tuple[Column, ...], key: str) -> int:
    """Return the place of a column."""
    return [column.key for column in columns].index(key)


def _subject_row(scope: Scope, subject: Subject, mine: dict[str, list[Line]], categories: list[str]) -> Row:
    kind, name = subject
    master = scope.books.master
    product = ""
    if kind == ORDER and name in master.orders:
        product = master.orders[name].product
    elif kind == ITEM and name in master.items and master.items[name].name != name:
        product = master.items[name].name
    sums: list[Value] = []
    references = {"subject": Reference(order=name)} if kind == ORDER else {}
    everything: list[Line] = []
    total = ZERO
    for category in categories:
        lines = mine.get(category)
        if not lines:
            sums.append(None)
            continue
        value = sum((line.amount for line in lines), ZERO)
        total += value
        everything += lines
        sums.append(value)
        references[category] = Reference(
            order=name if kind == ORDER else None, spans=(Span(lines, 0, len(lines)),)
        )
    references["total"] = Reference(
        order=name if kind == ORDER else None, spans=(Span(everything, 0, len(everything)),)
    )
    return Row(f"{kind}:{name}", (name, kind, product, total, *sums), references=references)


def _facts(scope: Scope, period: Period, totals: dict[str, Decimal]) -> tuple[Fact, ...]:
    before = prior(period)
    earlier = sum((scope.flow(VARIANCES, (name,), before)[0] for name in scope.flow_names(VARIANCES)), ZERO)
    facts = [
        scope.fact("Total variances", sum(totals.values(), ZERO), Kind.VARIANCE),
        scope.fact(f"Total of {before.label}", earlier, Kind.VARIANCE),
    ]
    if totals:
        worst = max(sorted(totals), key=lambda category: totals[category])
        best = min(sorted(totals), key=lambda category: totals[category])
        if totals[worst] > 0:
            facts.append(
                scope.fact(f"Most unfavorable: {category_label(worst)}", totals[worst], Kind.VARIANCE)
            )
        if totals[best] < 0:
            facts.append(scope.fact(f"Most favorable: {category_label(best)}", totals[best], Kind.VARIANCE))
    return tuple(facts)


def _charts(scope: Scope, totals: dict[str, Decimal]) -> tuple[Chart, ...]:
    largest = sorted((name for name in totals if totals[name]), key=lambda name: (-abs(totals[name]), name))[
        :CHART_BARS
    ]
    places = sorted(largest, key=lambda name: (-totals[name], name))
    if not places:
        return ()
    marks = tuple(
        Mark(
            category_label(name),
            "Unfavorable" if totals[name] > 0 else "Favorable",
            totals[name],
            f"cell=categories/{name}/variance",
        )
        for name in places
    )
    title = "Variances by category"
    return (
        Chart(
            "categories",
            title,
            marks,
            tuple(map(category_label, places)),
            ("Unfavorable", "Favorable"),
            scope.currency,
            True,
        ),
    )


def _advice(scope: Scope, totals: dict[str, Decimal]) -> list[str]:
    lines = scope.advice()
    if totals.get("Remaining"):
        lines.append(
            "Remaining is what no other reason covers, zero in a complete ledger: look into its postings"
        )
    return lines
