"""A report as JSON: tables with typed columns, and what stands behind each cell.

Numbers are strings, exact to the last digit; a program that reads them as floats makes that choice itself.
With ``postings`` each cell also lists the postings that add up to it: date, account, amount, file and line. Without
it a cell whose postings are only found when they are asked for does not say how many they are.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from beanplant.reports.numbers import plain

if TYPE_CHECKING:
    from beanplant.reports.model import Reference, Report, Row, Table, Value


def render(report: Report, *, postings: bool = False) -> str:
    """Return a report as JSON text, keys in a fixed order."""
    return json.dumps(document(report, postings=postings), indent=2, ensure_ascii=False) + "\n"


def document(report: Report, *, postings: bool = False) -> dict[str, Any]:
    """Return a report as plain lists, dicts and texts."""
    return {
        "report": report.name,
        "title": report.title,
        "plants": report.heading,
        "begin": str(report.period.begin),
        "last": str(report.period.last),
        "as_of": report.as_of,
        "filtered": report.filtered,
        "facts": [
            {"label": fact.label, "value": _value(fact.value), "unit": fact.column.unit}
            for fact in report.facts
        ],
        "tables": [_table(table, postings) for table in report.tables],
        "advice": list(report.advice),
    }


def _value(value: Value) -> str | int | None:
    return value if value is None or isinstance(value, int) else plain(value)


def _table(table: Table, postings: bool) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "columns": [
            {"key": column.key, "title": column.title, "kind": column.kind.value, "unit": column.unit}
            for column in table.columns
        ],
        "rows": [_row(row, table, postings) for row in table.all_rows()],
    }


def _row(row: Row, table: Table, postings: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"key": row.key, "level": row.level, "emphasis": row.emphasis.value}
    found["cells"] = {
        column.key: _value(value) for column, value in zip(table.columns, row.cells, strict=True)
    }
    references = {key: _reference(reference, postings) for key, reference in row.references.items()}
    if references:
        found["references"] = references
    return found


def _reference(reference: Reference, postings: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if postings or reference.behind is None:
        found["postings"] = len(reference)
    if reference.account:
        found["account"] = reference.account
    if reference.order:
        found["order"] = reference.order
    if reference.contract:
        found["contract"] = reference.contract
    if reference.customer:
        found["customer"] = reference.customer
    if postings:
        found["lines"] = [
            {
                "date": str(line.date),
                "account": line.account,
                "amount": plain(amount),
                "item": line.item,
                "quantity": plain(line.quantity) if line.item else None,
                "rule": line.rule,
                "file": line.entry.meta.get("filename"),
                "line": line.entry.meta.get("lineno"),
            }
            for line, amount in reference.lines()
        ]
    return found
