"""The terms keys of an ERP in the words of the ledger language.

A key such as ``T210`` says nothing by itself; what it grants is said once, on the importer or in a table::

    terms={"T210": "2/10 net 30"}                  terms="invoices.toml"

    [terms]
    T210 = "2/10 net 30"

A key that is itself worded as terms (``2% 10 Net 30``) needs no entry. Any other one that the table does not have is an
error with its place and the nearest known key: an invoice without its discount would leave the difference open.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from beanplant.rules.payment_terms import parse_terms
from beanplant_importers.errors import ImportFault, nearest
from beanplant_importers.formats.captions import fold

if TYPE_CHECKING:
    from beanplant_importers.facts import Source

Said = Mapping[str, str] | str | Path | None
"""A mapping, or the file of a table."""


def load(said: Said, name: str) -> dict[str, str]:
    """Return the table ``name`` of a TOML file, or the mapping as it is. Raises `ImportFault`."""
    if said is None:
        return {}
    if isinstance(said, Mapping):
        return {str(key): str(value) for key, value in said.items()}
    try:
        found = tomllib.loads(Path(said).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ImportFault(str(said), 0, f"cannot be read as TOML: {error}") from error
    table = found.get(name)
    if not isinstance(table, dict):
        raise ImportFault(str(said), 0, f"found no table [{name}]{nearest(name, found)}; write it")
    return {str(key): str(value) for key, value in table.items()}


class TermsTable:
    """Terms by key; what the table says is read once, so that a slip in it is an error of the table."""

    def __init__(self, said: Said = None) -> None:
        self._where = str(said) if isinstance(said, str | Path) else "terms="
        self._known: dict[str, str] = {}
        self._words: dict[str, str] = {}
        for key, text in load(said, "terms").items():
            self.add(key, text, self._where)

    def add(self, key: str, text: str, where: str, row: int = 0) -> None:
        """Add a key; ``text`` may be empty: nothing is granted. Raises `ImportFault` where it cannot be read."""
        if text:
            _, error = parse_terms(text)
            if error:
                raise ImportFault(where, row, f'terms key "{key}": {error}')
        self._known[fold(key)] = text
        self._words[key] = text

    def __contains__(self, key: str) -> bool:
        """Whether the table has a key."""
        return fold(key) in self._known

    def read(self, key: str, source: Source, caption: str) -> str:
        """Return the terms of a key, nothing for a blank one. Raises `ImportFault` for one that is not known."""
        key = key.strip()
        if not key:
            return ""
        known = self._known.get(fold(key))
        if known is not None:
            return known
        if parse_terms(key)[0] is not None:
            return key
        near = nearest(key, self._words)
        raise ImportFault(
            source.file, source.row, f'{caption}: found the terms key "{key}", which {self._where} has not{near}; '
            f'write what it grants, such as terms={{"{key}": "2/10 net 30"}}',
        )  # fmt: skip
