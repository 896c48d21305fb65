"""The tables that the queries of a profile read: files and databases, in one DuckDB connection.

Files become views and sheets tables (`sql_files` says how they are read).

A database is asked through its ADBC driver, in a read-only session. What a query returns there is taken over as it is.

========================  ==========================  =======================================================
URL                       package                     remark
========================  ==========================  =======================================================
``sqlite:stock.db``       adbc-driver-sqlite          relative to the profile; must exist; opened read-only
``postgresql://h/db``     adbc-driver-postgresql      a password stands in ``~/.pgpass`` or ``PGPASSWORD``
``duckdb:plant.duckdb``   (DuckDB itself)             relative to the profile; must exist; opened read-only
``snowflake://...``       adbc-driver-snowflake       as that driver documents it
``grpc://...``            adbc-driver-flightsql       Flight SQL: Dremio, Spark ...
========================  ==========================  =======================================================

After the tables are in place the connection is locked: no other folder, no network, no extension, no setting.
"""

from __future__ import annotations

import importlib
import re
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from beanplant_importers.systems.sql_files import (
    ENDINGS,
    SHEET_ENDINGS,
    csv_reader,
    identifier,
    quote,
    read_sheet,
)
from beanplant_importers.systems.sql_model import BadProfile, Profile, ProfileError, Query, SourceOf, nearest

DRIVERS = {
    "sqlite": "adbc_driver_sqlite",
    "postgresql": "adbc_driver_postgresql",
    "postgres": "adbc_driver_postgresql",
    "snowflake": "adbc_driver_snowflake",
    "grpc": "adbc_driver_flightsql",
    "grpc+tls": "adbc_driver_flightsql",
    "bigquery": "adbc_driver_bigquery",
}
"""The module of a URL's driver, by the scheme of the URL."""


