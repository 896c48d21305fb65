"""Invoices of one number: of two vendors, of two years, one in installments; each is settled by its own payments."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import data

from beanplant_importers import invoices, pipeline
from beanplant_importers.errors import ImportFault

LEDGER = """
option "operating_currency" "USD"
2026-01-01 custom "plant" "P100"
  currency: USD
2026-01-01 commodity USD
2026-01-01 custom "plant-purchase-discounts" Liabilities:Payables
2026-01-01 open Assets:Bank
2026-01-01 open Expenses:Rent
2026-01-01 open Liabilities:Payables
"""
SAP = (
    "Vendor,Name 1,Document Number,Line item,Document Type,Posting Date,Amount in local currency,Terms of Payment,"
    "Disc. Amount,Invoice reference,Clearing Document,Clearing date\n"
)
TABLE = "Type,Number,Date,Vendor,Amount,Terms,Invoice,Discount\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ledger.beancount").write_text(LEDGER, "utf-8")


def sap() -> Any:
    return invoices.SapVendors("P100", against="Expenses:Rent", currency="USD")


def table() -> Any:
    return invoices.Table("P100", vendors=True, against="Expenses:Rent", currency="USD")


def take_in(importer: Any, *texts: str) -> Any:
    """Import lists into the ledger in one run."""
    jobs = []
    for index, text in enumerate(texts):
        name = f"list{index}.{'iif' if text.startswith('!') else 'csv'}"
        Path(name).write_text(text, "utf-8")
        jobs.append(pipeline.Job(importer, name))
    outcome = pipeline.run(jobs, pipeline.read_ledger("ledger.beancount")[0])
    with Path("ledger.beancount").open("a", encoding="utf-8") as ledger:
        ledger.write("".join(f"{piece.text}\n" for piece in outcome.pieces))
    return outcome


def payables() -> dict[str, Decimal]:
    """Return what is open of each invoice in the ledger, and what was paid in all."""
    text = Path("ledger.beancount").read_text("utf-8")
    entries, errors, _ = loader.load_string(f'plugin "beanplant"\n{text}', dedent=False)
    assert not errors
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for posting in entry.postings if isinstance(entry, data.Transaction) else ():
            if posting.account == "Liabilities:Payables":
                sums[(posting.meta or {}).get("invoice") or entry.meta.get("invoice") or ""] += (
                    posting.units.number
                )
            elif posting.account == "Assets:Bank":
                sums["bank"] += posting.units.number
    return {name: amount for name, amount in sums.items() if amount}


BILLS = """\
Invoice,1001,2026-03-02,Paper Mart,300.00,2/10 net 30,,
Invoice,1001,2026-03-03,Steel Mart,500.00,2/10 net 30,,
"""
PAID = (
    "Payment,Z-1,2026-03-10,Steel Mart,490.00,,1001,10.00\nPayment,Z-2,2026-03-25,Paper Mart,100.00,,1001,\n"
)


@pytest.mark.parametrize(
    "runs", [[BILLS + PAID], [BILLS, PAID], ["\n".join(reversed(BILLS.split("\n"))), PAID]]
)
def test_two_vendors_with_one_number(runs: list[str]) -> None:
    """490.00 settle 500.00 of Steel Mart; of Paper Mart's 300.00 are 200.00 open."""
    for run in runs:
        take_in(table(), TABLE + run.strip() + "\n")
    assert payables() == {"1001": Decimal(-200), "bank": Decimal(-590)}
    names = [line for line in Path("ledger.beancount").read_text("utf-8").split("\n") if "  invoice:" in line]
    assert sorted(set(names)) == ['  invoice: "1001 Steel Mart"', '  invoice: "1001"']


def test_the_vendor_that_comes_second_has_its_name_behind_whenever_it_comes() -> None:
    """Paper Mart's is older, but Steel Mart's was there first."""
    first, second, _ = BILLS.split("\n")
    take_in(table(), f"{TABLE}{second}\n")
    take_in(table(), f"{TABLE}{first}\n{second}\n{PAID}")
    assert payables() == {"1001 Paper Mart": Decimal(-200), "bank": Decimal(-590)}


OLD = (
    "V1,Landlord,1900000001,1,KR,2026-11-20,-1000.00,2/10 net 30,20.00,,2000000001,2026-11-25\n"
    "V1,Landlord,2000000001,2,KZ,2026-11-25,1000.00,,,,2000000001,2026-11-25\n"
)
NEW = (
    "V1,Landlord,1900000001,1,KR,2027-01-10,-700.00,2/10 net 30,14.00,,2000000001,2027-01-15\n"
    "V1,Landlord,2000000001,2,KZ,2027-01-15,700.00,,,,2000000001,2027-01-15\n"
    "V1,Landlord,1900000002,1,KR,2027-01-11,-50.00,,,,,\n"
    "V1,Landlord,1700000001,1,KG,2027-01-12,10.00,,,1900000002,,\n"
)


