"""What a valued ledger holds of revenue with discounts and contracts: by what it is, by program and by customer.

The accounts are those of ``plant-sales-discounts`` and ``plant-contract``: the revenue, its contra accounts, the
allowance, the refund liability, the contract's asset and liability. A discount for early payment and its allowance are
one program; any other posting belongs to the contract that it or its transaction names, or is plain revenue.
Whose a posting is says ``revenue_customers``.

Revenue is a credit, so amounts here are positive where they add to revenue or to a liability.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.convert import get_weight

from beanplant.masterdata.account_roots import AccountRoots
from beanplant.reports.lines import ZERO, Balance, Line, Series
from beanplant.reports.revenue_customers import Customers, part_of
from beanplant.reports.revenue_flows import EARLY, Flow, Noted, Part, flow_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from decimal import Decimal

    from beancount.core.amount import Amount
    from beancount.core.data import Posting, Transaction

    from beanplant.masterdata import MasterData

EARLY_PAYMENT = "early payment"
PLAIN = "no program"


class Key(NamedTuple):
    """What the lines are sorted by."""

    part: Part
    root: str
    program: str
    customer: str
    flow: Flow


class RevenueBook:
    """The movements on the accounts of discounts and contracts, and their balances."""

    def __init__(self, master: MasterData, options_map: Mapping[str, Any], *, filtered: bool = False) -> None:
        self._roots: dict[str, Part] = {}
        self._contra: dict[str, Flow] = {}
        """What a person books on a contra account."""
        for rule in master.sales_discounts:
            self._roots.setdefault(rule.account, Part.REVENUE)
            self._roots.setdefault(rule.discounts, Part.CONTRA)
            self._roots.setdefault(rule.forfeited, Part.CONTRA)
            self._roots.setdefault(rule.allowance, Part.ALLOWANCE)
            self._contra.setdefault(rule.discounts, Flow.DISCOUNT)
            self._contra.setdefault(rule.forfeited, Flow.FORFEITED)
            self._roots.setdefault(rule.returns, Part.CONTRA)
            self._contra.setdefault(rule.returns, Flow.RETURNED)
        for contract in master.contracts.values():
            self._roots.setdefault(contract.account, Part.REVENUE)
            self._roots.setdefault(contract.deductions, Part.CONTRA)
            self._roots.setdefault(contract.refund_liability, Part.REFUND)
            self._roots.setdefault(contract.contract_asset, Part.POSITION)
            self._roots.setdefault(contract.contract_liability, Part.POSITION)
        self._master = master
        self._filtered = filtered
        self._tree = AccountRoots(self._roots)
        self._customers = Customers(
            options_map, {contract.name: contract.customer for contract in master.contracts.values()}
        )
        self._noted: list[Noted] = []
        self._balances: dict[tuple[str, str], Balance] = {}

    @property
    def watches(self) -> bool:
        """Whether the ledger has any of this."""
        return bool(self._roots)

    @property
    def currencies(self) -> set[str]:
        """The currencies on the accounts."""
        return {unit for _, unit in self._balances}

    def currencies_of(self, *parts: Part) -> set[str]:
        """The currencies on the accounts of some parts."""
        return {unit for root, unit in self._balances if self._roots[root] in parts}

    def kind(self, program: str) -> str:
        """Return what kind a program is: that of its contract, in its own words."""
        contract = self._master.contracts.get(program)
        if contract is not None:
            return contract.kind or "contract"
        return "" if program in (EARLY_PAYMENT, PLAIN) else "contract"

    def customers(self, program: str) -> list[str]:
        """Return whom a contract was billed, the last one last; nobody where nothing was."""
        _ = self.series
        named = self._customers.named(program)
        return list(self._customers.billed.get(program, ())) or ([named] if named else [])

    def of_program(self, currency: str, program: str, customer: str = "") -> list[tuple[Key, Series]]:
        """Return the lines of a program, or those of one of its customers."""
        found = self._programs.get((currency, program), {})
        if customer:
            return found.get(customer, [])
        return [each for lines in found.values() for each in lines]

    @cached_property
    def _programs(self) -> dict[tuple[str, str], dict[str, list[tuple[Key, Series]]]]:
        result: dict[tuple[str, str], dict[str, list[tuple[Key, Series]]]] = {}
        for currency, found in self.series.items():
            for key, series in found.items():
                customers = result.setdefault((currency, key.program), {})
                customers.setdefault(key.customer, []).append((key, series))
        return result

    def owes_back(self, contract: str) -> bool:
        """Whether anything was ever owed back by a contract."""
        return contract in self._owing

    @cached_property
    def _owing(self) -> set[str]:
        return {key.program for found in self.series.values() for key in found if key.part is Part.REFUND}

    def note(self, entry: Transaction) -> None:
        """Take in a transaction; transactions come by date."""
        for posting in entry.postings:
            root = self._tree[posting.account]
            if root is None or posting.units is None:
                continue
            found = _noted(entry, posting, root)
            if found is None:
                continue
            self._noted.append(found)
            self._balances.setdefault((root, found.currency), Balance()).add(entry.date, found.amount)
            if self._roots[root] is Part.REVENUE:
                self._customers.name(entry, posting)

    @cached_property
    def series(self) -> dict[str, dict[Key, Series]]:
        """The lines by currency; sorted out when the first report asks for them."""
        result: dict[str, dict[Key, Series]] = {}
        noted = self._noted
        if not self._filtered:
            moved = (
                found
                for entry, posting in self._customers.unposted(noted)
                if (root := self._tree[posting.account]) is not None
                and (found := _noted(entry, posting, root)) is not None
            )
            noted = sorted([*noted, *moved], key=lambda each: each.entry.date)
        for each in noted:
            part, contract = self._roots[each.root], each.contract
            flow = flow_of(part, each)
            if flow is Flow.CONCEDED and contract is None:
                flow = self._contra.get(each.root, flow)
            early = part is Part.ALLOWANCE or flow in EARLY
            program = EARLY_PAYMENT if early else contract or PLAIN
            settles = flow is Flow.SETTLED or each.settles
            parts = self._customers.divide(each, settles=settles)
            for customer, amount in parts:
                if part is Part.REVENUE and flow is Flow.BILLED and contract and customer and not settles:
                    self._customers.bill(contract, customer, amount)
                about = (each.entry.date, each.posting.account, amount, None, ZERO, contract)
                posting = part_of(each.posting, customer) if len(parts) > 1 else each.posting
                line = Line(*about, each.rule or None, flow, each.entry, posting)
                key = Key(part, each.root, program, customer, flow)
                result.setdefault(each.currency, {}).setdefault(key, Series()).add(line)
        self._noted = []
        return result

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


def _noted(entry: Transaction, posting: Posting, root: str) -> Noted | None:
    """Return a posting with what it is worth; None for one without an amount."""
    worth: Amount = get_weight(posting)  # type: ignore[no-untyped-call]
    return Noted(entry, posting, root, -worth.number, worth.currency) if worth.number is not None else None
