"""Maintenance orders: what a repair cost and how long it took, by asset. SAP's IW38 and IW39, work orders of Dynamics
365 (Asset management), or a table of one's own.

::

    2026-03-12 * "Maintenance, spindle bearing, order 4000123"
      document: "PM/4000123"
      Expenses:P100:CostCenters:Machining:Maintenance     860.00 USD
        asset: "10001"
        hours: "6.5"
        line: "cost"
      Expenses:P100:CostCenters:Workshop:Settled         -860.00 USD

An order comes in once it is finished, with its actual costs and hours: the workshop that did the work (``against``) is
relieved, the asset's cost center charged. The asset is the list's own column, or that of the equipment::

    assets.Maintenance("P100", expense="cost-centers:Machining:Maintenance",
                       against="cost-centers:Workshop:Settled", equipment={"E-77": "10001"})

Repairs are expensed (IAS 16.12); what extends an asset's life is an asset of its own, and such orders are left to it:
``kinds={"PM05": "ignore"}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from beanplant_importers import names
from beanplant_importers.asset_files import check_last_row
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import ZERO, Entry, Line, Source
from beanplant_importers.formats.captions import Header
from beanplant_importers.importer import PlantImporter
from beanplant_importers.reading import Reading
from beanplant_importers.text import quantity

if TYPE_CHECKING:
    import datetime

    from beanplant_importers.chart import Chart
    from beanplant_importers.formats.tables import Record

CAPTIONS = {
    "order": ("Order", "Maintenance order", "Work order", "WorkOrderId", "Auftrag", "AUFNR"),
    "type": ("Order Type", "Type", "WorkOrderTypeId", "Work order type", "Auftragsart", "AuArt", "AUART"),
    "text": ("Description", "Short text", "Kurztext", "Bezeichnung", "KTEXT"),
    "asset": ("Fixed asset", "FixedAssetNumber", "FixedAssetId", "Asset", "Asset number", "Anlage", "ANLNR"),
    "sub": ("Sub-number", "SNo.", "Unternummer", "UNr.", "ANLUN"),
    "equipment": ("Equipment", "Technical object", "MaintenanceAssetId", "Maintenance asset", "EQUNR"),
    "finished": ("Act. finish date", "Actual finish", "Actual finish date", "Finished on", "Istende", "Istendtermin",
                 "GETRI", "ActualEnd", "Actual end", "Basic finish date", "Basic fin. date", "Eckendtermin", "GLTRP"),
    "cost": ("Total act.costs", "Total actual costs", "TotSum (actual)", "Actual cost", "ActualCost", "Cost",
             "Istkosten", "Gesamtkosten Ist", "Summe Istkosten"),
    "hours": ("Actual work", "Act. work", "ActualHours", "Actual hours", "Hours", "Istarbeit", "Stunden", "ISMNW"),
    "currency": ("Currency", "CurrencyCode", "Crcy", "Währung", "Währg", "WAERS"),
    "cost_center": ("Cost Center", "Cost Ctr", "Kostenstelle", "KOSTL"),
    "plant": ("Plant", "Maintenance plant", "MntPlant", "Werk", "Instandhaltungswerk", "IWERK"),
}  # fmt: skip


class MaintenanceOrders(PlantImporter):
    """Importer of maintenance orders.

    ``expense`` is charged, or the account of the order's cost center in ``cost_centers``; ``against`` is relieved.
    ``equipment`` says the asset of a piece of equipment, ``prefix`` comes before each asset's number.
    """

    list_name = "maintenance.orders"
    place = "cost-centers"
    header = Header(CAPTIONS)
    keys = ("order", "cost", "hours")
    numbers = ("cost", "hours")
    dates_of = ("finished",)
    order = 60

    def __init__(
        self,
        plant: str,
        *,
        expense: str,
        against: str,
        cost_centers: Mapping[str, str] | None = None,
        equipment: Mapping[str, str] | None = None,
        kinds: Mapping[str, str] | None = None,
        prefix: str = "",
        **options: Any,
    ) -> None:
        super().__init__(plant, **options)
        self.expense = expense
        self.against = against
        self.cost_centers = {names.key(center): place for center, place in (cost_centers or {}).items()}
        self.equipment = {names.key(number): asset for number, asset in (equipment or {}).items()}
        self.kinds = dict(kinds or {})
        self.prefix = prefix

    def readings(self, path: str, chart: Chart, notes: list[str]) -> Iterator[Reading]:
        """Yield what is made of each order: its quantity in the tie-out is hours, its value the cost."""
        table = self.open(path)
        table.keys = ("order",)  # a row without an order is one of totals, whatever else it has
        sums = dict.fromkeys(("cost", "hours"), ZERO)
        first: dict[str, int] = {}
        for record in table.records():
            number = names.key(record.text("order"))
            if first.setdefault(number, record.row) != record.row:
                raise record.fault("order", f"expected each order once; row {first[number]} has it already")
            for name in sums:
                sums[name] += record.number(name) or ZERO
            yield self._read(record, number, chart)
        table.check_totals(("cost", "hours"))
        check_last_row(table, sums)
        notes += table.noise.notes

    def _read(self, record: Record, number: str, chart: Chart) -> Reading:
        source = Source(record.table.file, record.row)
        kind = record.text("type")
        cost, hours = record.number("cost") or ZERO, record.number("hours") or ZERO
        reading = Reading(source, f"maintenance {kind}".strip(), hours, cost, document=number)
        plant = record.text("plant")
        if plant and plant != self.plant:
            return reading._replace(elsewhere=f"plant {plant}")
        if self.kinds.get(kind) == "ignore":
            return reading._replace(elsewhere=f"order type {kind} is ignored")
        date: datetime.date | None = record.date("finished")
        if date is None:
            return reading._replace(elsewhere="not finished")
        asset = chart.assets.alias(self._asset(record))
        if not asset:
            told = record.text("equipment")
            return reading._replace(
                reason=f'equipment "{told}" has no asset; say equipment={{"{told}": "..."}} on the importer'
                if told
                else "the order names neither an asset nor an equipment"
            )
        if not cost and not hours:
            return reading._replace(elsewhere="no cost")
        currency = record.text("currency") or chart.currency
        if not currency:
            raise ImportFault(
                source.file,
                source.row,
                'found no currency, expected a column or currency="USD" on the importer',
            )
        expense = self.cost_centers.get(names.key(record.text("cost_center")), self.expense)
        about = (("asset", asset), *((("hours", quantity(hours)),) if hours else ()))
        text = record.text("text")
        fact = Entry(
            document=f"PM/{number}", line="cost", date=date, plant=self.plant, currency=currency, source=source,
            text=f"Maintenance{f', {text}' if text else ''}, order", lines=(
                Line(account=expense, amount=cost, details=about),
                Line(account=self.against, amount=-cost),
            ),
        )  # fmt: skip
        return reading._replace(facts=(fact,))

    def _asset(self, record: Record) -> str:
        """Return the name of an order's asset in the ledger, blank if it has none."""
        number = record.text("asset")
        if not number.strip("0"):
            told = names.key(record.text("equipment"))
            return self.equipment.get(told, "") if told else ""
        sub = names.key(record.text("sub")) if record.text("sub") else "0"
        return self.prefix + names.key(number) + (f"-{sub}" if sub != "0" else "")
