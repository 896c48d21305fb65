"""What leaves a group of assets: members, whole or in part, with their cost, salvage and what they brought.

    2026-07-10 * "A camper is sold"
      disposes: "CAMPERS"
      part: 5000.00 USD                ; of its cost; or a share of it: "25 %"
      Assets:Bank                                2600.00 USD
      Assets:P100:Vehicles                      -2600.00 USD

Salvage leaves in proportion. Parts come before the rest, by date; one that is no part of what is left, or is dated
outside of the member's service, is a fault at its transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from beancount.core.amount import Amount

from beanplant.faults import AssetError, Faults
from beanplant.masterdata.values import share_of
from beanplant.rules.rounding import half_up

if TYPE_CHECKING:
    import datetime
    from typing import Any

    from beancount.core.data import Transaction

    from beanplant.engine.assets.register import Register
    from beanplant.engine.stock import Money
    from beanplant.masterdata.asset_facts import Asset


class Exit(NamedTuple):
    """A member, or a part of it, that leaves: its ``cost`` and ``salvage``, what it brought, and what a person took
    off accumulated depreciation already."""

    date: datetime.date
    member: Asset
    entry: Transaction
    source: dict[str, Any]
    cost: int
    salvage: int
    proceeds: int
    cleared: int


def exits_of(member: Asset, found: Register, money: Money, faults: Faults) -> Iterator[Exit]:
    """Yield what leaves of a member: parts, then the rest."""
    cost, salvage = money.to_int(member.cost), money.to_int(member.salvage)
    for part in sorted(found.retirements, key=lambda part: part.date):
        out = _part(part.part, cost, member.currency, money)
        if out is None or not member.date <= part.date or _after(found, part.date):
            message = f"part: found {part.part} on {part.date}, expected a part of its cost of"
            message += f" {money.to_decimal(cost)} {member.currency} while it is in service"
            faults.add(AssetError, part.source, f'asset "{member.name}": {message}', part.entry)
            continue
        gone = half_up(salvage * out, cost)
        cost, salvage = cost - out, salvage - gone
        proceeds, cleared = money.to_int(part.proceeds), money.to_int(part.cleared)
        yield Exit(part.date, member, part.entry, part.source, out, gone, proceeds, cleared)
    if found.disposal is not None and cost:
        entry, proceeds, cleared = found.disposal, money.to_int(found.proceeds), money.to_int(found.cleared)
        yield Exit(entry.date, member, entry, dict(entry.meta), cost, salvage, proceeds, cleared)


def _after(found: Register, date: datetime.date) -> bool:
    return found.disposal is not None and date >= found.disposal.date


def _part(part: object, cost: int, currency: str, money: Money) -> int | None:
    """Return the cost of a part, an amount or a share of ``cost``; None where it is neither."""
    out = None
    if isinstance(part, Amount) and part.currency == currency and part.number is not None:
        out = money.to_int(part.number)
    elif isinstance(part, (str, Decimal)) and (share := share_of(part)) is not None:
        out = half_up(cost * share.numerator, share.denominator)
    return out if out is not None and 0 < out <= cost else None
