"""The days of a ledger one after the other: movements are valued, then what is said about the day is done.

A new standard revalues; movements are valued, where layers are concerned in a sequence that no split into files can
change; then orders close, counts are booked and cost centers close. In the end the accounts that beanplant names are
opened. What a person wrote keeps its file and line.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from beancount.core.data import Open, Pad, new_metadata

from beanplant.engine import (
    FINISHED_GOODS,
    WIP,
    additions,
    backflush,
    counts,
    order_close,
    revaluation,
    valuation,
)
from beanplant.engine.booked import Transaction
from beanplant.engine.books import BEFORE, REVERSIBLE, Books
from beanplant.engine.movement import Movement, classify
from beanplant.engine.sequence import advise_times, in_sequence
from beanplant.faults import Faults, InventoryError, MasterDataError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beanplant.faults import Source
    from beanplant.masterdata import MasterData

AUTO = "<auto_accounts>"


def value_stock(
    entries: list[Any],
    master: MasterData,
    options_map: dict[str, Any],
    topics: set[str] | frozenset[str],
    faults: Faults,
) -> tuple[list[Any], list[tuple[Source, str]]]:
    """Return the valued entries of a ledger with plants, and advice by line."""
    for plant in master.plants.values():
        options_map["inferred_tolerance_default"].setdefault(plant.currency, Decimal("1e-12"))
    books = Books(master, faults, options_map)
    days = open_accounts(books, value_days(books, entries, topics))
    books.let_go()
    return days, books.advice


def value_days(books: Books, entries: list[Any], topics: set[str] | frozenset[str]) -> list[Any]:
    """Go through the ledger a day at a time and return it valued, with what was made."""
    prescan(books, entries)
    master = books.master
    changes = by_date(master.standard_changes)
    closes = by_date(master.order_closes.values()) if WIP in topics else {}
    centers = by_date(master.cost_center_closes) if WIP in topics else {}
    counted = by_date(master.counts) if FINISHED_GOODS in topics else {}
    result: list[Any] = []
    for day, group in groupby(entries, key=lambda entry: entry.date):
        books.start_day(day)
        for change in changes.get(day, ()):
            revaluation.revalue(books, change)
        value_movements(books, group, result)
        for close in closes.get(day, ()):
            order_close.close_order(books, close)
        if books.late_orders:
            order_close.settle_late(books)
        for fact in counted.get(day, ()):
            counts.count(books, fact)
        if books.touched:
            counts.check_stock(books)
        for center in centers.get(day, ()):
            from beanplant.engine import cost_centers

            cost_centers.close(books, center)
    result.extend(books.made)
    return result


def value_movements(books: Books, group: Any, result: list[Any]) -> None:
    """Value the movements of a day and append all its entries to ``result``."""
    waiting: list[tuple[int, Movement]] = []
    layered = clears = False
    entries = list(group)
    backflush.expand_day(books, entries)
    for entry in entries:
        if type(entry) is not Transaction:
            result.append(entry)
            continue
        move = classify(books, entry)
        if move is None:
            result.append(entry)
            continue
        layered = layered or move.layered
        clears = clears or move.clears
        waiting.append((len(result), move))
        result.append(entry)
    if layered and len(waiting) > 1:
        advise_times(books, [move for _, move in waiting])
        places = {id(move): index for index, move in waiting}
        waiting = [(places[id(move)], move) for move in in_sequence(books, [move for _, move in waiting])]
    elif clears:
        # At standard only what a receipt's key connects depends on order.
        places = {id(move): index for index, move in waiting}
        keyed = in_sequence(books, [move for _, move in waiting if move.keyed])
        waiting = [(index, move) for index, move in waiting if not move.keyed]
        waiting += [(places[id(move)], move) for move in keyed]
    for index, move in waiting:
        result[index] = valuation.value(books, move)


def prescan(books: Books, entries: Sequence[Any]) -> None:
    """Find what a day cannot know yet: stock that is reduced by ``{...}``, documents that are reversed later."""
    accounts = books.accounts
    for entry in entries:
        kind = type(entry)
        if kind is Transaction:
            if "cause" in entry.meta and not entry.meta["filename"].startswith("<beanplant"):
                refuse_result(books, entry, entry.meta)
            if "reverses" in entry.meta:
                books.reversed_keys.add(str(entry.meta["reverses"]))
            for posting in entry.postings:
                meta = posting.meta
                if (
                    meta
                    and ("rule" in meta or "formula" in meta)
                    and not meta["filename"].startswith("<beanplant")
                    and additions.VALUED not in meta
                ):
                    refuse_result(books, entry, meta)
                if meta and "reverses" in meta:
                    books.reversed_keys.add(str(meta["reverses"]))
                if posting.cost is None or posting.units is None or posting.units.number >= 0:
                    continue
                if accounts[posting.account].inventory:
                    books.explicit.add((posting.account, posting.units.currency))
        elif kind is Pad and accounts[entry.account].inventory:
            books.refuse(
                InventoryError, entry.meta, f"pad on inventory account {entry.account}; write a plant-count, "
                f"or the receipt that is missing", entry,
            )  # fmt: skip
    if books.reversed_keys:
        advise_reversals(books, entries)


def advise_reversals(books: Books, entries: Sequence[Any]) -> None:
    """Name the reversals of what no ``document:``, ``receipt:`` or ``delivery:`` of the ledger is.

    They are advice: the original may lie before the ledger's first day. They are valued as returns without it.
    """
    seen: set[str] = set()
    wanted: list[dict[str, Any]] = []
    for entry in entries:
        if type(entry) is Transaction:
            for meta in (entry.meta, *(posting.meta for posting in entry.postings if posting.meta)):
                seen.update(str(meta[name]) for name in REVERSIBLE if name in meta)
                if "reverses" in meta:
                    wanted.append(meta)
    for meta in wanted:
        key = str(meta["reverses"])
        if key not in seen:
            text = (
                f'reverses: "{key}" is no document:, receipt: or delivery: of the ledger{nearest(key, seen)}; '
                "its cost is taken as that of a return without an original"
            )
            books.advice.append((meta, text))


def refuse_result(books: Books, entry: Transaction, meta: dict[str, Any]) -> None:
    """Say that a posting in a file is a result: somebody printed a valued ledger and kept it."""
    books.refuse(
        MasterDataError, meta, "rule:, formula: or cause: in a file: this is a result; write the quantity and "
        "delete the marked postings", entry, "a result in a file",
    )  # fmt: skip


def by_date(facts: Any) -> dict[Any, list[Any]]:
    """Group facts by their date, those of one date by what they are about, not by file."""
    found: dict[Any, list[Any]] = {}
    for fact in facts:
        found.setdefault(fact.date, []).append(fact)
    for group in found.values():
        group.sort(
            key=lambda f: (getattr(f, "name", None) or getattr(f, "item", ""), getattr(f, "account", ""))
        )
    return found


def open_accounts(books: Books, entries: list[Any]) -> list[Any]:
    """Open the accounts that are used and whose names the plugin makes; those that a person wrote a person opens."""
    opened = {entry.account: entry for entry in entries if type(entry) is Open}
    wanted = dict(books.used)
    for name, info in books.accounts.items():
        if (
            info.plant is not None
            and info.role is not None
            and name == default_name(books.master, info.plant.code, name)
        ):
            wanted.setdefault(name, info.plant.date)
    made = []
    late = set()
    for index, name in enumerate(sorted(wanted)):
        before = opened.get(name)
        if before is not None and before.date > wanted[name] and before.meta["filename"] == AUTO:
            late.add(name)  # auto_accounts opens an account on the day that the text uses it first
            before = None
        if before is None:
            found = books.master.role(name)
            date = min(wanted[name], found[0].date) if found else wanted[name]
            meta = new_metadata("<beanplant.inventory>", BEFORE - 100_000 + index)
            meta["onecommodity"] = False
            made.append(Open(meta, date, name, [], None))
    if late:
        entries = [entry for entry in entries if type(entry) is not Open or entry.account not in late]
    return made + entries if made else entries


def default_name(master: MasterData, code: str, name: str) -> str | None:
    """Return the account if it is a default of its plant, made from the plant's code, else None."""
    return name if name in master.plants[code].accounts.values() and f":{code}:" in name else None
