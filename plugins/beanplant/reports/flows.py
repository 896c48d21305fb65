"""Flows: what a movement on a stock, work-in-process or variances account was, for the schedule of cost.

The rule of a posting decides where it says it (``inventory.revaluation``, ``wip.completion``); for the rest
the roles of the other accounts in the transaction do, so that postings by hand find their place too. Each
movement has exactly one flow (an activity one for each component of its rate), so that opening balance plus
flows is closing balance.

Stock (raw materials, finished goods, in transit):
    purchase, adjustment (landed cost, price differences and discounts that follow the goods), produced (received
    from work in process), by-product, production (issued to it), sold, transfer, opening, revaluation, count, other
Work in process:
    material, labor, variable-overhead, fixed-overhead, conversion (an activity without a standard), outside
    (bought activities), adjustment, direct (money straight to an order), opening, transfer,
    completed, scrap, by-product, settled (variances that the close takes out)
Cost of goods sold:
    stock (came from a stock account), adjustment, other
Variances:
    the category: the part of the account below the plant's variances account
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from beanplant.masterdata.facts import Role

STOCK_ROLES = (Role.RAW_MATERIALS, Role.FINISHED_GOODS, Role.IN_TRANSIT)

BY_PRODUCT, SUMMARY = "wip.by-product", "wip.summary"
_BY_RULE = {
    "inventory.opening": "opening",
    "inventory.receipt": "purchase",
    "inventory.transfer": "transfer",
    "inventory.revaluation": "revaluation",
    "inventory.count": "count",
    "inventory.landed-cost": "adjustment",
    "inventory.freight": "adjustment",
    "inventory.true-up": "adjustment",
    "inventory.invoice": "adjustment",
    "inventory.invoice-price": "adjustment",
    "inventory.exchange-rate": "adjustment",
    "inventory.purchase-price": "adjustment",
    "purchase-discounts.taken": "adjustment",
    "purchase-discounts.net": "adjustment",
    "purchase-discounts.given-back": "adjustment",
}
_WIP_BY_RULE = {
    **{rule: flow for rule, flow in _BY_RULE.items() if flow in ("opening", "adjustment", "transfer")},
    "wip.opening": "opening",
    "wip.completion": "completed",
    "finished-goods.completion": "completed",
    "wip.scrap": "scrap",
    BY_PRODUCT: "by-product",
    "wip.direct-charge": "direct",
}
ACTIVITY = "activity"  # work at a rate, to be split into the components of the rate


def made(filename: object) -> bool:
    """Tell whether a plugin made an entry: its file is ``<beanplant.wip>``."""
    return str(filename).startswith("<")


def stock_flow(rule: str | None, others: Collection[str], completes: bool, moved: bool) -> str:
    """Return the flow of a movement on a stock account.

    Args:
        rule: the posting's ``rule``.
        others: the roles in the transaction (``Role`` values, else ``other-`` and the account's root).
        completes: whether the transaction completes output of this item out of work in process.
        moved: whether another stock account moves the other way.
    """
    known = _BY_RULE.get(rule or "")
    if known:
        return known
    if Role.WORK_IN_PROCESS in others:
        return "produced" if completes else "production"
    if Role.COST_OF_GOODS_SOLD in others:
        return "sold"
    if Role.GOODS_RECEIVED in others:
        return "purchase"
    if moved:
        return "transfer"
    if "other-equity" in others:
        return "opening"
    if "other-liabilities" in others or "other-assets" in others:
        return "purchase"
    return "other"


def wip_flow(
    rule: str | None,
    item: str | None,
    amount: Decimal,
    others: Collection[str],
    activity: bool,
    settles: bool,
    product: str | None,
    completes: bool,
) -> str:
    """Return the flow of a movement on a work-in-process account; ``activity`` for work at a rate.

    Args:
        rule: the posting's ``rule``.
        item: what moved; None for money.
        amount: its money, debit positive.
        others: the roles in the transaction.
        activity: whether the item is an activity.
        settles: whether a plugin made the entry; its money between order and variances settles the order.
        product: what the order makes.
        completes: whether the transaction completes output of this item.
    """
    if settles and item is None and Role.VARIANCES in others:
        return "settled"
    known = _WIP_BY_RULE.get(rule or "")
    if known:
        return known
    if item is None:
        if Role.VARIANCES in others:
            return "settled"
        if Role.FINISHED_GOODS in others and amount < 0:
            return "completed"
        return "opening" if "other-equity" in others else "direct"
    stocked = any(role in others for role in STOCK_ROLES)
    if completes:
        return "completed" if stocked or Role.VARIANCES not in others else "scrap"
    if activity:
        return ACTIVITY if Role.ABSORBED in others or not _bought(others) else "outside"
    if item == product and rule is None:
        return "scrap" if Role.VARIANCES in others and not stocked else "completed"
    return "outside" if not stocked and _bought(others) else "material"


def sold_flow(rule: str | None, others: Collection[str]) -> str:
    """Return the flow of a movement on a cost-of-goods-sold account."""
    if _BY_RULE.get(rule or "") == "adjustment":
        return "adjustment"
    return "stock" if any(role in others for role in STOCK_ROLES) else "other"


def _bought(others: Collection[str]) -> bool:
    return Role.GOODS_RECEIVED in others or "other-liabilities" in others
