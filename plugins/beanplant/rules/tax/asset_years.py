"""The tax years of one asset: what MACRS, section 179 and the special allowance take in each, events included.

The plain case is one recovery of one basis (``macrs``). On top of it come a basis that is adjusted, business use that
changes (``business_use``), the limits of passenger automobiles (``automobiles``) and a general asset account, in
which a disposal ends nothing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.tax.automobiles import Taken, first_year_limit, limited
from beanplant.rules.tax.business_use import use_in, years_by_use
from beanplant.rules.tax.listed_property import predominant
from beanplant.rules.tax.macrs import Recovery, recover
from beanplant.rules.tax.recovery import Convention, RecoveryClass, TaxError

if TYPE_CHECKING:
    from beanplant.rules.tax.additions import Placed
    from beanplant.rules.tax.figures import Figures
    from beanplant.rules.tax.tax_years import TaxCalendar, TaxYear

ZERO = Decimal(0)


class TaxYearAmounts(NamedTuple):
    """What a tax year takes of an asset, and what it gives back (``recaptured``, an income)."""

    year: TaxYear
    section_179: Decimal
    bonus: Decimal
    macrs: Decimal
    depletion: Decimal = ZERO
    recaptured: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """All deductions."""
        return self.section_179 + self.bonus + self.macrs + self.depletion

    @property
    def net(self) -> Decimal:
        """The deductions less what is given back: what the year takes of the basis."""
        return self.total - self.recaptured


def asset_years(
    found: Placed,
    bonus: Decimal,
    convention: Convention,
    calendar: TaxCalendar,
    figures: Figures,
    *,
    whole: bool,
) -> tuple[list[TaxYearAmounts], str]:
    """Return the tax years of an asset, and the table or ``formula`` that they come of.

    ``bonus`` is the special allowance, ``whole`` whether it is all of the cost. Section 179 is all in the first year;
    what business income defers is moved afterwards.

    Raises:
        TaxError: an event that does not fit, or an automobile of a year without limits.
    """
    asset = found.asset

    def taken(basis: Decimal, cls: RecoveryClass) -> Recovery:
        return recover(
            basis,
            cls,
            asset.service,
            convention,
            disposed=asset.ended,
            calendar=calendar,
            figures=figures,
            adjustments=asset.adjustments,
        )

    basis = found.business - found.section_179 - bonus
    if asset.automobile and whole and not found.section_179:
        limits = figures.automobile(asset.service.year)
        most = first_year_limit(limits, asset.business_use, allowance=True)
        if limits.safe_harbor and found.business > most:
            bonus, basis = most, found.business - most
            recovery = taken(basis, asset.cls)
            years = [TaxYearAmounts(each.year, ZERO, ZERO, each.amount) for each in recovery.years]
            years[0] = years[0]._replace(bonus=bonus, macrs=ZERO)
            return _limited(found, years, calendar, figures), f"{recovery.by}, safe harbor"
    if asset.uses:
        falls = any(not predominant(change.share) for change in asset.uses)
        if asset.adjustments and found.section_179 and falls and not asset.listed:
            raise TaxError(
                "adjusts the basis of property whose section 179 is given back when its business use falls to half or"
                " less: the two together are not worked out; leave this one out, and correct the deduction by hand",
                asset.adjustments[0].date,
            )
        by = taken(basis, asset.cls).by
        years = [
            TaxYearAmounts(each.year, ZERO, ZERO, each.macrs, recaptured=each.recaptured)
            for each in years_by_use(
                asset,
                found.year,
                found.section_179,
                bonus,
                lambda part, cls: {each.year: each.amount for each in taken(part, cls).years},
            )
        ]
    else:
        recovery = taken(basis, asset.cls)
        by = recovery.by
        years = [TaxYearAmounts(each.year, ZERO, ZERO, each.amount) for each in recovery.years]
    years[0] = years[0]._replace(section_179=found.section_179, bonus=bonus)
    return _limited(found, years, calendar, figures), by


def _limited(
    found: Placed, years: list[TaxYearAmounts], calendar: TaxCalendar, figures: Figures
) -> list[TaxYearAmounts]:
    """Return the years within the limits of a passenger automobile; of other property as they are."""
    asset = found.asset
    if not asset.automobile:
        return years
    back = {each.year: each.recaptured for each in years}
    return [
        TaxYearAmounts(
            each.year, each.section_179, each.bonus, each.macrs, recaptured=back.get(each.year, ZERO)
        )
        for each in limited(
            [Taken(each.year, each.section_179, each.bonus, each.macrs) for each in years],
            figures.automobile(asset.service.year),
            lambda year: use_in(asset, year),
            found.business + sum((each.amount for each in asset.adjustments), ZERO),
            calendar,
            disposed=asset.ended is not None,
        )
    ]
