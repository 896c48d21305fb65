"""Dynamics 365 Finance: fixed assets by their transactions, summed (AssetTransactionSummary) or each (AssetTrans).

Both say what an asset cost and how much was depreciated; what is said per book (life, convention, profile, scrap value,
date in service) is in the export of the books (AssetBookV2), which ``terms`` names::

    assets.Dynamics("P100", classes="classes.toml", opened="2025-12-31", terms="exports/asset-books.csv")

Without it the class says them, and an asset is in service on its first acquisition. Columns are matched by their
names in the entities, in whatever case. A depreciation profile is a site's own code: it goes into ``[method]``.
Of a file with several books ``book`` chooses one; only the posting layer Current counts.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beanplant_importers import asset_lives, names
from beanplant_importers.asset_register import AssetRegister, source
from beanplant_importers.asset_rows import AssetRow
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import ZERO, Source
from beanplant_importers.formats import opening
from beanplant_importers.formats.captions import Header, fold

if TYPE_CHECKING:
    from beanplant_importers.formats.tables import Record, Table

CAPTIONS = {
    "asset": ("AssetId", "FixedAssetNumber", "Fixed asset number"),
    "book": ("BookId", "Book"),
    "name": ("Name",),
    "class": ("AssetGroup", "FixedAssetGroupId", "Fixed asset group"),
    "service": ("AcquisitionDate", "Acquisition date", "PlacedInService"),
    "date": ("TransDate", "Transaction date"),
    "type": ("TransType", "Transaction type"),
    "cost": ("AcquisitionAmounts", "AcquisitionAmount", "Acquisition amounts"),
    "accumulated": ("DepreciationAmounts", "DepreciationAmount", "Depreciation amounts"),
    "disposed": ("DisposalAmounts", "DisposalAmount", "Disposal amounts"),
    "book_value": ("NetBookAmounts", "NetBookAmount", "Net book value"),
    "amount": ("AmountMST", "Amount", "Amount in accounting currency"),
    "currency": ("AccountingCurrency", "Accounting currency"),
    "layer": ("PostingLayer", "Posting layer"),
    "status": ("Status",),
}  # fmt: skip

TERMS = {
    "asset": ("FixedAssetNumber", "AssetId", "Fixed asset number"),
    "book": ("BookId", "Book"),
    "class": ("FixedAssetGroupId", "AssetGroup", "Fixed asset group"),
    "service": ("PlacedInService", "Placed in service", "AcquisitionDate", "Acquisition date"),
    "months": ("ServiceLifeMonths", "DepreciationPeriods", "Depreciation periods"),
    "years": ("ServiceLife", "Service life", "ServiceLifeYears"),
    "profile": ("DepreciationProfileId", "Depreciation profile"),
    "convention": ("DepreciationConvention", "Depreciation convention"),
    "scrap": ("ExpectedScrapValue", "Expected scrap value"),
}  # fmt: skip

COST = frozenset(map(fold, ("Acquisition", "AcquisitionAdj", "Acquisition adjustment")))
DEPRECIATION = frozenset(
    map(
        fold,
        (
            "Depreciation", "DepreciationAdj", "Depreciation adjustment", "ExtraOrdinaryDepreciation",
            "Extraordinary depreciation",
        ),
    )
)  # fmt: skip
DISPOSAL = frozenset(
    map(fold, ("DisposalSale", "DisposalScrap", "Disposal - sale", "Disposal - scrap", "Disposal"))
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the export of the books says of an asset."""

    asset_class: str
    service: datetime.date | None
    life: int | None
    profile: str
    convention: str
    salvage: Decimal | None


@dataclass(slots=True)
class _Sum:
    """The transactions of an asset."""

    source: Source
    name: str = ""
    asset_class: str = ""
    service: datetime.date | None = None
    cost: Decimal = ZERO
    accumulated: Decimal = ZERO
    currency: str = ""
    rows: int = 0
    net: Decimal = ZERO
    disposed: bool = False
    others: set[str] = field(default_factory=set)


