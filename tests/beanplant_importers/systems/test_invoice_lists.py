"""Lists of invoices, payments and credit notes: the goldens beside them, and what is open once beanplant has read them.

What is open was worked out by hand from the lists: an invoice less credit notes, money and the discount that its terms
grant on the day of the payment.
"""

from __future__ import annotations

import importlib.util
import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import data
from beancount.parser import parser

from beanplant_importers import invoices, pipeline
from beanplant_importers.errors import ImportFault

FOLDER = Path(__file__).parents[1] / "data" / "invoices"


def goldens() -> Any:
    spec = importlib.util.spec_from_file_location("invoice_goldens", FOLDER / "make_goldens.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LISTS = goldens().LISTS


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the lists, which is the working folder."""
    for file in FOLDER.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", LISTS)
def test_the_journal_is_the_golden_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    assert goldens().journal(name) == Path(f"{name}.beancount").read_text("utf-8")


@pytest.mark.parametrize("name", LISTS)
def test_each_list_has_one_importer(name: str) -> None:
    importers = pipeline.load_config(FOLDER / "import.py")
    assert [importer.identify(str(FOLDER / name)) for importer in importers].count(True) == 1
    assert all(
        importer.filename(str(FOLDER / name))
        for importer in importers
        if importer.identify(str(FOLDER / name))
    )


def load(folder: Path, *names: str) -> tuple[list[Any], list[str]]:
    """Load the ledger with plugins and the journals of lists."""
    journals = "".join(f'include "{name}.beancount"\n' for name in names)
    top = folder / "main.beancount"
    top.write_text(
        'plugin "beanplant"\n' + (folder / "ledger.beancount").read_text("utf-8") + journals, "utf-8"
    )
    entries, errors, _ = loader.load_file(str(top))
    return entries, [error.message for error in errors]


def open_items(entries: list[Any]) -> dict[str, Decimal]:
    """Return what is open of each invoice, by the postings on receivables and payables."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for posting in entry.postings if isinstance(entry, data.Transaction) else ():
            if posting.account in ("Assets:Receivables", "Liabilities:Payables"):
                name = (posting.meta or {}).get("invoice") or entry.meta.get("invoice") or ""
                sums[name] += posting.units.number
    return {name: amount for name, amount in sums.items() if amount}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        # 90000003: 1,000.00, of which 600.00 came after 20 days and 400.00 is a residual item; 90000004: 490.00 in
        # time settle 500.00, then 300.00.
        (["sap_customers.csv"], {"90000003": "400.00", "90000007": "300.00"}),
        (["sap_customers_de.txt"], {"90000012": "100.00"}),  # 119.00 less 19.00
        (["sap_vendors.csv"], {"1900000011": "-119.00"}),
        (["quickbooks.iif"], {"1002": "250.00"}),  # 500.00 less 50.00 and 200.00
        (["intacct_invoices.csv", "intacct_payments.csv"], {"SI-1003": "350.00"}),  # 343.00 settle 350.00
        (["intacct_bills.csv", "intacct_bill_payments.csv"], {"B-901": "-100.00"}),
        (["d365_customers.csv"], {"FTI-003": "400.00"}),
        (["d365_vendors.csv"], {"PM-2": "-50.00"}),
        (["table_customers.csv"], {"R-2": "50.00"}),
        (["table_vendors.csv"], {}),
    ],
)
def test_what_is_open_is_open_in_the_list(folder: Path, names: list[str], expected: dict[str, str]) -> None:
    entries, errors = load(folder, *names)
    assert errors == []
    assert open_items(entries) == {name: Decimal(amount) for name, amount in expected.items()}


