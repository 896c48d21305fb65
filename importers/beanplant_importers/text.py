"""Beancount text: numbers, strings, postings, metadata, as every directive of a journal writes them.

Text is formatted, not printed from entries: a million transactions take a second or two. Numbers are plain (no
exponent, no group marks); quantities drop trailing zeros, money keeps at least two decimals.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Meta = Iterable[tuple[str, str]]
"""Keys and their values, already written as Beancount text."""

CENT = Decimal("0.01")
_WIDTH = 50


def quantity(number: Decimal) -> str:
    """Return a quantity without trailing zeros.

    >>> quantity(Decimal("50.000")), quantity(Decimal("1E+2")), quantity(Decimal("-0.50"))
    ('50', '100', '-0.5')
    """
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def money(number: Decimal, digits: int = 2) -> str:
    """Return an amount with its decimals, at least ``digits``, those of its currency.

    >>> money(Decimal("1140")), money(Decimal("0.005")), money(Decimal("1140.00"), 0)
    ('1140.00', '0.005', '1140')
    """
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and (exponent > -digits or number == round(number, digits)):
        number = round(number, digits)
    return f"{number:f}"


def string(text: str) -> str:
    r"""Return a text in quotes, on one line.

    >>> print(string('3/4" bolt'))
    "3/4\" bolt"
    """
    text = " ".join(text.split())
    if '"' in text or "\\" in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def share(part: Decimal, whole: Decimal) -> str:
    """Return a part as a percentage, with as few decimals as give it back to the cent.

    >>> share(Decimal("6000.00"), Decimal("24000.00")), share(Decimal("7777.00"), Decimal("24000.00"))
    ('25 %', '32.40417 %')
    """
    for places in range(2, 15):
        percent = (part * 100 / whole).quantize(Decimal(1).scaleb(-places))
        if (whole * percent / 100).quantize(CENT, ROUND_HALF_UP) == part:
            return f"{quantity(percent)} %"
    return ""


def price(units: Decimal, amount: Decimal, currency: str) -> str:
    """Return the price of ``units`` that cost ``amount`` together: ``@ 2.62 USD`` where the unit price is exact
    to six decimals, else ``@@ 100.00 USD``. Both have one sign.

    >>> price(Decimal(60), Decimal("157.20"), "USD"), price(Decimal(-3), Decimal("-100.00"), "USD")
    ('@ 2.62 USD', '@@ 100.00 USD')
    """
    unit = Fraction(amount) / Fraction(units)
    millionths = unit * 1_000_000
    if millionths.denominator == 1:
        return f"@ {money((Decimal(int(millionths)) / 1_000_000).normalize())} {currency}"
    return f"@@ {money(abs(amount))} {currency}"


def posting(account: str, number: str, rest: str, meta: Meta = ()) -> str:
    """Return a posting: ``number`` is aligned, ``rest`` follows it (commodity, price), ``meta`` stands below."""
    lines = f"  {account:<{_WIDTH}} {number:>12} {rest}\n"
    for key, value in meta:
        lines += f"    {key}: {value}\n"
    return lines


def transaction(date: datetime.date, payee: str, narration: str, meta: Meta, postings: Iterable[str]) -> str:
    """Return a transaction, with its line end."""
    head = f"{string(payee)} {string(narration)}" if payee else string(narration)
    lines = [f"{date} * {head}\n"]
    lines += [f"  {key}: {value}\n" for key, value in meta]
    lines += postings
    return "".join(lines)


def directive(date: datetime.date, head: str, meta: Meta = ()) -> str:
    """Return a directive, with its line end."""
    return f"{date} {head}\n" + "".join(f"  {key}: {value}\n" for key, value in meta)
