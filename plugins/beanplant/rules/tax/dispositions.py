"""Gain on a disposal, and how much of it is ordinary income: the depreciation that is recaptured.

    sold for 9,000.00, cost 10,000.00, allowed 6,000.00: gain 5,000.00, all of it ordinary (at most 6,000.00)
    sold for 12,000.00: gain 8,000.00, 6,000.00 ordinary, 2,000.00 of section 1231

Personal property: the gain up to all that was allowed, section 179 and the special allowance included (IRC 1245).
Real property: the gain up to section 179 and what was allowed beyond straight line, all of it within a year of
service (1245(a)(3)(C), 1250(a) and (b)); corporations add 20 % of what section 1245 would have made of the rest
(291(a)(1)). Mines and wells: up to the depletion that reduced the basis (1254(a)). Of an item of a general asset
account the basis counts as zero, and the proceeds are ordinary income until they reach the cost of all items
(168(i)(4), Treas. Reg. 1.168(i)-1(e)). With a share of business use only that share counts. Report only; a loss is
not ordinary here.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from beanplant.rules.rounding import cents

ZERO = Decimal(0)
CORPORATE = Fraction(20, 100)


class Disposed(NamedTuple):
    """What was disposed of: all amounts of the business share.

    ``straight_line`` is what straight line would have taken of real property (None: personal property) of the cost less
    ``section_179``. ``cost`` has the adjustments of the basis in it.
    """

    service: datetime.date
    date: datetime.date
    cost: Decimal
    allowed: Decimal
    section_179: Decimal = ZERO
    straight_line: Decimal | None = None


class Disposition(NamedTuple):
    """The gain or loss on a disposal and its parts."""

    proceeds: Decimal
    basis: Decimal
    ordinary: Decimal
    section_291: Decimal = ZERO

    @property
    def gain(self) -> Decimal:
        """Proceeds less adjusted basis; below zero is a loss."""
        return self.proceeds - self.basis

    @property
    def section_1231(self) -> Decimal:
        """What is neither recaptured nor ordinary by section 291."""
        return self.gain - self.ordinary - self.section_291


def disposition(found: Disposed, proceeds: Decimal) -> Disposition:
    """Return the gain on a disposal and the part that is recaptured."""
    basis = found.cost - found.allowed
    gain = max(ZERO, proceeds - basis)
    whole = min(gain, found.allowed)
    if found.straight_line is None or found.date <= _a_year_after(found.service):
        return Disposition(proceeds, basis, whole)
    additional = max(ZERO, found.allowed - found.section_179 - found.straight_line)
    ordinary = min(gain, found.section_179 + additional)
    return Disposition(proceeds, basis, ordinary, cents(Fraction(whole - ordinary) * CORPORATE))


def of_general_account(proceeds: Decimal, cost: Decimal, recognized: Decimal) -> Disposition:
    """Return the disposal of an item of a general asset account: ``cost`` of all items, ``recognized`` before."""
    return Disposition(proceeds, ZERO, max(ZERO, min(proceeds, cost - recognized)))


def _a_year_after(date: datetime.date) -> datetime.date:
    return (
        date.replace(year=date.year + 1, day=28)
        if (date.month, date.day) == (2, 29)
        else date.replace(year=date.year + 1)
    )
