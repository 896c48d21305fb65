"""The book value of an asset at an event, by what came before it, or without some of it; and losses that assets share.

The carrying amount that an asset would have without its impairment caps a reversal (IAS 36.117), the one without
having been held for sale caps its return to use (ASC 360-10-35-44, IFRS 5.27). A loss of several assets is shared
by their book values at its date (IAS 36.104). Each of these is the asset's own schedule up to the event, with
events left out.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beanplant.engine.assets.events import take
from beanplant.engine.assets.impairment import Loss, measured
from beanplant.engine.assets.schedules import Scheduling
from beanplant.masterdata.asset_facts import AssetMerge, AssetSplit
from beanplant.rules.impairment import share_loss

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

    from beanplant.engine.assets.position import Position, Setting
    from beanplant.engine.assets.register import Register
    from beanplant.masterdata.asset_facts import Asset, AssetEvent
    from beanplant.masterdata.asset_value_facts import AssetImpairment

ZERO = Decimal()


class BookValues:
    """The book values of the assets of a ledger, from what its register has."""

    def __init__(self, register: Mapping[str, Register]) -> None:
        self._register = register
        self._values: dict[int, dict[str, int]] = {}
        self._before: dict[tuple[str, int, bool], int | None] = {}

    def before(
        self,
        name: str,
        event: AssetEvent,
        setting: Setting,
        without: Callable[[Any], bool] | None = None,
    ) -> int | None:
        """Return an asset's book value just before an event, as if what ``without`` holds for had not been.

        None where the asset has no such event in its time.
        """
        key = (name, id(event), without is None)
        if key not in self._before:
            self._before[key] = self._worked_out(name, event, setting, without)
        return self._before[key]

    def _worked_out(
        self, name: str, event: AssetEvent, setting: Setting, without: Callable[[Any], bool] | None
    ) -> int | None:
        found, asset = self._register[name], setting.master.assets[name]
        lineage = setting.lineage
        if lineage is not None:
            lineage = lineage.apart()
        setting = setting._replace(lineage=lineage, advice=None)
        if without is not None:
            self._hand_over(asset, event.date, setting, without)
        scheduling = Scheduling(asset, found, setting, _unheard)
        if found.opened is None and scheduling.estate is None:
            return None
        value = scheduling.value_before(event, without)
        scheduling.let_go()
        return value

    def _hand_over(
        self, asset: Asset, until: datetime.date, setting: Setting, without: Callable[[Any], bool]
    ) -> None:
        """Let the assets that it came of or took hand over what they would have had."""
        assets = setting.master.assets
        given: list[tuple[Asset, AssetEvent]] = []
        if asset.origin is not None:
            origin = assets[asset.origin.name]
            splits = [event for event in origin.events if isinstance(event, AssetSplit)]
            given += [(origin, event) for event in splits if asset.name in dict(event.amounts)]
        for event in asset.events:
            if isinstance(event, AssetMerge) and event.date < until:
                ended = [(assets[name], assets[name].merged) for name in event.others]
                given += [(other, end) for other, end in ended if end is not None]
        for other, event in given:
            self._hand_over(other, event.date, setting, without)
            scheduling = Scheduling(other, self._register[other.name], setting, _unheard)
            if scheduling.value_before(event, without) is not None:
                take(scheduling.position, event)
            scheduling.let_go()

    def losses(self, position: Position, event: AssetImpairment) -> dict[str, Loss]:
        """Return what each asset of a group takes of its loss; what is wrong with it is said of the first of them."""
        values = self._values.get(id(event))
        if values is None:
            found = {name: self.before(name, event, position.setting) for name in event.names}
            values = {name: value for name, value in found.items() if value is not None}
            self._values[id(event)] = values
        if position.asset.name != next(iter(values), None):
            position = replace(position, fault=_unheard, setting=position.setting._replace(advice=None))
        loss = measured(position, event, sum(values.values()))
        if loss is None:
            return {}
        to_int, show = position.money.to_int, position.show
        floors = [to_int((event.floors or {}).get(name, ZERO)) for name in values]
        shares = share_loss(loss.amount, list(values.values()), floors)
        unit = position.asset.currency
        if shares is None:
            room = sum(max(value - floor, 0) for value, floor in zip(values.values(), floors, strict=True))
            position.fault(
                f"the impairment of {', '.join(event.names)} on {event.date} is {show(loss.amount)} {unit}, and the"
                f" assets are only {show(room)} {unit} above floor:; correct one of them",
                event.source,
            )
            return {}
        result = {}
        for (name, value), floor, share in zip(values.items(), floors, shares, strict=True):
            formula = f"{show(share.total)} {unit} x {show(value)} / {show(share.whole)}"
            if share.floored:
                formula = f"({show(value)} - {show(min(value, floor))}) {unit}, its floor"
            result[name] = Loss(share.loss, formula)
        return result


def _unheard(message: str, source: Any = None) -> None:
    """Take a fault that the asset's own schedule reports."""
