"""Debts at the period's last day, and the amortization of each by interest period, from issue to maturity.

    debt    issued      matures     rate  principal   unamortized  carrying amount  amortization
    BOND-1  2026-01-01  2031-01-01  10 %  100,000.00    7,107.75        92,892.25        613.92

    BOND-1  period ends  carrying amount  interest   coupon     amortization  carrying after
            2026-07-01         92,278.33   4,613.92   4,000.00        613.92       92,892.25
            2027-01-01         92,892.25   4,644.61   4,000.00        644.61       93,536.86

The first table has what was outstanding in the period. ``unamortized`` is a discount, issuance cost included, a premium
is negative. It is as posted: to the last month end on or before the period's last day. Below the table stands
what the accounts hold. The others are the schedules: interest is the expense of the whole period, coupon and
amortization together; what a retirement takes off is in a column of its own.

Rule: ASC 835-30-45-1A and -2, 835-30-50-1 (discount or premium, face and effective rate are disclosed); IFRS 7.8(g).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.masterdata.debts import rate_text
from beanplant.reports.asset_scope import total, totals
from beanplant.reports.debt_book import place_before, posted
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, DAY, FiscalYearEnd, Period

if TYPE_CHECKING:
    from beanplant.masterdata.debts import Debt, Posted
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "debt-amortization"
TITLE = "Debt amortization"

MONEY = ("principal", "unamortized", "carrying", "amortization")


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the debts that were outstanding in a period, and the schedule of each."""
    del year_end  # the period is taken as it is asked for
    debts = [(debt, found) for debt in _debts_of(scope) if (found := posted(debt)) is not None]
    live = [(debt, found) for debt, found in debts if _outstanding(debt, found, period)]
    columns = _columns(scope)
    rows = tuple(_row(scope, debt, found, period) for debt, found in live)
    sums = total(columns, rows, MONEY)
    below: tuple[Row, ...] = (Row("total", _cells(columns, "Total", sums), emphasis=Emphasis.TOTAL),)
    if not scope.books.filtered:
        ledger = _ledger(scope, [debt for debt, _ in debts], period)
        below = totals(columns, sums, ledger)
    summary = Table("debts", TITLE, columns, rows, below, sortable=True)
    schedules = tuple(_schedule(scope, debt, found) for debt, found in live)
    ties = scope.books.filtered or not any(below[-1].cells[summary.index(key)] for key in MONEY[:3])
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        True,
        (summary, *schedules),
        (),
        tuple(_advice(scope, ties=ties)),
        tuple(scope.books.plants),
        scope.books.filtered,
        tuple(
            scope.fact(column.title, sums[column.key])
            for column in columns
            if column.key in MONEY and column.key in sums
        ),
    )


def _debts_of(scope: Scope) -> list[Debt]:
    """Return the debts in the plants' currency, but those whose account names a plant that is not covered."""
    books = scope.books
    elsewhere = set(books.plants) - {book.plant.code for book in scope.plants}
    found = [
        debt
        for debt in books.master.debts.values()
        if debt.currency == scope.currency and not elsewhere.intersection(debt.account.split(":"))
    ]
    return sorted(found, key=lambda debt: (debt.account, debt.date, debt.name))


def _outstanding(debt: Debt, found: Posted, period: Period) -> bool:
    """Whether a debt was owed on a day of the period."""
    before = debt.date >= period.begin or found.schedule.principal(period.begin - DAY)
    return debt.date < period.end and bool(before)


def _columns(scope: Scope) -> tuple[Column, ...]:
    return (
        Column("debt", "Debt"),
        Column("name", "Name"),
        Column("account", "Account"),
        Column("issued", "Issued", Kind.DATE),
        Column("matures", "Matures", Kind.DATE),
        Column("coupon", "Coupon"),
        Column("rate", "Effective rate"),
        scope.column("principal", "Principal"),
        scope.column("unamortized", "Unamortized"),
        scope.column("carrying", "Carrying amount"),
        scope.column("amortization", "Amortization of the period"),
    )


def _cells(columns: tuple[Column, ...], title: str, values: dict[str, Decimal]) -> tuple[Value, ...]:
    return (title, *(values.get(column.key) for column in columns[1:]))


def _money(found: Posted, units: int) -> Decimal:
    return Decimal(units).scaleb(-found.digits)


