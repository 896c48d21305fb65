"""The documents behind a summed posting: the reader of the Parquet files beside a ledger.

A journal by day or month keeps every document in Parquet::

    2026-01-01 custom "plant-subledger" "P100" "subledger/P100"

    2026-03-05 * "Goods issue"
      batch: "mb51-2026-03/2026-03-05/issue"
      Assets:P100:WorkInProcess:Orders     5210 STEEL
        value: 13025.04 USD
        documents: 184
      Assets:P100:RawMaterials            -5210 STEEL
        documents: 184

``batch``, on the transaction or a posting of its own, names a file of the folder (``mb51-2026-03.parquet``) and the
rows in it (``summary``); what the sum was made by picks the posting's documents among them (`Reader.find`). A file is
only read when somebody asks; a load only lists the names of the files (`note_files`).
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.data import Transaction

from beanplant.faults import Faults, MasterDataError, place
from beanplant.summed import Wanted, condition_of, has_batch

if TYPE_CHECKING:
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.facts import Subledger

COLUMNS = (
    "fact", "kind", "document", "line", "leg", "date", "time", "plant", "item", "account", "against", "quantity",
    "amount", "value", "order", "receipt", "invoice", "currency", "party", "text", "reason", "operation", "details",
    "file", "row",
)  # fmt: skip
"""What is read of a document, in the order of `Document`."""

NUMBERS = ("quantity", "amount", "value")
ORDER = "date, document, try_cast(line AS BIGINT), line, leg, account"
PRIVATE = frozenset({"lot", "serial", "text", "storage-location"})
"""Details that only the documents have; the others are dimensions, by which sums are apart."""


class Document(NamedTuple):
    """A line of a document: goods moved, hours confirmed, a leg of an invoice, a category of an order's close.

    ``quantity``, ``amount`` and ``value`` are signed as seen from ``account``; ``against`` has the opposite.
    """

    fact: str
    kind: str
    document: str
    line: str
    leg: int
    date: datetime.date
    time: datetime.time | None
    plant: str
    item: str
    account: str
    against: str
    quantity: Decimal | None
    amount: Decimal | None
    value: Decimal | None
    order: str
    receipt: str
    invoice: str
    currency: str
    party: str
    text: str
    reason: str
    operation: str
    details: Mapping[str, str]
    file: str
    row: int | None

    @property
    def key(self) -> str:
        """The document and its line: what ``document:`` is at the grain of documents."""
        return f"{self.document}/{self.line}" if self.line else self.document


class Found(NamedTuple):
    """Some documents, and how many there are of them with the totals of all, seen from the posting's account."""

    path: Path
    documents: list[Document]
    rows: int
    currency: str
    quantity: Decimal | None
    amount: Decimal | None
    value: Decimal | None


class SubledgerError(Exception):
    """A batch that cannot be read: no such folder, file or rows, or the package that reads Parquet is missing."""


