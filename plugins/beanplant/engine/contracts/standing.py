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
    of what will come back; with the arithmetic of each."""

    refund: int
    position: int
    return_asset: int
    refund_text: str = ""
    position_text: str = ""
    return_text: str = ""


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
    contract: Contract, totals: Totals, date: datetime.date, money: Money, *, closing: bool
) -> Standing:
    """Return the targets of a contract after what ``totals`` hold, at a date; ``closing``: at its end."""
    billed, cost = Fraction(totals.billed), Fraction(totals.cost)
    paid = billed + Fraction(totals.on_liability + totals.on_asset)
    currency, show = contract.currency, _shower(money)
    revenue, refund = billed, Fraction(0)
    texts: list[str] = []
    tiers = in_force(contract.tiers, date, closing=closing)
    share = _share(contract, paid)
    performed = _performed(contract, billed, date, closing=closing)
    if tiers is not None:
        volume = in_force(contract.volumes, date, closing=closing)
        if tiers.retrospective or volume is not None:
            price = average_price(
                tiers.tiers, _volumes(volume, totals.units), retrospective=tiers.retrospective
            )
            revenue = totals.units * price
            text = f"{show(billed)} - {plain(totals.units)} x {plain(price)}"
            if tiers.retrospective:
                refund += max(billed - revenue, Fraction(0))
            texts.append(text)
    elif contract.progress or contract.obligations:
        revenue = performed * Fraction(contract.price or 0)
    for element in contract.elements.values():
        estimate = in_force(element.estimates, date, closing=closing)
        if estimate is None:
            continue
        value = value_of(estimate)
        times = totals.units if element.per_unit else share
        done = totals.units if element.per_unit else performed
        revenue += done * value
        if value < 0:
            refund -= times * value
            texts.append(f"{plain(times)} x {plain(-value)}")
    returns = in_force(contract.returns, date, closing=closing)
    coming = Fraction(0)
    if returns is not None:
        coming = returns.outcomes[0].value
        back = coming * billed
        refund, revenue = refund + back, revenue - back
        texts.append(f"{plain(coming * 100)}% x {show(billed)}")
    least = Fraction(totals.settled)
    if least > refund:
        revenue -= least - refund
        refund = least
        texts = [f"{show(least)} settled"]
    owed = whole_cents(refund, money.digits)
    position = whole_cents(paid - revenue - refund, money.digits)
    asset = whole_cents(coming * cost, money.digits) - money.to_int(totals.cost_back) if coming else 0
    return Standing(
        owed,
        position,
        asset,
        f"({' + '.join(texts)}) {currency}" if len(texts) > 1 else f"{''.join(texts)} {currency}".strip(),
        f"({show(paid)} - {show(revenue)}{f' - {show(refund)}' if refund else ''}) {currency}",
        f"{plain(coming * 100)}% x {show(cost)} {currency}",
    )


def _performed(contract: Contract, billed: Fraction, date: datetime.date, *, closing: bool) -> Fraction:
    """Return what share of a contract is performed: as somebody said, else as it was billed.

    What is performed over time is not performed before somebody says so; obligations count by their part of the price.
    """

    def said(obligation: str | None) -> Fraction:
        own = [each for each in contract.progress if each.obligation == obligation]
        progress = in_force(own, date, closing=closing)
        return progress.share if progress is not None else Fraction(0)

    if contract.obligations:
        price = Fraction(contract.price or 0)
        parts = allocate(price, contract.obligations, contract.bundles)
        whole = said(None)
        done = sum((part * max(said(name), whole) for name, part in parts.items()), Fraction(0))
        return done / price if price else whole
    return said(None) if contract.progress else _share(contract, billed)


def _share(contract: Contract, money: Fraction) -> Fraction:
    """Return what part of a contract's price an amount is; all of it where it has no price and something is billed."""
    if contract.price:
        return max(min(money / Fraction(contract.price), CERTAIN), Fraction(0))
    return CERTAIN if money else Fraction(0)


def _volumes(estimate: Estimate | None, units: Fraction) -> list[Outcome]:
    """Return the volumes that are expected; once more than that is sold, what was sold at least."""
    if estimate is None:
        return [Outcome(CERTAIN, units)]
    if units <= expected_value(estimate.outcomes):
        return list(estimate.outcomes)
    return [Outcome(each.probability, max(each.value, units)) for each in estimate.outcomes]


def _shower(money: Money) -> Any:
    return lambda value: f"{money.to_decimal(whole_cents(value, money.digits)):f}"
