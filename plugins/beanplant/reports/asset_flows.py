"""What a posting on an account of fixed assets is: an addition, the depreciation of a month, an event, a disposal.

The plugin says it by its rule; what a person wrote is read from the metadata. A side is cost or accumulated
depreciation over a period, with a sum for each flow.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant.masterdata.language import DEPRECIATION_METHODS, GROUP_METHODS
from beanplant.reports.lines import ZERO, Line

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from decimal import Decimal

    from beancount.core.data import Transaction

MADE = "<beanplant.depreciation>"
PREFIX = "depreciation."


class Flow(StrEnum):
    """What a movement is; its ``place`` is that of its sum in a side."""

    place: int

    ADDITION = "addition"
    IMPROVEMENT = "improvement"
    DEPRECIATION = "depreciation"
    IMPAIRMENT = "impairment"
    REVALUATION = "revaluation"
    TRANSFER = "transfer"
    DISPOSAL = "disposal"
    OTHER = "other"


for _place, _flow in enumerate(Flow, 1):
    _flow.place = _place

BY_RULE = {
    "capitalization": Flow.ADDITION,
    "basket": Flow.ADDITION,
    "purchase": Flow.ADDITION,
    "rounding": Flow.ADDITION,
    "trade-in": Flow.ADDITION,
    "improvement": Flow.IMPROVEMENT,
    "impairment": Flow.IMPAIRMENT,
    "impairment-reversal": Flow.IMPAIRMENT,
    "revaluation": Flow.REVALUATION,
    "transfer": Flow.TRANSFER,
    "split": Flow.TRANSFER,
    "merge": Flow.TRANSFER,
    "held-for-sale": Flow.TRANSFER,
    "disposal": Flow.DISPOSAL,
    "retirement": Flow.DISPOSAL,
}
"""What the plugin's events are."""
METHODS = frozenset((*DEPRECIATION_METHODS, *GROUP_METHODS, "several-methods"))
"""Its other rules: the methods, which depreciate months."""


class Movement(NamedTuple):
    """Money on an account of assets' cost, or on its accumulated depreciation."""

    date: datetime.date
    account: str
    accumulated: bool
    flow: Flow
    amount: Decimal
    entry: Transaction
    posting: Any

    @property
    def line(self) -> Line:
        """The posting behind it."""
        return line_of(self.entry, self.posting, self.amount, self.flow)


class Side(NamedTuple):
    """Cost or accumulated depreciation over a period, by flow."""

    opening: Decimal = ZERO
    additions: Decimal = ZERO
    improvements: Decimal = ZERO
    depreciation: Decimal = ZERO
    impairment: Decimal = ZERO
    revaluation: Decimal = ZERO
    transfers: Decimal = ZERO
    disposals: Decimal = ZERO
    other: Decimal = ZERO

    @property
    def closing(self) -> Decimal:
        """What there is at the end."""
        return sum(self, ZERO)

    def plus(self, other: Side) -> Side:
        """Return the sum of two, flow by flow."""
        return Side(*(one + two for one, two in zip(self, other, strict=True)))


NO_SIDE = Side()
FLOWS = dict(zip(Flow, Side._fields[1:], strict=True))
"""The field of a side that has the sum of a flow."""


def depreciates(rule: object) -> bool:
    """Whether a rule is a method, which depreciates a month, and no event."""
    return made_flow(rule) is Flow.DEPRECIATION


def made_flow(rule: object) -> Flow | None:
    """Return what a posting of the plugin is; None for one that a person wrote."""
    if rule is None:
        return None
    text = str(rule)
    if not text.startswith(PREFIX):
        return Flow.OTHER
    name = text.removeprefix(PREFIX)
    return Flow.DEPRECIATION if name in METHODS else BY_RULE.get(name, Flow.OTHER)


def line_of(entry: Transaction, posting: Any, amount: Decimal, flow: Flow) -> Line:
    """Return a posting as a line of a report, with what it is to its asset."""
    rule = posting.meta.get("rule") if posting.meta else None
    return Line(entry.date, posting.account, amount, None, ZERO, None, rule, flow.value, entry, posting)


def owner_of(entry: Mapping[str, Any], posting: Mapping[str, Any], increases: bool) -> tuple[str, bool]:
    """Return the asset of a posting, and whether it disposes; in a trade-in the decrease is the old asset's."""
    for meta in (posting, entry):
        acquires, disposes = meta.get("asset"), meta.get("disposes")
        if acquires is not None and disposes is not None:
            return (str(acquires), False) if increases else (str(disposes), True)
        if acquires is not None or disposes is not None:
            return str(disposes if acquires is None else acquires), acquires is None
    return "", False
