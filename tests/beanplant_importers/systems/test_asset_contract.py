"""Assets under beangulp's own command and in Fava's import page: registers and lists of transactions."""

from __future__ import annotations

import shutil
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import beangulp
import pytest
from beancount import loader
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from beanplant_importers import pipeline, text

FOLDER = Path(__file__).parents[1] / "data" / "asset_year"
OPENING, TRANSACTIONS = "sap_2025.txt", "sap_transactions.txt"
IN_LISTS = ("sap_2025_area_10.csv", "sap_2025_area_30.csv")


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a ledger that has its assets opened, its importers, and the exports of half a year."""
    (tmp_path / "exports").mkdir()
    for name in (OPENING, TRANSACTIONS):
        shutil.copy(FOLDER / name, tmp_path / "exports" / name)
    for name in ("import.py", "classes.toml", *IN_LISTS):
        shutil.copy(FOLDER / name, tmp_path)
    options = (
        '2026-01-01 custom "fava-option" "import-config" "import.py"\n'
        '2026-01-01 custom "fava-option" "import-dirs" "exports"\n'
    )
    ledger = "".join(
        (FOLDER / name).read_text("utf-8") for name in ("ledger.beancount", f"{OPENING}.beancount")
    )
    (tmp_path / "main.beancount").write_text(ledger + options, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ingest(*arguments: str) -> Any:
    return CliRunner().invoke(beangulp.Ingest(pipeline.load_config("import.py")).cli, arguments)


def test_beangulp_identifies_each_list_by_one_importer(plant: Path) -> None:
    result = ingest("identify", str(plant / "exports"))
    assert result.exit_code == 0, result.output
    assert f"{OPENING} ... OK\n  sap.assets.P100\n" in result.output
    assert f"{TRANSACTIONS} ... OK\n  sap.asset-transactions.P100\n" in result.output


def test_beangulp_extracts_what_is_new_and_nothing_twice(plant: Path) -> None:
    ledger = plant / "main.beancount"
    first = ingest("extract", "-e", str(ledger), "-o", "new.beancount", str(plant / "exports"))
    assert first.exit_code == 0, first.output
    new = (plant / "new.beancount").read_text("utf-8")
    kept = [line for line in new.splitlines() if line.startswith("2026-")]
    assert sum("Opening balance" in line for line in kept) == 0
    assert sum("plant-asset-improvement" in line for line in kept) == 1
    assert sum("etirement of" in line for line in kept) == 2
    with ledger.open("a", encoding="utf-8") as file:
        file.write('include "new.beancount"\n')
    valued = plant / "valued.beancount"
    valued.write_text('plugin "beanplant"\n' + ledger.read_text("utf-8"), "utf-8")
    assert [error.message for error in loader.load_file(str(valued))[1]] == []
    second = ingest("extract", "-e", str(ledger), "-o", "again.beancount", str(plant / "exports"))
    assert second.exit_code == 0, second.output
    again = (plant / "again.beancount").read_text("utf-8")
    assert [line for line in again.splitlines() if line and not line.startswith((";", "*"))] == []


def test_beangulp_archives_by_account_and_date(plant: Path) -> None:
    (plant / "archive").mkdir()
    result = ingest("archive", "-o", str(plant / "archive"), str(plant / "exports"))
    assert result.exit_code == 0, result.output
    found = {str(path.relative_to(plant / "archive")) for path in (plant / "archive").rglob("*.*")}
    assert f"Assets/P100/Land/2025-12-31.assets-P100-{OPENING}" in found
    assert f"Assets/P100/AssetClearing/2026-06-30.asset-transactions-P100-{TRANSACTIONS}" in found


def test_fava_shows_them_and_says_that_it_cannot_save_directives(plant: Path) -> None:
    """Fava saves transactions, balances and notes; docs/importing-assets.md says to import assets by the command."""
    create_app = pytest.importorskip("fava.application").create_app
    client = create_app([str(plant / "main.beancount")], load=True).test_client()
    base = "/" + client.get("/").headers["Location"].strip("/").split("/")[0]
    found = client.get(f"{base}/api/imports").get_json()["data"]
    importers = {file["basename"]: [one["importer_name"] for one in file["importers"]] for file in found}
    assert importers == {OPENING: ["sap.assets.P100"], TRANSACTIONS: ["sap.asset-transactions.P100"]}

    def extract(name: str, importer: str) -> list[dict[str, Any]]:
        query = {"filename": str(plant / "exports" / name), "importer": importer}
        answer = client.get(f"{base}/api/extract", query_string=query)
        assert answer.status_code == 200, answer.get_json()
        return list(answer.get_json()["data"])

    opened = extract(OPENING, "sap.assets.P100")
    assert all("__duplicate__" in entry["meta"] for entry in opened if entry["t"] != "Note")
    entries = extract(TRANSACTIONS, "sap.asset-transactions.P100")
    assert {entry["t"] for entry in entries} == {"Custom", "Transaction", "Note"}
    assert not any("__duplicate__" in entry["meta"] for entry in entries)
    before = (plant / "main.beancount").read_bytes()
    refused = client.put(f"{base}/api/add_entries", json={"entries": entries})
    assert "Unsupported entry type" in refused.get_json()["error"]
    assert (plant / "main.beancount").read_bytes() == before
    transactions = [entry for entry in entries if entry["t"] == "Transaction"]
    saved = client.put(f"{base}/api/add_entries", json={"entries": transactions})
    assert saved.status_code == 200, saved.get_json()
    # An amount would be lost: Fava saves texts, so it is the share of 6,000.00 in 24,000.00.
    assert 'part: "25 %"' in (plant / "main.beancount").read_text("utf-8")


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_a_share_gives_the_part_back_to_the_cent(one: int, other: int) -> None:
    """What Fava saves as a text is the cost that leaves, whatever the asset's cost."""
    part, whole = (Decimal(number) / 100 for number in sorted((one, other)))
    percent = Decimal(text.share(part, whole).removesuffix(" %"))
    assert (whole * percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) == part
