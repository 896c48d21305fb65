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
    from beanplant.masterdata.facts import StandardCost


def revalue(books: Books, change: StandardCost) -> None:
    """Revalue the cards of an item whose standard changes today."""
    postings: list[Posting] = []
    difference = ZERO
    yesterday = change.date - datetime.timedelta(days=1)
    plant = None
    formulas = []
    for card in books.by_item.get(change.item, ()):
        if card.layers is not None or card.explicit or not card.quantity:
            continue
        here = card.info.plant
        assert here is not None
        old = books.master.standard(change.item, yesterday, here.code)
        new = books.master.standard(change.item, change.date, here.code)
        if old is None or new is not change or old is new:
            continue
        plant = here
        quantity = card.quantity
        about = {"rule": "inventory.revaluation"}
        account = card.info.name
        postings.append(
            Posting(account, Amount(-quantity, card.item), cast("Cost", old.cost), None, None, dict(about))
        )
        postings.append(
            Posting(account, Amount(quantity, card.item), cast("Cost", new.cost), None, None, dict(about))
        )
        difference += quantity * (new.cost.number - old.cost.number)
        formulas.append(
            f"({show(new.cost.number, 2)} - {show(old.cost.number, 2)}) {here.currency} x {show(quantity)} {card.item}"
        )
    if plant is None:
        return
    money = books.money(plant)
    amount = money.round(-difference)
    formula = " + ".join(formulas)
    if amount:
        account = books.account(plant.variance("Revaluation"))
        postings.append(
            made_posting(account, amount, plant.currency, "inventory.revaluation", formula, item=change.item)
        )
    if rest := -difference - amount:
        account = books.account(plant.variance("Rounding"))
        postings.append(
            made_posting(account, rest, plant.currency, "inventory.rounding", f"part of a cent of {formula}")
        )
    books.make(
        "inventory",
        change.source,
        f"New standard cost of {change.item}",
        postings,
        {"item": change.item},
        BEFORE,
    )
