"""What lies on the shelves: every movement in the order of time, at standard, and never below zero.

The list of movements is complete: opening stock, documents, the revaluation of the new year, the count of the last
day. From it come the quantities and values of each month end, against which the valued ledger is checked.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from simulator import master
from simulator.days import LAST, NEW_STANDARDS, months
from simulator.documents import GoodsDocument, Line, Planted
from simulator.production import OPENING_ISSUED
from simulator.purchasing import SUPPLIES
from simulator.sales import OPENING_PUMPS, OPENING_SWARF

F = Fraction
VARIANCES = "Expenses:P100:Variances"
TRANSIT = "on the road"
"""Crates that left Fort Wayne and have not arrived: they are the receiver's."""

OPENING_SEMI = {
    "SHAFT-S": 30,
    "SHAFT-L": 25,
    "IMPELLER-S": 40,
    "IMPELLER-L": 45,
    "CASING-S": 60,
    "CASING-L": 75,
    "ROTOR-S": 60,
    "ROTOR-L": 55,
}

ACCOUNTS = {
    master.RAW: "Assets:P100:RawMaterials",
    master.SEMI: "Assets:P100:FinishedGoods:Subassemblies",
    master.FINISHED: "Assets:P100:FinishedGoods:Pumps",
    TRANSIT: "Assets:P100:InTransit",
}

COUNT_DATE = LAST
COUNTED = {"STEEL-BAR": F(-8), "BOLT-SET": F(12), "CRATE": F(-2), "BRG-6306": F(0), "SEAL-45": F(0)}
"""What the count of the last day found more or less than the books; the ERP gets it in April."""


class Shelf(NamedTuple):
    """One item in one storage location."""

    item: str
    place: str


def opening_stock() -> dict[Shelf, Fraction]:
    """Return the stock of the cut-over."""
    stock = {Shelf(item, master.RAW): F(supply.opening) for item, supply in SUPPLIES.items()}
    stock[Shelf("SWARF", master.RAW)] = F(OPENING_SWARF)
    stock |= {Shelf(item, master.SEMI): F(quantity) for item, quantity in OPENING_SEMI.items()}
    stock |= {Shelf(item, master.FINISHED): F(quantity) for item, quantity in OPENING_PUMPS.items()}
    return stock


def opening_work() -> Fraction:
    """Return the value of the order that was open at the cut-over."""
    return sum((quantity * master.standard(code, 2025) for code, quantity in OPENING_ISSUED.items()), F(0))


@dataclass
class Stock:
    """The shelves at the end, and what was seen on the way."""

    quantities: dict[Shelf, Fraction]
    month_ends: dict[str, dict[str, Fraction]] = field(default_factory=dict)  # month: account: value
    planted: list[Planted] = field(default_factory=list)
    counts: list[tuple[str, Fraction]] = field(default_factory=list)


def count_differences() -> list[GoodsDocument]:
    """Return the cycle count of June 2025, which the ERP posted itself, and what was thrown away from the shelf."""
    june = datetime.date(2025, 6, 30)
    nine = datetime.time(9)
    return [
        GoodsDocument(
            june,
            nine,
            [
                Line("STEEL-BAR", F("-18.5"), master.RAW, "702", text="Cycle count"),
                Line("BRG-6306", F(4), master.RAW, "701", text="Cycle count"),
                Line("SEAL-28", F(-1), master.RAW, "702", text="Cycle count"),
            ],
            "Cycle count",
            user="TOCONNOR",
        ),
        GoodsDocument(
            datetime.date(2025, 9, 17),
            nine,
            [
                Line("SEAL-28V", F(-6), master.RAW, "551", reason="0002", text="Elastomer expired"),
            ],
            "Elastomer expired",
            user="TOCONNOR",
        ),
        GoodsDocument(
            datetime.date(2025, 10, 14),
            nine,
            [
                Line("PAINT", F(-3), master.RAW, "201", cost_center="4300", text="Touch-up paint"),
            ],
            "Touch-up paint",
            user="RHAYES",
        ),
    ]


def run(goods: list[GoodsDocument], dispatches: list[GoodsDocument]) -> Stock:
    """Move everything in order, value each line at the standard of its day, and note month ends.

    ``dispatches`` are another plant's documents: what they took out there is on the road from then on.
    """
    stock = Stock(opening_stock())
    documents = sorted([*goods, *dispatches], key=lambda d: (d.date, d.time))
    place = 0
    for month in months():
        if month.first == NEW_STANDARDS:
            _revalue(stock)
        while place < len(documents) and documents[place].date <= month.last:
            document = documents[place]
            for line in document.lines:
                if document.plant == "P100":
                    line.value = line.quantity * master.standard(line.item, master.year_of(document.date))
                    _move(stock, Shelf(line.item, line.place), line.quantity, document.date)
                if line.movement in ("303", "305"):
                    _move(stock, Shelf(line.item, TRANSIT), -line.quantity, document.date)
            place += 1
        if month.last == COUNT_DATE:
            _count(stock)
        values: dict[str, Fraction] = defaultdict(Fraction)
        for shelf, quantity in stock.quantities.items():
            values[ACCOUNTS[shelf.place]] += quantity * master.standard(shelf.item, month.year)
        stock.month_ends[str(month)] = dict(values)
    return stock


def _move(stock: Stock, shelf: Shelf, quantity: Fraction, day: datetime.date) -> None:
    stock.quantities[shelf] = stock.quantities.get(shelf, F(0)) + quantity
    if stock.quantities[shelf] < 0:
        raise ValueError(f"{day}: {shelf.item} falls to {stock.quantities[shelf]}: plan more")


def _revalue(stock: Stock) -> None:
    """A new standard revalues what is on hand that day."""
    for shelf, quantity in stock.quantities.items():
        change = quantity * (master.standard(shelf.item, 2025) - master.standard(shelf.item, 2026))
        if change:
            stock.planted.append(
                Planted(
                    NEW_STANDARDS,
                    "Revaluation",
                    f"item:{shelf.item}",
                    f"{VARIANCES}:Revaluation",
                    change,
                    "New standards of 2026",
                )
            )


def _count(stock: Stock) -> None:
    for item, difference in COUNTED.items():
        shelf = Shelf(item, master.RAW)
        stock.quantities[shelf] += difference
        stock.counts.append((item, stock.quantities[shelf]))
        if difference:
            stock.planted.append(
                Planted(
                    COUNT_DATE,
                    "InventoryCount",
                    f"item:{item}",
                    f"{VARIANCES}:InventoryCount",
                    -difference * master.standard(item, 2026),
                    "Count of 31 March 2026",
                )
            )
