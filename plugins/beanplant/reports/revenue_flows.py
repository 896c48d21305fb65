"""What a posting is to revenue with discounts and contracts: billed, deducted, forfeited, accrued, settled."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal

    from beancount.core.data import Posting, Transaction

TRUE_UP = "sales-discounts.true-up"


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
    RETURNED = "returned"
    DEDUCTION = "deduction"
    CONCEDED = "conceded"  # a deduction that a person booked
    TIMING = "timing"
    ACCRUED = "accrued"
    REESTIMATED = "re-estimated"
    SETTLED = "settled"


RULES = {
    "sales-discounts.taken": Flow.DISCOUNT,
    "sales-discounts.given-back": Flow.DISCOUNT,
    "sales-discounts.net": Flow.DISCOUNT,
    "sales-discounts.expected": Flow.DISCOUNT,
    TRUE_UP: Flow.DISCOUNT,
    "sales-discounts.forfeited": Flow.FORFEITED,
    "sales-discounts.refund-liability": Flow.DEDUCTION,
    "sales-discounts.contract-position": Flow.TIMING,
}
"""What a posting on revenue or a contra account is; any other on revenue is billed."""

EARLY = (Flow.DISCOUNT, Flow.FORFEITED)


class Noted(NamedTuple):
    """A posting on an account of revenue, an allowance or a contract, worth so much; credit positive."""

    entry: Transaction
    posting: Posting
    root: str
    amount: Decimal
    currency: str

    @property
    def rule(self) -> str:
        """The rule of a posting that a plugin made; nothing where a person wrote it."""
        return str((self.posting.meta or {}).get("rule", ""))

    @property
    def contract(self) -> str | None:
        """The contract that the posting, or else its transaction, settles or belongs to."""
        for meta in (self.posting.meta or {}, self.entry.meta):
            for name in ("settles", "contract"):
                if name in meta:
                    return str(meta[name])
        return None

    @property
    def settles(self) -> bool:
        """Whether the posting, or its transaction, settles what a contract owes back."""
        meta = self.posting.meta or {}
        if self.rule == "sales-discounts.settlement" or "settles" in meta:
            return True
        return "settles" in self.entry.meta and "contract" not in meta

    @property
    def made(self) -> bool:
        """Whether a plugin made the transaction."""
        return str(self.entry.meta.get("filename", "")).startswith("<beanplant")


def flow_of(part: Part, noted: Noted) -> Flow:
    """Return what a posting is."""
    if part in (Part.REVENUE, Part.CONTRA):
        return RULES.get(noted.rule) or (Flow.CONCEDED if part is Part.CONTRA else Flow.BILLED)
    if part is Part.POSITION:
        return Flow.TIMING
    if noted.rule in ("sales-discounts.expected", "sales-discounts.refund-liability"):
        return Flow.REESTIMATED if noted.made else Flow.ACCRUED
    if noted.rule == TRUE_UP:
        return Flow.REESTIMATED
    return Flow.SETTLED
