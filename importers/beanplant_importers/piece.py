"""A piece of a journal: one directive's text, its place in the order, where it came from, what it is known by."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from beanplant_importers.facts import Source

MASTER_DATA, ORDERS, SUMS, MOVEMENTS, COUNTS, CLOSES = range(6)
"""The order within a day: as beanplant reads it."""


class Piece(NamedTuple):
    """A directive; ``keys`` are the documents' keys (or a batch's) that it is known by in the ledger."""

    date: datetime.date
    rank: int
    order: tuple[Any, ...]
    text: str
    source: Source
    keys: tuple[str, ...]