def _rate(debt: Debt, found: Posted) -> str:
    rate = found.schedule.rate
    return "straight line" if rate is None else rate_text(rate * debt.payments)


def _row(scope: Scope, debt: Debt, found: Posted, period: Period) -> Row:
    schedule, place = found.schedule, place_before(found, period.end)
    principal = _money(found, schedule.principal(period.last))
    unamortized = _money(found, schedule.unamortized(place))
    amortized = schedule.amortized(place) - schedule.amortized(place_before(found, period.begin))
    cells: tuple[Value, ...] = (
        debt.name,
        debt.title,
        debt.account,
        debt.date,
        debt.matures,
        rate_text(debt.coupon),
        _rate(debt, found),
        principal,
        unamortized,
        principal - unamortized,
        _money(found, amortized),
    )
    references = {
        "debt": Reference(entry=debt.source),
        "principal": Reference(account=debt.account, end=period.end),
        "unamortized": Reference(account=debt.discount, end=period.end),
        "amortization": Reference(account=debt.discount, begin=period.begin, end=period.end),
    }
    return Row(debt.name, cells, references=references)


def _ledger(scope: Scope, debts: list[Debt], period: Period) -> dict[str, Decimal]:
    """Return what the accounts have; the amortization of a period is in the discount's movements."""
    book, unit, end = scope.books.debts, scope.currency, period.end
    principal = -sum((book.balance(name, unit, end) for name in sorted({d.account for d in debts})), ZERO)
    unamortized = sum((book.balance(name, unit, end) for name in sorted({d.discount for d in debts})), ZERO)
    return {"principal": principal, "unamortized": unamortized, "carrying": principal - unamortized}


def _schedule(scope: Scope, debt: Debt, found: Posted) -> Table:
    """Return the schedule of a debt; columns that have nothing are left out."""
    schedule = found.schedule
    repaid = debt.repayment != "at-maturity"
    heads = (
        Column("period", "Period"),
        Column("end", "Ends", Kind.DATE),
        scope.column("carrying", "Carrying amount"),
        scope.column("interest", "Interest"),
        scope.column("coupon", "Coupon"),
        scope.column("amortization", "Amortization"),
        *((scope.column("repaid", "Repaid"),) if repaid else ()),
        *((scope.column("retired", "Retired"),) if schedule.retired else ()),
        scope.column("unamortized", "Unamortized after"),
        scope.column("after", "Carrying amount after"),
    )
    rows = []
    for index, each in enumerate(schedule.periods, 1):
        # At maturity the face is repaid; the table ends with what it is then, as textbooks do.
        final = each.end == debt.matures and not repaid
        values: dict[str, int] = {
            "carrying": each.carrying,
            "interest": each.interest,
            "coupon": each.coupon,
            "amortization": each.amortization,
            "repaid": each.repaid,
            "retired": each.carrying + each.amortization - each.repaid - each.carrying_after,
            "unamortized": each.unamortized,
            "after": each.repaid if final else each.carrying_after,
        }
        money = {key: _money(found, value) for key, value in values.items()}
        cells: tuple[Value, ...] = (str(index), each.end, *(money[column.key] for column in heads[2:]))
        rows.append(Row(str(index), cells))
    flows = ("interest", "coupon", "amortization", "repaid", "retired")
    sums = total(heads, tuple(rows), flows)
    below = Row(
        "total", ("Total", None, *(sums.get(column.key) for column in heads[2:])), emphasis=Emphasis.TOTAL
    )
    rate = _rate(debt, found)
    title = f"{debt.title}: coupon {rate_text(debt.coupon)}, {'effective ' if schedule.rate is not None else ''}{rate}"
    return Table(f"schedule-{debt.name}", title, heads, tuple(rows), (below,))


def _advice(scope: Scope, *, ties: bool) -> list[str]:
    lines = []
    debts = scope.books.master.debts.values()
    others = sorted({debt.currency for debt in debts} - {scope.currency})
    if others:
        lines.append(f"debts in other currencies not included: {', '.join(others)}")
    refused = [debt.name for debt in debts if posted(debt) is None]
    if refused:
        lines.append(f"not amortized, see the errors: {', '.join(sorted(refused))}")
    if not ties:
        lines.append(
            "the accounts hold what no debt has: write debt: on each posting of a debt, and its repayment on its day"
        )
    return lines
