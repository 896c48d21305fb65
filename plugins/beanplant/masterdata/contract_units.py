"""The units that a contract was shipped, by day, and what is owed back for their volume alone where a contract owes
other amounts too: left on its directive by the engine, for the reports."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

UNITS = "__units__"
"""Metadata of a contract's directive; hidden, as all that begins so."""


OWED = "__owed_by_volume__"


class Owed(NamedTuple):
    """From ``date`` on, so much is expected to be owed back for the volume: prices by tiers, no returns, no amounts."""

    date: datetime.date
    amount: Fraction


class Shipped(NamedTuple):
    """So many ``units`` on a ``date`` to a customer, negative if they came back; ``place`` is the transaction's."""

    date: datetime.date
    units: Fraction
    customer: str = ""
    place: tuple[str, int] = ("", 0)


def keep(source: Mapping[str, Any], shipped: tuple[Shipped, ...]) -> None:
    """Leave the units on the directive of their contract."""
    source[UNITS] = shipped  # type: ignore[index]


def keep_owed(source: Mapping[str, Any], owed: tuple[Owed, ...]) -> None:
    """Leave what is owed back for the volume on the directive of a contract that owes other amounts too."""
    source[OWED] = owed  # type: ignore[index]


def owed_of(source: Mapping[str, Any], end: datetime.date) -> Fraction | None:
    """Return what was owed back for the volume alone before ``end``; None where the contract owes nothing else."""
    found = source.get(OWED)
    if not isinstance(found, tuple):
        return None
    return next((each.amount for each in reversed(found) if each.date < end), Fraction(0))


def shipped_of(source: Mapping[str, Any]) -> tuple[Shipped, ...]:
    """Return the units that the engine left on a contract's directive; none where the plugin was not run."""
    found = source.get(UNITS)
    return found if isinstance(found, tuple) else ()
