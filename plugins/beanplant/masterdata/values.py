"""What a value may be, and what the reader of a directive must know of the rest of the ledger."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core import account as accounts

from beanplant.rules.currencies import minor_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beancount.core.amount import Amount
    from beancount.core.data import Open

    from beanplant.faults import Faults
    from beanplant.masterdata.facts import Item, Plant

ACCOUNT = "an account"
TEXT = "a text in quotes"
AMOUNT = "an amount such as 100 PUMP-A"
DATE = "a date"
NUMBER = "a number such as 1200"

_QUANTITY = re.compile(r"([+-]?\d+(?:\.\d+)?)\s+([A-Z][A-Z0-9'._-]*|/[A-Z0-9'._-]+)")


class Accounts:
    """The account names of a ledger: its roots, and what is open in it at any time."""

    def __init__(self, opens: Iterable[Open], options_map: Mapping[str, Any]) -> None:
        self.open: dict[str, Open] = {entry.account: entry for entry in opens}
        roots = ("assets", "liabilities", "equity", "income", "expenses")
        self.roots = {root: str(options_map.get(f"name_{root}", root.capitalize())) for root in roots}
        self._valid: dict[str, bool] = {}  # many directives name the same few

    def valid(self, name: str) -> bool:
        """Whether this can be the name of an account in this ledger."""
        found = self._valid.get(name)
        if found is None:
            found = bool(accounts.is_valid(name)) and name.split(":", 1)[0] in self.roots.values()
            self._valid[name] = found
        return found

    def known(self, name: str) -> bool:
        """Whether the account or one below it is open."""
        return name in self.open or any(other.startswith(f"{name}:") for other in self.open)


@dataclass(slots=True)
class Context:
    """What the reader of a directive must know of the rest of the ledger."""

    faults: Faults
    accounts: Accounts
    currency: str | None
    plants: dict[str, Plant] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)

    def currencies(self) -> set[str]:
        """Currencies of the plants."""
        return {plant.currency for plant in self.plants.values()}


def quantities(text: str) -> list[tuple[Decimal, str]] | None:
    """Read ``"2 HR-ASSY, 1 HR-MACH"``; None where that is not what stands there."""
    result = []
    for part in text.split(","):
        match = _QUANTITY.fullmatch(part.strip())
        if match is None:
            return None
        result.append((Decimal(match[1]), match[2]))
    return result


def share_of(value: object) -> Fraction | None:
    """Return a share from 0 to 1, written as ``0.03``, ``"0.03"`` or ``"3 %"``; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (Decimal, str)):
        return None
    text = str(value).strip()
    try:
        share = Fraction(Decimal(text.rstrip("% "))) / (100 if text.endswith("%") else 1)
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return share if 0 <= share <= 1 else None


def number(amount: Amount) -> Decimal:
    """The number of an amount that the parser has read; such an amount always has one."""
    return amount.number if amount.number is not None else Decimal(0)


def is_whole(amount: Amount) -> bool:
    """Whether an amount has no part of the smallest unit of its currency: of a cent, of a yen."""
    scaled = number(amount).scaleb(minor_units(amount.currency))
    return scaled == scaled.to_integral_value()


def show(value: object) -> str:
    """A value as a person wrote it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return f'"{value}"'
    return "nothing" if value is None else str(value)
