"""Bills of materials and routings: what one unit of a product takes, by date.

    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 0.5 STEEL 1 SEAL
      scrap: 0.03
    2026-01-01 custom "plant-routing" 100 PUMP-A 12 HR-ASSY 30 HR-MACH
      setup: "2 HR-ASSY, 1 HR-MACH"

The first amount is the quantity that the rest is for. Directives of one product, date and plant add up, so
a long bill is a line a component; those of a later date replace the whole bill. The same input twice on one
date is an error, because it may be a line that was meant to replace another.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from beanplant.faults import place
from beanplant.masterdata.facts import Bill, BillLine, Routing, Source, Timeline
from beanplant.masterdata.values import AMOUNT, number, quantities

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant.masterdata.directives import Directive

Key = tuple[str, str | None]
"""A product, and the plant that the facts are narrowed to (None: any plant)."""

_Group = tuple[str, str | None, datetime.date]


def read_bills(directives: Iterable[Directive]) -> dict[Key, Timeline]:
    """Read ``plant-bill-of-materials`` directives: the bills of each product and plant by date."""
    lines: dict[_Group, dict[str, BillLine]] = {}
    sources: dict[_Group, Source] = {}
    for directive in directives:
        head = _head(directive)
        if head is None:
            continue
        group, quantity, inputs = head
        directive.flag("mix")
        allowance = directive.share("scrap") or Fraction(0)
        sources.setdefault(group, directive.source)
        known = lines.setdefault(group, {})
        for amount in inputs:
            per_unit = Fraction(number(amount)) / quantity
            if amount.currency in known:
                _twice(directive, amount.currency, known[amount.currency].source)
                continue
            known[amount.currency] = BillLine(amount.currency, per_unit, allowance, directive.source)
    result: dict[Key, Timeline] = {}
    for (product, plant, date), found in lines.items():
        bill = Bill(product, date, plant, tuple(found.values()), sources[product, plant, date])
        result.setdefault((product, plant), Timeline()).add(date, bill)
    return result


def read_routings(directives: Iterable[Directive]) -> dict[Key, Timeline]:
    """Read ``plant-routing`` directives: the routings of each product and plant by date."""
    parts: dict[_Group, list[_Part]] = {}
    for directive in directives:
        head = _head(directive, bare=directive.has("setup"))
        if head is None:
            continue
        group, quantity, inputs = head
        known = parts.setdefault(group, [])
        part = _Part(directive, quantity)
        for amount in inputs:
            if number(amount) < 0:
                directive.fault(f"found {amount}, expected a time of zero or more")
            elif not _again(known, part, amount.currency, setup=False):
                part.run[amount.currency] = Fraction(number(amount)) / quantity
        for time, activity in _setup(directive):
            if not _again(known, part, activity, setup=True):
                part.setup[activity] = Fraction(time)
        part.lot_size = _lot_size(directive, group[0])
        part.output_scrap = directive.share("output-scrap")
        known.append(part)
    result: dict[Key, Timeline] = {}
    for (product, plant, date), found in parts.items():
        routing = Routing(
            product=product,
            date=date,
            plant=plant,
            run={activity: time for part in found for activity, time in part.run.items()},
            setup={activity: time for part in found for activity, time in part.setup.items()},
            lot_size=_agreed_lot_size(found),
            output_scrap=_agreed(found, "output-scrap", [part.output_scrap for part in found]) or Fraction(0),
            source=found[0].directive.source,
        )
        result.setdefault((product, plant), Timeline()).add(date, routing)
    return result


class _Part:
    """What one directive says of a routing."""

    def __init__(self, directive: Directive, quantity: Fraction) -> None:
        self.directive = directive
        self.quantity = quantity
        self.run: dict[str, Fraction] = {}
        self.setup: dict[str, Fraction] = {}
        self.lot_size: Fraction | None = None
        self.output_scrap: Fraction | None = None


def _head(directive: Directive, *, bare: bool = False) -> tuple[_Group, Fraction, list[Amount]] | None:
    """Read the product, its quantity and the inputs; ``bare`` allows none."""
    values = directive.take(AMOUNT, more=AMOUNT) if bare else directive.take(AMOUNT, AMOUNT, more=AMOUNT)
    stands, plant = directive.plant()
    if values is None or not stands:
        return None
    product: Amount = values[0]
    if number(product) <= 0:
        directive.fault(f"found {product}, expected a quantity above zero, the one that the rest is for")
        return None
    return (product.currency, plant, directive.date), Fraction(number(product)), values[1:]


def _setup(directive: Directive) -> list[tuple[Decimal, str]]:
    value = directive.source.get("setup")
    if isinstance(value, Amount) and value.number is not None:
        found: list[tuple[Decimal, str]] | None = [(value.number, value.currency)]
    else:
        found = quantities(value) if isinstance(value, str) else None
    if found is not None and all(time >= 0 for time, _ in found):
        return found
    if directive.has("setup"):
        directive.wrong("setup", 'times of zero or more such as "2 HR-ASSY, 1 HR-MACH"')
    return []


def _lot_size(directive: Directive, product: str) -> Fraction | None:
    value = directive.source.get("lot-size")
    if isinstance(value, Amount) and value.currency == product:
        value = value.number
    if isinstance(value, Decimal) and value > 0:
        return Fraction(value)
    if directive.has("lot-size"):
        directive.wrong("lot-size", f"a number above zero such as 100, in {product}")
    return None


def _agreed_lot_size(parts: list[_Part]) -> Fraction:
    """Return the lot size that is written, else the first amount (of what has a setup, if any has)."""
    written = _agreed(parts, "lot-size", [part.lot_size for part in parts])
    if written is not None:
        return written
    with_setup = [part for part in parts if part.setup] or parts[:1]
    return (
        _agreed(with_setup, "the first amount", [part.quantity for part in with_setup]) or parts[0].quantity
    )


def _agreed(parts: list[_Part], what: str, values: list[Fraction | None]) -> Fraction | None:
    """Return the first value that is written, and report those that differ from it."""
    written = [(part, value) for part, value in zip(parts, values, strict=True) if value is not None]
    if not written:
        return None
    owner, first = written[0]
    mend = "a lot-size" if what == "the first amount" else f"one {what}"
    for part, value in written[1:]:
        if value != first:
            part.directive.fault(
                f"{what} is {_plain(value)}, but {_plain(first)} at {place(owner.directive.source)}"
                f" for the same product and date; write {mend} for the whole routing"
            )
    return first


def _plain(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _again(known: list[_Part], part: _Part, activity: str, *, setup: bool) -> bool:
    """Whether the activity is in the routing of this date already; report it."""
    for other in [*known, part]:
        if activity in (other.setup if setup else other.run):
            _twice(part.directive, activity, other.directive.source)
            return True
    return False


def _twice(directive: Directive, commodity: str, source: Source) -> None:
    where = (
        "in this directive"
        if source is directive.source
        else f"at {place(source)} for the same product and date"
    )
    directive.fault(
        f"{commodity} stands {where} already; write one line with the sum, or a later date to replace it"
    )
