"""Interest periods of a debt, and what is paid in each: coupon and principal.

Interest dates go back from maturity in steps of 12 / ``payments`` months; where the debt matures on the last day of a
month, all of them are last days. A debt that is issued between two of them has a short first period.

Time counts as 30 days a month (30/360), so periods of as many months are as long, and a month has its even part of
them. ``position`` is a day as a running number of such days: the last day of a month is where the next month begins,
so 31 December and 1 January are the same place, and what is posted at a month end is for whole months.

``repayment`` is ``at-maturity`` (bonds), ``equal-principal`` (the same principal each time) or ``annuity`` (the same
payment each time); the last payment takes the rounding. All money is in the currency's smallest unit.
"""

from __future__ import annotations

import calendar
import datetime
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from beanplant.rules.rounding import whole_cents

MONTH = 30
"""Days of every month."""

PAYMENTS = (1, 2, 4, 12)
REPAYMENTS = ("at-maturity", "equal-principal", "annuity")


class Terms(NamedTuple):
    """A debt: ``coupon`` is the stated rate of a year; ``unamortized`` is face - proceeds + issuance cost.

    A premium is a negative ``unamortized``.
    """

    issued: datetime.date
    matures: datetime.date
    payments: int
    coupon: Fraction
    face: int
    unamortized: int
    repayment: str = REPAYMENTS[0]


class Flow(NamedTuple):
    """What is paid at the end of an interest period, and how long the period is (1: a whole one)."""

    length: Fraction
    coupon: int
    principal: int


def position(date: datetime.date) -> int:
    """Return a day as a running number of 30-day months; the last day of a month is the begin of the next.

    >>> position(datetime.date(2026, 1, 1)) - position(datetime.date(2025, 12, 31))
    0
    >>> position(datetime.date(2026, 2, 28)) - position(datetime.date(2026, 1, 16))
    45
    """
    month = date.year * 12 + date.month - 1
    last = date.day == calendar.monthrange(date.year, date.month)[1]
    return (month + 1) * MONTH if last else month * MONTH + date.day - 1


def interest_dates(issued: datetime.date, matures: datetime.date, payments: int) -> list[datetime.date]:
    """Return the ends of the interest periods: back from maturity to the first one after the issue."""
    step, dates = 12 // payments, [matures]
    while position(date := _before(matures, step * len(dates))) > position(issued):
        dates.append(date)
    return dates[::-1]


@lru_cache(maxsize=4096)
def bounds(issued: datetime.date, matures: datetime.date, payments: int) -> tuple[int, ...]:
    """Return the positions at which the interest periods begin and end, the first one that of the issue."""
    step, count = 12 // payments, len(interest_dates(issued, matures, payments))
    end = position(matures)
    ends = [end - (count - 1 - k) * step * MONTH for k in range(count)]
    whole = ends[0] - step * MONTH
    return (whole if issued == _before(matures, step * count) else max(position(issued), whole), *ends)


@lru_cache(maxsize=1024)
def cash_flows(terms: Terms) -> tuple[Flow, ...]:
    """Return what is paid at the end of each interest period."""
    places = bounds(terms.issued, terms.matures, terms.payments)
    whole = 12 // terms.payments * MONTH
    lengths = [Fraction(stop - start, whole) for start, stop in pairwise(places)]
    rate = terms.coupon / terms.payments
    each = _each(terms, rate, lengths)
    flows, left = [], terms.face
    for index, length in enumerate(lengths):
        coupon = whole_cents(left * rate if length == 1 else left * rate * length, 0)
        if index == len(lengths) - 1:
            principal = left
        elif terms.repayment == "annuity":
            principal = min(left, max(0, each - coupon))
        else:
            principal = min(left, each)
        flows.append(Flow(length, coupon, principal))
        left -= principal
    return tuple(flows)


def _each(terms: Terms, rate: Fraction, lengths: list[Fraction]) -> int:
    """Return the payment of an annuity, or the principal of each payment."""
    if terms.repayment == "at-maturity":
        return 0
    if terms.repayment == "equal-principal":
        return whole_cents(Fraction(terms.face, len(lengths)), 0)
    worth, factor = Fraction(0), Fraction(1)
    for length in lengths:
        factor /= 1 + rate * length
        worth += factor
    return whole_cents(terms.face / worth, 0)


def _before(date: datetime.date, months: int) -> datetime.date:
    """Return the day so many months earlier; that of a last day of a month is a last day."""
    month = date.year * 12 + date.month - 1 - months
    year, index = divmod(month, 12)
    last = calendar.monthrange(year, index + 1)[1]
    ends = date.day == calendar.monthrange(date.year, date.month)[1]
    return datetime.date(year, index + 1, last if ends else min(date.day, last))
