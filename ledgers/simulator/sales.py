"""Selling: deliveries of what was finished, invoices with terms, payments with their discounts, a return."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from simulator import master
from simulator.chance import Chance
from simulator.days import DAY, LAST, is_workday, shift
from simulator.documents import CustomerItem, GoodsDocument, Line
from simulator.production import clock

F = Fraction


class Terms(NamedTuple):
    """Terms of payment: a discount in percent for paying within days, net after more days."""

    key: str
    days: int
    percent: Fraction
    net: int


class Customer(NamedTuple):
    """A customer and how it pays: ``takes`` the discount, or waits some ``days`` for the net amount."""

    name: str
    terms: str
    takes: bool
    days: int


TERMS = {
    "T210": Terms("T210", 10, F(2), 30),
    "T115": Terms("T115", 15, F(1), 45),
    "N030": Terms("N030", 0, F(0), 30),
}

CUSTOMERS = {
    "300010": Customer("Ohio Water Authority", "T210", True, 9),
    "300020": Customer("Erie Chemical", "T210", True, 8),
    "300030": Customer("Marietta Paper", "T210", False, 29),
    "300040": Customer("Summit HVAC", "T115", True, 13),
    "300050": Customer("Wabash Irrigation", "T115", False, 44),
    "300060": Customer("Scioto Dairy", "N030", False, 30),
    "300070": Customer("Allegheny Pumps", "N030", False, 27),
    "300080": Customer("Maumee Refining", "T210", True, 10),
    "300090": Customer("Akron Scrap Metals", "N030", False, 21),
}
SCRAP_DEALER = "300090"

LIST_PRICES: dict[str, tuple[int | Fraction, int | Fraction]] = {
    "PUMP-100": (990, 1025),
    "PUMP-150": (1225, 1265),
    "PUMP-200": (1560, 1615),
    "PUMP-200B": (920, 960),
    "PUMP-250": (1990, 2065),
    "SWARF": (F("0.42"), F("0.42")),
}

OPENING_PUMPS = {"PUMP-100": 12, "PUMP-150": 8, "PUMP-200": 9, "PUMP-200B": 3, "PUMP-250": 4}
OPENING_SWARF = 140

GRACE = 3
"""Days of grace that the plant gives its customers on the discount."""

LATE = 12
"""The day on which one customer takes its discount of ten days, within grace."""

PART = F(3000)
PARTED = datetime.date(2025, 10, 15)
"""One invoice after this day is paid in two parts: this much on time with its discount, the rest in full later."""


@dataclass
class Sales:
    """The customers' accounts."""

    items: list[CustomerItem] = field(default_factory=list)


def sell(goods: list[GoodsDocument]) -> Sales:
    """Deliver what the documents completed, and run the customers' accounts. The deliveries join ``goods``."""
    chance, sales = Chance(42), Sales()
    number, pumps = 0, [code for code in CUSTOMERS if code != SCRAP_DEALER]
    lots = [(d.date, line.item, line.quantity) for d in goods for line in d.lines if _is_output(line)]
    for day, item, quantity in sorted(lots):
        first = F(int(quantity / 2))
        for part, wait in ((first, 2), (quantity - first, 6)):
            date = shift(day, wait + chance.below(3))
            customer = chance.pick(pumps)
            if date <= LAST and part:
                number += 1
                _deliver(goods, sales, number, date, customer, item, part)
    for month_end in sorted({_last_workday(d.date) for d in goods if d.date <= LAST}):
        number += 1
        swarf = _swarf_before(goods, month_end)
        if swarf > 0:
            _deliver(goods, sales, number, month_end, SCRAP_DEALER, "SWARF", swarf)
    _take_back(goods, sales)
    _pay(sales)
    return sales


def _is_output(line: Line) -> bool:
    return line.movement == "101" and line.item.startswith("PUMP") and not line.order.startswith("11")


def _last_workday(day: datetime.date) -> datetime.date:
    following = (day.replace(day=1) + 31 * DAY).replace(day=1) - DAY
    while not is_workday(following):
        following -= DAY
    return following


def _swarf_before(goods: list[GoodsDocument], day: datetime.date) -> Fraction:
    """Return the swarf in the bin on a morning, in full 50 kg."""
    bin_ = OPENING_SWARF + sum(
        (li.quantity for d in goods if d.date < day for li in d.lines if li.item == "SWARF"), F(0)
    )
    return bin_ // 50 * F(50)


