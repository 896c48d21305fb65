"""What the importers cannot find in the ledger: places, cost centers, order types, names of vendors and customers."""

from __future__ import annotations

from beanplant_importers.systems import sap

PLANT = "P100"
SHOP = "P200"
PLACES = {
    "RM01": "raw-materials",
    "SF01": "finished-goods:Subassemblies",
    "FG01": "finished-goods:Pumps",
}
SHOP_PLACES = {"WD01": "raw-materials", "CR01": "finished-goods"}
ON_THE_ROAD = {"in-transit": "Assets:P100:InTransit"}  # what the shop sends is the receiver's
PARTIES = {
    "200010": "Buckeye Steel",
    "200020": "Lima Foundry",
    "200030": "Great Lakes Bearing",
    "200040": "Sealtech",
    "200050": "Midwest Motors",
    "200060": "Cuyahoga Supply",
    "200080": "Ruhr Dichtungstechnik",
    "200090": "Wabash Lumber",
    "300010": "Ohio Water Authority",
    "300020": "Erie Chemical",
    "300030": "Marietta Paper",
    "300040": "Summit HVAC",
    "300050": "Wabash Irrigation",
    "300060": "Scioto Dairy",
    "300070": "Allegheny Pumps",
    "300080": "Maumee Refining",
    "300090": "Akron Scrap Metals",
}

CONFIG = [
    sap.ProductionOrders(plant=PLANT, kinds={"PP02": "rework"}),
    sap.MaterialDocuments(
        plant=PLANT,
        places=PLACES,
        cost_centers={"4300": "cost-centers:Testing:Supplies"},
        parties=PARTIES,
    ),
    sap.Confirmations(plant=PLANT),
    sap.OrderCosts(plant=PLANT, charges={"617000": "payables"}),
    sap.CustomerItems(plant=PLANT),
    # The shop's lists are short: 80.000 crates alone do not say whether they are eighty or eighty thousand.
    sap.ProductionOrders(plant=SHOP, decimal="."),
    sap.MaterialDocuments(plant=SHOP, places=SHOP_PLACES, parties=PARTIES, accounts=ON_THE_ROAD, decimal="."),
    sap.Confirmations(plant=SHOP, decimal="."),
]
