"""The Journal report of QuickBooks Desktop, in its shapes, from the report to what is open and taken.

Worked out by hand: 2 % of 1,070.00 are 21.40, of which 1.40 are tax; 2 % of 300.00 are 6.00.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from beancount import loader
from beancount.core import data

from beanplant_importers import invoices, pipeline
from beanplant_importers.errors import ImportFault
from beanplant_importers.formats import delimited

LEDGER = """
option "operating_currency" "USD"
2026-01-01 custom "plant" "P100"
  currency: USD
2026-01-01 commodity USD
2026-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
  tax: Liabilities:VAT
2026-01-01 custom "plant-purchase-discounts" Liabilities:Payables
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Expenses:Office
2026-01-01 open Income:Sales
2026-01-01 open Liabilities:Payables
2026-01-01 open Liabilities:VAT
"""
TITLES = '"My Company"\n"Journal"\n"March 2026"\n""\n'
HEADER = ',"Trans #","Type","Date","Num","Adj","Name","Memo","Account","Terms","Debit","Credit"\n'
ROWS = """\
,"101","Invoice","03/02/2026","1001",,"Pump Co:Site 4","","1200 · Accounts Receivable","2% 10 Net 30","1,070.00",""
,,,,,,"Pump Co:Site 4","Pumps","4000 · Sales Income",,"","1,000.00"
,,,,,,"State","Tax","2200 · Sales Tax Payable",,"","70.00"
,,,,,,"Pump Co:Site 4","","5000 · Cost of Goods Sold",,"600.00",""
,,,,,,"Pump Co:Site 4","","1300 · Inventory Asset",,"","600.00"
,,,,,,,,,,"1,670.00","1,670.00"
,"102","Payment","03/11/2026","4711",,"Pump Co:Site 4","","1499 · Undeposited Funds",,"1,048.60",""
,,,,,,"Pump Co:Site 4","","1200 · Accounts Receivable",,"","1,048.60"
,,,,,,"Pump Co:Site 4","","1200 · Accounts Receivable",,"","21.40"
,,,,,,"Pump Co:Site 4","","4900 · Discounts Given",,"21.40",""
,,,,,,,,,,"1,070.00","1,070.00"
,"103","Invoice","03/15/2026","1002",,"Mill Co","","1200 · Accounts Receivable","Net 30","500.00",""
,,,,,,"Mill Co","","4000 · Sales Income",,"","500.00"
,,,,,,,,,,"500.00","500.00"
,"201","Bill","03/04/2026","P-77",,"Paper Mart","Paper","2000 · Accounts Payable","2% 10 Net 30","","300.00"
,,,,,,"Paper Mart","","6000 · Costs:Office",,"300.00",""
,,,,,,,,,,"300.00","300.00"
,"202","Bill Pmt -Check","03/12/2026","2001",,"Paper Mart","","1000 · Checking",,"","294.00"
,,,,,,"Paper Mart","","2000 · Accounts Payable",,"294.00",""
,,,,,,"Paper Mart","","2000 · Accounts Payable",,"6.00",""
,,,,,,"Paper Mart","","4950 · Discounts Taken",,"","6.00"
,,,,,,,,,,"300.00","300.00"
,"301","Deposit","03/12/2026","",,"","","1000 · Checking",,"1,048.60",""
,,,,,,"Pump Co:Site 4","","1499 · Undeposited Funds",,"","1,048.60"
,,,,,,,,,,"1,048.60","1,048.60"
"TOTAL",,,,,,,,,,"4,888.60","4,888.60"
"""
EXPECTED = {
    "Assets:Bank": Decimal("754.60"), "Assets:Receivables": Decimal("500.00"), "Expenses:Office": Decimal("294.00"),
    "Income:Sales": Decimal("-1500.00"), "Income:SalesDiscounts": Decimal("20.00"),
    "Liabilities:VAT": Decimal("-68.60"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ledger.beancount").write_text(LEDGER, "utf-8")


def importer(**options: Any) -> Any:
    said = {"apply": "oldest", "places": {"Sales Income": "sales", "Office": "Expenses:Office"}}
    return invoices.QuickBooks("P100", **{**said, **options})


def imported(name: str, **options: Any) -> Any:
    found = importer(**options)
    assert found.identify(name)
    return pipeline.run([pipeline.Job(found, name)], pipeline.read_ledger("ledger.beancount")[0])


def balances(outcome: Any) -> dict[str, Decimal]:
    journal = "".join(f"{piece.text}\n" for piece in outcome.pieces)
    entries, errors, _ = loader.load_string(f'plugin "beanplant"\n{LEDGER}{journal}', dedent=False)
    assert not errors
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for posting in entry.postings if isinstance(entry, data.Transaction) else ():
            sums[posting.account] += posting.units.number
    return {account: amount for account, amount in sums.items() if amount}


def write(text: str) -> None:
    Path("journal.csv").write_bytes(text.replace("\n", "\r\n").encode("cp1252"))


def in_full(text: str) -> str:
    """Return the rows as Custom Transaction Detail has them: every row says its transaction, no totals below each."""
    result, lead = [], ""
    for line in text.splitlines():
        if line.startswith(',"'):
            lead = ",".join(line.split(",")[:5])
            result.append(line)
        elif line.startswith(",,,,,,,,,,"):
            continue
        else:
            result.append(line.replace(",,,,,", f"{lead},", 1) if line.startswith(",") else line)
    return "\n".join(result) + "\n"


@pytest.mark.parametrize("shape", [str, in_full])
def test_every_shape_comes_to_the_same(shape: Any) -> None:
    write(TITLES + HEADER + shape(ROWS))
    outcome = imported("journal.csv")
    [(_, tally)] = outcome.tallies
    assert tally.unmapped == []
    assert list(tally.differences()) == []
    assert [note.rpartition("; ")[2] for note in tally.notes] == ["1 agree, 0 differ.", "1 agree, 0 differ."]
    assert balances(outcome) == EXPECTED
    document = next(piece.text for piece in outcome.pieces if '"Invoice 1001"' in piece.text)
    assert 'document: "QB/INVOICE/101/1001"' in document
    assert '  terms: "2% 10 Net 30"' in document


def test_a_sheet_with_space_between_columns() -> None:
    """Excel has a blank column between any two, and dates as dates."""
    write(TITLES + HEADER + ROWS)
    book = xlsxwriter.Workbook("journal.xlsx")
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "mm/dd/yyyy"})
    for row, cells in delimited.rows(Path("journal.csv"), "cp1252", ","):
        for column, cell in enumerate(cells):
            text = str(cell)
            place = (row - 1, 2 * column)
            if text[2:3] == "/" and text[5:6] == "/":
                serial = (Decimal(text[:2]) == 3) * 46082 + int(text[3:5]) - 1  # 46082: March 1, 2026
                sheet.write_number(*place, serial, day)
            elif text.replace(",", "").replace(".", "").isdigit():
                sheet.write_number(*place, float(text.replace(",", "")))
            elif text:
                sheet.write_string(*place, text)
    book.close()
    assert balances(imported("journal.xlsx")) == EXPECTED


def test_payments_are_on_account_unless_it_is_said_how_they_are_applied() -> None:
    """No report says what a payment was applied to: what came is there, and no discount is taken."""
    write(TITLES + HEADER + ROWS)
    outcome = imported("journal.csv", apply="")
    assert any("1 payment names no invoice" in note for note in outcome.tallies[0][1].notes)
    assert "Income:SalesDiscounts" not in balances(outcome)


def test_a_report_without_terms_is_named() -> None:
    write((TITLES + HEADER + ROWS).replace('"Terms"', '"Class"'))
    notes = imported("journal.csv").tallies[0][1].notes
    assert notes[0].startswith(
        "journal.csv: the report has no column Terms, so its invoices grant no discount; add it"
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"","1,000.00"', '"","1,000.01"', "journal.csv:6: the rows of INVOICE 1001 add up to -0.01, expected 0"),
        (',"101","Invoice"', ',"","Invoice"', 'journal.csv:6: Trans #: found "", expected the number of a transaction'),
        ('"1,070.00",""', '"much",""', 'journal.csv:6: Debit: found "much", expected a number'),
        ('"03/15/2026"', '"03/32/2026"', 'journal.csv:17: Date: found "03/32/2026", expected a date'),
    ],
)  # fmt: skip
def test_bad_input_is_one_error(old: str, new: str, message: str) -> None:
    write(TITLES + HEADER + ROWS.replace(old, new, 1))
    with pytest.raises(ImportFault) as fault:
        imported("journal.csv", dates="mdy")
    assert str(fault.value).startswith(message)


def test_stock_of_quickbooks_that_is_not_left_out_in_pairs_is_listed() -> None:
    write(TITLES + HEADER + ROWS)
    [(_, tally)] = imported("journal.csv", stock=["Inventory Asset"]).tallies
    assert [row.reason for row in tally.unmapped] == [
        "the splits on Inventory Asset add up to -600.00, expected 0; name both accounts that QuickBooks books its "
        "stock on: stock=(...)"
    ]


def test_a_report_without_the_rows_of_transactions_is_not_read() -> None:
    """Open Invoices, ageing and transaction lists have neither tax nor accounts; the error says what is missing."""
    write(
        '"Type","Date","Num","Terms","Due Date","Open Balance"\n'
        '"Invoice","03/15/2026","1002","Net 30","04/14/2026","500.00"\n'
    )
    found = importer()
    assert not found.identify("journal.csv")
    fault = pipeline.why_not([found], "journal.csv")
    assert 'found a header without "Trans #", "Account", "Debit", "Credit"' in str(fault)


def test_a_void_invoice_is_left_out() -> None:
    """QuickBooks keeps it with amounts of zero."""
    void = (
        ',"104","Invoice","03/16/2026","1003",,"Mill Co","VOID:","1200 · Accounts Receivable","Net 30","0.00",""\n'
        ',,,,,,"Mill Co","VOID:","4000 · Sales Income",,"","0.00"\n'
    )
    write(TITLES + HEADER + void + ROWS)
    outcome = imported("journal.csv")
    assert balances(outcome) == EXPECTED
    assert not any("1003" in piece.text for piece in outcome.pieces)
