"""What an allowance for discounts changed by for each customer, kept with the options of the ledger for the reports.

    2026-03-31 * "Allowance for discounts"
      Income:SalesDiscounts             -6.00 USD      ; Pump Co -10.00, Shop 4.00
      Assets:AllowanceForDiscounts       6.00 USD

The allowance is brought to what is expected of all invoices in one posting. A customer's share is what is expected of
his invoices on that day less what the allowance has of them, so the shares of a day add up to what is posted, and those
of a customer to what is expected of him. Where one goes up by what another goes down, nothing is posted, and the
changes are here all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant.rules.rounding import money

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping
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


class Changed(NamedTuple):
    """The changes of one allowance by date and customer, in the smallest unit of its currency: there are many."""

    allowance: str
    discounts: str
    currency: str
    digits: int
    cause: str
    by_customer: tuple[tuple[datetime.date, str, int], ...]


class Kept(tuple[Changed, ...]):
    """The changes of all allowances."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Fava shows the options of a ledger."""
        return "changes of allowances by customer"


def keep(options_map: dict[str, Any], changed: Iterable[Changed]) -> None:
    """Leave the changes of all allowances."""
    options_map[CHANGES] = Kept(changed)


def changes_of(options_map: Mapping[str, Any]) -> Iterator[AllowanceChange]:
    """Yield the changes that the engine left, by allowance and date; nothing where there is no allowance."""
    for each in options_map.get(CHANGES, ()):
        for date, customer, units in each.by_customer:
            amount = money(units, each.digits)
            yield AllowanceChange(
                date, each.allowance, each.discounts, each.currency, customer, amount, each.cause
            )
