"""A plain table of invoices, credit notes and payments: a sheet or csv that somebody keeps.

The captions below are known; those of one's own are said, the field first::

    invoices.Table("P100", columns={"party": "Client", "number": "Voucher"})

A row is what its ``Type`` says: ``invoice``, ``credit note`` or ``payment``. Amounts are as the documents state them,
without a sign: with tax for an invoice, money for a payment, with the discount that was taken beside it. A payment over
several invoices has a row for each, under one number. A negative payment was taken back (a bounced check).
``vendors=True``: the documents are those of vendors, and ``Place`` says what they are for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from beanplant_importers.errors import ImportFault, nearest
from beanplant_importers.facts import ZERO, Line, Source
from beanplant_importers.formats.captions import Header, fold
from beanplant_importers.open_item_list import OpenItemList
from beanplant_importers.open_items import CREDIT_NOTE, INVOICE, PAYMENT, Applied, OpenItem

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.formats.tables import Record

CAPTIONS: dict[str, tuple[str, ...]] = {
    "type": ("Type", "Document type", "Kind", "Art", "Belegart"),
    "number": ("Number", "No.", "Document", "Document no", "Document number", "Nummer", "Beleg", "Belegnummer"),
    "date": ("Date", "Document date", "Posting date", "Datum", "Belegdatum"),
    "amount": ("Amount", "Gross", "Gross amount", "Total", "Betrag", "Brutto", "Bruttobetrag"),
    "tax": ("Tax", "VAT", "Sales tax", "Steuer", "MwSt", "USt"),
    "terms": ("Terms", "Payment terms", "Terms of payment", "Zahlungsbedingung", "Zahlungsbedingungen"),
    "invoice": ("Invoice", "Invoice no", "Invoice number", "Applies to", "Reference", "Rechnung", "Rechnungsnummer"),
    "discount": ("Discount", "Cash discount", "Discount taken", "Skonto"),
    "currency": ("Currency", "Währung"),
    "account": ("Account", "Place", "Revenue account", "Expense account", "Konto"),
    "text": ("Text", "Memo", "Description", "Bemerkung"),
    "plant": ("Plant", "Site", "Werk"),
}  # fmt: skip
CUSTOMER = ("Customer", "Customer name", "Client", "Kunde", "Debitor")
VENDOR = ("Vendor", "Supplier", "Vendor name", "Supplier name", "Lieferant", "Kreditor")
KINDS = {
    "invoice": INVOICE, "inv": INVOICE, "bill": INVOICE, "rechnung": INVOICE,
    "creditnote": CREDIT_NOTE, "creditmemo": CREDIT_NOTE, "credit": CREDIT_NOTE, "gutschrift": CREDIT_NOTE,
    "payment": PAYMENT, "receipt": PAYMENT, "pmt": PAYMENT, "zahlung": PAYMENT,
}  # fmt: skip


class TableInvoices(OpenItemList):
    """Importer of a plain table; ``types`` says words for the types that are not known."""

    list_name = "table.invoices"
    system = "the table"
    header = Header({"party": CUSTOMER, **CAPTIONS})
    keys = ("type", "number", "date", "amount", "party")
    of_row = ("number", "date")
    numbers = ("amount", "tax", "discount")
    dates_of = ("date",)

    def __init__(
        self,
        plant: str,
        *,
        vendors: bool = False,
        types: dict[str, str] | None = None,
        against: str = "",
        **options: Any,
    ) -> None:
        header = Header({"party": VENDOR, **CAPTIONS}) if vendors else self.header
        self.of_side(header, "table.bills" if vendors else self.list_name, vendors=vendors)
        super().__init__(plant, **options)
        self.against = against or ("goods-received" if vendors else "sales")
        self.types = dict(KINDS)
        for word, kind in (types or {}).items():
            if kind not in (INVOICE, CREDIT_NOTE, PAYMENT):
                raise ImportFault(
                    "types=",
                    0,
                    f'"{word}": found "{kind}", expected "{INVOICE}", "{CREDIT_NOTE}" or "{PAYMENT}"',
                )
            self.types[fold(word)] = kind

    def open_items(self, path: str, chart: Chart, notes: list[str]) -> Sequence[OpenItem]:
        """Return the rows. Raises `ImportFault`."""
        table = self.open(path)
        lines: dict[str, int] = {}
        result = [self._item(record, chart, lines) for record in table.records()]
        table.check_totals(("amount",))
        notes += table.noise.notes
        return result

    def _item(self, record: Record, chart: Chart, lines: dict[str, int]) -> OpenItem:
        word = record.text("type")
        kind = self.types.get(fold(word), "")
        stated, date = self.stated(record)
        currency = self.currency_of(record, chart)
        number, invoice = record.text("number"), record.text("invoice")
        source, ledger = Source(record.table.file, record.row), "AP" if self.vendors else "AR"
        # A vendor's numbers are that vendor's own.
        own = f"{record.text('party')}/" if self.vendors and kind in (INVOICE, CREDIT_NOTE) else ""
        key = f"{ledger}/{kind or word}/{own}{number}"
        lines[key] = lines.get(key, 0) + 1
        sign = -1 if self.vendors else 1
        discount = abs(record.number("discount") or ZERO)
        if kind == PAYMENT:
            amount = -(stated + discount) * sign
        else:
            amount = (-abs(stated) if kind == CREDIT_NOTE else stated) * sign
        legs, net, reason = self._legs(record, amount) if kind in (INVOICE, CREDIT_NOTE) else ((), ZERO, "")
        if not kind:
            reason = (
                f'type "{word}" is not known{nearest(word, self.types)}; write types={{"{word}": "invoice"}}'
            )
        return OpenItem(
            source=source, kind=kind, label=kind or word or "row", document=key,
            line=str(lines[key]),
            number=number, date=date, amount=amount, currency=currency, discount=discount,
            invoice=invoice if kind == CREDIT_NOTE else "",
            applied=(Applied(invoice, stated, discount),) if kind == PAYMENT and invoice else (),
            party=record.text("party"), text=record.text("text"),
            terms=self.terms.read(record.text("terms"), source, record.table.caption("terms"))
            if kind == INVOICE else "", lines=legs, base=net, reason=reason,
            elsewhere=f"plant {record.text('plant')}" if record.text("plant") not in ("", self.plant) else "",
        )  # fmt: skip

    def _legs(self, record: Record, amount: Any) -> tuple[tuple[Line, ...], Any, str]:
        """Return the legs against an invoice, its part without tax, and what is wrong."""
        tax = abs(record.number("tax") or ZERO) * (1 if amount > 0 else -1)
        account = record.text("account")
        place = (self.place_of(account) or _place(account)) if account else self.against
        if place is None:
            near = nearest(account, self.places)
            reason = f'account "{account}" has no place{near}; write places={{"{account}": "sales"}}'
            return (), amount - tax, reason
        legs = [Line(account=place, amount=tax - amount)]
        if tax:
            legs.append(Line(account="input-tax" if self.vendors else "tax", amount=-tax))
        return tuple(legs), amount - tax, ""


def _place(account: str) -> str | None:
    """Return an account of the ledger as it is; None for any other."""
    return account if account.split(":")[0] in ("Income", "Expenses", "Assets", "Liabilities") else None
