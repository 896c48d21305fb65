"""Buying: what the plant orders so that no shelf is ever empty, what it pays, and what it sends back."""

from __future__ import annotations

import datetime
from collections import defaultdict
from fractions import Fraction
from typing import NamedTuple

from simulator import causes, master
from simulator.days import LAST, Month, month_of, months, shift, workdays
from simulator.documents import GoodsDocument, Line, Purchase, Service
from simulator.production import clock

F = Fraction


class Supply(NamedTuple):
    """How an item is bought: by whose lorry, in which packs, and how much stays on the shelf."""

    vendor: str
    pack: int
    safety: int
    opening: int


VENDORS = {
    "200010": "Buckeye Steel",
    "200020": "Lima Foundry",
    "200030": "Great Lakes Bearing",
    "200040": "Sealtech",
    "200050": "Midwest Motors",
    "200060": "Cuyahoga Supply",
    "200070": "Toledo Coating",
    "200080": "Ruhr Dichtungstechnik",
}
COATER = "200070"
FIRST_IMPORT = 4500200001
"""Purchase orders abroad have numbers of their own."""

INVOICED_AFTER = {"200050": 12}
"""Working days from a delivery to its invoice, if not four: at a month end motors wait for theirs."""

DELIVERIES = {
    "200010": (0, 8),
    "200020": (0, 9),
    "200030": (1,),
    "200040": (1,),
    "200050": (0, 10),
    "200060": (0, 11),
}
"""Working days of the month on which a vendor delivers."""

SUPPLIES = {
    "STEEL-BAR": Supply("200010", 50, 80, 420),
    "CAST-S": Supply("200020", 10, 15, 40),
    "CAST-L": Supply("200020", 5, 12, 30),
    "CAST-IMP-S": Supply("200020", 10, 10, 25),
    "CAST-IMP-L": Supply("200020", 10, 10, 25),
    "BRG-6306": Supply("200030", 20, 30, 60),
    "BRG-6309": Supply("200030", 20, 30, 60),
    "SEAL-28": Supply("200040", 10, 12, 40),
    "SEAL-28V": Supply("200040", 5, 0, 20),
    "SEAL-45": Supply("200040", 5, 10, 40),
    "MOTOR-3": Supply("200050", 5, 6, 20),
    "MOTOR-7": Supply("200050", 5, 6, 20),
    "MOTOR-15": Supply("200050", 5, 4, 15),
    "COUPLING": Supply("200060", 10, 10, 40),
    "BASE": Supply("200060", 10, 22, 60),
    "BOLT-SET": Supply("200060", 50, 30, 120),
    "PAINT": Supply("200060", 20, 20, 60),
    "CRATE": Supply("200060", 10, 10, 60),
}


