"""Confirmations: hours (or kWh, kg) that a work center gave to an order, and output that it scrapped.

Each row is an activity of an order. Its commodity is the one whose directive has ``material:`` with the activity type
(``material: "ASSY"``), else what ``activities`` of the importer says for the activity type, the work center, or both
(``"WC-01/LABOR"``). Where a layout has no activity type, the work center names it. The other side is the ``absorbed:``
account of the cost center that gives the activity.

Scrap of a row is output that was lost: it moves the order's product from work in process to ``Variances:Scrap``. The
yield is not imported: the goods receipt is the completion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beanplant_importers import names
from beanplant_importers.facts import ZERO, Activity, Fact, Movement, Source
from beanplant_importers.formats.captions import Header
from beanplant_importers.importer import PlantImporter
from beanplant_importers.reading import Reading
from beanplant_importers.systems.sap_captions import CONFIRMATIONS

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.formats.tables import Record

HOURS = {
    "H": 1, "HR": 1, "HUR": 1, "STD": 1, "MIN": 60, "S": 3600,
}  # fmt: skip
"""Units of time, by how many of them are an hour."""


def in_hours(quantity: Decimal, unit: str) -> Decimal:
    """Return a quantity of time in hours, to nine decimals; any other unit is left as it is.

    >>> in_hours(Decimal(45), "MIN"), in_hours(Decimal("2.5"), "KWH")
    (Decimal('0.75'), Decimal('2.5'))
    """
    parts = HOURS.get(unit.upper(), 1)
    return quantity if parts == 1 else (quantity / parts).quantize(Decimal(1).scaleb(-9)).normalize()


class Confirmations(PlantImporter):
    """Importer of lists of confirmations. ``activities`` names the commodity of an activity type or work center."""

    list_name = "sap.confirmations"
    place = "work-in-process:Orders"
    header = Header(CONFIRMATIONS)
    keys = ("confirmation", "order", "date", "quantity")
    without = ("movement",)
    numbers = ("quantity", "yield", "scrap")
    dates_of = ("date",)
    order = 30

    def __init__(self, plant: str, *, activities: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(plant, **options)
        self.activities = {names.key(name): commodity for name, commodity in (activities or {}).items()}

    def readings(self, path: str, chart: Chart, notes: list[str]) -> Iterator[Reading]:
        """Yield the confirmations."""
        table = self.open(path)
        lines: dict[str, int] = {}
        minutes = 0
        for record in table.records():
            number = names.key(record.text("confirmation"))
            lines[number] = lines.get(number, 0) + 1
            line = names.key(record.text("counter")) if "counter" in record else str(lines[number])
            minutes += record.text("unit").upper() in ("MIN", "S")
            yield self._read(record, path, chart, number, line)
        if minutes:
            notes.append(f"{path}: {minutes} of the rows are in minutes or seconds, and imported in hours.")
        table.check_totals(("quantity",))
        notes += table.noise.notes

    def _read(self, record: Record, path: str, chart: Chart, number: str, line: str) -> Reading:
        source = Source(path, record.row)
        quantity = record.number("quantity") or ZERO
        name = names.key(record.text("activity")) or names.key(record.text("work_center"))
        reading = Reading(source, f"activity {name}".strip(), quantity, document=f"CONF/{number}/{line}")
        plant = record.text("plant")
        if plant and plant != self.plant:
            return reading._replace(elsewhere=f"plant {plant}")
        date = record.date("date")
        if date is None:
            raise record.fault("date", "expected a date")
        made: list[Fact] = []
        order = names.key(record.text("order"))
        shared: dict[str, Any] = {
            "document": f"CONF/{number}", "date": date, "plant": self.plant, "source": source, "order": order,
            "time": record.time("time"), "text": record.text("text"),
        }  # fmt: skip
        if quantity:
            commodity = self._activity(record, chart, name)
            if commodity is None:
                return reading._replace(
                    reason=f'activity type "{name}" has no commodity; write material: "{name}" on one with '
                    "activity: TRUE, or activities= on the importer"
                )
            hours = in_hours(quantity, record.text("unit"))
            made.append(
                Activity(
                    line=line, activity=commodity, quantity=hours, operation=record.text("operation"),
                    against=chart.absorbed.get(commodity, "absorbed"), **shared,
                )
            )  # fmt: skip
        scrap = record.number("scrap") or ZERO
        if scrap:
            material = record.text("material")
            product = chart.item(material) if material else chart.orders.get(order)
            if not product:
                return reading._replace(
                    reason=f"{scrap:f} of order {order} were scrapped, and what it makes is not known; import the list "
                    "of orders first, or together with this one"
                )
            made.append(
                Movement(
                    line=f"{line}/scrap", kind="scrap", item=product, quantity=scrap, account="variances:Scrap",
                    against="work-in-process:Orders", reason=record.text("reason"), **shared,
                )
            )  # fmt: skip
        return reading._replace(facts=tuple(made))

    def _activity(self, record: Record, chart: Chart, name: str) -> str | None:
        center = names.key(record.text("work_center"))
        for key in (f"{center}/{name}", name, center):
            found = self.activities.get(key) or chart.activities.get(key)
            if found:
                return found
        return None
