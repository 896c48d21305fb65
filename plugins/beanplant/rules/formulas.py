"""The arithmetic behind an amount, as a person reads it: ``(52 - 50) STEEL x 2.50 USD``.

A formula carries units, so that it explains itself away from its account. Quantities are written as short as
they are exact; prices and amounts have at least two decimals. What no decimal number can say (a third) is
rounded half up to six decimals in the text only: the amount is computed from the exact value.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

_EXACT = 12
_SHOWN = 6


# A ledger writes the same quantities and prices over and over; equal numbers have equal texts.
@lru_cache(maxsize=16384)
def number(value: Fraction | Decimal | int, decimals: int = 0) -> str:
    """Return ``value`` with at least ``decimals`` decimals and no trailing zeros beyond them.

    >>> number(Fraction(105, 2)), number(Fraction(5, 2), 2), number(Fraction(-2, 3))
    ('52.5', '2.50', '-0.666667')
    """
    if isinstance(value, Decimal):
        return _decimal(value, decimals)
    above, below = value.numerator, value.denominator
    if below == 1:
        return f"{above}.{'0' * decimals}" if decimals else str(above)
    sign, magnitude, places = "-" if above < 0 else "", abs(above), _EXACT
    units, rest = divmod(magnitude * 10**places, below)
    if rest:
        places = _SHOWN
        units = (2 * magnitude * 10**places + below) // (2 * below)
    digits = str(units).zfill(places + 1)
    fraction = digits[-places:].rstrip("0").ljust(decimals, "0")
    return f"{sign}{digits[:-places]}.{fraction}" if fraction else f"{sign}{digits[:-places]}"


def _decimal(value: Decimal, decimals: int) -> str:
    text = format(value if value else abs(value), "f")
    whole, _, fraction = text.partition(".")
    if len(fraction) > _EXACT:
        shown = value.quantize(Decimal(1).scaleb(-_EXACT), ROUND_HALF_UP)
        if shown != value:
            shown = value.quantize(Decimal(1).scaleb(-_SHOWN), ROUND_HALF_UP)
        whole, _, fraction = format(shown, "f").partition(".")
    fraction = fraction.rstrip("0").ljust(decimals, "0")
    return f"{whole}.{fraction}" if fraction else whole


@lru_cache(maxsize=16384)
def amount(value: Fraction | Decimal | int, currency: str) -> str:
    """Return ``value`` as money: ``2.50 USD``, ``0.125 USD``."""
    return f"{number(value, 2)} {currency}"


def difference(actual: Fraction | Decimal | int, standard: Fraction | Decimal | int, unit: str) -> str:
    """Return ``(52 - 50) STEEL``; a standard below zero is put in brackets: ``(-1 - (-2)) SWARF``."""
    subtrahend = number(standard)
    if subtrahend.startswith("-"):
        subtrahend = f"({subtrahend})"
    return f"({number(actual)} - {subtrahend}) {unit}"
