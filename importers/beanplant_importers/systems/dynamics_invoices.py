"""Dynamics 365 Finance: transactions of customers (CustTrans) and vendors (VendTrans) with their settlement.

A transaction type says what a row is: invoices and credit notes are sales and customer transactions (purchase and
vendor ones), by their sign; payments settle what shares their last settlement voucher, or, exactly, what an export of
the settlements says (CustSettlement, VendSettlement)::

    invoices.Dynamics("P100", terms={"Net30": "net 30", "2%D10": "2/10"}, settlements="exports/cust-settlement.csv")

Terms are two keys in D365, of the payment and of the cash discount; both are read by the table and joined to
``2/10 net 30``. A cash discount is a transaction of its own: it is left out and compared with what beanplant takes.
The rows have no tax and no revenue account unless the columns were added; ``against`` is the place, ``sales`` for
customers and ``goods-received`` for vendors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beanplant.rules.payment_terms import parse_terms
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import ZERO, Line, Source
from beanplant_importers.formats import opening
from beanplant_importers.formats.captions import Header, fold
from beanplant_importers.open_item_list import OpenItemList
from beanplant_importers.open_items import CREDIT_NOTE, INVOICE, PAYMENT, Applied, OpenItem

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.formats.tables import Record

CUSTOMER = ("CustomerAccount", "CustomerAccountNumber", "Customer account", "AccountNum")
VENDOR = ("VendorAccount", "VendorAccountNumber", "Vendor account", "AccountNum")
CAPTIONS: dict[str, tuple[str, ...]] = {
    "name": ("CustomerName", "VendorName", "Customer name", "Vendor name", "Name"),
    "record": ("RecId", "TransactionRecId", "Record-ID"),
    "voucher": ("Voucher", "VoucherNumber"),
    "date": ("TransDate", "TransactionDate", "Transaction date", "Date"),
    "type": ("TransType", "TransactionType", "Transaction type"),
    "invoice": ("Invoice", "InvoiceId", "InvoiceNumber", "Invoice number"),
    "amount": ("AmountCur", "TransactionCurrencyAmount", "Amount in transaction currency", "AmountMST", "Amount"),
    "currency": ("CurrencyCode", "TransactionCurrencyCode", "Currency"),
    "settled": ("LastSettleVoucher", "LastSettlementVoucher", "Last settlement voucher"),
    "payment_terms": ("PaymTermId", "PaymentTermsName", "PaymentTerms", "Terms of payment"),
    "discount_terms": ("CashDiscCode", "CashDiscountCode", "Cash discount"),
    "tax": ("SumTax", "TaxAmount", "SalesTaxAmount", "Sales tax amount"),
    "reference": ("ReversedInvoice", "CreditedInvoice", "Corrected invoice", "ReferenceInvoice"),
    "text": ("Txt", "Description", "Text"),
}  # fmt: skip
SETTLEMENTS: dict[str, tuple[str, ...]] = {
    "record": ("TransRecId",),
    "offset": ("OffsetRecid", "OffsetRecId"),
    "amount": ("SettleAmountCur", "SettleAmountMST"),
    "discount": ("UtilizedCashDisc", "CashDiscAmount"),
}
KINDS = {
    **dict.fromkeys(("sales", "salesorder", "cust", "customer", "project", "freetextinvoice"), INVOICE),
    **dict.fromkeys(("purch", "purchaseorder", "vend", "vendor", "vendorinvoice"), INVOICE),
    **dict.fromkeys(("payment", "paym", "bank"), PAYMENT),
}
CASH_DISCOUNT = ("cashdisc", "cashdiscount")
EXCHANGE = ("exchadjustment", "exchadj", "exchangeadjustment", "exchadjgain", "exchadjloss")
"""Types of what a settlement at another rate gains or loses: nothing in the currency of the document."""


class DynamicsTransactions(OpenItemList):
    """Importer of CustTrans; ``vendors=True``: VendTrans. ``settlements`` is an export of the settlements."""

    list_name = "d365.customer-transactions"
    system = "D365"
    header = Header({"party": CUSTOMER, **CAPTIONS})
    keys = ("party", "voucher", "date", "type", "amount")
    of_row = ("voucher", "date", "type")
    numbers = ("amount", "tax")
    dates_of = ("date",)

    def __init__(
        self,
        plant: str,
        *,
        vendors: bool = False,
        settlements: str | Path | None = None,
        types: dict[str, str] | None = None,
        against: str = "",
        **options: Any,
    ) -> None:
        header = Header({"party": VENDOR, **CAPTIONS}) if vendors else self.header
        self.of_side(header, "d365.vendor-transactions" if vendors else self.list_name, vendors=vendors)
        super().__init__(plant, **options)
        self.settlements = str(settlements) if settlements is not None else ""
        self.against = against or ("goods-received" if vendors else "sales")
        self.types = {**KINDS, **{fold(word): kind for word, kind in (types or {}).items()}}

    def _is_of_plant(self, table: Any) -> bool:
        if not super()._is_of_plant(table):
            return False
        if fold(table.captions[table.columns["party"]]) != "accountnum":
            return True
        theirs = ("sales", "cust") if self.vendors else ("purch", "vend")
        return not any(fold(record.text("type")).startswith(theirs) for record in table.records())

    def open_items(self, path: str, chart: Chart, notes: list[str]) -> Sequence[OpenItem]:
        """Return the transactions, settled. Raises `ImportFault`."""
        table = self.open(path)
        rows: list[tuple[Record, OpenItem]] = []
        lines: dict[str, int] = {}
        for record in table.records():
            rows.append((record, self._item(record, chart, lines)))
        table.check_totals(("amount",))
        notes += table.noise.notes
        discounts = [pair for pair in rows if fold(pair[0].text("type")) in CASH_DISCOUNT]
        taken = self._discounts(discounts, [item for _, item in rows if item.kind == INVOICE])
        items = [
            replace(item, discount=taken.get(id(item), ZERO)) if id(item) in taken else item
            for _, item in rows
        ]
        if not self.settlements:
            return items
        by_record = {
            record.text("record"): item
            for (record, _), item in zip(rows, items, strict=True)
            if record.text("record")
        }
        return self._settled(items, by_record)

    def _item(self, record: Record, chart: Chart, lines: dict[str, int]) -> OpenItem:
        amount, date = self.stated(record)
        currency, voucher = self.currency_of(record, chart), record.text("voucher")
        label = record.text("type")
        kind = self.types.get(fold(label), "")
        if kind == INVOICE and (amount < 0) != self.vendors:
            kind = CREDIT_NOTE
        lines[voucher] = lines.get(voucher, 0) + 1
        source = Source(record.table.file, record.row)
        tax = abs(record.number("tax") or ZERO) * (1 if amount > 0 else -1)
        legs = [Line(account=self.against, amount=tax - amount)]
        if tax:
            legs.append(Line(account="input-tax" if self.vendors else "tax", amount=-tax))
        elsewhere = "the cash discount, which beanplant takes" if fold(label) in CASH_DISCOUNT else ""
        if fold(label) in EXCHANGE and not amount:
            elsewhere = "an exchange adjustment, which is nothing in the currency of the document"
        number = record.text("invoice") if kind in (INVOICE, CREDIT_NOTE) else voucher
        return OpenItem(
            source=source, kind=kind, label=label, document=f"D365/{voucher}", line=str(lines[voucher]),
            number=number or voucher, date=date, amount=amount, currency=currency, clearing=record.text("settled"),
            invoice=record.text("reference") if kind == CREDIT_NOTE else "",
            party=record.text("name") or record.text("party"), text=record.text("text"),
            terms=self._terms(record, source) if kind == INVOICE else "",
            lines=tuple(legs) if kind in (INVOICE, CREDIT_NOTE) else (), base=amount - tax,
            elsewhere=elsewhere,
            reason="" if kind or elsewhere else f'type {label} is not known; write types={{"{label}": "payment"}}, or '
            '"invoice" or "credit-note" where it is one',
        )  # fmt: skip

    def _terms(self, record: Record, source: Source) -> str:
        parts = [
            self.terms.read(record.text(name), source, record.table.caption(name))
            for name in ("discount_terms", "payment_terms")
            if name in record
        ]
        text = " ".join(part for part in parts if part)
        if text:
            _, error = parse_terms(text)
            if error:
                raise ImportFault(source.file, source.row, error)
        return text

    def _discounts(
        self, rows: Sequence[tuple[Record, OpenItem]], invoices: Sequence[OpenItem]
    ) -> dict[int, Decimal]:
        """Return the discount of each invoice: by the invoice that its transaction names, else by the settlement."""
        taken: dict[int, Decimal] = {}
        for record, row in rows:
            name = record.text("invoice")
            found = [
                item for item in invoices if name and (item.number, item.party) == (name, row.party)
            ] or [item for item in invoices if row.clearing and item.clearing == row.clearing and item.terms]
            if found:
                taken[id(found[0])] = taken.get(id(found[0]), ZERO) + abs(row.amount)
        return taken

    def _settled(self, items: Sequence[OpenItem], by_record: dict[str, OpenItem]) -> list[OpenItem]:
        """Return the items with payments that say what they settled."""
        table = opening.find(self.settlements, Header(SETTLEMENTS), ("record", "offset", "amount"))
        table.settle(("amount", "discount"), (), decimal=self.decimal)
        applied: dict[int, list[Applied]] = {}
        credited: dict[int, str] = {}
        left = {id(item): item.discount for item in items if item.kind == INVOICE}
        for record in table.records():
            item, offset = by_record.get(record.text("record")), by_record.get(record.text("offset"))
            if item is None or offset is None or offset.kind != INVOICE:
                continue
            if item.kind == CREDIT_NOTE:
                credited.setdefault(id(item), offset.number)
            elif item.kind == PAYMENT:
                discount = left.pop(id(offset), ZERO) or abs(record.number("discount") or ZERO)
                part = Applied(offset.number, abs(record.number("amount") or ZERO), discount)
                applied.setdefault(id(item), []).append(part)
        result = []
        for item in items:
            if id(item) in applied:
                item = replace(item, applied=tuple(applied[id(item)]))
            elif id(item) in credited and not item.invoice:
                item = replace(item, invoice=credited[id(item)])
            result.append(item)
        return result
