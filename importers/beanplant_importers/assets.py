"""The importers of asset registers, under the names that an ``import.py`` uses::

from beanplant_importers import assets

CONFIG = [assets.Sap("P100", classes="classes.toml", opened="2025-12-31")]

========================  =====================================================================
`Sap`                     AR01, S_ALR_87011963 and other asset lists
`SapTransactions`         S_ALR_87012048 and the lists of acquisitions, retirements, transfers
`Oracle`                  asset register (FAS600), reserve ledger (FAS400)
`OracleTransactions`      transactions, retirements (FAS440)
`Dynamics`                AssetTransactionSummary, AssetTrans, AssetBookV2
`Sage`                    Sage Fixed Assets, exports and reports
`Table`                   a sheet or csv of one's own
`TableTransactions`       what happened to assets, in a sheet or csv of one's own
`Maintenance`             maintenance orders (IW38, IW39, D365, a table): cost and hours
========================  =====================================================================
"""

from __future__ import annotations

from beanplant_importers.systems.dynamics_assets import DynamicsAssets as Dynamics
from beanplant_importers.systems.maintenance_orders import MaintenanceOrders as Maintenance
from beanplant_importers.systems.oracle_asset_transactions import (
    OracleAssetTransactions as OracleTransactions,
)
from beanplant_importers.systems.oracle_assets import OracleAssets as Oracle
from beanplant_importers.systems.sage_assets import SageAssets as Sage
from beanplant_importers.systems.sap_asset_transactions import SapAssetTransactions as SapTransactions
from beanplant_importers.systems.sap_assets import SapAssets as Sap
from beanplant_importers.systems.table_asset_transactions import TableAssetTransactions as TableTransactions
from beanplant_importers.systems.table_assets import TableAssets as Table

__all__ = [
    "Dynamics", "Maintenance", "Oracle", "OracleTransactions", "Sage", "Sap", "SapTransactions", "Table",
    "TableTransactions",
]  # fmt: skip
