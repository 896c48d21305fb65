"""The end of a day: counts, and the check that no stock is below zero.

A count books the difference between what was counted and what the books hold at cost to ``InventoryCount``. A loss goes
out by the method, a gain comes in at the standard, else at the last known cost (IRC 471(b); ASC 330 practice).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beanplant.engine import spreading
from beanplant.engine.booked import Amount, Posting
from beanplant.engine.books import Books, made_posting
from beanplant.engine.outbound import in_force, post_changes, report_shortage
from beanplant.engine.stock import Card, quantity_decimal, quantity_int
from beanplant.faults import InventoryError
from beanplant.rules.formulas import number as show
from beanplant.rules.layers import Change, Shortage, share

if TYPE_CHECKING:
    from beanplant.masterdata.facts import Count, Plant


def check_stock(books: Books) -> None:
    """Report the cards at standard that are below zero at the end of the day."""
    for card in books.touched.values():
        plant = card.info.plant
        if card.quantity >= 0 or plant is None or card.last_out is None:
            continue
        if not in_force(books, plant).negative:
            report_shortage(books, card.last_out.meta, card, -card.quantity)


def count(books: Books, fact: Count) -> None:
    """Book the difference between a count and the books."""
    info = books.accounts[fact.account]
    plant = info.plant
    if not info.inventory or plant is None:
        books.refuse(
            InventoryError, fact.source, f"A count of {fact.item} on {fact.account}, which is no inventory "
            f"account of a plant; "
            f"expected an account with the role raw-materials, finished-goods or in-transit", None,
        )  # fmt: skip
        return
    card = books.card(info, fact.item)
    if card.explicit:
        books.refuse(
            InventoryError, fact.source, f"A count of {fact.item} on {fact.account}, whose lots are reduced by "
            f"{{...}}: only you know which are missing; write the difference with its {{...}}", None,
        )  # fmt: skip
        return
    # Goods of an owner lie there as well; what is missing or found is taken to be one's own.
    owned = sum(
        (c.quantity for key, c in books.owned.items() if key[:2] == (fact.account, fact.item)), Decimal()
    )
    difference = fact.quantity - owned - card.on_hand
    if not difference:
        return
    cause: dict[str, Any] = fact.source
    posting = Posting(fact.account, Amount(difference, fact.item), None, None, None, {})
    if card.layers is None:
        price = books.price_or_fault(plant, fact.item, cause, None)
        card.quantity += difference
        exact = difference * price.number
        lots = [posting._replace(cost=price.cost, meta={"rule": "inventory.count"})]
    else:
        lots, exact = count_layers(books, card, posting, difference, plant, fact)
    amount = books.money(plant).round(-exact)
    unit = show(exact / difference, 2)
    formula = (
        f"({show(fact.quantity)} - {show(fact.quantity - difference)}) {fact.item} x {unit} {plant.currency}"
    )
    if amount:
        account = books.variance(plant, "InventoryCount")
        lots.append(made_posting(account, amount, plant.currency, "inventory.count", formula, item=fact.item))
    if rest := -exact - amount:
        account = books.variance(plant, "Rounding")
        lots.append(
            made_posting(account, rest, plant.currency, "inventory.rounding", f"part of a cent of {formula}")
        )
    books.make("finished_goods", cause, f"Count of {fact.item}", lots, {"item": fact.item})


def count_layers(
    books: Books, card: Card, posting: Posting, difference: Decimal, plant: Plant, fact: Count
) -> tuple[list[Posting], Decimal]:
    """Take a loss out of the layers or bring a gain in; return the postings and their value."""
    layers = card.layers
    assert layers is not None
    quantity = quantity_int(abs(difference))
    if difference < 0:
        try:
            taken = layers.take(quantity, ((plant.variance("InventoryCount"), 1),))
        except Shortage as shortage:
            report_shortage(books, fact.source, card, quantity_decimal(shortage.missing))
            return [], Decimal()
        return post_changes(posting, taken.changes, "inventory.count"), -card.money.to_decimal(taken.value)
    price = books.price(plant, fact.item)
    if price is not None:
        value = card.money.to_int(difference * price.number)
    elif layers.last_cost is not None:
        value = share(layers.last_cost[0], quantity, layers.last_cost[1])
    else:
        price = books.price_or_fault(plant, fact.item, fact.source, None)
        value = 0
    changes: list[Change] = []
    settled: list[Posting] = []
    left, worth = quantity, value
    if layers.short is not None:  # what went out before it came in was there after all
        known, back, went = layers.settle(quantity)
        gone = sum(n for n, _ in went)
        cost = share(value, gone, quantity)
        settled = spreading.follow(
            books, card, went, cost - known, "settles stock that went out before it came in"
        )
        changes, left, worth = back, quantity - gone, value - cost
    if left:
        changes += layers.receive(left, worth, books.day, None)[1]
    return post_changes(posting, changes, "inventory.count") + settled, card.money.to_decimal(value)
