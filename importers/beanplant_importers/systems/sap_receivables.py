"""FBL5N, the line items of customers: invoices with their terms, credit notes, and payments.

An invoice is known by its document number, and a payment settles the invoice that its row refers to, or where it names
none, the items of the file that it cleared. A payment's amount in the list is what it cleared; the money that came in
is that less the discount, which stands on the payment's row or on the rows that it cleared. beanplant adds the
discount, so the journal holds the money::

    2026-04-03 * "Ohio Water Authority" "Payment 1400000066"
      invoice: "90000074"
      Assets:Bank                7644.00 USD
      Assets:Receivables        -7644.00 USD

Terms are read from days and percentages (``10``, ``2.000``, ``30`` are ``2/10 net 30``), else from ``terms`` of the
importer by terms key, else from the net due date. ``taxes`` says which rate in percent a tax code has; the tax is the
rounded part of the gross amount, and the rest is sales.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant.rules import rounding
from beanplant_importers import names
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import ZERO, Invoice, Line, Payment, Source
from beanplant_importers.formats.captions import Header
from beanplant_importers.importer import PlantImporter
from beanplant_importers.reading import Reading
from beanplant_importers.systems.sap_captions import CUSTOMER_ITEMS

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.formats.tables import Record


class _Item(NamedTuple):
    """A row, read."""

    source: Source
    type: str
    number: str
    line: str
    date: datetime.date
    amount: Decimal
    discount: Decimal
    currency: str
    clearing: str
    invoice: str
    record: Record

    @property
    def document(self) -> str:
        return f"FI/{self.record.text('year') or self.date.year}/{self.number}"


class CustomerItems(PlantImporter):
    """Importer of FBL5N lists. ``invoices``, ``credit_notes`` and ``payments`` are document types."""

    list_name = "sap.fbl5n"
    place = "receivables"
    header = Header(CUSTOMER_ITEMS)
    keys = ("customer", "document", "type", "date", "amount")
    without = ("movement",)
    numbers = ("amount", "discount", "percent1", "percent2")
    dates_of = ("date", "document_date", "baseline", "due", "cleared")
    order = 70

    def __init__(
        self,
        plant: str,
        *,
        invoices: Iterable[str] = ("RV", "DR"),
        credit_notes: Iterable[str] = ("DG",),
        payments: Iterable[str] = ("DZ", "ZP"),
        terms: Mapping[str, str] | None = None,
        taxes: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(plant, **options)
        self.invoices, self.credit_notes = frozenset(invoices), frozenset(credit_notes)
        self.payments = frozenset(payments)
        self.terms = dict(terms or {})
        self.taxes = {code: Decimal(rate) for code, rate in (taxes or {}).items()}

    def readings(self, path: str, chart: Chart, notes: list[str]) -> Iterator[Reading]:
        """Yield the items. All are read first: a payment's discount may stand on the rows that it cleared."""
        table = self.open(path)
        lines: dict[str, int] = {}
        items = [self._item(record, path, chart, lines) for record in table.records()]
        cleared: dict[str, list[_Item]] = {}
        for item in items:
            if item.clearing and item.clearing != item.number:
                cleared.setdefault(item.clearing, []).append(item)
        open_payments = 0
        for item in items:
            reading = Reading(
                item.source, item.type, ZERO, item.amount, document=f"{item.document}/{item.line}"
            )
            if item.type in self.invoices or item.type in self.credit_notes:
                yield reading._replace(facts=(self._invoice(item),))
            elif item.type in self.payments:
                payment = self._payment(item, cleared.get(item.number, []))
                open_payments += not any(line.invoice for line in payment.lines)
                yield reading._replace(facts=(payment,))
            else:
                yield reading._replace(
                    reason=f"document type {item.type} is not in invoices=, credit_notes= or payments= of the importer"
                )
        table.check_totals(("amount",))
        notes += table.noise.notes
        if open_payments:
            notes.append(
                f"{path}: {open_payments} payments name no invoice and cleared none in the file; they are on account."
            )

    def _item(self, record: Record, path: str, chart: Chart, lines: dict[str, int]) -> _Item:
        amount = record.number("amount")
        if amount is None:
            raise record.fault("amount", "expected an amount")
        if record.text("debit") in ("H", "C") and amount > 0:
            amount = -amount
        date = record.date("date")
        if date is None:
            raise record.fault("date", "expected a date")
        number = names.key(record.text("document"))
        lines[number] = lines.get(number, 0) + 1
        line = names.key(record.text("line")) if "line" in record else str(lines[number])
        currency = record.text("currency") or chart.currency
        if not currency:
            raise ImportFault(
                path,
                record.row,
                'found no currency, expected a column Local Currency or currency="USD" on the importer',
            )
        return _Item(
            Source(path, record.row), record.text("type"), number, line, date, amount,
            abs(record.number("discount") or ZERO), currency, names.key(record.text("clearing")),
            names.key(record.text("invoice")), record,
        )  # fmt: skip

    def _invoice(self, item: _Item) -> Invoice:
        record = item.record
        credit = item.type in self.credit_notes
        rate = self.taxes.get(record.text("tax_code"), ZERO)
        tax = item.amount - rounding.cents(item.amount * 100 / (100 + rate)) if rate else ZERO
        lines = [Line(account="sales", amount=tax - item.amount)]
        if tax:
            lines.append(Line(account="tax", amount=-tax))
        return Invoice(
            document=item.document, line=item.line, date=item.date, plant=self.plant, currency=item.currency,
            source=item.source, invoice=item.invoice if credit and item.invoice else item.number, amount=item.amount,
            lines=tuple(lines), kind="credit-note" if credit else "invoice", party=self._party(record),
            text=record.text("text"), terms="" if credit else self._terms(record, item.date),
            baseline=record.date("baseline"),
        )  # fmt: skip

    def _payment(self, item: _Item, cleared: list[_Item]) -> Payment:
        record = item.record
        settled: dict[str, Decimal] = {}
        if item.invoice:
            settled[item.invoice] = item.amount + item.discount
        else:
            rest = item.amount
            for other in cleared:
                if other.type in self.payments:
                    continue
                name = other.invoice if other.type in self.credit_notes and other.invoice else other.number
                settled[name] = settled.get(name, ZERO) + other.discount - other.amount
                rest += other.amount
            if rest:
                settled[""] = rest
        money = -sum(settled.values(), ZERO)
        return Payment(
            document=item.document, line=item.line, date=item.date, plant=self.plant, amount=money,
            currency=item.currency, source=item.source, party=self._party(record), text=record.text("text"),
            lines=tuple(
                Line(account="receivables", amount=amount, invoice=name or None) for name, amount in settled.items()
            ),
        )  # fmt: skip

    def _party(self, record: Record) -> str:
        return record.text("name") or f"Customer {names.key(record.text('customer'))}"

    def _terms(self, record: Record, date: datetime.date) -> str:
        steps = [(record.number(f"percent{step}") or ZERO, _days(record, f"days{step}")) for step in (1, 2)]
        net = _days(record, "days_net")
        discounts = [f"{percent.normalize():f}/{days}" for percent, days in steps if percent]
        if not discounts and record.text("terms") in self.terms:
            return self.terms[record.text("terms")]
        if not net:  # without a discount the last days are the net ones
            net = max((days for percent, days in steps if not percent), default=0)
        if not net and record.date("due"):
            net = ((record.date("due") or date) - (record.date("baseline") or date)).days
        last = [f"net {net}"] if net else []
        if len(discounts) > 1:
            return ", ".join([*discounts, *(part.replace("net ", "n/") for part in last)])
        return " ".join([*discounts, *last])


def _days(record: Record, name: str) -> int:
    text = record.text(name).strip()
    return int(text) if text.isdecimal() else 0
