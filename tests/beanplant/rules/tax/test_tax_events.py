"""What happens to a tax book after its first year: casualties, business use, automobiles, carry-over, disposals.

The examples of IRS Publication 946 (casualty, Ellen Rye, Paul Lamb) and of Rev. Proc. 2019-13 (a car for 60,000); the
rest is worked out beside each test.
"""

from __future__ import annotations

import datetime
from decimal import Decimal as D
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.tax.declining_balance import Places
from beanplant.rules.tax.dispositions import Disposed, disposition, of_general_account
from beanplant.rules.tax.figures import package_figures
from beanplant.rules.tax.macrs import recover
from beanplant.rules.tax.recovery import Convention, recovery_class
from beanplant.rules.tax.section_179_years import Election, Elections, apportion, section_179_years
from beanplant.rules.tax.tax_asset import BasisAdjustment, TaxAsset, UseChange, YearFacts
from beanplant.rules.tax.tax_books import TaxBook, tax_books
from beanplant.rules.tax.tax_years import TaxCalendar, TaxYear

NONE = Fraction(0)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def year(number: int) -> TaxYear:
    return TaxYear(datetime.date(number, 1, 1), datetime.date(number, 12, 31))


def asset(
    name: str = "A", tax: str = "macrs-7", cost: int = 10000, service: str = "2026-05-01", **more: Any
) -> TaxAsset:
    return TaxAsset(name, recovery_class(tax), D(cost), day(service), **{"bonus": NONE, **more})


def book(item: TaxAsset) -> TaxBook:
    found = tax_books([item])
    assert not found.problems, found.problems
    return found.books[item.name]


def macrs(found: TaxBook) -> list[D]:
    return [amounts.macrs for amounts in found.years]


CASUALTY = (BasisAdjustment(day("2024-02-01"), D(-3000)), BasisAdjustment(day("2024-03-01"), D(3500)))


def test_dep_946_casualty() -> None:
    """7,500 in the fourth quarter: 268; 7,232 - 3,000 + 3,500 = 7,732, of which 28.57 % are 2,209."""
    seven = recovery_class("macrs-7")
    found = recover(
        D(7500), seven, day("2023-11-01"), Convention.MID_QUARTER, places=Places(0), adjustments=CASUALTY
    )
    assert [amount.amount for amount in found.years][:2] == [268, 2209]
    assert found.by == "A-5, formula"
    assert found.total == 8000
    cents = recover(D(7500), seven, day("2023-11-01"), Convention.MID_QUARTER, adjustments=CASUALTY)
    assert [amount.amount for amount in cents.years][:2] == [D("267.75"), D("2209.21")]


def test_an_adjusted_basis_is_the_cost_with_the_adjustments() -> None:
    found = book(
        asset(
            cost=39000, service="2023-11-01", section_179=D(24000), bonus=Fraction(1, 2), adjustments=CASUALTY
        )
    )
    assert found.adjusted_basis(day("2023-12-31")) == D("7232.25")
    assert found.adjusted_basis(day("2024-12-31")) == D("7232.25") + 500 - D("2209.21")
    assert found.years[-1].year == year(2030)
    assert found.adjusted_basis(day("2030-12-31")) == 0


@pytest.mark.parametrize(
    ("adjustment", "expected"),
    [
        (BasisAdjustment(day("2027-02-01"), D(-9000)), "on 2027-02-01, expected at most what is left of it, 8571.00"),
        (BasisAdjustment(day("2034-02-01"), D(-1)), "outside its recovery period, 2026-01-01 to 2033-12-31"),
        (BasisAdjustment(day("2025-02-01"), D(-1)), "outside its recovery period"),
    ],
)  # fmt: skip
def test_an_adjustment_that_does_not_fit(adjustment: BasisAdjustment, expected: str) -> None:
    (problem,) = tax_books([asset(adjustments=(adjustment,))]).problems
    assert expected in problem.message
    assert problem.date == adjustment.date


def test_listed_property_ellen_ryes_truck() -> None:
    """18,000, section 179 10,000: 16,617.60 taken to 2023, 12,600 by straight line: 4,017.60 given back."""
    truck = asset(
        "TRUCK", "macrs-5", 18000, "2020-06-10", section_179=D(10000), listed=True,
        uses=(UseChange(day("2024-01-01"), Fraction(1, 2)),),
    )  # fmt: skip
    found = book(truck)
    assert macrs(found)[:4] == [D("1600.00"), D("2560.00"), D("1536.00"), D("921.60")]
    assert [amounts.recaptured for amounts in found.years] == [0, 0, 0, 0, D("4017.60"), 0]
    # From then on straight line over five years: 20 % and 10 % of 9,000.
    assert macrs(found)[4:] == [D("1800.00"), D("900.00")]
    assert found.accumulated(day("2024-12-31")) == D("16617.60") - D("4017.60") + 1800