def _deliver(
    goods: list[GoodsDocument],
    sales: Sales,
    number: int,
    date: datetime.date,
    customer: str,
    item: str,
    quantity: Fraction,
) -> None:
    time = clock(f"16:{10 + number % 45:02}:00")
    reference = f"{80000000 + number}"
    line = Line(item, -quantity, master.ITEMS[item].place, "601")
    goods.append(GoodsDocument(date, time, [line], party=customer, reference=reference, user="LBECKER"))
    price = F(LIST_PRICES[item][master.year_of(date) - 2025])
    invoice = f"{90000000 + number}"
    sales.items.append(
        CustomerItem(
            "RV",
            date,
            customer,
            price * quantity,
            invoice,
            CUSTOMERS[customer].terms,
            text=f"{quantity} {item}",
            number=invoice,
        )
    )


def _take_back(goods: list[GoodsDocument], sales: Sales) -> None:
    """Take one pump back from a customer a few days after its delivery, with a credit memo before it pays."""
    invoice = next(
        i
        for i in sales.items
        if i.date > datetime.date(2025, 9, 8)
        and CUSTOMERS[i.customer].takes
        and i.text.endswith("PUMP-150")
        and CUSTOMERS[i.customer].terms == "T210"
    )
    day = shift(invoice.date, 3)
    line = Line("PUMP-150", F(1), master.FINISHED, "653", reason="0010", text="Flange damaged in transit")
    goods.append(GoodsDocument(day, clock("11:45:00"), [line], party=invoice.customer, reference="84000001"))
    price = F(LIST_PRICES["PUMP-150"][0])
    sales.items.append(
        CustomerItem(
            "DG",
            day,
            invoice.customer,
            -price,
            invoice.invoice,
            text="Return of 1 PUMP-150",
            number="91000001",
        )
    )


def _pay(sales: Sales) -> None:
    """Pay the invoices: on time with discount, in full later, one within grace, one in two parts; what a
    customer pays on one day is one check."""
    checks: dict[tuple[datetime.date, str], str] = {}
    invoices = [item for item in sales.items if item.kind == "RV"]
    credits = {item.invoice: item for item in sales.items if item.kind == "DG"}
    late = parted = False
    for invoice in sorted(invoices, key=lambda i: (i.date, i.number)):
        customer, terms = CUSTOMERS[invoice.customer], TERMS[invoice.terms]
        amount = invoice.amount + (credits[invoice.invoice].amount if invoice.invoice in credits else 0)
        due = shift(invoice.date + (terms.net if customer.takes else customer.days) * DAY, 0)
        if not customer.takes:
            _check(sales, checks, invoice, due, amount, F(0))
            continue
        date = invoice.date + customer.days * DAY
        after = invoice.date + LATE * DAY
        if not late and customer.days == 10 and after > datetime.date(2025, 6, 20) and is_workday(after):
            date, late = after, True
        while not is_workday(date):
            date -= DAY
        rate = terms.percent / 100
        if not parted and invoice.date > PARTED and amount > 2 * PART:
            parted = True
            _check(sales, checks, invoice, date, PART, PART * rate)
            _check(sales, checks, invoice, due, amount - PART, F(0))
        else:
            _check(sales, checks, invoice, date, amount, amount * rate)
    assert late
    assert parted


def _check(
    sales: Sales,
    checks: dict[tuple[datetime.date, str], str],
    invoice: CustomerItem,
    date: datetime.date,
    settled: Fraction,
    discount: Fraction,
) -> None:
    """Take in a customer's check for one invoice, or its part of the day's check; after the last day, none."""
    if date > LAST:
        return
    number = checks.setdefault((date, invoice.customer), str(1400000001 + len(checks)))
    text = "Check, discount taken" if discount else "Check"
    terms = invoice.terms
    sales.items.append(
        CustomerItem("DZ", date, invoice.customer, -settled, invoice.invoice, terms, discount, text, number)
    )
    items = [item for item in sales.items if item.invoice == invoice.invoice]
    if sum(item.amount for item in items) == 0:
        for item in items:
            item.cleared, item.clearing = date, number
