"""Lists of invoices under beangulp's own command and in Fava's import page."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import beangulp
import pytest
from beancount import loader
from beancount.core import data
from click.testing import CliRunner

from beanplant_importers import pipeline

FOLDER = Path(__file__).parents[1] / "data" / "invoices"
LISTS = {
    "sap_customers.csv": "sap.fbl5n.P100",
    "sap_vendors.csv": "sap.fbl1n.P100",
    "quickbooks.iif": "quickbooks.invoices.P100",
    "intacct_invoices.csv": "intacct.invoices.P100",
    "intacct_bill_payments.csv": "intacct.bill-payments.P100",
    "d365_customers.csv": "d365.customer-transactions.P100",
    "table_vendors.csv": "table.bills.P100",
}


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a ledger, its importers and lists; what importers name stands beside the ledger."""
    (tmp_path / "exports").mkdir()
    for name in LISTS:
        shutil.copy(FOLDER / name, tmp_path / "exports" / name)
    beside = ("import.py", "terms.toml", "intacct_invoices.csv", "intacct_bills.csv", "d365_settlements.csv")
    for name in beside:
        shutil.copy(FOLDER / name, tmp_path)
    options = (
        '2026-01-01 custom "fava-option" "import-config" "import.py"\n'
        '2026-01-01 custom "fava-option" "import-dirs" "exports"\n'
    )
    ledger = (FOLDER / "ledger.beancount").read_text("utf-8")
    (tmp_path / "main.beancount").write_text(ledger + options, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ingest(*arguments: str) -> Any:
    return CliRunner().invoke(beangulp.Ingest(pipeline.load_config("import.py")).cli, arguments)


def test_beangulp_identifies_each_list_by_one_importer(plant: Path) -> None:
    result = ingest("identify", str(plant / "exports"))
    assert result.exit_code == 0, result.output
    for name, importer in LISTS.items():
        assert f"{name} ... OK\n  {importer}\n" in result.output


def test_beangulp_extracts_what_is_new_and_nothing_twice(plant: Path) -> None:
    ledger = plant / "main.beancount"
    first = ingest("extract", "-e", str(ledger), "-o", "new.beancount", str(plant / "exports"))
    assert first.exit_code == 0, first.output
    with ledger.open("a", encoding="utf-8") as file:
        file.write('include "new.beancount"\n')
    entries, errors, _ = loader.load_file(str(ledger))
    assert [error.message for error in errors] == []
    second = ingest("extract", "-e", str(ledger), "-o", "again.beancount", str(plant / "exports"))
    assert second.exit_code == 0, second.output
    again = Path("again.beancount").read_text("utf-8")
    assert [line for line in again.splitlines() if line and not line.startswith((";", "*"))] == []
    documents = [entry for entry in entries if "document" in entry.meta]
    assert again.count("; duplicate of") == len(documents) == 38


def test_beangulp_archives_by_account_and_date(plant: Path) -> None:
    (plant / "archive").mkdir()
    result = ingest("archive", "-o", str(plant / "archive"), str(plant / "exports"))
    assert result.exit_code == 0, result.output
    found = {str(path.relative_to(plant / "archive")) for path in (plant / "archive").rglob("*.*")}
    assert "Assets/Receivables/2026-03-30.fbl5n-P100-sap_customers.csv" in found
    assert "Liabilities/Payables/2026-04-20.fbl1n-P100-sap_vendors.csv" in found
    assert "Assets/Receivables/2026-03-31.quickbooks-P100-quickbooks.iif" in found


@pytest.mark.parametrize("name", LISTS)
def test_entries_are_typed_and_point_at_their_rows(plant: Path, name: str) -> None:
    path = str(plant / "exports" / name)
    importer = pipeline.choose(pipeline.load_config("import.py"), path)
    assert importer is not None
    existing, _ = pipeline.read_ledger("main.beancount")
    entries = importer.extract(path, existing)
    rows = Path(path).read_bytes().count(b"\n")
    assert entries
    for entry in entries:
        data.sanity_check_types(entry)
        assert entry.meta["filename"] == path
        assert 1 < entry.meta["lineno"] <= rows
    assert importer.extract(path, existing) == entries


@pytest.mark.parametrize("name", LISTS)
def test_fava_imports_saves_and_then_sees_duplicates(plant: Path, name: str) -> None:
    create_app = pytest.importorskip("fava.application").create_app
    client = create_app([str(plant / "main.beancount")], load=True).test_client()
    base = "/" + client.get("/").headers["Location"].strip("/").split("/")[0]
    found = client.get(f"{base}/api/imports").get_json()["data"]
    importers = {file["basename"]: [one["importer_name"] for one in file["importers"]] for file in found}
    assert importers[name] == [LISTS[name]]
    query = {"filename": str(plant / "exports" / name), "importer": LISTS[name]}
    entries = client.get(f"{base}/api/extract", query_string=query).get_json()["data"]
    assert {entry["t"] for entry in entries} == {"Transaction"}
    assert not any("__duplicate__" in entry["meta"] for entry in entries)
    saved = client.put(f"{base}/api/add_entries", json={"entries": entries})
    assert saved.status_code == 200, saved.get_json()
    _, errors, _ = loader.load_file(str(plant / "main.beancount"))
    assert [error.message for error in errors] == []
    again = client.get(f"{base}/api/extract", query_string=query).get_json()["data"]
    assert all("__duplicate__" in entry["meta"] for entry in again)
