from beanplant_importers import assets

CLASSES = {
    "class": {
        "PRESSES": {
            "account": "Assets:P100:Machinery",
            "expense": "cost-centers:Machining:Depreciation",
            "gain-loss": "Income:P100:GainOnDisposal",
        },
        "LAND": {"account": "Assets:P100:Land"},
    }
}

CONFIG = [
    assets.Sage(
        "P100",
        classes=CLASSES,
        prefix="S",
        currency="USD",
        tax="Tax",
        areas={"State": "state"},
        proceeds="bank",
    )
]
