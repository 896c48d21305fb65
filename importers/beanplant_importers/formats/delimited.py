"""Delimited text: tabs, semicolons, commas or bars, with or without quotes.

The separator is the one with which a header is found. Tab text from an ERP has no quoting: a ``"`` in a text is a
``"``; only a field that is quoted as a whole, as spreadsheets write it, is unquoted. Rows are streamed: ten million
need no more memory than ten. A quote that is never closed, or a last row that ends in the middle, is an error.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from beanplant_importers.errors import ImportFault
from beanplant_importers.formats.detect import lines_error

if TYPE_CHECKING:
    from beanplant_importers.formats.rows import Cells, Noise

SEPARATORS = ("\t", ";", ",", "|")


def rows(
    path: str | Path, encoding: str, separator: str, noise: Noise | None = None
) -> Iterator[tuple[int, Cells]]:
    """Yield the physical row (of a field with line breaks: the first) and the cells of every row."""
    try:
        with open(path, encoding=encoding, newline="") as file:
            if separator == "\t":
                yield from tabbed(file)
            else:
                reader = csv.reader(file, delimiter=separator, strict=True)
                row = 1
                try:
                    for cells in reader:
                        yield row, [cell.strip() for cell in cells]
                        row = reader.line_num + 1
                except csv.Error as error:
                    raise ImportFault(
                        str(path), row, f"found quotes that do not pair up ({error}); the file is cut short, or a "
                        "text holds a lone quote: export it again",
                    ) from error  # fmt: skip
    except UnicodeDecodeError as error:
        raise lines_error(path, error, encoding) from error
    if noise is not None and not ends_with_newline(path):
        noise.unended = True
        noise.notes.append(
            f"{path}: the last line has no line end; if the export was cut short, its last field may be, too."
        )


def tabbed(lines: Iterator[str]) -> Iterator[tuple[int, Cells]]:
    """Yield the row and the cells of each line of text with tabs."""
    for row, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if '"' in line:
            cells = [
                cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
                for cell in cells
            ]
        yield row, [cell.strip() for cell in cells]


def ends_with_newline(path: str | Path) -> bool:
    """Say whether the last line of a file is ended."""
    with open(path, "rb") as file:
        file.seek(0, 2)
        file.seek(max(file.tell() - 4, 0))
        return file.read().rstrip(b"\0")[-1:] in (b"\n", b"\r")  # in UTF-16 a zero stands beside it
