"""Money is rounded half up on the magnitude, and the parts of a split add up to the whole."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.rounding import cents, largest_remainder, money, whole_cents

fractions = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(2, 3), 2, "0.67"),
        (Decimal("2.345"), 2, "2.35"),
        (Decimal("-2.345"), 2, "-2.35"),
        (Decimal("2.3449999"), 2, "2.34"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 8), 3, "0.125"),
        (Decimal("1E+3"), 2, "1000.00"),
        (7, 2, "7.00"),
        (Decimal("0"), 2, "0.00"),
    ],
)
def test_half_a_cent_goes_away_from_zero(value: Fraction | Decimal, digits: int, expected: str) -> None:
    assert str(cents(value, digits)) == expected


def test_large_amounts_keep_every_digit() -> None:
    assert str(cents(Decimal("123456789012345678901234567890.125"))) == "123456789012345678901234567890.13"


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=5), st.integers(0, 4))
def test_the_same_as_the_decimal_module(value: Decimal, digits: int) -> None:
    assert cents(value, digits) == value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


@given(fractions)
def test_a_reversal_is_the_exact_opposite(value: Fraction) -> None:
    assert cents(-value) == -cents(value)
    assert abs(Fraction(cents(value)) - value) <= Fraction(1, 200)
    assert money(whole_cents(value)) == cents(value)


def test_three_equal_parts_of_one() -> None:
    assert largest_remainder(100, [1, 1, 1]) == [34, 33, 33]
    assert largest_remainder(-100, [1, 1, 1]) == [-34, -33, -33]


def test_the_largest_fraction_takes_the_cent() -> None:
    # 10 over 1:2:4 is 1.43, 2.86, 5.71: whole cents 1, 2, 5; the largest fractions are 0.86 and 0.71.
    assert largest_remainder(10, [1, 2, 4]) == [1, 3, 6]


def test_zero_weights() -> None:
    assert largest_remainder(0, [0, 0]) == [0, 0]
    assert largest_remainder(5, [0, 1]) == [0, 5]
    with pytest.raises(ValueError, match="add up to zero"):
        largest_remainder(5, [0, 0])


@given(st.integers(-(10**9), 10**9), st.lists(fractions, min_size=1, max_size=8))
def test_parts_add_up_and_are_within_a_cent(total: int, weights: list[Fraction]) -> None:
    whole = sum(weights, Fraction(0))
    if not whole:
        return
    parts = largest_remainder(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / whole) < 1
    assert largest_remainder(-total, weights) == [-part for part in parts]
