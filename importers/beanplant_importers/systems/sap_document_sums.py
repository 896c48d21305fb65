"""MB51 into sums by day or month, by columns: a hundred thousand rows at once.

Rows that agree in everything that their meaning depends on (movement type, material, order, signs and the like) are a
*kind of row*. The first row of each kind goes through the mapping of `sap_document_rows`; the others mean the same.
Their quantities, amounts and values are summed by kind and period as exact decimals, and the sum goes into the journal
as one movement that stands for many documents. Document, line, date, time, lot, party and text of each row go to the
subledger by columns.

Row by row go: the rows of transfers, which are paired; those of stock at actual cost, which stay documents; a block
with a cell that is not plain; a file without document items, whose lines are numbered as they come. See
`beanplant_importers.formats.columns`.
"""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant_importers import document_keys
from beanplant_importers.facts import ZERO, Movement, Source
from beanplant_importers.formats import dates
from beanplant_importers.formats.columns import Block, Columns
from beanplant_importers.reading import Reading
from beanplant_importers.subledger import Batch
from beanplant_importers.systems.sap_document_cells import Cells, read
from beanplant_importers.systems.sap_document_columns import Documents
from beanplant_importers.systems.sap_document_rows import Row, Rows
from beanplant_importers.systems.sums_by_columns import Partials, Unit, combined, exact, worths

if TYPE_CHECKING:
    from beanplant_importers.formats.tables import Table
    from beanplant_importers.journal import Journal
    from beanplant_importers.seen import Seen
    from beanplant_importers.systems.sap_material_documents import MaterialDocuments
    from beanplant_importers.tally import Tally

MEANING = (
    "movement", "special", "material", "plant", "storage", "unit", "currency", "order", "purchase_order",
    "purchase_item", "cost_center", "reason",
)  # fmt: skip
"""What the meaning of a row depends on, besides the signs of its numbers."""

STRINGS = ("document", "line", "quantity", "amount", "external")
"""Columns with hardly ever the same cell twice."""

NOTHING, PRICED_BY_VALUE, PRICED_BY_EXTERNAL = range(3)
COUNTED, NEW, KNOWN = range(3)


class Kind(NamedTuple):
    """A kind of row: what its first row was read as."""

    what: Row | Reading
    movement: Movement | None
    """The movement of a row that is summed."""
    alone: bool = False
    """Whether each row goes its own way: in a pair, or kept as a document."""
    price: int = NOTHING


