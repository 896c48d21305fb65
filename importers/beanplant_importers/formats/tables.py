"""A file of any form as a table: its header found, its dialect settled, its rows read again and again.

`find` looks for the header in the first 80 rows: the row that has the most of the wanted columns, and all of those that
name a record. `Table.records` yields a `Record` a row, whose cells are read by field: text, number, date, time. What
cannot be read is an error with file, row, column, what was found and what was expected.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path

from beanplant_importers.errors import HeaderFault, ImportFault, nearest
from beanplant_importers.formats import dates, delimited, detect, list_text, numbers, rows, sheets
from beanplant_importers.formats.captions import HEADER_ROWS, Header

Rows = Callable[[rows.Noise], Iterator[tuple[int, rows.Cells]]]


@dataclass(slots=True)
class Table:
    """A file with its header. ``columns`` is the column of each field that it has."""

    file: str
    form: str  # "sheet" | "delimited" | "list"
    row: int
    captions: tuple[str, ...]
    columns: dict[str, int]
    keys: tuple[str, ...]
    body: Rows
    encoding: str = ""
    separator: str = ""
    decimal: str = "."
    dates: str | None = None
    noise: rows.Noise = field(default_factory=rows.Noise)
    decided: tuple[int, str] | None = None  # the row and number that settled the decimal mark

    def cells(self, noise: rows.Noise) -> Iterator[tuple[int, rows.Cells]]:
        """Yield the rows of data below the header."""
        keys = [self.columns[key] for key in self.keys]
        return rows.data_rows(self.file, self.body(noise), self.captions, keys, noise)

    def records(self) -> Iterator[Record]:
        """Yield the records of data; what is none is in ``noise`` once all are read."""
        self.noise = rows.Noise()
        for row, cells in self.cells(self.noise):
            yield Record(self, row, cells)

    def caption(self, name: str) -> str:
        """Return the caption of a field's column as the file writes it."""
        return self.captions[self.columns[name]] if name in self.columns else name

    def settle(
        self,
        number_fields: Sequence[str],
        date_fields: Sequence[str],
        *,
        decimal: str | None = None,
        order: str | None = None,
    ) -> None:
        """Settle the decimal mark and the order of day and month from all rows, unless they are given.

        Raises `ImportFault` where a value may be read in two ways and nothing in the file says which.
        """
        wanted_numbers = [self.columns[name] for name in number_fields if name in self.columns]
        wanted_dates = [self.columns[name] for name in date_fields if name in self.columns]
        marks: str | None = decimal
        days: str | None = order
        open_number: tuple[int, str] | None = None
        open_date: tuple[int, str] | None = None
        first_number: tuple[int, str] | None = None
        if self.form != "sheet" or decimal is None or order is None:
            noise = rows.Noise()
            totals = ((total.row, total.cells) for total in noise.totals)
            for row, cells in chain(self.cells(noise), totals):
                if marks is None:
                    for column in wanted_numbers:
                        cell = cells[column]
                        found = numbers.evidence(cell) if isinstance(cell, str) and cell else None
                        if found == "?":
                            open_number = open_number or (row, str(cell))
                        elif found is not None:
                            marks, first_number = found, (row, str(cell))
                            break
                if days is None:
                    for column in wanted_dates:
                        cell = cells[column]
                        found = dates.order_of(cell) if isinstance(cell, str) and cell else None
                        if found == "?":
                            open_date = open_date or (row, str(cell))
                        elif found is not None:
                            days = found
                            break
                if marks is not None and (days is not None or not wanted_dates):
                    break
                if marks is not None and open_date is None and row > self.row + 1000:
                    break
        if marks is None and open_number is not None:
            raise ImportFault(
                self.file, open_number[0], f'found the number "{open_number[1]}", which is one with three decimals or '
                "one with thousands, and no other number in the file settles which; expected a decimal mark to be "
                'said: decimal="," or decimal="." on the importer',
            )  # fmt: skip
        if days is None and open_date is not None:
            raise ImportFault(
                self.file, open_date[0], f'found the date "{open_date[1]}", and no other date in the file settles '
                'which part is the month; expected it to be said: dates="mdy" or dates="dmy" on the importer',
            )  # fmt: skip
        self.decimal = marks or "."
        self.dates = days
        if first_number is not None and decimal is None:
            self.decided = first_number

    def settled_by(self) -> str:
        """Say what settled the decimal mark, for an error about another number."""
        mark = {",": "comma", ".": "point"}[self.decimal]
        if self.decided is None:
            return f"the decimal mark is a {mark}"
        return f'the decimal mark is a {mark}, as "{self.decided[1]}" in row {self.decided[0]} shows'


