"""What a ledger says of each debt: its issue, what its discount account got, payments, and its retirement.

A posting belongs to a debt by its own ``debt:`` or ``retires:``, else by its transaction's. In a refunding, where a
transaction has both, the credit of the liability and the discount are the new debt's and the debit of the liability
is the old one's. Only postings on the accounts of a debt (liability, discount, interest) and on those below them count.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

from beancount.core.convert import get_weight
from beancount.core.data import Transaction

from beanplant.faults import DebtError, Faults, nearest
from beanplant.masterdata.account_roots import AccountRoots

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beancount.core.amount import Amount
    from beancount.core.data import Posting

    from beanplant.masterdata import MasterData
    from beanplant.masterdata.debts import Debt

ZERO = Decimal()


class Side(Enum):
    """Which of its accounts a posting of a debt is on."""

    LIABILITY = "liability"
    DISCOUNT = "discount"
    INTEREST = "interest"


@dataclass(slots=True)
class Extinguishment:
    """A transaction that retires a debt: what it took off the liability (``paid``) and off the discount."""

    entry: Transaction
    source: Mapping[str, Any]
    paid: Decimal = ZERO
    cleared: Decimal = ZERO


@dataclass(slots=True)
class Noted:
    """A posting that names a debt with ``debt:``; a debit is positive."""

    date: datetime.date
    side: Side
    amount: Decimal
    source: Mapping[str, Any]
    entry: Transaction


@dataclass(slots=True)
class DebtFacts:
    """What the ledger says of one debt, by date."""

    noted: list[Noted] = field(default_factory=list)
    retired: list[Extinguishment] = field(default_factory=list)

    @property
    def credited(self) -> Decimal:
        """What the liability was credited with; its debits are repayments."""
        return -sum((each.amount for each in self.noted if self._on(each, Side.LIABILITY) < 0), ZERO)

    @property
    def deferred(self) -> Decimal:
        """What the discount's account got; a premium is negative."""
        return sum((each.amount for each in self.noted if each.side is Side.DISCOUNT), ZERO)

    @staticmethod
    def _on(each: Noted, side: Side) -> Decimal:
        return each.amount if each.side is side else ZERO


def read_facts(entries: Iterable[Any], master: MasterData, faults: Faults) -> dict[str, DebtFacts]:
    """Return what the transactions say of each debt; a name that no debt has is a fault at its line."""
    reader = _Reader(master, faults)
    for entry in entries:
        if type(entry) is Transaction:
            reader.read(entry)
    return reader.facts


class _Reader:
    """Reads transactions: knows the debts by account."""

    def __init__(self, master: MasterData, faults: Faults) -> None:
        self.debts, self.broken, self.faults = master.debts, master.broken_debts, faults
        self.facts = {name: DebtFacts() for name in master.debts}
        self.roots = {
            account
            for debt in master.debts.values()
            for account in (debt.account, debt.discount, debt.interest)
        }
        self.discounts = {debt.discount for debt in master.debts.values()}
        self._tree = AccountRoots(self.roots)

    def read(self, entry: Transaction) -> None:
        """Take in a transaction."""
        if entry.meta.get("retires") in self.debts:
            self._retirement(entry, entry.meta)
        for posting in entry.postings:
            if posting.units is None or posting.units.number is None or self._tree[posting.account] is None:
                continue
            weight: Amount = get_weight(posting)  # type: ignore[no-untyped-call]
            assert weight.number is not None
            on_discount = self._tree[posting.account] in self.discounts
            owner = _owner(entry, posting, new=on_discount or weight.number < 0)
            if owner is not None:
                self._note(entry, posting, weight, *owner)

    def _note(
        self, entry: Transaction, posting: Posting, weight: Amount, key: str, source: Mapping[str, Any]
    ) -> None:
        debt = self._find(key, source, entry)
        if debt is None:
            return
        side = self._side(posting.account, debt)
        if side is None:
            return
        assert weight.number is not None
        if weight.currency != debt.currency:
            message = f"found {weight} on {posting.account}, expected {debt.currency}, as the face is written"
            self.faults.add(DebtError, dict(source), f'debt "{debt.name}": {message}', entry)
        elif key == "debt":
            noted = Noted(entry.date, side, weight.number, posting.meta or entry.meta, entry)
            self.facts[debt.name].noted.append(noted)
        elif side is not Side.INTEREST:
            found = self._retirement(entry, source)
            if found is not None and side is Side.LIABILITY:
                found.paid += weight.number
            elif found is not None:
                found.cleared -= weight.number

    def _retirement(self, entry: Transaction, source: Mapping[str, Any]) -> Extinguishment | None:
        """Return what is known of the retirement that a transaction names."""
        debt = self._find("retires", source, entry)
        if debt is None:
            return None
        retired = self.facts[debt.name].retired
        for each in retired:
            if each.entry is entry:
                return each
        retired.append(Extinguishment(entry, source))
        return retired[-1]

    def _find(self, key: str, source: Mapping[str, Any], entry: Transaction) -> Debt | None:
        name = source[key]
        debt = self.debts.get(name) if isinstance(name, str) else None
        if debt is None and name not in self.broken:
            known = nearest(name, self.debts) if isinstance(name, str) else ""
            message = (
                f'{key}: unknown debt "{name}"{known}; write: {entry.date} custom "plant-debt" "{name}" ...'
            )
            self.faults.add(DebtError, dict(source), message, entry, f"unknown debt {name}")
        return debt

    def _side(self, account: str, debt: Debt) -> Side | None:
        sides = (
            (Side.DISCOUNT, debt.discount),
            (Side.LIABILITY, debt.account),
            (Side.INTEREST, debt.interest),
        )
        return next((side for side, root in sides if account == root or account.startswith(f"{root}:")), None)


def _owner(entry: Transaction, posting: Posting, *, new: bool) -> tuple[str, Mapping[str, Any]] | None:
    """Return the key that names a posting's debt, and the metadata that it stands in; None where nothing does.

    ``new`` says whose a posting is where the same metadata names both debts.
    """
    for meta in (posting.meta, entry.meta):
        if not meta:
            continue
        if "debt" in meta and "retires" in meta:
            return ("debt" if new else "retires"), meta
        for key in ("debt", "retires"):
            if key in meta:
                return key, meta
    return None
