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
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.tax.additions import Placed, Problem, TaxAsset, claimed_share, place
from beanplant.rules.tax.figures import Figures, package_figures
from beanplant.rules.tax.macrs import recover
from beanplant.rules.tax.recovery import Convention, TaxError
from beanplant.rules.tax.special_allowance import special_allowance
from beanplant.rules.tax.tax_years import TaxCalendar, TaxYear

if TYPE_CHECKING:
    from beanplant.rules.tax.mid_quarter import MidQuarterTest

ZERO = Decimal(0)


class TaxYearAmounts(NamedTuple):
    """What a tax year takes of an asset."""

    year: TaxYear
    section_179: Decimal
    bonus: Decimal
    macrs: Decimal

    @property
    def total(self) -> Decimal:
        """All three."""
        return self.section_179 + self.bonus + self.macrs


@dataclass(frozen=True, slots=True)
class TaxBook:
    """The tax book of one asset: its bases, how they were recovered, and its years."""

    asset: TaxAsset
    convention: Convention
    bonus_share: Fraction
    basis: Decimal
    by: str
    years: tuple[TaxYearAmounts, ...]

    def within(self, year: TaxYear) -> TaxYearAmounts:
        """Return what a tax year takes; zeros where it takes nothing."""
        for amounts in self.years:
            if amounts.year == year:
                return amounts
        return TaxYearAmounts(year, ZERO, ZERO, ZERO)

    def accumulated(self, date: datetime.date) -> Decimal:
        """Return what the tax years that end on or before ``date`` have taken together."""
        return sum((amounts.total for amounts in self.years if amounts.year.end <= date), ZERO)

    def adjusted_basis(self, date: datetime.date) -> Decimal:
        """Return what is left of the cost at the end of a tax year; zero before service and after disposal."""
        disposed = self.asset.disposed
        if date < self.asset.service or (disposed is not None and disposed <= date):
            return ZERO
        return self.asset.cost - self.accumulated(date)


@dataclass(frozen=True, slots=True)
class TaxBooks:
    """The tax books by asset, the mid-quarter test by tax year, and what is wrong."""

    books: dict[str, TaxBook]
    tests: dict[TaxYear, MidQuarterTest]
    problems: tuple[Problem, ...]


def tax_books(
    assets: Iterable[TaxAsset], calendar: TaxCalendar | None = None, figures: Figures | None = None
) -> TaxBooks:
    """Return the tax books of all assets of a taxpayer."""
    known = calendar or TaxCalendar()
    rows = figures if figures is not None else package_figures()
    years, problems = place(assets, known, rows)
    books: dict[str, TaxBook] = {}
    for placed in years:
        for each in placed.assets:
            try:
                books[each.asset.name] = _book(each, placed.convention, known, rows)
            except TaxError as error:
                problems.append(Problem(each.asset.name, str(error)))
    return TaxBooks(books, {placed.test.year: placed.test for placed in years}, tuple(problems))


def _book(found: Placed, convention: Convention, calendar: TaxCalendar, figures: Figures) -> TaxBook:
    asset = found.asset
    if asset.cls.real:
        convention = Convention.MID_MONTH
    if found.same_year:
        empty = TaxYearAmounts(found.year, ZERO, ZERO, ZERO)
        return TaxBook(asset, convention, Fraction(0), found.business, "disposed of in the year", (empty,))
    share = claimed_share(asset, figures)
    rest = found.business - found.section_179
    bonus = special_allowance(rest, share)
    basis = rest - bonus
    recovery = recover(
        basis,
        asset.cls,
        asset.service,
        convention,
        disposed=asset.disposed,
        calendar=calendar,
        figures=figures,
    )
    years = [
        TaxYearAmounts(amount.year, ZERO if i else found.section_179, ZERO if i else bonus, amount.amount)
        for i, amount in enumerate(recovery.years)
    ]
    return TaxBook(asset, convention, share, basis, recovery.by, tuple(years))
