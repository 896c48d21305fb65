"""Stock at actual cost: what is not valued at standard, and so stays documents at every grain.

What an issue costs at moving average, FIFO or LIFO depends on what came in and went out before it. A month's sum, dated
its end, would go out at the month's average; a day's sum of two orders would not share cents, or a layer that runs out,
as their documents do. So the documents of such an item are not summed, whatever the grain; neither are those of an
order that makes one, since it comes into stock at the order's cost so far, nor entries that change its cost. What an
item is valued by is what the plugins say of it:

=================================================  ========================================
what the ledger or the import says                 the item is
=================================================  ========================================
``valuation:`` of its commodity                    valued by that
``price-variance-at: "usage"``, item not made      at moving average: at what was paid
``valuation:`` of the plant                        valued by that; without one at standard
=================================================  ========================================

Made is what has a bill or routing, of the plant or of all. At usage, in a month::

    2026-03-02 * "Acme" "Goods receipt 5000000531, order line 4500100001-10"
      Assets:P100:RawMaterials                     960 STEEL @ 0.53 USD
      ...
    2026-03-04 * "Goods issue 4900000888 for MO-1001"
      document: "2026/4900000888"
      order: "MO-1001"
      Assets:P100:RawMaterials                    -480 STEEL
      Assets:P100:WorkInProcess:Orders             480 STEEL

has no ``value:``, so that stock, work in process and ``MaterialPrice`` are beanplant's, as at grain ``document`` (IAS
2.25; ASC 330-10-30-9: a cost formula applies to the flow of cost, one after the other).
"""

from __future__ import annotations

from typing import Any

from beancount.core import data

from beanplant_importers import facts

STANDARD = "standard"


class ActualCost:
    """Which items of a plant are valued by layers, as far as a ledger and an import say it."""

    def __init__(self, plant: str) -> None:
        self.plant = plant
        self._valuation = STANDARD
        self._at_usage = False
        self._own: dict[str, str] = {}  # item -> its own valuation
        self._made: set[str] = set()
        self._activities: set[str] = set()  # absorbed, never stocked
        self._products: dict[str, str] = {}  # order -> what it makes

    @property
    def possible(self) -> bool:
        """Whether anything may be valued by layers here."""
        return self._at_usage or self._valuation != STANDARD or any(v != STANDARD for v in self._own.values())

    def holds(self, item: str) -> bool:
        """Say whether stock of an item is at actual cost; its standard is not what it goes out at."""
        if item in self._activities:
            return False
        valuation = self._own.get(item) or self._valuation
        return valuation != STANDARD or (self._at_usage and item not in self._made)

    def concerns(self, fact: facts.Movement | facts.Activity | facts.Entry) -> bool:
        """Say whether a document must not be summed."""
        if not self.possible:
            return False
        if isinstance(fact, facts.Entry):
            return any(
                line.receipt or (line.item and self.holds(line.item)) or self._makes(line.order)
                for line in fact.lines
            )
        return (isinstance(fact, facts.Movement) and self.holds(fact.item)) or self._makes(fact.order)

    def _makes(self, order: str | None) -> bool:
        """Say whether an order's product comes into stock at actual cost."""
        product = self._products.get(order) if order else None
        return product is not None and self.holds(product)

    def learn(self, fact: facts.Fact) -> None:
        """Take in what an import says of items, bills, routings and orders."""
        if isinstance(fact, facts.Item):
            if fact.valuation:
                self._own[fact.item] = fact.valuation
            if fact.activity:
                self._activities.add(fact.item)
        elif isinstance(fact, facts.BillLine | facts.RoutingLine):
            if fact.plant in ("", self.plant):
                self._made.add(fact.product)
            if isinstance(fact, facts.RoutingLine):
                self._activities.add(fact.activity)
        elif isinstance(fact, facts.Order):
            self._products[fact.order] = fact.item

    def read(self, entry: Any) -> None:
        """Take in what a ledger's entry says of them."""
        meta = entry.meta or {}
        if isinstance(entry, data.Commodity):
            if isinstance(meta.get("valuation"), str):
                self._own[entry.currency] = meta["valuation"]
            if meta.get("activity") is True:
                self._activities.add(entry.currency)
            return
        if not isinstance(entry, data.Custom):
            return
        values = [value.value for value in entry.values or ()]
        if entry.type == "plant" and values[:1] == [self.plant]:
            self._valuation = str(meta.get("valuation") or self._valuation)
            self._at_usage = self._at_usage or meta.get("price-variance-at") == "usage"
        elif entry.type in ("plant-bill-of-materials", "plant-routing"):
            product = getattr(values[0], "currency", None) if values else None  # of ``80 CRATE``
            if product and meta.get("plant") in (None, self.plant):
                self._made.add(product)
        elif entry.type == "plant-order" and len(values) > 1:
            product = getattr(values[1], "currency", None)
            if product:
                self._products[str(values[0])] = product
