"""Components: assets that are parts of another one, each with a life of its own.

    2026-01-01 custom "plant-asset" "KILN-LINING" Assets:P100:Kilns 40000.00 USD
      part-of: "KILN"
      life: "5 years"

A component is replaced by its disposal and a new asset; so is a major inspection, whose life is the interval to the
next. A parent that is disposed of takes its components along: each has a disposal of its own, on that day or before,
or all leave in its transaction, by ``components: TRUE``: what was paid is the parent's.

Rule: IAS 16.43-47 (parts with a cost that is significant are depreciated separately), 16.13-14 and .70 (replaced
parts and inspections are derecognized); ASC 360-10-35-4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.faults import AssetError, Faults

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beanplant.engine.assets.register import Register
    from beanplant.masterdata.asset_facts import Asset


def check_components(assets: Mapping[str, Asset], register: Mapping[str, Register], faults: Faults) -> None:
    """Report each disposal of an asset that leaves components behind."""
    left: dict[str, list[str]] = {}
    for name, asset in assets.items():
        parent = asset.part_of
        entry = register[parent].disposal if parent is not None and parent in register else None
        if parent is None or entry is None:
            continue
        own, merged = register[name].disposal, asset.merged
        since = asset.origin.date if asset.origin is not None else asset.date
        gone = own.date if own is not None else merged.date if merged is not None else None
        if since <= entry.date and (gone is None or gone > entry.date):
            left.setdefault(parent, []).append(name)
    for parent, names in left.items():
        entry = register[parent].disposal
        assert entry is not None
        listed = ", ".join(f'"{name}"' for name in names)
        message = (
            f'asset "{parent}" is disposed of on {entry.date} without its components {listed}; write components: TRUE'
            " where they leave with it, a disposal of each on that day or before, or take out part-of: of what stays"
        )
        faults.add(AssetError, dict(entry.meta), message, entry)
