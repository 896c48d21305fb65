"""A report as an HTML file: one page without scripts and without anything to load, to print or to send.

    bean-plant report rebate-statement --customer "Chem Co" --format html > statement.html

The figures are those of the text. Numbers stand to the right, with the place of a parenthesis left free, so that their
digits align. Everything that comes from the ledger is escaped.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from beanplant.reports.model import Kind
from beanplant.reports.numbers import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beanplant.reports.model import Column, Report, Row, Table, Value

STYLE = """
:root { color-scheme: light dark; --line: #8888; --quiet: color-mix(in srgb, CanvasText 65%, Canvas); }
body { font: 14px/1.4 system-ui, sans-serif; margin: 2rem; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; break-after: avoid; }
p { margin: .25rem 0; }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2.5rem; margin: 1rem 0; }
dt, .quiet { color: var(--quiet); }
.quiet { margin-top: 1rem; }
dd { margin: 0; font-size: 1.2rem; font-variant-numeric: tabular-nums; }
div { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin-top: 1rem; }
th, td { padding: .15rem .5rem; text-align: left; vertical-align: top; font-weight: normal; white-space: nowrap; }
thead th { border-bottom: 1px solid; vertical-align: bottom; font-weight: 600; white-space: normal; }
.long { white-space: normal; min-width: 20ch; }
tbody tr { border-bottom: 1px solid var(--line); }
.num { text-align: right; }
.hang::after { content: ")"; visibility: hidden; }
.hang-2::after { content: " U"; visibility: hidden; }
thead .hang, thead .hang-2 { padding-right: calc(.5rem + .4em); }
thead .hang-2 { padding-right: calc(.5rem + 1em); }
thead .num::after { content: none; }
.heading th, .total > * { font-weight: 600; }
.subtotal > *, .total > * { border-top: 1px solid; }
.total > * { border-bottom: 3px double; }
.check > * { color: var(--quiet); }
.level-1 th { padding-left: 1.8rem; }
.level-2 th { padding-left: 3rem; }
@media print { :root { color-scheme: light; } body { margin: 0; font-size: 8pt; } div { overflow: visible; }
  thead { display: table-header-group; } tfoot { display: table-row-group; } tr { break-inside: avoid; } }
@page { size: A4 landscape; margin: 12mm; }
"""
LONG = 40
"""Texts of more characters wrap."""


def render(report: Report) -> str:
    """Return a report as the text of an HTML file."""
    return "\n".join(_page(report)) + "\n"


def _page(report: Report) -> Iterator[str]:
    unit = next((c.unit for table in report.tables for c in table.columns if c.unit), "")
    said = (report.heading, report.when, unit, "filtered" if report.filtered else "")
    subtitle = ", ".join(filter(None, said))
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield f'<head><meta charset="utf-8"><title>{_text(f"{report.title}: {subtitle}")}</title>'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<style>{STYLE}</style></head>"
    yield f"<body><h1>{_text(report.title)}</h1>"
    yield f"<p>{_text(subtitle)}</p>"
    if report.facts:
        yield "<dl>"
        for fact in report.facts:
            yield f"<div><dt>{_text(fact.label)}</dt><dd>{_text(show(fact.value, fact.column))}</dd></div>"
        yield "</dl>"
    for table in report.tables:
        yield from _table(table, titled=table.title != report.title)
    for line in report.advice:
        yield f'<p class="quiet">Note: {_text(line)}</p>'
    yield "</body></html>"


def _table(table: Table, *, titled: bool) -> Iterator[str]:
    if titled:
        yield f"<h2>{_text(table.title)}</h2>"
    if not table.rows:
        yield "<p>(nothing)</p>"
        return
    yield f'<div role="region" tabindex="0" aria-label="{_text(table.title)}"><table>'
    yield "<thead><tr>"
    for column in table.columns:
        yield f'<th scope="col"{_class(_kind(column), _hang(column))}>{_text(column.title)}</th>'
    yield "</tr></thead><tbody>"
    for row in table.rows:
        yield _row(row, table)
    yield "</tbody>"
    if table.totals:
        yield "<tfoot>"
        for row in table.totals:
            yield _row(row, table)
        yield "</tfoot>"
    yield "</table></div>"


def _row(row: Row, table: Table) -> str:
    cells = []
    for index, (value, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        text = show(value, column)
        tag, scope = ("td", "") if index else ("th", ' scope="row"')
        hang = "" if value is None or text.endswith((")", " U", " F")) else _hang(column)
        long = "long" if index and len(text) > LONG else ""
        cells.append(f"<{tag}{scope}{_class(_kind(column), hang, long)}>{_text(text)}</{tag}>")
    return f'<tr class="{row.emphasis.value} level-{row.level}">{"".join(cells)}</tr>'


def _kind(column: Column) -> str:
    return "num" if column.kind.numeric else ""


def _hang(column: Column) -> str:
    """Return the class that leaves the place of a parenthesis, or of U and F."""
    if column.kind is Kind.VARIANCE:
        return "hang-2"
    return "hang" if column.kind in (Kind.MONEY, Kind.QUANTITY, Kind.SHARE) else ""


def _class(*names: str) -> str:
    found = " ".join(filter(None, names))
    return f' class="{found}"' if found else ""


def _text(value: Value) -> str:
    return html.escape(str(value))
