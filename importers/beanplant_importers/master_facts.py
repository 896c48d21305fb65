"""Facts that a journal writes as directives: what a plant has and makes, and what it should cost."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from beanplant_importers.source import ZERO, Details, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A production order: ``quantity`` of ``item`` planned, released on ``date``; ``closed`` when it was
    settled."""

    order: str
    date: datetime.date
    plant: str
    item: str
    quantity: Decimal
    source: Source
    closed: datetime.date | None = None
    kind: str = "production"  # or "rework"
    status: str = ""
    details: Details = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A commodity of the plant: an item that is stocked, or an ``activity`` (an hour of a work center)."""

    item: str
    date: datetime.date
    source: Source
    name: str = ""
    material: str = ""
    activity: bool = False
    valuation: str = ""
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardCost:
    """``quantity`` of ``item`` cost ``amount`` from ``date``; ``components`` split an activity's rate."""

    item: str
    date: datetime.date
    amount: Decimal
    currency: str
    source: Source
    quantity: Decimal = Decimal(1)
    plant: str = ""
    components: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """``quantity`` of ``component`` for ``lot`` units of ``product`` from ``date``; negative for a
    by-product."""

    product: str
    component: str
    date: datetime.date
    quantity: Decimal
    source: Source
    lot: Decimal = Decimal(1)
    scrap: Decimal | None = None
    plant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingLine:
    """``quantity`` of ``activity`` for ``lot`` units of ``product`` from ``date``; ``setup`` once an
    order, which the standard spreads over ``lot_size`` units (None: over ``lot``)."""

    product: str
    activity: str
    date: datetime.date
    quantity: Decimal
    source: Source
    lot: Decimal = Decimal(1)
    setup: Decimal = ZERO
    lot_size: Decimal | None = None
    output_scrap: Decimal | None = None
    plant: str = ""
