"""The listing of tangible property for a property-tax rendition: what there was on the listing date, by year acquired.

    place   class                   acquired   assets   cost         accumulated   book value
    Lima    Assets:P100:Machinery       2021        2   180,000.00     77,000.00   103,000.00
                                        2025        1   126,000.00     10,800.00   115,200.00

American counties tax business personal property by what is there on a listing date, January 1 in most states, from its
original cost by class and year of acquisition; what came and went in the year before explains the difference to the
rendition of that year. So the listing date of a year is its first day: ``--time 2026`` lists January 1, 2026, as the
day begins, with the additions and disposals of 2025. A month or quarter takes the January 1 on or before its last day.
Where another date holds, ask for the year that begins with it: ``--time "2025-10 - 2026-09"`` lists October 1, 2025.

Original cost is the historical one: a revaluation of the books is no cost. Accumulated depreciation and book value are
those of the books; appraisers take tables of their own. The year of acquisition is that in which the asset came into
service or was paid for, whichever is earlier; an improvement has a line of its own with the year in which it was paid
for, and its depreciation is in the asset's. An asset's place is ``location:`` on its directive, any text. Intangible
assets, prepaid expenses and natural resources are not tangible personal property, and not listed.

Rule: what the forms of the states ask for, such as Texas Form 50-144 (Tax Code 22.01) and California BOE-571-L.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beanplant.masterdata.asset_accounts import TANGIBLE
from beanplant.reports.asset_flows import Flow
from beanplant.reports.asset_postings import AssetReferences, of_asset
from beanplant.reports.asset_scope import advice, covers, in_currency, total
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Fact, Kind, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period, prior
from beanplant.reports.property_tax_cost import Held, acquired, held_on, place_of

if TYPE_CHECKING:
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "property-tax-listing"
TITLE = "Property-tax listing"

MONEY = ("cost", "accumulated", "book-value")


def tax_year(period: Period) -> Period:
    """Return the year that begins with the listing date of a period."""
    whole = period.months and period.months % 12 == 0
    begin = period.begin if whole else datetime.date(period.last.year, 1, 1)
    return Period(begin, begin.replace(year=begin.year + 1))


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the listing of the first day of the year that a period asks for."""
    del year_end  # counties have their own dates
    year = tax_year(period)
    before = prior(year)
    held = held_on(scope, before)
    assets = _assets(scope, held, before)
    tables = [
        _years(scope, held, before),
        assets,
        _added(scope, held, before),
        _disposed(scope, before),
    ]
    facts = [Fact("Assets", _count(held), Column("", "Assets", Kind.INTEGER))]
    for key, title in (("cost", "Original cost"), ("book-value", "Book value")):
        value = assets.value("total", key)
        if isinstance(value, Decimal):
            facts.append(scope.fact(title, value))
    added = tables[2].value("total", "cost")
    if isinstance(added, Decimal):
        facts.append(scope.fact("Added in the year before", added))
    return Report(
        NAME,
        TITLE,
        scope.heading,
        year,
        True,
        tuple(tables),
        (),
        (*advice(scope, ties=True), *_without_place(held)),
        tuple(scope.books.plants),
        scope.books.filtered,
        tuple(facts),
        f"listing date {year.begin}",
    )


def _years(scope: Scope, held: list[Held], before: Period) -> Table:
    """Return cost by place, class and year of acquisition, as the forms ask for it, with a subtotal by class."""
    columns = (
        Column("place", "Place"),
        Column("class", "Class"),
        Column("year", "Year acquired"),
        Column("assets", "Assets", Kind.INTEGER),
        *_money(scope),
    )
    groups: dict[tuple[str, str], dict[int, list[Held]]] = {}
    for each in held:
        years = groups.setdefault((each.place, each.account), {})
        years.setdefault(each.acquired.year, []).append(each)
    rows = []
    for (place, account), years in groups.items():
        key = f"{place}, {account}"
        for year, mine in sorted(years.items()):
            cells: tuple[Value, ...] = (place, account, str(year), _count(mine), *_sums(mine))
            references = {"class": Reference(account=account, end=before.end)}
            rows.append(Row(f"{key}, {year}", cells, references=references))
        if len(years) > 1:
            mine = [each for found in years.values() for each in found]
            cells = (place, account, "all years", _count(mine), *_sums(mine))
            rows.append(Row(key, cells, emphasis=Emphasis.SUBTOTAL))
    last = Row("total", ("Total", None, None, _count(held), *_sums(held)), emphasis=Emphasis.TOTAL)
    return Table("years", "By place, class and year of acquisition", columns, tuple(rows), (last,))


def _money(scope: Scope) -> tuple[Column, ...]:
    return (
        scope.column("cost", "Original cost"),
        scope.column("accumulated", "Accumulated"),
        scope.column("book-value", "Book value"),
    )


