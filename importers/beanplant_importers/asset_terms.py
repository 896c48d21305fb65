"""How an asset of a list is depreciated, in the words of the ledger language: method, life, salvage, convention.

What the row says wins over its class. A code without a word is never guessed: it is named, with the nearest known one.
Where a method has a rate and a factor, as the declining balance of a tax law that allows 20 % but no more than twice
the straight line, the lower one is written.

Rule: ASC 360-10-35-4, IAS 16.50 and 16.62 (the depreciable amount is spread over the useful life by a method).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from beanplant_importers import asset_lives, asset_words
from beanplant_importers.facts import ZERO

if TYPE_CHECKING:
    from beanplant_importers.asset_classes import AssetClass, AssetClasses
    from beanplant_importers.asset_facts import Terms
    from beanplant_importers.asset_rows import AssetRow

CENT = Decimal("0.01")
LIFELESS = ("units-of-production", "manual")
"""Methods that have no life, and so no convention."""

LOW_VALUE = asset_words.Method("straight-line", convention="full-month", life="1 month")
"""What is of low value is written off in the month of service."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The estimates of an asset; ``life`` is in months, None for a method that has none. ``method`` has its rate or
    its factor, not both."""

    method: asset_words.Method
    life: int | None
    salvage: Decimal
    units: str = ""
    day_count: str = ""
    rounding: str = ""

    @property
    def depreciates(self) -> bool:
        """Whether there is depreciation at all."""
        return self.method.method != "none"

    def terms(self) -> Terms:
        """Return the keys of a directive, in their order."""
        terms: list[tuple[str, str | Decimal]] = [("salvage", self.salvage)] if self.salvage else []
        if self.life is not None:
            terms.append(("life", asset_lives.written(self.life)))
        method = self.method
        if method.method == "group":
            return tuple(terms)
        terms.append(("method", method.method))
        if method.rate:
            terms.append(("rate", method.rate))
        if method.factor:
            terms.append(("factor", Decimal(method.factor)))
        if method.switch:
            terms.append(("switch", "TRUE"))
        if method.method == "units-of-production":
            terms.append(("units", Decimal(self.units)))
        if method.method not in LIFELESS:
            terms.append(("convention", method.convention))
        if self.day_count and method.convention == "daily":
            terms.append(("day-count", self.day_count))
        if self.rounding and method.method == "straight-line":
            terms.append(("rounding", self.rounding))
        return tuple(terms)


def estimate(row: AssetRow, entry: AssetClass, classes: AssetClasses) -> Estimate | str:
    """Return the estimates of an asset, or the reason why there are none."""
    if not entry.depreciate or entry.construction:
        return Estimate(asset_words.Method("none"), None, ZERO)
    if (
        row.group or entry.group
    ):  # the group has the method; salvage and life are what its rate is worked out from
        left = row.salvage if row.salvage is not None else share_of(row.cost, entry.salvage, classes.where)
        return Estimate(asset_words.Method("group"), row.life or entry.life, left)
    method = _method(row, entry, classes)
    if isinstance(method, str):
        return method
    if method.method == "none":
        return Estimate(method, None, ZERO)
    life: int | None = (asset_lives.in_words(method.life) if method.life else None) or row.life or entry.life
    if method.method in LIFELESS:
        life = None
        if method.method == "units-of-production" and not entry.units:
            return (
                f'class "{row.asset_class}" goes by units of production; add units = "960000", the life in units, to '
                f"it in {classes.where}"
            )
    elif life is None:
        return (
            f'neither the file nor class "{row.asset_class}" in {classes.where} has a life; add life = "10 years" to '
            "it"
        )
    salvage = row.salvage if row.salvage is not None else share_of(row.cost, entry.salvage, classes.where)
    return Estimate(_lower(method, life), life, salvage, entry.units, entry.day_count, entry.rounding)


def share_of(cost: Decimal, text: str, where: str) -> Decimal:
    """Return a class's share of a cost, rounded half up."""
    if not text:
        return ZERO
    return (cost * asset_words.share(where, "salvage", text)).quantize(CENT, ROUND_HALF_UP)


def _method(row: AssetRow, entry: AssetClass, classes: AssetClasses) -> asset_words.Method | str:
    """Return the method and convention of an asset, or why there is none."""
    words, where = classes.words, classes.where
    if entry.low_value:
        return LOW_VALUE
    method: asset_words.Method | None = entry.method
    if row.method:
        method = words.method(row.method)
        if method is None:
            return (
                f'method "{row.method}" has no word; add it to [method] in {where}, such as "{row.method}" = '
                f'"straight-line"{words.near("method", row.method)}'
            )
    assert method is not None
    convention: str | None = method.convention or entry.convention
    if row.convention and method.method not in LIFELESS:
        convention = words.convention(row.convention)
        if convention is None:
            return (
                f'convention "{row.convention}" has no word; add it to [convention] in {where}, such as '
                f'"{row.convention}" = "full-month"{words.near("convention", row.convention)}'
            )
    factor = method.factor
    if factor == asset_words.PERCENT:
        if not row.percent:
            return f'method "{row.method}" is one by a percentage, and the row has none'
        factor = f"{(row.percent / 100).normalize():f}"
    return replace(
        method, method=method.method or "straight-line", factor=factor, convention=convention or "full-month"
    )


def _lower(method: asset_words.Method, life: int | None) -> asset_words.Method:
    """Return a method with the lower one of its rate and its factor."""
    if not method.rate or not method.factor or life is None:
        return method
    by_factor = Decimal(method.factor) * 12 / life
    if by_factor < asset_words.share("", "rate", method.rate):
        return replace(method, rate="")
    return replace(method, factor="")
