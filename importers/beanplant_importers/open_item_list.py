"""The base of importers of invoices, payments and credit notes, of customers or of vendors.

A subclass says what its rows are (``open_items``: `beanplant_importers.open_items.OpenItem`); here they become facts:
invoices with their terms and tax, credit notes on their invoice, and payments by what they cleared. A payment's journal
entry has the money, and beanplant adds the discount::

    2026-04-03 * "Ohio Water Authority" "Payment 1400000066"
      invoice: "90000074"
      Assets:Bank                7644.00 USD
      Assets:Receivables        -7644.00 USD

The discount that the ERP posted is compared with the one that beanplant takes (`beanplant_importers.discount_tie_out`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from beanplant.rules.currencies import minor_units
from beanplant_importers.clearing import Clearing, Settled, name_residuals
from beanplant_importers.discount_tie_out import NAMED, DiscountTieOut
from beanplant_importers.errors import ImportFault, nearest
from beanplant_importers.facts import ZERO, Invoice, Line, Payment
from beanplant_importers.formats.captions import Header
from beanplant_importers.importer import PlantImporter
from beanplant_importers.invoice_names import InvoiceNames, named
from beanplant_importers.open_items import CREDIT_NOTE, INVOICE, PAYMENT, OpenItem
from beanplant_importers.reading import Reading
from beanplant_importers.terms_table import Said, TermsTable, load

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

    from beanplant_importers.chart import Chart
    from beanplant_importers.formats.tables import Record


CURRENCY = re.compile(r"[A-Z][A-Z0-9'._-]{0,22}[A-Z0-9]")
"""What Beancount takes for a currency."""


class OpenItemList(PlantImporter):
    """``terms`` says what terms keys grant, ``places`` which place an account of the ERP is (both a mapping or the
    file of a table), ``columns`` the captions of fields that a site calls its own way."""

    system: ClassVar[str] = ""
    of_row: ClassVar[tuple[str, ...]] = ()
    """Fields that name a row: one that has none of them is one of totals, whatever else it has."""
    vendors: bool = False
    order = 70

    def __init__(
        self,
        plant: str,
        *,
        terms: Said = None,
        places: Said = None,
        columns: Mapping[str, str | Sequence[str]] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(plant, **options)
        if columns:
            captions = dict(self.header.names)
            for name, said in columns.items():
                if name not in captions:
                    raise ImportFault(
                        "columns=", 0, f'found the field "{name}", expected {", ".join(captions)}'
                        f"{nearest(name, captions)}",
                    )  # fmt: skip
                captions[name] = (said,) if isinstance(said, str) else tuple(said)
            self.header = Header(captions)  # type: ignore[misc]
        self.terms = TermsTable(terms)
        self.places = load(places, "places")

    def open(self, path: str) -> Any:
        """Open a file, find its header, settle its numbers and dates. Raises `ImportFault`."""
        table = super().open(path)
        table.keys = tuple(name for name in self.of_row if name in table.columns) or table.keys
        return table

    def of_side(self, header: Header, list_name: str, *, vendors: bool) -> None:
        """Read the lists of customers or of vendors, by the captions and under the name that these have."""
        self.vendors = vendors
        self.header = header  # type: ignore[misc]
        self.list_name = list_name  # type: ignore[misc]
        self.place = "payables" if vendors else "receivables"  # type: ignore[misc]

    def currency_of(self, record: Record, chart: Chart) -> str:
        """Return the currency of a row, or that of the importer or the ledger. Raises `ImportFault`."""
        found = record.text("currency") or chart.currency
        if not found:
            caption = self.header.names["currency"][0]
            message = f'found no currency, expected a column {caption} or currency="USD" on the importer'
            raise ImportFault(record.table.file, record.row, message)
        return found

    @staticmethod
    def stated(record: Record) -> tuple[Decimal, datetime.date]:
        """Return the amount and the date of a row. Raises `ImportFault`."""
        amount, date = record.number("amount"), record.date("date")
        if amount is None:
            raise record.fault("amount", "expected an amount")
        if date is None:
            raise record.fault("date", "expected a date")
        return amount, date

    def open_items(self, path: str, chart: Chart, notes: list[str]) -> Sequence[OpenItem]:
        """Return the items of a file, in its order. Raises `ImportFault`."""
        raise NotImplementedError

    def billed(self, chart: Chart, notes: list[str]) -> Sequence[OpenItem]:
        """Return invoices that another file has, which payments here are compared with."""
        del chart, notes
        return ()

    def readings(self, path: str, chart: Chart, notes: list[str]) -> Iterator[Reading]:
        """Yield what is made of the items. All are read first: who settles what may stand on a later row."""
        more: list[str] = []
        items = self.open_items(path, chart, more)
        yield from Side(self, self.vendors).readings(path, items, chart, notes)
        notes += more

    def place_of(self, account: str) -> str | None:
        """Return the place of an account of the ERP; None if the table does not have it."""
        return self.places.get(account) or self.places.get(account.lstrip("0"))


def check_money(item: OpenItem) -> None:
    """Refuse what is no currency, and an amount that its currency cannot have: a table of SAP keeps yen in hundredths.

    Raises `ImportFault`.
    """
    if not CURRENCY.fullmatch(item.currency):
        raise ImportFault(
            item.source.file,
            item.source.row,
            f'found the currency "{item.currency}", expected a code such as USD',
        )
    digits = minor_units(item.currency)
    if item.amount != round(item.amount, digits):
        raise ImportFault(
            item.source.file, item.source.row, f"found an amount of {item.amount:f} {item.currency}, a currency with "
            f"{digits} decimals; export the list rather than a table of the database, or mend the cell",
        )  # fmt: skip


def cleared_later(settled: Settled, names: InvoiceNames) -> list[str]:
    """Say which invoices a payment settles that is on account in the ledger: it was imported before it was cleared."""
    item = settled.item
    place = names.on_account.get(f"{item.document}/{item.line}")
    if place is None or not all(part.invoice for part in settled.applied):
        return []
    parts = [f'{part.amount:,f} {item.currency} of "{part.invoice}"' for part in settled.applied]
    return [
        f"{item.source.file}:{item.source.row}: payment {item.number} is on account at {place} and was cleared since:"
        f" it settles {', '.join(parts)}; write invoice: there."
    ]


class Side:
    """The items of customers or of vendors, as facts."""

    def __init__(self, importer: OpenItemList, vendors: bool) -> None:
        self.importer = importer
        self.sign = -1 if vendors else 1
        self.place = "payables" if vendors else "receivables"

    def readings(
        self, path: str, items: Sequence[OpenItem], chart: Chart, notes: list[str]
    ) -> Iterator[Reading]:
        """Yield what is made of the items, in their order."""
        billed = list(self.importer.billed(chart, notes))
        names = chart.invoices.of(chart.account(self.place), self.sign)
        items = named(name_residuals(items, self.sign), names, billed)
        clearing = Clearing((item for item in items if not item.account), self.sign)
        net, grace = chart.discounts.of(self.place)
        tie = DiscountTieOut(path, self.importer.system, self.sign, net=net, grace=grace)
        for item in named(billed, names):
            tie.add(item, item.number)
        left = {id(other) for group in clearing.residuals() for other in group}
        stray = {id(other) for other in clearing.stray}
        on_account = 0
        later: list[str] = []
        for item in items:
            reading = Reading(
                item.source, item.label, ZERO, item.amount, document=f"{item.document}/{item.line}", rows=item.rows,
                reason=item.reason, elsewhere=item.elsewhere,
            )  # fmt: skip
            if item.reason or item.elsewhere:
                yield reading
                continue
            check_money(item)
            if item.account:
                yield reading._replace(facts=(self._advance(item),))
            elif item.kind in (INVOICE, CREDIT_NOTE):
                name = clearing.name(item)
                tie.add(item, name)
                place = names.on_account.get(f"{item.document}/{item.line}")
                if name and place is not None and item.kind == CREDIT_NOTE:
                    later.append(
                        f"{item.source.file}:{item.source.row}: credit note {item.number} is on account at {place} and"
                        f' was cleared since: it lowers "{name}"; write invoice: there.'
                    )
                yield reading._replace(facts=(self._invoice(item, name),))
            elif id(item) in stray:
                yield reading._replace(
                    reason=f"left over of payment {item.number}, which is not in the file; export it, too"
                )
            elif item.kind == PAYMENT and id(item) not in left:
                settled = clearing.payment(item)
                tie.settle(settled)
                later += cleared_later(settled, names)
                if not any(part.invoice for part in settled.applied):
                    on_account += 1
                    key = f"{item.document}/{item.line}"
                    names.on_account.setdefault(key, f"the journal ({item.source.file}:{item.source.row})")
                yield reading._replace(
                    facts=(self._payment(settled),),
                    rows=item.rows + sum(other.rows for other in settled.residuals),
                    value=item.amount + sum((other.amount for other in settled.residuals), ZERO),
                )
        if on_account:
            who, are = ("payment names", "it is") if on_account == 1 else ("payments name", "they are")
            notes.append(
                f"{path}: {on_account} {who} no invoice and cleared none in the file; {are} on account."
            )
        notes += later[:NAMED]
        if len(later) > NAMED:
            notes.append(f"{path}: {len(later) - NAMED} more payments were cleared since they were imported.")
        notes += tie.sentences()

    def _invoice(self, item: OpenItem, name: str) -> Invoice:
        return Invoice(
            document=item.document, line=item.line, date=item.date, plant=self.importer.plant, currency=item.currency,
            source=item.source, invoice=name, amount=item.amount, account=self.place, lines=item.lines,
            kind=item.kind, party=item.party, text=item.text, terms="" if item.kind == CREDIT_NOTE else item.terms,
            baseline=item.baseline,
        )  # fmt: skip

    def _payment(self, settled: Settled) -> Payment:
        item = settled.item
        return Payment(
            document=item.document, line=item.line, date=item.date, plant=self.importer.plant,
            amount=settled.money * self.sign, currency=item.currency, source=item.source, party=item.party,
            text=item.text, account=item.money or "bank",
            lines=tuple(
                Line(account=self.place, amount=-part.amount * self.sign, invoice=part.invoice or None)
                for part in settled.applied
            ),
        )  # fmt: skip

    def _advance(self, item: OpenItem) -> Payment:
        """Return a payment on an account beside receivables and payables."""
        return Payment(
            document=item.document, line=item.line, date=item.date, plant=self.importer.plant, amount=-item.amount,
            currency=item.currency, source=item.source, party=item.party, text=item.text,
            lines=(Line(account=item.account, amount=item.amount),),
        )  # fmt: skip
