"""IIF, the interchange format of QuickBooks Desktop: blocks of rows whose columns their own header names.

A header begins with ``!`` and names the columns of the rows that begin with the same word. A transaction is a ``TRNS``
row, its ``SPL`` rows and ``ENDTRNS``; debits are positive, and the rows add up to zero. Lists (``TERMS``, ``ACCNT``)
have a row each. Fields are separated by tabs; a quoted field is unquoted.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from beanplant_importers.errors import ImportFault
from beanplant_importers.formats import dates, delimited, detect, numbers


class Row(NamedTuple):
    """A row with its cells by column; of columns with one name the first counts."""

    file: str
    row: int
    word: str
    cells: dict[str, str]

    def text(self, *columns: str) -> str:
        """Return the first cell of these columns that is not blank."""
        return next((self.cells[column] for column in columns if self.cells.get(column)), "")

    def amount(self, column: str) -> Decimal:
        """Return an amount, zero if blank. Raises `ImportFault`."""
        text = self.text(column)
        try:
            found = numbers.parse(text.removesuffix("%"), ".") if text else None
        except ValueError:
            raise self.fault(column, "expected an amount such as -1,230.40") from None
        return Decimal() if found is None else found

    def amount_of(self, *columns: str) -> Decimal:
        """Return the amount of the first of these columns that is not blank. Raises `ImportFault`."""
        return next((self.amount(column) for column in columns if self.text(column)), Decimal())

    def date(self, column: str) -> datetime.date:
        """Return a date, month first. Raises `ImportFault`."""
        try:
            found = dates.parse(self.text(column), "mdy")
        except ValueError:
            found = None
        if found is None:
            raise self.fault(column, "expected a date such as 03/15/2026")
        return found

    def fault(self, column: str, expected: str) -> ImportFault:
        """Return the fault of a cell."""
        return ImportFault(self.file, self.row, f'{column}: found "{self.text(column)}", {expected}')


class Transaction(NamedTuple):
    """A transaction: its head and its splits."""

    head: Row
    splits: tuple[Row, ...]


@dataclass(slots=True)
class IifFile:
    """What a file has: rows of lists by their word, and transactions."""

    file: str
    lists: dict[str, list[Row]] = field(default_factory=dict)
    transactions: list[Transaction] = field(default_factory=list)
    form: str = "iif"
    terms: bool = True
    """Whether its transactions may say terms."""


def is_iif(path: str) -> bool:
    """Say whether a file has IIF headers among its first rows."""
    found = detect.detect(path)
    if found.kind is not detect.Kind.TEXT:
        return False
    with open(path, encoding=found.encoding, newline=None) as file:
        return any(line.startswith(("!TRNS\t", '"!TRNS"\t')) for line in file)


def read(path: str, encoding: str | None = None) -> IifFile:
    """Read a file. Raises `ImportFault` where it is none, was cut short, or a transaction does not add up."""
    found = detect.detect(path, encoding)
    result = IifFile(path)
    headers: dict[str, list[str]] = {}
    head: Row | None = None
    splits: list[Row] = []
    for number, cells in delimited.rows(Path(path), found.encoding, "\t"):
        texts = [str(cell) for cell in cells]
        word = texts[0].upper()
        if not word:
            continue
        if word.startswith("!"):
            if len(texts) == 1 and " " in word:
                raise ImportFault(
                    path,
                    number,
                    "found a header without tabs; they were turned into blanks: export the file again",
                )
            headers[word[1:]] = [text.upper() for text in texts[1:]]
            continue
        if word == "ENDTRNS":
            if head is None:
                raise ImportFault(path, number, "found ENDTRNS without a TRNS before it")
            result.transactions.append(checked(Transaction(head, tuple(splits))))
            head, splits = None, []
            continue
        if word not in headers:
            raise ImportFault(path, number, f'found a row "{word}", expected a header !{word} before it')
        columns: dict[str, str] = {}
        for name, text in zip(headers[word], texts[1:], strict=False):
            columns.setdefault(name, text)
        row = Row(path, number, word, columns)
        if word == "TRNS":
            if head is not None:
                raise ImportFault(
                    path, number, f"found a TRNS, expected the ENDTRNS of the one in row {head.row}"
                )
            head = row
        elif word == "SPL":
            if head is None:
                raise ImportFault(path, number, "found an SPL, expected a TRNS before it")
            splits.append(row)
        else:
            result.lists.setdefault(word, []).append(row)
    if head is not None:
        raise ImportFault(
            path, head.row, "found a TRNS without ENDTRNS; the file is cut short: export it again"
        )
    return result


def checked(transaction: Transaction) -> Transaction:
    """Return a transaction whose rows add up to zero. Raises `ImportFault` for any other."""
    total = sum((row.amount("AMOUNT") for row in (transaction.head, *transaction.splits)), Decimal())
    if total:
        head = transaction.head
        raise ImportFault(
            head.file, head.row, f"the rows of {head.text('TRNSTYPE')} {head.text('DOCNUM')} add up to {total}, "
            "expected 0; rows are missing or were changed",
        )  # fmt: skip
    return transaction
