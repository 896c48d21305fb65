"""From what was billed to net revenue: discounts, rebates and concessions, what is billed ahead, by program.

    program      kind            billed          discounts  deductions    timing   net revenue
    CHEM-2026    volume rebate   70,000,000.00        0.00  -7,000,000.00    0.00  63,000,000.00
    early payment                         0.00     -320.00           0.00    0.00        -320.00

*Billed* is what stands on the revenue accounts by your own postings, *returns* what you credited on an account beside
them (`returns:` of plant-sales-discounts), *discounts* are those for early payment (expected, taken, trued up),
*deductions* are rebates, concessions, credits and returns that a contract owes back, *timing* is what was billed and
not performed (or the other way round), *forfeited* what customers left. The second table has it by customer. Net
revenue is what the revenue accounts and their contra accounts say, which is checked below.

Rule: ASC 606-10-50-4, -5, -12A (disaggregation, change of the transaction price), IFRS 15.114.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period
from beanplant.reports.revenue_flows import Flow, Part

if TYPE_CHECKING:
    from beanplant.reports.lines import Series
    from beanplant.reports.model import Span, Value
    from beanplant.reports.revenue_book import Key
    from beanplant.reports.scope import Scope

NAME = "gross-to-net"
TITLE = "Gross to net revenue"

FLOWS = {
    "billed": (Flow.BILLED,),
    "returns": (Flow.RETURNED,),
    "discounts": (Flow.DISCOUNT,),
    "deductions": (Flow.DEDUCTION, Flow.CONCEDED),
    "forfeited": (Flow.FORFEITED,),
    "timing": (Flow.TIMING,),
}
NO_ACCOUNT = "no revenue account has plant-sales-discounts or plant-contract"
NOTHING = "nothing was posted on the accounts of discounts and contracts in this period"
TITLES = {
    "billed": "Billed",
    "returns": "Returns and allowances",
    "discounts": "Early payment discounts",
    "deductions": "Rebates and concessions",
    "forfeited": "Discounts forfeited",
    "timing": "Billed ahead or not yet",
}
REVENUE = (Part.REVENUE, Part.CONTRA)


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the way from what was billed in a period to its net revenue."""
    del year_end  # the period is taken as it is asked for
    book = scope.books.revenue
    found = {key: each for key, each in book.series.get(scope.currency, {}).items() if key.part in REVENUE}
    programs = _table(scope, period, found, "program")
    customers = _table(scope, period, found, "customer")
    net = programs.totals[0].cells[programs.index("net")]
    held = sum((book.balance(part, scope.currency, period.end) for part in REVENUE), ZERO) - sum(
        (book.balance(part, scope.currency, period.begin) for part in REVENUE), ZERO
    )
    cells = dict(zip((column.key for column in programs.columns), programs.totals[0].cells, strict=True))
    facts = tuple(
        scope.fact(title, amount)
        for key, title in (("billed", "Billed"), ("net", "Net revenue"))
        if isinstance(amount := cells.get(key), Decimal)
    )
    checks = (
        _check(programs, "accounts", "The accounts", held),
        _check(programs, "difference", "Difference", (net if isinstance(net, Decimal) else ZERO) - held),
    )
    shown = Table(
        programs.name,
        programs.title,
        programs.columns,
        programs.rows,
        (*programs.totals, *(() if scope.books.filtered else checks)),
        sortable=True,
    )
    advice = () if programs.rows else (NOTHING if book.watches else NO_ACCOUNT,)
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        False,
        (shown, customers),
        (),
        (*advice, *scope.left_out("revenue", book.currencies)),
        (),
        scope.books.filtered,
        facts,
        currencies=scope.currencies(book.currencies),
    )


def _table(scope: Scope, period: Period, found: dict[Key, Series], by: str) -> Table:
    """Return what was billed and deducted, by program or by customer; columns of nothing are left out."""
    book = scope.books.revenue
    groups: dict[str, dict[Flow, tuple[Decimal, tuple[Span, ...]]]] = {}
    for key, series in found.items():
        amount, span = series.within(period), series.span(period)
        if len(span):
            mine = groups.setdefault(getattr(key, by), {})
            before, spans = mine.get(key.flow, (ZERO, ()))
            mine[key.flow] = (before + amount, (*spans, span))
    used = [
        key for key, flows in FLOWS.items() if any(flow in mine for mine in groups.values() for flow in flows)
    ]
    columns = (
        Column(by, by.capitalize()),
        *((Column("kind", "Kind"),) if by == "program" else ()),
        *(scope.column(key, TITLES[key]) for key in used),
        scope.column("net", "Net revenue"),
    )
    rows = []
    for name, mine in sorted(groups.items()):
        values: dict[str, Value] = {by: name or "(no payee)", "kind": book.kind(name)}
        references = {}
        for shown in used:
            parts = [mine[flow] for flow in FLOWS[shown] if flow in mine]
            values[shown] = sum((amount for amount, _ in parts), ZERO)
            spans = tuple(span for _, found_spans in parts for span in found_spans)
            references[shown] = Reference(begin=period.begin, end=period.end, spans=spans)
        values["net"] = sum((amount for amount, _ in mine.values()), ZERO)
        every = tuple(span for _, found_spans in mine.values() for span in found_spans)
        references["net"] = Reference(begin=period.begin, end=period.end, spans=every)
        if by == "program" and (leads := scope.program(name)) is not None:
            references["program"] = leads
        rows.append(Row(name, tuple(values[column.key] for column in columns), references=references))
    sums: dict[str, Value] = {by: "Total"}
    for index, column in enumerate(columns):
        if column.unit:
            cells = (row.cells[index] for row in rows)
            sums[column.key] = sum((cell for cell in cells if isinstance(cell, Decimal)), ZERO)
    total = Row("total", tuple(sums.get(column.key) for column in columns), emphasis=Emphasis.TOTAL)
    return Table(f"{by}s", f"By {by}", columns, tuple(rows), (total,), sortable=True)


def _check(table: Table, key: str, title: str, amount: Decimal) -> Row:
    """Return a row below a table that compares its net revenue with the accounts."""
    last = len(table.columns) - 1
    cells = tuple(title if i == 0 else amount if i == last else None for i in range(last + 1))
    return Row(key, cells, emphasis=Emphasis.CHECK)
