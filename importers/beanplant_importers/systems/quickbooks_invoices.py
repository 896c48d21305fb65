"""QuickBooks Desktop: invoices, payments, bills and credits of the Journal report or an IIF file.

QuickBooks itself writes only lists to IIF; transactions leave it as reports. Of these the Journal (Reports, Accountant
& Taxes) and Custom Transaction Detail have every row (`beanplant_importers.formats.quickbooks_journal`); the column
``Terms`` is added to them. IIF with transactions is what other programs write.

=====================  =========================================================
TRNSTYPE               becomes
=====================  =========================================================
INVOICE, CREDIT MEMO   invoice, credit note of a customer
PAYMENT                money in, over the invoices that its splits name
BILL, BILL REFUND      invoice, credit of a vendor
BILLPMT                money out, over the bills that its splits name
=====================  =========================================================

Other transactions are left to other lists. ``TERMS`` rows of the file say what its terms grant (discount percent and
days, due days or day of the month); a name such as ``2% 10 Net 30`` that has none is read as it is worded.

Neither has the application of payments to invoices. In IIF a split on receivables or payables names its invoice in
DOCNUM; with ``apply="oldest"`` payments that name none are applied as QuickBooks does it: to the invoice of that very
amount, else to the oldest first. ``places`` says what accounts are, with their number and parents or without; where it
does not, the type of the account (ACCNT rows) does for sales and tax. A split on an account of ``discounts`` is the
cash discount that QuickBooks posted: it is left out and compared. Splits of a customer's document on accounts of
``stock`` are what QuickBooks took out of its own stock; they are left out, as shipments cost that in the ledger.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beanplant_importers import automatic_application, iif_terms
from beanplant_importers.errors import ImportFault, nearest
from beanplant_importers.facts import ZERO, Line, Source
from beanplant_importers.formats import iif, quickbooks_journal
from beanplant_importers.formats.captions import Header
from beanplant_importers.invoice_names import named
from beanplant_importers.open_item_list import OpenItemList, Side
from beanplant_importers.open_items import CREDIT_NOTE, INVOICE, PAYMENT, Applied, OpenItem

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.reading import Reading

CUSTOMERS = {"INVOICE": INVOICE, "CREDIT MEMO": CREDIT_NOTE, "PAYMENT": PAYMENT}
VENDORS = {"BILL": INVOICE, "BILL REFUND": CREDIT_NOTE, "BILLPMT": PAYMENT}
DISCOUNTS = (
    "Discounts Given",
    "Sales Discounts",
    "Discounts Taken",
    "Purchase Discounts",
    "Discounts Earned",
)
STOCK = ("Inventory Asset", "Cost of Goods Sold")
TAX = "Sales Tax Payable"
TYPES = {"INC": "sales", "EXINC": "sales", "AR": "receivables", "AP": "payables"}
"""Places of accounts by their ACCNTTYPE."""


class QuickBooks(OpenItemList):
    """Importer of Journal reports and IIF files; ``currency`` is the one of the company."""

    list_name = "quickbooks.invoices"
    system = "QuickBooks"
    place = "receivables"
    header = Header({})

    def __init__(
        self,
        plant: str,
        *,
        discounts: Iterable[str] = DISCOUNTS,
        stock: Iterable[str] = STOCK,
        apply: str = "",
        **options: Any,
    ) -> None:
        if apply not in ("", "oldest"):
            raise ValueError(f'apply={apply!r}: expected "oldest" or ""')
        super().__init__(plant, **options)
        self.discounts, self.stock = frozenset(discounts), frozenset(stock)
        self.apply = apply
        self._types: dict[str, str] = {}

    def open(self, path: str) -> Any:
        """Return the file, read. Raises `ImportFault`."""
        if iif.is_iif(path):
            return iif.read(path, self.encoding)
        return quickbooks_journal.read(path, encoding=self.encoding, decimal=self.decimal, dates=self.dates)

    def identify(self, filepath: str) -> bool:
        """Say whether a file is IIF with transactions, or a Journal report. Never raises."""
        try:
            return iif.is_iif(filepath) or quickbooks_journal.is_journal(filepath)
        except Exception:  # whatever a strange file does, it is not ours
            return False

    def date(self, filepath: str) -> datetime.date | None:
        """Return the latest date of a file; None if it cannot be read."""
        try:
            return max((each.head.date("DATE") for each in self.open(filepath).transactions), default=None)
        except ImportFault:
            return None

    def filename(self, filepath: str) -> str | None:
        """Return a tidy name for the archive."""
        return f"{self.list_name.rpartition('.')[0]}-{self.plant}-{Path(filepath).name}"

    def readings(self, path: str, chart: Chart, notes: list[str]) -> Iterator[Reading]:
        """Yield what is made of the transactions: customers' items, then vendors', then what is left to others."""
        if not chart.currency:
            raise ImportFault(path, 0, 'found no currency, expected currency="USD" on the importer')
        file: iif.IifFile = self.open(path)
        if not file.terms:
            notes.append(
                f"{path}: the report has no column Terms, so its invoices grant no discount; add it with Customize "
                "Report, Display, where any does."
            )
        for row in file.lists.get("TERMS", ()):
            name = row.text("NAME")
            if name and name not in self.terms:
                self.terms.add(name, iif_terms.worded(row), path, row.row)
        self._types = {row.text("NAME"): _type(row) for row in file.lists.get("ACCNT", ())}
        lines: dict[str, int] = {}
        sides: tuple[list[OpenItem], list[OpenItem]] = [], []
        for transaction in file.transactions:
            label = transaction.head.text("TRNSTYPE").upper()
            sides[label in VENDORS].append(self._item(transaction, label, chart, lines))
        for vendors, items in enumerate(sides):
            matched: Sequence[OpenItem] = items
            if self.apply:
                sign, place = (-1, "payables") if vendors else (1, "receivables")
                names = chart.invoices.of(chart.account(place), sign)
                matched = automatic_application.apply(named(items, names), sign)
            yield from Side(self, bool(vendors)).readings(path, matched, chart, notes)

    def _item(
        self, transaction: iif.Transaction, label: str, chart: Chart, lines: dict[str, int]
    ) -> OpenItem:
        head = transaction.head
        kind = CUSTOMERS.get(label) or VENDORS.get(label) or ""
        number = head.text("DOCNUM")
        party = head.text("NAME").partition(":")[0]
        own = head.text("TRNSID") or f"{party} {head.date('DATE')}"
        document = "/".join(part for part in ("QB", label.replace(" ", "-"), own, number) if part)
        lines[document] = lines.get(document, 0) + 1
        source = Source(head.file, head.row)
        amount, discount = head.amount("AMOUNT"), ZERO
        legs: list[Line] = []
        applied: list[Applied] = []
        reason = ""
        sign = -1 if label in VENDORS else 1
        base = ZERO
        if kind == PAYMENT:
            open_items = [row for row in transaction.splits if not self._is_discount(row)]
            discount = abs(
                sum((row.amount("AMOUNT") for row in transaction.splits if self._is_discount(row)), ZERO)
            )
            amount = sum((row.amount("AMOUNT") for row in open_items), ZERO)
            applied = _applied(open_items, sign, discount)
        elif kind:
            stock = [row for row in transaction.splits if label not in VENDORS and _is_in(row, self.stock)]
            left = sum((row.amount("AMOUNT") for row in stock), ZERO)
            if left:
                reason = (
                    f"the splits on {', '.join(sorted(self.stock))} add up to {left:f}, expected 0; name both accounts"
                    " that QuickBooks books its stock on: stock=(...)"
                )
            for row in transaction.splits:
                if row in stock:
                    continue
                place, wrong = self._place(row)
                reason = reason or wrong
                legs.append(Line(account=place, amount=row.amount("AMOUNT")))
                base -= ZERO if place in ("tax", "input-tax") else row.amount("AMOUNT")
        return OpenItem(
            source=source, kind=kind, label=label, document=document, line=str(lines[document]),
            number=number or document, date=head.date("DATE"), amount=amount, currency=chart.currency,
            discount=discount,
            invoice=head.text("PONUM") if kind == CREDIT_NOTE else "", applied=tuple(applied),
            party=party, text=head.text("MEMO"),
            terms=self.terms.read(head.text("TERMS"), source, "TERMS") if kind == INVOICE else "",
            lines=tuple(legs), base=base, reason=reason,
            elsewhere=_elsewhere(kind, transaction), rows=1,
        )  # fmt: skip

    def _is_discount(self, row: iif.Row) -> bool:
        return _is_in(row, self.discounts)

    def _place(self, row: iif.Row) -> tuple[str, str]:
        """Return the place of a split's account, and what is wrong."""
        name = row.text("ACCNT")
        said = next((place for each in _names(name) if (place := self.place_of(each)) is not None), None)
        if said is None and (
            row.text("EXTRA") == "AUTOSTAX" or self._types.get(name) == "tax" or TAX in _names(name)
        ):
            said = "tax"
        said = said or self._types.get(name) or None
        if said is not None:
            return said, ""
        return "", (
            f'account "{name}" has no place{nearest(name, self.places)}; write places={{"{name}": "sales"}} on the '
            "importer"
        )


