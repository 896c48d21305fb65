"""Split due dates: each part of an invoice is settled as an invoice of its own, the earliest due first.

    terms: "50% 2/10 net 30, 50% net 60"

Of 1,000.00 half is due in 30 days, with 2 % for ten, half in 60. 490.00 paid in time settle the first half. A payment
goes to the part that is due first, what is left of it to the next; one of all that is open takes no discount. A
credit note is on what is open of each part. A payment that is taken back comes from the parts that it went to.
"""

from __future__ import annotations

import dataclasses
import datetime
from typing import TYPE_CHECKING

from beanplant.engine.discounts.invoices import CHARGE, CREDIT, PAYMENT, TAKEN_BACK, WRITE_OFF, Event, Invoice
from beanplant.engine.discounts.lateness import grace_of
from beanplant.rules.rounding import largest_remainder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from beanplant.engine.discounts.invoices import Target
    from beanplant.engine.discounts.settlement import Settlement


def settle(invoice: Invoice, make: Callable[[Invoice], Settlement]) -> list[Settlement]:
    """Settle an invoice, in parts where its terms say so; return the settlements."""
    if not invoice.terms.parts:
        whole = make(invoice)
        whole.run()
        return [whole]
    parts = [dataclasses.replace(invoice, terms=part, events=[]) for part in invoice.terms.parts]
    parts.sort(key=lambda part: part.terms.due(part.starts, part.received) or datetime.date.max)
    found = [make(part) for part in parts]
    paid = [0] * len(found)
    payments: list[list[int]] = []
    for event in invoice.events:
        amounts = _back(event, found, paid, payments) if event.kind == TAKEN_BACK else _amounts(event, found)
        if event.kind == PAYMENT:
            payments.append(amounts)
        if event.kind in (PAYMENT, WRITE_OFF):
            paid = [before + amount for before, amount in zip(paid, amounts, strict=True)]
        shares = _shares(event, amounts)
        for settlement, amount, share in zip(found, amounts, shares, strict=True):
            if amount or share:
                settlement.step(event._replace(amount=amount, parts=share))
    for settlement in found:
        settlement.finish()
    return found


def _shares(event: Event, amounts: Sequence[int]) -> list[dict[Target, int]]:
    """Split what a discount is on over the parts, in proportion to their amounts."""
    result: list[dict[Target, int]] = [{} for _ in amounts]
    for target, money in event.parts.items():
        sign = 1 if money >= 0 else -1
        split = largest_remainder(abs(money), list(amounts))
        for part, number in zip(result, split, strict=True):
            if number:
                part[target] = sign * number
    return result


def _amounts(event: Event, found: Sequence[Settlement]) -> list[int]:
    """Split the amount of an event over the parts."""
    opens = [max(each.claim.open, 0) for each in found]
    if event.kind == CHARGE:
        return largest_remainder(event.amount, _weights(found))
    if event.kind == CREDIT:
        return _credit(event.amount, found, opens)
    return _payment(event, found, opens)


def _credit(amount: int, found: Sequence[Settlement], opens: Sequence[int]) -> list[int]:
    """Split a credit note over what is open of each part, the rest over what was paid of each."""
    whole = sum(opens)
    if amount <= whole:
        return largest_remainder(amount, list(opens))
    paid = [max(each.claim.owed - still, 0) for each, still in zip(found, opens, strict=True)]
    rest = largest_remainder(amount - whole, paid if any(paid) else _weights(found))
    return [still + more for still, more in zip(opens, rest, strict=True)]


def _weights(found: Sequence[Settlement]) -> list[int]:
    """Return the shares of the parts as whole numbers."""
    shares = [each.invoice.terms.share for each in found]
    common = 1
    for share in shares:
        common *= share.denominator
    return [int(share * common) for share in shares]


def _payment(event: Event, found: Sequence[Settlement], opens: Sequence[int]) -> list[int]:
    """Give a payment to the parts that are due first; what is beyond all goes to the last."""
    left = event.amount
    if left >= sum(opens):
        return [*opens[:-1], left - sum(opens[:-1])]
    amounts = []
    for each, still in zip(found, opens, strict=True):
        need = (
            still if left == still else max(still - each.open_discount(event.date, grace_of(each, event)), 0)
        )
        amounts.append(min(left, need))
        left -= amounts[-1]
    amounts[-1] += left
    return amounts


def _back(event: Event, found: Sequence[Settlement], paid: list[int], payments: list[list[int]]) -> list[int]:
    """Take a payment back from where it went; of an amount that none had, what is too much first, then the last parts.

    ``paid`` is what each part was paid, ``payments`` where each payment went; both are brought up to date.
    """
    for index in range(len(payments) - 1, -1, -1):
        if sum(payments[index]) == event.amount:
            amounts = payments.pop(index)
            for part, amount in enumerate(amounts):
                paid[part] -= amount
            return amounts
    amounts = []
    left = event.amount
    for each in found:
        amounts.append(min(left, max(-each.claim.open, 0)))
        left -= amounts[-1]
    for part in range(len(paid) - 1, -1, -1):
        more = min(left, paid[part])
        amounts[part] += more
        paid[part] -= more
        left -= more
    amounts[0] += left
    return amounts