class DynamicsAssets(AssetRegister):
    """Importer of AssetTransactionSummary and AssetTrans; ``terms`` is the export of AssetBookV2."""

    list_name = "d365.assets"
    system = "d365"
    header = Header(CAPTIONS)
    keys = ("asset", "book")
    needs = ("asset", "book")
    totals = ()
    numbers = ("cost", "accumulated", "disposed", "book_value", "amount")
    dates_of = ("service", "date")

    def __init__(self, plant: str, *, terms: str | Path | None = None, **options: Any) -> None:
        super().__init__(plant, **options)
        self.terms = terms

    def identify(self, filepath: str) -> bool:
        """Say whether a file has the amounts of assets: a summary's, or transactions'. Never raises."""
        if not super().identify(filepath):
            return False
        columns = opening.find(filepath, self.header, self.keys, encoding=self.encoding).columns
        return {"cost", "accumulated"} <= columns.keys() or {"type", "amount", "date"} <= columns.keys()

    def date_of(self, record: Record) -> datetime.date | None:
        """Return the date of a transaction, or of an acquisition."""
        return record.date("date") or record.date("service")

    def assets(self, table: Table) -> Iterator[AssetRow]:
        """Yield the assets of a file, each with all its transactions up to the date of the values."""
        terms = self._terms()
        summary = {"cost", "accumulated"} <= table.columns.keys()
        books: dict[str, int] = {}
        found: dict[str, _Sum] = {}
        for record in table.records():
            elsewhere = self._elsewhere(record)
            if not elsewhere and not summary and self.opened is not None:
                date = record.date("date")
                if date is not None and date > self.opened:
                    elsewhere = f"after {self.opened}"
            if elsewhere:
                yield self._row(record, summary, elsewhere)
                continue
            books.setdefault(record.text("book"), record.row)
            if len(books) > 1:
                raise ImportFault(
                    table.file, record.row, f"found the books {' and '.join(books)}, expected one: choose it with "
                    "book= on the importer",
                )  # fmt: skip
            key = names.key(record.text("asset"))
            self._add(record, summary, found.setdefault(key, _Sum(source(record))))
        for key, total in found.items():
            yield self._asset(key, total, terms.get(key), terms)

    def _elsewhere(self, record: Record) -> str:
        book, layer = record.text("book"), record.text("layer")
        if self.book and names.key(book) != names.key(self.book):
            return f"book {book}"
        return f"posting layer {layer}" if layer and fold(layer) not in ("current", "0") else ""

    def _row(self, record: Record, summary: bool, elsewhere: str) -> AssetRow:
        total = _Sum(source(record))
        self._add(record, summary, total)
        return AssetRow(
            source=total.source, number=record.text("asset"), cost=total.cost, accumulated=total.accumulated,
            asset_class=record.text("class"), elsewhere=elsewhere,
        )  # fmt: skip

    def _add(self, record: Record, summary: bool, total: _Sum) -> None:
        """Add a row to its asset."""
        total.rows += 1
        total.name = total.name or record.text("name")
        total.asset_class = total.asset_class or record.text("class")
        total.currency = total.currency or record.text("currency")
        kind = fold(record.text("type"))
        if summary:
            cost = record.number("cost") or ZERO
            disposed = record.number("disposed") or ZERO
            total.cost += cost
            total.net += cost + (record.number("accumulated") or ZERO) + disposed
            total.accumulated -= record.number("accumulated") or ZERO
            total.disposed = total.disposed or bool(disposed)
            date = record.date("service")
        else:
            amount = record.number("amount") or ZERO
            total.net += amount
            date = record.date("date")
            if kind in COST:
                total.cost += amount
            elif kind in DEPRECIATION:
                total.accumulated -= amount
                return
            elif kind in DISPOSAL:
                total.disposed = True
                return
            else:
                total.others.add(record.text("type"))
                return
        if date is not None and (total.service is None or date < total.service):
            total.service = date

    def _asset(self, key: str, total: _Sum, said: Terms | None, terms: dict[str, Terms]) -> AssetRow:
        reason = ""
        if total.others:
            kinds = ", ".join(sorted(total.others))
            reason = f"has transactions of type {kinds}, which an opening entry cannot say; open it by hand"
        elif total.disposed and total.net:
            reason = "is disposed of in part, which an opening entry cannot say; open it by hand"
        elif terms and said is None:
            reason = f"is not in {self.terms}, the export of the books"
        return AssetRow(
            source=total.source, number=key, name=total.name, rows=total.rows, cost=total.cost,
            accumulated=total.accumulated, currency=total.currency,
            asset_class=(said.asset_class if said else "") or total.asset_class,
            service=(said.service if said else None) or total.service, life=said.life if said else None,
            method=said.profile if said else "", convention=said.convention if said else "",
            salvage=said.salvage if said else None, reason=reason,
            elsewhere="disposed" if total.disposed and not reason else "",
        )  # fmt: skip

    def _terms(self) -> dict[str, Terms]:
        """Read the export of the books. Raises `ImportFault`."""
        if self.terms is None:
            return {}
        table = opening.find(self.terms, Header(TERMS), ("asset", "book"), encoding=self.encoding)
        table.settle(("scrap",), ("service",), decimal=self.decimal, order=self.dates)
        found: dict[str, Terms] = {}
        for record in table.records():
            if self.book and names.key(record.text("book")) != names.key(self.book):
                continue
            key = names.key(record.text("asset"))
            if key in found:
                raise record.fault(
                    "asset", "expected each asset once; say book= on the importer to choose a book"
                )
            months, years = record.text("months"), record.text("years")
            life = None
            if months.strip("0.,"):
                life = asset_lives.in_months(months)
            elif years.strip("0.,"):
                life = asset_lives.in_years(years)
            if life is None and (months.strip("0.,") or years.strip("0.,")):
                raise record.fault(
                    "months" if months.strip("0.,") else "years", "expected a life in whole months"
                )
            found[key] = Terms(
                record.text("class"), record.date("service"), life, record.text("profile"),
                record.text("convention"), record.number("scrap"),
            )  # fmt: skip
        return found
