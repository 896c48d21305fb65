"""What a valued ledger has on receivables or payables: each invoice with what came on it, and what names no invoice.

The accounts are ``receivables:`` of ``plant-sales-discounts`` and ``plant-contract``, or those of
``plant-purchase-discounts``, and the accounts below. What a posting is about says its own ``invoice:``, else its
transaction's, else a link that is the name of an invoice with terms. What names no invoice is kept by customer or
supplier (the payee): payments settle the oldest first, as with any balance that is carried forward. A credit memo
without a payee belongs to the customer of its contract.

Amounts are those of the side that is owed to: what customers, or we, owe more is positive.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant.masterdata.account_roots import AccountRoots
from beanplant.masterdata.facts import SalesDiscounts
from beanplant.reports.lines import ZERO, Balance, Line, Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Posting, Transaction

    from beanplant.masterdata.facts import Discounts

TAKEN = ("sales-discounts.taken", "sales-discounts.given-back")


class Item:
    """An invoice and all that came on it. ``account`` is the one of the directive, ``party`` who owes or is owed."""

    __slots__ = (
        "account",
        "charged",
        "date",
        "name",
        "party",
        "received",
        "series",
        "starts",
        "taken",
        "terms",
    )

    def __init__(self, account: str, name: str) -> None:
        self.account = account
        self.name = name
        self.party = ""
        self.date: datetime.date | None = None
        self.terms = ""
        self.received: datetime.date | None = None
        self.starts: datetime.date | None = None
        """The day that the terms count from: ``baseline:``, else its date."""
        self.charged = ZERO
        self.series = Series()
        self.taken: list[tuple[datetime.date, Decimal]] = []
        """What was taken out of the allowance, by date."""


class Open(NamedTuple):
    """What is open of an invoice, or of what names none: ``amount`` since ``date``, with the terms it says."""

    party: str
    name: str
    date: datetime.date
    amount: Decimal
    item: Item | None
    lines: Series | None = None
    terms: str = ""
    starts: datetime.date | None = None


class OpenItemBook:
    """The items of all receivables accounts (``sign`` 1) or payables accounts (-1), and the accounts' balances."""

    def __init__(self, rules: Sequence[Discounts], topic: str, sign: int, others: Iterable[str] = ()) -> None:
        self._sign = sign
        self._topic = f"{topic}."
        self._exchange = f"{topic}.exchange-rate"
        self._roots = {*(rule.open_items for rule in rules), *others}
        self._allowances = {rule.allowance for rule in rules if isinstance(rule, SalesDiscounts)}
        self._tree = AccountRoots(self._roots)
        self.items: dict[tuple[str, str], Item] = {}
        """By currency and name of the invoice."""
        self._links: dict[tuple[str, str], Item] = {}
        self._billed: dict[str, str] = {}
        """The customer of each contract: whom it was billed last."""
        self._loose: dict[tuple[str, str, str], Series] = {}
        self._balances: dict[tuple[str, str], Balance] = {}
        self._deducted: dict[str, Balance] = {}
        self.deductions: dict[tuple[str, str], Series] = {}
        """Discounts deducted on the accounts, by currency and customer or supplier."""

    @property
    def watches(self) -> bool:
        """Whether the ledger has any of this."""
        return bool(self._roots)

    @property
    def currencies(self) -> list[str]:
        """The currencies on the accounts."""
        return sorted({unit for _, unit in self._balances})

    def accounts(self) -> list[str]:
        """Return the accounts, each with those below it."""
        return sorted(self._roots)

    def note(self, entry: Transaction) -> None:
        """Take in a transaction; transactions come by date."""
        for posting in entry.postings:
            units = posting.units
            if units is None or units.number is None:
                continue
            root = self._tree[posting.account]
            if root is not None:
                self._add(entry, posting, root, units.number * self._sign, units.currency)
            elif posting.account in self._allowances and posting.meta and posting.meta.get("rule") in TAKEN:
                item = self._find(entry, posting, units.currency)
                if item is not None:
                    item.taken.append((entry.date, units.number))

    def _add(self, entry: Transaction, posting: Posting, root: str, number: Decimal, currency: str) -> None:
        self._balances.setdefault((root, currency), Balance()).add(entry.date, number)
        meta = posting.meta or {}
        rule = str(meta.get("rule", ""))
        item = self._find(entry, posting, currency)
        if item is None:
            item = self._begin(entry, posting, root, currency)
        line = Line(
            entry.date, posting.account, number, None, ZERO, None, rule or None, "open item", entry, posting
        )
        if item is None:
            key = (root, currency, self._party(entry, meta, number))
            self._loose.setdefault(key, Series()).add(line)
            return
        if item.date is None and number > 0:
            self._charge(item, entry, posting)
        if not rule:
            item.charged += max(number, ZERO) if item.date == entry.date else ZERO
        item.series.add(line)
        if rule.startswith(self._topic) and rule != self._exchange:
            self._deducted.setdefault(currency, Balance()).add(entry.date, -number)
            series = self.deductions.setdefault((currency, item.party), Series())
            series.add(line._replace(amount=-number))

    def _party(self, entry: Transaction, meta: Mapping[str, Any], number: Decimal) -> str:
        """Return whose a posting is that names no invoice: the payee's, else that of the contract that it names."""
        contract = next(
            (
                str(found[name])
                for found in (meta, entry.meta)
                for name in ("settles", "contract")
                if name in found
            ),
            None,
        )
        if contract is None or entry.payee:
            if contract is not None and number > 0:
                self._billed[contract] = str(entry.payee)
            return entry.payee or ""
        return self._billed.get(contract, "")

    def _find(self, entry: Transaction, posting: Posting, currency: str) -> Item | None:
        """Return the invoice that a posting is about, if it is known."""
        name = _named(entry, posting)
        if name is not None:
            return self.items.get((currency, name)) or self._links.get((currency, name))
        found = (self._links.get((currency, link)) for link in sorted(entry.links or ()))
        return next((item for item in found if item is not None), None)

    def _begin(self, entry: Transaction, posting: Posting, root: str, currency: str) -> Item | None:
        """Begin an invoice where a posting names one; a link is one only where there are terms."""
        name = _named(entry, posting)
        links = sorted(entry.links or ())
        if name is None and links and ("terms" in (posting.meta or {}) or "terms" in entry.meta):
            name = links[0]
        if name is None:
            return None
        item = self.items[currency, name] = Item(root, name)
        for alias in (name, *links) if "terms" in entry.meta else (name,):
            self._links[currency, alias] = item
        return item

    @staticmethod
    def _charge(item: Item, entry: Transaction, posting: Posting) -> None:
        """Note what an invoice says of itself."""
        meta = posting.meta or {}
        item.date = entry.date
        item.party = entry.payee or ""
        item.terms = str(meta.get("terms", entry.meta.get("terms", "")))
        item.received = _dated("received", posting, entry)
        item.starts = _dated("baseline", posting, entry) or entry.date

    def open_items(self, currency: str, end: datetime.date) -> list[Open]:
        """Return what is open before ``end``, by party and date; it adds up to the accounts."""
        found = [
            Open(
                item.party,
                item.name,
                item.date or item.series.dates[0],
                amount,
                item,
                item.series,
                item.terms,
                item.starts,
            )
            for (unit, _), item in self.items.items()
            if unit == currency and (amount := item.series.upto(end))
        ]
        for (_, unit, party), series in self._loose.items():
            if unit == currency:
                found += _carried(party, series, end)
        found.sort(key=lambda each: (each.party, each.date, each.name))
        return found

    def balance(self, currency: str, end: datetime.date) -> Decimal:
        """Return what the accounts hold before ``end``."""
        return sum((b.upto(end) for (_, unit), b in self._balances.items() if unit == currency), ZERO)

    def deducted(self, currency: str, end: datetime.date) -> Decimal:
        """Return what was deducted for discounts before ``end``."""
        found = self._deducted.get(currency)
        return found.upto(end) if found is not None else ZERO


