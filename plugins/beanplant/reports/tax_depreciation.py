"""Tax depreciation of a tax year: section 179, special allowance and MACRS by asset, and what is left of the basis.

The tax year is the one that holds the period's last day. Nothing of it is posted: it is computed from the assets'
directives, what happens to them, and the dates of their disposals. The second table adds up what was placed in
service in the year by class, as part III of Form 4562 asks for it. Then come its part I, where something is elected
under section 179 or carried over, depletion, what was disposed of with its recapture, and the year's mid-quarter test.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Report, Row, Table, Value
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period
from beanplant.reports.tax_disposals import with_disposals
from beanplant.reports.tax_tables import (
    classes,
    depletion,
    dispositions,
    mid_quarter,
    section_179,
    share_cell,
)
from beanplant.rules.tax.figures import OWN_FILE
from beanplant.rules.tax.tax_books import TaxBook, TaxBooks, tax_books

if TYPE_CHECKING:
    from beanplant.reports.books import Books
    from beanplant.reports.scope import Scope
    from beanplant.rules.tax.tax_years import TaxYear

NOT_TAXED = "none"
"""What ``tax:`` says of an asset that is not depreciated for tax."""

NAME = "tax-depreciation"
TITLE = "Tax depreciation"

MONEY = (
    "cost", "section-179", "bonus", "macrs", "amortization", "depletion", "deduction", "recaptured", "accumulated",
    "adjusted",
)  # fmt: skip


_COMPUTED: WeakKeyDictionary[Books, dict[str, TaxBooks]] = WeakKeyDictionary()
"""The tax books of books, by currency: they never change, and every page of tax asks for them."""


def compute(scope: Scope) -> TaxBooks:
    """Return the tax books of all assets in the plants' currency, with the disposals that the ledger has."""
    by_currency = _COMPUTED.setdefault(scope.books, {})
    found = by_currency.get(scope.currency)
    if found is None:
        master = scope.books.master
        assets = [
            tax for tax in master.tax_assets.values() if master.assets[tax.book].currency == scope.currency
        ]
        found = by_currency[scope.currency] = tax_books(
            with_disposals(scope.books, assets), master.tax_calendar, master.tax_figures, master.tax_years
        )
    return found


def tax_year(scope: Scope, period: Period) -> TaxYear:
    """Return the tax year that holds the last day of a period."""
    return scope.books.master.tax_calendar.year_of(period.last)


def period_of_tax_year(books: Books, date: datetime.date) -> Period:
    """Return the tax year that holds a day as a period."""
    year = books.master.tax_calendar.year_of(date)
    return Period(year.begin, year.end + datetime.timedelta(1))


def in_year(book: TaxBook, year: TaxYear) -> bool:
    """Whether an asset belongs in a year's report: in service by its end, and not ended before it."""
    ended = book.asset.ended
    return book.asset.service <= year.end and (ended is None or ended >= year.begin)


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the tax depreciation of the tax year that holds the period's last day."""
    del year_end  # the tax years are the ledger's, short ones included
    year = tax_year(scope, period)
    found = compute(scope)
    books = sorted(
        (book for book in found.books.values() if in_year(book, year)),
        key=lambda book: (book.asset.service, book.asset.name),
    )
    assets = _assets(scope, found, books, year)
    tables = [assets]
    test = found.tests.get(year)
    if test is not None:
        tables.append(classes(scope, books, year))
    lines = found.section_179.lines.get(year)
    if lines is not None:
        tables.append(section_179(scope, lines, income=lines.income is not None or bool(lines.carried_in)))
    tables += [*depletion(scope, found, year), *dispositions(scope, found, year)]
    if test is not None:
        tables.append(mid_quarter(scope, test))
    total = assets.totals[0]
    titles = {"section-179": "Section 179", "bonus": "Bonus", "macrs": "MACRS", "deduction": "Deduction"}
    facts = tuple(
        scope.fact(title, value)
        for key, title in titles.items()
        if isinstance(value := total.cells[assets.index(key)], Decimal)
    )
    return Report(
        NAME,
        f"{TITLE} of {year.label}",
        scope.heading,
        Period(year.begin, year.end + datetime.timedelta(1)),
        False,
        tuple(tables),
        (),
        tuple(advice(scope, found)),
        tuple(scope.books.plants),
        scope.books.filtered,
        facts,
    )


