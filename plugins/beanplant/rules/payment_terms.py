"""Terms of payment: the discounts for early payment that they grant, and when the rest is due.

==============================  ==========================================================================
``2/10 net 30``                 2 % within ten days of the invoice; all is due within thirty
``1% 10/ Net 30``               the same in the words of an accounting program
``5/10, 2/20, n/60``            several tiers; the best one still in time holds
``50 USD/10 net 30``            an amount instead of a rate
``2/10 EOM``                    ten days after the end of the invoice's month (``end of month``)
``2/10 prox net 30``            by the tenth, all by the thirtieth, of the month after the invoice's (proximo)
``2% 10th prox, net 25th prox`` the same with the day as a number in order
``2/10 ROG net 30``             ten days after the goods came, all thirty days after (``received:``)
``50% net 30, 50% net 60``      split due dates; a part may have a discount: ``50% 2/10 net 30, 50% net 60``
``net 30``, ``due on receipt``  no discount
==============================  ==========================================================================

A ``net`` that says no start of its own has that of the discount before it, so that in ``2/10 EOM net 30`` all is due
thirty days after the end of the month. A day that a month does not have is its last.

The cost of a discount that is not taken, as a rate a year, is what is paid more for what is borrowed, times how often
the days between fit into a year (Horngren; OpenStax, Principles of Finance):

> d / (1 - d) x 365 / (net days - discount days)

2/10 net 30: 2/98 x 365/20 = 37.24 %.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from beanplant.rules.depreciation import month_end, month_number
from beanplant.rules.formulas import number

EXAMPLES = (
    '"2/10 net 30", "1% 10/ Net 30", "5/10, 2/20, n/60", "2/10 EOM", "2/10 prox net 30", "2/10 ROG net 30",'
    ' "50 USD/10 net 30", "50% net 30, 50% net 60" or "net 30"'
)
DAYS_A_YEAR = 365
LONGEST = 3650
"""Days of the longest terms: ten years, so that no date leaves the calendar."""

_DAY = r"(?P<days>\d+)(?P<nth>st|nd|rd|th)?(?:\s*days?)?"
_START = (
    r"(?:\s*(?:(?P<eom>eom|end of month)|(?P<prox>prox(?:imo)?\.?|mfi|of (?:the )?(?:next|following) month)"
    r"|(?P<rog>rog|receipt of goods)))?(?![\w%])"
)
_NET = re.compile(rf"(?:net|n)\s*/?\s*(?:{_DAY})?{_START}")
_ON_RECEIPT = re.compile(r"(?:due )?(?:up)?on receipt(?![\w%])")
_TIER = re.compile(rf"(?P<rate>\d+(?:\.\d+)?)\s*(?:%\s*/?|/)\s*{_DAY}{_START}\s*/?")
_AMOUNT = re.compile(
    rf"(?P<rate>\d+(?:\.\d+)?)\s+(?P<unit>(?!net\b|n\b|days?\b)[a-z][a-z0-9'._-]*)\s*/\s*{_DAY}{_START}"
)
_PART = re.compile(
    r"(?P<share>\d+(?:\.\d+)?)\s*%\s*"
    r"(?=(?:net|n)\b|due |(?:up)?on receipt|\d+(?:\.\d+)?\s*(?:%|/)\s*\d|\d+(?:\.\d+)?\s+[a-z]+\s*/)"
)
_GAP = re.compile(r"[\s,;]*(?:and\s+)?")


class Tier(NamedTuple):
    """``rate`` (0.02) to who pays within ``days`` of the invoice, or of another day.

    ``end_of_month``: of the end of the invoice's month; ``proximo``: by that day of the next month; ``on_goods``:
    of the receipt of the goods. ``amount`` in ``unit`` stands instead of a rate.
    """

    rate: Fraction
    days: int
    end_of_month: bool = False
    proximo: bool = False
    on_goods: bool = False
    amount: Decimal | None = None
    unit: str = ""

    def deadline(self, invoiced: datetime.date, received: datetime.date | None = None) -> datetime.date:
        """Return the last day on which the rate is granted."""
        if self.proximo:
            last = month_end(month_number(invoiced) + 1)
            return last.replace(day=min(self.days, last.day))
        start = invoiced
        if self.end_of_month:
            start = month_end(month_number(invoiced))
        elif self.on_goods and received is not None:
            start = received
        return start + datetime.timedelta(self.days)

    @property
    def start(self) -> tuple[bool, bool, bool]:
        """What the days count from."""
        return self.end_of_month, self.proximo, self.on_goods

    def never_holds_beside(self, other: Tier) -> bool:
        """Whether another tier that counts from the same day grants as much or more, for as long or longer."""
        return (other.amount or other.rate) >= (self.amount or self.rate) and other.days >= self.days

    def __str__(self) -> str:
        """``2% within 10 days``."""
        what = f"{number(self.rate * 100)}%" if self.amount is None else f"{self.amount:f} {self.unit}"
        if self.proximo:
            return f"{what} by day {self.days} of the next month"
        end = " of the end of the month" if self.end_of_month else ""
        return f"{what} within {self.days} days{end}{' of the receipt of the goods' if self.on_goods else ''}"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a seller grants: discounts, and when all is due (``net``: a tier without a rate).

    ``parts`` are the parts of split due dates, each with its ``share``; there are none where all is due at once.
    ``on_goods`` is whether something counts from the receipt of the goods, ``in_amounts`` whether a discount is an
    amount.
    """

    tiers: tuple[Tier, ...]
    net: Tier | None
    text: str
    share: Fraction = Fraction(1)
    parts: tuple[Terms, ...] = field(default=())
    on_goods: bool = field(init=False)
    in_amounts: bool = field(init=False)

    def __post_init__(self) -> None:
        own = [*self.tiers, *((self.net,) if self.net is not None else ())]
        on_goods = any(tier.on_goods for tier in own) or any(part.on_goods for part in self.parts)
        object.__setattr__(self, "on_goods", on_goods)
        object.__setattr__(self, "in_amounts", any(tier.amount is not None for tier in self.tiers))

    def granted(
        self,
        invoiced: datetime.date,
        paid: datetime.date,
        grace: int = 0,
        received: datetime.date | None = None,
    ) -> Tier | None:
        """Return the best tier that a payment is in time for, ``grace`` days counted in; None when too late."""
        days = datetime.timedelta(grace)
        in_time = [tier for tier in self.tiers if paid <= tier.deadline(invoiced, received) + days]
        if len(in_time) > 1:
            return max(in_time, key=lambda tier: (tier.rate, tier.amount or 0))
        return in_time[0] if in_time else None

    def due(self, invoiced: datetime.date, received: datetime.date | None = None) -> datetime.date | None:
        """Return the day on which all is due, of split terms the last; None where the terms do not say."""
        if self.parts:
            days = [part.due(invoiced, received) for part in self.parts]
            return max((day for day in days if day is not None), default=None)
        return self.net.deadline(invoiced, received) if self.net is not None else None

    @property
    def meaning(self) -> object:
        """What is the same of terms that are written in different words."""
        return frozenset(self.tiers), self.net, self.share, tuple(part.meaning for part in self.parts)


