"""The importers for SAP, under the name that an ``import.py`` uses::

from beanplant_importers import sap

CONFIG = [sap.ProductionOrders("P100"), sap.MaterialDocuments("P100"), sap.Confirmations("P100")]
"""

from __future__ import annotations

from beanplant_importers.systems.sap import (
    Confirmations,
    CustomerItems,
    MaterialDocuments,
    OrderCosts,
    ProductionOrders,
    VendorItems,
)

__all__ = [
    "Confirmations", "CustomerItems", "MaterialDocuments", "OrderCosts", "ProductionOrders", "VendorItems",
]  # fmt: skip