class Tables:
    """A DuckDB connection in which the profile's sources are tables. Use it as a context manager.

    Raises `BadProfile` on entering, with every source that cannot be read.
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.errors: list[ProfileError] = []
        self.notes: list[str] = []
        self._stack = ExitStack()
        self._databases: dict[str, Any] = {}
        self._names: dict[str, str] = {}

    def __enter__(self) -> Tables:
        import duckdb

        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
        }
        self.con = duckdb.connect(config=config)
        self._stack.callback(self.con.close)
        spill = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="beanplant-"))
        self.con.execute(f"SET temp_directory = {quote(spill)}")
        try:
            text = "\n".join([*(v.sql for v in self.profile.views), *(q.sql for q in self.profile.queries)])
            for source in self.profile.sources:
                if source.folder is not None:
                    self._add_files(source, text)
                else:
                    self._add_database(source)
            self._lock()
            for view in self.profile.views:
                self._define(
                    f"CREATE TEMP VIEW {identifier(view.name)} AS",
                    view.sql,
                    view.line,
                    f'[[views]] "{view.name}"',
                )
            if self.errors:
                raise BadProfile(self.errors)
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def fault(self, line: int, message: str) -> None:
        """Report a fault at a line of the profile."""
        self.errors.append(self.profile.error(line, message))

    def stage(self, query: Query, name: str) -> bool:
        """Run a query and keep its rows in a temporary table. False if it failed."""
        create = f"CREATE TEMP TABLE {identifier(name)} AS"
        if not query.source or any(
            s.name == query.source and s.folder is not None for s in self.profile.sources
        ):
            return self._define(create, query.sql, query.line, query.title)
        return self._fetch(create, query.sql, query.source, query.line, query.title)

    def _define(self, create: str, sql: str, line: int, title: str) -> bool:
        """Run ``create sql`` in DuckDB; an error of it is reported at its line in the profile."""
        import duckdb

        try:
            statements = self.con.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                self.fault(
                    line,
                    f"{title}: expected one SELECT, found {len(statements) or 'no'} statements or another",
                )
                return False
            body = sql.rstrip().rstrip(";")
            self.con.execute(f"{create}\n{body}")
        except duckdb.ParserException as error:
            self.fault(*self._located(error, line, title, 0))
            return False
        except duckdb.Error as error:
            self.fault(*self._located(error, line, title, 1))
            return False
        return True

    def _located(self, error: Exception, line: int, title: str, offset: int) -> tuple[int, str]:
        """Return the line of the profile that an error of DuckDB is about, and its message on one line."""
        text = str(error)
        at = re.search(r"^LINE (\d+):", text, re.MULTILINE)
        message = " ".join(text.split("\n\nLINE ")[0].split("\n  file =")[0].split())
        if "not in FROM clause" in text or "does not exist" in text:
            missing = re.search(r"Table with name (\S+) does not exist", text)
            if missing:
                message = f"there is no table {missing[1]}{nearest(missing[1], self._names)}"
        return line + (int(at[1]) - 1 - offset if at else 0), f"{title}: {message}"

    # Files ------------------------------------------------------------------------------------------------------

    def _add_files(self, source: SourceOf, text: str) -> None:
        """Make a view or table of each file of a source that a query mentions."""
        assert source.folder is not None
        named = dict(source.tables)
        if not named:
            for path in sorted(source.folder.iterdir()):
                ending = next((e for e in ENDINGS if path.name.lower().endswith(e)), None)
                if ending:
                    named.setdefault(path.name[: -len(ending)], path.name)
        for table, place in named.items():
            line = self.profile.lines.get(f"sources.{source.name}.tables.{table}", source.line)
            if not self._claim(table, source, line) or not re.search(
                rf"\b{re.escape(table)}\b", text, re.IGNORECASE
            ):
                continue
            file, _, sheet = place.partition("#")
            path = source.folder / file
            if not path.is_file():
                there = (
                    [p.name for p in source.folder.iterdir() if p.is_file()] if source.folder.is_dir() else []
                )
                self.fault(line, f'table "{table}": there is no file {path}{nearest(file, there)}')
                continue
            try:
                if path.name.lower().endswith(".parquet"):
                    self.con.execute(
                        f"CREATE TEMP VIEW {identifier(table)} AS FROM read_parquet({quote(str(path))})"
                    )
                elif path.name.lower().endswith(SHEET_ENDINGS):
                    rows, notes = read_sheet(path, sheet)
                    self.notes += notes
                    self.con.register("sheet_", rows)
                    self.con.execute(f"CREATE TEMP TABLE {identifier(table)} AS FROM sheet_")
                    self.con.unregister("sheet_")
                else:
                    self.con.execute(
                        f"CREATE TEMP VIEW {identifier(table)} AS FROM {csv_reader(path, source)}"
                    )
            except UnicodeError:
                known = 'csv = { encoding = "latin-1" }'
                self.fault(
                    line, f'table "{table}": {path.name} is not {source.encoding}; say what it is: {known}'
                )
            except (OSError, ValueError, EOFError) as error:
                self.fault(line, f'table "{table}": {path.name}: {error}')
            except Exception as error:  # of DuckDB or calamine, whose classes are theirs
                self.fault(*self._located(error, line, f'table "{table}": {path.name}', 0))

    def _claim(self, table: str, source: SourceOf, line: int) -> bool:
        """Take a table's name for a source; a name that two sources want is a fault."""
        if table.casefold() in self._names:
            self.fault(
                line,
                f'table "{table}" is in the sources "{self._names[table.casefold()]}" and "{source.name}"',
            )
            return False
        self._names[table.casefold()] = source.name
        return True

    # Databases --------------------------------------------------------------------------------------------------

    def _add_database(self, source: SourceOf) -> None:
        """Connect to a database and take over its named tables."""
        scheme, _, rest = source.url.partition(":")
        line = self.profile.lines.get(f"sources.{source.name}.url", source.line)
        if scheme == "duckdb":
            path = self._database_file(source, rest, line)
            if path is not None:
                self.con.execute(f"ATTACH {quote(str(path))} AS {identifier(source.name)} (READ_ONLY)")
                self._databases[source.name] = None
        elif scheme not in DRIVERS:
            self.fault(
                line,
                f'source "{source.name}": no driver for "{scheme}:"{nearest(scheme, [*DRIVERS, "duckdb"])}',
            )
        else:
            connection = self._connect(source, scheme, rest, line)
            if connection is not None:
                self._stack.callback(connection.close)
                self._databases[source.name] = connection
        if source.name not in self._databases:
            return
        for table, sql in source.tables:
            at = self.profile.lines.get(f"sources.{source.name}.tables.{table}", source.line)
            if self._claim(table, source, at):
                create = f"CREATE TEMP TABLE {identifier(table)} AS"
                self._fetch(create, sql, source.name, at, f'table "{table}"')

    def _database_file(self, source: SourceOf, rest: str, line: int) -> Path | None:
        """Return the file of an embedded database, which must exist: opening it must not create it."""
        path = (self.profile.file.parent / re.sub(r"^//(?=/|[^/])", "", rest)).resolve()
        if path.is_file():
            return path
        self.fault(line, f'source "{source.name}": there is no database {path}')
        return None

    def _connect(self, source: SourceOf, scheme: str, rest: str, line: int) -> Any:
        """Open a read-only session through the ADBC driver of a URL."""
        module = DRIVERS[scheme]
        try:
            dbapi = importlib.import_module(f"{module}.dbapi")
        except ImportError:
            package = module.replace("_", "-")
            self.fault(
                line, f'source "{source.name}": the driver is not installed; run: pip install {package}'
            )
            return None
        url = source.url
        if scheme == "sqlite":
            path = self._database_file(source, rest, line)
            if path is None:
                return None
            url = f"file:{path}?mode=ro"
        try:
            connection = dbapi.connect(url)
            if module == "adbc_driver_postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
                connection.commit()
        except Exception as error:  # the driver's classes are its own
            self.fault(line, f'source "{source.name}": {_without_password(" ".join(str(error).split()))}')
            return None
        return connection

    def _fetch(self, create: str, sql: str, source: str, line: int, title: str) -> bool:
        """Run a query in a database and take its rows over into a table of DuckDB."""
        connection = self._databases.get(source)
        if connection is None:
            return self._define(create, sql, line, title)
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                self.con.register("result_", cursor.fetch_record_batch())
                self.con.execute(f"{create} FROM result_")
                self.con.unregister("result_")
        except Exception as error:  # of the driver, or of its reader inside DuckDB
            self.fault(line, f'{title}: source "{source}": {_without_password(" ".join(str(error).split()))}')
            return False
        return True

    def _lock(self) -> None:
        """From here on no query reaches anything but the sources."""
        folders = ", ".join(quote(f"{s.folder}/") for s in self.profile.sources if s.folder is not None)
        self.con.execute(f"SET allowed_directories = [{folders}]")
        self.con.execute("SET enable_external_access = false")
        self.con.execute("SET lock_configuration = true")


def _without_password(message: str) -> str:
    """Take a password out of a message that repeats the URL."""
    return re.sub(r"(://[^:/@\s]+):[^@/\s]+@", r"\1:...@", message)
