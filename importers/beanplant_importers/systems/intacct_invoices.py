"""Sage Intacct: invoices and bills with their lines, and the payments that were applied to them.

Invoices, bills and adjustments are exported in the layout of the import template (``INVOICE_NO``, ``CUSTOMER_ID``,
``TERM_NAME``, ``LINE_NO``, ``ACCT_NO``, ``AMOUNT``; bills with ``BILL_NO`` and ``VENDOR_ID``) or with the names of the
objects (``RECORDID``, ``CUSTOMERID``, ``TERMNAME``). What is about the whole document may stand on its first line only.
A document below zero is an adjustment: a credit note on the invoice of its ``REFERENCE_NO``. ``places`` says what the
accounts are.

Payments have a row for each invoice that they were applied to, with the discount. ``invoices`` names an export of
invoices that their discounts are compared with::

    invoices.Intacct("P100", places={"4000": "sales", "2300": "tax"}),
    invoices.IntacctPayments("P100", invoices="exports/ar-invoices.csv"),
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beanplant_importers.errors import nearest
from beanplant_importers.facts import ZERO, Line, Source
from beanplant_importers.formats.captions import Header
from beanplant_importers.open_item_list import OpenItemList
from beanplant_importers.open_items import CREDIT_NOTE, INVOICE, PAYMENT, Applied, OpenItem

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.formats.tables import Record

CUSTOMER = ("CUSTOMER_ID", "CUSTOMERID", "Customer ID", "Customer")
VENDOR = ("VENDOR_ID", "VENDORID", "Vendor ID", "Vendor")
INVOICE_NO = ("INVOICE_NO", "RECORDID", "Invoice number", "ADJUSTMENT_NO", "Adjustment number")
BILL_NO = ("BILL_NO", "RECORDID", "Bill number", "ADJUSTMENT_NO", "Adjustment number")
NAMES = ("CUSTOMER_NAME", "CUSTOMERNAME", "Customer name", "VENDOR_NAME", "VENDORNAME", "Vendor name")
CURRENCY = ("CURRENCY", "Currency", "BASECURR")
INVOICES = {
    "name": NAMES,
    "date": ("POSTING_DATE", "GLPOSTINGDATE", "WHENPOSTED", "GL posting date", "CREATED_DATE", "WHENCREATED", "Date"),
    "due": ("DUE_DATE", "WHENDUE", "Due date"),
    "total": ("TOTAL_DUE", "TOTALENTERED", "TRX_TOTALENTERED", "Total due", "Total amount"),
    "terms": ("TERM_NAME", "TERMNAME", "Term", "Terms"),
    "text": ("DESCRIPTION", "Description"),
    "line": ("LINE_NO", "Line number"),
    "account": ("ACCT_NO", "ACCOUNTNO", "GLACCOUNTNO", "Account", "GL account"),
    "amount": ("AMOUNT", "Amount", "Transaction amount"),
    "reference": ("REFERENCE_NO", "DOCNUMBER", "Reference number"),
    "currency": CURRENCY,
}  # fmt: skip
PAYMENTS = {
    "name": NAMES,
    "payment": ("PAYMENT_NO", "PAYMENTKEY", "Payment number", "DOCUMENTNUMBER", "RECEIPT_NO", "Receipt number"),
    "date": ("PAYMENT_DATE", "PAYMENTDATE", "RECEIPT_DATE", "RECEIPTDATE", "Payment date", "Receipt date"),
    "amount": ("PAYMENT_AMOUNT", "PAYMENTAMOUNT", "TRX_PAYMENTAMOUNT", "Payment amount", "Amount applied"),
    "discount": ("DISCOUNT_AMOUNT", "DISCOUNTAMOUNT", "TRX_DISCOUNTAMOUNT", "Discount taken", "Discount"),
    "text": ("DESCRIPTION", "MEMO", "Memo"),
    "currency": CURRENCY,
}  # fmt: skip


class IntacctInvoices(OpenItemList):
    """Importer of invoices and adjustments of customers; ``vendors=True``: bills and adjustments of vendors."""

    list_name = "intacct.invoices"
    system = "Intacct"
    header = Header({"number": INVOICE_NO, "party": CUSTOMER, **INVOICES})
    keys = ("number", "party", "account", "amount")
    of_row = ("number", "account")
    numbers = ("total", "amount")
    dates_of = ("date", "due")

    def __init__(self, plant: str, *, vendors: bool = False, **options: Any) -> None:
        header = Header({"number": BILL_NO, "party": VENDOR, **INVOICES}) if vendors else self.header
        self.of_side(header, "intacct.bills" if vendors else self.list_name, vendors=vendors)
        super().__init__(plant, **options)

    def open_items(self, path: str, chart: Chart, notes: list[str]) -> Sequence[OpenItem]:
        """Return the documents with their lines. Raises `ImportFault`."""
        table = self.open(path)
        result: list[OpenItem] = []
        head: Record | None = None
        lines: list[Record] = []
        for record in table.records():
            if record.row == table.row + 1 and not record.text("line").isdecimal() and "line" in record:
                continue  # the template's second row describes its columns
            if head is None or any(
                record.text(name) and record.text(name) != head.text(name) for name in ("number", "party")
            ):
                if head is not None:
                    result.append(self._item(head, lines, chart))
                head, lines = record, []
            lines.append(record)
        if head is not None:
            result.append(self._item(head, lines, chart))
        table.check_totals(("amount",))
        notes += table.noise.notes
        return result

    def _item(self, head: Record, lines: Sequence[Record], chart: Chart) -> OpenItem:
        date, number = head.date("date"), head.text("number")
        if date is None:
            raise head.fault("date", "expected a date")
        if not number:
            raise head.fault("number", "expected the number of a document on its first line")
        sign = -1 if self.vendors else 1
        legs: list[Line] = []
        total, base, reason = ZERO, ZERO, ""
        for record in lines:
            amount = record.number("amount")
            if amount is None:
                raise record.fault("amount", "expected an amount")
            account = record.text("account")
            place = self.place_of(account)
            if place is None:
                near = nearest(account, self.places)
                reason = f'account "{account}" has no place{near}; write places={{"{account}": "sales"}}'
                place = ""
            total += amount
            base += ZERO if place in ("tax", "input-tax") else amount
            legs.append(Line(account=place, amount=-amount * sign))
        stated = head.number("total")
        if stated is not None and stated != total:
            raise head.fault("total", f"and its lines add up to {total}; rows are missing: export it again")
        source = Source(head.table.file, head.row)
        kind = INVOICE if total >= 0 else CREDIT_NOTE
        # A vendor's numbers are that vendor's own.
        whose = f"AP/{head.text('party')}" if self.vendors else "AR"
        return OpenItem(
            source=source, kind=kind, label=kind, document=f"INTACCT/{whose}/{number}",
            line="1", number=number, date=date, amount=total * sign, currency=self.currency_of(head, chart),
            invoice=head.text("reference") if kind == CREDIT_NOTE else "", party=_party(head), text=head.text("text"),
            terms=self.terms.read(head.text("terms"), source, head.table.caption("terms")) if kind == INVOICE else "",
            lines=tuple(legs), base=base * sign, reason=reason, rows=len(lines),
        )  # fmt: skip


class IntacctPayments(OpenItemList):
    """Importer of payments; ``vendors=True``: those to vendors. ``invoices`` is an export that they are compared
    with."""

    list_name = "intacct.payments"
    system = "Intacct"
    header = Header({"invoice": INVOICE_NO, "party": CUSTOMER, **PAYMENTS})
    keys = ("payment", "party", "date", "amount", "invoice")
    of_row = ("payment", "date")
    numbers = ("amount", "discount")
    dates_of = ("date",)
    order = 71

    def __init__(
        self, plant: str, *, vendors: bool = False, invoices: str | Path | None = None, **options: Any
    ) -> None:
        header = Header({"invoice": BILL_NO, "party": VENDOR, **PAYMENTS}) if vendors else self.header
        self.of_side(header, "intacct.bill-payments" if vendors else self.list_name, vendors=vendors)
        super().__init__(plant, **options)
        self._billed = str(invoices) if invoices is not None else ""

    def billed(self, chart: Chart, notes: list[str]) -> Sequence[OpenItem]:
        """Return the invoices of the other export."""
        if not self._billed:
            return ()
        other = IntacctInvoices(
            self.plant,
            vendors=self.vendors,
            currency=self.currency,
            decimal=self.decimal,
            dates=self.dates,
        )
        other.terms = self.terms
        return other.open_items(self._billed, chart, notes)

    def open_items(self, path: str, chart: Chart, notes: list[str]) -> Sequence[OpenItem]:
        """Return the rows: a payment's part on an invoice each. Raises `ImportFault`."""
        table = self.open(path)
        sign = -1 if self.vendors else 1
        lines: dict[str, int] = {}
        result = []
        for record in table.records():
            number, amount, date = record.text("payment"), record.number("amount"), record.date("date")
            if amount is None:
                raise record.fault("amount", "expected an amount")
            if date is None:
                raise record.fault("date", "expected a date")
            lines[number] = lines.get(number, 0) + 1
            discount = abs(record.number("discount") or ZERO)
            result.append(self._part(record, number, lines[number], date, chart))
            applied = (Applied(record.text("invoice"), amount, discount),)
            result[-1] = replace(
                result[-1], amount=-(amount + discount) * sign, discount=discount, applied=applied
            )
        table.check_totals(("amount",))
        notes += table.noise.notes
        return result

    def _part(self, record: Record, number: str, line: int, date: datetime.date, chart: Chart) -> OpenItem:
        return OpenItem(
            source=Source(record.table.file, record.row), kind=PAYMENT, label=PAYMENT,
            document=f"INTACCT/{'AP' if self.vendors else 'AR'}-PAYMENT/{number}", line=str(line), number=number,
            date=date, amount=ZERO, currency=self.currency_of(record, chart), party=_party(record),
            text=record.text("text"),
        )  # fmt: skip


def _party(record: Record) -> str:
    return record.text("name") or record.text("party")
