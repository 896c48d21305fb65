"""How discounts that suppliers grant for early payment are booked.

    2026-01-01 custom "plant-purchase-discounts" Liabilities:Payables
      method: "net"
      lost: Expenses:PurchaseDiscountsLost
      tax: Assets:InputVAT
      undiscounted: "Expenses:FreightIn"

Holds for the payables account and those below it. A discount that is taken lowers the cost of what was bought under
any method: ``gross`` when it is taken, ``net`` and ``allowance`` at the invoice (ASC 330-10-30-1, IAS 2.11: trade
discounts and rebates are deducted in the costs of purchase). Under these one that lapses is the expense ``lost``;
under ``allowance`` the payable stands in full, and a contra account has what can still be taken. ``tax-mode``,
``grace`` and ``exchange`` mean what they mean in ``plant-sales-discounts``. ``undiscounted`` names accounts that a
discount is never on, such as freight; ``discounted: FALSE`` on a posting says it of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.masterdata.discounts import account_below, by_account_and_date
from beanplant.masterdata.facts import PURCHASE_ALLOWANCE, PurchaseDiscounts, Role
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
    goods = next(
        (
            plant
            for plant in context.plants.values()
            if is_below(account, plant.accounts[Role.GOODS_RECEIVED])
        ),
        None,
    )
    if goods is not None:
        directive.fault(
            f"found {account}, the goods-received: of plant {goods.code}; expected the account that invoices of"
            f" suppliers are owed on, such as {roots['liabilities']}:Payables"
        )
        stands = False
    contra = f"{roots['liabilities']}:{PURCHASE_ALLOWANCE}"
    allowance = account_below(directive, "allowance", "liabilities", "assets", default=contra)
    if allowance is not None and is_below(allowance, account):
        directive.fault(
            f"allowance: found {allowance}, expected an account beside {account}, not below it, such as {contra}"
        )
        stands = False
    lost = account_below(directive, "lost", "expenses", default=f"{roots['expenses']}:PurchaseDiscountsLost")
    tax = account_below(directive, "tax", "assets", "liabilities")
    tax_mode = directive.word("tax-mode", TAX_MODES, TAX_MODES[0])
    if directive.has("tax-mode") and not directive.has("tax"):
        directive.fault("tax-mode: needs tax:, the account of the tax; write it, or delete tax-mode:")
        stands = False
    grace = directive.days("grace")
    exchange = account_below(directive, "exchange", "expenses", "income")
    undiscounted = _accounts(directive, "undiscounted", context)
    read = {"tax": tax, "grace": grace, "exchange": exchange}
    stands = stands and not any(directive.has(key) and value is None for key, value in read.items())
    if not stands or method is None or tax_mode is None or lost is None or allowance is None:
        return None
    return PurchaseDiscounts(
        account=account,
        date=directive.date,
        method=method,
        forfeited=lost,
        allowance=allowance,
        tax=tax,
        tax_mode=tax_mode,
        grace=grace or 0,
        source=directive.source,
        exchange=exchange,
        undiscounted=undiscounted,
        opening=f"{roots['expenses']}:PurchaseDiscounts",
    )


def is_below(account: str, root: str) -> bool:
    """Whether an account is ``root`` or below it."""
    return account == root or account.startswith(f"{root}:")


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
