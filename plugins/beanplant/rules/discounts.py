"""Early payment discounts: what a payment takes. What terms say is in ``payment_terms``.

The invoice is booked in full, and the discount, when it is taken, is a reduction of revenue. A part
payment in time settles ``min(open, payment / (1 - rate))``: 490.00 of 1,000.00 at 2 % settle 500.00, so
10.00 are taken. The discount of an invoice is rounded once, half up, and the last payment takes the rest
of it. Where only part of what is owed is discounted (tax under ``tax-mode: "excluded"``, freight), the
rate in this formula is that of the whole: rate x discounted amount / amount owed.

A credit note before payment lowers what is owed and what the discount is on. One on what was paid with a
discount gives back its share of it: 100.00 returned of 1,000.00 that were paid at 980.00 are worth 98.00.
A payment that is taken back (a bounced check) takes its discount back too.

Rule: ASC 606-10-32-5 to -7, IFRS 15.50-52 (a discount lowers the transaction price); the discount is on
what is due after returns and allowances (OpenStax, Financial Accounting ch. 6); Directive 2006/112/EC
art. 79 and 90, VATA 1994 Sch. 6 para 4 (value-added tax follows the consideration). Money here is in the
currency's smallest unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from beanplant.rules.payment_terms import Terms, Tier, annualized_cost, parse_terms
from beanplant.rules.rounding import half_up, whole_cents

__all__ = ["Claim", "Terms", "Tier", "annualized_cost", "parse_terms"]


@dataclass(slots=True)
class Claim:
    """What a customer owes on one invoice, and the discount on it. Money in the smallest unit.

    ``owed`` is the invoice less credit notes on what was still open, ``base`` the part of it that a
    discount is on, ``open`` what is left to pay, ``taken`` the discount so far. ``earned`` is the
    discount so far before rounding, ``settled`` and ``paid`` what payments with a discount settled and
    brought, ``returned`` and ``given_back`` what came back of it and the discount of that.
    """

    owed: int = 0
    base: int = 0
    open: int = 0
    taken: int = 0
    earned: Fraction = Fraction(0)
    settled: int = 0
    paid: int = 0
    returned: int = 0
    given_back: int = 0

    def charge(self, amount: int, base: int) -> None:
        """Add an invoice or a debit note: ``amount`` owed, of which ``base`` can be discounted."""
        self.owed += amount
        self.base += base
        self.open += amount

    def share(self, rate: Fraction) -> Fraction:
        """Return ``rate`` as a rate of all that is owed."""
        if self.base == self.owed:
            return rate
        return rate * self.base / self.owed if self.owed else Fraction(0)

    def available(self, rate: Fraction) -> int:
        """Return the discount that is left if all that is open were paid at ``rate`` today."""
        share = self.share(rate)
        above, below = share.numerator * self.open, share.denominator
        if self.earned:
            exact = self.earned + Fraction(above, below)
            above, below = exact.numerator, exact.denominator
        return max(0, half_up(above, below) - self.taken)

    def pay(self, amount: int, rate: Fraction = Fraction(0)) -> int:
        """Take a payment in time for ``rate`` (0: too late for any) and return the discount that it takes."""
        share = self.share(rate)
        short = self.open - amount
        discount = 0
        if share > 0 and amount > 0:
            if short > 0:
                available = self.available(rate)
                if short <= available or amount * share.denominator >= self.open * (
                    share.denominator - share.numerator
                ):
                    discount = min(short, available)
                else:
                    discount = min(whole_cents(amount * share / (1 - share), 0), available)
            self.earned += share * (amount + discount)
            self.taken += discount
            self.settled += amount + discount
            self.paid += amount
        self.open -= amount + discount
        return discount

    def credit(self, amount: int, base: int) -> int:
        """Take a credit note, of which ``base`` can be discounted; return the discount that it gives back."""
        on_open = min(amount, max(self.open, 0))
        self.owed -= on_open
        self.base -= base * on_open // amount if amount else 0
        self.open -= amount
        if on_open == amount or not self.settled:
            return 0
        self.returned = min(self.settled, self.returned + amount - on_open)
        back = whole_cents(Fraction(self.taken * self.returned, self.settled), 0) - self.given_back
        self.given_back += back
        self.open += back
        return back

    def take_back(self, amount: int) -> int:
        """Take back a payment of ``amount`` and return the discount that it had taken."""
        self.open += amount
        if not self.paid:
            return 0
        part = Fraction(min(amount, self.paid), self.paid)
        back = whole_cents(self.taken * part, 0)
        self.earned -= self.earned * part
        self.taken -= back
        self.settled -= min(amount, self.paid) + back
        self.paid -= min(amount, self.paid)
        self.open += back
        return back
