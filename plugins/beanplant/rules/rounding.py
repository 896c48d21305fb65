"""Rounding of money: once, half up, and what is left over goes to whom it belongs.

Money is rounded once, at the money leg, to the currency's precision. Half a cent goes away from zero, for a
debit as for a credit, so that a reversal is the exact opposite of what it reverses (``2.345 -> 2.35``,
``-2.345 -> -2.35``).

Where an amount that is already rounded has to be split (a discount over revenue and tax, freight over
receipts), the parts must add up to it. ``largest_remainder`` gives each part its whole cents and the
cents that are left, one each, to the parts with the largest fraction; of equal fractions the first wins.
1.00 over three equal parts is 0.34, 0.33, 0.33.
"""

from __future__ import annotations

import decimal
import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

Exact = int | Fraction | Decimal
"""A number without rounding: everything that a rule computes with."""

_WIDE = decimal.Context(prec=200)


def whole_cents(value: Exact, digits: int = 2) -> int:
    """Return ``value`` in units of ``10 ** -digits``, half up on the magnitude.

    >>> whole_cents(Fraction(5, 1000)), whole_cents(Fraction(-5, 1000))
    (1, -1)
    """
    above, below = value.as_integer_ratio()
    scale: int = 10**digits
    if below == 1:
        return above * scale
    magnitude = (2 * abs(above) * scale + below) // (2 * below)
    return magnitude if above >= 0 else -magnitude


def half_up(above: int, below: int) -> int:
    """Return ``above / below`` as a whole number, half up on the magnitude; ``below`` is positive.

    >>> half_up(5, 2), half_up(-5, 2), half_up(7, 3)
    (3, -3, 2)
    """
    magnitude = (2 * abs(above) + below) // (2 * below)
    return magnitude if above >= 0 else -magnitude


def money(units: int, digits: int = 2) -> Decimal:
    """Return ``units`` of ``10 ** -digits`` as an amount: ``money(12345)`` is ``Decimal("123.45")``."""
    return Decimal(units).scaleb(-digits, _WIDE)


def cents(value: Exact, digits: int = 2) -> Decimal:
    """Return ``value`` rounded to ``digits`` decimals, half up on the magnitude (away from zero).

    >>> cents(Fraction(1, 3)), cents(Decimal("-2.345")), cents(Fraction(5, 2), 0)
    (Decimal('0.33'), Decimal('-2.35'), Decimal('3'))
    """
    if isinstance(value, Decimal):
        rounded = value.quantize(Decimal((0, (1,), -digits)), decimal.ROUND_HALF_UP, _WIDE)
        return rounded or abs(rounded)  # zero has no sign
    return money(whole_cents(value, digits), digits)


def largest_remainder(total_cents: int, weights: Sequence[Exact]) -> list[int]:
    """Split ``total_cents`` in proportion to ``weights``; the parts add up to it exactly.

    Weights may be of either sign (a credit line in an invoice) as long as their sum is not zero; with only
    zero weights the total must be zero too. The split of a negative total is the opposite of that of the
    positive one.

    >>> largest_remainder(100, [1, 1, 1])
    [34, 33, 33]

    Raises:
        ValueError: a total other than zero, and weights that add up to zero.
    """
    if len(weights) == 1 and weights[0]:
        return [total_cents]
    if total_cents < 0:
        return [-part for part in largest_remainder(-total_cents, weights)]
    ratios = [weight.as_integer_ratio() for weight in weights]
    common = math.lcm(*(below for _, below in ratios))
    shares = [above * (common // below) for above, below in ratios]
    whole = sum(shares)
    if not whole:
        if total_cents:
            raise ValueError(f"{total_cents} cannot be split: the weights add up to zero")
        return [0] * len(shares)
    if whole < 0:
        shares, whole = [-share for share in shares], -whole
    split = [divmod(total_cents * share, whole) for share in shares]
    parts = [part for part, _ in split]
    left = total_cents - sum(parts)
    for i in sorted(range(len(parts)), key=lambda i: (-split[i][1], i))[:left]:
        parts[i] += 1
    return parts
