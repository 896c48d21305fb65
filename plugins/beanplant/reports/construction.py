"""Construction in progress at the period's last day: what each asset or project has cost, and what became an asset.

    asset or project  since        opening    costs      capitalized  closing
    LINE-2            2026-03-01   200,000    1,600.00   -201,600.00        0.00
    HALL-3            2026-04-10         0   95,000.00    -78,000.00   17,000.00

*Costs* are those of the period, *capitalized* is what moved to the accounts of assets in service; both and *opening*
make *closing*. What is listed is what had a balance or moved in the period. The totals are compared with the accounts
of construction: a difference is money there that names no asset and no project.

Rule: ASC 360-10-50-1 and IAS 16.74(b) (expenditure on property, plant and equipment under construction, disclosed).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.reports.asset_scope import covers, total, totals
from beanplant.reports.construction_book import CAPITALIZED, COST
from beanplant.reports.lines import ZERO, Series
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period

if TYPE_CHECKING:
    from decimal import Decimal

    from beanplant.reports.construction_book import Work
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "construction-in-progress"
TITLE = "Construction in progress"

MONEY = ("opening", "costs", "capitalized", "closing")
NOTHING = Series()


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return what is under construction at the period's last day, from its opening."""
    del year_end  # the period is taken as it is asked for
    columns = _columns(scope)
    works = scope.books.construction.works
    mine = sorted(work for work in works if work.currency == scope.currency and covers(scope, work.account))
    rows = tuple(row for work in mine if (row := _row(scope, work, works[work], period)) is not None)
    sums = total(columns, rows, MONEY)
    below: tuple[Row, ...] = (
        Row("total", ("Total", *(sums.get(column.key) for column in columns[1:])), emphasis=Emphasis.TOTAL),
    )
    if not scope.books.filtered:
        below = totals(columns, sums, _ledger(scope, period))
    table = Table("works", TITLE, columns, rows, below, sortable=True)
    ties = scope.books.filtered or not any(
        below[-1].cells[table.index(key)] for key in ("opening", "closing")
    )
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        True,
        (table,),
        (),
        tuple(_advice(scope, ties=ties)),
        tuple(scope.books.plants),
        scope.books.filtered,
        tuple(scope.fact(column.title, sums[column.key]) for column in columns if column.key in sums),
    )


def _columns(scope: Scope) -> tuple[Column, ...]:
    return (
        Column("name", "Asset or project"),
        Column("what", "What"),
        Column("title", "Name"),
        Column("account", "Account"),
        Column("since", "Since", Kind.DATE),
        Column("service", "In service", Kind.DATE),
        scope.column("opening", "Opening"),
        scope.column("costs", "Costs of the period"),
        scope.column("capitalized", "Capitalized"),
        scope.column("closing", "Closing"),
    )


def _row(scope: Scope, work: Work, flows: dict[str, Series], period: Period) -> Row | None:
    """Return what an asset or project has on an account; None where there is nothing in the period."""
    costs, capitalized = flows.get(COST, NOTHING), flows.get(CAPITALIZED, NOTHING)
    opening = costs.upto(period.begin) + capitalized.upto(period.begin)
    closing = costs.upto(period.end) + capitalized.upto(period.end)
    within, moved = costs.within(period), capitalized.within(period)
    if not (opening or closing or within or moved):
        return None
    asset = scope.books.master.assets.get(work.name) if work.kind == "asset" else None
    in_service = asset.date if asset is not None and asset.construction and asset.date < period.end else None
    first = min(series.dates[0] for series in (costs, capitalized) if series.dates)
    cells: tuple[Value, ...] = (
        work.name,
        work.kind,
        asset.title if asset is not None else "",
        work.account,
        first,
        in_service,
        opening,
        within,
        moved,
        closing,
    )
    begin, end = period.begin, period.end
    references = {
        "account": Reference(account=work.account, end=end),
        "costs": Reference(begin=begin, end=end, spans=(costs.span(period),)),
        "capitalized": Reference(begin=begin, end=end, spans=(capitalized.span(period),)),
        "closing": Reference(end=end, spans=(costs.span_upto(end), capitalized.span_upto(end))),
    }
    if asset is not None:
        references["name"] = Reference(entry=asset.source)
    return Row(f"{work.kind}:{work.name}:{work.account}", cells, references=references)


def _ledger(scope: Scope, period: Period) -> dict[str, Decimal]:
    """Return what the accounts have at the period's beginning and end."""
    book = scope.books.construction
    mine = [(name, unit) for name, unit in book.accounts if unit == scope.currency and covers(scope, name)]
    return {
        "opening": sum((book.balance(name, unit, period.begin) for name, unit in mine), ZERO),
        "closing": sum((book.balance(name, unit, period.end) for name, unit in mine), ZERO),
    }


def _advice(scope: Scope, *, ties: bool) -> list[str]:
    """Return what a reader must know: currencies left out, and why a total may differ from the accounts."""
    lines = []
    others = sorted({unit for _, unit in scope.books.construction.accounts} - {scope.currency})
    if others:
        lines.append(f"construction in other currencies not included: {', '.join(others)}")
    if not ties:
        lines.append(
            "the accounts hold what names no asset and no project: write asset: or project: on each posting there"
        )
    return lines
