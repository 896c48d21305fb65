"""The schedule of an asset: its estimates one after the other, its months, and where a disposal ends them.

An asset has one phase, and one more for each revised estimate and each impairment. Its months are runs of
equal amounts, in the currency's smallest unit.

A disposal ends the schedule with the month before it; what the convention counts up to it is in ``taken``,
so the difference to what was posted is catch-up depreciation. Whole months are taken as they were posted.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.depreciation import Clock, Part, Run, cut, position
from beanplant.rules.depreciation.conventions import ticks_of
from beanplant.rules.depreciation.spreading import charge

if TYPE_CHECKING:
    from decimal import Decimal

    from beanplant.engine.assets.register import Register
    from beanplant.masterdata.asset_facts import Asset, AssetImpairment, DepreciationTerms
    from beanplant.rules.depreciation import FiscalYears


class Phase(NamedTuple):
    """One estimate, from month ``first`` on, ``gone`` ticks into the life of its clock (none: by use or by hand).

    ``value`` is the book value it began with, ``units`` the life in units that was left.
    """

    first: int
    terms: DepreciationTerms
    value: int
    clock: Clock | None = None
    gone: int = 0
    parts: tuple[Part, ...] = ()
    units: Fraction = Fraction(0)


class Loss(NamedTuple):
    """An impairment that stands: its loss, and the book value ``before`` it."""

    written: AssetImpairment
    amount: int
    before: int


class Schedule(NamedTuple):
    """An asset's depreciation: its cost in the account, and ``runs`` of months from ``start`` on.

    ``stop`` is the month after the last one that is posted; ``taken`` is what the disposal's convention
    counts in all, None without a disposal; neither has the ``losses`` of impairment. Money is in
    the currency's smallest unit.
    """

    asset: Asset
    cost: Decimal
    start: int
    stop: int
    runs: tuple[Run, ...]
    phases: tuple[Phase, ...]
    taken: int | None
    losses: tuple[Loss, ...] = ()

    def amount(self, month: int) -> int:
        """Return the depreciation of a month by its running number."""
        if not self.start <= month < self.stop:
            return 0
        return _amount(self.runs, month - self.start)

    def accumulated(self, month: int) -> int:
        """Return the depreciation of all months before ``month``."""
        return _accumulated(self.runs, min(month, self.stop) - self.start)

    def phase(self, month: int) -> Phase:
        """Return the estimate that holds in a month."""
        return next((phase for phase in reversed(self.phases) if phase.first <= month), self.phases[0])


def _amount(runs: tuple[Run, ...], index: int) -> int:
    for count, each in runs:
        if index < count:
            return each
        index -= count
    return 0


def _accumulated(runs: tuple[Run, ...], months: int) -> int:
    total = 0
    for count, each in runs:
        if months <= 0:
            break
        total += min(count, months) * each
        months -= count
    return total


def end_with_disposal(
    asset: Asset,
    found: Register,
    years: FiscalYears,
    start: int,
    runs: tuple[Run, ...],
    phases: tuple[Phase, ...],
    last: int | None,
) -> Schedule:
    """End the schedule with a disposal: no month from its own on, and what its convention counts."""
    stop = start + sum(count for count, _ in runs)
    if last is None or found.disposal is None:
        return Schedule(asset, found.cost, start, stop, runs, phases, None)
    phase = next((phase for phase in reversed(phases) if phase.first <= last), phases[0])
    if phase.clock is None:
        taken = _accumulated(runs, last + 1 - start)
    else:
        months, part = position(
            phase.clock, asset.convention, asset.date, found.disposal.date, years, asset.day_count
        )
        index = phase.clock.start + months - start
        taken = _accumulated(runs, index)
        # Whole months are taken as they were posted, so that nothing is left to catch up but what they lack.
        ticks = cut(phase.clock.runs, months)[0] + part * ticks_of(phase.clock, phase.clock.start + months)
        if part and ticks > phase.gone:
            taken = _accumulated(runs, phase.first - start) + charge(phase.parts, ticks - phase.gone)
    return Schedule(asset, found.cost, start, max(start, min(stop, last)), runs, phases, taken)
