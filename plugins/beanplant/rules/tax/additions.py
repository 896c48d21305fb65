"""What was placed in service in a tax year, and what is wrong with it: limits, days, and the year's convention.

What cannot be computed is a ``Problem`` of its asset, which says what would be right; the others go on. A class
may state the convention (``macrs-7 mid-quarter``) where not all additions of a year are in the register; then
all personal property of that year states the same one: a mid-quarter year is never half entered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.formulas import number
from beanplant.rules.tax.automobiles import first_year_limit
from beanplant.rules.tax.listed_property import business_basis, check_class, predominant
from beanplant.rules.tax.mid_quarter import Addition, MidQuarterTest, mid_quarter_test
from beanplant.rules.tax.recovery import Convention, TaxError
from beanplant.rules.tax.section_179 import section_179, suv_limit
from beanplant.rules.tax.special_allowance import bonus_share, share_in_force
from beanplant.rules.tax.tax_asset import NO_FACTS, Problem, TaxAsset, YearFacts

if TYPE_CHECKING:
    from beanplant.rules.tax.figures import Figures
    from beanplant.rules.tax.tax_years import TaxCalendar, TaxYear

ZERO = Decimal(0)


class PlacedInYear(NamedTuple):
    """What was placed in service in a tax year, and the convention of its personal property."""

    test: MidQuarterTest
    convention: Convention
    assets: list[Placed]


def place(
    assets: Iterable[TaxAsset], calendar: TaxCalendar, figures: Figures
) -> tuple[list[PlacedInYear], list[Problem]]:
    """Sort assets into the tax years in which they were placed in service, and check each year."""
    problems: list[Problem] = []
    by_year: dict[TaxYear, list[Placed]] = defaultdict(list)
    for asset in assets:
        try:
            found = _basis(asset, calendar.year_of(asset.service), figures)
        except TaxError as error:
            problems.append(Problem(asset.name, str(error), error.date))
            continue
        by_year[found.year].append(found)
    years = []
    for year, placed in sorted(by_year.items()):
        problems += _check_limit(year, placed, figures)
        test = mid_quarter_test((each.addition for each in placed), year)
        convention, mixed = _convention(test, placed)
        problems += mixed
        years.append(PlacedInYear(test, convention, placed))
    return years, problems


class Placed(NamedTuple):
    """An asset with its tax year, the business share of its cost, and section 179."""

    asset: TaxAsset
    year: TaxYear
    business: Decimal
    section_179: Decimal

    @property
    def same_year(self) -> bool:
        """Whether it was disposed of in the tax year in which it was placed in service."""
        ended = self.asset.ended
        return ended is not None and ended in self.year

    @property
    def addition(self) -> Addition:
        """As the mid-quarter test counts it: after section 179, before the special allowance."""
        asset = self.asset
        return Addition(asset.service, self.business - self.section_179, not asset.cls.tested, asset.ended)


def _basis(asset: TaxAsset, year: TaxYear, figures: Figures) -> Placed:
    if asset.disposed is not None and asset.disposed < asset.service:
        raise TaxError(f"disposed of on {asset.disposed}, before it was placed in service on {asset.service}")
    if asset.acquired is not None and asset.acquired > asset.service:
        raise TaxError(f"acquired on {asset.acquired}, after it was placed in service on {asset.service}")
    business = business_basis(asset.cost, asset.business_use)
    if asset.section_179 > business:
        raise TaxError(
            f"section-179: found {asset.section_179}, expected at most the business share of the cost, {business}"
        )
    if asset.listed:
        check_class(asset.cls, asset.business_use)
    if asset.section_179 and not predominant(asset.business_use):
        raise TaxError("section-179: business use is not more than half; delete it (Treas. Reg. 1.179-1(d))")
    if asset.utility_vehicle and asset.section_179 > suv_limit(year.begin.year, business, figures):
        raise TaxError(
            f"section-179: found {asset.section_179}, expected at most"
            f" {suv_limit(year.begin.year, business, figures)}, the limit of a sport utility vehicle in {year.label}"
        )
    if asset.automobile:
        _check_automobile(asset, figures)
    found = Placed(asset, year, business, asset.section_179)
    if asset.section_179 and found.same_year:
        raise TaxError(
            f"section-179: found {asset.section_179}, expected none: it was disposed of on {asset.disposed}, in the"
            f" tax year in which it was placed in service"
        )
    return found


def _check_automobile(asset: TaxAsset, figures: Figures) -> None:
    limits = figures.automobile(asset.service.year)
    most = first_year_limit(limits, asset.business_use, allowance=asset.bonus != 0)
    if asset.section_179 > most:
        raise TaxError(
            f"section-179: found {asset.section_179}, expected at most {most}, the limit of a passenger automobile"
            f" in service in {asset.service.year} (IRC 280F(a))"
        )


def _check_limit(year: TaxYear, placed: list[Placed], figures: Figures) -> list[Problem]:
    """Check what is elected in a tax year against its dollar limit."""
    electing = [each for each in placed if each.section_179]
    if not electing:
        return []
    name = electing[-1].asset.name
    cost = sum((each.business for each in placed if each.asset.cls.tested or each.asset.cls.software), ZERO)
    elected = sum((each.section_179 for each in electing), ZERO)
    try:
        lines = section_179(year.begin.year, elected, max(cost, elected), figures=figures)
    except TaxError as error:
        return [Problem(name, str(error))]
    if elected <= lines.dollar_limit:
        return []
    return [
        Problem(
            name,
            f"section-179: {elected} elected in {year.label} on {len(electing)} assets, expected at most"
            f" {lines.dollar_limit}; elect less",
        )
    ]


def _convention(test: MidQuarterTest, placed: list[Placed]) -> tuple[Convention, list[Problem]]:
    """Return the convention of a year's personal property: what its classes state, else what the test says."""
    personal = [each.asset for each in placed if each.asset.cls.tested and not each.same_year]
    stated = [asset for asset in personal if asset.cls.stated is not None]
    if not stated:
        return test.convention, []
    convention = stated[0].cls.stated
    assert convention is not None
    other = [asset for asset in personal if asset.cls.stated is not convention]
    return convention, [
        Problem(
            asset.name,
            f'"{stated[0].name}" of the same tax year, {test.year.label}, states {convention}: a convention holds'
            f' for all personal property of a year; write "{asset.cls.name} {convention}", or state none and leave'
            f" it to the test",
        )
        for asset in other
    ]


