"""Oracle Assets: the asset register (FAS600) and the journal entry reserve ledger (FAS400).

An asset that is assigned to several cost centers has a row for each; they are added up, and its expense is that of the
row with the greatest cost (a note says so). A life is ``5.06``: five years and six months. The class is the category,
or where the layout has none the asset or reserve account. Rows of full retirements and transfers out are left aside, as
they have nothing left; a row of a partial retirement has what is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from beanplant_importers import asset_lives, names
from beanplant_importers.asset_register import AssetRegister, source
from beanplant_importers.asset_rows import AssetRow
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import ZERO
from beanplant_importers.formats.captions import Header

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

    def assets(self, table: Table) -> Iterator[AssetRow]:
        """Yield the assets of a file, each with all its rows."""
        found: dict[str, list[AssetRow]] = {}
        seen: dict[str, str] = {}
        for record in table.records():
            row = self.asset(record)
            if row.elsewhere:
                yield row
                continue
            for name in ("book", "period"):
                said = record.text(name)
                if said and seen.setdefault(name, said) != said:
                    raise ImportFault(
                        table.file, record.row, f"found the {name}s {seen[name]} and {said}, expected one: "
                        + ('choose it with book= on the importer' if name == "book" else "export one period"),
                    )  # fmt: skip
            found.setdefault(self.key(row), []).append(row)
        for rows in found.values():
            yield _together(rows)

    def asset(self, record: Record) -> AssetRow:
        """Return what a row says of its asset."""
        elsewhere = ELSEWHERE.get(record.text("type").upper(), "")
        book = record.text("book")
        if self.book and book and names.key(book) != names.key(self.book):
            elsewhere = f"book {book}"
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
            asset_class=record.text("class"), service=record.date("service"), cost=record.number("cost") or ZERO,
            accumulated=record.number("accumulated"), book_value=record.number("book_value"),
            salvage=record.number("salvage"), life=found, method=record.text("method"),
            convention=record.text("convention"), cost_center=record.text("cost_center"),
            currency=record.text("currency"), elsewhere=elsewhere,
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
