"""The base of the importers of asset registers: a register becomes `plant-asset` directives with opening entries.

::

    2025-12-31 * "Opening balance 10001: CNC mill"
      document: "FA/10001"
      Assets:P100:Machinery                            120000.00 USD
        asset: "10001"
        line: "opening"
      Assets:P100:AccumulatedDepreciation:Machinery    -30000.00 USD
        asset: "10001"
      Equity:Opening                                   -90000.00 USD
    2024-01-15 custom "plant-asset" "10001" Assets:P100:Machinery 120000.00 USD
      name: "CNC mill"
      life: "10 years"
      method: "straight-line"
      convention: "full-month"
      expense: Expenses:P100:CostCenters:Machining:Depreciation
      accumulated: 30000.00 USD

The asset is known by its number: without padding, with its sub-number if that is not zero (``10001-1``). One that the
ledger has already is never opened again. Of life, method and convention the file's own win over those of its class.

A list of a later date (``values=``, or the file says it) is compared with the ledger. What is new was acquired, and its
cost comes in from ``bought``; what was retired is disposed of, with its proceeds on ``proceeds``; what differs is named
with both values. ``tax=`` and ``areas=`` name further books of the list, ``lists=`` the files that have them.

What is not imported is listed with its cost, and why: a class without an entry, a code without a word, a life that was
over while there is a book value left, depreciation past the base, a book value that is not cost less depreciation.
An asset that is kept at a token value (`rest`) after its life has that as its salvage.

Rule: ASC 360-10-50-1 and IAS 16.73 (cost, accumulated depreciation, useful life and method are what a register shows).
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from beancount.core import data
from beangulp import extract as beangulp_extract

from beanplant_importers import asset_books as books
from beanplant_importers import asset_files, names
from beanplant_importers.asset_case import Plan
from beanplant_importers.asset_classes import AssetClasses
from beanplant_importers.asset_ledger import DOCUMENT
from beanplant_importers.asset_rows import AssetRow, Totals
from beanplant_importers.errors import ImportFault, nearest
from beanplant_importers.facts import Asset, Fact
from beanplant_importers.formats import opening, tables
from beanplant_importers.formats.captions import Header
from beanplant_importers.importer import PlantImporter

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.reading import Reading
    from beanplant_importers.seen import Seen
    from beanplant_importers.tally import Tally


class AssetRegister(PlantImporter):
    """Importer of the asset register of a plant.

    ``classes`` is the table of `beanplant_importers.asset_classes`: a file or a dict. ``opened`` is the date of the
    values, on which the ledger opens the assets; it is needed unless the file says it. ``prefix`` comes before each
    number, where several registers have the same. ``company`` and ``book`` choose one of several in a file. ``rest``
    is the most that an asset may be worth after its life. ``values`` is the date of a later list (``"name"``: the date
    in its file's name), ``bought`` and ``proceeds`` are the accounts of acquisitions and disposals since the opening.
    ``tax`` is the tax book, ``areas`` are further ones with the names of their areas, ``lists`` the files of books
    that the list itself has not. ``same`` is the ledger's name of an asset that got a new number.
    """

    system: ClassVar[str] = ""
    place = "opening"
    needs: ClassVar[tuple[str, ...]] = ("asset", "cost", "service")
    totals: ClassVar[tuple[str, ...]] = ("cost", "accumulated", "book_value")
    numbers: ClassVar[tuple[str, ...]] = ("cost", "accumulated", "book_value", "salvage", "percent")
    dates_of: ClassVar[tuple[str, ...]] = ("service", "values_on", "retired")
    order = 20
    side_by_side: ClassVar[bool] = False
    """Whether a file may have the columns of several books side by side."""

    def __init__(
        self,
        plant: str,
        *,
        classes: str | Path | Mapping[str, Any],
        opened: str | datetime.date | None = None,
        prefix: str = "",
        company: str = "",
        book: str = "",
        rest: str = "1.00",
        values: str | datetime.date | None = None,
        bought: str = "asset-clearing",
        proceeds: str = "asset-clearing",
        tax: str = "",
        areas: Mapping[str, str] | Sequence[str] = (),
        lists: Mapping[str, str | Path] | None = None,
        same: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(plant, **options)
        self.classes = AssetClasses(self.system, classes)
        self.opened = datetime.date.fromisoformat(opened) if isinstance(opened, str) else opened
        self.prefix = prefix
        self.company = names.key(company)
        self.book = book
        self.rest = Decimal(rest)
        self.same = {names.key(number): name for number, name in (same or {}).items()}
        self.sides: dict[str, str] = {}
        self.values = values
        self.bought = bought
        self.proceeds = proceeds
        self.tax = names.key(tax)
        given = areas if isinstance(areas, Mapping) else {area: area for area in areas}
        self.areas = {names.key(area): name for area, name in given.items()}
        self.lists = {names.key(one): str(path) for one, path in (lists or {}).items()}
        if self.side_by_side:
            self.sides = {one: one for one in (tax, *given) if one and names.key(one) not in self.lists}
            self.header = Header(books.beside(self.header.names, self.sides))  # type: ignore[misc]
            self.numbers = self._with_sides(self.numbers)  # type: ignore[misc]
            self.dates_of = self._with_sides(self.dates_of)  # type: ignore[misc]
        strange = [one for one in self.lists if one != self.tax and one not in self.areas]
        if strange:
            raise ImportFault(
                "lists=", 0, f'found the book "{strange[0]}", expected one that tax= or areas= names'
                f"{nearest(strange[0], [self.tax, *self.areas])}",
            )  # fmt: skip

    def _with_sides(self, fields: tuple[str, ...]) -> tuple[str, ...]:
        """Return fields with those of the books that stand beside."""
        own = (*books.OWN, *books.EITHER)
        return (*fields, *(f"{name}@{book}" for name in fields if name in own for book in self.sides))

    # What a file is

    def open(self, path: str) -> tables.Table:
        """Open a file. A row without an asset is one of totals, whatever else it has. Raises `ImportFault`."""
        opening.find(path, self.header, self.needs, encoding=self.encoding)
        table = super().open(path)
        table.keys = self.keys[:1]
        return table

    def identify(self, filepath: str) -> bool:
        """Say whether a file is this register, of this plant. Never raises."""
        try:
            if any(os.path.samefile(filepath, path) for path in self.lists.values() if Path(path).exists()):
                return False
            opening.find(filepath, self.header, self.needs, encoding=self.encoding)
        except Exception:  # whatever a strange file does, it is not ours
            return False
        return super().identify(filepath)

    def date(self, filepath: str) -> datetime.date | None:
        """Return the date of a register's values."""
        return self.opened or super().date(filepath)

    def date_of(self, record: tables.Record) -> datetime.date | None:
        """Return the date of the values in a row, else that of its service."""
        return record.date("values_on") or record.date("service")

    def account(self, filepath: str) -> str:
        """Return the account that a file is archived under: that of the first class."""
        found = next((entry.account for entry in self.classes.classes.values() if entry.account), "opening")
        return self.chart(()).account(found)

    # What is in it

    def assets(self, table: tables.Table) -> Iterator[AssetRow]:
        """Yield the assets of a file: one for each row, unless a system has several for an asset."""
        first: dict[str, int] = {}
        sides = [(one, there) for one in self.sides if (there := books.side(table, one)) is not None]
        for record in table.records():
            row = self.asset(record)
            if not row.elsewhere:
                for one, there in sides:
                    mine = self.asset(tables.Record(there, record.row, record.cells))
                    if mine.method:
                        yield replace(mine, book=one)
            if not row.elsewhere:
                key = f"{self.key(row)} {names.key(row.book)}".strip()
                if first.setdefault(key, row.source.row) != row.source.row:
                    raise record.fault(
                        "asset", f"expected each asset once; row {first[key]} has {key} already"
                    )
            yield row

    def asset(self, record: tables.Record) -> AssetRow:
        """Return the asset of a row."""
        raise NotImplementedError

    def key(self, row: AssetRow) -> str:
        """Return the name of an asset in the ledger."""
        sub = names.key(row.sub) if row.sub else "0"
        key = names.key(row.number) + (f"-{sub}" if sub != "0" else "")
        return self.same.get(key, self.prefix + key)

    def parent(self, row: AssetRow) -> str:
        """Return the name of the asset that one is a part of, blank if it is none."""
        if row.parent:
            return self.prefix + names.key(row.parent) if row.parent.strip("0") else ""
        whole = self.prefix + names.key(row.number)
        return whole if self.key(row) != whole else ""

    def readings(self, path: str, chart: Chart, notes: list[str]) -> Iterator[Reading]:
        """Yield what is made of each asset."""
        for _, reading in self.read(path, chart, notes):
            yield reading

    def facts(self, path: str, chart: Chart, tally: Tally, seen: Seen) -> Iterator[Fact]:
        """Yield the facts of the assets that are new; what they come to is noted beside the tie-out."""
        totals = Totals()
        for row, reading in self.read(path, chart, tally.notes):
            new = self.take(reading, tally, seen)
            if row is not None:
                status = "imported" if new else "in the ledger"
                status = "not mapped" if reading.reason else "elsewhere" if reading.elsewhere else status
                totals.add("disposed of" if new and row.retired and status == "imported" else status, row)
            for fact in new:
                chart.assets.learn(fact, chart.account)
                yield fact
        if totals.parts:
            tally.notes.append(totals.sentence(path))

    def take(self, reading: Reading, tally: Tally, seen: Seen) -> Sequence[Fact]:
        """Count a reading; an asset that is known takes its opening entry along, but not further areas."""
        asset = next((fact for fact in reading.facts if isinstance(fact, Asset)), None)
        if asset is None:
            return super().take(reading, tally, seen)
        amounts = (reading.kind, reading.quantity, reading.value)
        tally.add_read(*amounts, rows=reading.rows)
        new = seen.is_new(asset)
        facts: Sequence[Fact] = reading.facts
        if not new:
            facts = [fact for fact in facts if getattr(fact, "kind", "") == "plant-asset-area"]
        made = [fact for fact in facts if fact is asset or seen.is_new(fact)]
        (tally.add_mapped if new else tally.add_known)(*amounts, rows=reading.rows)
        return made

    def deduplicate(self, entries: data.Entries, existing: data.Entries) -> None:
        """Mark what the ledger has: with an asset its opening entry, however the ledger opened it."""
        super().deduplicate(entries, existing)
        had = {
            str(entry.values[0].value)
            for entry in existing
            if isinstance(entry, data.Custom) and entry.type == "plant-asset" and entry.values
        }
        for entry in entries:
            if isinstance(entry, data.Transaction):
                document = str(entry.meta.get("document", ""))
                if document.startswith(DOCUMENT) and document.removeprefix(DOCUMENT) in had:
                    entry.meta.setdefault(beangulp_extract.DUPLICATE, True)

    def plan_of(self, path: str) -> Plan:
        """Return what the importer was told, for a file. Raises `ImportFault`."""
        values = self.values
        if values == "name":
            found = re.search(r"\d{4}-\d{2}-\d{2}", Path(path).name)
            if found is None:
                raise ImportFault(
                    path, 0, 'found no date in the name of the file, expected one such as assets-2026-06-30.csv, as '
                    'values="name" says',
                )  # fmt: skip
            values = found[0]
        return Plan(
            self.plant, self.classes, self.opened,
            datetime.date.fromisoformat(values) if isinstance(values, str) else values, self.rest, self.proceeds,
            self.bought, self.tax, self.areas,
        )  # fmt: skip

    def read(self, path: str, chart: Chart, notes: list[str]) -> Iterator[tuple[AssetRow | None, Reading]]:
        """Yield each asset with what is made of it, and None with what is made of anything else."""
        return asset_files.read(self, path, chart, notes)
