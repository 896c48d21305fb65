"""The crate shop in Fort Wayne, plant P200, since October 2025: lumber and nails become crates for the pump works.

It is a plant of its own, with its own standards. Lumber stays in stock at the average of what was paid, and what it
cost beyond standard comes out where it is used: ``MaterialPrice`` of an order. Crates go to P100 by lorry, which has
another standard for them: the difference is ``Transfer`` at P100, the receiver, from the day on which they leave. The
lorry of the last working day arrives in the next month.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from simulator import master
from simulator.days import LAST, Month, months, shift, workdays
from simulator.documents import Confirmation, GoodsDocument, Line, Order, Planted
from simulator.master import Item, Product, WorkCenter
from simulator.overhead import cents
from simulator.production import clock, tenths

F = Fraction

PLANT = "P200"
OPENED = Month(2025, 10)
VARIANCES = "Expenses:P200:Variances"
RECEIVER = "Expenses:P100:Variances"

YARD, RACK = "WD01", "CR01"  # storage locations: what is bought, what is made

ITEMS = {
    item.code: item
    for item in (
        Item("LUMBER", "40000010", "Spruce boards", "Fichtenbretter", "BFT", YARD),
        Item("NAIL", "40000011", "Nails, galvanized", "Nägel verzinkt", "KG", YARD),
        Item("CRATE", "10000064", "Shipping crate", "Versandkiste", "EA", RACK),
    )
}

JOINERY = WorkCenter(
    "JOINERY",
    "WC-WOOD",
    "5100",
    "Expenses:P200:CostCenters:Joinery",
    "HR-WOOD",
    "WOOD",
    44,
    {year: (F(22), F(4), F(8)) for year in (2025, 2026)},
)

STANDARDS = {"LUMBER": F("0.55"), "NAIL": F("2.50"), "HR-WOOD": F(34), "CRATE": F("12.30")}

CRATE = Product("CRATE", {"LUMBER": F(6), "NAIL": F("0.2")}, {"HR-WOOD": F("0.25")}, {}, 80)

VENDOR = "200090"
VENDOR_NAME = "Wabash Lumber"
FIRST_PURCHASE = 4500100001
FIRST_ORDER = 1200001


class Delivery(NamedTuple):
    """What came on the first working day of a month: board feet and their price, and nails at standard."""

    lumber: int
    price: str
    nails: int = 0
    cause: str = ""


DELIVERIES = {
    "2025-10": Delivery(1040, "0.55", 100),
    "2025-11": Delivery(960, "0.58", 0, "Lumber dearer since November"),
    "2025-12": Delivery(1000, "0.61", 0, "Lumber dearer since November"),
    "2026-01": Delivery(960, "0.60", 100, "Lumber dearer since November"),
    "2026-02": Delivery(960, "0.57", 0, "Lumber dearer since November"),
    "2026-03": Delivery(960, "0.53", 0, "Lumber down after the winter"),
}

WARPED = {("2025-12", 0): (F(36), "Warped boards, 36 board feet more")}
SLOW = {("2026-02", 1): (F("1.5"), "Nail gun jammed, 1.5 h long")}
"""By month and order of the month (0, 1)."""


@dataclass
class Purchase:
    """A line of a delivery and its invoice."""

    line: Line
    price: Fraction
    date: datetime.date
    invoice_date: datetime.date


@dataclass
class ShopMonth:
    """What the accountant enters for a month, and the balances at its end."""

    month: Month
    hours: Fraction
    costs: dict[str, Fraction]
    balances: dict[str, Fraction]


@dataclass
class Shop:
    """What the shop left behind: its own documents, and those of the crates' arrival at P100."""

    orders: dict[str, Order] = field(default_factory=dict)
    goods: list[GoodsDocument] = field(default_factory=list)
    arrivals: list[GoodsDocument] = field(default_factory=list)
    confirmations: list[Confirmation] = field(default_factory=list)
    purchases: list[Purchase] = field(default_factory=list)
    months: list[ShopMonth] = field(default_factory=list)
    dispatches: list[GoodsDocument] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)


