"""What the readers of sheets, delimited text and lists have in common: rows of cells, and what is not a row of data.

A cell is text, or what a sheet stores: an exact number, a date, a time. A row of data keeps its physical row. These
are no rows of data: blanks, rules (``|-----|``), a repeated header, and totals: a row whose first cell that is not
blank is ``*``, ``**`` or ``***``, or that has nothing in any of the columns that name a record.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from beanplant_importers.errors import ImportFault

Cell = str | Decimal | datetime.date | datetime.time
Cells = Sequence[Cell]


class Total(NamedTuple):
    """A row of totals: its level (the number of asterisks; 0 if it has none) and its cells."""

    row: int
    level: int
    cells: Cells


@dataclass(slots=True)
class Noise:
    """What a reading met that was no data."""

    totals: list[Total] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unended: bool = False  # the last line has no line end


def stars(cells: Cells) -> int:
    """Return the number of asterisks of a row of totals, 0 for any other row."""
    for cell in cells:
        if cell != "":
            if isinstance(cell, str):
                text = cell.strip()
                if not text:
                    continue
                return len(text) if not text.strip("*") else 0
            return 0
    return 0


def data_rows(
    file: str, rows: Iterable[tuple[int, Cells]], captions: Sequence[str], keys: Sequence[int], noise: Noise
) -> Iterator[tuple[int, Cells]]:
    """Yield the rows of data below a header with these captions; totals go to ``noise``.

    ``keys`` are the columns that name a record. Raises `ImportFault` for a row with too few or too many cells. Blank
    cells may be missing at the end of a row, but not of the last one of a file that ends in the middle of a line.
    """
    width = len(captions)
    header = [caption.strip() for caption in captions]
    last_key = max(keys)
    first_caption = next((column for column, caption in enumerate(header) if caption), 0)
    row = short = fields = 0
    for row, cells in rows:
        if len(cells) != width:
            short, fields = row, len(cells)
            if len(cells) > width and any(cell != "" for cell in cells[width:]):
                raise ImportFault(
                    file, row, f"found {len(cells)} fields, expected the {width} of the header; a text holds the "
                    "separator: export as a sheet, or with quotes around texts",
                )  # fmt: skip
            if len(cells) <= last_key:
                if not any(cell != "" for cell in cells):
                    continue
                if not stars(cells):
                    raise ImportFault(
                        file, row, f"found {len(cells)} fields, expected the {width} of the header: the row is cut "
                        "short; export the file again",
                    )  # fmt: skip
            cells = [*cells[:width], *([""] * (width - len(cells)))]
        if all(cells[key] == "" for key in keys):
            if any(cell != "" for cell in cells):
                noise.totals.append(Total(row, stars(cells), cells))
            continue
        level = stars(cells) if cells[0] == "" or str(cells[0]).startswith("*") else 0
        if level:
            noise.totals.append(Total(row, level, cells))
            continue
        if cells[first_caption] == header[first_caption] and list(map(str, cells)) == header:
            continue
        yield row, cells
    if noise.unended and short == row and 0 < fields < width:
        raise cut_short(file, row, fields, width)


def cut_short(file: str, row: int, fields: int, width: int) -> ImportFault:
    """Return the fault of a last line that has neither all its fields nor an end."""
    return ImportFault(
        file, row, f"found {fields} fields and no line end, expected the {width} of the header: the file is cut short; "
        "export it again",
    )  # fmt: skip
