"""MACRS to the cent: the published cases of IRS Publication 946, early disposal, short tax years, and invariants."""

from __future__ import annotations

import datetime
from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.tax.conventions import months_before, months_in_first_year, quarter
from beanplant.rules.tax.declining_balance import WORKSHEET, Left, Places, amounts, year_amount
from beanplant.rules.tax.macrs import recover
from beanplant.rules.tax.recovery import Convention, TaxError, recovery_class
from beanplant.rules.tax.tax_years import TaxCalendar, TaxYear

HALF_YEAR, MID_QUARTER, MID_MONTH, FULL_MONTH = Convention
DOLLARS = Places(0)
SEVEN = recovery_class("macrs-7")
TARA = TaxYear(datetime.date(2026, 3, 15), datetime.date(2026, 12, 31))
"""The short year of Publication 946: a corporation that begins on 15 March."""


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def figures(recovery: object) -> list[D]:
    return [year.amount for year in recovery.years]  # type: ignore[attr-defined]


def test_dep_946_furniture_7yr() -> None:
    found = recover(D(10000), SEVEN, day("2026-05-01"), HALF_YEAR, places=DOLLARS)
    assert found.by == "A-1"
    assert figures(found) == [1429, 2449, 1749, 1249, 893, 892, 893, 446]
    assert figures(recover(D(10000), SEVEN, day("2026-05-01"), HALF_YEAR)) == figures(found)


def test_dep_946_building_39() -> None:
    found = recover(D(100000), recovery_class("macrs-39"), day("2026-03-10"), MID_MONTH)
    assert found.by == "A-7a"
    assert figures(found)[:3] == [2033, 2564, 2564]
    assert len(found.years) == 40
    assert found.total == 100000


def test_dep_946_no_table_5yr() -> None:
    """200 320 192 115 115 58, in whole dollars each year."""
    found = recover(
        D(1000), recovery_class("macrs-5"), day("2026-02-01"), HALF_YEAR, formula=True, places=WORKSHEET
    )
    assert figures(found) == [200, 320, 192, 115, 115, 58]


def test_dep_946_no_table_39() -> None:
    """The worksheet rounds 1/39 to 0.02564 and 11.5/12 to 0.958; the exact first year is 2,457.26."""
    building = recovery_class("macrs-39")
    found = recover(D(100000), building, day("2026-01-10"), MID_MONTH, formula=True, places=WORKSHEET)
    assert figures(found)[:2] == [2456, 2564]
    assert year_amount(Left(D(100000), Fraction(468)), building, Fraction(12), WORKSHEET) == 2564
    exact = recover(D(100000), building, day("2026-01-10"), MID_MONTH, formula=True)
    assert figures(exact)[0] == D("2457.26")  # 100,000 / 468 x 11.5


@pytest.mark.parametrize(
    ("basis", "name", "service", "years"),
    [
        (4000, "macrs-7", "2026-01-20", [1000, 857]),
        (1000, "macrs-7", "2026-09-02", [107, 255]),
        (5000, "macrs-5", "2026-10-30", [250, 1900]),
    ],
    ids=["safe", "furniture", "computer"],
)
def test_dep_946_no_table_mq(basis: int, name: str, service: str, years: list[int]) -> None:
    found = recover(D(basis), recovery_class(name), day(service), MID_QUARTER, formula=True, places=WORKSHEET)
    assert figures(found)[:2] == years


def test_dep_946_casualty() -> None:
    """39,000 less 24,000 of section 179 less 7,500 of allowance; after the casualty the table is left."""
    first = figures(recover(D(7500), SEVEN, day("2026-11-01"), MID_QUARTER, places=DOLLARS))[0]
    assert first == 268
    left = Left(D(7500) - first - 3000 + 3500, Fraction(84) - Fraction(3, 2))
    assert left.basis == 7732
    assert year_amount(left, SEVEN, Fraction(12), WORKSHEET) == 2209


def test_dep_946_short_year() -> None:
    """Basis 1,000, 5 years: 5 of 12 months at 40 % are 167; then 40 % of the 833 that are left, 333."""
    calendar = TaxCalendar(12, (TARA,))
    five = recovery_class("macrs-5")
    found = recover(D(1000), five, day("2026-03-16"), HALF_YEAR, calendar=calendar, places=DOLLARS)
    assert found.by == "formula"
    assert figures(found)[:2] == [167, 333]
    assert found.total == 1000
    later = recover(D(1000), five, day("2026-10-16"), MID_QUARTER, calendar=calendar, places=DOLLARS)
    assert figures(later)[:2] == [133, 347]  # 4 of 12 months at 40 %; 40 % of 867


