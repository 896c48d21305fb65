"""SAP's asset transactions: S_ALR_87012048 (all), ...50 (acquisitions), ...52 (retirements), ...54 (transfers), ANEP.

Amounts are signed: acquisitions above zero, retirements and what a transfer takes off below. A transaction is known by
its document, year and asset. A list of one depreciation area has no column for it; of a list of all, ``book`` chooses
the one of the ledger (``book="01"``). A retirement list has the revenue beside the cost that leaves; without the column
what leaves brings nothing, and without a transaction type all its rows are retirements. A settlement of construction
is a transfer: two rows of a document, one below zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant_importers.asset_transactions import AssetTransactions
from beanplant_importers.formats import opening
from beanplant_importers.formats.captions import Header
from beanplant_importers.systems.sap_assets import CAPTIONS as REGISTER

if TYPE_CHECKING:
    from beanplant_importers.formats.tables import Record

CAPTIONS = {
    **{
        name: REGISTER[name]
        for name in (
            "company", "asset", "sub", "name", "class", "currency", "plant", "cost_center", "book", "type",
        )
    },
    "date": (*REGISTER["value_date"], "Posting Date", "Pstng Date", "Buchungsdatum", "Buch.dat.", "BUDAT"),
    "amount": (
        "Amount", "Amt.posted", "Amount posted", "Amount in LC", "Acquisition", "Acquis.", "Betrag",
        "Betrag gebucht", "Gebucht. Betrag", "Betrag in HW", "ANBTR",
    ),
    "cost": (
        "Retirement APC", "APC retired", "Retirement", "APC", "Abgang AHK", "Abgang", "Abgangs-AHK",
    ),
    "proceeds": (*REGISTER["proceeds"], "Retirem.revenue", "Retmt revenue", "Abgangserlöse", "ERLBT"),
    "document": ("Document Number", "DocumentNo", "Doc. No.", "Document", "Belegnummer", "Belegnr.", "Beleg", "BELNR"),
}  # fmt: skip
"""English and German captions, and technical names."""


class SapAssetTransactions(AssetTransactions):
    """Importer of SAP's lists of asset transactions."""

    list_name = "sap.asset-transactions"
    system = "sap"
    header = Header(CAPTIONS)
    keys = ("asset", "date")
    signed = True

    def identify(self, filepath: str) -> bool:
        """Say whether a file has transactions: their types, or the cost and revenue of retirements. Never raises."""
        if not super().identify(filepath):
            return False
        columns = opening.find(filepath, self.header, self.keys, encoding=self.encoding).columns
        return "type" in columns or {"cost", "proceeds"} <= columns.keys()

    def type_of(self, record: Record) -> str:
        """Return the type of a row; in a list without types it is a retirement."""
        return record.text("type") if "type" in record else "retirement"
