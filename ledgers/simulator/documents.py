"""What an ERP records: documents of goods movements, confirmations, orders, customer items, purchases.

Quantities are signed as a list of material documents shows them: into stock is positive. Numbers are given when all
is done, in the order of time, as an ERP would have counted them.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass
class Line:
    """A line of a material document. ``external`` is the purchase order's value of a receipt."""

    item: str
    quantity: Fraction
    place: str
    movement: str
    order: str = ""
    external: Fraction | None = None
    purchase: str = ""
    purchase_item: int = 0
    cost_center: str = ""
    reason: str = ""
    text: str = ""
    value: Fraction = Fraction(0)  # at standard, unrounded

    @property
    def receipt(self) -> str:
        """The purchase order line, ``4500000012-10``."""
        return f"{self.purchase}-{self.purchase_item}" if self.purchase else ""


@dataclass
class GoodsDocument:
    """A material document: one posting of one person at one time."""

    date: datetime.date
    time: datetime.time
    lines: list[Line]
    header: str = ""
    party: str = ""
    reference: str = ""
    user: str = "JKOWALSKI"
    number: str = ""
    plant: str = "P100"


@dataclass
class Confirmation:
    """Hours that a work center gave to an order's operation; ``output`` and ``scrap`` are what it reported."""

    date: datetime.date
    time: datetime.time
    order: str
    operation: str
    activity: str
    hours: Fraction
    output: Fraction = Fraction(0)
    scrap: Fraction = Fraction(0)
    text: str = ""
    user: str = "RHAYES"
    reverses: Confirmation | None = None
    number: str = ""
    counter: int = 1


@dataclass
class Order:
    """A production order, as planned and as it went."""

    number: str
    product: str
    planned: Fraction
    released: datetime.date
    kind: str = "production"
    closed: datetime.date | None = None
    finished: datetime.date | None = None
    good: Fraction = Fraction(0)
    scrapped: Fraction = Fraction(0)
    causes: list[str] = field(default_factory=list)


@dataclass
class Service:
    """A bought activity for an order: the bookkeeper enters it, no goods move."""

    date: datetime.date
    order: str
    item: str
    quantity: Fraction
    price: Fraction
    purchase: str
    invoice_date: datetime.date | None = None


@dataclass(frozen=True)
class Foreign:
    """A price in a foreign currency, and what that was worth on the days of goods, invoice and payment."""

    vendor: str
    currency: str
    price: Fraction
    received: Fraction
    invoiced: Fraction
    paid: Fraction


@dataclass
class Purchase:
    """A delivery of one purchase order line, and how it was invoiced."""

    document: GoodsDocument
    line: Line
    vendor: str
    price: Fraction
    invoice_price: Fraction
    invoiced: Fraction
    invoice_date: datetime.date | None = None
    returned: datetime.date | None = None
    foreign: Foreign | None = None


@dataclass
class CustomerItem:
    """A line of a customer's account: an invoice, a credit memo or a payment, debit positive."""

    kind: str  # RV, DG, DZ
    date: datetime.date
    customer: str
    amount: Fraction
    invoice: str
    terms: str = ""
    discount: Fraction = Fraction(0)  # taken with a payment
    text: str = ""
    number: str = ""
    cleared: datetime.date | None = None
    clearing: str = ""


@dataclass
class Planted:
    """A cause and what it must come to: ``amount`` debit positive, unfavorable."""

    date: datetime.date
    category: str
    subject: str  # order:..., cost-center:..., item:..., receipt:..., document:..., invoice:...
    account: str
    amount: Fraction
    cause: str
