"""How far months are posted: to the latest fact in the files, never to today.

``custom "plant-depreciation-horizon" 2030-12-31`` sets another end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.data import Balance, Custom, Transaction

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from beanplant.masterdata import MasterData


FACTS_OF_A_DAY = frozenset(
    {
        "plant-asset-depreciation",
        "plant-asset-impairment",
        "plant-asset-impairment-reversal",
        "plant-asset-revaluation",
        "plant-asset-status",
        "plant-asset-merge",
        "plant-asset-split",
        "plant-asset-transfer",
        "plant-asset-usage",
        "plant-count",
        "plant-order-close",
        "plant-cost-center-close",
        "plant-period-close",
        "plant-closed-balance",
    }
)
"""Directives that say something about a day, so that months run up to it."""


def latest_day(entries: Sequence[Any], master: MasterData, top: str) -> datetime.date | None:
    """Return the day to which months are posted; None for a ledger without a fact."""
    return master.horizon if master.horizon is not None else latest_fact(entries, top)


def latest_fact(entries: Sequence[Any], top: str) -> datetime.date | None:
    """Return the date of the latest fact in the files, whatever months are posted to.

    A transaction that another plugin made (a forecast) is in no file: its file name is in angle brackets; ``top``
    is that of the ledger, which may be a text.
    """
    for entry in reversed(entries):
        kind = type(entry)
        if kind is Transaction:
            name = str(entry.meta.get("filename", ""))
            written = not name.startswith("<") or name == top
        else:
            written = kind is Balance or (kind is Custom and entry.type in FACTS_OF_A_DAY)
        if written:
            date: datetime.date = entry.date
            return date
    return None
