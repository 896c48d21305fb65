"""The page of the documents behind sums: from a posting with ``batch:`` down to the export and its row.

Without a line it lists the sums of the period; with one, ``?line=journals/march.beancount:12``, the documents behind
that posting, some hundreds at a time, with the total of all and what the posting says. The line of a transaction lists
its own sums. The Parquet files are read for each request, so nothing of them is kept; only a line that sums documents
can be asked for, never a file.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beancount.core.data import Transaction
from fava.beans.funcs import hash_entry
from flask import Response

from beanplant.reports import documents, render_csv
from beanplant.reports.lines import settle
from beanplant.reports.model import Column, Kind
from beanplant.reports.scope import ReportError
from beanplant.subledger import Reader, SubledgerError
from beanplant.summed import has_batch, summed_lines
from fava_beanplant import request
from fava_beanplant.drill import Place, place_of, short
from fava_beanplant.figures import Writer
from fava_beanplant.page import EXPECTED, Page, endpoint
from fava_beanplant.view import ROWS_SHOWN, ViewCell, ViewRow, ViewTable, draw_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant.reports.books import Books
    from beanplant.reports.period import Period
    from beanplant.summed import SummedLine
    from fava_beanplant.request import Links

PART = 200
"""Documents on a page."""
MASKED = frozenset({"text", "details"})
"""Columns whose texts may hold figures."""


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """The page: the sums of a period, or the documents behind one."""

    title: str
    scope: tuple[str, ...]
    quiet: str
    ledger: str
    filters: str
    facts: tuple[tuple[str, str, str], ...]
    links: tuple[Place, ...]
    buttons: tuple[tuple[str, str, str], ...]  # text, address, relation
    csv: str
    problem: str
    table: ViewTable | None
    error: str = ""


class DocumentsPage(Page):
    """The documents behind sums."""

    def after_load_file(self) -> None:
        """Show the page in the sidebar if there are documents; keep their files, which are no text, out of the editor.

        Fava's watcher has taken their names by now.
        """
        super().after_load_file()
        customs: Iterable[Any] = self.ledger.all_entries_by_type.Custom
        self.report_title = "Subledger" if any(entry.type == "plant-subledger" for entry in customs) else None
        names: Any = self.ledger.options
        names["include"] = [name for name in names["include"] if not name.endswith(".parquet")]

    def _view(self) -> DocumentsView:
        wish = request.read()
        books, period = self._books(wish)
        writer = Writer(self.ledger, incognito=wish.incognito)
        links = request.Links(wish, self.ledger, period, books.first)
        if not wish.line:
            key = ("sums", period, wish.account, wish.text)
            sums = self.store.kept(key, lambda: self._sums(wish, period, books))
            return self._index(sums, period.label, writer, links)
        lines = self._find(wish.line, books)
        if len(lines) > 1:
            entry = lines[0].entry
            return self._index(lines, f"{entry.date}, {_named(entry)}", writer, links)
        return self._documents(lines[0], books, writer, links)

    @property
    def folder(self) -> str:
        """The ledger's folder."""
        return os.path.dirname(self.ledger.beancount_file_path)

    def _sums(self, wish: request.Wish, period: Period, books: Books) -> list[SummedLine]:
        """Return the sums of a period, a pair once, under Fava's account and text filters."""
        entries: Any = self.ledger.all_entries
        if wish.filtered:
            entries = self.ledger.get_filtered(account=wish.account, filter=wish.text, time="").entries
        return [
            line
            for entry in entries
            if isinstance(entry, Transaction) and period.begin <= entry.date < period.end
            for line in summed_lines(entry, books.master)
            if line.first
        ]

    def _find(self, place: str, books: Books) -> list[SummedLine]:
        """Return the sum on a line, or those of the transaction that begins there; at any date, under any filter."""
        name, _, number = place.rpartition(":")
        for entry in self.ledger.all_entries:
            if not isinstance(entry, Transaction) or not has_batch(entry):
                continue
            places = [entry.meta, *(posting.meta or {} for posting in entry.postings)]
            if all(str(meta.get("lineno")) != number for meta in places):
                continue
            if short(str(entry.meta["filename"]), self.folder) == name:
                lines = summed_lines(entry, books.master)
                found = [line for line in lines if str(line.line) == number] or [
                    line for line in lines if line.first and str(entry.meta["lineno"]) == number
                ]
                if found:
                    return found
        raise ReportError(f'no posting with batch: at "{place}"; the list of sums has their lines')

    def _index(self, sums: list[SummedLine], when: str, writer: Writer, links: Links) -> DocumentsView:
        shown = sums if links.wish.everything else sums[:ROWS_SHOWN]
        # A transaction of a month's sums may have thousands of postings: its hash is made once.
        contexts = {
            key: _context(entry) for key, entry in {id(line.entry): line.entry for line in shown}.items()
        }
        heads = ("Date", "Documents", "Transaction", "Quantity", "Amount", "Account", "Against")
        numeric = ("Documents", "Quantity", "Amount")
        table = ViewTable(
            "sums",
            "Sums",
            tuple((head, "num flush" if head in numeric else "", "") for head in heads),
            tuple(self._row(line, contexts[id(line.entry)], writer, links) for line in shown),
            (),
            False,
            len(sums) - len(shown),
            links.page(everything=True),
        )  # fmt: skip
        back = () if not links.wish.line else (("All sums", links.documents(), "up"),)
        return DocumentsView(
            "Documents behind sums", (when,), "a posting with batch: sums documents of the subledger",
            self._title(), _filters(links), (), (), back, "", "", table,
        )  # fmt: skip

    def _row(self, line: SummedLine, context: str, writer: Writer, links: Links) -> ViewRow:
        href = links.documents(f"{short(line.filename, self.folder)}:{line.line}")
        said = line.documents if line.documents is not None else line.entry.meta.get("documents")
        count = f"{int(said):,}" if isinstance(said, int | Decimal) else "show"
        cells = (
            ViewCell(str(line.entry.date), "", "", ""),
            ViewCell(writer.mask(count), "num", href, ""),
            ViewCell(_named(line.entry), "", context, ""),
            ViewCell(_aligned(writer.quantity(line.quantity), line.item) if line.item else "", "num", "", ""),
            ViewCell(
                _aligned(writer.money(settle(line.money), line.currency), line.currency), "num money", "", ""
            ),
            ViewCell(line.account, "", "", ""),
            ViewCell(line.partner, "", "", ""),
        )
        return ViewRow("plain", 0, cells)

    def _documents(self, line: SummedLine, books: Books, writer: Writer, links: Links) -> DocumentsView:
        reader = Reader.of(books.master.subledgers, self.ledger.beancount_file_path)
        part, problem, table, csv = links.wish.part, "", None, ""
        facts: list[tuple[str, str, str]] = [("Posting", _amount(line, writer), "")]
        buttons: list[tuple[str, str, str]] = [("All sums", links.documents(), "up")]
        quiet = line.wanted.batch
        try:
            behind = documents.read(line, reader, limit=PART, offset=(part - 1) * PART)
            parts = max(1, -(-behind.found.rows // PART))
            if part > parts:
                part = parts
                behind = documents.read(line, reader, limit=PART, offset=(part - 1) * PART)
        except SubledgerError as error:
            problem = str(error)
        else:
            rows, first = behind.found.rows, behind.offset + 1
            table = self._drawn(behind, writer, links)
            difference = _figure(behind.difference, line, writer)
            facts.append(("Documents", writer.mask(f"{rows:,}"), ""))
            facts.append(("Difference", difference, "unfavorable" if behind.difference else "favorable"))
            quiet += f" in {reader.shown(behind.found.path)}"
            if rows and parts > 1:
                last = first + len(behind.found.documents) - 1
                quiet += writer.mask(f"; documents {first:,} to {last:,} of {rows:,}")
            if behind.difference:
                problem = f"{behind.ties[0].upper()}{behind.ties[1:]}."
            if part > 1:
                buttons.append(("← Before", links.documents(links.wish.line, part - 1), "prev"))
            if part < parts:
                buttons.append(("Next →", links.documents(links.wish.line, part + 1), "next"))
            csv = "" if writer.incognito else links.documents_csv()
        meta = line.entry.meta
        about = {"filename": line.filename, "lineno": line.line}
        time = links.until(line.entry.date, links.period.end) if links.wish.time else ""
        return DocumentsView(
            f"Documents behind {line.account}",
            (str(line.entry.date), _named(line.entry)), quiet, self._title(), "", tuple(facts),
            (
                Place("Transaction", _context(line.entry)),
                place_of(meta, about, links, self.folder),
                Place(line.account, links.account(line.account, time)),
            ),
            tuple(buttons), csv, problem, table,
        )  # fmt: skip

    def _drawn(self, behind: documents.Behind, writer: Writer, links: Links) -> ViewTable:
        found = documents.table(behind, documents.below(Path(self.folder)))
        table = draw_table(found, writer, links)
        if not writer.incognito:
            return table
        masked = [index for index, column in enumerate(found.columns) if column.key in MASKED]
        rows = [_masked(row, masked, writer) for row in table.rows]
        return replace(
            table, rows=tuple(rows), totals=tuple(_masked(row, [0], writer) for row in table.totals)
        )

    def _title(self) -> str:
        return str(self.ledger.options["title"])

    @endpoint("documents.csv")
    def csv(self) -> Response:
        """Return all documents behind a line as a CSV file. Refused incognito, where no figure leaves the server."""
        wish = request.read()
        if wish.incognito:
            return Response("Figures are hidden: Fava runs incognito.\n", 403, mimetype="text/plain")
        try:
            books = self.store.books(self.ledger, "", "")
            lines = self._find(wish.line, books)
            reader = Reader.of(books.master.subledgers, self.ledger.beancount_file_path)
            behind = documents.read(lines[0], reader)
            text = render_csv.table_text(documents.table(behind, documents.below(Path(self.folder))))
        except (*EXPECTED, SubledgerError) as error:
            return Response(f"{error}\n", 400, mimetype="text/plain")
        headers = {"Content-Disposition": 'attachment; filename="documents.csv"'}
        return Response(text, mimetype="text/csv", headers=headers)


def _masked(row: ViewRow, places: list[int], writer: Writer) -> ViewRow:
    cells = list(row.cells)
    for place in places:
        cells[place] = replace(cells[place], text=writer.mask(cells[place].text))
    return replace(row, cells=tuple(cells))


def _filters(links: Links) -> str:
    return ", ".join(filter(None, (links.wish.account, links.wish.text)))


def _context(entry: Transaction) -> str:
    """Return the address of Fava's popup of a transaction."""
    directive: Any = entry
    return f"#context-{hash_entry(directive)}"


def _named(entry: Transaction) -> str:
    return " ".join(filter(None, (entry.payee, entry.narration))) or "(no narration)"


def _aligned(number: str, unit: str) -> str:
    """Leave the place of a parenthesis before the unit, so that the digits align."""
    return f"{number} {unit}" if number.endswith(")") else f"{number}\N{FIGURE SPACE} {unit}"


def _amount(line: SummedLine, writer: Writer) -> str:
    """Return what the posting is tied by, with its unit."""
    return _figure(line.quantity if line.item else settle(line.money), line, writer)


def _figure(number: Any, line: SummedLine, writer: Writer) -> str:
    if line.item:
        return f"{writer.value(number, Column('', '', Kind.QUANTITY))} {line.item}"
    return f"{writer.money(number, line.currency)} {line.currency}"
