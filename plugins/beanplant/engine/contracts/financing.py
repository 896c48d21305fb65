"""Interest on what a customer paid long before it is performed: a significant financing component.

    2026-01-01 custom "plant-contract" "PRESS-9" Income:Sales
      price: 4000.00 USD
      financing: "6%"                          ; a year: what it would cost to borrow
    2026-01-01 * "Advance"
      contract: "PRESS-9"
      Assets:Bank                     4000.00 USD
      Liabilities:ContractLiability  -4000.00 USD

At each month end the contract liability grows: 20.00 USD a month in the first year, 21.20 in the second, so that after
two years revenue is 4,494.40 USD. Interest is compounded by the year of each advance, and is equal in its months; it
stops as the contract is performed. Where performance follows within a year nobody need write ``financing:`` (the
practical expedient).

Rule: ASC 606-10-32-15 to -20, IFRS 15.60-65 (illustrative example 29).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.rules.depreciation import month_number

if TYPE_CHECKING:
    import datetime


def grown(advance: Fraction, rate: Fraction, months: int) -> Fraction:
    """Return the interest on an advance after so many months.

    >>> [round(float(grown(Fraction(4000), Fraction(6, 100), months)), 2) for months in (1, 12, 13, 24)]
    [20.0, 240.0, 261.2, 494.4]
    """
    years, rest = divmod(months, 12)
    return advance * ((1 + rate) ** years * (1 + rate * Fraction(rest, 12)) - 1)


class Financing:
    """The interest on the advances of one contract, month by month."""

    def __init__(self, rate: Fraction) -> None:
        self._rate = rate
        self._advances: list[tuple[int, Fraction]] = []

    def advance(self, date: datetime.date, amount: Fraction) -> None:
        """Take in an advance; interest begins with the month after one that is paid within a month."""
        first = month_number(date) if date.day == 1 else month_number(date) + 1
        self._advances.append((first, amount))

    def month(self, month: int) -> Fraction:
        """Return the interest of a month on everything that was paid in advance, as if nothing were performed."""
        rate = self._rate
        return sum(
            (
                grown(amount, rate, month - first + 1) - grown(amount, rate, month - first)
                for first, amount in self._advances
                if month >= first
            ),
            Fraction(0),
        )