def _elsewhere(kind: str, transaction: iif.Transaction) -> str:
    """Return why a transaction need not be imported."""
    if not kind:
        return "is neither an invoice nor a payment of one"
    rows = (transaction.head, *transaction.splits)
    return "" if any(row.amount("AMOUNT") for row in rows) else "is void: it has no amount"


def _names(name: str) -> tuple[str, str, str]:
    """Return the name of an account, without its number, and without its parents."""
    plain = quickbooks_journal.account(name)
    return name, plain, plain.rpartition(":")[2].strip()


def _is_in(row: iif.Row, accounts: frozenset[str]) -> bool:
    return not accounts.isdisjoint(_names(row.text("ACCNT")))


def _type(row: iif.Row) -> str:
    return "tax" if row.text("EXTRA") == "SALESTAX" else TYPES.get(row.text("ACCNTTYPE"), "")


def _applied(rows: Sequence[iif.Row], sign: int, discount: Decimal) -> list[Applied]:
    """Return what the splits of a payment settle; the discount is on the first that is large enough."""
    result = []
    for row in rows:
        gross = -row.amount("AMOUNT") * sign
        name = row.text("DOCNUM")
        if not name:
            return []
        part = discount if discount and gross > discount else ZERO
        discount -= part
        result.append(Applied(name, gross - part, part))
    return result
