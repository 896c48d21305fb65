"""The simulator writes the same bytes every time, and its own arithmetic holds together."""

from __future__ import annotations

import csv
import re
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


def test_the_tour_tells_what_was_planted() -> None:
    """Each amount of the tour's table is one of the list, with its order, receipt, document or cost center."""
    planted = list(csv.DictReader((PLANT / "planted.csv").read_text(encoding="utf-8").splitlines()))
    tour = (ROOT / "docs" / "pump-works.md").read_text(encoding="utf-8")
    discounts = sum(row["category"] == "SalesDiscounts" for row in planted)
    categories = {row["category"] for row in planted} - {"SalesDiscounts"}
    assert f"{len(planted) - discounts} of them in {len(categories)} categories" in tour
    assert f"{discounts} discounts" in tour
    rows = [line.split("|") for line in tour.split("## What went wrong")[1].splitlines() if "| 20" in line]
    found = []
    for _, month, _, where, _ in rows:
        name = re.search(r"(order|receipt|document|cost center) ([A-Z0-9-]+)", where)
        subject = name and f"{name[1].replace(' ', '-')}:{name[2]}"
        for category, amount in re.findall(r"([A-Z][A-Za-z]+) (-?[0-9.]+)", where.replace(",", "")):
            chosen = [
                Fraction(row["amount"])
                for row in planted
                if row["category"] == category
                and (row["subject"] == subject if subject else row["date"].startswith(month.strip()))
            ]
            assert Fraction(amount) in (sum(chosen), *chosen), (month, where)
            found.append(amount)
    assert len(found) > 15


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


def test_lumber_by_hand() -> None:
    """The average of November 2025 and what two orders took, and the euro of March, with a pencil."""
    sys.path.insert(0, str(ROOT / "ledgers"))
    from simulator import story

    rows = {(row.subject, row.category): row.amount for row in story.tell().planted}
    # 80 board feet left at 0.55, 960 come at 0.58: 600.80 for 1,040, of which 480 are 277.29. By standard 264.00.
    first = Fraction("277.29") - 480 * Fraction("0.55")
    # 323.51 are left for 560: again 277.29.
    second = Fraction("277.29") - 480 * Fraction("0.55")
    assert (rows["order:1200003", "MaterialPrice"], rows["order:1200004", "MaterialPrice"]) == (first, second)
    assert first == Fraction("13.29")
    # 70 seals at 64.00 EUR, received at 1.0625, which is the standard of 68.00, invoiced at 1.0830.
    assert 64 * Fraction("1.0625") == 68
    assert rows["receipt:4500200001-10", "ExchangeRate"] == 70 * 64 * Fraction("0.0205") == Fraction("91.84")
    assert ("receipt:4500200001-10", "PurchasePrice") not in rows
