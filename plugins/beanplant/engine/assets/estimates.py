"""The estimates of an asset one after the other, and the impairments that begin one.

    2028-01-01 custom "plant-asset-change" "CNC-01"
      life: "9 years"
    2029-06-30 custom "plant-asset-impairment" "CNC-01" 15000.00 USD

Either begins an estimate with the month of its date; dated on the last day of a month, with the next. Several
of one month are one estimate. An impairment keeps the terms before it, and takes its loss off the book value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beanplant.engine.assets.phases import Loss
from beanplant.masterdata.asset_facts import AssetChange
from beanplant.rules.depreciation.months import last_closed_month

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

    from beanplant.engine.assets.register import Register
    from beanplant.engine.stock import Money
    from beanplant.masterdata.asset_facts import Asset, AssetImpairment, DepreciationTerms
    from beanplant.masterdata.facts import Source


class Estimate(NamedTuple):
    """Terms from month ``first`` on, and the impairments that stand at its beginning."""

    first: int
    date: datetime.date
    terms: DepreciationTerms
    source: Source
    impairments: tuple[AssetImpairment, ...] = ()


def estimates_of(asset: Asset, found: Register, opened: int, fault: Callable[..., None]) -> list[Estimate]:
    """Return the estimates by month; what comes after the disposal, or before the books, is a fault."""
    estimates = [Estimate(0, asset.date, asset.terms, asset.source)]
    events: list[AssetChange | AssetImpairment] = [*asset.changes, *asset.impairments]
    for event in sorted(events, key=lambda event: event.date):
        changed = isinstance(event, AssetChange)
        if found.disposal is not None and event.date >= found.disposal.date:
            what, since = "changed" if changed else "impaired", found.disposal.date
            when = "on the day of" if event.date == since and not changed else "after"
            fault(f"is {what} on {event.date}, {when} its disposal on {since}", event.source)
            continue
        last = estimates[-1]
        month = last_closed_month(event.date) + 1
        same = month <= max(opened, last.first)
        if isinstance(event, AssetChange):
            if same:
                estimates[-1] = last._replace(date=event.date, terms=event.terms, source=event.source)
            else:
                estimates.append(Estimate(month, event.date, event.terms, event.source))
        elif asset.accumulated and found.opened is not None and event.date <= found.opened:
            fault(
                f"its impairment on {event.date} is in accumulated: already; the books opened it on {found.opened}",
                event.source,
            )
        elif same and len(estimates) > 1:
            estimates[-1] = last._replace(impairments=(*last.impairments, event))
        else:
            estimates.append(Estimate(max(month, opened), event.date, last.terms, event.source, (event,)))
    return estimates


def impaired(
    asset: Asset,
    impairments: tuple[AssetImpairment, ...],
    value: int,
    money: Money,
    fault: Callable[..., None],
) -> Iterator[Loss]:
    """Yield the losses that the book ``value`` bears; one above it is a fault and is left out."""
    for written in impairments:
        amount = money.to_int(written.amount)
        if amount > value:
            fault(
                f"its impairment of {written.amount} {asset.currency} on {written.date} is above the book value,"
                f" {money.to_decimal(value)} {asset.currency}; write the loss: book value less fair value",
                written.source,
            )
            continue
        yield Loss(written, amount, value)
        value -= amount
