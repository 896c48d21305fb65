"""Keys of documents as numbers: ten million of them in eighty megabytes, and looked up a block at a time.

``2026/4900000123/1`` is the number 202649000001230001. A key of another form stays a text. Numbers are kept in chunks
as they came, each with its least and greatest: an export in the order of its documents meets one or two chunks.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

LINES = 10**4
DOCUMENTS = 10**10

_KEY = re.compile(r"([0-9]{4})/(0|[1-9][0-9]{0,9})/(0|[1-9][0-9]{0,3})")
_DOCUMENT, _LINE = r"^[0-9]{4}/(0|[1-9][0-9]{0,9})$", r"^(0|[1-9][0-9]{0,3})$"

CONTENT = (1 << 40) - 1
_WORD = (1 << 64) - 1
_DATE, _ITEM, _QUANTITY, _AMOUNT = (
    0x9E3779B97F4A7C15,
    0xC2B2AE3D27D4EB4F,
    0x165667B19E3779F9,
    0x27D4EB2F165667C5,
)


def number(key: str) -> int | None:
    """Return a key as a number, None if it has another form.

    >>> number("2026/4900000123/1"), number("2026/A-7/1")
    (202649000001230001, None)
    """
    found = _KEY.fullmatch(key)
    return (int(found[1]) * DOCUMENTS + int(found[2])) * LINES + int(found[3]) if found else None


def text(key: int) -> str:
    """Return the key that a number stands for.

    >>> text(202649000001230001)
    '2026/4900000123/1'
    """
    document, line = divmod(key, LINES)
    return f"{document // DOCUMENTS:04d}/{document % DOCUMENTS}/{line}"


def content(date: datetime.date, item: str, quantity: Decimal | None, amount: Decimal | None) -> int:
    """Return 40 bits of what a document says: two exports that have it must agree in them."""
    return _content(
        date.toordinal() * _DATE + zlib.crc32(item.encode()) * _ITEM,
        _units(quantity) * _QUANTITY + _units(amount) * _AMOUNT,
    )


def _content(this: int, other: int) -> int:
    return (this + other & _WORD) >> 20 & CONTENT


def _units(number: Decimal | None) -> int:
    return int(number.scaleb(9)) if number is not None else 0


def contents(dates: Any, items: Any, quantities: Any, amounts: Any) -> Any:
    """Return the same of columns: ordinals of dates, `item_part` of items, decimals with nine places."""
    import pyarrow
    import pyarrow.compute as pc

    def times(column: Any, factor: int) -> Any:
        return pc.multiply(column, pyarrow.scalar(factor, pyarrow.uint64()))

    total = pc.add(times(dates.cast(pyarrow.uint64()), _DATE), items)
    for column, factor in ((quantities, _QUANTITY), (amounts, _AMOUNT)):
        total = pc.add(total, times(_low_words(column), factor))
    word = pyarrow.uint64()
    shifted = pc.shift_right(total, pyarrow.scalar(20, word))
    return pc.bit_wise_and(shifted, pyarrow.scalar(CONTENT, word))


def item_part(item: str) -> int:
    """Return what an item adds to a document's content."""
    return zlib.crc32(item.encode()) * _ITEM & _WORD


def _low_words(column: Any) -> Any:
    """Return the lower 64 bits of decimals, blanks as zero."""
    import pyarrow
    import pyarrow.compute as pc

    values = pyarrow.Array.from_buffers(
        pyarrow.uint64(), 2 * len(column), [None, column.buffers()[1]], offset=2 * column.offset
    )
    low = pc.list_element(pyarrow.FixedSizeListArray.from_arrays(values, 2), 0)
    return (
        pc.if_else(column.is_valid(), low, pyarrow.scalar(0, pyarrow.uint64())) if column.null_count else low
    )


class Chunk(NamedTuple):
    """Keys of one file: their rows in it and their contents, where these are compared."""

    least: int
    most: int
    keys: Any
    file: int = 0
    rows: Any = None
    contents: Any = None

    @classmethod
    def of(cls, keys: Any, file: int = 0, rows: Any = None, contents: Any = None) -> Chunk:
        """Return a chunk of some keys."""
        import pyarrow.compute as pc

        ends = pc.min_max(keys).as_py()
        return cls(ends["min"], ends["max"], keys, file, rows, contents)


