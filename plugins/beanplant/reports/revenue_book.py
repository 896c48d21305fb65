"""What a valued ledger holds of revenue with discounts and contracts: by what it is, by program and by customer.

The accounts are those of ``plant-sales-discounts`` and ``plant-contract``: the revenue, its contra accounts, the
allowance, the refund liability, the contract's asset and liability. A posting belongs to the contract that it or its
transaction names; without one it is an early payment discount, or plain revenue. The customer is the payee; what
beanplant posts on its own about a contract is that of the customer whom it billed last.

Revenue is a credit, so amounts here are positive where they add to revenue or to a liability.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from beancount.core.convert import get_weight

from beanplant.reports.lines import ZERO, Balance, Line, Series

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

    from beancount.core.amount import Amount
    from beancount.core.data import Posting, Transaction

    from beanplant.masterdata import MasterData

EARLY_PAYMENT = "early payment"
PLAIN = "no program"


class Part(StrEnum):
    """What an account is to revenue."""

    REVENUE = "revenue"
    CONTRA = "contra"
    ALLOWANCE = "allowance"
    REFUND = "refund"
    POSITION = "position"


class Flow(StrEnum):
    """What a posting is."""

    BILLED = "billed"
    DISCOUNT = "discount"
    FORFEITED = "forfeited"
    DEDUCTION = "deduction"
    TIMING = "timing"
    ACCRUED = "accrued"
    REESTIMATED = "re-estimated"
    SETTLED = "settled"


RULES = {
    "sales-discounts.taken": Flow.DISCOUNT,
    "sales-discounts.given-back": Flow.DISCOUNT,
    "sales-discounts.net": Flow.DISCOUNT,
    "sales-discounts.expected": Flow.DISCOUNT,
    "sales-discounts.true-up": Flow.DISCOUNT,
    "sales-discounts.forfeited": Flow.FORFEITED,
    "sales-discounts.refund-liability": Flow.DEDUCTION,
    "sales-discounts.contract-position": Flow.TIMING,
}
"""What a posting on revenue or a contra account is; any other is billed."""


class Key(NamedTuple):
    """What the lines are sorted by."""

    part: Part
    root: str
    program: str
    customer: str
    flow: Flow


class RevenueBook:
    """The movements on the accounts of discounts and contracts, and their balances."""

    def __init__(self, master: MasterData, income: str) -> None:
        self._roots: dict[str, Part] = {}
        for rule in master.sales_discounts:
            self._roots.setdefault(rule.account, Part.REVENUE)
            self._roots.setdefault(rule.discounts, Part.CONTRA)
            self._roots.setdefault(rule.forfeited, Part.CONTRA)
            self._roots.setdefault(rule.allowance, Part.ALLOWANCE)
        for contract in master.contracts.values():
            self._roots.setdefault(contract.account, Part.REVENUE)
            self._roots.setdefault(contract.deductions, Part.CONTRA)
            self._roots.setdefault(contract.refund_liability, Part.REFUND)
            self._roots.setdefault(contract.contract_asset, Part.POSITION)
            self._roots.setdefault(contract.contract_liability, Part.POSITION)
        self._income = income
        self._kinds = {name: contract.kind for name, contract in master.contracts.items()}
        self._known: dict[str, str | None] = {}
        self._customers: dict[str, str] = {}
        self.series: dict[str, dict[Key, Series]] = {}
        """By currency."""
        self._balances: dict[tuple[str, str], Balance] = {}

    @property
    def watches(self) -> bool:
        """Whether the ledger has any of this."""
        return bool(self._roots)

    def kind(self, program: str) -> str:
        """Return what kind a program is: that of its contract, in its own words."""
        return self._kinds.get(program, program) or "contract"

    def customer(self, program: str) -> str:
        """Return whom a contract was billed last; nothing where nobody was."""
        return self._customers.get(program, "")

    def note(self, entry: Transaction) -> None:
        """Take in a transaction; transactions come by date."""
        for posting in entry.postings:
            root = self._root(posting.account)
            if root is None or posting.units is None:
                continue
            worth: Amount = get_weight(posting)  # type: ignore[no-untyped-call]
            if worth.number is None:
                continue
            self._add(entry, posting, root, -worth.number, worth.currency)

    def _add(self, entry: Transaction, posting: Posting, root: str, amount: Decimal, currency: str) -> None:
        part = self._roots[root]
        meta = posting.meta or {}
        rule = str(meta.get("rule", ""))
        self._balances.setdefault((root, currency), Balance()).add(entry.date, amount)
        contract = next(
            (
                str(found[name])
                for found in (meta, entry.meta)
                for name in ("settles", "contract")
                if name in found
            ),
            None,
        )
        early = rule.startswith("sales-discounts.") and contract is None
        program = contract or (EARLY_PAYMENT if early or part is Part.ALLOWANCE else PLAIN)
        if contract and entry.payee:
            self._customers[contract] = entry.payee
        customer = entry.payee or self._customers.get(program, "")
        key = Key(part, root, program, customer, _flow(part, rule, amount, entry))
        series = self.series.setdefault(currency, {}).setdefault(key, Series())
        series.add(
            Line(
                entry.date,
                posting.account,
                amount,
                None,
                ZERO,
                contract,
                rule or None,
                key.flow,
                entry,
                posting,
            )
        )

    def balance(self, part: Part, currency: str, end: datetime.date) -> Decimal:
        """Return what the accounts of a part hold before ``end``, credit positive."""
        return sum(
            (
                found.upto(end)
                for (root, unit), found in self._balances.items()
                if unit == currency and self._roots[root] is part
            ),
            ZERO,
        )

    def _root(self, account: str) -> str | None:
        try:
            return self._known[account]
        except KeyError:
            name: str | None = account
            while name and name not in self._roots:
                name = name.rpartition(":")[0]
            self._known[account] = name = name or None
            return name


def _flow(part: Part, rule: str, amount: Decimal, entry: Transaction) -> Flow:
    """Return what a posting is."""
    if part in (Part.REVENUE, Part.CONTRA):
        found = RULES.get(rule)
        if found is None and part is Part.CONTRA:
            return Flow.DISCOUNT if amount < 0 else Flow.BILLED
        return found or Flow.BILLED
    if part is Part.POSITION:
        return Flow.TIMING
    if rule in ("sales-discounts.expected", "sales-discounts.refund-liability"):
        made = str(entry.meta.get("filename", "")).startswith("<beanplant")
        return Flow.REESTIMATED if made else Flow.ACCRUED
    if rule == "sales-discounts.true-up":
        return Flow.REESTIMATED
    return Flow.SETTLED
