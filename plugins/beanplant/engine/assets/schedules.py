"""The depreciation of one asset as the ledger has it: its cost checked, its estimates, its months.

The cost is what the asset's account got; the amount of the directive checks it. An asset that is opened
part-way (``accumulated:``) goes on from the date of its opening balance: the months that ended by then are
gone, and what is left of the cost is spread over what is left of the life. Without ``accumulated:``
depreciation begins with the month of service, also where the invoice came later.

A revised estimate begins a new phase with the month in which it is dated (dated on the last day of a month,
with the next): the book value less the new salvage is spread over what is left of the new life, by the new
method. What was taken before stays (ASC 250-10-45-17, IAS 8.36). So does an impairment: what it leaves of the
book value, less salvage, is spread over what is left of the life (ASC 360-10-35-20, IAS 36.63); nothing where
the salvage is above it (IAS 16.54).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from beanplant.engine.assets.estimates import Estimate, estimates_of, past, up_to
from beanplant.engine.assets.events import take
from beanplant.engine.assets.improvement import improved
from beanplant.engine.assets.methods import clock_of, going_on_within_year, parts_of
from beanplant.engine.assets.phases import Parting, Phase, Schedule, accumulated_in, counted, first_months
from beanplant.engine.assets.position import Position, Route, Setting
from beanplant.engine.assets.recorded_cost import check_cost, opened_net
from beanplant.engine.assets.revaluation import realize, realize_as_used
from beanplant.engine.assets.usage import by_use, refuse_amounts, units_left, used_to
from beanplant.engine.stock import Money
from beanplant.faults import AssetError, Faults
from beanplant.masterdata.asset_accounts import contra_account
from beanplant.rules.depreciation import Run, cut, month_number, spread
from beanplant.rules.depreciation.months import last_closed_month

if TYPE_CHECKING:
    import datetime

    from beanplant.engine.assets.register import Register
    from beanplant.masterdata.asset_facts import Asset, AssetEvent


def schedule_asset(asset: Asset, found: Register, setting: Setting, faults: Faults) -> Schedule | None:
    """Check an asset against what its account got, and spread what is left of its cost."""

    def fault(message: str, source: dict[str, Any] | None = None) -> None:
        faults.add(AssetError, source or asset.source, f'asset "{asset.name}": {message}')

    if not check_cost(asset, found, fault):
        return None
    lineage = setting.lineage
    if asset.origin is not None and (lineage is None or lineage.estate(asset) is None):
        return None  # the split that would make it is reported
    scheduling = Scheduling(asset, found, setting, fault)
    schedule = scheduling.run()
    scheduling.let_go()
    return schedule


class Scheduling:
    """The estimates of one asset, one after the other: its position before each, and the months of each."""

    def __init__(self, asset: Asset, found: Register, setting: Setting, fault: Callable[..., None]) -> None:
        self.asset, self.found, self.fault = asset, found, fault
        self.years = setting.master.fiscal_years
        money = Money(asset.currency)
        added = improved(asset, found)[0] if asset.events else 0
        lineage = setting.lineage
        self.estate = lineage.estate(asset) if lineage is not None and asset.origin is not None else None
        self.cost = found.cost - added + opened_net(asset)
        route = Route(0, asset.account, contra_account(asset.account, asset.kind), asset.expense)
        self.position = Position(
            asset,
            found,
            money,
            setting,
            fault,
            money.to_int(self.cost),
            money.to_int(asset.accumulated),
            money.to_int(asset.terms.salvage),
            asset.terms,
            route,
        )
        self.position.routes.append(route)
        self.runs: list[Run] = []
        self.phases: list[Phase] = []
        self.start = self.at = 0
        self.whole: tuple[Run, ...] = ()
        self.state: tuple[object, ...] = ()
        self.partings: list[Parting] = []
        self.salvages: list[tuple[datetime.date, int]] = []
        if lineage is not None and found.traded:
            deferred = lineage.deferred(asset, found)
            self.cost -= money.to_decimal(deferred)
            self.position.cost -= deferred
        if self.estate is not None:
            self.estate.give(self.position)
            assert asset.origin is not None
            self.salvages.append((asset.origin.date, self.position.salvage))
            self.cost = money.to_decimal(self.position.cost)

    def let_go(self) -> None:
        """Cut the circle between this and its position: while a ledger loads the collector does not look."""
        self.position.taken_to = None

    def run(self) -> Schedule | None:
        """Return the schedule; None where a fault leaves nothing to depreciate."""
        opened = self._opened()
        estimates = estimates_of(self.asset, self.found, opened, self.fault)
        return self._end() if self._follow(estimates, opened) else None

    def value_before(self, event: AssetEvent, without: Callable[[Any], bool] | None) -> int | None:
        """Return the book value just before an event, as if what ``without`` holds for had not been."""
        opened = self._opened()
        estimates = up_to(estimates_of(self.asset, self.found, opened, self.fault), event, without)
        if estimates is None or not self._follow(estimates[:-1], opened, estimates[-1].first):
            return None
        self._begin(estimates[-1], opened)
        return self.position.value

    def _opened(self) -> int:
        """Return the first month that can be the asset's in these books."""
        if self.estate is not None:
            return self.estate.month
        assert self.found.opened is not None
        return last_closed_month(self.found.opened) + 1 if self.asset.accumulated else 0

    def _follow(self, estimates: list[Estimate], opened: int, end: int | None = None) -> bool:
        """Take the estimates one after the other, the last up to month ``end``; False where a fault ends them."""
        for index, estimate in enumerate(estimates):
            self._begin(estimate, opened)
            following = estimates[index + 1].first if index + 1 < len(estimates) else end
            more = self._spread(estimate, None if following is None else max(self.at, following))
            if more is None:
                return False
            self.whole = (*self.runs, *more)
            if following is None:
                self.runs += more
            else:
                self.runs += first_months(more, max(self.at, following) - self.at)
                self.at = self.start + sum(count for count, _ in self.runs)
        return True

    def _begin(self, estimate: Estimate, opened: int) -> None:
        """Bring the position to the month in which an estimate begins, and let its events change it."""
        asset, position = self.asset, self.position
        if not self.phases:
            clock = clock_of(asset.date, position.terms, self.years)
            self.start = self.at = max(opened, clock.start if clock else month_number(asset.date))
        elif estimate.first > self.at:
            self.runs.append((estimate.first - self.at, 0))
            self.at = estimate.first
        if self.phases:
            realize_as_used(position, self.runs, self.start, self.at, self.years)
        position.month = self.at
        depreciated = sum(count * each for count, each in self.runs)
        position.accumulated += depreciated - position.depreciated
        position.depreciated = depreciated
        if self.phases and estimate.events:
            phase, whole = self.phases[-1], self.whole
            position.taken_to = (
                partial(used_to, position, phase, position.value - position.salvage)
                if phase.clock is None
                else partial(self._counted, tuple(self.phases), whole, tuple(self.partings))
            )
            horizon = position.setting.horizon
            posted = 0 if horizon is None else accumulated_in(self.runs, horizon + 1 - self.start)
            position.unposted = depreciated - posted
            position.phase, position.began, position.parted = phase, position.value, 0
            position.kept = Fraction(1)
            position.phase_taken = depreciated - accumulated_in(self.runs, phase.first - self.start)
            self.state = self._state()
        salvage = position.salvage
        for event in estimate.events:
            take(position, event)
        if position.salvage != salvage:
            self.salvages.append((estimate.events[-1].date, position.salvage))
        if position.kept != 1:
            self.partings.append(Parting(self.at, position.kept))
            position.kept = Fraction(1)

    def _counted(
        self,
        phases: tuple[Phase, ...],
        runs: tuple[Run, ...],
        partings: tuple[Parting, ...],
        date: datetime.date,
    ) -> int:
        """Return what the convention counts up to a date."""
        back = None if self.estate is None else self.estate.back
        return counted(self.asset, phases, self.years, self.start, runs, date, partings, back)

    def _state(self) -> tuple[object, ...]:
        position = self.position
        return position.value, position.salvage, position.terms, position.stopped

    def _spread(self, estimate: Estimate, until: int | None) -> tuple[Run, ...] | None:
        """Return the months of an estimate; None where there is nothing that could be depreciated."""
        asset, position, at, fault = self.asset, self.position, self.at, self.fault
        source = asset.source if estimate.change is None else estimate.change.source
        terms, money, first = position.terms, position.money, not self.phases
        if not first and self.phases[-1].clock is not None and self.state == self._state():
            return cut(self.whole, at - self.start)[1]  # a transfer changes no amount
        base = position.value - position.salvage
        revised = first or (estimate.change is not None and "salvage" in estimate.change.source)
        if base < 0 and not revised:
            base = 0  # impaired below its salvage
        elif base < 0:
            fault(
                f"salvage {position.show(position.salvage)} is above the book value,"
                f" {position.show(position.value)} {asset.currency}; correct salvage: or accumulated:",
                source,
            )
            if first:
                return None
            base = 0
        phase = Phase(at, terms, position.value, position.salvage)
        clock = None if position.stopped else clock_of(asset.date, terms, self.years)
        if position.stopped:
            more: tuple[Run, ...] = ()
            if self.phases and terms.method == "units-of-production":
                phase = phase._replace(units=units_left(asset, self.phases[-1], at))
            refuse_amounts(asset, at, until, position.held, fault)
        elif clock is None:
            phase, more = by_use(
                asset, phase, base, until, self.found, self.cost, money, self.phases, fault, self.estate
            )
        else:
            gone, left_runs = cut(clock.runs, at - clock.start)
            if base and gone >= clock.life:
                when, mend = f"the books opened it on {self.found.opened}", "accumulated:"
                if not first:
                    at_last = estimate.events[-1]
                    when, source = f"it was {past(at_last)} on {at_last.date}", at_last.source
                    mend = f'write it with custom "plant-asset-change" "{asset.name}"'
                fault(
                    f"its life of {terms.life} months was over when {when}, with {money.to_decimal(base)}"
                    f" {asset.currency} left; correct life: or {mend}",
                    source,
                )
                if first:
                    return None
                base = 0
            opened = first and self.estate is None
            goes_on = estimate.change is None and (not first or self.estate is not None)
            parts = (
                going_on_within_year(position, base, clock, gone, left_runs, self.years) if goes_on else ()
            ) or parts_of(terms, base, phase.value, clock, gone, left_runs, at, self.years, opened=opened)
            phase = phase._replace(clock=clock, gone=gone, parts=parts)
            more = spread(parts, left_runs)
        self.phases.append(phase)
        return more

    def _end(self) -> Schedule:
        """Return the schedule, ended by the asset's disposal if there is one."""
        asset, found, position, start = self.asset, self.found, self.position, self.start
        runs, phases = tuple(self.runs), tuple(self.phases)
        stop = start + sum(count for count, _ in runs)
        taken = None
        if found.disposal is not None:
            at = found.disposal.date
            last = month_number(at)
            phase = next((phase for phase in reversed(phases) if phase.first <= last), phases[0])
            taken = self._counted(phases[: phases.index(phase) + 1], runs, tuple(self.partings), at)
            stop = max(start, min(stop, last))
        realize_as_used(position, runs, start, stop, self.years)
        if found.disposal is not None:
            realize(position, position.surplus, found.disposal.date, found.disposal.meta)
        return Schedule(
            asset,
            self.cost,
            start,
            stop,
            runs,
            phases,
            taken,
            tuple(position.routes),
            position.cost,
            position.accumulated - position.depreciated,
            tuple(position.moves),
            position.caught,
            salvages=tuple((date, position.decimal(salvage)) for date, salvage in self.salvages),
        )
