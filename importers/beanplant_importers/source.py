"""Where a fact comes from, and what all facts are written with."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)

Details = tuple[tuple[str, str], ...]
"""Metadata of a posting, in the order in which it is written."""


class Source(NamedTuple):
    """Where a fact stands in the file it came from: ``row`` is the physical row (from 1), as an editor
    shows it."""

    file: str
    row: int
