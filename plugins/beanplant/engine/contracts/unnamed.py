"""What stands on the refund liability, asset or liability of contracts, and names none of them.

    2026-01-02 * "Chain" "Shelves"
      Liabilities:RefundLiability  1500000.00 USD      ; contract: is missing
      Assets:Bank                 -1500000.00 USD

It settles nothing and is in nobody's statement, so what contracts owe does not tie to the account. That is worth
knowing and no fault: an account may be shared with contracts that are kept elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.data import Transaction

from beanplant.engine.contracts.deliveries import CONTRACT, SETTLES, below

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from beancount.core.data import Posting

    from beanplant.faults import Source
    from beanplant.masterdata.contract_facts import Contract


def unnamed(entries: Iterable[Any], contracts: Collection[Contract]) -> list[tuple[Source, str]]:
    """Return advice, one for each account, at the first posting."""
    roots = {
        root
        for each in contracts
        for root in (each.refund_liability, each.contract_asset, each.contract_liability)
    }
    known: dict[str, bool] = {}
    found: dict[str, list[tuple[Transaction, Posting]]] = {}
    for entry in entries:
        if type(entry) is not Transaction or CONTRACT in entry.meta or SETTLES in entry.meta:
            continue
        for posting in entry.postings:
            account = posting.account
            if account not in known:
                known[account] = any(below(account, root) for root in roots)
            if not known[account]:
                continue
            meta = posting.meta or {}
            if CONTRACT not in meta and SETTLES not in meta and "rule" not in meta:
                found.setdefault(account, []).append((entry, posting))
    return [_advice(account, places) for account, places in sorted(found.items())]


def _advice(account: str, places: list[tuple[Transaction, Posting]]) -> tuple[Source, str]:
    entry, posting = places[0]
    what = "a posting" if len(places) == 1 else f"{len(places)} postings"
    first = "" if len(places) == 1 else ", the first of them"
    return dict(entry.meta), (
        f"{what} on {account} without contract:{first} {posting.units} on {entry.date}: what contracts owe does not tie"
        ' to the account; write contract: "NAME" on the transaction, or use another account'
    )
