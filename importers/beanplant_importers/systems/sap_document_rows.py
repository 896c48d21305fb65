"""What a row of MB51 means: the movement that it is, or why it is none.

The table of movement types says what the other side is; the row says the rest. A movement that is the sum of many rows
(`beanplant_importers.systems.sap_document_sums`) is made of the first of them here, so that there is one mapping.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant_importers import names
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import ZERO, Movement, Source
from beanplant_importers.reading import Reading

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.formats.tables import Record
    from beanplant_importers.systems.sap_material_documents import MaterialDocuments
    from beanplant_importers.systems.sap_movements import Rule


class Row(NamedTuple):
    """A row as a movement, with the rule that it was made by."""

    rule: Rule
    movement: Movement
    kind: str
    value: Decimal

    def reading(self) -> Reading:
        """Return the row as it is mapped."""
        return Reading(
            self.movement.source, self.kind, self.movement.quantity, self.value, (self.movement,),
            document=self.movement.key,
        )  # fmt: skip

    def unmapped(self, reason: str) -> Reading:
        """Return the row as one that cannot be mapped."""
        return Reading(
            self.movement.source,
            self.kind,
            self.movement.quantity,
            self.value,
            reason=reason,
            document=self.movement.key,
        )


class Rows:
    """Makes movements of the rows of a file."""

    def __init__(self, importer: MaterialDocuments, chart: Chart, path: str) -> None:
        self.importer = importer
        self.chart = chart
        self.path = path
        self._lines: dict[str, int] = {}
        self._units: dict[str, str] = {}
        self._items: dict[str, str] = {}
        self.pairs = Pairs(chart)

    def readings(self, record: Record) -> Iterator[Reading]:
        """Yield what is made of a row; the first row of a transfer waits for the other."""
        row = self.read(record)
        if isinstance(row, Reading):
            yield row
        elif row.rule.pair:
            yield from self.pairs.add(row)
        else:
            yield row.reading()

    def notes(self) -> list[str]:
        """Return advice, once all rows are read."""
        if not self.pairs.within:
            return []
        return [
            f"{self.path}: {self.pairs.within} transfers stay within one account, such as {self.pairs.example}; they "
            "move nothing in the ledger."
        ]

    def read(self, record: Record) -> Row | Reading:
        """Return the movement of a row, or why there is none."""
        source = Source(self.path, record.row)
        quantity = record.number("quantity")
        if quantity is None:
            raise record.fault("quantity", "expected a quantity")
        if record.text("debit") in ("H", "C") and quantity > 0:
            quantity = -quantity
        amount = record.number("amount")
        value = (abs(amount) if quantity >= 0 else -abs(amount)) if amount and quantity else amount or ZERO
        movement_type = record.text("movement")
        date = record.date("date")
        if date is None:
            raise record.fault("date", "expected a date")
        document = f"{record.text('year') or date.year}/{names.key(record.text('document'))}"
        line = names.key(record.text("line")) if "line" in record else self._running(document)
        reading = Reading(source, movement_type, quantity, value, document=f"{document}/{line}")
        plant = record.text("plant")
        if plant and plant != self.importer.plant:
            return reading._replace(elsewhere=f"plant {plant}")
        order, purchase = names.key(record.text("order")), names.key(record.text("purchase_order"))
        cost_center, special = record.text("cost_center"), record.text("special").upper()
        rule = self.importer.movements.find(movement_type, special, assigned(order, purchase, cost_center))
        if rule is None:
            found = self.importer.movements.why_not(
                movement_type, special, assigned(order, purchase, cost_center)
            )
            return reading._replace(reason=found)
        if rule.effect == "none":
            return reading
        if not quantity:
            return reading._replace(
                reason="the row has a value but no quantity; book it by hand" if value else "no quantity"
            )
        material = record.text("material")
        if not material:
            return reading._replace(
                reason="the row has no material: bought straight for consumption; book its invoice"
            )
        unit = record.text("unit")
        if self._units.setdefault(material, unit) != unit:
            return reading._replace(
                reason=f"the quantity of material {material} is in {unit}, that of other rows in "
                f"{self._units[material]}; export the quantity in base unit"
            )
        item = self._item(material)
        against = rule.against
        if "{cost_center}" in against:
            place = self.importer.cost_centers.get(names.key(cost_center))
            against = place or f"cost-centers:{names.account_part(names.key(cost_center))}"
        currency = record.text("currency") or self.chart.currency
        price = _price(rule, record, quantity, value)
        if price is not None and not currency:
            raise ImportFault(
                self.path, record.row, "found an amount without a currency, expected a column Currency in the layout, "
                'currency: in the plant directive, or currency="USD" on the importer',
            )  # fmt: skip
        party = self.party(record.text("vendor_name"), record.text("vendor"), record.text("customer"))
        reverses = record.text("reverses")
        if reverses:
            reverses = f"{record.text('reverses_year') or date.year}/{names.key(reverses)}"
        batch = record.text("batch")
        receipt_item = names.key(record.text("purchase_item")) if record.text("purchase_item") else ""
        movement = Movement(
            document=document, line=line, date=date, plant=self.importer.plant, kind=rule.kind, item=item,
            quantity=quantity, account=rule.account or self._stock(record.text("storage"), item),
            against=against or rule.other, source=source, time=record.time("time"), unit=unit,
            order=order or None, receipt=f"{purchase}-{receipt_item}".rstrip("-") if purchase else None,
            amount=price, value=value if amount is not None else None, currency=currency,
            party=party, text=record.text("text"), reason=record.text("reason"), reverses=reverses or None,
            details=(("lot", batch),) if batch else (),
        )  # fmt: skip
        return Row(rule, movement, movement_type, value)

    def party(self, vendor_name: str, vendor: str, customer: str) -> str:
        """Return the name of the vendor or customer of a row."""
        party = vendor_name or self.importer.parties.get(names.key(vendor), "")
        if not party and customer:
            party = self.importer.parties.get(names.key(customer), "")
        return party

    def _running(self, document: str) -> str:
        number = self._lines[document] = self._lines.get(document, 0) + 1
        return str(number)

    def _item(self, material: str) -> str:
        found = self._items.get(material)
        if found is None:
            found = self._items[material] = self.chart.item(material)
        return found

    def _stock(self, storage: str, item: str) -> str:
        return self.importer.places.get(names.key(storage)) or self.chart.stock_place(item)


class Pairs:
    """Pairs the rows of transfers: what left one place came to another."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.within = 0
        self.example = ""
        self._open: dict[tuple[Any, ...], list[Row]] = {}

    def add(self, row: Row) -> Iterator[Reading]:
        """Take a row in; yield the movement when its partner is there."""
        movement = row.movement
        key = movement.document, movement.item, abs(movement.quantity), movement.details, row.kind
        waiting = self._open.setdefault(key, [])
        for index, other in enumerate(waiting):
            if other.movement.quantity == -movement.quantity:
                del waiting[index]
                if not waiting:
                    del self._open[key]
                yield self._together(other, row)
                return
        waiting.append(row)

    def _together(self, first: Row, second: Row) -> Reading:
        out, into = (first, second) if first.movement.quantity < 0 else (second, first)
        reading = Reading(
            first.movement.source,
            first.kind,
            ZERO,
            first.value + second.value,
            rows=2,
            document=out.movement.key,
        )
        source, target = self.chart.account(out.movement.account), self.chart.account(into.movement.account)
        if source == target:
            self.within += 1
            self.example = self.example or f"{out.movement.document} in {source}"
            return reading
        return reading._replace(facts=(_against(into.movement, out.movement.account),))

    def rest(self) -> Iterator[Reading]:
        """Yield the rows that found no partner: by the place that the rule names, else unmapped."""
        for waiting in self._open.values():
            for row in waiting:
                if row.rule.other:
                    yield row.reading()
                else:
                    yield row.unmapped(
                        "the other row of the transfer is not in the file; export whole documents"
                    )


def _against(movement: Movement, place: str) -> Movement:
    import dataclasses

    return dataclasses.replace(movement, against=place, amount=None)


def assigned(order: str, purchase: str, cost_center: str) -> str:
    """Return what a row is assigned to, in the words of the table."""
    if purchase:
        return "both" if order and order != "0" else "purchase-order"
    if order and order != "0":
        return "order"
    return "cost-center" if cost_center else "none"


def _price(rule: Rule, record: Record, quantity: Decimal, value: Decimal) -> Decimal | None:
    """Return what was paid, with the sign of the quantity."""
    if not rule.price:
        return None
    external = record.number("external") if rule.price == "external" else None
    if external:
        return abs(external) if quantity > 0 else -abs(external)
    return value
