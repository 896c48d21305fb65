"""What an invoice is called in the ledger: its number, unless another invoice has it.

A ledger knows an invoice by its ``invoice:``, so no two may be called alike. But a vendor's number is only that
vendor's own, SAP's number ranges begin again each year, and an invoice that is due in installments has a line for each.
The first of the name keeps the number; one that comes later has what tells it apart behind it:

======================  ===================
of another vendor       ``1001 Paper Mart``
of another year         ``1900000101/2027``
another line            ``1900000101-2``
======================  ===================

A payment or credit note that refers to a number means the invoice of its own customer or vendor, the latest that is not
after it. What the ledger has keeps its name, whatever comes in which order.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from beancount.core import data

from beanplant_importers.open_items import CREDIT_NOTE, INVOICE, PAYMENT, OpenItem


class Called(NamedTuple):
    """An invoice: its name, its number, whose and of what day it is. Of the ledger the number is not known."""

    name: str
    number: str
    party: str
    date: datetime.date


@dataclass(slots=True)
class InvoiceNames:
    """The names of one side, customers or vendors: of the ledger, and of what is imported with it."""

    lines: dict[str, str] = field(default_factory=dict)
    """Names by document and line."""
    taken: dict[str, Called] = field(default_factory=dict)
    on_account: dict[str, str] = field(default_factory=dict)
    """Where payments stand that name no invoice, by document and line."""
    _numbers: dict[str, list[Called]] = field(default_factory=dict)

    def add(self, key: str, called: Called) -> None:
        """Take in an invoice."""
        self.lines.setdefault(key, called.name)
        self.taken.setdefault(called.name, called)
        if called.number:
            self._numbers.setdefault(called.number, []).append(called)

    def call(self, item: OpenItem) -> str:
        """Return the name of an invoice, and keep it."""
        key = f"{item.document}/{item.line}"
        name = self.lines.get(key) or self._free(item)
        if all(other.name != name for other in self._numbers.get(item.number, ())):
            self.add(key, Called(name, item.number, item.party, item.date))
        return name

    def _free(self, item: OpenItem) -> str:
        number, year = item.number, item.date.year
        holder = self.taken.get(number)
        if holder is None:
            return number
        names = []
        if holder.party != item.party:
            names.append(f"{number} {item.party}")
        if holder.date.year != year:
            names.append(f"{number}/{year}")
        names += [f"{number}-{item.line}", f"{number}/{year}-{item.line}", f"{number} {item.document}"]
        return next((name for name in names if name not in self.taken), names[-1])

    def meant(self, number: str, item: OpenItem) -> str:
        """Return the invoice that an item means by a number: its party's own, the latest that is not after it."""
        found = self._numbers.get(number, [])
        if not found:
            year = item.date.year
            alike = (number, f"{number}/{year - 1}", f"{number}/{year}", f"{number} {item.party}")
            found = [self.taken[name] for name in alike if name in self.taken]
        own = [called for called in found if called.party == item.party] or found
        past = [called for called in own if called.date <= item.date] or own
        if not past:
            return number
        last = max(called.date for called in past)
        return next(called.name for called in past if called.date == last)


@dataclass(slots=True)
class LedgerInvoices:
    """What a ledger calls the invoices that were imported."""

    _entries: list[tuple[str, data.Transaction]] = field(default_factory=list)
    _sides: dict[str, InvoiceNames] = field(default_factory=dict)

    def read(self, entry: Any) -> None:
        """Take in a transaction, if it is an imported document."""
        if isinstance(entry, data.Transaction) and "document" in entry.meta:
            self._entries.append((str(entry.meta.get("invoice", "")), entry))

    def of(self, account: str, sign: int) -> InvoiceNames:
        """Return the names on an account of open items; ``sign`` is 1 for customers, -1 for vendors."""
        found = self._sides.get(account)
        if found is None:
            found = self._sides[account] = InvoiceNames()
            for name, entry in self._entries:
                for posting in entry.postings:
                    on = posting.account == account or posting.account.startswith(f"{account}:")
                    if not on or not posting.units or not posting.units.number:
                        continue
                    meta = posting.meta or {}
                    key = f"{entry.meta['document']}/{meta.get('line', '')}"
                    if posting.units.number * sign > 0 and name:
                        found.add(key, Called(name, "", entry.payee or "", entry.date))
                    elif not name and "invoice" not in meta and not entry.links:
                        file = str(entry.meta.get("filename", "")).rpartition("/")[2]
                        found.on_account[key] = f"{file}:{entry.meta.get('lineno', 0)}"
        return found


def named(items: Sequence[OpenItem], names: InvoiceNames, billed: Iterable[OpenItem] = ()) -> list[OpenItem]:
    """Return the items with invoices by their names, and what refers to them; ``billed`` are those of another file."""
    imported = (item for item in items if not (item.reason or item.elsewhere))
    invoices = [item for item in (*billed, *imported) if item.kind == INVOICE]
    for item in sorted(invoices, key=lambda item: (item.date, item.document, len(item.line), item.line)):
        names.call(item)

    def renamed(item: OpenItem) -> OpenItem:
        if item.kind == INVOICE:
            return replace(item, number=names.lines.get(f"{item.document}/{item.line}", item.number))
        if item.kind not in (CREDIT_NOTE, PAYMENT) or not (item.invoice or item.applied):
            return item
        applied = tuple(
            part._replace(invoice=names.meant(part.invoice, item)) if part.invoice else part
            for part in item.applied
        )
        return replace(item, invoice=names.meant(item.invoice, item) if item.invoice else "", applied=applied)

    return [renamed(item) for item in items]
