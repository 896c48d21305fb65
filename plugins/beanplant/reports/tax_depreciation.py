"""Tax depreciation of a tax year: section 179, special allowance and MACRS by asset, and what is left of the basis.

The tax year is the one that holds the period's last day. Nothing of it is posted: it is computed from the assets'
directives and the dates of their disposals. The second table adds up what was placed in service in the year by
class, as part III of Form 4562 asks for it. Then comes its part I, where something is elected under section 179, up
to the limit by income, which the ledger does not know. The last one is the year's mid-quarter test.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Report, Row, Table, Value
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period
from beanplant.rules.tax.recovery import TaxError
from beanplant.rules.tax.section_179 import section_179
from beanplant.rules.tax.tax_books import TaxBook, TaxBooks, tax_books

if TYPE_CHECKING:
    from beanplant.reports.books import Books
    from beanplant.reports.scope import Scope
    from beanplant.rules.tax.mid_quarter import MidQuarterTest
    from beanplant.rules.tax.tax_years import TaxYear

NAME = "tax-depreciation"
TITLE = "Tax depreciation"

MONEY = ("cost", "section-179", "bonus", "macrs", "deduction", "accumulated", "adjusted")


def compute(scope: Scope) -> TaxBooks:
    """Return the tax books of all assets in the plants' currency, with the disposals that the ledger has."""
    master = scope.books.master
    assets = [
        replace(tax, disposed=scope.books.assets.disposals.get(name))
        for name, tax in master.tax_assets.items()
        if master.assets[name].currency == scope.currency
    ]
    return tax_books(assets, master.tax_calendar, master.tax_figures)


def tax_year(scope: Scope, period: Period) -> TaxYear:
    """Return the tax year that holds the last day of a period."""
    return scope.books.master.tax_calendar.year_of(period.last)


def period_of_tax_year(books: Books, date: datetime.date) -> Period:
    """Return the tax year that holds a day as a period."""
    year = books.master.tax_calendar.year_of(date)
    return Period(year.begin, year.end + datetime.timedelta(1))


def in_year(book: TaxBook, year: TaxYear) -> bool:
    """Whether an asset belongs in a year's report: in service by its end, and not disposed of before it."""
    disposed = book.asset.disposed
    return book.asset.service <= year.end and (disposed is None or disposed >= year.begin)


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the tax depreciation of the tax year that holds the period's last day."""
    del year_end  # the tax years are the ledger's, short ones included
    year = tax_year(scope, period)
    found = compute(scope)
    books = sorted(
        (book for book in found.books.values() if in_year(book, year)),
        key=lambda book: (book.asset.service, book.asset.name),
    )
    assets = _assets(scope, books, year)
    tables = [assets]
    test = found.tests.get(year)
    if test is not None:
        tables += [_classes(scope, books, year), *_section_179(scope, books, year), _test(scope, test)]
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


def _assets(scope: Scope, books: list[TaxBook], year: TaxYear) -> Table:
    columns = (
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
        scope.column("deduction", "Deduction"),
        scope.column("accumulated", "Accumulated"),
        scope.column("adjusted", "Adjusted basis"),
    )
    rows = tuple(_row(scope, book, year) for book in books)
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


def _row(scope: Scope, book: TaxBook, year: TaxYear) -> Row:
    asset, amounts = book.asset, book.within(year)
    first = asset.service in year
    cells: tuple[Value, ...] = (
        asset.name,
        asset.cls.name,
        asset.service,
        str(book.convention),
        book.by,
        asset.cost,
        _decimal(book.bonus_share) if first else None,
        amounts.section_179,
        amounts.bonus,
        amounts.macrs,
        amounts.total,
        book.accumulated(year.end),
        book.adjusted_basis(year.end),
    )
    source = scope.books.master.assets[asset.name].source
    return Row(asset.name, cells, references={"asset": Reference(entry=source)} if source else {})


