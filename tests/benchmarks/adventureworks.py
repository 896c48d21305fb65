"""AdventureWorks from its files: the import and the load at two grains, time and peak memory.

The files are reference data beside the repository (``../shared/data/adventureworks``); without them the section says
so. The plant's ``main.beancount`` lies in ledgers/adventureworks; each grain imports into a copy of that folder.
"""

from __future__ import annotations

import shutil
import sys
from functools import partial
from pathlib import Path

from measure import Run, alternate, load, run, section, table

ROOT = Path(__file__).resolve().parents[2]
PLANT = ROOT / "ledgers" / "adventureworks"
DATA = ROOT.parent / "shared" / "data" / "adventureworks"
GRAINS = ("document", "day")
JOURNAL = "journal/2011-2014.beancount"
TITLE = "AdventureWorks"


def lay_out(folder: Path, grain: str) -> Path:
    """Copy the plant's folder without what an import made there."""
    copy = folder / f"adventureworks-{grain}"
    shutil.copytree(PLANT, copy, ignore=shutil.ignore_patterns("20*.beancount", "subledger", "*.picklecache"))
    return copy


def import_files(copy: Path, grain: str) -> Run:
    """Import all files at a grain, replacing what an earlier round wrote."""
    command = [
        *(sys.executable, "-m", "beanplant.cli", "-f", "main.beancount", "import", "profile.toml"),
        *("--grain", grain, "--set", f"data={DATA}", "--output", JOURNAL, "--replace", "--quiet"),
    ]
    return run(command, cwd=copy)


def measure(folder: Path) -> str:
    """Import and load at both grains, once each, and return a section of the page."""
    if not DATA.is_dir():
        return "Not measured: the reference data (../shared/data/adventureworks) is not on this machine."
    variants = {}
    copies = {grain: lay_out(folder, grain) for grain in GRAINS}
    for grain, copy in copies.items():
        variants[f"import, {grain}"] = partial(import_files, copy, grain)
        variants[f"load, {grain}"] = partial(load, copy / "main.beancount")
    series = alternate(variants, rounds=1)
    rows = []
    for grain, copy in copies.items():
        loaded, imported = series[f"load, {grain}"], series[f"import, {grain}"]
        size = (copy / JOURNAL).stat().st_size
        rows.append(
            [
                grain,
                f"{imported.cpu:.2f}",
                f"{imported.peak:.0f}",
                f"{loaded.result['transactions']:,}",
                f"{size / 2**20:.1f}",
                f"{loaded.cpu:.2f}",
                f"{loaded.peak:.0f}",
            ]
        )
    head = ["grain", "import, CPU s", "peak MiB", "transactions", "journal MiB", "load, CPU s", "peak MiB"]
    return section(
        "Microsoft's sample maker of bicycles, 2011 to 2014: work orders, routings, purchases and sales, from CSV"
        " files through a profile of SQL queries to a valued ledger; one run each. At grain `day` the documents lie"
        " in Parquet.",
        table(head, rows),
    )
