"""The importers that the exports in this folder are read with."""

from __future__ import annotations

from beanplant_importers import sap

CONFIG = [
    sap.ProductionOrders("P100", kinds={"PP02": "rework"}),
    sap.MaterialDocuments(
        "P100",
        places={"0003": "raw-materials:Annex"},
        cost_centers={"4300": "cost-centers:Testing:Supplies"},
        parties={"200010": "Acme Steel"},
    ),
    sap.Confirmations("P100", activities={"WC-TEST": "HR-TEST"}),
    sap.OrderCosts("P100", charges={"617000": "payables"}),
    sap.CustomerItems("P100", taxes={"A1": "19"}),
]
