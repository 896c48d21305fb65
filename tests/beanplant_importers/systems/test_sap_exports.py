"""SAP's lists against goldens beside them, and against sums that a person worked out from the lists."""

from __future__ import annotations

import datetime
import importlib.util
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount.core import data
from beancount.parser import parser

from beanplant_importers import pipeline

FOLDER = Path(__file__).parents[1] / "data" / "sap"


def goldens() -> Any:
    spec = importlib.util.spec_from_file_location("sap_goldens", FOLDER / "make_goldens.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", goldens().EXPORTS)
def test_the_journal_is_the_golden_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    assert goldens().journal(name) == Path(f"{name}.beancount").read_text("utf-8")


def balances(name: str) -> dict[tuple[str, str], Decimal]:
    entries, errors, _ = parser.parse_file(str(FOLDER / f"{name}.beancount"))
    assert not errors
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for entry in entries:
        if isinstance(entry, data.Transaction):
            for posting in entry.postings:
                found[posting.account.removeprefix("Assets:P100:"), posting.units.currency] += (
                    posting.units.number
                )
    return {key: number for key, number in found.items() if number}


def test_german_list_by_hand() -> None:
    """1200 - 500 + 20 - 50 to the annex - 100 returned = 570 of steel; 1.5 + 2 of paint used; 100 made, 10 shipped."""
    assert balances("mb51_de.txt") == {
        ("RawMaterials", "STEEL"): Decimal(570),
        ("RawMaterials:Annex", "STEEL"): Decimal(50),
        ("Liabilities:P100:GoodsReceivedNotInvoiced", "STEEL"): Decimal(-1100),
        ("WorkInProcess:Orders", "STEEL"): Decimal(480),
        ("RawMaterials", "PAINT"): Decimal("-3.5"),
        ("WorkInProcess:Orders", "PAINT"): Decimal("1.5"),
        ("Expenses:P100:CostCenters:Testing:Supplies", "PAINT"): Decimal(2),
        ("FinishedGoods", "PUMP-A"): Decimal(90),
        ("WorkInProcess:Orders", "PUMP-A"): Decimal(-100),
        ("Expenses:P100:CostOfGoodsSold", "PUMP-A"): Decimal(10),
    }


@pytest.mark.parametrize("name", ["mb51_en.csv", "mb51.xlsx"])
def test_english_csv_and_sheet_by_hand(name: str) -> None:
    assert balances(name) == {
        ("RawMaterials", "STEEL"): Decimal(700),
        ("Liabilities:P100:GoodsReceivedNotInvoiced", "STEEL"): Decimal(-1200),
        ("WorkInProcess:Orders", "STEEL"): Decimal(500),
        ("RawMaterials", "PAINT"): Decimal("-1.25"),
        ("WorkInProcess:Orders", "PAINT"): Decimal("1.5"),
        ("Expenses:P100:Variances:Scrap", "PAINT"): Decimal("0.25"),
        ("Expenses:P100:Variances:InventoryCount", "PAINT"): Decimal("-0.5"),
        ("FinishedGoods", "PUMP-A"): Decimal(100),
        ("WorkInProcess:Orders", "PUMP-A"): Decimal(-100),
        ("RawMaterials", "M10090"): Decimal(12),
        ("WorkInProcess:Orders", "M10090"): Decimal(-12),
    }


def test_the_receipt_costs_what_the_purchase_order_says() -> None:
    """3,144.00 for 1,200 is 2.62, not the 2.50 of the stock's value."""
    entries, _, _ = parser.parse_file(str(FOLDER / "mb51_de.txt.beancount"))
    prices = {str(posting.price) for entry in entries for posting in entry.postings if posting.price}
    assert prices == {"2.62 EUR"}


def test_receivables_by_hand() -> None:
    """1,190.00 of which 190.00 tax; 1,640.00 cleared less 23.80 discount; 100.00 cleared less 2.00."""
    assert balances("fbl5n.csv") == {
        ("Assets:Receivables", "EUR"): Decimal("1190.00") + 500 - 50 + 300 - Decimal("1616.20") - 98,
        ("Income:P100:Sales", "EUR"): Decimal("-1000.00") - 500 + 50 - 300,
        ("Liabilities:Tax", "EUR"): Decimal("-190.00"),
        ("Assets:Bank", "EUR"): Decimal("1616.20") + 98,
    }


