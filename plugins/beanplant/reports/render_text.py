"""A report as text for a terminal: aligned columns, rules above totals.

Where a table is wider than the screen its columns are shown in blocks, each with the first column again. A
parenthesis or an F/U hangs over the edge, so that decimal points stand below each other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from beanplant.reports.model import Column, Emphasis, Kind, Report, Row, Table
from beanplant.reports.numbers import show

GAP = "  "
Bold = Callable[[str], str]


def render(report: Report, *, width: int | None = None, bold: Bold = str) -> str:
    """Return a report as text. ``width`` is the screen's; None leaves tables as wide as they are."""
    unit = next((c.unit for table in report.tables for c in table.columns if c.unit), "")
    subtitle = ", ".join(
        filter(None, (report.heading, report.when, unit, "filtered" if report.filtered else ""))
    )
    parts = [bold(report.title), subtitle]
    for table in report.tables:
        parts.append("")
        if table.title != report.title:
            parts.append(bold(table.title))
        parts += table_lines(table, width, bold)
    if report.advice:
        parts.append("")
        parts += [f"Note: {line}" for line in report.advice]
    return "\n".join(line.rstrip() for line in parts) + "\n"


def _hang(text: str, column: Column) -> str:
    """Leave the place of a parenthesis, or of U and F, so that the digits align."""
    if column.kind in (Kind.MONEY, Kind.QUANTITY, Kind.SHARE):
        return text if text.endswith(")") else text + " "
    if column.kind is Kind.VARIANCE:
        return text if text.endswith((" U", " F")) else text + "  "
    return text


def table_lines(table: Table, width: int | None = None, bold: Bold = str) -> list[str]:
    """Return the lines of one table, without its title."""
    if not table.rows:
        return ["(nothing)"]
    columns = table.columns
    texts: list[list[str]] = []
    for row in table.all_rows():
        cells = [show(value, column) for value, column in zip(row.cells, columns, strict=True)]
        first = "  " * row.level + cells[0]
        texts.append([first, *(_hang(text, c) for text, c in zip(cells[1:], columns[1:], strict=True))])
    widths = [max(len(text[index]) for text in texts) for index in range(len(columns))]
    titles = [_wrap(column, room) for column, room in zip(columns, widths, strict=True)]
    widths = [max(room, *map(len, title)) for room, title in zip(widths, titles, strict=True)]
    result: list[str] = []
    for block in _blocks(widths, width):
        if result:
            result.append("")
        result += _block(table, texts, titles, _Layout(columns, widths, block), bold)
    return result


def _wrap(column: Column, room: int) -> list[str]:
    """Return a title in lines that need little more room than the column's values."""
    lines = [""]
    room = max([room, *map(len, column.title.split())])
    for word in column.title.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= room or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return [_hang(line, column) for line in lines]


def _blocks(widths: list[int], width: int | None) -> list[list[int]]:
    """Return the columns of each block; the first column is in all of them."""
    columns = range(1, len(widths))
    if width is None or sum(widths) + len(GAP) * len(columns) <= width:
        return [[0, *columns]]
    blocks: list[list[int]] = [[0]]
    used = widths[0]
    for column in columns:
        if used + len(GAP) + widths[column] > width and len(blocks[-1]) > 1:
            blocks.append([0])
            used = widths[0]
        blocks[-1].append(column)
        used += len(GAP) + widths[column]
    return blocks


class _Layout(NamedTuple):
    """Some columns of a table, side by side."""

    columns: tuple[Column, ...]
    widths: list[int]
    block: list[int]

    def line(self, cells: list[str]) -> str:
        """Return one line: numbers to the right, the rest to the left."""
        parts = []
        for index in self.block:
            numeric = index > 0 and self.columns[index].kind.numeric
            room = self.widths[index]
            parts.append(cells[index].rjust(room) if numeric else cells[index].ljust(room))
        return GAP.join(parts)

    def rule(self, row: Row, character: str) -> str:
        """Return a line below or above the numbers of a row."""
        cells = [
            character * width if index and column.kind.numeric and row.cells[index] is not None else ""
            for index, (column, width) in enumerate(zip(self.columns, self.widths, strict=True))
        ]
        return self.line(cells)


def _block(
    table: Table, texts: list[list[str]], titles: list[list[str]], layout: _Layout, bold: Bold
) -> list[str]:
    result = []
    height = max(map(len, titles))
    padded = [[""] * (height - len(title)) + title for title in titles]
    for level in range(height):
        result.append(bold(layout.line([title[level] for title in padded])))
    result.append("-" * (sum(layout.widths[i] for i in layout.block) + len(GAP) * (len(layout.block) - 1)))
    before: Row | None = None
    for row, cells in zip(table.all_rows(), texts, strict=True):
        if row.emphasis is Emphasis.HEADING and before is not None:
            result.append("")
        ruled = before is not None and before.emphasis is Emphasis.TOTAL
        before = row
        if row.emphasis in (Emphasis.SUBTOTAL, Emphasis.TOTAL) and not ruled:
            result.append(layout.rule(row, "-"))
        strong = row.emphasis in (Emphasis.HEADING, Emphasis.TOTAL)
        result.append(bold(layout.line(cells)) if strong else layout.line(cells))
        if row.emphasis is Emphasis.TOTAL:
            result.append(layout.rule(row, "="))
    return [line for line in result if line.strip() or not line]
