"""Sheets (xlsx, xls, xlsb, ods): the first sheet, or the one named.

A sheet stores numbers as floats. Each is taken over as the shortest decimal that stands for it (``1.005`` is
1.005, whatever its bits), and the noise of sums (``0.30000000000000004``) is cut at nine decimals. A number that has
more than nine decimals by nature is kept as it is and reported. Codes that a sheet holds as numbers (an order
``1000456.0``) become the integers that they are.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beanplant_importers.errors import ImportFault, nearest

if TYPE_CHECKING:
    from beanplant_importers.formats.rows import Cell, Cells, Noise

FULL = 1_048_576
"""Rows that a sheet can hold. A sheet that is full was most likely cut."""

_NINE = Decimal(1).scaleb(-9)
_NOISE = Decimal(1).scaleb(-12)


def number(value: float) -> tuple[Decimal, bool]:
    """Return a sheet's number exactly as meant, and whether it has more than nine decimals.

    >>> number(1.005), number(0.1 + 0.2), number(7.0)
    ((Decimal('1.005'), False), (Decimal('0.3'), False), (Decimal('7'), False))
    """
    if value.is_integer():
        return Decimal(int(value)), False
    exact = Decimal(repr(value))
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -9:
        return exact, False
    rounded = exact.quantize(_NINE)
    if abs(rounded - exact) > max(_NOISE, abs(exact) * _NOISE):
        return exact, True
    return rounded.normalize(), False


class Sheet:
    """An open sheet, whose rows can be read again and again."""

    def __init__(self, path: str | Path, name: str | None = None) -> None:
        import python_calamine

        self.file = str(path)
        try:
            book = python_calamine.load_workbook(self.file)
            if name is not None and name not in book.sheet_names:
                raise ImportFault(
                    self.file, 0, f'found no sheet "{name}"{nearest(name, book.sheet_names)}; it has '
                    f"{', '.join(book.sheet_names)}",
                )  # fmt: skip
            self._sheet = book.get_sheet_by_name(name) if name is not None else book.get_sheet_by_index(0)
        except python_calamine.PasswordError as error:
            raise ImportFault(self.file, 0, "found a sheet with a password; save it without one") from error
        except python_calamine.CalamineError as error:
            raise ImportFault(
                self.file, 0, f"found a sheet that cannot be opened ({error}); it is damaged or cut short: export "
                "it again",
            ) from error  # fmt: skip

    def rows(self, noise: Noise | None = None) -> Iterator[tuple[int, Cells]]:
        """Yield the physical row and the cells of every row."""
        long = 0
        first = 0
        row = 0
        for row, values in enumerate(self._sheet.iter_rows(), 1):
            cells: list[Cell] = []
            for value in values:
                cell, too_long = _cell(value)
                if too_long:
                    long += 1
                    first = first or row
                cells.append(cell)
            yield row, cells
        if noise is not None:
            if long:
                noise.notes.append(
                    f"{self.file}:{first}: {long} numbers have more than nine decimals, this row's first; they were "
                    "taken over exactly as stored."
                )
            if row >= FULL:
                noise.notes.append(
                    f"{self.file}: the sheet is full to its last row ({FULL:,}); the export may go on in another file."
                )


def _cell(value: Any) -> tuple[Cell, bool]:
    if isinstance(value, str):
        return value.strip(), False
    if isinstance(value, bool):
        return "X" if value else "", False
    if isinstance(value, float):
        return number(value)
    if isinstance(value, int):
        return Decimal(value), False
    if isinstance(value, datetime.datetime):
        return (value.date() if value.time() == datetime.time() else value), False
    if isinstance(value, datetime.date | datetime.time):
        return value, False
    if isinstance(value, datetime.timedelta):
        return (datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC) + value).time(), False
    return str(value), False
