"""The arithmetic of an asset's month, as its posting says it.

    straight-line          (120000.00 - 12000.00) USD / 84 months
    ... half a month       (120000.00 - 12000.00) USD x 0.5 / 84 months
    ... by days            1096.00 USD x 17 / 1096 days
    declining-balance      40 % x 34800.00 USD / 12 months
    sum-of-years-digits    5/15 x (58000.00 - 10000.00) USD / 12 months
    units-of-production    1200 units x (58000.00 - 10000.00) USD / 960000 units
    manual                 500.00 USD as written
    group, composite       25 % x 224000.00 USD / 12 months

In the last year of declining balance, and after a switch, the formula is that of the straight line over what
is left. The month that ends a part takes the rounding.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.engine.assets.usage import used_in
from beanplant.engine.stock import Money
from beanplant.rules.depreciation import cut
from beanplant.rules.depreciation.conventions import ticks_of

if TYPE_CHECKING:
    from beanplant.engine.assets.phases import Phase, Schedule
    from beanplant.rules.depreciation import Clock, Part


def rule(schedule: Schedule, month: int) -> str:
    """Return the rule of a month: ``depreciation.straight-line``."""
    return f"depreciation.{schedule.phase(month).terms.method}"


def formula(schedule: Schedule, month: int) -> str:
    """Return the arithmetic of a month: ``(120000.00 - 12000.00) USD / 84 months``."""
    if schedule.texts:
        return next(
            (text for first, text in reversed(schedule.texts) if first <= month), schedule.texts[0][1]
        )
    phase = schedule.phase(month)
    if phase.terms.method == "units-of-production":
        used = number(used_in(schedule.asset, month))
        return f"{used} units x {base(schedule, phase)} / {number(phase.units)} units"
    if phase.clock is None:
        return f"{amount(schedule, schedule.amount(month))} as written"
    return " + ".join(
        _part(schedule, phase, part, ticks, phase.clock)
        for part, ticks in _parts_of(phase, month, phase.clock)
    )


def base(schedule: Schedule, phase: Phase) -> str:
    """Return what an estimate spreads: ``(120000.00 - 12000.00) USD``."""
    asset = schedule.asset
    salvage = Money(asset.currency).to_decimal(phase.salvage)
    if phase is schedule.phases[0] and asset.origin is None:
        parts = [schedule.cost, *(part for part in (salvage, asset.accumulated) if part)]
    else:
        parts = [Money(asset.currency).to_decimal(phase.value), *([salvage] if salvage else [])]
    text = " - ".join(f"{part:f}" for part in parts)
    return f"({text}) {asset.currency}" if len(parts) > 1 else f"{text} {asset.currency}"


def amount(schedule: Schedule, units: int) -> str:
    """Return money in the smallest unit as text: ``34800.00 USD``."""
    currency = schedule.asset.currency
    return f"{Money(currency).to_decimal(units):f} {currency}"


def number(value: Fraction) -> str:
    """Return a number as people write it: ``12``, ``0.5``, ``1/3``."""
    below = value.denominator
    while below % 2 == 0:
        below //= 2
    while below % 5 == 0:
        below //= 5
    if below == 1 and value.denominator > 1:
        digits = len(str(value.denominator))
        return f"{int(value * 10**digits) / 10**digits:.{digits}f}".rstrip("0").rstrip(".")
    return str(value)


def _parts_of(phase: Phase, month: int, clock: Clock) -> list[tuple[Part, int]]:
    """Return the parts of a phase in which a month lies, with its ticks in each."""
    at = cut(clock.runs, month - clock.start)[0] - cut(clock.runs, phase.first - clock.start)[0]
    need, found = ticks_of(clock, month), []
    for part in phase.parts:
        if at < part.ticks and need:
            taken = min(part.ticks - at, need)
            found.append((part, taken))
            need, at = need - taken, 0
        else:
            at = max(0, at - part.ticks)
    return found


def _part(schedule: Schedule, phase: Phase, part: Part, ticks: int, clock: Clock) -> str:
    """Return the arithmetic of so many ticks of a part."""
    whole = len(phase.parts) == 1 or part.kind == "sum-of-years-digits"
    money = base(schedule, phase) if whole else amount(schedule, part.basis)
    if part.kind == "straight-line" and not whole and phase.salvage:
        above_salvage = amount(schedule, part.basis + phase.salvage).split()[0]
        money = f"({above_salvage} - {amount(schedule, phase.salvage).split()[0]})"
        money = f"{money} {schedule.asset.currency}"
    above, below = part.factor
    if part.kind == "declining-balance":
        money = f"{number(Fraction(100 * above, below))} % x {money}"
    elif part.kind == "sum-of-years-digits":
        money = f"{above}/{below} x {money}"
    count, over = Fraction(ticks, clock.per), Fraction(part.over, clock.per)
    times = f" x {number(count)}" if count != 1 or clock.unit == "day" else ""
    if clock.unit == "year" and over == 1:
        return f"{money}{times}"
    return f"{money}{times} / {number(over)} {clock.unit}{'s' if over != 1 else ''}"
