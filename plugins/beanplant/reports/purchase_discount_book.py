"""What a valued ledger has on its payables of suppliers' discounts: the postings that the plugin made there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.reports.lines import ZERO, Balance

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

    from beancount.core.data import Transaction

    from beanplant.masterdata import MasterData

TOPIC = "purchase-discounts."
EXCHANGE = "purchase-discounts.exchange-rate"


class PurchaseDiscountBook:
    """Deductions from payables by currency."""

    def __init__(self, master: MasterData) -> None:
        self._roots = {rule.account for rule in master.purchase_discounts}
        self._balances: dict[str, Balance] = {}

    def note(self, entry: Transaction) -> None:
        """Take in a transaction; transactions come by date."""
        for posting in entry.postings:
            rule = (posting.meta or {}).get("rule")
            if not isinstance(rule, str) or not rule.startswith(TOPIC) or rule == EXCHANGE:
                continue
            if posting.units is None or posting.units.number is None or not self._payable(posting.account):
                continue
            found = self._balances.setdefault(posting.units.currency, Balance())
            found.add(entry.date, posting.units.number)

    def deducted(self, currency: str, end: datetime.date) -> Decimal:
        """Return what was deducted from payables before ``end``."""
        found = self._balances.get(currency)
        return found.upto(end) if found is not None else ZERO

    def _payable(self, account: str) -> bool:
        return any(account == root or account.startswith(f"{root}:") for root in self._roots)
