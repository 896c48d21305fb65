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
from beanplant.rules.payment_terms import meaning_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from beanplant.masterdata.directives import Directive
    from beanplant.masterdata.values import Context

HISTORY = "history"
LONGEST_WINDOW = 120
"""Months that the observed share goes back at most."""


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
    stands = directive.check_open(account) and _revenue(directive, account)
    receivables = account_below(directive, "receivables", "assets", example="Receivables")
    if not directive.has("receivables"):
        directive.fault(
            "receivables: is missing; write the account that customers pay, such as Assets:Receivables"
        )
    contra = account_below(directive, "discounts", "income", "expenses", default=f"{account}Discounts")
    if contra is not None and (contra == account or contra.startswith(f"{account}:")):
        directive.fault(
            f"discounts: found {contra}, expected an account beside {account}, not below it, such as"
            f" {account}Discounts: a contra account below would hide in the balance of what it corrects"
        )
        contra = None
    root = context.accounts.roots["assets"]
    default = f"{root}:AllowanceForDiscounts"
    allowance = account_below(directive, "allowance", "assets", "liabilities", default=default)
    if allowance and receivables and f"{allowance}:".startswith(f"{receivables}:"):
        directive.fault(
            f"allowance: found {allowance}, expected an account beside {receivables}, not below it, such as {default}"
        )
        allowance = None
    forfeited = account_below(directive, "forfeited", "income", default=f"{account}DiscountsForfeited")
    returns = account_below(directive, "returns", "income", "expenses", default=f"{account}Returns")
    stands = _expects(directive, method) and stands
    history = directive.says("expected", HISTORY)
    expected = None if history else directive.share("expected", whole=True)
    initial = directive.share("initial", whole=True)
    window = _window(directive)
    tax = account_below(directive, "tax", "liabilities", "assets")
    tax_mode = directive.word("tax-mode", TAX_MODES, TAX_MODES[0])
    if directive.has("tax-mode") and not directive.has("tax"):
        directive.fault("tax-mode: needs tax:, the account of the tax; write it, or delete tax-mode:")
        stands = False
    grace = directive.days("grace")
    exchange = account_below(directive, "exchange", "expenses", "income")
    read = {"tax": tax, "exchange": exchange, "grace": grace, "initial": initial}
    if not history:
        read["expected"] = expected
    stands = stands and not any(directive.has(key) and value is None for key, value in read.items())
    if not stands or method is None or tax_mode is None or receivables is None or window is None:
        return None
    if contra is None or allowance is None or forfeited is None or returns is None:
        return None
    return SalesDiscounts(
        account=account,
        date=directive.date,
        method=method,
        receivables=receivables,
        discounts=contra,
        tax=tax,
        tax_mode=tax_mode,
        grace=grace or 0,
        source=directive.source,
        allowance=allowance,
        forfeited=forfeited,
        expected=expected,
        initial=initial,
        window=window,
        exchange=exchange,
        returns=returns,
    )


def account_below(
    directive: Directive, key: str, *kinds: str, default: str | None = None, example: str = ""
) -> str | None:
    """Return the account of a key, which must be of one of the ``kinds``; None where it is not, and says why.

    The ``default``, which beanplant opens, may be written out before it is open.
    """
    if not directive.has(key) or (default is not None and directive.says(key, default)):
        return default
    name = directive.account(key)
    if name is None:
        return None
    roots = [directive.context.accounts.roots[kind] for kind in kinds]
    if name.split(":", 1)[0] in roots:
        return name
    such = f", such as {roots[0]}:{example}" if example else ""
    directive.fault(f"{key}: found {name}, expected an account below {' or '.join(roots)}{such}")
    return None


def _revenue(directive: Directive, account: str) -> bool:
    root = directive.context.accounts.roots["income"]
    if account.startswith(f"{root}:"):
        return True
    directive.fault(f"found {account}, expected the revenue account, below {root}, such as {root}:Sales")
    return False


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
    if months is None or months > LONGEST_WINDOW:
        directive.wrong("window", 'a time of whole months such as "12 months", at most ten years')
        return None
    return months


def read_take_up(
    directives: Iterable[Directive], known: Iterable[SalesDiscounts], written: Iterable[Directive]
) -> list[TakeUpRate]:
    """Return the shares that are stated for customers and terms, by date.

    Of an account whose ``plant-sales-discounts``, as it is ``written``, cannot stand nothing more is said.
    """
    methods: dict[str, set[str]] = {}
    for rule in known:
        methods.setdefault(rule.account, set()).add(rule.method)
    broken = {str(directive.values[0]) for directive in written if directive.values} - set(methods)
    result: dict[tuple[str, object, object], TakeUpRate] = {}
    for directive in directives:
        values = directive.take(ACCOUNT, TEXT, NUMBER)
        if values is None:
            continue
        account, subject, share = values
        key = (account, directive.date, meaning_of(subject))
        if account not in methods:
            if account not in broken:
                directive.fault(
                    f"{account} has no plant-sales-discounts{nearest(account, methods)}; write it first"
                )
        elif "allowance" not in methods[account]:
            directive.fault(
                f'belongs to method: "allowance", which plant-sales-discounts {account} does not have;'
                " delete it or write that"
            )
        elif not 0 <= share <= 1:
            directive.fault(f"found {share}, expected a share from 0 to 1")
        elif not subject.strip():
            directive.fault('found "", expected a customer or terms of payment, such as "2/10 net 30"')
        elif key in result:
            directive.fault(
                f'"{subject}" also at {place(result[key].source)} on {directive.date}; keep one of them'
            )
        else:
            result[key] = TakeUpRate(account, directive.date, subject, Fraction(share), directive.source)
    return list(result.values())
