"""What was placed in service in a tax year, and what is wrong with it: limits, days, and the year's convention.

What cannot be computed is a ``Problem`` of its asset, which says what would be right; the others go on. A class
may state the convention (``macrs-7 mid-quarter``) where not all additions of a year are in the register; then
all personal property of that year states the same one: a mid-quarter year is never half entered.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from beanplant.rules.formulas import number
from beanplant.rules.tax.figures import Figures, package_figures
from beanplant.rules.tax.listed_property import business_basis, check_class, predominant
from beanplant.rules.tax.mid_quarter import Addition, MidQuarterTest, mid_quarter_test
from beanplant.rules.tax.recovery import Convention, RecoveryClass, TaxError
from beanplant.rules.tax.section_179 import section_179
from beanplant.rules.tax.special_allowance import QUALIFIED, bonus_share, share_in_force
from beanplant.rules.tax.tax_years import TaxCalendar, TaxYear

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class TaxAsset:
    """An asset for tax. ``bonus`` is the share that is claimed; None is what the law gives.

    ``acquired`` is the day of the binding contract (of production property that on which construction began); None is
    the day in service.
    """

    name: str
    cls: RecoveryClass
    cost: Decimal
    service: datetime.date
    acquired: datetime.date | None = None
    section_179: Decimal = ZERO
    bonus: Fraction | None = None
    kind: str = QUALIFIED
    business_use: Fraction = Fraction(1)
    listed: bool = False
    disposed: datetime.date | None = None


class Problem(NamedTuple):
    """Something that is wrong with an asset's tax book."""

    asset: str
    message: str


def check_assets(
    assets: Iterable[TaxAsset], calendar: TaxCalendar | None = None, figures: Figures | None = None
) -> list[Problem]:
    """Return what is wrong with the assets of a taxpayer, without computing their years."""
    rows = figures if figures is not None else package_figures()
    years, problems = place(assets, calendar or TaxCalendar(), rows)
    for placed in years:
        for each in placed.assets:
            try:
                claimed_share(each.asset, rows)
            except TaxError as error:
                problems.append(Problem(each.asset.name, str(error)))
    return problems


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
            found = _basis(asset, calendar.year_of(asset.service))
        except TaxError as error:
            problems.append(Problem(asset.name, str(error)))
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
        disposed = self.asset.disposed
        return disposed is not None and disposed in self.year

    @property
    def addition(self) -> Addition:
        """As the mid-quarter test counts it: after section 179, before the special allowance."""
        asset = self.asset
        return Addition(asset.service, self.business - self.section_179, asset.cls.real, asset.disposed)


def _basis(asset: TaxAsset, year: TaxYear) -> Placed:
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
    found = Placed(asset, year, business, asset.section_179)
    if asset.section_179 and found.same_year:
        raise TaxError(
            f"section-179: found {asset.section_179}, expected none: it was disposed of on {asset.disposed}, in the"
            f" tax year in which it was placed in service"
        )
    return found


def _check_limit(year: TaxYear, placed: list[Placed], figures: Figures) -> list[Problem]:
    """Check what is elected in a tax year against its dollar limit."""
    electing = [each for each in placed if each.section_179]
    if not electing:
        return []
    name = electing[-1].asset.name
    cost = sum((each.business for each in placed if not each.asset.cls.real), ZERO)
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
    personal = [each.asset for each in placed if not each.asset.cls.real and not each.same_year]
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


def claimed_share(asset: TaxAsset, figures: Figures) -> Fraction:
    """Return the share of the special allowance: what is claimed, at most what the law gives; else that."""
    acquired = asset.acquired or asset.service
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
