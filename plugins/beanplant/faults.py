"""Errors that stand at the line a person can mend, and one error for the same fault in many places.

An error says what was found, what was expected and how to mend it. ``Faults`` collects them: faults of one ``kind``
and ``subject`` (the unknown item, the order without a directive) become one error with a count and the first places,
because Fava embeds every error in every page and a person mends the cause once.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from typing import Any, NamedTuple

Source = dict[str, Any]

FIRST_PLACES = 3


class MasterDataError(NamedTuple):
    """A directive or metadata that cannot be read, or that contradicts another."""

    source: Source
    message: str
    entry: Any


class InventoryError(NamedTuple):
    """A movement that cannot be valued: short stock, unknown item, mixed reductions."""

    source: Source
    message: str
    entry: Any


class OrderError(NamedTuple):
    """A posting on work in process or an order's close that cannot stand."""

    source: Source
    message: str
    entry: Any


class CostCenterError(NamedTuple):
    """A cost center that cannot be closed."""

    source: Source
    message: str
    entry: Any


class AssetError(NamedTuple):
    """A fixed asset whose facts cannot be depreciated."""

    source: Source
    message: str
    entry: Any


class DebtError(NamedTuple):
    """A debt whose facts cannot be amortized, or an event that does not fit it."""

    source: Source
    message: str
    entry: Any


class DiscountError(NamedTuple):
    """A term, invoice or payment that cannot be read or matched."""

    source: Source
    message: str
    entry: Any


PlantError = (
    MasterDataError | InventoryError | OrderError | CostCenterError | AssetError | DebtError | DiscountError
)
ErrorClass = (
    type[MasterDataError]
    | type[InventoryError]
    | type[OrderError]
    | type[CostCenterError]
    | type[AssetError]
    | type[DebtError]
    | type[DiscountError]
)


def nearest(name: object, known: Iterable[str]) -> str:
    """Return `` (did you mean "X"?)`` for the closest known name, or an empty text; what is no text is near to none."""
    if not isinstance(name, str):
        return ""
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    if not close:
        folded = {k.casefold(): k for k in sorted(known)}
        close = [folded[name.casefold()]] if name.casefold() in folded else []
    return f' (did you mean "{close[0]}"?)' if close else ""


def place(source: Source) -> str:
    """Return ``main.beancount:12`` for people: the file's own name and the line."""
    return f"{os.path.basename(str(source.get('filename', '?')))}:{source.get('lineno', 0)}"


class Faults:
    """Collects faults; the same kind and subject in many places is one error."""

    def __init__(self) -> None:
        self._groups: dict[tuple[ErrorClass, str], list[tuple[Source, str, Any]]] = {}

    def add(
        self, kind: ErrorClass, source: Source, message: str, entry: Any = None, subject: str = ""
    ) -> None:
        """Add a fault at ``source``. Equal ``subject`` (default: the message) groups it with others of its kind."""
        self._groups.setdefault((kind, subject or message), []).append((source, message, entry))

    def merge(self, other: Faults) -> None:
        """Take in the faults of another collector."""
        for key, found in other._groups.items():
            self._groups.setdefault(key, []).extend(found)

    def __len__(self) -> int:
        return len(self._groups)

    def errors(self) -> list[PlantError]:
        """Return one error a group, at its first place in date of finding, with the count of the others."""
        result: list[PlantError] = []
        for (kind, _subject), found in self._groups.items():
            source, message, entry = found[0]
            if len(found) > 1:
                others = ", ".join(place(s) for s, _, _ in found[1 : 1 + FIRST_PLACES])
                more = len(found) - 1 - FIRST_PLACES
                message += f" [{len(found)} times: also {others}{f' and {more} more' if more > 0 else ''}]"
            clean = {"filename": source.get("filename", "<beanplant>"), "lineno": source.get("lineno", 0)}
            result.append(kind(clean, message, entry))
        return result
