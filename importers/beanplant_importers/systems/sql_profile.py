"""The profile of a `sql` import: a TOML file that says where the data is and which queries return the facts.

::

    system = "sql"
    name = "stockroom"                      # the importer's name, and the name of its batches
    plant = "P100"                          # of every fact: a plant has a profile of its own
    currency = "USD"                        # of every fact without a `currency` column
    sum_orders = true                       # a journal by day or month has no orders, only the sums of their closes

    [parameters]                            # $name in a query, a folder, a file or a URL
    since = 2026-01-01                      # a date, a text or a number; `--set since=2026-03-01` overrides

    [sources.sheets]                        # files: CSV (.gz), TSV, Parquet, sheets; read by DuckDB
    folder = "exports"                      # relative to the profile
    csv = { delimiter = ";", encoding = "latin-1" }
    [sources.sheets.tables]                 # default: every file of the folder, by its name without ending
    moves = "moves.csv"
    counts = "counts.xlsx#March"            # a sheet by its name; default: the first

    [sources.stock]                         # a database: any with an ADBC driver
    url = "sqlite:stock.db"                 # or postgresql://host/erp (the password: in ~/.pgpass), ...
    [sources.stock.tables]                  # queries whose results the other queries may join as tables
    bins = "SELECT * FROM bin"

    [[views]]                               # a query by a name, for the queries below it (in DuckDB)
    name = "goods"
    sql = "SELECT ..."

    [[movements]]                           # each of these returns facts, a row each; any number of them
    name = "issues"
    source = "stock"                        # runs in that database; default: in DuckDB, over files, tables and views
    kind = "issue"                          # any column may be a constant
    decimals = { quantity = 3 }             # a column of floats is rounded to so many; else floats are refused
    sql = "SELECT ..."

The tables of facts are ``movements``, ``activities``, ``counts``, ``invoices``, ``payments``, ``entries``, ``assets``,
``orders``, ``items``, ``standard_costs``, ``bills`` and ``routings``; docs/importing-sql.md has the columns of each.
``[accounts]`` names accounts by place, where they are not the plant's defaults.

A fault in a profile is reported with its file, line and key, and the nearest known name; reading goes on, so that all
faults come at once. A query is one SELECT; a profile cannot write, and reads no file outside the folders of its
sources.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from beanplant_importers.systems import sql_columns, sql_toml
from beanplant_importers.systems.sql_model import Profile, ProfileError, Query, SourceOf, Value, View, nearest

SYSTEM = "sql"
TOP_KEYS = ("system", "name", "plant", "currency", "sum_orders", "parameters", "sources", "views", "accounts")
SOURCE_KEYS = ("folder", "url", "tables", "csv")
CSV_KEYS = ("delimiter", "quote", "encoding")
QUERY_KEYS = ("name", "source", "sql", "decimals")


class _Reader:
    """Reads one profile; faults are collected in ``errors``."""

    def __init__(self, file: Path, text: str, overrides: Mapping[str, str]) -> None:
        self.file = file
        self.lines = sql_toml.lines_of(text)
        self.overrides = overrides
        self.errors: list[ProfileError] = []
        self.parameters: dict[str, Value] = {}

    def fault(self, where: str, message: str) -> None:
        """Report a fault at the line of a key, or of the nearest header above it."""
        while where and where not in self.lines:
            where = f"{where}.0" if f"{where}.0" in self.lines else where.rpartition(".")[0]
        self.errors.append(ProfileError(str(self.file), self.lines.get(where, 1), message))

    def text(self, table: Mapping[str, Any], where: str, key: str, default: str | None = None) -> str:
        """Read a text; without a default it must be there."""
        value = table.get(key, default)
        if value is None:
            self.fault(where, f'{where or "the profile"} needs "{key}"')
            return ""
        if not isinstance(value, str):
            self.fault(f"{where}.{key}" if where else key, f'"{key}" is {value!r}, expected a text')
            return ""
        return value

    def unknown(self, table: Mapping[str, Any], where: str, known: Iterable[str]) -> None:
        """Report each key that is not known."""
        names = list(known)
        for key in table:
            if key not in names:
                self.fault(f"{where}.{key}" if where else key, f'unknown key "{key}"{nearest(key, names)}')

    def tables_of(self, table: Mapping[str, Any], where: str, key: str) -> Mapping[str, Any]:
        """Read a sub-table; empty if it is absent or not a table."""
        value = table.get(key, {})
        if not isinstance(value, dict):
            self.fault(f"{where}.{key}" if where else key, f'"{key}" is {value!r}, expected a table')
            return {}
        return value

    def read_parameters(self, top: Mapping[str, Any]) -> None:
        """Read the parameters, and the overrides by the type of what they override."""
        for name, value in self.tables_of(top, "", "parameters").items():
            if isinstance(value, datetime.datetime | datetime.time) or not isinstance(value, Value):
                self.fault(
                    f"parameters.{name}", f'parameter "{name}" is {value!r}, expected a text, number or date'
                )
                continue
            self.parameters[name] = value
        for name, text in self.overrides.items():
            old = self.parameters.get(name)
            if old is None:
                self.fault("parameters", f'no parameter "{name}" to set{nearest(name, self.parameters)}')
                continue
            try:
                self.parameters[name] = sql_toml.like(old, text)
            except (ValueError, ArithmeticError):
                kind = "date (2026-03-31)" if isinstance(old, datetime.date) else "number"
                self.fault(f"parameters.{name}", f'parameter "{name}" is set to {text!r}, expected a {kind}')

    def unknown_parameter(self, where: str) -> Callable[[str], None]:
        """Return what reports a parameter that there is not, at a place."""
        return lambda name: self.fault(where, f'unknown parameter "${name}"{nearest(name, self.parameters)}')

    def path(self, text: str, where: str) -> str:
        """Fill parameters into a path or URL."""
        return sql_toml.fill(text, self.parameters, self.unknown_parameter(where))

    def query(self, table: Mapping[str, Any], where: str) -> str:
        """Read the ``sql`` of a table and fill parameters into it."""
        return sql_toml.fill_sql(
            self.text(table, where, "sql"), self.parameters, self.unknown_parameter(f"{where}.sql")
        )

    def line_of(self, where: str) -> int:
        """Return the line on which a query's text begins."""
        return self.lines.get(f"{where}.sql#text", self.lines.get(f"{where}.sql", self.lines.get(where, 1)))

    def read_sources(self, top: Mapping[str, Any]) -> list[SourceOf]:
        """Read ``[sources.NAME]``."""
        found: list[SourceOf] = []
        for name, table in self.tables_of(top, "", "sources").items():
            where = f"sources.{name}"
            if not isinstance(table, dict):
                self.fault(where, f'source "{name}" is {table!r}, expected a table [sources.{name}]')
                continue
            self.unknown(table, where, SOURCE_KEYS)
            if ("folder" in table) == ("url" in table):
                self.fault(where, f'source "{name}" needs either "folder" (files) or "url" (a database)')
                continue
            csv = self.tables_of(table, where, "csv")
            self.unknown(csv, f"{where}.csv", CSV_KEYS)
            tables: list[tuple[str, str]] = []
            for key, value in self.tables_of(table, where, "tables").items():
                if not isinstance(value, str):
                    self.fault(f"{where}.tables.{key}", f'table "{key}" is {value!r}, expected a text')
                    continue
                at = f"{where}.tables.{key}"
                fill = sql_toml.fill_sql if "url" in table else sql_toml.fill
                tables.append((key, fill(value, self.parameters, self.unknown_parameter(at))))
            folder: Path | None = None
            if "folder" in table:
                folder = self.file.parent / self.path(self.text(table, where, "folder"), f"{where}.folder")
                if not folder.is_dir():
                    self.fault(f"{where}.folder", f'source "{name}": there is no folder {folder}')
                folder = folder.resolve()
            found.append(
                SourceOf(
                    name=name,
                    line=self.lines.get(where, 1),
                    folder=folder,
                    url=self.path(self.text(table, where, "url", ""), f"{where}.url"),
                    tables=tuple(tables),
                    delimiter=self.text(csv, f"{where}.csv", "delimiter", ","),
                    quote=self.text(csv, f"{where}.csv", "quote", '"'),
                    encoding=self.text(csv, f"{where}.csv", "encoding", "utf-8"),
                )
            )
        return found

    def read_list(self, top: Mapping[str, Any], key: str) -> list[tuple[str, dict[str, Any]]]:
        """Read ``[[key]]``: the path of each table in the file, and the table."""
        value = top.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.fault(key, f"write [[{key}]] in double brackets: each is one query")
            return []
        return [(f"{key}.{i}", table) for i, table in enumerate(value)]

    def read_constants(
        self, columns: sql_columns.Table, where: str, table: Mapping[str, Any]
    ) -> list[tuple[str, Value]]:
        """Read the columns that a query has as constants."""
        constants: list[tuple[str, Value]] = []
        known = [*QUERY_KEYS, *columns.names]
        for key, value in table.items():
            if key in QUERY_KEYS:
                continue
            at = f"{where}.{key}"
            if columns.find(key) is None:
                self.fault(at, f'unknown key "{key}" of [[{columns.name}]]{nearest(key, known)}')
            elif isinstance(value, datetime.datetime | datetime.time) or not isinstance(value, Value):
                self.fault(at, f'constant "{key}" is {value!r}, expected a text, number or date')
            else:
                constants.append((sql_columns.fold(key), value))
        return constants

    def read_decimals(
        self, columns: sql_columns.Table, where: str, table: Mapping[str, Any]
    ) -> list[tuple[str, int]]:
        """Read to how many decimals columns of floats are rounded."""
        decimals: list[tuple[str, int]] = []
        at = f"{where}.decimals"
        for key, value in self.tables_of(table, where, "decimals").items():
            column = columns.find(key)
            if column is None or column.kind != "number":
                numbers = [c.name for c in columns.columns if c.kind == "number"]
                self.fault(
                    at,
                    f'decimals of "{key}", which is no number of [[{columns.name}]]{nearest(key, numbers)}',
                )
            elif isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 9:
                self.fault(at, f'decimals of "{key}" are {value!r}, expected 0 to 9')
            else:
                decimals.append((sql_columns.fold(key), value))
        return decimals

    def read_query(
        self, name: str, index: int, where: str, table: Mapping[str, Any], sources: list[str]
    ) -> Query:
        """Read one ``[[movements]]``: its query, its constants and decimals."""
        columns = sql_columns.TABLES[name]
        source = self.text(table, where, "source", "")
        if source and source not in sources:
            self.fault(f"{where}.source", f'unknown source "{source}"{nearest(source, sources)}')
        return Query(
            table=name,
            name=self.text(table, where, "name", f"{name} {index + 1}"),
            sql=self.query(table, where),
            line=self.line_of(where),
            source=source,
            constants=tuple(self.read_constants(columns, where, table)),
            decimals=tuple(self.read_decimals(columns, where, table)),
        )


