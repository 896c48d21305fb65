"""What a contract's figures say that cannot stand, each with what was found and how to mend it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.rules.rounding import whole_cents

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

    from beanplant.engine.contracts.delivery import Delivery
    from beanplant.engine.stock import Money
    from beanplant.masterdata.contract_facts import Contract


def above_the_constraint(
    contract: Contract, delivery: Delivery, billed: Decimal, held: Fraction, money: Money
) -> str:
    """Say that a bill has more than the price and what passes the constraint (ASC 606-10-32-11, IFRS 15.56)."""
    kept_out = money.to_decimal(whole_cents(held, money.digits))
    return (
        f'contract "{contract.name}": {delivery.billed:f} {contract.currency} on {delivery.date} make {billed:f}'
        f" billed, and its price with what passes the constraint is {billed - kept_out:f}; the other {kept_out:f} stay"
        f" contract liability: write a plant-estimate that includes them, by {delivery.date}, or a"
        " plant-contract-modification where the price rose"
    )


def never_billed(contract: Contract, left: Decimal) -> str:
    """Say that a contract ends with what is performed and not billed."""
    return (
        f'contract "{contract.name}" ends with {left:f} {contract.currency} performed and not billed; bill it by then,'
        " or lower the estimate"
    )


def too_long(contract: Contract, last: datetime.date) -> str:
    """Say that a contract bears interest for more than a century."""
    return (
        f'contract "{contract.name}" of {contract.date} bears interest to {last}, more than a hundred years; correct'
        " one of the two dates, or take financing: and arrears: off"
    )


def never_settled(contract: Contract, delivery: Delivery, beyond: Decimal) -> str:
    """Say that a credit of revenue takes back more than was settled: a bill that says the wrong word."""
    return (
        f'contract "{contract.name}": settles: with a credit of {-delivery.moved:f} {contract.currency} of revenue'
        f" takes settlements back, {beyond:f} more than there were; a bill says contract:"
    )


def cost_in_two(contract: Contract, delivery: Delivery, before: str) -> str:
    """Say that the cost of goods of a contract is in two currencies."""
    return (
        f'contract "{contract.name}": found cost of goods in {delivery.cost_currency}, and in {before} before; write a'
        " contract for the goods of each plant"
    )
