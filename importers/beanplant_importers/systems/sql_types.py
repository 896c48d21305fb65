"""How a column of a query's result is read as the kind that a fact needs: a text, an exact number, a date.

A float cannot say a tenth, so a column of floats is refused, unless the profile states the ``decimals`` that it means;
then it is rounded half up from its shortest decimal writing (what the database shows), and values that are not within
1e-9 of that are reported. Text is read as a number only where it is plain: ``-1234.50``, never ``1.234,50`` or ``50-``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from beanplant_importers.systems.sql_columns import Column

INTEGERS = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
)
FLOATS = ("FLOAT", "DOUBLE")
MAX_DECIMALS = 12

PLAIN_NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$"
PLAIN_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9:.]+)?$"
PLAIN_TIME = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}[ T])?[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?$"


class Reading(NamedTuple):
    """SQL that reads a column: ``sql`` is null where ``raw`` cannot be read.

    ``raw`` is empty for a constant. ``expected`` says in words what a value must look like; ``inexact`` is a condition
    for values that lose something.
    """

    sql: str
    raw: str
    expected: str = ""
    inexact: str = ""


def reading(
    name: str, kind: str, column: Column, decimals: int | None, con: Any, table: str
) -> tuple[Reading | None, str]:
    """Return how a column of DuckDB type ``kind`` is read as ``column.kind``, or None and why it cannot be."""
    raw = '"' + name.replace('"', '""') + '"'
    base = kind.split("(")[0].upper()
    if kind.upper() == '"NULL"' or base in ("NULL", "SQLNULL"):
        return Reading(f"NULL::{_NULLS[column.kind]}", raw), ""
    if base == "TIMESTAMP WITH TIME ZONE" and column.kind in ("date", "time"):
        return None, f"is {kind}, expected a {column.kind}: convert it to the plant's own time in the query"
    read = _READERS[column.kind](raw, base, kind, decimals, con, table)
    if isinstance(read, Reading):
        return read, ""
    return None, read or f"is {kind}, expected a {column.kind}; cast it in the query"


_NULLS = {
    "text": "VARCHAR",
    "number": "DECIMAL(18, 2)",
    "date": "DATE",
    "time": "TIME",
    "yes/no": "BOOLEAN",
    "integer": "BIGINT",
}


def _text(raw: str, base: str, kind: str, decimals: int | None, con: Any, table: str) -> Reading | str:
    if base == "VARCHAR":
        return Reading(f"nullif(trim({raw}), '')", raw)._replace(raw=f"nullif(trim({raw}), '')")
    whole = base == "DECIMAL" and kind.replace(" ", "").endswith(",0)")
    return Reading(f"{raw}::VARCHAR", raw, "text") if base in (*INTEGERS, "UUID", "ENUM") or whole else ""


def _number(raw: str, base: str, kind: str, decimals: int | None, con: Any, table: str) -> Reading | str:
    if base in INTEGERS:
        return Reading(f"{raw}::DECIMAL(38, 0)", raw, "number")
    if base == "DECIMAL":
        return Reading(raw, raw, "number")
    if base in FLOATS:
        if decimals is None:
            return (
                f"is {kind}, a float, which cannot hold exact amounts: cast it in the query (CAST(... AS DECIMAL(18, "
                "4))), or state its decimals in the profile (decimals = { ... = 4 })"
            )
        exact = f"try_cast({raw}::VARCHAR AS DECIMAL(38, 18))"
        rounded = f"round({exact}, {decimals})"
        return Reading(rounded, raw, "finite number", f"abs({exact} - {rounded}) > 0.000000001")
    if base != "VARCHAR":
        return ""
    plain = f"nullif(trim({raw}), '')"
    is_plain = f"regexp_full_match({plain}, '{PLAIN_NUMBER}')"
    decimals_of = f"coalesce(max(length(split_part({plain}, '.', 2))), 0)"
    ((places,),) = con.execute(f"SELECT {decimals_of} FROM {table} WHERE {is_plain}").fetchall()
    if places > MAX_DECIMALS:
        return f"has numbers with {places} decimals, more than {MAX_DECIMALS}; round them in the query"
    checked = f"CASE WHEN {is_plain} THEN try_cast({plain} AS DECIMAL(38, {places})) END"
    return Reading(
        checked, plain, "plain number (-1234.50; a comma or a trailing minus is read in the query)"
    )


def _date(raw: str, base: str, kind: str, decimals: int | None, con: Any, table: str) -> Reading | str:
    if base == "DATE":
        return Reading(raw, raw, "date")
    if base.startswith("TIMESTAMP"):
        return Reading(f"{raw}::DATE", raw, "date")
    if base != "VARCHAR":
        return ""
    plain = f"nullif(trim({raw}), '')"
    checked = (
        f"CASE WHEN regexp_full_match({plain}, '{PLAIN_DATE}') THEN try_cast(left({plain}, 10) AS DATE) END"
    )
    return Reading(checked, plain, "date (2026-03-31)")


def _time(raw: str, base: str, kind: str, decimals: int | None, con: Any, table: str) -> Reading | str:
    if base == "TIME":
        return Reading(raw, raw, "time")
    if base.startswith("TIMESTAMP"):
        return Reading(f"{raw}::TIME", raw, "time")
    if base != "VARCHAR":
        return ""
    plain = f"nullif(trim({raw}), '')"
    clock = f"regexp_replace({plain}, '^.*[ T]', '')"
    checked = f"CASE WHEN regexp_full_match({plain}, '{PLAIN_TIME}') THEN try_cast({clock} AS TIME) END"
    return Reading(checked, plain, "time (14:05:00)")


def _yes_no(raw: str, base: str, kind: str, decimals: int | None, con: Any, table: str) -> Reading | str:
    if base == "BOOLEAN":
        return Reading(raw, raw, "yes/no")
    if base in INTEGERS or base == "VARCHAR":
        plain = f"lower(trim({raw}::VARCHAR))"
        return Reading(
            f"CASE WHEN {plain} IN ('1', 'true') THEN TRUE WHEN {plain} IN ('0', 'false') THEN FALSE END",
            raw,
            "yes/no (true, false, 1, 0)",
        )
    return ""


def _integer(raw: str, base: str, kind: str, decimals: int | None, con: Any, table: str) -> Reading | str:
    if base in INTEGERS:
        return Reading(f"{raw}::BIGINT", raw, "integer")
    if base == "VARCHAR":
        plain = f"nullif(trim({raw}), '')"
        return Reading(
            f"CASE WHEN regexp_full_match({plain}, '^[+-]?[0-9]+$') THEN try_cast({plain} AS BIGINT) END",
            plain,
            "integer (12)",
        )
    return ""


_READERS = {
    "text": _text,
    "number": _number,
    "date": _date,
    "time": _time,
    "yes/no": _yes_no,
    "integer": _integer,
}
