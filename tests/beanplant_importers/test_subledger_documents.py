"""Documents in Parquet: the same bytes from the same facts, found again from the posting that sums them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import data

from beanplant import masterdata
from beanplant.subledger import Reader, SubledgerError
from beanplant.summed import summed_lines
from beanplant_importers import chart, facts
from beanplant_importers.errors import ImportFault
from beanplant_importers.journal import Journal
from beanplant_importers.settlement import OrderClose
from beanplant_importers.subledger import Batch, known_keys

DAY = datetime.date(2026, 3, 5)
LEDGER = """
option "operating_currency" "USD"
plugin "beanplant"
include "journal.beancount"
2026-01-01 custom "plant" "P100"
  negative: "allow"
2026-01-01 custom "plant-subledger" "P100" "documents"
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 custom "plant-standard-cost" 1 HR-ASSY 60.00 USD
2026-01-01 commodity HR-ASSY
  activity: TRUE
2026-01-01 open Assets:P100:RawMaterials
2026-01-01 open Assets:P100:WorkInProcess:Orders
2026-01-01 open Assets:Bank
2026-01-01 open Expenses:P100:Absorbed
2026-01-01 open Expenses:P100:Energy
"""


def issue(number: int, quantity: str, value: str, **more: Any) -> facts.Movement:
    return facts.Movement(
        document=f"49000{number}", line="1", date=DAY, plant="P100", kind="issue", item="STEEL",
        quantity=Decimal(quantity), account="raw-materials", against="work-in-process:Orders", order=f"MO-{number}",
        value=Decimal(value), source=facts.Source("moves.csv", number), **more,
    )  # fmt: skip


def documents() -> list[facts.Fact]:
    said: dict[str, Any] = {
        "document": "17",
        "line": "1",
        "date": DAY,
        "plant": "P100",
        "source": facts.Source("x", 3),
    }
    lines = (
        facts.Line(account="Expenses:P100:Energy", amount=Decimal("90.10")),
        facts.Line(account="bank", amount=Decimal("-90.10"), details=(("cheque", "4"),)),
    )
    return [
        issue(1, "-50", "-125.00"), issue(2, "-12.345", "-30.86"),
        issue(3, "7", "17.50", details=(("lot", "B 17"), ("shift", "2"))),
        facts.Activity(**said, activity="HR-ASSY", quantity=Decimal("1.5"), order="MO-1", value=Decimal(90)),
        facts.Entry(**(said | {"document": "18"}), lines=lines, currency="USD", text="Energy", party="Light & Power"),
    ]  # fmt: skip


def write(folder: Path, name: str = "march") -> Batch:
    plant = chart.read("P100", (), currency="USD")
    with Batch(folder / "documents", name, plant.account) as batch:
        journal = Journal(plant, "day", batch=name, orders=False, observe=batch.add)
        for fact in documents():
            journal.add(fact)
    (folder / "journal.beancount").write_text("".join(journal.text()), encoding="utf-8")
    (folder / "main.beancount").write_text(LEDGER, encoding="utf-8")
    return batch


def test_the_same_facts_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = write(tmp_path / "one"), write(tmp_path / "other")
    assert one.path.read_bytes() == other.path.read_bytes()
    assert one.rows == 6


def test_a_summed_posting_leads_to_its_documents(tmp_path: Path) -> None:
    write(tmp_path)
    entries, errors, options = loader.load_file(str(tmp_path / "main.beancount"))
    assert errors == []
    master, _ = masterdata.read(entries, options)
    reader = Reader.of(master.subledgers, options["filename"])
    assert reader.files() == [tmp_path / "documents" / "march.parquet"]
    seen = 0
    for entry in entries:
        for posting in entry.postings if isinstance(entry, data.Transaction) else ():
            if "documents" not in (posting.meta or {}):
                continue
            quantity = posting.meta.get("quantity", posting.units)
            item = quantity.currency if quantity.currency != "USD" else ""
            (line,) = [one for one in summed_lines(entry, master) if posting in one.postings]
            found = reader.find(line.wanted).documents
            assert len(found) == int(posting.meta["documents"])
            amounts = [one.quantity if item else one.amount for one in found]
            assert sum(amount or 0 for amount in amounts) == quantity.number
            seen += 1
    assert seen == 8


def test_a_document_is_seen_from_its_account(tmp_path: Path) -> None:
    write(tmp_path)
    reader = Reader({"P100": tmp_path / "documents"})
    (back,) = reader.documents("march/2026-03-05/issue-reversed", "Assets:P100:WorkInProcess:Orders", "STEEL")
    assert (back.key, back.quantity, back.value) == ("490003/1", Decimal(-7), Decimal("-17.5"))
    assert (back.account, back.against) == ("Assets:P100:WorkInProcess:Orders", "Assets:P100:RawMaterials")
    assert back.details == {"lot": "B 17", "shift": "2"}
    assert (back.file, back.row, back.order, back.amount) == ("moves.csv", 3, "MO-3", None)
    assert [one.document for one in reader.documents("march/2026-03-05/issue")] == ["490001", "490002"]
    assert len(reader.documents("march/2026-03-05/issue", limit=1)) == 1
    assert len(reader.documents("march")) == 6


def test_closes_lead_to_their_orders(tmp_path: Path) -> None:
    plant = chart.read("P100", ())
    categories = (("Scrap", Decimal("3.10")), ("LotSize", Decimal(-1)))
    close = OrderClose(DAY, "P100", "work-in-process:Orders", "MO-1", "PUMP", categories)
    with Batch(tmp_path, "march", plant.account) as batch:
        batch.add("2026-03-05/close", close)
    reader = Reader({"P100": tmp_path})
    (scrap,) = reader.documents("march/2026-03-05/close", "Expenses:P100:Variances:Scrap")
    assert (scrap.order, scrap.item, scrap.amount) == ("MO-1", "PUMP", Decimal("3.1"))
    wip = reader.documents("march/2026-03-05/close", "Assets:P100:WorkInProcess:Orders")
    assert sum(one.amount or 0 for one in wip) == Decimal("-2.10")
    assert reader.keys("P100") == set()
    assert set(known_keys(tmp_path)) == {"order-close/MO-1/2026-03-05"}


def test_keys_are_what_a_second_import_leaves_out(tmp_path: Path) -> None:
    write(tmp_path)
    keys = {"490001/1", "490002/1", "490003/1", "17/1", "18/1"}
    assert set(known_keys(tmp_path / "documents")) == keys
    assert Reader({"P100": tmp_path / "documents"}).keys("P100") == keys


def test_a_batch_that_fails_leaves_nothing_and_one_that_exists_is_not_written_over(tmp_path: Path) -> None:
    batch = Batch(tmp_path, "march")
    batch.__enter__()
    batch.add("2026-03-05/issue", issue(1, "-50", "-125.00"))
    batch.__exit__(RuntimeError, RuntimeError(), None)
    assert list(tmp_path.iterdir()) == []
    write(tmp_path)
    with pytest.raises(ImportFault, match='batch "march" is written already; give this import another name'):
        Batch(tmp_path / "documents", "march")
    with pytest.raises(ImportFault, match="expected a name of letters"):
        Batch(tmp_path, "../march")


def test_a_number_with_more_decimals_than_a_column_holds_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(
            ImportFault, match=r"moves\.csv:1: found the quantity -0\.0000000001, expected at most 9"
        ),
        Batch(tmp_path, "march") as batch,
    ):
        batch.add("2026-03-05/issue", issue(1, "-0.0000000001", "-125.00"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("batch", "error"),
    [
        ("april/2026-04-01/issue", "there is no april.parquet in "),
        ("../march/x", "there is no ...parquet in "),
    ],
)
def test_a_batch_that_is_not_there_is_an_error(tmp_path: Path, batch: str, error: str) -> None:
    write(tmp_path)
    with pytest.raises(SubledgerError, match=error):
        Reader({"P100": tmp_path / "documents"}).documents(batch)
    with pytest.raises(SubledgerError, match="the ledger has no subledger"):
        Reader({}).documents(batch)
    (tmp_path / "documents" / "march.parquet").write_bytes(b"PAR1 cut short")
    with pytest.raises(SubledgerError, match=r"march\.parquet"):
        Reader({"P100": tmp_path / "documents"}).documents("march/2026-03-05/issue")
