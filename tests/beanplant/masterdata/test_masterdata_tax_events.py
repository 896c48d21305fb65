"""What happens to tax books, and what is said of tax years: what is read, and what is refused at its line."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal as D
from fractions import Fraction
from typing import Any

import pytest

from beanplant.rules.tax.tax_years import TaxYear

HEAD = """
option "operating_currency" "USD"
2026-01-01 open Assets:P100:Machinery
2026-01-01 open Expenses:P100:Depreciation
""".lstrip()
MINE = ('method: "units-of-production"', "units: 1000", 'tax: "depletion"')


def asset(*keys: str, name: str = "A", date: str = "2026-02-01", cost: str = "10000.00") -> str:
    lines = [f'{date} custom "plant-asset" "{name}" Assets:P100:Machinery {cost} USD']
    life = () if any(key.startswith("method:") for key in keys) else ('life: "7 years"',)
    lines += ["  expense: Expenses:P100:Depreciation", *(f"  {key}" for key in (*life, *keys))]
    return "\n".join(lines) + "\n"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


Read = Callable[[str], Any]


def test_events_of_a_tax_book(read: Read) -> None:
    doc = read(
        HEAD + asset('tax: "macrs-5"', 'bonus: "0%"', "listed: TRUE", 'alternative: "ads-8"')
        + '2028-01-01 custom "plant-tax-business-use" "A" "40 %"\n'
        '2027-08-01 custom "plant-tax-basis" "A" -300.00 USD\n'
        '2027-03-01 custom "plant-tax-basis" "A" 50.00 USD\n'
    )  # fmt: skip
    assert not doc.errors, doc.places
    tax = doc.master.tax_assets["A"]
    assert tax.adjustments == ((day("2027-03-01"), D("50.00")), (day("2027-08-01"), D("-300.00")))
    assert tax.uses == ((day("2028-01-01"), Fraction(2, 5)),)
    assert tax.alternative is not None
    assert tax.alternative.name == "ads-8"


def test_a_mine(read: Read) -> None:
    doc = read(
        HEAD + asset(*MINE, 'mineral: "gold"', 'deposits: "foreign"', name="X").replace("gold", "coal")
        + '2026-06-30 custom "plant-asset-usage" "X" 10\n2027-01-01 custom "plant-asset-change" "X"\n  units: 1500\n'
        '2026-12-31 custom "plant-tax-income" "X" 5000.00 USD\n  taxable-income: -10.00 USD\n  units-sold: 9\n'
    )  # fmt: skip
    assert not doc.errors, doc.places
    facts = doc.master.tax_assets["X"].depletion
    assert facts.row.share == Fraction(1, 10)
    assert facts.estimates == ((day("2026-02-01"), 1000), (day("2027-01-01"), 1500))
    assert facts.extracted == ((day("2026-06-30"), 10),)
    assert facts.income == ((day("2026-12-31"), 5000, -10, 9),)


def test_tax_years(read: Read) -> None:
    doc = read(
        HEAD + '2025-12-31 custom "plant-tax-year" 2025\n  business-income: -8.00 USD\n  taxable-income: 9.00 USD\n'
        '  carried-in: 5.00 USD\n  elects-out: "macrs-5 150db, macrs-15"\n'
        '2026-12-31 custom "plant-tax-year" 2026\n  begins: 2026-03-15\n'
    )  # fmt: skip
    assert not doc.errors, doc.places
    first = TaxYear(day("2025-01-01"), day("2025-12-31"))
    facts = doc.master.tax_years[first]
    assert facts == (D("-8.00"), D("9.00"), D("5.00"), {"macrs-5", "macrs-15"})
    short = TaxYear(day("2026-03-15"), day("2026-12-31"))
    assert doc.master.tax_calendar.year_of(day("2026-05-05")) == short
    assert doc.master.tax_calendar.following(short).label == "2027"


def test_an_improvement(read: Read) -> None:
    doc = read(
        HEAD + asset('tax: "macrs-5"', 'business-use: "80 %"')
        + '2027-01-01 custom "plant-asset-improvement" "A" 500.00 USD\n  bonus: "0%"\n'
        '2028-01-01 custom "plant-asset-improvement" "A" 600.00 USD\n  tax: "macrs-7"\n  business-use: "90 %"\n'
        '2029-01-01 custom "plant-asset-improvement" "A" 700.00 USD\n  tax: "none"\n'
    )  # fmt: skip
    assert not doc.errors, doc.places
    found = doc.master.tax_assets
    assert list(found) == ["A", "A 2027-01-01", "A 2028-01-01"]
    assert [(tax.cls.name, tax.cost, tax.business_use) for tax in found.values()][1:] == [
        ("macrs-5", 500, Fraction(4, 5)),
        ("macrs-7", 600, Fraction(9, 10)),
    ]
    assert {tax.book for tax in found.values()} == {"A"}


BOOK = asset('tax: "macrs-7"', 'bonus: "0%"')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            asset('tax: "macrs-5"', 'bonus: "0%"', "section-179: 9.00 USD")
            + '2027-01-01 custom "plant-tax-business-use" "A" "40 %"\n'
            '2028-01-01 custom "plant-tax-basis" "A" -1.00 USD\n',
            "the two together are not worked out",
        ),
        (asset('tax: "macrs-9"'), '(did you mean "macrs-10"?)'),
        (asset('tax: "macrs-25"'), '(did you mean "macrs-27.5"?)'),
        (asset('tax: "marcs-5"'), '(did you mean "macrs-5"?)'),
        (asset('tax: "macrs-8"'), '"depletion" or "none"'),
        (asset('tax: "none"', "section-179: 1.00 USD"), 'found tax: "none"; delete one of them'),
        (asset('tax: "macrs-5"', 'mineral: "gold"'), 'mineral: does not belong to tax: "macrs-5"'),
        (asset(*MINE, "listed: TRUE"), 'listed: does not belong to tax: "depletion"'),
        (asset('tax: "depletion"'), 'write method: "units-of-production" and units:'),
        (asset(*MINE, 'mineral: "unobtainium"'), 'no percentage depletion for "unobtainium"; there are'),
        (asset(*MINE, 'percentage: "much"'), 'percentage: found "much", expected a share'),
        (asset('tax: "macrs-5"', "automobile: TRUE", "listed: FALSE"), "a passenger automobile is listed property"),
        (asset('tax: "macrs-5"', 'alternative: "macrs-5"'), "expected a class under the alternative system"),
        (asset('tax: "macrs-5"', 'alternative: "ads"'), "alternative: found the class"),
        (asset('tax: "macrs-5"', "automobile: TRUE", date="2031-02-01"), "[[automobile]] year = 2031"),
        (
            asset('tax: "macrs-5"', 'bonus: "0%"', "section-179: 9.00 USD", date="2031-02-01"),
            "[[section-179]] year = 2031",
        ),
        (BOOK + '2027-01-01 custom "plant-tax-basis" "B" 1.00 USD\n', 'unknown asset "B"'),
        (asset() + '2027-01-01 custom "plant-tax-basis" "A" 1.00 USD\n', "the asset has no tax book"),
        (BOOK + '2027-01-01 custom "plant-tax-basis" "A" 1.00 EUR\n', "found 1.00 EUR, expected an amount in USD"),
        (BOOK + '2027-01-01 custom "plant-tax-basis" "A" 0.00 USD\n', "that is not zero"),
        (BOOK + '2027-01-01 custom "plant-tax-basis" "A" -9000.00 USD\n', "at most what is left of it, 8571.00"),
        (BOOK + '2036-01-01 custom "plant-tax-basis" "A" -1.00 USD\n', "outside its recovery period"),
        (BOOK + '2025-01-01 custom "plant-tax-basis" "A" -1.00 USD\n', "is before the service of the asset"),
        (asset(*MINE) + '2027-01-01 custom "plant-tax-basis" "A" 1.00 USD\n', "adjusts the basis of a mine or well"),
        (BOOK + '2027-01-01 custom "plant-tax-business-use" "A" "140 %"\n', 'found "140 %", expected a share'),
        (BOOK + '2026-11-01 custom "plant-tax-business-use" "A" "40 %"\n', "in the first tax year, 2026"),
        (BOOK + '2027-01-01 custom "plant-tax-income" "A" 5.00 USD\n', 'is for a mine or well, tax: "depletion"'),
        (asset(*MINE) + '2027-01-01 custom "plant-tax-income" "A" 5.00 EUR\n', "expected gross income in USD"),
        (
            asset(*MINE) + '2027-01-01 custom "plant-tax-income" "A" 5.00 USD\n  taxable-income: 7\n',
            "taxable-income: found 7, expected an amount in USD",
        ),
        (
            asset(*MINE) + '2027-01-01 custom "plant-tax-income" "A" 5.00 USD\n  units-sold: -7\n',
            "units-sold: found -7, expected the units sold",
        ),
        (
            asset(*MINE, 'percentage: "5 %"') + '2027-01-01 custom "plant-tax-income" "A" 5.00 USD\n',
            "taxable-income: is missing",
        ),
        (
            asset(*MINE) + '2027-01-01 custom "plant-tax-income" "A" 5.00 USD\n  units-sold: 1001\n',
            "found 1001 units sold in 2027, expected at most the 1000",
        ),
        ('2024-12-30 custom "plant-tax-year" 2023\n', "write 2024, or date it within"),
        ('2024-12-30 custom "plant-tax-year" 2024\n' * 2, "2024 is also at"),
        ('2024-12-30 custom "plant-tax-year" 2024\n  begins: 2023-05-01\n', "within 2024-01-01 to 2024-12-31"),
        ('2024-12-30 custom "plant-tax-year" 2024\n  ends: "May"\n', "expected a date such as 2026-03-15"),
        ('2024-12-30 custom "plant-tax-year" 2024\n  business-income: 5\n', "found 5, expected an amount in USD"),
        ('2024-12-30 custom "plant-tax-year" 2024\n  carried-in: -5.00 USD\n', "expected zero or more"),
        ('2024-12-30 custom "plant-tax-year" 2024\n  elects-out: "macrs-6"\n', 'elects-out: found the class "macrs-6"'),
        ('2024-12-30 custom "plant-tax-year" 2024\n  elects-out: "macrs-39"\n', "has no special allowance by itself"),
        (
            BOOK + '2027-01-01 custom "plant-asset-improvement" "A" 500.00 USD\n  tax: "macrs-4"\n',
            'tax: found the class "macrs-4"',
        ),
        (
            asset(*MINE) + '2027-01-01 custom "plant-asset-improvement" "A" 500.00 USD\n',
            "is of a mine or well; write the class of what was built",
        ),
    ],
)  # fmt: skip
def test_what_is_refused(read: Read, text: str, expected: str) -> None:
    assert expected in read(HEAD + text).only


def test_the_fault_of_an_event_stands_at_its_line(read: Read) -> None:
    doc = read(HEAD + BOOK + '2027-01-01 custom "plant-tax-basis" "A" -9000.00 USD\n')
    assert doc.only.startswith(f"{(HEAD + BOOK).count(chr(10)) + 1}: ")


LATE = asset('tax: "macrs-7"', name="L", date="2026-12-01", cost="3500.00")
EARLY = asset('tax: "macrs-7"', name="E", date="2026-02-01", cost="6500.00")


@pytest.mark.parametrize(
    ("more", "shares"),
    [
        # 3,500 of 10,000; with 2,000 of November 5,500 of 12,000
        (asset(name="X", date="2026-11-05", cost="2000.00"), "35 % to 45.8 %"),
        # both ways: 3,500 of 11,000 and 5,500 of 12,000
        (
            asset(name="Y", date="2026-05-05", cost="1000.00")
            + asset('tax: "none"', name="Z", date="2026-11-05", cost="9000.00")
            + asset(name="X", date="2026-11-05", cost="2000.00"),
            "31.8 % to 45.8 %",
        ),
    ],
)  # fmt: skip
def test_a_year_half_entered(read: Read, more: str, shares: str) -> None:
    """The convention of the year hangs on an asset without a tax book."""
    doc = read(HEAD + EARLY + LATE + more)
    # One error a year, at the first asset, with the places of the others.
    assert f"of the year's basis {shares} is in the last three months" in doc.only
    assert ("[2 times: also" in doc.only) is ('"Y"' in more)


@pytest.mark.parametrize(
    "more",
    [
        asset('tax: "none"', name="X", date="2026-11-05", cost="2000.00"),
        asset(name="X", date="2026-11-05", cost="500.00"),  # 4,000 of 10,500 is no more than 40 %
        asset(name="X", date="2027-11-05", cost="2000.00"),
        asset('kind: "intangible"', name="X", date="2026-11-05", cost="2000.00"),
    ],
)
def test_a_year_that_does_not_hang_on_it(read: Read, more: str) -> None:
    doc = read(HEAD + EARLY + LATE + more)
    assert not doc.errors, doc.places


def test_a_stated_convention_hangs_on_nothing(read: Read) -> None:
    stated = (EARLY + LATE).replace("macrs-7", "macrs-7 half-year")
    doc = read(HEAD + stated + asset(name="X", date="2026-11-05", cost="2000.00"))
    assert not doc.errors, doc.places
