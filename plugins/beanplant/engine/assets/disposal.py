"""The disposal of a fixed asset: what it adds to the transaction that a person wrote.

    2026-05-15 * "Sold"
      disposes: "CNC-01"
      Assets:Bank                               40000.00 USD
      Assets:P100:Machinery                    -40000.00 USD

gets the rest of the cost (-80000.00), the accumulated depreciation, and gain or loss: proceeds less book
value. Catch-up depreciation comes first: what the convention counts up to the disposal, less what is posted
(half of the month under ``mid-month``, the days under ``daily``, months before it where the horizon is
earlier). Where the convention counts less than is posted (``half-year`` in autumn, ``full-year``) it is
taken back. What a person wrote on the account or its accumulated depreciation in that transaction
counts, so a disposal written out in full gets nothing. Impairment losses are in the accumulated depreciation.

Rule: ASC 360-10-40-5, IAS 16.67-72: the carrying amount is derecognised, and a gain is not revenue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beanplant.engine.assets import leaving
from beanplant.engine.assets.formulas import rule
from beanplant.engine.assets.position import Move
from beanplant.engine.assets.trade_in import defer_gain
from beanplant.engine.stock import Money
from beanplant.faults import AssetError, Faults
from beanplant.rules.depreciation import month_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beanplant.engine.assets.phases import Schedule
    from beanplant.engine.assets.position import Setting
    from beanplant.engine.assets.register import Register


def disposal(schedule: Schedule, found: Register, setting: Setting, faults: Faults) -> Move:
    """Return what the books still hold of an asset that is disposed of, and the gain or loss."""
    asset, entry, taken = schedule.asset, found.disposal, schedule.taken
    assert entry is not None
    assert taken is not None
    money = Money(asset.currency)
    route = schedule.route(month_number(entry.date))
    horizon = setting.horizon
    before = schedule.start if horizon is None else max(schedule.start, horizon + 1)
    named = asset.gain_loss_on(entry.date)
    gain_loss = named or setting.account(route.account, "Income", "GainOnDisposal")
    convention = schedule.phase(month_number(entry.date)).terms.convention
    opening = money.to_int(asset.accumulated)
    shown = [part for part in (opening, taken, schedule.contra - opening) if part] or [taken]
    texts = [f"{money.to_decimal(part):f}" for part in shown]
    what = leaving.Leaving(
        cost=schedule.held,
        proceeds=money.to_int(found.proceeds),
        accumulated=schedule.contra + taken,
        cleared=money.to_int(found.cleared),
        posted=schedule.accumulated(before) + schedule.caught,
        taken=taken,
        until=f"to {entry.date} by {convention}",
        parts=f"({' + '.join(texts)})" if len(texts) > 1 else texts[0],
    )

    def fault(message: str, source: Mapping[str, Any]) -> None:
        faults.add(AssetError, dict(source), f'asset "{asset.name}": {message}', entry)

    legs = leaving.legs(what, route, gain_loss, rule(schedule, month_number(entry.date)), money)
    given = what.proceeds - what.cleared
    return Move(
        entry.date,
        leaving.RULE,
        f"Disposal of {asset.name}",
        entry.meta,
        defer_gain(legs, gain_loss, entry, given, asset, setting, money, fault),
        opens=(route.contra,) if named else (route.contra, gain_loss),
        entry=entry,
    )
