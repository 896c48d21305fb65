"""Finds invoices to customers, and what a discount on them is on.

A debit on receivables is the invoice, or a debit note on it; a debit without revenue is a payment taken back (a
bounced check). A credit is a payment where money came in (a debit of an asset, a liability or equity), a credit note
where revenue or tax was taken back, else a write-off, on which there is no discount.

The discount is on postings on revenue accounts with ``plant-sales-discounts``. A credit note on a revenue account that
the invoice does not have (returns and allowances) lowers what it is on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from beanplant.engine.discounts.discounted import is_out
from beanplant.engine.discounts.invoice_reader import Reader
from beanplant.engine.discounts.invoices import CHARGE, CREDIT, PAYMENT, SALES, WRITE_OFF, Invoice, Target
from beanplant.masterdata.facts import SalesDiscounts

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Posting, Transaction

    from beanplant.faults import Faults
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.facts import Discounts


class SalesReader(Reader):
    """Reads the transactions that touch a receivables account of ``plant-sales-discounts``."""

    topic: ClassVar[str] = SALES
    sign: ClassVar[int] = 1
    items: ClassVar[str] = "receivables"

    def __init__(self, master: MasterData, options_map: Mapping[str, Any], faults: Faults) -> None:
        super().__init__(master, options_map, faults)
        self._found: dict[tuple[str, datetime.date], SalesDiscounts | None] = {}

    def facts(self) -> Sequence[Discounts]:
        """Return how discounts are booked."""
        return self.master.sales_discounts

    def charges(self, entry: Transaction) -> bool:
        """Whether a debit is an invoice: it says its terms, or earns something, and no money went out."""
        if self.says_terms(entry):
            return True
        earned = (self.income, self.expenses)
        return all(leg.account.startswith(earned) for leg in self.counter(entry, -1))

    def kind(self, invoice: Invoice, entry: Transaction) -> int:
        """Say what a credit is: money came in, revenue was taken back, or it was given up."""
        counter = [leg.account for leg in self.counter(entry, 1)]
        others = {account for account in counter if not account.startswith((self.income, self.expenses))}
        if others:
            # What the invoice raised, such as a tax that ``tax:`` does not name, is given back; all else is money.
            raised = {leg.account for leg in self.counter(invoice.events[0].entry, -1)}
            return CREDIT if others <= raised else PAYMENT
        return CREDIT if any(account.startswith(self.income) for account in counter) else WRITE_OFF

    def rule(self, entry: Transaction, posting: Posting) -> Discounts | None:
        """Return how discounts on an invoice are booked: by its revenue accounts, else by its receivables."""
        root = self.roots[posting.account]
        for leg in entry.postings:
            rule = self._booked(leg.account, entry.date)
            if rule is not None and rule.receivables == root:
                return rule
        if any(leg.account.startswith(self.income) for leg in entry.postings):
            return None
        return self.newest(root, entry.date)

    def matters(self, leg: Posting) -> bool:
        """Whether a discount may be on a posting of an invoice, so that it needs the invoice's currency."""
        return leg.account.startswith(self.income) or self.taxes[leg.account] is not None

    def target(
        self, invoice: Invoice, kind: int, entry: Transaction, leg: Posting
    ) -> tuple[Target | None, bool]:
        """Return where a discount on a posting of an invoice goes, and whether the posting is what it is for."""
        if not leg.account.startswith(self.income):
            return None, False
        if is_out(leg):
            return None, True
        found = self._booked(leg.account, invoice.date)  # as the invoice was, whatever is said later
        if found is not None:
            # Under the net method the discount lowers the revenue itself.
            return Target(found.discounts if found.method != "net" else leg.account), True
        if kind == CHARGE and leg.units is not None and (leg.units.number or 0) > 0:
            return self.unknown(invoice), True  # a trade discount in an account of its own
        if kind == CHARGE:
            invoice.outside |= {leg.account}
        elif leg.account not in invoice.outside:  # a credit note on returns and allowances
            return self.unknown(invoice), True
        return None, True

    def _booked(self, account: str, date: datetime.date) -> SalesDiscounts | None:
        """Return how discounts on a revenue account are booked on a date; None where none are."""
        key = account, date
        if key not in self._found:
            self._found[key] = self.master.discounts_on(account, date)
        return self._found[key]

    def unknown(self, invoice: Invoice) -> Target:
        """Return where the discount of an invoice goes that does not say what it is for."""
        rule = invoice.rule
        assert isinstance(rule, SalesDiscounts)
        return Target(rule.discounts if rule.method != "net" else rule.account)
