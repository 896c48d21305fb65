"""Book to tax by asset: what each adds to the differences of its account, in the year and in the years after it.

    asset    book depreciation   tax deduction   difference   book value   tax basis   temporary difference   deferred
    CNC-01           18,000.00       24,490.00     6,490.00    90,000.00   60,000.00              30,000.00   6,300.00

The rows of an account are its assets and, where the ledger has something on it that no asset has, one for that, so they
add up to the table by account to the cent; the rounding of the deferred tax is taken by the rows in order. Book values
of years to come are those of the assets' schedules as they stand.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.reports.asset_movements import charges
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Reference, Row, Table, Value
from beanplant.reports.period import DAY, Period
from beanplant.reports.tax_depreciation import NOT_TAXED
from beanplant.rules.depreciation import last_closed_month
from beanplant.rules.formulas import number
from beanplant.rules.rounding import cents
from beanplant.rules.tax.deferred_tax import BookTaxDifference

if TYPE_CHECKING:
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.reports.scope import Scope
    from beanplant.rules.tax.tax_books import TaxBook, TaxBooks
    from beanplant.rules.tax.tax_years import TaxYear

YEARS = 5
MONEY = (
    "depreciation", "deduction", "difference", "book", "tax", "temporary", "deferred", "before", "change",
)  # fmt: skip
NO_ASSET = "(no asset)"


class Held(NamedTuple):
    """The assets on an account, each with its tax books."""

    account: str
    assets: list[tuple[Asset, list[TaxBook]]]


def held(scope: Scope, found: TaxBooks) -> list[Held]:
    """Return the accounts of assets with a tax book in the plants' currency, with all assets on them."""
    master = scope.books.master
    books: dict[str, list[TaxBook]] = {}
    for book in found.books.values():
        books.setdefault(book.asset.book, []).append(book)
    taxed = {tax.book for tax in master.tax_assets.values()}
    by_account: dict[str, list[tuple[Asset, list[TaxBook]]]] = {}
    accounts = {
        master.assets[name].account for name in taxed if master.assets[name].currency == scope.currency
    }
    for asset in master.assets.values():
        if asset.account in accounts and asset.currency == scope.currency:
            by_account.setdefault(asset.account, []).append((asset, books.get(asset.name, [])))
    return [
        Held(account, sorted(mine, key=lambda each: (each[0].date, each[0].name)))
        for account, mine in sorted(by_account.items())
    ]


def tax_basis(scope: Scope, asset: Asset, books: list[TaxBook], date: datetime.date) -> Decimal:
    """Return the tax basis of an asset at the end of a tax year; of what is not depreciated for tax its cost."""
    if asset.source.get("tax") == NOT_TAXED:
        cost, _ = scope.books.assets.movements.sides(asset, Period(date, date + DAY))
        return cost.closing
    return sum((book.adjusted_basis(date) for book in books), ZERO)


def posted_value(scope: Scope, asset: Asset, date: datetime.date) -> Decimal:
    """Return the book value that the ledger has at the end of a day."""
    cost, accumulated = scope.books.assets.movements.sides(asset, Period(date, date + DAY))
    return cost.closing - accumulated.closing


def unposted(scope: Scope, asset: Asset, date: datetime.date) -> Decimal:
    """Return the depreciation up to a day that the schedule has and the ledger has not."""
    found, posted, last = charges(asset), scope.books.assets.movements.posted, last_closed_month(date)
    if found is None or posted is None or last <= posted:
        return ZERO
    return found.within(posted + 1, last + 1)


def book_value(scope: Scope, asset: Asset, date: datetime.date) -> Decimal:
    """Return the book value at the end of a day; after the last month that is posted, by the schedule."""
    return posted_value(scope, asset, date) - unposted(scope, asset, date)


