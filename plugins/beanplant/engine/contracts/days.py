"""The days on which a contract stands otherwise than before, without a transaction.

An estimate, progress, a price, a modification, the end: what is said about a day comes after its transactions. What is
expected of sales for a time lapses on the last day of it, up to the latest fact; advances grow at month ends, up to the
latest fact or the last day on which something is said of their contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.engine.contracts.lapsing import last_day
from beanplant.rules.depreciation import last_closed_month, month_end, month_number

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from beanplant.engine.contracts.delivery import Delivery
    from beanplant.masterdata.contract_facts import Contract, End, Estimate, Modification, Progress, Tiers
    from beanplant.masterdata.facts import Source


A_CENTURY = 1200
"""Months of interest; a date beyond them is a slip of the pen."""


def bears_interest(contract: Contract) -> bool:
    """Whether what is paid ahead or late grows."""
    return bool(contract.financing or contract.arrears)


def days_of(
    contract: Contract, deliveries: Iterable[Delivery], horizon: datetime.date | None
) -> list[tuple[datetime.date, Source]]:
    """Return the days in order, each with the first place that makes it one."""
    found = _said(contract)
    known = [date for date in (horizon, *found) if date is not None]
    for date, source in _lapses(contract, deliveries, horizon).items():
        found.setdefault(date, source)
    if bears_interest(contract) and known:
        first = month_number(contract.date)
        for month in range(first, min(last_closed_month(max(known)), first + A_CENTURY + 1) + 1):
            found.setdefault(month_end(month), contract.source)
    return sorted(found.items(), key=lambda day: day[0])


def _said(contract: Contract) -> dict[datetime.date, Source]:
    """Return the days on which something was said about the contract."""
    facts: list[Tiers | Modification | Estimate | Progress | End] = [
        *contract.tiers,
        *contract.modifications,
        *contract.volumes,
        *contract.returns,
        *contract.breakage,
        *(estimate for element in contract.elements.values() for estimate in element.estimates),
        *contract.progress,
        *([contract.end] if contract.end is not None else []),
    ]
    said: dict[datetime.date, Source] = {}
    for fact in facts:
        said.setdefault(fact.date, fact.source)
    for name, date in contract.promised.items():
        if date > contract.date:
            said.setdefault(date, contract.promise_sources[name])
    return said


def _lapses(
    contract: Contract, deliveries: Iterable[Delivery], horizon: datetime.date | None
) -> dict[datetime.date, Source]:
    """Return the last days of what is expected of sales for a time, each with the sale."""
    found: dict[datetime.date, Source] = {}
    if horizon is None:
        return found
    windows = {contract.return_window, *(each.window for each in contract.elements.values())}
    for window in sorted(window for window in windows if window is not None):
        for delivery in deliveries:
            date = last_day(delivery.date, window)
            if (delivery.billed or delivery.units) and date <= horizon:
                found.setdefault(date, delivery.entry.meta)
    return found
