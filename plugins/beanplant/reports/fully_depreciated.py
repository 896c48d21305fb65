"""Assets that are down to their salvage value and still in use on the period's last day.

    asset      in service   cost        salvage   age   since        months   maintenance so far
    CRANE-01   2010-09-03   84,000.00   12,000     186  2025-08-31        7            6,410.00

They charge nothing any more, so the cost of what they make is too low by what their successor will charge; and the
older they are, the more they are repaired. *Age* is whole months in service, *since* the month end or day on which the
book value came down to salvage, *maintenance* what is in the ledger so far. An asset that was opened fully depreciated
is down since the end of its life.

The second table has them by class: how much of a class's cost is fully depreciated says how old a plant is.

Rule: IAS 16.79(b) encourages to disclose the gross carrying amount of fully depreciated plant that is still in use.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.reports.asset_flows import Flow
from beanplant.reports.asset_movements import charges
from beanplant.reports.asset_postings import AssetReferences
from beanplant.reports.asset_scope import advice, assets_of, status_at, terms_at, total
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Fact, Kind, Reference, Report, Row, Span, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period
from beanplant.rules.depreciation import last_closed_month, month_end, month_number
from beanplant.rules.rounding import cents

if TYPE_CHECKING:
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope
    from beanplant.rules.depreciation import Charges

NAME = "fully-depreciated"
TITLE = "Fully depreciated assets in use"

HELD_FOR_SALE = "held for sale"
MONEY = ("cost", "book-value", "maintenance")


class Held(NamedTuple):
    """An asset in use, with its cost and book value on the day."""

    asset: Asset
    cost: Decimal
    book_value: Decimal
    salvage: Decimal
    done: bool

    @property
    def down(self) -> bool:
        """Whether there is nothing left to depreciate; when a part leaves, its part of the salvage does."""
        return self.done and self.book_value <= self.salvage


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the fully depreciated assets at the end of the period's last day."""
    del year_end  # the period is taken as it is asked for
    held = _held(scope, period)
    assets = _assets(scope, [each for each in held if each.down], period)
    classes = _classes(scope, held)
    cost, share = (classes.totals[0].cells[classes.index(key)] for key in ("down", "share"))
    facts = [Fact("Assets", len(assets.rows), Column("", "Assets", Kind.INTEGER))]
    if isinstance(cost, Decimal):
        facts.append(scope.fact("Their cost", cost))
    if isinstance(share, Decimal):
        facts.append(Fact("Of all cost", share, Column("", "Of all cost", Kind.SHARE)))
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        True,
        (assets, classes),
        (),
        tuple(advice(scope, ties=True)),
        tuple(scope.books.plants),
        scope.books.filtered,
        tuple(facts),
    )


def _held(scope: Scope, period: Period) -> list[Held]:
    """Return the depreciable assets that are in service and on the books at the end of the period."""
    found = []
    for asset in assets_of(scope, period.end):
        disposed = scope.books.assets.disposals.get(asset.name)
        if status_at(asset, period.last) == HELD_FOR_SALE:
            continue
        if asset.date >= period.end or (disposed is not None and disposed < period.end):
            continue
        cost, accumulated = scope.books.assets.movements.sides(asset, period)
        if cost.closing > 0:
            salvage = terms_at(asset, period.last).salvage
            done = scope.books.assets.movements.done(asset, period.end)
            found.append(Held(asset, cost.closing, cost.closing - accumulated.closing, salvage, done))
    return found


def _assets(scope: Scope, down: list[Held], period: Period) -> Table:
    columns = (
        Column("asset", "Asset"),
        Column("name", "Name"),
        Column("account", "Account"),
        Column("service", "In service", Kind.DATE),
        Column("age", "Age, months", Kind.INTEGER),
        scope.column("cost", "Cost"),
        scope.column("book-value", "Book value"),
        Column("since", "Since", Kind.DATE),
        Column("months", "Months since", Kind.INTEGER),
        scope.column("maintenance", "Maintenance so far"),
    )
    rows = tuple(_row(scope, each, period) for each in down)
    sums = total(columns, rows, MONEY)
    last = Row(
        "total",
        ("Total", *(sums.get(column.key) for column in columns[1:])),
        emphasis=Emphasis.TOTAL,
    )
    return Table("assets", TITLE, columns, rows, (last,), sortable=True)