@pytest.mark.parametrize(
    ("date", "months"),
    # The middles of the quarters are 15 April, 1 July, 1 September and 15 November; each quarter has 73 days.
    [
        ("2026-05-26", "8.5"),
        ("2026-05-27", "6"),
        ("2026-08-08", "4"),
        ("2026-10-19", "4"),
        ("2026-10-20", "1.5"),
    ],
)
def test_quarters_of_a_short_year(date: str, months: str) -> None:
    assert months_in_first_year(day(date), TARA, MID_QUARTER) == Fraction(months)


def test_the_middle_of_a_short_year() -> None:
    assert months_in_first_year(day("2026-12-01"), TARA, HALF_YEAR) == 5
    # 20 June to 31 December is 7 months: the middle of September.
    late = TaxYear(day("2026-06-20"), day("2026-12-31"))
    assert months_before(day("2026-07-01"), late, HALF_YEAR) == Fraction(7, 2)
    # 8 whole months have quarters of two.
    eight = TaxYear(day("2026-01-01"), day("2026-08-31"))
    assert [quarter(day(d), eight) for d in ("2026-02-28", "2026-03-01", "2026-08-31")] == [1, 2, 4]


def test_early_disposal_by_convention() -> None:
    # Half-year: half of 1,749.00 in the third year.
    sold = recover(D(10000), SEVEN, day("2026-05-01"), HALF_YEAR, disposed=day("2028-02-02"))
    assert figures(sold) == [1429, 2449, D("874.50")]
    # Mid-quarter, second quarter of the second year: 37.5 % of 21.43 %.
    sold = recover(D(10000), SEVEN, day("2026-01-05"), MID_QUARTER, disposed=day("2027-06-30"))
    assert figures(sold) == [2500, D("803.63")]
    # Mid-month: up to the middle of the month, 4.5 of 12 of 2,564.00.
    sold = recover(
        D(100000), recovery_class("macrs-39"), day("2026-03-10"), MID_MONTH, disposed=day("2028-05-31")
    )
    assert figures(sold) == [2033, 2564, D("961.50")]


def test_disposal_in_the_last_year_and_in_the_first() -> None:
    whole = recover(D(10000), SEVEN, day("2026-05-01"), HALF_YEAR)
    last = recover(D(10000), SEVEN, day("2026-05-01"), HALF_YEAR, disposed=day("2033-01-10"))
    assert figures(last) == figures(whole)
    first = recover(D(10000), SEVEN, day("2026-05-01"), HALF_YEAR, disposed=day("2026-12-31"))
    assert figures(first) == [0]


def test_a_fiscal_year_has_its_own_quarters() -> None:
    calendar = TaxCalendar(6)
    year = calendar.year_of(day("2026-07-01"))
    assert (year.begin, year.end, year.label) == (day("2026-07-01"), day("2027-06-30"), "FY2027")
    assert quarter(day("2027-04-01"), year) == 4
    assert recover(D(100), SEVEN, day("2027-04-01"), MID_QUARTER, calendar=calendar).by == "A-5"


def test_a_change_of_the_fiscal_year() -> None:
    short = TaxYear(day("2026-01-01"), day("2026-06-30"))
    calendar = TaxCalendar(6, (short,))
    assert calendar.year_of(day("2025-08-01")) == TaxYear(day("2025-01-01"), day("2025-12-31"))
    assert calendar.following(calendar.year_of(day("2025-08-01"))) == short
    assert calendar.following(short) == TaxYear(day("2026-07-01"), day("2027-06-30"))
    found = recover(D(1200), recovery_class("macrs-3"), day("2025-08-01"), HALF_YEAR, calendar=calendar)
    # 2025 by the table, 33.33 %. From the short year on by formula: six months of 800.04 at 2/3 a year.
    assert figures(found)[:2] == [D("399.96"), D("266.68")]
    assert found.by == "A-1, formula"
    assert found.total == 1200


