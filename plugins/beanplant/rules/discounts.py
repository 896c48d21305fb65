"""Early payment discounts: what a payment takes. What terms say is in ``payment_terms``.

The invoice is booked in full, and the discount, when it is taken, is a reduction of revenue. A part
payment in time settles ``min(open, payment / (1 - rate))``: 490.00 of 1,000.00 at 2 % settle 500.00, so
10.00 are taken. The discount of an invoice is rounded once, half up, and the last payment takes the rest
of it. Where only part of what is owed is discounted (tax under ``tax-mode: "excluded"``, freight), the
rate in this formula is that of the whole: rate x discounted amount / amount owed.

A credit note before payment lowers what is owed and what the discount is on. One on what was paid gives back
its share of the discount on it: 100.00 returned of 1,000.00 that were paid at 980.00 are worth 98.00; freight
that had no discount is worth all of it.

A payment that is taken back (a bounced check) counts as never made: what it took comes back, and what other
payments settle is worked out again. Which one it was is told by the amount, the latest first. Money that goes
back of what the customer has too much (paid twice, or goods that came back) is a refund, which changes no discount.

Rule: ASC 606-10-32-5 to -7, IFRS 15.50-52 (a discount lowers the transaction price); the discount is on
what is due after returns and allowances (OpenStax, Financial Accounting ch. 6); Directive 2006/112/EC
art. 79 and 90, VATA 1994 Sch. 6 para 4 (value-added tax follows the consideration). Money here is in the
currency's smallest unit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from beanplant.rules.payment_terms import Terms, Tier, annualized_cost, parse_terms
from beanplant.rules.rounding import half_up, whole_cents

__all__ = ["Claim", "Terms", "Tier", "annualized_cost", "parse_terms"]


CHARGED, CREDITED, PAID, WRITTEN_OFF, REFUNDED = range(5)

Step = tuple[int, int, int | Fraction]
"""What happened to a claim, the amount, and the rate of a payment or what of the amount a discount is on."""


@dataclass(slots=True)
class Claim:
    """What a customer owes on one invoice, and the discount on it. Money in the smallest unit.

    ``owed`` is the invoice less credit notes on what was still open, ``base`` the part of it that a
    discount is on, ``open`` what is left to pay, ``taken`` the discount so far. ``earned`` is the
    discount so far before rounding, ``reached`` the part of ``base`` that payments settled, ``returned`` and
    ``given_back`` what came back of it and the discount of that. ``steps`` are what happened, ``credited`` what of
    each credit note was on what was open.
    """

    owed: int = 0
    base: int = 0
    open: int = 0
    taken: int = 0
    earned: Fraction = Fraction(0)
    reached: int | Fraction = 0
    returned: int | Fraction = 0
    given_back: int = 0
    steps: list[Step] = field(default_factory=list)
    credited: list[int] = field(default_factory=list)

    @property
    def given(self) -> int:
        """The discount that was taken and not given back."""
        return self.taken - self.given_back

    def charge(self, amount: int, base: int) -> None:
        """Add an invoice or a debit note: ``amount`` owed, of which ``base`` can be discounted."""
        self.steps.append((CHARGED, amount, base))
        self.owed += amount
        self.base += base
        self.open += amount

    def share(self, rate: Fraction) -> Fraction:
        """Return ``rate`` as a rate of all that is owed; nothing where no discount can be on it any more."""
        if self.base <= 0 or self.owed <= 0:
            return Fraction(0)
        return rate if self.base == self.owed else rate * self.base / self.owed

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
        self.steps.append((PAID, amount, rate))
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
        settled = min(amount + discount, max(self.open, 0))
        self.reached += settled if self.base == self.owed else Fraction(settled * self.base, self.owed or 1)
        self.open -= amount + discount
        return discount

    def credit(self, amount: int, base: int) -> int:
        """Take a credit note, of which ``base`` can be discounted; return the discount that it gives back."""
        self.steps.append((CREDITED, amount, base))
        on_open = min(amount, max(self.open, 0))
        self.credited.append(on_open)
        self.owed -= on_open
        self.base -= base * on_open // amount if amount else 0
        self.open -= amount
        if on_open == amount or self.reached <= 0:
            return 0
        on_paid = Fraction(base * (amount - on_open), amount)
        self.returned = min(self.reached, self.returned + on_paid)
        back = whole_cents(Fraction(self.taken * self.returned) / self.reached, 0) - self.given_back
        self.given_back += back
        self.open += back
        return back

    def write_off(self, amount: int) -> None:
        """Give up ``amount`` of what is open; there is no discount on it."""
        self.steps.append((WRITTEN_OFF, amount, 0))
        self.open -= amount

    def take_back(self, amount: int) -> int:
        """Take back a payment of ``amount``, or refund what is paid too much; return the discount that comes back.

        Below zero more is taken than before: another payment, which was too much, now settles the invoice.
        """
        before = self.given
        steps = self._without(amount)
        self.owed = self.base = self.open = self.taken = self.given_back = 0
        self.reached = self.returned = 0
        self.earned = Fraction(0)
        self.steps, self.credited = [], []
        for kind, number, second in steps:
            if kind == PAID:
                self.pay(number, Fraction(second))
            elif kind == CHARGED:
                self.charge(number, int(second))
            elif kind == CREDITED:
                self.credit(number, int(second))
            elif kind == WRITTEN_OFF:
                self.write_off(number)
            else:
                self.steps.append((REFUNDED, number, 0))
                self.open += number
        return before - self.given

    def _without(self, amount: int) -> list[Step]:
        """Return what happened without the payment that comes back; the refund of a balance is one more step."""
        steps = list(self.steps)
        payments = [index for index, step in enumerate(steps) if step[0] == PAID][::-1]
        for index in payments:
            if steps[index][1] == amount:
                del steps[index]
                return steps
        left = amount
        if amount <= -self.open:
            payments = []  # the customer has that much too much: a refund
        for index in payments:
            _, paid, rate = steps[index]
            part = min(left, paid)
            steps[index] = PAID, paid - part, rate
            left -= part
        steps = [step for step in steps if step[0] != PAID or step[1]]
        return [*steps, (REFUNDED, left, 0)] if left else steps
