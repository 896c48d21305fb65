"""Documents of MB51 to the subledger by columns: what `subledger.Batch.add` writes of each movement.

What the rows of a kind have in common is written once and pointed to; document, line, date, time, quantity, amount,
value, lot, party and text are each row's own.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from beanplant_importers import document_keys
from beanplant_importers.systems.sums_by_columns import combined

if TYPE_CHECKING:
    import datetime

    from beanplant_importers.facts import Movement
    from beanplant_importers.formats.columns import Block
    from beanplant_importers.subledger import Batch
    from beanplant_importers.summaries import Summary
    from beanplant_importers.systems.sap_document_cells import Cells
    from beanplant_importers.systems.sap_document_rows import Rows

SAID = ("summary", "account", "against", "kind", "item", "order", "receipt", "currency", "reason")
"""What the documents of a kind of row have in common in the subledger."""


class Documents:
    """Writes the documents of one file.

    ``movements`` gives the movement of a kind of row, ``days`` a day of each part of a period.
    """

    def __init__(
        self, batch: Batch, summary: Summary, reader: Rows, movements: Callable[[int], Movement | None],
        days: Sequence[datetime.date],
    ) -> None:  # fmt: skip
        self.batch = batch
        self.summary = summary
        self.reader = reader
        self.movements = movements
        self.days = days
        self._texts: dict[tuple[int, int], tuple[str | None, ...]] = {}

    def add(
        self,
        block: Block,
        cells: Cells,
        pair: Any,
        pairs: list[tuple[int, int]],
        price: Any,
        rows: Any,
        mapped: Any,
    ) -> None:
        """Write the documents of a block's new rows to the subledger."""
        import pyarrow
        import pyarrow.compute as pc

        batch, table = self.batch, block.table
        whole = pc.all(mapped).as_py()

        def some(column: Any) -> Any:
            return column if whole else column.filter(mapped)

        of = some(pair)
        count = len(of)
        year_and_number = pc.divide(some(cells.key), document_keys.LINES)
        years = pc.divide(year_and_number, document_keys.DOCUMENTS)
        number = pc.subtract(year_and_number, pc.multiply(years, document_keys.DOCUMENTS))
        line = pc.subtract(some(cells.key), pc.multiply(year_and_number, document_keys.LINES))
        said = zip(*(self._said(*one) for one in pairs), strict=True)
        columns = {name: batch.text(values, of) for name, values in zip(SAID, said, strict=True)}
        zero = pyarrow.repeat(pyarrow.scalar(0, pyarrow.int32()), count)
        for name, text in (("fact", "movement"), ("plant", self.reader.importer.plant), ("file", table.file)):
            columns[name] = batch.text([text], zero)
        padded = pc.utf8_lpad(years.cast(pyarrow.string()), 4, "0")
        columns["document"] = pc.binary_join_element_wise(padded, number.cast(pyarrow.string()), "/")
        lines = line.dictionary_encode()
        columns["line"] = batch.text([str(one) for one in lines.dictionary.to_pylist()], lines.indices)
        columns["date"] = pyarrow.array(cells.days, pyarrow.date32()).take(some(cells.date))
        if cells.time is not None:
            columns["time"] = some(cells.time)
        columns |= {"leg": zero, "row": some(rows), "quantity": some(cells.quantity), "amount": some(price)}
        if cells.amounts is not None:
            has = pc.greater(some(cells.flags[0]), 0)
            columns["value"] = pc.if_else(has, some(cells.value), pyarrow.scalar(None, cells.value.type))
        for name, field, write in (("text", "text", str), ("details", "batch", _lot)):
            if field in table.columns:
                codes, texts = block.texts(field)
                columns[name] = batch.text([write(text) for text in texts], some(codes))
        parties = [name for name in ("vendor_name", "vendor", "customer") if name in table.columns]
        if parties:
            read = {name: block.texts(name) for name in parties}
            code, firsts = combined([(codes, len(texts)) for codes, texts in read.values()])
            found = {
                name: [texts[one] for one in codes.take(firsts).to_pylist()]
                for name, (codes, texts) in read.items()
            }
            blank = [""] * len(firsts)
            names = [found.get(name, blank) for name in ("vendor_name", "vendor", "customer")]
            columns["party"] = batch.text(
                [self.reader.party(*one) for one in zip(*names, strict=True)], some(code)
            )
        batch.add_columns(columns, count)

    def _said(self, kind: int, part: int) -> tuple[str | None, ...]:
        """Return what the documents of a kind of row have in common in the subledger, as `SAID` names it."""
        found = self._texts.get((kind, part))
        if found is None:
            movement = self.movements(kind)
            if movement is None:
                found = (None,) * len(SAID)
            else:
                summary = self.summary.name(dataclasses.replace(movement, date=self.days[part]))
                places = [self.batch.account(place) for place in (movement.account, movement.against)]
                found = (summary, *places, *(getattr(movement, name) for name in SAID[3:]))
            self._texts[kind, part] = found
        return found


def _lot(text: str) -> str:
    return json.dumps({"lot": text}, ensure_ascii=False, sort_keys=True) if text else ""