def test_section_179_is_given_back_paul_lambs_property() -> None:
    """Section 179 5,000 of 10,000, 3 years, the third at 40 %: 5,000 - 1,666.50 - 2,222.50 - 296.20 = 814.80."""
    found = book(
        asset(
            "P",
            "macrs-3",
            10000,
            "2022-01-15",
            section_179=D(5000),
            uses=(UseChange(day("2024-01-01"), Fraction(2, 5)),),
        )
    )
    assert [amounts.recaptured for amounts in found.years] == [0, 0, D("814.80"), 0]
    # 7.41 % of the business share of all the cost: section 179 is as if it had never been
    assert macrs(found) == [D("1666.50"), D("2222.50"), D("296.20"), D("296.40")]


def test_business_use_that_rises_and_falls_above_half() -> None:
    found = book(asset("P", "macrs-5", 10000, "2022-01-15", business_use=Fraction(4, 5), uses=(
        UseChange(day("2023-06-01"), Fraction(1)), UseChange(day("2024-06-01"), Fraction(3, 5)),
    )))  # fmt: skip
    # 20 % of 8,000, 32 % of 10,000, 19.2 % of 6,000, then 11.52, 11.52 and 5.76 %
    assert macrs(found) == [D(1600), D(3200), D(1152), D("691.20"), D("691.20"), D("345.60")]
    assert not any(amounts.recaptured for amounts in found.years)


def test_a_basis_that_is_adjusted_and_use_that_changes() -> None:
    """10,000, a casualty of 1,000 in 2023, and 60 % from 2024 on: each year as if all had been of its use."""
    item = asset(
        "P", "macrs-5", 10000, "2022-01-15", uses=(UseChange(day("2024-01-01"), Fraction(3, 5)),),
        adjustments=(BasisAdjustment(day("2023-05-01"), D(-1000)),),
    )  # fmt: skip
    # 2,000; 40 % of 8,000 - 1,000; of 6,000: 1,200, 40 % of 4,800 - 1,000 are 1,520, and 40 % of the 2,280 left
    assert macrs(book(item))[:3] == [D("2000.00"), D("2800.00"), D("912.00")]


def test_use_of_the_first_year_belongs_to_the_asset() -> None:
    (problem,) = tax_books([asset(uses=(UseChange(day("2026-12-01"), Fraction(1, 2)),))]).problems
    assert "in the first tax year, 2026, or before it" in problem.message
    (problem,) = tax_books(
        [asset(listed=True, uses=(UseChange(day("2028-12-01"), Fraction(1, 2)),))]
    ).problems
    assert 'alternative: "ads-7"' in problem.message
    assert problem.date == day("2028-12-01")


def test_an_automobile_with_the_safe_harbor() -> None:
    """Published: 18,000, 13,440, 8,064, 4,838, 4,838, 2,419, 5,760, and the rest; the last two depend on the cents."""
    found = book(asset("CAR", "macrs-5", 60000, "2018-03-01", bonus=None, listed=True, automobile=True))
    totals = [amounts.total for amounts in found.years]
    assert totals == [18000, 13440, 8064, D("4838.40"), D("4838.40"), D("2419.20"), 5760, 2640]
    assert found.by == "A-1, safe harbor"
    assert [amounts.year.begin.year for amounts in found.years] == list(range(2018, 2026))


def test_an_automobile_without_the_safe_harbor() -> None:
    """In 2026 all of the cost is allowance: 20,300, nothing for five years, then 7,160 a year."""
    found = book(asset("CAR", "macrs-5", 50000, "2026-03-01", bonus=None, listed=True, automobile=True))
    totals = [amounts.total for amounts in found.years]
    assert totals == [20300, 0, 0, 0, 0, 0, 7160, 7160, 7160, 7160, 1060]


def test_an_automobile_without_allowance_by_business_use() -> None:
    """2024: 12,400, 19,800, 11,900, 7,160 by 80 %; 20, 32, 19.2, 11.52, 11.52, 5.76 % of 80,000."""
    found = book(
        asset(
            "CAR", "macrs-5", 100000, "2024-03-01", listed=True, automobile=True, business_use=Fraction(4, 5)
        )
    )
    expected = [9920, 15840, 9520, 5728, 5728, 4608]
    assert [amounts.total for amounts in found.years][:6] == expected
    assert sum(amounts.total for amounts in found.years) == 80000
    later = [amounts.total for amounts in found.years][6:]
    assert set(later[:-1]) == {D("5728.00")}


def test_an_automobile_after_a_casualty() -> None:
    """5,000 are gone in the second year: 12,400 and 19,800 for two years, and all of 75,000 in the end."""
    gone = (BasisAdjustment(day("2025-02-01"), D(-5000)),)
    found = book(asset("CAR", "macrs-5", 80000, "2024-03-01", listed=True, automobile=True, adjustments=gone))
    assert [amounts.total for amounts in found.years][:2] == [12400, 19800]
    assert sum(amounts.total for amounts in found.years) == 75000


