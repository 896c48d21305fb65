from beanplant_importers import assets

CLASSES = {
    "class": {
        "MACH": {
            "account": "Assets:P100:Machinery",
            "expense": "cost-centers:Machining:Depreciation",
            "gain-loss": "Income:P100:GainOnDisposal",
            "bonus": "0 %",
        }
    },
    "method": {"SL-10": "straight-line"},
}

CONFIG = [
    assets.Dynamics(
        "P100",
        classes=CLASSES,
        opened="2025-12-31",
        terms="d365_books.csv",
        book="CURRENT",
        tax="TAX",
        areas={"IFRS": "ifrs"},
        bought="payables",
        proceeds="bank",
    )
]
