"""Declining balance: each fiscal year takes a rate of the book value at its beginning.

The rate is written (``rate:``), or a factor of the straight line (``factor: 2.0`` over five years is 40 %).
The salvage value is not in the rate; it is a floor: the year that would go below it stops there. 58,000.00
at 40 % with 10,000.00 salvage is 23,200.00, 13,920.00, 8,352.00, 2,528.00 and nothing in the fifth year. A
year that is only in part in the life takes its part of the rate.

What is left when the life ends is taken by its last fiscal year: 600,000.00 at 40 % with 30,000.00 salvage
ends with 47,760.00. With a ``switch`` the method changes to the straight line over the rest of the life in
the first year in which that is not less.

What leaves within a year, or joins, changes the year's amount from then on in proportion: of 400.00 a year, 300.00 a
year go on where a quarter of the asset is sold. Improvements take the year's rate for the months that are left.

Rule: ASC 360-10-35-7, IAS 16.62; OpenStax, Financial Accounting 11.3; Hoyle and Skender ch. 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from beanplant.rules.depreciation.spreading import Part, Run
from beanplant.rules.depreciation.straight_line import ONE
from beanplant.rules.rounding import half_up

if TYPE_CHECKING:
    from beanplant.rules.depreciation.fiscal_years import FiscalYears

KIND = "declining-balance"


@lru_cache(maxsize=4096)
def by_fiscal_year(clock: tuple[Run, ...], first: int, years: FiscalYears) -> tuple[int, ...]:
    """Return the ticks of each fiscal year; the first month of ``clock`` is ``first``."""
    result: list[int] = []
    month, stop = first, first
    for count, each in clock:
        while count:
            if month >= stop:
                stop = years.year(month)[1]
                result.append(0)
            taken = min(count, stop - month)
            result[-1] += taken * each
            month, count = month + taken, count - taken
    return tuple(result)


def declining_balance(
    base: int,
    value: int,
    rate: Fraction,
    ticks_by_year: Sequence[int],
    year: int,
    *,
    switch: bool = False,
    gone: int = 0,
) -> tuple[Part, ...]:
    """Cut ``base`` (book ``value`` less salvage) into a part for each fiscal year.

    ``year`` is the ticks of twelve months. ``gone``: ticks of the first fiscal year that are in ``value``
    already, because the books opened within it; the year's rate is still one of its beginning.

    >>> [part.amount for part in declining_balance(48000, 58000, Fraction(2, 5), [12] * 5, 12)]
    [23200, 13920, 8352, 2528, 0]

    Raises:
        ValueError: a base below zero.
    """
    if base < 0:
        raise ValueError(f"cannot depreciate {base}: salvage and accumulated depreciation exceed cost")
    parts = []
    left, remaining = base, sum(ticks_by_year)
    reference = value
    if gone and rate * gone < year:
        before = year - rate * gone
        reference = half_up(value * year * before.denominator, before.numerator)
    factor = above, below = (rate.numerator, rate.denominator)
    below *= year
    twice = 2 * below
    for ticks in ticks_by_year:
        charge = (2 * reference * ticks * above + below) // twice  # rounded half up
        straight = switch and left * ticks >= charge * remaining
        if straight or ticks == remaining or charge >= left:
            over = ticks if charge >= left and not straight else remaining
            parts.append(Part(over, left, "straight-line", ONE, left, over))
            if over < remaining:
                parts.append(Part(remaining - over, 0, "straight-line", ONE, 0, remaining - over))
            break
        parts.append(Part(ticks, charge, KIND, factor, reference, year))
        value, left, remaining = value - charge, left - charge, remaining - ticks
        reference = value
    return tuple(parts)


def going_on(
    before: Sequence[Part],
    gone: int,
    taken: int,
    share: Fraction,
    added: int,
    base: int,
    value: int,
    rate: Fraction,
    ticks_by_year: Sequence[int],
    year: int,
    *,
    switch: bool = False,
) -> tuple[Part, ...]:
    """Cut ``base`` where the parts ``before`` go on within a fiscal year, ``gone`` ticks and the amount ``taken`` after
    they began, with a ``share`` of what they had and with what was ``added`` to the book value.

    Raises:
        ValueError: a base below zero.
    """
    whole = declining_balance(base, value, rate, ticks_by_year, year, switch=switch)
    parts = list(before)
    while parts and gone >= parts[0].ticks:
        part = parts.pop(0)
        gone, taken = gone - part.ticks, taken - part.amount
    if not parts or not gone:
        return whole  # at the beginning of a year
    current, ticks = parts[0], parts[0].ticks - gone
    if current.kind != KIND:
        if added:
            return whole
        after = sum(part.ticks for part in parts[1:])
        tail = (Part(after, 0, "straight-line", ONE, 0, after),) if after else ()
        return (Part(ticks, base, "straight-line", ONE, base, ticks), *tail)
    rest = (current.amount - taken) * share + added * rate * Fraction(ticks, year)
    charge = half_up(rest.numerator, rest.denominator) if rest > 0 else 0
    if charge >= base or len(ticks_by_year) < 2:
        return whole
    reference = current.basis * share + added
    basis = half_up(reference.numerator, reference.denominator) if reference > 0 else 0
    first = Part(ticks, charge, KIND, current.factor, basis, year)
    return first, *declining_balance(
        base - charge, value - charge, rate, ticks_by_year[1:], year, switch=switch
    )
