"""The importers under beangulp's own command and in Fava's import page: what both expect of an importer."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import beangulp
import pytest
from beancount import loader
from beancount.core import data
from beangulp.extract import DUPLICATE
from click.testing import CliRunner

from beanplant_importers import pipeline, sap

EXPORTS = Path(__file__).parent / "data" / "sap"
LISTS = ("mb51_de.txt", "mb51_en.csv", "coois.csv", "confirmations.txt", "kob1.csv", "fbl5n.csv", "mb51.xlsx")


@pytest.fixture
def plant(tmp_path: Path) -> Path:
    """A folder with a ledger, its importers and exports."""
    (tmp_path / "exports").mkdir()
    for name in ("mb51_de.txt", "coois.csv", "confirmations.txt", "kob1.csv", "fbl5n.csv"):
        shutil.copy(EXPORTS / name, tmp_path / "exports" / name)
    shutil.copy(EXPORTS / "import.py", tmp_path)
    opens = "\n".join(f"2020-01-01 open {account}" for account in ACCOUNTS)
    options = (
        '2026-01-01 custom "fava-option" "import-config" "import.py"\n'
        '2026-01-01 custom "fava-option" "import-dirs" "exports"\n'
    )
    ledger = (EXPORTS / "ledger.beancount").read_text("utf-8") + opens + "\n" + options
    (tmp_path / "main.beancount").write_text(ledger, "utf-8")
    return tmp_path


ACCOUNTS = (
    "Assets:Bank", "Assets:Receivables", "Assets:P100:RawMaterials", "Assets:P100:RawMaterials:Annex",
    "Assets:P100:FinishedGoods", "Assets:P100:WorkInProcess:Orders", "Liabilities:P100:GoodsReceivedNotInvoiced",
    "Liabilities:Tax", "Liabilities:Payables", "Income:P100:Sales", "Expenses:P100:CostOfGoodsSold",
    "Expenses:P100:CostCenters:Testing:Supplies", "Expenses:P100:Absorbed:Assembly", "Expenses:P100:Absorbed",
    "Expenses:P100:Variances:Scrap",
)  # fmt: skip


def ingest(*arguments: str) -> Any:
    importers = pipeline.load_config(EXPORTS / "import.py")
    return CliRunner().invoke(beangulp.Ingest(importers).cli, arguments)


def test_beangulp_identifies_each_list_by_one_importer(plant: Path) -> None:
    result = ingest("identify", str(plant / "exports"))
    assert result.exit_code == 0, result.output
    for name, importer in (
        ("mb51_de.txt", "sap.mb51.P100"), ("coois.csv", "sap.coois.P100"), ("kob1.csv", "sap.kob1.P100"),
        ("confirmations.txt", "sap.confirmations.P100"), ("fbl5n.csv", "sap.fbl5n.P100"),
    ):  # fmt: skip
        assert f"{name} ... OK\n  {importer}\n" in result.output


def test_beangulp_extracts_what_is_new_and_nothing_twice(plant: Path) -> None:
    ledger = plant / "main.beancount"
    first = ingest("extract", "-e", str(ledger), "-o", str(plant / "new.beancount"), str(plant / "exports"))
    assert first.exit_code == 0, first.output
    new = (plant / "new.beancount").read_text("utf-8")
    assert new.count('document: "2026/') == 9
    commented = [line for line in new.splitlines() if line.startswith("; 2026")]
    assert commented == ['; 2026-03-02 custom "plant-order" "1000001" 100 PUMP-A']
    with ledger.open("a", encoding="utf-8") as file:
        file.write('include "new.beancount"\n')
    entries, errors, _ = loader.load_file(str(ledger))
    assert [error.message for error in errors] == []
    second = ingest(
        "extract", "-e", str(ledger), "-o", str(plant / "again.beancount"), str(plant / "exports")
    )
    assert second.exit_code == 0, second.output
    again = (plant / "again.beancount").read_text("utf-8")
    kept = [line for line in again.splitlines() if line and not line.startswith((";", "*"))]
    assert kept == []
    assert again.count("; duplicate of") >= len([entry for entry in entries if "document" in entry.meta])


def test_beangulp_archives_by_account_and_date(plant: Path) -> None:
    (plant / "archive").mkdir()
    result = ingest("archive", "-o", str(plant / "archive"), str(plant / "exports"))
    assert result.exit_code == 0, result.output
    found = {str(path.relative_to(plant / "archive")) for path in (plant / "archive").rglob("*.*")}
    assert "Assets/P100/RawMaterials/2026-03-13.mb51-P100-mb51_de.txt" in found
    assert "Assets/Receivables/2026-03-26.fbl5n-P100-fbl5n.csv" in found


@pytest.mark.parametrize("name", LISTS)
def test_entries_are_typed_and_point_at_their_rows(name: str) -> None:
    importers = pipeline.load_config(EXPORTS / "import.py")
    path = str(EXPORTS / name)
    importer = pipeline.choose(importers, path)
    assert importer is not None
    existing, _ = pipeline.read_ledger(EXPORTS / "ledger.beancount")
    entries = importer.extract(path, existing)
    rows = (EXPORTS / name).read_bytes().count(b"\n") if not name.endswith("xlsx") else 12
    assert entries
    for entry in entries:
        data.sanity_check_types(entry)
        assert entry.meta["filename"] == path
        assert 1 < entry.meta["lineno"] <= rows
    assert importer.extract(path, existing) == entries


def test_what_is_not_mapped_becomes_a_note() -> None:
    path = str(EXPORTS / "mb51_de.txt")
    [note] = [
        entry for entry in sap.MaterialDocuments("P100").extract(path, []) if isinstance(entry, data.Note)
    ]
    assert note.comment.startswith(
        "Not imported from mb51_de.txt: 1 row of Z09, quantity -3.000, value -7.50: movement type Z09 has no entry"
    )
    assert note.meta["lineno"] == 22


def test_overlapping_exports_add_what_is_new(tmp_path: Path) -> None:
    """The second export has the first's last documents and one more; the ledger's copy was edited since."""
    head, *rows = (EXPORTS / "mb51_en.csv").read_text("utf-8").splitlines()
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("\n".join([head, *rows[:3]]) + "\n")
    second.write_text("\n".join([head, *rows[1:4]]) + "\n")
    importer = sap.MaterialDocuments("P100", dates="mdy")
    existing = importer.extract(str(first), [])
    edited = [entry._replace(payee="Somebody", date=entry.date.replace(day=28)) for entry in existing]
    entries = importer.extract(str(second), edited)
    importer.deduplicate(entries, edited)
    marked = [(entry.meta["document"], DUPLICATE in entry.meta) for entry in entries]
    assert sorted(marked) == [
        ("2026/4900000002", True),
        ("2026/4900000002", True),
        ("2026/5000000004", False),
    ]


def test_a_document_that_is_known_in_part_is_split(tmp_path: Path) -> None:
    """An earlier export was filtered by material: line 1 is in the ledger, line 2 is new."""
    head, _, one, two, *_ = (
        (EXPORTS / "mb51_en.csv").read_text("utf-8").replace('"coat, twice"', "").splitlines()
    )
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(f"{head}\n{one}\n")
    second.write_text(f"{head}\n{one}\n{two}\n")
    importer = sap.MaterialDocuments("P100", decimal=".", dates="mdy")
    existing = importer.extract(str(first), [])
    entries = importer.extract(str(second), existing)
    importer.deduplicate(entries, existing)
    assert sorted(
        (posting.meta["line"], DUPLICATE in entry.meta) for entry in entries for posting in entry.postings[:1]
    ) == [
        ("1", True),
        ("2", False),
    ]


def test_fava_imports_saves_and_then_sees_duplicates(plant: Path) -> None:
    create_app = pytest.importorskip("fava.application").create_app
    app = create_app([str(plant / "main.beancount")], load=True)
    client = app.test_client()
    base = client.get("/").headers["Location"].strip("/").split("/")[0]
    base = f"/{base}"
    page = client.get(f"{base}/import/")
    assert page.status_code == 200
    found = client.get(f"{base}/api/imports").get_json()["data"]
    by_name = {file["basename"]: file["importers"] for file in found}
    assert [i["importer_name"] for i in by_name["mb51_de.txt"]] == ["sap.mb51.P100"]
    assert by_name["mb51_de.txt"][0]["account"] == "Assets:P100:RawMaterials"
    assert by_name["mb51_de.txt"][0]["date"] == "2026-03-13"
    assert all(len(importers) == 1 for importers in by_name.values())

    query = {"filename": str(plant / "exports" / "mb51_de.txt"), "importer": "sap.mb51.P100"}
    answer = client.get(f"{base}/api/extract", query_string=query)
    assert answer.status_code == 200, answer.get_json()
    entries = answer.get_json()["data"]
    assert [entry["t"] for entry in entries].count("Transaction") == 9
    assert not any("__duplicate__" in entry["meta"] for entry in entries)
    saved = client.put(f"{base}/api/add_entries", json={"entries": entries})
    assert saved.status_code == 200, saved.get_json()

    text = (plant / "main.beancount").read_text("utf-8")
    assert 'document: "2026/4900000002"' in text
    assert 'line: "2"' in text
    assert 'lot: "C-17"' in text
    _, errors, _ = loader.load_file(str(plant / "main.beancount"))
    assert [error.message for error in errors] == []
    again = client.get(f"{base}/api/extract", query_string=query).get_json()["data"]
    assert all("__duplicate__" in entry["meta"] for entry in again)


def test_fava_shows_orders_and_says_that_it_cannot_save_them(plant: Path) -> None:
    """Fava saves transactions, balances and notes; docs/importing-sap.md says to import orders by the command."""
    create_app = pytest.importorskip("fava.application").create_app
    client = create_app([str(plant / "main.beancount")], load=True).test_client()
    base = "/" + client.get("/").headers["Location"].strip("/").split("/")[0]
    query = {"filename": str(plant / "exports" / "coois.csv"), "importer": "sap.coois.P100"}
    answer = client.get(f"{base}/api/extract", query_string=query)
    assert answer.status_code == 200
    entries = answer.get_json()["data"]
    assert {entry["t"] for entry in entries} == {"Custom"}
    before = (plant / "main.beancount").read_bytes()
    refused = client.put(f"{base}/api/add_entries", json={"entries": entries})
    assert "Unsupported entry type" in refused.get_json()["error"]
    assert (plant / "main.beancount").read_bytes() == before
