"""The share of the revenue that a distributor gets who is an agent: accrued at the cost of goods sold.

It follows every catch-up, since it is a share of all the revenue so far. Its account is the one of the contract's
shipments, unless the contract names another.

Rule: ASC 606-10-55-36 to -40 (agent), 340-40-25-1 to -4; IFRS 15.B34-B38, 15.91-94.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.rules.formulas import number as plain
from beanplant.rules.rounding import whole_cents

if TYPE_CHECKING:
    from fractions import Fraction

    from beanplant.engine.contracts.legs import Leg
    from beanplant.engine.stock import Money
    from beanplant.masterdata.contract_facts import Contract

COMMISSION = "sales-discounts.commission"


def commission_legs(
    contract: Contract, money: Money, revenue: Fraction, before: int, cost_of_goods: str
) -> tuple[int, list[Leg]]:
    """Return what is due of all the revenue, and the postings of what is not posted yet; ``before`` is."""
    if contract.commission is None:
        return before, []
    due = whole_cents(contract.commission * revenue, money.digits)
    shown = money.to_decimal(whole_cents(revenue, money.digits))
    text = f"{plain(contract.commission * 100)}% x {shown:f} {contract.currency}"
    if before:
        text = f"{text} less {money.to_decimal(before):f} before"
    named = "cost-of-goods-sold" in contract.named
    account = contract.cost_of_goods if named or not cost_of_goods else cost_of_goods
    more = due - before
    return due, [(account, more, COMMISSION, text), (contract.commission_to, -more, COMMISSION, text)]
