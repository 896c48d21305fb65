"""Names of the variance categories for people, and the order in which they are shown.

A category is an account's name (``LaborEfficiency``); people read "Labor efficiency". The order is that of
the production: price, quantity, labor, overhead, output, period.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

ORDER = (
    "PurchasePrice",
    "InvoicePrice",
    "ExchangeRate",
    "Freight",
    "MaterialPrice",
    "MaterialQuantity",
    "Substitution",
    "Mix",
    "Yield",
    "LaborRate",
    "LaborEfficiency",
    "IdleTime",
    "VariableOverheadSpending",
    "VariableOverheadEfficiency",
    "FixedOverheadSpending",
    "FixedOverheadVolumeEfficiency",
    "FixedOverheadCapacity",
    "LotSize",
    "Scrap",
    "AbnormalSpoilage",
    "Rework",
    "SubcontractPrice",
    "DirectCharge",
    "ByProduct",
    "StandardDifference",
    "Revaluation",
    "InventoryCount",
    "Transfer",
    "Rounding",
    "Remaining",
    "Disposition",
)
_PLACES = {name: place for place, name in enumerate(ORDER)}


def category_label(category: str) -> str:
    """Return ``Labor efficiency`` for ``LaborEfficiency``; what is not made of words stays as it is."""
    words = re.findall(r"[A-Z][a-z]+|[A-Z]+(?![a-z])|[0-9]+", category)
    if "".join(words) != category:
        return category
    return " ".join([words[0], *(word.lower() if word[1:].islower() else word for word in words[1:])])


def sort_categories(categories: Iterable[str]) -> list[str]:
    """Return categories in the order of the production; others after them by name."""
    return sorted(categories, key=lambda category: (_PLACES.get(category, len(_PLACES)), category))