class Reader:
    """Reads the documents of one ledger. ``folders``: the folder of each plant; ``base``: what errors leave out.

    A reader is for one thread.
    """

    def __init__(self, folders: Mapping[str, Path], base: Path | None = None) -> None:
        self.folders = dict(folders)
        self.base = base
        self._connection: Any = None  # opened on the first question: a third of the time of a small answer

    @classmethod
    def of(cls, subledgers: Iterable[Subledger], ledger: str) -> Reader:
        """Return the reader of a ledger by its ``plant-subledger`` directives.

        Folders are relative to ``ledger``, the top file, whichever file the directive stands in: so the importers
        write them.
        """
        base = Path(ledger).parent
        return cls({fact.plant: base / fact.folder for fact in subledgers}, base)

    def files(self) -> list[Path]:
        """Return the files of every batch, for ``options_map["include"]``: caches and Fava see them change."""
        return [
            path for plant in sorted(self.folders) for path in sorted(self.folders[plant].glob("*.parquet"))
        ]

    def documents(
        self, batch: str, account: str = "", item: str = "", *, plant: str = "", limit: int = 0
    ) -> list[Document]:
        """Return the documents behind a posting with ``batch``, on ``account`` and of ``item``, by date and key.

        Without ``account`` and ``item`` those of the whole summary. ``limit`` keeps the first so many (0: all).
        Raises `SubledgerError`.
        """
        path, summary = self._find(batch, plant)
        where = ["summary = ?"] if summary else []
        parameters: list[Any] = [summary] if summary else []
        if account:
            where.append("(account = ? OR against = ?)")
            parameters += [account, account]
        if item:
            where.append("item = ?")
            parameters.append(item)
        names = ", ".join(f'"{name}"' for name in COLUMNS)
        condition = f" WHERE {' AND '.join(where)}" if where else ""
        last = f" LIMIT {int(limit)}" if limit else ""
        sql = f"SELECT {names} FROM read_parquet(?){condition} ORDER BY {ORDER}{last}"
        return [_document(row, account) for row in self._query(sql, [str(path), *parameters])]

    def find(self, wanted: Wanted, *, limit: int = 0, offset: int = 0) -> Found:
        """Return the documents behind a summed posting, by date and key, from ``offset`` on, with the totals of all.

        Raises `SubledgerError`.
        """
        path, summary = self._find(wanted.batch, wanted.plant)
        rows = "WITH rows AS NOT MATERIALIZED (SELECT * FROM read_parquet(?) WHERE ? IN ('', summary)) "
        start = [str(path), summary]
        kept: dict[str, str | None] = {}
        if wanted.dimensions is not None:
            sql = f"{rows} SELECT DISTINCT unnest(json_keys(details)) FROM rows WHERE details IS NOT NULL"
            details = sorted(str(name) for (name,) in self._query(sql, start) if name not in PRIVATE)
            kept = {name: wanted.dimensions.get(name) for name in details}
        # A pair that a person wrote the other way round is found from either side.
        for side in (wanted.side, 0):
            condition, parameters = condition_of(wanted, kept, side)
            moved = f"WHEN fact IN ('movement', 'activity') THEN {side}" if side else ""
            sums = ", ".join(
                f"sum({name} * CASE {moved} WHEN account = ? THEN 1 ELSE -1 END)" for name in NUMBERS
            )
            sql = f"{rows} SELECT count(*), max(currency), {sums} FROM rows WHERE {condition}"
            # The accounts of the signs stand between the file and the condition.
            signs = [wanted.account] * len(NUMBERS)
            ((count, currency, *totals),) = self._query(sql, [*start, *signs, *parameters])
            if count or not side:
                break
        names = ", ".join(f'"{name}"' for name in COLUMNS)
        last = f" LIMIT {int(limit)} OFFSET {int(offset)}" if limit else ""
        sql = f"{rows} SELECT {names} FROM rows WHERE {condition} ORDER BY {ORDER}{last}"
        documents = [_document(row, wanted.account, side) for row in self._query(sql, [*start, *parameters])]
        plain = [None if number is None else _plain(number) for number in totals]
        return Found(path, documents, count, currency or "", *plain)

    def keys(self, plant: str) -> set[str]:
        """Return the keys of all documents of a plant, so that a second import adds only what is new."""
        found: set[str] = set()
        for path in (
            sorted(self.folders.get(plant, Path()).glob("*.parquet")) if plant in self.folders else ()
        ):
            sql = "SELECT DISTINCT document || '/' || coalesce(line, '') FROM read_parquet(?) WHERE fact <> 'close'"
            found.update(row[0] for row in self._query(sql, [str(path)]))
        return found

    def _find(self, batch: str, plant: str) -> tuple[Path, str]:
        """Return the file of a batch and the summary in it."""
        name, _, summary = batch.partition("/")
        folders = [self.folders[plant]] if plant in self.folders else list(self.folders.values())
        if not folders:
            raise SubledgerError(
                f'batch "{batch}": the ledger has no subledger; write: custom "plant-subledger" "P100" "subledger/P100"'
            )
        for folder in folders:
            path = folder / f"{name}.parquet"
            if path.is_file() and path.parent == folder:
                return path, summary
        places = ", ".join(self.shown(folder) for folder in folders)
        raise SubledgerError(f'batch "{batch}": there is no {name}.parquet in {places}')

    def shown(self, text: object) -> str:
        """Return a path, or a text with paths, as seen from the ledger: no folder of the machine stands in it."""
        return str(text) if self.base is None else str(text).replace(f"{self.base}{os.sep}", "")

    def _query(self, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        try:
            import duckdb
        except ImportError:
            raise SubledgerError(
                'reading documents needs DuckDB; run: pip install "beanplant[import]"'
            ) from None
        if self._connection is None:
            self._connection = duckdb.connect()
        try:
            rows: list[tuple[Any, ...]] = self._connection.execute(sql, parameters).fetchall()
        except duckdb.Error as error:
            said = str(error).partition("\n")[0]  # the rest is our own SQL
            raise SubledgerError(f"{self.shown(parameters[0])} cannot be read: {self.shown(said)}") from error
        return rows


def note_files(
    master: MasterData, entries: Iterable[Any], options_map: dict[str, Any], faults: Faults
) -> None:
    """Add the files of every batch to ``options_map["include"]``: caches and Fava's watcher see them change.

    No file is opened. A folder that is not there is a fault where a transaction on the plant's accounts has a
    ``batch``; before the first import there is nothing to miss. Its name is added then, so that a cache does not keep
    the fault after it was mended. A ledger that is a text has no files beside it.
    """
    ledger = str(options_map.get("filename") or "<string>")
    if ledger.startswith("<"):
        return
    reader = Reader.of(master.subledgers, ledger)
    names = {str(path) for path in reader.files()}
    for fact in master.subledgers:
        folder = reader.folders[fact.plant]
        if folder.is_dir():
            continue
        first = _first_sum(master, entries, fact.plant)
        if first is None:
            continue
        names.add(str(folder))
        found = "a file" if folder.exists() else "no folder"
        faults.add(
            MasterDataError, fact.source, f'plant-subledger "{fact.plant}": found {found} {fact.folder} beside '
            f"{Path(ledger).name}, expected the folder with the documents behind the sums (first {place(first.meta)}); "
            "copy it there, import again, or name the folder where it is",
        )  # fmt: skip
    options_map["include"] = sorted({*options_map["include"], *names})


def _first_sum(master: MasterData, entries: Iterable[Any], plant: str) -> Transaction | None:
    """Return the first transaction with a batch on a plant's accounts."""
    for entry in entries:
        if type(entry) is Transaction and has_batch(entry):
            owners = [master.role(posting.account) for posting in entry.postings]
            if any(owner is not None and owner[0].code == plant for owner in owners):
                return entry
    return None


def _document(row: tuple[Any, ...], account: str, side: int = 0) -> Document:
    """Return a row as a document seen from ``account``, and from that side if it is a movement with both there."""
    values = dict(zip(COLUMNS, row, strict=True))
    turned = bool(account and values["account"] != account)
    if side and values["fact"] in ("movement", "activity"):
        turned = side < 0
    for name in NUMBERS:
        number = values[name]
        if number is not None:
            values[name] = _plain(-number if turned else number)
    if turned:
        values["account"], values["against"] = values["against"], values["account"]
    for name, value in values.items():
        if value is None and name not in ("quantity", "amount", "value", "time", "row", "details"):
            values[name] = ""
    values["details"] = json.loads(values["details"]) if values["details"] else {}
    return Document(**values)


def _plain(number: Decimal) -> Decimal:
    """Drop the zeros that the file's nine decimals put behind a number."""
    plain = number.normalize()
    exponent = plain.as_tuple().exponent
    return plain.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else plain
