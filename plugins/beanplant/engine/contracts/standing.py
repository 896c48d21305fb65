"""Where a contract stands: what of the billing is revenue, what is owed back, what is performed and not billed.

With B billed, U units and C the cost of what was shipped, all since the contract began:

    tiers            revenue U x price of the estimated volume; retrospective: B less it is owed back
    price, progress  revenue progress x (price + included amounts); of each obligation, its part of the price
    amounts          what lowers the price is owed back in proportion to the billing
    returns          share x B is owed back; share x C is an asset: the right to the goods

What is owed back is refund liability; what else was billed and not performed is contract liability, and what was
performed and not billed contract asset (ASC 606-10-32-10, 606-10-45-1 to -5; IFRS 15.55, 15.105-108). Each is worked
out for the whole contract and rounded once, so an estimate's catch-up is the difference to what is on the books
(ASC 606-10-32-42 to -45, IFRS 15.87-90). What was settled beyond the estimate is owed at least.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.masterdata.contract_facts import EXPECTED_VALUE
from beanplant.rules.allocation import allocate
from beanplant.rules.consideration import Outcome, average_price, expected_value, most_likely
from beanplant.rules.formulas import number as plain
from beanplant.rules.rounding import whole_cents

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from typing import Any

    from beanplant.engine.contracts.deliveries import Delivery
    from beanplant.engine.stock import Money
    from beanplant.masterdata.contract_facts import Contract, Estimate

CERTAIN = Fraction(1)


@dataclass(slots=True)
class Totals:
    """What a contract came to so far: money in the currency."""

    billed: Decimal = Decimal(0)
    units: Fraction = Fraction(0)
    cost: Decimal = Decimal(0)
    cost_back: Decimal = Decimal(0)
    settled: Decimal = Decimal(0)
    on_liability: Decimal = Decimal(0)
    on_asset: Decimal = Decimal(0)
    interest: Fraction = Fraction(0)

    def add(self, delivery: Delivery) -> None:
        """Take in a transaction."""
        self.billed += delivery.billed
        self.units += delivery.units
        self.cost += delivery.cost
        self.cost_back += delivery.cost_back
        self.settled += delivery.settled + delivery.moved
        self.on_liability += delivery.on_liability
        self.on_asset += delivery.on_asset


class Standing(NamedTuple):
    """Targets in the smallest unit: what is owed back in all, the net position (liability positive), and the cost
    of what will come back; with the arithmetic of each, and the revenue and the share performed, exact."""

    refund: int
    position: int
    return_asset: int
    refund_text: str = ""
    position_text: str = ""
    return_text: str = ""
    revenue: Fraction = Fraction(0)
    performed: Fraction = Fraction(0)


class Since(NamedTuple):
    """Where a contract stood when it was modified: what is before that is not reopened."""

    units: Fraction = Fraction(0)
    billed: Fraction = Fraction(0)
    revenue: Fraction = Fraction(0)
    performed: Fraction = Fraction(0)


SINCE_THE_BEGINNING = Since()


def value_of(estimate: Estimate) -> Fraction:
    """Return what an estimate puts into the price: what passes the constraint."""
    if estimate.include is not None:
        return estimate.include
    if estimate.method == EXPECTED_VALUE:
        return expected_value(estimate.outcomes)
    return most_likely(estimate.outcomes)


def in_force(dated: Sequence[Any], date: datetime.date, *, closing: bool) -> Any | None:
    """Return the newest of what was said by a date. A sale goes by what was said before its day, if anything was:
    an estimate is said at the end of its day."""
    found = None
    for each in dated:
        if each.date < date or (each.date == date and (closing or found is None)):
            found = each
    return found


def standing(
    contract: Contract,
    totals: Totals,
    date: datetime.date,
    money: Money,
    since: Since = SINCE_THE_BEGINNING,
    *,
    closing: bool,
) -> Standing:
    """Return the targets of a contract after what ``totals`` hold, at a date; ``closing``: at its end.

    ``since``: where the contract stood when it was modified, which is not reopened.
    """
    measure = Measure(contract, totals, date, money, since, closing=closing)
    measure.base()
    measure.elements()
    measure.returns()
    measure.settled()
    return measure.standing()


class Measure:
    """The revenue of a contract and what it owes back, put together part by part; money exact, in the currency."""

    def __init__(
        self,
        contract: Contract,
        totals: Totals,
        date: datetime.date,
        money: Money,
        since: Since,
        *,
        closing: bool,
    ) -> None:
        self.contract, self.totals, self.date, self.money, self.since = contract, totals, date, money, since
        self.closing = closing
        self.billed = Fraction(totals.billed)
        self.paid = self.billed + Fraction(totals.on_liability + totals.on_asset) + totals.interest
        self.price = price_at(contract, date, closing=closing)
        self.share = _share(self.price, self.paid)
        self.performed = _performed(contract, self.price, self.billed, date, closing=closing)
        self.revenue, self.refund = self.billed, Fraction(0)
        self.coming = Fraction(0)
        self.texts: list[str] = []

    def base(self) -> None:
        """Take the price: by tiers, by what is performed of it, else as it was billed."""
        contract, since = self.contract, self.since
        tiers = in_force(contract.tiers, self.date, closing=self.closing)
        if tiers is not None:
            volume = in_force(contract.volumes, self.date, closing=self.closing)
            if not tiers.retrospective and volume is None:
                return
            begin = since if tiers.anew else SINCE_THE_BEGINNING
            units, billed = self.totals.units - begin.units, self.billed - begin.billed
            price = average_price(tiers.tiers, _volumes(volume, units), retrospective=tiers.retrospective)
            self.revenue = begin.revenue + units * price
            if tiers.retrospective:
                self.refund += max(billed - units * price, Fraction(0))
            self.texts.append(f"{self._show(billed)} - {plain(units)} x {plain(price)}")
        elif contract.progress or contract.obligations:
            left = CERTAIN - since.performed
            share = (self.performed - since.performed) / left if left else CERTAIN
            whole = (self.price or Fraction(0)) + self.totals.interest
            self.revenue = since.revenue + share * (whole - since.revenue)

    def elements(self) -> None:
        """Add the uncertain amounts; what lowers the price is owed back as far as it is billed."""
        for element in self.contract.elements.values():
            estimate = in_force(element.estimates, self.date, closing=self.closing)
            if estimate is None:
                continue
            value = value_of(estimate)
            times = self.totals.units if element.per_unit else self.share
            done = self.totals.units if element.per_unit else self.performed
            self.revenue += done * value
            if value < 0:
                self.refund -= times * value
                self.texts.append(f"{plain(times)} x {plain(-value)}")

    def returns(self) -> None:
        """Take off what will be returned."""
        estimate = in_force(self.contract.returns, self.date, closing=self.closing)
        if estimate is not None:
            self.coming = estimate.outcomes[0].value
            back = self.coming * self.billed
            self.refund, self.revenue = self.refund + back, self.revenue - back
            self.texts.append(f"{plain(self.coming * 100)}% x {self._show(self.billed)}")

    def settled(self) -> None:
        """What was settled beyond the estimate is owed at least."""
        least = Fraction(self.totals.settled)
        if least > self.refund:
            self.revenue -= least - self.refund
            self.refund = least
            self.texts = [f"{self._show(least)} settled"]

    def standing(self) -> Standing:
        """Round revenue once, then what is owed back; the position has the rest."""
        currency, digits, show = self.contract.currency, self.money.digits, self._show
        cost = Fraction(self.totals.cost)
        back = self.money.to_int(self.totals.cost_back)
        joined = " + ".join(self.texts)
        refund = f" - {show(self.refund)}" if self.refund else ""
        left = whole_cents(self.paid, digits) - whole_cents(self.revenue, digits)
        owed = left if self.paid == self.revenue + self.refund else whole_cents(self.refund, digits)
        return Standing(
            owed,
            left - owed,
            whole_cents(self.coming * cost, digits) - back if self.coming else 0,
            f"({joined}) {currency}" if len(self.texts) > 1 else f"{joined} {currency}".strip(),
            f"({show(self.paid)} - {show(self.revenue)}{refund}) {currency}",
            f"{plain(self.coming * 100)}% x {show(cost)} {currency}",
            self.revenue,
            self.performed,
        )

    def _show(self, value: Fraction) -> str:
        return f"{self.money.to_decimal(whole_cents(value, self.money.digits)):f}"


def price_at(contract: Contract, date: datetime.date, *, closing: bool) -> Fraction | None:
    """Return the price of a contract on a date, as it was modified."""
    modified = in_force(contract.modifications, date, closing=closing)
    if modified is not None and (closing or modified.date < date):
        return Fraction(modified.price)
    return Fraction(contract.price) if contract.price is not None else None


def _performed(
    contract: Contract, price: Fraction | None, billed: Fraction, date: datetime.date, *, closing: bool
) -> Fraction:
    """Return what share of a contract is performed: as somebody said, else as it was billed.

    What is performed over time is not performed before somebody says so; obligations count by their part of the price.
    """

    def said(obligation: str | None) -> Fraction:
        own = [each for each in contract.progress if each.obligation == obligation]
        progress = in_force(own, date, closing=closing)
        return progress.share if progress is not None else Fraction(0)

    if contract.obligations:
        parts = allocate(price or Fraction(0), contract.obligations, contract.bundles)
        whole = said(None)
        done = sum((part * max(said(name), whole) for name, part in parts.items()), Fraction(0))
        return done / price if price else whole
    return said(None) if contract.progress else _share(price, billed)


def _share(price: Fraction | None, money: Fraction) -> Fraction:
    """Return what part of a price an amount is; all of it where there is no price and something is billed."""
    if price:
        return max(min(money / price, CERTAIN), Fraction(0))
    return CERTAIN if money else Fraction(0)


def _volumes(estimate: Estimate | None, units: Fraction) -> list[Outcome]:
    """Return the volumes that are expected; once more than that is sold, what was sold at least."""
    if estimate is None:
        return [Outcome(CERTAIN, units)]
    if units <= expected_value(estimate.outcomes):
        return list(estimate.outcomes)
    return [Outcome(each.probability, max(each.value, units)) for each in estimate.outcomes]
