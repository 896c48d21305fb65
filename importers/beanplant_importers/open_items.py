"""An open item: a row of a list of customers or vendors, as any system states it.

What the systems map their columns to. ``amount`` is signed as Beancount signs it (a debit is positive), so a customer's
invoice is positive and a vendor's negative. ``discount`` is the cash discount that the ERP took itself; it is never
posted, only compared (`beanplant_importers.discount_tie_out`). Who settles what is in `beanplant_importers.clearing`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from beanplant_importers.facts import ZERO, Line, Source

INVOICE, CREDIT_NOTE, PAYMENT = "invoice", "credit-note", "payment"


class Applied(NamedTuple):
    """What a payment settled: ``amount`` of an invoice in money (positive), and the ERP's ``discount`` on it."""

    invoice: str
    amount: Decimal
    discount: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """One invoice, credit note or payment.

    ``label`` is the ERP's own document type, which the tie-out counts by; ``number`` what an invoice is known by and
    what a payment is referred to with; ``clearing`` the document that cleared the item; ``invoice`` the invoice that
    it refers to; ``applied`` what a payment says itself that it settled. ``lines`` are the legs of an invoice against
    the open item, ``base`` its part without tax. ``reason`` says why a row cannot be imported, ``elsewhere`` why it
    need not be. ``account`` is the place of an item that is on neither receivables nor payables, ``money`` what a
    payment is made from, if that is not the bank. ``rows`` are the rows of the file that it stands for.
    """

    source: Source
    kind: str
    label: str
    document: str
    line: str
    number: str
    date: datetime.date
    amount: Decimal
    currency: str
    discount: Decimal = ZERO
    clearing: str = ""
    invoice: str = ""
    applied: tuple[Applied, ...] = ()
    party: str = ""
    text: str = ""
    terms: str = ""
    baseline: datetime.date | None = None
    lines: tuple[Line, ...] = ()
    base: Decimal = ZERO
    account: str = ""
    money: str = ""
    reason: str = ""
    elsewhere: str = ""
    rows: int = 1
