"""Sum of the years' digits: each year of life takes its number of years left, of the sum of all of them.

Over five years the sum is 5 + 4 + 3 + 2 + 1 = 15: the first year takes 5/15 of cost less salvage, the last
1/15. A year is a year of the asset's life, not of the books: an asset in service from October takes 3/12 of
its first year in the first fiscal year, and in the second 9/12 of the first and 3/12 of the second. A year
that is not whole (the half of 2.5 years) counts for its part.

An asset that is opened part-way goes on with the years that are left, in proportion.

Rule: ASC 360-10-35-7; Kieso, Weygandt and Warfield, Intermediate Accounting ch. 11.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from beanplant.rules.depreciation.spreading import Part
from beanplant.rules.rounding import half_up

KIND = "sum-of-years-digits"


def sum_of_years_digits(base: int, life: int, year: int, gone: int = 0) -> tuple[Part, ...]:
    """Cut ``base`` into a part for each year of a ``life`` of so many ticks, of which ``gone`` are over.

    ``year`` is the ticks of twelve months. The last year takes the rounding.

    >>> [part.amount for part in sum_of_years_digits(15000, 60, 12)]
    [5000, 4000, 3000, 2000, 1000]

    Raises:
        ValueError: a base below zero.
    """
    if base < 0:
        raise ValueError(f"cannot depreciate {base}: salvage and accumulated depreciation exceed cost")
    parts, left = [], base
    years, total = _years(life, year, gone)
    for weight, ticks, factor in years:
        amount = min(left, half_up(base * weight, total))
        parts.append(Part(ticks, amount, KIND, factor, base, year))
        left -= amount
    if left:
        parts[-1] = parts[-1]._replace(amount=parts[-1].amount + left)
    return tuple(parts)


@lru_cache(maxsize=1024)
def _years(life: int, year: int, gone: int) -> tuple[tuple[tuple[int, int, tuple[int, int]], ...], int]:
    """Return each year's weight, ticks and factor, and the sum of the weights.

    A weight is digit x length, both in ticks: whole numbers whatever the clock.
    """
    found = []
    for begin in range(0, life, year):
        end = min(begin + year, life)
        if end > gone:
            found.append((life - begin, end - max(begin, gone)))
    total = sum(digit * ticks for digit, ticks in found)
    return tuple((digit * ticks, ticks, _factor(digit, total, year)) for digit, ticks in found), total


def _factor(digit: int, total: int, year: int) -> tuple[int, int]:
    """Return a year's digit and the sum of them, as people write them: 5 and 15."""
    above, below = Fraction(digit, year), Fraction(total, year * year)
    if above.denominator == below.denominator == 1:
        return above.numerator, below.numerator
    share = above / below
    return share.numerator, share.denominator
