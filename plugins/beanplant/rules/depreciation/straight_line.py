"""Straight-line depreciation: equal amounts over the life, and the last period takes the rounding.

Cost less salvage is one part over all the life that is left. 500.00 over 12 months is 11 times 41.67 and
41.63; a life of 12 months with 4 gone spreads what is left over 8.

``straight_line_by_year`` rounds each fiscal year once, and the last month of the year takes the rounding of its
months: 70,000.00 over five years from May is 9,333.33 in the first calendar year (seven times 1,166.67 and 1,166.64),
then 14,000.00 four times and 4,666.67. So do SAP, Oracle Assets and books that are posted once a year; months of
1,166.67 without it make years of 9,333.36 and 14,000.04, and a last month of 1,166.47.

Rule: ASC 360-10-35-4, IAS 16.62; Hoyle and Skender, Financial Accounting ch. 10.
"""

from __future__ import annotations

from collections.abc import Sequence

from beanplant.rules.depreciation.spreading import Part
from beanplant.rules.rounding import half_up

ONE = (1, 1)


def straight_line(base: int, ticks: int) -> tuple[Part, ...]:
    """Spread ``base`` (cost less salvage, less what was accumulated before) evenly over ``ticks`` of life.

    >>> straight_line(50000, 12)
    (Part(ticks=12, amount=50000, kind='straight-line', factor=(1, 1), basis=50000, over=12),)

    Raises:
        ValueError: a base below zero, or no time to spread a base over.
    """
    if base < 0:
        raise ValueError(f"cannot depreciate {base}: salvage and accumulated depreciation exceed cost")
    if ticks < 1:
        if base:
            raise ValueError(f"cannot depreciate {base} over {ticks} periods")
        return ()
    return (Part(ticks, base, "straight-line", ONE, base, ticks),)


def straight_line_by_year(base: int, ticks_by_year: Sequence[int]) -> tuple[Part, ...]:
    """Spread ``base`` evenly, a part for each fiscal year: what is taken to the end of each is rounded half up.

    >>> [part.amount for part in straight_line_by_year(7000000, [8, 12, 12, 12, 12, 4])]
    [933333, 1400000, 1400000, 1400000, 1400000, 466667]

    Raises:
        ValueError: a base below zero, or no time to spread a base over.
    """
    if base < 0:
        raise ValueError(f"cannot depreciate {base}: salvage and accumulated depreciation exceed cost")
    over = sum(ticks_by_year)
    if len(ticks_by_year) < 2:
        return straight_line(base, over)
    parts = []
    at = before = 0
    for ticks in ticks_by_year:
        at += ticks
        taken = half_up(base * at, over)
        parts.append(Part(ticks, taken - before, "straight-line", ONE, base, over))
        before = taken
    return tuple(parts)
