"""Divides what an allowance changed by over the customers, worked out when a report asks for it.

    2026-03-31 * "Allowance for discounts"
      Income:SalesDiscounts             -6.00 USD      ; Pump Co -10.00, Shop 4.00
      Assets:AllowanceForDiscounts       6.00 USD

A customer's share is what is expected of his invoices on that day less what the allowance has of them
(`expectation`). So the shares of a day add up to what is posted, and those of a customer to what is expected of him.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from beanplant.engine.additions import Additions, cause_of
from beanplant.engine.discounts.allowance import AllowanceSettlement
from beanplant.engine.discounts.expectation import expectations
from beanplant.engine.discounts.observed import decided_before
from beanplant.engine.discounts.split_terms import settle
from beanplant.engine.discounts.take_up import TakeUp
from beanplant.engine.stock import Money
from beanplant.masterdata.allowance_changes import AllowanceChange

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from beanplant.engine.discounts.sales_reader import SalesReader
    from beanplant.masterdata.allowance_changes import Changes


class Divided:
    """The changes of all allowances by customer, worked out once when they are first asked for.

    The invoices are read and settled a second time then, as for their outcomes (`replay`).
    """

    __slots__ = ("_found", "_horizon", "_reader")

    def __init__(self, reader: SalesReader, horizon: datetime.date) -> None:
        self._reader: SalesReader | None = reader
        self._horizon = horizon
        self._found: Changes = ()

    def __call__(self) -> Changes:
        """Return the changes by allowance and date."""
        if self._reader is not None:
            self._found = tuple(_changes(self._reader, self._horizon))
            self._reader = None
        return self._found

    def __reduce__(self) -> Any:
        """Be stored as what it comes to."""
        return tuple, (self(),)

    def __repr__(self) -> str:
        """Fava shows the options of a ledger."""
        return "changes of allowances by customer"


def _changes(reader: SalesReader, horizon: datetime.date) -> Iterator[AllowanceChange]:
    unposted = Additions()
    invoices = reader.again()
    settlements = [
        each
        for invoice in invoices
        if invoice.rule.method == "allowance"
        for each in settle(invoice, lambda part: AllowanceSettlement(part, unposted, horizon))
        if isinstance(each, AllowanceSettlement)
    ]
    before = decided_before(invoices, reader.master, horizon)
    take_up = TakeUp(reader.master, settlements, unposted.faults, before)
    for _, group in groupby(sorted(settlements, key=lambda each: each.key), key=lambda each: each.key):
        yield from _divide(list(group), take_up, horizon)


def _divide(
    group: list[AllowanceSettlement], take_up: TakeUp, horizon: datetime.date
) -> Iterator[AllowanceChange]:
    """Yield what one allowance changed by, by customer, on each day on which it was brought to what is expected."""
    allowance, discounts, currency = group[0].key
    to_decimal = Money(currency).to_decimal
    cause = cause_of(group[0].rule.source, group[0].invoice.top)
    for date, balances, expected in expectations(group, take_up, horizon):
        for customer in sorted({*balances, *expected}):
            change = expected.get(customer, 0) - balances.get(customer, 0)
            if change:
                amount = to_decimal(change)
                yield AllowanceChange(date, allowance, discounts, currency, customer, amount, cause)
