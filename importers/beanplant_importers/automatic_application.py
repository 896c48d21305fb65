"""Payments that name no invoice, applied as QuickBooks does it by itself.

To the open invoice of the same customer or vendor whose amount they are, or whose amount less its discount they are in
time; else to the oldest invoices first. What is left of a payment is on account.

Credit notes that name no invoice lower the oldest open one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.rules.currencies import minor_units
from beanplant.rules.payment_terms import parse_terms
from beanplant.rules.rounding import cents
from beanplant_importers.facts import ZERO
from beanplant_importers.open_items import CREDIT_NOTE, INVOICE, PAYMENT, Applied, OpenItem

if TYPE_CHECKING:
    import datetime


def apply(items: Sequence[OpenItem], sign: int) -> list[OpenItem]:
    """Return the items in their order, payments and credit notes with what they are applied to."""
    left = {item.number: item.amount * sign for item in items if item.kind == INVOICE}
    invoices: dict[str, list[OpenItem]] = {}
    for item in sorted(items, key=lambda item: (item.date, item.number)):
        if item.kind == INVOICE:
            invoices.setdefault(item.party, []).append(item)
    changed: dict[int, OpenItem] = {}
    for item in sorted(items, key=lambda item: (item.date, item.kind != CREDIT_NOTE, item.number)):
        if item.reason or item.elsewhere or item.kind not in (CREDIT_NOTE, PAYMENT):
            continue
        own = [other for other in invoices.get(item.party, ()) if left[other.number] > 0]
        owed = -item.amount * sign
        if item.kind == CREDIT_NOTE:
            name = item.invoice or (own[0].number if own else "")
            if name in left:
                left[name] -= owed
            changed[id(item)] = replace(item, invoice=name)
            continue
        applied = list(item.applied) or _applied(own, left, owed, item.discount, item.date)
        for part in applied:
            if part.invoice in left:
                left[part.invoice] -= part.amount + part.discount
        changed[id(item)] = replace(item, applied=tuple(applied))
    return [changed.get(id(item), item) for item in items]


def _applied(
    invoices: Sequence[OpenItem],
    left: dict[str, Decimal],
    owed: Decimal,
    discount: Decimal,
    date: datetime.date,
) -> list[Applied]:
    """Return what an amount that was cleared, of which ``discount`` was no money, is applied to."""
    for item in invoices:
        if left[item.number] == owed:
            return [Applied(item.number, owed - discount, discount)]
    for item in invoices:
        if not discount and left[item.number] - _granted(item, left[item.number], date) == owed:
            return [Applied(item.number, owed)]
    result = []
    for item in invoices:
        part = min(owed, left[item.number])
        if part <= 0:
            break
        result.append(Applied(item.number, part - min(discount, part), min(discount, part)))
        owed, discount = owed - part, discount - min(discount, part)
    if owed > 0:
        result.append(Applied("", owed))
    return result


def _granted(item: OpenItem, amount: Decimal, date: datetime.date) -> Decimal:
    """Return the discount on an open amount that a payment is in time for."""
    terms = parse_terms(item.terms)[0] if item.terms else None
    tier = terms.granted(item.date, date) if terms is not None else None
    if tier is None:
        return ZERO
    if tier.amount is not None:
        return tier.amount
    exact = amount * tier.rate.numerator / tier.rate.denominator
    return cents(exact, minor_units(item.currency))
