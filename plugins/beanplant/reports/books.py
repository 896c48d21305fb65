"""The books of the plants: one pass over a valued ledger, kept for every report and every period.

The pass sorts each movement on an account with a role into its flow (``flows``) and keeps running totals, so
a report for any dates is a few bisections. Build it once for a load; it never changes.

What plants have is sorted by ``plant_reader``; assets, debts, revenue and open items have a book each.
"""

from __future__ import annotations

import datetime
import gc
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from beancount.core.data import Transaction
from beancount.core.display_context import Precision
from beancount.parser import options

from beanplant.masterdata.discount_outcomes import outcomes_of
from beanplant.reports.asset_book import AssetBook
from beanplant.reports.construction_book import ConstructionBook
from beanplant.reports.debt_book import DebtBook
from beanplant.reports.maintenance_book import MaintenanceBook
from beanplant.reports.open_item_book import OpenItemBook
from beanplant.reports.plant_book import PlantBook
from beanplant.reports.plant_reader import PlantReader
from beanplant.reports.purchase_discount_book import PurchaseDiscountBook
from beanplant.reports.revenue_book import RevenueBook
from beanplant.reports.supplier_finance_book import SupplierFinanceBook

if TYPE_CHECKING:
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.discount_outcomes import Outcome
    from beanplant.masterdata.facts import Discounts


class Books:
    """All plants of a ledger."""

    def __init__(
        self,
        entries: Iterable[Any],
        master: MasterData,
        options_map: Mapping[str, Any],
        *,
        filtered: bool = False,
    ) -> None:
        self.master = master
        self.filtered = filtered
        self._options = options_map
        self._display = options_map["dcontext"]
        self.types = options.get_account_types(options_map)  # type: ignore[no-untyped-call]
        self.plants = {code: PlantBook(plant) for code, plant in sorted(master.plants.items())}
        reader = PlantReader(master, self.plants, self.types)
        self.unvalued, self.foreign = reader.unvalued, reader.foreign
        self.assets = AssetBook(master)
        self.construction = ConstructionBook(master, str(options_map.get("name_assets", "Assets")))
        self.debts = DebtBook(master)
        self.purchase_discounts = PurchaseDiscountBook(master)
        self.maintenance = MaintenanceBook(master, str(options_map.get("name_expenses", "Expenses")))
        self.revenue = RevenueBook(master, options_map, filtered=filtered)
        self.receivables = OpenItemBook(
            master.sales_discounts,
            "sales-discounts",
            1,
            [contract.receivables for contract in master.contracts.values()],
        )
        self._entries = entries
        self.currency = next(iter(options_map["operating_currency"]), None)
        self.latest: datetime.date | None = None
        """The date of the last transaction."""
        collecting = gc.isenabled()
        gc.disable()  # hundreds of thousands of new lines and not one cycle
        try:
            for entry in entries:
                if type(entry) is Transaction:
                    self.latest = entry.date
                    reader.read(entry)
                    if self.revenue.watches:
                        self.revenue.note(entry)
                    if self.receivables.watches:
                        self.receivables.note(entry)
                    if master.assets:
                        self.assets.note(entry)
                        self.maintenance.note(entry)
                    self.construction.note(entry)
                    if master.debts:
                        self.debts.note(entry)
                    if master.purchase_discounts:
                        self.purchase_discounts.note(entry)
        finally:
            if collecting:
                gc.enable()
        self.first, self.last = reader.first, reader.last
        """The dates of the first and the last movement of a plant."""

    def outcomes(self, rule: Discounts) -> tuple[Outcome, ...]:
        """Return what became of the discounts that a rule books, invoice by invoice."""
        return outcomes_of(self._options, rule)

    @cached_property
    def places(self) -> set[tuple[str, int]]:
        """File and line of each transaction; of a filtered ledger those that the filter left."""
        found = (each.meta for each in self._entries if type(each) is Transaction)
        return {(str(meta["filename"]), int(meta["lineno"])) for meta in found}

    @cached_property
    def payables(self) -> OpenItemBook:
        """What is owed to suppliers, invoice by invoice; read when its report is asked for."""
        book = OpenItemBook(self.master.purchase_discounts, "purchase-discounts", -1)
        for entry in self._entries:
            if type(entry) is Transaction and book.watches:
                book.note(entry)
        return book

    @cached_property
    def supplier_finance(self) -> SupplierFinanceBook:
        """Payables in supplier finance programs; few ledgers have any, so nobody waits for it."""
        book = SupplierFinanceBook(self.master, self.types.liabilities)
        for entry in self._entries:
            if type(entry) is Transaction:
                book.note(entry)
        return book

    @property
    def trade_currencies(self) -> set[str]:
        """The currencies of discounts, contracts, and what is owed by customers and to suppliers."""
        found = {*self.revenue.currencies, *self.receivables.currencies}
        found.update(contract.currency for contract in self.master.contracts.values())
        if self.master.purchase_discounts:
            found.update(self.payables.currencies)
        return found | self.supplier_finance.currencies

    def digits(self, currency: str) -> int:
        """Return the decimals of a currency, as the ledger writes it most."""
        context = self._display.ccontexts.get(currency)
        found = context.get_fractional(Precision.MOST_COMMON) if context is not None else None
        return 2 if found is None else min(int(found), 8)
