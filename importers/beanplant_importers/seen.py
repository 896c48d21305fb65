"""The documents that an import must not bring in again: those of the ledger, and those of its own files."""

from __future__ import annotations

from collections.abc import Iterable

from beanplant_importers import facts, master_data
from beanplant_importers.errors import ImportFault

_CONTENT = (1 << 40) - 1


class Seen:
    """The documents that an import must not bring in again: those of the ledger, and those of its own files."""

    def __init__(self, had: Iterable[str] = ()) -> None:
        self.had = had if isinstance(had, set | frozenset) else set(had)
        self._directives: set[str] = set()
        self._files: list[str] = []
        self._first: dict[str, int] = {}  # key -> content, file and row, packed

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
        key = getattr(fact, "key", None)
        if key is None:
            return True
        file, row = fact.source
        if not self._files or self._files[-1] != file:
            self._files.append(file)
        what = (
            fact.date,
            getattr(fact, "item", ""),
            getattr(fact, "quantity", None),
            getattr(fact, "amount", None),
        )
        mine = (hash(what) & _CONTENT) << 48 | len(self._files) << 32 | row
        first = self._first.setdefault(key, mine)
        if first != mine:
            first_file, first_row = self._files[(first >> 32 & 0xFFFF) - 1], first & 0xFFFFFFFF
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
            return False
        return key not in self.had