def outcome(name: str, **options: Any) -> pipeline.Outcome:
    importers = pipeline.load_config(FOLDER / "import.py")
    path = str(FOLDER / name)
    importer = pipeline.choose(importers, path)
    assert importer is not None
    return pipeline.run(
        [pipeline.Job(importer, path)], pipeline.read_ledger(FOLDER / "ledger.beancount")[0], **options
    )


@pytest.mark.parametrize(
    ("name", "rows", "value", "reasons"),
    [
        ("mb51_de.txt", 11, "5301.96", ["movement type Z09 has no entry"]),
        ("mb51_en.csv", 10, "6046.75", ["special stock K", "no material"]),
        ("coois.csv", 4, "0", []),
        ("confirmations.txt", 3, "0", ['activity type "PAINT" has no commodity']),
        ("kob1.csv", 6, "2518.10", ["cost element 618000"]),
        ("fbl5n.csv", 7, "200.01", ["document type AB"]),
    ],
)
def test_every_row_is_accounted_for(name: str, rows: int, value: str, reasons: list[str]) -> None:
    """The rows and values of the file, added up by hand, and why some are not imported."""
    [(_, tally)] = outcome(name).tallies
    assert sum(total.rows for total in tally.read.values()) == rows
    assert sum(total.value for total in tally.read.values()) == Decimal(value)
    assert list(tally.differences()) == []
    assert [row.rows for row in tally.unmapped] == [1] * len(reasons)
    for row, reason in zip(tally.unmapped, reasons, strict=True):
        assert reason in row.reason


def test_orders_that_are_known_get_their_close_only() -> None:
    texts = [piece.text for piece in outcome("coois.csv").pieces]
    assert not any('"plant-order" "1000001"' in text for text in texts)
    assert any('2026-03-20 custom "plant-order-close" "1000001"' in text for text in texts)
    assert not any("2000001" in text for text in texts)  # another plant's


def test_the_date_of_a_file_and_its_name_in_the_archive() -> None:
    importers = {importer.name: importer for importer in pipeline.load_config(FOLDER / "import.py")}
    importer = importers["sap.mb51.P100"]
    assert importer.date(str(FOLDER / "mb51_de.txt")) == datetime.date(2026, 3, 13)
    assert importer.filename(str(FOLDER / "mb51_de.txt")) == "mb51-P100-mb51_de.txt"
    assert importer.filename("2026-03-31.mb51-P100-a.txt") == "mb51-P100-a.txt"
    assert importer.account("x") == "Assets:P100:RawMaterials"


def test_identify_is_strict_and_never_raises(tmp_path: Path) -> None:
    importers = pipeline.load_config(FOLDER / "import.py")
    strange = [tmp_path / name for name in ("empty", "binary", "zip.xlsx", "text")]
    for path, content in zip(
        strange, (b"", bytes(range(256)) * 9, b"PK\x03\x04junk", b"hello\n"), strict=True
    ):
        path.write_bytes(content)
    for importer in importers:
        for path in (*strange, tmp_path, tmp_path / "missing"):
            assert importer.identify(str(path)) is False
    for name in goldens().EXPORTS:
        assert [i.identify(str(FOLDER / name)) for i in importers].count(True) == 1


def test_two_plants_tell_their_files_apart(tmp_path: Path) -> None:
    from beanplant_importers import sap

    text = (FOLDER / "mb51_en.csv").read_text("utf-8").replace(",P100,", ",P300,").replace(",P200,", ",P300,")
    other = tmp_path / "mb51.csv"
    other.write_text(text, "utf-8")
    first, second = sap.MaterialDocuments("P100"), sap.MaterialDocuments("P300")
    assert [first.identify(str(other)), second.identify(str(other))] == [False, True]
    assert first.name != second.name
