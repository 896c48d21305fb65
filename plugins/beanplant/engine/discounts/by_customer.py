"""Divides what an allowance changed by over the customers, worked out when a report asks for it.

    2026-03-31 * "Allowance for discounts"
      Income:SalesDiscounts             -6.00 USD      ; Pump Co -10.00, Shop 4.00
      Assets:AllowanceForDiscounts       6.00 USD

A customer's share is what is expected of his invoices on that day less what the allowance has of them: what was
expected at each invoice, less what was taken. So the shares of a day add up to what is posted, and those of a
customer to what is expected of him.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from beanplant.engine.additions import cause_of
from beanplant.engine.stock import Money
from beanplant.masterdata.allowance_changes import AllowanceChange
from beanplant.rules.depreciation import month_end, month_number
from beanplant.rules.rounding import whole_cents

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from beanplant.engine.discounts.allowance import AllowanceSettlement
    from beanplant.engine.discounts.take_up import TakeUp
    from beanplant.masterdata.allowance_changes import Changes


class Divided:
    """The changes of all allowances by customer, worked out once when they are first asked for."""

    __slots__ = ("_found", "_horizon", "_settlements", "_take_up")

    def __init__(
        self, settlements: Sequence[AllowanceSettlement], take_up: TakeUp, horizon: datetime.date
    ) -> None:
        self._settlements = settlements
        self._take_up: TakeUp | None = take_up
        self._horizon = horizon
        self._found: Changes | None = None

    def __call__(self) -> Changes:
        """Return the changes by allowance and date."""
        if self._found is None:
            assert self._take_up is not None
            found: list[AllowanceChange] = []
            for _, group in groupby(
                sorted(self._settlements, key=lambda each: each.key), key=lambda each: each.key
            ):
                found += _divide(list(group), self._take_up, self._horizon)
            self._found = tuple(found)
            self._settlements, self._take_up = (), None
        return self._found

    def __reduce__(self) -> Any:
        """Be stored as what it comes to."""
        return tuple, (self(),)

    def __repr__(self) -> str:
        """The same on every load: Fava tells entries apart by the text of their metadata."""
        return f"{type(self).__name__}()"


def _divide(
    group: list[AllowanceSettlement], take_up: TakeUp, horizon: datetime.date
) -> Iterator[AllowanceChange]:
    """Yield what one allowance changed by, by customer, on each day on which a discount lapses or a month ends."""
    allowance, discounts, currency = group[0].key
    to_decimal = Money(currency).to_decimal
    cause = cause_of(group[0].rule.source, group[0].invoice.top)
    first = min(each.invoice.date for each in group)
    dates = {month_end(month) for month in range(month_number(first), month_number(horizon) + 1)}
    dates.update(date for each in group for date in each.lapses)
    moves = sorted(_moves(group, take_up), key=lambda each: each[0], reverse=True)
    pending = sorted(group, key=lambda each: each.invoice.date, reverse=True)
    live: list[AllowanceSettlement] = []
    balances: dict[str, int] = {}
    for date in sorted(date for date in dates if date <= horizon):
        while moves and moves[-1][0] <= date:
            _, customer, units = moves.pop()
            balances[customer] = balances.get(customer, 0) + units
        while pending and pending[-1].invoice.date <= date:
            live.append(pending.pop())
        targets: dict[str, int] = {}
        for each in live:
            discount = each.open_at(date)
            if discount:
                expected = whole_cents(take_up.share(each.invoice, date) * discount, 0)
                customer = each.invoice.payee or ""
                targets[customer] = targets.get(customer, 0) + expected
        # Nothing comes back to an invoice after its last event.
        live = [each for each in live if each.opens[-1].date > date or each.opens[-1].discount]
        for customer in sorted({*balances, *targets}):
            change = targets.get(customer, 0) - balances.get(customer, 0)
            if change:
                amount = to_decimal(change)
                yield AllowanceChange(date, allowance, discounts, currency, customer, amount, cause)
        balances = targets


def _moves(group: list[AllowanceSettlement], take_up: TakeUp) -> Iterator[tuple[datetime.date, str, int]]:
    """Yield what each invoice put into the allowance, and what was taken out of it."""
    for each in group:
        customer = each.invoice.payee or ""
        for event, discount in each.charges:
            yield event.date, customer, whole_cents(take_up.share(each.invoice, event.date) * discount, 0)
        for date, taken in each.taken:
            yield date, customer, -taken