@dataclass
class Heap:
    """Stock at its average: what is taken out is worth its share of the heap, rounded to the cent."""

    quantity: Fraction = field(default_factory=Fraction)
    value: Fraction = field(default_factory=Fraction)

    def add(self, quantity: Fraction, value: Fraction) -> None:
        """Put a delivery on the heap."""
        self.quantity += quantity
        self.value += value

    def take(self, quantity: Fraction) -> Fraction:
        """Take some off the heap, and return what it is worth."""
        value = cents(self.value * quantity / self.quantity)
        self.add(-quantity, -value)
        return value


def run() -> Shop:
    """Run the shop from its opening to the last month."""
    shop, heaps = Shop(), {"LUMBER": Heap(), "NAIL": Heap()}
    rack = F(0)
    for month in months():
        if month < OPENED:
            continue
        days, hours = workdays(month), F(0)
        _deliver(shop, heaps, month, days[0])
        for nth, (start, leaves) in enumerate(((days[2], days[4]), (days[-5], days[-1]))):
            hours += _make(shop, heaps, month, nth, start)
            rack += CRATE.lot
            _send(shop, leaves)
            rack -= CRATE.lot
        _close(shop, month, hours, sum((heap.value for heap in heaps.values()), F(0)), rack)
    return shop


def planted_transfers(shop: Shop) -> list[Planted]:
    """Return what the receiver's standard differs by from the shop's, of each lorry; once documents have numbers."""
    found = []
    for document in shop.dispatches:
        theirs = master.standard("CRATE", master.year_of(document.date))
        for line in document.lines:
            amount = (STANDARDS["CRATE"] - theirs) * -line.quantity
            cause = f"Crates at {_money(STANDARDS['CRATE'])} in Fort Wayne, at {_money(theirs)} in Lima"
            found.append(
                Planted(
                    document.date,
                    "Transfer",
                    f"document:{document.number}",
                    f"{RECEIVER}:Transfer",
                    amount,
                    cause,
                )
            )
    return found


def _deliver(shop: Shop, heaps: dict[str, Heap], month: Month, day: datetime.date) -> None:
    came = DELIVERIES[str(month)]
    purchase = str(FIRST_PURCHASE + len(shop.months))
    lines = []
    for item, quantity, price in (
        ("LUMBER", F(came.lumber), F(came.price)),
        ("NAIL", F(came.nails), STANDARDS["NAIL"]),
    ):
        if quantity:
            value = quantity * price
            line = Line(
                item,
                quantity,
                YARD,
                "101",
                external=value,
                purchase=purchase,
                purchase_item=10 * len(lines) + 10,
                value=value,
            )
            heaps[item].add(quantity, value)
            lines.append(line)
            shop.purchases.append(Purchase(line, price, day, shift(day, 4)))
    reference = f"WL{purchase[-4:]}"
    shop.goods.append(_document(day, "07:30:00", lines, "", party=VENDOR, reference=reference))


