"""What ``explain`` is asked about: an order, item, asset, debt, contract, invoice, account or a place in a file.

A word with two meanings (an order and an invoice of one number) is an error that lists them as they are to be written:
``order:4711``, ``invoice:4711``. One with none names the nearest known.
"""

from __future__ import annotations

import datetime
import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant.cli.chain import transactions
from beanplant.faults import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beanplant.cli.places import Places
    from beanplant.masterdata import MasterData

KINDS = ("order", "item", "asset", "debt", "contract", "invoice")
_PLACE = re.compile(r"(.+):(\d+)")
_ACCOUNT = re.compile(r"([A-Z0-9][^:@]*(?::[^:@]+)+)(?:@(\d{4}-\d{2}-\d{2}))?")


class UnknownSubject(ValueError):
    """A word without a meaning, or with several; the message says what to write."""


class Subject(NamedTuple):
    """What is to be explained."""

    kind: str  # order, item, asset, debt, contract, invoice, account, place
    name: str
    date: datetime.date | None = None
    line: int = 0


def find(what: str, entries: Sequence[Any], master: MasterData, places: Places) -> Subject:
    """Return what a word means in a ledger. Raises UnknownSubject."""
    kind, colon, rest = what.partition(":")
    if colon and kind in KINDS:
        names = known(kind, entries, master)
        if rest not in names:
            raise UnknownSubject(f'no {kind} "{rest}"{nearest(rest, names)}')
        return Subject(kind, rest)
    place = _place(what, entries, places)
    if place:
        return place
    account = _account(what, entries)
    if account:
        return account
    meanings = [kind for kind in KINDS if what in known(kind, entries, master)]
    if len(meanings) > 1:
        choices = ", ".join(f"{kind}:{what}" for kind in meanings)
        raise UnknownSubject(f'"{what}" has {len(meanings)} meanings; write one of {choices}')
    if meanings:
        return Subject(meanings[0], what)
    names = {name for kind in KINDS for name in known(kind, entries, master)} | accounts(entries)
    expected = "expected an order, item, asset, debt, contract, invoice, ACCOUNT[@DATE] or FILE:LINE"
    raise UnknownSubject(f'nothing is called "{what}"{nearest(what, names)}; {expected}')


def known(kind: str, entries: Sequence[Any], master: MasterData) -> set[str]:
    """Return the names of a kind in the ledger."""
    if kind == "order":
        return set(master.orders) | mentioned(entries, "order")
    if kind == "item":
        return set(master.items)
    if kind == "asset":
        return set(master.assets) | mentioned(entries, "asset")
    if kind == "debt":
        return set(master.debts) | mentioned(entries, "debt")
    if kind == "contract":
        return set(master.contracts) | mentioned(entries, "contract")
    return mentioned(entries, "invoice") | {
        link for entry in transactions(entries) for link in entry.links or () if "invoice" not in entry.meta
    }


def mentioned(entries: Sequence[Any], key: str) -> set[str]:
    """Return the values of a metadata key on transactions and postings."""
    found = set()
    for entry in transactions(entries):
        if key in entry.meta:
            found.add(str(entry.meta[key]))
        found |= {
            str(posting.meta[key]) for posting in entry.postings if posting.meta and key in posting.meta
        }
    return found


def accounts(entries: Sequence[Any]) -> set[str]:
    """Return the accounts that have postings."""
    return {posting.account for entry in transactions(entries) for posting in entry.postings}


def _account(what: str, entries: Sequence[Any]) -> Subject | None:
    found = _ACCOUNT.fullmatch(what)
    if not found:
        return None
    name, names = found[1], accounts(entries)
    if name not in names and not any(each.startswith(f"{name}:") for each in names):
        if not name.startswith(tuple({each.split(":")[0] + ":" for each in names})):
            return None
        raise UnknownSubject(f'no postings on account "{name}"{nearest(name, names)}')
    try:
        date = datetime.date.fromisoformat(found[2]) if found[2] else None
    except ValueError as error:
        raise UnknownSubject(f'found the date "{found[2]}" ({error}), expected {name}@2026-03-31') from error
    return Subject("account", name, date)


def _place(what: str, entries: Sequence[Any], places: Places) -> Subject | None:
    found = _PLACE.fullmatch(what)
    if not found or found[1] in KINDS:
        return None
    files = {str(entry.meta.get("filename", "")) for entry in entries}
    files = {name for name in files if name and not name.startswith("<")}
    exact = os.path.abspath(found[1])
    matches = sorted(name for name in files if name == exact or name.endswith(f"{os.sep}{found[1]}"))
    if exact in matches:
        matches = [exact]
    if len(matches) > 1:
        listed = ", ".join(f"{places.name(name)}:{found[2]}" for name in matches)
        raise UnknownSubject(f'"{what}" may be {listed}; write one of them')
    return Subject("place", matches[0], line=int(found[2])) if matches else None
