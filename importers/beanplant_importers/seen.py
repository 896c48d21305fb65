"""The documents that an import must not bring in again: those of the ledger, and those of its own files."""

from __future__ import annotations

from collections.abc import Iterable

from beanplant_importers import facts, master_data
from beanplant_importers.errors import ImportFault


class Seen:
    """The documents that an import must not bring in again: those of the ledger, and those of its own files."""

    def __init__(self, had: Iterable[str] = ()) -> None:
        self.had = had if isinstance(had, set | frozenset) else set(had)
        self._directives: set[str] = set()
        self._content: dict[str, tuple[int, str, int]] = {}  # key -> content, file and row

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
        source = fact.source
        what = (
            fact.date,
            getattr(fact, "item", ""),
            getattr(fact, "quantity", None),
            getattr(fact, "amount", None),
        )
        content = hash(what)
        first = self._content.setdefault(key, (content, source.file, source.row))
        if first[1:] != (source.file, source.row):
            if first[1] == source.file:
                raise ImportFault(
                    source.file, source.row, f"found document {key} a second time; row {first[2]} has it, expected "
                    "each line of a document once: a block was pasted or exported twice, remove one",
                )  # fmt: skip
            if first[0] != content:
                raise ImportFault(
                    source.file, source.row, f"found document {key} with another date, item, quantity or amount than "
                    f"in {first[1]}:{first[2]}; expected both exports to agree: export the newer period again",
                )  # fmt: skip
            return False
        return key not in self.had
