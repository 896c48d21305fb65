"""A table: a file of any form with its header found, its dialect settled, its rows read again and again.

`Table.records` yields a `Record` a row, whose cells are read by field: text, number, date, time. What cannot be read
is an error with file, row, column, what was found and what was expected. `beanplant_importers.formats.opening` opens
a file.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from beanplant_importers.errors import ImportFault
from beanplant_importers.formats import dates, numbers, rows

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

    def check_totals(self, fields: Sequence[str], sums: Mapping[str, Decimal] | None = None) -> None:
        """Compare the totals that the file itself states (its ``*`` lines) with its rows, once all are read.

        ``sums`` are those of the rows, where they are known. Raises `ImportFault` where they differ: rows are missing.
        Rows without any key are taken as totals of a sheet; they are no data, and a note says so.
        """
        top = max((total.level for total in self.noise.totals), default=0)
        stated = [total for total in self.noise.totals if total.level == top and top]
        for name in fields:
            column = self.columns.get(name)
            if column is None or not any(total.cells[column] != "" for total in stated):
                continue
            said = sum((Record(self, t.row, t.cells).number(name) or Decimal() for t in stated), Decimal())
            if sums is not None and name in sums:
                found = sums[name]
            else:
                found = sum(
                    (
                        Record(self, row, cells).number(name) or Decimal()
                        for row, cells in self.cells(rows.Noise())
                    ),
                    Decimal(),
                )
            if said != found:
                raise ImportFault(
                    self.file, stated[-1].row, f"{self.caption(name)}: the file states a total of {said}, and its rows "
                    f"add up to {found}; rows are missing or were changed: export it again",
                )  # fmt: skip
        bare = [total for total in self.noise.totals if not total.level]
        if bare:
            rows_have = "1 row has" if len(bare) == 1 else f"{len(bare)} rows have"
            taken = "it was taken as a total" if len(bare) == 1 else "they were taken as totals"
            self.noise.notes.append(
                f"{self.file}:{bare[0].row}: {rows_have} nothing in "
                f"{', '.join(self.caption(key) for key in self.keys)}; {taken}."
            )

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
