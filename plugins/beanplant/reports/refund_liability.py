"""What is owed back to customers, and the allowance for discounts, from opening to closing, by program and customer.

    program    customer      opening   accrued       re-estimated  settled         closing
    CHEM-2026  Chem Co          0.00   7,000,000.00  3,500,000.00  -500,000.00     10,000,000.00

*Accrued* came with a bill, *re-estimated* with a new estimate (or at a month end), *settled* was paid, credited or
taken. The closing is what the accounts hold, which is checked below. What is not in it, because the constraint keeps it
out, is in the report ``constrained-amounts``.

Rule: ASC 606-10-50-8 to -10 and 606-10-32-10, IFRS 15.116-118, 15.55.
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
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "refund-liability"
TITLE = "Refund liability and allowance for discounts"

MONEY = ("opening", "accrued", "re-estimated", "settled", "closing")
FLOWS = {"accrued": Flow.ACCRUED, "re-estimated": Flow.REESTIMATED, "settled": Flow.SETTLED}


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the movement of the refund liability and of the allowance over a period."""
    del year_end  # the period is taken as it is asked for
    refund = _table(scope, period, Part.REFUND, "refund-liability", "Refund liability")
    allowance = _table(scope, period, Part.ALLOWANCE, "allowance", "Allowance for discounts")
    closing = refund.totals[0].cells[refund.index("closing")]
    facts = (scope.fact("Refund liability", closing),) if isinstance(closing, Decimal) else ()
    nothing = () if refund.rows or allowance.rows else ("nothing is owed back, and no discount is expected",)
    found = scope.books.revenue.currencies_of(Part.REFUND, Part.ALLOWANCE)
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        False,
        (refund, allowance),
        (),
        (*nothing, *scope.left_out("what is owed back", found)),
        (),
        scope.books.filtered,
        facts,
        currencies=scope.currencies(found),
    )


def _table(scope: Scope, period: Period, part: Part, name: str, title: str) -> Table:
    book = scope.books.revenue
    groups: dict[tuple[str, str], dict[Flow, list[Series]]] = {}
    for key, series in book.series.get(scope.currency, {}).items():
        if key.part is part:
            mine = groups.setdefault((key.program, key.customer), {})
            mine.setdefault(key.flow, []).append(series)
    columns = (
        Column("program", "Program"),
        Column("kind", "Kind"),
        Column("customer", "Customer"),
        scope.column("opening", "Opening"),
        scope.column("accrued", "Accrued"),
        scope.column("re-estimated", "Re-estimated"),
        scope.column("settled", "Settled"),
        scope.column("closing", "Closing"),
    )
    rows = []
    for (program, customer), mine in sorted(groups.items()):
        every = [series for found in mine.values() for series in found]
        values: dict[str, Value] = {
            "program": program,
            "kind": book.kind(program),
            "customer": customer,
            "opening": sum((series.upto(period.begin) for series in every), ZERO),
            "closing": sum((series.upto(period.end) for series in every), ZERO),
        }
        references = {
            "opening": Reference(
                end=period.begin, spans=tuple(series.span_upto(period.begin) for series in every)
            ),
            "closing": Reference(
                end=period.end, spans=tuple(series.span_upto(period.end) for series in every)
            ),
        }
        for column, flow in FLOWS.items():
            found = mine.get(flow, [])
            values[column] = sum((series.within(period) for series in found), ZERO)
            spans = tuple(series.span(period) for series in found)
            references[column] = Reference(begin=period.begin, end=period.end, spans=spans)
        if (leads := scope.program(program)) is not None:
            references["program"] = leads
        if any(values[key] for key in MONEY):
            cells = tuple(values[column.key] for column in columns)
            rows.append(Row(f"{program}/{customer}", cells, references=references))
    sums = dict.fromkeys(MONEY, ZERO)
    for row in rows:
        for money, cell in zip(MONEY, row.cells[3:], strict=True):
            sums[money] += cell if isinstance(cell, Decimal) else ZERO
    below = [_row("total", "Total", sums, Emphasis.TOTAL)]
    if not scope.books.filtered:
        held = {
            "opening": book.balance(part, scope.currency, period.begin),
            "closing": book.balance(part, scope.currency, period.end),
        }
        below.append(_row("accounts", "The accounts", held, Emphasis.CHECK))
        difference = {key: sums[key] - held[key] for key in held}
        below.append(_row("difference", "Difference", difference, Emphasis.CHECK))
    return Table(name, title, columns, tuple(rows), tuple(below), sortable=True)


def _row(key: str, title: str, values: dict[str, Decimal], emphasis: Emphasis) -> Row:
    return Row(key, (title, None, None, *(values.get(each) for each in MONEY)), emphasis=emphasis)
