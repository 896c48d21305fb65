"""The transaction price of a contract whose price is not fixed: by tiers of volume, or by outcomes.

Tiers are prices for units above a threshold: 100 a unit, 90 above 1,000,000, 85 above 3,000,000. Retrospective tiers
give all units the price of the last one: what was billed before at more is owed back. Prospective ones give each its
own units, so the price of a unit of the whole contract is an average.

    >>> tiers = [Tier(Fraction(0), Fraction(100)), Tier(Fraction(1000000), Fraction(90))]
    >>> consideration(tiers, Fraction(2800000), retrospective=True)
    Fraction(252000000, 1)
    >>> consideration(tiers, Fraction(1500000), retrospective=False)
    Fraction(145000000, 1)

An uncertain amount is the sum of its outcomes by probability, or the likeliest of them, whichever predicts better; the
method is held for the contract.

Rule: ASC 606-10-32-5 to -9, 606-10-55-41 to -45; IFRS 15.50-54, B39-B43. Money here is in the currency itself, exact.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Tier(NamedTuple):
    """``price`` of a unit for units above ``above``."""

    above: Fraction
    price: Fraction


class Outcome(NamedTuple):
    """What may come with a ``probability`` of 0 to 1: an amount, or a number of units."""

    probability: Fraction
    value: Fraction


def tier_price(tiers: Sequence[Tier], units: Fraction) -> Fraction:
    """Return the price of the last tier that so many units reach: above its threshold."""
    price = tiers[0].price
    for tier in tiers[1:]:
        if units > tier.above:
            price = tier.price
    return price


def consideration(tiers: Sequence[Tier], units: Fraction, *, retrospective: bool) -> Fraction:
    """Return what so many units cost in all."""
    if retrospective:
        return units * tier_price(tiers, units)
    total = Fraction(0)
    ends = [tier.above for tier in tiers[1:]]
    for tier, end in zip(tiers, [*ends, None], strict=True):
        if units <= tier.above:
            break
        total += ((units if end is None else min(units, end)) - tier.above) * tier.price
    return total


def average_price(tiers: Sequence[Tier], volumes: Iterable[Outcome], *, retrospective: bool) -> Fraction:
    """Return the expected consideration of the contract by unit of its expected volume.

    >>> prices = [(0, 90), (10000, 80), (30000, 70)]
    >>> tiers = [Tier(Fraction(above), Fraction(price)) for above, price in prices]
    >>> shares = [(15, 9000), (75, 28000), (10, 36000)]
    >>> volumes = [Outcome(Fraction(share, 100), Fraction(units)) for share, units in shares]
    >>> round(float(average_price(tiers, volumes, retrospective=True)), 4)
    79.1329
    """
    money = units = Fraction(0)
    for probability, volume in volumes:
        money += probability * consideration(tiers, volume, retrospective=retrospective)
        units += probability * volume
    return money / units if units else tiers[0].price


def expected_value(outcomes: Iterable[Outcome]) -> Fraction:
    """Return the sum of the outcomes by probability.

    >>> expected_value([Outcome(Fraction(3, 4), Fraction(100)), Outcome(Fraction(1, 4), Fraction(0))])
    Fraction(75, 1)
    """
    return sum((outcome.probability * outcome.value for outcome in outcomes), Fraction(0))


def most_likely(outcomes: Sequence[Outcome]) -> Fraction:
    """Return the likeliest outcome; of two equally likely ones the lower, so that less revenue can reverse.

    >>> most_likely([Outcome(Fraction(7, 10), Fraction(25000000)), Outcome(Fraction(3, 10), Fraction(0))])
    Fraction(25000000, 1)
    """
    return min(outcomes, key=lambda outcome: (-outcome.probability, outcome.value)).value
