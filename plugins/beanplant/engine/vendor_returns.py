"""Goods that go back to the vendor: what the vendor gives for them, beyond the cost at which they leave."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.engine.books import ZERO, Books, made_posting
from beanplant.engine.movement import Movement, refuse_foreign
from beanplant.engine.stated import variance_beyond
from beanplant.rules.formulas import number as show

if TYPE_CHECKING:
    from beanplant.engine.booked import Posting
    from beanplant.engine.lots import ReceiptLine
    from beanplant.masterdata.facts import Plant


def refund(books: Books, move: Movement, posting: Posting, plant: Plant, exact: Decimal) -> None:
    """Post what a return to the vendor gives beyond the cost of what went back, against ``PurchasePrice``.

    It gives the price that it states, else that of the receipt which it names by ``receipt:`` or ``reverses:``.
    """
    money, item, number = books.money(plant), posting.units.currency, posting.units.number
    line = returned_line(books, move, posting)
    if posting.price is not None:
        if posting.price.currency != plant.currency:
            refuse_foreign(books, move, posting, plant)
        paid = money.round(number * posting.price.number)
    elif line is not None and line.quantity:
        paid = money.round(line.paid * number / line.quantity)
    else:
        return
    if line is not None:
        line.quantity += number
        line.paid += paid
    quantity, value = move.refunds.get(item, (ZERO, ZERO))
    move.refunds[item] = (quantity - number, value - paid)
    variance = variance_beyond(books, move, posting, plant, paid, exact)
    if not variance:
        return
    price = paid / number if posting.price is None else posting.price.number
    formula = f"({show(price, 2)} - {show(exact / number, 2)}) {plant.currency} x {show(number)} {item}"
    account = books.variance(plant, "PurchasePrice")
    move.extra.append(
        made_posting(account, variance, plant.currency, "inventory.purchase-price", formula, item=item)
    )
    move.residue += variance


def returned_line(books: Books, move: Movement, posting: Posting) -> ReceiptLine | None:
    """Return the receipt that a return to the vendor names, by its key or by the document that brought it."""
    item = posting.units.currency
    for name in ("receipt", "reverses"):
        key = move.tag(posting, name)
        if key and (line := books.receipts.get((key, item))) is not None:
            return line
    for original in books.originals.get(move.tag(posting, "reverses"), ()):
        if original.item == item and original.line is not None:
            return original.line
    return None
