"""Effective interest and straight line: published tables, closed formulas, and what always holds.

The carrying amount of a bond at any interest date is what its payments to come are worth at the effective rate. The
annuity formula gives that without a schedule, so it checks every row of one.
"""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.effective_interest import Retirement, Schedule, amortize, present_value, solve_rate
from beanplant.rules.interest_periods import Terms, bounds, cash_flows, interest_dates, position

Date = datetime.date


def bond(
    face: str,
    price: str,
    coupon: str,
    payments: int = 2,
    years: int = 5,
    repayment: str = "at-maturity",
) -> Terms:
    issued = Date(2026, 1, 1)
    matures = issued.replace(year=issued.year + years)
    whole = int(D(face) * 100)
    return Terms(
        issued, matures, payments, Fraction(coupon) / 100, whole, whole - int(D(price) * 100), repayment
    )


def worth(terms: Terms, rate: Fraction, periods_left: int) -> D:
    """What the payments of a bond that are left are worth: coupon x annuity factor + face x discount factor."""
    with localcontext() as context:
        context.prec = 40
        each = D(rate.numerator) / D(rate.denominator)
        coupon = terms.face * D(terms.coupon.numerator) / D(terms.coupon.denominator) / terms.payments
        factor = (1 + each) ** -periods_left
        return coupon * ((1 - factor) / each if each else periods_left) + terms.face * factor


def cents(amount: D) -> int:
    return int(amount.quantize(D(1), ROUND_HALF_UP))


def rows(schedule: Schedule) -> list[tuple[int, int, int]]:
    return [(period.interest, period.amortization, period.carrying_after) for period in schedule.periods]


# Published tables

JOURNAL_OF_ACCOUNTANCY = [
    ("19227.76", "1227.76", "385782.90"),
    ("19289.14", "1289.14", "387072.04"),
    ("19353.60", "1353.60", "388425.64"),
    ("19421.28", "1421.28", "389846.93"),
    ("19492.35", "1492.35", "391339.27"),
    ("19566.96", "1566.96", "392906.24"),
    ("19645.31", "1645.31", "394551.55"),
    ("19727.58", "1727.58", "396279.13"),
    ("19813.96", "1813.96", "398093.08"),
    ("19906.92", "1906.92", "400000.00"),
]
"""Journal of Accountancy, October 2001: 400,000 of 9 % for five years, twice a year, to yield 10 %, at factors of five
digits. It carries fractions of cents from row to row; the last row has its rounding of 2.27."""


def test_a_published_table() -> None:
    schedule = amortize(bond("400000", "384555.14", "9"), Fraction(5, 100))
    found = rows(schedule)
    for (interest, amortization, after), published in zip(found[:-1], JOURNAL_OF_ACCOUNTANCY, strict=False):
        assert all(
            abs(D(value) / 100 - D(text)) <= D("0.01")
            for value, text in zip((interest, amortization, after), published, strict=True)
        )
    interest, amortization, after = found[-1]
    assert abs(D(amortization) / 100 - D("1906.92")) <= D("0.01")
    assert interest == amortization + 18_000_00
    assert after == 0  # the face is repaid
    assert (
        abs(D("39809309") * D("0.05") - interest + D("227")) < 110
    )  # the rounding that the print names, 2.27


def test_the_textbooks_bond_at_a_discount() -> None:
    """8 % semiannual on 100,000 to yield 10 %: 92,278.27 by the annuity formula, 92,278.33 by factors."""
    terms = bond("100000", "92278.33", "8")
    assert cents(worth(terms, Fraction(5, 100), 10)) == 92_278_27
    carrying = D("92278.33")
    expected = []
    for number in range(10):
        interest = (carrying * D("0.05")).quantize(D("0.01"), ROUND_HALF_UP)
        grown = interest - 4000 if number < 9 else 100000 - carrying
        carrying += grown
        expected.append(
            (int((grown + 4000) * 100), int(grown * 100), int(carrying * 100) if number < 9 else 0)
        )
    assert rows(amortize(terms, Fraction(5, 100))) == expected
    assert expected[0] == (4613_92, 613_92, 92892_25)


