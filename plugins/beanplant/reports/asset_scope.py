"""Which fixed assets a report covers, and whether what it says of them is what their accounts hold.

An asset belongs to the plant whose code its account names. Only assets in the plants' currency add up; the advice
names the others. The accounts' balances are everything on the account of the cost, those below it, and on the
accumulated depreciation beside it, also what names no asset: that is the difference.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from beanplant.masterdata.asset_facts import SALVAGES, AssetStatus
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Emphasis, Row

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from beanplant.masterdata.asset_facts import Asset, DepreciationTerms
    from beanplant.reports.model import Column, Value
    from beanplant.reports.scope import Scope


def assets_of(scope: Scope, end: datetime.date | None = None) -> list[Asset]:
    """Return the assets of the plants in the plants' currency, by account, service date and name.

    An asset belongs to the plant where it is before ``end``, or where it began.
    """
    movements = scope.books.assets.movements
    found = []
    for asset in in_currency(scope):
        account = movements.home(asset, end) if end is not None else asset.account
        if covers(scope, account):
            found.append((account, asset.date, asset.name, asset))
    found.sort(key=lambda each: each[:3])
    return [asset for _, _, _, asset in found]


def in_currency(scope: Scope) -> list[Asset]:
    """Return the assets in the plants' currency, of any plant."""
    assets = scope.books.master.assets.values()
    return [asset for asset in assets if asset.currency == scope.currency]


def covers(scope: Scope, account: str) -> bool:
    """Whether an account is one of the plants': that of no plant belongs to all of them together."""
    return _covers(
        account, frozenset(book.plant.code for book in scope.plants), frozenset(scope.books.plants)
    )


@lru_cache(maxsize=4096)
def _covers(account: str, covered: frozenset[str], plants: frozenset[str]) -> bool:
    if covered == plants:
        return True
    names = frozenset(account.split(":"))
    return not names & (plants - covered) and bool(names & covered)


def plant_of(scope: Scope, account: str) -> str:
    """Return the code of the plant that an account names; empty for none."""
    return next((name for name in account.split(":") if name in scope.books.plants), "")


def terms_at(asset: Asset, date: datetime.date) -> DepreciationTerms:
    """Return the estimate that holds on a date; what is left of the salvage where a part of the asset has left."""
    terms = next((change.terms for change in reversed(asset.changes) if change.date <= date), asset.terms)
    if SALVAGES in asset.source:
        found: tuple[tuple[datetime.date, Decimal], ...] = asset.source[SALVAGES]
        salvage = next((salvage for since, salvage in reversed(found) if since <= date), terms.salvage)
        return replace(terms, salvage=salvage)
    return terms


def status_at(asset: Asset, date: datetime.date) -> str:
    """Return ``held for sale`` or ``idle``; empty for an asset in use.

    ``in-use`` and ``held-for-sale`` are written in ``plant-asset-status``.
    """
    for event in reversed(asset.events):
        if isinstance(event, AssetStatus) and event.date <= date:
            return "" if event.status == "in-use" else event.status.replace("-", " ")
    return ""


def total(columns: tuple[Column, ...], rows: tuple[Row, ...], money: tuple[str, ...]) -> dict[str, Decimal]:
    """Return the sums of columns of money."""
    sums = {}
    for index, column in enumerate(columns):
        if column.key in money:
            cells = (row.cells[index] for row in rows)
            sums[column.key] = sum((cell for cell in cells if isinstance(cell, Decimal)), ZERO)
    return sums


def totals(
    columns: tuple[Column, ...], sums: Mapping[str, Decimal], ledger: Mapping[str, Decimal]
) -> tuple[Row, ...]:
    """Return the rows below a table: its total, what the accounts have, and the difference."""

    def row(key: str, title: str, values: Mapping[str, Value], emphasis: Emphasis) -> Row:
        cells = (title, *(values.get(column.key) for column in columns[1:]))
        return Row(key, cells, emphasis=emphasis)

    return (
        row("total", "Total", sums, Emphasis.TOTAL),
        row("accounts", "The accounts", ledger, Emphasis.CHECK),
        row("difference", "Difference", {k: sums[k] - ledger[k] for k in ledger}, Emphasis.CHECK),
    )


def advice(scope: Scope, *, ties: bool) -> list[str]:
    """Return what a reader must know: assets left out, and why a total may differ from the accounts."""
    lines = []
    others = sorted({a.currency for a in scope.books.master.assets.values()} - {scope.currency})
    if others:
        lines.append(f"assets in other currencies not included: {', '.join(others)}")
    if not ties and not scope.books.filtered:
        lines.append(
            "the accounts hold what no asset has: write asset: or disposes: on each posting on an asset account"
        )
    return lines
