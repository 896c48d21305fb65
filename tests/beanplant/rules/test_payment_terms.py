"""Terms of payment: proximo, receipt of goods, amounts, split due dates, and what a missed discount costs."""

from __future__ import annotations

import datetime
from decimal import Decimal as D
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.payment_terms import Terms, annualized_cost, parse_terms


def terms(text: str) -> Terms:
    found, error = parse_terms(text)
    assert found is not None, error
    return found


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "invoiced", "lapses", "due"),
    [
        ("2/10 net 30", "2026-03-10", "2026-03-20", "2026-04-09"),
        ("2/10 prox net 30", "2026-03-10", "2026-04-10", "2026-04-30"),
        ("2/10 proximo, n/30", "2026-01-05", "2026-02-10", "2026-02-28"),
        ("2/10 prox. net 25th prox.", "2026-12-31", "2027-01-10", "2027-01-25"),
        ("2% 10th prox", "2026-03-10", "2026-04-10", None),
        ("2% 10th of next month, net 25th of the following month", "2026-03-10", "2026-04-10", "2026-04-25"),
        ("2/10 MFI net 25 MFI", "2026-03-10", "2026-04-10", "2026-04-25"),
        ("2/10 EOM", "2026-03-10", "2026-04-10", None),
        ("2/10 EOM net 30", "2026-03-10", "2026-04-10", "2026-04-30"),
        ("2/10 end of month, net 45 days end of month", "2026-03-10", "2026-04-10", "2026-05-15"),
        ("2/10 EOM, n/60 prox", "2026-03-10", None, None),
        ("2/10, n/30 EOM", "2026-03-10", "2026-03-20", "2026-04-30"),
        ("50 USD/10 net 30", "2026-03-10", "2026-03-20", "2026-04-09"),
    ],
)
def test_lapses_and_due(text: str, invoiced: str, lapses: str | None, due: str | None) -> None:
    """Days of the next month (2/10 prox: by the tenth), of the end of the month, of the invoice."""
    if lapses is None:
        assert "found day 60 of the next month, expected 1 to 31" in parse_terms(text)[1]
        return
    found = terms(text)
    assert found.tiers[0].deadline(day(invoiced)) == day(lapses)
    assert found.due(day(invoiced)) == (day(due) if due else None)


def test_receipt_of_goods() -> None:
    """2/10 ROG: ten days after the goods came on March 24, whatever the date of the invoice."""
    found = terms("2/10 ROG net 30")
    came = day("2026-03-24")
    assert found.on_goods
    assert not terms("2/10 net 30").on_goods
    assert found.tiers[0].deadline(day("2026-03-10"), came) == day("2026-04-03")
    assert found.due(day("2026-03-10"), came) == day("2026-04-23")
    assert found.granted(day("2026-03-10"), day("2026-04-03"), received=came)
    assert found.granted(day("2026-03-10"), day("2026-04-04"), received=came) is None
    assert str(found.tiers[0]) == "2% within 10 days of the receipt of the goods"


def test_an_amount() -> None:
    found = terms("50 USD/10, 20 USD/20, net 30")
    assert [(tier.amount, tier.unit, tier.days) for tier in found.tiers] == [
        (D(50), "USD", 10),
        (D(20), "USD", 20),
    ]
    best = found.granted(day("2026-03-10"), day("2026-03-15"))
    assert best is not None
    assert str(best) == "50 USD within 10 days"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("50% net 30, 50% net 60", [("1/2", 0, 30), ("1/2", 0, 60)]),
        ("50% 2/10 net 30, 50% net 60", [("1/2", 1, 30), ("1/2", 0, 60)]),
        ("40% 2/10, 1/20, n/30; 60% 1% 30 net 60", [("2/5", 2, 30), ("3/5", 1, 60)]),
        ("30% due on receipt, 70% net 30", [("3/10", 0, 0), ("7/10", 0, 30)]),
        ("33.5% net 10 and 66.5% net 20", [("67/200", 0, 10), ("133/200", 0, 20)]),
    ],
)
def test_split_due_dates(text: str, parts: list[tuple[str, int, int]]) -> None:
    found = terms(text)
    assert [(part.share, len(part.tiers), part.net and part.net.days) for part in found.parts] == [
        (F(share), tiers, net) for share, tiers, net in parts
    ]
    assert len(found.tiers) == sum(tiers for _, tiers, _ in parts)
    last = max(net for _, _, net in parts)
    assert found.due(day("2026-03-10")) == day("2026-03-10") + datetime.timedelta(last)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("40% net 30, 50% net 60", "the parts add up to 90%, expected 100%"),
        ("2/10 net 30, 50% net 60", 'at "50% net 60"'),
        ("2/10 prox net 40", "found day 40 of the next month, expected 1 to 31"),
        ("2/0 prox", "found day 0 of the next month"),
        ("net 25th", 'at "net 25th"; expected "2/10 net 30"'),
        ("25th prox", "cannot read terms"),
        ("50 USD/10, 2/20 net 30", "write all tiers as rates or all as amounts"),
        ("0 USD/10 net 30", "expected an amount above zero"),
        ("2/10, 5/20 net 30", "2% within 10 days never holds beside 5% within 20 days"),
        ("2/10, 1/10 net 30", "1% within 10 days never holds beside 2% within 10 days"),
        ("10 USD/10, 20 USD/10 net 30", "10 USD within 10 days never holds beside 20 USD within 10 days"),
        ("2/10, 2/10 net 30", "2% within 10 days never holds beside 2% within 10 days"),
        ("0/10 net 30", "found a discount of 0%, expected one above 0% and below 100%"),
        ("2/30 prox net 10", "the discount of 30 days outlasts net 10"),
        ("50% 2/40 net 30, 50% net 60", "the discount of 40 days outlasts net 30"),
        ("2/99999999 net 999999999", "found 99999999 days, expected at most 3650"),
        ("50%, 50% net 60", "cannot read terms"),
    ],
)
def test_terms_that_cannot_be_read(text: str, message: str) -> None:
    found, error = parse_terms(text)
    assert found is None
    assert message in error


@pytest.mark.parametrize(
    ("rate", "discount_days", "net_days", "cost"),
    [
        pytest.param(2, 10, 30, "37.24", id="2/10 net 30"),
        pytest.param(2, 10, 45, "21.28", id="disc-annualised-2-10-45"),
        pytest.param(1, 10, 30, "18.43", id="1/10 net 30"),
        pytest.param(3, 10, 60, "22.58", id="3/10 net 60"),
    ],
)
def test_what_a_missed_discount_costs(rate: int, discount_days: int, net_days: int, cost: str) -> None:
    """The textbooks' table: d/(100 - d) x 365/(net - discount days)."""
    found = annualized_cost(F(rate, 100), discount_days, net_days)
    assert round(D(found.numerator) / D(found.denominator) * 100, 2) == D(cost)


def test_no_cost_without_time_between() -> None:
    with pytest.raises(ValueError, match="do not outlast"):
        annualized_cost(F(2, 100), 30, 30)
    with pytest.raises(ValueError, match="not between 0 and 1"):
        annualized_cost(F(1), 10, 30)


@given(st.text(alphabet="0123456789/%., nETpROXogUSDthM", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    found, error = parse_terms(text)
    assert (found is None) == bool(error)
    if found is not None:
        for tier in found.tiers:
            assert tier.deadline(day("2026-01-31"), day("2026-02-01")) >= day("2026-01-31")
        if found.parts:
            assert sum(part.share for part in found.parts) == 1
