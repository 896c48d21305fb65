"""FBL5N and FBL1N: what a row of the line items of customers and vendors is.

Document types say what a row is; a payment's amount in the list is what it cleared, and the discount that SAP took
stands on the payment's row or on the rows that it cleared. Terms are read from days and percentages (``10``, ``2.000``,
``30`` are ``2/10 net 30``), else from the table of terms keys, else from the net due date.
"""

from __future__ import annotations

import datetime
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from beanplant.rules import rounding
from beanplant.rules.currencies import minor_units
from beanplant_importers import names
from beanplant_importers.facts import ZERO, Line, Source
from beanplant_importers.formats.captions import fold
from beanplant_importers.importer import PROBE
from beanplant_importers.open_item_list import OpenItemList
from beanplant_importers.open_items import CREDIT_NOTE, INVOICE, PAYMENT, OpenItem
from beanplant_importers.systems import sap_reversals, sap_special_items
from beanplant_importers.systems.sap_number_ranges import Origin, told_apart
from beanplant_importers.terms_table import Said, load

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.formats.tables import Record, Table

EITHER = ("account", "konto")
"""Captions that do not say whose account it is: the document types do."""


class SapOpenItems(OpenItemList):
    """``invoices``, ``credit_notes`` and ``payments`` are document types, ``taxes`` rates in percent by tax code,
    ``special_gl`` accounts by special G/L indicator."""

    system = "SAP"
    party: ClassVar[str]
    other_types: ClassVar[frozenset[str]]
    without = ("movement",)
    of_row = ("document", "type", "date")
    numbers = ("amount", "discount", "percent1", "percent2")
    dates_of = ("date", "document_date", "baseline", "due", "cleared")

    def __init__(
        self,
        plant: str,
        *,
        invoices: Iterable[str],
        credit_notes: Iterable[str],
        payments: Iterable[str],
        taxes: Mapping[str, str] | str | None = None,
        special_gl: Said = None,
        terms: Said = None,
        **options: Any,
    ) -> None:
        super().__init__(plant, terms=terms, **options)
        self.invoices, self.credit_notes = frozenset(invoices), frozenset(credit_notes)
        self.payments = frozenset(payments)
        self.special_gl = load(special_gl, "special-gl")
        self.taxes = {code: Decimal(rate) for code, rate in load(taxes, "taxes").items()}

    def _is_of_plant(self, table: Table) -> bool:
        if not super()._is_of_plant(table):
            return False
        column = table.columns[self.party]
        if fold(table.captions[column]) not in EITHER:
            return True
        mine = self.invoices | self.credit_notes
        found = 0
        for count, record in enumerate(table.records()):
            kind = record.text("type")
            found += (kind in mine) - (kind in self.other_types)
            if count >= PROBE:
                break
        return found >= self.vendors

    def open_items(self, path: str, chart: Chart, notes: list[str]) -> Sequence[OpenItem]:
        """Return the rows of a list. Raises `ImportFault`."""
        table = self.open(path)
        lines: dict[str, int] = {}
        origins: dict[int, Origin] = {}
        items: list[OpenItem] = []
        for record in table.records():
            items.append(self._item(record, path, chart, lines))
            origins[id(items[-1])] = Origin(record.text("company").strip(), record.date("cleared"))
        table.check_totals(("amount",))
        notes += table.noise.notes
        items = told_apart(items, origins)
        return sap_reversals.taken_back(sap_special_items.settled(items, -1 if self.vendors else 1))

    def _item(self, record: Record, path: str, chart: Chart, lines: dict[str, int]) -> OpenItem:
        amount = record.number("amount")
        if amount is None:
            raise record.fault("amount", "expected an amount")
        if record.text("debit") in ("H", "C") and amount > 0:
            amount = -amount
        date = record.date("date")
        if date is None:
            raise record.fault("date", "expected a date")
        number = names.key(record.text("document"))
        counted = f"{record.text('company')}/{date.year}/{number}"
        lines[counted] = lines.get(counted, 0) + 1
        line = names.key(record.text("line")) if "line" in record else str(lines[counted])
        currency = self.currency_of(record, chart)
        label, clearing = record.text("type"), names.key(record.text("clearing"))
        company = record.text("company").strip()
        kind = self._kind(label, amount)
        rate = self.taxes.get(record.text("tax_code"), ZERO)
        net = rounding.cents(amount * 100 / (100 + rate), minor_units(currency)) if rate else amount
        against, reason = self.against(record) if kind in (INVOICE, CREDIT_NOTE) else (("", None), "")
        legs = [Line(account=against[0], amount=-net, receipt=against[1])] if against[0] else []
        if legs and net != amount:
            legs.append(Line(account="input-tax" if self.vendors else "tax", amount=net - amount))
        source = Source(path, record.row)
        item = OpenItem(
            source=source, kind=kind, label=label,
            document="/".join(part for part in ("FI", company, record.text("year") or str(date.year), number) if part),
            line=line, number=number, date=date, amount=amount, currency=currency,
            discount=abs(record.number("discount") or ZERO), clearing=clearing,
            invoice=names.key(record.text("invoice")), party=self._party(record), text=record.text("text"),
            terms=self._terms(record, date, source) if kind == INVOICE else "", baseline=record.date("baseline"),
            lines=tuple(legs), base=net, reason=reason or self._reason(kind, label),
        )  # fmt: skip
        special = record.text("special").strip()
        if not special:
            return item
        return sap_special_items.marked(item, special, self.special_gl, self.payments, vendors=self.vendors)

    def _kind(self, label: str, amount: Decimal) -> str:
        if label in self.invoices:
            return INVOICE if (amount < 0) == self.vendors else CREDIT_NOTE
        if label in self.credit_notes:
            return CREDIT_NOTE
        return PAYMENT if label in self.payments else ""

    @staticmethod
    def _reason(kind: str, label: str) -> str:
        if kind:
            return ""
        return f"document type {label} is not in invoices=, credit_notes= or payments= of the importer"

    @abstractmethod
    def against(self, record: Record) -> tuple[tuple[str, str | None], str]:
        """Return the place that an invoice is for, with its purchase order, and what is wrong."""

    def _party(self, record: Record) -> str:
        return record.text("name") or f"{self.party.capitalize()} {names.key(record.text(self.party))}"

    def _terms(self, record: Record, date: datetime.date, source: Source) -> str:
        steps = [(record.number(f"percent{step}") or ZERO, _days(record, f"days{step}")) for step in (1, 2)]
        net = _days(record, "days_net")
        discounts = [f"{percent.normalize():f}/{days}" for percent, days in steps if percent]
        key = record.text("terms")
        said = bool(net) or any(days for _, days in steps)
        if key and not discounts and (key in self.terms or not said):
            return self.terms.read(key, source, record.table.caption("terms"))
        if not net:  # without a discount the last days are the net ones
            net = max((days for percent, days in steps if not percent), default=0)
        if not net and record.date("due"):
            net = ((record.date("due") or date) - (record.date("baseline") or date)).days
        last = [f"net {net}"] if net > 0 else []
        if len(discounts) > 1:
            return ", ".join([*discounts, *(part.replace("net ", "n/") for part in last)])
        return " ".join([*discounts, *last])


def _days(record: Record, name: str) -> int:
    text = record.text(name).strip()
    return int(text) if text.isdecimal() else 0
