"""The ledger that an import goes into: what it says of the plant, its documents, and the importers for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beanplant.cli import ledger as ledgers

if TYPE_CHECKING:
    from collections.abc import Callable

    import click

    from beanplant_importers.batches import Batches
    from beanplant_importers.importer import PlantImporter


IMPORTED = "; Imported at grain "
"""How the first line of a journal begins that an import wrote."""


class Book:
    """The ledger that an import goes into, as far as there is one."""

    def __init__(self, ctx: click.Context, quiet: bool) -> None:
        self.path: Path | None = None
        if ctx.obj or os.environ.get(ledgers.VARIABLE) or Path(ledgers.DEFAULT).is_file():
            self.path = ledgers.choose(ctx, quiet=quiet)
        self._entries: list[Any] | None = None
        self._options: dict[str, Any] = {}
        self._known: Any = None

    def guard(self, output: str | None, replace: bool) -> None:
        """Refuse a journal that is the ledger itself, and to make anew what no import wrote. Raises `ImportFault`."""
        from beanplant_importers.errors import ImportFault

        if output is None or not Path(output).is_file():
            return
        target = Path(output)
        if self.path is not None and target.samefile(self.path):
            raise ImportFault(
                output,
                0,
                "is the ledger itself, expected a journal of its own, such as -o journals/2026-03.beancount",
            )
        if not replace:
            return
        with target.open(encoding="utf-8", errors="replace") as file:
            first = file.readline()
        if first.strip() and not first.startswith(IMPORTED):
            raise ImportFault(
                output, 1, f'found "{first.strip()[:40]}", expected the line "{IMPORTED}..." that an import writes; '
                "--replace does not touch what a person wrote: name another file, or leave --replace out to add to it",
            )  # fmt: skip

    def read(self) -> list[Any]:
        """Return the ledger's entries as parsed."""
        from beanplant_importers import pipeline

        if self._entries is None:
            self._entries = []
            if self.path is not None:
                self._entries, self._options = pipeline.read_ledger(self.path)
        return self._entries

    def entries(self, output: str | None, replace: bool) -> list[Any]:
        """Return what the ledger has already: with the journal that is added to, without one that is replaced."""
        from beanplant_importers import pipeline

        entries = self.read()
        if output is None or not Path(output).is_file():
            return entries
        target = str(Path(output).resolve())
        if replace:
            return [entry for entry in entries if entry.meta["filename"] != target]
        if target not in self._options.get("include", ()):
            return entries + pipeline.read_ledger(target)[0]
        return entries

    def importers(
        self, config: str | None, files: tuple[str, ...], settings: dict[str, str]
    ) -> list[PlantImporter]:
        """Return the importers of the configuration, and one for each SQL profile among the files."""
        from beanplant_importers import pipeline
        from beanplant_importers.errors import ImportFault
        from beanplant_importers.systems import sql

        profiles: list[PlantImporter] = [
            sql.Sql(path, parameters=settings) for path in files if sql.is_profile(path)
        ]
        if config is None and len(profiles) == len(files):
            return profiles
        if settings and not profiles:
            raise ImportFault("import", 0, "--set is given, but no file is a profile of SQL queries")
        folder = self.path.parent if self.path is not None else Path()
        if config is None:
            said = [
                entry.values[1].value
                for entry in self.read()
                if type(entry).__name__ == "Custom"
                and entry.type == "fava-option"
                and len(entry.values) == 2
                and entry.values[0].value == "import-config"
            ]
            found = folder / (said[0] if said else "import.py")
            if not found.is_file():
                raise ImportFault(
                    str(found), 0, "there is no configuration; write one such as: from beanplant_importers import sap; "
                    'CONFIG = [sap.MaterialDocuments("P100")], or name one with --config',
                )  # fmt: skip
            config = str(found)
        configured = pipeline.load_config(config)
        mine = [path for path in files if sql.is_profile(path)]
        return [*profiles, *(i for i in configured if not any(i.identify(path) for path in mine))]

    def unit_cost(self) -> Callable[..., Any] | None:
        """Return the ledger's standard costs, rolled up where none is stated; None without a ledger."""
        master = self._master()
        if master is None:
            return None

        def unit_cost(item: str, date: Any, code: str) -> Any:
            plant = master.plant_on(code, date)
            known = master.items.get(item)
            if plant is None or (
                not (known and known.activity) and master.valuation(item, plant) != "standard"
            ):
                return None
            found = master.standard(item, date, code)
            return found.cost.number if found is not None else None

        return unit_cost

    def overhead(self) -> Callable[..., Any] | None:
        """Return the overhead in the ledger's standard costs of activities; None without a ledger."""
        master = self._master()
        if master is None:
            return None

        def overhead(item: str, date: Any, code: str) -> Any:
            found = master.standard(item, date, code)
            if found is None or not found.components:
                return None
            return sum(found.components.values()) - found.components.get("labor", 0)

        return overhead

    def _master(self) -> Any:
        """Read the ledger's master data, once."""
        if self.path is not None and self._known is None:
            from beancount.core import data

            from beanplant import masterdata

            self._known, _ = masterdata.read(data.sorted(self.read()), self._options)
        return self._known

    def batches(self, folder: str | None, name: str, replace: bool) -> Batches:
        """Return the batches that the documents behind sums go to."""
        from beanplant_importers import batches

        base = self.path.parent if self.path is not None else Path()
        said = batches.folders(self.read())
        return batches.Batches(base, said, folder=folder, name=name, replace=replace)
