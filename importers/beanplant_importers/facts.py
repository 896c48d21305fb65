"""Facts: what every system is mapped to, and all that a journal is written from.

A system (SAP, a database, a folder of sheets) knows its own columns, signs and codes; a journal knows how
Beancount text looks. Between them stand these frozen dataclasses, and nothing else. A fact says what
happened: goods moved, hours confirmed, stock counted, money owed or paid. It holds quantities and prices
that somebody stated, never a value that beanplant would work out.

Places
    ``account`` and ``against`` of a fact are *places*. A place is a Beancount account
    (``Assets:P100:Quarantine``), or a role of the plant in the language's own words, with a sub-account if
    wanted: ``raw-materials``, ``work-in-process:Orders``, ``finished-goods``, ``in-transit``,
    ``goods-received``, ``cost-of-goods-sold``, ``variances:Scrap``, ``absorbed:Assembly``, and for money
    ``payables``, ``receivables``, ``sales``, ``tax``, ``bank``, ``opening``,
    ``cost-centers:Assembly:Wages``. `beanplant_importers.chart.Chart` turns a place into an account.

Signs
    A quantity or amount is signed as Beancount signs it, seen from ``account``: in is positive, out is
    negative, a debit is positive. ``against`` gets the opposite. An issue of 50 to an order is therefore
    ``quantity=-50, account="raw-materials", against="work-in-process:Orders"``, and its reversal has
    ``+50`` on the same places.

Keys
    ``document`` is the ERP's own document with everything that makes it unique (``2026/4900000123``),
    ``line`` its line (``1``). ``key`` of a fact, ``document/line``, is written as ``document:
    "2026/4900000123/1"`` and is what a second import is compared by. ``documents`` is the number of ERP
    lines that a fact stands for: 1, or more where the reader summed them already.

Dimensions
    ``details`` holds what reports may ask for and no column is made for: ``(("lot", "B17"), ("shift",
    "2"))``. Names are metadata keys of the ledger language.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from beanplant_importers.asset_facts import Asset, AssetDirective
from beanplant_importers.master_facts import BillLine, Item, Order, RoutingLine, StandardCost
from beanplant_importers.source import ZERO, Details, Source

__all__ = [
    "MOVEMENT_KINDS", "ZERO", "Activity", "Asset", "AssetDirective", "BillLine", "Count", "Details", "Document",
    "Entry", "Fact", "Invoice", "Item", "Line", "MasterFact", "Movement", "Order", "Payment", "RoutingLine",
    "Source", "StandardCost",
]  # fmt: skip

MOVEMENT_KINDS = {
    "receipt": "Goods receipt",
    "vendor-return": "Return to vendor",
    "issue": "Goods issue",
    "consumption": "Consumption",
    "completion": "Completion",
    "by-product": "By-product",
    "scrap": "Scrap",
    "shipment": "Shipment",
    "customer-return": "Customer return",
    "transfer": "Transfer",
    "opening": "Opening stock",
    "count-difference": "Count difference",
    "adjustment": "Adjustment",
}
"""Kinds of a movement of goods, with the narration that a journal gives them.

