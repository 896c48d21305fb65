"""Assets to which nothing happens, which is most of a register: bought for what the directive says, then depreciated.

Their schedule is that of `Scheduling`, found without a position that events could change. Assets in service on one day
with the same terms share the clock and its fiscal years, those with the same accounts their route.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beanplant.engine.assets.methods import clock_of, parts_of
from beanplant.engine.assets.phases import Phase, Schedule
from beanplant.engine.assets.position import Route
from beanplant.engine.stock import Money
from beanplant.masterdata.asset_accounts import contra_account
from beanplant.rules.depreciation import Clock, spread

if TYPE_CHECKING:
    import datetime

    from beanplant.engine.assets.register import Register
    from beanplant.masterdata.asset_facts import Asset, DepreciationTerms
    from beanplant.rules.depreciation import FiscalYears


class Course(NamedTuple):
    """What assets with the same terms and day of service share: their terms, clock, and the months of it."""

    terms: DepreciationTerms
    clock: Clock
    months: int


class PlainAssets:
    """Schedules of the assets of one ledger to which nothing happens."""

    def __init__(self, years: FiscalYears) -> None:
        self._years = years
        # By the identity of the terms, which is sure while a course holds them: to hash them takes longer.
        self._courses: dict[tuple[int, datetime.date], Course | None] = {}
        self._routes: dict[tuple[str, str, str], tuple[Route]] = {}
        self._monies: dict[str, Money] = {}

    def schedule(self, asset: Asset, found: Register) -> Schedule | None:
        """Return the schedule of an asset; None where something happens to it, or does not fit."""
        if not _is_plain(asset, found):
            return None
        terms = asset.terms
        key = (id(terms), asset.date)
        course = self._courses.get(key)
        if course is None or course.terms is not terms:
            clock = clock_of(asset.date, terms, self._years)
            if clock is None:
                return None
            course = self._courses[key] = Course(terms, clock, sum(count for count, _ in clock.runs))
        money = self._monies.get(asset.currency)
        if money is None:
            money = self._monies[asset.currency] = Money(asset.currency)
        cost = money.to_int(found.cost)
        salvage = money.to_int(terms.salvage) if terms.salvage else 0
        base = cost - salvage
        if base < 0:
            return None
        clock = course.clock
        start = clock.start
        parts = parts_of(terms, base, cost, clock, 0, clock.runs, start, self._years, opened=True)
        phase = Phase(start, terms, cost, salvage, clock, 0, parts)
        runs = spread(parts, clock.runs)
        stop = start + course.months if runs else start
        place = (asset.account, asset.kind, asset.expense)
        routes = self._routes.get(place)
        if routes is None:
            contra = contra_account(asset.account, asset.kind)
            routes = self._routes[place] = (Route(0, asset.account, contra, asset.expense),)
        return Schedule(asset, found.cost, start, stop, runs, (phase,), None, routes, cost, 0)


def _is_plain(asset: Asset, found: Register) -> bool:
    """Whether the ledger has nothing of an asset but its purchase, for what the directive says."""
    return not (
        found.opened is None
        or found.disposal is not None
        or found.cost != asset.cost
        or asset.accumulated
        or asset.events
        or asset.changes
        or asset.usage
        or asset.amounts
        or asset.origin is not None
        or asset.group is not None
        or found.accumulated
        or found.restored
        or found.retirements
        or found.traded
    )
