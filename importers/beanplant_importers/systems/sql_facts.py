"""Facts from the checked rows of a profile's queries.

Facts come in the order of the tables (master data first), then of the queries, then by date, time, document and line.
An item is a commodity's name, or a number that the ledger knows a commodity by (``material:``), or a commodity is named
after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, fields
from decimal import Decimal
from functools import partial
from itertools import groupby
from operator import itemgetter
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

Columns = list[tuple[Any, ...]]
"""The values of a batch of rows, by column."""

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


class _Kept(dict[Any, Any]):
    """What is made of a value that repeats from row to row: made once. An absent value is the default."""

    def __init__(self, make: Callable[[str], Any], default: Any) -> None:
        super().__init__({None: default, "": default})
        self._make = make

    def __missing__(self, text: str) -> Any:
        made = self[text] = self._make(text)
        return made


class _Commodities:
    """Texts that queries return for items and activities, to commodities.

    A commodity's name is itself; a number is the ledger's commodity with that ``material:``, else one named after it.
    """

    def __init__(self, file: str, chart: Chart | None) -> None:
        self._file = file
        self._known = {**chart.activities, **chart.items} if chart is not None else {}
        self._texts: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """Return the commodity. Raises `ImportFault` where two texts would become one."""
        key = names.key(text)
        commodity = text if names.commodity(text) == text else self._known.get(key) or names.commodity(text)
        other = self._texts.setdefault(commodity, key)
        if other != key:
            raise ImportFault(
                self._file, 0, f'the items "{other}" and "{key}" would both become the commodity {commodity}; name one '
                "of them otherwise in the queries, or with material: on its commodity directive",
            )  # fmt: skip
        return commodity


class _Part:
    """The fields of a fact, or of a leg, and how each is made of the columns of a batch of rows."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.makers: list[Callable[[Columns], Iterable[Any]]] = []

    def add(self, name: str, make: Callable[[Columns], Iterable[Any]]) -> None:
        """Add a field."""
        self.names.append(name)
        self.makers.append(make)

    def values(self, columns: Columns) -> Iterator[dict[str, Any]]:
        """Yield the fields of each row."""
        names = self.names
        for row in zip(*[make(columns) for make in self.makers], strict=True):
            yield dict(zip(names, row, strict=True))


class _Builder:
    """Makes facts of rows, a batch at a time: knows which place of a row is which field."""

    def __init__(self, rows: Checked, file: str, items: _Commodities) -> None:
        self.fact: Any = rows.table.fact
        self.file = file
        self.select: list[str] = []
        self._items = items
        self._places: dict[str, int] = {}
        legs = [c for c in rows.columns if c.name.startswith(sql_columns.LEG)]
        self._head = self._part([c for c in rows.columns if c not in legs], rows.table.fact, "")
        self._leg = self._part(legs, Line, sql_columns.LEG) if legs else None

    def facts(self, batches: Iterable[list[tuple[Any, ...]]]) -> Iterator[Any]:
        """Make a fact of each row, or of all rows of a document's legs."""
        if self._leg is None:
            for batch in batches:
                columns = list(zip(*batch, strict=True))
                for row, values in zip(columns[0], self._head.values(columns), strict=True):
                    yield self.fact(source=Source(self.file, row), **values)
            return
        for _, group in groupby(self._rows(batches, self._leg), key=itemgetter(0)):
            legs = list(group)
            _, row, values, _ = legs[0]
            yield self.fact(source=Source(self.file, row), lines=tuple(leg[3] for leg in legs), **values)

    def _rows(
        self, batches: Iterable[list[tuple[Any, ...]]], leg: _Part
    ) -> Iterator[tuple[Any, int, Any, Line]]:
        """Yield of each row its document and line, its number, the fields of its header and its leg."""
        document, line = self._places["document"], self._places["line"]
        for batch in batches:
            columns = list(zip(*batch, strict=True))
            keys = zip(columns[document], columns[line], strict=True)
            legs = (Line(**values) for values in leg.values(columns))
            yield from zip(keys, columns[0], self._head.values(columns), legs, strict=True)

    def _part(self, columns: Sequence[Column], fact: type, prefix: str) -> _Part:
        defaults = {f.name: f.default for f in fields(fact)}
        part = _Part()
        groups: dict[str, list[tuple[str, int, bool]]] = {}
        for column in columns:
            name = column.name.removeprefix(prefix)
            if name == sql_columns.ORDER:
                continue
            default = defaults.get(name, "")
            self.select.append(_select(column))
            place = self._places[column.name] = len(self.select)
            key = name.replace("_", "-")
            if name.startswith(sql_columns.DETAIL):
                groups.setdefault("details", []).append((key.removeprefix("detail-"), place, False))
            elif name in sql_columns.COMPONENTS and fact is facts.StandardCost:
                groups.setdefault("components", []).append((key, place, True))
            elif name in sql_columns.ASSET_TERMS and fact is facts.Asset:
                groups.setdefault("terms", []).append((key, place, column.kind == "number"))
            else:
                part.add(name, self._maker(name, column, place, None if default is MISSING else default))
        for name, members in groups.items():
            part.add(name, partial(_pairs, members))
        return part

    def _maker(
        self, name: str, column: Column, place: int, default: Any
    ) -> Callable[[Columns], Iterable[Any]]:
        """Return what makes a field of a column."""
        make: Callable[[str], Any] | None = None
        if column.kind == "number":
            make = Decimal
        elif column.kind == "text":
            make = self._items if name in ITEMS else str if name in SHARED else None
        if make is not None:
            kept = _Kept(make, default)
            return lambda columns: map(kept.__getitem__, columns[place])
        if default is None:
            return lambda columns: columns[place]
        return lambda columns: [default if value is None else value for value in columns[place]]


def _pairs(members: list[tuple[str, int, bool]], columns: Columns) -> Iterator[tuple[tuple[str, Any], ...]]:
    """Yield of each row the names and values of several columns, those that have one."""
    names = [(name, number) for name, _, number in members]
    for row in zip(*[columns[place] for _, place, _ in members], strict=True):
        yield tuple(
            (name, Decimal(text) if number else text)
            for (name, number), text in zip(names, row, strict=True)
            if text not in (None, "")
        )


def _fetch(con: Any) -> Iterator[list[tuple[Any, ...]]]:
    while batch := con.fetchmany(BATCH):
        yield batch


def _select(column: Column) -> str:
    """Return the SQL that fetches a column: numbers as plain text."""
    name = '"' + column.name + '"'
    if column.kind != "number":
        return name
    text = f"{name}::VARCHAR"
    return f"CASE WHEN contains({text}, '.') THEN rtrim(rtrim({text}, '0'), '.') ELSE {text} END"
