"""Fixed assets as the directives of a ledger have them: the assets, then what happens to them.

A ledger pays for the modules of what it has: one without groups, further books or events does not load theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.masterdata.asset_baskets import read_baskets
from beanplant.masterdata.asset_policy import check_policy
from beanplant.masterdata.assets import read_assets
from beanplant.masterdata.language import FORMS

if TYPE_CHECKING:
    from beanplant.faults import Faults
    from beanplant.masterdata.directives import Directive
    from beanplant.masterdata.master_data import MasterData

ASSET_FORMS = tuple(name for name in FORMS if name.startswith("plant-asset"))
"""The directives of fixed assets."""

BESIDE = ("plant-asset", "plant-asset-basket", "plant-asset-group", "plant-asset-area")
"""Those that are no events."""


def read_fixed_assets(found: dict[str, list[Directive]], master: MasterData, faults: Faults) -> None:
    """Read the assets of a ledger into its master data."""
    directives = found["plant-asset"]
    book = read_baskets(found["plant-asset-basket"], directives)
    master.baskets, master.broken_baskets = book.baskets, book.broken
    master.assets, master.broken_assets = read_assets(directives, book)
    if found["plant-asset-group"] or any("group" in directive.source for directive in directives):
        from beanplant.masterdata.asset_groups import read_groups

        read_groups(found["plant-asset-group"], master, faults)
    check_policy(master, faults)
    if any(found[name] for name in ASSET_FORMS if name not in BESIDE):
        from beanplant.masterdata.asset_events import read_asset_events

        read_asset_events(found, master.assets, master.broken_assets)
    if found["plant-asset-area"]:
        from beanplant.masterdata.asset_areas import read_areas

        master.areas = read_areas(found["plant-asset-area"], master.assets, master.broken_assets)
