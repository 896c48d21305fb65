"""Early payment discounts: what terms say, and what a payment takes under the gross method.

``"2/10 net 30"`` grants two percent to who pays within ten days of the invoice; all is due within thirty.
Also read: ``"1% 10/ Net 30"``, ``"5/10, 2/20, n/60"`` (the best rate still in time holds), ``"net 30"``,
``"2/10 EOM"`` (ten days after the end of the invoice's month), ``"due on receipt"``.

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

import datetime
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from beanplant.rules.depreciation import month_end, month_number
from beanplant.rules.formulas import number
from beanplant.rules.rounding import half_up, whole_cents

EXAMPLES = '"2/10 net 30", "1% 10/ Net 30", "5/10, 2/20, n/60", "2/10 EOM" or "net 30"'

_NET = re.compile(r"(?:net|n)\s*/?\s*(?:(\d+)(?:\s*days?)?\s*)?(eom)?(?![\w%])")
_TIER = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%\s*/?|/)\s*(\d+)(?:\s*days?)?\s*(eom)?(?![\w%])\s*/?")
_GAP = re.compile(r"[\s,;]*")


class Tier(NamedTuple):
    """``rate`` (0.02) to who pays within ``days`` of the invoice, or of the end of its month."""

    rate: Fraction
    days: int
    end_of_month: bool = False

    def deadline(self, invoiced: datetime.date) -> datetime.date:
        """Return the last day on which the rate is granted."""
        start = month_end(month_number(invoiced)) if self.end_of_month else invoiced
        return start + datetime.timedelta(self.days)

    def __str__(self) -> str:
        """``2% within 10 days``."""
        end = " of the end of the month" if self.end_of_month else ""
        return f"{number(self.rate * 100)}% within {self.days} days{end}"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a seller grants: discounts, and when all is due (``net``: a tier without a rate)."""

    tiers: tuple[Tier, ...]
    net: Tier | None
    text: str

    def granted(self, invoiced: datetime.date, paid: datetime.date, grace: int = 0) -> Tier | None:
        """Return the best tier that a payment is in time for, ``grace`` days counted in; None when too late."""
        late = paid - datetime.timedelta(grace)
        in_time = [tier for tier in self.tiers if late <= tier.deadline(invoiced)]
        return max(in_time, key=lambda tier: tier.rate) if in_time else None

    def due(self, invoiced: datetime.date) -> datetime.date | None:
        """Return the day on which all is due; None where the terms do not say."""
        return self.net.deadline(invoiced) if self.net is not None else None


@lru_cache(maxsize=1024)
def parse_terms(text: str) -> tuple[Terms | None, str]:
    """Read terms of payment. Returns the terms and no error, or None and what is wrong with the text."""
    wording = " ".join(text.casefold().split())
    if wording in ("due on receipt", "due upon receipt", "on receipt"):
        return Terms((), Tier(Fraction(0), 0), text), ""
    tiers: list[Tier] = []
    net: Tier | None = None
    at = 0
    while at < len(wording):
        found = _NET.match(wording, at)
        if found and net is None and (found[1] or found[2]):
            net = Tier(Fraction(0), int(found[1] or 0), found[2] is not None)
        else:
            found = _TIER.match(wording, at)
            if found is None:
                return None, f'cannot read terms "{text}" at "{wording[at:]}"; expected {EXAMPLES}'
            tiers.append(Tier(Fraction(found[1]) / 100, int(found[2]), found[3] is not None))
        gap = _GAP.match(wording, found.end())
        at = gap.end() if gap else found.end()
    if not tiers and net is None:
        return None, f"terms are empty; expected {EXAMPLES}"
    for tier in tiers:
        if not 0 < tier.rate < 1:
            return (
                None,
                f'terms "{text}": found a discount of {number(tier.rate * 100)}%, expected one below 100%',
            )
        if net is not None and net.end_of_month == tier.end_of_month and tier.days > net.days:
            return (
                None,
                f'terms "{text}": the discount of {tier.days} days outlasts net {net.days}; swap them',
            )
    return Terms(tuple(tiers), net, text), ""


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
