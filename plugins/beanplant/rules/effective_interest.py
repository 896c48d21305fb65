"""Amortization of a debt's discount, premium and issuance cost, by effective interest or straight line.

The carrying amount is the principal less what is unamortized. In each interest period:

    interest      carrying amount at its beginning x effective rate / payments a year
    amortization  interest - coupon

    100,000.00 at 8 %, twice a year, issued at 92,278.33: 10 % / 2 = 5 % a period
    period  carrying    interest   coupon     amortization
         1  92,278.33   4,613.92   4,000.00         613.92
         2  92,892.25   4,644.61   4,000.00         644.61
       ...
        10  99,047.72   4,952.28   4,000.00         952.28

The rate is the one that discounts all payments to the first carrying amount; it is solved in 50 digits, or stated. By
straight line each whole period takes the same amount. In a short first period both go by its length. Amounts are
rounded once, half up, a period; none is more than what is left; the last period takes the rounding, so at maturity
nothing is left. Within a period time runs evenly.

A retirement takes off a part of principal and of what is unamortized on its day; all later amounts are of the rest.

Rule: ASC 835-30-35-2 and -3 (interest method), 835-30-35-4 (other methods where the result is not materially
different), 835-30-45-1A (issuance cost is a deduction from the debt), 470-50-40-2 (extinguishment); IFRS 9.5.4.1,
9.B5.4.1 and 9.3.3.3.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from beanplant.rules.interest_periods import Flow, Terms, bounds, cash_flows, interest_dates, position
from beanplant.rules.rounding import whole_cents

DIGITS = 50
ROUND_RATE = Decimal("1e-30")


class Retirement(NamedTuple):
    """An early extinguishment: of a ``part`` as a share of the principal then or as principal; None: of all."""

    date: datetime.date
    part: Fraction | int | None = None


class Retired(NamedTuple):
    """What a retirement took off: principal, and what of it was unamortized."""

    date: datetime.date
    position: int
    principal: int
    unamortized: int


class Piece(NamedTuple):
    """A time in an interest period, by positions, over which an amount is spread evenly.

    ``share`` is what was left of the debt after the retirement in its period; 1 in a whole one.
    """

    begin: int
    end: int
    amount: int
    period: int
    share: Fraction = Fraction(1)


class Period(NamedTuple):
    """An interest period: ``carrying`` at its beginning, ``principal`` and ``unamortized`` at its end.

    ``length`` is 1 for a whole one. ``coupon`` has what retired principal bore until then; what a retirement took off
    is neither in ``repaid`` nor in ``amortization``.
    """

    end: datetime.date
    length: Fraction
    carrying: int
    interest: int
    coupon: int
    amortization: int
    repaid: int
    principal: int
    unamortized: int

    @property
    def carrying_after(self) -> int:
        """The carrying amount at its end."""
        return self.principal - self.unamortized


class Schedule(NamedTuple):
    """The amortization of a debt. ``rate`` is that of a whole period, None for the straight line."""

    terms: Terms
    rate: Fraction | None
    periods: tuple[Period, ...]
    pieces: tuple[Piece, ...]
    retired: tuple[Retired, ...]
    before: tuple[int, ...]
    """What is amortized before each piece."""

    def amortized(self, place: int) -> int:
        """Return what is amortized up to a position."""
        index = bisect_left(self.pieces, place, key=lambda piece: piece.begin) - 1
        if index < 0:
            return 0
        piece, passed = self.pieces[index], place - self.pieces[index].begin
        if place >= piece.end:
            return self.before[index] + piece.amount
        return self.before[index] + whole_cents(Fraction(piece.amount * passed, piece.end - piece.begin), 0)

    def unamortized(self, place: int) -> int:
        """Return what is unamortized at a position, after the retirements up to it."""
        gone = sum(each.unamortized for each in self.retired if each.position <= place)
        return self.terms.unamortized - self.amortized(place) - gone

    def principal(self, date: datetime.date) -> int:
        """Return the principal at the end of a day."""
        repaid = sum(period.repaid for period in self.periods if period.end <= date)
        return self.terms.face - repaid - sum(each.principal for each in self.retired if each.date <= date)


def present_value(terms: Terms, rate: Fraction) -> Fraction:
    """Return what all payments of a debt are worth at its issue, at a rate of a whole period."""
    with localcontext() as context:
        context.prec = DIGITS
        worth, _ = _worth(_payments(terms), _decimal(rate))
    return Fraction(worth)


@lru_cache(maxsize=1024)
def solve_rate(terms: Terms) -> Fraction:
    """Return the effective rate of a whole period: all payments discounted by it are the first carrying amount.

    The present value falls and is convex in the rate, so Newton's steps from zero rise to the answer and never pass
    it. The answer has 30 decimals.

    Raises:
        ValueError: nothing is carried, or more than all payments together: no rate of zero or more does it.
    """
    carrying, payments = terms.face - terms.unamortized, _payments(terms)
    if not 0 < carrying <= sum(paid for _, paid in payments):
        raise ValueError(f"no rate discounts the payments to {carrying}")
    with localcontext() as context:
        context.prec = DIGITS
        rate, step = Decimal(0), Decimal(1)
        while step > ROUND_RATE:
            worth, slope = _worth(payments, rate)
            step = (worth - carrying) / -slope
            rate += step
        return Fraction(rate.quantize(ROUND_RATE))


def amortize(terms: Terms, rate: Fraction | None, retirements: Sequence[Retirement] = ()) -> Schedule:
    """Return the schedule of a debt by effective interest at a ``rate`` of a whole period; None: straight line.

    ``retirements`` are by date, after the issue and before maturity. After one of all principal there is nothing.
    """
    run = _Run(terms, rate, sorted(retirements, key=lambda each: each.date))
    places = bounds(terms.issued, terms.matures, terms.payments)
    dates = interest_dates(terms.issued, terms.matures, terms.payments)
    for index, (begin, end) in enumerate(pairwise(places)):
        if run.principal or not index:
            run.period(index, begin, end, dates[index])
    before = tuple(accumulate((piece.amount for piece in run.pieces), initial=0))[:-1]
    return Schedule(terms, rate, tuple(run.periods), tuple(run.pieces), tuple(run.retired), before)


class _Run:
    """A schedule while it is made: what is left of principal, of what is unamortized, and of the retirements."""

    def __init__(self, terms: Terms, rate: Fraction | None, waiting: list[Retirement]) -> None:
        self.terms, self.rate, self.waiting = terms, rate, waiting
        self.flows = cash_flows(terms)
        self.all = sum(flow.length for flow in self.flows)
        self.principal, self.unamortized, self.share = terms.face, terms.unamortized, Fraction(1)
        self.periods: list[Period] = []
        self.pieces: list[Piece] = []
        self.retired: list[Retired] = []

    def period(self, index: int, begin: int, end: int, date: datetime.date) -> None:
        """Add an interest period; each retirement in it cuts it into pieces."""
        flow, last = self.flows[index], index == len(self.flows) - 1
        carrying, left = self.principal - self.unamortized, self._whole(flow)
        at, amortized, share = begin, 0, Fraction(1)
        borne = 0  # principal x time
        while self.principal and self.waiting and (last or position(self.waiting[0].date) < end):
            event = self.waiting.pop(0)
            place = max(at, position(event.date))
            done = self._upto(left, Fraction(place - at, end - at)) if end > at else 0
            self.pieces.append(Piece(at, place, done, index, share))
            borne += self.principal * (place - at)
            amortized += done
            self.unamortized -= done
            kept = self._retire(event, place)
            left, at, share = whole_cents((left - done) * kept, 0), place, share * kept
        repaid = self.principal if last else min(self.principal, self._part(flow.principal))
        rest = self.unamortized if repaid == self.principal else self._upto(left, Fraction(1))
        borne += self.principal * (end - at)
        if self.principal:
            self.pieces.append(Piece(at, end, rest, index, share))
            amortized += rest
            self.unamortized -= rest
        else:
            date = self.retired[-1].date
        self.principal -= repaid
        while self.principal and self.waiting and position(self.waiting[0].date) <= end:
            self._retire(self.waiting.pop(0), end)  # on an interest date: after its payment
        coupon = whole_cents(self._nominal(flow) * borne / (end - begin), 0) if self.retired else flow.coupon
        self.periods.append(
            Period(
                date, flow.length, carrying, coupon + amortized, coupon, amortized, repaid, self.principal,
                self.unamortized,
            )
        )  # fmt: skip

    def _whole(self, flow: Flow) -> int:
        """Return the amortization of a period if nothing is retired in it."""
        if self.rate is None:
            return whole_cents(self.terms.unamortized * self.share * flow.length / self.all, 0)
        rate = self.rate if flow.length == 1 else self.rate * flow.length
        interest = whole_cents((self.principal - self.unamortized) * rate, 0)
        coupon = whole_cents(self.principal * self._nominal(flow), 0) if self.retired else flow.coupon
        return interest - coupon

    def _nominal(self, flow: Flow) -> Fraction:
        """Return the coupon of a period as a rate."""
        return self.terms.coupon / self.terms.payments * flow.length

    def _part(self, amount: int) -> int:
        """Return what is left of an amount after the retirements."""
        return whole_cents(amount * self.share, 0) if self.retired else amount

    def _upto(self, amount: int, part: Fraction) -> int:
        """Return a part of an amount, rounded: of the sign of what is unamortized, and never more than that."""
        found = whole_cents(amount * part, 0) if part != 1 else amount
        return (
            max(0, min(found, self.unamortized))
            if self.unamortized > 0
            else min(0, max(found, self.unamortized))
        )

    def _retire(self, event: Retirement, place: int) -> Fraction:
        """Take off what a retirement takes, and return the share that is kept."""
        if event.part is None:
            share = Fraction(1)
        elif isinstance(event.part, Fraction):
            share = event.part
        else:
            share = min(Fraction(1), Fraction(event.part, self.principal))
        principal = whole_cents(self.principal * share, 0)
        unamortized = (
            self.unamortized if principal == self.principal else whole_cents(self.unamortized * share, 0)
        )
        self.retired.append(Retired(event.date, place, principal, unamortized))
        self.principal -= principal
        self.unamortized -= unamortized
        self.share *= 1 - share
        return 1 - share


def _payments(terms: Terms) -> list[tuple[Decimal, int]]:
    """Return the length of each period and what is paid at its end."""
    return [(_decimal(flow.length), flow.coupon + flow.principal) for flow in cash_flows(terms)]


def _worth(payments: list[tuple[Decimal, int]], rate: Decimal) -> tuple[Decimal, Decimal]:
    """Return the present value of payments at a rate of a whole period, and its slope."""
    factor, fall = Decimal(1), Decimal(0)  # the discount factor, and its slope as a part of it
    worth = slope = Decimal(0)
    for length, paid in payments:
        grown = 1 + rate * length
        factor /= grown
        fall -= length / grown
        worth += paid * factor
        slope += paid * factor * fall
    return worth, slope


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
