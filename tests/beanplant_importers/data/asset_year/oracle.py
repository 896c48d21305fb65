from beanplant_importers import assets

SAME = {"classes": "oracle_classes.toml", "book": "CORP", "currency": "USD"}

CONFIG = [
    assets.Oracle("P100", opened="2025-12-31", tax="US TAX", **SAME),
    assets.OracleTransactions("P100", proceeds="bank", **SAME),
]
