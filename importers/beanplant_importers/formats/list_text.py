"""Unconverted lists: what a printed list looks like when it is saved as it stands.

::

    05.03.2026            Liste der Materialbelege              1
    ---------------------------------------------------------
    |Material|Werk|BwA|Materialbel|Pos|Buch.dat. |    Menge |
    ---------------------------------------------------------
    |10023   |P100|261|4900000123 |  1|05.03.2026|   50,000-|
    |10023   |P100|262|4900000124 |  1|06.03.2026|    1,500 |
    ---------------------------------------------------------
    |*       |    |   |           |   |          |   48,500-|
    ---------------------------------------------------------

Columns stand where the header's bars stand, so a bar inside a text does no harm. Page heads, rules and repeated headers
are skipped. A record may take as many lines as the header does. A line whose bars do not stand under the header's, a
line that ends in the middle, and a list without its closing rule (where it has an opening one) are errors: rows are
missing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from beanplant_importers.errors import ImportFault
from beanplant_importers.formats.captions import HEADER_ROWS, fold
from beanplant_importers.formats.detect import lines_error

if TYPE_CHECKING:
    from beanplant_importers.formats.rows import Cells

_RULE = frozenset("|-_=+ \t\r\n─│┌┐└┘├┤┬┴┼")


@dataclass(frozen=True, slots=True)
class Block:
    """The header of a list: its rows, and for each of its lines the positions of the bars and the captions."""

    row: int
    bars: tuple[tuple[int, ...], ...]
    captions: tuple[str, ...]
    ruled: bool


def is_rule(line: str) -> bool:
    """Say whether a line is a rule: nothing but dashes and bars, and not blank."""
    return set(line) <= _RULE and ("-" in line or "─" in line or "=" in line or "_" in line)


def blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Yield what may be the header at the top of a list: each line with bars, and each group between two rules."""
    lines = lines[:HEADER_ROWS]
    for index, line in enumerate(lines):
        bars = _bars(line)
        if len(bars) < 3 or is_rule(line):
            continue
        ruled = index > 0 and is_rule(lines[index - 1])
        yield Block(index + 1, (bars,), _cut(line, bars), ruled)
        if not ruled:
            continue
        group = [line]
        while index + len(group) < len(lines) and len(group) < 4:
            below = lines[index + len(group)]
            if is_rule(below) or len(_bars(below)) < 3:
                break
            group.append(below)
        below = lines[index + len(group)] if index + len(group) < len(lines) else ""
        if 1 < len(group) < 4 and is_rule(below):
            positions = tuple(_bars(part) for part in group)
            captions = [
                caption for part, at in zip(group, positions, strict=True) for caption in _cut(part, at)
            ]
            yield Block(index + 1, positions, tuple(captions), ruled)


def rows(path: str | Path, encoding: str, header: Block) -> Iterator[tuple[int, Cells]]:
    """Yield the physical row (of a record of several lines: the first) and the cells below the header."""
    height = len(header.bars)
    folded = [fold(caption) for caption in header.captions]
    pending: list[str] = []
    start = row = part = 0
    closed = True
    try:
        with open(path, encoding=encoding, newline=None) as file:
            for row, line in enumerate(file, 1):
                line = line.rstrip("\r\n")
                if row < header.row + height:
                    continue
                if is_rule(line):
                    closed = True
                    continue
                if not line.lstrip().startswith("|"):
                    if line.strip():
                        closed = True
                    continue
                bars = header.bars[part]
                cells = _cells(line, bars)
                if cells is None:
                    if not pending and _is_page_head(line, bars):
                        continue
                    raise _misplaced(path, row, line, bars)
                if not pending:
                    start = row
                pending.extend(cells)
                closed = False
                part += 1
                if part < height:
                    continue
                if [fold(cell) for cell in pending] != folded:
                    yield start, pending
                pending, part = [], 0
    except UnicodeDecodeError as error:
        raise lines_error(path, error, encoding) from error
    if pending:
        raise ImportFault(
            str(path), start, f"found a record of one line, expected {height} as in the header; the list is cut "
            "short: export it again",
        )  # fmt: skip
    if header.ruled and not closed:
        raise ImportFault(
            str(path), row, "found the end of the file, expected the rule that closes the list; the list is cut "
            "short: export it again",
        )  # fmt: skip


def _bars(line: str) -> tuple[int, ...]:
    if not line.lstrip().startswith("|"):
        return ()
    return tuple(index for index, char in enumerate(line) if char == "|")


def _cut(line: str, bars: Sequence[int]) -> tuple[str, ...]:
    return tuple(line[left + 1 : right].strip() for left, right in itertools.pairwise(bars))


def _cells(line: str, bars: Sequence[int]) -> tuple[str, ...] | None:
    """Return the cells of a line by the header's positions, else by its own bars if they are as many."""
    if len(line) > bars[-1]:
        for at in bars:
            if line[at] != "|":
                break
        else:
            return tuple([line[left + 1 : right].strip() for left, right in itertools.pairwise(bars)])
    own = _bars(line)
    if len(own) == len(bars) and line.rstrip().endswith("|"):
        return _cut(line, own)
    return None


def _is_page_head(line: str, bars: Sequence[int]) -> bool:
    """A line in a box, such as a title: as wide as the list, with at most two bars inside."""
    text = line.rstrip()
    return text.endswith("|") and len(text) == bars[-1] + 1 and text.count("|") <= min(4, len(bars) - 1)


def _misplaced(path: str | Path, row: int, line: str, bars: Sequence[int]) -> ImportFault:
    width = len(line.rstrip())
    if not line.rstrip().endswith("|") or (width <= bars[-1] and line.count("|") < len(bars)):
        return ImportFault(
            str(path), row, f"found a line of {width} characters that ends in the middle, expected "
            f"{bars[-1] + 1} with a closing bar; the list is cut short or wrapped: export it again",
        )  # fmt: skip
    return ImportFault(
        str(path), row, f"found {line.count('|')} bars, expected {len(bars)} where the header has them; a text holds a "
        "bar and the columns are not aligned: export as a sheet, or with tabs",
    )  # fmt: skip
