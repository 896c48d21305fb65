"""Section 179 over the years: what the business income of each year lets through, and what is carried on.

    2025   elected 60,000.00 on two machines, business income 40,000.00: deducted 40,000.00, carried over 20,000.00
    2026   elected nothing, business income 90,000.00: deducted 20,000.00

The year's own elections come first, what is carried over after them, the earliest year first (Treas. Reg. 1.179-3(b)
and (e)). What the income of a year disallows is apportioned equally over the items elected in it, at most what is
elected of each; so is what is deducted of it later. Property that is disposed of takes nothing more: what is still
carried for it goes back to its basis just before (1.179-3(f)). A year whose income is not known has enough of it; what
is carried to a year without limits, beyond all that the ledger says, waits for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.tax.recovery import TaxError
from beanplant.rules.tax.section_179 import Section179, section_179
from beanplant.rules.tax.tax_asset import NO_FACTS, Problem, YearFacts

if TYPE_CHECKING:
    import datetime

    from beanplant.rules.tax.figures import Figures
    from beanplant.rules.tax.tax_years import TaxCalendar, TaxYear

ZERO = Decimal(0)
CENT = Decimal("0.01")


class Election(NamedTuple):
    """What is elected on an item in its year, and when the item's depreciation ends."""

    asset: str
    amount: Decimal
    ended: datetime.date | None = None


class Elections(NamedTuple):
    """What is elected in a tax year, and the cost of all section 179 property placed in service in it."""

    items: Sequence[Election]
    placed: Decimal


@dataclass(slots=True)
class Section179Years:
    """Part I of Form 4562 by tax year, what each asset deducts by year, and what is wrong.

    ``waits`` is the year without limits to which something is carried over, beyond all that the ledger says.
    """

    lines: dict[TaxYear, Section179] = field(default_factory=dict)
    deducted: dict[str, dict[TaxYear, Decimal]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    waits: TaxYear | None = None

    def _deduct(self, asset: str, year: TaxYear, amount: Decimal) -> None:
        if amount and asset:
            by_year = self.deducted.setdefault(asset, {})
            by_year[year] = by_year.get(year, ZERO) + amount


@dataclass(slots=True)
class _Carried:
    """What is carried over for an item; of years before the ledger for none."""

    asset: str
    amount: Decimal
    ended: datetime.date | None


def section_179_years(
    elections: Mapping[TaxYear, Elections],
    facts: Mapping[TaxYear, YearFacts],
    calendar: TaxCalendar,
    figures: Figures,
) -> Section179Years:
    """Return the deductions of all years, from the first with an election to the one that takes the last of it."""
    result = Section179Years()
    begins = [year for year, made in elections.items() if made.items]
    begins += [year for year, each in facts.items() if each.carried_in]
    if not begins:
        return result
    year = min(begins)
    carried: list[list[_Carried]] = []
    last = max([*begins, *facts])
    while year <= last or carried:
        if year > last and year.begin.year not in figures.section_179:
            result.waits = year
            break
        made = elections.get(year, Elections((), ZERO))
        known = facts.get(year, NO_FACTS)
        if known.carried_in:
            carried.insert(0, [_Carried("", known.carried_in, None)])
        carried = [[each for each in items if not _gone(each, year)] for items in carried]
        carried = [items for items in carried if items]
        _year(result, year, made, known, carried, figures)
        carried = [[each for each in items if each.amount] for items in carried]
        carried = [items for items in carried if items]
        year = calendar.following(year)
    return result


def _gone(carried: _Carried, year: TaxYear) -> bool:
    return carried.ended is not None and carried.ended <= year.end


def _year(
    result: Section179Years,
    year: TaxYear,
    made: Elections,
    known: YearFacts,
    carried: list[list[_Carried]],
    figures: Figures,
) -> None:
    """Deduct of a year; ``carried`` is changed to what goes on to the next one."""
    elected = sum((item.amount for item in made.items), ZERO)
    carried_in = sum((each.amount for items in carried for each in items), ZERO)
    if not elected and not carried_in:
        return
    try:
        lines = section_179(
            year.begin.year,
            elected,
            max(made.placed, elected),
            income=known.business_income,
            carried_in=carried_in,
            figures=figures,
        )
    except TaxError as error:
        name = made.items[-1].asset if made.items else next(e.asset for items in carried for e in items)
        if name and not made.items:  # an election is checked where it is read
            result.problems.append(Problem(name, f"section-179: {error}"))
        for item in made.items:
            result._deduct(item.asset, year, item.amount)
        for each in (each for items in carried for each in items):
            result._deduct(each.asset, year, each.amount)
            each.amount = ZERO
        return
    result.lines[year] = lines
    now = min(lines.tentative, lines.deduction)
    kept = apportion(lines.tentative - now, [item.amount for item in made.items])
    left = lines.deduction - now
    for items in carried:
        taken = apportion(min(left, sum((e.amount for e in items), ZERO)), [e.amount for e in items])
        for each, amount in zip(items, taken, strict=True):
            result._deduct(each.asset, year, amount)
            each.amount -= amount
            left -= amount
    for item, amount in zip(made.items, kept, strict=True):
        result._deduct(item.asset, year, item.amount - amount)
    carried.append(
        [_Carried(item.asset, amount, item.ended) for item, amount in zip(made.items, kept, strict=True)]
    )


def apportion(total: Decimal, amounts: Sequence[Decimal]) -> list[Decimal]:
    """Share a total equally over items, at most the amount of each; odd cents go to the first ones.

    >>> [str(part) for part in apportion(Decimal("100.00"), [Decimal(10), Decimal(80), Decimal(80)])]
    ['10', '45.00', '45.00']
    """
    parts = [ZERO] * len(amounts)
    open_items = [index for index, amount in enumerate(amounts) if amount]
    left = total
    while left and open_items:
        each = (left / len(open_items)).quantize(CENT, ROUND_DOWN)
        small = [index for index in open_items if amounts[index] <= each]
        for index in small:
            parts[index] = amounts[index]
            left -= amounts[index]
        open_items = [index for index in open_items if index not in small]
        if not small:
            odd = left - each * len(open_items)
            for index in open_items:
                cent = min(odd, CENT)
                parts[index], odd = each + cent, odd - cent
            break
    return parts
