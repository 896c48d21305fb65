"""Oracle Assets: the asset register (FAS600) and the journal entry reserve ledger (FAS400).

An asset that is assigned to several cost centers has a row for each; they are added up, and its expense is that of the
row with the greatest cost (a note says so). A life is ``5.06``: five years and six months. The class is the category,
or where the layout has none the asset or reserve account. Rows of full retirements and transfers out are left aside, as
they have nothing left; a row of a partial retirement has what is left. With a date of retirement a full one is a
disposal, its proceeds less the cost of removal.

A tax book is one of the books of the file (``tax="US TAX"``), or a file of its own (``lists=``). What is under
construction (asset type CIP) has the class ``CIP``, what was expensed is left aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from beanplant_importers import asset_lives, asset_tax, names
from beanplant_importers.asset_register import AssetRegister
from beanplant_importers.asset_rows import AssetRow, source
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import ZERO
from beanplant_importers.formats.captions import Header, fold

if TYPE_CHECKING:
    from beanplant_importers.formats.tables import Record, Table

CAPTIONS = {
    "book": ("book", "Book Type Code", "Asset Book", "Corporate Book"),
    "asset": ("asset_number", "Asset Number", "Asset"),
    "name": ("asset_description", "Asset Description", "Description"),
    "class": (
        "category", "asset_category", "Asset Category", "Category Segments", "major_category", "asset_account",
        "Asset Account", "asset_cost_account", "reserve_account", "Reserve Account",
    ),
    "service": ("date_placed_in_service", "Date Placed in Service", "Date in Service", "DPIS"),
    "convention": ("prorate_convention", "Prorate Convention", "prorate_convention_code", "Convention"),
    "method": ("deprn_method", "depreciation_method", "Depreciation Method", "Deprn Method", "Method"),
    "life": ("life_in_yr_mo", "Life Yr.Mo", "Life (Yr.Mo)", "Life in Yr Mo", "Life"),
    "months": ("life_in_months", "Life in Months"),
    "salvage": ("salvage_value", "Salvage Value"),
    "cost": ("cost", "Current Cost", "Cost"),
    "book_value": ("net_book_value", "Net Book Value", "NBV"),
    "accumulated": (
        "deprn_reserve", "depreciation_reserve", "Depreciation Reserve", "Deprn Reserve",
        "Accumulated Depreciation",
    ),
    "cost_center": ("cost_center", "Cost Center"),
    "currency": ("currency", "Currency Code"),
    "period": ("period", "period_name", "Period Name"),
    "type": ("transaction_type", "Transaction Type", "T"),
    "kind": ("asset_type", "Asset Type"),
    "parent": ("parent_asset_number", "Parent Asset Number", "Parent Asset"),
    "group": ("group_asset_number", "Group Asset Number", "Group Asset"),
    "location": ("location", "Location", "Location Segments"),
    "retired": ("date_retired", "Date Retired", "Retirement Date"),
    "proceeds": ("proceeds_of_sale", "Proceeds of Sale", "Proceeds"),
    "removal": ("cost_of_removal", "Cost of Removal", "Removal Cost"),
    "section_179": ("section_179", "Section 179", "Section 179 Amount", "itc_section_179"),
    "bonus": ("bonus_rate", "Bonus Rate", "Bonus Percent"),
    "business_use": ("business_use_percent", "Business Use Percent", "Business Use %"),
}  # fmt: skip

ELSEWHERE = {"F": "fully retired", "T": "transferred out"}
"""Rows that have nothing left, by the transaction type of the report."""


class OracleAssets(AssetRegister):
    """Importer of Oracle's asset register and reserve ledger; ``book`` chooses one of several books."""

    list_name = "oracle.assets"
    system = "oracle"
    header = Header(CAPTIONS)
    keys = ("asset", "cost")
    needs = ("asset", "cost", "service", "accumulated", "method")
    numbers = (*AssetRegister.numbers, "proceeds", "removal", "section_179")

    def assets(self, table: Table) -> Iterator[AssetRow]:
        """Yield the assets of a file, each with all its rows."""
        found: dict[tuple[str, str], list[AssetRow]] = {}
        seen: dict[str, str] = {}
        for record in table.records():
            row = self.asset(record)
            if row.elsewhere:
                yield row
                continue
            said = record.text("period")
            if said and seen.setdefault("period", said) != said:
                raise ImportFault(
                    table.file, record.row, f"found the periods {seen['period']} and {said}, expected one: export one "
                    "period",
                )  # fmt: skip
            found.setdefault((self.key(row), names.key(row.book)), []).append(row)
        for rows in found.values():
            yield _together(rows)

    def asset(self, record: Record) -> AssetRow:
        """Return what a row says of its asset."""
        retired = record.date("retired")
        elsewhere = "" if retired else ELSEWHERE.get(record.text("type").upper(), "")
        kind = fold(record.text("kind"))
        if kind == "expensed":
            elsewhere = "expensed"
        proceeds = record.number("proceeds")
        if proceeds is not None:
            proceeds -= record.number("removal") or ZERO
        life, months = record.text("life"), record.text("months")
        found = asset_lives.years_dot_months(life) if life.strip("0.") else None
        if months.strip("0."):
            found = asset_lives.in_months(months)
        if found is None and (life.strip("0.") or months.strip("0.")):
            raise record.fault(
                "life" if life else "months", "expected a life such as 5.06, five years and six months"
            )
        return AssetRow(
            source=source(record), number=record.text("asset"), name=record.text("name"),
            asset_class="CIP" if kind == "cip" else record.text("class"), service=record.date("service"),
            cost=record.number("cost") or ZERO, accumulated=record.number("accumulated"),
            book_value=record.number("book_value"), salvage=record.number("salvage"), life=found,
            method=record.text("method"), convention=record.text("convention"),
            cost_center=record.text("cost_center"), currency=record.text("currency"), elsewhere=elsewhere,
            book=record.text("book"), parent=record.text("parent"), group=record.text("group"), retired=retired,
            location=record.text("location"),
            proceeds=proceeds, keeps=True, section_179=record.number("section_179"),
            bonus=asset_tax.percentage(record.text("bonus")),
            business_use=asset_tax.business_use(record.text("business_use")),
        )  # fmt: skip


def _together(rows: list[AssetRow]) -> AssetRow:
    """Return the rows of an asset as one."""
    if len(rows) == 1:
        return rows[0]
    largest = max(rows, key=lambda row: row.cost)
    same = {
        (row.service, row.life, row.method, row.convention, row.asset_class, row.currency) for row in rows
    }
    books = [row.book_value for row in rows if row.book_value is not None]
    salvages = {row.salvage for row in rows if row.salvage is not None}
    return replace(
        largest, source=rows[0].source, rows=len(rows), cost_centers=len({row.cost_center for row in rows}),
        cost=sum((row.cost for row in rows), ZERO),
        accumulated=sum((row.accumulated or ZERO for row in rows), ZERO),
        book_value=sum(books, ZERO) if len(books) == len(rows) else None,
        salvage=salvages.pop() if len(salvages) == 1 else (sum(salvages, ZERO) if salvages else None),
        reason="" if len(same) == 1 else "its rows differ in class, date in service, life, method or convention",
    )  # fmt: skip
