"""A part of an asset that leaves: sold, scrapped or replaced, while the rest goes on.

    2029-05-15 * "Spindle sold"
      disposes: "CNC-01"
      part: 30000.00 USD                ; of its cost; or a share of it: "25 %"
      Assets:Bank                                5000.00 USD
      Assets:P100:Machinery                     -5000.00 USD

gets the rest of that cost (-25000.00), its share of the accumulated depreciation, and gain or loss, as a disposal does;
catch-up depreciation is the part's alone. Salvage goes with the part in proportion. The cost of a part that was never
kept apart may be what its replacement costs, brought back to the day of purchase: ``part: 50000.00 / 1.25 USD``.

Rule: IAS 16.67-72 and .70 (replaced parts, with the cost of the replacement as an indication), ASC 360-10-40-5.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from beanplant.engine.assets import leaving
from beanplant.engine.assets.position import Move, share_of
from beanplant.engine.assets.revaluation import realize
from beanplant.engine.assets.trade_in import defer_gain
from beanplant.masterdata.values import share_of as read_share

if TYPE_CHECKING:
    from beanplant.engine.assets.position import Position
    from beanplant.engine.assets.register import Retirement


def retire(position: Position, event: Retirement) -> None:
    """Take a part of the cost off the books, with its share of what is accumulated."""
    out = _part(position, event)
    if out is None:
        return
    asset, money, route = position.asset, position.money, position.route
    share = Fraction(out, position.cost)
    assert position.taken_to is not None
    month = position.taken_to(event.date) - position.depreciated
    counted = position.accumulated + share_of(month, position.kept)
    taken, booked = share_of(counted, share), share_of(position.booked, share)
    position.parted += share_of(position.began - position.parted, share)
    gain_loss = asset.gain_loss_on(event.date) or position.setting.account(
        route.account, "Income", "GainOnDisposal"
    )
    what = leaving.Leaving(
        cost=out,
        proceeds=money.to_int(event.proceeds),
        accumulated=taken,
        cleared=money.to_int(event.cleared),
        posted=booked,
        taken=taken,
        until=f"to {event.date} by {position.terms.convention}",
        parts=f"{position.show(out)} / {position.show(position.cost)} x {position.show(counted)}",
    )
    accumulated = position.part(share)
    legs = leaving.legs(what, route, gain_loss, f"depreciation.{position.terms.method}", money)
    given = what.proceeds - what.cleared
    position.post(
        Move(
            event.date,
            leaving.RULE,
            f"Disposal of a part of {asset.name}",
            event.source,
            defer_gain(legs, gain_loss, event.entry, given, asset, position.setting, money, position.fault),
            cost=-out,
            accumulated=-accumulated,
            opens=(route.contra,) if asset.gain_loss_on(event.date) else (route.contra, gain_loss),
            entry=event.entry,
        )
    )
    realize(position, share_of(position.surplus, share), event.date, event.source)


def _part(position: Position, event: Retirement) -> int | None:
    """Return the cost that leaves; None where ``part:`` does not say it."""
    part, currency = event.part, position.asset.currency
    out: int | None = None
    if isinstance(part, Amount) and part.currency == currency and part.number is not None:
        out = position.money.to_int(part.number)
    elif isinstance(part, (str, Decimal)):
        share = read_share(part)
        out = None if share is None else share_of(position.cost, share)
    if out is None or out <= 0 or out > position.cost:
        position.fault(
            f"part: found {part}, expected an amount of its cost, {position.show(position.cost)} {currency}, or a"
            ' share of it such as "25 %"',
            event.source,
        )
        return None
    return out
