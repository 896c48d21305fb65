"""Sage Fixed Assets (FAS): a custom export or a depreciation report, one book.

Dates are month first. A life has two digits of years and two of months (``0506``). A method is a code of two letters
that holds its averaging convention, with a percentage beside it or behind it (``DB200``). Accumulated depreciation is
the current one with its date, else the beginning or prior one with its own.

The book of the ledger is the internal one. Tax methods (MF, MT, MA, AD, AA) are no methods of the books; the tax book
is exported beside it (``Tax Meth``, ``Tax Est Life``, ``Tax 168 Allow %``), or to a file of its own::

    assets.Sage("P100", classes="classes.toml", tax="Tax", areas=("ACE", "State"),
                lists={"State": "exports/sage-state.csv"})

``MA`` and ``AA`` have a special allowance, of the percentage beside them; ``MF`` and the like have none, which is said.
An asset stays in the export after its disposal, with its date, method and proceeds: it is disposed of then, with what
the sale brought less its expenses. One that was disposed of before the opening is left aside.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beanplant_importers import asset_lives, asset_tax
from beanplant_importers.asset_register import AssetRegister
from beanplant_importers.asset_rows import AssetRow, source
from beanplant_importers.facts import ZERO
from beanplant_importers.formats.captions import Header

if TYPE_CHECKING:
    from beanplant_importers.formats.tables import Record

CAPTIONS = {
    "asset": ("System No", "System Number", "Sys No", "Co Asset No", "Asset ID", "S No/Asset ID", "Asset No"),
    "sub": ("Ext", "Extension"),
    "name": ("Description", "Asset Description"),
    "class": ("Class", "Asset Class", "Asset GL Acct #", "G/L Asset Acct No"),
    "service": ("PIS Date", "Placed-in-Service Date", "Placed In Service Date", "In Svc Date", "PIS"),
    "cost": ("Acquired Value", "Acquisition Value", "Acq Value", "Acq. Value"),
    "method": ("Meth", "Depreciation Method", "Depr Meth", "Method"),
    "percent": ("Depreciation Percent", "Depr %", "Depr Percent", "DB %", "Declining-balance %", "Percent"),
    "life": ("Est Life", "Estimated Life", "Life"),
    "salvage": ("Salvage", "Salvage Value", "Salv Value"),
    "current_on": ("Current Thru", "Current Through Date", "Curr Thru"),
    "current": ("Current Accum Depr", "Current Accumulated Depreciation", "Curr Accum Depr"),
    "beginning_on": ("Beginning Date",),
    "beginning": ("Beginning Accum", "Beginning Accum Depr", "Beginning Accumulated"),
    "prior_on": ("Prior Thru", "Prior Through Date"),
    "prior": ("Prior Accum Depr", "Prior Accumulated Depreciation", "Prior Accum"),
    "book_value": ("NBV", "Net Book Value", "Net Book Val"),
    "cost_center": ("Location", "Department", "Dept", "Cost Center"),
    "retired": ("Disposal Date", "Disp Date", "Disposed"),
    "proceeds": ("Cash Proceeds", "Disposal Proceeds", "Gross Proceeds", "Proceeds"),
    "removal": ("Expenses of Sale", "Expense of Sale", "Exp of Sale", "Disposal Expenses"),
    "section_179": ("Sec 179", "Section 179", "Sec 179 Amount", "Section 179 Amount"),
    "bonus": ("168 Allow %", "168 Allowance %", "168 Allowance Percent", "168(k) %"),
    "business_use": ("Bus Use %", "Business Use %", "Business-Use Percent", "Bus %"),
    "property": ("Prop Type", "Property Type"),
    "book": ("Book", "Depreciation Book"),
}  # fmt: skip

LISTED = ("Q", "S")
"""Property types of listed property: what people use themselves, too."""

AUTOMOBILES = ("A", "T")
"""Property types of automobiles, and of light trucks and vans."""

REAL = ("R", "S", "U", "V", "C", "E")
"""Property types of real property."""

_CODE = re.compile(r"([A-Za-z]{2})[ /]?(\d{2,3})")


class SageAssets(AssetRegister):
    """Importer of exports and reports of Sage Fixed Assets."""

    list_name = "sage.assets"
    system = "sage"
    header = Header(CAPTIONS)
    keys = ("asset", "cost")
    needs = ("asset", "cost", "service", "method", "life")
    totals = ("cost", "current", "prior", "book_value")
    numbers = (
        "cost", "current", "beginning", "prior", "book_value", "salvage", "percent", "proceeds", "removal",
        "section_179",
    )  # fmt: skip
    side_by_side = True
    dates_of = ("service", "current_on", "beginning_on", "prior_on", "retired")

    def __init__(self, plant: str, **options: Any) -> None:
        super().__init__(plant, **{"dates": "mdy", **options})

    def date_of(self, record: Record) -> datetime.date | None:
        """Return the date of the values in a row."""
        last = _last(record)
        return (record.date(f"{last}_on") if last else None) or record.date("service")

    def asset(self, record: Record) -> AssetRow:
        """Return the asset of a row."""
        method, percent = record.text("method"), record.number("percent")
        if match := _CODE.fullmatch(method):
            method, percent = match[1], Decimal(match[2])
        life = record.text("life")
        months = asset_lives.four_digits(life) if life.strip("0") else None
        if months is None and life.strip("0"):
            raise record.fault("life", "expected four digits such as 0506, five years and six months")
        last = _last(record)
        kind = record.text("property").strip().upper()[:1]
        proceeds = record.number("proceeds")
        if proceeds is not None:
            proceeds -= record.number("removal") or ZERO
        book = record.number("book_value") if last != "prior" else None
        return AssetRow(
            source=source(record), number=record.text("asset"), sub=record.text("sub"), name=record.text("name"),
            asset_class=record.text("class") or record.text("property"), service=record.date("service"),
            cost=record.number("cost") or ZERO, accumulated=record.number(last) if last else None,
            book_value=book if last != "beginning" else None,
            values_on=record.date(f"{last}_on") if last else None, salvage=record.number("salvage"), life=months,
            method=method, percent=percent, cost_center=record.text("cost_center"), retired=record.date("retired"),
            proceeds=proceeds, keeps=True, book=record.text("book"), section_179=record.number("section_179"),
            bonus=asset_tax.percentage(record.text("bonus")), listed=kind in LISTED, real=kind in REAL,
            automobile=kind in AUTOMOBILES,
            business_use=asset_tax.business_use(record.text("business_use")),
        )  # fmt: skip


def _last(record: Record) -> str:
    """Return which accumulated depreciation a file has: the latest."""
    return next((name for name in ("current", "beginning", "prior") if name in record), "")
