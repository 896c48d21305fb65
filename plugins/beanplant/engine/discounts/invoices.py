"""What the discount of an invoice is computed from: the invoice, what came on it, and what of it is
discounted.

What a discount on sales is on: postings on revenue accounts with ``plant-sales-discounts`` and, under ``tax-mode:
"included"``, those on their tax account. All else in the invoice (freight, a fee) is owed, but not
discounted. An invoice without any revenue (an opening balance) is discounted in full. A credit note on a
revenue account that the invoice does not have (returns and allowances) lowers what is discounted. ``discounted:
FALSE`` on a posting takes it out. What a discount on purchases is on stands in ``bill_reader``.

Amounts here are those of the side that is owed to: what a customer, or we, owe more is positive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.convert import get_weight

from beanplant.rules.rounding import largest_remainder, whole_cents

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


@dataclass(slots=True)
class Invoice:
    """An invoice with a discount in its terms, and its events.

    ``sign`` is 1 for sales, -1 for purchases. ``outside`` are the accounts in it that no discount is on, ``bought``
    those that a purchase was booked on. ``received`` is when the goods came, where the terms ask. ``rate`` and
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
    rate: Decimal | None = None
    worth: Money | None = None
    outside: set[str] = field(default_factory=set)
    bought: set[str] = field(default_factory=set)
    targets: set[Target] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    top: str = ""


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
        if posting.units is None or posting.units.number is None:
            continue
        own = posting.meta is not None and "invoice" in posting.meta
        source = posting.meta if own and posting.meta is not None else entry.meta
        name = str(source["invoice"]) if "invoice" in source else None
        number = posting.units.number
        amount = number if sign == 1 else -number
        found.setdefault(name, []).append(Debt(posting, amount, posting.units.currency, source))
    return found


def in_currency(invoice: Invoice, leg: Posting) -> tuple[Number, bool] | None:
    """Return what a leg is in the currency of its invoice, and whether it was written in it; None where it cannot be.

    A leg in the currency of a foreign invoice's prices counts at the invoice's rate. In a foreign invoice all are
    fractions, so that they add up.
    """
    assert leg.units is not None
    exact: type[Any] = Decimal if invoice.rate is None else Fraction
    if leg.units.currency == invoice.currency and leg.cost is None:
        return exact(leg.units.number), True
    weight = get_weight(leg)  # type: ignore[no-untyped-call]
    if weight.currency == invoice.currency:
        return exact(weight.number), False
    if invoice.rate and invoice.worth is not None and weight.currency == invoice.worth.currency:
        return Fraction(weight.number) / Fraction(invoice.rate), False
    return None


def shared_parts(
    invoice: Invoice, parts: Mapping[Target, Number], amount: Decimal, whole: Decimal
) -> dict[Target, int]:
    """Return the parts of an invoice or credit note in the smallest unit: its share where several are in one entry.

    Parts that were converted are whole cents that add up to the invoice where all of it is discounted.
    """
    if amount == whole and all(type(number) is Decimal for number in parts.values()):
        to_int = invoice.money.to_int
        return {target: to_int(number) for target, number in parts.items() if number}
    share = Fraction(amount) / Fraction(whole) if whole else Fraction(0)
    result = {
        target: whole_cents(Fraction(number) * share, invoice.money.digits)
        for target, number in parts.items()
        if number
    }
    short = invoice.money.to_int(amount) - sum(result.values())
    if short and abs(short) < len(result) and all(number > 0 for number in result.values()):
        exact = sum((Fraction(number) for number in parts.values()), Fraction(0)) * share
        if abs(exact - Fraction(amount)) * invoice.money.to_int(Decimal(1)) < 1:
            weights = list(result.values())
            result = dict(zip(result, largest_remainder(invoice.money.to_int(amount), weights), strict=True))
    return result


def without_tax(parts: dict[Target, Number], taxes: Iterable[Target]) -> None:
    """Let the other parts bear the discount on tax that stays as it was (``tax-mode: "unadjusted"``)."""
    borne = sum((Fraction(parts.pop(target)) for target in taxes if target in parts), Fraction(0))
    whole = sum((Fraction(number) for number in parts.values()), Fraction(0))
    if whole:
        for target, number in parts.items():
            parts[target] = Fraction(number) * (1 + borne / whole)