def _assets(scope: Scope, found: TaxBooks, books: list[TaxBook], year: TaxYear) -> Table:
    every = [
        Column("asset", "Asset"),
        Column("class", "Class"),
        Column("service", "In service", Kind.DATE),
        Column("convention", "Convention"),
        Column("by", "By"),
        scope.column("cost", "Cost"),
        Column("share", "Bonus share", Kind.SHARE),
        scope.column("section-179", "Section 179"),
        scope.column("bonus", "Bonus"),
        scope.column("macrs", "MACRS"),
        scope.column("amortization", "Amortization"),
        scope.column("depletion", "Depletion"),
        scope.column("deduction", "Deduction"),
        scope.column("recaptured", "Given back"),
        scope.column("accumulated", "Accumulated"),
        scope.column("adjusted", "Adjusted basis"),
    ]
    assets = [book.asset for book in found.books.values()]
    without = set() if any(asset.depletion for asset in assets) else {"depletion"}
    without |= set() if any(asset.cls.amortized for asset in assets) else {"amortization"}
    without |= set() if any(asset.uses for asset in assets) else {"recaptured"}
    columns = tuple(column for column in every if column.key not in without)
    rows = tuple(_row(scope, book, year, columns) for book in books)
    sums: dict[str, Value] = {
        name: sum((amount for row in rows if isinstance(amount := row.cells[i], Decimal)), ZERO)
        for i, name in enumerate(column.key for column in columns)
        if name in MONEY
    }
    total = Row(
        "total",
        ("Total", *(sums.get(column.key) for column in columns[1:])),
        0,
        Emphasis.TOTAL,
    )
    return Table("assets", "Assets", columns, rows, (total,), sortable=True)


def _row(scope: Scope, book: TaxBook, year: TaxYear, columns: tuple[Column, ...]) -> Row:
    asset, amounts = book.asset, book.within(year)
    first = asset.service in year and asset.depletion is None
    cells: dict[str, Value] = {
        "asset": asset.name,
        "class": asset.cls.name,
        "service": asset.service,
        "convention": str(book.convention) if asset.depletion is None else "",
        "by": book.by,
        "cost": asset.cost,
        "share": share_cell(book.bonus_share) if first else None,
        "section-179": amounts.section_179,
        "bonus": amounts.bonus,
        "macrs": ZERO if asset.cls.amortized else amounts.macrs,
        "amortization": amounts.macrs if asset.cls.amortized else ZERO,
        "depletion": amounts.depletion,
        "deduction": amounts.total,
        "recaptured": amounts.recaptured,
        "accumulated": book.accumulated(year.end),
        "adjusted": book.adjusted_basis(year.end),
    }
    source = scope.books.master.assets[asset.book].source
    return Row(
        asset.name,
        tuple(cells[column.key] for column in columns),
        references={"asset": Reference(entry=source)} if source else {},
    )


def without(scope: Scope) -> list[str]:
    """Return the assets that have no tax book and do not say that they need none."""
    master = scope.books.master
    taxed = {tax.book for tax in master.tax_assets.values()}
    return [
        name
        for name, asset in master.assets.items()
        if name not in taxed
        and name not in master.groups
        and asset.cost
        and str(asset.source.get("tax")) != NOT_TAXED
    ]


def advice(scope: Scope, found: TaxBooks) -> list[str]:
    """Return what is wrong with the tax books, and which assets have none."""
    lines = [f'asset "{problem.asset}": {problem.message}' for problem in found.problems]
    missing = without(scope)
    if missing:
        names = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")
        lines.append(f'without a tax book: {names}; write such as tax: "macrs-7"')
    if found.section_179.waits is not None:
        year = found.section_179.waits
        lines.append(
            f"section 179 is carried over to {year.label}, which has no limits; add [[section-179]] year ="
            f" {year.begin.year} to {OWN_FILE}"
        )
    unknown = [
        year.label
        for year, each in sorted(found.section_179.lines.items())
        if each.income is None and (each.carried_in or scope.books.master.tax_years)
    ]
    if unknown:
        lines.append(
            f"section 179 is deducted as if the business income were enough in {', '.join(unknown)}; write it with"
            ' custom "plant-tax-year" and business-income:'
        )
    return lines
