"""Book to tax: the carrying amount of fixed assets in the ledger against their tax basis, and the deferred tax on it.

                             book value    tax basis   temporary difference   deferred tax at 21 %
    Assets:P100:Machinery     90,000.00    60,000.00              30,000.00               6,300.00

By asset account, at the end of the tax year that holds the period's last day and at its beginning: the book value
is what the ledger has on the account less its accumulated depreciation, the tax basis that of the account's assets.
Then by asset, with the depreciation and the deduction of the year, which adds up to the first table, and by asset and
year, for this one and the five after it, by the schedules as they stand.
Positive is a taxable difference and a deferred tax liability (ASC 740-10-25-20, IAS 12.15). The rate is that of
corporations on the year's last day. Nothing of it is posted. Depreciation of the books runs to their horizon, so a
year that is not over has the book value of that day.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.reports.book_to_tax_assets import Owned, by_asset, by_year, held, tax_basis
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period
from beanplant.reports.scope import ReportError
from beanplant.reports.tax_depreciation import advice, compute, tax_year, without
from beanplant.rules.formulas import number
from beanplant.rules.tax.deferred_tax import BookTaxDifference
from beanplant.rules.tax.figures import package_figures
from beanplant.rules.tax.recovery import TaxError

if TYPE_CHECKING:
    from fractions import Fraction

    from beanplant.reports.scope import Scope
    from beanplant.rules.tax.tax_books import TaxBook, TaxBooks
    from beanplant.rules.tax.tax_years import TaxYear

NAME = "book-to-tax"
TITLE = "Book to tax"
DAY = datetime.timedelta(1)


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the book-tax differences of the tax year that holds the period's last day."""
    del year_end  # the tax years are the ledger's, short ones included
    year = tax_year(scope, period)
    found = compute(scope)
    figures = scope.books.master.tax_figures or package_figures()
    try:
        rate = figures.rate(year.end)
    except TaxError as error:
        raise ReportError(str(error)) from error
    table = _table(scope, found, year, rate.share)
    total = table.totals[0]
    titles = {
        "difference": "Temporary difference",
        "deferred": "Deferred tax",
        "change": "Change in the year",
    }
    facts = tuple(
        scope.fact(title, value)
        for key, title in titles.items()
        if isinstance(value := total.cells[table.index(key)], Decimal)
    )
    return Report(
        NAME,
        f"{TITLE}, tax year {year.label}",
        scope.heading,
        Period(year.begin, year.end + DAY),
        True,
        (table, by_asset(scope, found, year, rate.share), by_year(scope, found, year, rate.share)),
        (),
        (*advice(scope, found), *_mixed(scope)),
        tuple(scope.books.plants),
        scope.books.filtered,
        facts,
    )


def _table(scope: Scope, found: TaxBooks, year: TaxYear, rate: Fraction) -> Table:
    columns = (
        Column("account", "Account"),
        Column("assets", "Assets", Kind.INTEGER),
        scope.column("book", "Book value"),
        scope.column("tax", "Tax basis"),
        scope.column("difference", "Temporary difference"),
        scope.column("deferred", f"Deferred tax at {number(rate * 100)} %"),
        scope.column("before", "At beginning of year"),
        scope.column("change", "Change in the year"),
    )
    rows = []
    sums = [ZERO] * 6
    now, then = held(scope, found, year.end), held(scope, found, year.begin - DAY)
    for account in sorted({*now, *then}):
        assets = now.get(account, [])
        end = _difference(scope, account, assets, year.end)
        begin = _difference(scope, account, then.get(account, []), year.begin - DAY)
        digits = columns[2].digits
        deferred, before = end.deferred(rate, digits), begin.deferred(rate, digits)
        figures = [end.book, end.tax, end.temporary, deferred, before, deferred - before]
        sums = [a + b for a, b in zip(sums, figures, strict=True)]
        count = sum(any(_held(book, year.end) for book in books) for _, books in assets)
        if not any((count, *figures)):
            continue
        reference = {"book": Reference(account=account, end=year.end + DAY)}
        rows.append(Row(account, (account, count, *figures), references=reference))
    total = Row("total", ("Total", None, *sums), 0, Emphasis.TOTAL)
    return Table("accounts", "By asset account", columns, tuple(rows), (total,))


def _difference(scope: Scope, account: str, assets: Owned, date: datetime.date) -> BookTaxDifference:
    """Return book value and tax basis of an account's assets at the end of a day, the last of a tax year."""
    book = scope.books.assets.book_value(account, scope.currency, date + DAY)
    tax = sum((tax_basis(scope, asset, books, date) for asset, books in assets), ZERO)
    return BookTaxDifference(book, tax)


def _held(book: TaxBook, date: datetime.date) -> bool:
    if book.asset.service > date:
        return False
    return book.asset.disposed is None or book.asset.disposed > date


def _mixed(scope: Scope) -> list[str]:
    """Name the accounts whose book value holds assets that have no tax book."""
    master = scope.books.master
    accounts = {master.assets[tax.book].account for tax in master.tax_assets.values()}
    mixed = sorted({master.assets[name].account for name in without(scope)} & accounts)
    return (
        [f"book value with assets that have no tax book, so the difference is too high: {', '.join(mixed)}"]
        if mixed
        else []
    )
