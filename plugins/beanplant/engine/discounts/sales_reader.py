"""Finds invoices to customers, and what a discount on them is on.

A debit on receivables is the invoice, or a debit note on it; a debit without revenue is a payment taken back (a
bounced check). A credit is a payment where money came in (a debit of an asset, a liability or equity), a credit note
where revenue or tax was taken back, else a write-off, on which there is no discount.

The discount is on postings on revenue accounts with ``plant-sales-discounts``. A credit note on a revenue account that
the invoice does not have (returns and allowances) lowers what it is on.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from beanplant.engine.discounts.discounted import is_out
from beanplant.engine.discounts.invoice_reader import Reader
from beanplant.engine.discounts.invoices import CHARGE, CREDIT, PAYMENT, SALES, WRITE_OFF, Invoice, Target
from beanplant.faults import DiscountError
from beanplant.masterdata.facts import SalesDiscounts
from beanplant.rules.formulas import number

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
            taxes = {account for account in raised if account.startswith(self.liabilities)}
            return CREDIT if others <= taxes else PAYMENT
        return CREDIT if any(account.startswith(self.income) for account in counter) else WRITE_OFF

    def rule(self, entry: Transaction, posting: Posting) -> Discounts | None:
        """Return how discounts on an invoice are booked: by its revenue accounts, else by its receivables."""
        root = self.roots[posting.account]
        found: SalesDiscounts | None = None
        for leg in entry.postings:
            rule = self._booked(leg.account, entry.date)
            if rule is None or rule is found or rule.receivables != root:
                continue
            if found is not None and not self._agree(entry, found, rule):
                return None
            found = found or rule
        if found is not None or any(leg.account.startswith(self.income) for leg in entry.postings):
            return found
        return self.newest(root, entry.date)

    def _agree(self, entry: Transaction, one: SalesDiscounts, other: SalesDiscounts) -> bool:
        """Whether two revenue accounts of an invoice book its discount alike; else say what differs."""
        keys = ["method", "grace"]
        keys += ["tax", "tax-mode"] if any(self.taxes[leg.account] for leg in entry.postings) else []
        keys += ["allowance", "expected"] if one.method == "allowance" else []
        for key in keys:
            says = [getattr(rule, key.replace("-", "_")) for rule in (one, other)]
            if says[0] != says[1]:
                none = "history" if key == "expected" else "nothing"
                first, second = (
                    number(each) if isinstance(each, Fraction) else none if each is None else each
                    for each in says
                )
                message = (
                    f"an invoice is on {one.account} with {key}: {first} and on {other.account} with {key}: {second};"
                    " write an invoice for each, or book their discounts alike"
                )
                self.faults.add(DiscountError, dict(entry.meta), message, entry)
                return False
        return True

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
