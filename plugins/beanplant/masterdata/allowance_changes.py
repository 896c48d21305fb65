"""What the changes of an allowance for discounts are of each customer, kept with the
options of the ledger for the reports.

The allowance is brought to what is expected of all invoices in one posting. A report by customer finds here what each
customer's invoices changed by on that day. Where one goes up by what another goes down, nothing is posted, and the
changes are here all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping
    from decimal import Decimal

CHANGES = "beanplant_allowances"
"""The option that holds the changes."""


class AllowanceChange(NamedTuple):
    """By so much the allowance for a customer's discounts changed at the end of a date; more expected is positive.

    ``cause`` is the place of the directive that says what is expected.
    """

    date: datetime.date
    allowance: str
    discounts: str
    currency: str
    customer: str
    amount: Decimal
    cause: str


Changes = tuple[AllowanceChange, ...]


def keep(options_map: dict[str, Any], changes: Callable[[], Changes]) -> None:
    """Leave what works out the changes."""
    options_map[CHANGES] = changes


def changes_of(options_map: Mapping[str, Any]) -> Changes:
    """Return the changes that the engine left; none where there is no allowance."""
    found = options_map.get(CHANGES)
    if callable(found):
        found = found()
    return found if isinstance(found, tuple) else ()
