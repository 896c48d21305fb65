"""What a system makes of a row: facts, or the reason why there are none. Every row of a file becomes one of these.

A row is mapped (``facts``), left to another list (``elsewhere``: the goods movements in an order's cost report are in
the material documents), in the ledger already (``known``), or could not be mapped (``reason``). ``quantity`` and
``value`` are what the tie-out adds up.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from beanplant_importers.facts import ZERO, Fact, Source


class Reading(NamedTuple):
    """A row of a file (or a pair of rows that belong together)."""

    source: Source
    kind: str
    quantity: Decimal = ZERO
    value: Decimal = ZERO
    facts: tuple[Fact, ...] = ()
    reason: str = ""
    elsewhere: str = ""
    document: str = ""
    rows: int = 1
    known: bool = False
