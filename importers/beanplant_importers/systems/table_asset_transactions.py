"""A plain table of what happened to assets: a sheet or csv with date, asset, what it was, and the amount.

::

    Date,Asset,Transaction,Amount,Cost,Proceeds,Document
    2026-04-01,CNC-01,improvement,8000.00,,,45
    2026-05-15,CNC-01,sale,,30000.00,12000.00,46
    2026-06-30,CNC-01,impairment,5000.00,,,47

``Cost`` of a disposal is what leaves; blank, all of it leaves. A revaluation has its ``Fair value``, a transfer two
rows of one document with the amount below and above zero, a change of class or cost center the new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from beanplant_importers.asset_transactions import AssetTransactions
from beanplant_importers.errors import ImportFault, nearest
from beanplant_importers.formats.captions import Header

CAPTIONS: dict[str, tuple[str, ...]] = {
    "asset": ("Asset", "Asset no", "Asset number", "Asset ID", "Number", "No.", "Anlage", "Anlagennummer"),
    "sub": ("Sub-number", "Sub", "Component no"),
    "name": ("Description", "Name", "Asset name", "Bezeichnung"),
    "type": ("Transaction", "Transaction type", "Event", "Movement", "Vorgang"),
    "date": ("Date", "Transaction date", "Posting date", "Datum", "Buchungsdatum"),
    "amount": ("Amount", "Value", "Betrag"),
    "cost": ("Cost", "Cost retired", "Retired cost", "Abgang AHK"),
    "proceeds": ("Proceeds", "Sale price", "Sales proceeds", "Erlös", "Verkaufserlös"),
    "removal": ("Cost of removal", "Expenses of sale", "Verkaufskosten"),
    "fair_value": ("Fair value", "Zeitwert"),
    "class": ("New class", "To class", "Class", "Neue Klasse", "Klasse"),
    "cost_center": ("New cost center", "Cost center", "Cost centre", "Kostenstelle"),
    "currency": ("Currency", "Währung"),
    "plant": ("Plant", "Site", "Werk"),
    "book": ("Book", "Area", "Bereich"),
    "document": ("Document", "Document no", "Voucher", "Reference", "Beleg", "Belegnummer"),
}


class TableAssetTransactions(AssetTransactions):
    """Importer of a plain table of transactions; ``columns`` says the captions of fields, one or several each."""

    list_name = "table.asset-transactions"
    system = "table"
    header = Header(CAPTIONS)

    def __init__(
        self, plant: str, *, columns: Mapping[str, str | Sequence[str]] | None = None, **options: Any
    ) -> None:
        super().__init__(plant, **options)
        captions = dict(CAPTIONS)
        for name, said in (columns or {}).items():
            if name not in CAPTIONS:
                raise ImportFault(
                    "columns=",
                    0,
                    f'found the field "{name}", expected {", ".join(CAPTIONS)}{nearest(name, CAPTIONS)}',
                )
            captions[name] = (said,) if isinstance(said, str) else tuple(said)
        if columns:
            self.header = Header(captions)  # type: ignore[misc]
