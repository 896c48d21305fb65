"""The postings that a contract adds, each with its rule and formula; the accounts that nobody named are opened.

A leg is an account, an amount in the smallest unit, a rule and the arithmetic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Posting

if TYPE_CHECKING:
    import datetime

    from beanplant.engine.additions import Additions
    from beanplant.engine.contracts.delivery import Delivery
    from beanplant.engine.stock import Money
    from beanplant.masterdata.contract_facts import Contract

Leg = tuple[str, int, str, str]
SETTLEMENT = "sales-discounts.settlement"


def moved(contract: Contract, money: Money, delivery: Delivery) -> list[Leg]:
    """Return the legs that move what a credit memo debited, or its reversal credited, to the refund liability."""
    if not delivery.moved:
        return []
    what = "settled" if delivery.moved > 0 else "taken back"
    text = f"{abs(delivery.moved):f} {contract.currency} {what}"
    return [
        (contract.refund_liability, money.to_int(delivery.moved), SETTLEMENT, text),
        *((account, -money.to_int(part), SETTLEMENT, text) for account, part in delivery.moved_from.items()),
    ]


def postings(
    contract: Contract,
    currencies: dict[str, Money],
    legs: list[Leg],
    meta: dict[str, Any],
    date: datetime.date,
    added: Additions,
) -> list[Posting]:
    """Return the postings of legs; what the contract's own names are for is opened by then.

    ``currencies`` are by rule, the contract's own under no rule.
    """
    defaults = {
        account
        for key, account in (
            ("deductions", contract.deductions),
            ("refund-liability", contract.refund_liability),
            ("contract-asset", contract.contract_asset),
            ("contract-liability", contract.contract_liability),
            ("return-asset", contract.return_asset),
            ("interest", contract.interest),
            ("interest-income", contract.interest_income),
            ("commission-to", contract.commission_to),
            ("cost-of-goods-sold", contract.cost_of_goods),
        )
        if key not in contract.named
    }
    made = []
    for account, amount, rule, formula in legs:
        if account in defaults:
            added.opens[account] = min(date, added.opens.get(account, date))
        about = {**meta, "rule": rule, "formula": formula, "contract": contract.name}
        money = currencies.get(rule) or currencies[""]
        units = Amount(money.to_decimal(amount), money.currency)
        made.append(Posting(account, units, None, None, None, about))
    return made
