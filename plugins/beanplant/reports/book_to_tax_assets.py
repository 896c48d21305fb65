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
from itertools import pairwise
from typing import TYPE_CHECKING

from beanplant.reports.asset_movements import charges
from beanplant.reports.asset_scope import covers, in_currency
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Reference, Row, Table, Value
from beanplant.reports.period import DAY, Period
from beanplant.reports.tax_depreciation import NOT_TAXED
from beanplant.rules.depreciation import last_closed_month
from beanplant.rules.formulas import number
from beanplant.rules.rounding import cents

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


Owned = list[tuple["Asset", list["TaxBook"]]]
"""Assets, each with its tax books."""


def held(scope: Scope, found: TaxBooks, date: datetime.date) -> dict[str, Owned]:
    """Return the assets by the account that they are on at the end of a day: accounts of those with a tax book, and
    all assets on them. The tax book of an asset that became part of another goes with that one.
    """
    master, home = scope.books.master, scope.books.assets.movements.home
    books: dict[str, list[TaxBook]] = {}
    for book in found.books.values():
        asset = master.assets[book.asset.book]
        while asset.events and asset.merged is not None and asset.merged.date <= date:
            asset = master.assets[asset.merged.into]
        books.setdefault(asset.name, []).append(book)
    homes = {asset.name: home(asset, date + DAY) for asset in in_currency(scope)}
    accounts = {
        homes[tax.book]
        for tax in master.tax_assets.values()
        if tax.book in homes and covers(scope, homes[tax.book])
    }
    by_account: dict[str, Owned] = {account: [] for account in sorted(accounts)}
    for asset in in_currency(scope):
        if homes[asset.name] in accounts:
            by_account[homes[asset.name]].append((asset, books.get(asset.name, [])))
    for mine in by_account.values():
        mine.sort(key=lambda each: (each[0].date, each[0].name))
    return by_account


def tax_basis(scope: Scope, asset: Asset, books: list[TaxBook], date: datetime.date) -> Decimal:
    """Return the tax basis of an asset at the end of a tax year; of what is not depreciated for tax its cost."""
    if str(asset.source.get("tax")) == NOT_TAXED:
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


def book_values(scope: Scope, asset: Asset, ends: list[datetime.date]) -> list[Decimal]:
    """Return the book values at the ends of several years, the first one first."""
    values = [book_value(scope, asset, ends[0])]
    moved = scope.books.assets.movements.by_asset.get(asset.name, ())
    found = charges(asset)
    if moved and moved[-1].date > ends[0]:
        return values + [book_value(scope, asset, end) for end in ends[1:]]
    for before, end in pairwise(ends):
        taken = found.within(last_closed_month(before) + 1, last_closed_month(end) + 1) if found else ZERO
        values.append(values[-1] - taken)
    return values


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
    digits, last = columns[2].digits, year.begin - DAY
    now, then = held(scope, found, year.end), held(scope, found, last)
    accounts = sorted({*now, *then})
    end, begin = ({account: _Rounded(rate, digits) for account in accounts} for _ in range(2))
    before = {}
    for account, owned in then.items():
        for asset, books in owned:
            value, tax = posted_value(scope, asset, last), tax_basis(scope, asset, books, last)
            before[asset.name] = begin[account].next(value, value - tax)
    rows: list[Row] = []
    for account, owned in now.items():
        for asset, books in owned:
            value, tax = posted_value(scope, asset, year.end), tax_basis(scope, asset, books, year.end)
            movement = scope.books.assets.movements.sides(asset, Period(year.begin, year.end + DAY))[1]
            deduction = sum((book.within(year).net for book in books), ZERO)
            deferred, earlier = end[account].next(value, value - tax), before.pop(asset.name, ZERO)
            if not any((value, tax, deferred, earlier, movement.depreciation, deduction)):
                continue
            figures = (
                movement.depreciation, deduction, deduction - movement.depreciation, value, tax, value - tax, deferred,
                earlier, deferred - earlier,
            )  # fmt: skip
            reference = {"asset": Reference(entry=asset.source)}
            rows.append(Row(asset.name, (asset.name, account, *figures), references=reference))
    for name, earlier in before.items():
        if earlier:  # left for an account without tax books
            rows.append(Row(name, (name, None, *[ZERO] * 7, earlier, -earlier)))
    for account in accounts:
        rest = _ledger(scope, account, year.end) - end[account].books
        ahead = _ledger(scope, account, last) - begin[account].books
        if rest or ahead:
            deferred, earlier = end[account].next(rest, rest), begin[account].next(ahead, ahead)
            figures = (ZERO, ZERO, ZERO, rest, ZERO, rest, deferred, earlier, deferred - earlier)
            rows.append(Row(f"{NO_ASSET} {account}", (NO_ASSET, account, *figures)))
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
    ends = [each.end for each in years]
    for account, owned in held(scope, found, year.end).items():
        for asset, books in owned:
            disposed = scope.books.assets.disposals.get(asset.name)
            amounts: list[Value] = []
            for end, value in zip(ends, book_values(scope, asset, ends), strict=True):
                gone = disposed is not None and disposed <= end
                amounts.append((ZERO if gone else value) - tax_basis(scope, asset, books, end))
            if any(amounts):
                reference = {"asset": Reference(entry=asset.source)}
                rows.append(Row(asset.name, (asset.name, account, *amounts), references=reference))
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
        self.books = self.base = self.given = ZERO

    def next(self, book: Decimal, temporary: Decimal) -> Decimal:
        """Return the deferred tax of a row with its book value and temporary difference."""
        self.books += book
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
