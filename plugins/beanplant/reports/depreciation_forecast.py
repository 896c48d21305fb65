"""Depreciation of the five fiscal years that follow a period, by class and by asset.

                         rest of 2026       2027       2028       2029       2030       2031      later
    Assets:P100:Machinery   40,500.00  54,000.00  54,000.00  54,000.00  54,000.00  40,500.00  16,200.00

The years are the fiscal years after the one of the period's last day; before them stands what is left of that year
after the last month end of the period, so that nothing is left out: rest of the year, five years and *Later* are the
book value less salvage. Nothing is assumed that the ledger does not say: the assets on the books, their present
estimates, the disposals and transfers that are written. An asset that goes by use or by hand has no months to come but
those that are written, and is named in the notes.

Rule: ASC 350-30-50-2(a)(3) asks for five years of amortization; lenders and budgets ask for the same of plant.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from beanplant.reports.asset_movements import charges
from beanplant.reports.asset_scope import advice, covers, in_currency, terms_at, total
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Chart, Column, Emphasis, Mark, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period
from beanplant.rules.depreciation import last_closed_month

if TYPE_CHECKING:
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "depreciation-forecast"
TITLE = "Depreciation forecast"

YEARS = 5
FAR = 10**6  # a month after every life
BY_HAND = ("units-of-production", "manual")


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the depreciation of the fiscal years after a period."""
    del year_end  # the years are those that the assets are depreciated by
    names, limits = _years(scope, period)
    columns = (
        Column("account", "Class"),
        *(scope.column(key, title) for key, title in names),
        scope.column("total", "Total"),
    )
    money = tuple(column.key for column in columns[1:])
    assets: list[Row] = []
    by_class: dict[str, list[Row]] = {}
    by_hand = []
    movements = scope.books.assets.movements
    for asset in in_currency(scope):
        disposed = scope.books.assets.disposals.get(asset.name)
        if disposed is not None and disposed < period.end:
            continue
        if terms_at(asset, period.last).method in BY_HAND and covers(
            scope, movements.home(asset, period.end)
        ):
            by_hand.append(asset.name)
        for account, since, until in movements.homes(asset):
            amounts = _amounts(asset, limits, since, until)
            if any(amounts) and covers(scope, account):
                cells: tuple[Value, ...] = (asset.name, account, *amounts, sum(amounts, ZERO))
                key = asset.name if account == asset.account else f"{asset.name} on {account}"
                row = Row(key, cells, references={"asset": Reference(entry=asset.source)})
                assets.append(row)
                by_class.setdefault(account, []).append(row)
    assets.sort(key=lambda row: (str(row.cells[1]), row.key))
    by_asset = (Column("asset", "Asset"), *columns)
    classes = []
    for account, mine in sorted(by_class.items()):
        sums = total(by_asset, tuple(mine), money)
        classes.append(Row(account, (account, *(sums[key] for key in money))))
    whole = total(columns, tuple(classes), money)
    last = tuple(whole[key] for key in money)
    tables = (
        Table(
            "classes",
            "By class",
            columns,
            tuple(classes),
            (Row("total", ("Total", *last), emphasis=Emphasis.TOTAL),),
        ),
        Table(
            "assets",
            "By asset",
            by_asset,
            tuple(assets),
            (Row("total", ("Total", None, *last), emphasis=Emphasis.TOTAL),),
            sortable=True,
        ),
    )
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        True,
        tables,
        _chart(tables[0]),
        (*advice(scope, ties=True), *_by_hand(by_hand)),
        tuple(scope.books.plants),
        scope.books.filtered,
        tuple(scope.fact(title, whole[key]) for key, title in names),
    )


def _years(scope: Scope, period: Period) -> tuple[list[tuple[str, str]], list[int]]:
    """Return keys and titles of the columns, and the first month of each: rest of the year, years, later."""
    fiscal = scope.books.master.fiscal_years
    month = last_closed_month(period.last) + 1
    begin, stop = fiscal.year(month - 1)
    names, limits = [], []
    if month < stop:
        names.append(("rest", f"Rest of {_label(begin, stop)}"))
        limits.append(month)
    at = max(month, stop)
    for number in range(1, YEARS + 1):
        begin, stop = fiscal.year(at)
        names.append((f"year-{number}", _label(begin, stop)))
        limits.append(at)
        at = stop
    names.append(("later", "Later"))
    return names, [*limits, at, FAR]


def _label(begin: int, stop: int) -> str:
    """Return a fiscal year for people: the calendar year, or FY and the calendar year in which it ends."""
    ends = (stop - 1) // 12
    return str(ends) if begin % 12 == 0 and stop - begin == 12 else f"FY{ends}"


def _amounts(asset: Asset, limits: list[int], since: int, until: int) -> tuple[Decimal, ...]:
    """Return the depreciation of an asset from each limit up to the next, of its months on one account."""
    found = charges(asset)
    if found is None:
        return tuple(ZERO for _ in limits[1:])
    before = [found.before(min(max(limit, since), until)) for limit in limits]
    return tuple(stop - first for first, stop in pairwise(before))


def _chart(table: Table) -> tuple[Chart, ...]:
    """Return bars by year, stacked by class."""
    years = [column for column in table.columns if column.key.startswith("year-")]
    marks: list[Mark] = []
    for row in table.rows:
        for column in years:
            value = row.cells[table.index(column.key)]
            if isinstance(value, Decimal) and value:
                marks.append(Mark(column.title, row.key, value))
    if not marks:
        return ()
    places, series = tuple(column.title for column in years), tuple(row.key for row in table.rows)
    return (Chart("depreciation", TITLE, tuple(marks), places, series, years[0].unit),)


def _by_hand(names: list[str]) -> list[str]:
    if not names:
        return []
    shown = ", ".join(names[:5]) + (" ..." if len(names) > 5 else "")
    return [f"only what is written, since they go by use or by hand: {shown}"]
