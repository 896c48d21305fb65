"""Contracts with variable consideration: their accounts, and the one of them that another directive speaks of.

    2026-01-01 custom "plant-contract" "CHEM-2026" Income:Sales
      kind: "volume rebate"                    ; a label for the reports
      deductions: Income:SalesRebates          ; contra-revenue; default: the account's name + Deductions
      refund-liability: Liabilities:RefundLiability
      price: 250000000 USD                     ; of the one whole thing that it is for
      currency: "EUR"                          ; where there is no price: and it is not the operating currency
      financing: "6%"                          ; a year: what is paid long ahead grows
      arrears: "10%"                           ; a year: what is paid long after it is performed grows
      compounding: "monthly"                   ; default: "yearly"
      commission: "5%"                         ; of the revenue, to the cost of goods sold
      commission-to: Liabilities:Commissions   ; the default
      cost-of-goods-sold: Expenses:CostOfGoodsSold
      receivables: Assets:Receivables          ; whose open items the ageing shows; the default
      customer: "Chem Co"                      ; what is billed to this payee belongs to it without saying so
    2026-12-31 custom "plant-contract-end" "CHEM-2026"
      release: TRUE                            ; nothing is owed any more

The accounts on the balance sheet have the names that the standards give them where nobody named others. Prices are in
`contract_prices`, promises and progress in `contract_performance`, what is expected in `contract_estimates`.

Rule: ASC 606-10-32-5 to -14 (variable consideration), 606-10-45-1 to -5 (contract asset and liability); IFRS 15.50-59,
15.105-108.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from beanplant.faults import nearest, place
from beanplant.masterdata.contract_facts import Contract, End
from beanplant.masterdata.values import ACCOUNT, TEXT, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beanplant.masterdata.directives import Directive
    from beanplant.masterdata.values import Context

CURRENCY = re.compile(r"[A-Z][A-Z0-9'._-]*")

SIDES = {
    "account": ("income",),
    "deductions": ("income", "expenses"),
    "refund-liability": ("liabilities",),
    "contract-asset": ("assets",),
    "contract-liability": ("liabilities",),
    "return-asset": ("assets",),
    "interest": ("expenses", "income"),
    "interest-income": ("income",),
    "commission-to": ("liabilities", "assets"),
    "cost-of-goods-sold": ("expenses", "income"),
    "receivables": ("assets",),
}
"""What each account of a contract must stand below."""


def read_contracts(directives: Iterable[Directive], context: Context) -> tuple[dict[str, Contract], set[str]]:
    """Return the contracts by name, and the names of those that could not be read."""
    contracts: dict[str, Contract] = {}
    broken: set[str] = set()
    for directive in directives:
        values = directive.take(TEXT, ACCOUNT)
        if values is None:
            broken.update(value for value in directive.values[:1] if isinstance(value, str))
            continue
        name, account = values
        if not name:
            directive.fault(f"found no name; write: {directive.form.example}")
            continue
        if name in contracts:
            directive.fault(
                f"is written twice: also at {place(contracts[name].source)}; give one of them another name"
            )
            continue
        contract = _contract(directive, name, account, context)
        if contract is None:
            broken.add(name)
        else:
            contracts[name] = contract
    return contracts, broken - contracts.keys()


def _contract(directive: Directive, name: str, account: str, context: Context) -> Contract | None:
    stands = directive.check_open(account)
    price = directive.source.get("price")
    if directive.has("price") and not (isinstance(price, Amount) and number(price) >= 0):
        directive.wrong("price", "an amount such as 250000 USD")
        stands = False
    currency = _currency(directive, price, context)
    if currency is None:
        stands = False
    roots = context.accounts.roots
    defaults = {
        "deductions": f"{account}Deductions",
        "refund-liability": f"{roots['liabilities']}:RefundLiability",
        "contract-asset": f"{roots['assets']}:ContractAsset",
        "contract-liability": f"{roots['liabilities']}:ContractLiability",
        "return-asset": f"{roots['assets']}:ReturnAsset",
        "interest": f"{roots['expenses']}:InterestExpense",
        "interest-income": f"{roots['income']}:InterestIncome",
        "commission-to": f"{roots['liabilities']}:Commissions",
        "cost-of-goods-sold": f"{roots['expenses']}:CostOfGoodsSold",
        "receivables": f"{roots['assets']}:Receivables",
    }
    named = frozenset(key for key in defaults if directive.has(key))
    accounts = {key: directive.account(key) if key in named else default for key, default in defaults.items()}
    deductions = accounts["deductions"]
    if deductions is not None and deductions.startswith(f"{account}:"):
        directive.fault(
            f"deductions: found {deductions}, expected an account beside {account}, not below it: a contra account"
            " below would hide in the balance of what it corrects"
        )
        stands = False
    if not stands or currency is None or None in accounts.values():
        return None
    # Several contracts are paid on one account, which is none of their own unless somebody says so.
    own = {key: str(each) for key, each in accounts.items() if key != "receivables" or key in named}
    if not _fit(directive, {"account": account, **own}, roots):
        return None
    commission = directive.share("commission")
    financing, arrears = directive.share("financing"), directive.share("arrears")
    _belong(
        directive,
        "commission",
        ("commission-to",),
        'a commission; write commission: "5%"',
    )
    _belong(directive, "arrears", ("interest-income",), 'what is paid late; write arrears: "10%"')
    if not directive.has("arrears"):
        _belong(directive, "financing", ("compounding",), 'interest; write financing: "6%"')
    return Contract(
        name=name,
        date=directive.date,
        account=account,
        currency=currency,
        kind=directive.text("kind") or "",
        price=number(price) if isinstance(price, Amount) else None,
        deductions=str(deductions),
        refund_liability=str(accounts["refund-liability"]),
        contract_asset=str(accounts["contract-asset"]),
        contract_liability=str(accounts["contract-liability"]),
        return_asset=str(accounts["return-asset"]),
        receivables=str(accounts["receivables"]),
        named=named,
        source=directive.source,
        financing=financing,
        interest=str(accounts["interest"]),
        arrears=arrears,
        interest_income=str(accounts["interest-income"]),
        monthly=directive.word("compounding", ("yearly", "monthly"), "yearly") == "monthly",
        commission=commission,
        commission_to=str(accounts["commission-to"]),
        cost_of_goods=str(accounts["cost-of-goods-sold"]),
        customer=directive.text("customer") or "",
    )


def _belong(directive: Directive, to: str, keys: tuple[str, ...], what: str) -> None:
    """Report keys that say nothing without the one they belong ``to``."""
    for key in keys:
        if directive.has(key) and not directive.has(to):
            directive.fault(f"{key}: is for {what} too, or take it off")


def _currency(directive: Directive, price: object, context: Context) -> str | None:
    """Return the currency of a contract: that of its price, else the one it names, else the operating one."""
    named = directive.text("currency")
    if directive.has("currency") and named is None:
        return None
    if isinstance(price, Amount):
        if named is not None and named != price.currency:
            directive.wrong("currency", f'"{price.currency}", as its price:, or nothing')
            return None
        return price.currency
    if named is not None and not CURRENCY.fullmatch(named):
        directive.wrong("currency", 'a currency such as "EUR"')
        return None
    if named is None and context.currency is None:
        directive.fault(
            'its currency is not known; write price:, currency: "EUR", or option "operating_currency" "USD"'
        )
    return named or context.currency


def _fit(directive: Directive, accounts: dict[str, str], roots: Mapping[str, str]) -> bool:
    """Whether each account is on the side of the books that it is for, and no two are one; the first that is not."""
    seen: dict[str, str] = {}
    for key, account in accounts.items():
        expected = [roots[root] for root in SIDES[key]]
        what = "" if key == "account" else f"{key}: "
        if account.split(":", 1)[0] not in expected:
            directive.fault(f"{what}found {account}, expected an account below {' or '.join(expected)}")
            return False
        if account in seen:
            directive.fault(
                f"{what}found {account}, which is {seen[account]}: too; expected an account of its own, so that each"
                " can be tied"
            )
            return False
        seen[account] = key
    return True


def read_ends(directives: Iterable[Directive], contracts: dict[str, Contract], broken: set[str]) -> None:
    """Add the last days of contracts."""
    for directive in directives:
        contract = contract_of(directive, contracts, broken)
        if contract is None or directive.take(TEXT) is None:
            continue
        release = directive.flag("release")
        if contract.end is not None:
            directive.fault(f"ends twice: also at {place(contract.end.source)}; keep one")
        else:
            contract.end = End(directive.date, bool(release), directive.source)


def other_currency(contract: Contract) -> str:
    """Return the subject of what is in another currency than its contract: one slip there is one error."""
    return f"not in the currency of contract {contract.name}"


def contract_of(directive: Directive, contracts: dict[str, Contract], broken: set[str]) -> Contract | None:
    """Return the contract that a directive names first; None where it cannot stand."""
    name = directive.values[0] if directive.values else None
    if not isinstance(name, str):
        directive.fault(f"expected the name of a contract in quotes first; write: {directive.form.example}")
        return None
    contract = contracts.get(name)
    if contract is None:
        if name not in broken:
            directive.fault(
                f'unknown contract "{name}"{nearest(name, contracts)}; a contract begins with: custom'
                f' "plant-contract" "{name}" ...',
                f"unknown contract {name}",
            )
        return None
    if directive.date < contract.date:
        directive.fault(
            f"is before its contract, {contract.date} at {place(contract.source)}; correct one of the two dates"
        )
        return None
    if contract.end is not None and directive.source is not contract.end.source:
        last = contract.end
        if directive.date > last.date and directive.form.name != "plant-contract-end":
            directive.fault(
                f"is after the end of its contract, {last.date} at {place(last.source)}; correct one date"
            )
            return None
    return contract
