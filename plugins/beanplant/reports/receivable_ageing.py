"""Open receivables by age from their due date, with the discount that can still be taken, and until when.

    customer  not due   1-30  31-60  61-90  over 90  credits      open  discount   until
    Pump Co    980.00   0.00   0.00   0.00   500.00   -20.00  1,460.00     20.00   2026-03-20

An invoice without terms is due on its day. Split due dates age each part by its own; payments go to the part that is
due first. *Credits* are what customers have with us: overpaid invoices, payments without ``invoice:``. What names no
invoice is carried forward by customer, and settled oldest first. The second table has the invoices. Their sum is what
the receivables accounts hold, which is checked below. Under the net method an invoice is open without the discount that
can still be taken.

Rule: ASC 326-20-55-37 to -40, IFRS 9.B5.5.35 (ageing of trade receivables, the matrix of expected losses).
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period
from beanplant.rules.discounts import Terms, parse_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from beanplant.masterdata import MasterData
    from beanplant.masterdata.discount_outcomes import Outcome
    from beanplant.masterdata.facts import Discounts
    from beanplant.reports.books import Books
    from beanplant.reports.model import Span, Value
    from beanplant.reports.open_item_book import Item, Open, OpenItemBook
    from beanplant.reports.scope import Scope

NAME = "receivable-ageing"
TITLE = "Ageing of receivables"


class Side(NamedTuple):
    """Receivables or payables: the words of the report, the directive that names the accounts, and its facts."""

    name: str
    title: str
    party: str
    directive: str
    item: str
    book: Callable[[Books], OpenItemBook]
    rules: Callable[[MasterData], Sequence[Discounts]]


RECEIVABLES = Side(
    NAME,
    TITLE,
    "customer",
    "plant-sales-discounts or plant-contract",
    "receivables",
    lambda books: books.receivables,
    lambda master: master.sales_discounts,
)

BUCKETS = {
    "not-due": ("Not due", 0),
    "to-30": ("1-30 days", 30),
    "to-60": ("31-60", 60),
    "to-90": ("61-90", 90),
    "over": ("Over 90", None),
}
"""Keys of the columns with their titles and the last day overdue of each."""
CREDITS = "credits"
AGES = (*BUCKETS, CREDITS)


class Aged(NamedTuple):
    """What is open, by age, with the discount that can still be taken."""

    open: Open
    due: datetime.date
    amounts: dict[str, Decimal]
    discount: Decimal
    until: datetime.date | None


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return what customers owe at the end of the period's last day."""
    del year_end  # the period is taken as it is asked for
    return aged_report(scope, period, RECEIVABLES)


def aged_report(scope: Scope, period: Period, side: Side) -> Report:
    """Return what is open on one side at the end of the period's last day."""
    book = side.book(scope.books)
    discounts = _discounts(scope, side)
    aged = [
        _aged(scope, each, discounts.get(each.name, []), period.last)
        for each in book.open_items(scope.currency, period.end)
    ]
    customers = _parties(scope, aged, period, side)
    sums = dict(zip((column.key for column in customers.columns), customers.totals[0].cells, strict=True))
    overdue = sum((each.amounts[key] for each in aged for key in BUCKETS if key != "not-due"), ZERO)
    total = sums["open"]
    discount = sums["discount"]
    assert isinstance(total, Decimal)
    assert isinstance(discount, Decimal)
    return Report(
        side.name,
        side.title,
        scope.heading,
        period,
        True,
        (customers, _invoices(scope, aged, period, side)),
        (),
        tuple(_advice(scope, side)),
        (),
        scope.books.filtered,
        (
            scope.fact("Open", total),
            scope.fact("Overdue", overdue),
            scope.fact("Discount still open", discount),
        ),
        currencies=scope.currencies(book.currencies),
    )


def _discounts(scope: Scope, side: Side) -> dict[str, list[tuple[Outcome, int]]]:
    """Return what became of discounts by invoice, with the days of grace of each."""
    found: dict[str, list[tuple[Outcome, int]]] = {}
    for rule in side.rules(scope.books.master):
        for outcome in scope.books.outcomes(rule):
            if outcome.currency == scope.currency:
                found.setdefault(outcome.invoice, []).append((outcome, rule.grace))
    return found


def _aged(scope: Scope, found: Open, outcomes: list[tuple[Outcome, int]], last: datetime.date) -> Aged:
    """Return an open item by age on a day."""
    amounts = dict.fromkeys(AGES, ZERO)
    item = found.item
    terms = parse_terms(found.terms)[0] if found.terms else None
    due = found.date
    if found.amount < 0:
        amounts[CREDITS] = found.amount
    else:
        # The terms may count from a receipt that only the outcome knows.
        said = outcomes[0][0].due if len(outcomes) == 1 else None
        for day, amount in _parts(found, item, terms, said, scope.books.digits(scope.currency)):
            amounts[_bucket((last - day).days)] += amount
            due = day if amount else due
    discount, until = ZERO, None
    for outcome, grace in outcomes:
        step = outcome.on(last)
        if step is not None and step.available:
            discount += Decimal(step.available).scaleb(-outcome.digits)
            end = _granted_until(outcome, terms, grace, item, last)
            until = end if until is None else min(until, end or until)
    return Aged(found, due, amounts, discount, until)