class Sums:
    """Adds one file to a journal."""

    def __init__(
        self, importer: MaterialDocuments, table: Table, journal: Journal, tally: Tally, seen: Seen
    ) -> None:
        self.importer = importer
        self.table = table
        self.journal = journal
        self.tally = tally
        self.seen = seen
        self.reader = Rows(importer, journal.chart, table.file)
        self.kinds: list[Kind] = []
        self.days: list[datetime.date] = []  # of each part, the first that was met
        self.partials = Partials()
        self._kind_of: dict[tuple[Any, ...], int] = {}
        self._parts: dict[tuple[datetime.date, int], int] = {}
        self._part_of: dict[datetime.date, int] = {}
        self._time = lru_cache(1 << 17)(dates.parse_time)
        self._places: Any = ()
        self._units: dict[tuple[int, int], Unit | None] = {}
        self._amount = ZERO
        self._rows = 0
        self.documents: Documents | None = None
        if isinstance(journal.observe, Batch):
            self.documents = Documents(
                journal.observe,
                journal.summary,
                self.reader,
                lambda kind: self.kinds[kind].movement,
                self.days,
            )

    def add(self) -> bool:
        """Add the file; False, and nothing is added, if it must be read row by row."""
        table, journal = self.table, self.journal
        if table.form != "delimited" or "line" not in table.columns:
            return False
        if journal.observe is not None and self.documents is None:
            return False  # somebody wants each document by itself
        table.noise = type(table.noise)()
        with Columns(table, STRINGS) as columns:
            if not columns.plain():
                return False
            for block in columns.blocks():
                self._add(block)
                self._progress(len(block))
        for reading in self.reader.pairs.rest():
            self._take(reading)
        self._state()
        table.check_totals(("amount",), {"amount": self._amount})
        self.tally.notes += [*table.noise.notes, *self.reader.notes()]
        return True

    def _progress(self, count: int) -> None:
        self._rows += count
        self.tally.ahead = max(self._rows - sum(total.rows for total in self.tally.read.values()), 0)
        if self.tally.progress is not None:
            self.tally.progress()

    # Row by row

    def _by_rows(self, block: Block, wanted: Any = None) -> None:
        for record in block.records(self.table.noise, wanted):
            if wanted is None and "amount" in record:
                self._amount += record.number("amount") or ZERO
            for reading in self.reader.readings(record):
                self._take(reading)

    def _take(self, reading: Reading) -> None:
        for fact in self.importer.take(reading, self.tally, self.seen):
            self.journal.add(fact)

    # By columns

    def _add(self, block: Block) -> None:
        import pyarrow.compute as pc

        try:
            cells = read(block, self._time) if block.plain(("document", "line", "date", "quantity")) else None
        except ValueError:
            cells = None
        if cells is None:
            self._by_rows(block)
            return
        if cells.amounts is not None:
            amount = pc.sum(cells.amounts).as_py() or ZERO
            self._amount += exact(amount, pc.max(cells.value_places).as_py())
        kind, kinds = self._kinds(block, cells)
        alone = [self.kinds[number].alone for number in kinds]
        parts = [self._part(day) for day in cells.days]
        self._sum(block, cells, kind, kinds, parts, alone)
        if any(alone):
            import pyarrow

            self._by_rows(block, pc.indices_nonzero(pyarrow.array(alone).take(kind)))

    def _kinds(self, block: Block, cells: Cells) -> tuple[Any, list[int]]:
        """Return the code of each row's kind, and the kinds of the codes; new kinds are read from their first row."""
        import pyarrow
        import pyarrow.compute as pc

        columns = [block.texts(name) for name in MEANING if name in self.table.columns]
        coded = [(codes, len(texts)) for codes, texts in columns]
        coded.append((pc.add(cells.sign, 1), 3))
        flags = [flag for flag in cells.flags if flag is not None]
        coded += [(flag, 3) for flag in flags]
        kind, first = combined(coded)
        columns_of_kinds = [
            [texts[code] for code in codes.take(first).to_pylist()] for codes, texts in columns
        ]
        flags_of_kinds = [flag.take(first).to_pylist() for flag in (cells.sign, *flags)]
        tuples = list(zip(*columns_of_kinds, *flags_of_kinds, strict=True))
        new = [place for place, key in enumerate(tuples) if key not in self._kind_of]
        if new:
            for place, record in zip(
                new, block.records(self.table.noise, first.take(pyarrow.array(new))), strict=True
            ):
                self._kind_of[tuples[place]] = len(self.kinds)
                self.kinds.append(self._kind(self.reader.read(record), record.number("external")))
        return kind, [self._kind_of[key] for key in tuples]

    def _kind(self, what: Row | Reading, external: Decimal | None) -> Kind:
        if isinstance(what, Reading) or what.rule.pair or self.journal.keeps(what.movement):
            return Kind(what, None, isinstance(what, Row))
        if what.movement.amount is None:
            return Kind(what, what.movement)
        by_external = what.rule.price == "external" and external
        return Kind(what, what.movement, price=PRICED_BY_EXTERNAL if by_external else PRICED_BY_VALUE)

    def _part(self, day: datetime.date) -> int:
        """Return the number of a day's period, and of the part of it in which no standard cost changes."""
        found = self._part_of.get(day)
        if found is None:
            found = self._parts.setdefault(self.journal.summary.part(day), len(self.days))
            self._part_of[day] = found
            if found == len(self.days):
                self.days.append(day)
        return found

    def _sum(
        self, block: Block, cells: Cells, kind: Any, kinds: list[int], parts: list[int], alone: list[bool]
    ) -> None:
        """Add the sums of a block's rows, and its documents to the subledger."""
        import pyarrow
        import pyarrow.compute as pc

        movements = [self.kinds[number].movement for number in kinds]
        prices = pyarrow.array([self.kinds[number].price for number in kinds], pyarrow.int64()).take(kind)
        price, price_places = self._price(cells, prices)
        if len(self._places) < len(block):
            self._places = pyarrow.array(range(len(block)), pyarrow.int64())
        rows = pc.add(self._places.slice(0, len(block)), block.row)
        state = pyarrow.array([COUNTED if one is None else NEW for one in movements], pyarrow.int64()).take(
            kind
        )
        mapped = pc.equal(state, NEW)
        ordinal = pyarrow.array([day.toordinal() for day in cells.days], pyarrow.int64()).take(cells.date)
        if pc.any(mapped).as_py():
            contents = None
            if self.seen.several:
                items = [document_keys.item_part(one.item) if one is not None else 0 for one in movements]
                contents = document_keys.contents(
                    ordinal, pyarrow.array(items, pyarrow.uint64()).take(kind), cells.quantity,
                    price,
                ).filter(mapped)  # fmt: skip
            new = self.seen.new(self.table.file, cells.key.filter(mapped), rows.filter(mapped), contents)
            if new is not None:
                again = pc.if_else(new, NEW, KNOWN)
                state = pc.replace_with_mask(state, mapped, again.cast(pyarrow.int64()))
                mapped = pc.equal(state, NEW)
        part = pyarrow.array(parts, pyarrow.int64()).take(cells.date)
        pair, firsts = combined([(kind, len(kinds)), (part, len(self.days))])
        pairs = list(
            zip(
                (kinds[code] for code in kind.take(firsts).to_pylist()),
                part.take(firsts).to_pylist(),
                strict=True,
            )
        )
        columns = {
            "pair": pair, "state": state, "quantity": cells.quantity, "quantity_places": cells.places,
            "value": cells.value, "value_places": cells.value_places, "price": price, "price_places": price_places,
            "day": ordinal, "row": rows,
        }  # fmt: skip
        summary = self.journal.summary
        if summary.unit_cost is not None:
            units = [self._unit(*one) for one in pairs]
            columns["worth"] = worths(pair, units, cells.quantity, price, summary)
        if any(alone):
            lone = pyarrow.array([not one for one in alone]).take(kind)
            columns = {name: column.filter(lone) for name, column in columns.items()}
        self.partials.add(columns, pairs)
        if self.documents is not None and pc.any(mapped).as_py():
            self.documents.add(block, cells, pair, pairs, price, rows, mapped)

    def _price(self, cells: Cells, prices: Any) -> tuple[Any, Any]:
        """Return what was paid for each row, null where beanplant values it, and its places."""
        import pyarrow
        import pyarrow.compute as pc

        none = pyarrow.scalar(None, cells.value.type)
        priced = pc.equal(prices, PRICED_BY_VALUE)
        price, places = pc.if_else(priced, cells.value, none), pc.if_else(priced, cells.value_places, 0)
        if cells.external is not None:
            out = pc.equal(prices, PRICED_BY_EXTERNAL)
            price = pc.if_else(out, cells.external, price)
            places = pc.if_else(out, pc.fill_null(cells.external_places, 0), places)
        return price, places

    def _unit(self, kind: int, part: int) -> Unit | None:
        """Return the standard cost of a kind of row in a part of a period, None if it has none."""
        if (kind, part) not in self._units:
            movement = self.kinds[kind].movement
            unit = None
            if movement is not None:
                unit = self.journal.summary.unit(movement.item, self.days[part], movement.plant)
            self._units[kind, part] = None if unit is None else Unit.of(unit)
        return self._units[kind, part]

    # The end

    def _state(self) -> None:
        """Count the rows, and add their sums to the journal."""
        tally, file = self.tally, self.table.file
        tally.ahead = 0
        for total in self.partials.totals():
            what = self.kinds[total.kind].what
            reading = what if isinstance(what, Reading) else what.reading()
            amounts = (
                reading.kind, exact(total.quantity, total.quantity_places), exact(total.value, total.value_places),
                total.rows,
            )  # fmt: skip
            source = Source(file, total.row)
            if isinstance(what, Row) and total.state == KNOWN:
                tally.add_read(*amounts)
                tally.add_known(*amounts)
                continue
            if isinstance(what, Row):
                self._add_sum(what.movement, total, amounts[1], amounts[2], source)
            fact = reading._replace(
                source=source, quantity=amounts[1], value=amounts[2], rows=total.rows, facts=()
            )
            self.importer.take(fact, tally, self.seen)

    def _add_sum(
        self, movement: Movement, total: Any, quantity: Decimal, value: Decimal, source: Source
    ) -> None:
        amount = None if movement.amount is None else exact(total.price, total.price_places)
        places = self.journal.summary.digits
        worth = None if total.worth is None else exact(total.worth, max(places, total.price_places or 0))
        summed = dataclasses.replace(
            movement, quantity=quantity, amount=amount, value=None if movement.value is None else value, source=source,
            date=datetime.date.fromordinal(total.day), documents=total.rows,
        )  # fmt: skip
        self.journal.summary.add(summed, worth)
