"""Assets that come of others: what a split, a merger or an exchange hands from one to the next.

Each is scheduled after those that it comes from. A schedule that needs another asks for it, so that any order of events
by date is found; a circle finds nothing and hands nothing over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.engine.assets.position import share_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from beanplant.engine.assets.phases import Phase, Schedule
    from beanplant.engine.assets.position import Position, Route
    from beanplant.engine.assets.register import Register
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.masterdata.facts import Source


CARRIED = ("salvage", "impaired", "lowered", "surplus", "deficit")
"""What of a position is shared with its cost, beside the accumulated depreciation."""


class Estate(NamedTuple):
    """What an asset hands to another at the beginning of a ``month``, from the accounts of its ``route``, in the
    currency's smallest unit.

    ``carried`` are the amounts of `CARRIED`, ``booked`` is what of ``accumulated`` the books hold. The estimate of a
    ``phase`` goes on, which took ``phase_taken`` of a book value that ``began`` it, of which ``parted`` did not come
    along. ``used`` is the use of its life in units. ``taken_to`` says what the origin's convention counts up to a date,
    of which ``depreciated`` are posted months, and the new asset has a ``share``.
    """

    route: Route
    month: int
    cost: int
    accumulated: int
    booked: int
    carried: tuple[int, ...]
    surplus_account: str = ""
    retained: str = ""
    idle: str | None = None
    phase: Phase | None = None
    phase_taken: int = 0
    began: int = 0
    parted: int = 0
    used: Fraction = Fraction(0)
    taken_to: Callable[[datetime.date], int] | None = None
    depreciated: int = 0
    share: Fraction = Fraction(1)
    realize: Source | None = None

    def back(self, date: datetime.date) -> int:
        """Return what a disposal takes back of the months before, which the asset's origin had (zero or below)."""
        if self.taken_to is None:
            return 0
        return min(0, share_of(self.taken_to(date) - self.depreciated, self.share))

    def give(self, position: Position) -> None:
        """Begin the position of an asset with it."""
        position.cost, position.accumulated = self.cost, self.accumulated
        position.caught = self.booked - self.accumulated
        for word, amount in zip(CARRIED, self.carried, strict=True):
            setattr(position, word, amount)
        position.surplus_account, position.retained = self.surplus_account, self.retained
        position.realize = self.realize
        position.route, position.idle = self.route._replace(first=0), self.idle
        position.routes[:] = [position.route]
        position.phase, position.phase_taken = self.phase, self.phase_taken
        position.began, position.parted = self.began, self.parted


@dataclass(slots=True)
class Lineage:
    """The schedules of a ledger's assets, each made once, and what they hand to each other."""

    make: Callable[[Asset], Schedule | None]
    assets: dict[str, Asset]
    schedules: dict[str, Schedule | None] = field(default_factory=dict)
    given: dict[str, Estate] = field(default_factory=dict)
    ended: dict[str, Estate] = field(default_factory=dict)
    exchanged: dict[str, int] = field(default_factory=dict)

    def let_go(self) -> None:
        """Cut the circle between schedules and what makes them: while a ledger loads the collector does not look."""
        self.make = lambda asset: None
        for found in (self.schedules, self.given, self.ended):
            found.clear()

    def schedule(self, name: str) -> Schedule | None:
        """Return the schedule of an asset; None where a fault left none, and for one that is being made."""
        if name not in self.schedules:
            self.schedules[name] = None
            self.schedules[name] = self.make(self.assets[name])
        return self.schedules[name]

    def estate(self, asset: Asset) -> Estate | None:
        """Return what a split left to a new asset."""
        if asset.origin is not None and asset.name not in self.given:
            self.schedule(asset.origin.name)
        return self.given.get(asset.name)

    def end_of(self, name: str) -> Estate | None:
        """Return what an asset had when it became part of another."""
        self.schedule(name)
        return self.ended.get(name)

    def deferred(self, asset: Asset, found: Register) -> int:
        """Return the gains of exchanges that reduce the cost of a new asset."""
        for name in found.traded:
            self.schedule(name)
        return self.exchanged.get(asset.name, 0)
