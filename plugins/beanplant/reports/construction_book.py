"""What a valued ledger holds of construction in progress: costs and capitalizations, by asset or project.

The accounts are those that assets name by ``construction:``, and ``ConstructionInProgress`` of each plant. A posting
belongs to the asset or project that it names, else to its transaction's; a capitalization out of a project is the
project's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beancount.core.convert import get_weight

from beanplant.masterdata.account_roots import AccountRoots
from beanplant.reports.lines import ZERO, Balance, Line, Series

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

    from beancount.core.amount import Amount
    from beancount.core.data import Posting, Transaction

    from beanplant.masterdata import MasterData

RULE = "depreciation.capitalization"
COST, CAPITALIZED = "cost", "capitalized"
DEFAULT = "ConstructionInProgress"


class Work(NamedTuple):
    """What is under construction: an ``asset`` or a ``project`` (``kind``) by name, on an account, in a currency."""

    account: str
    kind: str
    name: str
    currency: str


class ConstructionBook:
    """Costs and capitalizations of what is under construction, and the balances of its accounts."""

    def __init__(self, master: MasterData, assets: str) -> None:
        """``assets`` is the name of the root account of assets."""
        self._roots = {asset.construction for asset in master.assets.values() if asset.construction}
        self._roots |= {f"{assets}:{code}:{DEFAULT}" for code in master.plants}
        self._tree = AccountRoots(self._roots)
        self.works: dict[Work, dict[str, Series]] = {}
        self._balances: dict[tuple[str, str], Balance] = {}

    def note(self, entry: Transaction) -> None:
        """Take in a transaction; transactions come by date."""
        for posting in entry.postings:
            root = self._tree[posting.account]
            if root is None or posting.units is None:
                continue
            worth: Amount = get_weight(posting)  # type: ignore[no-untyped-call]
            if worth.number is None:
                continue
            self._balances.setdefault((root, worth.currency), Balance()).add(entry.date, worth.number)
            owner = _owner(entry, posting)
            if owner is not None:
                self._add(Work(root, *owner, worth.currency), entry, posting, worth.number)

    def _add(self, work: Work, entry: Transaction, posting: Posting, amount: Decimal) -> None:
        rule = (posting.meta or {}).get("rule")
        flow = CAPITALIZED if rule == RULE else COST
        line = Line(entry.date, posting.account, amount, None, ZERO, None, rule, flow, entry, posting)
        self.works.setdefault(work, {}).setdefault(flow, Series()).add(line)

    @property
    def accounts(self) -> list[tuple[str, str]]:
        """The accounts that hold something, with the currency."""
        return sorted(self._balances)

    def balance(self, account: str, currency: str, end: datetime.date) -> Decimal:
        """Return the balance of an account and those below it before ``end``."""
        found = self._balances.get((account, currency))
        return found.upto(end) if found is not None else ZERO


def _owner(entry: Transaction, posting: Posting) -> tuple[str, str] | None:
    """Return whether an asset or a project, and its name; None where nothing is named."""
    about = posting.meta or {}
    if about.get("rule") == RULE and "project" in about:
        return "project", str(about["project"])
    for meta in (about, entry.meta):
        for key in ("asset", "project"):
            if key in meta:
                return key, str(meta[key])
    return None
