"""A trade-in without commercial substance: the gain on the old asset reduces the cost of the new one.

    2029-06-30 * "Truck for a like one"
      asset: "TRUCK-2"
      disposes: "TRUCK-1"
      commercial-substance: FALSE
      Assets:P100:Trucks          20000.00 USD      ; TRUCK-2 at its fair value
      Assets:P100:Trucks         -17000.00 USD      ; TRUCK-1 at its fair value
      Assets:Bank                 -3000.00 USD

A gain of 5,000.00 on TRUCK-1 is not recognized: it goes to the new asset's account as a credit, so that TRUCK-2 is
depreciated from 15,000.00. A loss is recognized. Of boot received, the gain's part boot / (boot + fair value
received) is earned. With boot of 25 % of the exchange or more, the whole is at fair value.

Rule: ASC 845-10-30-3 (recorded amounts where there is no commercial substance), 845-10-30-6 (boot received),
845-10-25-6 (25 %). By IAS 16.24 the new asset has the carrying amount of the old one, whatever the boot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.convert import get_weight

from beanplant.engine.assets.position import Leg
from beanplant.engine.assets.register import SUBSTANCE, disposed_in, owner_of
from beanplant.rules.rounding import half_up

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from beancount.core.data import Transaction

    from beanplant.engine.assets.position import Setting
    from beanplant.engine.stock import Money
    from beanplant.masterdata.asset_facts import Asset

RULE = "depreciation.trade-in"


def defer_gain(
    legs: tuple[Leg, ...],
    gain_loss: str,
    entry: Transaction,
    given: int,
    asset: Asset,
    setting: Setting,
    money: Money,
    fault: Callable[..., None],
) -> tuple[Leg, ...]:
    """Return the postings of a disposal, with the gain that an exchange defers on the new asset's account.

    ``given`` is the fair value of what is given up.
    """
    if SUBSTANCE not in entry.meta:
        return legs
    new = _new_asset(entry, asset, setting, fault)
    if new is None:
        return legs
    name, account, number = new
    received = money.to_int(number)
    gain = -sum(leg.amount for leg in legs if leg.account == gain_loss)
    boot = given - received
    exchange = max(given, received)
    earned = 0
    if not setting.ifrs(asset.account, entry.date):
        if 4 * abs(boot) >= exchange:
            return legs
        if boot > 0 and gain > 0:
            earned = half_up(gain * boot, exchange)
    deferred = min(gain - earned, received)
    if deferred <= 0:
        return legs
    assert setting.lineage is not None
    setting.lineage.exchanged.setdefault(name, {})[id(entry)] = deferred
    show = money.to_decimal

    def formula(part: int) -> str:
        parts = f"{show(gain):f} {money.currency}"
        if earned:
            parts += f" x {show(boot if part == earned else exchange - boot):f} / {show(exchange):f}"
        return parts

    kept = tuple(leg for leg in legs if leg.account != gain_loss)
    rest = gain - deferred
    recognized = (Leg(gain_loss, -rest, formula(rest)),) if rest else ()
    return *kept, Leg(account, -deferred, formula(deferred), RULE, name), *recognized


def _new_asset(
    entry: Transaction, asset: Asset, setting: Setting, fault: Callable[..., None]
) -> tuple[str, str, Decimal] | None:
    """Return the asset that an exchange without commercial substance brings: its name, its account and fair value."""
    substance = entry.meta[SUBSTANCE]
    found: dict[str, tuple[str, str, Decimal]] = {}
    for posting in entry.postings:
        weight = get_weight(posting)  # type: ignore[no-untyped-call]
        owner = owner_of(entry, posting, weight.number > 0)
        if owner is None or owner[0]:
            continue
        new = setting.master.assets.get(owner[1]["asset"])
        places = [] if new is None else [account for since, account in new.places if since <= entry.date]
        account = places[-1] if places else "" if new is None else new.account
        if new is None or not f"{posting.account}:".startswith(f"{account}:"):
            continue
        before = found.get(new.name)
        found[new.name] = (
            new.name, posting.account, weight.number + (before[2] if before is not None else 0)
        )  # fmt: skip
    if not isinstance(substance, bool):
        fault(f"{SUBSTANCE}: found {substance}, expected TRUE or FALSE, without quotes", entry.meta)
    elif len(found) != 1 or len(disposed_in(entry)) != 1:
        fault(
            f"{SUBSTANCE}: belongs to an exchange of one asset for one, found {len(disposed_in(entry))} for"
            f' {len(found)}; write disposes: "{asset.name}" and asset: on the transaction, and one for each exchange',
            entry.meta,
        )
    elif not substance:
        name, account, number = next(iter(found.values()))
        group = setting.master.assets[name].group
        if group is None:
            return name, account, number
        fault(
            f'{SUBSTANCE}: "{name}" is depreciated with its group "{group}", whose cost does not go on with that of'
            f' another asset; take out group: on "{name}", or {SUBSTANCE}:',
            entry.meta,
        )
    return None
