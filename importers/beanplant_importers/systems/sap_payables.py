"""FBL1N, the line items of vendors: their invoices with terms, credit memos, and payments.

The mirror of FBL5N: amounts of invoices are negative. What an invoice is for is in the offsetting account, which
``places`` turns into a place, else in ``against`` (goods received by default, with the purchase order and its item as
``receipt:``)::

    sap.VendorItems("P100", taxes={"V1": "19"}, places={"476000": "cost-centers:Office"})

    2026-03-12 * "Acme Steel" "Invoice 5105600101"
      document: "FI/2026/5105600101"
      invoice: "5105600101"
      terms: "3/14 net 30"
      Liabilities:Payables                        -1190.00 EUR
      Liabilities:P100:GoodsReceivedNotInvoiced    1000.00 EUR
        receipt: "4500000100-10"
      Assets:InputTax                               190.00 EUR

A purchase discount lowers the cost of what was received: see purchase discounts in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from beanplant_importers import names
from beanplant_importers.errors import nearest
from beanplant_importers.formats.captions import Header
from beanplant_importers.systems.sap_captions import VENDOR_ITEMS
from beanplant_importers.systems.sap_open_items import SapOpenItems

if TYPE_CHECKING:
    from beanplant_importers.formats.tables import Record


class VendorItems(SapOpenItems):
    """Importer of FBL1N lists; ``against`` is the place of invoices whose offsetting account the list has not."""

    list_name = "sap.fbl1n"
    place = "payables"
    party = "vendor"
    vendors = True
    other_types = frozenset({"RV", "DR", "DG", "DZ"})
    header = Header(VENDOR_ITEMS)
    keys = ("vendor", "document", "type", "date", "amount")

    def __init__(
        self,
        plant: str,
        *,
        invoices: Iterable[str] = ("RE", "KR", "RN"),
        credit_notes: Iterable[str] = ("KG",),
        payments: Iterable[str] = ("KZ", "ZP", "ZV"),
        against: str = "goods-received",
        **options: Any,
    ) -> None:
        super().__init__(plant, invoices=invoices, credit_notes=credit_notes, payments=payments, **options)
        self.default = against

    def against(self, record: Record) -> tuple[tuple[str, str | None], str]:
        """Return what was bought: the place of the offsetting account, else goods received."""
        order, item = (
            record.text("purchase_order"),
            names.key(record.text("purchase_item")) if record.text("purchase_item") else "",
        )
        offset = record.text("offset").strip()
        place = self.place_of(offset) if offset else self.default
        if place is None and order:
            place = self.default
        if place is None:
            return ("", None), (
                f'offsetting account "{offset}" has no place{nearest(offset, self.places)}; write places='
                f'{{"{offset}": "cost-centers:..."}} on the importer'
            )
        receipt = f"{names.key(order)}-{item}".rstrip("-") if order else None
        return (place, receipt if place == self.default else None), ""