@lru_cache(maxsize=1024)
def annualized_cost(rate: Fraction, discount_days: int, net_days: int) -> Fraction:
    """Return what a discount that is not taken costs a year, as a rate: 0.3724 for 2/10 net 30.

    Raises ValueError where the rate is not between 0 and 1, or all is due before the discount lapses.
    """
    if not 0 < rate < 1:
        raise ValueError(f"rate {rate} is not between 0 and 1")
    if net_days <= discount_days:
        raise ValueError(f"net {net_days} days do not outlast the {discount_days} of the discount")
    return rate / (1 - rate) * Fraction(DAYS_A_YEAR, net_days - discount_days)


@lru_cache(maxsize=1024)
def parse_terms(text: str) -> tuple[Terms | None, str]:
    """Read terms of payment. Returns the terms and no error, or None and what is wrong with the text."""
    wording = " ".join(text.casefold().split())
    parts: list[_Reading] = []
    current = _Reading(Fraction(1))
    at = 0
    while at < len(wording):
        if (found := _PART.match(wording, at)) is not None:
            if parts or (not current.tiers and current.net is None):
                current = _Reading(Fraction(found["share"]) / 100)
                parts.append(current)
                at = found.end()
                continue
            return None, f'cannot read terms "{text}" at "{wording[at:]}"; expected {EXAMPLES}'
        end = current.read(wording, at)
        if end is None:
            return None, f'cannot read terms "{text}" at "{wording[at:]}"; expected {EXAMPLES}'
        gap = _GAP.match(wording, end)
        at = gap.end() if gap else end
    readings = parts or [current]
    for reading in readings:
        error = reading.check()
        if error:
            return None, error if error.startswith("terms") else f'terms "{text}": {error}'
    if not parts:
        return Terms(tuple(current.tiers), current.net, text), ""
    whole = sum((part.share for part in parts), Fraction(0))
    if whole != 1:
        return None, f'terms "{text}": the parts add up to {number(whole * 100)}%, expected 100%'
    found_parts = tuple(Terms(tuple(part.tiers), part.net, text, part.share) for part in parts)
    tiers = tuple(tier for part in parts for tier in part.tiers)
    return Terms(tiers, None, text, parts=found_parts), ""


