"""The shop floor: orders month by month, their issues, confirmations, completions and closes.

The schedule is the same every month, give or take a day: machined parts first, rotors after them, pumps all through
the month. Orders that start in the last days of a month finish in the next, so that every month end has work in
process; those of December 2025 meet the new standards.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from simulator import causes, master
from simulator.causes import Deviation
from simulator.chance import Chance
from simulator.days import LAST, Month, months, shift, workdays
from simulator.documents import Confirmation, GoodsDocument, Line, Order, Service

F = Fraction


class Slot(NamedTuple):
    """An order that is made every month: from which working day (negative: from the end), and for how
    many days."""

    product: str
    start: int
    days: int


SLOTS = (
    Slot("SHAFT-S", 0, 4),
    Slot("IMPELLER-S", 1, 4),
    Slot("SHAFT-L", 2, 4),
    Slot("PUMP-100", 2, 4),
    Slot("CASING-S", 3, 3),
    Slot("PUMP-150", 4, 3),
    Slot("IMPELLER-L", 4, 4),
    Slot("CASING-L", 5, 3),
    Slot("ROTOR-S", 6, 3),
    Slot("PUMP-200", 6, 4),
    Slot("PUMP-250", 7, 3),
    Slot("ROTOR-L", 8, 3),
    Slot("CASING-S", 10, 3),
    Slot("CASING-L", 12, 3),
    Slot("PUMP-100", 12, 4),
    Slot("ROTOR-S", 13, 3),
    Slot("PUMP-150", 14, 4),
    Slot("ROTOR-L", 15, 3),
    Slot("PUMP-200", -5, 5),
    Slot("PUMP-250", -4, 5),
    Slot("PUMP-200B", -3, 4),
)

KIT = ("CASING-S", "CASING-L", "ROTOR-S", "ROTOR-L", "SEAL-28", "SEAL-45", "BASE", "BOLT-SET")
"""Components of a pump that are picked when its order starts; the others follow when it is painted and packed."""

FIRST_ORDER = 1000981
OPENING = "1000980"
"""The order that was open at the cut-over."""

OPENING_ISSUED = {
    "CASING-L": F(10),
    "ROTOR-L": F(10),
    "SEAL-45": F(10),
    "BASE": F(10),
    "BOLT-SET": F(20),
    "HR-ASSY": F(9),
}


@dataclass
class Floor:
    """What the shop floor left behind."""

    orders: dict[str, Order] = field(default_factory=dict)
    deviations: dict[str, Deviation] = field(default_factory=dict)
    goods: list[GoodsDocument] = field(default_factory=list)
    confirmations: list[Confirmation] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)


def clock(text: str) -> datetime.time:
    """Return a time of the day."""
    return datetime.time.fromisoformat(text)


def tenths(hours: Fraction, parts: int) -> list[Fraction]:
    """Split hours over shifts in tenths of an hour, the last takes the rest."""
    each = F(int(hours * 10 / parts), 10)
    return [each] * (parts - 1) + [hours - each * (parts - 1)]


def make_orders() -> Floor:
    """Run the shop floor for fifteen months."""
    floor, chance = Floor(), Chance(20250101)
    _finish_opening_order(floor)
    planned: list[tuple[datetime.date, int, Slot, Month, int, int]] = []
    for month in months():
        days, seen = workdays(month), dict.fromkeys(master.LEVELS, 0)
        for slot in SLOTS:
            nth = seen[slot.product]
            seen[slot.product] += 1
            start = days[slot.start + chance.below(2)]
            planned.append((start, len(planned), slot, month, nth, chance.below(3)))
    for number, (start, _, slot, month, nth, minutes) in enumerate(sorted(planned), FIRST_ORDER):
        deviation = causes.ORDERS.get((str(month), slot.product, nth), Deviation(""))
        _run(floor, str(number), slot, start, deviation, minutes)
    _mistakes(floor)
    _rework(floor, "1100001", "PUMP-100", 4, "SEAL-28", datetime.date(2025, 5, 20))
    _rework(floor, "1100002", "PUMP-200", 2, "SEAL-45", datetime.date(2026, 1, 21))
    return floor


def _run(floor: Floor, number: str, slot: Slot, start: datetime.date, cause: Deviation, minutes: int) -> None:
    product = master.PRODUCTS[slot.product]
    lot = F(cause.lot or product.lot)
    good = lot - cause.scrap
    order = Order(number, slot.product, lot, shift(start, 0) - datetime.timedelta(days=1))
    order.released = max(order.released, datetime.date(2025, 1, 1))
    floor.orders[number] = order
    floor.deviations[number] = cause
    if cause.text:
        order.causes.append(cause.text)
    last = shift(start, slot.days - 1)
    _issue(floor, order, cause, start, last, minutes)
    if start > LAST:
        return
    run = {
        code: product.run.get(code, F(0)) * lot + product.setup.get(code, F(0))
        for code in master.WORK_CENTERS
    }
    hours = {code: amount + cause.hours.get(code, F(0)) for code, amount in run.items() if amount}
    if cause.hold:
        hours = {code: F(20) for code in hours}
        _confirm(floor, order, "0010", "HR-MACH", hours["HR-MACH"], [start], F(0), F(0), minutes)
        return
    operations = list(hours)
    for place, activity in enumerate(operations):
        ends = place == len(operations) - 1
        days = [shift(start, n) for n in range(slot.days)]
        shifts = days[-1:] if place else days[:: max(1, slot.days - 2)][:2]
        _confirm(
            floor,
            order,
            f"{(place + 1) * 10:04}",
            activity,
            hours[activity],
            shifts,
            good if ends else lot,
            F(cause.scrap) if ends else F(0),
            minutes,
        )
    if "COAT" in product.run:
        price = cause.coat_price or master.standard("COAT", master.year_of(last))
        if last <= LAST:
            floor.services.append(Service(last, number, "COAT", lot, price, ""))
    _complete(floor, order, good, cause, last, minutes)
    closed = shift(last, 1 + minutes % 2)
    if closed <= LAST:
        order.closed = closed
        order.finished = last
        for item, quantity in cause.late.items():
            document = GoodsDocument(shift(closed, 3), clock("09:40:00"), [], "Found missing")
            document.lines.append(Line(item, -quantity, master.ITEMS[item].place, "261", number))
            floor.goods.append(document)


def _issue(
    floor: Floor, order: Order, cause: Deviation, start: datetime.date, last: datetime.date, minutes: int
) -> None:
    year = master.year_of(order.released)
    needs = {code: q * order.planned for code, q in master.bill_of(order.product, year).items() if q > 0}
    for code, quantity in cause.extra.items():
        needs[code] += quantity
    if cause.substitute:
        instead, used, pieces = cause.substitute
        needs[instead] -= pieces
        needs[used] = F(pieces)
    pump = order.product.startswith("PUMP")
    middle = shift(start, 1)
    for day, time, picked in (
        (start, f"08:{10 + 15 * minutes}:00", [c for c in needs if not pump or c in KIT or c == "SEAL-28V"]),
        (
            middle,
            f"10:{15 + 15 * minutes}:00",
            [c for c in needs if pump and c not in KIT and c != "SEAL-28V"],
        ),
    ):
        if picked and day <= LAST:
            lines = [
                Line(code, -needs[code], master.ITEMS[code].place, "261", order.number) for code in picked
            ]
            floor.goods.append(GoodsDocument(day, clock(time), lines))


def _confirm(
    floor: Floor,
    order: Order,
    operation: str,
    activity: str,
    hours: Fraction,
    days: list[datetime.date],
    output: Fraction,
    scrap: Fraction,
    minutes: int,
) -> None:
    for place, (day, part) in enumerate(zip(days, tenths(hours, len(days)), strict=True)):
        if day > LAST:
            break
        ends = place == len(days) - 1
        floor.confirmations.append(
            Confirmation(
                day,
                clock(f"14:{10 + minutes * 12}:{operation[1:3]}"),
                order.number,
                operation,
                activity,
                part,
                output if ends else F(0),
                scrap if ends else F(0),
            )
        )


def _complete(
    floor: Floor, order: Order, good: Fraction, cause: Deviation, last: datetime.date, minutes: int
) -> None:
    product = master.PRODUCTS[order.product]
    place = master.ITEMS[order.product].place
    parts = [(last, good)]
    if order.product.startswith("PUMP") and order.planned >= 20:
        first = F(int(good / 2))
        parts = [(_before(last), first), (last, good - first)]
    for day, quantity in parts:
        if day > LAST:
            continue
        lines = [Line(order.product, quantity, place, "101", order.number)]
        swarf = -product.bill.get("SWARF", F(0)) * order.planned + cause.swarf
        if swarf:
            lines.append(Line("SWARF", swarf, master.RAW, "531", order.number))
        floor.goods.append(GoodsDocument(day, clock(f"15:{20 + minutes * 13}:00"), lines))
        order.good += quantity
    if last <= LAST:
        order.scrapped = F(cause.scrap)


def _before(day: datetime.date) -> datetime.date:
    """Return the working day before a working day."""
    back = day - datetime.timedelta(days=1)
    while shift(back, 0) != back:
        back -= datetime.timedelta(days=1)
    return back


def _finish_opening_order(floor: Floor) -> None:
    """Finish the order that was open at the cut-over: ten PUMP-250, kitted and half assembled in December 2024."""
    order = Order(OPENING, "PUMP-250", F(10), datetime.date(2024, 12, 19))
    floor.orders[OPENING] = order
    floor.deviations[OPENING] = Deviation("")
    day = datetime.date(2025, 1, 3)
    rest = {"MOTOR-15": F(10), "COUPLING": F(10), "PAINT": F(16), "CRATE": F(10)}
    lines = [Line(code, -quantity, master.RAW, "261", OPENING) for code, quantity in rest.items()]
    floor.goods.append(GoodsDocument(day, clock("08:35:00"), lines))
    _confirm(floor, order, "0010", "HR-ASSY", F(12), [day], F(10), F(0), 1)
    _confirm(floor, order, "0020", "HR-TEST", F(8), [shift(day, 1)], F(10), F(0), 1)
    _complete(floor, order, F(10), Deviation(""), shift(day, 1), 1)
    order.finished = shift(day, 1)
    order.closed = shift(day, 2)


def _rework(floor: Floor, number: str, pump: str, pieces: int, seal: str, day: datetime.date) -> None:
    """Rework pumps with leaking seals: out of stock, a new seal and some hours, and back."""
    order = Order(number, pump, F(pieces), day - datetime.timedelta(days=1), "rework")
    order.causes.append("Leaking seals replaced")
    floor.orders[number] = order
    floor.deviations[number] = Deviation("Leaking seals replaced")
    lines = [
        Line(pump, F(-pieces), master.FINISHED, "261", number),
        Line(seal, F(-pieces), master.RAW, "261", number),
    ]
    floor.goods.append(GoodsDocument(day, clock("09:15:00"), lines))
    _confirm(floor, order, "0010", "HR-ASSY", F(pieces) * F("1.5"), [day], F(pieces), F(0), 1)
    _confirm(floor, order, "0020", "HR-TEST", F(pieces) / 2, [shift(day, 1)], F(pieces), F(0), 1)
    back = Line(pump, F(pieces), master.FINISHED, "101", number)
    floor.goods.append(GoodsDocument(shift(day, 1), clock("15:45:00"), [back]))
    order.good = F(pieces)
    order.finished, order.closed = shift(day, 1), shift(day, 2)


def _mistakes(floor: Floor) -> None:
    """Post to the wrong order and take it back: no variance comes of it."""
    wrong = next(
        o for o in floor.orders.values() if o.product == "PUMP-200" and o.released > datetime.date(2025, 3, 1)
    )
    day = shift(wrong.released, 1)
    for date, movement, sign in ((day, "261", -1), (shift(day, 1), "262", 1)):
        line = Line("BASE", F(20) * sign, master.RAW, movement, wrong.number, text="Wrong order")
        floor.goods.append(GoodsDocument(date, clock("11:20:00"), [line], "Wrong order"))
    first = next(
        c for c in floor.confirmations if c.activity == "HR-ASSY" and c.date > datetime.date(2025, 5, 6)
    )
    for date, hours, reverses in ((first.date, F(3), None), (shift(first.date, 1), F(-3), first)):
        floor.confirmations.append(
            Confirmation(
                date,
                clock("16:05:00"),
                first.order,
                first.operation,
                "HR-ASSY",
                hours,
                text="Typed twice",
                reverses=reverses and floor.confirmations[-1],
            )
        )
