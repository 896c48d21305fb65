"""Entries as they are after booking: every posting has units with a number.

The types say so; at run time they are Beancount's own.

Beancount types the units of a posting as optional, because the parser makes incomplete ones. A plugin runs after
booking; the one exception, a posting of a failed reduction, is sorted out in ``movement.classify``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal
    from typing import Any, NamedTuple

    class Amount(NamedTuple):
        """A number of a currency or an item."""

        number: Decimal
        currency: str

    class Cost(NamedTuple):
        """The cost of a lot: per unit, with its date."""

        number: Decimal
        currency: str
        date: datetime.date
        label: str | None

    class Posting(NamedTuple):
        """A leg of a booked transaction."""

        account: str
        units: Amount
        cost: Cost | None
        price: Amount | None
        flag: str | None
        meta: dict[str, Any]

    class Transaction(NamedTuple):
        """A booked transaction."""

        meta: dict[str, Any]
        date: datetime.date
        flag: str
        payee: str | None
        narration: str | None
        tags: frozenset[str]
        links: frozenset[str]
        postings: list[Posting]

else:
    from beancount.core.amount import Amount
    from beancount.core.data import Cost, Posting, Transaction

__all__ = ["Amount", "Cost", "Posting", "Transaction"]