def _named(entry: Transaction, posting: Posting) -> str | None:
    meta = posting.meta
    if meta is not None and "invoice" in meta:
        return str(meta["invoice"])
    return str(entry.meta["invoice"]) if "invoice" in entry.meta else None


def _dated(key: str, posting: Posting, entry: Transaction) -> datetime.date | None:
    """Return the date that a posting, or else its transaction, says by a key."""
    found = (posting.meta or {}).get(key, entry.meta.get(key))
    return found if isinstance(found, datetime.date) else None


def _carried(party: str, series: Series, end: datetime.date) -> list[Open]:
    """Return what names no invoice and payments leave open, or what the payments are beyond it."""
    lines = [line for line in series.lines if line.date < end]
    credit = sum((line.amount for line in lines if line.amount < 0), ZERO)
    found = []
    for line in lines:
        if line.amount <= 0:
            continue
        credit += line.amount
        if credit > 0:
            own = Series()
            own.add(line._replace(amount=credit))
            terms = str((line.posting.meta or {}).get("terms", line.entry.meta.get("terms", "")))
            starts = _dated("baseline", line.posting, line.entry)
            found.append(Open(party, "", line.date, credit, None, own, terms, starts))
            credit = ZERO
    if credit < 0:
        found.append(Open(party, "", lines[-1].date, credit, None, series))
    return found
