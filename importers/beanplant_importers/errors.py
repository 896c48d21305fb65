"""Errors of an import: what is wrong, in which file and row, what was found, what was expected, how to mend it.

An error is a `beangulp.exceptions.Error`, so beangulp prints its message without a traceback. An import stops at the
first one and writes nothing: a figure that cannot be read is never guessed.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from beangulp.exceptions import Error


class ImportFault(Error):  # type: ignore[misc]
    """A fault in a file that is imported, or in what the importer was told about it.

    ``file`` is the path as given, ``row`` the physical row (from 1; 0: the file as a whole). The message reads
    ``exports/mb51.txt:17: Amount in LC: found "1.2.3", expected a number; mend the cell``.
    """

    def __init__(self, file: str, row: int, message: str) -> None:
        super().__init__(f"{file}:{row}: {message}" if row else f"{file}: {message}")
        self.file = file
        self.row = row


class HeaderFault(ImportFault):
    """A file has no header with the columns that an importer needs: it may be another importer's."""

    missing = 0
    """How many of the columns it lacks."""
    found = 0
    """How many columns of the importer's it has."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a half sentence with the known name most like ``name``, or nothing.

    >>> nearest("Posting Dat", ["Plant", "Posting Date"])
    '; the nearest known name is "Posting Date"'
    """
    found = difflib.get_close_matches(name, list(known), 1, 0.6)
    return f'; the nearest known name is "{found[0]}"' if found else ""


def nearest_of(names: Iterable[str], known: Iterable[str]) -> str:
    """Return a half sentence with the known name most like any of ``names``, or nothing.

    >>> nearest_of(["Material Document", "Mat.-Beleg"], ["Materialkurztext", "Mat.-Beleq"])
    '; the nearest known name is "Mat.-Beleq"'
    """
    known = list(known)
    pairs = [(name, close) for name in names for close in difflib.get_close_matches(name, known, 1, 0.6)]
    best = max(pairs, key=lambda pair: difflib.SequenceMatcher(None, *pair).ratio(), default=None)
    return f'; the nearest known name is "{best[1]}"' if best else ""
