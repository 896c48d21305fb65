"""An asset that is read from a register, and what its importer was told."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant_importers.errors import ImportFault

if TYPE_CHECKING:
    from beanplant_importers.asset_classes import AssetClass, AssetClasses, AssetGroup
    from beanplant_importers.asset_rows import AssetRow
    from beanplant_importers.chart import Chart

Term = tuple[str, str | Decimal]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an importer was told: ``opened`` is the date on which the ledger opens assets, ``values`` that of the
    list's values if it is later (None: each row says it, or they are one). ``rest`` is the most that an asset may be
    worth after its life, which is then its salvage. ``proceeds`` and ``bought`` are the accounts of what a disposal
    brought and of what acquisitions are paid from. ``tax`` is the tax book, ``areas`` are further ones."""

    plant: str
    classes: AssetClasses
    opened: datetime.date | None
    values: datetime.date | None
    rest: Decimal
    proceeds: str
    bought: str
    tax: str = ""
    areas: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """An asset that is read: its ``key`` is its name in the ledger, ``opened`` the date of the opening, ``date`` that
    of the list's values."""

    plan: Plan
    row: AssetRow
    key: str
    entry: AssetClass
    opened: datetime.date
    date: datetime.date
    currency: str
    chart: Chart

    @property
    def later(self) -> bool:
        """Whether the list is of a later date than the opening."""
        return self.date > self.opened

    @property
    def group(self) -> str:
        """The group that the asset is depreciated with, blank if with none."""
        return self.row.group or self.entry.group

    @property
    def said_group(self) -> AssetGroup | None:
        """What the table of classes says of the group."""
        return self.plan.classes.groups.get(self.group)


def case_of(plan: Plan, row: AssetRow, key: str, entry: AssetClass, chart: Chart) -> Case:
    """Return a row as a case. Raises `ImportFault` where it has no date of values or no currency."""
    opened = plan.opened or chart.assets.opened(
        {chart.account(each.account) for each in plan.classes.classes.values() if each.account}
    )
    date = row.values_on or plan.values or opened
    if opened is None or (date is not None and plan.opened is None and opened > date):
        opened = date
    if opened is None or date is None:
        raise ImportFault(
            row.source.file, row.source.row, "found no date of the values, expected it to be said: "
            'opened="2025-12-31" on the importer',
        )  # fmt: skip
    if date < opened or (row.values_on and plan.values and row.values_on != plan.values):
        raise ImportFault(
            row.source.file, row.source.row, f"found values of {date}, expected those of {plan.values or opened}, "
            f"which {'values' if plan.values else 'opened'}= on the importer says",
        )  # fmt: skip
    currency = row.currency or chart.currency
    if not currency:
        raise ImportFault(
            row.source.file,
            row.source.row,
            'found no currency, expected a column or currency="USD" on the importer',
        )
    return Case(plan, row, key, entry, opened, date, currency, chart)
