"""What a profile's queries return, checked.

Every query is run and checked before the first fact is given out, so an import that fails writes nothing. Checked are:
the columns (known, complete, of a type that their kind allows), each value, the kinds of movements, that no two rows of
a query have the same document and line, that the legs of a document have one header, and that an invoice, payment or
entry adds up to zero. A fault names the query's line in the profile, how many rows have it, and the first of them.

Rows are sorted by date, time, document and line, legs by ``leg``; what is equal there by all other columns. So the same
data gives the same facts in the same order, whatever order a query returns.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from types import TracebackType

from beanplant_importers import facts
from beanplant_importers.systems import sql_columns
from beanplant_importers.systems.sql_columns import LEG, ORDER, Column, Table, fold
from beanplant_importers.systems.sql_files import identifier
from beanplant_importers.systems.sql_model import BadProfile, Profile, Query, Value, nearest
from beanplant_importers.systems.sql_sources import Tables
from beanplant_importers.systems.sql_toml import literal
from beanplant_importers.systems.sql_types import Reading, reading

FIRST = 3
"""Rows that an error shows."""

KEYS = ("document", "line", "order", "item", "product", "date")
"""Columns by which an error says which row it is about."""

GENERAL = frozenset({"standard_costs", "bills", "routings"})
"""Tables whose facts hold in every plant, unless they name one themselves."""

CHOICES = {
    ("movements", "kind"): tuple(facts.MOVEMENT_KINDS),
    ("invoices", "kind"): ("invoice", "credit-note"),
    ("orders", "kind"): ("production", "rework"),
}

CONSTANTS: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "number": (int, Decimal),
    "integer": (int,),
    "date": (datetime.date,),
    "yes/no": (bool,),
    "time": (str,),
}
"""Types in TOML of a constant of each kind."""

Found = list[tuple[Column, Reading]]


@dataclass(frozen=True, slots=True)
class Checked:
    """A query whose rows are checked: the temporary table that holds them, and its columns."""

    query: Query
    table: Table
    name: str
    columns: tuple[Column, ...]

    def has(self, column: str) -> bool:
        """Whether the query returned a column, or has it as a constant."""
        return any(c.name == column for c in self.columns)

    @property
    def legs(self) -> bool:
        """Whether rows are legs of documents."""
        return any(c.name.startswith(LEG) for c in self.columns)


class Rows:
    """The rows of every query of a profile, in the tables of one connection. Use it as a context manager.

    Raises `BadProfile` on entering, with every fault of the sources, queries and rows.
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.tables = Tables(profile)
        self.checked: list[Checked] = []
        self.notes = self.tables.notes

    def __enter__(self) -> Rows:
        self.tables.__enter__()
        self.con = self.tables.con
        try:
            for index, query in enumerate(self.profile.queries):
                if self.tables.stage(query, f"raw_{index}"):
                    self._check(query, index)
            if self.tables.errors:
                raise BadProfile(self.tables.errors)
        except BaseException:
            self.tables.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.tables.__exit__(kind, error, trace)

    def _fault(self, query: Query, message: str) -> None:
        self.tables.fault(query.line, f"{query.title}: {message}")

    def _check(self, query: Query, index: int) -> None:
        """Check the columns, values and rows of a staged query, and keep the rows typed and sorted."""
        before = len(self.tables.errors)
        table, raw = sql_columns.TABLES[query.table], f"raw_{index}"
        found = self._returned(query, table, raw)
        self._add_constants(query, table, found)
        self._add_defaults(query, table, found)
        self._check_complete(query, table, found, raw)
        if len(self.tables.errors) == before:
            self._check_values(query, raw, found)
        if len(self.tables.errors) > before:
            return
        checked = Checked(query, table, f"rows_{index}", tuple(column for column, _ in found))
        typed = ", ".join(f"{read.sql} AS {identifier(column.name)}" for column, read in found)
        order = _order(checked)
        self.con.execute(f"CREATE TEMP TABLE {checked.name} AS SELECT {typed} FROM {raw} ORDER BY {order}")
        self.con.execute(f"DROP TABLE {raw}")
        self._check_rows(checked)
        if len(self.tables.errors) == before:
            self.checked.append(checked)

    def _returned(self, query: Query, table: Table, raw: str) -> Found:
        """Match the columns that a query returned with those of its table."""
        found: Found = []
        decimals = dict(query.decimals)
        for name, kind, *_ in self.con.execute(f"DESCRIBE {raw}").fetchall():
            column = table.find(name)
            if column is None:
                self._fault(query, f'unknown column "{name}"{nearest(fold(name), table.names)}')
            elif any(c.name == column.name for c, _ in found):
                self._fault(query, f'two columns are named "{column.name}"')
            else:
                read, fault = reading(name, str(kind), column, decimals.get(column.name), self.con, raw)
                if read is None:
                    self._fault(query, f'column "{name}" {fault}')
                found.append((column, read or Reading("NULL", "")))
        return found

    def _add_constants(self, query: Query, table: Table, found: Found) -> None:
        """Add the columns that a query has as constants in the profile."""
        for name, value in query.constants:
            column = table.find(name)
            assert column is not None
            if any(c.name == name for c, _ in found):
                self._fault(query, f'"{name}" is a column of the query and a constant; keep one')
            elif not _fits(value, column):
                self._fault(query, f'constant "{name}" is {value!r}, expected a {column.kind}')
            else:
                cast = {"date": "::DATE", "time": "::TIME"}.get(column.kind, "")
                found.append((column, Reading(literal(value) + cast, "")))

    def _add_defaults(self, query: Query, table: Table, found: Found) -> None:
        """Add what the profile says for all queries: plant and currency; a document's only line is ``1``."""
        names = {column.name for column, _ in found}
        for name, value in (
            ("plant", self.profile.plant),
            ("currency", self.profile.currency),
            ("line", "1"),
        ):
            column = table.find(name)
            if column is None or name in names or (name == "plant" and table.name in GENERAL):
                continue
            if value:
                found.append((column, Reading(literal(value), "")))
            elif name == "plant":
                self._fault(query, f'needs a column "{name}", or {name} = "..." at the top of the profile')

    def _check_complete(self, query: Query, table: Table, found: Found, raw: str) -> None:
        """Report required columns that are not there."""
        names = {column.name for column, _ in found}
        legs = any(name.startswith(LEG) for name in names)
        for column in (*table.columns, *(table.legs if legs else ())):
            if column.required and column.name not in names:
                given = ", ".join(fold(name) for name, *_ in self.con.execute(f"DESCRIBE {raw}").fetchall())
                self._fault(query, f'needs a column "{column.name}" ({column.kind}); it returns {given}')

    def _check_values(self, query: Query, raw: str, found: Found) -> None:
        """Report the values that their column's kind cannot be read from, and those that are missing."""
        tests: list[tuple[Column, Reading, str, str]] = []
        for column, read in found:
            if read.raw:
                tests.append((column, read, f"{read.sql} IS NULL AND {read.raw} IS NOT NULL", read.expected))
                if column.required:
                    tests.append((column, read, f"{read.raw} IS NULL", ""))
        tests += [(column, read, read.inexact, "exact") for column, read in found if read.inexact]
        if not tests:
            return
        filters = ", ".join(f"count(*) FILTER ({test})" for *_, test, _ in tests)
        # A result is fetched to its end: DuckDB takes no table from a database while one is open.
        (counts,) = self.con.execute(f"SELECT {filters} FROM {raw}").fetchall()
        for (column, read, test, expected), count in zip(tests, counts, strict=True):
            if not count:
                continue
            places = self._places(raw, found, read, test)
            if expected == "exact":
                digits = dict(query.decimals)[column.name]
                self.notes.append(
                    f'{query.title}: "{column.name}" is further than 1e-9 from the {digits} '
                    f"decimals that it is rounded to in {_rows(count)}: {places}."
                )
            elif expected:
                self._fault(
                    query, f'column "{column.name}": found {places}, expected a {expected}; {_rows(count)}'
                )
            else:
                self._fault(query, f'column "{column.name}" is empty in {_rows(count)}: {places}')

    def _places(self, raw: str, found: Found, read: Reading, test: str) -> str:
        """Return the first rows that a test finds, by what names them."""
        keys = [(c.name, r.raw) for c, r in found if r.raw and r is not read and c.name in KEYS]
        columns = [f"CAST({sql} AS VARCHAR)" for sql in (read.raw, *(sql for _, sql in keys))]
        rows = self.con.execute(
            f"SELECT {', '.join(columns)} FROM {raw} WHERE {test} ORDER BY ALL LIMIT {FIRST}"
        )
        shown = []
        for value, *names in rows.fetchall():
            about = ", ".join(f"{name} {text}" for (name, _), text in zip(keys, names, strict=True) if text)
            shown.append(
                " ".join(
                    part
                    for part in ("" if value is None else repr(value), f"({about})" * bool(about))
                    if part
                )
            )
        return "; ".join(shown)

    def _check_rows(self, rows: Checked) -> None:
        """Report unknown kinds, documents that repeat, headers that differ and legs that do not add up to zero."""
        for (table, name), known in CHOICES.items():
            if table == rows.query.table and rows.has(name):
                values = self.con.execute(f'SELECT DISTINCT "{name}" FROM {rows.name} ORDER BY 1').fetchall()
                for (value,) in values:
                    if value is not None and value not in known:
                        self._fault(rows.query, f'unknown {name} "{value}"{nearest(str(value), known)}')
        if rows.has("plant"):
            self._check_plant(rows)
        if not rows.table.keyed:
            return
        if not rows.legs:
            self._report(rows, "count(*)", "> 1", "several rows have the same document and line")
            return
        header = [identifier(c.name) for c in rows.columns if not c.name.startswith(LEG) and c.name != ORDER]
        different = f"count(DISTINCT row({', '.join(header)}))"
        self._report(rows, different, "> 1", "legs of one document differ in other columns")
        amount = "any_value(amount)" if rows.has("amount") else "0"
        self._report(rows, f"{amount} + sum(leg_amount)", "<> 0", "legs and amount do not add up to zero")

    def _check_plant(self, rows: Checked) -> None:
        """Report rows of another plant: places are accounts of one plant."""
        own = self.profile.plant
        where = f'"plant" <> {literal(own)}' + (" AND \"plant\" <> ''" if rows.table.name in GENERAL else "")
        found = self.con.execute(
            f'SELECT "plant", count(*) FROM {rows.name} WHERE {where} GROUP BY ALL ORDER BY 1'
        )
        for plant, count in found.fetchall():
            self._fault(
                rows.query, f'found plant "{plant}" in {_rows(count)}, expected "{own}" only: leave them out in the '
                "query, and make a profile of their own for them",
            )  # fmt: skip

    def _report(self, rows: Checked, measure: str, wrong: str, what: str) -> None:
        """Report the documents whose measure is wrong."""
        found = (
            f"SELECT document, line, {measure} AS m FROM {rows.name} GROUP BY document, line HAVING m {wrong}"
        )
        ((total,),) = self.con.execute(f"SELECT count(*) FROM ({found})").fetchall()
        if total:
            first = self.con.execute(f"{found} ORDER BY document, line LIMIT {FIRST}").fetchall()
            shown = "; ".join(f"{document}/{line} ({number})" for document, line, number in first)
            self._fault(rows.query, f"{what} in {total} document{'s' * (total > 1)}: {shown}")


def _rows(count: int) -> str:
    """Write a number of rows."""
    return f"{count} row{'s' * (count > 1)}"


def _fits(value: Value, column: Column) -> bool:
    """Say whether a constant of the profile is of a column's kind."""
    return isinstance(value, CONSTANTS[column.kind]) and (
        not isinstance(value, bool) or column.kind == "yes/no"
    )


def _order(rows: Checked) -> str:
    """Return by what rows are sorted: as the module says, and in the end by every column."""
    keys = [name for name in ("date", "time", "document", "line", ORDER) if rows.has(name)]
    order = [
        f"try_cast({name} AS BIGINT) NULLS LAST, {name}"
        if name == "line"
        else f"{identifier(name)} NULLS LAST"
        for name in keys
    ]
    return ", ".join([*order, *(identifier(c.name) for c in rows.columns if c.name not in keys)])
