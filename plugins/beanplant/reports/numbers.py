"""Figures as people read them: grouped thousands, parentheses for negatives, U and F for variances.

One place writes numbers for text, for CSV and JSON (plain), and, given the ledger's own formatter, for Fava.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal

from beanplant.reports.model import Column, Kind, Value

Formatter = Callable[[Decimal, int], str]
HUNDRED = Decimal(100)


def grouped(value: Decimal, digits: int) -> str:
    """Return ``12,345.60``; never fewer decimals than the value has.

    >>> grouped(Decimal("12345.6"), 2)
    '12,345.60'
    """
    exponent = value.normalize().as_tuple().exponent
    own = -exponent if isinstance(exponent, int) else 0
    return f"{value:,.{max(digits, own)}f}"


def quantity(value: Decimal) -> str:
    """Return a quantity without the zeros that say nothing: ``1,250``, ``0.5``."""
    return grouped(value, 0)


def show(value: Value, column: Column, formatter: Formatter = grouped) -> str:
    """Return a value for people. Money: parentheses if negative. A variance: its magnitude with U or F."""
    if value is None:
        return ""
    if isinstance(value, datetime.date | str):
        return str(value)
    number = Decimal(value)
    if column.kind is Kind.VARIANCE:
        return f"{formatter(abs(number), column.digits)}{' U' if number > 0 else ' F' if number < 0 else ''}"
    if column.kind is Kind.SHARE:
        return (
            f"{grouped((abs(number) * HUNDRED).quantize(Decimal('0.1')), 1)}%"
            if number >= 0
            else (f"({grouped((abs(number) * HUNDRED).quantize(Decimal('0.1')), 1)}%)")
        )
    if column.kind is Kind.MONEY:
        text = formatter(abs(number), column.digits)
    else:
        text = quantity(abs(number))
    return f"({text})" if number < 0 else text


def plain(value: Value) -> str:
    """Return a value for machines: ISO dates, plain numbers, the ledger's sign, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}" if value else f"{abs(value):f}"
    return str(value)