def _row(scope: Scope, held: Held, period: Period) -> Row:
    asset = held.asset
    since = _since(scope, held, period)
    lines = [
        line for line in scope.books.maintenance.lines(asset.name, scope.currency) if line.date < period.end
    ]
    cells: tuple[Value, ...] = (
        asset.name,
        asset.title,
        asset.account,
        asset.date,
        _whole_months(asset.date, period.last),
        held.cost,
        held.book_value,
        since,
        _whole_months(since, period.last) if since is not None else None,
        sum((line.amount for line in lines), ZERO),
    )
    references = {
        **AssetReferences(scope.books.assets.movements, asset, asset.account, period),
        "maintenance": Reference(end=period.end, spans=(Span(lines, 0, len(lines)),)),
    }
    return Row(asset.name, cells, references=references)


def _since(scope: Scope, held: Held, period: Period) -> datetime.date | None:
    """Return the day on which the book value came down to salvage; None where nothing tells."""
    asset, movements = held.asset, scope.books.assets.movements
    days = [
        movement.date
        for movement in movements.by_asset.get(asset.name, ())
        if movement.accumulated and movement.flow is not Flow.ADDITION and movement.date < period.end
    ]
    found = charges(asset)
    if found is not None and movements.posted is not None:
        month = _last_charged(found, min(last_closed_month(period.last), movements.posted) + 1)
        if month is not None:
            days.append(month_end(month))
    if days:
        return max(days)
    life = terms_at(asset, period.last).life
    return month_end(month_number(asset.date) + life - 1) if life else None


def _last_charged(found: Charges, stop: int) -> int | None:
    """Return the last month before ``stop`` that was charged anything."""
    last, at = None, found.start
    for count, each in found.runs:
        end = min(at + count, stop, found.stop)
        if each and end > at:
            last = end - 1
        at += count
    return last


def _whole_months(begin: datetime.date, last: datetime.date) -> int:
    """Return the whole months from one day to another; from a month end to a month end they are whole.

    >>> _whole_months(datetime.date(2025, 8, 31), datetime.date(2026, 2, 28))
    6
    >>> _whole_months(datetime.date(2026, 1, 20), datetime.date(2026, 3, 19))
    1
    """
    months = (last.year - begin.year) * 12 + last.month - begin.month
    ended = (last + datetime.timedelta(1)).day == 1
    return max(0, months - (begin.day > last.day and not ended))


def _classes(scope: Scope, held: list[Held]) -> Table:
    """Return the cost in use by class, and how much of it is fully depreciated."""
    columns = (
        Column("account", "Class"),
        Column("assets", "Assets in use", Kind.INTEGER),
        scope.column("cost", "Their cost"),
        Column("count", "Fully depreciated", Kind.INTEGER),
        scope.column("down", "Their cost"),
        Column("share", "Of the cost", Kind.SHARE),
    )
    by_class: dict[str, list[Held]] = {}
    for each in held:
        by_class.setdefault(each.asset.account, []).append(each)
    rows = [Row(name, (name, *_class(mine))) for name, mine in sorted(by_class.items())]
    last = Row("total", ("Total", *_class(held)), emphasis=Emphasis.TOTAL)
    return Table("classes", "By class", columns, tuple(rows), (last,))


def _class(held: list[Held]) -> tuple[Value, ...]:
    down = [each for each in held if each.down]
    cost = sum((each.cost for each in held), ZERO)
    gone = sum((each.cost for each in down), ZERO)
    share = cents(Fraction(gone) / Fraction(cost), 4) if cost else None
    return len(held), cost, len(down), gone, share
