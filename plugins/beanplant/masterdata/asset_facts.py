"""Facts of fixed assets: what their directives say, after parsing.

An asset has the terms of its directive; a revised estimate has its own, complete ones, so that no reader has
to merge them. Like all facts each keeps its ``source``, the line that a person can mend.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beanplant.masterdata.asset_accounts import TANGIBLE

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal
    from fractions import Fraction

    from beanplant.masterdata.asset_value_facts import Worth
    from beanplant.masterdata.facts import Source


CHARGES = "__charges__"
"""The key of an asset's ``source`` under which a valued ledger has the asset's `Charges` by month."""
SALVAGES = "__salvages__"
"""The key of a source under which a valued ledger has the salvage values that events left, each with its date."""

EVENT_LINE = 1_100_000
"""Made transactions from this line on are those of events; those of months stand before them."""


@dataclass(frozen=True, slots=True)
class DepreciationTerms:
    """How an asset is depreciated: its method, its ``life`` in months (0: goes by use or by hand), its salvage,
    the convention that its months are counted by.

    Of ``declining-balance``: the ``rate`` of a year, or the ``factor`` of the straight line, and whether it
    switches to it. Of ``units-of-production``: the life in ``units``. Of ``straight-line``: whether the rounding of the
    months is taken at the end of the ``life`` or of each ``fiscal-year``. ``useful`` is the life as it is written; of a
    leasehold improvement ``life`` may be shorter, for the lease ends (``lease_ends``).
    """

    method: str
    life: int
    salvage: Decimal
    rate: Fraction | None = None
    factor: Fraction | None = None
    switch: bool = False
    units: Fraction | None = None
    convention: str = "full-month"
    day_count: str = "actual"
    rounding: str = "life"
    useful: int = 0
    lease_ends: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class AssetEvent:
    """What happens to an asset on a ``date``, beside its estimates."""

    date: datetime.date
    source: Source


@dataclass(frozen=True, slots=True)
class AssetChange:
    """A revised estimate: the terms that hold from ``date`` on."""

    date: datetime.date
    terms: DepreciationTerms
    source: Source


@dataclass(frozen=True, slots=True)
class AssetUsage:
    """Units that an asset made or ran since the reading before."""

    date: datetime.date
    quantity: Fraction
    source: Source


@dataclass(frozen=True, slots=True)
class AssetDepreciation:
    """Depreciation of an asset that a person worked out."""

    date: datetime.date
    amount: Decimal
    source: Source


@dataclass(frozen=True, slots=True)
class AssetImprovement(AssetEvent):
    """Cost of ``amount`` that an asset in service got."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class AssetStatus(AssetEvent):
    """What an asset is from a date on: ``in-use``, ``idle`` or ``held-for-sale``.

    ``expense`` takes the depreciation of an idle asset; ``account`` the carrying amount of one held for sale.
    """

    status: str
    expense: str | None
    account: str | None
    worth: Worth | None
    loss: str | None
    gain: str | None


@dataclass(frozen=True, slots=True)
class AssetTransfer(AssetEvent):
    """A move to another ``account``; where they are named, another ``expense`` and ``gain_loss`` too."""

    account: str
    expense: str | None
    gain_loss: str | None


@dataclass(frozen=True, slots=True)
class AssetSplit(AssetEvent):
    """Parts of the cost that become assets of their own: by name, the ``amounts``."""

    amounts: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class AssetMerge(AssetEvent):
    """Other assets, by name, whose cost and accumulated depreciation the asset takes."""

    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssetMerged(AssetEvent):
    """The end of an asset that became part of another, ``into``."""

    into: str


@dataclass(frozen=True, slots=True)
class AssetOrigin:
    """The asset that another one was split from, and when."""

    name: str
    date: datetime.date


@dataclass(frozen=True, slots=True)
class Asset:
    """A fixed asset in service from ``date``; ``accumulated`` opens it part-way.

    ``terms`` are those of its directive, ``changes`` the later ones, by date; ``events`` are what else happens
    to it, by date. ``kind`` says which account collects its depreciation (`asset_accounts`), ``part_of`` the
    asset that it is a component of. ``construction`` is the account on which its cost was collected before
    service, by its name or by its ``project``; ``activity`` what is worked on it, whose ``hours`` are its use
    (the engine finds them); ``group`` those that it is depreciated with (the asset of the group's own name has
    the depreciation); ``basket`` the purchase that it came with, at the value that it was ``appraised`` at.
    """

    name: str
    date: datetime.date
    account: str
    cost: Decimal
    currency: str
    title: str
    terms: DepreciationTerms
    expense: str
    gain_loss: str | None
    accumulated: Decimal
    source: Source
    changes: tuple[AssetChange, ...] = ()
    usage: tuple[AssetUsage, ...] = ()
    amounts: tuple[AssetDepreciation, ...] = ()
    events: tuple[AssetEvent, ...] = ()
    kind: str = TANGIBLE
    part_of: str | None = None
    construction: str | None = None
    project: str | None = None
    activity: str | None = None
    hours: tuple[AssetUsage, ...] = ()
    group: str | None = None
    basket: str | None = None
    appraised: Decimal | None = None
    origin: AssetOrigin | None = None

    @property
    def places(self) -> tuple[tuple[datetime.date, str], ...]:
        """The accounts of its cost, each with the date from which it is on it."""
        since = self.date if self.origin is None else self.origin.date
        home, held = self.account, False
        found = [(since, home)]
        for event in self.events:
            if isinstance(event, AssetTransfer):
                home = event.account
                found.append((event.date, home))
            elif isinstance(event, AssetStatus):
                if event.status != "held-for-sale":
                    found.append((event.date, home))
                elif event.account is not None and not held:
                    found.append((event.date, event.account))
                held = event.status == "held-for-sale"
        return tuple(found)

    def gain_loss_on(self, date: datetime.date) -> str | None:
        """Return the account of gain or loss that is named for a date."""
        for event in reversed(self.events):
            if isinstance(event, AssetTransfer) and event.gain_loss and event.date <= date:
                return event.gain_loss
        return self.gain_loss

    @property
    def merged(self) -> AssetMerged | None:
        """Its end, if it became part of another asset."""
        return next((event for event in self.events if isinstance(event, AssetMerged)), None)

    @property
    def used(self) -> tuple[AssetUsage, ...]:
        """Its readings and the hours of its activity, by date."""
        if not self.hours:
            return self.usage
        return tuple(sorted((*self.usage, *self.hours), key=lambda usage: usage.date))

    @property
    def convention(self) -> str:
        """The convention that it begins with."""
        return self.terms.convention

    @property
    def day_count(self) -> str:
        """How it counts days at first, by the convention ``daily``."""
        return self.terms.day_count

    @property
    def method(self) -> str:
        """The method that it begins with."""
        return self.terms.method

    @property
    def life(self) -> int:
        """The months of life that were estimated at first."""
        return self.terms.life

    @property
    def salvage(self) -> Decimal:
        """The salvage value that was estimated at first."""
        return self.terms.salvage
