"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.formulas import amount, difference, number


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(50), 0, "50"),
        (Fraction(50), 2, "50.00"),
        (Fraction(103, 2), 0, "51.5"),
        (Fraction(5, 2), 2, "2.50"),
        (Fraction(1, 8), 2, "0.125"),
        (Fraction(-1, 8), 2, "-0.125"),
        (Fraction(2, 3), 2, "0.666667"),
        (Fraction(1, 10**9), 0, "0.000000001"),
        (Fraction(10**6, 3), 0, "333333.333333"),
        (Fraction(999999999, 10**9) + Fraction(1, 10**15), 0, "1"),
        (0, 2, "0.00"),
    ],
)
def test_number(value: Fraction, decimals: int, text: str) -> None:
    assert number(value, decimals) == text


def test_with_units() -> None:
    assert amount(Fraction(5, 2), "USD") == "2.50 USD"
    assert difference(52, 50, "STEEL") == "(52 - 50) STEEL"
    assert difference(Fraction(-3, 2), -2, "SWARF") == "(-1.5 - (-2)) SWARF"


@given(st.decimals(-(10**9), 10**9, places=6))
def test_a_decimal_reads_as_it_is(value: Decimal) -> None:
    assert Decimal(number(Fraction(value))) == value
