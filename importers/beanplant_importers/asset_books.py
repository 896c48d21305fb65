"""The further books of a register: the rows of tax books and depreciation areas, by the asset that they belong to.

A list may have several books (a column ``Book``, ``Depreciation area``), or each book its own list, which ``lists=``
names. What is no book of the importer is left aside. Rows of other files are counted there, so a note says what became
of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from beanplant_importers import names
from beanplant_importers.reading import Reading

if TYPE_CHECKING:
    from beanplant_importers.asset_register import AssetRegister
    from beanplant_importers.asset_rows import AssetRow


class Books:
    """Sorts the rows of a file by book, and gives an asset those of its further books."""

    def __init__(self, importer: AssetRegister) -> None:
        self._importer = importer
        self._rows: dict[str, list[AssetRow]] = {}
        self._taken: set[str] = set()
        self._other: set[int] = set()

    def sort(self, row: AssetRow) -> AssetRow:
        """Return a row as one of the books of the ledger, or as one that is left to its asset or to nobody."""
        importer = self._importer
        book = names.key(row.book) if row.book else ""
        if row.elsewhere or not book or book == names.key(importer.book):
            return row
        if book == importer.tax or book in importer.areas:
            self._rows.setdefault(importer.key(row), []).append(row)
            return replace(row, elsewhere=BELONGS)
        if importer.book or importer.tax or importer.areas:
            return replace(row, elsewhere=f"book {row.book}")
        return row

    def read_lists(self, notes: list[str]) -> None:
        """Read the files of books that have a list of their own. Raises `ImportFault`."""
        for book, path in self._importer.lists.items():
            count = 0
            for row in self._importer.assets(self._importer.open(path)):
                if row.elsewhere or (row.book and names.key(row.book) != book):
                    continue
                mine = replace(row, book=book)
                self._rows.setdefault(self._importer.key(row), []).append(mine)
                self._other.add(id(mine))
                count += 1
            notes.append(f"{path}: {count} rows of book {book} were read for their assets.")

    def of(self, key: str) -> list[AssetRow]:
        """Return the rows of an asset in further books."""
        self._taken.add(key)
        return self._rows.get(key, [])

    def readings(self, key: str, asset: Reading, reasons: list[str]) -> Iterator[tuple[None, Reading]]:
        """Yield what became of the further books of an asset: part of it, or the reason why not."""
        for row, reason in zip(self._rows.get(key, []), reasons, strict=True):
            if id(row) in self._other and not reason:
                continue
            reading = Reading(row.source, f"book {row.book}", value=row.cost, document=key, rows=row.rows)
            if id(row) in self._other:
                reading = reading._replace(rows=0, value=type(row.cost)(0))
            if asset.reason and not reason:
                reason = "its asset is not mapped"
            yield None, reading._replace(reason=reason, elsewhere=asset.elsewhere if not reason else "")

    def left(self) -> Iterator[AssetRow]:
        """Yield the rows of this file whose asset is not in the books of the ledger."""
        for key, rows in self._rows.items():
            if key not in self._taken:
                yield from (row for row in rows if id(row) not in self._other)


BELONGS = "a further book of its asset"
