"""The documents behind summed postings: facts in, a journal by day, and from each of its lines back to the facts."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import data

from beanplant import masterdata
from beanplant.reports import documents, render_csv, render_text
from beanplant.reports.model import Emphasis, Table
from beanplant.subledger import Reader, SubledgerError
from beanplant.summed import SummedLine, summed_lines

pytest.importorskip("pyarrow", reason="needs the extra import")
pytest.importorskip("duckdb", reason="needs the extra import")

from beanplant_importers import chart, facts
from beanplant_importers.journal import Journal
from beanplant_importers.settlement import OrderClose
from beanplant_importers.subledger import Batch

DAY = datetime.date(2026, 3, 5)
LEDGER = """
option "operating_currency" "USD"
plugin "beanplant"
include "*.journal"
2026-01-01 custom "plant" "P100"
  negative: "allow"
2026-01-01 custom "plant" "P200"
  negative: "allow"
2026-01-01 custom "plant-subledger" "P100" "documents/P100"
2026-01-01 custom "plant-subledger" "P200" "documents/P200"
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 custom "plant-standard-cost" 1 HR-ASSY 60.00 USD
2026-01-01 commodity HR-ASSY
  activity: TRUE
2026-01-01 commodity RESIN
  valuation: "fifo"
2026-01-01 custom "plant-order" "MO-1" 10 PUMP
2026-01-01 custom "plant-order" "MO-2" 10 PUMP
2026-01-01 custom "plant-standard-cost" 1 PUMP 9.00 USD
2026-01-01 open Assets:P100:RawMaterials
2026-01-01 open Assets:P100:RawMaterials:Annex
2026-01-01 open Assets:P200:RawMaterials
2026-01-01 open Assets:P100:WorkInProcess:Orders
2026-01-01 open Assets:P200:WorkInProcess:Orders
2026-01-01 open Liabilities:P100:GoodsReceivedNotInvoiced
2026-01-01 open Assets:Bank
2026-01-01 open Equity:Opening
2026-01-01 open Expenses:P100:Absorbed:Assembly
2026-01-01 open Expenses:P100:Absorbed:Test
2026-01-01 open Expenses:P100:Energy
2026-01-01 open Expenses:P100:Variances:PurchasePrice
2026-01-01 open Expenses:P100:Variances:Scrap
2026-01-01 open Expenses:P100:Variances:LotSize
"""
STEEL = "Assets:P100:RawMaterials"
WIP = "Assets:P100:WorkInProcess:Orders"


def moved(number: int, kind: str, quantity: str, account: str, against: str, **more: Any) -> facts.Movement:
    said: dict[str, Any] = {"item": "STEEL", "plant": "P100", "date": DAY}
    return facts.Movement(
        document=f"49{number:04}", line="1", kind=kind, quantity=Decimal(quantity), account=account, against=against,
        source=facts.Source("exports/moves.csv", number), **(said | more),
    )  # fmt: skip


def issue(number: int, quantity: str, **more: Any) -> facts.Movement:
    return moved(number, "issue", quantity, "raw-materials", "work-in-process:Orders", **more)


def receipt(number: int, quantity: str, amount: str, line: str, **more: Any) -> facts.Movement:
    said: dict[str, Any] = {"amount": Decimal(amount), "currency": "USD", "receipt": line}
    return moved(number, "receipt", quantity, "raw-materials", "goods-received", **(said | more))


def hours(number: int, quantity: str, operation: str, against: str) -> facts.Activity:
    return facts.Activity(
        document=f"C{number}", line="1", date=DAY, plant="P100", activity="HR-ASSY", quantity=Decimal(quantity),
        operation=operation, against=against, source=facts.Source("exports/hours.csv", number),
    )  # fmt: skip


def paid(number: int, text: str, *legs: tuple[str, str]) -> facts.Entry:
    lines = tuple(facts.Line(account=account, amount=Decimal(amount)) for account, amount in legs)
    return facts.Entry(
        document=f"E{number}", line="1", date=DAY, plant="P100", currency="USD", text=text, lines=lines,
        source=facts.Source("exports/entries.csv", number),
    )  # fmt: skip


def closed(order: str, *categories: tuple[str, str]) -> OrderClose:
    amounts = tuple((name, Decimal(amount)) for name, amount in categories)
    return OrderClose(DAY, "P100", "work-in-process:Orders", order, "PUMP", amounts)


class Books:
    """A ledger with a journal by day for each plant, and its documents."""

    def __init__(self, folder: Path, given: list[Any], **options: Any) -> None:
        for plant in ("P100", "P200"):
            accounts = chart.read(plant, (), currency="USD")
            with Batch(folder / "documents" / plant, "march", accounts.account) as batch:
                journal = Journal(accounts, "day", batch="march", observe=batch.add, **options)
                for fact in given:
                    if fact.plant == plant:
                        journal.close(fact) if isinstance(fact, OrderClose) else journal.add(fact)
            (folder / f"{plant}.journal").write_text("".join(journal.text()), "utf-8")
        (folder / "main.beancount").write_text(LEDGER, "utf-8")
        self.entries, self.errors, self.options = loader.load_file(str(folder / "main.beancount"))
        master, _ = masterdata.read(self.entries, self.options)
        self.reader = Reader.of(master.subledgers, self.options["filename"])
        transactions = [entry for entry in self.entries if isinstance(entry, data.Transaction)]
        self.lines = [line for entry in transactions for line in summed_lines(entry, master)]

    def found(self, **wanted: Any) -> list[tuple[SummedLine, documents.Behind]]:
        """The lines with these values, and the documents behind each."""
        lines = [line for line in self.lines if all(getattr(line, k) == v for k, v in wanted.items())]
        return [(line, documents.read(line, self.reader)) for line in lines]


def numbers(behind: documents.Behind) -> list[str]:
    return [one.document for one in behind.found.documents]


CASES: dict[str, list[Any]] = {
    "receipts of two purchase order lines": [
        receipt(1, "10", "26.00", "PO-1/10"), receipt(2, "20", "52.00", "PO-1/20"),
        receipt(3, "30", "78.00", "PO-1/10"), receipt(4, "5", "12.50", "PO-1/10", invoice="I-1"),
    ],
    "the same operation absorbed by two accounts, and two operations": [
        hours(1, "2", "0010", "absorbed:Assembly"), hours(2, "3", "0010", "absorbed:Test"),
        hours(3, "4", "0020", "absorbed:Test"), hours(4, "5", "0020", "absorbed:Test"),
    ],
    "dimensions, and details that are none": [
        issue(1, "-1", details=(("shift", "1"), ("lot", "A"))), issue(2, "-2", details=(("shift", "2"),)),
        issue(3, "-4", details=(("shift", "1"), ("overtime", "yes"))), issue(4, "-8", details=(("lot", 'B "7"'),)),
        issue(5, "-16", details=(("shift", "1"), ("lot", "C"))), issue(6, "-32", reason="0007"),
    ],
    "orders, reversals and plants with a batch of one name": [
        issue(1, "-1", order="MO-1"), issue(2, "-2", order="MO-2"), issue(3, "1", order="MO-1"),
        issue(4, "-4", plant="P200"), issue(5, "-8"),
    ],
    "transfers to and fro, and within an account": [
        moved(1, "transfer", "5", "raw-materials:Annex", "raw-materials"),
        moved(2, "transfer", "7", "raw-materials", "raw-materials:Annex"),
        moved(3, "transfer", "9", "raw-materials", "raw-materials"),
    ],
    "opening stock against equity": [
        moved(1, "opening", "60", "raw-materials", "opening", amount=Decimal("150.00"), currency="USD"),
        moved(2, "opening", "3", "raw-materials", "opening", amount=Decimal("9.00"), currency="USD", item="RESIN"),
    ],
    "entries by text and shape": [
        paid(1, "Energy", ("Expenses:P100:Energy", "90.10"), ("bank", "-90.10")),
        paid(2, "Energy", ("Expenses:P100:Energy", "9.90"), ("bank", "-9.90")),
        paid(3, "Energy", ("Expenses:P100:Energy", "-1.00"), ("bank", "1.00")),
        paid(4, "Energy", ("bank", "-3.00"), ("Expenses:P100:Energy", "3.00")),
        paid(5, "Energy", ("Expenses:P100:Energy", "1"), ("Expenses:P100:Energy", "2"), ("bank", "-3")),
        paid(6, "Heat  and\nlight", ("Expenses:P100:Energy", "7.00"), ("bank", "-7.00")),
        paid(7, "", ("Expenses:P100:Energy", "8.00"), ("bank", "-8.00")),
    ],
    "closes of orders": [
        closed("MO-1", ("LotSize", "-1"), ("Scrap", "3.10")), closed("MO-2", ("Scrap", "0.90")),
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_sum_leads_to_its_documents_and_ties(tmp_path: Path, case: str) -> None:
    given = CASES[case]
    books = Books(tmp_path, given)
    assert books.errors == []
    assert books.lines
    seen: list[str] = []
    for line, behind in books.found():
        assert behind.difference == 0, (line.account, numbers(behind))
        assert line.documents in (None, behind.found.rows)
        if line.first:
            seen += numbers(behind)
    expected = [one.document for one in given if not isinstance(one, OrderClose)]
    if expected and not case.startswith("entries"):
        assert sorted(seen) == sorted(expected)  # each in one sum, none in two


def test_receipts_are_told_apart_by_their_purchase_order_line(tmp_path: Path) -> None:
    books = Books(tmp_path, CASES["receipts of two purchase order lines"])
    found = {numbers(behind)[0]: numbers(behind) for _, behind in books.found(account=STEEL)}
    assert found == {"490001": ["490001", "490003"], "490002": ["490002"], "490004": ["490004"]}


def test_the_second_posting_of_a_pair_has_the_documents_of_the_first(tmp_path: Path) -> None:
    books = Books(tmp_path, CASES["dimensions, and details that are none"])
    issued = {line.quantity: numbers(behind) for line, behind in books.found(account=STEEL)}
    assert issued == {
        Decimal(-17): ["490001", "490005"], Decimal(-2): ["490002"], Decimal(-4): ["490003"], Decimal(-8): ["490004"],
        Decimal(-32): ["490006"],
    }  # fmt: skip
    used = {-line.quantity: numbers(behind) for line, behind in books.found(account=WIP)}
    assert used == issued


def test_confirmations_are_told_apart_by_what_absorbs_them(tmp_path: Path) -> None:
    books = Books(tmp_path, CASES["the same operation absorbed by two accounts, and two operations"])
    found = {(line.partner[-8:], line.quantity): numbers(behind) for line, behind in books.found(account=WIP)}
    assert found == {
        ("Assembly", Decimal(2)): ["C1"],
        ("bed:Test", Decimal(3)): ["C2"],
        ("bed:Test", Decimal(9)): ["C3", "C4"],
    }


def test_lots_that_a_plugin_makes_of_a_posting_have_its_documents_together(tmp_path: Path) -> None:
    """Ten of 1.00 and ten of 2.00 come in; fifteen go out by FIFO, ten at 1.00 and five at 2.00."""
    early = DAY - datetime.timedelta(days=2)
    said: dict[str, Any] = {"item": "RESIN"}
    books = Books(tmp_path, [
        receipt(1, "10", "10.00", "PO-1", date=early, **said),
        receipt(2, "10", "20.00", "PO-2", date=early + datetime.timedelta(days=1), **said),
        issue(3, "-9", **said), issue(4, "-6", **said),
    ])  # fmt: skip
    assert books.errors == []
    ((line, behind),) = [pair for pair in books.found(account=STEEL) if pair[0].quantity < 0]
    assert [posting.units.number for posting in line.postings] == [Decimal(-10), Decimal(-5)]
    assert (line.quantity, line.money, behind.difference) == (Decimal(-15), Decimal("-20.00"), 0)
    assert numbers(behind) == ["490003", "490004"]


def test_an_item_that_the_ledger_does_not_know_ties_by_quantity(tmp_path: Path) -> None:
    books = Books(tmp_path, [issue(1, "-50", item="BRASS"), issue(2, "-12.5", item="BRASS")])
    assert books.errors  # BRASS has no standard cost
    for line, behind in books.found():
        assert (behind.difference, behind.found.rows) == (0, 2), line.account
        assert documents.table(behind).value("difference", "quantity") == 0


def test_what_a_plugin_adds_has_no_documents(tmp_path: Path) -> None:
    books = Books(tmp_path, [receipt(1, "10", "26.00", "PO-1")])
    accounts = [posting.account for posting in books.lines[0].entry.postings]
    assert "Expenses:P100:Variances:PurchasePrice" in accounts
    assert {line.account for line in books.lines} == {STEEL, "Liabilities:P100:GoodsReceivedNotInvoiced"}


def test_an_entry_has_a_leg_for_each_posting(tmp_path: Path) -> None:
    books = Books(tmp_path, CASES["entries by text and shape"])
    found = [
        (line.entry.narration, str(line.money), numbers(behind))
        for line, behind in books.found(account="Expenses:P100:Energy")
    ]
    assert sorted(found) == [
        ("Energy", "-1.00", ["E3"]),
        ("Energy", "1.00", ["E5"]),
        ("Energy", "100.00", ["E1", "E2"]),
        ("Energy", "2.00", ["E5"]),
        ("Energy", "3.00", ["E4"]),
        ("Entries", "8.00", ["E7"]),
        ("Heat and light", "7.00", ["E6"]),
    ]


def test_a_document_that_is_gone_is_a_difference(tmp_path: Path) -> None:
    """The posting has -62.345; without 490002 the documents come to -50."""
    given = [issue(1, "-50", value=Decimal(-125)), issue(2, "-12.345")]
    (tmp_path / "all").mkdir()
    (tmp_path / "less").mkdir()
    books, less = Books(tmp_path / "all", given), Books(tmp_path / "less", given[:1])
    (line, _), *_ = books.found(account=STEEL)
    behind = documents.read(line, less.reader)
    assert (behind.expected, behind.difference) == (Decimal("-62.345"), Decimal("12.345"))
    assert behind.ties == "the total does not tie to the posting"
    table = documents.table(behind)
    assert table.value("total", "quantity") == Decimal(-50)
    assert table.value("posting", "quantity") == Decimal("-62.345")
    assert table.value("difference", "quantity") == Decimal("12.345")


def test_a_pair_that_a_person_turned_round_has_its_documents(tmp_path: Path) -> None:
    """The journal says raw materials first; here work in process does, and the batch stands on the postings."""
    books = Books(tmp_path, [issue(1, "-50", reason="0007"), issue(2, "-12.5", reason="0007")])
    (tmp_path / "P100.journal").write_text(f"""