class Keys:
    """The keys of documents that are known: a set of texts, as far as it is asked."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._texts: set[str] = set()
        self._chunks: list[Chunk] = []
        self._sets: dict[int, frozenset[int]] = {}
        self.update(keys)

    def update(self, keys: Iterable[str]) -> None:
        """Add keys, or those of another `Keys`."""
        if isinstance(keys, Keys):
            self._texts |= keys._texts
            self._chunks += keys._chunks
            return
        numbers = []
        for key in keys:
            found = number(key)
            if found is None:
                self._texts.add(key)
            else:
                numbers.append(found)
        if numbers:
            import pyarrow

            self._chunks.append(Chunk.of(pyarrow.array(sorted(numbers), pyarrow.int64())))

    def __contains__(self, key: object) -> bool:
        if key in self._texts:
            return True
        found = number(key) if self._chunks and isinstance(key, str) else None
        if found is None:
            return False
        for index, chunk in enumerate(self._chunks):
            if chunk.least <= found <= chunk.most:
                if index not in self._sets:
                    self._sets[index] = frozenset(chunk.keys.to_pylist())
                if found in self._sets[index]:
                    return True
        return False

    def __iter__(self) -> Iterator[str]:
        yield from self._texts
        for chunk in self._chunks:
            yield from map(text, chunk.keys.to_pylist())

    def among(self, keys: Any) -> Any:
        """Return which of a block's keys are known; None if none is."""
        return among(keys, self._chunks)

    def add_documents(self, documents: Any, lines: Any) -> None:
        """Add the keys of two columns of texts: documents, and lines in them."""
        import pyarrow
        import pyarrow.compute as pc

        lines = pc.fill_null(lines, "")
        plain = pc.and_(
            pc.match_substring_regex(documents, _DOCUMENT), pc.match_substring_regex(lines, _LINE)
        )
        others = pc.invert(plain)
        self._texts.update(
            f"{document}/{line}"
            for document, line in zip(
                documents.filter(others).to_pylist(), lines.filter(others).to_pylist(), strict=True
            )
        )
        documents, lines = documents.filter(plain), lines.filter(plain)
        if not len(documents):
            return
        years = pc.utf8_slice_codeunits(documents, 0, 4).cast(pyarrow.int64())
        rest = pc.utf8_slice_codeunits(documents, 5).cast(pyarrow.int64())
        self._chunks.append(Chunk.of(numbers_of(years, rest, lines.cast(pyarrow.int64()))))

    def read(self, folder: Path) -> None:
        """Add the keys of all documents in a plant's subledger, and of the orders' closes."""
        from pyarrow import parquet

        from beanplant_importers import master_data

        names = ["fact", "document", "line", "date"]
        for path in sorted(folder.glob("*.parquet")):
            with parquet.ParquetFile(path) as file:
                for block in file.iter_batches(1 << 18, columns=names):
                    fact, document, line, date = (_texts(block.column(name)) for name in names)
                    for kind in fact.unique().to_pylist():
                        of_kind = _is(fact, kind)
                        if kind == "order":
                            self._texts.update(
                                master_data.order_key(one) for one in document.filter(of_kind).to_pylist()
                            )
                        elif kind == "close":
                            pairs = zip(
                                document.filter(of_kind).to_pylist(),
                                date.filter(of_kind).to_pylist(),
                                strict=True,
                            )
                            self._texts.update(f"order-close/{one}/{day}" for one, day in pairs)
                        else:
                            self.add_documents(document.filter(of_kind), line.filter(of_kind))


KnownKeys = set[str] | frozenset[str] | Keys
"""Keys that are known, as whoever gives them has them."""


def among(keys: Any, chunks: Iterable[Chunk]) -> Any:
    """Return which of a block's keys are in chunks; None if none is."""
    import pyarrow.compute as pc

    ends, found = pc.min_max(keys).as_py(), None
    for chunk in chunks:
        if ends["min"] is None or chunk.most < ends["min"] or ends["max"] < chunk.least:
            continue
        here = pc.is_in(keys, value_set=chunk.keys)
        if pc.any(here).as_py():
            found = here if found is None else pc.or_(found, here)
    return found


def numbers_of(years: Any, documents: Any, lines: Any) -> Any:
    """Return columns of years, documents and lines as keys."""
    import pyarrow.compute as pc

    return pc.add(pc.multiply(pc.add(pc.multiply(years, DOCUMENTS), documents), LINES), lines)


def _texts(column: Any) -> Any:
    import pyarrow

    return column.dictionary_decode() if isinstance(column.type, pyarrow.DictionaryType) else column


def _is(column: Any, value: str | None) -> Any:
    import pyarrow.compute as pc

    return pc.is_null(column) if value is None else pc.fill_null(pc.equal(column, value), False)
