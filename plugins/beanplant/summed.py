"""What a summed posting was made by: the lines of a transaction with ``batch:``, and how to find their documents.

The importers write a sum as a pair of postings for each item, receipt, invoice, reason, operation and dimension, and
several transactions of a day may share a batch::

    2026-03-05 * "Confirmation for MO-1"
      order: "MO-1"
      batch: "march/2026-03-05/confirmation/MO-1"
      Assets:P100:WorkInProcess:Orders     12 HR-ASSY
        operation: "0010"
        documents: 3
      Expenses:P100:Absorbed:Assembly     -12 HR-ASSY
        documents: 3

The first posting of a pair says what both were summed by. The documents of the second are therefore those that have
its account, the account and the item of the other, the operation 0010, and no receipt, invoice, reason or dimension.
An entry has no pairs: its documents have a leg for each posting, in the same order. What a plugin added to the
transaction (a variance, a rounding) has no documents; lots that a plugin made of one posting have them together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core import convert

if TYPE_CHECKING:
    from beancount.core.data import Transaction

    from beanplant.masterdata import MasterData

KEYS = ("receipt", "invoice", "reason", "operation")
NO_TEXT = "Entries"
"""Narration of entries without a text."""
OURS = frozenset({"filename", "lineno", "batch", "documents", "value", "order", "quantity", "rule", *KEYS})
"""Metadata that is no dimension."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents of a batch are behind a posting: what the sum was made by.

    A movement or confirmation has a pair of accounts; ``keys`` (receipt, invoice, reason, operation) and
    ``dimensions`` are what both of its postings say, None where that is unknown. An entry has ``legs`` (account, item,
    below zero; none if the batch has no entries), of which the posting is number ``leg``, and a ``text``.
    """

    batch: str
    plant: str
    account: str
    against: tuple[str, ...]
    item: str
    keys: Mapping[str, str]
    dimensions: Mapping[str, str] | None
    leg: int
    legs: tuple[tuple[str, str, bool], ...]
    text: str
    side: int
    """1 if the posting is the first of a pair (the documents' ``account``), -1 if the second, 0 if it has none."""


def condition_of(wanted: Wanted, kept: Mapping[str, str | None], side: int) -> tuple[str, list[Any]]:
    """Return the condition of the rows behind a posting and its values; ``kept`` are the dimensions of the batch.

    ``side`` is that of the posting, or 0 to take documents from either.
    """
    pair = "(account = ? AND list_contains(?, against) OR against = ? AND list_contains(?, account))"
    others = list(wanted.against)
    accounts: list[Any] = [wanted.account, others, wanted.account, others]
    sides = {1: pair.partition(" OR ")[0] + ")", -1: "(" + pair.partition(" OR ")[2], 0: pair}
    moved, values = ["fact IN ('movement', 'activity')", sides[side]], accounts[: 2 if side else 4]
    if wanted.item:
        moved.append("item = ?")
        values.append(wanted.item)
    for name, value in wanted.keys.items():
        moved.append(f"{_said(name)} = ?")
        values.append(value)
    for name, dimension in kept.items():
        moved.append("coalesce(json_extract_string(details, ?), '') = ?")
        values += ['$."' + name.replace('"', '\\"') + '"', dimension or ""]
    close = f"fact = 'close' AND {pair}"
    other = "fact NOT IN ('movement', 'activity', 'entry', 'close', 'order') AND account = ?"
    either = [" AND ".join(moved), close, other]
    values += [*accounts, wanted.account]
    if wanted.legs:
        alike = " OR ".join(
            "leg = ? AND account = ? AND coalesce(item, '') = ? AND (amount < 0) = ?" for _ in wanted.legs
        )
        either.append(
            f"fact = 'entry' AND leg = ? AND {_said('text')} = ? AND (document, coalesce(line, '')) IN (SELECT "
            "document, coalesce(line, '') FROM rows WHERE fact = 'entry' GROUP BY ALL "
            f"HAVING count(*) = ? AND bool_and({alike}))"
        )
        values += [wanted.leg, wanted.text, len(wanted.legs)]
        values += [value for number, leg in enumerate(wanted.legs, 1) for value in (number, *leg)]
    return f"({' OR '.join(either)})", values


def _said(name: str) -> str:
    """Return a column as a journal says it: on one line, empty if it is not there."""
    return f"trim(regexp_replace(coalesce(\"{name}\", ''), '\\s+', ' ', 'g'))"


@dataclass(frozen=True, slots=True)
class SummedLine:
    """A posting of a journal that sums documents, whatever a plugin made of it.

    ``item`` and ``quantity`` are what was posted, ``money`` its value in ``currency``; ``documents`` is the number that
    the journal says, None if it says none. ``first`` is false for the second of a pair.
    """

    entry: Transaction
    postings: tuple[Any, ...]
    filename: str
    line: int
    account: str
    partner: str
    item: str
    quantity: Decimal
    money: Decimal
    currency: str
    documents: int | None
    first: bool
    wanted: Wanted


def has_batch(entry: Transaction) -> bool:
    """Tell whether a transaction or one of its postings names a batch."""
    return "batch" in entry.meta or any("batch" in (posting.meta or ()) for posting in entry.postings)


class _Written:
    """A posting as it stands in the file: the lots that a plugin made of it added up."""

    def __init__(self, postings: list[Any], master: MasterData) -> None:
        self.postings = tuple(postings)
        first = postings[0]
        self.account: str = first.account
        self.meta: Mapping[str, Any] = first.meta
        stated: Any = first.meta.get("quantity")
        units = first.units
        self.item = ""
        if hasattr(stated, "currency"):
            self.item = stated.currency
        elif first.cost is not None or units.currency in master.items:
            self.item = units.currency
        self.quantity = Decimal()
        self.money = Decimal()
        for posting in postings:
            counted: Any = posting.meta.get("quantity") if hasattr(stated, "currency") else posting.units
            self.quantity += counted.number
            self.money += convert.get_weight(posting).number  # type: ignore[no-untyped-call]
        self.currency: str = convert.get_weight(first).currency  # type: ignore[no-untyped-call]

    def pairs(self, other: _Written) -> bool:
        """Tell whether both are one sum: an item and its opposite, or the money it was paid with."""
        if self.item and other.item:
            return self.item == other.item and self.quantity == -other.quantity
        return bool(self.item or other.item)


def summed_lines(entry: Transaction, master: MasterData) -> list[SummedLine]:
    """Return the lines of a transaction that sum documents, in the order of the file."""
    if not has_batch(entry):
        return []
    groups: dict[int, list[Any]] = {}
    for posting in entry.postings:
        meta = posting.meta
        if meta and "formula" not in meta and posting.units is not None:
            name = str(meta.get("filename", "<beanplant"))
            if not name.startswith("<beanplant"):
                groups.setdefault(int(meta["lineno"]), []).append(posting)
    written = [_Written(groups[line], master) for line in sorted(groups)]
    counted = "documents" in entry.meta or not any("documents" in one.meta for one in written)
    accounts = {one.account for one in written}
    legs = tuple((one.account, one.item, one.money < 0) for one in written)
    found = []
    for number, one in enumerate(written):
        batch = one.meta.get("batch") or entry.meta.get("batch")
        if isinstance(batch, str) and (counted or "documents" in one.meta):
            found.append(_line(_Whole(entry, written, accounts, legs), number, batch, master))
    return found


class _Whole(NamedTuple):
    """A transaction as it stands in the file."""

    entry: Transaction
    written: Sequence[_Written]
    accounts: set[str]
    legs: tuple[tuple[str, str, bool], ...]


def _line(whole: _Whole, number: int, batch: str, master: MasterData) -> SummedLine:
    entry, written, accounts, legs = whole
    one = written[number]
    beside = number ^ 1
    other = written[beside] if beside < len(written) and one.pairs(written[beside]) else None
    meta = one.meta if other is None else {**other.meta, **one.meta}
    names = KEYS if other is not None else tuple(key for key in KEYS if key in meta)
    dimensions = {name: str(value) for name, value in meta.items() if _dimension(name)}
    others = (accounts - {one.account} or {one.account}) if other is None else {other.account}
    wanted = Wanted(
        batch,
        _plant(entry, one.account, master),
        one.account,
        tuple(sorted(others)),
        one.item or (other.item if other is not None else ""),
        {name: " ".join(str(meta.get(name, "")).split()) for name in names},
        None if other is None else dimensions,
        number + 1,
        legs if _sums_entries(batch) else (),
        "" if entry.narration == NO_TEXT else " ".join((entry.narration or "").split()),
        0 if other is None else 1 if number < beside else -1,
    )
    documents = one.meta.get("documents")
    return SummedLine(
        entry, one.postings, str(one.meta["filename"]), int(one.meta["lineno"]), one.account,
        "" if other is None else other.account, one.item, one.quantity, one.money, one.currency,
        int(documents) if isinstance(documents, Decimal) else None, other is None or number < beside, wanted,
    )  # fmt: skip


def _sums_entries(batch: str) -> bool:
    """Tell whether the documents of a batch may be entries: its summary is ``2026-03-05/entry``, or it names none."""
    return batch.count("/") < 2 or batch.split("/")[2] == "entry"


def _dimension(name: str) -> bool:
    return name not in OURS and not name.startswith("__")


def _plant(entry: Transaction, account: str, master: MasterData) -> str:
    """Return the plant whose subledger has the documents; empty where no account is a plant's."""
    for name in (account, *(posting.account for posting in entry.postings)):
        owner = master.role(name)
        if owner is not None:
            return owner[0].code
    return ""
