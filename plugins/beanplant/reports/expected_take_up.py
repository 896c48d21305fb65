"""Expected discounts against what was taken: the back-test of the allowance, and the observed share with its error.

    month end   on offer  expected  share   taken   share  error   of expected  still open
    2026-01-31  1,000.00    800.00   80 %  750.00    75 %  50.00           6 %        0.00

    sales         invoices  offered  taken  observed  standard error  expected  errors off
    Income:Sales       120   24,000  18,000     75 %             4 %      80 %        1.25

*Expected* is the allowance at a month end, *taken* what was taken out of it later of the invoices that it was for,
up to the period's last day; *on offer* the discounts that could still be taken, without tax. A month end with discounts
still open is not in the means. The means below are of the decided ones: of the errors, and without their sign.

The second table has what was taken of what was on offer on the invoices that were settled or had lapsed within the
window (``window:``, 12 months). With offers o and amounts taken t of n invoices, p = sum t / sum o, and the standard
error is that of a ratio:

    standard error = sqrt(n / (n - 1) x sum (t - p x o)^2) / sum o

``errors off`` is how many standard errors a stated share is away; beyond 2 it is hard to hold. There is a row for each
of the terms, and for each customer whose share is stated (``plant-take-up``).

Rule: ASC 606-10-32-8, -9, -14 (estimates are updated, with all information that is reasonably available), IFRS 15.54,
15.59; W. G. Cochran, Sampling Techniques, ch. 6 (the ratio estimator).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, DAY, FiscalYearEnd, Period, trailing_months
from beanplant.reports.revenue_flows import Part
from beanplant.rules.depreciation import month_end, month_number
from beanplant.rules.rounding import whole_cents

if TYPE_CHECKING:
    import datetime

    from beanplant.masterdata.discount_outcomes import Outcome
    from beanplant.masterdata.facts import SalesDiscounts
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "expected-take-up"
TITLE = "Expected discounts against taken"
MONTHS = 12
PLACES = Decimal("0.000001")


class Observed(NamedTuple):
    """What was taken of what was on offer, on a number of invoices that are closed."""

    invoices: int
    offered: int
    taken: int
    error: Decimal | None

    @property
    def share(self) -> Fraction | None:
        """The share that was taken."""
        return Fraction(self.taken, self.offered) if self.offered else None


class Subject(NamedTuple):
    """What a share was observed of: a revenue account, its invoices of some terms, or those of a customer."""

    name: str
    terms: str = ""
    customer: str = ""


def observed(pairs: list[tuple[int, int]]) -> Observed:
    """Return the share of pairs of offered and taken, with its standard error; of one invoice there is none.

    >>> observed([(20, 20), (20, 20), (20, 0), (20, 20)]).share
    Fraction(3, 4)
    >>> observed([(20, 20), (20, 20), (20, 0), (20, 20)]).error
    Decimal('0.250000')
    """
    number, offered = len(pairs), sum(pair[0] for pair in pairs)
    taken = sum(pair[1] for pair in pairs)
    if number < 2 or not offered:
        return Observed(number, offered, taken, None)
    share = Fraction(taken, offered)
    # Whole numbers: sum (t - p o)^2 = sum (t x offered - taken x o)^2 / offered^2.
    squares = sum((t * offered - taken * o) ** 2 for o, t in pairs)
    variance = Fraction(squares, offered**2) * Fraction(number, number - 1) / offered**2
    assert share >= 0
    return Observed(number, offered, taken, _decimal(variance).sqrt().quantize(PLACES))


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the allowance at month ends against what was taken of it, and what was observed by account and terms.

    The month ends are those of the period, of a period within one month the twelve up to it.
    """
    del year_end  # the period is taken as it is asked for
    rules = scope.books.master.sales_discounts
    every = [(rule, scope.books.outcomes(rule)) for rule in rules]
    units = {outcome.currency for _, outcomes in every for outcome in outcomes}
    found = [(rule, [o for o in outcomes if o.currency == scope.currency]) for rule, outcomes in every]
    months = trailing_months(period, period.months if period.months > 1 else MONTHS)
    ends = [month.last for month in months if month.last <= period.last]
    allowed = [outcome for rule, outcomes in found if rule.method == "allowance" for outcome in outcomes]
    back_test = _back_test(scope, allowed, ends, period)
    shares = _shares(scope, found, period)
    advice = []
    if not any(rule.method == "allowance" for rule in rules):
        advice.append('no plant-sales-discounts has method: "allowance", so nothing was expected')
    elif not back_test.rows:
        advice.append("no month end of this time has discounts that were expected")
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        True,
        (back_test, shares),
        (),
        (*advice, *scope.left_out("invoices", units)),
        (),
        scope.books.filtered,
        tuple(
            scope.fact(str(row.cells[0]), error)
            for row in back_test.totals
            if isinstance(error := row.cells[back_test.index("error")], Decimal)
        ),
        currencies=scope.currencies(units),
    )


