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

    from beanplant.masterdata.facts import Source


CHARGES = "__charges__"
"""The key of an asset's ``source`` under which a valued ledger has the asset's `Charges` by month."""


@dataclass(frozen=True, slots=True)
class DepreciationTerms:
    """How an asset is depreciated: its method, its ``life`` in months (0: goes by use or by hand), its salvage,
    the convention that its months are counted by.

    Of ``declining-balance``: the ``rate`` of a year, or the ``factor`` of the straight line, and whether it
    switches to it. Of ``units-of-production``: the life in ``units``. Of ``straight-line``: whether the rounding of the
    months is taken at the end of the ``life`` or of each ``fiscal-year``.
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
class AssetImpairment(AssetEvent):
    """A loss of ``amount``, to ``account`` or, where none is named, to the one beside the plant's."""

    amount: Decimal
    account: str | None


@dataclass(frozen=True, slots=True)
class AssetImprovement(AssetEvent):
    """Cost of ``amount`` that an asset in service got."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class Asset:
    """A fixed asset in service from ``date``; ``accumulated`` opens it part-way.

    ``terms`` are those of its directive, ``changes`` the later ones, by date; ``events`` are what else happens to
    it, by date. ``kind`` says which account collects its depreciation (`asset_accounts`), ``part_of`` the asset
    that it is a component of.
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
