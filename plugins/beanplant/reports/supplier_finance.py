"""Supplier finance programs: payables that a bank pays early, from opening to closing, by program and account.

    program  account               opening  confirmed     settled   closing  of the account  due in days
    BANK-1   Liabilities:Payables     0.00  40,000.00  -15,000.00  25,000.00           38 %     60 to 90

*Confirmed* came into a program with an invoice (``supplier-finance: "BANK-1"`` on it), *settled* is what was paid, and
what a credit note or a discount took off; under the net method an invoice is confirmed without the discount that can
still be taken, and with it when it lapses. *Due in days* is the range of the terms of the invoices so far, *others*
that of invoices on the same account in no program. The account is the balance sheet line where they are; its balance
and the share stand beside. *Suppliers paid* is the part of the closing balance whose suppliers have their money from
the bank, as far as ``supplier-paid:`` says it.

Rule: ASC 405-50-50-3 (roll-forward of the obligations that are confirmed), IAS 7.44H(b)(i) to (iii), IFRS 7.B11F.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Report, Row, Span, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period
from beanplant.rules.discounts import parse_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beanplant.reports.lines import Line, Series
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope
    from beanplant.reports.supplier_finance_book import Terms

NAME = "supplier-finance"
TITLE = "Supplier finance"
MONEY = ("opening", "confirmed", "settled", "closing")
NET = ("purchase-discounts.net", "purchase-discounts.lost")
"""Rules of what an invoice is booked below its amount, and of what lapses of it."""


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the roll-forward of the payables in supplier finance programs."""
    del year_end  # the period is taken as it is asked for
    book = scope.books.supplier_finance
    columns = (
        Column("program", "Program"),
        Column("account", "Account"),
        *(scope.column(key, key.capitalize()) for key in MONEY),
        scope.column("balance", "The account"),
        Column("share", "Of the account", Kind.SHARE),
        Column("days", "Due in days"),
        Column("others", "Others due in days"),
        scope.column("paid", "Suppliers paid"),
    )
    rows = []
    for (unit, program, account), series in sorted(book.series.items()):
        if unit == scope.currency and series.dates[0] < period.end:
            row = _row(scope, program, account, series, period)
            if any(row.cells[2:6]):
                rows.append(row)
    sums = (
        sum((cell for row in rows if isinstance(cell := row.cells[i], Decimal)), ZERO) for i in range(2, 6)
    )
    total = Row("total", ("Total", None, *sums, None, None, None, None, None), emphasis=Emphasis.TOTAL)
    table = Table("programs", TITLE, columns, tuple(rows), (total,), sortable=True)
    closing = total.cells[5]
    advice = []
    if not book.series:
        advice.append('no payable is in a program; write supplier-finance: "PROGRAM" on the invoice')
    advice += [f"{said}, expected a date without quotes such as 2026-03-12" for said in book.wrong]
    advice += scope.left_out("payables", book.currencies)
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        False,
        (table,),
        (),
        tuple(advice),
        (),
        scope.books.filtered,
        (scope.fact("Owed in programs", closing),) if isinstance(closing, Decimal) else (),
        currencies=scope.currencies(book.currencies),
    )


def _row(scope: Scope, program: str, account: str, series: Series, period: Period) -> Row:
    span = series.span(period)
    inside = series.lines[span.start : span.stop]
    confirmed, settled = (
        _run([line for line in inside if line.amount and (line.amount > 0 or line.rule in NET) is up])
        for up in (True, False)
    )
    opening, closing = series.upto(period.begin), series.upto(period.end)
    book = scope.books.supplier_finance
    balance = book.balance(account, scope.currency, period.end)
    cells: tuple[Value, ...] = (
        program,
        account,
        opening,
        _sum(confirmed),
        _sum(settled),
        closing,
        balance,
        closing / balance if balance else None,
        _days(book.terms.get((scope.currency, program, account), ()), period),
        _days(book.terms.get((scope.currency, None, account), ()), period),
        book.paid((scope.currency, program, account), period.end),
    )
    references = {
        "opening": Reference(account, end=period.begin, spans=(series.span_upto(period.begin),)),
        "confirmed": Reference(account, begin=period.begin, end=period.end, spans=(confirmed,)),
        "settled": Reference(account, begin=period.begin, end=period.end, spans=(settled,)),
        "closing": Reference(account, end=period.end, spans=(series.span_upto(period.end),)),
        "balance": Reference(account, end=period.end),
    }
    return Row(f"{program}/{account}", cells, references=references)


def _run(lines: list[Line]) -> Span:
    return Span(lines, 0, len(lines))


def _sum(span: Span) -> Decimal:
    return sum((line.amount for line in span.lines), ZERO)


def _days(found: Sequence[Terms], period: Period) -> str:
    """Return the range of days from invoice to due date, of the invoices by the end of a period."""
    days = []
    for each in found:
        terms = parse_terms(each.text)[0] if each.date < period.end else None
        due = terms.due(each.date, each.date) if terms is not None else None
        if due is not None:
            days.append((due - each.date).days)
    if not days:
        return ""
    return str(days[0]) if min(days) == max(days) else f"{min(days)} to {max(days)}"
