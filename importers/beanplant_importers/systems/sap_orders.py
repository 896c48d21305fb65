"""COOIS and COOISPI, the lists of production orders: when an order was released, and when it was closed.

An order's date is its actual release, else its basic start, else its creation. It is closed when its status has
``TECO`` (technically completed) or ``CLSD`` (closed): on the technical completion date where the layout has it, else on
its actual finish date. An order that is in the ledger already gets its close only. Order types that mean rework are
told to the importer: ``kinds={"PP02": "rework"}``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from beanplant_importers import names
from beanplant_importers.facts import Order, Source
from beanplant_importers.formats.captions import Header
from beanplant_importers.importer import PlantImporter
from beanplant_importers.reading import Reading
from beanplant_importers.systems.sap_captions import ORDERS

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.formats.tables import Record

CLOSED = ("TECO", "CLSD")


class ProductionOrders(PlantImporter):
    """Importer of COOIS and COOISPI order headers.

    ``closed`` are the statuses that close an order; ``kinds`` says what an order type is: ``production`` (the default),
    ``rework``, or ``ignore`` (maintenance and the like: counted, not imported).
    """

    list_name = "sap.coois"
    place = "work-in-process:Orders"
    header = Header(ORDERS)
    keys = ("order", "material", "quantity")
    without = ("confirmation", "movement")
    numbers = ("quantity", "delivered")
    dates_of = ("completed", "finished", "released", "start", "created")
    order = 10

    def __init__(
        self,
        plant: str,
        *,
        closed: Iterable[str] = CLOSED,
        kinds: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(plant, **options)
        self.closed = frozenset(closed)
        self.kinds = dict(kinds or {})

    def date_of(self, record: Record) -> datetime.date | None:
        """Return the latest date of an order."""
        found = [date for name in self.dates_of if (date := record.date(name))]
        return max(found, default=None)

    def readings(self, path: str, chart: Chart, notes: list[str]) -> Iterator[Reading]:
        """Yield the orders; what they make is noted in the chart, for the lists that are read after this one."""
        table = self.open(path)
        first: dict[str, int] = {}
        for record in table.records():
            yield self._read(record, path, chart, first, notes)
        table.check_totals(())
        notes += table.noise.notes

    def _read(
        self, record: Record, path: str, chart: Chart, first: dict[str, int], notes: list[str]
    ) -> Reading:
        source = Source(path, record.row)
        name = names.key(record.text("order"))
        quantity = record.number("quantity")
        if quantity is None:
            raise record.fault("quantity", "expected the order's quantity")
        kind = self.kinds.get(record.text("type"), "production")
        reading = Reading(source, f"order {record.text('type')}".strip(), quantity, document=name)
        plant = record.text("plant")
        if plant and plant != self.plant:
            return reading._replace(elsewhere=f"plant {plant}")
        if kind == "ignore":
            return reading._replace(elsewhere=f"order type {record.text('type')} is ignored")
        if first.setdefault(name, record.row) != record.row:
            raise record.fault("order", f"expected each order once; row {first[name]} has it already")
        material = record.text("material")
        if not material:
            return reading._replace(reason="the order has no material")
        date = record.date("released") or record.date("start") or record.date("created")
        if date is None:
            return reading._replace(
                reason="the order has no release, start or creation date; add one to the layout"
            )
        item = chart.item(material)
        closed = self._closed(record)
        status = record.text("status")
        if set(status.replace("*", " ").split()) & self.closed and closed is None:
            notes.append(
                f"{path}:{record.row}: order {name} is {status.split()[0]}, but has neither a technical completion nor "
                "an actual finish date; it is not closed."
            )
        known_item = chart.orders.get(name)
        if known_item and known_item != item:
            notes.append(
                f"{path}:{record.row}: order {name} makes {item} here and {known_item} in the ledger, which is kept."
            )
        chart.orders.setdefault(name, item)
        fact = Order(
            order=name, date=date, plant=self.plant, item=item, quantity=quantity, source=source, closed=closed,
            kind=kind, status=status,
        )  # fmt: skip
        return reading._replace(facts=(fact,))

    def _closed(self, record: Record) -> datetime.date | None:
        if not set(record.text("status").replace("*", " ").split()) & self.closed:
            return None
        return record.date("completed") or record.date("finished")
