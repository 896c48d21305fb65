"""Depletion over the years: of each property the larger of cost and percentage depletion, and the basis that is left.

    500,000.00 for 1,000,000 tons; 100,000 sold for 1,200,000.00, taxable income before depletion 300,000.00, gold
    by cost          100,000 / 1,000,000 x 500,000.00                 50,000.00
    by percentage    15 % of 1,200,000.00, at most 50 % of 300,000.00     150,000.00    deducted

Recoverable units are the newest estimate of the life in units up to the year's end less what was sold before the
year (Treas. Reg. 1.611-2(a)). The basis goes down to zero and not below; percentage depletion goes on (IRC 613(a),
1016(a)(2)). Percentage depletion of oil and gas is, over all properties, at most 65 % of the taxpayer's taxable
income; what that disallows is percentage depletion of the next year (613A(d)(1)).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.formulas import number
from beanplant.rules.rounding import cents
from beanplant.rules.tax.depletion import Depletion, cost_depletion, percentage_depletion
from beanplant.rules.tax.recovery import TaxError
from beanplant.rules.tax.tax_asset import NO_FACTS, Problem, TaxAsset, YearFacts

if TYPE_CHECKING:
    from beanplant.rules.tax.figure_rows import DepletionShare
    from beanplant.rules.tax.tax_years import TaxCalendar, TaxYear

ZERO = Decimal(0)
NONE = Fraction(0)


class Dated(NamedTuple):
    """Units on a date: the estimated life in units from then on, or what was sold."""

    date: datetime.date
    units: Fraction


class PropertyIncome(NamedTuple):
    """Income of a property in the tax year that holds ``date``.

    ``gross`` is without rents and royalties paid, ``taxable`` before depletion. ``sold`` are the units sold, where
    those that were taken out are not the ones that were sold.
    """

    date: datetime.date
    gross: Decimal
    taxable: Decimal | None = None
    sold: Fraction | None = None


@dataclass(frozen=True, slots=True)
class DepletionFacts:
    """What a ledger says of a mine, a well or timber. Without ``row`` there is cost depletion only."""

    estimates: tuple[Dated, ...]
    extracted: tuple[Dated, ...]
    income: tuple[PropertyIncome, ...] = ()
    row: DepletionShare | None = None


class DepletionYear(NamedTuple):
    """The depletion of a property in a tax year, and how it came about."""

    year: TaxYear
    sold: Fraction
    recoverable: Fraction
    basis: Decimal
    found: Depletion
    deduction: Decimal

    @property
    def by(self) -> str:
        """Which of the two it is."""
        return "percentage" if self.found.percentage > self.found.cost else "cost"


@dataclass(slots=True)
class _Property:
    asset: TaxAsset
    facts: DepletionFacts
    left: Decimal
    used: Fraction = NONE
    carried: Decimal = ZERO


def depletion_years(
    assets: Iterable[TaxAsset], facts: Mapping[TaxYear, YearFacts], calendar: TaxCalendar
) -> tuple[dict[str, list[DepletionYear]], list[Problem]]:
    """Return the depletion of each property by tax year, and what is wrong."""
    result: dict[str, list[DepletionYear]] = {}
    problems: list[Problem] = []
    owned = [_Property(asset, asset.depletion, asset.cost) for asset in assets if asset.depletion is not None]
    dates = [each.asset.service for each in owned]
    for each in owned:
        result[each.asset.name] = []
        dates += [event.date for event in each.facts.extracted]
        dates += [income.date for income in each.facts.income]
    if not dates:
        return result, problems
    year, last = calendar.year_of(min(dates)), calendar.year_of(max(dates))
    while year <= last:
        found = []
        for each in owned:
            gone = each.asset.disposed is not None and each.asset.disposed < year.begin
            if each.asset.service > year.end or gone:
                continue
            try:
                found.append((each, *_tentative(each, year)))
            except TaxError as error:
                problems.append(Problem(each.asset.name, str(error), error.date))
        allowed = _limited(found, facts.get(year, NO_FACTS).taxable_income)
        for (each, made, sold, recoverable), percentage in zip(found, allowed, strict=True):
            taken = Depletion(made.cost, percentage)
            each.carried = made.percentage - taken.deduction if percentage < made.percentage else ZERO
            row = DepletionYear(year, sold, recoverable, each.left, taken, taken.deduction)
            result[each.asset.name].append(row)
            each.left = max(ZERO, each.left - row.deduction)
            each.used += sold
        year = calendar.following(year)
    return result, problems


def _tentative(each: _Property, year: TaxYear) -> tuple[Depletion, Fraction, Fraction]:
    """Return the depletion of a property before the limit of the taxpayer, the units sold, and those recoverable."""
    facts = each.facts
    incomes = [income for income in facts.income if income.date in year]
    stated = [income.sold for income in incomes if income.sold is not None]
    out = [event for event in facts.extracted if event.date in year]
    sold = sum(stated, NONE) if stated else sum((event.units for event in out), NONE)
    life = [event.units for event in facts.estimates if event.date <= year.end] or [facts.estimates[0].units]
    recoverable = life[-1] - each.used
    if sold > recoverable:
        last = (incomes if stated else out)[-1]
        raise TaxError(
            f"tax: found {number(sold)} units sold in {year.label}, expected at most the {number(recoverable)} that are"
            f' recoverable; estimate units: anew with custom "plant-asset-change"',
            last.date,
        )
    by_cost = cost_depletion(each.left, recoverable, sold) if sold else ZERO
    percentage = each.carried
    if facts.row is not None:
        for income in incomes:
            if income.taxable is None:
                raise TaxError(
                    "taxable-income: is missing, that of the property before depletion: percentage depletion is at most"
                    f" {number(facts.row.limit * 100)} % of it",
                    income.date,
                )
            percentage += percentage_depletion(income.gross, income.taxable, facts.row)
    return Depletion(by_cost, percentage), sold, recoverable


def _limited(
    found: Sequence[tuple[_Property, Depletion, Fraction, Fraction]], income: Decimal | None
) -> list[Decimal]:
    """Return percentage depletion by property within the limit of the taxpayer's income, in proportion."""
    result = [made.percentage for _, made, _, _ in found]
    if income is None:
        return result
    at: list[tuple[int, Fraction]] = []
    for index, (each, made, _, _) in enumerate(found):
        row = each.facts.row
        if row is not None and row.taxpayer_limit is not None and made.percentage > made.cost:
            at.append((index, row.taxpayer_limit))
    whole = sum((result[index] for index, _ in at), ZERO)
    if not at or not whole:
        return result
    limit = cents(Fraction(max(income, ZERO)) * at[0][1])
    if whole <= limit:
        return result
    given = before = ZERO
    for index, _ in at:
        before += result[index]
        upto = cents(Fraction(limit) * Fraction(before) / Fraction(whole))
        result[index], given = upto - given, upto
    return result
