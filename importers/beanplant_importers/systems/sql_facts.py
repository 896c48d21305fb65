"""Facts from the checked rows of a profile's queries.

Facts come in the order of the tables (master data first), then of the queries, then by date, time, document and line.
An item is a commodity's name, or a number that the ledger knows a commodity by (``material:``), or a commodity is named
after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, dataclass, field, fields
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from beanplant_importers import facts, names
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import ZERO, Fact, Line, Source
from beanplant_importers.systems import sql_columns
from beanplant_importers.tally import Tally, Totals, Unmapped

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.systems.sql_columns import Column
    from beanplant_importers.systems.sql_rows import Checked, Rows

BATCH = 10_000
"""Rows fetched at a time."""

ITEMS = frozenset({"item", "activity", "product", "component"})
"""Columns that hold commodities."""

SHARED = frozenset({"account", "against", "plant", "kind", "currency", "party", "order", "text", "unit"})
"""Columns whose texts repeat, so that a million facts share them."""


def read_facts(
    rows: Rows,
    chart: Chart | None = None,
    tally: Tally | None = None,
    *,
    is_new: Callable[[Fact], bool] = lambda fact: True,
    observe: Callable[[Fact], object] = lambda fact: None,
) -> Iterator[Fact]:
    """Give out the facts of all queries that are new; ``observe`` is told of every one. ``tally`` counts them all."""
    tally = tally if tally is not None else Tally(str(rows.profile.file))
    items = _Commodities(str(rows.profile.file), chart)
    for checked in rows.checked:
        build = _Builder(checked, f"{rows.profile.file.name} {checked.query.title}", items)
        rows.con.execute(f"SELECT rowid + 1, {', '.join(build.select)} FROM {checked.name} ORDER BY rowid")
        mapped: dict[str, Totals] = {}
        known: dict[str, Totals] = {}
        for fact in build.facts(_fetch(rows.con)):
            if isinstance(fact, Unmapped):
                tally.add_read(fact.kind, fact.quantity, fact.value)
                tally.add_unmapped(fact)
                continue
            observe(fact)
            new = is_new(fact)
            total = (mapped if new else known).setdefault(
                getattr(fact, "kind", "") or checked.query.name, Totals()
            )
            total.rows += 1
            total.quantity += getattr(fact, "quantity", None) or ZERO
            total.value += getattr(fact, "value", None) or getattr(fact, "amount", None) or ZERO
            if new:
                yield fact
        for totals, add in ((mapped, tally.add_mapped), (known, tally.add_known)):
            for kind, total in totals.items():
                tally.add_read(kind, total.quantity, total.value, total.rows)
                add(kind, total.quantity, total.value, total.rows)
    tally.notes += rows.notes


def _fetch(con: Any) -> Iterator[tuple[Any, ...]]:
    while batch := con.fetchmany(BATCH):
        yield from batch


class _Kept(dict[str, Any]):
    """What is made of a text that repeats from row to row: made once."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> Any:
        made = self[text] = self._make(text)
        return made


class _Commodities(_Kept):
    """Texts that queries return for items and activities, to commodities.

    A commodity's name is itself; a number is the ledger's commodity with that ``material:``, else one named after it.
    """

    def __init__(self, file: str, chart: Chart | None) -> None:
        super().__init__(self._commodity)
        self._file = file
        self._known = {**chart.activities, **chart.items} if chart is not None else {}
        self._texts: dict[str, str] = {}

    def _commodity(self, text: str) -> str:
        key = names.key(text)
        commodity = text if names.commodity(text) == text else self._known.get(key) or names.commodity(text)
        other = self._texts.setdefault(commodity, key)
        if other != key:
            raise ImportFault(
                self._file, 0, f'the items "{other}" and "{key}" would both become the commodity {commodity}; name one '
                "of them otherwise in the queries, or with material: on its commodity directive",
            )  # fmt: skip
        return commodity


