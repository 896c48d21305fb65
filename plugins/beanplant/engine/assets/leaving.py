"""What leaves the books with an asset, or with a part of one, beside what a person wrote.

The legs, in the order in which they are posted: catch-up depreciation (expense and accumulated depreciation), the
rest of the cost, the accumulated depreciation, and gain or loss: proceeds less book value.

Rule: ASC 360-10-40-5, IAS 16.67-72: the carrying amount is derecognised, and a gain is not revenue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beanplant.engine.assets.position import Leg

if TYPE_CHECKING:
    from beanplant.engine.assets.position import Route
    from beanplant.engine.stock import Money

RULE = "depreciation.disposal"


class Leaving(NamedTuple):
    """Of what leaves: its ``cost`` and ``accumulated`` depreciation, and what a person took off either already.

    ``posted`` and ``taken`` are the depreciation that is posted and that the convention counts. Texts: ``until``
    (``to 2026-05-15 by full-month``), ``parts`` (the arithmetic of ``accumulated``).
    """

    cost: int
    proceeds: int
    accumulated: int
    cleared: int
    posted: int
    taken: int
    until: str
    parts: str


def legs(leaving: Leaving, route: Route, gain_loss: str, method: str, money: Money) -> tuple[Leg, ...]:
    """Return the postings; those of nothing are left out."""
    unit = money.currency

    def show(amount: int) -> str:
        return f"{money.to_decimal(amount):f}"

    cost, proceeds, accumulated, cleared, posted, taken, until, parts = leaving
    rest, uncleared = cost - proceeds, accumulated - cleared
    catch_up = f"({show(taken)} - {show(posted)}) {unit}, {until}"
    found = (
        Leg(route.expense, taken - posted, catch_up, method),
        Leg(route.contra, posted - taken, catch_up, method),
        Leg(route.account, -rest, f"({show(proceeds)} - {show(cost)}) {unit}", RULE),
        Leg(route.contra, uncleared, f"{parts} {unit}, {until}", RULE),
        Leg(
            gain_loss,
            rest - uncleared,
            f"({show(cost)} - {show(accumulated)} - {show(proceeds)}) {unit}",
            RULE,
        ),
    )
    return tuple(leg for leg in found if leg.amount)
