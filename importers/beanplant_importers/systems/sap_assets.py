"""SAP's asset lists: AR01, S_ALR_87011963 to ...67 (asset balances), and tables of ANLA with values.

Depreciation is negative in these lists; what decides is that the book value is cost less depreciation. Useful life is
in two columns (years, periods) or one (``005/006``). A depreciation key means what ``asset_words.toml`` or a table of
one's own says; lists have none by default, so that the class's method holds. Rows without an asset are totals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant_importers import asset_lives, names
from beanplant_importers.asset_register import AssetRegister, source
from beanplant_importers.asset_rows import AssetRow
from beanplant_importers.facts import ZERO
from beanplant_importers.formats.captions import Header

if TYPE_CHECKING:
    from beanplant_importers.formats.tables import Record

CAPTIONS = {
    "company": ("Company Code", "CoCd", "CoCode", "Buchungskreis", "BuKr", "BuKr.", "BUKRS"),
    "asset": ("Asset", "Asset Number", "Main Asset Number", "Anlage", "Anlagennummer", "Hauptnummer", "ANLN1"),
    "sub": (
        "SNo.", "Sub-number", "Sub-no.", "Subnumber", "Asset Subnumber", "UNr.", "UNr", "Unternummer",
        "Anlagenunternummer", "ANLN2",
    ),
    "class": ("Asset Class", "Class", "Anlagenklasse", "AnlKl", "AnlKl.", "Anl.klasse", "Klasse", "ANLKL"),
    "service": (
        "Cap.Date", "Cap. Date", "Capitalized on", "Capitalization Date", "Ordinary Dep. Start Date", "Aktiv.Datum",
        "Aktivdatum", "Aktivierung am", "Aktivierungsdatum", "Akt.dat.", "AKTIV",
    ),
    "name": (
        "Asset Description", "Description", "Asset Text", "Anlagenbezeichnung", "Bezeichnung der Anlage",
        "Bezeichnung", "TXT50",
    ),
    "cost": (
        "Acquis.val.", "Acquisition value", "Acq. value", "Curr.APC", "Current APC", "Cum.acq.value", "APC",
        "Anschaffungswert", "Anschaff.wert", "Ansch.wert", "Akt. AHK", "Kum. AHK", "AHK", "KANSW",
    ),
    "accumulated": (
        "Accum.dep.", "Accum. depr.", "Accumulated depreciation", "Accumul. depreciation", "Kum. Abschreibung",
        "Kum.Abschr.", "Kum. AfA", "Kumulierte Abschreibung", "Kum.Wertbericht.", "KNAFA",
    ),
    "book_value": (
        "Book val.", "Book value", "Curr.bk.val.", "Net book value", "Buchwert", "Akt. Buchwert", "Restbuchwert",
    ),
    "salvage": ("Scrap value", "Scrap Val.", "Schrottwert", "Restwert", "SCHRW"),
    "years": ("Useful life", "Use. Life", "UsefulLife", "Usef.life", "Nutzungsdauer", "NutzDauer", "ND", "NDJAR"),
    "periods": (
        "Useful life in periods", "Periods", "Useful life (periods)", "Nutzungsdauer in Perioden", "Perioden",
        "NDPER",
    ),
    "method": ("Dep. Key", "DepKy", "Depreciation key", "AfA-Schlüssel", "AfaSl", "Abschr.schlüssel", "AFASL"),
    "currency": ("Crcy", "Currency", "Währg", "Währung", "WAERS"),
    "plant": ("Plant", "Plnt", "Werk", "WERKS"),
    "cost_center": ("Cost Ctr", "Cost Center", "CostCenter", "Kostenstelle", "KoStelle", "KOSTL"),
    "retired": ("Deactivation on", "Deactivation date", "Deact. date", "Deaktivierung am", "Deaktiv.", "DEAKT"),
}  # fmt: skip
"""English and German captions, and technical names."""


class SapAssets(AssetRegister):
    """Importer of SAP asset lists."""

    list_name = "sap.assets"
    system = "sap"
    header = Header(CAPTIONS)
    keys = ("asset", "cost")
    needs = ("asset", "class", "cost", "service")

    def asset(self, record: Record) -> AssetRow:
        """Return the asset of a row."""
        plant, company = record.text("plant"), record.text("company")
        elsewhere = ""
        if plant and plant != self.plant:
            elsewhere = f"plant {plant}"
        elif self.company and company and names.key(company) != self.company:
            elsewhere = f"company code {company}"
        return AssetRow(
            source=source(record), number=record.text("asset"), sub=record.text("sub"), name=record.text("name"),
            asset_class=names.key(record.text("class")), service=record.date("service"),
            cost=record.number("cost") or ZERO, accumulated=record.number("accumulated"),
            book_value=record.number("book_value"), salvage=record.number("salvage") or None, life=_life(record),
            method=record.text("method"), cost_center=record.text("cost_center"), currency=record.text("currency"),
            retired=record.date("retired"), elsewhere=elsewhere,
        )  # fmt: skip


def _life(record: Record) -> int | None:
    years, periods = record.text("years"), record.text("periods")
    if not years.strip("0 /") and not periods.strip("0 "):
        return None
    months = asset_lives.in_years(years) if years.strip("0 /") else 0
    more = asset_lives.in_months(periods) if periods.strip("0 ") else 0
    if months is None or more is None:
        raise record.fault(
            "years" if months is None else "periods", "expected a useful life such as 010 or 005/006"
        )
    return months + more