def test_a_year_without_limits_of_automobiles() -> None:
    (problem,) = tax_books(
        [asset("CAR", "macrs-5", 50000, "2031-03-01", listed=True, automobile=True)]
    ).problems
    assert (
        "no limits of passenger automobiles placed in service in 2031 (there are 2018 to 2026)"
        in problem.message
    )
    assert "[[automobile]] year = 2031" in problem.message
    assert 'custom "plant-tax-figures"' in problem.message


def test_more_section_179_than_a_vehicle_may_take() -> None:
    (problem,) = tax_books([asset(cost=60000, section_179=D(32001), utility_vehicle=True)]).problems
    assert "expected at most 32000, the limit of a sport utility vehicle in 2026" in problem.message
    (problem,) = tax_books(
        [asset("C", "macrs-5", 60000, section_179=D(12301), listed=True, automobile=True)]
    ).problems
    assert "expected at most 12300.00, the limit of a passenger automobile" in problem.message


def test_section_179_carried_over() -> None:
    """Income 40,000 of 60,000 elected: 20,000 carried, 10,000 of each item; the next year takes it."""
    items = [
        asset("A", cost=50000, service="2025-03-01", section_179=D(45000)),
        asset("B", cost=15000, service="2025-04-01", section_179=D(15000)),
    ]
    facts = {year(2025): YearFacts(D(40000)), year(2026): YearFacts(D(90000))}
    found = tax_books(items, facts=facts)
    assert not found.problems
    of = {name: [amounts.section_179 for amounts in found.books[name].years][:2] for name in "AB"}
    assert of == {"A": [D(35000), D(10000)], "B": [D(5000), D(10000)]}
    lines = found.section_179.lines
    assert (lines[year(2025)].deduction, lines[year(2025)].carried_out) == (40000, 20000)
    assert (lines[year(2026)].carried_in, lines[year(2026)].deduction, lines[year(2026)].carried_out) == (
        20000,
        20000,
        0,
    )
    # The basis that is depreciated is less all of it; what is left to deduct is not.
    assert found.books["A"].basis == 5000
    assert found.books["A"].adjusted_basis(day("2025-12-31")) == 50000 - 35000 - D("714.50")


def test_the_own_year_comes_first_then_the_earliest() -> None:
    elections = {
        year(2024): Elections([Election("A", D(10000))], D(10000)),
        year(2025): Elections([Election("B", D(10000))], D(10000)),
        year(2026): Elections([Election("C", D(10000))], D(10000)),
    }
    facts = {
        year(2023): YearFacts(D(0), carried_in=D(500)),
        year(2024): YearFacts(D(0)),
        year(2025): YearFacts(D(4000)),
        year(2026): YearFacts(D(17000)),
    }
    found = section_179_years(elections, facts, TaxCalendar(), package_figures())
    assert found.deducted == {
        "B": {year(2025): D(4000)},
        "C": {year(2026): D(10000)},
        "A": {year(2026): D(6500)},
    }
    # 2027 has no limits in the figures, and nothing is said of it: what is still carried waits.
    assert found.waits == year(2027)
    assert not found.problems
    facts[year(2027)] = YearFacts(D(1000))
    problem = section_179_years(elections, facts, TaxCalendar(), package_figures()).problems[0]
    assert "no limits of section 179 for 2027" in problem.message


def test_what_is_carried_for_property_that_is_gone_is_its_basis_again() -> None:
    item = asset("A", cost=20000, service="2025-03-01", section_179=D(10000), disposed=day("2026-06-30"))
    found = tax_books([item], facts={year(2025): YearFacts(D(4000))})
    assert [amounts.section_179 for amounts in found.books["A"].years] == [4000, 0]
    # 14.29 % of 10,000 and half of 24.49 %
    assert found.books["A"].allowed == 4000 + 1429 + D("1224.50")


@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
def test_what_is_apportioned_adds_up(total: int, amounts: list[int]) -> None:
    whole = min(total, sum(amounts))
    parts = apportion(D(whole).scaleb(-2), [D(amount).scaleb(-2) for amount in amounts])
    assert sum(parts) == D(whole).scaleb(-2)
    assert all(0 <= part <= D(amount).scaleb(-2) for part, amount in zip(parts, amounts, strict=True))


def test_a_class_that_is_elected_out() -> None:
    facts = {year(2026): YearFacts(elected_out=frozenset({"macrs-5"}))}
    found = tax_books([asset("A", "macrs-5", bonus=None), asset("B", bonus=None)], facts=facts)
    assert (found.books["A"].bonus_share, found.books["B"].bonus_share) == (0, 1)
    (problem,) = tax_books([asset("A", "macrs-5", bonus=Fraction(1, 2))], facts=facts).problems
    assert "macrs-5 of its tax year is elected out" in problem.message