def test_the_discount_is_posted_by_beanplant_and_not_by_the_import(folder: Path) -> None:
    """23.80 with 3.80 tax, 10.00 and 20.00 in time; nothing on the residual item, which was paid late."""
    entries, _ = load(folder, "sap_customers.csv")
    taken = sum(
        posting.units.number
        for entry in entries
        if isinstance(entry, data.Transaction)
        for posting in entry.postings
        if posting.account == "Income:SalesDiscounts"
    )
    assert taken == Decimal("20.00") + 10 + 20
    assert "SalesDiscounts" not in (folder / "sap_customers.csv.beancount").read_text("utf-8")


def test_a_purchase_discount_lowers_the_cost_of_what_was_received(folder: Path) -> None:
    """3 % of 1,190.00: 30.00 to the price variance of the receipt, 5.70 to the input tax."""
    entries, _ = load(folder, "sap_vendors.csv")
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for posting in entry.postings if isinstance(entry, data.Transaction) else ():
            sums[posting.account] += posting.units.number
    assert sums["Expenses:P100:Variances:PurchasePrice"] == Decimal("-30.00")
    assert sums["Assets:InputTax"] == Decimal("190.00") + 38 - Decimal("3.80") + 19 - Decimal("5.70")


def outcome(name: str, importer: Any = None) -> pipeline.Outcome:
    if importer is None:
        importer = pipeline.choose(pipeline.load_config("import.py"), name)
    assert importer is not None
    return pipeline.run([pipeline.Job(importer, name)], pipeline.read_ledger("ledger.beancount")[0])


def notes(name: str, importer: Any = None) -> list[str]:
    return outcome(name, importer).tallies[0][1].notes


def change(name: str, old: str, new: str) -> None:
    file = Path(name)
    text = file.read_bytes()
    assert old.encode("cp1252") in text
    file.write_bytes(text.replace(old.encode("cp1252"), new.encode("cp1252")))


@pytest.mark.parametrize("name", LISTS)
def test_every_row_is_accounted_for_and_a_second_import_adds_nothing(folder: Path, name: str) -> None:
    first = outcome(name)
    [(_, tally)] = first.tallies
    assert list(tally.differences()) == []
    assert tally.unmapped == []
    with Path("ledger.beancount").open("a", encoding="utf-8") as ledger:
        ledger.write("".join(piece.text + "\n" for piece in first.pieces))
    again = outcome(name)
    assert again.pieces == []
    assert all(not total.rows for total in again.tallies[0][1].mapped.values())


def test_a_discount_that_differs_is_named_with_its_document(folder: Path) -> None:
    """SAP took 25.00, so 1,165.00 came: in time they settle 1,165.00 / 0.98, of which 23.78 are the discount."""
    change("sap_customers.csv", "T210,23.80", "T210,25.00")
    assert notes("sap_customers.csv") == [
        "sap_customers.csv:2: invoice 90000001: SAP has a cash discount of 25.00 USD, beanplant takes 23.78 USD (2/10 "
        "net 30, paid after 8 days); mend the terms, or write off the difference.",
        "sap_customers.csv: cash discounts of 3 invoices: SAP has 55.00, beanplant takes 53.78; 2 agree, 1 differ.",
    ]


def test_days_count_from_the_baseline_date(folder: Path) -> None:
    """Invoiced on the 5th, counted from the 10th: the payment of the 18th is in time."""
    change("sap_customers.csv", "1,RV,2026-03-10,2026-03-10", "1,RV,2026-03-05,2026-03-10")
    [only] = notes("sap_customers.csv")
    assert only.endswith("3 agree, 0 differ."), only
    text = "".join(piece.text for piece in outcome("sap_customers.csv").pieces)
    assert "  baseline: 2026-03-10\n" in text


def test_a_discount_that_was_granted_late_is_named(folder: Path) -> None:
    """Counted from the 5th the payment of the 18th is three days late."""
    change("sap_customers.csv", "1,RV,2026-03-10,2026-03-10", "1,RV,2026-03-10,2026-03-05")
    [first, _] = notes("sap_customers.csv")
    assert "SAP has a cash discount of 23.80 USD, beanplant takes 0 USD" in first.replace("0.00 USD", "0 USD")
    assert "paid after 13 days" in first


