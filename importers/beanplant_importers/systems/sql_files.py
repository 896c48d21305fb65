"""Tables in files: CSV as text, sheets in exact numbers.

Every column of a CSV file is text: ``000123`` stays a document number, and no decimal passes through a float. Each row
must have all columns; a short or long row, an open quote, a file that was cut short or is in another encoding is an
error that names the line. DuckDB's own detection of formats is off, because it leaves out rows that do not fit.

A sheet is read by `beanplant_importers.formats.sheets`: its floats become the exact numbers that they stand for. A
column of numbers and texts is text.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

from beanplant_importers.formats.rows import Cell, Noise
from beanplant_importers.formats.sheets import Sheet
from beanplant_importers.systems.sql_model import SourceOf, nearest

CSV_ENDINGS = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt", ".txt.gz")
SHEET_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
ENDINGS = (*CSV_ENDINGS, *SHEET_ENDINGS, ".parquet")
ENCODINGS = {"utf-8": "utf-8", "latin-1": "latin-1", "utf-16": "utf-16"}
"""How a profile and DuckDB call the encodings of CSV files that DuckDB reads by itself."""


def csv_reader(path: Path, source: SourceOf) -> str:
    """Return the SQL that reads a CSV file. Raises ValueError, OSError, EOFError if its first row cannot be read."""
    delimiter = "\t" if ".tsv" in path.suffixes and source.delimiter == "," else source.delimiter
    encoding = ENCODINGS.get(source.encoding.lower())
    if encoding is None:
        raise ValueError(f'encoding "{source.encoding}" is not known{nearest(source.encoding, ENCODINGS)}')
    header = _header(path, delimiter, source.quote, encoding)
    columns = ", ".join(f"{quote(column)}: 'VARCHAR'" for column in header)
    return (
        f"read_csv({quote(str(path))}, header = true, auto_detect = false, columns = {{{columns}}}, "
        f"delim = {quote(delimiter)}, quote = {quote(source.quote)}, escape = {quote(source.quote)}, "
        f"encoding = {quote(encoding)}, skip = 0, strict_mode = true)"
    )


def read_sheet(path: Path, sheet: str) -> tuple[Any, list[str]]:
    """Return a sheet (by name; "": the first) as an Arrow table, and notes on what is odd in it.

    The first row that is not blank is the header. Raises ValueError if it is no row of column names, ImportFault if
    the sheet cannot be read.
    """
    import pyarrow

    noise = Noise()
    rows = [
        (row, cells)
        for row, cells in Sheet(path, sheet or None).rows(noise)
        if any(cell != "" for cell in cells)
    ]
    if not rows:
        raise ValueError("the sheet is empty: expected a row of column names")
    names = [str(cell).strip() for cell in rows[0][1]]
    while names and not names[-1]:
        names.pop()
    _check_names(names)
    for row, cells in rows[1:]:
        if any(cell != "" for cell in cells[len(names) :]):
            raise ValueError(f"row {row} has a cell to the right of the last column with a name")
    blank: tuple[Cell, ...] = ("",) * len(names)
    columns = [_sheet_column([(*cells, *blank)[i] for _, cells in rows[1:]]) for i in range(len(names))]
    return pyarrow.table(dict(zip(names, columns, strict=True))), noise.notes


def _header(path: Path, delimiter: str, quotation: str, encoding: str) -> list[str]:
    """Return the column names of a CSV file: its first row."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="")
        first = next(csv.reader(text, delimiter=delimiter, quotechar=quotation), None)
    if not first:
        raise ValueError("the file is empty: expected a row of column names")
    names = [name.strip() for name in first]
    _check_names(names)
    return names


def _check_names(names: list[str]) -> None:
    """Refuse column names that are empty or repeat."""
    seen: set[str] = set()
    for position, name in enumerate(names, start=1):
        if not name:
            raise ValueError(f"column {position} has no name in the first row")
        if name.casefold() in seen:
            raise ValueError(f'two columns are named "{name}"')
        seen.add(name.casefold())


def _sheet_column(cells: list[Cell]) -> Any:
    """Return a column of a sheet as an Arrow array: exact numbers, dates, times, or text where it is mixed."""
    import pyarrow

    kinds = {type(cell) for cell in cells if cell != ""}
    if kinds == {Decimal}:
        return _numbers([cell if isinstance(cell, Decimal) else None for cell in cells])
    if kinds == {datetime.date}:
        return pyarrow.array([None if cell == "" else cell for cell in cells], pyarrow.date32())
    if kinds and kinds <= {datetime.date, datetime.datetime}:
        midnight = datetime.time()
        stamps = [
            None if not isinstance(cell, datetime.date)
            else cell if isinstance(cell, datetime.datetime)
            else datetime.datetime.combine(cell, midnight)
            for cell in cells
        ]  # fmt: skip
        return pyarrow.array(stamps, pyarrow.timestamp("us"))
    if kinds == {datetime.time}:
        return pyarrow.array([None if cell == "" else cell for cell in cells], pyarrow.time64("us"))
    return pyarrow.array([None if cell == "" else _cell_text(cell) for cell in cells], pyarrow.string())


def _numbers(cells: list[Decimal | None]) -> Any:
    """Return exact numbers as integers, or as decimals of as many places as one of them needs (at most 18)."""
    import pyarrow

    finest = Decimal(1).scaleb(-18)
    exact = [None if c is None else c.quantize(finest) if c.adjusted() < 18 else c for c in cells]
    plain = [None if c is None else c.normalize() for c in exact]
    places = max((-int(c.as_tuple().exponent) for c in plain if c is not None), default=0)
    if places <= 0 and all(c is None or abs(c) < 2**63 for c in plain):
        return pyarrow.array([None if c is None else int(c) for c in plain], pyarrow.int64())
    return pyarrow.array(plain, pyarrow.decimal128(38, max(places, 0)))


def _cell_text(cell: Cell) -> str:
    """Write a cell of a mixed column as text."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell if isinstance(cell, str) else cell.isoformat()


def quote(text: str) -> str:
    """Write a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
