"""What a ledger says of discounts, as far as an importer compares them: the base and the days of grace.

Of several directives the last one holds for the comparison; the journal does not depend on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SIDES = {"plant-sales-discounts": "receivables", "plant-purchase-discounts": "payables"}
NET = ("excluded", "mixed")
"""Tax modes under which the discount is on the amount without tax."""


@dataclass(slots=True)
class DiscountRules:
    """Tax mode and grace by the place of the open items."""

    _rules: dict[str, tuple[bool, int]] = field(default_factory=dict)

    def read(self, entry: Any) -> None:
        """Take a custom directive, if it is about discounts."""
        side = SIDES.get(entry.type)
        if side is not None:
            grace = entry.meta.get("grace")
            days = str(grace).split(" ")[0] if grace is not None else "0"
            self._rules[side] = entry.meta.get("tax-mode") in NET, int(days) if days.isdecimal() else 0

    def of(self, side: str) -> tuple[bool, int]:
        """Return whether the discount is on the amount without tax, and the days of grace."""
        return self._rules.get(side, (False, 0))