@pytest.mark.parametrize(
    ("price", "market", "first"),
    [("104451.82", 4, (4178_07, -821_93)), ("91799.61", 7, (6425_97, 1425_97))],
)
def test_five_years_of_five_percent(price: str, market: int, first: tuple[int, int]) -> None:
    """100,000 at 5 % a year, sold to yield 4 % (a premium) and 7 %: each row is worth what the formula says."""
    terms, rate = bond("100000", price, "5", payments=1), Fraction(market, 100)
    assert cents(worth(terms, rate, 5)) == int(D(price) * 100)
    schedule = amortize(terms, rate)
    assert (schedule.periods[0].interest, schedule.periods[0].amortization) == first
    for number, period in enumerate(schedule.periods[:-1], 1):
        assert abs(period.carrying_after - worth(terms, rate, 5 - number)) <= number
    assert all(period.coupon == 5000_00 for period in schedule.periods)
    assert sum(period.amortization for period in schedule.periods) == terms.unamortized
    assert abs(solve_rate(terms) - rate) < Fraction(1, 10**6)


def test_straight_line() -> None:
    schedule = amortize(bond("100000", "92278.33", "8"), None)
    assert [period.amortization for period in schedule.periods] == [772_17] * 9 + [772_14]
    assert {period.interest for period in schedule.periods} == {4772_17, 4772_14}


def test_a_fee_smaller_than_its_periods() -> None:
    """1.90 over 360 months is half a cent and more each: a cent until nothing is left, never less than nothing."""
    schedule = amortize(bond("100000", "99998.10", "6", payments=12, years=30), None)
    assert [period.amortization for period in schedule.periods] == [1] * 190 + [0] * 170


# The rate


def test_a_zero_coupon_note() -> None:
    """10,000 in three years for 7,721.80 is 9 % a year (Kieso, Jeremiah Company)."""
    terms = bond("10000", "7721.83", "0", payments=1, years=3)
    rate = solve_rate(terms)
    assert abs(rate - Fraction(9, 100)) < Fraction(1, 10**6)
    assert abs((1 + rate) ** 3 - Fraction(10000_00, 7721_83)) < Fraction(1, 10**25)
    schedule = amortize(terms, Fraction(9, 100))
    assert [period.interest for period in schedule.periods] == [694_96, 757_51, 825_70]


def test_at_par_the_rate_is_the_coupon() -> None:
    assert solve_rate(bond("100000", "100000", "8")) == Fraction(4, 100)
    assert all(not amount for _, amount, _ in rows(amortize(bond("100000", "100000", "8"), Fraction(4, 100))))


def test_what_no_rate_gives() -> None:
    for price in ("0", "140000.01"):
        with pytest.raises(ValueError, match="no rate"):
            solve_rate(bond("100000", price, "8"))
    assert solve_rate(bond("100000", "140000", "8")) == 0


def test_an_annuity() -> None:
    """300,000 at 6 % in 360 months: 1,798.65 a month, the figure of every mortgage table."""
    flows = cash_flows(bond("300000", "295000", "6", payments=12, years=30, repayment="annuity"))
    assert {flow.coupon + flow.principal for flow in flows[:-1]} == {1798_65}
    assert flows[0].coupon == 1500_00
    assert sum(flow.principal for flow in flows) == 300000_00
    assert abs(flows[-1].coupon + flows[-1].principal - 1798_65) < 360


def test_equal_principal() -> None:
    flows = cash_flows(bond("1000", "990", "10", payments=1, years=3, repayment="equal-principal"))
    assert [(flow.coupon, flow.principal) for flow in flows] == [
        (100_00, 333_33),
        (66_67, 333_33),
        (33_33, 333_34),
    ]


# Time


def test_interest_dates_go_back_from_maturity() -> None:
    dates = interest_dates(Date(2026, 3, 16), Date(2027, 12, 31), 2)
    assert dates == [Date(2026, 6, 30), Date(2026, 12, 31), Date(2027, 6, 30), Date(2027, 12, 31)]
    assert interest_dates(Date(2026, 1, 31), Date(2026, 4, 30), 12)[:2] == [
        Date(2026, 2, 28),
        Date(2026, 3, 31),
    ]
    assert interest_dates(Date(2026, 1, 15), Date(2026, 4, 15), 4) == [Date(2026, 4, 15)]


