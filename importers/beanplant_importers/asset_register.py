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

What is not imported is listed with its cost, and why: a class without an entry, a code without a word, a life that was
over while there is a book value left, depreciation past the base, a book value that is not cost less depreciation.
An asset that is kept at a token value (`rest`) after its life has that as its salvage.

Rule: ASC 360-10-50-1 and IAS 16.73 (cost, accumulated depreciation, useful life and method are what a register shows).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from beancount.core import data
from beangulp import extract as beangulp_extract

from beanplant_importers import names
from beanplant_importers.asset_classes import AssetClasses
from beanplant_importers.asset_mapping import DOCUMENT, AssetMapper
from beanplant_importers.asset_rows import AssetRow, Totals
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import ZERO, Asset, Fact, Source
from beanplant_importers.formats import opening, tables
from beanplant_importers.importer import PlantImporter
from beanplant_importers.reading import Reading

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.seen import Seen
    from beanplant_importers.tally import Tally


class AssetRegister(PlantImporter):
    """Importer of the asset register of a plant.

    ``classes`` is the table of `beanplant_importers.asset_classes`: a file or a dict. ``opened`` is the date of the
    values, on which the ledger opens the assets; it is needed unless the file says it. ``prefix`` comes before each
    number, where several registers have the same. ``company`` and ``book`` choose one of several in a file. ``rest``
    is the most that an asset may be worth after its life.
    """

    system: ClassVar[str] = ""
    place = "opening"
    needs: ClassVar[tuple[str, ...]] = ("asset", "cost", "service")
    totals: ClassVar[tuple[str, ...]] = ("cost", "accumulated", "book_value")
    numbers: ClassVar[tuple[str, ...]] = ("cost", "accumulated", "book_value", "salvage", "percent")
    dates_of: ClassVar[tuple[str, ...]] = ("service", "values_on", "retired")
    order = 20

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
        **options: Any,
    ) -> None:
        super().__init__(plant, **options)
        self.classes = AssetClasses(self.system, classes)
        self.opened = datetime.date.fromisoformat(opened) if isinstance(opened, str) else opened
        self.prefix = prefix
        self.company = names.key(company)
        self.book = book
        self.rest = Decimal(rest)

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
        for record in table.records():
            row = self.asset(record)
            if not row.elsewhere:
                key = self.key(row)
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
        return self.prefix + names.key(row.number) + (f"-{sub}" if sub != "0" else "")

    def readings(self, path: str, chart: Chart, notes: list[str]) -> Iterator[Reading]:
        """Yield what is made of each asset."""
        for _, reading in self._read(path, chart, notes):
            yield reading

    def facts(self, path: str, chart: Chart, tally: Tally, seen: Seen) -> Iterator[Fact]:
        """Yield the facts of the assets that are new; what they come to is noted beside the tie-out."""
        totals = Totals()
        for row, reading in self._read(path, chart, tally.notes):
            new = self.take(reading, tally, seen)
            status = "imported" if new else "in the ledger"
            totals.add("not mapped" if reading.reason else "elsewhere" if reading.elsewhere else status, row)
            yield from new
        if totals.parts:
            tally.notes.append(totals.sentence(path))

    def take(self, reading: Reading, tally: Tally, seen: Seen) -> Sequence[Fact]:
        """Count a reading; an asset that is known takes its opening entry along."""
        asset = next((fact for fact in reading.facts if isinstance(fact, Asset)), None)
        if asset is None:
            return super().take(reading, tally, seen)
        amounts = (reading.kind, reading.quantity, reading.value)
        tally.add_read(*amounts, rows=reading.rows)
        if not seen.is_new(asset):
            tally.add_known(*amounts, rows=reading.rows)
            return ()
        tally.add_mapped(*amounts, rows=reading.rows)
        return [fact for fact in reading.facts if fact is asset or seen.is_new(fact)]

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

    def _read(self, path: str, chart: Chart, notes: list[str]) -> Iterator[tuple[AssetRow, Reading]]:
        table = self.open(path)
        mapper = AssetMapper(self.plant, self.classes, self.opened, self.rest)
        sums: dict[str, Decimal] = dict.fromkeys(("cost", "book_value"), ZERO)
        for row in self.assets(table):
            sums["cost"] += row.cost
            sums["book_value"] += row.book_value or ZERO
            kind = f"class {row.asset_class}" if row.asset_class else "asset"
            reading = Reading(
                row.source,
                kind,
                value=row.cost,
                document=self.key(row),
                rows=row.rows,
                elsewhere=row.elsewhere,
            )
            yield row, reading if row.elsewhere else mapper.read(row, self.key(row), reading, chart)
        table.check_totals(self.totals)
        check_last_row(table, sums)
        notes += table.noise.notes
        notes += mapper.notes(path)


def source(record: tables.Record) -> Source:
    """Return where a row stands."""
    return Source(record.table.file, record.row)


def check_last_row(table: tables.Table, sums: Mapping[str, Decimal]) -> None:
    """Compare the totals of a sheet with its rows: its last row of totals, or all of them, which are then subtotals.

    Raises `ImportFault` where rows are missing.
    """
    bare = [tables.Record(table, total.row, total.cells) for total in table.noise.totals if not total.level]
    for name, found in sums.items():
        said = [number for record in bare if (number := record.number(name)) is not None]
        if said and found not in (said[-1], sum(said)):
            raise ImportFault(
                table.file, bare[-1].row, f"{table.caption(name)}: the file's last row states a total of {said[-1]}, "
                f"and its rows above add up to {found}; rows are missing or were changed: export it again",
            )  # fmt: skip
