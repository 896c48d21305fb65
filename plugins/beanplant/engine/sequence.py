"""The order of one day's movements, which no split of a ledger into files can change.

A movement waits for that day's ins of each item and account that it takes from, a completion for its order's issues; a
circle is cut. What is left is ordered by ``time:``, then by unit cost, quantity and document, then by what else the
movement says, last by line.
"""

from __future__ import annotations

import heapq
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beanplant.engine.books import REVERSIBLE
from beanplant.engine.movement import receipt_key
from beanplant.engine.purchase_discounts import is_discount
from beanplant.engine.stock import Card

if TYPE_CHECKING:
    from collections.abc import Hashable

    from beanplant.engine.books import Books
    from beanplant.engine.movement import Movement


def in_sequence(books: Books, moves: list[Movement]) -> list[Movement]:
    """Return the movements of a day in the order in which they are valued."""
    found = {id(move): flows(books, move) for move in moves}
    first: dict[Hashable, int] = {}  # the movement that touches a thing
    shared: set[Hashable] = set()  # what several movements touch
    for this, (gives, takes) in found.items():
        for keys in (gives, takes):
            for key in keys:
                if first.setdefault(key, this) != this:
                    shared.add(key)
    # A later cost, and what settles stock below zero, reach lots and orders that their movement does not name.
    reaching = any(move.clears for move in moves) or any(
        type(key) is Card and key.layers is not None and key.layers.short is not None
        for gives, _ in found.values()
        for key in gives
    )
    if reaching:
        return dependent(moves, found, shared)
    # A movement that shares nothing with another can stand anywhere.
    free: list[Movement] = []
    bound: list[Movement] = []
    for move in moves:
        gives, takes = found[id(move)]
        (free if shared.isdisjoint(gives) and shared.isdisjoint(takes) else bound).append(move)
    return free + dependent(bound, found, shared)


def dependent(
    moves: list[Movement], found: dict[int, tuple[set[Hashable], set[Hashable]]], shared: set[Hashable]
) -> list[Movement]:
    """Return movements ordered by what they wait for, then by rank; a circle is cut at the first of them."""
    ranked = by_rank(moves)
    outs: list[list[Hashable]] = []
    waiting: dict[Hashable, int] = {}  # how many movements that bring something in have not been valued
    ins: list[list[Hashable]] = []
    for move in ranked:
        gives, takes = (keys & shared for keys in found[id(move)])
        # What gives and takes one thing comes between those that only give it and those that only take it.
        both = gives & takes
        if both:
            ins.append([*(gives - both), *(("used", key) for key in both)])
        else:
            ins.append(list(gives))
        outs.append([*takes, *(("used", key) for key in takes - both)] if takes else [])
        for key in ins[-1]:
            waiting[key] = waiting.get(key, 0) + 1
    blocked = []
    takers: dict[Hashable, list[int]] = {}
    ready = []
    for index, keys in enumerate(outs):
        count = 0
        for key in keys:
            if key in waiting:
                count += 1
                takers.setdefault(key, []).append(index)
        blocked.append(count)
        if not count:
            ready.append(index)
    done = [False] * len(ranked)
    result: list[Movement] = []
    lowest = 0
    while len(result) < len(ranked):
        if ready:
            index = heapq.heappop(ready)
            if done[index]:
                continue
        else:  # a circle: cut it at the first that is left
            while done[lowest]:
                lowest += 1
            index = lowest
        done[index] = True
        result.append(ranked[index])
        for key in ins[index]:
            waiting[key] -= 1
            if not waiting[key]:
                for taker in takers.get(key, ()):
                    blocked[taker] -= 1
                    if not blocked[taker] and not done[taker]:
                        heapq.heappush(ready, taker)
    return result