def test_an_unknown_terms_key_is_an_error_with_its_place(folder: Path) -> None:
    change("sap_customers.csv", "USD,T314", "USD,T315")
    with pytest.raises(ImportFault) as fault:
        outcome("sap_customers.csv")
    assert str(fault.value) == (
        'sap_customers.csv:14: Terms of Payment: found the terms key "T315", which '
        'terms.toml has not; the nearest known name is "T314"; write what it grants, such as '
        'terms={"T315": "2/10 net 30"}'
    )


def test_a_table_of_terms_is_read_when_it_is_given() -> None:
    with pytest.raises(ImportFault, match='terms=: terms key "X": cannot read terms "two percent"'):
        invoices.SapCustomers("P100", terms={"X": "two percent"})


def test_a_residual_item_whose_payment_is_not_there_is_listed(folder: Path) -> None:
    text = Path("sap_customers.csv").read_text("utf-8").splitlines(keepends=True)
    Path("sap_customers.csv").write_text("".join(line for line in text if '"-1,000.00"' not in line), "utf-8")
    [(_, tally)] = outcome("sap_customers.csv").tallies
    [row] = tally.unmapped
    assert row.reason == "left over of payment 1400000002, which is not in the file; export it, too"
    assert list(tally.differences()) == []


def test_an_account_without_a_place_is_listed(folder: Path) -> None:
    change("intacct_bills.csv", ",6100,100,,100.00", ",6200,100,,100.00")
    [(_, tally)] = outcome("intacct_bills.csv").tallies
    assert 'account "6200" has no place; the nearest known name is "6100"' in tally.unmapped[0].reason


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("quickbooks.iif", "-1,000.00", "-1,000.01", "INVOICE 1001 add up to -0.01, expected 0"),
        ("quickbooks.iif", "TERMS\t2-10\t", "TERMS\t2-11\t", 'found the terms key "2-10"'),
        ("quickbooks.iif", "3/2/2026", "3/32/2026", "DATE: found \"3/32/2026\", expected a date"),
        ("intacct_invoices.csv", '"2,140.00"', '"2,141.00"', "its lines add up to 2140.00"),
        ("d365_customers.csv", "2%D10", "3%D10", 'found the terms key "3%D10"'),
        ("table_customers.csv", ",1190.00,", ",much,", "expected a number"),
    ],
)  # fmt: skip
def test_bad_input_is_one_error(folder: Path, name: str, old: str, new: str, message: str) -> None:
    change(name, old, new)
    with pytest.raises(ImportFault) as fault:
        outcome(name)
    assert message in str(fault.value)
    assert str(fault.value).startswith(f"{name}:")


def test_iif_that_was_cut_short(folder: Path) -> None:
    text = Path("quickbooks.iif").read_bytes()
    Path("quickbooks.iif").write_bytes(text[: text.rindex(b"ENDTRNS")])
    with pytest.raises(ImportFault, match="found a TRNS without ENDTRNS; the file is cut short"):
        outcome("quickbooks.iif")


def test_payments_of_quickbooks_without_an_invoice_are_applied_when_it_is_said(folder: Path) -> None:
    """The payment of 1,048.60 is 1,070.00 less 21.40; that of 200.00 goes to the oldest invoice of its customer."""
    change("quickbooks.iif", "-1,070.00\t1001", "-1,070.00\t")
    change("quickbooks.iif", "-200.00\t1002", "-200.00\t")
    plain = notes("quickbooks.iif")
    assert plain[0] == (
        "quickbooks.iif: 2 payments name no invoice and cleared none in the file; they are on account."
    )
    places = {"Sales Income": "sales", "Freight Income": "Income:Freight", "Office": "cost-centers:Office"}
    importer = invoices.QuickBooks("P100", apply="oldest", places=places)
    applied = outcome("quickbooks.iif", importer)
    golden = Path("quickbooks.iif.beancount").read_text("utf-8").partition("\n\n")[2]
    assert "".join(piece.text + "\n" for piece in applied.pieces) == golden


