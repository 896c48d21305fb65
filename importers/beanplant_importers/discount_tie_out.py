"""The cash discounts that an ERP posted, against those that beanplant takes.

A journal has the money; the discount is worked out again, by the terms of the invoice and the day of its payment
(`beanplant.rules.discounts`). Both must come to the same, invoice by invoice. Where they do not, the ledger would leave
a difference open or take one that the ERP did not, so each is named with its document::

    fbl5n.csv:2: invoice 90000001: SAP has a cash discount of 25.00 EUR, beanplant takes 23.80 EUR (2/10 net 30, paid
    after 8 days); mend the terms or state the difference.

Compared are invoices whose terms and payments are in the file. The days count from the invoice's date, as in the
ledger.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.rules.currencies import minor_units
from beanplant.rules.discounts import Claim
from beanplant.rules.payment_terms import Terms, parse_terms
from beanplant_importers.facts import ZERO
from beanplant_importers.open_items import CREDIT_NOTE, INVOICE, OpenItem

if TYPE_CHECKING:
    from beanplant_importers.clearing import Settled

NAMED = 20
"""Differences that are named one by one."""


@dataclass(slots=True)
class _Account:
    """An invoice with what came on it."""

    item: OpenItem
    terms: Terms
    events: list[tuple[datetime.date, int, Decimal, Decimal]] = field(default_factory=list)
    """Date, 1 for a payment and 2 for a credit note, amount, and the part of a credit note that a discount is on."""
    stated: Decimal = ZERO
    paid: datetime.date | None = None


@dataclass(slots=True)
class _Total:
    """The discounts of invoices in a currency: what the ERP has, what beanplant takes, and how many differ."""

    count: int = 0
    differ: int = 0
    stated: Decimal = ZERO
    taken: Decimal = ZERO


class DiscountTieOut:
    """Collects the items of a file and what they settled; `sentences` says what differs.

    ``net``: the discount is on the amount without tax; ``grace`` are days that a late payment still counts.
    """

    def __init__(self, file: str, system: str, sign: int, *, net: bool = False, grace: int = 0) -> None:
        self.file, self.system, self.sign = file, system, sign
        self.net, self.grace = net, grace
        self._accounts: dict[str, _Account] = {}
        self._others: list[tuple[OpenItem, str]] = []
        self._settled: list[Settled] = []

    def add(self, item: OpenItem, invoice: str) -> None:
        """Take an invoice or a credit note on ``invoice``."""
        if item.kind == INVOICE and invoice not in self._accounts:
            terms = parse_terms(item.terms)[0] if item.terms else None
            if terms is not None:
                self._accounts[invoice] = _Account(item, terms)
        elif item.kind == CREDIT_NOTE:
            self._others.append((item, invoice))

    def settle(self, settled: Settled) -> None:
        """Take a payment."""
        self._settled.append(settled)

    def sentences(self) -> Iterator[str]:
        """Yield the differences, one a document, and the totals."""
        self._book()
        totals: dict[str, _Total] = {}
        differences = []
        for name, account in self._accounts.items():
            own = self._taken(account) if account.paid is not None else ZERO
            if not own and not (account.stated and account.paid is not None):
                continue
            total = totals.setdefault(account.item.currency, _Total())
            total.count += 1
            total.stated += account.stated
            total.taken += own
            if own != account.stated:
                total.differ += 1
                differences.append(self._difference(name, account, own))
        yield from differences[:NAMED]
        if len(differences) > NAMED:
            yield f"{self.file}: {len(differences) - NAMED} more invoices differ in their cash discount."
        for currency, total in totals.items():
            money = "" if len(totals) == 1 else f" in {currency}"
            yield (
                f"{self.file}: cash discounts of {total.count} invoice{'s' if total.count > 1 else ''}{money}: "
                f"{self.system} has {_shown(total.stated, currency)}, beanplant takes {_shown(total.taken, currency)}; "
                f"{total.count - total.differ} agree, {total.differ} differ."
            )

    def _book(self) -> None:
        for item, name in self._others:
            account = self._accounts.get(name)
            if account is not None:
                account.events.append((item.date, 2, -item.amount * self.sign, -self._base(item)))
        for settled in self._settled:
            for part in settled.applied:
                account = self._accounts.get(part.invoice)
                if account is None:
                    continue
                account.stated += part.discount
                if part.amount > 0:
                    day = max(settled.item.date, account.item.date)
                    account.events.append((day, 1, part.amount, ZERO))
                    account.paid = max(day, account.paid or day)

    def _base(self, item: OpenItem) -> Decimal:
        return (item.base if self.net and item.base else item.amount) * self.sign

    def _taken(self, account: _Account) -> Decimal:
        """Return the discount that beanplant takes on an invoice in all."""
        item = account.item
        digits = minor_units(item.currency)

        def whole(amount: Decimal) -> int:
            return int(amount.scaleb(digits).to_integral_value())

        claim = Claim()
        claim.charge(whole(item.amount * self.sign), whole(self._base(item)))
        given_back = 0
        for date, order, amount, base in sorted(account.events, key=lambda event: event[:2]):
            if order == 1:
                tier = account.terms.granted(item.baseline or item.date, date, self.grace)
                rate = Fraction(0)
                if tier is not None:
                    rate = tier.rate
                    if tier.amount is not None and claim.base > 0:
                        rate = min(Fraction(whole(tier.amount), claim.base), Fraction(1))
                claim.pay(whole(amount), rate)
            else:
                given_back += claim.credit(whole(amount), whole(base))
        return Decimal(claim.taken - given_back).scaleb(-digits)

    def _difference(self, name: str, account: _Account, own: Decimal) -> str:
        item = account.item
        start = item.baseline or item.date
        days = ((account.paid or start) - start).days
        return (
            f"{item.source.file}:{item.source.row}: invoice {name}: {self.system} has a cash discount of "
            f"{_shown(account.stated, item.currency)} {item.currency}, beanplant takes {_shown(own, item.currency)} "
            f"{item.currency} ({item.terms}, paid after {days} days); mend the terms, or write off the difference."
        )


def _shown(amount: Decimal, currency: str) -> str:
    """Return an amount with the decimals of its currency, or more where it has them."""
    digits = minor_units(currency)
    whole = round(amount, digits)
    return f"{whole if whole == amount else amount:,f}"
