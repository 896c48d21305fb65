"""Oracle Assets: transactions (FA_TRANSACTION_HEADERS with amounts) and the retirements report (FAS440).

A transaction is known by its header id. A retirement has the cost retired, the proceeds of the sale and the cost of
removal, which the proceeds are less by. The report of retirements has no type: all its rows are retirements.
``RECLASS`` moves an asset to the account of its new category, ``TRANSFER`` to the expense of its new cost center; both
need ``classes=``. Of several books ``book`` chooses that of the ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant_importers.asset_transactions import AssetTransactions
from beanplant_importers.formats.captions import Header
from beanplant_importers.systems.oracle_assets import CAPTIONS as REGISTER

if TYPE_CHECKING:
    from beanplant_importers.formats.tables import Record

CAPTIONS = {
    **{name: REGISTER[name] for name in ("book", "asset", "name", "cost_center", "currency", "removal")},
    "class": ("to_category", "New Category", "category", "Asset Category", "Category Segments", "major_category"),
    "type": ("transaction_type_code", "transaction_type", "Transaction Type", "retirement_type", "Retirement Type"),
    "date": (
        "transaction_date_entered", "Transaction Date", "date_retired", "Date Retired", "Retirement Date",
        "date_effective",
    ),
    "amount": (
        "transaction_amount", "adjustment_amount", "Amount", "cost_change", "Cost Change", "impairment_amount",
    ),
    "cost": ("cost_retired", "Cost Retired"),
    "proceeds": REGISTER["proceeds"],
    "fair_value": ("fair_value", "Fair Value", "revalued_cost"),
    "document": (
        "transaction_header_id", "transaction_header_id_in", "retirement_id", "Transaction Number",
        "Transaction Header Id", "Reference Number",
    ),
}  # fmt: skip


class OracleAssetTransactions(AssetTransactions):
    """Importer of Oracle's asset transactions and retirements."""

    list_name = "oracle.asset-transactions"
    system = "oracle"
    header = Header(CAPTIONS)
    keys = ("asset", "date", "document")

    def type_of(self, record: Record) -> str:
        """Return the type of a row; where the list has the cost retired and no type, it is a retirement."""
        return record.text("type") or ("RETIREMENT" if "cost" in record else "")
