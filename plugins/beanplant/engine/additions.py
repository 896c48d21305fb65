"""What a step beside the stock adds to a ledger: transactions it made, and those of a person it added postings to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from beancount.core.data import Open, Transaction, new_metadata

from beanplant.faults import Faults, Source

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

VALUED = "__valued__"
"""On a person's posting that a step valued before the days are gone through: its rule is no result in a file."""

OPEN_LINE = -1_200_000
"""Lines of made ``open`` directives: before everything else of their day."""


@dataclass(slots=True)
class Additions:
    """``replaced`` is keyed by the ``id`` of the original; ``opens`` are the accounts that it uses, by first date;
    ``names`` are accounts whose names beanplant makes; ``advice`` is what is worth knowing and no fault.
    """

    replaced: dict[int, Transaction] = field(default_factory=dict)
    made: list[Transaction] = field(default_factory=list)
    opens: dict[str, datetime.date] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    advice: list[tuple[Source, str]] = field(default_factory=list)
    names: frozenset[str] = frozenset()


def cause_of(source: Mapping[str, Any], top: str) -> str:
    """Return ``main.beancount:12``, relative to the folder of the top file."""
    name, folder = str(source.get("filename", "")), top.rpartition("/")[0]
    if folder and name.startswith(folder + "/"):
        name = name[len(folder) + 1 :]
    return f"{name}:{source.get('lineno', 0)}"


def apply(entries: list[Any], added: Additions, faults: Faults) -> list[Any]:
    """Return the entries with the additions in, sorted by date; made transactions stand after their day's text."""
    faults.merge(added.faults)
    result = [added.replaced.get(id(entry), entry) for entry in entries] if added.replaced else list(entries)
    opened = {entry.account for entry in entries if type(entry) is Open} if added.opens else set()
    opens = []
    for index, name in enumerate(sorted(added.opens)):
        if name not in opened:
            meta = new_metadata("<beanplant>", OPEN_LINE + index)
            meta["onecommodity"] = False
            opens.append(Open(meta, added.opens[name], name, [], None))
    if opens or added.made:
        result = sorted(opens + result + added.made, key=lambda entry: entry.date)
    return result