def _back_test(scope: Scope, outcomes: list[Outcome], ends: list[datetime.date], period: Period) -> Table:
    columns = (
        Column("month-end", "Month end", Kind.DATE),
        scope.column("offered", "On offer"),
        scope.column("expected", "Expected"),
        Column("expected-share", "Share expected", Kind.SHARE),
        scope.column("taken", "Taken later"),
        Column("taken-share", "Share taken", Kind.SHARE),
        scope.column("error", "Error"),
        Column("error-share", "Error of expected", Kind.SHARE),
        scope.column("open", "Still open"),
    )
    accounts = sorted({rule.allowance for rule in scope.books.master.sales_discounts})
    account = accounts[0] if len(accounts) == 1 else None
    first = min((outcome.date for outcome in outcomes), default=None)
    rows, decided = [], []
    for end in ends:
        if first is None or end < first:
            continue
        expected = scope.books.revenue.balance(Part.ALLOWANCE, scope.currency, end + DAY)
        live = [each for each in outcomes if (step := each.on(end)) is not None and step.available]
        offered = sum((_net(each, end) for each in live), ZERO)
        if not expected and not offered:
            continue
        taken = _taken(scope, end, period.last)
        left = sum((_net(each, period.last) for each in live), ZERO)
        error = None if left else expected - taken
        if error is not None:
            decided.append((expected, error))
        cells: tuple[Value, ...] = (
            end,
            offered,
            expected,
            _share(expected, offered),
            taken,
            None if left else _share(taken, offered),
            error,
            None if error is None else _share(error, expected),
            left,
        )
        references = {"expected": Reference(account=account, end=end + DAY)} if account else {}
        rows.append(Row(str(end), cells, references=references))
    below = _means(decided) if decided else ()
    return Table("back-test", TITLE, columns, tuple(rows), below)


def _means(decided: list[tuple[Decimal, Decimal]]) -> tuple[Row, ...]:
    """Return the mean error of the month ends that are decided, with and without its sign."""
    expected = sum((each for each, _ in decided), ZERO)
    rows = []
    for key, title, errors in (
        ("mean", "Mean error", [error for _, error in decided]),
        ("mean-absolute", "Mean error without its sign", [abs(error) for _, error in decided]),
    ):
        whole = sum(errors, ZERO)
        mean = (whole / len(errors)).quantize(Decimal("0.01"))
        cells = (title, None, None, None, None, None, mean, _share(whole, expected), None)
        rows.append(Row(key, cells, emphasis=Emphasis.SUBTOTAL))
    return tuple(rows)


def _net(outcome: Outcome, date: datetime.date) -> Decimal:
    """Return what can still be taken of a discount on revenue."""
    step = outcome.on(date)
    units = whole_cents(step.available * step.net, 0) if step is not None else 0
    return Decimal(units).scaleb(-outcome.digits)


