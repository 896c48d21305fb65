"""What the discount of an invoice is computed from: the invoice, what came on it, and where a discount goes.

Amounts here are those of the side that is owed to: what a customer, or we, owe more is positive. What of an invoice a
discount is on stands in ``discounted``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from beancount.core.data import Posting, Transaction

    from beanplant.engine.stock import Money
    from beanplant.masterdata.facts import Discounts
    from beanplant.rules.payment_terms import Terms

Number = Any
"""A ``Decimal``, or in a foreign invoice a ``Fraction``."""

CHARGE, CREDIT, PAYMENT, WRITE_OFF, TAKEN_BACK = range(5)
"""Kinds of events, in the order in which those of one day count."""

NO_NUMBER = ""
"""The name of what says ``invoice:`` without a number."""

SALES, PURCHASES = "sales-discounts", "purchase-discounts"


class Target(NamedTuple):
    """Where a discount is posted to: an account, and what the posting says it is about (``item:``, ``receipt:``).

    ``foreign``: what it is on was in the currency of a foreign invoice, so the discount is.
    """

    account: str
    about: tuple[tuple[str, Any], ...] = ()
    foreign: bool = False


class Event(NamedTuple):
    """Something on an invoice: ``amount`` (positive, smallest unit), and what of it a discount is on, by
    target.

    ``legs`` are its postings on the account of open items.
    """

    date: datetime.date
    kind: int
    entry: Transaction
    account: str
    amount: int
    parts: Mapping[Target, int]
    source: Mapping[str, Any]
    legs: tuple[Posting, ...] = ()


def goods_stay(event: Event) -> bool:
    """Whether a supplier's credit note is an allowance on goods that were kept: money with ``landed-cost:``."""
    entry = event.entry
    return "landed-cost" in entry.meta or any(
        leg.meta is not None and "landed-cost" in leg.meta for leg in entry.postings
    )


@dataclass(slots=True)
class Invoice:
    """An invoice with a discount in its terms, and its events.

    ``sign`` is 1 for sales, -1 for purchases. ``outside`` are the accounts in it that no discount is on, ``bought``
    those that a purchase was booked on. ``received`` is when the goods came, where the terms ask;
    ``baseline`` the date that the terms count from, if it is not the invoice's. ``rate`` and
    ``worth`` are the price of a foreign invoice's currency and its currency. ``top`` is the ledger's top file.
    """

    name: str
    date: datetime.date
    currency: str
    money: Money
    rule: Discounts
    terms: Terms
    source: Mapping[str, Any]
    payee: str | None = None
    topic: str = SALES
    sign: int = 1
    received: datetime.date | None = None
    baseline: datetime.date | None = None
    rate: Decimal | None = None
    worth: Money | None = None
    outside: frozenset[str] = frozenset()
    bought: frozenset[str] = frozenset()
    targets: frozenset[Target] = frozenset()
    events: list[Event] = field(default_factory=list)
    top: str = ""

    @property
    def starts(self) -> datetime.date:
        """The date that its terms count from."""
        return self.baseline or self.date


class Debt(NamedTuple):
    """What a transaction says of one invoice: its open item, the amount (more owed is positive), its metadata."""

    posting: Posting
    amount: Decimal
    currency: str
    source: Mapping[str, Any]


def by_invoice(entry: Transaction, touched: Iterable[Posting], sign: int = 1) -> dict[str | None, list[Debt]]:
    """Group the open items of a transaction by the invoice that they name; None: by a link, if at all."""
    found: dict[str | None, list[Debt]] = {}
    for posting in touched:
        units, meta = posting.units, posting.meta
        if units is None or units.number is None:
            continue
        source = meta if meta is not None and "invoice" in meta else entry.meta
        name = source.get("invoice")
        if type(name) is not str and (name is not None or "invoice" in source):
            name = str(name) if isinstance(name, Decimal) else NO_NUMBER
        debt = Debt(posting, units.number if sign == 1 else -units.number, units.currency, source)
        if name in found:
            found[name].append(debt)
        else:
            found[name] = [debt]
    return found
