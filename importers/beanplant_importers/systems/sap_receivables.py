"""FBL5N, the line items of customers: invoices with their terms, credit notes, and payments.

An invoice is known by its document number, and a payment settles the invoice that its row refers to, or where it names
none, the items of the file that it cleared (`beanplant_importers.clearing`). A payment's amount in the list is what it
cleared; the money that came in is that less the discount, which beanplant adds again::

    2026-04-03 * "Ohio Water Authority" "Payment 1400000066"
      invoice: "90000074"
      Assets:Bank                7644.00 USD
      Assets:Receivables        -7644.00 USD

``taxes`` says which rate in percent a tax code has; the tax is the rounded part of the gross amount, and the rest is
sales. How rows and terms are read: `beanplant_importers.systems.sap_open_items`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from beanplant_importers.formats.captions import Header
from beanplant_importers.systems.sap_captions import CUSTOMER_ITEMS
from beanplant_importers.systems.sap_open_items import SapOpenItems

if TYPE_CHECKING:
    from beanplant_importers.formats.tables import Record


class CustomerItems(SapOpenItems):
    """Importer of FBL5N lists. ``invoices``, ``credit_notes`` and ``payments`` are document types."""

    list_name = "sap.fbl5n"
    place = "receivables"
    party = "customer"
    other_types = frozenset({"RE", "KR", "KG", "KA", "KZ"})
    header = Header(CUSTOMER_ITEMS)
    keys = ("customer", "document", "type", "date", "amount")

    def __init__(
        self,
        plant: str,
        *,
        invoices: Iterable[str] = ("RV", "DR"),
        credit_notes: Iterable[str] = ("DG",),
        payments: Iterable[str] = ("DZ", "ZP"),
        **options: Any,
    ) -> None:
        super().__init__(plant, invoices=invoices, credit_notes=credit_notes, payments=payments, **options)

    def against(self, record: Record) -> tuple[tuple[str, str | None], str]:
        """Return sales, or the place of the offsetting account if ``places`` has it."""
        return (self.place_of(record.text("offset")) or "sales", None), ""
