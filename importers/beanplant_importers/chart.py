"""The chart: what an importer must know of a ledger to write into it.

Places become accounts, material numbers become commodities. Most of it stands in the ledger already, and is read from
there: the roles of the ``plant`` directive, ``material:`` of commodities, the ``absorbed:`` account of a cost center's
activity, the products of bills and routings, the orders that are declared. So an ``import.py`` says only what the
ledger cannot know::

    sap.MaterialDocuments(
        plant="P100",
        places={"FG01": "finished-goods:Pumps"},          # storage location to place
        cost_centers={"4300": "Expenses:P100:CostCenters:Testing:Supplies"},
    )

========================  ======================================================================
place                     account, if the ledger and the importer say nothing else
========================  ======================================================================
raw-materials             Assets:P100:RawMaterials
work-in-process           Assets:P100:WorkInProcess
finished-goods            Assets:P100:FinishedGoods
in-transit                Assets:P100:InTransit
goods-received            Liabilities:P100:GoodsReceivedNotInvoiced
cost-of-goods-sold        Expenses:P100:CostOfGoodsSold
variances                 Expenses:P100:Variances
absorbed                  Expenses:P100:Absorbed
cost-centers              Expenses:P100:CostCenters
sales, receivables, tax   those of ``plant-sales-discounts``, else Income:Sales, Assets:Receivables, Liabilities:VAT
payables, input-tax       those of ``plant-purchase-discounts``, else Liabilities:Payables, Assets:InputTax
bank, opening             Assets:Bank, Equity:Opening
asset-clearing            Assets:P100:AssetClearing
========================  ======================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from beancount.core import data

from beanplant_importers import names
from beanplant_importers.actual_cost import ActualCost
from beanplant_importers.asset_ledger import LedgerAssets
from beanplant_importers.discount_rules import DiscountRules
from beanplant_importers.errors import ImportFault, nearest
from beanplant_importers.invoice_names import LedgerInvoices

ROLES = {
    "raw-materials": "Assets:{plant}:RawMaterials",
    "work-in-process": "Assets:{plant}:WorkInProcess",
    "finished-goods": "Assets:{plant}:FinishedGoods",
    "in-transit": "Assets:{plant}:InTransit",
    "goods-received": "Liabilities:{plant}:GoodsReceivedNotInvoiced",
    "cost-of-goods-sold": "Expenses:{plant}:CostOfGoodsSold",
    "variances": "Expenses:{plant}:Variances",
    "absorbed": "Expenses:{plant}:Absorbed",
}
"""Roles of a plant's accounts with the defaults of the ledger language."""

OTHERS = {
    "cost-centers": "Expenses:{plant}:CostCenters",
    "sales": "Income:Sales",
    "receivables": "Assets:Receivables",
    "tax": "Liabilities:VAT",
    "input-tax": "Assets:InputTax",
    "payables": "Liabilities:Payables",
    "bank": "Assets:Bank",
    "opening": "Equity:Opening",
    "asset-clearing": "Assets:{plant}:AssetClearing",
}
"""Places outside the plant's roles."""

STOCK = ("raw-materials", "finished-goods", "in-transit")
"""Roles that hold items as cost layers."""


@dataclass(slots=True)
class Chart:
    """What is known of a plant's accounts, items, activities and orders."""

    plant: str
    accounts: dict[str, str]
    currency: str = ""
    items: dict[str, str] = field(default_factory=dict)  # material key -> commodity
    activities: dict[str, str] = field(default_factory=dict)  # activity type's key -> commodity
    absorbed: dict[str, str] = field(default_factory=dict)  # activity -> account
    centers: set[str] = field(default_factory=set)  # accounts of cost centers
    made: set[str] = field(default_factory=set)  # commodities with a bill or routing
    orders: dict[str, str] = field(default_factory=dict)  # order -> commodity of its product
    closed: set[str] = field(default_factory=set)  # orders that are closed
    opened: set[str] = field(default_factory=set)  # accounts with an open directive
    said: dict[str, str] = field(default_factory=dict)  # what importers say themselves
    known: set[str] = field(default_factory=set)  # commodities that the ledger names
    actual: ActualCost = field(init=False)  # what is not valued at standard
    assets: LedgerAssets = field(default_factory=LedgerAssets)  # fixed assets
    discounts: DiscountRules = field(default_factory=DiscountRules)
    invoices: LedgerInvoices = field(default_factory=LedgerInvoices)
    gaap: str = "us"
    texts: bool = False  # metadata must be texts: Fava saves no amounts in it
    _resolved: dict[str, str] = field(default_factory=dict)
    _stock: dict[str, bool] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)  # commodity -> material key it was made from

    def __post_init__(self) -> None:
        self.actual = ActualCost(self.plant)

    def account(self, place: str) -> str:
        """Return the account of a place; a Beancount account is itself.

        Raises `ImportFault` for a role that is not known.
        """
        found = self._resolved.get(place)
        if found is None:
            found = self._resolved[place] = self._resolve(place)
        return found

    def _resolve(self, place: str) -> str:
        if place[:1].isupper():
            return place
        if place in self.accounts:
            return self.accounts[place]
        role, _, below = place.partition(":")
        if role not in self.accounts:
            raise ImportFault(
                "import", 0, f'found the place "{place}", expected an account or one of '
                f"{', '.join(self.accounts)}{nearest(role, self.accounts)}",
            )  # fmt: skip
        return f"{self.accounts[role]}:{below}" if below else self.accounts[role]

    def holds_stock(self, account: str) -> bool:
        """Say whether an account holds items at cost: raw materials, finished goods or in transit, by longest
        prefix."""
        found = self._stock.get(account)
        if found is None:
            best, role = 0, ""
            for name, prefix in self.accounts.items():
                if (
                    name in ROLES
                    and (account == prefix or account.startswith(prefix + ":"))
                    and len(prefix) > best
                ):
                    best, role = len(prefix), name
            found = self._stock[account] = role in STOCK
        return found

    def own_work(self, place: str) -> bool:
        """Say whether hours against a place are the plant's own: absorbed, or a cost center's. Others were bought."""
        found = self.account(place)
        own = {
            self.accounts["absorbed"],
            self.accounts["cost-centers"],
            *self.absorbed.values(),
            *self.centers,
        }
        return any(found == account or found.startswith(account + ":") for account in own)

    def item(self, material: str) -> str:
        """Return the commodity of a material number: the ledger's, else one made from the number."""
        number = names.key(material)
        found = self.items.get(number)
        if found is None:
            found = names.commodity(number)
            other = self._names.setdefault(found, number)
            taken = other if other != number else next((n for n, c in self.items.items() if c == found), None)
            if taken is not None:
                raise ImportFault(
                    "import", 0, f'the materials "{material}" and "{taken}" would both become the commodity {found}; '
                    f'give one of them a name: material: "{material}" on its commodity directive, or items= on the '
                    "importer",
                )  # fmt: skip
            self.items[number] = found
        return found

    def unknown_items(self) -> list[tuple[str, str]]:
        """Return the materials that the ledger does not know, each with the commodity that its number became."""
        return sorted((number, name) for name, number in self._names.items() if name not in self.known)

    def stock_place(self, item: str) -> str:
        """Return where an item is kept if nothing else says: what is made with finished goods, else raw materials."""
        return "finished-goods" if item in self.made else "raw-materials"

    def used(self) -> set[str]:
        """Return the accounts that were asked for."""
        return {*self._resolved.values()}

    def missing_opens(self, used: Iterable[str]) -> list[str]:
        """Return the accounts of ``used`` that the ledger does not open, sorted."""
        return sorted(set(used) - self.opened)


