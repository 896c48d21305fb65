"""Figures as people read them: grouped thousands, parentheses for negatives, U and F for variances.

One place writes numbers for text, for CSV and JSON (plain), and, given the ledger's own formatter, for Fava.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal

from beanplant.reports.model import Column, Kind, Value
from beanplant.rules.rounding import cents

Formatter = Callable[[Decimal, int], str]
HUNDRED = Decimal(100)


def grouped(value: Decimal, digits: int) -> str:
    """Return ``12,345.60``, rounded half up; what is not zero is never shown as zero.

    >>> grouped(Decimal("12345.6"), 2), grouped(Decimal("0.0032"), 2)
    ('12,345.60', '0.0032')
    """
    rounded = cents(value, digits)
    return f"{value:,f}" if value and not rounded else f"{rounded:,.{digits}f}"


def quantity(value: Decimal) -> str:
    """Return a quantity without the zeros that say nothing: ``1,250``, ``0.5``."""
    exponent = value.normalize().as_tuple().exponent
    return f"{value:,.{max(0, -exponent) if isinstance(exponent, int) else 0}f}"


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
        text = f"{grouped(abs(number) * HUNDRED, 1)}%"
    elif column.kind is Kind.MONEY:
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
