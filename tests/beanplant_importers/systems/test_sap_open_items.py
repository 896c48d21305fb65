"""FBL5N and FBL1N from the list to what is open: down payments of special ledgers, reversals, residual items."""

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
2026-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
  tax: Liabilities:VAT
2026-01-01 custom "plant-purchase-discounts" Liabilities:Payables
2026-01-01 open Assets:Bank
2026-01-01 open Assets:DownPayments
2026-01-01 open Assets:Receivables
2026-01-01 open Expenses:Rent
2026-01-01 open Income:Sales
2026-01-01 open Liabilities:DownPayments
2026-01-01 open Liabilities:Payables
2026-01-01 open Liabilities:VAT
"""
SUPPLIED = """\
Vendor,Name 1,Document Number,Line item,Document Type,Posting Date,Special G/L ind.,Amount in local currency,\
Terms of Payment,Disc. Amount,Invoice reference,Clearing Document
200010,Landlord,1500000001,2,KA,2026-03-01,F,-300.00,,,,
200010,Landlord,1500000002,2,KZ,2026-03-02,A,300.00,,,,1900000021
200010,Landlord,1900000010,1,KR,2026-03-12,,-1000.00,2/10 net 30,20.00,,2000000001
200010,Landlord,1900000021,1,KA,2026-03-14,A,-300.00,,,,1900000021
200010,Landlord,1900000021,2,KA,2026-03-14,,300.00,,,1900000010,2000000001
200010,Landlord,2000000001,2,ZP,2026-03-20,,700.00,,,,2000000001
"""
SOLD = """\
Customer,Name 1,Document Number,Line item,Document Type,Posting Date,Special G/L ind.,Amount in local currency,\
Terms of Payment,Disc. Amount,Tax Code,Invoice reference,Clearing Document
300010,Pump Co,1400000001,2,DZ,2026-03-02,A,-500.00,,,,,1900000031
300010,Pump Co,90000001,1,RV,2026-03-10,,1190.00,2/10 net 30,23.80,A1,,1400000002
300010,Pump Co,1900000031,1,DA,2026-03-11,A,500.00,,,,,1900000031
300010,Pump Co,1900000031,2,DA,2026-03-11,,-500.00,,,,90000001,1400000002
300010,Pump Co,1400000002,2,DZ,2026-03-18,,-690.00,,,,,1400000002
"""
PLACES: dict[str, Any] = {"against": "Expenses:Rent", "currency": "USD"}


def imported(text: str, importer: Any) -> Any:
    """Return what a list in the working folder comes to."""
    Path("list.csv").write_text(text, "utf-8")
    Path("ledger.beancount").write_text(LEDGER, "utf-8")
    return pipeline.run([pipeline.Job(importer, "list.csv")], pipeline.read_ledger("ledger.beancount")[0])


def balances(outcome: Any) -> dict[str, Decimal]:
    """Return the balances of the ledger with what was imported."""
    journal = "".join(f"{piece.text}\n" for piece in outcome.pieces)
    Path("main.beancount").write_text(f'plugin "beanplant"\n{LEDGER}{journal}', "utf-8")
    entries, errors, _ = loader.load_file("main.beancount")
    assert not errors
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for posting in entry.postings if isinstance(entry, data.Transaction) else ():
            sums[posting.account] += posting.units.number
    return {account: amount for account, amount in sums.items() if amount}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_down_payment_to_a_vendor() -> None:
    """300.00 ahead, moved to the invoice, then 680.00: 2 % of 1,000.00 were taken. The request is in no account."""
    importer = invoices.SapVendors("P100", special_gl={"A": "Assets:DownPayments"}, **PLACES)
    outcome = imported(SUPPLIED, importer)
    [(_, tally)] = outcome.tallies
    assert tally.unmapped == []
    assert list(tally.differences()) == []
    assert next(note for note in tally.notes if "differ" in note).endswith("1 agree, 0 differ.")
    assert balances(outcome) == {"Assets:Bank": Decimal("-980.00"), "Expenses:Rent": Decimal("980.00")}
    moved = next(piece.text for piece in outcome.pieces if "1900000021" in piece.text)
    assert "Assets:DownPayments                                     -300.00 USD" in moved
    assert 'invoice: "1900000010"' in moved


def test_a_down_payment_that_is_still_open() -> None:
    importer = invoices.SapVendors("P100", special_gl={"A": "Assets:DownPayments"}, **PLACES)
    lines = SUPPLIED.splitlines(keepends=True)
    outcome = imported("".join(lines[:4]), importer)
    assert balances(outcome) == {
        "Assets:Bank": Decimal("-300.00"), "Assets:DownPayments": Decimal("300.00"),
        "Expenses:Rent": Decimal("1000.00"), "Liabilities:Payables": Decimal("-1000.00"),
    }  # fmt: skip


def test_a_down_payment_of_a_customer() -> None:
    """500.00 ahead and 666.20 settle 1,190.00: 20.00 are a discount, 3.80 of it tax."""
    importer = invoices.SapCustomers(
        "P100", taxes={"A1": "19"}, special_gl={"A": "Liabilities:DownPayments"}, currency="USD"
    )
    assert balances(imported(SOLD, importer)) == {
        "Assets:Bank": Decimal("1166.20"), "Income:Sales": Decimal("-1000.00"),
        "Income:SalesDiscounts": Decimal("20.00"), "Liabilities:VAT": Decimal("-186.20"),
    }  # fmt: skip


def test_a_down_payment_that_is_paid_back() -> None:
    importer = invoices.SapCustomers("P100", special_gl={"A": "Liabilities:DownPayments"}, currency="USD")
    rows = SOLD.splitlines(keepends=True)[:2]
    text = "".join(rows) + "300010,Pump Co,1400000009,2,DZ,2026-03-22,A,500.00,,,,,1400000009\n"
    outcome = imported(text, importer)
    assert len(outcome.pieces) == 2
    assert balances(outcome) == {}


@pytest.mark.parametrize(
    ("special", "reasons"),
    [
        (
            {},
            [
                "special G/L indicator A is not on receivables or payables; write "
                'special_gl={"A": "Assets:DownPayments"}, the account of such items, on the importer',
                "document type KA is not in invoices=, credit_notes= or payments= of the importer",
            ],
        ),
        ({"A": ""}, ["document type KA is not in invoices=, credit_notes= or payments= of the importer"]),
    ],
)
def test_an_indicator_without_an_account_is_listed(special: dict[str, str], reasons: list[str]) -> None:
    """The rows of the down payment and of its clearing; with an empty account they are left out, as it was said."""
    outcome = imported(SUPPLIED, invoices.SapVendors("P100", special_gl=special, **PLACES))
    [(_, tally)] = outcome.tallies
    assert list(dict.fromkeys(row.reason for row in tally.unmapped)) == reasons
    assert list(tally.differences()) == []


def test_a_clearing_whose_other_rows_are_not_in_the_list() -> None:
    importer = invoices.SapVendors("P100", special_gl={"A": "Assets:DownPayments"}, **PLACES)
    rows = SUPPLIED.splitlines(keepends=True)
    [(_, tally)] = imported(rows[0] + rows[4], importer).tallies
    assert [row.reason for row in tally.unmapped] == [
        "document type KA on Assets:DownPayments is no payment, and the other rows of its document do not balance it; "
        "export them, too, or write it by hand"
    ]


ITEMS = (
    "Vendor,Name 1,Document Number,Line item,Document Type,Posting Date,Amount in local currency,Terms of Payment,"
    "Disc. Amount,Invoice reference,Clearing Document\n"
)


@pytest.mark.parametrize("kind", ["KA", "RE", "AB"])
def test_a_reversal_takes_its_invoice_back(kind: str) -> None:
    """FB08 gives it a type of its own, MR8M that of the invoice with the other sign; both clear each other."""
    rows = (
        "V1,Landlord,1900000010,1,KR,2026-03-12,-1000.00,2/10 net 30,,,1700000009\n"
        f"V1,Landlord,1700000009,1,{kind},2026-03-13,1000.00,,,,1700000009\n"
        "V1,Landlord,1900000011,1,KR,2026-03-14,-1100.00,2/10 net 30,,,\n"
    )
    outcome = imported(ITEMS + rows, invoices.SapVendors("P100", **PLACES))
    [(_, tally)] = outcome.tallies
    assert tally.unmapped == []
    assert balances(outcome) == {"Expenses:Rent": Decimal(1100), "Liabilities:Payables": Decimal(-1100)}
    back = next(piece.text for piece in outcome.pieces if "1700000009" in piece.text)
    assert 'invoice: "1900000010"' in back


@pytest.mark.parametrize(
    "rows",
    [
        # of another amount; with a second invoice; cleared by a third document
        "V1,L,10,1,KR,2026-03-12,-1000.00,,,,9\nV1,L,9,1,KA,2026-03-13,990.00,,,,9\n",
        "V1,L,10,1,KR,2026-03-12,-600.00,,,,9\nV1,L,11,1,KR,2026-03-12,-400.00,,,,9\nV1,L,9,1,KA,2026-03-13,1000.00,,,,9\n",
        "V1,L,10,1,KR,2026-03-12,-1000.00,,,,8\nV1,L,9,1,KA,2026-03-13,1000.00,,,,8\n",
    ],
)  # fmt: skip
def test_what_is_no_reversal_is_listed(rows: str) -> None:
    [(_, tally)] = imported(ITEMS + rows, invoices.SapVendors("P100", **PLACES)).tallies
    assert [row.kind for row in tally.unmapped] == ["KA"]


@pytest.mark.parametrize("reference", ["1900000010", ""])
def test_a_residual_item_is_left_of_the_invoice_that_was_cleared(reference: str) -> None:
    """800.00 of 1,190.00 were paid, late; 390.00 are open as an item of the payment, with its reference or without."""
    rows = (
        "V1,Landlord,1900000010,1,KR,2026-03-12,-1190.00,2/10 net 30,,,2000000001\n"
        "V1,Landlord,2000000001,2,KZ,2026-04-20,1190.00,,,,2000000001\n"
        f"V1,Landlord,2000000001,3,KZ,2026-04-20,-390.00,,,{reference},\n"
    )
    outcome = imported(ITEMS + rows, invoices.SapVendors("P100", **PLACES))
    assert balances(outcome) == {
        "Assets:Bank": Decimal(-800), "Expenses:Rent": Decimal(1190), "Liabilities:Payables": Decimal(-390)
    }  # fmt: skip
    [payment] = [piece.text for piece in outcome.pieces if '"Payment' in piece.text]
    assert 'invoice: "1900000010"' in payment


def test_what_is_left_of_two_invoices_is_on_account() -> None:
    """Nobody says of which; the balance is right, and the note says that a payment names no invoice."""
    rows = (
        "V1,Landlord,10,1,KR,2026-03-12,-1000.00,,,,9\n"
        "V1,Landlord,11,1,KR,2026-03-12,-190.00,,,,9\n"
        "V1,Landlord,9,2,KZ,2026-04-20,1190.00,,,,9\n"
        "V1,Landlord,9,3,KZ,2026-04-20,-390.00,,,,\n"
    )
    outcome = imported(ITEMS + rows, invoices.SapVendors("P100", **PLACES))
    assert balances(outcome)["Liabilities:Payables"] == Decimal(-390)
    [(_, tally)] = outcome.tallies
    assert "1 payment names no invoice" in tally.notes[0]


def test_a_currency_without_cents() -> None:
    """119,055 yen with 19 % tax are 100,046 and 19,009; 3 % of all are 3,572. No part of a yen anywhere."""
    rows = (
        "Vendor,Document Number,Line item,Document Type,Posting Date,Amount in local currency,Local Currency,"
        "Terms of Payment,Tax Code,Disc. Amount,Clearing Document\n"
        "V1,1900000010,1,KR,2026-03-12,-119055,JPY,3/14 net 30,V1,3572,2000000001\n"
        "V1,2000000001,2,KZ,2026-03-20,119055,JPY,,,,2000000001\n"
    )
    importer = invoices.SapVendors("P100", against="Expenses:Rent", taxes={"V1": "19"})
    outcome = imported(rows, importer)
    text = "".join(piece.text for piece in outcome.pieces)
    assert "Expenses:Rent                                            100046 JPY" in text
    assert "19009 JPY" in text
    [(_, tally)] = outcome.tallies
    assert tally.notes == [
        "list.csv: cash discounts of 1 invoice: SAP has 3,572, beanplant takes 3,572; 1 agree, 0 differ."
    ]
    with pytest.raises(ImportFault) as fault:
        imported(rows.replace("-119055", "-1190.55"), importer)
    assert str(fault.value).startswith(
        "list.csv:2: found an amount of -1190.55 JPY, a currency with 0 decimals; export the list"
    )


def test_a_discount_that_is_more_than_its_invoice() -> None:
    """A slip in the list: 150.00 on 100.00. What was paid is on the invoice, and the note has what SAP says."""
    rows = "V1,L,10,1,KR,2026-03-12,-100.00,2/10 net 30,150.00,,9\nV1,L,9,2,KZ,2026-03-14,90.00,,,,9\n"
    outcome = imported(ITEMS + rows, invoices.SapVendors("P100", **PLACES))
    assert balances(outcome)["Assets:Bank"] == Decimal(-90)


@pytest.mark.parametrize("currency", ["12", "Total", "usd", "€", "U"])
def test_what_is_no_currency(currency: str) -> None:
    text = (
        ITEMS.replace("Terms of", "Local Currency,Terms of")
        + f"V1,L,10,1,KR,2026-03-12,-100.00,{currency},,,,\n"
    )
    with pytest.raises(ImportFault) as fault:
        imported(text, invoices.SapVendors("P100", **PLACES))
    assert str(fault.value) == f'list.csv:2: found the currency "{currency}", expected a code such as USD'
