"""Documents in Parquet beside the ledger: the writer. `beanplant.subledger` is the reader.

Where a journal is summed by day or month, every document behind it is kept, one row for each of its lines, in one
Parquet file a batch (an import)::

    subledger/P100/
      mb51-2026-03.parquet

A summed posting carries ``batch: "mb51-2026-03/2026-03-05/issue"``: the file, and in it the rows whose ``summary`` is
``2026-03-05/issue``. Together with the posting's account and item that leads to its documents.

The same facts in the same order give the same bytes. A file is written under another name and then renamed, so a
reader never sees half of one; a batch that exists already is never written over.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from beanplant_importers import master_data
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import Activity, Entry, Fact, Invoice, Movement, Order, Payment
from beanplant_importers.settlement import OrderClose

ROWS = 100_000
"""Rows in a row group: what is held in memory until it is written."""

DECIMALS = 9
"""Decimals of quantities and amounts."""

TEXTS = (
    "summary", "fact", "kind", "document", "line", "plant", "item", "account", "against", "order", "receipt",
    "invoice", "currency", "party", "text", "reason", "operation", "details", "file",
)  # fmt: skip
NUMBERS = ("quantity", "amount", "value")
COLUMNS = (*TEXTS[:5], "leg", "date", "time", *TEXTS[5:9], *NUMBERS, *TEXTS[9:], "row")
"""The columns of a batch, in the order of the file."""

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
        self._columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        self._writer: Any = None

    def __enter__(self) -> Batch:
        import pyarrow
        from pyarrow import parquet

        self._arrow = pyarrow
        number = pyarrow.decimal128(38, DECIMALS)
        types = dict.fromkeys(TEXTS, pyarrow.string()) | dict.fromkeys(NUMBERS, number)
        types |= {
            "leg": pyarrow.int32(),
            "row": pyarrow.int64(),
            "date": pyarrow.date32(),
            "time": pyarrow.time64("us"),
        }
        self._schema = pyarrow.schema([(name, types[name]) for name in COLUMNS], {"beanplant": "documents 1"})
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = parquet.ParquetWriter(self._part, self._schema, compression="zstd")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._flush()
            self._writer.close()
            os.replace(self._part, self.path)
        else:
            self._writer.close()
            self._part.unlink(missing_ok=True)

    def batch(self, summary: str) -> str:
        """Return what a posting carries as ``batch:`` that sums the documents of ``summary``."""
        return f"{self.name}/{summary}"

    def add(self, summary: str, fact: Fact | OrderClose) -> None:
        """Add a document under the summary that it went into (``2026-03-05/issue``)."""
        if isinstance(fact, Movement):
            self._row(
                fact, summary, "movement", kind=fact.kind, item=fact.item, quantity=fact.quantity, account=fact.account,
                against=fact.against, order=fact.order, receipt=fact.receipt, invoice=fact.invoice, amount=fact.amount,
                value=fact.value, time=fact.time, reason=fact.reason,
            )  # fmt: skip
        elif isinstance(fact, Activity):
            amount = None if fact.rate is None else fact.quantity * fact.rate
            self._row(
                fact, summary, "activity", kind="confirmation", item=fact.activity, quantity=fact.quantity,
                account=fact.account, against=fact.against, order=fact.order, amount=amount, value=fact.value,
                time=fact.time, operation=fact.operation,
            )  # fmt: skip
        elif isinstance(fact, Invoice | Payment):
            name = "invoice" if isinstance(fact, Invoice) else "payment"
            kind = fact.kind if isinstance(fact, Invoice) else "payment"
            invoice = fact.invoice if isinstance(fact, Invoice) else None
            self._row(
                fact, summary, name, kind=kind, account=fact.account, amount=fact.amount, invoice=invoice
            )
            self._legs(fact, summary, name, kind)
        elif isinstance(fact, Entry):
            self._legs(fact, summary, "entry", "entry")
        elif isinstance(fact, Order):
            self._append(
                summary=summary, fact="order", kind=fact.kind, document=fact.order, date=fact.date, plant=fact.plant,
                item=fact.item, quantity=fact.quantity, order=fact.order, file=fact.source.file, row=fact.source.row,
            )  # fmt: skip
        elif isinstance(fact, OrderClose):
            for leg, (category, amount) in enumerate(fact.categories):
                self._append(
                    summary=summary, fact="close", kind="close", document=fact.order, line="", leg=leg, date=fact.date,
                    plant=fact.plant, item=fact.item, account=self._resolve(f"variances:{category}"),
                    against=self._resolve(fact.account), order=fact.order, amount=amount,
                )  # fmt: skip

    def _legs(self, fact: Invoice | Payment | Entry, summary: str, name: str, kind: str) -> None:
        """Add a row for each leg."""
        for leg, line in enumerate(fact.lines, start=1):
            self._row(
                fact, summary, name, kind=kind, leg=leg, account=line.account, amount=line.amount,
                item=line.item, quantity=line.quantity, order=line.order, receipt=line.receipt,
                invoice=line.invoice or (fact.invoice if isinstance(fact, Invoice) else None),
                details=line.details or fact.details,
            )  # fmt: skip

    def _row(self, fact: Any, summary: str, name: str, **values: Any) -> None:
        """Add a row with what every document has, and ``values``."""
        account, against = values.pop("account"), values.pop("against", None)
        details = values.pop("details", fact.details)
        self._append(
            summary=summary, fact=name, document=fact.document, line=fact.line, date=fact.date, plant=fact.plant,
            currency=getattr(fact, "currency", ""), party=getattr(fact, "party", ""), text=fact.text,
            account=self._resolve(account), against=None if against is None else self._resolve(against),
            details=json.dumps(dict(details), ensure_ascii=False, sort_keys=True) if details else None,
            file=fact.source.file, row=fact.source.row, **values,
        )  # fmt: skip

    def _append(self, **values: Any) -> None:
        for name, column in self._columns.items():
            value = values.get(name)
            column.append(None if value == "" else value)
        self.rows += 1
        if self.rows % ROWS == 0:
            self._flush()

    def _flush(self) -> None:
        arrays = [
            self._arrow.array(self._columns[field.name], field.type)
            if field.name != "leg"
            else self._arrow.array([leg or 0 for leg in self._columns["leg"]], field.type)
            for field in self._schema
        ]
        if arrays[0]:
            self._writer.write_batch(self._arrow.record_batch(arrays, self._schema))
        for column in self._columns.values():
            column.clear()


def known_keys(folder: Path) -> set[str]:
    """Return the keys of all documents in a plant's subledger (``document/line``), and of the orders' closes.

    A second import leaves them out.
    """
    from pyarrow import parquet

    keys: set[str] = set()
    names = ["fact", "document", "line", "date"]
    for path in sorted(folder.glob("*.parquet")):
        columns = parquet.read_table(path, columns=names).to_pydict()
        for fact, document, line, date in zip(*(columns[name] for name in names), strict=True):
            if fact == "order":
                keys.add(master_data.order_key(document))
            else:
                keys.add(f"order-close/{document}/{date}" if fact == "close" else f"{document}/{line or ''}")
    return keys