def read(
    path: str | Path, parameters: Mapping[str, str] | None = None
) -> tuple[Profile | None, list[ProfileError]]:
    """Read a profile. ``parameters`` override those of the file, as texts (``{"since": "2026-03-01"}``).

    Returns the profile, or None where it has faults, and the faults.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8")
        top = tomllib.loads(text, parse_float=Decimal)
    except OSError as error:
        return None, [ProfileError(str(file), 1, f"cannot be read: {error.strerror}")]
    except UnicodeDecodeError as error:
        return None, [ProfileError(str(file), 1, f"is not UTF-8: {error.reason} at byte {error.start}")]
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at line (\d+)", str(error))
        return None, [ProfileError(str(file), int(at[1]) if at else 1, f"is not TOML: {error}")]
    reader = _Reader(file, text, parameters or {})
    reader.unknown(top, "", [*TOP_KEYS, *sql_columns.TABLES])
    if top.get("system") != SYSTEM:
        reader.fault("system", f'expected system = "sql", found {top.get("system")!r}')
    reader.read_parameters(top)
    sources = reader.read_sources(top)
    names = [s.name for s in sources]
    views = [
        View(reader.text(table, where, "name"), reader.query(table, where), reader.line_of(where))
        for where, table in reader.read_list(top, "views")
    ]
    for where, table in reader.read_list(top, "views"):
        reader.unknown(table, where, ("name", "sql"))
    queries = [
        reader.read_query(table_name, index, where, table, names)
        for table_name in sql_columns.TABLES
        for index, (where, table) in enumerate(reader.read_list(top, table_name))
    ]
    if not queries and not reader.errors:
        reader.fault("", f"has no query; write one of {', '.join(f'[[{n}]]' for n in sql_columns.TABLES)}")
    accounts = reader.tables_of(top, "", "accounts")
    sum_orders = top.get("sum_orders", False)
    if not isinstance(sum_orders, bool):
        reader.fault("sum_orders", f'"sum_orders" is {sum_orders!r}, expected true or false')
    profile = Profile(
        file=file.resolve(),
        name=reader.text(top, "", "name", file.stem),
        plant=reader.text(top, "", "plant"),
        currency=reader.text(top, "", "currency", ""),
        sources=tuple(sources),
        views=tuple(views),
        queries=tuple(queries),
        sum_orders=bool(sum_orders),
        accounts=tuple((place, reader.text(accounts, "accounts", place)) for place in accounts),
        parameters=tuple(reader.parameters.items()),
        lines=reader.lines,
    )
    return (None if reader.errors else profile), reader.errors
