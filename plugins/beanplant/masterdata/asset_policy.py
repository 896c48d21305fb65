"""What a plant capitalizes: an asset that costs less than its threshold is an expense.

    2026-01-01 custom "plant" "P100"
      capitalize-from: 2500.00 USD

The threshold is that of the plant which the asset's account names, in force on the day of service. The cost is that of
the unit of property: of an asset with all its components (``part-of:``). Members of a group are what small things are
capitalized as, prepaid expenses and natural resources have no threshold, and ``below-threshold: TRUE`` on the asset
says that it was decided otherwise. Depreciation cannot go to an account that holds items or orders.

Rule: Reg. 1.263(a)-1(f) (de minimis safe harbor: 5,000 with an applicable financial statement, else 2,500, by the
item); ASC 105-10-05-6 and IAS 8.8 (what is immaterial need not be capitalized).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.faults import AssetError, Faults, place
from beanplant.masterdata.facts import INVENTORY_ROLES, Role

if TYPE_CHECKING:
    from decimal import Decimal

    from beanplant.masterdata.asset_facts import Asset
    from beanplant.masterdata.facts import Plant
    from beanplant.masterdata.master_data import MasterData

KINDS = frozenset({"tangible", "intangible"})
ESCAPE = "below-threshold"


def check_policy(master: MasterData, faults: Faults) -> None:
    """Report assets below their plant's threshold, and expenses that can be none."""
    limited = any(
        plant.capitalize_from for history in master.plant_history.values() for plant in history.facts
    )
    units = _units(master) if limited else {}
    accounts: dict[str, bool] = {}
    for asset in master.assets.values():
        if asset.expense not in accounts:
            found = master.role(asset.expense) if asset.expense else None
            accounts[asset.expense] = found is not None and found[1] in (
                *INVENTORY_ROLES,
                Role.WORK_IN_PROCESS,
            )
        if accounts[asset.expense]:
            faults.add(
                AssetError,
                asset.source,
                f'asset "{asset.name}": expense: {asset.expense} holds items or orders, expected an account of money:'
                " of a cost center, whose rate brings it to the product, or of what was extracted",
            )
        if asset.name in units:
            _check_threshold(asset, units[asset.name], master, faults)


def _units(master: MasterData) -> dict[str, Decimal]:
    """Return the cost of each unit of property, by the asset that is no component."""
    costs: dict[str, Decimal] = {}
    for asset in master.assets.values():
        top, seen = asset, {asset.name}
        while top.part_of in master.assets and top.part_of not in seen and top.group is None:
            seen.add(str(top.part_of))
            top = master.assets[str(top.part_of)]
        costs[top.name] = costs.get(top.name, asset.cost * 0) + asset.cost
    return costs


def _check_threshold(asset: Asset, cost: Decimal, master: MasterData, faults: Faults) -> None:
    if asset.kind not in KINDS or asset.group is not None or asset.source.get(ESCAPE) is True or not cost:
        return
    plant = _plant(asset, master)
    if plant is None or plant.capitalize_from is None or plant.currency != asset.currency:
        return
    if cost < plant.capitalize_from:
        faults.add(
            AssetError,
            asset.source,
            f'asset "{asset.name}": its cost of {cost} {asset.currency} is below capitalize-from:'
            f" {plant.capitalize_from} {plant.currency} at {place(plant.source)}; book it as an expense, or write"
            f" {ESCAPE}: TRUE",
        )


def _plant(asset: Asset, master: MasterData) -> Plant | None:
    """Return the plant that an asset's account names, on its day of service; the only one where it names none."""
    codes = [code for code in master.plants if code in asset.account.split(":")]
    if not codes and len(master.plants) == 1:
        codes = list(master.plants)
    return master.plant_on(codes[0], asset.date) if codes else None
