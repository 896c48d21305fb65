"""The tax books of all assets: section 179, the special allowance and MACRS of each in each tax year.

    cost 39,000.00, section 179 24,000.00, bonus 50 %, 7 years, fourth quarter under mid-quarter
    section 179   24,000.00
    allowance      7,500.00    half of the 15,000.00 left
    MACRS            267.75    3.57 % of the unadjusted basis, 7,500.00; and so on for seven more years

The three add up to the business share of the cost to the cent over the life. The convention of personal property
is that of its tax year, by the mid-quarter test over all additions, so the assets of a taxpayer are computed
together.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.rules.tax.additions import Placed, PlacedInYear, claimed_share, place
from beanplant.rules.tax.asset_years import TaxYearAmounts, asset_years
from beanplant.rules.tax.depletion_years import DepletionYear, depletion_years
from beanplant.rules.tax.figures import Figures, package_figures
from beanplant.rules.tax.general_accounts import check_accounts
from beanplant.rules.tax.recovery import Convention, TaxError
from beanplant.rules.tax.section_179_years import Election, Elections, Section179Years, section_179_years
from beanplant.rules.tax.special_allowance import special_allowance
from beanplant.rules.tax.tax_asset import NO_FACTS, Problem, TaxAsset, YearFacts
from beanplant.rules.tax.tax_years import TaxCalendar, TaxYear

if TYPE_CHECKING:
    from beanplant.rules.tax.mid_quarter import MidQuarterTest

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class TaxBook:
    """The tax book of one asset: its bases, how they were recovered, and its years.

    ``basis`` is the unadjusted basis that MACRS spreads, ``business`` the business share of the cost.
    """

    asset: TaxAsset
    convention: Convention
    bonus_share: Fraction
    basis: Decimal
    business: Decimal
    by: str
    years: tuple[TaxYearAmounts, ...]

    def within(self, year: TaxYear) -> TaxYearAmounts:
        """Return what a tax year takes; zeros where it takes nothing."""
        for amounts in self.years:
            if amounts.year == year:
                return amounts
        return TaxYearAmounts(year, ZERO, ZERO, ZERO)

    def accumulated(self, date: datetime.date) -> Decimal:
        """Return what the tax years that end on or before ``date`` have taken together, less what they gave back."""
        return sum((amounts.net for amounts in self.years if amounts.year.end <= date), ZERO)

    def adjusted_basis(self, date: datetime.date) -> Decimal:
        """Return what is left of the cost at the end of a tax year; zero before service and after disposal.

        Section 179 that is carried over is in it: it is still to be deducted. Depletion beyond the cost leaves zero.
        """
        ended = self.asset.ended
        if date < self.asset.service or (ended is not None and ended <= date):
            return ZERO
        return max(ZERO, self.cost(date) - self.accumulated(date))

    def cost(self, date: datetime.date) -> Decimal:
        """Return the cost with the adjustments of the basis up to ``date``."""
        if not self.asset.adjustments:
            return self.asset.cost
        return self.asset.cost + sum(
            (each.amount for each in self.asset.adjustments if each.date <= date), ZERO
        )

    @property
    def allowed(self) -> Decimal:
        """What all years have taken of the basis."""
        return min(self.cost(datetime.date.max), sum((amounts.net for amounts in self.years), ZERO))


@dataclass(frozen=True, slots=True)
class TaxBooks:
    """The tax books by asset, the mid-quarter tests, section 179 and depletion by year, and what is wrong."""

    books: dict[str, TaxBook]
    tests: dict[TaxYear, MidQuarterTest]
    problems: tuple[Problem, ...]
    section_179: Section179Years = field(default_factory=Section179Years)
    depletion: dict[str, list[DepletionYear]] = field(default_factory=dict)


def tax_books(
    assets: Iterable[TaxAsset],
    calendar: TaxCalendar | None = None,
    figures: Figures | None = None,
    facts: Mapping[TaxYear, YearFacts] | None = None,
) -> TaxBooks:
    """Return the tax books of all assets of a taxpayer; ``facts`` are what the ledger says of its tax years."""
    known = calendar or TaxCalendar()
    rows = figures if figures is not None else package_figures()
    said = facts or {}
    years, problems = place(assets, known, rows)
    depleting = [each.asset for placed in years for each in placed.assets if each.asset.depletion]
    depletion, wrong = depletion_years(depleting, said, known)
    deducted = section_179_years(_elections(years), said, known, rows)
    problems += [*wrong, *deducted.problems]
    books: dict[str, TaxBook] = {}
    for placed in years:
        for each in placed.assets:
            name = each.asset.name
            try:
                if each.asset.depletion is not None:
                    books[name] = _depleted(each, depletion[name])
                else:
                    share = claimed_share(each.asset, rows, said.get(placed.test.year, NO_FACTS))
                    books[name] = _book(each, placed.convention, share, deducted, known, rows)
            except TaxError as error:
                problems.append(Problem(name, str(error), error.date))
    problems += check_accounts(books.values())
    tests = {placed.test.year: placed.test for placed in years}
    return TaxBooks(books, tests, tuple(problems), deducted, depletion)


def check_assets(
    assets: Iterable[TaxAsset],
    calendar: TaxCalendar | None = None,
    figures: Figures | None = None,
    facts: Mapping[TaxYear, YearFacts] | None = None,
) -> list[Problem]:
    """Return what is wrong with the assets of a taxpayer; years are computed only where an event may not fit them."""
    known = calendar or TaxCalendar()
    rows = figures if figures is not None else package_figures()
    said = facts or {}
    found = list(assets)
    if any(asset.adjustments or asset.uses or asset.general_account or asset.depletion for asset in found):
        return list(tax_books(found, known, rows, said).problems)
    years, problems = place(found, known, rows)
    problems += section_179_years(_elections(years), said, known, rows).problems
    for placed in years:
        for each in placed.assets:
            try:
                claimed_share(each.asset, rows, said.get(placed.test.year, NO_FACTS))
            except TaxError as error:
                problems.append(Problem(each.asset.name, str(error)))
    return problems


def mid_quarter_tests(
    assets: Iterable[TaxAsset], calendar: TaxCalendar, figures: Figures
) -> dict[TaxYear, MidQuarterTest]:
    """Return the mid-quarter tests of the tax years whose convention no class states."""
    years, _ = place(assets, calendar, figures)
    return {
        placed.test.year: placed.test
        for placed in years
        if not any(each.asset.cls.stated is not None for each in placed.assets)
    }


def _elections(years: Iterable[PlacedInYear]) -> dict[TaxYear, Elections]:
    result = {}
    for placed in years:
        items = [
            Election(each.asset.name, each.section_179, each.asset.ended)
            for each in placed.assets
            if each.section_179
        ]
        cost = sum(
            (each.business for each in placed.assets if each.asset.cls.tested or each.asset.cls.software),
            ZERO,
        )
        if items:
            result[placed.test.year] = Elections(items, cost)
    return result


def _book(
    found: Placed,
    convention: Convention,
    share: Fraction,
    deducted: Section179Years,
    calendar: TaxCalendar,
    figures: Figures,
) -> TaxBook:
    asset = found.asset
    if asset.cls.real:
        convention = Convention.MID_MONTH
    elif asset.cls.amortized:
        convention = Convention.FULL_MONTH
    if found.same_year and not asset.cls.amortized:
        empty = TaxYearAmounts(found.year, ZERO, ZERO, ZERO)
        return TaxBook(
            asset,
            convention,
            Fraction(0),
            found.business,
            found.business,
            "disposed of in the year",
            (empty,),
        )
    rest = found.business - found.section_179
    bonus = special_allowance(rest, share)
    years, by = asset_years(found, bonus, convention, calendar, figures, whole=share == 1)
    if found.section_179:
        years = _with_section_179(years, deducted.deducted.get(asset.name, {}))
    return TaxBook(asset, convention, share, rest - bonus, found.business, by, tuple(years))


def _with_section_179(
    years: list[TaxYearAmounts], deducted: Mapping[TaxYear, Decimal]
) -> list[TaxYearAmounts]:
    """Put what is deducted under section 179 into its years, those after the recovery period too."""
    by_year = {amounts.year: amounts for amounts in years}
    for year in deducted:
        by_year.setdefault(year, TaxYearAmounts(year, ZERO, ZERO, ZERO))
    return [
        amounts._replace(section_179=deducted.get(year, ZERO)) for year, amounts in sorted(by_year.items())
    ]


def _depleted(found: Placed, years: list[DepletionYear]) -> TaxBook:
    amounts = [TaxYearAmounts(each.year, ZERO, ZERO, ZERO, depletion=each.deduction) for each in years]
    return TaxBook(
        found.asset,
        Convention.MID_MONTH,
        Fraction(0),
        found.business,
        found.business,
        "depletion",
        tuple(amounts),
    )
