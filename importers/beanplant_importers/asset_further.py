"""What the further books of a list add to an asset: its tax book to its directive, others a directive of their own.

::

    2026-02-01 custom "plant-asset-area" "CNC-01" "ifrs"    ; a book that areas= names
      life: "10 years"
      method: "straight-line"
      convention: "full-month"
      accumulated: 30000.00 USD

An area is depreciated by the same rules, beside the books, and never posted. What was depreciated in it opens it; what
the list does not say of that is as in the books. A code of a tax book makes it a further one: ``tax: "macrs-7"``.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

from beanplant_importers import asset_tax, asset_terms, names
from beanplant_importers.asset_facts import Asset, AssetDirective, Terms
from beanplant_importers.facts import ZERO

if TYPE_CHECKING:
    from beanplant_importers.asset_case import Case, Term
    from beanplant_importers.asset_rows import AssetRow
    from beanplant_importers.reading import Reading


def with_books(reading: Reading, books: list[AssetRow], case: Case) -> tuple[Reading, list[str]]:
    """Return the reading of an asset with what its further books say, and for each the reason why it adds nothing."""
    facts, reasons = list(reading.facts), []
    for book in books:
        code = names.key(book.book)
        if code == case.plan.tax:
            terms = _tax(book, case)
            if not isinstance(terms, str):
                facts = [_with_tax(fact, terms) if isinstance(fact, Asset) else fact for fact in facts]
            reasons.append(terms if isinstance(terms, str) else "")
        else:
            found = area(book, case, case.plan.areas[code])
            if isinstance(found, AssetDirective):
                facts.append(found)
            reasons.append(found if isinstance(found, str) else "")
    return reading._replace(facts=tuple(facts) if not reading.reason else ()), reasons


def area(row: AssetRow, case: Case, name: str) -> AssetDirective | str:
    """Return the directive of a further depreciation area, or the reason why there is none.

    A code that only a tax book has (``MACRS``, ``MF``) makes it a further tax book: a state's for example.
    """
    words = case.plan.classes.words
    if row.method and words.method(row.method) is None and words.tax(row.method) is not None:
        taxed = asset_tax.tax_terms(row, case.row, case.entry, case.plan.classes)
        return taxed if isinstance(taxed, str) else _directive(row, case, name, case.row.service, taxed)
    found = asset_terms.estimate(row, case.entry, case.plan.classes)
    if isinstance(found, str):
        return found
    taken, service = row.depreciation(), row.service or case.row.service
    if not found.depreciates or service is None:
        return "has no depreciation in this area"
    if taken is None:
        return "the book value is not cost less accumulated depreciation; correct the register"
    if taken > row.cost - found.salvage:
        return "accumulated depreciation is more than cost less salvage; correct the register"
    terms: list[Term] = list(found.terms())
    if not found.salvage and (case.row.salvage or case.entry.salvage):
        terms.insert(0, ("salvage", ZERO))  # what an area leaves out is as in the books
    if not case.later and (row.accumulated is not None or row.book_value is not None):
        terms.append(("accumulated", taken))
    return _directive(row, case, name, service, tuple(terms))


def _directive(
    row: AssetRow, case: Case, name: str, date: datetime.date | None, terms: Terms
) -> AssetDirective:
    return AssetDirective(
        kind="plant-asset-area", date=date or case.date, plant=case.plan.plant, asset=case.key, source=row.source,
        words=(name,), currency=case.currency, terms=terms,
    )  # fmt: skip


def _tax(book: AssetRow, case: Case) -> Terms | str:
    found = asset_tax.tax_terms(book, case.row, case.entry, case.plan.classes)
    had = case.chart.assets.get(case.key)
    if isinstance(found, str) or had is None:
        return found
    said = had.terms.get("tax")
    if found[0][1] == said:
        return found
    now = f'"{said}"' if said else "none"
    listed = found[0][1]
    return f'asset {case.key} differs: tax: {now} in the ledger, "{listed}" in the list; correct it in its directive'


def _with_tax(asset: Asset, terms: Terms) -> Asset:
    said = tuple(term for term in asset.terms if term[0] not in ("tax", "bonus"))
    return replace(asset, terms=(*said, *terms))
