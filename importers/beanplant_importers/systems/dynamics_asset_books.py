"""Dynamics 365: the export of the books of fixed assets (AssetBookV2), which says how each asset is depreciated.

An asset has a row for each book. What it was sold for stands here, too: the transactions have not the price.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant_importers import asset_lives, names
from beanplant_importers.formats import opening
from beanplant_importers.formats.captions import Header

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from beanplant_importers.formats.tables import Record

CAPTIONS = {
    "asset": ("FixedAssetNumber", "AssetId", "Fixed asset number"),
    "book": ("BookId", "Book"),
    "class": ("FixedAssetGroupId", "AssetGroup", "Fixed asset group"),
    "service": ("PlacedInService", "Placed in service", "AcquisitionDate", "Acquisition date"),
    "months": ("ServiceLifeMonths", "DepreciationPeriods", "Depreciation periods"),
    "years": ("ServiceLife", "Service life", "ServiceLifeYears"),
    "profile": ("DepreciationProfileId", "DepreciationProfile", "Depreciation profile"),
    "convention": ("DepreciationConvention", "Depreciation convention"),
    "scrap": ("ExpectedScrapValue", "ScrapValue", "Expected scrap value"),
    "retired": ("DisposalDate", "Disposal date"),
    "proceeds": ("SalesValue", "SaleValue", "Sales value", "Sale value"),
    "fair_value": ("FairValue", "AssetFairValue", "Fair value"),
    "parent": ("MainAssetId", "Main asset", "Main fixed asset"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """What the export of the books says of an asset in a book; ``life`` is in months."""

    asset_class: str
    service: datetime.date | None
    life: int | None
    profile: str
    convention: str
    salvage: Decimal | None
    retired: datetime.date | None
    proceeds: Decimal | None
    fair_value: Decimal | None
    parent: str


Books = dict[tuple[str, str], Terms]
"""By book and asset; a file that is read for one book has it under a blank name, too."""


def read(
    path: str | Path, books: Container[str], *, decimal: str | None, dates: str | None, encoding: str | None
) -> Books:
    """Read the export; ``books`` are those that are wanted, empty for the only one. Raises `ImportFault`."""
    table = opening.find(path, Header(CAPTIONS), ("asset", "book"), encoding=encoding)
    table.settle(("scrap", "proceeds", "fair_value"), ("service", "retired"), decimal=decimal, order=dates)
    found: Books = {}
    for record in table.records():
        book = names.key(record.text("book"))
        if books and book not in books:
            continue
        key = names.key(record.text("asset"))
        place = (book if books else "", key)
        if place in found:
            raise record.fault(
                "asset", "expected each asset once; say book= on the importer to choose a book"
            )
        found[place] = Terms(
            record.text("class"), _date(record, "service"), _life(record), record.text("profile"),
            record.text("convention"), record.number("scrap"), _date(record, "retired"),
            record.number("proceeds"), record.number("fair_value"), record.text("parent"),
        )  # fmt: skip
    return found


def _date(record: Record, name: str) -> datetime.date | None:
    """Return a date; 1900 is what Dynamics writes for none."""
    found = record.date(name)
    return found if found is not None and found.year > 1900 else None


def _life(record: Record) -> int | None:
    months, years = record.text("months"), record.text("years")
    life = None
    if months.strip("0.,"):
        life = asset_lives.in_months(months)
    elif years.strip("0.,"):
        life = asset_lives.in_years(years)
    if life is None and (months.strip("0.,") or years.strip("0.,")):
        raise record.fault("months" if months.strip("0.,") else "years", "expected a life in whole months")
    return life
