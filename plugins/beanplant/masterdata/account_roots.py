"""Which of some named accounts an account belongs to: itself, or the nearest above it.

    >>> roots = AccountRoots({"Assets:Receivables", "Assets:Receivables:Abroad"})
    >>> roots["Assets:Receivables:Home"], roots["Assets:Receivables:Abroad:France"], roots["Assets:Bank"]
    ('Assets:Receivables', 'Assets:Receivables:Abroad', None)

A ledger has few accounts and many postings, so each account is looked up once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container


class AccountRoots(dict[str, str | None]):
    """The named account that an account is or is below; None for any other."""

    def __init__(self, names: Container[str]) -> None:
        self.names = names

    def __missing__(self, account: str) -> str | None:
        name = account
        while name and name not in self.names:
            name = name.rpartition(":")[0]
        self[account] = name or None
        return self[account]
