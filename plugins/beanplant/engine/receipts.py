"""Goods received, not invoiced: an invoice clears a receipt at the receipt's price, and leaves the difference.

::

    receipt   Liabilities:GoodsReceivedNotInvoiced    -60 STEEL @ 2.62 USD     becomes  -157.20 USD
    invoice   Liabilities:GoodsReceivedNotInvoiced     40 STEEL @ 2.70 USD     becomes   104.80 USD

Partial invoices clear cumulatively, so that the last one leaves nothing on the account. At standard the difference is
``InvoicePrice``; in layers it follows the goods. An invoice at another exchange rate leaves ``ExchangeRate``
(ASC 830-20-35, IAS 21.28).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.engine import spreading
from beanplant.engine.booked import Amount
from beanplant.engine.books import ZERO, Books, made_posting
from beanplant.engine.lots import ForeignReceipt, Lot, ReceiptLine
from beanplant.faults import InventoryError, nearest
from beanplant.rules.formulas import number as show

if TYPE_CHECKING:
    from decimal import Decimal

    from beanplant.engine.booked import Posting
    from beanplant.engine.movement import Movement
    from beanplant.masterdata.facts import Plant


def clear(books: Books, move: Movement, posting: Posting, plant: Plant, invoiced: Decimal | None) -> Decimal:
    """Return what an invoiced quantity clears on goods received; post the difference to what was invoiced."""
    units, money = posting.units, books.money(plant)
    key = move.tag(posting, "receipt")
    line = books.receipts.get((key, units.currency)) if key else None
    if line is None or not line.quantity:
        known = [str(k) for k, item in books.receipts if item == units.currency]
        found = (
            f'receipt "{key}" of {units.currency} is unknown{nearest(str(key), known)}'
            if key
            else "it names no receipt"
        )
        books.refuse(
            InventoryError, posting.meta, f"An invoice of {units} on {posting.account} clears a receipt, but "
            f"{found}; write "
            f'receipt: "KEY" of the receipt that it is for, dated not after the invoice; one that comes before its '
            f"goods is written in money",
            move.txn, f"receipt {key} {units.currency}",
        )  # fmt: skip
        return invoiced if invoiced is not None else ZERO
    through = money.round(line.paid * (line.invoiced + units.number) / line.quantity)
    cleared = through - line.cleared
    line.invoiced += units.number
    line.cleared = through
    difference = ZERO if invoiced is None else invoiced - cleared
    if difference and posting.price is not None:
        unit = show(line.paid / line.quantity, 2)
        formula = f"({show(posting.price.number, 2)} - {unit}) {plant.currency} x {show(units.number)} {units.currency}"
        move.extra += pass_on(books, plant, units.currency, line, difference, formula, str(key))
        move.residue += difference
    return cleared


def pass_on(
    books: Books, plant: Plant, item: str, line: ReceiptLine, difference: Decimal, formula: str, key: str
) -> list[Posting]:
    """Post what an invoice differs by: ``InvoicePrice`` at standard, else to where the goods went.

    An invoice may be for many receipts, so the variance says which it is of.
    """
    rule = "inventory.invoice-price"
    if books.method(plant, item) != "standard" and not line.explicit:
        delta = books.money(plant).to_int(difference)
        return spreading.spread(books, plant, item, line.lots, delta, rule, formula)
    account = books.variance(plant, "InvoicePrice")
    return [made_posting(account, difference, plant.currency, rule, formula, item=item, receipt=key)]


def note_used(books: Books, move: Movement, posting: Posting, value: Decimal) -> None:
    """Keep what was received by its key and never lay in stock: a bought activity, a part for one order."""
    key, item = move.tag(posting, "receipt"), posting.units.currency
    if not key:
        return
    number: Decimal = -posting.units.number
    stocked = sum(
        (
            other.units.number
            for other, _, _, card in move.legs
            if card is not None and other.units.currency == item
        ),
        ZERO,
    )
    used = number - stocked
    if used <= 0:
        return
    line = books.receipts.setdefault((key, item), ReceiptLine())
    line.quantity += used
    line.paid -= books.money(move.plant).round(value * used / number)
    for other, info, _, card in move.legs:
        if card is None and other.units.currency == item and other.units.number > 0:
            name = move.tag(other, "order") if info.wip else None
            order = books.orders.get(name) if name else None
            line.lots.append(Lot(None, None, other.units.number, target=((order, 1),)))


def note_foreign(books: Books, move: Movement, posting: Posting, value: Decimal) -> None:
    """Keep the rate at which a foreign receipt was booked on goods received."""
    key = move.tag(posting, "receipt")
    if key:
        found = books.foreign.setdefault((key, posting.units.currency), ForeignReceipt())
        found.amount += posting.units.number
        found.value += value


def clear_foreign(books: Books, move: Movement, posting: Posting, plant: Plant, value: Decimal) -> Posting:
    """Clear a foreign amount on goods received at the receipt's rate; the rest is ``ExchangeRate``."""
    units, money = posting.units, books.money(plant)
    key = str(move.tag(posting, "receipt"))
    found = books.foreign.get((key, units.currency))
    if found is None or not found.amount:
        move.residue += value
        return posting
    found.invoiced += units.number
    through = money.round(found.value * found.invoiced / found.amount)
    booked = through - found.cleared
    found.cleared = through
    difference = value - booked
    move.residue += booked
    if difference:
        formula = f"{show(units.number)} {units.currency} at the invoice's rate less at the receipt's rate"
        account = books.variance(plant, "ExchangeRate")
        move.extra.append(
            made_posting(account, difference, plant.currency, "inventory.exchange-rate", formula, receipt=key)
        )
        move.residue += difference
    rate = Amount(booked / units.number, plant.currency)
    return posting._replace(price=rate, meta={**posting.meta, "rule": "inventory.goods-received"})
