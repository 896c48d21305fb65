"""The tables of a tax year beside that of its assets: Form 4562's parts I and III, depletion, disposals, the test.

What is disposed of in the year has a gain or loss for tax, and a part of a gain may be ordinary income
(``rules.tax.dispositions``). Amounts are those of the business share.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Row, Table, Value
from beanplant.reports.tax_disposals import disposals
from beanplant.rules.rounding import cents
from beanplant.rules.tax.business_use import use_in
from beanplant.rules.tax.dispositions import Disposed, Disposition, disposition, of_general_account
from beanplant.rules.tax.macrs import recover
from beanplant.rules.tax.recovery import Convention

if TYPE_CHECKING:
    from beanplant.reports.scope import Scope
    from beanplant.rules.tax.mid_quarter import MidQuarterTest
    from beanplant.rules.tax.section_179 import Section179
    from beanplant.rules.tax.tax_books import TaxBook, TaxBooks
    from beanplant.rules.tax.tax_years import TaxYear


def classes(scope: Scope, books: list[TaxBook], year: TaxYear) -> Table:
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
        if book.asset.service in year and book.asset.depletion is None and not book.asset.cls.amortized:
            cls = book.asset.cls
            groups.setdefault((cls.system, cls.years, cls.name), []).append(book)
    rows = []
    for (_, _, name), mine in sorted(groups.items(), key=lambda item: (item[0][0] != "macrs", item[0])):
        first = [book.within(year) for book in mine]
        cells: tuple[Value, ...] = (
            name,
            len(mine),
            sum((book.asset.cost for book in mine), ZERO),
            sum((amounts.section_179 for amounts in first), ZERO),
            sum((amounts.bonus for amounts in first), ZERO),
            sum((book.basis for book in mine), ZERO),
            str(mine[0].convention),
            sum((amounts.macrs for amounts in first), ZERO),
        )
        rows.append(Row(name, cells))
    return Table("classes", "Placed in service in the year", columns, tuple(rows))


def section_179(scope: Scope, lines: Section179, *, income: bool) -> Table:
    """Return part I of Form 4562; its lines 10 to 13 where the income is known or something is carried over."""
    rows = [
        Row("1", ("1 Limit of the year", lines.limit)),
        Row("2", ("2 Cost of the year's property", lines.placed)),
        Row("3", ("3 Threshold", lines.threshold)),
        Row("4", ("4 Reduction", lines.reduction)),
        Row("5", ("5 Dollar limit", lines.dollar_limit)),
        Row("8", ("8 Elected", lines.elected)),
        Row("9", ("9 Tentative deduction", lines.tentative), 0, Emphasis.PLAIN if income else Emphasis.TOTAL),
    ]
    if income:
        rows += [
            Row("10", ("10 Carried over from the year before", lines.carried_in)),
            Row("11", ("11 Business income limit", lines.income_limit)),
            Row("12", ("12 Deduction", lines.deduction), 0, Emphasis.TOTAL),
            Row("13", ("13 Carried over to the next year", lines.carried_out)),
        ]
    columns = (Column("line", "Form 4562, part I"), scope.column("amount", "Amount"))
    return Table("section-179", "Section 179", columns, tuple(rows))


def mid_quarter(scope: Scope, test: MidQuarterTest) -> Table:
    """Return the mid-quarter test of the year."""
    columns = (
        Column("test", "Personal property"),
        scope.column("basis", "Depreciable basis"),
        Column("share", "Share", Kind.SHARE),
    )
    rows = (
        Row("year", ("Placed in service in the year", test.total, None)),
        Row("last", (f"In the last three months: {test.convention}", test.last, share_cell(test.share))),
    )
    return Table("mid-quarter", "Mid-quarter test", columns, rows)


def share_cell(share: Fraction) -> Decimal:
    """Return a share with four decimals."""
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal("0.0001"))


def depletion(scope: Scope, found: TaxBooks, year: TaxYear) -> list[Table]:
    """Return cost and percentage depletion of the year; none where nothing depletes."""
    columns = (
        Column("asset", "Asset"),
        Column("sold", "Units sold", Kind.QUANTITY),
        Column("recoverable", "Recoverable", Kind.QUANTITY),
        scope.column("basis", "Adjusted basis before"),
        scope.column("cost", "Cost depletion"),
        scope.column("percentage", "Percentage depletion"),
        scope.column("deduction", "Deduction"),
        Column("by", "By"),
    )
    rows = []
    for name, years in found.depletion.items():
        for each in years:
            if each.year == year:
                sold, recoverable = (
                    Decimal(units.numerator) / units.denominator for units in (each.sold, each.recoverable)
                )
                made = each.found
                cells = (
                    name,
                    sold,
                    recoverable,
                    each.basis,
                    made.cost,
                    made.percentage,
                    each.deduction,
                    each.by,
                )
                rows.append(Row(name, cells))
    return [Table("depletion", "Depletion", columns, tuple(rows))] if rows else []


class _Sold(NamedTuple):
    book: TaxBook
    proceeds: Decimal
    kind: str
    found: Disposition


MONEY = ("proceeds", "basis", "gain", "ordinary", "section-291", "section-1231")


def dispositions(scope: Scope, found: TaxBooks, year: TaxYear) -> list[Table]:
    """Return the gain or loss of what was disposed of in the year, and how much of it is ordinary income."""
    sold = _sold(scope, found, year)
    if not sold:
        return []
    columns = (
        Column("asset", "Asset"),
        Column("date", "Disposed", Kind.DATE),
        Column("kind", "Recapture"),
        scope.column("proceeds", "Proceeds"),
        scope.column("basis", "Adjusted basis"),
        scope.column("gain", "Gain or loss"),
        scope.column("ordinary", "Ordinary income"),
        scope.column("section-291", "Section 291"),
        scope.column("section-1231", "Section 1231"),
    )
    rows = []
    for each in sold:
        part = each.found
        cells: tuple[Value, ...] = (
            each.book.asset.name, each.book.asset.disposed, each.kind, part.proceeds, part.basis, part.gain,
            part.ordinary, part.section_291, part.section_1231,
        )  # fmt: skip
        source = scope.books.master.assets[each.book.asset.book].source
        rows.append(Row(each.book.asset.name, cells, references={"asset": Reference(entry=source)}))
    at = [index for index, column in enumerate(columns) if column.key in MONEY]
    sums = {i: sum((v for row in rows if isinstance(v := row.cells[i], Decimal)), ZERO) for i in at}
    total = Row("total", ("Total", *(sums.get(i) for i in range(1, len(columns)))), 0, Emphasis.TOTAL)
    return [Table("disposals", "Disposed of in the year", columns, tuple(rows), (total,))]


def _sold(scope: Scope, found: TaxBooks, year: TaxYear) -> list[_Sold]:
    """Return the disposals of a year by date; those of general asset accounts know what was recognized before."""
    gone = sorted(
        (
            book
            for book in found.books.values()
            if book.asset.disposed is not None and book.asset.disposed <= year.end
        ),
        key=lambda book: (book.asset.disposed, book.asset.name),
    )
    recognized: dict[str, Decimal] = {}
    result = []
    for book in gone:
        asset = book.asset
        proceeds = _proceeds(scope, found, book)
        if asset.general_account:
            members = [
                each for each in found.books.values() if each.asset.general_account == asset.general_account
            ]
            cost = sum((each.business for each in members), ZERO)
            before = recognized.get(asset.general_account, ZERO)
            made = of_general_account(_business(book, proceeds), cost, before)
            recognized[asset.general_account] = before + made.ordinary
            kind = "general asset account"
        else:
            made, kind = _disposition(scope, book, proceeds)
        if asset.disposed is not None and asset.disposed in year:
            result.append(_Sold(book, proceeds, kind, made))
    return result


def _proceeds(scope: Scope, found: TaxBooks, book: TaxBook) -> Decimal:
    """Return the proceeds of a tax asset: those of its asset, by cost where that has several tax assets."""
    asset = book.asset
    master = scope.books.master
    of_book = [
        each for each in disposals(scope.books, master.assets[asset.book]) if each.date == asset.disposed
    ]
    proceeds = sum((each.proceeds for each in of_book), ZERO)
    mine = [
        each.asset
        for each in found.books.values()
        if each.asset.book == asset.book and each.asset.disposed == asset.disposed
    ]
    whole = sum((each.cost for each in mine), ZERO)
    if len(mine) == 1 or not whole:
        return proceeds
    before = ZERO
    for each in mine:
        if each.name == asset.name:
            break
        before += each.cost
    upto, start = (
        cents(Fraction(proceeds) * Fraction(part) / Fraction(whole)) for part in (before + asset.cost, before)
    )
    return upto - start


def _use(book: TaxBook) -> Fraction:
    return use_in(book.asset, book.years[-1].year)


def _business(book: TaxBook, amount: Decimal) -> Decimal:
    return cents(Fraction(amount) * _use(book))


def _disposition(scope: Scope, book: TaxBook, proceeds: Decimal) -> tuple[Disposition, str]:
    asset, date = book.asset, book.asset.disposed
    assert date is not None
    cost = _business(book, book.cost(date))
    first = book.years[0].section_179 if book.years else ZERO
    straight_line = None
    kind = "section 1245"
    if asset.depletion is not None:
        kind = "section 1254"
    elif asset.cls.real:
        kind = "section 1250"
        straight_line = recover(
            book.business - first,
            asset.cls,
            asset.service,
            Convention.MID_MONTH,
            disposed=date,
            calendar=scope.books.master.tax_calendar,
            figures=scope.books.master.tax_figures,
        ).total
    found = Disposed(asset.service, date, cost, min(book.allowed, cost), first, straight_line)
    return disposition(found, _business(book, proceeds)), kind