``issue`` goes to an order, ``consumption`` to a cost center, project or asset; a reversal has the kind of
what it reverses and the opposite sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """``quantity`` of ``item`` moved between two places.

    ``amount`` is what was paid or agreed for it, in ``currency``, with the sign of ``quantity`` (a
    receipt's price; a standard-cost plant's PurchasePrice is measured by it). ``value`` is what the ERP
    booked for it, same sign and currency: it is never posted at grain ``document``, and is the fallback for
    the stated ``value:`` above it. ``foreign`` and ``foreign_currency`` are the same amount as the vendor
    charges it, if in another currency.

    ``receipt`` names the purchase order line (``4500001-10``), ``reverses`` the key of the movement taken
    back.
    """

    document: str
    line: str
    date: datetime.date
    plant: str
    kind: str
    item: str
    quantity: Decimal
    account: str
    against: str
    source: Source
    time: datetime.time | None = None
    unit: str = ""
    order: str | None = None
    receipt: str | None = None
    invoice: str | None = None
    amount: Decimal | None = None
    value: Decimal | None = None
    currency: str = ""
    foreign: Decimal | None = None
    foreign_currency: str = ""
    party: str = ""
    text: str = ""
    reason: str = ""
    reverses: str | None = None
    details: Details = ()
    documents: int = 1

    @property
    def key(self) -> str:
        """What a second import is compared by: ``2026/4900000123/1``."""
        return f"{self.document}/{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A confirmation: ``quantity`` of ``activity`` (hours of a work center) given to an order.

    ``rate`` is the actual wage of one unit, if it was not the standard one (beanplant adds overhead at its standard
    rates; a standard without components is labor alone). ``against`` is the absorbed
    account; ``account`` is work in process unless said otherwise.
    """

    document: str
    line: str
    date: datetime.date
    plant: str
    activity: str
    quantity: Decimal
    source: Source
    order: str | None = None
    account: str = "work-in-process:Orders"
    against: str = "absorbed"
    time: datetime.time | None = None
    rate: Decimal | None = None
    value: Decimal | None = None
    currency: str = ""
    operation: str = ""
    text: str = ""
    reverses: str | None = None
    details: Details = ()
    documents: int = 1

    @property
    def key(self) -> str:
        """What a second import is compared by."""
        return f"{self.document}/{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """``quantity`` of ``item`` was found at ``account`` at the end of ``date``."""

    document: str
    line: str
    date: datetime.date
    plant: str
    item: str
    quantity: Decimal
    account: str
    source: Source
    text: str = ""

    @property
    def key(self) -> str:
        """What a second import is compared by."""
        return f"{self.document}/{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One leg of an invoice or an entry: ``amount`` (debit positive), or ``quantity`` of ``item`` at that
    amount.

    ``receipt`` on a leg of goods received is the purchase order line that it bills.
    """

    account: str
    amount: Decimal
    item: str = ""
    quantity: Decimal | None = None
    order: str | None = None
    receipt: str | None = None
    invoice: str | None = None
    details: Details = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """A customer's or vendor's invoice or credit note: ``amount`` on ``account``, the ``lines`` against it.

    A sales invoice has ``account="receivables"`` and a positive amount; a vendor's has ``payables`` and a
    negative one. The amount and the lines add up to zero. ``terms`` is written as the language reads them
    (``2/10 net 30``), and ``baseline`` is the date that they run from, if it is not the invoice's.
    """

    document: str
    line: str
    date: datetime.date
    plant: str
    invoice: str
    amount: Decimal
    currency: str
    source: Source
    account: str = "receivables"
    lines: tuple[Line, ...] = ()
    kind: str = "invoice"  # or "credit-note"
    party: str = ""
    text: str = ""
    terms: str = ""
    baseline: datetime.date | None = None
    reverses: str | None = None
    details: Details = ()
    documents: int = 1

    @property
    def key(self) -> str:
        """What a second import is compared by."""
        return f"{self.document}/{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money in or out (``amount`` on ``bank``), over one or several invoices.

    ``lines`` are the settled items: their amounts stand on ``receivables`` or ``payables`` with their
    ``invoice``, and add up with ``amount`` to zero. A discount that was taken is not a leg: beanplant adds
    it.
    """

    document: str
    line: str
    date: datetime.date
    plant: str
    amount: Decimal
    currency: str
    source: Source
    lines: tuple[Line, ...] = ()
    account: str = "bank"
    party: str = ""
    text: str = ""
    reverses: str | None = None
    details: Details = ()
    documents: int = 1

    @property
    def key(self) -> str:
        """What a second import is compared by."""
        return f"{self.document}/{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A plain money entry, whose ``lines`` add up to zero: wages, energy, freight, a direct charge to an
    order. ``part`` is the cost that a disposal in part takes off, of ``whole``; a disposal without proceeds has no
    lines."""

    document: str
    line: str
    date: datetime.date
    plant: str
    lines: tuple[Line, ...]
    currency: str
    source: Source
    party: str = ""
    text: str = ""
    reverses: str | None = None
    details: Details = ()
    documents: int = 1
    part: Decimal | None = None
    whole: Decimal | None = None

    @property
    def key(self) -> str:
        """What a second import is compared by."""
        return f"{self.document}/{self.line}"


MasterFact = Item | StandardCost | BillLine | RoutingLine | Order | Asset | AssetDirective
"""Facts that a journal writes as directives."""

Document = Movement | Activity | Invoice | Payment | Entry
"""Facts that a journal writes as transactions."""

Fact = Document | Count | MasterFact
