"""All master data of a ledger, and what is in force on a date."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from beanplant.rules.depreciation.fiscal_years import CALENDAR_YEARS, FiscalYears
from beanplant.rules.payment_terms import meaning_of
from beanplant.rules.tax.tax_years import TaxCalendar, TaxYear

if TYPE_CHECKING:
    import datetime
    from fractions import Fraction

    from beanplant.masterdata.asset_areas import Areas
    from beanplant.masterdata.asset_baskets import Basket
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.masterdata.asset_groups import AssetGroup
    from beanplant.masterdata.contract_facts import Contract
    from beanplant.masterdata.debts import Debt
    from beanplant.masterdata.facts import (
        Bill,
        CostCenter,
        CostCenterClose,
        Count,
        Item,
        Order,
        OrderClose,
        Plant,
        PurchaseDiscounts,
        Role,
        Routing,
        SalesDiscounts,
        StandardCost,
        Subledger,
        TakeUpRate,
        Timeline,
    )
    from beanplant.masterdata.standards_in_force import Standards
    from beanplant.masterdata.tax_areas import TaxAreas
    from beanplant.rules.tax.figures import Figures
    from beanplant.rules.tax.tax_asset import TaxAsset, YearFacts


class Roles:
    """Which role an account has: that of its longest prefix with one."""

    def __init__(self, plants: dict[str, Plant]) -> None:
        self._roles = {
            name: (plant, role)
            for plant in reversed(plants.values())
            for role, name in plant.accounts.items()
        }
        self._cache: dict[str, tuple[Plant, Role] | None] = {}

    def __call__(self, account: str) -> tuple[Plant, Role] | None:
        """Return plant and role of ``account``, None for an account that is no plant's."""
        try:
            return self._cache[account]
        except KeyError:
            name = account
            found = self._roles.get(name)
            while found is None and ":" in name:
                name = name.rpartition(":")[0]
                found = self._roles.get(name)
            self._cache[account] = found
            return found


@dataclass(slots=True)
class MasterData:
    """Everything that the directives say. What is dated has a method that takes the date."""

    plants: dict[str, Plant]
    role: Roles
    standards: Standards
    items: dict[str, Item]
    plant_history: dict[str, Timeline] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    order_closes: dict[str, OrderClose] = field(default_factory=dict)
    broken_orders: set[str] = field(default_factory=set)
    cost_centers: dict[str, CostCenter] = field(default_factory=dict)
    cost_center_history: dict[str, Timeline] = field(default_factory=dict)
    cost_center_closes: list[CostCenterClose] = field(default_factory=list)
    cost_components: dict[str, str] = field(default_factory=dict)
    counts: list[Count] = field(default_factory=list)
    assets: dict[str, Asset] = field(default_factory=dict)
    broken_assets: set[str] = field(default_factory=set)
    groups: dict[str, AssetGroup] = field(default_factory=dict)
    baskets: dict[str, Basket] = field(default_factory=dict)
    broken_baskets: set[str] = field(default_factory=set)
    debts: dict[str, Debt] = field(default_factory=dict)
    broken_debts: set[str] = field(default_factory=set)
    areas: Areas = field(default_factory=dict)
    tax_assets: dict[str, TaxAsset] = field(default_factory=dict)
    tax_calendar: TaxCalendar = field(default_factory=TaxCalendar)
    tax_figures: Figures | None = None
    tax_years: dict[TaxYear, YearFacts] = field(default_factory=dict)
    tax_areas: TaxAreas = field(default_factory=dict)
    take_up: list[TakeUpRate] = field(default_factory=list)
    _take_up: dict[tuple[str, object], list[TakeUpRate]] = field(default_factory=dict)
    sales_discounts: list[SalesDiscounts] = field(default_factory=list)
    purchase_discounts: list[PurchaseDiscounts] = field(default_factory=list)
    contracts: dict[str, Contract] = field(default_factory=dict)
    broken_contracts: set[str] = field(default_factory=set)
    subledgers: list[Subledger] = field(default_factory=list)
    fiscal_years: FiscalYears = CALENDAR_YEARS
    horizon: datetime.date | None = None
    standard_changes: list[StandardCost] = field(default_factory=list)

    def standard(self, item: str, date: datetime.date, plant_code: str | None = None) -> StandardCost | None:
        """Return the standard cost of one unit in force on ``date``, stated or rolled up; None without one.

        Where None surprises, ``missing_standards`` says what lacks.
        """
        return self.standards.on(item, date, plant_code)

    def missing_standards(self, item: str, date: datetime.date, plant_code: str | None = None) -> list[str]:
        """Return the items and activities whose standard cost lacks for the one of ``item`` on ``date``."""
        return self.standards.missing(item, date, plant_code)

    def bill(self, product: str, date: datetime.date, plant_code: str | None = None) -> Bill | None:
        """Return the bill of materials in force on ``date``."""
        return self.standards.bill(product, date, plant_code)

    def routing(self, product: str, date: datetime.date, plant_code: str | None = None) -> Routing | None:
        """Return the routing in force on ``date``."""
        return self.standards.routing(product, date, plant_code)

    def valuation(self, item: str, plant: Plant) -> str:
        """Return the valuation of ``item`` in ``plant``: its own, else the plant's."""
        found = self.items.get(item)
        return (found.valuation if found is not None else None) or plant.valuation

    def plant_on(self, code: str, date: datetime.date) -> Plant | None:
        """Return the facts of a plant in force on ``date`` (``plants`` has the newest)."""
        return self.plant_history[code].on(date) if code in self.plant_history else None

    def cost_center_on(self, name: str, date: datetime.date) -> CostCenter | None:
        """Return the facts of a cost center in force on ``date`` (``cost_centers`` has the newest)."""
        return self.cost_center_history[name].on(date) if name in self.cost_center_history else None

    def discounts_on(self, account: str, date: datetime.date) -> SalesDiscounts | None:
        """Return how discounts on a revenue account are booked: the nearest account above, newest facts."""
        name = account
        while name:
            found = [d for d in self.sales_discounts if d.account == name and d.date <= date]
            if found:
                return max(found, key=lambda d: d.date)
            name = name.rpartition(":")[0]
        return None

    def take_up_on(
        self, account: str, date: datetime.date, customer: str | None, terms: str
    ) -> Fraction | None:
        """Return the share that is stated for a customer, else for terms: the newest by a date; None without one."""
        if not self.take_up:
            return None
        if not self._take_up:
            for rate in sorted(self.take_up, key=lambda each: each.date):
                self._take_up.setdefault((rate.account, meaning_of(rate.subject)), []).append(rate)
        for subject in (customer, meaning_of(terms)):
            for rate in reversed(self._take_up.get((account, subject), ())):
                if rate.date <= date:
                    return rate.share
        return None

    def find_standard_changes(self) -> list[StandardCost]:
        """Return every standard that replaces an earlier one of its item in some plant, by date.

        A general one that replaces an earlier one in several plants is there once; a roll-up is there once
        a plant.
        """
        found: dict[int, StandardCost] = {}
        for plant in self.plants:
            for item in self.standards.changing():
                before: StandardCost | None = None
                for date in self.standards.dates(item, plant):
                    now = self.standards.on(item, date, plant)
                    if now is not None and before is not None and now is not before:
                        found[id(now)] = now
                    before = now or before
        return sorted(
            found.values(), key=lambda standard: (standard.date, standard.item, standard.plant or "")
        )
