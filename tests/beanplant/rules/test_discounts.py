"""Terms of payment, and what payments take, against textbooks and other systems."""

from __future__ import annotations

import datetime
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.discounts import Claim, Terms, Tier, parse_terms
from beanplant.rules.rounding import largest_remainder

MARCH_10 = datetime.date(2026, 3, 10)


def terms(text: str) -> Terms:
    found, error = parse_terms(text)
    assert found is not None, error
    return found


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def claim(amount: int, base: int | None = None) -> Claim:
    owed = Claim()
    owed.charge(amount, amount if base is None else base)
    return owed


@pytest.mark.parametrize(
    ("text", "tiers", "net"),
    [
        ("2/10 net 30", [("2", 10, False)], (30, False)),
        ("2/10, n/30", [("2", 10, False)], (30, False)),
        ("2/10 N30", [("2", 10, False)], (30, False)),
        ("1% 10/ Net 30", [("1", 10, False)], (30, False)),
        ("2% 10, net 30 days", [("2", 10, False)], (30, False)),
        ("2.5 / 14 days net 45", [("2.5", 14, False)], (45, False)),
        ("5/10, 2/20, n/60", [("5", 10, False), ("2", 20, False)], (60, False)),
        ("net 30", [], (30, False)),
        ("n/30", [], (30, False)),
        ("Net 30 EOM", [], (30, True)),
        ("net eom", [], (0, True)),
        ("2/10 EOM", [("2", 10, True)], None),
        ("2/10 EOM, n/30 EOM", [("2", 10, True)], (30, True)),
        ("Due on receipt", [], (0, False)),
    ],
)
def test_terms(text: str, tiers: list[tuple[str, int, bool]], net: tuple[int, bool] | None) -> None:
    found = terms(text)
    assert found.tiers == tuple(Tier(F(rate) / 100, days, eom) for rate, days, eom in tiers)
    assert (found.net and (found.net.days, found.net.end_of_month)) == net


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2/10 nett 30", 'cannot read terms "2/10 nett 30" at "nett 30"'),
        ("", "terms are empty"),
        ("30", 'cannot read terms "30"'),
        ("2/10 net 30 net 60", 'at "net 60"'),
        ("200/10 net 30", "found a discount of 200%"),
        ("0/10 net 30", "found a discount of 0%"),
        ("2/40 net 30", "the discount of 40 days outlasts net 30"),
        ("2/10x", "cannot read terms"),
    ],
)
def test_terms_that_cannot_be_read(text: str, message: str) -> None:
    found, error = parse_terms(text)
    assert found is None
    assert message in error


@pytest.mark.parametrize(
    ("text", "paid", "grace", "rate"),
    [
        ("2/10 net 30", "2026-03-20", 0, "2"),
        ("2/10 net 30", "2026-03-21", 0, None),
        ("2/10 net 30", "2026-03-21", 1, "2"),
        ("5/10, 2/20, n/60", "2026-03-15", 0, "5"),
        ("5/10, 2/20, n/60", "2026-03-25", 0, "2"),
        ("5/10, 2/20, n/60", "2026-03-31", 0, None),
        ("2/10 EOM", "2026-04-10", 0, "2"),
        ("2/10 EOM", "2026-04-11", 0, None),
        ("net 30", "2026-03-10", 0, None),
    ],
)
def test_the_best_rate_in_time(text: str, paid: str, grace: int, rate: str | None) -> None:
    tier = terms(text).granted(MARCH_10, day(paid), grace)
    assert (tier and tier.rate) == (F(rate) / 100 if rate else None)


def test_due() -> None:
    assert terms("2/10 net 30").due(MARCH_10) == day("2026-04-09")
    assert terms("net 30 EOM").due(MARCH_10) == day("2026-04-30")
    assert terms("2/10 EOM").due(MARCH_10) is None
    assert str(terms("2.5/10 EOM").tiers[0]) == "2.5% within 10 days of the end of the month"


