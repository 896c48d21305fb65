"""The simulator writes the same bytes every time, and its own arithmetic holds together."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLANT = ROOT / "ledgers" / "pump-works"
WRITTEN = ("exports", "books", "planted.csv", "planted.json")


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the simulator into a folder of its own."""
    folder = tmp_path_factory.mktemp("pump-works")
    script = ROOT / "ledgers" / "simulator" / "make.py"
    subprocess.run([sys.executable, str(script), str(folder)], check=True, capture_output=True)
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    found = {}
    for name in WRITTEN:
        for path in [folder / name] if (folder / name).is_file() else sorted((folder / name).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def test_a_second_run_writes_the_same_bytes(again: Path) -> None:
    made, committed = files_of(again), files_of(PLANT)
    assert sorted(made) == sorted(committed)
    different = [name for name in made if made[name] != committed[name]]
    assert different == [], "run python ledgers/simulator/make.py and commit what it writes"


def test_exports_come_in_every_form_and_stay_small() -> None:
    exports = [path for path in (PLANT / "exports").rglob("*") if path.is_file()]
    assert {path.suffix for path in exports} == {".csv", ".txt", ".xlsx"}
    assert sum(path.stat().st_size for path in exports) < 3_000_000
    german = (PLANT / "exports" / "2025-q1" / "mb51-2025-01.txt").read_bytes().decode("cp1252")
    assert "Gehäuseguss" in german
    assert german.count("Buch.dat.") > 3, "the header stands on every page"
    assert "-|" in german.replace(" ", ""), "the minus stands behind"


@pytest.fixture(scope="module")
def told() -> object:
    """The story, told in this process."""
    sys.path.insert(0, str(ROOT / "ledgers"))
    try:
        from simulator import story

        return story.tell()
    finally:
        sys.path.remove(str(ROOT / "ledgers"))


def test_standards_roll_up_to_whole_cents(told: object) -> None:
    from simulator import master

    for product in master.LEVELS:
        for year in (2025, 2026):
            assert (master.standard(product, year) * 100).denominator == 1, (product, year)


def test_a_pump_by_hand() -> None:
    """PUMP-100 of 2025, from the bottom, as a controller would with a pencil."""
    sys.path.insert(0, str(ROOT / "ledgers"))
    from simulator import master

    shaft = Fraction("2.4") * Fraction("1.05") * Fraction("2.50") - Fraction("0.3") * Fraction("0.40")
    shaft += 72 * (Fraction("0.5") + Fraction(2, 100))
    impeller = (
        Fraction("14.20") - Fraction("0.2") * Fraction("0.40") + 72 * (Fraction("0.4") + Fraction(2, 100))
    )
    rotor = shaft + impeller + 2 * Fraction("9.40") + 58 * (Fraction("0.5") + Fraction(1, 50))
    casing = (
        Fraction("38") - Fraction("1.2") * Fraction("0.40") + 72 * (Fraction("0.9") + Fraction("2.5") / 50)
    )
    bought = (
        Fraction("42")
        + 185
        + Fraction("24.50")
        + 58
        + Fraction("3.20")
        + Fraction("0.8") * Fraction("8.4375")
    )
    hours = 58 * (Fraction("1.2") + Fraction("1.5") / 30) + 66 * Fraction("0.5")
    pump = casing + rotor + bought + Fraction("12.50") + hours
    assert (shaft, impeller, rotor, casing) == tuple(map(Fraction, ("43.62", "44.36", "136.94", "105.92")))
    assert pump == Fraction("680.31") == master.standard("PUMP-100", 2025)
