"""Straight-line depreciation: equal amounts over the life, and the last period takes the rounding.

Cost less salvage is one part over all the life that is left. 500.00 over 12 months is 11 times 41.67 and
41.63; a life of 12 months with 4 gone spreads what is left over 8.

Rule: ASC 360-10-35-4, IAS 16.62; Hoyle and Skender, Financial Accounting ch. 10.
"""

from __future__ import annotations

from beanplant.rules.depreciation.spreading import Part

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
