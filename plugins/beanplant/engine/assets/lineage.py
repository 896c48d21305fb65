"""Assets that come of others: what a split, a merger or an exchange hands from one to the next.

Each is scheduled after those that it comes from. A schedule that needs another asks for it, which is then made first.
One that needs what is being made itself waits, and is begun again later: of an asset that gave a part to another and
took it back, the one part of its life comes before the other's, the other part after it.
"""

from __future__ import annotations

import datetime
from collections import ChainMap
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.engine.assets.position import share_of
from beanplant.faults import Faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, MutableMapping

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


class Waits(Exception):
    """An asset needs what another one hands over, and that is not known yet."""


@dataclass(slots=True)
class Lineage:
    """The schedules of a ledger's assets, each made once, and what they hand to each other.

    ``make`` schedules an asset and adds what is wrong to the faults that it is given; ``faults`` takes those in.
    """

    make: Callable[[Asset, Faults], Schedule | None]
    assets: dict[str, Asset]
    faults: Faults
    schedules: dict[str, Schedule | None] = field(default_factory=dict)
    making: set[str] = field(default_factory=set)
    given: MutableMapping[str, Estate] = field(default_factory=dict)
    ended: MutableMapping[str, Estate] = field(default_factory=dict)
    exchanged: MutableMapping[str, dict[int, int]] = field(default_factory=dict)

    def schedule(self, name: str) -> Schedule | None:
        """Return the schedule of an asset; None where a fault left none."""
        return dict(self.all_of([name])).get(name)

    def apart(self) -> Lineage:
        """Return it for a schedule that is worked out for comparison, and hands nothing over."""
        return replace(
            self,
            given=ChainMap({}, self.given),
            ended=ChainMap({}, self.ended),
            exchanged=ChainMap({}, self.exchanged),
        )

    def let_go(self) -> None:
        """Cut the circle between schedules and what makes them: while a ledger loads the collector does not look."""
        self.make = lambda asset, faults: None
        self.schedules.clear()
        self.given.clear()
        self.ended.clear()

    def all_of(self, names: Iterable[str]) -> Iterator[tuple[str, Schedule]]:
        """Make the schedules of assets, and return those that are."""
        asked = list(names)
        # What ended first is asked for first, so that a long row of mergers is no deep one.
        waiting = sorted(asked, key=self._end)
        while waiting:
            left = [name for name in waiting if not self._try(name)]
            if len(left) == len(waiting):
                break  # events by date make no circle
            waiting = left
        for name in asked:
            schedule = self.schedules.get(name)
            if schedule is not None:
                yield name, schedule

    def _end(self, name: str) -> datetime.date:
        asset = self.assets[name]
        merged = asset.merged if asset.events else None
        return datetime.date.max if merged is None else merged.date

    def _try(self, name: str) -> bool:
        """Make the schedule of an asset if it can be made, and say whether it is made."""
        if name in self.schedules:
            return True
        if name in self.making:
            return False
        faults = Faults()
        self.making.add(name)
        try:
            self.schedules[name] = self.make(self.assets[name], faults)
        except Waits:
            return False
        finally:
            self.making.discard(name)
        self.faults.merge(faults)
        return True

    def estate(self, asset: Asset) -> Estate | None:
        """Return what a split left to a new asset.

        Raises:
            Waits: the asset that is split has not come to that yet.
        """
        if asset.origin is None:
            return None
        if asset.name not in self.given and not self._try(asset.origin.name) and asset.name not in self.given:
            raise Waits
        return self.given.get(asset.name)

    def end_of(self, name: str) -> Estate | None:
        """Return what an asset had when it became part of another.

        Raises:
            Waits: it has not come to that yet.
        """
        if not self._try(name):
            raise Waits
        return self.ended.get(name)

    def deferred(self, asset: Asset, found: Register) -> int:
        """Return the gains of exchanges that reduce the cost of a new asset.

        Raises:
            Waits: the asset that is given in exchange is not there yet.
        """
        if not all(self._try(name) for name in found.traded):
            raise Waits
        return sum(self.exchanged.get(asset.name, {}).values())
