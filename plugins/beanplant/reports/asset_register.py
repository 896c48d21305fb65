"""The register of fixed assets at the period's last day: cost, life, depreciation of the period, book value.

    asset   in service   cost         depreciation   accumulated   book value
    CNC-01  2026-02-01   120,000.00       1,285.71      2,571.42   117,428.58

What is in it: every asset whose cost is on the books on that day, and what was disposed of in the period, whose
depreciation belongs to it. Depreciation is what is posted: to the last month end on or before the period's last day.
An asset whose book value is down to its salvage is marked as fully depreciated. Components (``part-of:``) stand below
their parent, with a subtotal of it and them. The totals, and each account in the second table, are compared with the
ledger's accounts.

Rule: ASC 360-10-50-1, IAS 16.73 (cost and accumulated depreciation by class, disclosed), IAS 16.43 (components).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from beanplant.masterdata.language import GROUP_METHODS
from beanplant.reports.asset_flows import NO_SIDE
from beanplant.reports.asset_postings import (
    AssetReferences,
    book_value_of_account,
    depreciation_of_account,
    leading,
    of_account,
    together,
)
from beanplant.reports.asset_scope import (
    advice,
    covers,
    in_currency,
    status_at,
    terms_at,
    total,
    totals,
)
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period

if TYPE_CHECKING:
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.reports.asset_flows import Side
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "asset-register"
TITLE = "Asset register"

MONEY = ("cost", "depreciation", "accumulated", "book-value")
FULLY = "fully depreciated"


class Kept(NamedTuple):
    """An asset of the register: where it is, and its two sides on the plants' accounts."""

    asset: Asset
    account: str
    cost: Side
    accumulated: Side

    @property
    def depreciation(self) -> Decimal:
        """The depreciation of the period; a prepaid expense is amortized on its account itself."""
        return self.accumulated.depreciation - self.cost.depreciation


class Sums:
    """An account's assets: how many, and their figures."""

    __slots__ = ("count", "money")

    def __init__(self) -> None:
        self.count = 0
        self.money = dict.fromkeys(MONEY, ZERO)

    def add(self, cost: Side, accumulated: Side) -> None:
        """Add an asset's sides on the account."""
        closing, corrected = cost.closing, accumulated.closing
        money = self.money
        money["cost"] += closing
        money["depreciation"] += accumulated.depreciation - cost.depreciation
        money["accumulated"] += corrected
        money["book-value"] += closing - corrected


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the register at the period's last day."""
    del year_end  # the period is taken as it is asked for
    columns = _columns(scope)
    kept, by_account = _read(scope, period)
    rows = _rows(scope, columns, kept, period)
    ledger = {account: _ledger(scope, account, period) for account in by_account}
    for account in [name for name, sums in by_account.items() if sums.count == 0]:
        if not any((*by_account[account].money.values(), *ledger[account].values())):
            del by_account[account], ledger[account]  # nobody is there yet, or any more
    below = totals(
        columns,
        total(columns, tuple(row for row in rows if row.emphasis is Emphasis.PLAIN), MONEY),
        {key: sum((found[key] for found in ledger.values()), ZERO) for key in MONEY},
    )
    whole = len(rows) == len(kept)  # no subtotals
    accounts = _accounts(scope, period, columns, by_account, ledger)
    below = leading(below, columns, together((row.references for row in accounts.rows), MONEY))
    assets = Table("assets", TITLE, columns, tuple(rows), below, sortable=whole)
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


def _read(scope: Scope, period: Period) -> tuple[list[Kept], dict[str, Sums]]:
    """Return the assets of the register by account, service date and name, and the accounts' sums."""
    movements = scope.books.assets.movements
    kept: list[Kept] = []
    by_account: dict[str, Sums] = {}
    for asset in in_currency(scope):
        parts = [part for part in movements.by_account(asset, period) if covers(scope, part[0])]
        if not parts:
            continue
        account, cost, accumulated = parts[0]
        if len(parts) > 1:
            cost, accumulated = NO_SIDE, NO_SIDE
            for _, one, other in parts:
                cost, accumulated = cost.plus(one), accumulated.plus(other)
            home = movements.home(asset, period.end)
            account = home if any(home == part[0] for part in parts) else parts[-1][0]
        held = cost.closing or accumulated.closing or cost.opening or cost.additions
        found = bool(held or accumulated.depreciation or cost.depreciation)
        for name, one, other in parts:
            sums = by_account.setdefault(name, Sums())
            if found:
                sums.add(one, other)
                sums.count += name == account
        if found:
            kept.append(Kept(asset, account, cost, accumulated))
    kept.sort(key=lambda each: (each.account, each.asset.date, each.asset.name))
    return kept, dict(sorted(by_account.items()))


