"""A row of an asset register as any system states it: what the systems map their columns to, and totals of such rows.

``accumulated`` is positive. Registers differ in its sign, and some leave it out; cost less accumulated depreciation is
the book value, and where a file has that too, it must be so.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant_importers.source import ZERO, Source

if TYPE_CHECKING:
    from beanplant_importers.formats.tables import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetRow:
    """One asset in a file; ``rows`` are those that it was added up from. Codes are the system's own.

    ``number`` and ``sub`` are the asset's number as the system writes it, ``parent`` that of the asset that it is a
    part of. ``values_on`` is the date of the values, if the file says it. ``reason`` says why the asset cannot be
    imported, ``elsewhere`` why it need not be. Of several ``cost_centers`` the one with the greatest part of the cost
    stands for all. ``proceeds`` is what a disposal brought; ``keeps``: the list shows what was disposed of with the
    cost that it had.

    ``book`` is the book or depreciation area of the row. What only a tax book has: ``section_179``, the special
    allowance (``bonus``, a share such as ``"50%"``), ``business_use``, and whether the property is ``listed``, an
    ``automobile`` or ``real``.
    """

    source: Source
    number: str
    sub: str = ""
    name: str = ""
    asset_class: str = ""
    service: datetime.date | None = None
    cost: Decimal = ZERO
    accumulated: Decimal | None = None
    book_value: Decimal | None = None
    salvage: Decimal | None = None
    life: int | None = None
    method: str = ""
    percent: Decimal | None = None
    convention: str = ""
    cost_center: str = ""
    currency: str = ""
    values_on: datetime.date | None = None
    retired: datetime.date | None = None
    proceeds: Decimal | None = None
    keeps: bool = False
    parent: str = ""
    group: str = ""
    location: str = ""
    book: str = ""
    section_179: Decimal | None = None
    bonus: str = ""
    business_use: str = ""
    listed: bool = False
    automobile: bool = False
    real: bool = False
    reason: str = ""
    elsewhere: str = ""
    cost_centers: int = 1
    rows: int = 1

    def depreciation(self) -> Decimal | None:
        """Return the accumulated depreciation, positive; None if the row's book value contradicts it.

        The sign is the one that leads to the book value. Without a book value depreciation reduces the cost.
        """
        if self.accumulated is None:
            return self.cost - self.book_value if self.book_value is not None else ZERO
        if self.book_value is None:
            return abs(self.accumulated)
        left = self.cost - self.book_value
        return left if left in (self.accumulated, -self.accumulated) else None


def source(record: Record) -> Source:
    """Return where a row stands."""
    return Source(record.table.file, record.row)


@dataclass(slots=True)
class Part:
    """Totals of assets."""

    assets: int = 0
    cost: Decimal = ZERO
    accumulated: Decimal = ZERO

    def add(self, row: AssetRow) -> None:
        """Count an asset."""
        self.assets += 1
        self.cost += row.cost
        taken = row.depreciation()
        self.accumulated += abs(row.accumulated or ZERO) if taken is None else taken

    def __str__(self) -> str:
        many = f"{self.assets} asset{'s' if self.assets != 1 else ''}"
        return f"{many}, {self.cost:,f} less {self.accumulated:,f} is {self.cost - self.accumulated:,f}"


@dataclass(slots=True)
class Totals:
    """What a register holds, and what came of it: cost, accumulated depreciation and book value."""

    file: Part = field(default_factory=Part)
    parts: dict[str, Part] = field(default_factory=dict)

    def add(self, status: str, row: AssetRow) -> None:
        """Count an asset that was imported, known, left to another list, or not mapped."""
        self.file.add(row)
        self.parts.setdefault(status, Part()).add(row)

    def sentence(self, file: str) -> str:
        """Return the totals of a file, cost less accumulated depreciation by what came of the assets."""
        parts = "; ".join(f"{status} {part}" for status, part in sorted(self.parts.items()))
        return f"{file}: cost less accumulated depreciation: {self.file}: {parts}."