def test_d365_without_its_settlements_goes_by_the_settlement_voucher(folder: Path) -> None:
    importer = invoices.Dynamics("P100", terms={"Net30": "net 30", "2%D10": "2/10"})
    golden = Path("d365_customers.csv.beancount").read_text("utf-8").partition("\n\n")[2]
    found = outcome("d365_customers.csv", importer)
    assert "".join(piece.text + "\n" for piece in found.pieces) == golden


def test_d365_writes_times_and_six_decimals(folder: Path) -> None:
    """A settlement at another rate is a transaction of its own, of nothing in the document's currency."""
    text = Path("d365_vendors.csv").read_text("utf-8").replace("2026-03-02", "3/2/2026 12:00:00 AM")
    text = text.replace("2026-03-09", "3/9/2026 12:00:00 AM").replace("2026-03-16", "3/16/2026 12:00:00 AM")
    text = (
        text.replace("4.28,", "4.280000,")
        .replace("209.72,", "209.720000,")
        .replace("-214.00,", "-214.000000,")
    )
    row = "5637150005,V-100,Paper Mart,EXC-1,3/9/2026 12:00:00 AM,ExchAdjustment,,0.000000,USD,,,,,\n"
    Path("d365_vendors.csv").write_text(text + row, "utf-8")
    found = outcome("d365_vendors.csv")
    golden = Path("d365_vendors.csv.beancount").read_text("utf-8").partition("\n\n")[2]
    assert "".join(piece.text + "\n" for piece in found.pieces) == golden
    [(_, tally)] = found.tallies
    assert tally.unmapped == []
    assert tally.notes == [
        "d365_vendors.csv: cash discounts of 1 invoice: D365 has 4.28, beanplant takes 4.28; 1 agree, 0 differ."
    ]


def test_discounts_in_two_currencies_are_not_added(folder: Path) -> None:
    rows = (
        "Type,Number,Date,Vendor,Amount,Terms,Invoice,Discount,Currency\n"
        "Invoice,1,2026-03-02,A,100.00,2/10 net 30,,,USD\nInvoice,2,2026-03-02,A,300.00,2/10 net 30,,,EUR\n"
        "Payment,3,2026-03-05,A,98.00,,1,2.00,USD\nPayment,4,2026-03-05,A,294.00,,2,6.00,EUR\n"
    )
    Path("table_vendors.csv").write_text(rows, "utf-8")
    assert [note.partition(" invoice in ")[2] for note in notes("table_vendors.csv")] == [
        "USD: the table has 2.00, beanplant takes 2.00; 1 agree, 0 differ.",
        "EUR: the table has 6.00, beanplant takes 6.00; 1 agree, 0 differ.",
    ]


def test_whose_account_it_is_is_told_by_the_document_types(folder: Path) -> None:
    """Both lists may call the column Account."""
    change("sap_customers.csv", "Customer,", "Account,")
    change("sap_vendors.csv", "Kreditor;", "Konto;")
    importers = pipeline.load_config("import.py")
    found = [pipeline.choose(importers, name) for name in ("sap_customers.csv", "sap_vendors.csv")]
    assert [importer.name for importer in found if importer] == ["sap.fbl5n.P100", "sap.fbl1n.P100"]


