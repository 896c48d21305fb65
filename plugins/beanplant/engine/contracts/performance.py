"""How far a contract is performed, and at which price: as somebody wrote, else as it was billed.

What is performed over time is not performed before somebody says so; promises count by their part of the price.

Rule: ASC 606-10-25-31 to -37 (measuring progress), 606-10-32-28 to -41 (allocation); IFRS 15.39-45, 15.73-86.
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from beanplant.engine.contracts.totals import in_force
from beanplant.rules.allocation import allocate

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from beanplant.masterdata.contract_facts import Contract
    from beanplant.rules.allocation import Obligation

CERTAIN, ZERO = Fraction(1), Fraction(0)


def price_at(contract: Contract, date: datetime.date, *, closing: bool) -> Fraction | None:
    """Return the price of a contract on a date, as it was modified."""
    modified = in_force(contract.modifications, date, closing=closing)
    if modified is not None and (closing or modified.date < date):
        return Fraction(modified.price)
    return Fraction(contract.price) if contract.price is not None else None


class Since(NamedTuple):
    """Where a contract stood when it was modified: what is before that is not reopened.

    ``revenue`` and ``refund`` are of its price alone; ``done`` is how far each promise was performed; ``received`` is
    what was billed or paid, and ``share`` what share of the price that was.
    """

    date: datetime.date | None = None
    units: Fraction = ZERO
    billed: Fraction = ZERO
    revenue: Fraction = ZERO
    refund: Fraction = ZERO
    performed: Fraction = ZERO
    done: Mapping[str, Fraction] = MappingProxyType({})
    received: Fraction = ZERO
    share: Fraction = ZERO


SINCE_THE_BEGINNING = Since()


def promises(contract: Contract, date: datetime.date, *, closing: bool) -> list[Obligation]:
    """Return what a contract promises on a date: what was added to it counts from the end of its day."""
    last = {name: day for name, day in contract.promised.items() if day > contract.date}
    return [
        each
        for each in contract.obligations
        if each.name not in last or last[each.name] < date or (last[each.name] == date and closing)
    ]


def done(
    contract: Contract, promised: Sequence[Obligation], date: datetime.date, *, closing: bool
) -> dict[str, Fraction]:
    """Return how far each promise is performed: as somebody said of it, or of all."""
    whole = said(contract, None, date, closing=closing)
    return {each.name: max(said(contract, each.name, date, closing=closing), whole) for each in promised}


def performed_of_rest(
    contract: Contract,
    promised: Sequence[Obligation],
    so_far: Mapping[str, Fraction],
    left: Fraction,
    since: Since,
) -> Fraction:
    """Return what share of what was left to perform at a modification (or in the beginning) is performed.

    Promises count by their part of what is ``left`` of the price, in proportion to what was not performed of them.
    """
    rest = []
    for each in promised:
        before = since.done.get(each.name, ZERO)
        if before < 1:
            rest.append(each._replace(price=each.price and each.price * (1 - before)))
    if not rest:
        return CERTAIN
    begun = {each.bundle for each in promised if since.done.get(each.name)}
    whole = {each.bundle for each in rest} - begun  # what is left of a bundle is sold alone
    bundles = {name: price for name, price in contract.bundles.items() if name in whole}
    money = left if left > 0 else CERTAIN
    share = ZERO
    for name, part in allocate(money, rest, bundles).items():
        before = since.done.get(name, ZERO)
        share += part * (so_far[name] - before) / (1 - before)
    return share / money


def said(contract: Contract, obligation: str | None, date: datetime.date, *, closing: bool) -> Fraction:
    """Return the share performed that somebody wrote, of an obligation or (None) of all."""
    own = [each for each in contract.progress if each.obligation == obligation]
    progress = in_force(own, date, closing=closing)
    return progress.share if progress is not None else Fraction(0)


def share_since(price: Fraction | None, money: Fraction, before: Fraction, share: Fraction) -> Fraction:
    """Return what part of a price an amount is, where a ``share`` of it was there ``before`` the price was modified."""
    if price is None or not before:
        return share_of_price(price, money)
    left = price - before
    return share + (1 - share) * (share_of_price(left, money - before) if left > 0 else CERTAIN)


def share_of_price(price: Fraction | None, money: Fraction) -> Fraction:
    """Return what part of a price an amount is; all of it where there is no price and something is billed."""
    if price:
        return max(min(money / price, CERTAIN), Fraction(0))
    return CERTAIN if money else Fraction(0)