def _taken(scope: Scope, end: datetime.date, last: datetime.date) -> Decimal:
    """Return what was taken out of the allowance after ``end``, up to ``last``, of the invoices that it was for."""
    return sum(
        (
            amount
            for (unit, _), item in scope.books.receivables.items.items()
            if unit == scope.currency and item.date is not None and item.date <= end
            for date, amount in item.taken
            if end < date <= last
        ),
        ZERO,
    )


def _shares(scope: Scope, found: list[tuple[SalesDiscounts, list[Outcome]]], period: Period) -> Table:
    columns = (
        Column("what", "Sales, terms, customers"),
        Column("method", "Method"),
        Column("invoices", "Invoices", Kind.INTEGER),
        scope.column("offered", "Offered"),
        scope.column("taken", "Taken"),
        Column("observed", "Observed share", Kind.SHARE),
        Column("standard-error", "Standard error", Kind.SHARE),
        Column("stated", "Expected", Kind.SHARE),
        Column("off", "Errors off", Kind.QUANTITY),
    )
    rows = []
    for rule, outcomes in found:
        if not outcomes and scope.books.outcomes(rule):
            continue  # its invoices are in other currencies
        closed = [(each, pair) for each in outcomes if (pair := _closed(each, rule, period.last)) is not None]
        said = [other for other, _ in found if other.account == rule.account]
        name = rule.account if len(said) == 1 else f"{rule.account} from {rule.date}"
        rows.append(_observed_row(scope, rule, Subject(name), closed, period))
        for terms in sorted({each.terms for each, _ in closed}):
            mine = [(each, pair) for each, pair in closed if each.terms == terms]
            rows.append(_observed_row(scope, rule, Subject(terms, terms=terms), mine, period))
        # Customers whose share is stated.
        stated = {rate.subject for rate in scope.books.master.take_up if rate.account == rule.account}
        for customer in sorted(stated & {each.payee for each, _ in closed}):
            mine = [(each, pair) for each, pair in closed if each.payee == customer]
            rows.append(_observed_row(scope, rule, Subject(customer, customer=customer), mine, period))
    return Table("observed", "What was observed", columns, tuple(rows))


def _closed(outcome: Outcome, rule: SalesDiscounts, last: datetime.date) -> tuple[int, int] | None:
    """Return what was offered and taken of a discount that was decided within the window, on that day.

    None for another, and for an invoice that was credited in full before.
    """
    closed = next((step.date for step in outcome.steps if not step.available), None)
    since = month_end(month_number(last) - rule.window)
    if since.day > last.day:
        since = since.replace(day=last.day)
    step = outcome.on(closed) if closed is not None else None
    if closed is None or step is None or not since <= closed <= last or not step.offered:
        return None
    return whole_cents(step.offered * step.net, 0), whole_cents(step.taken * step.net, 0)


def _observed_row(
    scope: Scope,
    rule: SalesDiscounts,
    subject: Subject,
    closed: list[tuple[Outcome, tuple[int, int]]],
    period: Period,
) -> Row:
    found = observed([pair for _, pair in closed])
    digits = closed[0][0].digits if closed else scope.books.digits(scope.currency)
    stated = rule.expected if rule.method == "allowance" else None
    part = bool(subject.terms or subject.customer)
    if part and rule.method == "allowance":
        special = scope.books.master.take_up_on(
            rule.account, period.last, subject.customer or None, subject.terms
        )
        stated = special if special is not None else stated
    off = None
    if stated is not None and found.share is not None and found.error:
        off = (_decimal(stated - found.share) / found.error).quantize(Decimal("0.01"))
    method = rule.method
    if method == "allowance":
        method = "allowance, history" if rule.expected is None else "allowance, stated"
    cells: tuple[Value, ...] = (
        subject.name,
        "" if part else method,
        found.invoices,
        Decimal(found.offered).scaleb(-digits),
        Decimal(found.taken).scaleb(-digits),
        _decimal(found.share) if found.share is not None else None,
        found.error,
        _decimal(stated) if stated is not None else None,
        off,
    )
    key = f"{rule.account} {rule.date}" + (f" {subject.name}" if part else "")
    return Row(key, cells, level=int(part))


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole if whole else None


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