def test_a_last_day_of_a_month_is_the_begin_of_the_next() -> None:
    assert position(Date(2025, 12, 31)) == position(Date(2026, 1, 1))
    assert position(Date(2026, 2, 28)) == position(Date(2026, 3, 1))
    assert bounds(Date(2025, 12, 31), Date(2026, 12, 31), 2) == bounds(Date(2026, 1, 1), Date(2027, 1, 1), 2)
    # issued on an interest date that happens to be a last day: a whole period
    begin, end = bounds(Date(2026, 11, 30), Date(2027, 5, 30), 2)
    assert end - begin == 180


def test_a_short_first_period() -> None:
    """Issued on 1 April, paid on 30 June and 31 December: half a period, then whole ones."""
    terms = Terms(Date(2026, 4, 1), Date(2027, 12, 31), 2, Fraction(8, 100), 100_000_00, 3_000_00)
    assert [flow.length for flow in cash_flows(terms)] == [Fraction(1, 2), 1, 1, 1]
    assert [flow.coupon for flow in cash_flows(terms)] == [2000_00, 4000_00, 4000_00, 4000_00]
    schedule = amortize(terms, Fraction(5, 100))
    assert schedule.periods[0].interest == 2425_00  # 97,000 x 5 % / 2
    straight = amortize(terms, None)
    assert [period.amortization for period in straight.periods] == [428_57, 857_14, 857_14, 857_15]
    rate = solve_rate(terms)
    left = Fraction(97_000_00)
    for flow in cash_flows(terms):
        left = left * (1 + rate * flow.length) - flow.coupon - flow.principal
    assert abs(left) < Fraction(1, 10**15)


def test_a_month_has_its_even_part() -> None:
    schedule = amortize(bond("100000", "92278.33", "8"), Fraction(5, 100))
    sums = [schedule.amortized(position(Date(2026, 1, 1)) + 30 * month) for month in range(7)]
    assert sums == [0, 102_32, 204_64, 306_96, 409_28, 511_60, 613_92]
    assert schedule.amortized(position(Date(2026, 7, 16))) == 613_92 + 53_72  # 644.61 / 12
    assert schedule.amortized(position(Date(2031, 1, 1))) == 7721_67


# Retirements


def test_a_part_is_retired_on_an_interest_date() -> None:
    """After a year 40 % goes: what is left is 60 % of everything, but for cents."""
    terms = bond("100000", "92278.33", "8")
    whole = amortize(terms, Fraction(5, 100))
    cut = amortize(terms, Fraction(5, 100), [Retirement(Date(2027, 1, 1), Fraction(2, 5))])
    assert [(each.principal, each.unamortized) for each in cut.retired] == [
        (40_000_00, 2585_26)
    ]  # 6,463.14 x 40 %
    assert cut.periods[:1] == whole.periods[:1]
    for after, before in zip(cut.periods[2:], whole.periods[2:], strict=True):
        assert after.coupon == 2400_00
        assert abs(after.amortization - before.amortization * D("0.6")) <= 1
    assert cut.amortized(position(Date(2031, 1, 1))) + 2585_26 == 7721_67


def test_all_is_retired_within_a_period() -> None:
    terms = bond("100000", "92278.33", "8")
    schedule = amortize(terms, Fraction(5, 100), [Retirement(Date(2027, 4, 1))])
    last = schedule.periods[-1]
    assert (last.end, last.coupon, last.amortization) == (Date(2027, 4, 1), 2000_00, 338_42)  # 676.84 / 2
    assert (last.principal, last.unamortized) == (0, 0)
    assert schedule.retired[0].unamortized == 7721_67 - 613_92 - 644_61 - 338_42
    assert schedule.principal(Date(2027, 3, 31)) == 100_000_00
    assert schedule.principal(Date(2027, 4, 1)) == 0


def test_what_is_left_of_straight_line_and_of_installments() -> None:
    """60 % of 772.17 a period is 463.30; 60 % of 333.33 of principal is 200.00."""
    half = [Retirement(Date(2027, 1, 1), Fraction(2, 5))]
    straight = amortize(bond("100000", "92278.33", "8"), None, half)
    assert [period.amortization for period in straight.periods[2:-1]] == [463_30] * 7
    loan = bond("1000", "990", "10", payments=1, years=3, repayment="equal-principal")
    found = amortize(loan, None, half)
    assert [(period.repaid, period.coupon) for period in found.periods] == [
        (333_33, 100_00),
        (200_00, 40_00),  # 666.67 less 40 % is 400.00
        (200_00, 20_00),
    ]


