"""The price of a contract over its performance obligations: by standalone selling prices.

Each obligation gets the price in proportion to its standalone selling price, so that a discount is everybody's. Where
some of them are regularly sold together at a price that has the whole discount in it, the discount is theirs alone.
What has no observable price of its own takes what the others leave (the residual approach).

    >>> prices = [("A", 40, None), ("B", 55, "BC"), ("C", 45, "BC")]
    >>> items = [Obligation(name, Fraction(price), bundle) for name, price, bundle in prices]
    >>> {name: int(part) for name, part in allocate(Fraction(100), items, {"BC": Fraction(60)}).items()}
    {'A': 40, 'B': 33, 'C': 27}

Rule: ASC 606-10-32-31 to -38, IFRS 15.76-83 (illustrative example 34). Money here is exact.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Obligation(NamedTuple):
    """What a contract promises, with its standalone selling ``price`` (None: the residual); ``bundle``: sold with."""

    name: str
    price: Fraction | None
    bundle: str | None = None


def allocate(
    price: Fraction, obligations: Sequence[Obligation], bundles: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """Return what each obligation has of the ``price``; ``bundles`` are prices at which some are sold together.

    At most one obligation is the residual: the caller sees to it.
    """
    together = {
        name: [each for each in obligations if each.bundle == name and each.price is not None]
        for name in bundles
    }
    units: list[tuple[Fraction, list[Obligation]]] = []
    for name, members in together.items():
        units.append((bundles[name], members))
    single = [each for each in obligations if each.bundle not in bundles]
    units += [(each.price, [each]) for each in single if each.price is not None]
    residual = next((each for each in single if each.price is None), None)
    weights = sum((weight for weight, _ in units), Fraction(0))
    left = price if residual is None else weights
    found: dict[str, Fraction] = {}
    for weight, members in units:
        mine = left * weight / weights
        own = sum((each.price or Fraction(0) for each in members), Fraction(0))
        for each in members:
            found[each.name] = mine * (each.price or Fraction(0)) / own
    if residual is not None:
        found[residual.name] = price - weights
    return {each.name: found[each.name] for each in obligations}
