"""Depreciation that does not go by time: by use (``units-of-production``), or as a person wrote it (``manual``).

    2026-03-31 custom "plant-asset-usage" "CNC-01" 1200
    2026-03-31 custom "plant-asset-depreciation" "CNC-01" 500.00 USD

Each is posted with the others at the end of its month. Use beyond the life in units, an amount beyond cost
less salvage, and either of them after the disposal are faults at their lines; depreciation never passes the
base.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.engine.assets.position import share_of
from beanplant.masterdata.asset_facts import AssetUsage
from beanplant.rules.depreciation import Run, month_number, units_of_production
from beanplant.rules.formulas import number as show

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable
    from decimal import Decimal

    from beanplant.engine.assets.held_for_sale import Held
    from beanplant.engine.assets.lineage import Estate
    from beanplant.engine.assets.phases import Phase
    from beanplant.engine.assets.position import Position
    from beanplant.engine.assets.register import Register
    from beanplant.engine.stock import Money
    from beanplant.masterdata.asset_facts import Asset, AssetDepreciation, DepreciationTerms


def units_left(asset: Asset, before: Phase, month: int) -> Fraction:
    """Return what the life in units of an estimate has left before a month."""
    used = sum((used_in(asset, each) for each in range(before.first, month)), Fraction(0))
    return max(before.units - used, Fraction(0))


def by_use(
    asset: Asset,
    phase: Phase,
    base: int,
    until: int | None,
    found: Register,
    cost: Decimal,
    money: Money,
    before: list[Phase],
    fault: Callable[..., None],
    estate: Estate | None,
) -> tuple[Phase, tuple[Run, ...]]:
    """Return the phase of an asset that goes by use or by hand, and its months; none of one that never goes."""
    if phase.terms.method == "none":
        return phase, ()
    if phase.terms.method == "manual":
        return phase, month_amounts(asset, phase.first, until, base, found, money, fault)
    whole = money.to_int(cost) - phase.salvage
    life = phase.terms.units
    share = None
    if estate is not None and life and (not before or phase.terms != before[-1].terms):
        used = sum((u.quantity for u in asset.used if month_number(u.date) < phase.first), estate.used)
        share = max(life - used, Fraction(0)) / life
    elif not before:
        share = Fraction(base, whole) if whole else None
    elif life and phase.terms == before[-1].terms:
        # An impairment leaves the life as it was: what the estimate before had left, less what was used of it.
        share = units_left(asset, before[-1], phase.first) / life
    units, runs = usage_amounts(asset, phase.terms, phase.first, until, base, share, found, fault)
    return phase._replace(units=units), runs


def usage_amounts(
    asset: Asset,
    terms: DepreciationTerms,
    first: int,
    until: int | None,
    base: int,
    share: Fraction | None,
    found: Register,
    fault: Callable[..., None],
) -> tuple[Fraction, tuple[Run, ...]]:
    """Return the units that were left at month ``first``, and what the use of each month from then on takes.

    ``share``: the part of cost less salvage that an asset had left when the books opened it, which says how
    many units were left; otherwise the readings before ``first`` say it.
    """
    life = terms.units or Fraction(0)
    before = sum((usage.quantity for usage in asset.used if month_number(usage.date) < first), Fraction(0))
    left = life * share if share is not None else max(life - before, Fraction(0))
    if base and not left:
        fault(f"its life of {show(life)} units is over, with something left to depreciate; correct units:")
        return left, ()
    by_month: dict[int, Fraction] = {}
    used = Fraction(0)
    for usage in asset.used:
        month = month_number(usage.date)
        if month < first or (until is not None and month >= until) or _after(asset, usage, found, fault):
            continue
        used += usage.quantity
        if used > left:
            over = f"{show(used - left)} more than its life of {show(life)} units"
            fault(
                f"{show(usage.quantity)} units on {usage.date} are {over}; correct them, or revise units:"
                ' with custom "plant-asset-change"',
                usage.source,
            )
            by_month[month] = by_month.get(month, Fraction(0)) + max(
                left - (used - usage.quantity), Fraction(0)
            )
            used = left
        else:
            by_month[month] = by_month.get(month, Fraction(0)) + usage.quantity
    if not base:
        return left, ()
    return left, _runs(first, units_of_production(base, left, sorted(by_month.items())))


def month_amounts(
    asset: Asset,
    first: int,
    until: int | None,
    base: int,
    found: Register,
    money: Money,
    fault: Callable[..., None],
) -> tuple[Run, ...]:
    """Return the amounts of a person by the month from ``first`` on; none passes the ``base`` that is left."""
    by_month: dict[int, int] = {}
    for written in asset.amounts:
        month = month_number(written.date)
        if asset.accumulated and found.opened is not None and written.date <= found.opened:
            fault(
                f"{written.amount} {asset.currency} on {written.date} is in accumulated: already; the books opened"
                f" it on {found.opened}",
                written.source,
            )
            continue
        if month < first or (until is not None and month >= until) or _after(asset, written, found, fault):
            continue
        amount = money.to_int(written.amount)
        if amount > base:
            fault(
                f"{written.amount} {asset.currency} on {written.date} is more than is left of cost less salvage,"
                f" {money.to_decimal(base)} {asset.currency}",
                written.source,
            )
        taken = min(amount, base)
        base -= taken
        by_month[month] = by_month.get(month, 0) + taken
    return _runs(first, sorted(by_month.items()))


def refuse_amounts(
    asset: Asset, first: int, until: int | None, held: Held | None, fault: Callable[..., None]
) -> None:
    """Report amounts of months in which an asset is held for sale."""
    for written in asset.amounts if held is not None else ():
        assert held is not None
        month = month_number(written.date)
        if first <= month < (until or month + 1) and written.date > held.event.date:
            fault(
                f"{written.amount} {asset.currency} on {written.date} is depreciation, and it is held for sale since"
                f" {held.event.date}; delete it",
                written.source,
            )


def used_in(asset: Asset, month: int, until: datetime.date | None = None) -> Fraction:
    """Return the units of a month, ``until`` a day of it."""
    return sum(
        (
            usage.quantity
            for usage in asset.used
            if month_number(usage.date) == month and (until is None or usage.date <= until)
        ),
        Fraction(0),
    )


def used_to(position: Position, phase: Phase, base: int, date: datetime.date) -> int:
    """Return what use took up to a date, that of its month of the ``base`` with which the month began."""
    asset, month = position.asset, position.month
    used = used_in(asset, month, date)
    if phase.terms.method != "units-of-production" or base <= 0 or not used:
        return position.depreciated
    left = units_left(asset, phase, month)
    share = min(used / left, Fraction(1)) if left else Fraction(0)
    return position.depreciated + share_of(base, share)


def _after(
    asset: Asset, event: AssetUsage | AssetDepreciation, found: Register, fault: Callable[..., None]
) -> bool:
    if found.disposal is None or event.date <= found.disposal.date:
        return False
    what = "use" if isinstance(event, AssetUsage) else "depreciation"
    fault(f"has {what} on {event.date}, after its disposal on {found.disposal.date}; delete it", event.source)
    return True


def _runs(first: int, amounts: Iterable[tuple[int, int]]) -> tuple[Run, ...]:
    runs: list[Run] = []
    at = first
    for month, amount in amounts:
        if month > at:
            runs.append((month - at, 0))
        runs.append((1, amount))
        at = month + 1
    return tuple(runs)
