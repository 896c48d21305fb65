from beanplant_importers import assets

CLASSES = {
    "class": {
        "line": {
            "account": "Assets:P100:Machinery",
            "expense": "cost-centers:Machining:Depreciation",
            "gain-loss": "Income:P100:GainOnDisposal",
        },
        "tool": {"account": "Assets:P100:LowValue", "expense": "cost-centers:Machining:Depreciation"},
    },
    "cost-center": {"4200": "cost-centers:Testing:Depreciation"},
}

CONFIG = [
    assets.Table("P100", classes=CLASSES, currency="USD"),
    assets.TableTransactions("P100", classes=CLASSES, currency="USD", proceeds="bank"),
]