@pytest.mark.parametrize(
    ("gross", "rate", "discount"),
    [
        pytest.param(16800, 2, 336, id="disc-os-sale-tablets"),
        pytest.param(15450, 10, 1545, id="disc-os-sale-returns, 19,250 - 3,500 - 300"),
        pytest.param(500, 3, 15, id="disc-seed-3pct-500"),
        pytest.param(4020, 5, 201, id="disc-os-purch-tablets"),
        pytest.param(6380, 5, 319, id="disc-os-purch-printers"),
        pytest.param(350, 2, 7, id="disc-os-purch-tryit"),
        pytest.param(1000, 10, 100, id="ODO-EPD-01"),
    ],
)
def test_paid_in_full(gross: int, rate: int, discount: int) -> None:
    """OpenStax, Financial Accounting ch. 6; Odoo account tests."""
    owed = claim(gross * 100)
    assert owed.pay((gross - discount) * 100, F(rate, 100)) == discount * 100
    assert owed.open == 0


@pytest.mark.parametrize(
    ("parts", "base", "rate", "paid", "discount", "shares"),
    [
        pytest.param([150000, 22500], [0, 1], 10, 155250, 17250, [15000, 2250], id="ODO-EPD-02"),
        pytest.param([20000, 3600], [0, 1], 10, 21240, 2360, [2000, 360], id="ERP-EPD-01"),
        pytest.param([100000, 200000, 15000], [0, 1, 2], 10, 283500, 31500, [10000, 20000, 1500], id="ODO-EPD-06"),
        pytest.param([100000, 200000, 15000], [0, 1], 10, 285000, 30000, [10000, 20000], id="ODO-EPD-07, excluded"),
        pytest.param([150000, 22500, 5], [0, 1], 10, 155255, 17250, [15000, 2250], id="ODO-EPD-04, fixed tax"),
        pytest.param([5000, 750, 5], [0, 1], 10, 5180, 575, [500, 75], id="ODO-EPD-05"),
    ],
)  # fmt: skip
def test_tax(
    parts: list[int], base: list[int], rate: int, paid: int, discount: int, shares: list[int]
) -> None:
    """Odoo and ERPNext: net amounts, then taxes; ``base`` are the parts that the discount is on."""
    discounted = [parts[i] for i in base]
    owed = claim(sum(parts), sum(discounted))
    assert owed.pay(paid, F(rate, 100)) == discount
    assert owed.open == 0
    assert largest_remainder(discount, discounted) == shares


def test_part_payments_settle_their_share() -> None:
    """490.00 / 0.98 = 500.00: 10.00; the rest of 500.00 is paid too late."""
    owed = claim(100000)
    assert owed.pay(49000, F(2, 100)) == 1000
    assert owed.open == 50000
    assert owed.pay(50000) == 0
    assert owed.open == 0


def test_the_last_payment_takes_the_rest() -> None:
    """1,000.01 at 2 % is 20.00, once: three times 326.67 take 6.67, 6.67 and 6.66."""
    owed = claim(100001)
    assert [owed.pay(32667, F(2, 100)) for _ in range(3)] == [667, 667, 666]
    assert owed.open == 0


def test_small_payments_that_round_up_take_no_more_than_the_discount() -> None:
    """1.00 at 10 % is 0.10. Eight times 0.05 take 0.01 each (0.0056); 0.47 of the 0.52 left take 0.02, not 0.05."""
    owed = claim(100)
    assert [owed.pay(5, F(10, 100)) for _ in range(8)] == [1] * 8
    assert owed.pay(47, F(10, 100)) == 2
    assert owed.taken == 10


def test_tiers_of_two_payments() -> None:
    """475.00 at 5 % settle 500.00; 490.00 at 2 % settle the other 500.00."""
    owed = claim(100000)
    assert owed.pay(47500, F(5, 100)) == 2500
    assert owed.available(F(2, 100)) == 1000
    assert owed.pay(49000, F(2, 100)) == 1000
    assert owed.open == 0


@pytest.mark.parametrize(
    ("paid", "discount", "left"), [(100000, 0, 0), (99000, 1000, 0), (98000, 2000, 0), (101000, 0, -1000)]
)
def test_who_pays_more_takes_less(paid: int, discount: int, left: int) -> None:
    owed = claim(100000)
    assert owed.pay(paid, F(2, 100)) == discount
    assert owed.open == left


