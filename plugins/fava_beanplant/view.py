"""A report as the page's template wants it: texts, addresses and classes, nothing to compute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from beanplant.reports.model import Emphasis, Kind
from beanplant.reports.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from beanplant.reports.model import Column, Report, Row, Table, Value
    from beanplant.reports.period import Period
    from fava_beanplant.drill import Drill
    from fava_beanplant.figures import Writer
    from fava_beanplant.request import Links

ROWS_SHOWN = 400
LONG = 30
"""Texts of more characters wrap."""
_SORTS = {True: "num", False: "string"}


@dataclass(frozen=True, slots=True)
class ViewCell:
    """A cell of a table."""

    text: str
    css: str
    href: str
    sort: str


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A row of a table."""

    css: str
    level: int
    cells: tuple[ViewCell, ...]


@dataclass(frozen=True, slots=True)
class ViewTable:
    """A table."""

    name: str
    title: str
    heads: tuple[tuple[str, str, str], ...]  # title, css, what to sort by
    rows: tuple[ViewRow, ...]
    totals: tuple[ViewRow, ...]
    sortable: bool
    hidden: int
    everything: str
    shown: str = ""  # which rows of a long table
    parts: tuple[tuple[str, str], ...] = ()  # those before and after


@dataclass(frozen=True, slots=True)
class View:
    """A page."""

    title: str
    heading: str
    when: str
    note: str
    unit: str
    filters: str
    incognito: bool
    ledger: str
    facts: tuple[tuple[str, str, str], ...]
    plants: tuple[tuple[str, str, bool], ...]
    before: tuple[str, str]
    after: tuple[str, str]
    csv: str
    advice: tuple[str, ...]
    charts: tuple[tuple[str, list[tuple[str, Markup]]], ...]
    tables: tuple[ViewTable, ...]
    drill: Drill | None


class Around(NamedTuple):
    """What stands around a report: the periods before and after, its filters, and what to say of its period."""

    before: Period
    after: Period
    filters: str
    note: str


def make(
    report: Report,
    writer: Writer,
    links: Links,
    charts: Sequence[tuple[str, list[tuple[str, Markup]]]],
    drill: Drill | None,
    around: Around,
) -> View:
    """Return the page of a report."""
    back, ahead = around.before, around.after
    return View(
        title=report.title,
        heading=report.heading,
        when=report.when,
        note=around.note,
        unit=_unit(report),
        filters=around.filters,
        incognito=writer.incognito,
        ledger=str(links.ledger.options["title"]),
        facts=tuple(
            (fact.label, writer.value(fact.value, fact.column), _tone(fact.value, fact.column))
            for fact in report.facts
        ),
        plants=(*_statement(links), *_plants(report, links), *_currencies(report, links)),
        before=(back.label, links.page(time=back.text)),
        after=(ahead.label, links.page(time=ahead.text)),
        csv="" if writer.incognito else links.csv(),
        advice=tuple(writer.mask(line) for line in report.advice),
        charts=tuple(charts),
        tables=tuple(draw_table(table, writer, links) for table in report.tables if table.all_rows()),
        drill=drill,
    )


def _plants(report: Report, links: Links) -> tuple[tuple[str, str, bool], ...]:
    if len(report.plants) < 2:
        return ()
    chosen = links.wish.plant
    tabs = [("All plants", links.page(plant=""), not chosen)]
    return (*tabs, *((code, links.page(plant=code), code == chosen) for code in report.plants))


def _statement(links: Links) -> tuple[tuple[str, str, bool], ...]:
    """Return the way back from the statement of one contract or customer."""
    names = tuple(filter(None, (links.wish.contract, links.wish.customer)))
    return (("All contracts", links.statement(), False),) if names else ()


def _currencies(report: Report, links: Links) -> tuple[tuple[str, str, bool], ...]:
    """Return the currencies of a report of trade, the one that it is of chosen."""
    if len(report.currencies) < 2:
        return ()
    unit = _unit(report)
    return tuple((code, links.page(currency=code), code == unit) for code in report.currencies)


def _unit(report: Report) -> str:
    return next((column.unit for table in report.tables for column in table.columns if column.unit), "")


