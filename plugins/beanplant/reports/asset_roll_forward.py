"""Roll-forward of fixed assets: cost and accumulated depreciation by class, from a period's opening to its closing.

    Cost                    opening      additions   disposals      closing
    Assets:P100:Machinery   456,000.00   126,000.00  (36,000.00)   546,000.00

A class is the account of the cost. Accumulated depreciation is positive: what was taken over with assets that the
books opened part-way, the depreciation of the period, and what disposals took off. Each class is compared with the
ledger's account at the end of the period, and at its beginning. The last table has the book value of both days.

Rule: IAS 16.73(d)-(e): a reconciliation of the carrying amount by class. ASC 360-10-50-1 asks for the balances only.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.reports.asset_scope import advice, assets_of, total, totals
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beanplant.reports.asset_movements import Side
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "asset-roll-forward"
TITLE = "Asset roll-forward"

NO_SIDE = (ZERO, ZERO, ZERO, ZERO, ZERO)


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the roll-forward of a period."""
    del year_end  # the period is taken as it is asked for
    movements = scope.books.assets.movements
    sums: dict[str, tuple[tuple[Decimal, ...], tuple[Decimal, ...]]] = {}
    for asset in assets_of(scope):
        both = sums.get(asset.account, (NO_SIDE, NO_SIDE))
        found = movements.sides(asset, period)
        sums[asset.account] = (_plus(both[0], found[0]), _plus(both[1], found[1]))
    cost = _table(scope, period, "cost", "Cost", {name: both[0] for name, both in sums.items()})
    accumulated = _table(
        scope,
        period,
        "accumulated",
        "Accumulated depreciation",
        {name: both[1] for name, both in sums.items()},
    )
    tables = (cost, accumulated, _book_value(scope, cost, accumulated))
    ties = not any(row.cells[-1] for table in tables[:2] for row in table.rows)
    facts = [
        ("Opening book value", tables[2], "opening"),
        ("Additions", cost, "additions"),
        ("Depreciation", accumulated, "depreciation"),
        ("Closing book value", tables[2], "closing"),
    ]
    shown = ((label, table.value("total", key)) for label, table, key in facts)
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        False,
        tables,
        (),
        tuple(advice(scope, ties=ties)),
        tuple(scope.books.plants),
        scope.books.filtered,
        tuple(scope.fact(label, value) for label, value in shown if isinstance(value, Decimal)),
    )


def _plus(sums: Sequence[Decimal], side: Side) -> tuple[Decimal, ...]:
    return tuple(one + other for one, other in zip(sums, side, strict=True))


def _table(
    scope: Scope, period: Period, name: str, title: str, sums: dict[str, tuple[Decimal, ...]]
) -> Table:
    """Return a side by class: opening, the flows that any class has, closing, the ledger's closing, the difference."""
    movements, unit = scope.books.assets.movements, scope.currency
    accumulated = name == "accumulated"
    flows = (
        (1, "additions", "Taken over" if accumulated else "Additions", not accumulated),
        (2, "depreciation", "Depreciation", accumulated),
        (3, "disposals", "Disposals", True),
        (4, "other", "Other changes", False),
    )
    shown = [flow for flow in flows if flow[3] or any(side[flow[0]] for side in sums.values())]
    columns = (
        Column("account", "Class"),
        scope.column("opening", "Opening"),
        *(scope.column(key, head) for _, key, head, _ in shown),
        scope.column("closing", "Closing"),
        scope.column("ledger", "The accounts"),
        scope.column("difference", "Difference"),
    )
    rows = []
    opening = ZERO
    for account, side in sorted(sums.items()):
        ledger = movements.balance(account, unit, accumulated, period.end)
        before = movements.balance(account, unit, accumulated, period.begin)
        opening += before
        closing = sum(side, ZERO)
        # What is missing at the beginning must not be made up by a flow of the period.
        difference = max(closing - ledger, side[0] - before, key=abs)
        cells: tuple[Value, ...] = (
            account,
            side[0],
            *(side[i] for i, _, _, _ in shown),
            closing,
            ledger,
            difference,
        )
        references = {"account": Reference(account=account, begin=period.begin, end=period.end)}
        rows.append(Row(account, cells, references=references))
    whole = total(columns, tuple(rows), tuple(column.key for column in columns[1:-1]))
    below = totals(columns, whole, {"opening": opening, "closing": whole["ledger"]})
    return Table(name, title, columns, tuple(rows), below)


def _book_value(scope: Scope, cost: Table, accumulated: Table) -> Table:
    """Return the book value by class, at the beginning and at the end."""
    columns = (
        Column("account", "Class"),
        scope.column("opening", "Opening"),
        scope.column("closing", "Closing"),
        scope.column("change", "Change"),
    )
    rows = []
    for row in (*cost.rows, cost.totals[0]):
        opening, closing = (_less(cost, accumulated, row.key, key) for key in ("opening", "closing"))
        rows.append(Row(row.key, (row.cells[0], opening, closing, closing - opening), emphasis=row.emphasis))
    return Table("book-value", "Book value", columns, tuple(rows[:-1]), (rows[-1],))


def _less(cost: Table, accumulated: Table, row: str, column: str) -> Decimal:
    one, other = cost.value(row, column), accumulated.value(row, column)
    assert isinstance(one, Decimal)
    assert isinstance(other, Decimal)
    return one - other
