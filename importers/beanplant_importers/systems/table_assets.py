"""A plain table of assets: a sheet or csv that somebody keeps, with captions by name.

The captions below are known; those of one's own are said, the field first::

    assets.Table("P100", classes="classes.toml", opened="2025-12-31",
                 columns={"asset": "Inventory no", "cost": "Purchase price", "class": "Kind"})

Fields: ``asset``, ``sub``, ``name``, ``class``, ``service``, ``cost``, ``accumulated``, ``book_value``, ``salvage``,
``life``, ``years``, ``months``, ``method``, ``percent``, ``convention``, ``cost_center``, ``currency``, ``plant``,
``values_on``, ``retired``, ``proceeds``, ``parent`` (what it is a part of), ``group`` (that it is depreciated with),
``book``, and for tax ``section_179``, ``bonus``, ``business_use``. A further book may stand beside: ``Tax method``,
``Tax life`` with ``tax="Tax"``. A bare number under ``life`` is one of years (``life_in="months"``: of months).
Methods and conventions are the language's own words, or codes of ``[method]`` and ``[convention]``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from beanplant_importers import asset_lives, asset_tax
from beanplant_importers.asset_register import AssetRegister
from beanplant_importers.asset_rows import AssetRow, source
from beanplant_importers.errors import ImportFault, nearest
from beanplant_importers.facts import ZERO
from beanplant_importers.formats.captions import Header

if TYPE_CHECKING:
    from beanplant_importers.formats.tables import Record

CAPTIONS: dict[str, tuple[str, ...]] = {
    "asset": ("Asset", "Asset no", "Asset number", "Asset ID", "Number", "No.", "Anlage", "Anlagennummer"),
    "sub": ("Sub-number", "Sub", "Component no"),
    "name": ("Description", "Name", "Asset name", "Bezeichnung"),
    "class": ("Class", "Asset class", "Category", "Group", "Type", "Posting group", "Anlagenklasse", "Klasse"),
    "service": (
        "In service", "In service date", "Placed in service", "Service date", "Start date", "Acquisition date",
        "Purchase date", "Date", "Inbetriebnahme", "Anschaffungsdatum",
    ),
    "cost": ("Cost", "Original cost", "Acquisition cost", "Acquisition value", "Amount", "Anschaffungswert", "AHK"),
    "accumulated": (
        "Accumulated depreciation", "Accumulated", "Accum. depr.", "Depreciation to date",
        "Kumulierte Abschreibung",
    ),
    "book_value": ("Book value", "Net book value", "NBV", "Buchwert"),
    "salvage": ("Salvage", "Salvage value", "Residual value", "Scrap value", "Restwert"),
    "life": ("Life", "Useful life", "Nutzungsdauer"),
    "years": ("Life (years)", "Life in years", "Useful life (years)", "Years", "Nutzungsdauer (Jahre)"),
    "months": ("Life (months)", "Life in months", "Useful life (months)", "Months", "Nutzungsdauer (Monate)"),
    "method": ("Method", "Depreciation method", "Abschreibungsmethode"),
    "percent": ("Percent", "Depreciation percent"),
    "convention": ("Convention", "Averaging convention"),
    "cost_center": ("Cost center", "Cost centre", "Department", "Location", "Kostenstelle"),
    "currency": ("Currency", "Währung"),
    "plant": ("Plant", "Site", "Werk"),
    "values_on": ("As of", "Values on", "Stichtag"),
    "retired": ("Retired", "Retirement date", "Disposal date", "Abgangsdatum"),
    "location": ("Place", "Building", "Standort"),
    "proceeds": ("Proceeds", "Sale price", "Sales proceeds", "Verkaufserlös", "Erlös"),
    "parent": ("Part of", "Parent", "Parent asset", "Component of", "Teil von"),
    "group": ("Depreciation group", "Group asset", "Gruppenanlage"),
    "book": ("Book", "Depreciation book", "Area", "Bereich"),
    "section_179": ("Section 179", "Sec. 179"),
    "bonus": ("Bonus", "Bonus depreciation", "Special allowance"),
    "business_use": ("Business use", "Business use %"),
    "event": ("Transaction", "Transaction type", "Event", "Movement", "Vorgang"),
}  # fmt: skip


class TableAssets(AssetRegister):
    """Importer of a plain table; ``columns`` says the captions of fields, one or several each."""

    list_name = "table.assets"
    system = "table"
    header = Header(CAPTIONS)
    keys = ("asset", "cost")
    without = ("event",)
    numbers = (*AssetRegister.numbers, "proceeds", "section_179")
    side_by_side = True

    def __init__(
        self,
        plant: str,
        *,
        columns: Mapping[str, str | Sequence[str]] | None = None,
        life_in: str = "years",
        **options: Any,
    ) -> None:
        if life_in not in ("years", "months"):
            raise ValueError(f'life_in={life_in!r}: expected "years" or "months"')
        self._life_in = life_in
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
        super().__init__(plant, **options)

    def asset(self, record: Record) -> AssetRow:
        """Return the asset of a row."""
        plant = record.text("plant")
        return AssetRow(
            source=source(record), number=record.text("asset"), sub=record.text("sub"), name=record.text("name"),
            asset_class=record.text("class"), service=record.date("service"), cost=record.number("cost") or ZERO,
            accumulated=record.number("accumulated"), book_value=record.number("book_value"),
            salvage=record.number("salvage"), life=self._life(record), method=record.text("method"),
            percent=record.number("percent"), convention=record.text("convention"),
            cost_center=record.text("cost_center"), currency=record.text("currency"),
            values_on=record.date("values_on"), retired=record.date("retired"),
            proceeds=record.number("proceeds"), keeps=True, parent=record.text("parent"), group=record.text("group"),
            book=record.text("book"), location=record.text("location"), section_179=record.number("section_179"),
            bonus=asset_tax.percentage(record.text("bonus")),
            business_use=asset_tax.business_use(record.text("business_use")),
            elsewhere=f"plant {plant}" if plant and plant != self.plant else "",
        )  # fmt: skip

    def _life(self, record: Record) -> int | None:
        for name in ("life", "years", "months"):
            text = record.text(name)
            if not text.strip("0., "):
                continue
            months = name == "months" or (name == "life" and self._life_in == "months")
            found = asset_lives.in_months(text) if months else asset_lives.in_years(text)
            if found is None:
                raise record.fault(name, 'expected a life of whole months such as "7 years", 84 or 5.5')
            return found
        return None
