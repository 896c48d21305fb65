"""An impairment loss of several assets together, shared by them.

A group of assets that only together bring in cash (a cash-generating unit, an asset group) has one loss. Each asset
takes of it in proportion to its book value, but none falls below what it is known to be worth by itself, its floor:
what it does not take goes to the others, in the same proportion. The cents that are left go to the largest fractions,
so the shares add up to the loss.

Rule: IAS 36.104-105; ASC 360-10-35-28.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from beanplant.rules.rounding import largest_remainder


class Share(NamedTuple):
    """What an asset takes: ``loss``, of a ``total`` that the assets not at their floor share by a value of ``whole``.

    ``floored``: the asset falls to its floor and no further.
    """

    loss: int
    total: int
    whole: int
    floored: bool


def share_loss(loss: int, values: Sequence[int], floors: Sequence[int]) -> list[Share] | None:
    """Return what each asset takes of a loss; None where the floors do not leave room for it.

    ``values`` are book values and ``floors`` what each asset is worth by itself (zero: not known), in the currency's
    smallest unit; an asset whose value is below its floor takes nothing.

    >>> [share.loss for share in share_loss(300, [500, 300, 200], [0, 0, 0])]
    [150, 90, 60]
    >>> [share.loss for share in share_loss(300, [500, 300, 200], [450, 0, 0])]
    [50, 150, 100]
    """
    room = [max(value - floor, 0) for value, floor in zip(values, floors, strict=True)]
    if loss > sum(room):
        return None
    shares = [Share(0, loss, sum(values), floored=False)] * len(values)
    free = list(range(len(values)))
    left = loss
    while free:
        whole = sum(values[index] for index in free)
        parts = largest_remainder(left, [values[index] for index in free])
        over = [index for index, part in zip(free, parts, strict=True) if part > room[index]]
        for index, part in zip(free, parts, strict=True):
            shares[index] = Share(part, left, whole, floored=False)
        for index in over:
            shares[index] = Share(room[index], left, whole, floored=True)
            left -= room[index]
        free = [index for index in free if index not in over] if over else []
    return shares