def _classes(scope: Scope, books: list[TaxBook], year: TaxYear) -> Table:
    """Return what was placed in service in the year by class: the lines 19 and 20 of Form 4562."""
    columns = (
        Column("class", "Class"),
        Column("assets", "Assets", Kind.INTEGER),
        scope.column("cost", "Cost"),
        scope.column("section-179", "Section 179"),
        scope.column("bonus", "Bonus"),
        scope.column("basis", "Basis for MACRS"),
        Column("convention", "Convention"),
        scope.column("macrs", "MACRS"),
    )
    groups: dict[tuple[str, Decimal, str], list[TaxBook]] = {}
    for book in books:
        if book.asset.service in year:
            cls = book.asset.cls
            groups.setdefault((cls.system, cls.years, cls.name), []).append(book)
    rows = []
    for (_, _, name), mine in sorted(groups.items(), key=lambda item: (item[0][0] != "macrs", item[0])):
        first = [book.within(year) for book in mine]
        rows.append(
            Row(
                name,
                (
                    name,
                    len(mine),
                    sum((book.asset.cost for book in mine), ZERO),
                    sum((amounts.section_179 for amounts in first), ZERO),
                    sum((amounts.bonus for amounts in first), ZERO),
                    sum((book.basis for book in mine), ZERO),
                    str(mine[0].convention),
                    sum((amounts.macrs for amounts in first), ZERO),
                ),
            )
        )
    return Table("classes", "Placed in service in the year", columns, tuple(rows))


def _section_179(scope: Scope, books: list[TaxBook], year: TaxYear) -> list[Table]:
    """Return lines 1 to 9 of part I of Form 4562, which need no income; none in a year that elects nothing."""
    placed = [book for book in books if book.asset.service in year and not book.asset.cls.real]
    elected = sum((book.asset.section_179 for book in books if book.asset.service in year), ZERO)
    business = (book.basis + book.within(year).section_179 + book.within(year).bonus for book in placed)
    cost = max(elected, sum(business, ZERO))
    if not elected:
        return []
    try:
        lines = section_179(year.begin.year, elected, cost, figures=scope.books.master.tax_figures)
    except TaxError:
        return []  # said in the notes, at the asset
    rows = (
        Row("1", ("1 Limit of the year", lines.limit)),
        Row("2", ("2 Cost of the year's property", lines.placed)),
        Row("3", ("3 Threshold", lines.threshold)),
        Row("4", ("4 Reduction", lines.reduction)),
        Row("5", ("5 Dollar limit", lines.dollar_limit)),
        Row("8", ("8 Elected", lines.elected)),
        Row("9", ("9 Tentative deduction", lines.tentative), 0, Emphasis.TOTAL),
    )
    columns = (Column("line", "Form 4562, part I"), scope.column("amount", "Amount"))
    return [Table("section-179", "Section 179", columns, rows)]


def _test(scope: Scope, test: MidQuarterTest) -> Table:
    """Return the mid-quarter test of the year."""
    columns = (
        Column("test", "Personal property"),
        scope.column("basis", "Depreciable basis"),
        Column("share", "Share", Kind.SHARE),
    )
    rows = (
        Row("year", ("Placed in service in the year", test.total, None)),
        Row("last", (f"In the last three months: {test.convention}", test.last, _decimal(test.share))),
    )
    return Table("mid-quarter", "Mid-quarter test", columns, rows)


def _decimal(share: Fraction) -> Decimal:
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal("0.0001"))


def advice(scope: Scope, found: TaxBooks) -> list[str]:
    """Return what is wrong with the tax books, and which assets have none."""
    lines = [f'asset "{problem.asset}": {problem.message}' for problem in found.problems]
    master = scope.books.master
    without = [name for name in master.assets if name not in master.tax_assets]
    if without:
        names = ", ".join(without[:5]) + (" ..." if len(without) > 5 else "")
        lines.append(f'without a tax book: {names}; write such as tax: "macrs-7"')
    return lines
