"""What each month takes: the parts of a method, spread over the months that a convention counts.

A part is an amount over so many ticks of the life. In each part a month takes its ticks' share, rounded
half up, and the month in which the part ends takes what is left of it, so that parts are kept to the cent:
500.00 over 12 months is 11 times 41.67 and 41.63. Where rounding up would reach the amount before the part
ends (0.50 over 84 months), it stops there. A month in which one part ends and the next begins takes of both.

Equal months are one run, so a straight line is two runs, however long the life.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

Run = tuple[int, int]
"""So many months, and what each of them has: ticks in a clock, money in a schedule."""


class Part(NamedTuple):
    """``amount`` over ``ticks`` of the life.

    It came of ``factor`` (above, below) x ``basis`` x ticks / ``over``; ``kind`` is the method that says so.
    """

    ticks: int
    amount: int
    kind: str
    factor: tuple[int, int]
    basis: int
    over: int


def half_up(above: int, below: int) -> int:
    """Return ``above / below`` rounded half up; neither is negative."""
    return (2 * above + below) // (2 * below)


def cut(runs: Iterable[Run], months: int) -> tuple[int, tuple[Run, ...]]:
    """Take the first ``months`` off: return their sum, and the runs that are left.

    >>> cut([(1, 1), (11, 2), (1, 1)], 2)
    (3, ((10, 2), (1, 1)))
    """
    if months <= 0:
        return 0, tuple(runs)
    gone, left = 0, []
    for count, each in runs:
        taken = min(count, months)
        months -= taken
        gone += taken * each
        if count > taken:
            left.append((count - taken, each))
    return gone, tuple(left)


def spread(parts: Sequence[Part], clock: Iterable[Run]) -> tuple[Run, ...]:
    """Return what each month of ``clock`` takes of the parts; their ticks together are the clock's.

    >>> spread([Part(12, 50000, "straight-line", (1, 1), 50000, 12)], [(12, 1)])
    ((11, 4167), (1, 4163))
    """
    result: list[Run] = []
    at = 0
    if not parts:
        return ()
    ticks, amount = parts[0].ticks, parts[0].amount
    equals: dict[int, int] = {}  # what so many ticks of the present part take
    for count, each in clock:
        if count == 1 and each < ticks:  # a clock of days has no two equal months
            share = equals.get(each, -1)
            if share < 0:
                equals[each] = share = half_up(parts[at].amount * each, parts[at].ticks)
            if share > amount:
                share = amount
            amount -= share
            ticks -= each
            result.append((1, share))
            continue
        while count:
            whole = min(count, (ticks - 1) // each) if each else count
            if whole:
                part = parts[at]
                equal = half_up(part.amount * each, part.ticks)
                full = min(whole, amount // equal) if equal else whole
                _add(result, full, equal)
                if full < whole:
                    _add(result, 1, amount - full * equal)
                    _add(result, whole - full - 1, 0)
                amount = amount - full * equal if full == whole else 0
                ticks -= whole * each
                count -= whole
                continue
            need, sum_ = each, 0
            while need:
                if ticks > need:
                    share = min(amount, half_up(parts[at].amount * need, parts[at].ticks))
                    sum_, amount, ticks, need = sum_ + share, amount - share, ticks - need, 0
                    continue
                sum_, need = sum_ + amount, need - ticks
                at += 1
                if at == len(parts):
                    _add(result, 1, sum_)
                    return tuple(result)
                ticks, amount = parts[at].ticks, parts[at].amount
                equals.clear()
            _add(result, 1, sum_)
            count -= 1
    return tuple(result)


def charge(parts: Sequence[Part], ticks: Fraction) -> int:
    """Return what the parts take together over their first ``ticks``, rounded half up.

    >>> charge([Part(12, 50000, "straight-line", (1, 1), 50000, 12)], Fraction(5, 2))
    10417
    """
    taken = 0
    for part in parts:
        if ticks < part.ticks:
            share = part.amount * ticks / part.ticks
            return taken + half_up(share.numerator, share.denominator)
        taken, ticks = taken + part.amount, ticks - part.ticks
    return taken


def _add(result: list[Run], count: int, each: int) -> None:
    """Append months to the runs, to the last one where they are equal."""
    if count:
        if result and result[-1][1] == each:
            count += result.pop()[0]
        result.append((count, each))
