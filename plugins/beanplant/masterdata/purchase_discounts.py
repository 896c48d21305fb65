"""How discounts that suppliers grant for early payment are booked.

    2026-01-01 custom "plant-purchase-discounts" Liabilities:Payables
      method: "net"
      lost: Expenses:PurchaseDiscountsLost
      tax: Assets:InputVAT
      undiscounted: "Expenses:FreightIn"

Holds for the payables account and those below it. A discount that is taken lowers the cost of what was bought under
either method: ``gross`` when it is taken, ``net`` at the invoice (ASC 330-10-30-1, IAS 2.11: trade discounts and
rebates are deducted in the costs of purchase). Under ``net`` one that lapses is the expense ``lost``. ``tax-mode``,
``grace`` and ``exchange`` mean what they mean in ``plant-sales-discounts``. ``undiscounted`` names accounts that a
discount is never on, such as freight; ``discounted: FALSE`` on a posting says it of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.masterdata.discounts import by_account_and_date
from beanplant.masterdata.facts import PurchaseDiscounts
from beanplant.masterdata.language import PURCHASE_DISCOUNT_METHODS, TAX_MODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant.masterdata.directives import Directive
    from beanplant.masterdata.values import Context


def read_purchase_discounts(directives: Iterable[Directive], context: Context) -> list[PurchaseDiscounts]:
    """Return the facts by date; of one account the newest not after a date holds."""
    return by_account_and_date(directives, context, _purchase_discounts)


def _purchase_discounts(directive: Directive, account: str, context: Context) -> PurchaseDiscounts | None:
    method = directive.word("method", PURCHASE_DISCOUNT_METHODS, PURCHASE_DISCOUNT_METHODS[0])
    stands = directive.check_open(account)
    roots = context.accounts.roots
    if not account.startswith(f"{roots['liabilities']}:"):
        directive.fault(
            f"found {account}, expected the account that suppliers are owed on, such as"
            f" {roots['liabilities']}:Payables"
        )
        stands = False
    default = f"{roots['expenses']}:PurchaseDiscountsLost"
    lost = default if directive.says("lost", default) else directive.account("lost") or default
    tax = directive.account("tax")
    tax_mode = directive.word("tax-mode", TAX_MODES, TAX_MODES[0])
    grace = directive.days("grace") or 0
    exchange = directive.account("exchange")
    undiscounted = _accounts(directive, "undiscounted", context)
    if not stands or method is None or tax_mode is None:
        return None
    return PurchaseDiscounts(
        account=account,
        date=directive.date,
        method=method,
        forfeited=lost,
        tax=tax,
        tax_mode=tax_mode,
        grace=grace,
        source=directive.source,
        exchange=exchange,
        undiscounted=undiscounted,
        opening=f"{roots['expenses']}:PurchaseDiscounts",
    )


def _accounts(directive: Directive, key: str, context: Context) -> tuple[str, ...]:
    """Return accounts that a text names, or the one that is written without quotes."""
    value = directive.source.get(key)
    if value is None and not directive.has(key):
        return ()
    names = [name.strip() for name in value.split(",")] if isinstance(value, str) else []
    if not names or not all(context.accounts.valid(name) for name in names):
        directive.wrong(key, 'accounts such as "Expenses:FreightIn, Expenses:Duty"')
        return ()
    return tuple(name for name in names if directive.check_open(name, f"{key}: "))
