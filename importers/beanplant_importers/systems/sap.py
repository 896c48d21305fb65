"""SAP ERP and S/4HANA: the lists that plants are booked from.

======================  ==========================  ===================================================
importer                list                        becomes
======================  ==========================  ===================================================
`ProductionOrders`      COOIS, COOISPI              ``plant-order``, ``plant-order-close``
`MaterialDocuments`     MB51                        receipts, issues, completions, shipments, transfers
`Confirmations`         COOIS (confirmations)       activities of orders, scrap of output
`OrderCosts`            KOB1                        money straight to orders
`CustomerItems`         FBL5N                       invoices with terms, credit notes, payments
`VendorItems`           FBL1N                       the same of vendors
======================  ==========================  ===================================================

Every list is read as a sheet, as delimited text, or as an unconverted list, in English, German or French, or with
technical names: see `beanplant_importers.formats`.
"""

from __future__ import annotations

from beanplant_importers.systems.sap_confirmations import Confirmations
from beanplant_importers.systems.sap_material_documents import MaterialDocuments
from beanplant_importers.systems.sap_order_costs import OrderCosts
from beanplant_importers.systems.sap_orders import ProductionOrders
from beanplant_importers.systems.sap_payables import VendorItems
from beanplant_importers.systems.sap_receivables import CustomerItems

__all__ = [
    "Confirmations", "CustomerItems", "MaterialDocuments", "OrderCosts", "ProductionOrders", "VendorItems",
]  # fmt: skip
