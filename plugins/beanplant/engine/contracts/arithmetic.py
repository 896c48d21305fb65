"""The arithmetic of contracts in words: what stands behind a figure that is posted.

    (70000000.00 - 700000 x 90) USD

A text is put together only where its figure is posted, so what makes one is handed on: a function with its numbers, and
nothing that holds it again, since nobody looks for circles while a ledger loads.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.engine.contracts.performance import CERTAIN, ZERO
from beanplant.rules.formulas import number as plain
from beanplant.rules.rounding import whole_cents

if TYPE_CHECKING:
    from beanplant.engine.stock import Money

Text = Callable[[], str]


def show(money: Money, value: Fraction) -> str:
    """Return an exact amount as money."""
    return f"{money.to_decimal(whole_cents(value, money.digits)):f}"


def share_text(money: Money, before: Fraction, share: Fraction, whole: Fraction) -> str:
    """Return a share performed of what was left, after what was recognized before."""
    text = f"{plain(share * 100)}% x {show(money, whole)}"
    return f"{show(money, before)} + {text}" if before else text


def units_text(money: Money, before: Fraction, units: Fraction, price: Fraction) -> str:
    """Return units times their price, after what was recognized before."""
    text = f"{plain(units)} x {plain(price)}"
    return f"{show(money, before)} + {text}" if before else text


def over_time_text(performed: Fraction, units: Fraction, price: Fraction) -> str:
    """Return what is performed of the expected units, times their price."""
    return f"{plain(performed * 100)}% x {plain(units)} x {plain(price)}"


def breakage_text(money: Money, billed: Fraction, claimed: Fraction) -> str:
    """Return what was drawn on, by the part of what is paid that is ever claimed."""
    return f"{show(money, billed)} / {plain(claimed)}"


def owed_text(money: Money, billed: Fraction, units: Fraction, price: Fraction, more: Fraction) -> str:
    """Return what was billed less units at their price, and more that was owed before."""
    text = f"{show(money, billed)} - {plain(units)} x {plain(price)}"
    return f"{text} + {show(money, more)}" if more else text


def rebate_text(money: Money, price: Fraction, turnover: Fraction, more: Fraction) -> str:
    """Return the rebate on turnover, and more that was owed before."""
    text = f"{plain((CERTAIN - price) * 100)}% x {show(money, turnover)}"
    return f"{text} + {show(money, more)}" if more else text


def times_text(units: Fraction, value: Fraction, more: Fraction = ZERO) -> str:
    """Return so many times a value, and what is more than that."""
    text = f"{plain(units)} x {plain(value)}"
    return f"{text} + {plain(more)}" if more else text


def back_text(money: Money, rate: Fraction, still: Fraction, back: Fraction) -> str:
    """Return what is expected back of what is still open, and what came back."""
    came = back - rate * still
    text = f"{plain(rate * 100)}% x {show(money, still)}"
    if came:
        return f"{text} + {show(money, came)}" if rate else f"{show(money, came)} came back"
    return text


def settled_text(money: Money, refund: Fraction) -> str:
    """Return what was settled beyond what was expected."""
    return f"{show(money, refund)} settled"


def earned_text(done: Fraction, value: Fraction, per_unit: bool) -> str:
    """Return an uncertain amount as far as it is earned, with its sign."""
    share = plain(done) if per_unit else f"{plain(done * 100)}%"
    return f"{'+' if value > 0 else '-'} {share} x {plain(abs(value))}"
