"""Section 179, special allowance, the mid-quarter test, listed property, depletion, deferred tax; and their order."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal as D
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.tax.deferred_tax import BookTaxDifference
from beanplant.rules.tax.depletion import (
    Depletion,
    cost_depletion,
    depletion_share,
    percentage_depletion,
    unit_rate,
)
from beanplant.rules.tax.figures import package_figures, read_figures
from beanplant.rules.tax.listed_property import excess_depreciation
from beanplant.rules.tax.mid_quarter import Addition, mid_quarter_test
from beanplant.rules.tax.recovery import Convention, TaxError, recovery_class
from beanplant.rules.tax.section_179 import section_179, suv_limit
from beanplant.rules.tax.special_allowance import bonus_share
from beanplant.rules.tax.tax_asset import TaxAsset
from beanplant.rules.tax.tax_books import check_assets, tax_books
from beanplant.rules.tax.tax_years import TaxYear

SEVEN, FIVE = recovery_class("macrs-7"), recovery_class("macrs-5")
Y2026 = TaxYear(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def asset(
    name: str = "A", tax: str = "macrs-7", cost: int | D = 10000, service: str = "2026-02-01", **more: object
) -> TaxAsset:
    return TaxAsset(name, recovery_class(tax), D(cost), day(service), **more)  # type: ignore[arg-type]


# Section 179


def test_limits_of_section_179_are_the_published_ones(reference_data: Path) -> None:
    published = json.loads((reference_data / "cases" / "macrs.json").read_text(encoding="utf-8"))[
        "section_179"
    ]
    limits = package_figures().section_179
    found = {
        str(year): [int(row.limit), int(row.threshold), int(row.suv or 0)] for year, row in limits.items()
    }
    assert found == published["years"]


def test_the_limit_falls_beyond_the_threshold() -> None:
    """2,940,000 placed in service in 2023 is 50,000 beyond the threshold: 1,110,000 (Publication 946)."""
    lines = section_179(2023, D(1_200_000), D(2_940_000))
    assert (lines.reduction, lines.dollar_limit, lines.deduction) == (50_000, 1_110_000, 1_110_000)
    assert section_179(2023, D(1), D(4_050_000)).dollar_limit == 0
    assert section_179(2023, D(1), D(5_000_000)).dollar_limit == 0


def test_what_the_income_limit_leaves_is_carried_over() -> None:
    first = section_179(2025, D(100_000), D(100_000), income=D(60_000))
    assert (first.tentative, first.deduction, first.carried_out) == (100_000, 60_000, 40_000)
    second = section_179(2026, D(10_000), D(10_000), income=D(45_000), carried_in=first.carried_out)
    assert (second.deduction, second.carried_out) == (45_000, 5_000)
    loss = section_179(2026, D(10_000), D(10_000), income=D(-1), carried_in=D(5))
    assert (loss.deduction, loss.carried_out) == (0, 10_005)


def test_section_179_refusals() -> None:
    with pytest.raises(TaxError, match=r"no limits of section 179 for 2031 .* year = 2031"):
        section_179(2031, D(1), D(1))
    with pytest.raises(TaxError, match="elected 2, expected at most the cost"):
        section_179(2026, D(2), D(1))
    assert suv_limit(2026, D(80_000)) == 32_000


def test_a_year_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "2027.toml"
    file.write_text("[[section-179]]\nyear = 2027\nlimit = 2_630_000\nthreshold = 4_200_000\n")
    own = read_figures([file])
    assert section_179(2027, D(5), D(5), figures=own).dollar_limit == 2_630_000
    assert section_179(2026, D(5), D(5), figures=own).dollar_limit == 2_560_000
    file.write_text("[[section-179]]\nyear = 2026\nlimit = 1\nthreshold = 1\n")
    assert section_179(2026, D(1), D(1), figures=read_figures([file])).limit == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[section-179]]\nyear = 2027\nlimit = 1\n", "without threshold"),
        ("[[section-179]]\nyear = 2027\nlimit = 1\nthreshold = 1\nsuvs = 1\n", "unknown suvs"),
        ("[[bonuses]]\n", r"found \"bonuses\", expected \[\[column\]\]"),
        ("year =", "is no TOML"),
        ('[[bonus]]\nkind = "qualified"\nshare = 120\n', "from 0 to 100"),
        ('[[bonus]]\nkind = "qualified"\nshare = 20\nacquired-to = 2026\n', "expected a date"),
        (
            '[[column]]\nclass = 7\nmethod = "200"\nconvention = "half-year"\npercents = [100]\n',
            "method is one of",
        ),
    ],
)
def test_a_file_of_figures_that_is_wrong(tmp_path: Path, text: str, expected: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text)
    with pytest.raises(TaxError, match=expected):
        read_figures([file])


# Special allowance


def test_bonus_is_the_published_one(reference_data: Path) -> None:
    published = json.loads((reference_data / "cases" / "macrs.json").read_text(encoding="utf-8"))[
        "bonus_168k"
    ]
    for year, percent in published["pct_by_year"].items():
        found = bonus_share(SEVEN, day("2018-01-01"), day(f"{year}-06-30"))
        assert found == Fraction(percent, 100), year
    for year in (2025, 2026, 2027, 2040):
        assert (
            bonus_share(SEVEN, day("2025-01-20"), day(f"{year}-06-30")) == published["after_2025_01_19"] / 100
        )


@pytest.mark.parametrize(
    ("tax", "acquired", "service", "kind", "percent"),
    [
        ("macrs-5", "2025-01-19", "2025-01-19", "qualified", 40),
        ("macrs-5", "2025-01-19", "2025-12-31", "qualified", 40),
        ("macrs-5", "2025-01-20", "2025-01-20", "qualified", 100),
        ("macrs-20", "2024-05-01", "2026-03-01", "qualified", 20),
        ("macrs-20", "2024-05-01", "2026-03-01", "long-production", 40),
        ("macrs-5", "2017-09-27", "2018-02-01", "qualified", 40),
        ("macrs-5", "2017-09-28", "2018-02-01", "qualified", 100),
        ("macrs-39", "2025-02-01", "2026-02-01", "qualified", 0),
        ("macrs-39", "2025-01-20", "2026-02-01", "production-property", 100),
        ("ads-12", "2025-02-01", "2026-02-01", "qualified", 0),
    ],
)
def test_bonus_by_acquisition_and_service(
    tax: str, acquired: str, service: str, kind: str, percent: int
) -> None:
    found = bonus_share(recovery_class(tax), day(acquired), day(service), kind)
    assert found == Fraction(percent, 100)


@pytest.mark.parametrize(
    ("tax", "acquired", "service", "kind", "expected"),
    [
        (
            "macrs-39",
            "2025-01-19",
            "2026-02-01",
            "production-property",
            "construction from 2025-01-20 to 2028-12-31",
        ),
        (
            "macrs-39",
            "2025-01-20",
            "2031-01-01",
            "production-property",
            "service from 2025-07-05 to 2030-12-31",
        ),
        (
            "macrs-15",
            "2025-02-01",
            "2026-02-01",
            "production-property",
            "expected nonresidential real property",
        ),
        (
            "macrs-7",
            "2001-01-01",
            "2002-01-01",
            "qualified",
            "no special allowance for property acquired on 2001",
        ),
        ("macrs-7", "2026-01-01", "2026-01-01", "used", 'found the kind "used"'),
    ],
)
def test_bonus_refusals(tax: str, acquired: str, service: str, kind: str, expected: str) -> None:
    with pytest.raises(TaxError, match=expected):
        bonus_share(recovery_class(tax), day(acquired), day(service), kind)


# The mid-quarter test


def test_mid_quarter_of_three_items() -> None:
    """Safe 4,000 in January, furniture 1,000 in September, computer 5,000 in October: 50 % (Publication 946)."""
    items = [("2026-01-10", 4000), ("2026-09-10", 1000), ("2026-10-10", 5000)]
    found = mid_quarter_test([Addition(day(date), D(basis)) for date, basis in items], Y2026)
    assert (found.total, found.last, found.share) == (10000, 5000, Fraction(1, 2))
    assert found.convention is Convention.MID_QUARTER


def test_mid_quarter_at_forty_percent_and_what_is_left_out() -> None:
    base = [Addition(day("2026-01-10"), D(60)), Addition(day("2026-10-01"), D(40))]
    assert mid_quarter_test(base, Y2026).convention is Convention.HALF_YEAR
    more = [*base, Addition(day("2026-12-31"), D("0.01"))]
    assert mid_quarter_test(more, Y2026).convention is Convention.MID_QUARTER
    left_out = [
        *base,
        Addition(day("2026-12-01"), D(1000), real=True),
        Addition(day("2026-11-01"), D(1000), disposed=day("2026-12-20")),
        Addition(day("2025-12-01"), D(1000)),
    ]
    assert mid_quarter_test(left_out, Y2026) == mid_quarter_test(base, Y2026)
    assert mid_quarter_test([], Y2026).convention is Convention.HALF_YEAR


def test_the_test_is_after_section_179_and_before_bonus() -> None:
    items = [
        asset("press", cost=60000, service="2026-03-01"),
        asset("robot", cost=90000, service="2026-11-01", section_179=D(50000)),
    ]
    half = tax_books(items)
    # 40,000 of 100,000 is not more than 40 %; the allowance of 100 % takes all the rest of both, and does not count.
    assert half.tests[Y2026].share == Fraction(2, 5)
    assert half.books["robot"].convention is Convention.HALF_YEAR
    assert [(y.section_179, y.bonus, y.macrs) for y in half.books["robot"].years[:2]] == [
        (50000, 40000, 0),
        (0, 0, 0),
    ]
    quarter = tax_books([items[0], asset("robot", cost=90000, service="2026-11-01", section_179=D(49999))])
    assert {book.convention for book in quarter.books.values()} == {Convention.MID_QUARTER}


def test_a_stated_convention_holds_for_the_year() -> None:
    mixed = tax_books([asset("A", "macrs-7 mid-quarter"), asset("B"), asset("C", "macrs-39")])
    assert [problem.asset for problem in mixed.problems] == ["B"]
    assert "states mid-quarter: a convention holds for all" in mixed.problems[0].message
    assert 'write "macrs-7 mid-quarter"' in mixed.problems[0].message
    stated = tax_books(
        [asset("A", "macrs-7 mid-quarter", bonus=Fraction(0)), asset("B", "macrs-5 mid-quarter")]
    )
    assert not stated.problems
    assert stated.books["A"].years[0].macrs == 2500


# The order


def test_section_179_then_bonus_then_macrs() -> None:
    """Publication 946, the casualty case: 39,000, 24,000 elected, half of 15,000, 3.57 % of 7,500."""
    items = [asset("M", cost=39000, service="2017-11-01", section_179=D(24000), acquired=day("2017-09-01"))]
    own = package_figures()
    found = tax_books(items, figures=own)
    # There are no limits of 2017 in the figures; that is said, and the book is there.
    assert "no limits of section 179 for 2017" in found.problems[0].message
    book = found.books["M"]
    assert (book.bonus_share, book.basis, book.convention) == (Fraction(1, 2), 7500, Convention.MID_QUARTER)
    assert book.years[0][1:4] == (24000, 7500, D("267.75"))
    assert book.years[1].macrs == D("2066.25")  # 27.55 %
    assert sum(year.total for year in book.years) == 39000
    assert book.accumulated(day("2018-12-31")) == D("33834.00")
    assert book.adjusted_basis(day("2018-12-31")) == D("5166.00")


def test_electing_more_than_the_limit() -> None:
    found = tax_books(
        [
            asset("A", cost=2_000_000, section_179=D(2_000_000)),
            asset("B", cost=2_100_000, section_179=D(560_000)),
        ]
    )
    # 4,100,000 placed in service is 10,000 beyond the threshold.
    assert len(found.problems) == 1
    assert "2560000 elected in 2026 on 2 assets, expected at most 2550000" in found.problems[0].message


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"section_179": D(10001)}, "expected at most the business share of the cost, 10000.00"),
        ({"section_179": D(6001), "business_use": Fraction(3, 5)}, "business share of the cost, 6000.00"),
        (
            {"section_179": D(1), "disposed": day("2026-12-31")},
            "expected none: it was disposed of on 2026-12-31",
        ),
        ({"section_179": D(1), "business_use": Fraction(1, 2)}, "business use is not more than half"),
        ({"listed": True, "business_use": Fraction(1, 2)}, "business use of 50% is not more than half"),
        ({"business_use": Fraction(2)}, "business use of 200%, expected 0 to 100%"),
        ({"bonus": Fraction(2, 5), "acquired": day("2024-12-01")}, "found 40%, expected at most 20%"),
        ({"acquired": day("2026-03-01")}, "acquired on 2026-03-01, after"),
        ({"disposed": day("2026-01-01")}, "disposed of on 2026-01-01, before"),
    ],
)
def test_problems_say_what_would_be_right(more: dict[str, object], expected: str) -> None:
    found = tax_books([asset("A", **more), asset("B")])
    assert expected in found.problems[0].message
    assert [problem.asset for problem in found.problems] == ["A"]
    assert "B" in found.books
    assert tuple(check_assets([asset("A", **more), asset("B")])) == found.problems


def test_election_out_and_a_lower_share() -> None:
    books = tax_books([asset("out", bonus=Fraction(0)), asset("less", bonus=Fraction(2, 5))]).books
    assert (books["out"].years[0].bonus, books["out"].years[0].macrs) == (0, 1429)
    assert (books["less"].years[0].bonus, books["less"].years[0].macrs) == (4000, D("857.40"))


def test_bought_and_sold_in_one_year_has_no_deduction() -> None:
    book = tax_books([asset(disposed=day("2026-11-30"))]).books["A"]
    assert [year.total for year in book.years] == [0]
    assert book.adjusted_basis(day("2026-12-31")) == 0


MONEY = st.integers(1, 10**8).map(lambda cents: D(cents) / 100)


@given(
    st.lists(
        st.tuples(
            MONEY,
            st.sampled_from(["macrs-3", "macrs-5", "macrs-7", "macrs-15", "macrs-39", "ads-9.5"]),
            st.dates(datetime.date(2018, 1, 1), datetime.date(2026, 12, 31)),
            st.integers(0, 100),
            st.sampled_from([None, Fraction(0), Fraction(1, 5)]),
            st.integers(51, 100),
        ),
        max_size=6,
    )
)
def test_the_three_add_up_to_the_cost(
    rows: list[tuple[D, str, datetime.date, int, Fraction | None, int]],
) -> None:
    items = [
        TaxAsset(
            str(i),
            recovery_class(tax),
            cost,
            service,
            acquired=min(service, day("2025-01-19")),
            section_179=(cost * elected * use / 10000).quantize(D("0.01"), "ROUND_DOWN"),
            bonus=bonus if tax not in ("macrs-39",) else None,
            business_use=Fraction(use, 100),
        )
        for i, (cost, tax, service, elected, bonus, use) in enumerate(rows)
    ]
    found = tax_books(items)
    for item in items:
        book = found.books[item.name]
        business = sum(year.total for year in book.years)
        assert abs(business - item.cost * int(item.business_use * 100) / 100) <= D("0.005")
        assert book.basis + book.years[0].bonus + book.years[0].section_179 == business
        assert all(min(year[1:]) >= 0 for year in book.years)


# Listed property, depletion, deferred tax


def test_excess_depreciation_when_business_use_falls() -> None:
    """20,000 of 5-year property, 60 % business: 2,400 and 3,840 deducted; ADS over 5 years gives 1,200 and 2,400."""
    books = tax_books(
        [
            asset("car", "macrs-5", 20000, business_use=Fraction(3, 5), listed=True, bonus=Fraction(0)),
            asset("ads", "ads-5", 20000, business_use=Fraction(3, 5), listed=True),
        ]
    ).books
    deducted, alternative = ([year.macrs for year in books[name].years[:2]] for name in ("car", "ads"))
    assert deducted == [2400, 3840]
    assert alternative == [1200, 2400]
    assert excess_depreciation(deducted, alternative) == 2640
    assert excess_depreciation(alternative, deducted) == 0


def test_dep_os_depletion_oil() -> None:
    assert unit_rate(D(1_000_000), D(10_000)) == 100
    assert cost_depletion(D(1_000_000), D(10_000), D(4_000)) == 400_000


def test_depletion_is_the_larger_and_ends_with_the_basis() -> None:
    coal = depletion_share("coal")
    assert (coal.share, coal.limit) == (Fraction(1, 10), Fraction(1, 2))
    percentage = percentage_depletion(D(500_000), D(80_000), coal)
    assert percentage == 40_000  # 50,000, at most half of 80,000
    assert Depletion(D(30_000), percentage).deduction == 40_000
    assert percentage_depletion(D(500_000), D(-1), coal) == 0
    assert cost_depletion(D("0.10"), D(3), D(3)) == D("0.10")
    with pytest.raises(TaxError, match="estimate the deposit anew"):
        cost_depletion(D(1), D(3), D(4))
    with pytest.raises(TaxError, match="no recoverable units"):
        cost_depletion(D(1), D(0), D(0))


def test_depletion_share_by_place() -> None:
    assert depletion_share("gold").share == Fraction(15, 100)
    assert depletion_share("brick clay").share == Fraction(75, 1000)
    with pytest.raises(TaxError, match='no percentage depletion for "gold"'):
        depletion_share("gold", domestic=False)


@given(MONEY, st.integers(1, 1000), st.lists(st.integers(1, 200), max_size=20))
def test_cost_depletion_uses_up_the_basis(basis: D, recoverable: int, sales: list[int]) -> None:
    left, units, total = basis, recoverable, D(0)
    for sold in [*sales, recoverable]:
        sold = min(sold, units)
        if not units:
            break
        taken = cost_depletion(left, D(units), D(sold))
        left, units, total = left - taken, units - sold, total + taken
        assert left >= 0
    assert total == basis if not units else total <= basis


def test_deferred_tax() -> None:
    difference = BookTaxDifference(D(90_000), D(60_000))
    assert difference.temporary == 30_000
    assert difference.deferred(package_figures().rate(day("2026-12-31")).share) == 6_300
    assert BookTaxDifference(D(60_000), D("90000.01")).deferred(Fraction(21, 100)) == -6_300
    with pytest.raises(TaxError, match="no corporate tax rate for 1980"):
        package_figures().rate(day("1980-01-01"))
