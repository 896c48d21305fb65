"""The base of every importer: a beangulp importer that also works for `bean-plant import`.

An importer is made in ``import.py`` with a plant and what its ledger cannot say, and stands in ``CONFIG``. A subclass
says which columns it needs (``header``, ``keys``) and what it makes of a row (``readings``); everything else is here:
recognizing files, dates and names for archiving, typed entries for beangulp and Fava, and duplicates by the ERP's keys.

beangulp and Fava see documents. Sums by day or month, which need a subledger beside the ledger, are made by
`bean-plant import --grain`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import beangulp
from beancount.core import data
from beancount.parser import parser
from beangulp import extract as beangulp_extract

from beanplant_importers import chart as charts
from beanplant_importers import facts, known, names
from beanplant_importers.errors import ImportFault
from beanplant_importers.formats import opening, tables
from beanplant_importers.journal import Journal
from beanplant_importers.seen import Seen
from beanplant_importers.tally import Tally, Unmapped

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.facts import Fact
    from beanplant_importers.formats.captions import Header
    from beanplant_importers.reading import Reading
    from beanplant_importers.settlement import OrderClose

__all__ = ["PlantImporter", "Seen", "parse", "unmapped_notes"]

PROBE = 1000
"""Rows of data that are looked at to recognize a file."""


class PlantImporter(beangulp.Importer):  # type: ignore[misc]
    """An importer of one list of one plant.

    ``accounts`` names accounts by place, ``items`` commodities by material number, where the ledger does not say it.
    ``decimal``, ``dates`` and ``encoding`` settle what a file leaves open. ``name`` tells two importers of the same
    list and plant apart.
    """

    list_name: ClassVar[str] = ""
    place: ClassVar[str] = "raw-materials"
    header: ClassVar[Header]
    keys: ClassVar[tuple[str, ...]] = ()
    without: ClassVar[tuple[str, ...]] = ()  # columns that only other lists have
    numbers: ClassVar[tuple[str, ...]] = ()
    dates_of: ClassVar[tuple[str, ...]] = ()
    order: ClassVar[int] = 50
    """Lists of one import are read in this order: orders before what is posted on them."""
    sums_orders: bool = False
    """Whether a journal by day or month states the closes of orders in sums: `settle_orders`, then `closes`."""

    def __init__(
        self,
        plant: str,
        *,
        accounts: Mapping[str, str] | None = None,
        items: Mapping[str, str] | None = None,
        currency: str = "",
        decimal: str | None = None,
        dates: str | None = None,
        encoding: str | None = None,
        name: str | None = None,
    ) -> None:
        if decimal not in (None, ",", "."):
            raise ValueError(f'decimal={decimal!r}: expected "," or "."')
        if dates not in (None, "mdy", "dmy"):
            raise ValueError(f'dates={dates!r}: expected "mdy" or "dmy"')
        self.plant = plant
        self.accounts = dict(accounts or {})
        self.items = dict(items or {})
        self.currency = currency
        self.decimal = decimal
        self.dates = dates
        self.encoding = encoding
        self._name = name

    @property
    def name(self) -> str:
        """A name of its own for each list and plant: ``sap.mb51.P100``."""
        return self._name or f"{self.list_name}.{self.plant}"

    # What a file is

    def open(self, path: str) -> tables.Table:
        """Open a file, find its header, settle its numbers and dates. Raises `ImportFault`."""
        table = opening.find(path, self.header, self.keys, encoding=self.encoding)
        order = self.dates or (
            "mdy" if table.form == "list" else None
        )  # an ERP's list has no other order with slashes
        table.settle(self.numbers, self.dates_of, decimal=self.decimal, order=order)
        return table

    def identify(self, filepath: str) -> bool:
        """Say whether a file is this list, of this plant. Never raises."""
        try:
            table = opening.find(filepath, self.header, self.keys, encoding=self.encoding)
            if any(name in table.columns for name in self.without):
                return False
            return self._is_of_plant(table)
        except Exception:  # whatever a strange file does, it is not ours
            return False

    def _is_of_plant(self, table: tables.Table) -> bool:
        if "plant" not in table.columns:
            return True
        plants = set()
        for count, record in enumerate(table.records()):
            plants.add(record.text("plant"))
            if self.plant in plants:
                return True
            if count >= PROBE:
                break
        return not plants - {""}

    def account(self, filepath: str) -> str:
        """Return the account that a file is archived under."""
        return self.chart(()).account(self.place)

    def date(self, filepath: str) -> datetime.date | None:
        """Return the latest date in a file; None if it cannot be read."""
        try:
            table = self.open(filepath)
            return max((found for record in table.records() if (found := self.date_of(record))), default=None)
        except ImportFault:
            return None

    def filename(self, filepath: str) -> str | None:
        """Return a tidy name for the archive: ``mb51-P100-march.xlsx``."""
        path = Path(filepath)
        lead = f"{self.list_name.rpartition('.')[2]}-{self.plant}"
        stem = re.sub(r"^\d{4}-\d{2}-\d{2}[.-]", "", path.name)
        return stem if stem.lower().startswith(lead.lower()) else f"{lead}-{stem}"

    def date_of(self, record: tables.Record) -> datetime.date | None:
        """Return the date of a row."""
        return record.date(self.dates_of[0]) if self.dates_of else None

    # What is in it

    def chart(self, existing: Iterable[Any]) -> Chart:
        """Return what the ledger says of the plant."""
        return charts.read(
            self.plant, existing, accounts=self.accounts, items=self.items, currency=self.currency
        )

    def item_names(self) -> dict[str, str]:
        """Return the importer's own commodities by material key."""
        return {names.key(number): commodity for number, commodity in self.items.items()}

    def readings(self, path: str, chart: Chart, notes: list[str]) -> Iterator[Reading]:
        """Yield what is made of each row of a file; advice goes to ``notes``."""
        raise NotImplementedError

    def facts(self, path: str, chart: Chart, tally: Tally, seen: Seen) -> Iterator[facts.Fact]:
        """Yield the facts of a file that are new, and count every row in ``tally``.

        Raises `ImportFault` for a document that a file holds twice, or that two files hold with other content.
        """
        for reading in self.readings(path, chart, tally.notes):
            yield from self.take(reading, tally, seen)

    def take(self, reading: Reading, tally: Tally, seen: Seen) -> Sequence[Fact]:
        """Count a reading; return its facts that are new."""
        amounts = (reading.kind, reading.quantity, reading.value)
        tally.add_read(*amounts, rows=reading.rows)
        if reading.reason:
            tally.add_unmapped(
                Unmapped(
                    source=reading.source, kind=reading.kind, reason=reading.reason, document=reading.document,
                    quantity=reading.quantity, value=reading.value, rows=reading.rows,
                )
            )  # fmt: skip
            return ()
        if reading.elsewhere:
            tally.add_elsewhere(*amounts, rows=reading.rows)
            return ()
        if reading.known:
            tally.add_known(*amounts, rows=reading.rows)
            return ()
        new = [fact for fact in reading.facts if seen.is_new(fact)]
        (tally.add_mapped if new or not reading.facts else tally.add_known)(*amounts, rows=reading.rows)
        return new

    def sums(self, path: str, journal: Journal, tally: Tally, seen: Seen) -> bool:
        """Add a file to a journal of sums by columns, many rows at once; False if it must be read row by row.

        Both ways come to the same journal, documents and tallies.
        """
        return False

    def settle_orders(self, entries: Iterable[Any]) -> None:
        """Have the next reading collect what is booked on orders; ``entries`` are the ledger's."""

    def closes(self, seen: Seen, tally: Tally) -> Iterator[OrderClose]:
        """Yield what the closes of the orders that were read put to variances, those that are new."""
        return iter(())

    # beangulp and Fava

    def extract(self, filepath: str, existing: data.Entries) -> data.Entries:
        """Return the transactions and directives of a file at grain ``document``, and a note for what is not mapped.

        What the ledger has already is among them, for `deduplicate` to mark. Raises `ImportFault` for a fault in the
        file.
        """
        chart = self.chart(existing)
        chart.texts = True
        tally = Tally(filepath)
        journal, old = Journal(chart), Journal(chart)
        had = known.keys(existing)
        latest = datetime.date.min
        for fact in self.facts(filepath, chart, tally, Seen()):
            latest = max(latest, fact.date)
            (old if getattr(fact, "key", "") in had else journal).add(fact)
        entries: data.Entries = parse(journal, filepath) + parse(old, filepath)
        if tally.unmapped:
            date = latest if latest != datetime.date.min else self.date(filepath) or datetime.date(1970, 1, 1)
            entries += unmapped_notes(tally, chart.account(self.place), date)
        return entries

    def deduplicate(self, entries: data.Entries, existing: data.Entries) -> None:
        """Mark the entries whose documents the ledger has: the same key, whatever date, accounts or amount."""
        where: dict[str, Any] = {}
        for entry in existing:
            for key in _marks(entry):
                where.setdefault(key, entry)
        for entry in entries:
            mine = _marks(entry)
            if mine and all(key in where for key in mine):
                twin = where[min(mine)]
                # Fava writes the twin as JSON, which the values of a custom directive are not.
                entry.meta[beangulp_extract.DUPLICATE] = twin if isinstance(twin, data.Transaction) else True


