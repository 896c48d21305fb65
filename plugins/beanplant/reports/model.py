"""What a report is: tables of typed values, what stands behind each figure, a chart's data, advice.

Nothing here is text to look at. A ``Column`` says what its values are (``Kind``), a ``Row`` what it is for
(its level and emphasis), a ``Reference`` leads from a cell to the postings that make it. The renderers decide
how that looks.

Money keeps the sign of the ledger: a debit is positive. A variance is a debit when it is unfavorable;
renderers show it as its magnitude with U or F. A share is a ratio (0.25), shown in percent.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from beanplant.reports.lines import Line
    from beanplant.reports.period import Period

Value = str | datetime.date | int | Decimal | None


class Kind(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    QUANTITY = "quantity"
    MONEY = "money"
    VARIANCE = "variance"  # money whose debit is unfavorable
    SHARE = "share"

    @property
    def numeric(self) -> bool:
        """Whether values stand to the right and add up."""
        return self not in (Kind.TEXT, Kind.DATE)


class Emphasis(StrEnum):
    """What a row is for."""

    PLAIN = "plain"
    HEADING = "heading"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    CHECK = "check"  # compares the report with the ledger's accounts


@dataclass(frozen=True, slots=True)
class Span:
    """A run of lines in a list that is sorted by date; ``sign`` says how they enter the cell."""

    lines: Sequence[Line]
    start: int
    stop: int
    sign: int = 1

    def __len__(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class Reference:
    """What stands behind a cell: the postings, and where to see them in the ledger.

    ``account``, ``begin`` and ``end`` open an account's page, ``order`` all that names an order, ``contract`` and
    ``customer`` the report of one, ``entry`` one directive.
    ``spans`` are the very postings whose amounts add up to the cell; where they are many cells and few are opened,
    ``behind`` finds them when they are asked for.
    """

    account: str | None = None
    order: str | None = None
    contract: str | None = None
    customer: str | None = None
    begin: datetime.date | None = None
    end: datetime.date | None = None
    entry: Any = None
    spans: tuple[Span, ...] = ()
    behind: Callable[[], tuple[Span, ...]] | None = None

    def __len__(self) -> int:
        return sum(len(span) for span in self.all_spans())

    @property
    def opens(self) -> bool:
        """Whether there are postings to show."""
        return bool(self.spans) or self.behind is not None

    def all_spans(self) -> tuple[Span, ...]:
        """Return the runs of postings, found now if they were not before."""
        return self.behind() if self.behind is not None else self.spans

    def lines(self) -> Iterator[tuple[Line, Decimal]]:
        """Yield the lines with the amount that each adds to the cell, by date."""
        found = [
            (span.lines[i], span.lines[i].amount * span.sign)
            for span in self.all_spans()
            for i in range(span.start, span.stop)
        ]
        found.sort(key=lambda pair: pair[0].date)
        yield from found


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, title and kind. ``unit`` is the currency of money, ``digits`` its decimals."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    digits: int = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its values by column, level of indentation, emphasis, and the references of its cells."""

    key: str
    cells: tuple[Value, ...]
    level: int = 0
    emphasis: Emphasis = Emphasis.PLAIN
    references: Mapping[str, Reference] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``rows`` are the body, ``totals`` stand below it; ``sortable`` if rows may move."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...] = ()
    sortable: bool = False

    def all_rows(self) -> tuple[Row, ...]:
        """Body and totals."""
        return self.rows + self.totals

    def row(self, key: str) -> Row:
        """Return the row with a key. Raises KeyError."""
        for row in self.all_rows():
            if row.key == key:
                return row
        raise KeyError(key)

    def value(self, row: str, column: str) -> Value:
        """Return the value of a cell by its keys. Raises KeyError."""
        return self.row(row).cells[self.index(column)]

    def index(self, column: str) -> int:
        """Return a column's place. Raises KeyError."""
        for i, candidate in enumerate(self.columns):
            if candidate.key == column:
                return i
        raise KeyError(column)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a chart: a place on the axis, a series, an amount, and the cell that it shows."""

    place: str
    series: str
    value: Decimal
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart's data: bars by place, stacked by series in the order given, or ``horizontal`` bars."""

    name: str
    title: str
    marks: tuple[Mark, ...]
    places: tuple[str, ...]
    series: tuple[str, ...]
    unit: str
    horizontal: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure with its name."""

    label: str
    value: Value
    column: Column


@dataclass(frozen=True, slots=True)
class Report:
    """A report for a period, ready to draw."""

    name: str
    title: str
    heading: str  # the plants: "P100 Ohio pump works"
    period: Period
    as_of: bool  # everything up to the period's end, or only what is in the period
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...] = ()
    advice: tuple[str, ...] = ()
    plants: tuple[str, ...] = ()
    filtered: bool = False
    facts: tuple[Fact, ...] = ()  # the figures to see first
    dated: str = ""  # what to say of the time instead of the period or its last day
    currencies: tuple[str, ...] = ()  # those that the report can be of, where it is of no plant

    @property
    def when(self) -> str:
        """The period or the day, for people."""
        if self.dated:
            return self.dated
        return f"as of {self.period.last}" if self.as_of else self.period.label

    def table(self, name: str) -> Table:
        """Return a table by name. Raises KeyError."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)
