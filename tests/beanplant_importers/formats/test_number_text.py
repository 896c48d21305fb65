"""Numbers in files: what settles the decimal mark, and what is read with it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant_importers.formats import numbers


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("1.234,56", ","), ("1,234.56", "."), ("1.234.567", ","), ("1,234,567", "."), ("12,5", ","), ("12.50", "."),
        ("0,500", ","), ("0.500", "."), (",500", ","), ("12345,678", ","), ("1 234,567", ","), ("1'234.567", "."),
        ("1.440", "?"), ("1,440", "?"), ("999.999-", "?"), ("(1.440)", "?"),
        ("1440", None), ("", None), ("PC", None), ("1.2.3,4,5x", None), ("-", None),
    ],
)  # fmt: skip
def test_what_one_number_proves(text: str, mark: str | None) -> None:
    assert numbers.evidence(text) == mark


@pytest.mark.parametrize(
    ("values", "mark"),
    [
        (["1.440", "12,5"], ","), (["1.440", "2.880"], "?"), (["1440", "2880"], None), ([], None),
        (["1,440", "", "PC", "3.5"], "."),
    ],
)  # fmt: skip
def test_a_file_is_settled_by_its_first_deciding_number(values: list[str], mark: str | None) -> None:
    assert numbers.settle(values) == mark


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("320-", ",", "-320"), ("1.234,56-", ",", "-1234.56"), ("(320)", ".", "-320"), ("−5,5", ",", "-5.5"),
        ("–5.5", ".", "-5.5"), ("1 234,56", ",", "1234.56"), ("1\u202f234,56", ",", "1234.56"),
        ("1’234.56", ".", "1234.56"),
        ("1.440", ",", "1440"), ("1.440", ".", "1.440"), ("+7", ".", "7"), ("- 7", ".", "-7"), ("12345", ",", "12345"),
    ],
)  # fmt: skip
def test_numbers_are_read_exactly(text: str, decimal: str, number: str) -> None:
    assert numbers.parse(text, decimal) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("1,234.56", ","), ("1.234,56", "."), ("12.34.56", ","), ("1.23", ","), ("abc", "."), ("--3", "."),
        ("1.2.3", "."),
        ("4.9E+09", "."), ("####", ","), ("-", "."),
    ],
)  # fmt: skip
def test_what_contradicts_the_mark_is_no_number(text: str, decimal: str) -> None:
    with pytest.raises(ValueError):
        numbers.parse(text, decimal)


def test_a_blank_is_no_number() -> None:
    assert numbers.parse("", ",") is None
    assert numbers.parse("  ", ".") is None


@given(
    st.decimals(-(10**9), 10**9, places=3, allow_nan=False),
    st.sampled_from([(",", "."), (".", ","), (",", " "), (".", "'")]),
    st.sampled_from(["{}-", "-{}", "({})"]),
)
def test_every_writing_of_a_number_reads_back(number: Decimal, marks: tuple[str, str], negative: str) -> None:
    decimal, thousands = marks
    text = f"{abs(number):,.3f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
    written = negative.format(text) if number < 0 else text
    assert numbers.parse(written, decimal) == number
