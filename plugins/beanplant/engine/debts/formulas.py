"""The arithmetic of an amortization, as its posting says it.

    effective interest      (92278.33 x 10 % / 2 - 4000.00) USD / 6 months
    ... in a short period   (97000.00 x 9 % / 2 x 0.5 - 2000.00) USD / 3 months
    straight line           7721.67 USD / 10 periods / 6 months
    half a month            (92278.33 x 10 % / 2 - 4000.00) USD x 15 / 180 days
    the last period         952.28 USD / 6 months
    after a part is retired 236.89 USD x 2 / 3.5 months

The last period has what is left. A month between two periods has a part of each.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.masterdata.debts import rate_text
from beanplant.rules.formulas import number
from beanplant.rules.interest_periods import MONTH, bounds

if TYPE_CHECKING:
    from beanplant.engine.stock import Money
    from beanplant.rules.effective_interest import Piece, Schedule


def formula(schedule: Schedule, money: Money, begin: int, end: int) -> str:
    """Return the arithmetic of what is amortized from one position to another."""
    parts = []
    first = bisect_right(schedule.pieces, begin, key=lambda piece: piece.end)
    last = bisect_left(schedule.pieces, end, key=lambda piece: piece.begin)
    for piece in schedule.pieces[first:last]:
        days = min(piece.end, end) - max(piece.begin, begin)
        if days > 0:
            parts.append(_period(schedule, piece, money) + _time(days, piece.end - piece.begin))
    return " + ".join(parts)


def _period(schedule: Schedule, piece: Piece, money: Money) -> str:
    """Return the arithmetic of the whole piece."""
    period, unit = schedule.periods[piece.period], money.currency

    def show(amount: int) -> str:
        return f"{money.to_decimal(amount):f}"

    terms = schedule.terms
    if period.end == terms.matures or piece.amount != period.amortization:
        return f"{show(piece.amount)} {unit}"
    length = f" x {number(period.length)}" if period.length != 1 else ""
    if schedule.rate is None:
        if any(each.position <= piece.begin for each in schedule.retired):
            return f"{show(piece.amount)} {unit}"
        places = bounds(terms.issued, terms.matures, terms.payments)
        whole = Fraction((places[-1] - places[0]) * terms.payments, 12 * MONTH)
        return f"{show(terms.unamortized)} {unit}{length} / {number(whole)} periods"
    payments = terms.payments
    rate = rate_text(schedule.rate * payments) + (f" / {payments}" if payments > 1 else "")
    return f"({show(period.carrying)} x {rate}{length} - {show(period.coupon)}) {unit}"


def _time(days: int, whole: int) -> str:
    """Return the part of a piece: by months where both are made of half ones, else by days."""
    if days == whole:
        return ""
    half = MONTH // 2
    if days % half == 0 and whole % half == 0:
        count = f" x {number(Fraction(days, MONTH))}" if days != MONTH else ""
        return f"{count} / {number(Fraction(whole, MONTH))} months"
    return f" x {days} / {whole} days"
