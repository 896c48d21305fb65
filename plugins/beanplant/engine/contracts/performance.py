"""How far a contract is performed, and at which price: as somebody wrote, else as it was billed.

What is performed over time is not performed before somebody says so; promises count by their part of the price.

Rule: ASC 606-10-25-31 to -37 (measuring progress), 606-10-32-28 to -41 (allocation); IFRS 15.39-45, 15.73-86.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.engine.contracts.totals import in_force
from beanplant.rules.allocation import allocate

if TYPE_CHECKING:
    import datetime

    from beanplant.masterdata.contract_facts import Contract

CERTAIN = Fraction(1)


def price_at(contract: Contract, date: datetime.date, *, closing: bool) -> Fraction | None:
    """Return the price of a contract on a date, as it was modified."""
    modified = in_force(contract.modifications, date, closing=closing)
    if modified is not None and (closing or modified.date < date):
        return Fraction(modified.price)
    return Fraction(contract.price) if contract.price is not None else None


def performed(
    contract: Contract, price: Fraction | None, billed: Fraction, date: datetime.date, *, closing: bool
) -> Fraction:
    """Return what share of a contract is performed: as somebody said, else as it was billed.

    What is performed over time is not performed before somebody says so; obligations count by their part of the price.
    """

    if contract.obligations:
        parts = allocate(price or Fraction(0), contract.obligations, contract.bundles)
        whole = said(contract, None, date, closing=closing)
        each = {name: max(said(contract, name, date, closing=closing), whole) for name in parts}
        done = sum((part * each[name] for name, part in parts.items()), Fraction(0))
        return done / price if price else whole
    return said(contract, None, date, closing=closing) if contract.progress else share_of_price(price, billed)


def said(contract: Contract, obligation: str | None, date: datetime.date, *, closing: bool) -> Fraction:
    """Return the share performed that somebody wrote, of an obligation or (None) of all."""
    own = [each for each in contract.progress if each.obligation == obligation]
    progress = in_force(own, date, closing=closing)
    return progress.share if progress is not None else Fraction(0)


def share_of_price(price: Fraction | None, money: Fraction) -> Fraction:
    """Return what part of a price an amount is; all of it where there is no price and something is billed."""
    if price:
        return max(min(money / price, CERTAIN), Fraction(0))
    return CERTAIN if money else Fraction(0)