def read(
    plant: str,
    entries: Iterable[Any],
    *,
    accounts: Mapping[str, str] | None = None,
    items: Mapping[str, str] | None = None,
    currency: str = "",
) -> Chart:
    """Read a plant's chart from the entries of a ledger; ``accounts`` and ``items`` of the importer win."""
    chart = Chart(plant, {name: text.format(plant=plant) for name, text in {**ROLES, **OTHERS}.items()})
    for entry in entries:
        chart.actual.read(entry)
        chart.assets.read(entry)
        chart.invoices.read(entry)
        if isinstance(entry, data.Open):
            chart.opened.add(entry.account)
        elif isinstance(entry, data.Commodity):
            _read_commodity(chart, entry)
        elif isinstance(entry, data.Custom):
            _read_custom(chart, entry)
    chart.accounts.update(accounts or {})
    chart.items.update({names.key(number): name for number, name in (items or {}).items()})
    if currency:
        chart.currency = currency
    return chart


def _read_commodity(chart: Chart, entry: data.Commodity) -> None:
    chart.known.add(entry.currency)
    number = entry.meta.get("material")
    if not isinstance(number, str):
        return
    if entry.meta.get("activity") is True:
        chart.activities[names.key(number)] = entry.currency
    else:
        chart.items[names.key(number)] = entry.currency


def _read_custom(chart: Chart, entry: data.Custom) -> None:
    values = [value.value for value in entry.values or ()]
    chart.discounts.read(entry)
    if entry.type in ("plant-standard-cost", "plant-bill-of-materials", "plant-routing"):
        chart.known.update(name for value in values if (name := getattr(value, "currency", None)))
    if entry.type == "plant" and values[:1] == [chart.plant]:
        chart.accounts.update(
            {role: entry.meta[role] for role in ROLES if isinstance(entry.meta.get(role), str)}
        )
        if isinstance(entry.meta.get("currency"), str):
            chart.currency = entry.meta["currency"]
        chart.gaap = str(entry.meta.get("gaap", chart.gaap))
    elif entry.type in ("plant-bill-of-materials", "plant-routing") and values:
        product = getattr(values[0], "currency", None)
        if product:
            chart.made.add(product)
    elif entry.type == "plant-cost-center" and len(values) > 1:
        chart.centers.add(str(values[1]))
        activity, absorbed = entry.meta.get("activity"), entry.meta.get("absorbed")
        if isinstance(activity, str) and isinstance(absorbed, str):
            chart.absorbed[activity] = absorbed
    elif entry.type == "plant-order" and len(values) > 1 and isinstance(values[0], str):
        chart.orders[values[0]] = getattr(values[1], "currency", "")
    elif entry.type == "plant-order-close" and values and isinstance(values[0], str):
        chart.closed.add(values[0])
    elif entry.type == "plant-purchase-discounts" and values and isinstance(values[0], str):
        chart.accounts["payables"] = values[0]
        if isinstance(entry.meta.get("tax"), str):
            chart.accounts["input-tax"] = entry.meta["tax"]
    elif entry.type == "plant-sales-discounts" and values and isinstance(values[0], str):
        chart.accounts["sales"] = values[0]
        for place in ("receivables", "tax"):
            if isinstance(entry.meta.get(place), str):
                chart.accounts[place] = entry.meta[place]
