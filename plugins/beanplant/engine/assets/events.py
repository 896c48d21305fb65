"""What each event does to the position of an asset; a revised estimate changes its terms.

To add an event: a class in the facts of master data, its reader, and a function of its own module in this table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beanplant.engine.assets.asset_status import change_status, may_be
from beanplant.engine.assets.impairment import impair
from beanplant.engine.assets.impairment_reversal import reverse
from beanplant.engine.assets.improvement import improve
from beanplant.engine.assets.register import Retirement
from beanplant.engine.assets.retirement import retire
from beanplant.engine.assets.revaluation import revalue
from beanplant.engine.assets.splits import merge, merge_into, split
from beanplant.engine.assets.transfer import transfer
from beanplant.masterdata.asset_facts import (
    AssetChange,
    AssetImprovement,
    AssetMerge,
    AssetMerged,
    AssetSplit,
    AssetStatus,
    AssetTransfer,
)
from beanplant.masterdata.asset_value_facts import AssetImpairment, AssetRevaluation, AssetReversal

if TYPE_CHECKING:
    from collections.abc import Callable

    from beanplant.engine.assets.position import Position

EVENTS: dict[type, Callable[[Position, Any], None]] = {
    AssetImpairment: impair,
    AssetImprovement: improve,
    AssetReversal: reverse,
    AssetRevaluation: revalue,
    AssetStatus: change_status,
    AssetMerge: merge,
    AssetMerged: merge_into,
    AssetSplit: split,
    AssetTransfer: transfer,
    Retirement: retire,
}


def take(position: Position, event: Any) -> None:
    """Let an event change the position, or a revised estimate its terms."""
    if isinstance(event, AssetChange):
        position.terms = event.terms
        if "salvage" in event.source:
            position.salvage = position.money.to_int(event.terms.salvage)
    elif may_be(position, event):
        EVENTS[type(event)](position, event)