2026-03-05 * "Goods issue"
  {WIP}      62.5 STEEL
    batch: "march/2026-03-05/issue"
    reason: "0007"
  {STEEL}   -62.5 STEEL
    batch: "march/2026-03-05/issue"
  Assets:Bank     1.00 USD
  Equity:Opening -1.00 USD
""")
    entries, errors, options = loader.load_file(str(tmp_path / "main.beancount"))
    assert errors == []
    master, _ = masterdata.read(entries, options)
    lines = [
        line
        for entry in entries
        if isinstance(entry, data.Transaction)
        for line in summed_lines(entry, master)
    ]
    assert [line.account for line in lines] == [WIP, STEEL]
    for line in lines:
        behind = documents.read(line, books.reader)
        assert (behind.difference, numbers(behind)) == (0, ["490001", "490002"])
        assert {one.account for one in behind.found.documents} == {line.account}


def drawn(table: Table) -> list[list[str]]:
    return [line.split() for line in render_text.table_lines(table)]


def test_the_table_has_what_there_is_and_totals_of_all(tmp_path: Path) -> None:
    given = [
        issue(number, "-1.5", order="MO-1", value=Decimal("-3.75"), details=(("lot", f"L{number}"),))
        for number in range(1, 8)
    ]
    books = Books(tmp_path, given)
    (line,) = [line for line in books.lines if line.account == STEEL]
    part = documents.read(line, books.reader, limit=2, offset=3)
    assert (part.more, part.found.rows) == (2, 7)
    table = documents.table(part)
    assert [column.title for column in table.columns] == [
        "Document", "Date", "Quantity", "ERP value", "Order", "Details", "Export and row",
    ]  # fmt: skip
    assert [row.cells for row in table.rows] == [
        (f"49000{n}/1", DAY, Decimal("-1.5"), Decimal("-3.75"), "MO-1", f"lot L{n}", f"exports/moves.csv:{n}")
        for n in (4, 5)
    ]
    assert [row.key for row in table.rows] == ["4", "5"]
    assert [row.emphasis for row in table.totals] == [Emphasis.TOTAL, Emphasis.CHECK, Emphasis.CHECK]
    assert table.totals[0].cells[:4] == ("7 documents", None, Decimal("-10.5"), Decimal("-26.25"))
    assert drawn(table)[-1] == ["Difference", "0"]
    assert "\r\n7 documents,,-10.5,-26.25,,,\r\n" in render_csv.table_text(table)


def test_names_of_exports_tell_nothing_of_the_machine(tmp_path: Path) -> None:
    name_of = documents.below(tmp_path)
    assert name_of("exports/moves.csv") == "exports/moves.csv"
    assert name_of(str(tmp_path / "exports" / "moves.csv")) == "exports/moves.csv"
    assert name_of("/anywhere/else/moves.csv") == "moves.csv"


def test_a_batch_that_cannot_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    books = Books(tmp_path, [issue(1, "-50")])
    path = tmp_path / "documents" / "P100" / "march.parquet"
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "duckdb", None)
        with pytest.raises(SubledgerError, match=r'needs DuckDB; run: pip install "beanplant\[import\]"'):
            books.found(account=STEEL)
    path.write_bytes(b"PAR1 cut short")
    with pytest.raises(SubledgerError, match=r"march\.parquet"):
        books.found(account=STEEL)
    path.unlink()
    with pytest.raises(SubledgerError, match=r"there is no march\.parquet in .*documents/P100"):
        books.found(account=STEEL)
