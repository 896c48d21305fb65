from beanplant_importers import assets

CONFIG = [assets.Sap("P100", classes="classes.toml", opened="2025-12-31", values="name")]
