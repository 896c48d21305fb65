"""What a valued ledger has of supplier finance: the payables that are part of a program, by program.

    2026-03-02 * "Acme Steel" "Invoice"
      invoice: "A-17"
      terms: "net 90"
      supplier-finance: "BANK-1"

On a posting it says so of that posting alone; on the transaction of its liabilities, but those for tax. What comes
later with the same ``invoice:`` belongs to the program too: the payment to the bank, a credit note, a discount.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.reports.lines import ZERO, Balance, Line, Series

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

    from beancount.core.data import Posting, Transaction

    from beanplant.masterdata import MasterData

KEY = "supplier-finance"


class SupplierFinanceBook:
    """Payables of supplier finance programs by currency, program and account; a credit is positive."""

    def __init__(self, master: MasterData, liabilities: str) -> None:
        self._liabilities = f"{liabilities}:"
        self._taxes = {rule.tax for rule in master.purchase_discounts if rule.tax}
        self._taxes |= {rule.tax for rule in master.sales_discounts if rule.tax}
        self._programs: dict[str, str] = {}
        self.series: dict[tuple[str, str, str], Series] = {}
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
            if program is None:
                continue
            key = (units.currency, program, account)
            rule = (posting.meta or {}).get("rule")
            line = Line(entry.date, account, -units.number, None, ZERO, None, rule, "payable", entry, posting)
            self.series.setdefault(key, Series()).add(line)

    def _program(self, entry: Transaction, posting: Posting) -> str | None:
        """Return the program of a posting on a liability."""
        meta = posting.meta or {}
        invoice = meta.get("invoice", entry.meta.get("invoice"))
        own = meta.get(KEY)
        if own is None and posting.account not in self._taxes:
            own = entry.meta.get(KEY)
            if own is None and invoice is not None:
                own = self._programs.get(str(invoice))
        if own is None:
            return None
        if invoice is not None:
            self._programs.setdefault(str(invoice), str(own))
        return str(own)

    def balance(self, account: str, currency: str, end: datetime.date) -> Decimal:
        """Return what an account owes before ``end``."""
        found = self._balances.get((account, currency))
        return found.upto(end) if found is not None else ZERO