@pytest.mark.parametrize(
    ("text", "name", "months"),
    [
        ("macrs-27.5", "macrs-27.5", 330),
        ("MACRS-7 150db", "macrs-7 150db", 84),
        ("ads-9.5", "ads-9.5", 114),
        ("ads-40 real-property", "ads-40 real-property", 480),
        ("macrs-5 mid-quarter", "macrs-5", 60),
        ("macrs-15 straight-line", "macrs-15 straight-line", 180),
    ],
)
def test_classes(text: str, name: str, months: int) -> None:
    cls = recovery_class(text)
    assert (cls.name, cls.months) == (name, months)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("macrs-8", "macrs-3, macrs-5"),
        ("macr-7", 'did you mean "macrs-7"'),
        ("ads-0", "ads-N"),
        ("ads-7.3", "ads-N"),
        ("ads-NaN", "ads-N"),
        ("macrs-39 half-year", "real property is mid-month"),
        ("macrs-7 real-property", "expected half-year, mid-quarter, 150db, straight-line"),
        ("macrs-7 half-year mid-quarter", "mid-quarter"),
    ],
)
def test_what_is_no_class(text: str, expected: str) -> None:
    with pytest.raises(TaxError, match=expected):
        recovery_class(text)


CLASSES = st.sampled_from(
    [
        *(recovery_class(f"macrs-{n}") for n in ("3", "5", "7", "10", "15", "20", "27.5", "39")),
        *(recovery_class(f"macrs-{n} 150db") for n in (3, 5, 7, 10)),
        *(recovery_class(f"ads-{n}") for n in ("1", "4", "9.5", "12", "50")),
        recovery_class("ads-40 real-property"),
    ]
)
DATES = st.dates(datetime.date(2018, 1, 1), datetime.date(2030, 12, 31))
MONEY = st.integers(0, 10**9).map(lambda cents: D(cents) / 100)


@given(
    MONEY,
    CLASSES,
    DATES,
    st.booleans(),
    st.integers(1, 12),
    st.booleans(),
    st.none() | st.integers(1, 15000),
)
def test_invariants(
    basis: D, cls: object, service: datetime.date, quarters: bool, last: int, formula: bool, held: int | None
) -> None:
    """Never below zero, never more than the basis, the whole of it over the life, less of it on a disposal."""
    real = cls.real  # type: ignore[attr-defined]
    convention = MID_MONTH if real else MID_QUARTER if quarters else HALF_YEAR
    calendar = TaxCalendar(last)
    whole = recover(basis, cls, service, convention, calendar=calendar, formula=formula)  # type: ignore[arg-type]
    assert all(amount >= 0 for amount in figures(whole))
    assert whole.total == basis
    assert len({year.year for year in whole.years}) == len(whole.years)
    if held is None:
        return
    disposed = service + datetime.timedelta(held)
    part = recover(basis, cls, service, convention, calendar=calendar, disposed=disposed, formula=formula)  # type: ignore[arg-type]
    assert part.total <= basis
    assert figures(part)[:-1] == figures(whole)[: len(part.years) - 1]
    assert figures(part)[-1] <= figures(whole)[len(part.years) - 1]


@given(MONEY, CLASSES, DATES, st.integers(0, 300), st.integers(0, 359))
def test_short_years_use_up_the_basis_too(
    basis: D, cls: object, service: datetime.date, before: int, length: int
) -> None:
    begin = service - datetime.timedelta(min(before, length))
    try:
        year = TaxYear(begin, begin + datetime.timedelta(length))
    except ValueError:  # thirteen months have a part in it
        return
    real = cls.real  # type: ignore[attr-defined]
    for convention in (MID_MONTH,) if real else (HALF_YEAR, MID_QUARTER):
        found = recover(basis, cls, service, convention, calendar=TaxCalendar(12, (year,)))  # type: ignore[arg-type]
        assert found.total == basis
        assert all(amount >= 0 for amount in figures(found))
        assert found.by == "formula" or not year.short


@given(MONEY, CLASSES, st.lists(st.integers(0, 24), min_size=1, max_size=60))
def test_formula_never_passes_the_basis(basis: D, cls: object, halves: list[int]) -> None:
    found = amounts(basis, cls, [Fraction(half, 2) for half in halves])  # type: ignore[arg-type]
    assert all(amount >= 0 for amount in found)
    assert sum(found) <= basis
