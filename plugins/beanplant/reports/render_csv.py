"""A report as CSV: for spreadsheets, so with a byte-order mark, and for programs, so with plain numbers.

Money has the ledger's sign and no grouping, a share is a ratio. A text that begins like a formula (``= + -
@``, a tab) gets an apostrophe, because a payee or an order's name must never run in a spreadsheet. Several
tables stand below each other, each under its title, with an empty line between them.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from beanplant.reports.numbers import plain

if TYPE_CHECKING:
    from beanplant.reports.model import Report, Table

BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def render(report: Report, table_name: str | None = None) -> str:
    """Return a report as CSV, or one of its tables. Raises KeyError for an unknown table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    tables = (report.table(table_name),) if table_name else report.tables
    for number, table in enumerate(tables):
        if number:
            writer.writerow([])
        if len(tables) > 1:
            writer.writerow([safe(table.title)])
        _write(table, writer)
    return BYTE_ORDER_MARK + out.getvalue()


def table_text(table: Table) -> str:
    """Return one table as CSV."""
    out = io.StringIO()
    _write(table, csv.writer(out, lineterminator="\r\n"))
    return BYTE_ORDER_MARK + out.getvalue()


def _write(table: Table, writer: Any) -> None:
    writer.writerow([safe(_head(c.title, c.unit)) for c in table.columns])
    for row in table.all_rows():
        writer.writerow([safe(value) if isinstance(value, str) else plain(value) for value in row.cells])


def _head(title: str, unit: str) -> str:
    return f"{title} ({unit})" if unit else title or "Line"
