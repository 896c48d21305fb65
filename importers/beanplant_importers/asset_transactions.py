"""The base of the importers of asset transactions: what happened to assets after they were opened.

::

    2026-04-01 custom "plant-asset-improvement" "10001" 8000.00 EUR
      document: "FA/2026/100000045/10001"
    2026-04-01 * "Improvement of CNC mill, asset 10001, document 100000045"
      document: "FA/2026/100000045"
      Assets:P100:Machinery                             8000.00 EUR
        asset: "10001"
        line: "10001"
      Assets:P100:AssetClearing                        -8000.00 EUR

These lists are read before registers, so that a register of the same date finds what they brought. The document number,
the year and the asset are what a second import is compared by. What a type of transaction does stands in
``asset_types.toml``; `beanplant_importers.asset_moves` says what becomes of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from beanplant_importers import names
from beanplant_importers.asset_classes import AssetClasses
from beanplant_importers.asset_ledger import DOCUMENT
from beanplant_importers.asset_move import Move
from beanplant_importers.asset_moves import MoveMapper
from beanplant_importers.asset_types import Types
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import ZERO, AssetDirective, Fact, Source
from beanplant_importers.importer import PlantImporter
from beanplant_importers.reading import Reading

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.formats.tables import Record
    from beanplant_importers.seen import Seen
    from beanplant_importers.tally import Tally


class AssetTransactions(PlantImporter):
    """Importer of the transactions of assets.

    ``types`` says what types of transactions do that are a site's own. ``bought`` is the account that additions are
    paid from, ``proceeds`` that of what disposals brought. ``classes`` is the table of the register's classes, which
    changes of class and cost center need. ``opened`` is the date of the opening of assets that a person opened.
    ``prefix`` and ``same`` are those of the register.
    """

    system: ClassVar[str] = ""
    place = "asset-clearing"
    keys: ClassVar[tuple[str, ...]] = ("asset", "type", "date")
    numbers: ClassVar[tuple[str, ...]] = ("amount", "cost", "proceeds", "removal", "fair_value")
    dates_of: ClassVar[tuple[str, ...]] = ("date",)
    order = 15
    signed: ClassVar[bool] = False
    """Whether retirements are below zero in the system's lists."""

    def __init__(
        self,
        plant: str,
        *,
        types: Mapping[str, str] | None = None,
        classes: str | Path | Mapping[str, Any] | None = None,
        opened: str | datetime.date | None = None,
        bought: str = "asset-clearing",
        proceeds: str = "asset-clearing",
        prefix: str = "",
        company: str = "",
        book: str = "",
        same: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(plant, **options)
        self.types = Types(self.system, types)
        self.classes = AssetClasses(self.system, classes) if classes is not None else None
        self.opened = datetime.date.fromisoformat(opened) if isinstance(opened, str) else opened
        self.bought = bought
        self.proceeds = proceeds
        self.prefix = prefix
        self.company = names.key(company)
        self.book = names.key(book) if book else ""
        self.same = {names.key(number): name for number, name in (same or {}).items()}

    # What a row says

    def key(self, record: Record) -> str:
        """Return the name of a row's asset in the ledger."""
        sub = names.key(record.text("sub")) if record.text("sub") else "0"
        key = names.key(record.text("asset")) + (f"-{sub}" if sub != "0" else "")
        return self.same.get(key, self.prefix + key)

    def type_of(self, record: Record) -> str:
        """Return the code of a row's type."""
        return record.text("type")

    def elsewhere(self, record: Record) -> str:
        """Return why a row need not be imported, blank if it must."""
        plant, company, book = record.text("plant"), record.text("company"), record.text("book")
        if plant and plant != self.plant:
            return f"plant {plant}"
        if self.company and company and names.key(company) != self.company:
            return f"company code {company}"
        if self.book and book and names.key(book) != self.book:
            return f"book {book}"
        return ""

    def move(self, record: Record, kind: str, chart: Chart, times: dict[str, int]) -> Move:
        """Return a row as a transaction. Raises `ImportFault` where it has no date, amount or currency."""
        date = record.date("date")
        if date is None:
            raise record.fault("date", "expected the date of the transaction")
        currency = record.text("currency") or chart.currency
        if not currency:
            raise ImportFault(
                record.table.file,
                record.row,
                'found no currency, expected a column or currency="USD" on the importer',
            )
        asset = chart.assets.alias(self.key(record))
        number = names.key(record.text("document")) if record.text("document") else ""
        document = f"{DOCUMENT}{date.year}/{number}" if number else f"{DOCUMENT}{date}/{kind}"
        count = times[f"{document}/{asset}"] = times.get(f"{document}/{asset}", 0) + 1
        proceeds = record.number("proceeds")
        if proceeds is not None:
            proceeds = abs(proceeds) - abs(record.number("removal") or ZERO)
        amount = record.number("amount")
        cost = record.number("cost")
        if kind == "retirement" and cost is None:
            cost = amount
        return Move(
            source=Source(record.table.file, record.row), asset=asset, date=date, kind=kind,
            amount=amount if amount is not None else cost or ZERO, document=document,
            line=asset if count == 1 else f"{asset}-{count}", cost=cost, proceeds=proceeds,
            fair_value=record.number("fair_value"), asset_class=names.key(record.text("class")),
            cost_center=record.text("cost_center"), currency=currency, name=record.text("name"),
            signed=self.signed and "amount" in record,
        )  # fmt: skip

    # What is in it

    def facts(self, path: str, chart: Chart, tally: Tally, seen: Seen) -> Iterator[Fact]:
        """Yield the facts that are new, and let what follows in this import know them."""
        for reading in self.readings(path, chart, tally.notes):
            for fact in self.take(reading, tally, seen):
                chart.assets.learn(fact, chart.account)
                yield fact

    def take(self, reading: Reading, tally: Tally, seen: Seen) -> Sequence[Fact]:
        """Count a reading; what a person wrote already comes in neither as a directive nor with its cost."""
        return super().take(without_twins(reading, seen), tally, seen)

    def readings(self, path: str, chart: Chart, notes: list[str]) -> Iterator[Reading]:
        """Yield what is made of each transaction, by date."""
        table = self.open(path)
        table.keys = ("asset",)  # a row without an asset is one of totals
        mapper = MoveMapper(self.plant, self.classes, self.opened, self.bought, self.proceeds)
        rows: list[tuple[Reading, Move | None]] = []
        times: dict[str, int] = {}
        for record in table.records():
            code = self.type_of(record)
            kind = self.types.kind(code)
            value = record.number("amount")
            reading = Reading(
                Source(table.file, record.row), f"{kind or 'type'} {code}".strip(),
                value=value if value is not None else record.number("cost") or ZERO, document=record.text("document"),
            )  # fmt: skip
            left = self.elsewhere(record)
            if left:
                rows.append((reading._replace(elsewhere=left), None))
            elif kind is None:
                rows.append((reading._replace(reason=self.types.why_not(code)), None))
            else:
                rows.append((reading, self.move(record, kind, chart, times)))
        yield from mapped(mapper, rows, chart)
        table.check_totals(("amount",))
        notes += table.noise.notes


def mapped(
    mapper: MoveMapper, rows: Sequence[tuple[Reading, Move | None]], chart: Chart
) -> Iterator[Reading]:
    """Yield what is made of transactions, by date; a reading without one stands for itself."""
    moves = [move for _, move in sorted(rows, key=_by_date) if move is not None]
    pairs = _pairs([move for move in moves if move.kind == "transfer"])
    documents = chart.assets.documents
    taken_back = _taken_back([move for move in moves if f"{move.document}/{move.line}" not in documents])
    for reading, move in sorted(rows, key=_by_date):
        if move is None:
            yield reading
        elif id(move) in taken_back:
            yield reading._replace(elsewhere="taken back in the same list")
        elif id(move) in pairs and pairs[id(move)] is None:
            yield reading._replace(elsewhere="the other side of a transfer")
        else:
            found = mapper.read(replace(move, to=pairs.get(id(move))), chart)
            yield reading._replace(
                facts=found.facts, reason=found.reason, elsewhere=found.elsewhere, known=found.known
            )


def without_twins(reading: Reading, seen: Seen) -> Reading:
    """Return a reading without the cost of a directive that a person wrote already."""
    first = reading.facts[0] if reading.facts else None
    if isinstance(first, AssetDirective) and first.twin in seen.had:
        return reading._replace(facts=(first,))
    return reading


def _by_date(row: tuple[Reading, Move | None]) -> tuple[datetime.date, int]:
    return (row[1].date if row[1] is not None else datetime.date.min), row[0].source.row


def _taken_back(moves: Sequence[Move]) -> set[int]:
    """Return the transactions that one of the same list takes back, and those that do: the same asset and kind, the
    amount with the other sign."""
    found: set[int] = set()
    before: dict[tuple[str, str, Decimal], list[Move]] = {}
    for move in moves:
        if move.kind not in ("acquisition", "retirement", "impairment"):
            continue
        earlier = before.get((move.asset, move.kind, -move.amount))
        if earlier and move.amount:
            found |= {id(move), id(earlier.pop())}
        else:
            before.setdefault((move.asset, move.kind, move.amount), []).append(move)
    return found


def _pairs(moves: Sequence[Move]) -> dict[int, Move | None]:
    """Return for each row of a transfer that takes cost off an asset the row that it goes to, and None for that one."""
    found: dict[int, Move | None] = {}
    coming: dict[tuple[str, Decimal], list[Move]] = {}
    for move in moves:
        if move.amount > 0:
            coming.setdefault((move.document, move.amount), []).append(move)
    for move in moves:
        if move.amount < 0 and (there := coming.get((move.document, -move.amount))):
            to = there.pop(0)
            found[id(move)], found[id(to)] = to, None
    return found
