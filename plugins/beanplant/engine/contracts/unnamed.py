"""What stands on the accounts of contracts and names none of them.

    2026-01-02 * "Chain" "Shelves"
      contarct: "CHAIN-32"                             ; a slip of the pen
      Liabilities:RefundLiability  1500000.00 USD
      Assets:Bank                 -1500000.00 USD

On the refund liability, asset or liability of contracts it settles nothing and is in nobody's statement, so what they
owe does not tie to the account. On their revenue it is a sale without a contract, unless a key that is nearly ours
names one, or says units. That is worth knowing and no fault: an account may be shared with contracts kept elsewhere.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from beancount.core.data import Transaction

from beanplant.engine.contracts.deliveries import CONTRACT, QUANTITY, SETTLES, below
from beanplant.faults import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from beancount.core.data import Posting

    from beanplant.faults import Source
    from beanplant.masterdata.contract_facts import Contract

TIES, SELLS = "ties", "sells"


def unnamed(entries: Iterable[Any], contracts: Collection[Contract]) -> list[tuple[Source, str]]:
    """Return advice: one for each account that does not tie, at the first posting, and one for each key with a slip."""
    roots = {
        **{root: SELLS for each in contracts for root in (each.account, each.deductions)},
        **{
            root: TIES
            for each in contracts
            for root in (each.refund_liability, each.contract_asset, each.contract_liability)
        },
    }
    names = {each.name for each in contracts}
    known: dict[str, str] = {}
    found: dict[str, list[tuple[Transaction, Posting]]] = {}
    advice: list[tuple[Source, str]] = []
    for entry in entries:
        if type(entry) is not Transaction or CONTRACT in entry.meta or SETTLES in entry.meta:
            continue
        sources: list[Mapping[str, Any]] = []
        for posting in entry.postings:
            account = posting.account
            if account not in known:
                known[account] = next((kind for root, kind in roots.items() if below(account, root)), "")
            if not known[account]:
                continue
            meta = posting.meta or {}
            if CONTRACT in meta or SETTLES in meta or "rule" in meta:
                continue
            sources = sources or [entry.meta]
            sources.append(meta)
            if known[account] == TIES:
                found.setdefault(account, []).append((entry, posting))
        advice += [(dict(source), text) for source in sources for text in _slips(source, names)]
    return [*advice, *(_advice(account, places) for account, places in sorted(found.items()))]


def _slips(source: Mapping[str, Any], names: Collection[str]) -> list[str]:
    """Return what is to be said of keys that are nearly ours and name a contract, and of units of nothing."""
    found = []
    for key, value in source.items():
        ours = _meant(key) if isinstance(value, str) and value in names else ""
        if ours:
            found.append(f"{key}: says nothing to beanplant; to name a contract write {ours}:")
        elif key == QUANTITY and isinstance(value, Decimal):
            found.append(
                f"{key}: says nothing without contract: beside it, the contract whose units they are"
            )
    return found


@lru_cache(maxsize=1024)
def _meant(key: str) -> str:
    """Return the key of ours that another is nearly; an empty text for any other."""
    if key in ("filename", "lineno") or key.startswith("__"):
        return ""
    return next(
        (ours for ours in (CONTRACT, SETTLES) if abs(len(key) - len(ours)) < 2 and nearest(key, [ours])), ""
    )


def _advice(account: str, places: list[tuple[Transaction, Posting]]) -> tuple[Source, str]:
    entry, posting = places[0]
    what = "a posting" if len(places) == 1 else f"{len(places)} postings"
    first = "" if len(places) == 1 else ", the first of them"
    return dict(entry.meta), (
        f"{what} on {account} without contract:{first} {posting.units} on {entry.date}: what contracts owe does not tie"
        ' to the account; write contract: "NAME" on the transaction, or use another account'
    )
