"""The tie-out, as an import prints it: the files' totals against what was imported.

::

    sap.mb51.P100: 15 files
      kind   rows    quantity        value  imported  known  elsewhere  not mapped
      101     816   50184.000   4767301.54       812      4          -           -
      261    1509  -48231.160  -2531009.25      1480     29          -           -
      Z09       2     -12.000       -84.00         -      -          -           2
    Not mapped:
      exports/mb51-2025-06.csv:17: 2 rows of Z09, quantity -12.000, value -84.00: movement type Z09 has no entry; ...

Rows: in the files = imported + known (in the ledger already) + elsewhere (another list brings them in) + not mapped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant_importers.tally import Tally, Totals

if TYPE_CHECKING:
    from beanplant_importers.pipeline import Job

HEADINGS = ("kind", "rows", "quantity", "value", "imported", "known", "elsewhere", "not mapped")


def lines(tallies: Iterable[tuple[Job, Tally]]) -> Iterator[str]:
    """Yield the tie-out: a table for each importer, what was not mapped, and advice."""
    groups: dict[str, list[Tally]] = {}
    for job, tally in tallies:
        groups.setdefault(job.importer.name, []).append(tally)
    for name, group in groups.items():
        yield f"{name}: {len(group)} file{'s' if len(group) > 1 else ''}"
        yield from table(group)
    unmapped = [
        (source, text) for group in groups.values() for tally in group for source, text in tally.reasons()
    ]
    if unmapped:
        yield "Not mapped:"
        yield from (f"  {source.file}:{source.row}: {text}" for source, text in unmapped)
    for group in groups.values():
        for tally in group:
            yield from (f"Note: {note}" for note in tally.notes)


def table(tallies: Iterable[Tally]) -> Iterator[str]:
    """Yield the totals by kind, summed over files."""
    totals: dict[str, list[Totals]] = {}
    for tally in tallies:
        parts = (tally.read, tally.mapped, tally.known, tally.elsewhere)
        for column, part in enumerate(parts):
            for kind, total in part.items():
                found = totals.setdefault(kind, [Totals() for _ in range(5)])[column]
                found.add(total.quantity, total.value, total.rows)
        for row in tally.unmapped:
            totals.setdefault(row.kind, [Totals() for _ in range(5)])[4].add(
                row.quantity, row.value, row.rows
            )
    rows: list[tuple[str, ...]] = [HEADINGS]
    for kind in sorted(totals):
        read, *others = totals[kind]
        rows.append(
            (
                kind,
                str(read.rows),
                _number(read.quantity),
                _number(read.value),
                *(_count(part.rows) for part in others),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    for cells in rows:
        first, *rest = (
            text.ljust(width) if column == 0 else text.rjust(width)
            for column, (text, width) in enumerate(zip(cells, widths, strict=True))
        )
        yield "  " + "  ".join([first, *rest]).rstrip()


def _number(number: Decimal) -> str:
    return f"{number:,f}" if number else "-"


def _count(rows: int) -> str:
    return f"{rows:,}" if rows else "-"