@pytest.mark.parametrize("runs", [[OLD + NEW], [OLD, NEW], [OLD, OLD + NEW], [NEW + OLD]])
def test_numbers_that_begin_again_each_year(runs: list[str]) -> None:
    """980.00 and 686.00 settle the two invoices 1900000001, each with the payment 2000000001 of its year."""
    for run in runs:
        outcome = take_in(sap(), SAP + run)
        assert outcome.tallies[0][1].notes[-1].endswith(" 0 differ.")
    assert payables() == {"1900000002": Decimal(-40), "bank": Decimal(-1666)}
    assert 'invoice: "1900000001/2027"' in Path("ledger.beancount").read_text("utf-8")


def test_a_clearing_number_of_two_years_needs_its_date() -> None:
    text = (SAP + OLD + NEW).replace(",2000000001,2027-01-15", ",2000000001,")
    with pytest.raises(ImportFault) as fault:
        take_in(sap(), text)
    assert str(fault.value) == (
        "list0.csv:4: found the clearing document 2000000001, a number of 2026 and 2027; export the clearing date, too"
    )


def test_an_invoice_with_a_line_for_each_installment() -> None:
    """600.00 with 2 % by the tenth day and 400.00 in sixty days; 588.00 settle the first."""
    rows = (
        "V1,Landlord,1900000001,1,KR,2026-03-02,-600.00,2/10 net 30,12.00,,2000000001,2026-03-10\n"
        "V1,Landlord,1900000001,2,KR,2026-03-02,-400.00,net 60,,,,\n"
        "V1,Landlord,2000000001,2,KZ,2026-03-10,600.00,,,,2000000001,2026-03-10\n"
    )
    take_in(sap(), SAP + rows)
    assert payables() == {"1900000001-2": Decimal(-400), "bank": Decimal(-588)}
    later = rows.replace("net 60,,,,\n", "net 60,,,2000000009,2026-04-30\n")
    take_in(sap(), f"{SAP}{later}V1,Landlord,2000000009,2,KZ,2026-04-30,400.00,,,,2000000009,2026-04-30\n")
    assert payables() == {"bank": Decimal(-988)}


def test_quickbooks_applies_payments_to_the_bill_of_their_vendor() -> None:
    """Bills have the vendor's own numbers: 1001 of Paper Mart and 1001 of Steel Mart."""
    head = (
        "!TRNS\tTRNSID\tTRNSTYPE\tDATE\tACCNT\tNAME\tAMOUNT\tDOCNUM\tTERMS\n!SPL\tSPLID\tTRNSTYPE\tDATE\tACCNT\tAMOUNT\t"
        "DOCNUM\n!ENDTRNS\n"
    )
    text = head
    for number, vendor, amount in (("1", "Paper Mart", "300.00"), ("2", "Steel Mart", "500.00")):
        text += (
            f"TRNS\t{number}\tBILL\t3/{number}/2026\tAccounts Payable\t{vendor}\t-{amount}\t1001\t2% 10 Net 30\n"
            f"SPL\t\tBILL\t3/{number}/2026\tRent\t{amount}\t\nENDTRNS\n"
        )
    paid = (
        "TRNS\t3\tBILLPMT\t3/10/2026\tChecking\tSteel Mart\t-490.00\t77\t\n"
        "SPL\t\tBILLPMT\t3/10/2026\tAccounts Payable\t500.00\t1001\n"
        "SPL\t\tBILLPMT\t3/10/2026\tDiscounts Taken\t-10.00\t\nENDTRNS\n"
    )
    importer = invoices.QuickBooks("P100", currency="USD", places={"Rent": "Expenses:Rent"})
    take_in(importer, text + paid)
    assert payables() == {"1001": Decimal(-300), "bank": Decimal(-490)}
    oldest = invoices.QuickBooks("P100", currency="USD", apply="oldest", places={"Rent": "Expenses:Rent"})
    Path("ledger.beancount").write_text(LEDGER, "utf-8")
    take_in(oldest, text + paid.replace("500.00\t1001", "500.00\t"))
    assert payables() == {"1001": Decimal(-300), "bank": Decimal(-490)}


