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

if TYPE_CHECKING:
    from beanplant.engine.books import Books
    from beanplant.engine.movement import Movement

Key = tuple[str, str]


def in_sequence(moves: list[Movement]) -> list[Movement]:
    """Return the movements of a day in the order in which they are valued."""
    ranked = sorted(moves, key=rank)
    outs: list[list[Key]] = []
    waiting: dict[Key, int] = {}  # how many movements that bring something in have not been valued
    ins: list[list[Key]] = []
    for move in ranked:
        gives, takes = flows(move)
        # What gives and takes one thing comes between those that only give it and those that only take it.
        both = gives & takes
        ins.append(sorted(gives - both) + sorted(map(used, both)))
        outs.append(sorted(takes) + sorted(map(used, takes - both)))
        for key in ins[-1]:
            waiting[key] = waiting.get(key, 0) + 1
    blocked = [sum(1 for key in keys if waiting.get(key)) for keys in outs]
    takers: dict[Key, list[int]] = {}
    for index, keys in enumerate(outs):
        for key in keys:
            if waiting.get(key):
                takers.setdefault(key, []).append(index)
    ready = [index for index, count in enumerate(blocked) if not count]
    heapq.heapify(ready)
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
    seen: dict[Key, tuple[Decimal, Movement]] = {}
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


def used(key: Key) -> Key:
    """Return the key for what movements leave that both give and take."""
    return f"used {key[0]}", key[1]


def flows(move: Movement) -> tuple[set[Key], set[Key]]:
    """Return what a movement brings in and what it takes from: (account, item) of stock, or an order."""
    gives: set[Key] = set()
    takes: set[Key] = set()
    for posting, info, item, card in move.legs:
        if card is not None:
            (gives if posting.units.number > 0 else takes).add((posting.account, posting.units.currency))
        elif info.wip:
            name = move.tag(posting, "order")
            if name:
                (takes if item is not None and posting.units.number < 0 else gives).add(("order", name))
        elif item is None and info.inventory:
            for key in str(move.tag(posting, "landed-cost") or "").split(","):
                takes.add(("receipt", key.strip()))
        elif info.received and posting.units.number > 0:
            takes.add(("receipt", str(move.tag(posting, "receipt"))))
        if (info.received and posting.units.number < 0) or (card is not None and posting.units.number > 0):
            key = move.tag(posting, "receipt")
            if key:
                gives.add(("receipt", str(key)))
        if card is not None:
            for name in REVERSIBLE:
                key = move.tag(posting, name)
                if key:
                    gives.add(("document", str(key)))
            key = move.tag(posting, "reverses")
            if key:
                takes.add(("document", str(key)))
    return gives, takes


def rank(move: Movement) -> tuple[Any, ...]:
    """Return the sort key of a movement: time, unit cost, quantity, document, then all that it says, last the line."""
    txn = move.txn
    meta = txn.meta
    unit = quantity = Decimal()
    said = []
    for posting, _info, _item, card in move.legs:
        units = posting.units
        if card is not None:
            quantity += units.number
            if posting.price is not None:
                unit = max(unit, posting.price.number)
            elif posting.cost is not None:
                unit = max(unit, posting.cost.number)
        said.append((posting.account, units.currency, units.number, str(move.tag(posting, "order") or "")))
    return (
        str(meta.get("time", "")), unit, quantity, str(meta.get("document", "")), sorted(said),
        txn.payee or "", txn.narration or "", str(meta.get("filename", "")), meta.get("lineno", 0),
    )  # fmt: skip
