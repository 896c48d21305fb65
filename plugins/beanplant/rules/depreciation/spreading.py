"""What each month takes: the parts of a method, spread over the months that a convention counts.

A part is an amount over so many ticks of the life. In each part a month takes its ticks' share, rounded
half up, and the month in which the part ends takes what is left of it, so that parts are kept to the cent:
500.00 over 12 months is 11 times 41.67 and 41.63. Where rounding up would reach the amount before the part
ends (0.50 over 84 months), it stops there. A month in which one part ends and the next begins takes of both.

Equal months are one run, so a straight line is two runs, however long the life.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from beanplant.rules.rounding import half_up

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


class Stretch(NamedTuple):
    """The months of one part: the ``head`` ticks that it has in the month in which the part before it ends, the
    months that are all its own, and whether it ends in a ``last`` month after them.

    A clock of days has its months in ``single``, with how often each number of ticks is among them in ``often``;
    the other clocks have theirs in ``runs``.
    """

    head: int
    runs: tuple[Run, ...]
    single: tuple[int, ...]
    often: tuple[tuple[int, int], ...]
    last: bool


def spread(parts: Sequence[Part], clock: Iterable[Run]) -> tuple[Run, ...]:
    """Return what each month of ``clock`` takes of the parts; their ticks together are the clock's.

    >>> spread([Part(12, 50000, "straight-line", (1, 1), 50000, 12)], [(12, 1)])
    ((11, 4167), (1, 4163))
    """
    if not parts:
        return ()
    result: list[Run] = []
    stretches = _stretches(tuple([part.ticks for part in parts]), tuple(clock))
    for part, (head, runs, single, often, last) in zip(parts, stretches, strict=False):
        ticks, amount = part.ticks, part.amount
        left, twice, double = amount, 2 * amount, 2 * ticks
        if head:
            share = min(left, (twice * head + ticks) // double)
            count, each = result.pop()
            if count > 1:
                result.append((count - 1, each))
            result.append((1, each + share))
            left -= share
        if single:
            equals = {each: (1, (twice * each + ticks) // double) for each, _ in often}
            whole = sum([equals[each][1] * count for each, count in often])
            if whole <= left:
                left -= whole
                result.extend([equals[each] for each in single])
            else:
                left = _exhaust(result, left, [equals[each] for each in single])
        for count, each in runs:
            equal = (twice * each + ticks) // double
            if equal * count > left:
                left = _exhaust(result, left, [(count, equal)])
                continue
            left -= equal * count
            if result and result[-1][1] == equal:
                count += result.pop()[0]
            result.append((count, equal))
        if last:
            count = 1
            if result and result[-1][1] == left:
                count += result.pop()[0]
            result.append((count, left))
    return tuple(result)


def _exhaust(result: list[Run], left: int, runs: Iterable[Run]) -> int:
    """Append runs until nothing is left of a part, then nothing a month; return what is left."""
    for count, equal in runs:
        full = min(count, left // equal) if equal else count
        _add(result, full, equal)
        left -= full * equal
        if full < count:
            _add(result, 1, left)
            _add(result, count - full - 1, 0)
            left = 0
    return left


_FOUND: dict[tuple[int, tuple[int, ...]], tuple[tuple[Run, ...], tuple[Stretch, ...]]] = {}
_MOST = 4096


def _stretches(ticks: tuple[int, ...], clock: tuple[Run, ...]) -> tuple[Stretch, ...]:
    """Return the months of each part, by the ticks of the parts.

    Many assets share a clock and a life. A clock is known by its identity, which is sure as long as it is kept here:
    to hash the hundred runs of a clock of days takes longer than to spread over them.
    """
    key = (id(clock), ticks)
    found = _FOUND.get(key)
    if found is not None and found[0] is clock:
        return found[1]
    if len(_FOUND) >= _MOST:
        _FOUND.clear()
    made = tuple(_cut_by_parts(ticks, clock))
    _FOUND[key] = (clock, made)
    return made


def _cut_by_parts(ticks: tuple[int, ...], clock: tuple[Run, ...]) -> Iterator[Stretch]:
    runs = list(reversed(clock))
    rest = 0  # ticks of the month in which the part before ended
    for need in ticks:
        head = min(rest, need)
        rest -= head
        need -= head
        own: list[Run] = []
        last = False
        while need and runs:
            count, each = runs.pop()
            whole = min(count, (need - 1) // each) if each else count
            if whole:
                own.append((whole, each))
                need -= whole * each
            if whole < count:
                last, rest, need = True, each - need, 0
                if whole + 1 < count:
                    runs.append((count - whole - 1, each))
        days = len(own) > 1 and all(count == 1 for count, _ in own)
        single = tuple(each for _, each in own) if days else ()
        often = tuple((each, single.count(each)) for each in dict.fromkeys(single))
        yield Stretch(head, () if days else tuple(own), single, often, last)


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
