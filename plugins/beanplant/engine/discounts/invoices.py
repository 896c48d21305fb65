"""What the discount of an invoice is computed from: the invoice, what came on it, and what of it is
discounted.

What a discount is on: postings on revenue accounts with ``plant-sales-discounts`` and, under ``tax-mode:
"included"``, those on their tax account. All else in the invoice (freight, a fee) is owed, but not
discounted. An invoice without any revenue (an opening balance) is discounted in full. A credit note on a
revenue account that the invoice does not have (returns and allowances) lowers what is discounted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from beancount.core.data import Posting, Transaction

    from beanplant.engine.stock import Money
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.facts import SalesDiscounts
    from beanplant.rules.discounts import Terms

Root = Callable[[str], str | None]

CHARGE, CREDIT, PAYMENT, WRITE_OFF, TAKEN_BACK = range(5)
"""Kinds of events, in the order in which those of one day count."""


class Event(NamedTuple):
    """Something on an invoice: ``amount`` (positive, smallest unit), and what of it a discount is on, by
    account.

    ``parts`` are accounts that a discount is posted to, with the amounts that it is on.
    """

    date: datetime.date
    kind: int
    entry: Transaction
    account: str
    amount: int
    parts: Mapping[str, int]
    source: Mapping[str, Any]


@dataclass(slots=True)
class Invoice:
    """An invoice with a discount in its terms, and its events.

    ``outside`` are the revenue accounts in it that no discount is on.
    """

    name: str
    date: datetime.date
    currency: str
    money: Money
    rule: SalesDiscounts
    terms: Terms
    source: Mapping[str, Any]
    payee: str | None = None
    outside: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)


class Debt(NamedTuple):
    """What a transaction says of one invoice: its receivables posting, the amount (debit positive), its metadata."""

    posting: Posting
    amount: Decimal
    source: Mapping[str, Any]


def by_invoice(entry: Transaction, touched: list[Posting]) -> dict[str | None, list[Debt]]:
    """Group the receivables postings of a transaction by the invoice that they name; None: by a link, if at all."""
    found: dict[str | None, list[Debt]] = {}
    for posting in touched:
        if posting.units is None or posting.units.number is None:
            continue
        own = posting.meta is not None and "invoice" in posting.meta
        source = posting.meta if own and posting.meta is not None else entry.meta
        name = str(source["invoice"]) if "invoice" in source else None
        found.setdefault(name, []).append(Debt(posting, posting.units.number, source))
    return found


def owed(entry: Transaction, sign: int, root: Root) -> Decimal:
    """Return what the receivables postings of a transaction with this sign add up to, as a positive number."""
    numbers = [
        leg.units.number * sign
        for leg in entry.postings
        if leg.units is not None and leg.units.number is not None and root(leg.account) is not None
    ]
    return sum((number for number in numbers if number > 0), Decimal())


def discounted_parts(
    invoice: Invoice,
    kind: int,
    entry: Transaction,
    amount: Decimal,
    master: MasterData,
    root: Root,
    income: str,
) -> dict[str, int]:
    """Return what a discount on an invoice or credit note of ``amount`` is on, by the account it is
    posted to.

    ``root`` finds the receivables account above an account; ``income`` is how revenue accounts begin.
    Where the transaction has other receivables postings too (several invoices), the parts are this one's
    share.
    """
    rule = invoice.rule
    included = rule.tax is not None and rule.tax_mode == "included"
    parts: dict[str, Decimal] = {}
    earned = False
    for leg in entry.postings:
        if leg.units is None or leg.units.number is None or leg.units.currency != invoice.currency:
            continue
        if root(leg.account) is not None:
            continue
        target: str | None = None
        if rule.tax is not None and (leg.account == rule.tax or leg.account.startswith(f"{rule.tax}:")):
            target = leg.account if included else None
        elif leg.account.startswith(income):
            earned = True
            found = master.discounts_on(leg.account, entry.date)
            if found is not None:
                # Under the net method the discount lowers the revenue itself.
                target = found.discounts if found.method != "net" else leg.account
            elif kind == CHARGE:
                invoice.outside.add(leg.account)
            elif leg.account not in invoice.outside:
                target = (
                    rule.discounts if rule.method != "net" else rule.account
                )  # a credit note on returns and allowances
        if target is not None:
            parts[target] = parts.get(target, Decimal()) - leg.units.number
    whole = owed(entry, 1 if kind == CHARGE else -1, root)
    if not earned:
        parts = {rule.discounts if rule.method != "net" else rule.account: whole}
    share = Fraction(amount) / Fraction(whole)
    to_int = invoice.money.to_int
    return {
        account: abs(to_int(number)) if share == 1 else round(abs(to_int(number)) * share)
        for account, number in parts.items()
        if number
    }