def _marks(entry: Any) -> set[str]:
    """Return what an entry is known by; a note by its text."""
    if isinstance(entry, data.Note):
        return {f"note/{entry.account}/{entry.comment}"}
    return known.keys([entry])


def unmapped_notes(tally: Tally, account: str, date: datetime.date) -> data.Entries:
    """Return a note for each reason why rows could not be mapped, with their count and value: nothing is dropped.

    Beancount's printer and Fava write the text of a note without escaping quotes, so there are none.
    """
    return [
        data.Note(
            data.new_metadata(tally.file, source.row), date, account,
            f"Not imported from {Path(tally.file).name}: {text}".replace('"', "'"), data.EMPTY_SET, data.EMPTY_SET,
        )
        for source, text in tally.reasons()
    ]  # fmt: skip


def parse(journal: Journal, filepath: str) -> data.Entries:
    """Return a journal's directives as typed entries that carry the file and row they came from."""
    pieces = journal.pieces()
    lines: dict[int, facts.Source] = {}
    texts: list[str] = []
    at = 1
    for piece in pieces:
        lines[at] = piece.source
        texts.append(piece.text)
        at += piece.text.count("\n") + 1
    entries, errors, _ = parser.parse_string("\n".join(texts))
    if errors:
        source = lines.get(errors[0].source["lineno"], facts.Source(filepath, 0))
        raise ImportFault(filepath, source.row, f"cannot be written as Beancount text: {errors[0].message}")
    for entry in entries:
        source = lines[entry.meta["lineno"]]
        entry.meta["filename"] = filepath
        entry.meta["lineno"] = source.row
        for posting in getattr(entry, "postings", ()):
            if posting.meta is not None:
                posting.meta.pop("filename", None)
                posting.meta.pop("lineno", None)
    return list(entries)