def by_asset(scope: Scope, found: TaxBooks, year: TaxYear, rate: Fraction) -> Table:
    """Return the year of each asset: depreciation, deduction, and what its temporary difference is and was."""
    columns = (
        Column("asset", "Asset"),
        Column("account", "Account"),
        scope.column("depreciation", "Book depreciation"),
        scope.column("deduction", "Tax deduction"),
        scope.column("difference", "Difference"),
        scope.column("book", "Book value"),
        scope.column("tax", "Tax basis"),
        scope.column("temporary", "Temporary difference"),
        scope.column("deferred", f"Deferred tax at {number(rate * 100)} %"),
        scope.column("before", "At beginning of year"),
        scope.column("change", "Change in the year"),
    )
    digits = columns[2].digits
    rows: list[Row] = []
    for group in held(scope, found):
        end, begin = _Rounded(rate, digits), _Rounded(rate, digits)
        books_end = books_begin = ZERO
        for asset, books in group.assets:
            now = BookTaxDifference(
                posted_value(scope, asset, year.end), tax_basis(scope, asset, books, year.end)
            )
            day = year.begin - DAY
            then = BookTaxDifference(posted_value(scope, asset, day), tax_basis(scope, asset, books, day))
            books_end, books_begin = books_end + now.book, books_begin + then.book
            movement = scope.books.assets.movements.sides(asset, Period(year.begin, year.end + DAY))[1]
            deduction = sum((book.within(year).net for book in books), ZERO)
            if not any((*now, *then, movement.depreciation, deduction)):
                continue
            deferred, before = end.next(now.temporary), begin.next(then.temporary)
            figures = (
                movement.depreciation, deduction, deduction - movement.depreciation, now.book, now.tax, now.temporary,
                deferred, before, deferred - before,
            )  # fmt: skip
            reference = {"asset": Reference(entry=asset.source)}
            rows.append(Row(asset.name, (asset.name, group.account, *figures), references=reference))
        rest = _ledger(scope, group.account, year.end) - books_end
        earlier = _ledger(scope, group.account, year.begin - DAY) - books_begin
        if rest or earlier:
            deferred, before = end.next(rest), begin.next(earlier)
            figures = (ZERO, ZERO, ZERO, rest, ZERO, rest, deferred, before, deferred - before)
            rows.append(Row(f"{NO_ASSET} {group.account}", (NO_ASSET, group.account, *figures)))
    sums = _sums(columns, rows)
    total = Row("total", ("Total", None, *(sums[key] for key in MONEY)), 0, Emphasis.TOTAL)
    return Table("assets", "By asset", columns, tuple(rows), (total,), sortable=True)


def by_year(scope: Scope, found: TaxBooks, year: TaxYear, rate: Fraction) -> Table:
    """Return the temporary difference of each asset at the end of the year and of the five after it."""
    calendar = scope.books.master.tax_calendar
    years = [year]
    while len(years) <= YEARS:
        years.append(calendar.following(years[-1]))
    columns = (
        Column("asset", "Asset"),
        Column("account", "Account"),
        *(scope.column(f"year-{index}", each.label) for index, each in enumerate(years)),
    )
    rows = []
    for group in held(scope, found):
        for asset, books in group.assets:
            disposed = scope.books.assets.disposals.get(asset.name)
            amounts: list[Value] = []
            for each in years:
                gone = disposed is not None and disposed <= each.end
                book = ZERO if gone else book_value(scope, asset, each.end)
                amounts.append(book - tax_basis(scope, asset, books, each.end))
            if any(amounts):
                reference = {"asset": Reference(entry=asset.source)}
                rows.append(Row(asset.name, (asset.name, group.account, *amounts), references=reference))
    sums = _sums(columns, rows)
    totals = (
        Row("total", ("Total", None, *sums.values()), 0, Emphasis.TOTAL),
        Row(
            "deferred",
            (
                f"Deferred tax at {number(rate * 100)} %",
                None,
                *(cents(Fraction(value) * rate, columns[2].digits) for value in sums.values()),
            ),
            0,
            Emphasis.TOTAL,
        ),
    )
    title = "Temporary difference by asset at the end of each tax year"
    return Table("years", title, columns, tuple(rows), totals, sortable=True)


class _Rounded:
    """Deferred tax of one row after the other, each rounded so that they add up to the rounded tax of the sum."""

    def __init__(self, rate: Fraction, digits: int) -> None:
        self.rate, self.digits = rate, digits
        self.base = self.given = ZERO

    def next(self, temporary: Decimal) -> Decimal:
        self.base += temporary
        whole = cents(Fraction(self.base) * self.rate, self.digits)
        part, self.given = whole - self.given, whole
        return part


def _ledger(scope: Scope, account: str, date: datetime.date) -> Decimal:
    return scope.books.assets.book_value(account, scope.currency, date + DAY)


def _sums(columns: tuple[Column, ...], rows: list[Row]) -> dict[str, Decimal]:
    return {
        column.key: sum((value for row in rows if isinstance(value := row.cells[index], Decimal)), ZERO)
        for index, column in enumerate(columns)
        if column.kind.numeric
    }