class Record:
    """A row of data, read by field."""

    __slots__ = ("cells", "row", "table")

    def __init__(self, table: Table, row: int, cells: rows.Cells) -> None:
        self.table = table
        self.row = row
        self.cells = cells

    def __contains__(self, name: str) -> bool:
        """Say whether the file has a column for a field."""
        return name in self.table.columns

    def raw(self, name: str) -> rows.Cell:
        """Return a cell as it stands, blank if the file has no such column."""
        column = self.table.columns.get(name)
        return "" if column is None else self.cells[column]

    def text(self, name: str) -> str:
        """Return a cell as text; a code that a sheet holds as a number is the integer it is."""
        column = self.table.columns.get(name)
        if column is None:
            return ""
        cell = self.cells[column]
        return cell if isinstance(cell, str) else str(cell)

    def number(self, name: str) -> Decimal | None:
        """Return a cell as a number, None if blank. Raises `ImportFault` for what is none."""
        column = self.table.columns.get(name)
        if column is None:
            return None
        cell = self.cells[column]
        if isinstance(cell, Decimal):
            return cell
        if isinstance(cell, str):
            if not cell:
                return None
            try:
                return numbers.parse(cell, self.table.decimal)
            except ValueError:
                pass
        raise self.fault(name, f"expected a number ({self.table.settled_by()})")

    def date(self, name: str) -> datetime.date | None:
        """Return a cell as a date, None if blank. Raises `ImportFault` for what is none."""
        cell = self.raw(name)
        if isinstance(cell, datetime.datetime):
            return cell.date()
        if isinstance(cell, datetime.date):
            return cell
        if isinstance(cell, Decimal):
            cell = str(cell)
        if isinstance(cell, str):
            try:
                return dates.parse(cell, self.table.dates)
            except ValueError:
                pass
        raise self.fault(name, "expected a date such as 2026-03-05, 05.03.2026 or 20260305")

    def time(self, name: str) -> datetime.time | None:
        """Return a cell as a time of day, None if blank. Raises `ImportFault` for what is none."""
        cell = self.raw(name)
        if isinstance(cell, datetime.datetime):
            return cell.time()
        if isinstance(cell, datetime.time):
            return cell
        if isinstance(cell, Decimal):
            cell = str(cell).zfill(6)
        if isinstance(cell, str):
            try:
                return dates.parse_time(cell)
            except ValueError:
                pass
        raise self.fault(name, "expected a time such as 14:05:00")

    def fault(self, name: str, expected: str) -> ImportFault:
        """Return the fault of a cell: what was found and ``expected``."""
        return ImportFault(
            self.table.file, self.row, f'{self.table.caption(name)}: found "{self.text(name)}", {expected}'
        )


def find(path: str | Path, header: Header, keys: Sequence[str], *, encoding: str | None = None) -> Table:
    """Open a file and find its header: a row that has at least the columns ``keys``.

    Raises `ImportFault` where there is none, with the row that comes closest and what it lacks.
    """
    found = detect.detect(path, encoding)
    best: Table | None = None
    nearly: tuple[int, int, dict[str, int], tuple[str, ...]] | None = None
    for table in _candidates(path, found, header, tuple(keys)):
        score = len(table.columns)
        if all(key in table.columns for key in keys):
            if best is None or score > len(best.columns):
                best = table
        elif score and (nearly is None or score > nearly[0]):
            nearly = (score, table.row, table.columns, table.captions)
    if best is not None:
        return best
    file = str(path)
    if nearly is None:
        raise HeaderFault(
            file, 0, f"found no header among the first {HEADER_ROWS} rows, expected one with "
            f"{_wanted(header, keys)}",
        )  # fmt: skip
    _, row, columns, captions = nearly
    missing = [key for key in keys if key not in columns]
    rest = [caption for column, caption in enumerate(captions) if caption and column not in columns.values()]
    first = _best_caption(header, missing[0])
    raise HeaderFault(
        file, row, f"found a header without {_wanted(header, missing)}{nearest(first, rest)}; add the column to the "
        "layout and export again",
    )  # fmt: skip


def _best_caption(header: Header, name: str) -> str:
    return header.names[name][0] if header.names[name] else name


def _wanted(header: Header, keys: Sequence[str]) -> str:
    return ", ".join(f'"{_best_caption(header, key)}"' for key in keys)


def _candidates(
    path: str | Path, found: detect.Found, header: Header, keys: tuple[str, ...]
) -> Iterator[Table]:
    file = str(path)
    if found.kind is detect.Kind.SHEET:
        sheet = sheets.Sheet(path)
        for row, cells in islice(sheet.rows(), HEADER_ROWS):
            captions = tuple(str(cell) for cell in cells)
            columns = header.columns(captions)
            if columns:
                yield Table(file, "sheet", row, captions, columns, keys, _after(sheet.rows, row))
        return
    top = _top(path, found.encoding)
    for block in list_text.blocks(top):
        columns = header.columns(block.captions, cut=True)
        if columns:
            body = _list_body(path, found.encoding, block)
            yield Table(file, "list", block.row, block.captions, columns, keys, body, found.encoding, "|")
    for separator in delimited.SEPARATORS:
        if not any(separator in line for line in top):
            continue
        try:
            for row, cells in islice(delimited.rows(path, found.encoding, separator), HEADER_ROWS):
                captions = tuple(str(cell) for cell in cells)
                columns = header.columns(captions)
                if columns and len(captions) > 1:
                    body = _after(_delimited_body(path, found.encoding, separator), row)
                    yield Table(
                        file, "delimited", row, captions, columns, keys, body, found.encoding, separator
                    )
        except ImportFault:
            continue  # quotes that do not pair up with this separator: the reading with the right one says so


def _top(path: str | Path, encoding: str) -> list[str]:
    try:
        with open(path, encoding=encoding, newline=None) as text:
            return [line.rstrip("\n") for line in islice(text, HEADER_ROWS)]
    except UnicodeDecodeError as error:
        raise detect.lines_error(path, error, encoding) from error
    except LookupError as error:
        raise ImportFault(
            str(path), 0, f'found encoding="{encoding}", which is no encoding that Python knows'
        ) from error


def _after(body: Rows, header_row: int) -> Rows:
    def below(noise: rows.Noise) -> Iterator[tuple[int, rows.Cells]]:
        return ((row, cells) for row, cells in body(noise) if row > header_row)

    return below


def _delimited_body(path: str | Path, encoding: str, separator: str) -> Rows:
    return lambda noise: delimited.rows(path, encoding, separator, noise)


def _list_body(path: str | Path, encoding: str, block: list_text.Block) -> Rows:
    return lambda _noise: list_text.rows(path, encoding, block)
