"""Tax depreciation by formula: declining balance that switches to straight line, within each tax year by months.

Of a year in which property counts ``m`` months, with adjusted basis ``B`` (what is left of the basis), ``R``
months left of the recovery period and the declining-balance rate ``f / L`` of a year:

    the larger of   B x f / L x m / 12      declining balance
              and   B x m / R               straight line over what is left
    and all of B when m reaches R

That is the switch to straight line in the first year in which it gives as much or more (IRC 168(b)(1)(B)), and in a
short year, or one of early disposal, the part of a year's amount (IRS Publication 946, "Figuring the Deduction
Without Using the Tables" and "Figuring the Deduction for a Short Tax Year", the simplified method).

The published percentages follow the same formula on the rounded percentage that is left, rounded half up to two
places (three for 20 years and real property): ``percentages``. The worksheets of Publication 946 round the rate
to five places, the part of a year to three and the amount to whole dollars: ``WORKSHEET``.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.rounding import cents

if TYPE_CHECKING:
    from beanplant.rules.tax.recovery import RecoveryClass

YEAR = 12


class Places(NamedTuple):
    """How many decimals an amount, a rate and the part of a year are rounded to; None is exact."""

    amount: int = 2
    rate: int | None = None
    part: int | None = None


CENTS = Places()
"""Exact rates, amounts to the cent."""

WORKSHEET = Places(0, 5, 3)
"""As the worksheets of IRS Publication 946 are filled in: whole dollars, rounded rates."""


class Left(NamedTuple):
    """What is left of property at the start of a tax year: its adjusted basis, and months of its recovery period."""

    basis: Decimal
    months: Fraction


def year_amount(left: Left, cls: RecoveryClass, months: Fraction, places: Places = CENTS) -> Decimal:
    """Return the depreciation of a tax year in which property counts ``months``, never more than its adjusted basis."""
    if months >= left.months or left.basis <= 0:
        return max(left.basis, Decimal(0))
    declining = _rounded(cls.rate, places.rate)
    straight = _rounded(Fraction(YEAR) / left.months, places.rate)
    rate = max(declining, straight)
    if places.rate is None:
        amount = cents(Fraction(left.basis) * rate * months / YEAR, places.amount)
    else:
        # A worksheet writes the whole year's amount down before it takes the part of it.
        whole = cents(Fraction(left.basis) * rate, places.amount)
        amount = cents(Fraction(whole) * _rounded(months / YEAR, places.part), places.amount)
    return min(amount, left.basis)


def amounts(
    basis: Decimal, cls: RecoveryClass, months: Sequence[Fraction], places: Places = CENTS
) -> list[Decimal]:
    """Return the depreciation of each tax year, given the months that the property counts in each.

    Where they add up to the recovery period, the amounts add up to the basis exactly.
    """
    left = Left(basis, Fraction(cls.months))
    result = []
    for counted in months:
        amount = year_amount(left, cls, counted, places)
        result.append(amount)
        left = Left(left.basis - amount, left.months - counted)
    return result


def percentages(cls: RecoveryClass, first_months: Fraction) -> list[Decimal]:
    """Return the percentages of a class by formula, as the tables print them, over tax years of twelve months.

    >>> from beanplant.rules.tax.recovery import recovery_class
    >>> [str(percent) for percent in percentages(recovery_class("macrs-3"), Fraction(6))]
    ['33.33', '44.45', '14.81', '7.41']
    """
    places = 3 if cls.real or cls.years >= 20 else 2
    return amounts(Decimal(100), cls, months_by_year(cls, first_months), Places(places))


def months_by_year(cls: RecoveryClass, first_months: Fraction) -> list[Fraction]:
    """Return the months of the recovery period in each tax year of twelve months."""
    result = [min(first_months, Fraction(cls.months))]
    while (rest := cls.months - sum(result, Fraction(0))) > 0:
        result.append(min(Fraction(YEAR), rest))
    return result


def _rounded(value: Fraction, places: int | None) -> Fraction:
    return value if places is None else Fraction(cents(value, places))
