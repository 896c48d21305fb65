"""The Journal report of QuickBooks Desktop, and Custom Transaction Detail: every transaction with all its rows.

QuickBooks writes no transactions to IIF; they leave it as reports (Excel or CSV). These two have them whole::

    Trans #,Type,Date,Num,Name,Memo,Account,Debit,Credit
    101,Invoice,03/02/2026,1001,Pump Co,,Accounts Receivable,"1,070.00",
    ,,,,Pump Co,Pumps,Sales Income,,"1,000.00"
    ,,,,State,Tax,Sales Tax Payable,,70.00
    ,,,,,,,"1,070.00","1,070.00"

A row without ``Trans #`` is one more of the transaction above; one without an account is a total. They become the rows
of an IIF transaction (`beanplant_importers.formats.iif`): debits are positive, and the rows add up to zero. ``Terms``
is a column that is added to the report. What a payment was applied to is in no report.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant_importers.errors import ImportFault
from beanplant_importers.formats import opening
from beanplant_importers.formats.captions import Header
from beanplant_importers.formats.iif import IifFile, Row, Transaction, checked

if TYPE_CHECKING:
    from beanplant_importers.formats.tables import Record, Table

CAPTIONS = Header(
    {
        "trans": ("Trans #", "Trans no.", "Transaction number"),
        "type": ("Type", "Transaction type"),
        "date": ("Date",),
        "num": ("Num", "No."),
        "name": ("Name", "Source Name"),
        "memo": ("Memo", "Description", "Memo/Description"),
        "account": ("Account",),
        "debit": ("Debit",),
        "credit": ("Credit",),
        "terms": ("Terms",),
    }
)
KEYS = ("trans", "type", "date", "account", "debit", "credit")
TYPES = {
    "BILL PMT -CHECK": "BILLPMT", "BILL PMT -CCARD": "BILLPMT", "BILL CREDIT": "BILL REFUND", "CREDIT": "BILL REFUND",
    "VENDOR CREDIT": "BILL REFUND",
}  # fmt: skip
"""Types of the reports in the words of IIF, where they are others."""
PAYMENTS = ("PAYMENT", "BILLPMT")
OPEN_ITEMS = ("accounts receivable", "accounts payable")


def find(path: str, encoding: str | None = None) -> Table:
    """Return the table of a report. Raises `ImportFault` for a file that is none."""
    return opening.find(path, CAPTIONS, KEYS, encoding=encoding)


def is_journal(path: str) -> bool:
    """Say whether a file is such a report."""
    try:
        find(path)
    except ImportFault:
        return False
    return True


def read(
    path: str, *, encoding: str | None = None, decimal: str | None = None, dates: str | None = None
) -> IifFile:
    """Read a report. Raises `ImportFault`, also where a transaction does not add up."""
    table = find(path, encoding)
    table.settle(("debit", "credit"), ("date",), decimal=decimal, order=dates)
    result = IifFile(path, form="journal", terms="terms" in table.columns)
    rows: list[Record] = []
    for record in table.records():
        if not record.text("account").strip():
            continue  # the total of a transaction, or of the report
        number = record.text("trans").strip()
        if rows and number and number != rows[0].text("trans").strip():
            result.transactions.append(_transaction(rows))
            rows = []
        if not rows and not number:
            raise record.fault("trans", "expected the number of a transaction on its first row")
        rows.append(record)
    if rows:
        result.transactions.append(_transaction(rows))
    return result


def account(name: str) -> str:
    """Return the name of an account without its number: ``1200 · Accounts Receivable``."""
    return name.rpartition("\N{MIDDLE DOT}")[2].strip()


def _transaction(rows: Sequence[Record]) -> Transaction:
    first = rows[0]
    kind = " ".join(first.text("type").upper().split())
    kind = TYPES.get(kind, kind)
    date = first.date("date")
    if date is None:
        raise first.fault("date", "expected a date")
    made = []
    for record in rows:
        amount = (record.number("debit") or Decimal()) - (record.number("credit") or Decimal())
        cells = {
            "TRNSID": first.text("trans").strip(),
            "TRNSTYPE": kind,
            "DATE": f"{date:%m/%d/%Y}",
            "ACCNT": record.text("account").strip(),
            "NAME": record.text("name").strip() or first.text("name").strip(),
            "AMOUNT": f"{amount:f}",
            "MEMO": record.text("memo").strip(),
            "TERMS": next((text for row in rows if (text := row.text("terms").strip())), ""),
        }
        made.append(Row(record.table.file, record.row, "SPL", cells))
    head = next((index for index, row in enumerate(made) if _heads(row, kind)), 0)
    number = first.text("num").strip()
    if number:  # on the other rows it would be the invoice that a payment is applied to
        made[head].cells["DOCNUM"] = number
    return checked(Transaction(made[head], (*made[:head], *made[head + 1 :])))


def _heads(row: Row, kind: str) -> bool:
    """Whether a row is the head of its transaction: the open item of a document, the money of a payment."""
    open_item = account(row.cells["ACCNT"]).casefold().endswith(OPEN_ITEMS)
    return open_item is (kind not in PAYMENTS)
