"""What in a row of a register cannot be so, and what a person should know of the rows that were taken.

An opening that the ledger language would refuse is refused here, with the row: depreciation past the base, a life that
was over with a book value left, years in service without any depreciation.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant_importers.facts import ZERO

if TYPE_CHECKING:
    from beanplant_importers.asset_rows import AssetRow
    from beanplant_importers.asset_terms import Estimate

TEXTS = {
    "kept": "at the end of the life, with the book value taken as salvage; to depreciate it, give a longer life",
    "late": "in service since the month of the values and without depreciation; the ledger posts that month",
    "scrapped": "retired, and the list has no proceeds; disposed of without any: for what was sold import the list of "
    "retirements first",
    "shared": "at several cost centers; the expense is that of the one with the greatest part of the cost",
}
"""What is noted of assets, by name."""


@dataclass(slots=True)
class Notes:
    """The assets that something is noted of."""

    rows: dict[str, list[AssetRow]] = field(default_factory=dict)

    def add(self, name: str, row: AssetRow) -> None:
        """Note something of an asset."""
        self.rows.setdefault(name, []).append(row)

    def sentences(self, path: str) -> Iterator[str]:
        """Yield what a person should know, in one order."""
        for name, text in TEXTS.items():
            rows = self.rows.get(name)
            if rows:
                many = f"{len(rows)} asset{'s' if len(rows) > 1 else ''}"
                cost = sum((row.cost for row in rows), ZERO)
                yield f"{path}:{rows[0].source.row}: {many} with a cost of {cost:,f}: {text}."


def doubt(row: AssetRow, date: datetime.date, construction: bool = False) -> str:
    """Return what in a row of a list of ``date`` cannot be so, empty if all can."""
    taken = row.depreciation()
    gone = row.retired is not None and row.retired <= date
    if gone and row.cost and not row.keeps:
        return "is deactivated, but still has a cost; post its retirement in the register"
    if gone:
        return ""
    if taken is None:
        return "the book value is not cost less accumulated depreciation; correct the register"
    if row.cost < 0:
        return "the cost is negative; a credit belongs to the asset that it corrects"
    if taken < 0:
        return "accumulated depreciation is on the wrong side: the book value is more than the cost"
    if not row.cost:
        return "there is no cost; ignore its class, or leave it out of the list"
    if row.service is None and not construction:
        return "there is no date in service; capitalize it in the register, or ignore its class"
    if row.service is not None and row.service > date:
        return f"came into service after {date}, the date of the values; it is no opening balance"
    return ""


def opening(
    row: AssetRow, found: Estimate, taken: Decimal, opened: datetime.date, rest: Decimal, notes: Notes
) -> Estimate | str:
    """Return the estimates that an asset is opened with, or the reason why it cannot be."""
    salvage, life = found.salvage, found.life
    assert row.service is not None
    left = row.cost - salvage - taken
    if salvage < 0 or salvage > row.cost:
        return "salvage is not between zero and the cost; correct it in the register"
    if left < 0:
        return "accumulated depreciation is more than cost less salvage; correct salvage or its class's"
    gone = _month(opened) + (opened == _last_day(opened)) - _month(row.service)
    if life is not None and left and taken and gone >= life:
        if left > rest:
            return (
                f"the life was over on {opened} with a book value left; give it a longer life, or say rest= on the "
                "importer for the most that is taken as salvage"
            )
        notes.add("kept", row)
        return replace(found, salvage=salvage + left)
    if left and not taken and gone > 1:
        return (
            f"was in service long before {opened} and has no depreciation; add the column of accumulated depreciation "
            "to the layout, or say depreciate = false for its class"
        )
    if left and not taken and gone == 1:
        notes.add("late", row)
    return found


def _month(date: datetime.date) -> int:
    return date.year * 12 + date.month


def _last_day(date: datetime.date) -> datetime.date:
    following = date.replace(day=28) + datetime.timedelta(days=4)
    return following - datetime.timedelta(days=following.day)
