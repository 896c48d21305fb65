"""The documents behind a summed posting as a table that ties to it.

A journal by day or month says ``-62.345 STEEL`` and a ``batch:``; the documents lie in Parquet beside the ledger
(`beanplant.subledger`)::

    Document   Date        Quantity  ERP value  Order  Source
    490001/1   2026-03-05    -50       -125.00  MO-1   moves.csv:1
    490002/1   2026-03-05    -12.345    -30.86  MO-2   moves.csv:2
    2 documents              -62.345   -155.86
    The posting              -62.345
    Difference                 0

An item's documents tie to the posting by quantity, money's by amount. ``ERP value`` is what the ERP booked on each
document; the posting's own value may differ from it, since beanplant works that out. A large sum is read in parts
(``limit``, ``offset``); totals and difference are always those of all documents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from beanplant.reports.lines import ZERO, settle
from beanplant.reports.model import Column, Emphasis, Kind, Row, Table, Value
from beanplant.reports.numbers import decimals

if TYPE_CHECKING:
    from beanplant.subledger import Document, Found, Reader
    from beanplant.summed import SummedLine

NAME = "documents"


@dataclass(frozen=True, slots=True)
class Behind:
    """Documents behind a summed posting, from ``offset`` on."""

    line: SummedLine
    found: Found
    offset: int

    @property
    def by_quantity(self) -> bool:
        """Whether goods or hours tie, not money; an item that the ledger does not know yet has no amount either."""
        return bool(self.line.item) or (self.found.amount is None and self.found.quantity is not None)

    @property
    def expected(self) -> Decimal:
        """What the posting says: its quantity, or its money if it has none."""
        return self.line.quantity if self.by_quantity else settle(self.line.money)

    @property
    def unit(self) -> str:
        """The item or currency of ``expected``."""
        return self.line.item or self.line.currency

    @property
    def difference(self) -> Decimal:
        """What the documents have more than the posting: zero where they tie."""
        total = self.found.quantity if self.by_quantity else self.found.amount
        return (total or ZERO) - self.expected

    @property
    def more(self) -> int:
        """How many documents come after those that were read."""
        return self.found.rows - self.offset - len(self.found.documents)

    @property
    def ties(self) -> str:
        """Whether the documents come to the posting, for people."""
        if not self.found.rows:
            return "the batch has no documents of this posting"
        return f"the total {'does not tie' if self.difference else 'ties'} to the posting"


def read(line: SummedLine, reader: Reader, *, limit: int = 0, offset: int = 0) -> Behind:
    """Read the documents behind a posting, ``limit`` of them from ``offset`` on (0: all). Raises `SubledgerError`."""
    return Behind(line, reader.find(line.wanted, limit=limit, offset=offset), offset)


def table(behind: Behind, name_of: Callable[[str], str] = str) -> Table:
    """Return the documents as a table; columns without any value are left out.

    ``name_of`` says how the name of an export is shown.
    """
    found = behind.found
    documents = found.documents
    columns = _columns(behind)
    tie = "quantity" if behind.by_quantity else "amount"
    makers: dict[str, Callable[[Document], Value]] = {
        "document": lambda one: one.key,
        "date": lambda one: one.date,
        "item": lambda one: one.item,
        "quantity": lambda one: one.quantity,
        "amount": lambda one: one.amount,
        "value": lambda one: one.value,
        "currency": lambda one: one.currency,
        "details": _details,
        "source": lambda one: _source(one, name_of),
        **{name: _text(name) for name in ("order", "receipt", "invoice", "party", "text", "reason", "operation")},
    }  # fmt: skip
    always = ("document", "date", tie, "source")
    shown = [
        column
        for column in columns
        if column.key in always or any(makers[column.key](one) not in (None, "") for one in documents)
    ]
    rows = tuple(
        Row(str(number), tuple(makers[column.key](one) for column in shown))
        for number, one in enumerate(documents, behind.offset + 1)
    )
    sums: dict[str, Value] = {"quantity": found.quantity, "amount": found.amount, "value": found.value}
    if not behind.by_quantity:
        sums.pop("quantity")
    totals = (
        _total("total", counted(found.rows), shown, sums, Emphasis.TOTAL),
        _total("posting", "The posting", shown, {tie: behind.expected}, Emphasis.CHECK),
        _total("difference", "Difference", shown, {tie: behind.difference}, Emphasis.CHECK),
    )
    return Table(NAME, "Documents", tuple(shown), rows, totals)


def counted(number: int) -> str:
    """Return ``1 document``, ``1,832 documents``."""
    return f"{number:,} document{'' if number == 1 else 's'}"


def _columns(behind: Behind) -> tuple[Column, ...]:
    line, found = behind.line, behind.found
    currency = found.currency or line.currency
    digits = max(
        [2, *(decimals(n) for one in found.documents for n in (one.amount, one.value) if n is not None)]
    )
    return (
        Column("document", "Document"),
        Column("date", "Date", Kind.DATE),
        *(() if line.item else (Column("item", "Item"),)),
        Column("quantity", "Quantity", Kind.QUANTITY, line.item),
        Column("amount", "Amount", Kind.MONEY, currency, digits),
        Column("value", "ERP value", Kind.MONEY, currency, digits),
        Column("order", "Order"),
        Column("receipt", "Receipt"),
        Column("invoice", "Invoice"),
        Column("party", "Party"),
        Column("text", "Text"),
        Column("reason", "Reason"),
        Column("operation", "Operation"),
        Column("details", "Details"),
        Column("source", "Export and row"),
    )  # fmt: skip


def _total(key: str, title: str, columns: list[Column], sums: dict[str, Value], emphasis: Emphasis) -> Row:
    cells = tuple(title if index == 0 else sums.get(column.key) for index, column in enumerate(columns))
    return Row(key, cells, emphasis=emphasis)


def _text(name: str) -> Callable[[Document], Value]:
    return lambda one: str(getattr(one, name))


def _details(one: Document) -> str:
    return ", ".join(f"{name} {value}" for name, value in one.details.items())


def _source(one: Document, name_of: Callable[[str], str]) -> str:
    if not one.file:
        return ""
    return f"{name_of(one.file)}:{one.row}" if one.row else name_of(one.file)


def below(folder: Path) -> Callable[[str], str]:
    """Return how to name a file for others: below a folder, else by its own name; never a path of the machine."""

    def name_of(file: str) -> str:
        path = Path(file)
        if not path.is_absolute():
            return file
        return str(path.relative_to(folder)) if path.is_relative_to(folder) else path.name

    return name_of
