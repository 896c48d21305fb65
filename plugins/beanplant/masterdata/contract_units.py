"""The units that a contract was shipped, by day: left on its directive by the engine, for the reports."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

UNITS = "__units__"
"""Metadata of a contract's directive; hidden, as all that begins so."""


class Shipped(NamedTuple):
    """So many ``units`` on a ``date`` to a customer, negative if they came back; ``place`` is the transaction's."""

    date: datetime.date
    units: Fraction
    customer: str = ""
    place: tuple[str, int] = ("", 0)


def keep(source: Mapping[str, Any], shipped: tuple[Shipped, ...]) -> None:
    """Leave the units on the directive of their contract."""
    source[UNITS] = shipped  # type: ignore[index]


def shipped_of(source: Mapping[str, Any]) -> tuple[Shipped, ...]:
    """Return the units that the engine left on a contract's directive; none where the plugin was not run."""
    found = source.get(UNITS)
    return found if isinstance(found, tuple) else ()
