"""Documents in Parquet beside the ledger: the writer. `beanplant.subledger` is the reader.

Where a journal is summed by day or month, every document behind it is kept, one row for each of its lines, in one
Parquet file a batch (an import)::

    subledger/P100/
      mb51-2026-03.parquet

A transaction of sums carries ``batch: "mb51-2026-03/2026-03-05/issue"``: the file, and in it the rows whose
``summary`` is ``2026-03-05/issue``. Together with a posting's account and item that leads to its documents.

The same facts in the same order give the same bytes. A file is written under another name and then renamed, so a
reader never sees half of one; a batch that exists already is never written over.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any

from beanplant_importers.document_keys import Keys
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import Activity, Entry, Fact, Invoice, Line, Movement, Order, Payment, Source
from beanplant_importers.settlement import OrderClose

ROWS = 100_000
"""Rows in a row group: what is held in memory until it is written."""

DECIMALS = 9
"""Decimals of quantities and amounts."""

COLUMNS = (
    "summary", "fact", "kind", "document", "line", "leg", "date", "time", "plant", "item", "account", "against",
    "quantity", "amount", "value", "order", "receipt", "invoice", "currency", "party", "text", "reason", "operation",
    "details", "file", "row",
)  # fmt: skip
"""The columns of a batch, in the order of the file."""

NUMBERS = ("quantity", "amount", "value")
TEXTS = frozenset(COLUMNS) - {*NUMBERS, "leg", "date", "time", "row"}
UNIQUE = frozenset({"document"})
"""Texts that are hardly ever the same twice; the others are written as a dictionary of the different ones."""

ENCODED = {
    "document": "DELTA_BYTE_ARRAY", "row": "DELTA_BINARY_PACKED", "time": "DELTA_BINARY_PACKED",
    "quantity": "PLAIN", "amount": "PLAIN", "value": "PLAIN",
}  # fmt: skip
"""How Parquet writes what is no dictionary: smaller and faster than as it stands."""

NO_SOURCE = Source("", 0)

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

Resolve = Callable[[str], str]
"""Turns a place of a fact (``raw-materials``) into an account."""


def _itself(place: str) -> str:
    return place


class Batch:
    """Writes one batch. Use it as a context manager: the file appears when all went well, and only then.

    ``folder`` is the plant's (``subledger/P100``); it is made if it is not there. Raises `ImportFault` if the batch
    exists already or its name is no file name.
    """

    def __init__(self, folder: Path, name: str, resolve: Resolve = _itself) -> None:
        if not _NAME.fullmatch(name):
            raise ImportFault(
                str(folder), 0, f'batch "{name}": expected a name of letters, digits, ".", "_" and "-"'
            )
        self.name = name
        self.path = folder / f"{name}.parquet"
        if self.path.exists():
            raise ImportFault(
                str(self.path), 0, f'batch "{name}" is written already; give this import another name'
            )
        self.rows = 0
        self._resolve = resolve
        self._part = folder / f".{name}.parquet.part"
        self._rows: list[tuple[Any, ...]] = []
        self._writer: Any = None

    def __enter__(self) -> Batch:
        import pyarrow
        from pyarrow import parquet

        self._arrow = pyarrow
        number = pyarrow.decimal128(38, DECIMALS)
        texts = dict.fromkeys(TEXTS - UNIQUE, pyarrow.dictionary(pyarrow.int32(), pyarrow.string()))
        types = texts | dict.fromkeys(UNIQUE, pyarrow.string()) | dict.fromkeys(NUMBERS, number)
        types |= {
            "leg": pyarrow.int32(),
            "row": pyarrow.int64(),
            "date": pyarrow.date32(),
            "time": pyarrow.time64("us"),
        }
        self._schema = pyarrow.schema([(name, types[name]) for name in COLUMNS], {"beanplant": "documents 1"})
        self.path.parent.mkdir(parents=True, exist_ok=True)
        coded = [name for name in COLUMNS if name not in ENCODED]
        self._writer = parquet.ParquetWriter(
            self._part, self._schema, compression="zstd", use_dictionary=coded,
            column_encoding=ENCODED, write_statistics=["summary"],
        )  # fmt: skip
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._flush()
            self._writer.close()
            if error is None:
                os.replace(self._part, self.path)
        finally:
            self._part.unlink(missing_ok=True)

    def batch(self, summary: str) -> str:
        """Return what a transaction carries as ``batch:`` that sums the documents of ``summary``."""
        return f"{self.name}/{summary}"

    def add(self, summary: str, fact: Fact | OrderClose) -> None:
        """Add a document under the summary that it went into (``2026-03-05/issue``)."""
        resolve = self._resolve
        if isinstance(fact, Movement):
            self._put(
                summary, "movement", fact.kind, fact.document, fact.line, 0, fact.date, fact.time, fact.plant,
                fact.item, resolve(fact.account), resolve(fact.against), fact.quantity, fact.amount, fact.value,
                fact.order, fact.receipt, fact.invoice, fact.currency, fact.party, fact.text, fact.reason, "",
                fact.details, fact.source,
            )  # fmt: skip
        elif isinstance(fact, Activity):
            amount = None if fact.rate is None else fact.quantity * fact.rate
            self._put(
                summary, "activity", "confirmation", fact.document, fact.line, 0, fact.date, fact.time, fact.plant,
                fact.activity, resolve(fact.account), resolve(fact.against), fact.quantity, amount, fact.value,
                fact.order, "", "", fact.currency, "", fact.text, "", fact.operation, fact.details, fact.source,
            )  # fmt: skip
        elif isinstance(fact, Invoice | Payment | Entry):
            self._add_legs(summary, fact)
        elif isinstance(fact, Order):
            self._put(
                summary, "order", fact.kind, fact.order, "", 0, fact.date, None, fact.plant, fact.item, "", "",
                fact.quantity, None, None, fact.order, "", "", "", "", "", "", "", fact.details, fact.source,
            )  # fmt: skip
        elif isinstance(fact, OrderClose):
            against = resolve(fact.account)
            for leg, (category, amount) in enumerate(fact.categories, start=1):
                self._put(
                    summary, "close", "close", fact.order, "", leg, fact.date, None, fact.plant, fact.item,
                    resolve(f"variances:{category}"), against, None, amount, None, fact.order, "", "", "", "", "",
                    "", "", (), NO_SOURCE,
                )  # fmt: skip

    def _add_legs(self, summary: str, fact: Invoice | Payment | Entry) -> None:
        """Add a row for an invoice's or payment's own account, and one for each leg."""
        name, kind, invoice = "entry", "entry", ""
        if not isinstance(fact, Entry):
            name = "invoice" if isinstance(fact, Invoice) else "payment"
            kind, invoice = (fact.kind, fact.invoice) if isinstance(fact, Invoice) else ("payment", "")
        lines = [(line.account, line) for line in fact.lines]
        if not isinstance(fact, Entry):
            lines.insert(0, (fact.account, Line(account=fact.account, amount=fact.amount)))
        for leg, (account, line) in enumerate(lines, start=int(isinstance(fact, Entry))):
            self._put(
                summary, name, kind, fact.document, fact.line, leg, fact.date, None, fact.plant, line.item,
                self._resolve(account), "", line.quantity, line.amount, None, line.order, line.receipt,
                line.invoice or invoice, fact.currency, fact.party, fact.text, "", "", line.details or fact.details,
                fact.source,
            )  # fmt: skip

    def add_columns(self, columns: Mapping[str, Any], count: int) -> None:
        """Add ``count`` documents by columns, Arrow arrays of the types of the file; a column that is not given is
        blank."""
        self._flush()
        arrays = [
            columns[field.name] if field.name in columns else self._arrow.nulls(count, field.type)
            for field in self._schema
        ]
        self._writer.write_batch(self._arrow.record_batch(arrays, self._schema), row_group_size=max(count, 1))
        self.rows += count

    def text(self, values: Sequence[str | None], codes: Any) -> Any:
        """Return a column of texts: for each document the code of its text among ``values``, blank for none."""
        places: dict[str, int] = {}
        known = [places.setdefault(value, len(places)) if value else None for value in values]
        taken = self._arrow.array(known, self._arrow.int32()).take(codes)
        return self._arrow.DictionaryArray.from_arrays(
            taken, self._arrow.array(list(places), self._arrow.string())
        )

    def account(self, place: str) -> str:
        """Return the account by which documents of a place are found."""
        return self._resolve(place)

    __call__ = add

    def _put(self, *values: Any) -> None:
        """Add a row: the columns up to ``details``, which are written as text, and the source."""
        *columns, details, source = values
        text = json.dumps(dict(details), ensure_ascii=False, sort_keys=True) if details else ""
        self._rows.append((*columns, text, source.file, source.row or None))
        self.rows += 1
        if len(self._rows) == ROWS:
            self._flush()

    def _flush(self) -> None:
        if not self._rows:
            return
        arrays = []
        for field, column in zip(self._schema, zip(*self._rows, strict=True), strict=True):
            values = [value or None for value in column] if field.name in TEXTS else column
            try:
                arrays.append(self._arrow.array(values, field.type))
            except self._arrow.ArrowInvalid as error:
                raise self._too_long(field.name, values) from error
        self._writer.write_batch(self._arrow.record_batch(arrays, self._schema))
        self._rows.clear()

    def _too_long(self, name: str, values: Sequence[Any]) -> ImportFault:
        """Return the fault of the first number that has more decimals, or digits, than a column holds."""
        limit = Decimal(10) ** (38 - DECIMALS)
        for row, number in zip(self._rows, values, strict=True):
            if isinstance(number, Decimal) and (abs(number) >= limit or number != round(number, DECIMALS)):
                return ImportFault(
                    row[-2], row[-1] or 0, f"found the {name} {number:f}, expected at most {DECIMALS} decimals and "
                    f"{38 - DECIMALS} digits before them",
                )  # fmt: skip
        return ImportFault(str(self.path), 0, f"the column {name} cannot be written")


def known_keys(folder: Path) -> Keys:
    """Return the keys of all documents in a plant's subledger (``document/line``), and of the orders' closes.

    A second import leaves them out.
    """
    keys = Keys()
    keys.read(folder)
    return keys
