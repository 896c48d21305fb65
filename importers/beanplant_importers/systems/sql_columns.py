"""The columns that a query may return for each table of facts, and how their values are read.

The columns are those of the facts themselves (`beanplant_importers.facts`), by name; case does not count, and ``-`` and
``_`` are the same. A column has one of six kinds:

========== ==============================================================================================
text       text or an integer (an ERP's numbers are texts: ``000123`` keeps its zeros)
number     an exact decimal or an integer, or text such as ``-1234.50``; floats only with ``decimals``
date       a date, a timestamp (its day), or text such as ``2026-03-31`` or ``2026-03-31 14:05:00``
time       a time, a timestamp (its time of day), or text such as ``14:05`` or ``14:05:00``
yes/no     a boolean, 0 or 1, or text ``true`` or ``false``
integer    an integer, or text such as ``12``
========== ==============================================================================================

A number in text is plain: digits, a decimal point, a sign in front. ``1.234,56`` and ``50-`` are errors, never guesses:
the query says what they mean (``replace(...)``).

Invoices, payments and entries have legs: a row each, with the same document, line and header, and the columns
``leg_account``, ``leg_amount``, ``leg_item`` ... of each leg, which are sorted by ``leg``. ``detail_lot``,
``detail_shift`` ... are metadata of the posting (``leg_detail_lot`` of the leg). A standard cost of an activity takes
``labor``, ``variable_overhead`` and ``fixed_overhead``; an asset the keys of ``plant-asset``.
"""

from __future__ import annotations

import dataclasses
import datetime
import typing
from dataclasses import dataclass
from decimal import Decimal

from beanplant_importers import facts, tally

KINDS = ("text", "number", "date", "time", "yes/no", "integer")

COMPONENTS = ("labor", "variable_overhead", "fixed_overhead")
"""Columns that split the rate of an activity."""

ASSET_TERMS = {
    "salvage": "number",
    "life": "text",
    "method": "text",
    "convention": "text",
    "expense": "text",
    "gain_loss": "text",
    "tax": "text",
    "accumulated": "number",
    "rate": "number",
    "factor": "number",
    "units": "number",
}
"""Keys of ``plant-asset`` that a query may return."""

DETAIL = "detail_"
LEG = "leg_"
ORDER = "leg"
"""The column that says in which order a document's legs stand."""
_HIDDEN = frozenset({"source", "lines", "details", "components", "rows"})
_DEFAULTED = frozenset(
    {"plant", "currency", "line"}
)  # the profile has the first two; a document's only line is 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its kind, and whether a query must return it."""

    name: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of one table of facts. ``keyed``: rows have a document and line that no two may share."""

    name: str
    fact: type
    columns: tuple[Column, ...]
    legs: tuple[Column, ...]
    keyed: bool

    @property
    def names(self) -> list[str]:
        """Every column by name."""
        return [c.name for c in (*self.columns, *self.legs)]

    def find(self, name: str) -> Column | None:
        """Return the column of a name as a query or profile writes it, or None."""
        folded = fold(name)
        for column in (*self.columns, *self.legs):
            if column.name == folded:
                return column
        if self.keyed or self.name == "orders":
            if folded.startswith(DETAIL) and len(folded) > len(DETAIL):
                return Column(folded, "text", False)
            if self.legs and folded.startswith(LEG + DETAIL) and len(folded) > len(LEG + DETAIL):
                return Column(folded, "text", False)
        return None


def fold(name: str) -> str:
    """Return a column name as it is compared: lower case, ``_`` for ``-`` and blank."""
    return name.strip().casefold().replace("-", "_").replace(" ", "_")


def _kind(hint: object) -> str:
    """Return the kind of a field by its type."""
    options = [a for a in (typing.get_args(hint) or (hint,)) if a is not type(None)]
    kinds = {
        str: "text",
        Decimal: "number",
        datetime.date: "date",
        datetime.time: "time",
        bool: "yes/no",
        int: "integer",
    }
    return kinds[typing.cast("type", options[0])]


def _columns(fact: type, prefix: str = "") -> tuple[Column, ...]:
    """Return the columns of a fact: its fields but the hidden ones."""
    hints = typing.get_type_hints(fact)
    found = []
    for field in dataclasses.fields(fact):
        if field.name in _HIDDEN or (field.name == "terms" and fact is facts.Asset):
            continue
        required = field.default is dataclasses.MISSING and field.name not in _DEFAULTED
        found.append(Column(prefix + field.name, _kind(hints[field.name]), required))
    return tuple(found)


def _table(name: str, fact: type) -> Table:
    columns = _columns(fact)
    names = {f.name for f in dataclasses.fields(fact)}
    if "components" in names:
        columns += tuple(Column(c, "number", False) for c in COMPONENTS)
    if "terms" in names and fact is facts.Asset:
        columns += tuple(Column(n, k, False) for n, k in ASSET_TERMS.items())
    legs = _columns(facts.Line, LEG) if "lines" in names else ()
    columns += (Column(ORDER, "integer", False),) if legs else ()
    return Table(name, fact, columns, legs, {"document", "line"} <= names)


TABLES: dict[str, Table] = {
    name: _table(name, fact)
    for name, fact in (
        ("items", facts.Item),
        ("standard_costs", facts.StandardCost),
        ("bills", facts.BillLine),
        ("routings", facts.RoutingLine),
        ("assets", facts.Asset),
        ("orders", facts.Order),
        ("movements", facts.Movement),
        ("activities", facts.Activity),
        ("counts", facts.Count),
        ("invoices", facts.Invoice),
        ("payments", facts.Payment),
        ("entries", facts.Entry),
        ("unmapped", tally.Unmapped),
    )
}
"""The tables of facts, master data first: the order in which an import reads them."""
