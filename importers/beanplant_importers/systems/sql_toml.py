"""TOML of a profile: on which line a key stands, and parameters (``$since``) in its texts."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beanplant_importers.systems.sql_model import Value

_HEADER = re.compile(r"^\s*\[(\[)?\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-.\"']+)\s*=\s*(.*)$")


def lines_of(text: str) -> dict[str, int]:
    """Return the line of each header and key of a TOML text, as ``movements.0.sql``; tomllib does not tell.

    Lines inside multi-line strings are skipped. A key in an inline table is found at the line of the table. Of a
    text that begins on the line below its key, ``movements.0.sql#text`` is its first line.
    """
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    path, closing = "", ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        header = _HEADER.match(line)
        if header:
            path = header[2].replace('"', "").replace("'", "")
            if header[1]:
                index = counts[path] = counts.get(path, -1) + 1
                path = f"{path}.{index}"
            found.setdefault(path, number)
            continue
        key = _KEY.match(line)
        if key:
            name = key[1].strip("\"'")
            found.setdefault(f"{path}.{name}" if path else name, number)
            for mark in ('"""', "'''"):
                if key[2].startswith(mark) and mark not in key[2][3:]:
                    closing = mark
                    if key[2].strip() == mark:
                        found.setdefault(f"{path}.{name}#text", number + 1)
    return found


_PLACEHOLDER = re.compile(
    r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/|\$([A-Za-z_][A-Za-z0-9_]*)", re.DOTALL
)


def literal(value: Value) -> str:
    """Write a parameter as SQL that DuckDB, PostgreSQL and SQLite all read: ``'2026-01-01'``, ``'it''s'``, ``3``."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | Decimal):
        return str(value)
    text = value.isoformat() if isinstance(value, datetime.date) else value
    return "'" + text.replace("'", "''") + "'"


def like(old: Value, text: str) -> Value:
    """Read an override as the type of the value that it overrides."""
    if isinstance(old, bool):
        if text.lower() not in ("true", "false"):
            raise ValueError(text)
        return text.lower() == "true"
    if isinstance(old, datetime.date):
        return datetime.date.fromisoformat(text)
    if isinstance(old, int):
        return int(text)
    if isinstance(old, Decimal):
        value = Decimal(text)
        if not value.is_finite():
            raise ValueError(text)
        return value
    return text


def fill(text: str, parameters: Mapping[str, Value], unknown: Callable[[str], None]) -> str:
    """Put parameters in place of ``$name`` in a path or URL; ``unknown`` is called with each that there is not."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in parameters:
            unknown(name)
            return ""
        return str(parameters[name])

    return re.sub(r"\$([A-Za-z_][A-Za-z0-9_]*)", value, text)


def fill_sql(sql: str, parameters: Mapping[str, Value], unknown: Callable[[str], None]) -> str:
    """Put literals in place of ``$name`` in a query, outside of its own literals, quoted names and comments."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return match[0]
        if name not in parameters:
            unknown(name)
            return "NULL"
        return literal(parameters[name])

    return _PLACEHOLDER.sub(value, sql)