def _make(shop: Shop, heaps: dict[str, Heap], month: Month, nth: int, start: datetime.date) -> Fraction:
    """Make an order of crates in two days, close it the day after, and return its hours."""
    number = str(FIRST_ORDER + len(shop.orders))
    lot = F(CRATE.lot)
    more, warped = WARPED.get((str(month), nth), (F(0), ""))
    longer, slow = SLOW.get((str(month), nth), (F(0), ""))
    last, closed = shift(start, 1), shift(start, 2)
    order = Order(number, "CRATE", lot, start, closed=closed, finished=last, good=lot)
    shop.orders[number] = order
    issued, booked = [], {}
    for item, each in CRATE.bill.items():
        quantity = each * lot + (more if item == "LUMBER" else 0)
        booked[item] = quantity, heaps[item].take(quantity)
        issued.append(Line(item, -quantity, YARD, "261", number, value=-booked[item][1]))
    shop.goods.append(_document(start, "08:20:00", issued))
    hours = CRATE.run["HR-WOOD"] * lot + longer
    for day, part in zip((start, last), tenths(hours, 2), strict=True):
        done = Confirmation(day, clock("14:30:00"), number, "0010", "HR-WOOD", part, user="MBRANDT")
        done.output = lot if day == last else F(0)
        done.number, done.counter = f"{70000 + len(shop.orders):010}", 1 + (day == last)
        shop.confirmations.append(done)
    made = Line("CRATE", lot, RACK, "101", number, value=lot * STANDARDS["CRATE"])
    shop.goods.append(_document(last, "15:30:00", [made]))
    paid = sum((value - STANDARDS[item] * quantity for item, (quantity, value) in booked.items()), F(0))
    causes = [("MaterialPrice", paid, DELIVERIES[str(month)].cause)]
    causes.append(("MaterialQuantity", more * STANDARDS["LUMBER"], warped))
    names = ("LaborEfficiency", "VariableOverheadEfficiency", "FixedOverheadVolumeEfficiency")
    causes += [
        (name, longer * rate, slow) for name, rate in zip(names, JOINERY.rates[month.year], strict=True)
    ]
    spent = sum((value for _, value in booked.values()), F(0)) + hours * STANDARDS["HR-WOOD"]
    if sum((amount for _, amount, _ in causes), F(0)) != spent - lot * STANDARDS["CRATE"]:
        raise ValueError(f"Order {number}: {causes} do not add up to what it left")
    for category, amount, cause in causes:
        if amount:
            shop.planted.append(
                Planted(closed, category, f"order:{number}", f"{VARIANCES}:{category}", amount, cause)
            )
    return hours


def _send(shop: Shop, day: datetime.date) -> None:
    """Send a lot of crates to Lima: the lorry leaves in the afternoon and arrives on the next working day."""
    lot = F(CRATE.lot)
    out = Line("CRATE", -lot, RACK, "303", text="To Lima", value=-lot * STANDARDS["CRATE"])
    document = _document(day, "16:30:00", [out], "To Lima")
    shop.goods.append(document)
    shop.dispatches.append(document)
    arrives = shift(day, 1)
    if arrives <= LAST:
        into = Line("CRATE", lot, master.RAW, "305", text="From Fort Wayne")
        shop.arrivals.append(
            GoodsDocument(arrives, clock("07:40:00"), [into], "From Fort Wayne", user="TOCONNOR")
        )


def _close(shop: Shop, month: Month, hours: Fraction, yard: Fraction, rack: Fraction) -> None:
    """Enter a month's costs as the standard allows them: only the capacity is not used up."""
    labor, variable, fixed = JOINERY.rates[month.year]
    costs = {"Wages": hours * labor, "Energy": hours * variable, "Rent": JOINERY.capacity * fixed}
    balances = {
        "Assets:P200:RawMaterials": yard,
        "Assets:P200:FinishedGoods": rack * STANDARDS["CRATE"],
        "Assets:P200:WorkInProcess:Orders": F(0),
    }
    shop.months.append(ShopMonth(month, hours, costs, balances))
    left = JOINERY.capacity - hours
    shop.planted.append(
        Planted(
            month.last,
            "FixedOverheadCapacity",
            f"cost-center:{JOINERY.name}",
            f"{VARIANCES}:FixedOverheadCapacity",
            left * fixed,
            f"{float(left):g} h of capacity not used",
        )
    )


def _document(
    day: datetime.date, time: str, lines: list[Line], header: str = "", party: str = "", reference: str = ""
) -> GoodsDocument:
    return GoodsDocument(day, clock(time), lines, header, party, reference, "MBRANDT", plant=PLANT)


def _money(price: Fraction) -> str:
    return f"{float(price):.2f}"
