"""Value one transaction: outs first, then ins, then the other legs, with an exact residue.

Where a completion takes its order's cost so far, what the same transaction puts on the order comes before it.

An item on an inventory account takes its cost ``{...}``; an item on any other account turns into money. Money is
rounded once, half up, at the money leg; the exact residue has a reason (a transfer between plants, a sum stated by an
importer) or is less than a cent a leg and goes to ``Rounding``. ASC 330-10-30-12 and IAS 2.21 (standard cost),
ASC 330-10-30-9 and IAS 2.25 (cost flow assumptions).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core import interpolate

from beanplant.engine import inbound, money_legs, other_legs, outbound, stated
from beanplant.engine.booked import Amount, Posting, Transaction
from beanplant.engine.books import ZERO, Books, made_posting
from beanplant.engine.movement import Leg, Movement, completes, weigh
from beanplant.faults import InventoryError
from beanplant.rules.formulas import number as show

if TYPE_CHECKING:
    from beanplant.masterdata.facts import Plant

NOISE = Decimal("1e-15")
"""What 28 digits of a unit cost leave over; a transaction balances to 1e-20 of its value."""


def value(books: Books, move: Movement) -> Transaction:
    """Return the transaction with every leg valued and the reasons of its residue added."""
    slots: list[Posting | list[Posting]] = [leg[0] for leg in move.legs]
    refused = books.refused
    if move.layered and not move.straight and len(move.legs) > 2 and move.shape in ("order", "mixed"):
        phases = [phase(books, move, leg) for leg in move.legs]
        for index in sorted(range(len(slots)), key=phases.__getitem__):
            slots[index] = value_leg(books, move, move.legs[index])
        move.refused = books.refused > refused
        return finish(books, move, slots)
    others = ins = False
    for index, (posting, _info, _item, card) in enumerate(move.legs):
        if card is None:
            others = True
        elif posting.units.number < 0:
            slots[index] = outbound.value_out(books, move, posting, card)
        else:
            ins = True
    if ins:
        for index, (posting, _info, _item, card) in enumerate(move.legs):
            if card is not None and posting.units.number >= 0:
                slots[index] = inbound.value_in(books, move, posting, card)
    if others:
        for index, leg in enumerate(move.legs):
            if leg[3] is None:
                slots[index] = value_leg(books, move, leg)
    move.refused = books.refused > refused
    return finish(books, move, slots)


def phase(books: Books, move: Movement, leg: Leg) -> int:
    """Return when a leg is valued: outs, what goes on orders, ins, what leaves orders, completions, the rest."""
    posting, info, item, card = leg
    if card is not None:
        if posting.units.number < 0:
            return 0
        return 4 if completes(books, move, posting) else 2
    if not info.wip:
        return 5
    if item is None or posting.units.number > 0:
        return 1
    fact = books.master.orders.get(move.tag(posting, "order") or "")
    return 5 if fact is not None and fact.product == posting.units.currency else 3


def value_leg(books: Books, move: Movement, leg: Leg) -> Posting | list[Posting]:
    """Value one leg by what it is."""
    posting, info, item, card = leg
    if card is not None:
        value_stock = outbound.value_out if posting.units.number < 0 else inbound.value_in
        return value_stock(books, move, posting, card)
    if item is not None:
        return other_legs.value_other(books, move, posting, info, item)
    if info.plain:
        return value_plain(books, move, posting)
    return money_legs.value_money(books, move, posting, info)


def finish(books: Books, move: Movement, slots: list[Posting | list[Posting]]) -> Transaction:
    """Return the transaction of its valued legs, its residue explained; as it was written where that cannot be."""
    if move.residue and abs(move.residue) > NOISE and not explain_residue(books, move):
        return move.txn
    postings: list[Posting] = []
    for slot in slots:
        if type(slot) is list:
            postings.extend(slot)
        else:
            postings.append(slot)  # type: ignore[arg-type]
    if move.extra:
        postings.extend(move.extra)
    txn = move.txn
    fields = (txn.meta, txn.date, txn.flag, txn.payee, txn.narration, txn.tags, txn.links, postings)
    return tuple.__new__(Transaction, fields)


def value_plain(books: Books, move: Movement, posting: Posting) -> Posting:
    """Return a money leg of no plant account; one that Beancount filled in is rounded to the currency."""
    meta = posting.meta
    if "__automatic__" in meta and posting.units.currency == move.plant.currency:
        number = books.money(move.plant).round(posting.units.number)
        kept = {key: entry for key, entry in meta.items() if key != "__automatic__"}
        posting = posting._replace(units=Amount(number, posting.units.currency), meta=kept)
    posting, value = weigh(posting, move.plant, books)
    move.residue += value
    return posting


def explain_residue(books: Books, move: Movement) -> bool:
    """Give the residue its account: a transfer between plants, else less than a cent a leg to ``Rounding``.

    Return False where there is more: said once, for a transaction that nothing else was said of.
    """
    money = books.money(move.plant)
    plants = [info.plant for _, info, _, card in move.legs if card is not None and info.plant is not None]
    receivers = [
        info.plant for posting, info, _, card in move.legs
        if card is not None and info.plant is not None and posting.units.number > 0
    ]  # fmt: skip
    if any(plant.currency != move.plant.currency for plant in plants):
        books.refuse(
            InventoryError, move.txn.meta, f"A transfer between plants of different currencies "
            f"({', '.join(sorted({plant.currency for plant in plants}))}); write it as a sale of one plant and a "
            f"receipt of the other, at a price in the currency of each", move.txn,
        )  # fmt: skip
        return False
    if receivers and any(plant.code != receivers[0].code for plant in plants):
        add_transfer_difference(books, move, receivers[0])
        if abs(move.residue) <= NOISE:
            return True
    # A made leg (a variance) rounds as well as a written one, so it counts.
    bound = money.unit * (len(move.legs) + len(move.extra))
    documents = sum(stated.documents(p) for p, _, _, _ in move.legs) if move.stated else 0
    if abs(move.residue) >= max(bound, money.unit * documents):
        if move.refused or not balances(books, move.txn):
            return False
        if move.stated:
            stated.refuse(books, move, money.round(move.residue))
            return False
        books.refuse(
            InventoryError, move.txn.meta, f"This transaction does not balance in money once its items are valued: "
            f"{show(money.round(move.residue), 2)} {move.plant.currency} are left over; give each item a leg "
            f"with the opposite "
            f"quantity, or state the price that was paid with @", move.txn,
        )  # fmt: skip
        return False
    formula = f"what rounding to {show(money.unit, 2)} {move.plant.currency} leaves of the legs"
    account = books.variance(move.plant, "Rounding")
    move.extra.append(
        made_posting(account, -move.residue, move.plant.currency, "inventory.rounding", formula)
    )
    move.residue = ZERO
    return True


def balances(books: Books, txn: Transaction) -> bool:
    """Say whether a transaction balances as it was written; where it does not, Beancount says so."""
    residual = interpolate.compute_residual(txn.postings)  # type: ignore[no-untyped-call]
    tolerances = interpolate.infer_tolerances(txn.postings, books.options)  # type: ignore[no-untyped-call]
    small: bool = residual.is_small(tolerances)
    return small


def add_transfer_difference(books: Books, move: Movement, receiver: Plant) -> None:
    """Post the difference of two plants' standards at the receiver."""
    number = books.money(receiver).round(-move.residue)
    if not number:
        return
    parts = [
        f"{show(posting.units.number)} {posting.units.currency} at {info.plant.code}"
        for posting, info, _, card in move.legs if card is not None and info.plant is not None
    ]  # fmt: skip
    account = books.variance(receiver, "Transfer")
    formula = "standard of " + " less standard of ".join(parts)
    move.extra.append(
        made_posting(account, number, receiver.currency, "inventory.transfer-difference", formula)
    )
    move.residue += number