def test_a_general_asset_account_goes_on() -> None:
    items = [
        asset("T1", "macrs-5", 20000, general_account="T", disposed=day("2027-06-30")),
        asset("T2", "macrs-5", 30000, general_account="T"),
    ]
    found = tax_books(items)
    assert not found.problems
    assert macrs(found.books["T1"]) == [4000, 6400, 3840, 2304, 2304, 1152]
    other = asset("T3", "macrs-7", 30000, general_account="T")
    (problem,) = tax_books([*items, other]).problems
    assert 'has "T1"; this asset has the class macrs-7, not macrs-5' in problem.message


SOLD = {"service": day("2024-01-10"), "date": day("2027-06-30")}


@pytest.mark.parametrize(
    ("proceeds", "gain", "ordinary", "rest"),
    [(9000, 5000, 5000, 0), (12000, 8000, 6000, 2000), (3000, -1000, 0, -1000)],
)
def test_personal_property_sold(proceeds: int, gain: int, ordinary: int, rest: int) -> None:
    found = disposition(Disposed(**SOLD, cost=D(10000), allowed=D(6000)), D(proceeds))
    assert (found.gain, found.ordinary, found.section_1231) == (gain, ordinary, rest)


def test_real_property_sold() -> None:
    """Straight line: nothing is recaptured under 1250; a fifth of what 1245 would have taken, under 291."""
    found = disposition(Disposed(**SOLD, cost=D(100000), allowed=D(9000), straight_line=D(9000)), D(105000))
    assert (found.gain, found.ordinary, found.section_291, found.section_1231) == (14000, 0, 1800, 12200)
    # A building with an allowance of all of its cost, 40,000 of it beyond straight line.
    found = disposition(Disposed(**SOLD, cost=D(45000), allowed=D(45000), straight_line=D(5000)), D(50000))
    assert (found.gain, found.ordinary, found.section_291) == (50000, 40000, 1000)
    # Section 179 on a roof is recaptured whole; straight line is of the rest.
    roof = Disposed(**SOLD, cost=D(50000), allowed=D(32000), section_179=D(30000), straight_line=D(2000))
    assert disposition(roof, D(60000)).ordinary == 30000
    within = Disposed(day("2026-07-01"), day("2027-07-01"), D(1000), D(100), straight_line=D(100))
    assert disposition(within, D(2000)).ordinary == 100


def test_an_item_of_a_general_asset_account_sold() -> None:
    assert of_general_account(D(8000), D(50000), D(0)).ordinary == 8000
    found = of_general_account(D(8000), D(50000), D(45000))
    assert (found.ordinary, found.section_1231) == (5000, 3000)


@given(
    cls=st.sampled_from(["macrs-3", "macrs-5", "macrs-7", "macrs-15", "macrs-39", "ads-9.5"]),
    cents=st.integers(1, 10**8),
    month=st.integers(1, 12),
    elected=st.sampled_from([0, 30, 100]),
    share=st.sampled_from([None, 0, Fraction(1, 5)]),
    automobile=st.booleans(),
    use=st.sampled_from([Fraction(1), Fraction(3, 4)]),
    income=st.integers(0, 10**6),
)
def test_all_that_is_taken_is_the_business_share(
    cls: str, cents: int, month: int, elected: int, share: Any, automobile: bool, use: Fraction, income: int
) -> None:
    """Section 179 in whichever year, the allowance, depreciation, and what an automobile takes later: nothing twice."""
    cost = D(cents).scaleb(-2)
    business = (cost * D(use.numerator) / D(use.denominator)).quantize(D("0.01"), "ROUND_HALF_UP")
    real = cls == "macrs-39" or cls.startswith("ads")
    most = D(0) if real else (business * elected / 100).quantize(D("0.01"), "ROUND_DOWN")
    if automobile:
        most = min(most, (D(12400) * D(use.numerator) / D(use.denominator)).quantize(D("0.01"), "ROUND_DOWN"))
    item = TaxAsset(
        "A", recovery_class(cls), cost, datetime.date(2024, month, 10), section_179=min(most, D(1220000)),
        bonus=Fraction(0) if real or share == 0 else share, business_use=use, automobile=automobile, listed=automobile,
    )  # fmt: skip
    found = tax_books([item], facts={year(2024): YearFacts(D(income)), year(2025): YearFacts(D(10**9))})
    assert not found.problems, found.problems
    mine = found.books["A"]
    assert sum(amounts.total for amounts in mine.years) == business
    assert all(amounts.total >= 0 for amounts in mine.years)
    assert mine.adjusted_basis(day("2200-12-31")) == cost - business
