"""Opening a file: its form by its bytes, its header among the first 80 rows.

The header is the row that has the most of the wanted columns, and all of those that name a record. With none, the error
shows the row that comes closest, what it lacks, and the nearest caption.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from beanplant_importers.errors import HeaderFault, ImportFault, nearest_of
from beanplant_importers.formats import delimited, detect, list_text, rows, sheets
from beanplant_importers.formats.captions import HEADER_ROWS, Header
from beanplant_importers.formats.tables import Rows, Table


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
    score, row, columns, captions = nearly
    missing = [key for key in keys if key not in columns]
    rest = [caption for column, caption in enumerate(captions) if caption and column not in columns.values()]
    near = nearest_of(header.names[missing[0]], rest)
    fault = HeaderFault(
        file, row, f"found a header without {_wanted(header, missing)}{near}; add the column to the layout and export "
        "again",
    )  # fmt: skip
    fault.missing, fault.found = len(missing), score
    raise fault


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