def _count(held: list[Held]) -> int:
    return sum(not each.improvement for each in held)


def _sums(held: list[Held]) -> tuple[Decimal, ...]:
    return (
        sum((each.cost for each in held), ZERO),
        sum((each.accumulated or ZERO for each in held), ZERO),
        sum((each.book_value or ZERO for each in held), ZERO),
    )


def _assets(scope: Scope, held: list[Held], before: Period) -> Table:
    columns = (
        Column("asset", "Asset"),
        Column("name", "Description"),
        Column("place", "Place"),
        Column("class", "Class"),
        Column("acquired", "Acquired", Kind.DATE),
        *_money(scope),
    )
    rows = tuple(Row(_key(each), _cells(each), references=_references(scope, each, before)) for each in held)
    sums = total(columns, rows, MONEY)
    last = Row("total", ("Total", None, None, None, None, *sums.values()), emphasis=Emphasis.TOTAL)
    return Table("assets", "By asset", columns, rows, (last,), sortable=True)


def _cells(each: Held) -> tuple[Value, ...]:
    title = f"{each.asset.title}, improvement" if each.improvement else each.asset.title
    return (
        each.asset.name,
        title,
        each.place,
        each.account,
        each.acquired,
        each.cost,
        each.accumulated,
        each.book_value,
    )


def _key(each: Held) -> str:
    return f"{each.asset.name} {each.acquired}" if each.improvement else each.asset.name


def _references(scope: Scope, each: Held, before: Period) -> Any:
    movements = scope.books.assets.movements
    if not each.improvement:
        return AssetReferences(movements, each.asset, each.account, before)
    day = Period(each.acquired, each.acquired + datetime.timedelta(1))
    return {
        "asset": Reference(entry=each.asset.source),
        "cost": of_asset(movements, each.asset, day, False, (Flow.IMPROVEMENT,)),
    }


def _added(scope: Scope, held: list[Held], before: Period) -> Table:
    """Return what was acquired in the year before the listing date and is still there."""
    columns = (
        Column("asset", "Asset"),
        Column("name", "Description"),
        Column("place", "Place"),
        Column("class", "Class"),
        Column("acquired", "Acquired", Kind.DATE),
        scope.column("cost", "Original cost"),
    )
    rows = tuple(
        Row(_key(each), _cells(each)[:6], references=_references(scope, each, before))
        for each in held
        if before.begin <= each.acquired < before.end
    )
    sums = total(columns, rows, ("cost",))
    last = Row("total", ("Total", None, None, None, None, *sums.values()), emphasis=Emphasis.TOTAL)
    return Table("additions", f"Additions of {before.label}", columns, rows, (last,))


def _disposed(scope: Scope, before: Period) -> Table:
    """Return what was disposed of in the year before the listing date: whole assets, and parts of them."""
    columns = (
        Column("asset", "Asset"),
        Column("name", "Description"),
        Column("place", "Place"),
        Column("class", "Class"),
        Column("acquired", "Acquired", Kind.DATE),
        Column("disposed", "Disposed of", Kind.DATE),
        scope.column("cost", "Original cost"),
    )
    movements = scope.books.assets.movements
    rows = []
    for asset in in_currency(scope):
        account = movements.home(asset, before.end)
        if asset.kind != TANGIBLE or not covers(scope, account):
            continue
        gone = [
            moved
            for moved in movements.by_asset.get(asset.name, ())
            if moved.flow is Flow.DISPOSAL
            and not moved.accumulated
            and before.begin <= moved.date < before.end
        ]
        cost = -sum((moved.amount for moved in gone), ZERO)
        if not cost:
            continue
        cells: tuple[Value, ...] = (
            asset.name,
            asset.title,
            place_of(scope, asset, account),
            account,
            acquired(scope, asset),
            gone[-1].date,
            cost,
        )
        references = {
            "asset": Reference(entry=asset.source),
            "cost": of_asset(movements, asset, before, False, (Flow.DISPOSAL,), sign=-1),
        }
        rows.append(Row(asset.name, cells, references=references))
    rows.sort(key=lambda row: (row.cells[5], row.key))
    sums = total(columns, tuple(rows), ("cost",))
    last = Row("total", ("Total", None, None, None, None, None, *sums.values()), emphasis=Emphasis.TOTAL)
    return Table("disposals", f"Disposals of {before.label}", columns, tuple(rows), (last,))


def _without_place(held: list[Held]) -> list[str]:
    """Name the assets without a location, if others have one."""
    with_place = any("location" in each.asset.source for each in held)
    names = [each.asset.name for each in held if not each.improvement and "location" not in each.asset.source]
    if not with_place or not names:
        return []
    shown = ", ".join(names[:5]) + (" ..." if len(names) > 5 else "")
    return [f"without a location: {shown}"]
