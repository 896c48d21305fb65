"""An import from files to text: which importer reads which file, in which order, into which journal.

`run` reads every file, and only then is anything written: an import that fails has written nothing. Lists of orders
come before what is posted on the orders, so that all files of a month can be given at once.
"""

from __future__ import annotations

import glob
import re
import runpy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beancount.parser import parser

from beanplant_importers import known
from beanplant_importers.document_keys import Keys
from beanplant_importers.errors import HeaderFault, ImportFault
from beanplant_importers.grouping import changes, cuts
from beanplant_importers.importer import PlantImporter, Seen
from beanplant_importers.journal import Journal, Observer
from beanplant_importers.tally import STEP, Tally

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.piece import Piece
    from beanplant_importers.subledger import Resolve
    from beanplant_importers.summaries import UnitCost

Progress = Callable[[str, int], None]
"""Called with a file and the number of its rows that are read."""


_DECLARES = re.compile(r'\d{4}-\d\d-\d\d (?:commodity|custom "plant-standard-cost" [-\d.]+) ([^\s]+)')
"""A piece of a journal that says what an item is."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file and the importer that reads it."""

    importer: PlantImporter
    path: str


@dataclass(slots=True)
class Outcome:
    """What an import came to."""

    pieces: list[Piece] = field(default_factory=list)
    tallies: list[tuple[Job, Tally]] = field(default_factory=list)
    to_open: list[str] = field(default_factory=list)
    """Accounts that are used and that the ledger does not open."""
    new_items: list[tuple[str, str]] = field(default_factory=list)
    """Materials that neither the ledger nor the import declares, each with the commodity that its number became."""

    def text(self, title: str) -> Iterator[str]:
        """Yield the journal, and at its end what could not be imported, as comments."""
        yield "".join(f"; {line}\n" for line in title.splitlines()) + "\n"
        for piece in self.pieces:
            yield piece.text + "\n"
        for _, tally in self.tallies:
            for source, reason in tally.reasons():
                yield f"; Not imported: {source.file}:{source.row}: {reason}\n"


def load_config(path: str | Path) -> list[PlantImporter]:
    """Return the plant importers of a beangulp configuration. Raises `ImportFault` for what is none."""
    try:
        config = runpy.run_path(str(path)).get("CONFIG")
    except ImportFault:
        raise
    except Exception as error:
        raise ImportFault(
            str(path), 0, f"the configuration fails: {type(error).__name__}: {error}"
        ) from error
    if not isinstance(config, list | tuple):
        raise ImportFault(
            str(path),
            0,
            'found no list CONFIG, expected one such as CONFIG = [sap.MaterialDocuments("P100")]',
        )
    importers = [importer for importer in config if isinstance(importer, PlantImporter)]
    names = [importer.name for importer in importers]
    for name in names:
        if names.count(name) > 1:
            raise ImportFault(str(path), 0, f'two importers are called "{name}"; give one of them name="..."')
    return importers


def read_ledger(path: str | Path) -> tuple[list[Any], dict[str, Any]]:
    """Return the entries of a ledger and the files it includes, as parsed: no plugin runs, nothing is booked.

    That is all an import needs: accounts, commodities, plants, orders, and the keys of documents.
    """
    entries: list[Any] = []
    options: dict[str, Any] = {}
    todo, seen = [Path(path).resolve()], set()
    while todo:
        file = todo.pop()
        if file in seen or not file.is_file():
            continue
        seen.add(file)
        found, _, options_map = parser.parse_file(str(file))
        entries += found
        options = options or options_map
        for pattern in options_map["include"]:
            todo += sorted(
                Path(name).resolve() for name in glob.glob(str(file.parent / pattern), recursive=True)
            )
    options["include"] = sorted(map(str, seen))
    return entries, options


