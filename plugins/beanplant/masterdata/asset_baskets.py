"""Basket purchases: the cost of each asset of a basket, its part of one price by appraised value.

    2026-03-01 custom "plant-asset-basket" "BUY-7" 360000.00 USD                  ; the price, with all fees
    2026-03-01 custom "plant-asset" "LAND-2" Assets:P100:Land 100000.00 USD       ; appraised, not cost
      basket: "BUY-7"
      method: "none"

The cost is price x appraised value / appraised values of the basket, to the cent by largest remainder. Everything else
of the asset (a salvage that is a share, its tax book) is of that cost. How the price gets on the accounts is for
`engine.assets.basket_purchase`.

Rule: ASC 805-50-30-3 (relative fair value).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from beanplant.faults import nearest, place
from beanplant.masterdata.values import AMOUNT, TEXT, number
from beanplant.rules.currencies import minor_units
from beanplant.rules.rounding import largest_remainder, money, whole_cents

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from beanplant.masterdata.directives import Directive
    from beanplant.masterdata.facts import Source


@dataclass(frozen=True, slots=True)
class Basket:
    """Assets that were bought for one ``price``: ``members`` are their names, in the order of their directives."""

    name: str
    date: datetime.date
    price: Decimal
    currency: str
    members: tuple[str, ...]
    source: Source


@dataclass(slots=True)
class BasketBook:
    """The baskets by name, the names of those that cannot stand, and the cost of each asset of a basket."""

    baskets: dict[str, Basket]
    broken: set[str]
    costs: dict[str, Amount]

    def drop(self, assets: Iterable[str]) -> set[str]:
        """Take out the baskets of assets that could not be read, whose price is no cost then; return their members."""
        unread = set(assets)
        lost = [name for name, basket in self.baskets.items() if unread.intersection(basket.members)]
        members: set[str] = set()
        for name in lost:
            members.update(self.baskets.pop(name).members)
            self.broken.add(name)
        return members


def read_baskets(directives: Iterable[Directive], assets: Iterable[Directive]) -> BasketBook:
    """Return the baskets of a ledger, with the cost that each asset has of its basket's price."""
    book = BasketBook({}, set(), {})
    members: dict[str, list[Directive]] = {}
    seen: set[Any] = set()
    for asset in assets:
        written = asset.values[0] if asset.values else None
        if written in seen:
            continue  # an asset that is written twice is the first one; that is said with the assets
        seen.add(written)
        if asset.has("basket"):
            name = asset.text("basket")
            if name is not None and _is_appraised(asset):
                members.setdefault(name, []).append(asset)
    sources: dict[str, Directive] = {}
    for directive in directives:
        values = directive.take(TEXT, AMOUNT)
        if values is None:
            book.broken.update(value for value in directive.values[:1] if isinstance(value, str))
        elif values[0] in sources:
            directive.fault(
                f"is written twice: also at {place(sources[values[0]].source)}; delete one of them"
            )
        else:
            sources[values[0]] = directive
            _allocate(directive, values[0], values[1], members.pop(values[0], []), book)
    for name, left in members.items():
        book.broken.add(name)
        for asset in left:
            if name not in sources:
                asset.fault(
                    f'basket: unknown basket "{name}"{nearest(name, sources)}; write: {asset.date} custom'
                    f' "plant-asset-basket" "{name}" PRICE',
                    f"unknown basket {name}",
                )
    return book


def _is_appraised(asset: Directive) -> bool:
    values = asset.values
    return len(values) == 3 and isinstance(values[0], str) and isinstance(values[2], Amount)


def _allocate(
    directive: Directive, name: str, price: Amount, members: list[Directive], book: BasketBook
) -> None:
    """Divide the price of a basket over its assets."""
    appraised = [asset.values[2] for asset in members]
    strange = [value for value in appraised if value.currency != price.currency]
    if number(price) <= 0:
        directive.fault(f"found {price}, expected a price above zero")
    elif len(members) < 2:
        directive.fault(f'has {len(members)} assets, expected two or more with basket: "{name}"')
    elif strange:
        directive.fault(f"an asset is appraised at {strange[0]}, expected {price.currency}, as the price")
    elif any(number(value) < 0 for value in appraised) or not any(number(value) for value in appraised):
        directive.fault("its assets are appraised at nothing; write what each is worth as its amount")
    else:
        digits = minor_units(price.currency)
        parts = largest_remainder(whole_cents(number(price), digits), [number(value) for value in appraised])
        names = tuple(asset.values[0] for asset in members)
        for asset, part in zip(names, parts, strict=True):
            book.costs[asset] = Amount(money(part, digits), price.currency)
        book.baskets[name] = Basket(
            name, directive.date, number(price), price.currency, names, directive.source
        )
        return
    book.broken.add(name)
