from beanplant_importers import assets

SAME = {"classes": "classes.toml", "opened": "2025-12-31"}

CONFIG = [
    assets.Sap("P100", **SAME),
    assets.Oracle("P100", book="CORP", currency="EUR", **SAME),
    assets.Dynamics("P100", book="CURRENT", terms="d365_books.csv", **SAME),
    assets.Sage("P100", classes="classes.toml", prefix="S", currency="EUR"),
    assets.Table(
        "P100",
        classes="classes.toml",
        currency="EUR",
        columns={"asset": "Inventory no", "class": "Kind", "cost": "Purchase price", "salvage": "Kept at"},
    ),
]
