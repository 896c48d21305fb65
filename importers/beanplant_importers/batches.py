"""Which batch of the subledger an import goes into, and which documents are in there already.

A plant's documents lie in the folder that ``plant-subledger`` names, else in ``subledger/P100`` beside the ledger. An
import is a batch, named after its journal (``journal-2026``, ``journal-2026-2`` ...). Batches are written when all
files were read; an import that fails leaves none, and one that replaces a journal replaces its batches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beancount.core import data

from beanplant_importers import subledger
from beanplant_importers.document_keys import Keys

if TYPE_CHECKING:
    from beanplant_importers.journal import Observer


def folders(entries: Iterable[Any]) -> dict[str, str]:
    """Return the folder of each plant's documents, as the ledger says it, relative to the ledger."""
    return {
        str(entry.values[0].value): str(entry.values[1].value)
        for entry in entries
        if isinstance(entry, data.Custom) and entry.type == "plant-subledger" and len(entry.values) == 2
    }


class Batches:
    """The batches of one import. Use it as a context manager: what is not kept when it ends is given up.

    ``base`` is the ledger's folder, ``said`` the plants' folders by the ledger, ``folder`` one that wins over both.
    """

    def __init__(
        self, base: Path, said: Mapping[str, str], *, folder: str | None, name: str, replace: bool
    ) -> None:
        self._base = base
        self._said = said
        self._root = Path(folder) if folder is not None else None
        self._name = name
        self._replace = replace
        self._open = ExitStack()
        self._aside: list[tuple[Path, Path]] = []
        self._used: list[str] = []

    def __enter__(self) -> Batches:
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if self._used:
            failure = RuntimeError("the import was given up")
            self._open.__exit__(RuntimeError, failure, None)
        for hidden, path in self._aside:
            hidden.replace(path)

    def folder(self, plant: str) -> Path:
        """Return the folder of a plant's documents."""
        if self._root is not None:
            return self._root / plant
        return self._base / self._said.get(plant, f"subledger/{plant}")

    def known(self) -> Keys:
        """Return the keys of all documents in the subledger, less those of batches that are replaced."""
        found = Keys()
        for folder in self._folders():
            if self._replace:
                self._set_aside(folder)
            found.update(subledger.known_keys(folder))
        return found

    def _folders(self) -> list[Path]:
        root = self._root or self._base / "subledger"
        found = {child for child in root.iterdir() if child.is_dir()} if root.is_dir() else set()
        if self._root is None:
            found |= {self.folder(plant) for plant in self._said if self.folder(plant).is_dir()}
        return sorted(found)

    def _set_aside(self, folder: Path) -> None:
        """Hide the batches that are replaced, until the new ones are kept."""
        own = re.compile(re.escape(self._name) + r"(-\d+)?\.parquet")
        for path in sorted(folder.glob("*.parquet")):
            if own.fullmatch(path.name):
                hidden = path.with_name(f".{path.name}.old")
                path.replace(hidden)
                self._aside.append((hidden, path))

    def open(self, plant: str, resolve: subledger.Resolve) -> tuple[str, Observer]:
        """Open a batch of a plant; return its name, and who is told of each document.

        ``resolve`` turns the places of facts into the accounts by which documents are found.
        """
        folder = self.folder(plant)
        name, number = self._name, 1
        while (folder / f"{name}.parquet").exists():
            number += 1
            name = f"{self._name}-{number}"
        batch = self._open.enter_context(subledger.Batch(folder, name, resolve))
        self._used.append(plant)
        return name, batch

    def keep(self) -> None:
        """Write the batches, and forget those that they replace."""
        self._open.close()
        self._used.clear()
        for hidden, _ in self._aside:
            hidden.unlink()
        self._aside.clear()

    def hints(self, plants: Iterable[str]) -> list[str]:
        """Return the directives by which the ledger would find the documents of these plants."""
        return [
            f'custom "plant-subledger" "{plant}" "{self._shown(self.folder(plant))}"'
            for plant in plants
            if plant not in self._said
        ]

    def _shown(self, folder: Path) -> str:
        try:
            return folder.resolve().relative_to(self._base.resolve()).as_posix()
        except ValueError:
            return folder.as_posix()
