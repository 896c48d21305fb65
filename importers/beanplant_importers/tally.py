"""The tie-out of an import: what a file held, what became facts, what is in the ledger already, what is left.

Nothing is ever dropped. For each kind of row (``261``, ``confirmation``): rows, quantity and value read from the file
= mapped + known + left to another list + unmapped. An import prints these totals; one that does not tie is an error
of the importer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from beanplant_importers.facts import ZERO, Source

STEP = 1000
"""Rows between two calls of a progress display."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmapped:
    """A row that the importer read and could not map: it is listed, never dropped."""

    source: Source
    kind: str
    reason: str
    document: str = ""
    quantity: Decimal = ZERO
    value: Decimal = ZERO
    rows: int = 1


@dataclass(slots=True)
class Totals:
    """Control totals of rows of one kind in one file."""

    rows: int = 0
    quantity: Decimal = ZERO
    value: Decimal = ZERO

    def add(self, quantity: Decimal, value: Decimal, rows: int = 1) -> None:
        """Count ``rows`` more rows with this quantity and value."""
        self.rows += rows
        self.quantity += quantity
        self.value += value


@dataclass(slots=True)
class Tally:
    """What a reading of a file came to.

    A system calls `add_read` once for every row of data, and then either yields facts for it and calls `add_mapped`,
    or calls `add_unmapped`; or `add_known` where the ledger has it already, `add_elsewhere` where another list brings
    it in.
    """

    file: str
    read: dict[str, Totals] = field(default_factory=dict)
    mapped: dict[str, Totals] = field(default_factory=dict)
    known: dict[str, Totals] = field(default_factory=dict)
    elsewhere: dict[str, Totals] = field(default_factory=dict)
    """Rows that another list brings in, by kind."""
    unmapped: list[Unmapped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Advice for the person who imports, each a full sentence."""
    progress: Callable[[], None] | None = None
    """Called now and then, after some more rows were read."""
    ahead: int = 0
    """Rows that were read by columns and are counted at the end of their file."""
    _since: int = 0

    @property
    def rows(self) -> int:
        """How many rows were read so far."""
        return self.ahead + sum(total.rows for total in self.read.values())

    def add_read(self, kind: str, quantity: Decimal = ZERO, value: Decimal = ZERO, rows: int = 1) -> None:
        """A row of data was read from the file."""
        self.read.setdefault(kind, Totals()).add(quantity, value, rows)
        if self.progress is not None:
            self._since += rows
            if self._since >= STEP:
                self._since = 0
                self.progress()

    def add_mapped(self, kind: str, quantity: Decimal = ZERO, value: Decimal = ZERO, rows: int = 1) -> None:
        """A row of data became facts."""
        self.mapped.setdefault(kind, Totals()).add(quantity, value, rows)

    def add_known(self, kind: str, quantity: Decimal = ZERO, value: Decimal = ZERO, rows: int = 1) -> None:
        """A row of data is in the ledger already."""
        self.known.setdefault(kind, Totals()).add(quantity, value, rows)

    def add_elsewhere(
        self, kind: str, quantity: Decimal = ZERO, value: Decimal = ZERO, rows: int = 1
    ) -> None:
        """A row of data is left to another list, which brings it in."""
        self.elsewhere.setdefault(kind, Totals()).add(quantity, value, rows)

    def add_unmapped(self, row: Unmapped) -> None:
        """A row of data could not be mapped."""
        self.unmapped.append(row)

    def reasons(self) -> Iterator[tuple[Source, str]]:
        """Yield why rows could not be mapped, once for each kind and reason: the first row, and a sentence with the
        number of rows, their quantity and value."""
        groups: dict[tuple[str, str], list[Unmapped]] = {}
        for row in self.unmapped:
            groups.setdefault((row.kind, row.reason), []).append(row)
        for (kind, reason), rows in sorted(groups.items()):
            count = sum(row.rows for row in rows)
            quantity = sum((row.quantity for row in rows), ZERO)
            value = sum((row.value for row in rows), ZERO)
            what = f"{count} row{'s' if count > 1 else ''} of {kind}, quantity {quantity:f}, value {value:f}"
            yield min(row.source for row in rows), f"{what}: {reason}"

    def differences(self) -> Iterator[str]:
        """What does not tie, by kind: rows read less mapped, known and unmapped. Nothing, if all is well."""
        for kind in sorted(self.read):
            left = Totals(self.read[kind].rows, self.read[kind].quantity, self.read[kind].value)
            for part in (self.mapped.get(kind), self.known.get(kind), self.elsewhere.get(kind)):
                if part is not None:
                    left.add(-part.quantity, -part.value, -part.rows)
            for row in self.unmapped:
                if row.kind == kind:
                    left.add(-row.quantity, -row.value, -row.rows)
            if left != Totals():
                yield (
                    f"{self.file}: {kind}: {left.rows} rows, {left.quantity} units, "
                    f"a value of {left.value} are not accounted for"
                )
