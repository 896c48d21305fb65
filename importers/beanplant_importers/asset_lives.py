"""Useful lives as systems write them, in months.

==================  =========================================  =====================
written as          by                                         5 years and 6 months
==================  =========================================  =====================
years and months    SAP, in two columns or one                 ``5`` and ``6``, ``005/006``
years.months        Oracle (``Life Yr.Mo``)                    ``5.06``
years, months       Sage Fixed Assets, four digits             ``0506``; ``1000`` is ten years
years or months     Dynamics 365, plain tables                 ``5.5``; ``66``
in words            plain tables, the ledger language          ``5 years 6 months``
==================  =========================================  =====================

Sage's digits lose their leading zero where a sheet keeps them as a number: ``506`` is ``0506``.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_WORDS = re.compile(
    r"(?:(\d+(?:\.\d+)?) ?(?:years?|yrs?|y|jahre?))?[ ,]*(?:(\d+) ?(?:months?|mo|m|monate?))?"
)
_PAIR = re.compile(r"(\d{1,3}) ?/ ?(\d{1,3})")


def in_words(text: str) -> int | None:
    """Return the months of ``7 years``, ``84 months`` or ``7 years 6 months``; None if it is none of these.

    >>> in_words("7 years"), in_words("7 years 6 months"), in_words("10 Jahre"), in_words("7")
    (84, 90, 120, None)
    """
    match = _WORDS.fullmatch(text.strip().casefold())
    return _whole(Decimal(match[1] or 0) * 12 + Decimal(match[2] or 0)) if match and match[0] else None


def in_years(text: str) -> int | None:
    """Return the months of a number of years, ``005/006``, or words.

    >>> in_years("5.5"), in_years("005/006"), in_years("10")
    (66, 66, 120)
    """
    if match := _PAIR.fullmatch(text.strip()):
        return int(match[1]) * 12 + int(match[2])
    return in_words(text) or _number(text, 12)


def in_months(text: str) -> int | None:
    """Return the months of a number of months, or words.

    >>> in_months("66"), in_months("66.00")
    (66, 66)
    """
    return in_words(text) or _number(text, 1)


def years_dot_months(text: str) -> int | None:
    """Return the months of Oracle's years and hundredths that are months.

    >>> years_dot_months("5.06"), years_dot_months("5.1"), years_dot_months("7")
    (66, 70, 84)
    """
    years, _, rest = text.strip().replace(",", ".").partition(".")
    months = rest.ljust(2, "0")[:2]
    if not years.isdecimal() or not months.isdecimal() or rest[2:].strip("0") or int(months) > 11:
        return None
    return int(years) * 12 + int(months) or None


def four_digits(text: str) -> int | None:
    """Return the months of Sage's two digits of years and two of months.

    >>> four_digits("0506"), four_digits("506"), four_digits("1000"), four_digits("05 06")
    (66, 66, 120, 66)
    """
    digits = re.sub(r"[ /.-]", "", text.strip()).zfill(4)
    if len(digits) != 4 or not digits.isdecimal() or int(digits[2:]) > 11:
        return None
    return int(digits[:2]) * 12 + int(digits[2:]) or None


def written(months: int) -> str:
    """Return a life as the ledger language writes it.

    >>> written(84), written(66), written(12)
    ('7 years', '66 months', '1 year')
    """
    if months % 12:
        return f"{months} month{'s' if months > 1 else ''}"
    return f"{months // 12} year{'s' if months > 12 else ''}"


def _number(text: str, unit: int) -> int | None:
    try:
        return _whole(Decimal(text.strip().replace(",", ".")) * unit)
    except InvalidOperation:
        return None


def _whole(months: Decimal) -> int | None:
    return int(months) if months.is_finite() and months > 0 and months == int(months) else None
