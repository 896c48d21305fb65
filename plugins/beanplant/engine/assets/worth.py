"""What an asset is worth on a day, by the standard that its plant keeps its books by.

    undiscounted-cash-flows: 60000.00 USD     US: above the book value there is no loss
    fair-value: 52000.00 USD                  US: held and used, what it falls to
    disposal-cost: 1000.00 USD                IFRS, and held for sale: taken from the fair value
    value-in-use: 54000.00 USD                IFRS: the recoverable amount is the higher of the two

Rule: ASC 360-10-35-17 (two steps), IAS 36.6 and .18 (recoverable amount), IAS 36.19 (either of the two is enough
where it is above the carrying amount), IFRS 5.15 and ASC 360-10-35-43 (fair value less cost to sell).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beanplant.masterdata.asset_value_facts import WORTH_KEYS, Worth

if TYPE_CHECKING:
    from decimal import Decimal

    from beanplant.engine.assets.position import Position
    from beanplant.masterdata.asset_facts import AssetEvent

CASH_FLOWS, FAIR_VALUE, DISPOSAL_COST, VALUE_IN_USE = WORTH_KEYS
US, IFRS = "US GAAP", "IFRS"


class Measure(NamedTuple):
    """What an asset is worth, in the currency's smallest unit, and what that is."""

    amount: int
    words: str


def after_two_steps(
    position: Position, event: AssetEvent, worth: Worth, value: int, what: str
) -> Measure | None:
    """Return what a book ``value`` falls to under US GAAP; None where the cash flows recover it, or for a fault."""
    if not takes(position, event, worth, what, US, CASH_FLOWS, FAIR_VALUE):
        return None
    if worth.cash_flows is None or worth.fair_value is None:
        missing = CASH_FLOWS if worth.cash_flows is None else FAIR_VALUE
        position.fault(
            f"{what} has no {missing}:; US GAAP asks for both {CASH_FLOWS}:, which say whether there is a loss, and"
            f" {FAIR_VALUE}:, which says how much (ASC 360-10-35-17)",
            event.source,
        )
        return None
    money = position.money
    if money.to_int(worth.cash_flows) >= value:
        position.setting.advise(
            f'asset "{position.asset.name}": {what} is no loss: undiscounted cash flows of'
            f" {worth.cash_flows} {money.currency} recover the book value, {position.show(value)} {money.currency}"
            " (ASC 360-10-35-17)",
            event.source,
        )
        return None
    return Measure(money.to_int(worth.fair_value), "fair value")


def recoverable(position: Position, event: AssetEvent, worth: Worth, what: str) -> Measure | None:
    """Return the recoverable amount under IFRS; None for a fault."""
    if not takes(position, event, worth, what, IFRS, FAIR_VALUE, DISPOSAL_COST, VALUE_IN_USE):
        return None
    found = []
    if worth.fair_value is not None:
        found.append(less_cost(position, worth.fair_value, worth.disposal_cost))
    if worth.value_in_use is not None:
        found.append(Measure(position.money.to_int(worth.value_in_use), "value in use"))
    return max(found, key=lambda measure: measure.amount)


def less_cost(position: Position, fair_value: Decimal, cost: Decimal | None) -> Measure:
    """Return fair value less costs of disposal; costs above the value leave nothing."""
    amount = position.money.to_int(fair_value) - (position.money.to_int(cost) if cost else 0)
    return Measure(max(amount, 0), "fair value less costs of disposal" if cost else "fair value")


def takes(position: Position, event: AssetEvent, worth: Worth, what: str, standard: str, *keys: str) -> bool:
    """Whether all that is written of a worth is what the ``standard`` measures by; else report it."""
    wrong = [
        key for key, value in zip(WORTH_KEYS, worth, strict=True) if value is not None and key not in keys
    ]
    if not wrong:
        return True
    expected = " and ".join(f"{key}:" for key in keys)
    position.fault(
        f"{what} has {wrong[0]}:, which {standard} does not measure it by; delete it, and write {expected}",
        event.source,
    )
    return False
