"""The lists that somebody saved from the ERP: MB51, COOISPI, confirmations, KOB1 and FBL5N.

Not all in one manner: the controller in Lima logs on in English and saves CSV, the parent's auditor logged on in German
and saved unconverted lists, the summer intern took the sheet. Some months overlap by a few days.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from simulator import master, shop
from simulator.columns import CONFIRMATIONS, COSTS, CUSTOMER_ITEMS, HEADERS, MB51
from simulator.days import DAY, LAST, Month, months
from simulator.overhead import cents
from simulator.purchasing import VENDORS
from simulator.sales import CUSTOMERS, TERMS
from simulator.tables import Row, csv_text, list_text, sheet

if TYPE_CHECKING:
    from simulator.documents import Confirmation, CustomerItem, GoodsDocument, Line, Order
    from simulator.story import Story

F = Fraction
CURRENCY = "USD"
ITEMS = {**shop.ITEMS, **master.ITEMS}
CENTERS = {**master.WORK_CENTERS, shop.JOINERY.activity: shop.JOINERY}
SUPPLIERS = {*VENDORS, shop.VENDOR}

UNITS = {"EA": "ST", "KG": "KG", "L": "L", "H": "STD"}
GERMAN = frozenset({"2025-01", "2025-02", "2025-03", "2026-02"})
SHEETS = frozenset({"2025-07", "2026-01"})
LISTS = frozenset({"2025-08", "2025-09"})
ORDER_SHEETS = frozenset({"2025-q1"})
CUSTOMER_LISTS = frozenset({"2025-q1"})
OVERLAP = {"2025-06": 4, "2025-10": 5}
"""Months whose list begins some days early: what is already known must not come twice."""


def write(story: Story) -> dict[str, bytes]:
    """Return the export files by name: a folder a quarter, as the controller saved them."""
    files: dict[str, bytes] = {}
    for quarter, first, last in _quarters():
        inside = _within(first, last)
        folder = f"exports/{quarter}"
        for month in months():
            if inside(month.first):
                name, content = _material_documents(story, month)
                files[f"{folder}/{name}"] = content
        orders = [
            _order(order, story, last, "P100")
            for order in sorted(story.floor.orders.values(), key=lambda o: o.number)
            if order.released <= last and (order.closed is None or order.closed >= first)
        ]
        if quarter in ORDER_SHEETS:
            files[f"{folder}/cooispi-{quarter}.xlsx"] = sheet(HEADERS, orders)
        else:
            files[f"{folder}/cooispi-{quarter}.csv"] = csv_text(HEADERS, orders)
        work = [_confirmation(c, "P100") for c in story.floor.confirmations if inside(c.date)]
        files[f"{folder}/confirmations-{quarter}.csv"] = csv_text(CONFIRMATIONS, work)
        files |= _shop(story, quarter, folder, inside, last)
        files[f"{folder}/kob1-{quarter}.csv"] = csv_text(COSTS, _costs(story, inside))
        items = sorted(
            (i for i in story.sales.items if inside(i.date)),
            key=lambda i: (i.date, i.kind, i.number, i.invoice),
        )
        rows = _customer_items(items)
        if quarter in CUSTOMER_LISTS:
            content = list_text(CUSTOMER_ITEMS, rows, "Debitoren-Einzelposten", "DE")
            files[f"{folder}/fbl5n-{quarter}.txt"] = content
        else:
            files[f"{folder}/fbl5n-{quarter}.csv"] = csv_text(CUSTOMER_ITEMS, rows)
    return files


def _shop(
    story: Story, quarter: str, folder: str, inside: Callable[[datetime.date], bool], last: datetime.date
) -> dict[str, bytes]:
    """Return the crate shop's own lists of a quarter, if it was open: goods, orders and confirmations."""
    rows = [
        _movement(document, line, number, german=False)
        for document in story.goods
        if document.plant == shop.PLANT and inside(document.date)
        for number, line in enumerate(document.lines, 1)
    ]
    orders = [
        _order(order, story, last, shop.PLANT)
        for order in story.shop.orders.values()
        if inside(order.released) or (order.closed and inside(order.closed))
    ]
    work = [_confirmation(c, shop.PLANT) for c in story.shop.confirmations if inside(c.date)]
    if not rows:
        return {}
    return {
        f"{folder}/mb51-p200-{quarter}.csv": csv_text(MB51, rows),
        f"{folder}/cooispi-p200-{quarter}.csv": csv_text(HEADERS, orders),
        f"{folder}/confirmations-p200-{quarter}.csv": csv_text(CONFIRMATIONS, work),
    }


def _quarters() -> list[tuple[str, datetime.date, datetime.date]]:
    found = []
    first = months()[0]
    while first.first <= LAST:
        last = first.next.next
        found.append((f"{first.year}-q{(first.month + 2) // 3}", first.first, last.last))
        first = last.next
    return found


def _within(first: datetime.date, last: datetime.date) -> Callable[[datetime.date], bool]:
    return lambda day: first <= day <= last


def _material_documents(story: Story, month: Month) -> tuple[str, bytes]:
    first = month.first - OVERLAP.get(str(month), 0) * DAY
    german = str(month) in GERMAN
    rows = [
        _movement(document, line, number, german)
        for document in story.goods
        if document.plant == "P100" and first <= document.date <= month.last
        for number, line in enumerate(document.lines, 1)
    ]
    if german:
        return f"mb51-{month}.txt", list_text(MB51, rows, "Materialbelegliste                    ", "DE")
    if str(month) in SHEETS:
        return f"mb51-{month}.xlsx", sheet(MB51, rows)
    if str(month) in LISTS:
        return f"mb51-{month}.txt", list_text(MB51, rows, "Material Document List                ", "EN")
    return f"mb51-{month}.csv", csv_text(MB51, rows)


