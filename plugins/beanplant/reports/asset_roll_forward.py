"""Roll-forward of fixed assets: cost and accumulated depreciation by class, from a period's opening to its closing.

    Cost                    opening      additions   disposals      closing
    Assets:P100:Machinery   456,000.00   126,000.00  (36,000.00)   546,000.00

A class is the account of the cost; an asset that moved is in both classes, and *Transfers* has what it took along.
Accumulated depreciation is positive: what was taken over with assets that the books opened part-way, the
depreciation of the period, impairment, and what disposals took off. A column is there if any class has an amount in it.
Each class is compared with the ledger's account at the end of the period, and at its beginning. The last table has the
book value of both days.

Rule: IAS 16.73(d)-(e): a reconciliation of the carrying amount by class. ASC 360-10-50-1 asks for the balances only.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.reports.asset_flows import FLOWS, NO_SIDE
from beanplant.reports.asset_postings import EVERY, leading, of_account, together
from beanplant.reports.asset_scope import advice, covers, in_currency, total, totals
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period, prior

if TYPE_CHECKING:
    from beanplant.reports.asset_flows import Side
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "asset-roll-forward"
TITLE = "Asset roll-forward"

COST, ACCUMULATED = "cost", "accumulated"
SHOWN = {COST: ("additions", "disposals"), ACCUMULATED: ("depreciation", "disposals")}
"""The columns that are always there."""
TITLES = {
    "additions": "Additions",
    "improvements": "Improvements",
    "depreciation": "Depreciation",
    "impairment": "Impairment",
    "revaluation": "Revaluation",
    "transfers": "Transfers",
    "disposals": "Disposals",
    "other": "Other changes",
}
FLOW_OF = {field: flow for flow, field in FLOWS.items()}


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the roll-forward of a period."""
    del year_end  # the period is taken as it is asked for
    movements = scope.books.assets.movements
    costs: dict[str, Side] = {}
    corrected: dict[str, Side] = {}
    for asset in in_currency(scope):
        for account, cost, accumulated in movements.by_account(asset, period):
            if covers(scope, account):
                costs[account] = costs.get(account, NO_SIDE).plus(cost)
                corrected[account] = corrected.get(account, NO_SIDE).plus(accumulated)
    for account in [name for name in costs if _is_empty(scope, name, period, costs[name], corrected[name])]:
        del costs[account], corrected[account]
    one = _table(scope, period, COST, "Cost", costs)
    other = _table(scope, period, ACCUMULATED, "Accumulated depreciation", corrected)
    tables = (one, other, _book_value(scope, one, other))
    ties = not any(row.cells[-1] for table in tables[:2] for row in table.rows)
    facts = [
        ("Opening book value", tables[2].value("total", "opening")),
        ("Additions", one.value("total", "additions")),
        ("Depreciation", _depreciation(one, other)),
        ("Closing book value", tables[2].value("total", "closing")),
    ]
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
        tuple(scope.fact(label, value) for label, value in facts if isinstance(value, Decimal)),
    )


def _is_empty(scope: Scope, account: str, period: Period, *sides: Side) -> bool:
    """Whether there is nothing on an account, in the assets and in the ledger: nobody is there yet, or any more."""
    movements, unit = scope.books.assets.movements, scope.currency
    return not any(any(side) for side in sides) and not any(
        movements.balance(account, unit, corrects, end)
        for corrects in (False, True)
        for end in (period.begin, period.end)
    )


def _depreciation(cost: Table, accumulated: Table) -> Decimal:
    """Return the depreciation of the period; that of prepaid expenses is a credit of their cost."""
    found = ZERO
    for table, sign in ((cost, -1), (accumulated, 1)):
        if any(column.key == "depreciation" for column in table.columns):
            value = table.value("total", "depreciation")
            found += sign * value if isinstance(value, Decimal) else ZERO
    return found


def _table(scope: Scope, period: Period, name: str, title: str, sums: dict[str, Side]) -> Table:
    """Return a side by class: opening, the flows that any class has, closing, the ledger's closing, the difference."""
    movements, unit = scope.books.assets.movements, scope.currency
    accumulated = name == ACCUMULATED
    shown = [key for key in TITLES if key in SHOWN[name] or any(getattr(side, key) for side in sums.values())]
    columns = (
        Column("account", "Class"),
        scope.column("opening", "Opening"),
        *(
            scope.column(key, "Taken over" if accumulated and key == "additions" else TITLES[key])
            for key in shown
        ),
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
        # What is missing at the beginning must not be made up by a flow of the period.
        difference = max(side.closing - ledger, side.opening - before, key=abs)
        cells: tuple[Value, ...] = (
            account,
            side.opening,
            *(getattr(side, key) for key in shown),
            side.closing,
            ledger,
            difference,
        )
        rows.append(Row(account, cells, references=_references(scope, period, account, accumulated, shown)))
    whole = total(columns, tuple(rows), tuple(column.key for column in columns[1:-1]))
    below = leading(
        totals(columns, whole, {"opening": opening, "closing": whole["ledger"]}),
        columns,
        together((row.references for row in rows), ("opening", *shown, "closing", "ledger")),
    )
    return Table(name, title, columns, tuple(rows), below)


def _references(
    scope: Scope, period: Period, account: str, accumulated: bool, shown: list[str]
) -> dict[str, Reference]:
    """Return what stands behind the figures of a class."""
    movements, unit = scope.books.assets.movements, scope.currency
    found = {
        "account": Reference(account=account, begin=period.begin, end=period.end),
        "opening": of_account(movements, account, unit, accumulated, prior(period), so_far=True),
    }
    for key in shown:
        found[key] = of_account(movements, account, unit, accumulated, period, (FLOW_OF[key],))
    for key in ("closing", "ledger"):
        found[key] = of_account(movements, account, unit, accumulated, period, EVERY, so_far=True)
    return found


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
