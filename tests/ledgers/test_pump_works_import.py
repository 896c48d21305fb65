"""The exports of pump works make the journals of the repository, byte for byte, and only once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLANT = ROOT / "ledgers" / "pump-works"
QUARTERS = ("2025-q1", "2025-q2", "2025-q3", "2025-q4", "2026-q1")


def bean_plant(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "beanplant.cli", *words]
    return subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A copy without journals, imported a quarter at a time; the folder, and what the imports said."""
    folder = tmp_path_factory.mktemp("plant") / "pump-works"
    shutil.copytree(PLANT, folder, ignore=shutil.ignore_patterns("journals", "__pycache__", "*.picklecache"))
    said = ""
    for quarter in QUARTERS:
        done = bean_plant(folder, "import", f"exports/{quarter}", "-o", f"journals/{quarter}.beancount")
        assert done.returncode == 0, done.stderr
        said += done.stderr
    return folder, said


def journals(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted((folder / "journals").iterdir())}


def test_import_makes_the_journals_of_the_repository(imported: tuple[Path, str]) -> None:
    made, kept = journals(imported[0]), journals(PLANT)
    assert sorted(made) == sorted(kept) == [f"{quarter}.beancount" for quarter in QUARTERS]
    different = [name for name in made if made[name] != kept[name]]
    assert different == []


def test_every_row_is_accounted_for(imported: tuple[Path, str]) -> None:
    """The last column of each tie-out counts the rows that could not be mapped: none."""
    rows = [
        line.split() for line in imported[1].splitlines() if line.startswith("  ") and "  kind" not in line
    ]
    assert len(rows) > 60
    assert [row for row in rows if row[-1] != "-"] == []


def test_importing_again_adds_nothing(imported: tuple[Path, str]) -> None:
    folder, _ = imported
    before = journals(folder)
    done = bean_plant(folder, "import", "exports", "-o", "journals/2026-q1.beancount")
    assert done.returncode == 0, done.stderr
    assert "Nothing new" in done.stderr
    assert journals(folder) == before


def test_each_export_has_one_importer() -> None:
    from fava.core.ingest import load_import_config

    importers = load_import_config(PLANT / "import.py").importers.values()
    for path in sorted((PLANT / "exports").rglob("*.*")):
        found = [importer.name for importer in importers if importer.identify(path)]
        assert len(found) == 1, (path.name, found)
