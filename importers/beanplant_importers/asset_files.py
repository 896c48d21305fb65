"""The file of a register: its assets with all their books, in the order of the file, and whether its totals tie.

An asset is read before its parts, and with what its further books say. Totals of the file itself must be those of its
rows: where they are not, rows are missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant_importers import asset_books, asset_groups, asset_tax_tie, names
from beanplant_importers.asset_checks import Notes
from beanplant_importers.asset_mapping import AssetMapper
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import ZERO, Asset
from beanplant_importers.formats import tables
from beanplant_importers.reading import Reading

NAMED = 8
"""Assets that a note names."""

if TYPE_CHECKING:
    import datetime

    from beanplant_importers.asset_register import AssetRegister
    from beanplant_importers.asset_rows import AssetRow
    from beanplant_importers.chart import Chart


def read(
    importer: AssetRegister, path: str, chart: Chart, notes: list[str]
) -> Iterator[tuple[AssetRow | None, Reading]]:
    """Yield each asset of a file with what is made of it, and None with what is made of its further books.

    Raises `ImportFault`.
    """
    table = importer.open(path)
    noted = Notes()
    mapper = AssetMapper(importer.plan_of(path), noted)
    sums: dict[str, Decimal] = dict.fromkeys(("cost", "book_value"), ZERO)
    rows: list[AssetRow] = []
    further = asset_books.Books(importer)
    for row in importer.assets(table):
        if row.book not in importer.sides:
            sums["cost"] += row.cost
            sums["book_value"] += row.book_value or ZERO
        rows.append(further.sort(row))
    further.read_lists()
    made: dict[int, tuple[Reading, list[str]]] = {}
    had: set[int] = set()
    for row in sorted(rows, key=lambda row: bool(importer.parent(row))):
        if row.elsewhere:
            continue
        key = importer.key(row)
        name = chart.assets.alias(key)
        if chart.assets.get(name) is not None:
            had.add(id(row))
        made[id(row)] = mapper.read(
            row, further.of(key), name, importer.parent(row), _reading(importer, row), chart
        )
    groups = asset_groups.directives(mapper.members)
    taxed: list[asset_tax_tie.Taken] = []
    for row in rows:
        if row.elsewhere:
            if row.elsewhere != asset_books.BELONGS:
                yield row, _reading(importer, row)
            continue
        reading, reasons = made[id(row)]
        group = groups.get(reading.document)
        yield row, reading._replace(facts=(group, *reading.facts)) if group is not None else reading
        yield from further.readings(importer.key(row), reading, reasons, known=id(row) in had)
        if id(row) not in had:
            taxed += _taxed(importer, reading, further.of(importer.key(row)), reasons)
    for row in further.left():
        reading = _reading(importer, row)._replace(kind=f"book {row.book}")
        yield None, reading._replace(reason="its asset is not in the list of the books of the ledger")
    table.check_totals(importer.totals)
    check_last_row(table, sums)
    notes += table.noise.notes
    notes += noted.sentences(path)
    date = rows[0].values_on if rows and rows[0].values_on else mapper.plan.values or mapper.plan.opened
    if date is not None:
        notes += asset_tax_tie.notes(path, importer.tax, taxed, date)
        notes += _missing(importer, path, rows, chart, date)


def _missing(
    importer: AssetRegister, path: str, rows: Sequence[AssetRow], chart: Chart, date: datetime.date
) -> Iterator[str]:
    """Yield which assets of the ledger are not in a list of a later date than the opening."""
    accounts = {chart.account(each.account) for each in importer.classes.classes.values() if each.account}
    opened = importer.opened or chart.assets.opened(accounts)
    if opened is None or date <= opened:
        return
    listed = {chart.assets.alias(importer.key(row)) for row in rows}
    missing = [name for name in chart.assets.imported(accounts, date) if name not in listed]
    if missing:
        more = f" and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
        yield (
            f"{path}: assets of the ledger that are not in the list: {', '.join(missing[:NAMED])}{more}; retired "
            "since, or left out by a selection."
        )


def _taxed(
    importer: AssetRegister, reading: Reading, books: Sequence[AssetRow], reasons: Sequence[str]
) -> Iterator[asset_tax_tie.Taken]:
    """Yield an asset with what its tax book has accumulated."""
    asset = next((fact for fact in reading.facts if isinstance(fact, Asset)), None)
    for book, reason in zip(books, reasons, strict=True):
        if asset is not None and not reason and names.key(book.book) == importer.tax:
            said = book.accumulated is not None or book.book_value is not None
            yield asset_tax_tie.Taken(asset, book.depreciation() if said else None)


def _reading(importer: AssetRegister, row: AssetRow) -> Reading:
    kind = f"class {row.asset_class}" if row.asset_class else "asset"
    return Reading(
        row.source, kind, value=row.cost, document=importer.key(row), rows=row.rows, elsewhere=row.elsewhere
    )


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
