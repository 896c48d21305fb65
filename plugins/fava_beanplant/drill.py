"""The postings behind a cell: what each adds to it, by which rule, and where it stands in the files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from fava.beans.funcs import hash_entry

from beanplant.reports.asset_movements import DIRECTIVE
from beanplant.reports.documents import counted
from beanplant.reports.model import Column, Kind
from beanplant.reports.revenue_customers import UNPOSTED
from beanplant.summed import summed_lines

if TYPE_CHECKING:
    from beanplant.masterdata import MasterData
    from beanplant.reports.model import Reference, Report, Row, Table
    from beanplant.summed import SummedLine
    from fava_beanplant.figures import Writer
    from fava_beanplant.request import Links

SHOWN = 300


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, to look at or to edit."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class DrillLine:
    """A posting behind a cell."""

    date: str
    text: str
    context: str
    account: str
    quantity: str
    amount: str
    rule: str
    formula: str
    place: Place | None
    made: bool
    documents: Place | None


@dataclass(frozen=True, slots=True)
class Drill:
    """The postings behind a cell, for the page."""

    table: str
    title: str
    total: str
    lines: tuple[DrillLine, ...]
    more: int
    account: Place | None
    order: Place | None
    close: str


def open_cell(report: Report, key: str, writer: Writer, links: Links, master: MasterData) -> Drill | None:
    """Return the postings behind a cell, ``table/row/column``; None for a cell that is not there."""
    found = _find(report, key)
    if found is None:
        return None
    table, row, column, reference = found
    folder = os.path.dirname(links.ledger.beancount_file_path)
    shown = list(islice(reference.lines(), SHOWN))
    # A transaction of a month's sums may have thousands of postings, and many lines of them here.
    entries = {id(line.entry): line.entry for line, _ in shown}
    sums = {key: summed_lines(entry, master) for key, entry in entries.items()}
    lines = tuple(
        _line(line, amount, column.unit, writer, links, folder, sums[id(line.entry)])
        for line, amount in shown
    )
    label = _label(table, row)
    total = row.cells[table.index(column.key)]
    text = writer.value(total, column)
    time = links.until(reference.begin, reference.end or links.period.end)
    return Drill(
        table.name,
        f"{label}, {column.title}" if column.title else label,
        f"{text} {column.unit}".strip(),
        lines,
        max(0, len(reference) - SHOWN),
        Place(reference.account, links.account(reference.account, time)) if reference.account else None,
        Place(reference.order, links.order(reference.order)) if reference.order else None,
        links.page(everything=links.wish.everything, part=links.wish.part),
    )


def _label(table: Table, row: Row) -> str:
    """Return what a row is about: its first cell, and the texts that tell it from others that begin the same."""
    alike = [each for each in table.rows if each.cells[0] == row.cells[0]]
    texts = [str(row.cells[0])]
    for index, column in enumerate(table.columns[1:], 1):
        if column.kind is Kind.TEXT and row.cells[index] and len({each.cells[index] for each in alike}) > 1:
            texts.append(str(row.cells[index]))
    return ", ".join(texts)


def _find(report: Report, key: str) -> tuple[Table, Row, Column, Reference] | None:
    name, _, rest = key.partition("/")
    row_key, _, column_key = rest.rpartition("/")
    try:
        table = report.table(name)
        row = table.row(row_key)
        return table, row, table.columns[table.index(column_key)], row.references[column_key]
    except KeyError:
        return None


def _line(
    line: Any,
    amount: Any,
    unit: str,
    writer: Writer,
    links: Links,
    folder: str,
    sums: list[SummedLine],
) -> DrillLine:
    entry, meta = line.entry, line.entry.meta
    made = str(meta["filename"]).startswith("<")
    about = line.posting.meta or {}
    return DrillLine(
        str(line.date),
        " ".join(filter(None, (entry.payee, entry.narration))),
        "" if UNPOSTED in meta else f"#context-{hash_entry(entry)}",
        line.account,
        f"{writer.quantity(line.quantity)} {line.item}" if line.item and line.quantity else "",
        writer.value(amount, Column("", "", Kind.MONEY, unit)),
        line.rule or "",
        writer.mask(str(about.get("formula", ""))),
        _source(meta, about, links, folder, made=made),
        made,
        None if made else _documents(line, sums, writer, links, folder),
    )


def _documents(
    line: Any, all_sums: list[SummedLine], writer: Writer, links: Links, folder: str
) -> Place | None:
    """Return where the documents behind a line are; several sums that are one line here lead to their transaction."""
    sums = [each for each in all_sums if each.account == line.account and each.item == (line.item or "")]
    if not any(line.posting in each.postings for each in sums):
        return None
    number = sums[0].line if len(sums) == 1 else int(line.entry.meta["lineno"])
    counts = [each.documents for each in sums if each.documents is not None]
    text = counted(sum(counts)) if counts else "documents"
    return Place(writer.mask(text), links.documents(f"{short(sums[0].filename, folder)}:{number}"))


def place_of(meta: Any, about: Any, links: Links, folder: str) -> Place:
    """Return the line of a posting, or of its transaction, to edit."""
    source = about if "filename" in about and not str(about["filename"]).startswith("<") else meta
    filename, number = str(source["filename"]), int(source["lineno"])
    return Place(f"{short(filename, folder)}:{number}", links.source(filename, number))


def _source(meta: Any, about: Any, links: Links, folder: str, *, made: bool) -> Place | None:
    """Return the line to look at: the posting's own, or the one that made a plugin post it."""
    if DIRECTIVE in about:
        return place_of(about[DIRECTIVE], {}, links, folder)
    return _cause(meta, links, folder) if made else place_of(meta, about, links, folder)


def _cause(meta: Any, links: Links, folder: str) -> Place | None:
    name, _, number = str(meta.get("cause", "")).rpartition(":")
    if not name or not number.isdigit():
        return None
    filename = os.path.normpath(os.path.join(folder, name))
    return Place(f"{name}:{number}", links.source(filename, int(number)))


def short(filename: str, folder: str) -> str:
    """Return a file's name below the ledger's folder; never a path of the machine."""
    return (
        os.path.relpath(filename, folder)
        if filename.startswith(folder + os.sep)
        else os.path.basename(filename)
    )