def _parts(
    found: Open, item: Item | None, terms: Terms | None, said: datetime.date | None, digits: int
) -> list[tuple[datetime.date, Decimal]]:
    """Return what is open by due date, the last due first: payments went to what was due first."""
    if terms is None:
        return [(found.date, found.amount)]
    received = item.received if item is not None else None
    starts = found.starts or found.date
    if not terms.parts:
        return [(said or terms.due(starts, received) or found.date, found.amount)]
    left, parts = found.amount, []
    charged = item.charged if item is not None else found.amount
    shares = [(part.due(starts, received) or found.date, part.share) for part in terms.parts]
    shares.sort(key=lambda pair: pair[0], reverse=True)
    cent = Decimal(1).scaleb(-digits)
    for day, share in shares[:-1]:
        mine = min(left, (charged * share.numerator / share.denominator).quantize(cent))
        parts.append((day, mine))
        left -= mine
    return [*parts, (shares[-1][0], left)]


def _bucket(days: int) -> str:
    """Return the column of what is so many days overdue."""
    return next(key for key, (_, most) in BUCKETS.items() if most is None or days <= most)


def _granted_until(
    outcome: Outcome, terms: Terms | None, grace: int, item: Item | None, last: datetime.date
) -> datetime.date | None:
    """Return the last day of the discount that is granted now, days of grace counted in."""
    received = item.received if item is not None else None
    starts = (item.starts if item is not None else None) or outcome.date
    for part in (terms.parts or (terms,)) if terms is not None else ():
        if part.parts or part.due(starts, received) != outcome.due:
            continue
        tier = part.granted(starts, last, grace, received)
        if tier is not None:
            return tier.deadline(starts, received) + datetime.timedelta(grace)
    return outcome.lapses


def _columns(scope: Scope) -> tuple[Column, ...]:
    return (
        *(scope.column(key, title) for key, (title, _) in BUCKETS.items()),
        scope.column(CREDITS, "Credits"),
        scope.column("open", "Open"),
        scope.column("discount", "Discount still open"),
        Column("until", "Until", Kind.DATE),
    )


def _sums(aged: list[Aged]) -> tuple[Value, ...]:
    ages = (sum((each.amounts[key] for each in aged), ZERO) for key in AGES)
    until = min((each.until for each in aged if each.until is not None), default=None)
    return (
        *ages,
        sum((each.open.amount for each in aged), ZERO),
        sum((each.discount for each in aged), ZERO),
        until,
    )


def _parties(scope: Scope, aged: list[Aged], period: Period, side: Side) -> Table:
    columns = (
        Column(side.party, side.party.capitalize()),
        Column("items", "Items", Kind.INTEGER),
        *_columns(scope),
    )
    groups: dict[str, list[Aged]] = {}
    for each in aged:
        groups.setdefault(each.open.party, []).append(each)
    rows = tuple(
        Row(
            name or "(no payee)",
            (name or "(no payee)", len(group), *_sums(group)),
            references={"open": Reference(end=period.end, spans=_spans(group, period))},
        )
        for name, group in sorted(groups.items())
    )
    below = [Row("total", ("Total", len(aged), *_sums(aged)), emphasis=Emphasis.TOTAL)]
    if not scope.books.filtered:
        whole = sum((each.open.amount for each in aged), ZERO)
        book = side.book(scope.books)
        held, accounts = book.balance(scope.currency, period.end), book.accounts()
        leads = Reference(account=accounts[0], end=period.end) if len(accounts) == 1 else None
        below.append(_check(columns, "accounts", "The accounts", held, leads))
        below.append(_check(columns, "difference", "Difference", whole - held, None))
    return Table(f"{side.party}s", side.title, columns, rows, tuple(below), sortable=True)


def _spans(group: list[Aged], period: Period) -> tuple[Span, ...]:
    return tuple(each.open.lines.span_upto(period.end) for each in group if each.open.lines is not None)


def _check(
    columns: tuple[Column, ...], key: str, title: str, amount: Decimal, leads: Reference | None
) -> Row:
    cells = (title, *(amount if column.key == "open" else None for column in columns[1:]))
    return Row(key, cells, emphasis=Emphasis.CHECK, references={"open": leads} if leads is not None else {})


def _invoices(scope: Scope, aged: list[Aged], period: Period, side: Side) -> Table:
    columns = (
        Column("invoice", "Invoice"),
        Column(side.party, side.party.capitalize()),
        Column("date", "Date", Kind.DATE),
        Column("terms", "Terms"),
        Column("due", "Due", Kind.DATE),
        Column("days", "Days overdue", Kind.INTEGER),
        scope.column("open", "Open"),
        scope.column("discount", "Discount still open"),
        Column("until", "Until", Kind.DATE),
    )
    rows = []
    for index, each in enumerate(aged, 1):
        found = each.open
        credit = found.amount < 0
        cells: tuple[Value, ...] = (
            found.name or ("(credit)" if credit else "(no invoice)"),
            found.party,
            found.date,
            found.terms,
            None if credit else each.due,
            None if credit else max((period.last - each.due).days, 0),
            found.amount,
            each.discount,
            each.until,
        )
        references = {"open": Reference(end=period.end, spans=_spans([each], period))}
        if found.lines is not None and not credit:
            references["invoice"] = Reference(entry=found.lines.lines[0].entry.meta)
        rows.append(Row(f"{index} {found.name}", cells, references=references))
    total = _sums(aged)
    below = Row("total", ("Total", *(None,) * 5, *total[-3:]), emphasis=Emphasis.TOTAL)
    return Table("invoices", "Open invoices", columns, tuple(rows), (below,), sortable=True)


def _advice(scope: Scope, side: Side) -> list[str]:
    book = side.book(scope.books)
    if not book.watches:
        return [f"the ledger has no {side.directive}, which names the accounts"]
    if not book.currencies:
        named = ", ".join(book.accounts())
        return [f"nothing was posted on {named}; {side.item}: says the account where it is another"]
    return scope.left_out("open items", book.currencies)
