"""The schedule of an asset: its estimates one after the other, its months, and where a disposal ends them.

An asset has one phase, and one more for each revised estimate and each event that changes its book value. Its months
are runs of equal amounts, in the currency's smallest unit.

A disposal ends the schedule with the month before it; what the convention counts up to it is in ``taken``,
so the difference to what was posted is catch-up depreciation. Whole months are taken as they were posted.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.depreciation import Clock, Part, Run, cut, month_number, position
from beanplant.rules.depreciation.conventions import ticks_of
from beanplant.rules.depreciation.spreading import charge
from beanplant.rules.rounding import half_up

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from beanplant.engine.assets.position import Move, Route
    from beanplant.masterdata.asset_facts import Asset, DepreciationTerms
    from beanplant.rules.depreciation import FiscalYears


class Phase(NamedTuple):
    """One estimate, from month ``first`` on, ``gone`` ticks into the life of its clock (none: by use or by hand).

    ``value`` and ``salvage`` are those it began with, ``units`` the life in units that was left.
    """

    first: int
    terms: DepreciationTerms
    value: int
    salvage: int
    clock: Clock | None = None
    gone: int = 0
    parts: tuple[Part, ...] = ()
    units: Fraction = Fraction(0)


class Schedule(NamedTuple):
    """An asset's depreciation: its cost when the books opened it, and ``runs`` of months from ``start`` on.

    ``stop`` is the month after the last one that is posted; ``taken`` is what the disposal's convention
    counts in all, None without a disposal. ``moves`` are what events posted, ``routes`` the accounts by month. ``held``
    is the cost and ``contra`` what was accumulated beside depreciation, both at the end: before a disposal; ``caught``
    is what events posted of months after an early horizon. ``texts`` are the arithmetic of a group's months, each from
    a month on. ``salvages`` are those that events left, by date. Money is in the currency's smallest unit.
    """

    asset: Asset
    cost: Decimal
    start: int
    stop: int
    runs: tuple[Run, ...]
    phases: tuple[Phase, ...]
    taken: int | None
    routes: tuple[Route, ...]
    held: int
    contra: int
    moves: tuple[Move, ...] = ()
    caught: int = 0
    texts: tuple[tuple[int, str], ...] = ()
    salvages: tuple[tuple[datetime.date, Decimal], ...] = ()

    def amount(self, month: int) -> int:
        """Return the depreciation of a month by its running number."""
        if not self.start <= month < self.stop:
            return 0
        return _amount(self.runs, month - self.start)

    def accumulated(self, month: int) -> int:
        """Return the depreciation of all months before ``month``."""
        return accumulated_in(self.runs, min(month, self.stop) - self.start)

    def route(self, month: int) -> Route:
        """Return the accounts of a month."""
        return next((route for route in reversed(self.routes) if route.first <= month), self.routes[0])

    def phase(self, month: int) -> Phase:
        """Return the estimate that holds in a month."""
        return next((phase for phase in reversed(self.phases) if phase.first <= month), self.phases[0])


def _amount(runs: tuple[Run, ...], index: int) -> int:
    for count, each in runs:
        if index < count:
            return each
        index -= count
    return 0


def first_months(runs: Iterable[Run], months: int) -> list[Run]:
    """Return the first so many months."""
    result = []
    for count, each in runs:
        taken = min(count, months)
        months -= taken
        if taken:
            result.append((taken, each))
    return result


def accumulated_in(runs: Sequence[Run], months: int) -> int:
    """Return the sum of the first so many months."""
    total = 0
    for count, each in runs:
        if months <= 0:
            break
        total += min(count, months) * each
        months -= count
    return total


class Parting(NamedTuple):
    """A share of an asset that was ``kept`` when a part of it left at the beginning of a ``month``."""

    month: int
    kept: Fraction


def counted(
    asset: Asset,
    phases: Sequence[Phase],
    years: FiscalYears,
    start: int,
    runs: tuple[Run, ...],
    date: datetime.date,
    partings: Sequence[Parting] = (),
    back: Callable[[datetime.date], int] | None = None,
) -> int:
    """Return what the convention counts from ``start`` up to a date in the last phase; ``runs`` go on beyond it.

    A convention of the year or quarter may count to a day before parts of the asset left: of those months, only what
    stayed is taken back. ``back`` returns what is taken back of months before ``start``, which another asset had.
    """
    phase = phases[-1]
    if phase.clock is None:
        return accumulated_in(runs, month_number(date) + 1 - start)
    terms = phase.terms
    months, part = position(phase.clock, terms.convention, asset.date, date, years, terms.day_count)
    month = phase.clock.start + months
    taken = accumulated_in(runs, month - start)
    # Whole months are taken as they were posted, so that nothing is left to catch up but what they lack.
    there = next((each for each in reversed(phases) if each.first <= month), phases[0])
    if there.clock is not phase.clock:
        there = phase
    ticks = cut(phase.clock.runs, months)[0] + part * ticks_of(phase.clock, month)
    if part and ticks > there.gone:
        taken = accumulated_in(runs, there.first - start) + charge(there.parts, ticks - there.gone)
    if month < start and back is not None:
        taken = back(date)
    return _kept(taken, month, start, runs, partings) if partings else taken


def _kept(taken: int, month: int, start: int, runs: tuple[Run, ...], partings: Sequence[Parting]) -> int:
    """Return what is taken up to a month, where parts that left later have taken theirs back themselves."""
    after = [parting for parting in partings if parting.month > month]
    if not after:
        return taken
    ends = [accumulated_in(runs, parting.month - start) for parting in after]
    result, share = ends[-1], Fraction(1)
    for parting, begin, end in zip(
        reversed(after), reversed([taken, *ends[:-1]]), reversed(ends), strict=True
    ):
        share *= parting.kept
        back = (end - begin) * share
        result -= half_up(back.numerator, back.denominator) if back > 0 else 0
    return result