def test_several_payments_cleared_together_settle_the_oldest_invoices_first(folder: Path) -> None:
    """700.00 and 500.00 on account, cleared later with 400.00, 600.00 and 200.00."""
    rows = (
        "Customer,Document Number,Document Type,Posting Date,Amount in local currency,Clearing Document",
        "300010,90000022,RV,2026-03-02,600.00,100000080",
        "300010,90000021,RV,2026-03-01,400.00,100000080",
        "300010,90000023,RV,2026-03-03,200.00,100000080",
        "300010,1400000021,DZ,2026-03-10,-700.00,100000080",
        "300010,1400000022,DZ,2026-03-12,-500.00,100000080",
    )
    Path("fbl5n.csv").write_text("\n".join(rows) + "\n", "utf-8")
    texts = [piece.text for piece in outcome("fbl5n.csv").pieces if '"Payment ' in piece.text]
    settled = [
        [(posting.meta or {}).get("invoice") or entry.meta.get("invoice"), posting.units.number]
        for entry in parser.parse_string("\n".join(texts))[0]
        for posting in entry.postings
        if posting.account == "Assets:Receivables"
    ]
    assert settled == [
        ["90000021", Decimal("-400.00")],
        ["90000022", Decimal("-300.00")],
        ["90000022", Decimal("-300.00")],
        ["90000023", Decimal("-200.00")],
    ]


def test_two_customers_with_one_check_number_are_two_payments(folder: Path) -> None:
    """IIF that other programs write has no TRNSID: the key is type, name, date and number."""
    change("quickbooks.iif", "TRNS\t104\t", "TRNS\t\t")
    change("quickbooks.iif", "TRNS\t105\t", "TRNS\t\t")
    change("quickbooks.iif", "4712", "4711")
    texts = [piece.text for piece in outcome("quickbooks.iif").pieces if '"Payment 4711"' in piece.text]
    documents = [text.split('document: "')[1].split('"')[0] for text in texts]
    assert documents == ["QB/PAYMENT/Pump Co 2026-03-11/4711", "QB/PAYMENT/Mill Co 2026-03-31/4711"]


def test_a_payment_taken_back_owes_again(folder: Path) -> None:
    """A check of 150.00 bounced."""
    with Path("table_customers.csv").open("a", encoding="utf-8") as file:
        file.write("Payment,Z-2,2026-03-20,Pump Co,-150.00,,,R-2,,Bounced\n")
    text = "".join(piece.text + "\n" for piece in outcome("table_customers.csv").pieces)
    Path("table_customers.csv.beancount").write_text(text, "utf-8")
    entries, errors = load(folder, "table_customers.csv")
    assert errors == []
    assert open_items(entries) == {"R-2": Decimal("200.00")}


def test_captions_of_ones_own(folder: Path) -> None:
    change("table_customers.csv", "Type,Number", "What,Number")
    importer = invoices.Table("P100", terms={"A": "2/10 net 30"}, columns={"type": "What"})
    assert importer.identify("table_customers.csv")
    with pytest.raises(ImportFault, match='found the field "kind", expected party, type'):
        invoices.Table("P100", columns={"kind": "What"})


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("sap_customers.csv", "Total,,,,,,,{amount},USD{more}"),
        ("table_customers.csv", "Total,,,,{amount}{more}"),
        ("table_customers.csv", ",,,,{amount}{more}"),
        ("d365_customers.csv", ",,,,,,,{amount},USD{more}"),
        ("intacct_invoices.csv", "{more}{amount}"),
        ("intacct_payments.csv", ",,,,,{amount}{more}"),
    ],
)
def test_a_row_with_the_sum_of_a_sheet_is_no_document(folder: Path, name: str, row: str) -> None:
    """Sheets end with a sum that no asterisk marks: nothing names it, so it is one of totals, and a note says so."""
    text = Path(name).read_text("utf-8")
    width = text.split("\n", 1)[0].count(",")
    line = row.format(amount="999.99", more="")
    line = row.format(amount="999.99", more="," * (width - line.count(",")))
    Path(name).write_text(f"{text}{line}\n", "utf-8")
    found = outcome(name)
    golden = Path(f"{name}.beancount").read_text("utf-8").partition("\n\n")[2]
    assert "".join(piece.text + "\n" for piece in found.pieces) == golden
    assert any("it was taken as a total" in note for note in found.tallies[0][1].notes)
