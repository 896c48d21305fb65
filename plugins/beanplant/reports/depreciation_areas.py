"""Further books of fixed assets against the books: depreciation and book value by asset and fiscal year.

                      depreciation of the year              book value at its end
    asset   area      books      area   difference       books        area   difference
    MILL    ifrs   2,000.04  1,200.00       800.04    9,999.96   10,800.00      -800.04

The fiscal year is the one that holds the period's last day; a second table has the book values of each area at the end
of that year and the five that follow, by the schedules as they stand. An area is what ``plant-asset-area`` says of an
asset: IFRS, management, or with ``tax:`` a further tax book, a state's. Nothing of it is posted.

Rule: ASC 360-10-35-4 and IAS 16.50-62, as for the books.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.masterdata.asset_areas import AREAS
from beanplant.reports.asset_flows import Flow
from beanplant.reports.asset_scope import advice, assets_of
from beanplant.reports.book_to_tax_assets import book_value, book_values, unposted
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Reference, Report, Row, Table, Value
from beanplant.reports.period import CALENDAR_YEAR, DAY, FiscalYearEnd, Period
from beanplant.reports.tax_disposals import with_disposals
from beanplant.rules.depreciation import last_closed_month, month_end, month_number

if TYPE_CHECKING:
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.reports.scope import Scope
    from beanplant.rules.depreciation.charges import AreaCharges
from beanplant.rules.tax.tax_books import TaxBook, tax_books

NAME = "depreciation-areas"
TITLE = "Depreciation areas"

YEARS = 5
MONEY = ("books", "area-depreciation", "difference", "book-value", "area-value", "value-difference")
KEPT = frozenset({Flow.ADDITION, Flow.IMPROVEMENT, Flow.TRANSFER, Flow.DISPOSAL})
"""What changes the cost of an asset in every book."""


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the areas of the fiscal year that holds the period's last day."""
    del year_end  # the years are those that the assets are depreciated by
    ends = _years(scope, period.last)
    taxed = _tax_books(scope)
    found = [(asset, areas) for asset in assets_of(scope) if (areas := _areas(asset, taxed))]
    tables = (_year(scope, found, ends[0], ends[1]), _values(scope, found, ends[1:]))
    total = tables[0].totals
    facts = tuple(
        scope.fact(f"{row.cells[1]}: difference of book value", value)
        for row in total
        if isinstance(value := row.cells[-1], Decimal)
    )
    return Report(
        NAME,
        f"{TITLE}, year to {ends[1]}",
        scope.heading,
        Period(ends[0] + DAY, ends[1] + DAY),
        True,
        tables,
        (),
        (*advice(scope, ties=True), *_none(found)),
        tuple(scope.books.plants),
        scope.books.filtered,
        facts,
    )


def _years(scope: Scope, date: datetime.date) -> list[datetime.date]:
    """Return the ends of the fiscal year before that of a date, of that one, and of the five after it."""
    fiscal = scope.books.master.fiscal_years
    first, stop = fiscal.year(month_number(date))
    ends = [month_end(first - 1), month_end(stop - 1)]
    while len(ends) < YEARS + 2:
        ends.append(month_end(fiscal.year(month_number(ends[-1] + DAY))[1] - 1))
    return ends


Areas = dict[str, "AreaCharges | list[TaxBook]"]
"""The further books of an asset by name: schedules, or tax books with those of its improvements and parts."""


def _tax_books(scope: Scope) -> dict[str, dict[str, list[TaxBook]]]:
    """Return the further tax books by area and asset."""
    master = scope.books.master
    result: dict[str, dict[str, list[TaxBook]]] = {}
    for name, area in master.tax_areas.items():
        made = tax_books(
            with_disposals(scope.books, list(area.values())), master.tax_calendar, master.tax_figures
        )
        for book in made.books.values():
            result.setdefault(name, {}).setdefault(book.asset.book, []).append(book)
    return result


def _areas(asset: Asset, taxed: dict[str, dict[str, list[TaxBook]]]) -> Areas:
    found = asset.source.get(AREAS)
    areas: Areas = dict(found) if isinstance(found, dict) else {}
    areas |= {name: books[asset.name] for name, books in taxed.items() if asset.name in books}
    return dict(sorted(areas.items()))


def cost_of(scope: Scope, asset: Asset, date: datetime.date) -> Decimal:
    """Return the cost of an asset in every book at the end of a day: without what revaluation made of it."""
    found = scope.books.assets.movements.by_asset.get(asset.name, ())
    return sum((m.amount for m in found if not m.accumulated and m.flow in KEPT and m.date <= date), ZERO)


