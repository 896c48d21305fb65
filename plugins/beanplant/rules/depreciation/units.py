"""Units of production: the base by use, not by time.

Each unit (a piece, an hour, a kilometer, a ton) takes cost less salvage divided by the life in units; the
unit that ends the life takes the rounding. An idle asset takes nothing. Depletion of a natural resource is
the same arithmetic.

Rule: IAS 16.56 and .62, ASC 360-10-35-4, ASC 930-360; OpenStax, Financial Accounting 11.3.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from beanplant.rules.rounding import half_up


def units_of_production(
    base: int, units: Fraction, usage: Iterable[tuple[int, Fraction]]
) -> list[tuple[int, int]]:
    """Return what each month's use takes of ``base``, over the ``units`` that are left of the life.

    ``usage`` is units by month, in order. Use beyond the life takes nothing.

    >>> units_of_production(48000, Fraction(960), [(0, Fraction(180)), (1, Fraction(900))])
    [(0, 9000), (1, 39000)]

    Raises:
        ValueError: a base below zero, or no units to spread a base over.
    """
    if base < 0:
        raise ValueError(f"cannot depreciate {base}: salvage and accumulated depreciation exceed cost")
    if units <= 0 < base:
        raise ValueError(f"cannot depreciate {base} over {units} units")
    result = []
    left, used = base, Fraction(0)
    for month, quantity in usage:
        used += quantity
        share = base * quantity / units if base else Fraction(0)
        amount = left if used >= units else min(left, half_up(share.numerator, share.denominator))
        left -= amount
        result.append((month, amount))
    return result