def advise_times(books: Books, moves: list[Movement]) -> None:
    """Advise to write ``time:`` where layers of one item, account and day came in at different costs."""
    seen: dict[tuple[str, str], tuple[Decimal, Movement]] = {}
    for move in moves:
        if "time" in move.txn.meta:
            continue
        for posting, _info, _item, card in move.legs:
            if card is None or card.layers is None or posting.price is None or posting.units.number <= 0:
                continue
            key = (posting.account, posting.units.currency)
            before = seen.setdefault(key, (posting.price.number, move))
            if before[0] != posting.price.number:
                text = (
                    f"{key[1]} came into {key[0]} at {before[0]} and at {posting.price.number} on "
                    f"{move.txn.date}; the lower "
                    f'cost is taken for the earlier. If it was not, write time: "14:05:00" on both'
                )
                books.advice.append((move.txn.meta, text))


def flows(books: Books, move: Movement) -> tuple[set[Hashable], set[Hashable]]:
    """Return what a movement brings in and what it takes from: stock cards, orders, receipts, reversed documents."""
    gives: set[Hashable] = set()
    takes: set[Hashable] = set()
    for posting, info, item, card in move.legs:
        if card is not None:
            (gives if posting.units.number > 0 else takes).add(card)
            if books.reversed_keys:
                for name in REVERSIBLE:
                    key = move.tag(posting, name)
                    if key in books.reversed_keys:
                        gives.add(("document", key))
                key = move.tag(posting, "reverses")
                if key:
                    takes.add(("document", key))
            if posting.units.number > 0 and (key := receipt_key(move, posting)):
                gives.add(("receipt", str(key)))
        elif info.wip:
            name = move.tag(posting, "order")
            fact = books.master.orders.get(name) if name else None
            if fact is not None and fact.product == posting.units.currency and fact.kind != "rework":
                if posting.units.number < 0:
                    takes.add(name)
                    gives.add(("output", name))
                else:
                    takes.add(("output", name))
            elif name:
                (takes if item is not None and posting.units.number < 0 else gives).add(name)
        elif (info.received or info.inventory) and is_discount(posting.meta):
            takes.update(("receipt", key.strip()) for key in str(posting.meta.get("receipt")).split(","))
        elif info.received:
            key = str(move.tag(posting, "receipt"))
            (takes if posting.units.number > 0 else gives).add(("receipt", key))
        elif item is not None:
            if not item.activity:  # a return takes the cost of the last issue to its account
                (takes if posting.units.number < 0 else gives).add(
                    ("issue", info.name, posting.units.currency)
                )
        elif info.inventory:
            for key in str(move.tag(posting, "landed-cost") or "").split(","):
                takes.add(("receipt", key.strip()))
    return gives, takes


def by_rank(moves: list[Movement]) -> list[Movement]:
    """Sort by time, unit cost, quantity and document; only those that are alike there by all that they say."""
    keyed = sorted(((rank(move), move) for move in moves), key=lambda pair: pair[0])
    result: list[Movement] = []
    start = 0
    for end in range(1, len(keyed) + 1):
        if end == len(keyed) or keyed[end][0] != keyed[start][0]:
            group = [move for _, move in keyed[start:end]]
            result += sorted(group, key=said) if len(group) > 1 else group
            start = end
    return result


def rank(move: Movement) -> tuple[str, Decimal, Decimal, str, str]:
    """Return time, unit cost, quantity and document of a movement, and the first that tells others apart: its order."""
    unit = quantity = Decimal()
    for posting, _info, _item, card in move.legs:
        if card is not None:
            quantity += posting.units.number
            stated = posting.price or posting.cost
            if stated is not None:
                unit = max(unit, stated.number)
    meta = move.txn.meta
    return (
        str(meta.get("time", "")),
        unit,
        quantity,
        str(meta.get("document", "")),
        str(meta.get("order", "")),
    )


def said(move: Movement) -> tuple[Any, ...]:
    """Return all else that a movement says, metadata included, last its line."""
    txn = move.txn
    legs = sorted((p.account, p.units.currency, p.units.number, words(p.meta)) for p, _, _, _ in move.legs)
    meta = txn.meta
    place = (str(meta.get("filename", "")), meta.get("lineno", 0))
    return legs, words(meta), txn.payee or "", txn.narration or "", *place


def words(meta: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what metadata say, without the place in the file."""
    return sorted(
        (key, str(value))
        for key, value in meta.items()
        if key not in ("filename", "lineno") and not key.startswith("__")
    )
