"""The further books of a register: the rows of tax books and depreciation areas, by the asset that they belong to.

A list may have several books (a column ``Book``, ``Depreciation area``), their columns side by side (``Tax Meth``), or
each book its own list, which ``lists=`` names. What is no book of the importer is left aside. The rows of those lists
are in the tie-out of the register that they belong to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from beanplant_importers import names
from beanplant_importers.errors import ImportFault
from beanplant_importers.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant_importers.asset_register import AssetRegister
    from beanplant_importers.asset_rows import AssetRow
    from beanplant_importers.formats.captions import Captions
    from beanplant_importers.formats.tables import Table

OWN = (
    "method", "percent", "life", "years", "months", "convention", "section_179", "bonus", "business_use", "salvage",
    "accumulated", "current", "beginning", "prior", "book_value",
)  # fmt: skip
"""Fields that a book has of its own where books stand side by side; the others are those of the asset."""

EITHER = ("cost", "service")
"""Fields that a book may have of its own; else they are those of the asset, too."""


def beside(captions: Captions, books: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return captions with those of further books side by side: ``Tax Meth`` and ``Meth (Tax)`` for ``Meth``."""
    found = {field: tuple(names) for field, names in captions.items()}
    for book in books:
        for field in (*OWN, *EITHER):
            if field in captions:
                each = captions[field]
                found[f"{field}@{book}"] = tuple(f"{book} {one}" for one in each) + tuple(
                    f"{one} {book}" for one in each
                )
    return found


def side(table: Table, book: str) -> Table | None:
    """Return a file as a further book sees it that stands beside: its own method and life, everything else that of
    the asset; None if it has no such columns."""
    own = {name: f"{name}@{book}" for name in (*OWN, *EITHER)}
    if own["method"] not in table.columns:
        return None
    columns = {name: column for name, column in table.columns.items() if "@" not in name and name not in OWN}
    columns |= {name: table.columns[there] for name, there in own.items() if there in table.columns}
    return replace(table, columns=columns)


class Books:
    """Sorts the rows of a file by book, and gives an asset those of its further books."""

    def __init__(self, importer: AssetRegister) -> None:
        self._importer = importer
        self._rows: dict[str, list[AssetRow]] = {}
        self._taken: set[str] = set()
        self._books: dict[str, str] = {}

    def sort(self, row: AssetRow) -> AssetRow:
        """Return a row as one of the books of the ledger, or as one that is left to its asset or to nobody."""
        importer = self._importer
        book = names.key(row.book) if row.book else ""
        if row.elsewhere or not book or book == names.key(importer.book):
            return row
        if book == importer.tax or book in importer.areas:
            self._rows.setdefault(importer.key(row), []).append(row)
            return replace(row, elsewhere=BELONGS)
        if importer.book:
            return replace(row, elsewhere=f"book {row.book}")
        self._books.setdefault(book, row.book)
        if len(self._books) > 1:
            raise ImportFault(
                row.source.file, row.source.row, f"found the books {' and '.join(self._books.values())}, expected one: "
                "choose it with book= on the importer",
            )  # fmt: skip
        return row

    def read_lists(self) -> None:
        """Read the files of books that have a list of their own. Raises `ImportFault`."""
        for book, path in self._importer.lists.items():
            for row in self._importer.assets(self._importer.open(path)):
                if not row.elsewhere and (not row.book or names.key(row.book) == book):
                    self._rows.setdefault(self._importer.key(row), []).append(replace(row, book=book))

    def of(self, key: str) -> list[AssetRow]:
        """Return the rows of an asset in further books."""
        self._taken.add(key)
        return self._rows.get(key, [])

    def readings(
        self, key: str, asset: Reading, reasons: list[str], *, known: bool
    ) -> Iterator[tuple[None, Reading]]:
        """Yield what became of the further books of an asset: part of it, or the reason why not; ``known``: the ledger
        has the asset."""
        for row, reason in zip(self._rows.get(key, []), reasons, strict=True):
            reading = Reading(row.source, f"book {row.book}", value=row.cost, document=key, rows=row.rows)
            if asset.reason and not reason:
                reason = "its asset is not mapped"
            yield (
                None,
                reading._replace(
                    reason=reason, elsewhere=asset.elsewhere if not reason else "", known=known and not reason
                ),
            )

    def left(self) -> Iterator[AssetRow]:
        """Yield the rows whose asset is not in the books of the ledger."""
        for key, rows in self._rows.items():
            if key not in self._taken:
                yield from rows


BELONGS = "a further book of its asset"
