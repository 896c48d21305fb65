"""Dynamics 365 Finance: fixed assets by their transactions, summed (AssetTransactionSummary) or each (AssetTrans).

Both say what an asset cost and how much was depreciated; what is said per book (life, convention, profile, scrap value,
date in service, what a sale brought) is in the export of the books (AssetBookV2), which ``terms`` names::

    assets.Dynamics("P100", classes="classes.toml", opened="2025-12-31", terms="exports/asset-books.csv",
                    book="CURRENT", tax="TAX", areas={"IFRS": "IFRS"})

Without it the class says them, and an asset is in service on its first acquisition. Columns are matched by their
names in the entities, in whatever case. A depreciation profile is a site's own code: it goes into ``[method]``, one of
a tax book into ``[tax]``. Only the posting layer Current counts.

The transactions up to ``opened`` are added up. Of AssetTrans those that follow come in each for itself: acquisitions,
disposals, write-downs, write-ups and revaluations. An asset whose first acquisition follows the opening is acquired
then. Its disposal transaction has not the price: ``SalesValue`` of the books says it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beanplant_importers import names
from beanplant_importers.asset_ledger import DOCUMENT
from beanplant_importers.asset_move import Move
from beanplant_importers.asset_moves import MoveMapper
from beanplant_importers.asset_register import AssetRegister
from beanplant_importers.asset_rows import AssetRow, source
from beanplant_importers.asset_transactions import mapped, without_twins
from beanplant_importers.asset_types import Types
from beanplant_importers.facts import ZERO, Fact, Source
from beanplant_importers.formats import opening
from beanplant_importers.formats.captions import Header, fold
from beanplant_importers.reading import Reading
from beanplant_importers.systems import dynamics_asset_books as asset_books

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beanplant_importers.chart import Chart
    from beanplant_importers.formats.tables import Record, Table
    from beanplant_importers.seen import Seen
    from beanplant_importers.tally import Tally

CAPTIONS = {
    "asset": ("AssetId", "FixedAssetNumber", "Fixed asset number"),
    "book": ("BookId", "Book"),
    "name": ("Name",),
    "class": ("AssetGroup", "FixedAssetGroupId", "Fixed asset group"),
    "service": ("AcquisitionDate", "Acquisition date", "PlacedInService"),
    "retired": ("DisposalDate", "Disposal date"),
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
    "voucher": ("Voucher",),
    "location": ("Location", "AssetLocationId"),
}  # fmt: skip

NONE = asset_books.Terms("", None, None, "", "", None, None, None, None, "")


@dataclass(slots=True)
class _Sum:
    """The transactions of an asset in a book up to the opening."""

    source: Source
    number: str
    book: str
    name: str = ""
    asset_class: str = ""
    location: str = ""
    service: datetime.date | None = None
    retired: datetime.date | None = None
    cost: Decimal = ZERO
    accumulated: Decimal = ZERO
    currency: str = ""
    rows: int = 0
    net: Decimal = ZERO
    disposed: bool = False
    bought: datetime.date | None = None
    """When it was acquired, if that was after the opening."""
    others: set[str] = field(default_factory=set)


class DynamicsAssets(AssetRegister):
    """Importer of AssetTransactionSummary and AssetTrans; ``terms`` is the export of AssetBookV2, ``types`` says what
    transaction types of one's own do."""

    list_name = "d365.assets"
    system = "d365"
    header = Header(CAPTIONS)
    keys = ("asset", "book")
    needs = ("asset", "book")
    totals = ()
    numbers = ("cost", "accumulated", "disposed", "book_value", "amount")
    dates_of = ("service", "date", "retired")

    def __init__(
        self,
        plant: str,
        *,
        terms: str | Path | None = None,
        types: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(plant, **options)
        self.terms = terms
        self.types = Types(self.system, types)
        self._later: list[tuple[Record, str, str]] = []
        self._books: asset_books.Books = {}

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
        self._read_books()
        self._later = []
        summary = {"cost", "accumulated"} <= table.columns.keys()
        found: dict[tuple[str, str], _Sum] = {}
        for record in table.records():
            layer = record.text("layer")
            place = (names.key(record.text("book")), names.key(record.text("asset")))
            kind = self.types.kind(record.text("type")) or ""
            if layer and fold(layer) not in ("current", "0"):
                yield self._left(record, summary, f"posting layer {layer}")
                continue
            date = record.date("date")
            if not summary and self.opened is not None and date is not None and date > self.opened:
                if self.book and place[0] != names.key(self.book):
                    yield self._left(record, summary, f"book {record.text('book')}, after {self.opened}")
                    continue
                first = place not in found
                if kind == "acquisition" and (first or found[place].bought == date):
                    total = found.setdefault(place, _Sum(source(record), place[1], record.text("book")))
                    total.bought = date
                    self._add(record, summary, kind, total)
                else:
                    self._later.append((record, place[1], kind))
                continue
            total = found.setdefault(place, _Sum(source(record), place[1], record.text("book")))
            self._add(record, summary, kind, total)
        for total in found.values():
            yield self._asset(total)

    def read(self, path: str, chart: Chart, notes: list[str]) -> Iterator[tuple[AssetRow | None, Reading]]:
        """Yield the assets, and what is made of the transactions after the opening."""
        yield from super().read(path, chart, notes)
        mapper = MoveMapper(self.plant, self.classes, self.opened, self.bought, self.proceeds)
        times: dict[str, int] = {}
        rows = [self._move(record, key, kind, chart, times) for record, key, kind in self._later]
        for reading in mapped(mapper, rows, chart):
            yield None, reading

    def take(self, reading: Reading, tally: Tally, seen: Seen) -> Sequence[Fact]:
        """Count a reading; what a person wrote already comes in neither as a directive nor with its cost."""
        return super().take(without_twins(reading, seen), tally, seen)

    def _left(self, record: Record, summary: bool, elsewhere: str) -> AssetRow:
        total = _Sum(source(record), record.text("asset"), record.text("book"))
        self._add(record, summary, self.types.kind(record.text("type")) or "", total)
        return AssetRow(
            source=total.source, number=total.number, cost=total.cost, accumulated=total.accumulated,
            asset_class=record.text("class"), elsewhere=elsewhere,
        )  # fmt: skip

    def _add(self, record: Record, summary: bool, kind: str, total: _Sum) -> None:
        """Add a row to its asset."""
        total.rows += 1
        total.name = total.name or record.text("name")
        total.asset_class = total.asset_class or record.text("class")
        total.location = total.location or record.text("location")
        total.currency = total.currency or record.text("currency")
        if summary:
            cost = record.number("cost") or ZERO
            disposed = record.number("disposed") or ZERO
            total.cost += cost
            total.net += cost + (record.number("accumulated") or ZERO) + disposed
            total.accumulated -= record.number("accumulated") or ZERO
            total.disposed = total.disposed or bool(disposed)
            date, total.retired = record.date("service"), record.date("retired")
        else:
            amount = record.number("amount") or ZERO
            total.net += amount
            date = record.date("date")
            if kind == "acquisition":
                total.cost += amount
            elif kind == "depreciation":
                total.accumulated -= amount
                return
            elif kind == "retirement":
                total.disposed, total.retired = True, date
                return
            else:
                total.others.add(record.text("type"))
                return
        if date is not None and (total.service is None or date < total.service):
            total.service = date

    def _asset(self, total: _Sum) -> AssetRow:
        said = self._said(total.book, total.number)
        retired = said.retired or total.retired
        reason = elsewhere = ""
        if total.others:
            kinds = ", ".join(sorted(total.others))
            reason = f"has transactions of type {kinds}, which an opening entry cannot say; open it by hand"
        elif total.disposed and total.net and said.retired is None:
            reason = "is disposed of in part, which an opening entry cannot say; open it by hand"
        elif self._books and said is NONE:
            reason = f"is not in {self.terms}, the export of the books"
        elif total.disposed and retired is None:
            elsewhere = "disposed"
        service = said.service or total.service
        if total.bought is not None and service is not None:
            service = max(service, total.bought)
        gone = total.disposed and retired is not None
        return AssetRow(
            source=total.source, number=total.number, name=total.name, rows=total.rows, cost=total.cost,
            accumulated=None if total.bought or gone else total.accumulated, currency=total.currency,
            asset_class=said.asset_class or total.asset_class, service=service, life=said.life,
            method=said.profile, convention=said.convention, salvage=said.salvage, reason=reason,
            elsewhere=elsewhere, retired=retired if gone else None, proceeds=said.proceeds, keeps=True,
            book=total.book, location=total.location, parent=said.parent, values_on=service if total.bought else None,
        )  # fmt: skip

    def _move(
        self, record: Record, key: str, kind: str, chart: Chart, times: dict[str, int]
    ) -> tuple[Reading, Move | None]:
        """Return a transaction after the opening."""
        amount, date = record.number("amount") or ZERO, record.date("date")
        code, voucher = record.text("type"), names.key(record.text("voucher"))
        assert date is not None
        reading = Reading(source(record), f"{kind or 'type'} {code}", value=amount, document=voucher)
        if not kind:
            return reading._replace(reason=self.types.why_not(code)), None
        said = self._said(record.text("book"), key)
        name = chart.assets.alias(self.same.get(key, self.prefix + key))
        document = f"{DOCUMENT}{date.year}/{voucher}" if voucher else f"{DOCUMENT}{date}/{kind}"
        count = times[f"{document}/{name}"] = times.get(f"{document}/{name}", 0) + 1
        if kind == "retirement":
            if self._books and said.retired != date:
                return reading._replace(
                    reason=f"is disposed of in part, or on another date than {said.retired} as {self.terms} says; "
                    "write it by hand"
                ), None
            if "sal" in fold(code) and said.proceeds is None:
                return reading._replace(
                    reason="the price of a sale is SalesValue in the export of the books; say terms= on the importer"
                ), None
        return reading, Move(
            source=source(record), asset=name, date=date, kind=kind, amount=amount, document=document,
            line=name if count == 1 else f"{name}-{count}", proceeds=said.proceeds, fair_value=said.fair_value,
            asset_class=said.asset_class, currency=record.text("currency") or chart.currency,
            name=record.text("name"),
        )  # fmt: skip

    def _said(self, book: str, key: str) -> asset_books.Terms:
        book = names.key(book)
        return self._books.get((book, key)) or self._books.get(("", key)) or NONE

    def _read_books(self) -> None:
        """Read the export of the books. Raises `ImportFault`."""
        if self.terms is None:
            return
        wanted = {names.key(self.book), self.tax, *self.areas} - {""} if self.book else set()
        self._books = asset_books.read(
            self.terms, wanted, decimal=self.decimal, dates=self.dates, encoding=self.encoding
        )