def test_principal_of_a_part_may_be_an_amount() -> None:
    for method in (Fraction(5, 100), None):
        terms = bond("100000", "92278.33", "8")
        by_amount = amortize(terms, method, [Retirement(Date(2027, 3, 16), 40_000_00)])
        by_share = amortize(terms, method, [Retirement(Date(2027, 3, 16), Fraction(2, 5))])
        assert by_amount == by_share


# What always holds

DATES = st.dates(Date(2000, 1, 1), Date(2040, 12, 31))


@st.composite
def debts(draw: st.DrawFn) -> Terms:
    issued = draw(DATES)
    matures = issued + datetime.timedelta(draw(st.integers(2, 4000)))
    face = draw(st.integers(1, 10**10))
    unamortized = draw(st.integers(-face // 5, face // 2))
    return Terms(
        issued,
        matures,
        draw(st.sampled_from((1, 2, 4, 12))),
        Fraction(draw(st.integers(0, 2000)), 10000),
        face,
        min(unamortized, face - 1),
        draw(st.sampled_from(("at-maturity", "annuity", "equal-principal"))),
    )


@st.composite
def retirements(draw: st.DrawFn, terms: Terms) -> list[Retirement]:
    days = (terms.matures - terms.issued).days
    found = draw(st.lists(st.integers(0, days - 1), max_size=3))
    parts = st.one_of(st.none(), st.fractions(Fraction(1, 100), 1), st.integers(1, terms.face))
    return [Retirement(terms.issued + datetime.timedelta(day), draw(parts)) for day in sorted(found)]


def rate_of(terms: Terms) -> Fraction | None:
    try:
        return solve_rate(terms)
    except ValueError:
        return None


@given(st.data(), debts())
def test_nothing_is_lost(data: st.DataObject, terms: Terms) -> None:
    """All of the discount is amortized or goes with a retirement, and all of the face is repaid or retired."""
    events = data.draw(retirements(terms))
    schedule = amortize(terms, rate_of(terms), events)
    amortized = sum(period.amortization for period in schedule.periods)
    gone = sum(each.unamortized for each in schedule.retired)
    assert amortized + gone == terms.unamortized
    assert sum(piece.amount for piece in schedule.pieces) == amortized
    assert (
        sum(period.repaid for period in schedule.periods) + sum(e.principal for e in schedule.retired)
        == terms.face
    )
    last = schedule.periods[-1]
    assert (last.principal, last.unamortized) == (0, 0)
    assert schedule.amortized(position(terms.matures)) == amortized
    assert schedule.unamortized(position(terms.matures)) == 0
    assert schedule.principal(terms.matures) == 0


@given(st.data(), debts())
def test_amortization_never_turns(data: st.DataObject, terms: Terms) -> None:
    """What is unamortized goes to zero without passing it, month by month."""
    schedule = amortize(terms, rate_of(terms), data.draw(retirements(terms)))
    begin, end = position(terms.issued), position(terms.matures)
    left = [abs(schedule.unamortized(place)) for place in range(begin, end + 1, 15)]
    assert left == sorted(left, reverse=True)
    sign = 1 if terms.unamortized > 0 else -1
    assert all(schedule.unamortized(place) * sign >= 0 for place in range(begin, end + 1, 15))


@given(debts())
def test_the_solved_rate_needs_no_rounding_but_cents(terms: Terms) -> None:
    """At the solved rate the interest of the last period is its carrying amount x rate, within a cent a period."""
    rate = rate_of(terms)
    if rate is None:
        return
    carrying = terms.face - terms.unamortized
    assert abs(present_value(terms, rate) - carrying) < Fraction(1, 10**6)
    schedule = amortize(terms, rate)
    last = schedule.periods[-1]
    growth = Decimal(1) + Decimal(float(rate))
    allowed = sum(growth**number for number in range(len(schedule.periods) + 1)) + 1
    assert abs(last.interest - last.carrying * rate * last.length) <= Fraction(allowed)
    assert last.carrying_after == 0
