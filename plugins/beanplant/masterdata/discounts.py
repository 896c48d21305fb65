"""How discounts for early payment are booked.

    2026-01-01 custom "plant-sales-discounts" Income:Sales
      receivables: Assets:Receivables
      method: "gross"
      discounts: Income:SalesDiscounts
      tax: Liabilities:VAT

Holds for the revenue account and those below it. ``discounts`` is contra-revenue, a sibling of the revenue,
by default the account's name with ``Discounts`` (ASC 606-10-32-5; the textbooks' gross method).
``tax-mode`` says whether the discount is on the amount with tax (``included``, the default) or without
(``excluded``); ``mixed`` is ``excluded`` with a tax that the invoice reduced already, ``unadjusted`` is on the amount
with tax, which stays as it was (a sales tax whose base the discount does not lower). ``method`` is ``gross``,
``net`` with ``forfeited``, or ``allowance`` with ``allowance`` and ``expected``. ``grace`` are the days that a late
payment still counts as in time.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from beanplant.faults import nearest, place
from beanplant.masterdata.asset_terms import life_in_months
from beanplant.masterdata.facts import PurchaseDiscounts, SalesDiscounts, TakeUpRate
from beanplant.masterdata.language import DISCOUNT_METHODS, TAX_MODES
from beanplant.masterdata.values import ACCOUNT, NUMBER, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from beanplant.masterdata.directives import Directive
    from beanplant.masterdata.values import Context

HISTORY = "history"


Facts = TypeVar("Facts", SalesDiscounts, PurchaseDiscounts)


def read_sales_discounts(directives: Iterable[Directive], context: Context) -> list[SalesDiscounts]:
    """Return the facts by date; of one account the newest not after a date holds."""
    return by_account_and_date(directives, context, _sales_discounts)


def by_account_and_date(
    directives: Iterable[Directive],
    context: Context,
    read: Callable[[Directive, str, Context], Facts | None],
) -> list[Facts]:
    """Return what ``read`` makes of each directive about an account; two of one account and day are a fault."""
    result: dict[tuple[str, object], Facts] = {}
    for directive in directives:
        values = directive.take(ACCOUNT)
        found = read(directive, values[0], context) if values is not None else None
        if found is None:
            continue
        key = (found.account, found.date)
        if key in result:
            directive.fault(f"also at {place(result[key].source)} on {found.date}; keep one of them")
            continue
        result[key] = found
    return list(result.values())


def _sales_discounts(directive: Directive, account: str, context: Context) -> SalesDiscounts | None:
    method = directive.word("method", DISCOUNT_METHODS, DISCOUNT_METHODS[0])
    stands = directive.check_open(account)
    receivables = directive.account("receivables")
    if not directive.has("receivables"):
        directive.fault(
            "receivables: is missing; write the account that customers pay, such as Assets:Receivables"
        )
    contra = f"{account}Discounts"
    if not directive.says("discounts", contra):
        contra = directive.account("discounts") or contra
    if contra == account or contra.startswith(f"{account}:"):
        directive.fault(
            f"discounts: found {contra}, expected an account beside {account}, not below it, such as"
            f" {account}Discounts: a contra account below would hide in the balance of what it corrects"
        )
    root = context.accounts.roots["assets"]
    allowance = _named(directive, "allowance", f"{root}:AllowanceForDiscounts")
    forfeited = _named(directive, "forfeited", f"{account}DiscountsForfeited")
    expected = directive.share("expected") if not directive.says("expected", HISTORY) else None
    initial = directive.share("initial")
    window = _window(directive)
    stands = _expects(directive, method) and stands
    tax = directive.account("tax")
    tax_mode = directive.word("tax-mode", TAX_MODES, TAX_MODES[0])
    grace = directive.days("grace") or 0
    exchange = directive.account("exchange")
    if not stands or method is None or tax_mode is None or receivables is None or window is None:
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
        allowance=allowance,
        forfeited=forfeited,
        expected=expected,
        initial=initial,
        window=window,
        exchange=exchange,
    )


def _named(directive: Directive, key: str, default: str) -> str:
    """Return the account of a key; the default may be written out before it is open."""
    if directive.says(key, default):
        return default
    return directive.account(key) or default


def _expects(directive: Directive, method: str | None) -> bool:
    """Check that what is expected is said where it is needed, and only there."""
    has = [key for key in ("expected", "initial", "window") if directive.has(key)]
    if method != "allowance" and has:
        directive.fault(
            f'{has[0]}: belongs to method: "allowance", found "{method}"; delete it or write that'
        )
        return False
    if method != "allowance":
        return True
    if not directive.has("expected"):
        directive.fault('expected: is missing; write the share that is taken, such as 0.80, or "history"')
        return False
    history = directive.says("expected", HISTORY)
    for key in ("initial", "window"):
        if directive.has(key) and not history:
            directive.fault(f'{key}: belongs to expected: "history"; delete it or write that')
            return False
    return True


def _window(directive: Directive) -> int | None:
    """Return the months of history."""
    value = directive.source.get("window")
    if not directive.has("window"):
        return 12
    months = life_in_months(value) if isinstance(value, str) else None
    if months is None:
        directive.wrong("window", 'a time of whole months such as "12 months"')
    return months


def read_take_up(directives: Iterable[Directive], known: Iterable[SalesDiscounts]) -> list[TakeUpRate]:
    """Return the shares that are stated for customers and terms, by date."""
    accounts = {rule.account for rule in known}
    result = []
    for directive in directives:
        values = directive.take(ACCOUNT, TEXT, NUMBER)
        if values is None:
            continue
        account, subject, share = values
        if account not in accounts:
            directive.fault(
                f"{account} has no plant-sales-discounts{nearest(account, accounts)}; write it first"
            )
        elif not 0 <= share <= 1:
            directive.fault(f"found {share}, expected a share from 0 to 1")
        else:
            result.append(TakeUpRate(account, directive.date, subject, Fraction(share), directive.source))
    return result
