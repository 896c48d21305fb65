"""Interest on what is paid long before it is performed, or long after: a significant financing component.

    2026-01-01 custom "plant-contract" "PRESS-9" Income:Sales
      price: 4000.00 USD
      financing: "6%"                          ; a year: what it would cost to borrow
      arrears: "10%"                           ; a year: what the customer would pay to borrow
      compounding: "monthly"                   ; default: by the year
    2026-01-01 * "Advance"
      contract: "PRESS-9"
      Assets:Bank                     4000.00 USD
      Liabilities:ContractLiability  -4000.00 USD

At each month end the contract liability grows: 20.00 USD a month in the first year, 21.20 in the second, so that after
two years revenue is 4,494.40 USD. With ``arrears:`` the contract asset grows: the price is what would be paid at once,
and what is paid beyond it is interest. Interest is compounded by the year of each part of the balance, and equal in its
months, or by the month; it follows the balance, so it ends as the contract is performed, paid or paid back. What is
performed or paid within a year needs neither key (the practical expedient).

Rule: ASC 606-10-32-15 to -20, IFRS 15.60-65 (illustrative examples 26, 28 and 29).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.engine.contracts.days import bears_interest
from beanplant.rules.depreciation import month_end, month_number
from beanplant.rules.formulas import number

if TYPE_CHECKING:
    import datetime

    from beanplant.masterdata.contract_facts import Contract

ZERO, HALF_A_CENT = Fraction(0), Fraction(1, 200)


def grown(advance: Fraction, rate: Fraction, months: int, *, monthly: bool = False) -> Fraction:
    """Return the interest on an advance after so many months.

    >>> [str(grown(Fraction(4000), Fraction(6, 100), months)) for months in (1, 12, 13, 24)]
    ['20', '240', '1306/5', '2472/5']
    >>> str(grown(Fraction(1000), Fraction(12, 100), 2, monthly=True))
    '201/10'
    """
    if monthly:
        return advance * ((1 + rate / 12) ** months - 1)
    years, rest = divmod(months, 12)
    return advance * ((1 + rate) ** years * (1 + rate * Fraction(rest, 12)) - 1)


class Part(NamedTuple):
    """An ``amount`` of the balance that bears interest from the ``first`` month on; what is paid late is below zero."""

    first: int
    amount: Fraction


class Financing:
    """The interest on the balance of one contract, month by month: what is paid ahead, less what is paid late."""

    def __init__(self, ahead: Fraction, arrears: Fraction, *, monthly: bool) -> None:
        self._ahead, self._arrears, self._monthly = ahead, arrears, monthly
        self._parts: list[Part] = []
        self._through = 0

    def follow(self, date: datetime.date, balance: Fraction, *, closing: bool) -> None:
        """Take in what is paid ahead (late: below zero), with its interest, on a day or (``closing``) at its end.

        What is more bears interest from the month after, or of a first day from its own; of what is less, each part
        is less alike. The last day is still one of its month, and what is paid late bears interest through the month in
        which it is paid, unless it is paid in full.
        """
        if _month_end(date) and not closing:
            return
        held = sum((part.amount + self._interest(part, self._through) for part in self._parts), ZERO)
        if (
            held < min(balance, ZERO)
            and abs(balance) > HALF_A_CENT
            and date.day != 1
            and not _month_end(date)
        ):
            return
        if (not self._ahead and balance > 0) or (not self._arrears and balance < 0):
            balance = ZERO
        if abs(balance - held) < HALF_A_CENT / 1000:
            return  # what is not worth a part of its own: they would grow without end
        if held * balance <= 0:
            self._parts, held = [], ZERO
        if abs(balance) < abs(held):
            self._parts = [part._replace(amount=_fine(part.amount * balance / held)) for part in self._parts]
        elif balance != held:
            first = month_number(date) if date.day == 1 else month_number(date) + 1
            self._parts.append(Part(first, balance - held))

    def month(self, month: int) -> tuple[Fraction, str]:
        """Return the interest of a month, income below zero, with its arithmetic."""
        before = sum((self._interest(part, month - 1) for part in self._parts), ZERO)
        interest = _fine(sum((self._interest(part, month) for part in self._parts), ZERO) - before)
        self._through = month
        rate = self._rate(interest)
        return (
            interest,
            f"{number(rate * 100)}% / 12 x {number(abs(interest) * 12 / rate, 2)}" if interest else "",
        )

    def _interest(self, part: Part, month: int) -> Fraction:
        """Return the interest of a part through a month."""
        months = max(month - part.first + 1, 0)
        return grown(part.amount, self._rate(part.amount), months, monthly=self._monthly)

    def _rate(self, amount: Fraction) -> Fraction:
        return self._arrears if amount < 0 else self._ahead


def _month_end(date: datetime.date) -> bool:
    return date == month_end(month_number(date))


def _fine(value: Fraction) -> Fraction:
    """Return a value to a billionth: parts of years without end would grow without end."""
    return Fraction(round(value * 10**9), 10**9)


def financing_of(contract: Contract) -> Financing | None:
    """Return the interest that a contract bears; None where it bears none."""
    if not bears_interest(contract):
        return None
    return Financing(contract.financing or ZERO, contract.arrears or ZERO, monthly=contract.monthly)