def claimed_share(asset: TaxAsset, figures: Figures, facts: YearFacts = NO_FACTS) -> Fraction:
    """Return the share of the special allowance: what is claimed, at most what the law gives; else that.

    ``facts`` of the tax year name the classes that are elected out; an asset of one claims nothing.
    """
    acquired = asset.acquired or asset.service
    if asset.cls.group in facts.elected_out:
        if asset.bonus:
            raise TaxError(
                f"bonus: found {number(asset.bonus * 100)}%, but {asset.cls.group} of its tax year is elected out of"
                f' the special allowance, as a class (IRC 168(k)(7)); write bonus: "0%" or change elects-out:'
            )
        return Fraction(0)
    if asset.bonus == 0 or (asset.listed and not predominant(asset.business_use)):
        return Fraction(0)
    if asset.bonus is None:
        return bonus_share(asset.cls, acquired, asset.service, asset.kind, figures)
    if asset.cls.real and asset.cls.system == "macrs":
        most = bonus_share(asset.cls, acquired, asset.service, asset.kind, figures)
    else:
        # Under an elected ADS life the general class is not written: a claimed share counts up to the law's.
        most = share_in_force(asset.kind, acquired, asset.service, figures).share
    if asset.bonus > most:
        raise TaxError(
            f"bonus: found {number(asset.bonus * 100)}%, expected at most {number(most * 100)}%, the share of"
            f" {asset.kind} property acquired on {acquired} and in service on {asset.service}"
        )
    return asset.bonus