def buy(goods: list[GoodsDocument], services: list[Service]) -> list[Purchase]:
    """Order what the given documents take out, and return the purchases; their receipts join ``goods``.

    What comes from another plant (305) is not counted on before it is there.
    """
    usage: dict[str, dict[datetime.date, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    arrived: dict[str, dict[datetime.date, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for document in goods:
        for line in document.lines:
            if line.movement == "305":
                arrived[line.item][document.date] += line.quantity
            elif line.item in SUPPLIES:
                usage[line.item][document.date] -= line.quantity
    on_hand = {item: F(supply.opening) for item, supply in SUPPLIES.items()}
    counted = {item: datetime.date(2024, 12, 31) for item in SUPPLIES}
    purchases: list[Purchase] = []
    number = 4500000100
    drops = sorted(
        (workdays(m)[n], vendor, nth, m)
        for m in months()
        for vendor, days in DELIVERIES.items()
        for nth, n in enumerate(days)
    )
    for place, (day, vendor, nth, month) in enumerate(drops):
        following = next((later for later, other, *_ in drops[place + 1 :] if other == vendor), LAST)
        lines: list[Line] = []
        for item, supply in SUPPLIES.items():
            if supply.vendor != vendor:
                continue
            on_hand[item] -= _between(usage[item], counted[item], day)
            on_hand[item] += _between(arrived[item], counted[item], day) + arrived[item][day]
            need = _between(usage[item], day, following) + usage[item][day] + supply.safety - on_hand[item]
            on_hand[item] -= usage[item][day]
            counted[item] = day
            packs = -(-need // supply.pack)
            if packs <= 0:
                continue
            bought = F(packs * supply.pack)
            on_hand[item] += bought
            lines.append(
                Line(
                    item, bought, master.RAW, "101", purchase=str(number), purchase_item=10 * len(lines) + 10
                )
            )
        abroad = [line for line in lines if (str(month), line.item, nth) in causes.FOREIGN]
        lines = [line for line in lines if line not in abroad]
        if lines:
            purchases += _receive(goods, lines, vendor, day, month, nth)
            number += 1
        for line in abroad:
            foreign = causes.FOREIGN[str(month), line.item, nth]
            line.purchase, line.purchase_item = str(FIRST_IMPORT + sum(1 for p in purchases if p.foreign)), 10
            purchases += _receive(goods, [line], foreign.vendor, day, month, nth)
    _return(goods, purchases)
    _twice(goods, purchases)
    for service in services:
        service.purchase = f"{number}-10"
        service.invoice_date = shift(service.date, 5)
        number += 1
    return purchases


def _between(usage: dict[datetime.date, Fraction], after: datetime.date, before: datetime.date) -> Fraction:
    """Return what was used after one day and before another, both excluded; the last day of all counts."""
    return sum((q for day, q in usage.items() if after < day and (day < before or before == LAST)), F(0))


def _receive(
    goods: list[GoodsDocument], lines: list[Line], vendor: str, day: datetime.date, month: Month, nth: int
) -> list[Purchase]:
    document = GoodsDocument(
        day, clock("07:05:00"), lines, party=vendor, reference=f"DN{lines[0].purchase[-4:]}", user="TOCONNOR"
    )
    goods.append(document)
    purchases = []
    for line in lines:
        key = (str(month), line.item, nth)
        agreed = causes.PRICES.get(key)
        price = F(agreed[0]) if agreed else master.standard(line.item, master.year_of(day))
        foreign = causes.FOREIGN.get(key)
        if foreign:
            price = foreign.price * foreign.received
        asked = causes.INVOICE_PRICES.get(key)
        line.external = price * line.quantity
        invoice_date = shift(day, INVOICED_AFTER.get(vendor, 4))
        purchases.append(
            Purchase(
                document,
                line,
                vendor,
                price,
                F(asked[0]) if asked else price,
                line.quantity,
                invoice_date if invoice_date <= LAST else None,
                foreign=foreign,
            )
        )
    return purchases


def _return(goods: list[GoodsDocument], purchases: list[Purchase]) -> None:
    """Send pieces back a few days after the receipt; the vendor invoices what is left."""
    for (month, item, _), (pieces, text) in causes.RETURNS.items():
        found = next(p for p in purchases if p.line.item == item and str(month_of(p.document.date)) == month)
        line = Line(
            item,
            F(-pieces),
            master.RAW,
            "122",
            external=-found.price * pieces,
            purchase=found.line.purchase,
            purchase_item=found.line.purchase_item,
            reason="0003",
            text=text,
        )
        found.returned = shift(found.document.date, 2)
        goods.append(GoodsDocument(found.returned, clock("13:30:00"), [line], text, found.vendor))
        found.invoiced -= pieces


def _twice(goods: list[GoodsDocument], purchases: list[Purchase]) -> None:
    """Post a receipt twice and reverse it an hour later: no trace is left but the two documents."""
    found = next(
        p for p in purchases if p.line.item == "CRATE" and p.document.date >= datetime.date(2025, 7, 1)
    )
    line = found.line
    for time, movement, sign in (("09:05:00", "101", 1), ("10:10:00", "102", -1)):
        again = Line(
            line.item,
            line.quantity * sign,
            line.place,
            movement,
            external=(line.external or F(0)) * sign,
            purchase=line.purchase,
            purchase_item=line.purchase_item,
            text="Posted twice",
        )
        goods.append(GoodsDocument(found.document.date, clock(time), [again], "Posted twice", found.vendor))
