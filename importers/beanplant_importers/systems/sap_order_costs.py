"""KOB1, the actual line items of orders: what was charged to an order in money, and a check of the rest.

Goods movements and activities stand in an order's cost report too, valued by the ERP. They come in with the material
documents and the confirmations, so here they are only counted (as "elsewhere"), and so are settlements, which are
beanplant's order close. What is left is money straight to an order (a crane, an inspection): it goes on work in process
with ``order:``, against the account that ``charges`` gives for its cost element::

    sap.OrderCosts(plant="P100", charges={"617000": "Liabilities:Payables"})

Overhead that the ERP surcharges (``surcharges=("655100",)``) is part of beanplant's activity rates, and is only
counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from beanplant_importers import names
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import ZERO, Entry, Line, Source
from beanplant_importers.formats.captions import Header
from beanplant_importers.importer import PlantImporter
from beanplant_importers.reading import Reading
from beanplant_importers.systems.sap_captions import ORDER_COSTS

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.formats.tables import Record

SETTLEMENT = ("KOAO", "KOAK")
ACTIVITIES = ("RKL", "RKLN", "RKLT")
OVERHEAD = ("KZPI", "KZRI", "KSAT")


class OrderCosts(PlantImporter):
    """Importer of KOB1 lists. ``charges`` says which account a cost element's money came from."""

    list_name = "sap.kob1"
    place = "work-in-process:Orders"
    header = Header(ORDER_COSTS)
    keys = ("element", "order", "date", "document", "value")
    without = ("movement", "confirmation")
    numbers = ("quantity", "value")
    dates_of = ("date",)
    order = 60

    def __init__(
        self,
        plant: str,
        *,
        charges: Mapping[str, str] | None = None,
        surcharges: Iterable[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(plant, **options)
        self.charges = {names.key(element): place for element, place in (charges or {}).items()}
        self.surcharges = frozenset(map(names.key, surcharges))

    def readings(self, path: str, chart: Chart, notes: list[str]) -> Iterator[Reading]:
        """Yield the line items."""
        table = self.open(path)
        for record in table.records():
            yield self._read(record, path, chart)
        table.check_totals(("value",))
        notes += table.noise.notes

    def _read(self, record: Record, path: str, chart: Chart) -> Reading:
        source = Source(path, record.row)
        element = names.key(record.text("element"))
        quantity, value = record.number("quantity") or ZERO, record.number("value") or ZERO
        document, line = names.key(record.text("document")), names.key(record.text("line") or "1")
        reading = Reading(
            source, f"cost element {element}", quantity, value, document=f"CO/{document}/{line}"
        )
        plant = record.text("plant")
        if plant and plant != self.plant:
            return reading._replace(elsewhere=f"plant {plant}")
        left = self._elsewhere(record, element)
        if left:
            return reading._replace(elsewhere=left)
        if not value:
            return reading._replace(elsewhere="no value")
        place = self.charges.get(element)
        if place is None:
            name = record.text("element_name")
            return reading._replace(
                reason=f"money of cost element {element}{f' ({name})' if name else ''} on an order; say with charges= "
                "which account it came from"
            )
        currency = record.text("currency") or chart.currency
        if not currency:
            raise ImportFault(
                path, record.row, 'found no currency, expected a column or currency="USD" on the importer'
            )
        date = record.date("date")
        if date is None:
            raise record.fault("date", "expected a date")
        order = names.key(record.text("order"))
        what = record.text("text") or record.text("element_name") or "Direct charge"
        fact = Entry(
            document=f"CO/{document}", line=line, date=date, plant=self.plant, currency=currency, source=source,
            text=what, lines=(
                Line(account="work-in-process:Orders", amount=value, order=order),
                Line(account=place, amount=-value),
            ),
        )  # fmt: skip
        return reading._replace(facts=(fact,))

    def _elsewhere(self, record: Record, element: str) -> str:
        """Return which list brings a row in, empty if this one does."""
        transaction = record.text("transaction").upper()
        if transaction in SETTLEMENT:
            return "settlement: the order's close"
        if transaction in OVERHEAD or element in self.surcharges:
            return "overhead: in the activity rates"
        if record.text("material"):
            return "goods movement: MB51"
        if transaction in ACTIVITIES or (record.number("quantity") and element not in self.charges):
            return "activity: confirmations"
        return ""
