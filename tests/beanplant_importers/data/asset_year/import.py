from beanplant_importers import assets

CONFIG = [
    assets.Sap(
        "P100",
        classes="classes.toml",
        opened="2025-12-31",
        tax="10",
        areas={"30": "ifrs"},
        lists={"10": "sap_2025_area_10.csv", "30": "sap_2025_area_30.csv"},
    ),
    assets.SapTransactions("P100", classes="classes.toml"),
]
