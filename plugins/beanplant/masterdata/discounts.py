"""How discounts for early payment are booked.

    2026-01-01 custom "plant-sales-discounts" Income:Sales
      receivables: Assets:Receivables
      method: "gross"
      discounts: Income:SalesDiscounts
      tax: Liabilities:VAT

Holds for the revenue account and those below it. ``discounts`` is contra-revenue, a sibling of the revenue,
by default the account's name with ``Discounts`` (ASC 606-10-32-5; the textbooks' gross method).
``tax-mode`` says whether the discount is on the amount with tax (``included``, the default) or without
(``excluded``). ``grace`` are the days that a late payment still counts as in time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.faults import place
from beanplant.masterdata.facts import SalesDiscounts
from beanplant.masterdata.language import DISCOUNT_METHODS, LATER_DISCOUNT_METHODS, LATER_TAX_MODES, TAX_MODES
from beanplant.masterdata.values import ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant.masterdata.directives import Directive


def read_sales_discounts(directives: Iterable[Directive]) -> list[SalesDiscounts]:
    """Return the facts by date; of one account the newest not after a date holds."""
    result: dict[tuple[str, object], SalesDiscounts] = {}
    for directive in directives:
        values = directive.take(ACCOUNT)
        if values is None:
            continue
        found = _sales_discounts(directive, values[0])
        if found is None:
            continue
        key = (found.account, found.date)
        if key in result:
            directive.fault(f"also at {place(result[key].source)} on {found.date}; keep one of them")
            continue
        result[key] = found
    return list(result.values())


def _sales_discounts(directive: Directive, account: str) -> SalesDiscounts | None:
    method = directive.word("method", DISCOUNT_METHODS, DISCOUNT_METHODS[0], LATER_DISCOUNT_METHODS)
    if directive.refused:
        return None
    stands = directive.check_open(account)
    receivables = directive.account("receivables")
    if not directive.has("receivables"):
        directive.fault(
            "receivables: is missing; write the account that customers pay, such as Assets:Receivables"
        )
    contra = f"{account}Discounts"
    if directive.source.get("discounts") != contra:
        contra = directive.account("discounts") or contra
    if contra == account or contra.startswith(f"{account}:"):
        directive.fault(
            f"discounts: found {contra}, expected an account beside {account}, not below it, such as"
            f" {account}Discounts: a contra account below would hide in the balance of what it corrects"
        )
    tax = directive.account("tax")
    tax_mode = directive.word("tax-mode", TAX_MODES, TAX_MODES[0], LATER_TAX_MODES)
    grace = directive.days("grace") or 0
    if not stands or method is None or tax_mode is None or receivables is None:
        return None
    return SalesDiscounts(
        account=account,
        date=directive.date,
        method=method,
        receivables=receivables,
        discounts=contra,
        tax=tax,
        tax_mode=tax_mode,
        grace=grace,
        source=directive.source,
    )