def test_a_credit_note_before_payment_lowers_the_base() -> None:
    """OpenStax, disc-os-sale-returns: 19,250 less 3,500 and 300 is 15,450; 10 % is 1,545, 13,905 are paid."""
    owed = claim(1925000)
    assert owed.credit(350000, 350000) == 0
    assert owed.credit(30000, 30000) == 0
    assert owed.pay(1390500, F(10, 100)) == 154500
    assert owed.open == 0


def test_a_credit_note_on_what_was_discounted_gives_back_its_share() -> None:
    """1,000.00 were paid at 980.00; 100.00 returned are worth 98.00, then 50.00 are worth 49.00."""
    owed = claim(100000)
    owed.pay(98000, F(2, 100))
    assert owed.credit(10000, 10000) == 200
    assert owed.open == -9800
    assert owed.credit(5000, 5000) == 100
    assert owed.open == -14700


def test_a_credit_note_beyond_what_is_open() -> None:
    """500.00 were paid at 490.00 and 500.00 are open; 600.00 come back: 100.00 of them at 98.00."""
    owed = claim(100000)
    owed.pay(49000, F(2, 100))
    assert owed.credit(60000, 60000) == 200
    assert owed.open == -9800


def test_a_bounced_check() -> None:
    owed = claim(100000)
    owed.pay(98000, F(2, 100))
    assert owed.take_back(98000) == 2000
    assert (owed.open, owed.taken, owed.earned) == (100000, 0, 0)
    assert owed.pay(100000) == 0
    assert claim(500).take_back(100) == 0


def test_more_is_taken_back_than_is_too_much() -> None:
    """1,098.00 were paid for 1,000.00, all in time. Of them 500.00 come back, as no payment was: 598.00 are left, which
    settle 610.20. Of 98.00 alone nothing is discount."""
    owed = claim(100000)
    owed.pay(100000, F(2, 100))
    owed.pay(9800, F(2, 100))
    again = claim(100000)
    again.pay(100000, F(2, 100))
    again.pay(9801, F(2, 100))
    assert owed.take_back(50000) == -1220
    assert owed.open == 38980
    assert again.take_back(9800) == 0
    assert again.open == -1


def test_more_is_credited_than_was_ever_owed() -> None:
    """20.00 are owed, 980.00 are paid out without a payment, 100.00 credited: no discount is on what is open."""
    owed = claim(2000, 1010)
    assert owed.take_back(98000) == 0
    assert owed.credit(10000, 10000) == 0
    assert owed.open == 90000
    assert owed.available(F(2, 100)) == 0
    assert owed.pay(90000, F(2, 100)) == 0


@given(
    st.integers(1, 10**7),
    st.integers(0, 100),
    st.lists(st.tuples(st.integers(1, 10**6), st.sampled_from([0, 1, 2, 5, 10, 99])), max_size=6),
)
def test_discounts_never_exceed_what_the_terms_grant(
    gross: int, percent: int, payments: list[tuple[int, int]]
) -> None:
    base = gross * percent // 100
    owed = claim(gross, base)
    paid = 0
    for amount, rate in payments:
        before = owed.open
        discount = owed.pay(amount, F(rate, 100))
        paid += amount
        assert 0 <= discount <= max(0, before - amount)
        assert owed.open == gross - paid - owed.taken
    best = max((rate for _, rate in payments), default=0)
    assert owed.taken <= F(best, 100) * base + F(1, 2)


@given(st.integers(100, 10**7), st.integers(1, 50), st.integers(1, 6))
def test_however_it_is_divided_the_discount_is_that_of_the_invoice(gross: int, rate: int, parts: int) -> None:
    due = gross - claim(gross).available(F(rate, 100))
    owed = claim(gross)
    taken = sum(owed.pay(part, F(rate, 100)) for part in largest_remainder(due, [1] * parts) if part)
    assert taken == gross - due
    assert owed.open == 0
