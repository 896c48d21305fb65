"""Facts of fixed assets: what their directives say, after parsing.

An asset has the terms of its directive; a revised estimate has its own, complete ones, so that no reader has
to merge them. Like all facts each keeps its ``source``, the line that a person can mend.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal
    from fractions import Fraction

    from beanplant.masterdata.facts import Source


CHARGES = "__charges__"
"""The key of an asset's ``source`` under which a valued ledger has the asset's `Charges` by month."""


@dataclass(frozen=True, slots=True)
class DepreciationTerms:
    """How an asset is depreciated: its method, its ``life`` in months (0: goes by use or by hand), its salvage.

    Of ``declining-balance``: the ``rate`` of a year, or the ``factor`` of the straight line, and whether it
    switches to it. Of ``units-of-production``: the life in ``units``.
    """

    method: str
    life: int
    salvage: Decimal
    rate: Fraction | None = None
    factor: Fraction | None = None
    switch: bool = False
    units: Fraction | None = None


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
class AssetImpairment:
    """A loss of ``amount``, to ``account`` or, where none is named, to the one beside the plant's."""

    date: datetime.date
    amount: Decimal
    account: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Asset:
    """A fixed asset in service from ``date``; ``accumulated`` opens it part-way.

    ``terms`` are those of its directive, ``changes`` the later ones, by date.
    """

    name: str
    date: datetime.date
    account: str
    cost: Decimal
    currency: str
    title: str
    terms: DepreciationTerms
    convention: str
    day_count: str
    expense: str
    gain_loss: str | None
    accumulated: Decimal
    source: Source
    changes: tuple[AssetChange, ...] = ()
    usage: tuple[AssetUsage, ...] = ()
    amounts: tuple[AssetDepreciation, ...] = ()
    impairments: tuple[AssetImpairment, ...] = ()

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
