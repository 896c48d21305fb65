"""The books of the crate shop: lumber invoices and payments, wages, power, rent, and the closes of its cost center."""

from __future__ import annotations

import datetime
from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from simulator.books import BANK, PAYABLES, posting, quantity
from simulator.days import DAY, LAST, Month, month_of, shift, workdays
from simulator.findings import exact, plain
from simulator.shop import JOINERY, VENDOR_NAME

if TYPE_CHECKING:
    from simulator.shop import Purchase, Shop, ShopMonth

F = Fraction
RECEIVED = "Liabilities:P200:GoodsReceivedNotInvoiced"

PAYEES = {"Wages": "Payroll", "Energy": "Fort Wayne Light", "Rent": "Summit Street Lofts"}


def write(shop: Shop) -> dict[str, bytes]:
    """Return the shop's books by file name."""
    entries = [*_invoices(shop.purchases), *(entry for month in shop.months for entry in _month(month))]
    head = "; The crate shop in Fort Wayne: lumber invoices and payments, wages, power, rent, closes.\n\n"
    text = head + "\n\n".join(text for _, text in sorted(entries)) + "\n"
    return {"books/crate-shop.beancount": text.encode()}


def _invoices(purchases: list[Purchase]) -> list[tuple[datetime.date, str]]:
    by_date: dict[datetime.date, list[Purchase]] = defaultdict(list)
    for bought in purchases:
        by_date[bought.invoice_date].append(bought)
    entries = []
    owed: dict[Month, Fraction] = defaultdict(Fraction)
    for count, (day, lines) in enumerate(sorted(by_date.items()), 1):
        text = [f'{day} * "{VENDOR_NAME}" "Invoice WL-{3100 + count}"']
        for bought in lines:
            item = quantity(bought.line.quantity, bought.line.item)
            text += [
                posting(RECEIVED, f"{item} @ {exact(bought.price)} USD"),
                f'    receipt: "{bought.line.receipt}"',
            ]
        total = sum((bought.price * bought.line.quantity for bought in lines), F(0))
        owed[month_of(day)] += total
        entries.append((day, "\n".join([*text, posting(PAYABLES, f"-{plain(total)} USD")])))
    for month, total in owed.items():
        day = shift(month.last + 20 * DAY, 0)
        if day <= LAST:
            text = [
                f'{day} * "{VENDOR_NAME}" "Payment of the invoices of {month}"',
                posting(PAYABLES, f"{plain(total)} USD"),
                posting(BANK, f"-{plain(total)} USD"),
            ]
            entries.append((day, "\n".join(text)))
    return entries


def _month(close: ShopMonth) -> list[tuple[datetime.date, str]]:
    month, day = close.month, workdays(close.month)[-1]
    entries = []
    for name, payee in PAYEES.items():
        cost = plain(close.costs[name])
        text = [
            f'{day} * "{payee}" "{name} of {month}, crate shop"',
            posting(f"{JOINERY.account}:{name}", f"{cost} USD"),
            posting(BANK, f"-{cost} USD"),
        ]
        entries.append((day, "\n".join(text)))
    paid = quantity(close.hours, JOINERY.activity)
    closed = f'{month.last} custom "plant-cost-center-close" "{JOINERY.name}"\n  paid: {paid}'
    entries.append((month.last, closed))
    return entries