@dataclass(slots=True)
class _Part:
    """Which fields of a fact (or of a leg) stand where in a row."""

    fields: list[tuple[str, int, _Kept | None, Any]] = field(
        default_factory=list
    )  # name, place, what is made, default
    details: list[tuple[str, int]] = field(default_factory=list)
    components: list[tuple[str, int]] = field(default_factory=list)
    terms: list[tuple[str, int, bool]] = field(default_factory=list)


class _Builder:
    """Makes facts of rows: knows which place of a row is which field."""

    def __init__(self, rows: Checked, file: str, items: _Commodities) -> None:
        self.fact: Any = rows.table.fact
        self.file = file
        self.select: list[str] = []
        self._numbers = _Kept(Decimal)
        self._texts = _Kept(str)
        self._items = items
        self._places: dict[str, int] = {}
        legs = [c for c in rows.columns if c.name.startswith(sql_columns.LEG)]
        self._head = self._part([c for c in rows.columns if c not in legs], rows.table.fact, "")
        self._leg = self._part(legs, Line, sql_columns.LEG) if legs else None

    def facts(self, rows: Iterator[tuple[Any, ...]]) -> Iterator[Any]:
        """Make a fact of each row, or of all rows of a document's legs."""
        if self._leg is None:
            for row in rows:
                yield self.fact(source=Source(self.file, row[0]), **self._values(self._head, row))
            return
        document, line = self._places["document"], self._places["line"]
        for _, group in groupby(rows, key=lambda row: (row[document], row[line])):
            legs = list(group)
            lines = tuple(Line(**self._values(self._leg, row)) for row in legs)
            yield self.fact(
                source=Source(self.file, legs[0][0]), lines=lines, **self._values(self._head, legs[0])
            )

    def _part(self, columns: Sequence[Column], fact: type, prefix: str) -> _Part:
        defaults = {f.name: f.default for f in fields(fact)}
        part = _Part()
        for column in columns:
            name = column.name.removeprefix(prefix)
            if name == sql_columns.ORDER:
                continue
            default = defaults.get(name, "")
            self.select.append(_select(column, default == ""))
            place = self._places[column.name] = len(self.select)
            key = name.replace("_", "-")
            if name.startswith(sql_columns.DETAIL):
                part.details.append((key.removeprefix("detail-"), place))
            elif name in sql_columns.COMPONENTS and fact is facts.StandardCost:
                part.components.append((key, place))
            elif name in sql_columns.ASSET_TERMS and fact is facts.Asset:
                part.terms.append((key, place, column.kind == "number"))
            else:
                part.fields.append(
                    (name, place, self._kept(name, column), None if default is MISSING else default)
                )
        return part

    def _kept(self, name: str, column: Column) -> _Kept | None:
        """Return what makes a column's values of its texts; None where they are taken as they are."""
        if column.kind == "number":
            return self._numbers
        if column.kind != "text":
            return None
        return self._items if name in ITEMS else self._texts if name in SHARED else None

    def _values(self, part: _Part, row: tuple[Any, ...]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, place, kept, default in part.fields:
            value = row[place]
            if value is None:
                value = default
            elif kept is not None and value != "":
                value = kept[value]
            values[name] = value
        if part.details:
            values["details"] = tuple((key, row[place]) for key, place in part.details if row[place])
        if part.components:
            found = ((key, row[place]) for key, place in part.components)
            values["components"] = tuple(
                (key, self._numbers[text]) for key, text in found if text is not None
            )
        if part.terms:
            terms = ((key, row[place], number) for key, place, number in part.terms)
            values["terms"] = tuple(
                (key, self._numbers[text] if number else text)
                for key, text, number in terms
                if text not in (None, "")
            )
        return values


def _select(column: Column, empty: bool) -> str:
    """Return the SQL that fetches a column: numbers as plain text, absent texts as empty ones."""
    name = '"' + column.name + '"'
    if column.kind == "number":
        text = f"{name}::VARCHAR"
        return f"CASE WHEN contains({text}, '.') THEN rtrim(rtrim({text}, '0'), '.') ELSE {text} END"
    return f"coalesce({name}, '')" if column.kind == "text" and empty else name
