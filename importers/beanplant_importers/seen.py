"""The documents that an import must not bring in again: those of the ledger, and those of its own files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from beanplant_importers import document_keys, facts, master_data
from beanplant_importers.document_keys import Chunk, KnownKeys
from beanplant_importers.errors import ImportFault


class Seen:
    """The documents that an import must not bring in again: those of the ledger, and those of its own files.

    ``several``: the import has several files, so that what they have in common is compared.
    """

    def __init__(self, had: Iterable[str] | document_keys.Keys = (), *, several: bool = True) -> None:
        self.had: KnownKeys = had if isinstance(had, set | frozenset | document_keys.Keys) else set(had)
        self.several = several
        self._directives: set[str] = set()
        self._files: list[str] = []
        self._first: dict[str, int] = {}  # key -> content, file and row, packed
        self._chunks: list[Chunk] = []  # keys read by columns, and those of the first that are numbers
        self._places: dict[int, dict[int, int]] = {}  # chunk -> key -> place in it

    def is_new(self, fact: facts.Fact) -> bool:
        """Say whether a fact is new. Raises `ImportFault` for a duplicate within a file, or with other content."""
        if isinstance(fact, facts.Order):
            keys = [
                master_data.order_key(fact.order),
                *([master_data.close_key(fact.order)] if fact.closed else []),
            ]
            new = [key for key in keys if key not in self.had and key not in self._directives]
            self._directives.update(new)
            return bool(new)
        if isinstance(fact, facts.Asset):
            name = master_data.item_key(fact)
            new_asset = name not in self.had and name not in self._directives
            self._directives.add(name)
            return new_asset
        if isinstance(fact, facts.AssetDirective):
            if fact.twin in self.had:
                return False
            if not fact.document:
                new_names = fact.key not in self.had and fact.key not in self._directives
                self._directives.add(fact.key)
                return new_names
        key = getattr(fact, "key", None)
        if key is None:
            return True
        what = document_keys.content(
            fact.date,
            getattr(fact, "item", ""),
            getattr(fact, "quantity", None),
            getattr(fact, "amount", None),
        )
        number = self._file(fact.source.file)
        mine = what << 48 | number << 32 | fact.source.row
        first = self._by_columns(key) if self._chunks else None
        if first is None:
            first = self._first.setdefault(key, mine)
        if first != mine:
            self._compare(key, first, mine)
            return False
        return key not in self.had

    def new(self, file: str, keys: Any, rows: Any, contents: Any) -> Any:
        """Return which documents of a block are new, by columns: ``keys`` as numbers, their ``rows`` in the file and
        their `document_keys.contents` (None if the import has one file); None if all are.

        Raises `ImportFault` as `is_new` does.
        """
        import pyarrow.compute as pc

        self._pack()
        number = self._file(file)
        ascending = pc.all(pc.greater(keys.slice(1), keys.slice(0, max(len(keys) - 1, 0)))).as_py()
        if not ascending and len(keys.unique()) < len(keys):
            where: dict[int, int] = {}
            for key, row in zip(keys.to_pylist(), rows.to_pylist(), strict=True):
                if key in where:
                    self._compare(document_keys.text(key), number << 32 | where[key], number << 32 | row)
                where[key] = row
        old = document_keys.among(keys, self._chunks)
        if old is not None:
            these = (
                keys.filter(old),
                rows.filter(old),
                contents.filter(old) if contents is not None else None,
            )
            firsts: dict[int, int] = {}
            for index in range(len(self._chunks)):
                firsts |= self._found(index, these[0])
            whats = these[2].to_pylist() if these[2] is not None else [0] * len(these[0])
            for key, row, what in zip(these[0].to_pylist(), these[1].to_pylist(), whats, strict=True):
                self._compare(document_keys.text(key), firsts[key], what << 48 | number << 32 | row)
        self._chunks.append(Chunk.of(keys, number, rows, contents))
        known = self.had.among(keys) if isinstance(self.had, document_keys.Keys) else None
        if old is None or known is None:
            found = old if known is None else known
        else:
            found = pc.or_(old, known)
        return None if found is None else pc.invert(found)

    def _file(self, file: str) -> int:
        """Return the number of a file."""
        if not self._files or self._files[-1] != file:
            self._files.append(file)
        return len(self._files)

    def _compare(self, key: str, first: int, mine: int) -> None:
        """Compare where a document was found before and now."""
        first_file, first_row = self._files[(first >> 32 & 0xFFFF) - 1], first & 0xFFFFFFFF
        file, row = self._files[(mine >> 32 & 0xFFFF) - 1], mine & 0xFFFFFFFF
        if first_file == file:
            raise ImportFault(
                file, row, f"found document {key} a second time; row {first_row} has it, expected each line of a "
                "document once: a block was pasted or exported twice, remove one",
            )  # fmt: skip
        if first >> 48 != mine >> 48:
            raise ImportFault(
                file, row, f"found document {key} with another date, item, quantity or amount than in "
                f"{first_file}:{first_row}; expected both exports to agree: export the newer period again",
            )  # fmt: skip

    def _by_columns(self, key: str) -> int | None:
        """Return where a document was read by columns."""
        number = document_keys.number(key)
        if number is None:
            return None
        for index, chunk in enumerate(self._chunks):
            if chunk.least <= number <= chunk.most:
                places = self._places.get(index)
                if places is None:
                    places = self._places[index] = {
                        one: place for place, one in enumerate(chunk.keys.to_pylist())
                    }
                if number in places:
                    return self._at(chunk, places[number])
        return None

    def _found(self, index: int, keys: Any) -> dict[int, int]:
        """Return where those of ``keys`` are that a chunk has."""
        import pyarrow.compute as pc

        chunk = self._chunks[index]
        places = pc.drop_null(pc.index_in(keys, value_set=chunk.keys)).to_pylist()
        return {chunk.keys[place].as_py(): self._at(chunk, place) for place in places}

    @staticmethod
    def _at(chunk: Chunk, place: int) -> int:
        what = chunk.contents[place].as_py() if chunk.contents is not None else 0
        return int(what << 48 | chunk.file << 32 | chunk.rows[place].as_py())

    def _pack(self) -> None:
        """Keep those keys that are numbers as such, so that a block is compared with them."""
        import pyarrow

        by_file: dict[int, list[tuple[int, int, int]]] = {}
        texts: dict[str, int] = {}
        for key, first in self._first.items():
            number = document_keys.number(key)
            if number is None:
                texts[key] = first
            else:
                part = by_file.setdefault(first >> 32 & 0xFFFF, [])
                part.append((number, first & 0xFFFFFFFF, first >> 48))
        if not by_file:
            return
        self._first = texts
        for file, part in by_file.items():
            keys, rows, contents = (pyarrow.array(column) for column in zip(*part, strict=True))
            self._chunks.append(Chunk.of(keys.cast(pyarrow.int64()), file, rows, contents))
