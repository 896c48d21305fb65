"""The register of fixed assets at the period's last day: cost, life, depreciation of the period, book value.

    asset   in service   cost         depreciation   accumulated   book value
    CNC-01  2026-02-01   120,000.00       1,285.71      2,571.42   117,428.58

What is in it: every asset whose cost is on the books on that day, and what was disposed of in the period, whose
depreciation belongs to it. Depreciation is what is posted: to the last month end on or before the period's last day.
An asset whose book value is down to its salvage is marked as fully depreciated. The totals, and each account in the
second table, are compared with the ledger's accounts.

Rule: ASC 360-10-50-1, IAS 16.73 (cost and accumulated depreciation by class, disclosed).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.reports.asset_scope import advice, assets_of, terms_at, total, totals
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Kind, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period

if TYPE_CHECKING:
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.reports.asset_movements import Side
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "asset-register"
TITLE = "Asset register"

MONEY = ("cost", "depreciation", "accumulated", "book-value")
FULLY = "fully depreciated"


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the register at the period's last day."""
    del year_end  # the period is taken as it is asked for
    movements = scope.books.assets.movements
    columns = _columns(scope)
    rows: list[Row] = []
    by_account: dict[str, list[Row]] = {}
    for asset in assets_of(scope):
        cost, accumulated = movements.sides(asset, period)
        by_account.setdefault(asset.account, [])
        if cost.closing or accumulated.closing or accumulated.depreciation or cost.opening or cost.additions:
            row = _row(scope, asset, period, cost, accumulated)
            rows.append(row)
            by_account[asset.account].append(row)
    ledger = {account: _ledger(scope, account, period) for account in by_account}
    below = totals(
        columns,
        total(columns, tuple(rows), MONEY),
        {key: sum((found[key] for found in ledger.values()), ZERO) for key in MONEY},
    )
    assets = Table("assets", TITLE, columns, tuple(rows), below, sortable=True)
    accounts = _accounts(scope, columns, by_account, ledger)
    ties = not any(row.cells[accounts.index("difference")] for row in accounts.rows)
    facts = tuple(
        scope.fact(column.title, value)
        for column, value in zip(columns, below[0].cells, strict=True)
        if column.key in MONEY and isinstance(value, Decimal)
    )
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        True,
        (assets, accounts),
        (),
        tuple(advice(scope, ties=ties)),
        tuple(scope.books.plants),
        scope.books.filtered,
        facts,
    )


def _columns(scope: Scope) -> tuple[Column, ...]:
    return (
        Column("asset", "Asset"),
        Column("name", "Name"),
        Column("account", "Account"),
        Column("service", "In service", Kind.DATE),
        Column("method", "Method"),
        Column("life", "Life, months", Kind.INTEGER),
        scope.column("salvage", "Salvage"),
        scope.column("cost", "Cost"),
        scope.column("depreciation", "Depreciation of the period"),
        scope.column("accumulated", "Accumulated"),
        scope.column("book-value", "Book value"),
        Column("status", "Status"),
    )


def _row(scope: Scope, asset: Asset, period: Period, cost: Side, accumulated: Side) -> Row:
    terms = terms_at(asset, period.last)
    book_value = cost.closing - accumulated.closing
    disposed = scope.books.assets.disposals.get(asset.name)
    status = ""
    if disposed is not None and disposed < period.end:
        status = f"disposed of {disposed}"
    elif asset.date >= period.end:
        status = f"in service from {asset.date}"
    elif book_value <= terms.salvage:
        status = FULLY
    cells: tuple[Value, ...] = (
        asset.name,
        asset.title,
        asset.account,
        asset.date,
        terms.method,
        terms.life or None,
        terms.salvage,
        cost.closing,
        accumulated.depreciation,
        accumulated.closing,
        book_value,
        status,
    )
    references = {
        "asset": Reference(entry=asset.source),
        "account": Reference(account=asset.account, end=period.end),
    }
    return Row(asset.name, cells, references=references)


def _ledger(scope: Scope, account: str, period: Period) -> dict[str, Decimal]:
    """Return what the accounts of a class have."""
    movements, unit = scope.books.assets.movements, scope.currency
    cost = movements.balance(account, unit, False, period.end)
    accumulated = movements.balance(account, unit, True, period.end)
    return {
        "cost": cost,
        "depreciation": movements.depreciation(account, unit, period),
        "accumulated": accumulated,
        "book-value": cost - accumulated,
    }


def _accounts(
    scope: Scope,
    columns: tuple[Column, ...],
    by_account: dict[str, list[Row]],
    ledger: dict[str, dict[str, Decimal]],
) -> Table:
    """Return the register by account, with the difference of its book value to the ledger's."""
    heads = (
        Column("account", "Account"),
        Column("assets", "Assets", Kind.INTEGER),
        *(column for column in columns if column.key in MONEY),
        scope.column("difference", "Difference to the accounts"),
    )
    rows = []
    for account, mine in sorted(by_account.items()):
        sums = total(columns, tuple(mine), MONEY)
        found = ledger[account]
        # Differences of cost and of accumulated depreciation must not make up for each other.
        difference = max((sums[key] - found[key] for key in MONEY), key=abs)
        cells: tuple[Value, ...] = (account, len(mine), *(sums[key] for key in MONEY), difference)
        rows.append(Row(account, cells))
    return Table("accounts", "By account", heads, tuple(rows))
