"""Backflush: a completion that issues its bill and confirms its routing at standard.

::

    2026-03-07 * "Complete"
      order: "MO-1001"
      backflush: TRUE
      Assets:P100:FinishedGoods              100 PUMP-A
      Assets:P100:WorkInProcess:Orders      -100 PUMP-A

The issues and confirmations are added to the transaction, each with the arithmetic that made its quantity, and are
valued like those that a person writes. The setup is confirmed with the order's first completion.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beanplant.engine.booked import Amount, Posting, Transaction
from beanplant.faults import OrderError
from beanplant.masterdata.facts import Role
from beanplant.rules.formulas import number as show

if TYPE_CHECKING:
    from beanplant.engine.books import Books
    from beanplant.masterdata.facts import Order, Plant


def expand_day(books: Books, entries: list[Any]) -> None:
    """Expand the day's backflushes in place, in an order that no split into files changes: the first has the setup."""
    found = [
        i for i, entry in enumerate(entries) if type(entry) is Transaction and entry.meta.get("backflush")
    ]
    if len(found) > 1:
        found.sort(key=lambda i: rank(entries[i]))
    for index in found:
        entries[index] = expand(books, entries[index])


def rank(txn: Transaction) -> tuple[Any, ...]:
    """Return the sort key of a backflush: time, document, then all that it says, last the line."""
    meta = txn.meta
    said = sorted((p.account, p.units.currency, p.units.number) for p in txn.postings)
    return (
        str(meta.get("time", "")), str(meta.get("document", "")), said, txn.payee or "", txn.narration or "",
        str(meta.get("filename", "")), meta.get("lineno", 0),
    )  # fmt: skip


def expand(books: Books, txn: Transaction) -> Transaction:
    """Return the transaction with the postings that its backflush makes; a reversal takes them back."""
    made: list[Posting] = []
    produces = False
    for posting in txn.postings:
        info = books.accounts[posting.account]
        name = posting.meta.get("order", txn.meta.get("order")) if posting.meta else txn.meta.get("order")
        fact = books.master.orders.get(name) if name else None
        produces = produces or info.wip  # without an order, or of an unknown one, it is an error of its own
        if fact is None or not info.wip or info.plant is None:
            continue
        if posting.units.currency == fact.product:
            made += issue_standard(books, fact, info.plant, posting, txn)
    if not produces:
        books.refuse(
            OrderError, txn.meta, 'backflush: TRUE without a completion; expected an item on work in process '
            'with order: "NAME"', txn,
        )  # fmt: skip
    return txn._replace(postings=[*txn.postings, *made]) if made else txn


def issue_standard(
    books: Books, fact: Order, plant: Plant, completion: Posting, txn: Transaction
) -> list[Posting]:
    """Return the issues and confirmations that bill and routing allow for a completed quantity."""
    output = Fraction(-completion.units.number)
    made: list[Posting] = []
    bill = books.master.bill(fact.product, fact.date, plant.code)
    for line in bill.lines if bill is not None else ():
        per_unit = line.standard_quantity
        formula = f"{show(decimal(per_unit))} {line.item} x {show(-completion.units.number)} {fact.product}"
        account = stock_account(books, plant, line.item)
        made += pair(completion, account, line.item, decimal(per_unit * output), formula)
    routing = books.master.routing(fact.product, fact.date, plant.code)
    if routing is None:
        return made
    order = books.order(fact.name, completion, txn)
    first = order is not None and not order.setup_done and output > 0
    if order is not None and first:
        order.setup_done = True
    for activity in dict.fromkeys([*routing.run, *(routing.setup if first else ())]):
        run = routing.run.get(activity, Fraction(0))
        setup = routing.setup.get(activity, Fraction(0)) if first else Fraction(0)
        formula = f"{show(decimal(run))} {activity} x {show(-completion.units.number)} {fact.product}"
        if setup:
            formula += f" + {show(decimal(setup))} {activity} setup"
        made += pair(
            completion,
            absorbed_account(books, plant, activity),
            activity,
            decimal(run * output + setup),
            formula,
        )
    return made


def absorbed_account(books: Books, plant: Plant, activity: str) -> str:
    """Return the account that absorbs an activity: that of its cost center in the plant, else the plant's."""
    for center in books.master.cost_centers.values():
        found = books.master.role(center.absorbed)
        if center.activity == activity and found is not None and found[0].code == plant.code:
            return center.absorbed
    return plant.accounts[Role.ABSORBED]


def pair(completion: Posting, account: str, item: str, quantity: Decimal, formula: str) -> list[Posting]:
    """Return the two legs of an issue or confirmation."""
    if not quantity:
        return []
    meta: dict[str, Any] = {**completion.meta, "formula": formula}
    return [
        Posting(account, Amount(-quantity, item), None, None, None, dict(meta)),
        Posting(completion.account, Amount(quantity, item), None, None, None, dict(meta)),
    ]


def stock_account(books: Books, plant: Plant, item: str) -> str:
    """Return the account that a backflush takes an item from: where it lies, raw materials first."""
    held = [
        card for card in books.by_item.get(item, ())
        if card.info.plant is not None and card.info.plant.code == plant.code and card.on_hand > 0
    ]  # fmt: skip
    if not held:
        return plant.accounts[Role.RAW_MATERIALS]
    return min(held, key=lambda c: (c.info.role is not Role.RAW_MATERIALS, c.info.name)).info.name


def decimal(quantity: Fraction) -> Decimal:
    """Return a quantity with at most nine decimals."""
    exact = Decimal(quantity.numerator) / Decimal(quantity.denominator)
    rounded = exact.quantize(Decimal("1e-9")).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