def draw_table(table: Table, writer: Writer, links: Links) -> ViewTable:
    """Return a table as the page draws it; of a long one a part of the rows, unless all were asked for."""
    rows, shown = table.rows, ""
    parts: tuple[tuple[str, str], ...] = ()
    if len(rows) > ROWS_SHOWN and not links.wish.everything:
        last = -(-len(rows) // ROWS_SHOWN)
        part = min(links.wish.part, last)
        first = (part - 1) * ROWS_SHOWN
        rows = rows[first : first + ROWS_SHOWN]
        shown = f"rows {first + 1:,} to {first + len(rows):,} of {len(table.rows):,}"
        around = (("first", 1), ("previous", part - 1), ("next", part + 1), ("last", last))
        parts = tuple(
            (name, links.page(part=number))
            for name, number in around
            if 1 <= number <= last and number != part
        )
    sortable = table.sortable and not writer.incognito and len(rows) > 1
    return ViewTable(
        table.name,
        table.title,
        tuple((column.title, _head(column), _SORTS[column.kind.numeric]) for column in table.columns),
        tuple(_row(table, row, writer, links, sortable) for row in rows),
        tuple(_row(table, row, writer, links, False) for row in table.totals),
        sortable,
        len(table.rows) - len(rows),
        links.page(everything=True),
        shown,
        parts,
    )


def _head(column: Column) -> str:
    """Return the class of a column's head: whole numbers have no parentheses, so nothing hangs over."""
    return f"{_css(column)} flush" if column.kind is Kind.INTEGER else _css(column)


def _css(column: Column) -> str:
    money = column.kind in (Kind.MONEY, Kind.VARIANCE)
    return "num money" if money else "num" if column.kind.numeric else ""


def _row(table: Table, row: Row, writer: Writer, links: Links, sortable: bool) -> ViewRow:
    cells: list[ViewCell] = []
    check = row.emphasis is Emphasis.CHECK
    for value, column in zip(row.cells, table.columns, strict=True):
        long = cells and isinstance(value, str) and column.kind is Kind.TEXT and len(value) > LONG
        looks = (
            _css(column),
            "long" if long else "",
            _hangs(value, column),
            _tone(value, column),
            _checked(row, value) if check else "",
        )
        css = " ".join(filter(None, looks))
        sort = plain(value) if sortable and column.kind.numeric else ""
        cells.append(ViewCell(writer.value(value, column), css, _href(table, row, column, links), sort))
    return ViewRow(row.emphasis.value, row.level, tuple(cells))


def _href(table: Table, row: Row, column: Column, links: Links) -> str:
    reference = row.references.get(column.key)
    if reference is None or (column.kind.numeric and not row.cells[table.index(column.key)]):
        return ""
    if reference.opens:
        return links.cell(f"{table.name}/{row.key}/{column.key}")
    if reference.order:
        return links.order(reference.order)
    if reference.contract or reference.customer:
        return links.statement(contract=reference.contract, customer=reference.customer)
    if reference.entry is not None:
        return links.source(str(reference.entry["filename"]), int(reference.entry["lineno"]))
    if reference.account and reference.end:
        return links.account(reference.account, links.until(reference.begin, reference.end))
    return ""


def _hangs(value: Value, column: Column) -> str:
    """Return the class that leaves the place of a parenthesis, or of U and F, so that the digits align."""
    if value is None or isinstance(value, str):
        return ""
    if column.kind in (Kind.MONEY, Kind.SHARE, Kind.QUANTITY):
        return "" if plain(value)[0] == "-" else "hang-1"
    return "hang-2" if column.kind is Kind.VARIANCE and not value else ""


def _tone(value: Value, column: Column) -> str:
    if column.kind is not Kind.VARIANCE or value is None or isinstance(value, str) or not value:
        return ""
    return "unfavorable" if plain(value)[0] != "-" else "favorable"


def _checked(row: Row, value: Value) -> str:
    """A difference is good or bad; the ledger's balance that it belongs to is neither."""
    if row.key != "difference" or value is None or isinstance(value, str):
        return ""
    return "bad" if value else "good"
