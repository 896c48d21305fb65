"""What a valued ledger holds of debts: the balances of their accounts, and how far they are amortized.

The schedule of a debt lies on its directive, where the plugin left it. Balances are everything on the liability's
account, on the discount's and on those below them, also what names no debt.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from beancount.core.convert import get_weight

from beanplant.masterdata.account_roots import AccountRoots
from beanplant.masterdata.debts import POSTED, Posted
from beanplant.reports.lines import ZERO, Balance
from beanplant.rules.interest_periods import position

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

    from beancount.core.amount import Amount
    from beancount.core.data import Transaction

    from beanplant.masterdata import MasterData
    from beanplant.masterdata.debts import Debt


class DebtBook:
    """Balances of the debts' accounts by currency."""

    def __init__(self, master: MasterData) -> None:
        self._balances: dict[tuple[str, str], Balance] = {}
        self._roots = {name for debt in master.debts.values() for name in (debt.account, debt.discount)}
        self._tree = AccountRoots(self._roots)

    def note(self, entry: Transaction) -> None:
        """Take in a transaction; transactions come by date."""
        for posting in entry.postings:
            root = self._tree[posting.account]
            if root is not None and posting.units is not None:
                worth: Amount = get_weight(posting)  # type: ignore[no-untyped-call]
                if worth.number is not None:
                    found = self._balances.setdefault((root, worth.currency), Balance())
                    found.add(entry.date, worth.number)

    def balance(self, account: str, currency: str, end: datetime.date) -> Decimal:
        """Return the balance of an account and those below it before ``end``."""
        found = self._balances.get((account, currency))
        return found.upto(end) if found is not None else ZERO


def posted(debt: Debt) -> Posted | None:
    """Return a debt's amortization; None where the plugin refused it."""
    found = debt.source.get(POSTED)
    return found if isinstance(found, Posted) else None


def place_before(found: Posted, end: datetime.date) -> int:
    """Return the position up to which a debt is amortized in the books before ``end``."""
    index = bisect_left(found.dates, end)
    return position(found.dates[index - 1]) if index else 0
