"""What an allowance has of each customer, and what is expected of him, on each day on which it is brought to that.

Those are the days on which a discount lapses and the month ends. The allowance has what was expected at each invoice
less what was taken; expected is the share (`take_up`) of what can still be taken of the invoices in term.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.depreciation import month_end, month_number
from beanplant.rules.rounding import half_up

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from beanplant.engine.discounts.allowance import AllowanceSettlement
    from beanplant.engine.discounts.take_up import TakeUp

Units = dict[str, int]
"""Money in the smallest unit by customer; ``""`` is nobody's."""


class Expectation(NamedTuple):
    """What one allowance has at the end of a date before it is brought to what is expected."""

    date: datetime.date
    balances: Units
    expected: Units


def expectations(
    group: Sequence[AllowanceSettlement], take_up: TakeUp, horizon: datetime.date
) -> Iterator[Expectation]:
    """Yield what the invoices of one allowance are expected to take, day by day."""
    first = min(each.invoice.date for each in group)
    dates = {month_end(month) for month in range(month_number(first), month_number(horizon) + 1)}
    dates.update(date for each in group for date in each.lapses)
    moves = sorted(_moves(group, take_up), key=lambda each: each[0], reverse=True)
    pending = sorted(group, key=lambda each: each.invoice.date, reverse=True)
    live: list[AllowanceSettlement] = []
    balances: Units = {}
    for date in sorted(date for date in dates if date <= horizon):
        while moves and moves[-1][0] <= date:
            _, customer, units = moves.pop()
            balances[customer] = balances.get(customer, 0) + units
        while pending and pending[-1].invoice.date <= date:
            live.append(pending.pop())
        expected: Units = {}
        for each in live:
            discount = each.open_at(date)
            if discount:
                customer = each.invoice.payee or ""
                expected[customer] = expected.get(customer, 0) + share_of(each, discount, date, take_up)
        # Nothing comes back to an invoice after its last event.
        live = [each for each in live if each.opens[-1].date > date or each.opens[-1].discount]
        yield Expectation(date, balances, expected)
        balances = dict(expected)


def share_of(settlement: AllowanceSettlement, discount: int, date: datetime.date, take_up: TakeUp) -> int:
    """Return what of a discount is expected to be taken."""
    share = take_up.share(settlement.invoice, date)
    return half_up(share.numerator * discount, share.denominator)


def _moves(group: Sequence[AllowanceSettlement], take_up: TakeUp) -> Iterator[tuple[datetime.date, str, int]]:
    """Yield what each invoice put into the allowance, and what was taken out of it."""
    for each in group:
        customer = each.invoice.payee or ""
        for event, discount in each.charges:
            yield event.date, customer, share_of(each, discount, event.date, take_up)
        for date, taken in each.taken:
            yield date, customer, -taken