def meaning_of(text: str) -> object:
    """Return what is the same of terms in different words; of a text that is no terms the text."""
    terms, _ = parse_terms(text)
    return text if terms is None else terms.meaning


class _Reading:
    """The tiers and the net of terms, or of one part of them, as far as they are read."""

    def __init__(self, share: Fraction) -> None:
        self.share = share
        self.tiers: list[Tier] = []
        self.net: Tier | None = None
        self.inherits = False

    def read(self, wording: str, at: int) -> int | None:
        """Read the tier or the net at a place and return where it ends; None where there is none."""
        if self.net is None and (found := _ON_RECEIPT.match(wording, at)) is not None:
            self.net = Tier(Fraction(0), 0)
            return found.end()
        found = _NET.match(wording, at)
        if found is not None and self.net is None and (found["days"] or found["eom"]) and _ordinal(found):
            self.net = _tier(found, Fraction(0))
            self.inherits = not any(self.net.start)
            return found.end()
        found = _TIER.match(wording, at)
        if found is not None and _ordinal(found):
            self.tiers.append(_tier(found, Fraction(found["rate"]) / 100))
            return found.end()
        found = _AMOUNT.match(wording, at)
        if found is not None and _ordinal(found):
            amount = Decimal(found["rate"])
            self.tiers.append(_tier(found, Fraction(0))._replace(amount=amount, unit=found["unit"].upper()))
            return found.end()
        return None

    def check(self) -> str:
        """Let the net count from where the discount does; return what is wrong, nothing where all is well."""
        if not self.tiers and self.net is None:
            return f"terms are empty; expected {EXAMPLES}"
        if self.net is not None and self.inherits and self.tiers:
            eom, proximo, on_goods = self.tiers[-1].start
            self.net = self.net._replace(end_of_month=eom, proximo=proximo, on_goods=on_goods)
        fixed = sum(tier.amount is not None for tier in self.tiers)
        if fixed not in (0, len(self.tiers)):
            return "found rates and amounts; write all tiers as rates or all as amounts"
        for tier in self.tiers:
            if tier.amount is None and not 0 < tier.rate < 1:
                return f"found a discount of {number(tier.rate * 100)}%, expected one above 0% and below 100%"
            if tier.amount is not None and not tier.amount:
                return f"found a discount of {tier.amount} {tier.unit}, expected an amount above zero"
            if self.net is not None and self.net.start == tier.start and tier.days > self.net.days:
                return f"the discount of {tier.days} days outlasts net {self.net.days}; swap them"
            for other in self.tiers:
                if other is not tier and other.start == tier.start and tier.never_holds_beside(other):
                    return f"{tier} never holds beside {other}; a longer time has a smaller discount"
        for tier in (*self.tiers, *((self.net,) if self.net is not None else ())):
            if tier.proximo and not 1 <= tier.days <= 31:
                return f"found day {tier.days} of the next month, expected 1 to 31"
            if tier.days > LONGEST:
                return f"found {tier.days} days, expected at most {LONGEST}"
        return ""


def _ordinal(found: re.Match[str]) -> bool:
    """Whether a day with an ending (``25th``) is a day of the next month."""
    return not found["nth"] or found["prox"] is not None


def _tier(found: re.Match[str], rate: Fraction) -> Tier:
    return Tier(
        rate,
        int(found["days"] or 0),
        found["eom"] is not None,
        found["prox"] is not None,
        found["rog"] is not None,
    )
