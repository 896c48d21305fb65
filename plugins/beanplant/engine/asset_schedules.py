"""The depreciation of one asset as the ledger has it: its cost checked, its months, its arithmetic.

The cost is what the asset's account got; the amount of the directive checks it. An asset that is opened
part-way (``accumulated:``) goes on from the date of its opening balance: the months of service that ended
by then are gone, and what is left of the cost is spread over what is left of the life. Without
``accumulated:`` depreciation begins with the month of service, also where the invoice came later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beanplant.engine.asset_register import Register, accumulated_account
from beanplant.engine.stock import Money
from beanplant.faults import AssetError, Faults
from beanplant.rules.depreciation import StraightLine, month_number, months_gone, straight_line

if TYPE_CHECKING:
    from decimal import Decimal

    from beanplant.masterdata.facts import Asset


class Schedule(NamedTuple):
    """An asset's depreciation by the month from ``start`` up to, not including, ``stop``; its cost in the account."""

    asset: Asset
    cost: Decimal
    start: int
    stop: int
    line: StraightLine
    months: int


def schedule_asset(asset: Asset, found: Register, faults: Faults) -> Schedule | None:
    """Check an asset against what its account got, and spread what is left of its cost."""

    def fault(message: str) -> None:
        faults.add(AssetError, asset.source, f'asset "{asset.name}": {message}')

    if found.opened is None:
        fault(
            f'{asset.account} got nothing with asset: "{asset.name}", expected {asset.cost} {asset.currency}; write'
            f' asset: "{asset.name}" on the transaction that bought it'
        )
        return None
    if found.cost != asset.cost:
        fault(
            f'{asset.account} got {found.cost} {asset.currency} with asset: "{asset.name}", the directive says'
            f" {asset.cost} {asset.currency}; correct one of them"
        )
    if found.accumulated and found.accumulated != asset.accumulated:
        fault(
            f"{accumulated_account(asset.account)} got {-found.accumulated} {asset.currency} with asset:"
            f' "{asset.name}", the directive says accumulated: {asset.accumulated} {asset.currency}; correct '
            f"one of them"
        )
    money = Money(asset.currency)
    base = money.to_int(found.cost - asset.salvage - asset.accumulated)
    gone = months_gone(asset.date, found.opened) if asset.accumulated else 0
    if base < 0:
        if found.cost == asset.cost:
            fault(
                f"salvage {asset.salvage} and accumulated {asset.accumulated} are more than the cost, {asset.cost}"
            )
        return None
    if base and gone >= asset.life:
        fault(
            f"its life of {asset.life} months was over when the books opened it on {found.opened}, with"
            f" {money.to_decimal(base)} {asset.currency} left; correct life: or accumulated:"
        )
        return None
    start = month_number(asset.date) + gone
    months = max(asset.life - gone, 1)
    stop = (
        start + months if found.disposal is None else min(start + months, month_number(found.disposal.date))
    )
    return Schedule(asset, found.cost, start, max(start, stop), straight_line(base, months), months)


def formula(schedule: Schedule) -> str:
    """Return the arithmetic of a month: ``(120000.00 - 12000.00) USD / 84 months``."""
    asset = schedule.asset
    parts = [schedule.cost, *(part for part in (asset.salvage, asset.accumulated) if part)]
    text = " - ".join(f"{part:f}" for part in parts)
    months = f"{schedule.months} month{'s' if schedule.months != 1 else ''}"
    return f"({text}) {asset.currency} / {months}"
