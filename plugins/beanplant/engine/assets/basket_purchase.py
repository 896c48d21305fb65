"""A basket purchase: several assets for one price, each at its part by relative appraised value.

    2026-03-01 custom "plant-asset-basket" "BUY-7" 360000.00 USD
    2026-03-01 custom "plant-asset" "LAND-2" Assets:P100:Land 100000.00 USD       ; appraised
      basket: "BUY-7"
    2026-03-01 custom "plant-asset" "HALL-2" Assets:P100:Buildings 300000.00 USD  ; appraised
      basket: "BUY-7"

    2026-03-01 * "Works bought"
      basket: "BUY-7"
      Assets:P100:Land              360000.00 USD
      Liabilities:Payables

becomes

      Assets:P100:Land               90000.00 USD   ; 360000.00 USD x 100000.00 / 400000.00
      Assets:P100:Buildings         270000.00 USD   ; 360000.00 USD x 300000.00 / 400000.00
      Liabilities:Payables         -360000.00 USD

The master data work the costs out (`masterdata.asset_baskets`). The price may come in several postings (a fee, a second
invoice): each is divided by what is left of the assets' costs, so that all together are these costs to the cent.

Rule: ASC 805-50-30-3 (relative fair value of a group of assets that is no business), IFRS 3.2(b).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beanplant.engine.additions import VALUED
from beanplant.engine.booked import Amount
from beanplant.engine.stock import Money
from beanplant.faults import AssetError, Faults, nearest
from beanplant.rules.rounding import largest_remainder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beanplant.engine.assets.register import Names
    from beanplant.engine.booked import Posting, Transaction
    from beanplant.masterdata import MasterData

RULE = "depreciation.basket"


class Baskets:
    """The baskets of a ledger, and what is still to come of the cost of each of their assets."""

    def __init__(self, master: MasterData, names: Names, faults: Faults) -> None:
        self._master, self._names, self._faults = master, names, faults
        self._left = {
            name: [Money(basket.currency).to_int(master.assets[each].cost) for each in basket.members]
            for name, basket in master.baskets.items()
        }

    def divide(self, entry: Transaction) -> Transaction:
        """Return a transaction in which each posting of a basket is one for each of its assets."""
        whole = "basket" in entry.meta
        if not whole and not any(posting.meta and "basket" in posting.meta for posting in entry.postings):
            return entry
        postings: list[Posting] = []
        for posting in entry.postings:
            meta = posting.meta or {}
            mine = "basket" in meta or (
                whole
                and not {"asset", "disposes"} & meta.keys()
                and self._names.kind(posting.account) is not None
            )
            if mine and meta.get("rule") != RULE and posting.units is not None:
                postings += self._parts(entry, posting, meta)
            else:
                postings.append(posting)
        return entry._replace(postings=postings)

    def _parts(self, entry: Transaction, posting: Posting, meta: Mapping[str, Any]) -> list[Posting]:
        """Return a posting on the account of each asset of the basket."""
        name = meta.get("basket", entry.meta.get("basket"))
        basket = self._master.baskets.get(name)
        source = meta if "basket" in meta else entry.meta
        if basket is None:
            if name not in self._master.broken_baskets:
                message = (
                    f'basket: unknown basket "{name}"{nearest(str(name), self._master.baskets)}; write: '
                )
                message += f'{entry.date} custom "plant-asset-basket" "{name}" PRICE'
                self._faults.add(AssetError, dict(source), message, entry, f"unknown basket {name}")
            return [posting]
        units, left = posting.units, self._left[name]
        money = Money(basket.currency)
        if units.currency != basket.currency or posting.price is not None or posting.cost is not None:
            message = (
                f"found {units} on {posting.account}, expected {basket.currency}, as its price is written"
            )
            self._faults.add(AssetError, dict(source), f'basket "{name}": {message}', entry)
            return [posting]
        amount = money.to_int(units.number)
        if not 0 < amount <= sum(left):
            rest = money.to_decimal(sum(left))
            message = (
                f"found {units} on {posting.account}, but {rest} {basket.currency} are left of its price"
            )
            message += "; correct the posting or the price"
            self._faults.add(AssetError, dict(source), f'basket "{name}": {message}', entry)
            return [posting]
        parts = largest_remainder(amount, left)
        self._left[name] = [one - part for one, part in zip(left, parts, strict=True)]
        assets = [self._master.assets[member] for member in basket.members]
        appraised = sum(asset.appraised or 0 for asset in assets)
        kept = {key: value for key, value in meta.items() if key != "basket"}
        return [
            posting._replace(
                account=asset.account,
                units=Amount(money.to_decimal(part), basket.currency),
                meta={
                    **kept,
                    "asset": asset.name,
                    "rule": RULE,
                    "formula": f"{units} x {asset.appraised} / {appraised}",
                    VALUED: True,
                },
            )
            for asset, part in zip(assets, parts, strict=True)
            if part or not asset.cost
        ]

    def check(self) -> None:
        """Report the baskets whose price did not come; their assets have no cost, so nothing is said of them."""
        for name, left in self._left.items():
            basket = self._master.baskets[name]
            missing = Money(basket.currency).to_decimal(sum(left))
            if not missing:
                continue
            got = basket.price - missing
            message = f'the accounts got {got} {basket.currency} with basket: "{name}", the directive says'
            message += (
                f' {basket.price} {basket.currency}; write basket: "{name}" on the posting of the price, or'
            )
            message += " on its transaction with the price on an account of its assets"
            self._faults.add(AssetError, basket.source, f'basket "{name}": {message}')
            for member in basket.members:
                del self._master.assets[member]
                self._master.broken_assets.add(member)
