"""The right to the goods that are expected back: their cost, less what it takes to recover them and what they lose.

Money is in the currency of the cost, which is that of the plant and need not be the contract's.

Rule: ASC 606-10-55-27, IFRS 15.B25.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.engine.stock import Money
from beanplant.rules.formulas import number as plain
from beanplant.rules.rounding import whole_cents

if TYPE_CHECKING:
    from beanplant.engine.contracts.arithmetic import Text
    from beanplant.engine.contracts.legs import Leg
    from beanplant.engine.contracts.totals import Totals
    from beanplant.masterdata.contract_facts import Contract

RETURN_ASSET = "sales-discounts.return-asset"


def return_asset(totals: Totals, share: Fraction, worth: Fraction) -> tuple[int, Text]:
    """Return the asset in the smallest unit, with its arithmetic.

    ``share``: of the goods, what comes back in all; ``worth``: of their cost, what is recovered.
    """
    if not totals.cost:
        return 0, str
    money = Money(totals.cost_currency)

    def arithmetic() -> str:
        text = f"{plain(share * 100)}% x {totals.cost:.{money.digits}f}"
        if totals.cost_back:
            text = f"({text} - {totals.cost_back:.{money.digits}f})"
        if worth != 1:
            text = f"{text} x {plain(worth * 100)}%"
        return f"{text} {money.currency}"

    left = share * Fraction(totals.cost) - Fraction(totals.cost_back)
    return max(whole_cents(left * worth, money.digits), 0), arithmetic


def asset_legs(
    contract: Contract, totals: Totals, arithmetic: Text, before: int, after: int, cost_of_goods: str
) -> list[Leg]:
    """Return the postings of the asset from where it stood."""
    if after == before:
        return []
    was = Money(totals.cost_currency).to_decimal(before)
    text = f"{arithmetic()} less {was:f} before" if before else arithmetic()
    back = after - before
    return [
        (contract.return_asset, back, RETURN_ASSET, text),
        (cost_of_goods or contract.cost_of_goods, -back, RETURN_ASSET, text),
    ]
