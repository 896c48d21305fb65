"""SAP's asset lists: AR01, S_ALR_87011963 to ...67 (asset balances), and tables of ANLA with values.

Depreciation is negative in these lists; what decides is that the book value is cost less depreciation. Useful life is
in two columns (years, periods) or one (``005/006``). A depreciation key means what ``asset_words.toml`` or a table of
one's own says; lists have none by default, so that the class's method holds. Rows without an asset are totals.

A sub-number is a part of its asset. A list is of one depreciation area; where a layout has it as a column, ``book``
chooses that of the ledger, ``tax`` and ``areas`` name others, and so they do for lists of their own::

    assets.Sap("P100", classes="classes.toml", opened="2025-12-31", tax="10", areas={"30": "Group"},
               lists={"10": "exports/assets-area-10.csv", "30": "exports/assets-area-30.csv"})

In a list of a later date what has a deactivation date was retired then. The list has no revenue, so what was sold comes
from the list of retirements (`SapTransactions`), which is read first; what is left was scrapped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant_importers import asset_lives, names
from beanplant_importers.asset_register import AssetRegister
from beanplant_importers.asset_rows import AssetRow, source
from beanplant_importers.facts import ZERO
from beanplant_importers.formats.captions import Header

if TYPE_CHECKING:
    from beanplant_importers.formats.tables import Record

CAPTIONS = {
    "company": ("Company Code", "CoCd", "CoCode", "Buchungskreis", "BuKr", "BuKr.", "BUKRS"),
    "asset": (
        "Asset", "Asset Number", "Main Asset Number", "Master Fixed Asset", "Anlage", "Anlagennummer", "Hauptnummer",
        "ANLN1",
    ),
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
    "book": ("Depreciation Area", "Dep. Area", "Area", "Bewertungsbereich", "Bereich", "BwBer", "AFABE"),
    "group": ("Group Asset", "Gruppenanlage", "ANLGR"),
    "proceeds": ("Revenue", "Retirement revenue", "Erlös", "Abgangserlös"),
    "location": ("Location", "Loc.", "Standort", "STORT"),
    "value_date": ("Asset Value Date", "AssetValDate", "AsstValDat", "Value Date", "Bezugsdatum", "BZDAT"),
    "type": ("TType", "Transaction Type", "BwA", "Bewegungsart", "BWASL"),
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
    without = ("type", "value_date")
    numbers = (*AssetRegister.numbers, "proceeds")

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
            retired=record.date("retired"), proceeds=record.number("proceeds"), book=record.text("book"),
            location=record.text("location"),
            group=names.key(record.text("group")) if record.text("group").strip("0") else "", elsewhere=elsewhere,
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
