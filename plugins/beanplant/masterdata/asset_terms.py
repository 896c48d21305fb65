"""How an asset is depreciated, as its directive and those that change it say.

    life: "7 years"                 whole months, written as years, months or both
    salvage: 12000.00 USD           or a share of the cost: "10 %"
    method: "straight-line"         the default; with rounding: "fiscal-year"
    method: "sum-of-years-digits"
    method: "declining-balance"     with rate: "40 %" or factor: 2.0, and switch: TRUE
    method: "units-of-production"   with units: 960000, the life in units; life: is not needed
    method: "manual"                what plant-asset-depreciation says; life: is not needed
    lease-ends: 2031-12-31          a leasehold improvement: the shorter of its life and the lease (`asset_leases`)
    method: "none"                  land, goodwill, a trademark: not depreciated (ASC 350-30-35-15, IAS 16.58)
    convention: "daily"             how months are counted, "full-month" by default; with day-count: "actual"

A key that does not belong to the method is a fault, because the book would not be what it says.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from beanplant.masterdata.asset_facts import DepreciationTerms
from beanplant.masterdata.asset_leases import lease_end, lease_months
from beanplant.masterdata.language import (
    ASSET_TERMS,
    CONVENTIONS,
    DAY_COUNTS,
    DEPRECIATION_METHODS,
    ROUNDINGS,
)
from beanplant.masterdata.values import number
from beanplant.rules.rounding import cents

if TYPE_CHECKING:
    import datetime

    from beancount.core.amount import Amount

    from beanplant.masterdata.directives import Directive

_LIFE = re.compile(r"(?:(\d+(?:\.\d+)?) ?years?)?[ ,]*(?:(\d+) ?months?)?")
_BELONG = {
    "rate": "declining-balance",
    "factor": "declining-balance",
    "switch": "declining-balance",
    "units": "units-of-production",
    "rounding": "straight-line",
}
_KEYS = tuple(key for key in ASSET_TERMS.split() if key not in ("salvage", "lease-ends"))
_NOT_WRITTEN = object()
_NO_LIFE = frozenset({"units-of-production", "manual", "none"})


def read_terms(
    directive: Directive,
    cost: Amount,
    before: DepreciationTerms | None = None,
    service: datetime.date | None = None,
    *,
    grouped: bool = False,
) -> DepreciationTerms | None:
    """Return the terms that a directive says; what it leaves out is as ``before``. None: a fault is reported.

    ``service`` is the asset's date where the directive's own is a later one. ``grouped``: the asset is depreciated with
    its group, so that it needs no life.
    """
    method = directive.word("method", DEPRECIATION_METHODS, before.method if before else "straight-line")
    if method is None:
        return None
    same = before if before is not None and before.method == method else None
    stands = _belongs(directive, method)
    ends = lease_end(directive, method in _NO_LIFE, before)
    useful = _life(directive, method, before, needed=not (grouped or ends))
    salvage = _salvage(directive, cost, before)
    rate = directive.share("rate")
    factor = _positive(directive, "factor", "a number above zero such as 2.0 (double) or 1.5")
    units = _positive(directive, "units", "the life in units, a number above zero such as 960000")
    switch = directive.flag("switch")
    rounding = directive.word("rounding", ROUNDINGS, same.rounding if same else ROUNDINGS[0])
    counted = _convention(directive, method, before)
    if method == "declining-balance":
        if directive.has("rate") and directive.has("factor"):
            directive.fault(
                "rate: and factor: are both written; keep the rate, or the factor of the straight line"
            )
            stands = False
        elif same is not None and not directive.has("rate") and not directive.has("factor"):
            rate, factor = same.rate, same.factor
        elif not directive.has("rate") and not directive.has("factor"):
            directive.fault(
                'rate: is missing; write the rate of a year, such as rate: "40 %", or factor: 2.0'
            )
        if rate == 0:
            directive.wrong("rate", 'a share above 0 such as 0.4 or "40 %"')
        stands = stands and bool(rate or factor)
    if method == "units-of-production":
        if units is None and same is not None and not directive.has("units"):
            units = same.units
        elif not directive.has("units"):
            directive.fault("units: is missing; write the life in units, such as units: 960000")
        stands = stands and units is not None
    if useful is None or salvage is None or counted is None or rounding is None or not stands:
        return None
    life = useful
    if ends is not None and method not in _NO_LIFE:
        term = lease_months(directive, service or directive.date, ends, counted[0])
        if term is None:
            return None
        life = min(useful or term, term)
    if switch is None:
        switch = same is not None and same.switch
    return DepreciationTerms(
        method, life, salvage, rate, factor, switch, units, *counted, rounding, useful, ends
    )


Known = dict[tuple[object, ...], DepreciationTerms]
"""Terms by what is written of them."""


def read_shared_terms(
    directive: Directive, cost: Amount, known: Known, *, grouped: bool = False
) -> DepreciationTerms | None:
    """Return the terms of an asset, those of an earlier one where the same is written: most assets share a few.

    Terms with a salvage value or the end of a lease are the asset's own.
    """
    source = directive.source
    if "salvage" in source or "lease-ends" in source:
        return read_terms(directive, cost, grouped=grouped)
    written = [source.get(key, _NOT_WRITTEN) for key in _KEYS]
    # With their types, because TRUE is equal to 1.
    same = (grouped, *written, *map(type, written))
    terms = known.get(same)
    if terms is None:
        faults = len(directive.context.faults)
        terms = read_terms(directive, cost, grouped=grouped)
        if terms is not None and len(directive.context.faults) == faults:
            known[same] = terms
    return terms


def _convention(
    directive: Directive, method: str, before: DepreciationTerms | None
) -> tuple[str, str] | None:
    """Return the convention and the day count."""
    known = (before.convention, before.day_count) if before else (CONVENTIONS[0], DAY_COUNTS[0])
    if not directive.has("convention") and not directive.has("day-count"):
        return known
    convention = directive.word("convention", CONVENTIONS, known[0])
    day_count = directive.word("day-count", DAY_COUNTS, known[1] if convention == known[0] else DAY_COUNTS[0])
    if convention is None or day_count is None:
        return None
    if directive.has("convention") and method in _NO_LIFE:
        directive.fault(
            f'convention: belongs to a method by time, found method: "{method}", which takes what each month says;'
            " delete it or change the method"
        )
        return None
    if directive.has("day-count") and convention != "daily":
        directive.fault(
            f'day-count: belongs to convention: "daily", found "{convention}"; delete it or write that'
        )
        return None
    return convention, day_count


def _belongs(directive: Directive, method: str) -> bool:
    found = [key for key, owner in _BELONG.items() if directive.has(key) and owner != method]
    for key in found:
        directive.fault(
            f'{key}: belongs to method: "{_BELONG[key]}", found "{method}"; delete it or change the method'
        )
    return not found


def _life(directive: Directive, method: str, before: DepreciationTerms | None, *, needed: bool) -> int | None:
    value = directive.source.get("life")
    if method == "none":
        if directive.has("life"):
            directive.fault(
                'life: belongs to a method that depreciates, found method: "none"; delete one of them'
            )
        return 0
    if directive.has("life"):
        months = life_in_months(value) if isinstance(value, str) else None
        if months is None:
            directive.wrong("life", 'a time of whole months such as "7 years" or "84 months"')
        return months
    life = (before.useful or before.life) if before else 0
    if life or method in _NO_LIFE or not needed:
        return life
    directive.fault('life: is missing; write such as life: "7 years"')
    return None


def _salvage(directive: Directive, cost: Amount, before: DepreciationTerms | None) -> Decimal | None:
    value = directive.source.get("salvage")
    if not directive.has("salvage"):
        return before.salvage if before else Decimal(0)
    if isinstance(value, (str, Decimal)):
        share = directive.share("salvage")
        return None if share is None else cents(Fraction(number(cost)) * share)
    salvage = directive.amount("salvage", cost.currency)
    if salvage is not None and salvage > number(cost):
        directive.wrong("salvage", f"no more than the cost, {cost}")
        return None
    return salvage if salvage is not None else Decimal(0)


def _positive(directive: Directive, key: str, expected: str) -> Fraction | None:
    value = directive.source.get(key)
    if isinstance(value, Decimal) and value > 0:
        return Fraction(value)
    if directive.has(key):
        directive.wrong(key, expected)
    return None


@lru_cache(maxsize=1024)
def life_in_months(text: str) -> int | None:
    """Return the months of ``"7 years"``, ``"84 months"``, ``"7 years 6 months"`` or ``"7.5 years"``."""
    match = _LIFE.fullmatch(text.strip().lower())
    if match is None:
        return None
    months = Decimal(match[1] or 0) * 12 + Decimal(match[2] or 0)
    return int(months) if months > 0 and months == int(months) else None