def test_intacct_bills_of_two_vendors_one_below_the_other() -> None:
    bills = (
        "BILL_NO,VENDOR_ID,VENDOR_NAME,POSTING_DATE,TERM_NAME,LINE_NO,ACCT_NO,AMOUNT\n"
        "1001,V1,Paper Mart,2026-03-02,2/10 net 30,1,6100,300.00\n"
        "1001,V2,Steel Mart,2026-03-03,2/10 net 30,1,6100,500.00\n"
    )
    paid = (
        "BILL_NO,VENDOR_ID,VENDOR_NAME,PAYMENT_NO,PAYMENT_DATE,PAYMENT_AMOUNT,DISCOUNT_AMOUNT\n"
        "1001,V2,Steel Mart,9,2026-03-10,490.00,10.00\n"
    )
    options: dict[str, Any] = {"vendors": True, "currency": "USD"}
    take_in(invoices.Intacct("P100", places={"6100": "Expenses:Rent"}, **options), bills)
    Path("bills.csv").write_text(bills, "utf-8")
    outcome = take_in(invoices.IntacctPayments("P100", invoices="bills.csv", **options), paid)
    assert payables() == {"1001": Decimal(-300), "bank": Decimal(-490)}
    assert outcome.tallies[0][1].notes[-1].endswith("1 agree, 0 differ.")


def test_two_company_codes_have_their_own_numbers() -> None:
    """Each has an invoice 1900000001 and a payment 2000000001: 980.00 of one, 300.00 late of the other."""
    head = SAP.replace("Vendor,", "Vendor,Company Code,")
    rows = (
        "V1,1000,Landlord,1900000001,1,KR,2026-03-02,-1000.00,2/10 net 30,20.00,,2000000001,2026-03-10\n"
        "V1,1000,Landlord,2000000001,2,KZ,2026-03-10,1000.00,,,,2000000001,2026-03-10\n",
        "V2,2000,Paper Mart,1900000001,1,KR,2026-03-03,-300.00,2/10 net 30,,,2000000001,2026-04-02\n"
        "V2,2000,Paper Mart,2000000001,2,KZ,2026-04-02,300.00,,,,2000000001,2026-04-02\n",
    )
    for runs in ([head + "".join(rows)], [head + rows[0], head + rows[1]]):
        Path("ledger.beancount").write_text(LEDGER, "utf-8")
        for run in runs:
            take_in(sap(), run)
        assert payables() == {"bank": Decimal(-1280)}
        assert 'document: "FI/2000/2026/1900000001"' in Path("ledger.beancount").read_text("utf-8")


ADVANCE = (
    "V1,Landlord,1900000001,1,KR,2026-03-02,-1000.00,2/10 net 30,{0},,{1},\n"
    "V1,Landlord,2000000001,2,KZ,2026-03-10,980.00,,,,{1},\n"
)


@pytest.mark.parametrize("runs", [1, 2])
def test_a_payment_that_was_cleared_after_it_was_imported_is_named(runs: int) -> None:
    """It stays on account in the ledger; the later list says what it settles, until somebody writes it."""
    lists = [SAP + ADVANCE.format("", ""), SAP + ADVANCE.format("20.00", "100000077")]
    if runs == 1:
        notes = take_in(sap(), *lists).tallies[1][1].notes
        place = "the journal (list0.csv:3)"
    else:
        take_in(sap(), lists[0])
        notes = take_in(sap(), lists[1]).tallies[0][1].notes
        text = Path("ledger.beancount").read_text("utf-8")
        place = f"ledger.beancount:{text[: text.index('2026-03-10')].count(chr(10)) + 1}"
    assert notes[0].partition(": ")[2] == (
        f'payment 2000000001 is on account at {place} and was cleared since: it settles 980.00 USD of "1900000001"; '
        "write invoice: there."
    )
    ledger = Path("ledger.beancount")
    paid = '"Payment 2000000001"\n'
    ledger.write_text(ledger.read_text("utf-8").replace(paid, f'{paid}  invoice: "1900000001"\n'), "utf-8")
    assert payables() == {"bank": Decimal(-980)}
    assert all("on account" not in note for note in take_in(sap(), lists[1]).tallies[0][1].notes)


def test_a_credit_note_that_was_cleared_after_it_was_imported_is_named() -> None:
    rows = "V1,Landlord,10,1,KR,2026-03-02,-1000.00,,,,{0},\nV1,Landlord,17,1,KG,2026-03-05,100.00,,,,{0},\n"
    take_in(sap(), SAP + rows.format(""))
    paid = "V1,Landlord,99,2,KZ,2026-04-10,900.00,,,,99,\n"
    notes = take_in(sap(), SAP + rows.format("99") + paid).tallies[0][1].notes
    assert notes[0].startswith("list0.csv:3: credit note 17 is on account at ledger.beancount:")
    assert notes[0].endswith(' and was cleared since: it lowers "10"; write invoice: there.')