def area_value(scope: Scope, asset: Asset, area: AreaCharges | list[TaxBook], date: datetime.date) -> Decimal:
    """Return the book value of an asset in an area at the end of a day, by its schedule; of a tax year, for tax."""
    if isinstance(area, list):
        return sum((book.adjusted_basis(date) for book in area), ZERO)
    disposed = scope.books.assets.disposals.get(asset.name)
    if disposed is not None and disposed <= date:
        return ZERO
    cost = cost_of(scope, asset, date)
    return cost - _accumulated(area, date) if cost else ZERO


def _accumulated(area: AreaCharges, date: datetime.date) -> Decimal:
    """Return what an area has accumulated at the end of a day, a disposal left out."""
    left = sum((change.accumulated for change in area.changes if change.date <= date), ZERO)
    return area.accumulated + area.charges.before(last_closed_month(date) + 1) + left


def area_depreciation(
    scope: Scope, asset: Asset, area: AreaCharges | list[TaxBook], begin: datetime.date, end: datetime.date
) -> Decimal:
    """Return the depreciation of an area after ``begin`` up to ``end``, with what a disposal's convention counts."""
    if isinstance(area, list):
        year = scope.books.master.tax_calendar.year_of(end)
        return sum((book.within(year).net for book in area), ZERO)
    disposed = scope.books.assets.disposals.get(asset.name)
    if disposed is not None and disposed <= begin:
        return ZERO
    before = area.charges.before(last_closed_month(begin) + 1)
    if disposed is not None and disposed <= end and area.taken is not None:
        return area.taken - before
    return area.charges.before(last_closed_month(end) + 1) - before


def _year(
    scope: Scope,
    found: list[tuple[Asset, Areas]],
    begin: datetime.date,
    end: datetime.date,
) -> Table:
    columns = (
        Column("asset", "Asset"),
        Column("area", "Area"),
        Column("account", "Account"),
        scope.column("books", "Depreciation of the books"),
        scope.column("area-depreciation", "Of the area"),
        scope.column("difference", "Difference"),
        scope.column("book-value", "Book value"),
        scope.column("area-value", "Area's book value"),
        scope.column("value-difference", "Difference of book value"),
    )
    rows = []
    sums: dict[str, list[Decimal]] = {}
    for asset, areas in found:
        books = scope.books.assets.movements.sides(asset, Period(begin + DAY, end + DAY))[1].depreciation
        books += unposted(scope, asset, end) - unposted(scope, asset, begin)
        value = book_value(scope, asset, end)
        for name, area in areas.items():
            mine, worth = (
                area_depreciation(scope, asset, area, begin, end),
                area_value(scope, asset, area, end),
            )
            figures = [books, mine, books - mine, value, worth, value - worth]
            if not any(figures):
                continue
            reference = {"asset": Reference(entry=asset.source)}
            rows.append(
                Row(f"{asset.name} {name}", (asset.name, name, asset.account, *figures), references=reference)
            )
            before = sums.setdefault(name, [ZERO] * len(figures))
            sums[name] = [a + b for a, b in zip(before, figures, strict=True)]
    totals = tuple(
        Row(f"total {name}", ("Total", name, None, *figures), 0, Emphasis.TOTAL)
        for name, figures in sorted(sums.items())
    )
    return Table(
        "areas", "Depreciation of the year and book value", columns, tuple(rows), totals, sortable=True
    )


def _values(scope: Scope, found: list[tuple[Asset, Areas]], ends: list[datetime.date]) -> Table:
    columns = (
        Column("asset", "Asset"),
        Column("area", "Area"),
        *(scope.column(f"year-{index}", str(end)) for index, end in enumerate(ends)),
    )
    rows = []
    for asset, areas in found:
        books: list[Value] = [*book_values(scope, asset, ends)]
        if any(books):
            rows.append(Row(f"{asset.name} books", (asset.name, "books", *books)))
        for name, area in areas.items():
            values: list[Value] = [area_value(scope, asset, area, end) for end in ends]
            if any(values):
                rows.append(Row(f"{asset.name} {name}", (asset.name, name, *values)))
    return Table("values", "Book value at the end of each year", columns, tuple(rows), sortable=True)


def _none(found: list[tuple[Asset, Areas]]) -> list[str]:
    if found:
        return []
    return ['no asset has a further book; write such as custom "plant-asset-area" "CNC-01" "ifrs"']
