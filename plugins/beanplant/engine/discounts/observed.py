"""What was taken of the discounts on offer, on the invoices that are decided: the observed share of a revenue account.

An invoice is decided on the day on which none of its discount can be taken any more: all of it was taken, it was paid
without, or the last day went by. What a credit note took off before that day was not on offer, and what happens after
it (a return, a check that bounces) changes no history. By which method it was booked does not matter, so that a
ledger that goes over to the allowance method has its history from before. Amounts are those on revenue, without tax;
each currency has a history of its own.

    100.00 of 120.00 on offer were taken in the window: 83.3 %

Rule: ASC 606-10-32-8, -9 (historical information that is reasonably available), IFRS 15.54.
"""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from beanplant.engine.additions import Additions
from beanplant.engine.discounts.replay import Followed
from beanplant.engine.discounts.split_terms import settle
from beanplant.rules.depreciation import month_end, month_number
from beanplant.rules.rounding import whole_cents

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from beanplant.engine.discounts.allowance import AllowanceSettlement
    from beanplant.engine.discounts.invoices import Invoice
    from beanplant.masterdata import MasterData


class Decided(NamedTuple):
    """What was on offer and taken of an invoice, and the day on which that was decided."""

    account: str
    currency: str
    date: datetime.date
    taken: int
    offered: int


class Observed:
    """The observed shares of revenue accounts."""

    def __init__(self, decided: Iterable[Decided]) -> None:
        found: dict[tuple[str, str], list[tuple[datetime.date, int, int]]] = {}
        for each in decided:
            found.setdefault((each.account, each.currency), []).append((each.date, each.taken, each.offered))
        self._history: dict[tuple[str, str], tuple[list[datetime.date], list[int], list[int]]] = {}
        for key, outcomes in found.items():
            outcomes.sort()
            dates, taken, offered = zip(*outcomes, strict=True)
            self._history[key] = list(dates), [0, *accumulate(taken)], [0, *accumulate(offered)]

    def share(self, account: str, currency: str, date: datetime.date, months: int) -> Fraction | None:
        """Return what was taken of what was on offer, on invoices decided before a date and within so many months."""
        found = self._history.get((account, currency))
        if found is None:
            return None
        dates, taken, offered = found
        since = month_end(month_number(date) - months)
        if since.day > date.day:
            since = since.replace(day=date.day)
        first, stop = bisect_left(dates, since), bisect_left(dates, date)
        total = offered[stop] - offered[first]
        return Fraction(taken[stop] - taken[first], total) if total else None


def decided_by(settlements: Iterable[AllowanceSettlement]) -> Iterator[Decided]:
    """Yield what became of the invoices of the allowance method."""
    for each in settlements:
        closed = next((step.date for step in each.opens if not step.discount), None)
        offered = sum(discount for _, discount in each.charges) - each.credited
        if closed is not None and offered > 0:
            taken = sum(amount for date, amount in each.taken if date <= closed)
            yield Decided(
                each.invoice.rule.account,
                each.invoice.currency,
                closed,
                each.in_invoice(taken),
                each.in_invoice(offered),
            )


def decided_before(
    invoices: Iterable[Invoice], master: MasterData, horizon: datetime.date
) -> Iterator[Decided]:
    """Yield what became of the invoices of other methods, of accounts that go by their history."""
    accounts = {
        rule.account
        for rule in master.sales_discounts
        if rule.method == "allowance" and rule.expected is None
    }
    unposted = Additions()
    for invoice in invoices:
        if invoice.rule.method == "allowance" or invoice.rule.account not in accounts:
            continue
        for each in settle(invoice, lambda part: Followed(part, unposted, horizon)):
            assert isinstance(each, Followed)
            outcome = each.outcome()
            closed = next((step.date for step in outcome.steps if not step.available), None)
            step = outcome.on(closed) if closed is not None else None
            if closed is not None and step is not None and step.offered:
                yield Decided(
                    invoice.rule.account,
                    invoice.currency,
                    closed,
                    whole_cents(step.taken * step.net, 0),
                    whole_cents(step.offered * step.net, 0),
                )
