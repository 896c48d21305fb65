"""Transaction types of other systems: what each does to an asset, by ``asset_types.toml`` and a user's own.

::

    assets.SapTransactions("P100", types={"Z10": "acquisition", "Z99": "ignore"})

A type without an entry is never guessed: its rows are named with what to write.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from beanplant_importers.errors import ImportFault, nearest
from beanplant_importers.formats.captions import fold

DEFAULTS = Path(__file__).with_name("asset_types.toml")

KINDS = (
    "acquisition", "retirement", "transfer", "reclass", "move", "impairment", "write-up", "revaluation", "depreciation",
    "reversal", "ignore",
)  # fmt: skip
"""What a transaction may do to an asset."""


class Types:
    """The transaction types of a system, with a user's own. Raises `ImportFault` for a kind that is none."""

    def __init__(self, system: str, types: Mapping[str, str] | None = None) -> None:
        given = tomllib.loads(DEFAULTS.read_text("utf-8"))[system]
        self.codes = [code for codes in given.values() for code in codes] + [*KINDS, *(types or {})]
        self._kinds = {fold(kind): kind for kind in KINDS}
        self._kinds.update({fold(code): kind for kind, codes in given.items() for code in codes})
        for code, kind in (types or {}).items():
            if kind not in KINDS:
                raise ImportFault(
                    "types=", 0, f'type "{code}": found "{kind}", expected one of {", ".join(KINDS)}'
                    f"{nearest(kind, KINDS)}",
                )  # fmt: skip
            self._kinds[fold(code)] = kind

    def kind(self, code: str) -> str | None:
        """Return what a type does, None if no table has it."""
        return self._kinds.get(fold(code))

    def why_not(self, code: str) -> str:
        """Say that a type has no entry, and what to write."""
        near = "" if code.strip().isdecimal() else nearest(code, self.codes)
        return (
            f'transaction type "{code}" has no entry; say types={{"{code}": "..."}} on the importer, one of '
            f"{', '.join(KINDS)}{near}"
        )