def walk(paths: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield the files of paths, and whether each was named itself; folders are searched, hidden files left out."""
    for path in paths:
        if Path(path).is_dir():
            for file in sorted(Path(path).rglob("*")):
                relative = file.relative_to(path)
                if file.is_file() and not any(part.startswith((".", "__")) for part in relative.parts):
                    yield str(file), False
        else:
            yield path, True


def choose(importers: Iterable[PlantImporter], path: str) -> PlantImporter | None:
    """Return the importer that reads a file, None if there is none. Raises `ImportFault` if there are two."""
    found = [importer for importer in importers if importer.identify(path)]
    if len(found) > 1:
        names = " and ".join(importer.name for importer in found)
        raise ImportFault(path, 0, f"is read by {names}; expected one importer: remove one from CONFIG")
    return found[0] if found else None


def why_not(importers: Iterable[PlantImporter], path: str) -> ImportFault:
    """Return the fault of a file that no importer reads: what the one that came closest says."""
    faults: list[ImportFault] = []
    names = []
    for importer in importers:
        names.append(importer.name)
        try:
            importer.open(path)
        except ImportFault as fault:
            faults.append(fault)
        except Exception:  # a strange file is not this importer's
            continue
    damaged = [fault for fault in faults if not isinstance(fault, HeaderFault)]
    if damaged:
        return damaged[0]
    near = [fault for fault in faults if isinstance(fault, HeaderFault) and fault.missing]
    if near:
        return min(near, key=lambda fault: fault.missing - fault.found)
    tried = ", ".join(names) or "there is none in CONFIG"
    return ImportFault(path, 0, f"no importer reads this file; tried {tried}")


def near_miss(importers: Iterable[PlantImporter], path: str) -> str:
    """Return why a file that looks like a list of an importer is not read; nothing for any other file."""
    fault = why_not(importers, path)
    if isinstance(fault, HeaderFault) and fault.found > fault.missing:
        return str(fault).removeprefix(f"{path}:").lstrip("0123456789: ")
    return ""


def shared_chart(importers: Iterable[PlantImporter], entries: Iterable[Any]) -> Chart:
    """Return the chart of a plant that all its importers share. Raises `ImportFault` where they contradict."""
    chart: Chart | None = None
    for importer in importers:
        if chart is None:
            chart = importer.chart(entries)
        for table, said in ((chart.accounts, importer.accounts), (chart.items, importer.item_names())):
            for name, value in said.items():
                if name in chart.said and chart.said[name] != value:
                    raise ImportFault(
                        importer.name, 0, f'"{name}" is {value} here and {chart.said[name]} in another importer of '
                        f"{importer.plant}; expected them to agree",
                    )  # fmt: skip
                chart.said[name] = table[name] = value
        chart.currency = importer.currency or chart.currency
    assert chart is not None
    return chart


class _Shown:
    """Shows how far a file is read: by the rows that are counted, or where these come late by the facts."""

    def __init__(self, path: str, tally: Tally, progress: Progress | None) -> None:
        self._path = path
        self._tally = tally
        self._progress = progress
        self._facts = 0
        self._shown = 0
        if progress is not None:
            tally.progress = self._show

    def count(self) -> None:
        """A fact was taken in."""
        self._facts += 1
        if self._facts % STEP == 0:
            self._show()

    def _show(self) -> None:
        rows = max(self._facts, self._tally.rows)
        if self._progress is not None and rows > self._shown:
            self._progress(self._path, rows - self._shown)
            self._shown = rows

    def end(self) -> None:
        """The file is read."""
        if self._progress is not None:
            self._progress(self._path, 0)
        self._tally.progress = None


def run(
    jobs: Iterable[Job],
    existing: Iterable[Any],
    *,
    grain: str = "document",
    orders: bool = True,
    had: Iterable[str] | Keys = (),
    unit_cost: UnitCost | None = None,
    overhead: UnitCost | None = None,
    batches: Callable[[str, Resolve], tuple[str, Observer]] | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Read the files of all jobs into journals, one for each plant. Raises `ImportFault`; writes nothing.

    ``had`` are keys that are known besides those of the ledger's ``existing`` entries (a subledger's). ``batches``
    gives a plant's batch in the subledger, and who is told of each document in it; it is called with the plant and
    what turns its places into accounts.
    """
    entries = list(existing)
    jobs = sorted(jobs, key=lambda job: (job.importer.order, job.path))
    keys = Keys(known.keys(entries))
    keys.update(had)
    seen = Seen(keys, several=len(jobs) > 1)
    outcome = Outcome()
    journals: dict[str, Journal] = {}
    for job in jobs:
        plant = job.importer.plant
        if plant not in journals:
            same = [other.importer for other in jobs if other.importer.plant == plant]
            chart = shared_chart(same, entries)
            batch, observe = batches(plant, chart.account) if batches is not None else ("import", None)
            journals[plant] = Journal(
                chart,
                grain,
                known=keys,
                unit_cost=unit_cost,
                overhead=overhead,
                batch=batch,
                orders=orders and not any(importer.sums_orders for importer in same),
                cuts=cuts(entries) if grain == "month" else (),
                changes=changes(entries),
                observe=observe,
            )
        journal = journals[plant]
        tally = Tally(job.path)
        outcome.tallies.append((job, tally))
        if not journal.orders:
            job.importer.settle_orders(entries)
        shown = _Shown(job.path, tally, progress)
        if not job.importer.sums(job.path, journal, tally, seen):
            for fact in job.importer.facts(job.path, journal.chart, tally, seen):
                journal.add(fact)
                shown.count()
        for close in job.importer.closes(seen, tally) if not journal.orders else ():
            journal.close(close)
        shown.end()
        for difference in tally.differences():
            raise ImportFault(
                job.path, 0, f"the tie-out fails, which is a fault of the importer: {difference}"
            )
    for journal in journals.values():
        outcome.pieces += journal.pieces()
        outcome.to_open += journal.chart.missing_opens(journal.chart.used())
        outcome.new_items += journal.chart.unknown_items()
    if outcome.new_items:
        declared = {found[1] for piece in outcome.pieces if (found := _DECLARES.match(piece.text))}
        outcome.new_items = sorted({pair for pair in outcome.new_items if pair[1] not in declared})
    outcome.pieces.sort(key=lambda piece: piece[:2])
    return outcome
