"""A new standard cost revalues the stock on hand that day, against ``Revaluation``.

::

    2026-01-01 custom "plant-standard-cost" 1 PUMP-A 43.00 USD       ; 42.10 before, 20 on hand

    Assets:P100:FinishedGoods          -20 PUMP-A {42.10 USD, 2025-01-01}
    Assets:P100:FinishedGoods           20 PUMP-A {43.00 USD, 2026-01-01}
    Expenses:P100:Variances:Revaluation  -18.00 USD

It comes before the day's movements. Revaluation = (new - old standard) x quantity on hand (ASC 330-10-30-12, IAS 2.21).
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, cast

from beanplant.engine.booked import Amount, Cost, Posting
from beanplant.engine.books import BEFORE, ZERO, Books, made_posting
from beanplant.rules.formulas import number as show

if TYPE_CHECKING:
    from beanplant.engine.stock import Card
    from beanplant.masterdata.facts import Plant, StandardCost


def revalue(books: Books, change: StandardCost) -> None:
    """Revalue the cards of an item whose standard changes today, each plant in its own books."""
    yesterday = change.date - datetime.timedelta(days=1)
    cards: dict[str, list[Card]] = {}
    for card in books.by_item.get(change.item, ()):
        if card.layers is not None or card.explicit or not card.quantity:
            continue
        assert card.info.plant is not None
        cards.setdefault(card.info.plant.code, []).append(card)
    for code in sorted(cards):
        old = books.master.standard(change.item, yesterday, code)
        new = books.master.standard(change.item, change.date, code)
        if old is not None and new is change and old is not new:
            revalue_plant(books, sorted(cards[code], key=lambda card: card.info.name), old, new)


def revalue_plant(books: Books, cards: list[Card], old: StandardCost, new: StandardCost) -> None:
    """Take a plant's lots of an item out at the old standard and put them back at the new one."""
    postings: list[Posting] = []
    difference = ZERO
    formulas = []
    item = new.item
    plant: Plant = cards[0].info.plant  # type: ignore[assignment]
    for card in cards:
        quantity = card.quantity
        for number, standard in ((-quantity, old), (quantity, new)):
            meta = {"rule": "inventory.revaluation"}
            cost = cast("Cost", standard.cost)
            postings.append(Posting(card.info.name, Amount(number, item), cost, None, None, meta))
        difference += quantity * (new.cost.number - old.cost.number)
        formulas.append(
            f"({show(new.cost.number, 2)} - {show(old.cost.number, 2)}) {plant.currency} x {show(quantity)} {item}"
        )
    money = books.money(plant)
    amount = money.round(-difference)
    formula = " + ".join(formulas)
    if amount:
        account = books.variance(plant, "Revaluation")
        postings.append(
            made_posting(account, amount, plant.currency, "inventory.revaluation", formula, item=item)
        )
    if rest := -difference - amount:
        account = books.variance(plant, "Rounding")
        postings.append(
            made_posting(account, rest, plant.currency, "inventory.rounding", f"part of a cent of {formula}")
        )
    books.make(
        "inventory", new.source, f"New standard cost of {item}", postings, {"item": item}, BEFORE
    )  # fmt: skip