def _rows(scope: Scope, columns: tuple[Column, ...], kept: list[Kept], period: Period) -> list[Row]:
    """Return the rows: components below their parent, with a subtotal."""
    names = {each.asset.name for each in kept}
    components: dict[str, list[Kept]] = {}
    for each in kept:
        parent = each.asset.part_of
        if parent is not None and parent in names:
            components.setdefault(parent, []).append(each)
    if not components:
        return [_row(scope, each, period, 0) for each in kept]
    rows: list[Row] = []

    def add(each: Kept, level: int) -> None:
        first = len(rows)
        rows.append(_row(scope, each, period, level))
        mine = components.get(each.asset.name, ())
        for component in mine:
            add(component, level + 1)
        if mine:
            whole = [row for row in rows[first:] if row.emphasis is Emphasis.PLAIN]
            sums = total(columns, tuple(whole), MONEY)
            name = each.asset.name
            cells = (f"{name} with components", *(sums.get(column.key) for column in columns[1:]))
            rows.append(Row(f"{name}+", cells, level, Emphasis.SUBTOTAL))

    for each in kept:
        if each.asset.part_of is None or each.asset.part_of not in names:
            add(each, 0)
    return rows


def _columns(scope: Scope) -> tuple[Column, ...]:
    return (
        Column("asset", "Asset"),
        Column("name", "Name"),
        Column("account", "Account"),
        Column("service", "In service", Kind.DATE),
        scope.column("cost", "Cost"),
        scope.column("depreciation", "Depreciation of the period"),
        scope.column("accumulated", "Accumulated"),
        scope.column("book-value", "Book value"),
        Column("status", "Status"),
        Column("method", "Method"),
        Column("life", "Life, months", Kind.INTEGER),
        scope.column("salvage", "Salvage"),
    )


def _row(scope: Scope, each: Kept, period: Period, level: int) -> Row:
    asset, cost, accumulated = each.asset, each.cost.closing, each.accumulated.closing
    terms = terms_at(asset, period.last)
    cells: tuple[Value, ...] = (
        asset.name,
        asset.title,
        each.account,
        asset.date,
        cost,
        each.depreciation,
        accumulated,
        cost - accumulated,
        _status(scope, each, period, cost - accumulated <= terms.salvage),
        terms.method,
        terms.life or None,
        terms.salvage,
    )
    references = AssetReferences(
        scope.books.assets.movements, asset, each.account, period, lambda account: covers(scope, account)
    )
    return Row(asset.name, cells, level, references=references)


def _status(scope: Scope, each: Kept, period: Period, down: bool) -> str:
    """Return what became of an asset by the end of the period, or what it is then."""
    asset, books = each.asset, scope.books.assets
    disposed = books.disposals.get(asset.name)
    if disposed is not None and disposed < period.end:
        return f"disposed of {disposed}"
    if asset.merged is not None and asset.merged.date < period.end:
        return f"merged into {asset.merged.into}"
    if asset.date >= period.end:
        return f"in service from {asset.date}"
    if asset.events:
        home = books.movements.home(asset, period.end)
        if home != each.account:
            return f"moved to {home}"
        said = status_at(asset, period.last)
        if said:
            return said
    if asset.method in GROUP_METHODS:
        return "" if asset.group else "group"
    return FULLY if down and books.movements.done(asset, period.end) else ""


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
    period: Period,
    columns: tuple[Column, ...],
    by_account: dict[str, Sums],
    ledger: dict[str, dict[str, Decimal]],
) -> Table:
    """Return the register by account, with the difference of its book value to the ledger's."""
    heads = (
        Column("account", "Account"),
        Column("assets", "Assets", Kind.INTEGER),
        *(column for column in columns if column.key in MONEY),
        scope.column("difference", "Difference to the accounts"),
    )
    movements, unit = scope.books.assets.movements, scope.currency
    rows = []
    for account, sums in by_account.items():
        money, found = sums.money, ledger[account]
        # Differences of cost and of accumulated depreciation must not make up for each other.
        difference = max((money[key] - found[key] for key in MONEY), key=abs)
        cells: tuple[Value, ...] = (account, sums.count, *money.values(), difference)
        references = {
            "account": Reference(account=account, end=period.end),
            "cost": of_account(movements, account, unit, False, period, so_far=True),
            "depreciation": depreciation_of_account(movements, account, unit, period),
            "accumulated": of_account(movements, account, unit, True, period, so_far=True),
            "book-value": book_value_of_account(movements, account, unit, period),
        }
        rows.append(Row(account, cells, references=references))
    return Table("accounts", "By account", heads, tuple(rows))
