"""What of a contract's price is revenue and what of it is owed back, before returns and uncertain amounts.

    tiers            U units x price of the estimated volume; retrospective, or of turnover: what was billed above it
                     is owed back
    price, progress  what is performed of the price; of each promise, its part of it
    both             what is performed of the expected volume x its price
    breakage b       what was drawn on / (1 - b), as far as it was paid
    none of them     as it was billed

Rule: ASC 606-10-32-2 to -9 and -42 to -45, 606-10-55-46 to -49; IFRS 15.46-54, 15.87-90, B44-B47.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from beanplant.engine.contracts.arithmetic import (
    Text,
    breakage_text,
    over_time_text,
    owed_text,
    rebate_text,
    share_text,
    units_text,
)
from beanplant.engine.contracts.performance import (
    CERTAIN,
    done,
    performed_of_rest,
    price_at,
    promises,
    said,
    share_since,
)
from beanplant.engine.contracts.totals import in_force
from beanplant.engine.contracts.volumes import volumes
from beanplant.rules.consideration import expected_value

if TYPE_CHECKING:
    import datetime

    from beanplant.engine.contracts.performance import Since
    from beanplant.engine.contracts.totals import Totals
    from beanplant.engine.stock import Money
    from beanplant.masterdata.contract_facts import Contract, Tiers


class Moment(NamedTuple):
    """When a contract is looked at: on a ``date``, or (``closing``) at its end; ``terms``: by the terms of that date;
    ``since`` its last modification; ``ended``: nothing of it is uncertain any more."""

    date: datetime.date
    terms: datetime.date
    since: Since
    closing: bool
    ended: bool


class Price:
    """The price of a contract, and what of it is ``revenue`` and ``refund``; money exact, in the currency."""

    def __init__(
        self, contract: Contract, totals: Totals, when: Moment, money: Money, paid: Fraction, kept: Fraction
    ) -> None:
        self._contract, self._totals, self._when, self._money = contract, totals, when, money
        self._kept = kept
        """The share of what was sold that does not come back; for the texts."""
        self._billed = Fraction(totals.billed)
        self.agreed = price_at(contract, when.terms, closing=when.closing)
        self.of_rest, self.performed = self._performed()
        self.as_billed = not (contract.tiers or contract.progress or contract.obligations)
        self.revenue, self.refund = self._billed, Fraction(0)
        self.refund_text: Text | None = None
        self.revenue_text: Text | None = None
        self.expected_units: Fraction | None = None
        """The units of the whole contract, where they are performed over time."""
        tiers = in_force(contract.tiers, when.terms, closing=when.closing)
        if tiers is not None and tiers.anew and tiers.date == when.terms and not when.closing:
            tiers = None  # a modification holds from the end of its day
        if tiers is not None:
            self._by_volume(tiers)
        elif contract.progress or contract.obligations:
            before, whole = when.since.revenue, self.agreed or Fraction(0)
            self.revenue = before + self.of_rest * (whole - before)
            self.revenue_text = partial(share_text, money, before, self.of_rest, whole - before)
        elif contract.breakage:
            self._broken(paid)

    def _performed(self) -> tuple[Fraction, Fraction]:
        """Return what is performed of what was left at the last modification, and of the whole."""
        contract, when = self._contract, self._when
        since, left = when.since, CERTAIN - when.since.performed
        if contract.obligations:
            promised = promises(contract, when.terms, closing=when.closing)
            so_far = done(contract, promised, when.date, closing=when.closing)
            money = (self.agreed or Fraction(0)) - since.revenue
            share = performed_of_rest(contract, promised, so_far, money, since)
        elif contract.progress:
            whole = said(contract, None, when.date, closing=when.closing)
            share = (whole - since.performed) / left if left else CERTAIN
        else:
            whole = share_since(self.agreed, self._billed, since.billed, since.performed)
            return whole, whole
        return share, since.performed + left * share

    def _by_volume(self, tiers: Tiers) -> None:
        """Take prices by volume; after a modification they are for the units since then."""
        contract, when, since = self._contract, self._when, self._when.since
        units, billed = self._totals.units, self._billed
        if since.date is not None:
            units, billed = units - since.units, billed - since.billed
        self.revenue, self.refund = since.revenue + billed, since.refund
        estimate = None if when.ended else in_force(contract.volumes, when.terms, closing=when.closing)
        owed = tiers.retrospective or tiers.turnover
        if not owed and estimate is None and not contract.progress:
            return
        kept = units if self._kept == CERTAIN else self._kept * units
        expected = volumes(estimate, kept, since)
        price = self._totals.price(tiers, estimate, expected)
        worth = units * price
        self.revenue = since.revenue + worth
        money = self._money
        self.revenue_text = partial(units_text, money, since.revenue, units, price)
        if contract.progress:
            whole = self.expected_units = expected_value(expected)
            self.revenue = self.performed * whole * price
            self.revenue_text = partial(over_time_text, self.performed, whole, price)
        if owed:
            self.refund += max(billed - worth, Fraction(0))
        more = self._kept * since.refund if owed else Fraction(0)
        if tiers.turnover:
            self.refund_text = partial(rebate_text, money, price, kept, more)
        else:
            self.refund_text = partial(owed_text, money, self._kept * billed, kept, price, more)

    def _broken(self, paid: Fraction) -> None:
        """Take what is never claimed of what was paid ahead in proportion to what is."""
        estimate = in_force(self._contract.breakage, self._when.date, closing=self._when.closing)
        if estimate is None or paid <= self._billed:
            return
        claimed = CERTAIN - estimate.outcomes[0].value
        self.revenue = min(self._billed / claimed, paid)
        if self.revenue < paid:
            self.revenue_text = partial(breakage_text, self._money, self._billed, claimed)