def _movement(document: GoodsDocument, line: Line, number: int, german: bool) -> Row:
    item = ITEMS[line.item]
    return (
        document.date,
        document.time,
        line.movement,
        document.number,
        f"{number:04}",
        item.number,
        item.german if german else item.name,
        document.plant,
        line.place,
        line.quantity,
        UNITS[item.unit] if german else item.unit,
        cents(line.value),
        line.external,
        CURRENCY,
        line.order,
        line.purchase,
        f"{line.purchase_item:05}" if line.purchase else "",
        document.party if document.party in SUPPLIERS else "",
        document.party if document.party in CUSTOMERS else "",
        line.cost_center,
        document.reference,
        line.reason,
        line.text or document.header,
        document.user,
    )


def _order(order: Order, story: Story, last: datetime.date, plant: str) -> Row:
    """Return an order as it stood at the end of a quarter."""
    item = ITEMS[order.product]
    kind = "PP01" if order.kind == "production" else "PP02"
    good = sum(
        (
            line.quantity
            for document in story.goods
            if document.date <= last
            for line in document.lines
            if line.order == order.number and line.movement == "101"
        ),
        F(0),
    )
    closed = order.closed if order.closed and order.closed <= last else None
    if closed:
        status = "TECO PRT  CNF  DLV  PRC  GMPS SETC"
    elif good:
        status = "REL  PRT  PCNF PDLV PRC  GMPS SETC"
    else:
        status = "REL  PRT  PCNF PRC  GMPS SETC"
    return (
        plant,
        order.number,
        kind,
        item.number,
        item.name,
        order.planned,
        good,
        item.unit,
        order.released,
        order.released,
        order.released + DAY,
        order.finished if order.finished and order.finished <= last else None,
        closed,
        status,
    )


def _confirmation(work: Confirmation, plant: str) -> Row:
    center = CENTERS[work.activity]
    return (
        work.number,
        f"{work.counter:08}",
        work.order,
        work.operation,
        center.number,
        center.activity_type,
        work.date,
        work.time,
        work.hours,
        "H",
        work.output,
        work.scrap,
        plant,
        work.text,
        work.user,
    )


ELEMENTS = {
    master.RAW: ("400000", "Raw materials consumed"),
    master.SEMI: ("410000", "Subassemblies consumed"),
    master.FINISHED: ("415000", "Finished goods consumed"),
    "HR-MACH": ("620100", "DAA Machining"),
    "HR-ASSY": ("620200", "DAA Assembly"),
    "HR-TEST": ("620300", "DAA Testing"),
    "money": ("617000", "External services"),
    "output": ("895000", "Factory output"),
    "by-product": ("896000", "By-products"),
}


def _costs(story: Story, inside: Callable[[datetime.date], bool]) -> list[Row]:
    """Return what the orders were charged and credited at standard, as the ERP's cost accounting saw it."""
    found: list[tuple[datetime.date, str, int, str, str, str, Fraction, str, Fraction]] = []
    for document in story.goods:
        for number, line in enumerate(document.lines, 1):
            if line.order and document.plant == "P100" and inside(document.date):
                kind = {"101": "output", "531": "by-product"}.get(line.movement, line.place)
                item = ITEMS[line.item]
                found.append(
                    (
                        document.date,
                        document.number,
                        number,
                        line.order,
                        kind,
                        item.number,
                        -line.quantity,
                        item.unit,
                        -line.value,
                    )
                )
    for work in story.floor.confirmations:
        if inside(work.date):
            rate = master.standard(work.activity, master.year_of(work.date))
            found.append(
                (
                    work.date,
                    work.number,
                    work.counter,
                    work.order,
                    work.activity,
                    "",
                    work.hours,
                    "H",
                    work.hours * rate,
                )
            )
    for order in story.floor.orders.values():
        deviation = story.floor.deviations[order.number]
        if deviation.charge and order.finished and inside(order.finished):
            number = f"19{order.number}"
            found.append(
                (order.finished, number, 1, order.number, "money", "", F(0), "", deviation.charge[1])
            )
    rows: list[Row] = []
    for place, (date, reference, number, order, kind, material, quantity, unit, value) in enumerate(
        sorted(found), 1
    ):
        element, name = ELEMENTS[kind]
        posting = f"3{date.year % 100}{(date.month + 2) // 3}{place:06}"
        rows.append(
            (
                element,
                name,
                order,
                date,
                posting,
                f"{number:03}",
                reference,
                "RKL" if kind.startswith("HR-") else "COIN",
                material,
                quantity,
                unit,
                cents(value),
                CURRENCY,
            )
        )
    return rows


def _customer_items(items: list[CustomerItem]) -> list[Row]:
    """Return rows with the line of each document counted."""
    lines: dict[str, int] = {}
    rows = []
    for item in items:
        lines[item.number] = lines.get(item.number, 0) + 1
        rows.append(_customer_item(item, lines[item.number]))
    return rows


def _customer_item(item: CustomerItem, line: int) -> Row:
    terms = TERMS.get(item.terms)
    invoice = item.kind == "RV" and terms
    return (
        item.customer,
        CUSTOMERS[item.customer].name,
        item.number,
        f"{line:03}",
        item.kind,
        item.date,
        item.date,
        item.date + terms.net * DAY if invoice and terms else item.date,
        item.amount,
        CURRENCY,
        item.terms if invoice else "",
        str(terms.days) if invoice and terms else "",
        terms.percent if invoice and terms else None,
        str(terms.net) if invoice and terms else "",
        item.discount if item.discount else None,
        "" if item.kind == "RV" else item.invoice,
        item.cleared or (item.date if item.kind == "DZ" else None),
        item.clearing or (item.number if item.kind == "DZ" else ""),
        item.text,
    )
