"""An asset that the ledger has, against the same asset in a new list: what differs, and what to write.

::

    asset 10001 differs: life 10 years in the ledger, 8 years in the list; write: 2026-06-30 custom
    "plant-asset-change" "10001" with life: "8 years"

Nothing is changed by itself: whether an estimate was revised, and from when, is for a person to say. What the list
leaves out is not compared, nor what the ledger's directive leaves to its defaults.

Rule: ASC 250-10-45-17, IAS 8.36 (a revised estimate is prospective, from the date of the revision).
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant_importers import asset_lives

if TYPE_CHECKING:
    from beanplant_importers.asset_ledger import LedgerAsset
    from beanplant_importers.asset_rows import AssetRow
    from beanplant_importers.asset_terms import Estimate


def differences(
    had: LedgerAsset, row: AssetRow, found: Estimate, account: str, expense: str, date: datetime.date
) -> str:
    """Return how the list of ``date`` differs from the ledger, and what would follow it; blank if it does not.

    ``account`` and ``expense`` are those of the row's class and cost center.
    """
    parts: list[str] = []
    advice: list[str] = []
    if had.disposed is not None and had.disposed <= date:
        return f"asset {had.name} was disposed of on {had.disposed} in the ledger, and is in the list with its cost"
    cost = had.cost_at(date)
    if row.cost != cost and (had.valued is None or had.valued > date):
        parts.append(f"cost {cost:,f} in the ledger, {row.cost:,f} in the list")
        if row.cost > cost:
            advice.append(
                f'import the transactions, or write: custom "plant-asset-improvement" "{had.name}" '
                f"{row.cost - cost:f} {row.currency or 'USD'}"
            )
        else:
            advice.append(
                f'import the transactions, or write: disposes: "{had.name}" with part: {cost - row.cost:f}'
            )
    terms = had.terms_at(date)
    revised: list[str] = []
    for key, mine in _compared(row, found):
        said = terms.get(key)
        if said is None or said == mine:
            continue
        parts.append(f"{key} {_shown(said)} in the ledger, {_shown(mine)} in the list")
        revised.append(f"{key}: {_written(mine)}")
    if revised:
        advice.append(f'write: {date} custom "plant-asset-change" "{had.name}" with {", ".join(revised)}')
    moved = had.account_at(date)
    if moved != account and not moved.startswith(f"{account}:"):
        parts.append(f"account {moved} in the ledger, {account} by its class in the list")
        advice.append(f'write: {date} custom "plant-asset-transfer" "{had.name}" {account}')
    elif expense and terms.get("expense") not in (None, expense):
        parts.append(
            f"expense {terms['expense']} in the ledger, {expense} by its class or cost center in the list"
        )
        advice.append(
            f'write: {date} custom "plant-asset-transfer" "{had.name}" {account} with expense: {expense}'
        )
    if not parts:
        return ""
    return f"asset {had.name} differs: {'; '.join(parts)}; {'; '.join(advice)}"


def _compared(row: AssetRow, found: Estimate) -> list[tuple[str, int | str | Decimal]]:
    compared: list[tuple[str, int | str | Decimal]] = []
    if found.life is not None:
        compared.append(("life", found.life))
    grouped = found.method.method == "group"
    if not grouped:
        compared.append(("method", found.method.method))
    if row.salvage is not None:
        compared.append(("salvage", row.salvage))
    if found.life is not None and not grouped:
        compared.append(("convention", found.method.convention))
    return compared


def _shown(value: int | str | Decimal) -> str:
    if isinstance(value, int):
        return asset_lives.written(value)
    return f"{value:,f}" if isinstance(value, Decimal) else value


def _written(value: int | str | Decimal) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else f'"{_shown(value)}"'
