"""A transaction of a list of asset transactions, and what becomes of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beanplant_importers.facts import Fact, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A transaction of a list. ``amount`` is signed as the list has it; ``cost`` is the cost that a retirement takes
    off, None if the list does not say. ``document`` and ``line`` are what the system knows it by."""

    source: Source
    asset: str
    date: datetime.date
    kind: str
    amount: Decimal
    document: str
    line: str
    cost: Decimal | None = None
    proceeds: Decimal | None = None
    fair_value: Decimal | None = None
    asset_class: str = ""
    cost_center: str = ""
    currency: str = ""
    name: str = ""
    signed: bool = False
    """Whether the list has retirements below zero, so that one above it takes one back."""
    to: Move | None = None
    """The other row of a transfer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a transaction: facts, or why there are none. ``known``: the ledger has its document."""

    facts: tuple[Fact, ...] = ()
    reason: str = ""
    elsewhere: str = ""
    known: bool = False
