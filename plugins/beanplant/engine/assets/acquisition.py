"""How assets come onto the books: what a person wrote of a purchase, as the accounts of the assets hold it.

Three things are settled before the register of the assets is read (`register`):

- a purchase in a foreign currency is money at the day's rate (`foreign_purchase`);
- a basket bought for one price becomes the cost of each of its assets (`basket_purchase`);
- what was collected under construction moves to the asset's account on the day of service (`construction`).

The transactions keep their file and line; a capitalization is one that the plugin makes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beanplant.engine.additions import Additions
from beanplant.engine.assets.register import Names
from beanplant.engine.booked import Transaction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beanplant.masterdata import MasterData


def acquire(entries: Sequence[Any], master: MasterData, options_map: Mapping[str, Any]) -> Additions:
    """Return the transactions of purchases as the assets' accounts hold them, and the capitalizations.

    A ledger that has neither baskets nor construction, and whose only money is its assets', is not gone through.
    """
    added = Additions()
    assets = master.assets.values()
    currencies = {asset.currency for asset in assets}
    constructed = any(asset.construction for asset in assets)
    # Of all commodities of a ledger its display context knows; the option of that name stays empty.
    written = {*getattr(options_map.get("dcontext"), "ccontexts", ("",))} - {"__default__"}
    foreign = len(currencies) > 1 or not currencies.issuperset(written or {""})
    if not (constructed or master.baskets or foreign):
        return added
    # A ledger that has none of them does not pay for their modules.
    from beanplant.engine.assets.basket_purchase import Baskets
    from beanplant.engine.assets.construction import Construction
    from beanplant.engine.assets.foreign_purchase import Rates, translate

    accounts = {account for asset in assets for _, account in asset.places}
    names = Names(accounts | {asset.construction for asset in assets if asset.construction})
    rates = Rates(entries)
    baskets = Baskets(master, names, added.faults)
    construction = Construction(master, names, added.faults)
    for entry in entries:
        if type(entry) is not Transaction:
            continue
        now: Any = translate(entry, master, names, currencies, rates, added.opens) if foreign else entry
        if master.baskets:
            now = baskets.divide(now)
        if constructed:
            construction.collect(now)
        if now is not entry:
            added.replaced[id(entry)] = now
    baskets.check()
    added.made += construction.capitalize(str(options_map.get("filename") or ""))
    return added
