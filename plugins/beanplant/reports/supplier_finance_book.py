"""What a valued ledger has of supplier finance: the payables that are part of a program, by program.

    2026-03-02 * "Acme Steel" "Invoice"
      invoice: "A-17"
      terms: "net 90"
      supplier-finance: "BANK-1"

On a posting it says so of that posting alone; on the transaction of its liabilities, but those for tax. What comes
later with the same ``invoice:`` belongs to the program too: the payment to the bank, a credit note, a discount.
``supplier-paid: 2026-03-12`` on the invoice is the day on which the bank paid the supplier.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant.reports.lines import ZERO, Balance, Line, Series

if TYPE_CHECKING:
    from decimal import Decimal

    from beancount.core.data import Posting, Transaction

    from beanplant.masterdata import MasterData

KEY, PAID = "supplier-finance", "supplier-paid"


class Terms(NamedTuple):
    """The terms of an invoice, and its date."""

    date: datetime.date
    text: str


class Financed(NamedTuple):
    """An invoice of which the bank paid the supplier: when, and what is owed on it by date."""

    date: datetime.date
    owed: Balance


class SupplierFinanceBook:
    """Payables of supplier finance programs by currency, program and account; a credit is positive."""

    def __init__(self, master: MasterData, liabilities: str) -> None:
        self._liabilities = f"{liabilities}:"
        self._taxes = {rule.tax for rule in master.purchase_discounts if rule.tax}
        self._taxes |= {rule.tax for rule in master.sales_discounts if rule.tax}
        self._programs: dict[str, str] = {}
        self.series: dict[tuple[str, str, str], Series] = {}
        self.terms: dict[tuple[str, str | None, str], list[Terms]] = {}
        """Terms of invoices by currency, program and account; of those in no program under None."""
        self._owed: dict[tuple[str, str, str], dict[str, Balance]] = {}
        self._paid: dict[str, datetime.date] = {}
        self.wrong: list[str] = []
        """What ``supplier-paid:`` says and is no date."""
        self._balances: dict[tuple[str, str], Balance] = {}

    def note(self, entry: Transaction) -> None:
        """Take in a transaction; transactions come by date."""
        for posting in entry.postings:
            account = posting.account
            if not account.startswith(self._liabilities):
                continue
            units = posting.units
            if units is None or units.number is None:
                continue
            program = self._program(entry, posting)
            # The balance of each liability, so that a program that begins later can be compared with its account.
            self._balances.setdefault((account, units.currency), Balance()).add(entry.date, -units.number)
            self._note_terms(entry, posting, (units.currency, program, account))
            if program is None:
                continue
            key = (units.currency, program, account)
            invoice = self._invoice(entry, posting)
            if invoice is not None:
                owed = self._owed.setdefault(key, {}).setdefault(invoice, Balance())
                owed.add(entry.date, -units.number)
                self._note_paid(entry, posting, invoice)
            rule = (posting.meta or {}).get("rule")
            line = Line(entry.date, account, -units.number, None, ZERO, None, rule, "payable", entry, posting)
            self.series.setdefault(key, Series()).add(line)

    @staticmethod
    def _invoice(entry: Transaction, posting: Posting) -> str | None:
        """Return the invoice that a posting is about."""
        found = (posting.meta or {}).get("invoice", entry.meta.get("invoice"))
        return str(found) if found is not None else None

    def _note_terms(self, entry: Transaction, posting: Posting, key: tuple[str, str | None, str]) -> None:
        """Keep the terms of an invoice: of what is owed more, as it is written."""
        meta: dict[str, Any] = posting.meta or {}
        text = meta.get("terms", entry.meta.get("terms"))
        if isinstance(text, str) and posting.units.number < 0 and "rule" not in meta:  # type: ignore[operator, union-attr]
            self.terms.setdefault(key, []).append(Terms(entry.date, text))

    def _note_paid(self, entry: Transaction, posting: Posting, invoice: str) -> None:
        found = (posting.meta or {}).get(PAID, entry.meta.get(PAID))
        if isinstance(found, datetime.date):
            self._paid[invoice] = found
        elif found is not None:
            self.wrong.append(f'invoice "{invoice}": {PAID}: found "{found}"')

    def paid(self, key: tuple[str, str, str], end: datetime.date) -> Decimal | None:
        """Return what is owed before ``end`` of invoices whose suppliers have their money; None where nobody says."""
        known = [
            Financed(self._paid[name], owed)
            for name, owed in self._owed.get(key, {}).items()
            if name in self._paid
        ]
        if not known:
            return None
        return sum((each.owed.upto(end) for each in known if each.date < end), ZERO)

    def _program(self, entry: Transaction, posting: Posting) -> str | None:
        """Return the program of a posting on a liability."""
        meta = posting.meta or {}
        invoice = self._invoice(entry, posting)
        own = meta.get(KEY)
        if own is None and posting.account not in self._taxes:
            own = entry.meta.get(KEY)
            if own is None and invoice is not None:
                own = self._programs.get(invoice)
        if own is None:
            return None
        if invoice is not None:
            self._programs.setdefault(invoice, str(own))
        return str(own)

    @property
    def currencies(self) -> set[str]:
        """The currencies of the programs."""
        return {unit for unit, _, _ in self.series}

    def balance(self, account: str, currency: str, end: datetime.date) -> Decimal:
        """Return what an account owes before ``end``."""
        found = self._balances.get((account, currency))
        return found.upto(end) if found is not None else ZERO
