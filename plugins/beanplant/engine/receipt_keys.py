"""Which receipts a key means: ``"4500001-10"`` one line of a purchase order, ``"4500001"`` all lines that came of it.

A supplier's invoice in money may name less or more than the receipt does, as its list has it: where no receipt has the
key itself, it means the lines of that order (``4500001-10``, ``4500001-20``), or the order that it is a line of.
Several keys stand in one text: ``"R-1, R-2"``.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from beanplant.engine.lots import ReceiptLine


class ReceiptKeys:
    """Keys of receipts, by themselves and by the order that they are a line of."""

    def __init__(self, keys: Collection[str] = ()) -> None:
        self._known: dict[str, None] = {}
        self._lines: dict[str, list[str]] = {}
        for key in keys:
            self.add(key)

    def add(self, key: str) -> None:
        """Take in a key."""
        if key in self._known:
            return
        self._known[key] = None
        order, _, line = key.rpartition("-")
        if order and line.isdecimal():
            self._lines.setdefault(order, []).append(key)

    def meant(self, keys: Any) -> list[str]:
        """Return the known keys that one key, or several in a text, mean."""
        whole = str(keys)
        if whole in self._known:
            return [whole]
        found: dict[str, None] = {}
        for name in (part.strip() for part in whole.split(",")):
            order, _, line = name.rpartition("-")
            if name in self._known:
                found[name] = None
            elif name in self._lines:
                found.update(dict.fromkeys(self._lines[name]))
            elif line.isdecimal() and order in self._known:
                found[order] = None
        return list(found)


class ReceiptIndex:
    """The lines of receipts by key; it follows what is received."""

    def __init__(self, receipts: dict[tuple[Any, str], ReceiptLine]) -> None:
        self._receipts = receipts
        self._keys = ReceiptKeys()
        self._lines: dict[str, list[tuple[str, ReceiptLine]]] = {}
        self._seen = 0

    def lines(self, keys: Any) -> list[tuple[str, ReceiptLine]]:
        """Return the lines that one key, or several in a text, mean, with their items, by item."""
        new = list(islice(reversed(self._receipts.items()), len(self._receipts) - self._seen))
        for (key, item), line in reversed(new):
            self._keys.add(str(key))
            self._lines.setdefault(str(key), []).append((item, line))
        self._seen = len(self._receipts)
        found = [line for key in self._keys.meant(keys) for line in self._lines[key]]
        return sorted(found, key=lambda pair: pair[0])
