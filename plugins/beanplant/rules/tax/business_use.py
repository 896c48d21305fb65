"""Business use that changes: depreciation by the use of each year, and the income of the year in which it falls.

A tax year takes its percentage of the business share of the cost of that year, less section 179 and the special
allowance (Form 4562, part V). Where the use falls to half or less:

* listed property is under the alternative system from that year on, and what was taken beyond it before is income of
  that year (IRC 280F(b)(2)):

      18,000.00, section 179 10,000.00, 5 years, 2020 to 2023 all business: 16,617.60 taken; straight line over the
      alternative life 12,600.00; income of 2024, at 50 %: 4,017.60

* other property gives back section 179 less what would have been depreciation on it, this year included (179(d)(10),
  Treas. Reg. 1.179-1(e)):

      10,000.00, section 179 5,000.00, 3 years, two years all business and the third 40 %: 5,000.00 - 1,666.50
      - 2,222.50 - 296.20 = 814.80

What is given back is added to the basis, and later years go on as if it had never been taken. These are the examples
of IRS Publication 946 (Ellen Rye's truck and Paul Lamb's section 179 property).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.rounding import cents
from beanplant.rules.tax.listed_property import excess_depreciation, predominant
from beanplant.rules.tax.recovery import ALTERNATIVE, RecoveryClass, TaxError, recovery_class

if TYPE_CHECKING:
    from beanplant.rules.tax.tax_asset import TaxAsset
    from beanplant.rules.tax.tax_years import TaxYear

ZERO = Decimal(0)
Recover = Callable[[Decimal, RecoveryClass], dict["TaxYear", Decimal]]
"""What each tax year takes of an unadjusted basis under a class."""


class UsedYear(NamedTuple):
    """The depreciation of a tax year, and what it gives back."""

    year: TaxYear
    macrs: Decimal
    recaptured: Decimal


def use_in(asset: TaxAsset, year: TaxYear) -> Fraction:
    """Return the share of business use of a tax year: that of the latest change up to its end."""
    share = asset.business_use
    for change in asset.uses:
        if change.date <= year.end:
            share = change.share
    return share


def alternative_class(asset: TaxAsset) -> RecoveryClass:
    """Return the class under the alternative system; 5 years for 5-year property, such as cars and light trucks.

    Raises:
        TaxError: another class, and no alternative one is written.
    """
    if asset.alternative is not None:
        return asset.alternative
    if asset.cls.years == 5:
        return recovery_class("ads-5")
    when = next((change.date for change in asset.uses if not predominant(change.share)), None)
    raise TaxError(
        "its business use falls to half or less, and alternative: is missing, its class under the alternative system;"
        f' write such as alternative: "ads-{asset.cls.years:f}" on its directive',
        when,
    )


def years_by_use(
    asset: TaxAsset, first: TaxYear, section_179: Decimal, bonus: Decimal, recover: Recover
) -> list[UsedYear]:
    """Return the depreciation of each tax year of an asset whose business use changes.

    Raises:
        TaxError: a change in the first tax year or before, or no alternative class where one is needed.
    """
    for change in asset.uses:
        if change.date <= first.end:
            raise TaxError(
                f"changes the business use on {change.date}, in the first tax year, {first.label}, or before it; write"
                f" business-use: on the asset's directive",
                change.date,
            )

    def business(year: TaxYear) -> Decimal:
        return cents(Fraction(asset.cost) * use_in(asset, year))

    schedules: dict[tuple[Decimal, RecoveryClass], dict[TaxYear, Decimal]] = {}

    def amount(basis: Decimal, cls: RecoveryClass, year: TaxYear) -> Decimal:
        key = (max(ZERO, basis), cls)
        if key not in schedules:
            schedules[key] = recover(*key)
        return schedules[key].get(year, ZERO)

    years = list(recover(asset.cost, asset.cls))
    fell = next((year for year in years if not predominant(use_in(asset, year))), None)
    result: list[UsedYear] = []
    if fell is not None and asset.listed and asset.cls.system != ALTERNATIVE:
        other = alternative_class(asset)
        for year in sorted({*years, *recover(asset.cost, other)}):
            if year < fell:
                result.append(
                    UsedYear(year, amount(business(year) - section_179 - bonus, asset.cls, year), ZERO)
                )
                continue
            back = ZERO
            if year == fell:
                taken = [section_179 + bonus, *(each.macrs for each in result)]
                back = excess_depreciation(
                    taken, [amount(business(each.year), other, each.year) for each in result]
                )
            result.append(UsedYear(year, amount(business(year), other, year), back))
        return result
    for year in years:
        macrs = amount(business(year) - section_179 - bonus, asset.cls, year)
        back = ZERO
        if fell is not None and section_179 and year >= fell:
            share = use_in(asset, year) / asset.business_use
            if year == fell:
                would = sum(
                    (
                        cents(
                            Fraction(amount(section_179, asset.cls, each))
                            * use_in(asset, each)
                            / asset.business_use
                        )
                        for each in years
                        if each <= fell
                    ),
                    ZERO,
                )
                back = max(ZERO, section_179 - would)
                macrs = amount(business(year) - bonus, asset.cls, year) - cents(
                    Fraction(amount(section_179, asset.cls, year)) * share
                )
            else:
                macrs = amount(business(year) - bonus, asset.cls, year)
        result.append(UsedYear(year, max(ZERO, macrs), back))
    return result
