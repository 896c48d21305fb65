"""Contracts with variable consideration: their accounts, and the one of them that another directive speaks of.

    2026-01-01 custom "plant-contract" "CHEM-2026" Income:Sales
      kind: "volume rebate"                    ; a label for the reports
      deductions: Income:SalesRebates          ; contra-revenue; default: the account's name + Deductions
      refund-liability: Liabilities:RefundLiability
      price: 250000000 USD                     ; of the one whole thing that it is for
      currency: "EUR"                          ; where there is no price: and it is not the operating currency
      financing: "6%"                          ; a year: what is paid long ahead grows
      commission: "5%"                         ; of the revenue, to the cost of goods sold
      commission-to: Liabilities:Commissions   ; the default
      cost-of-goods-sold: Expenses:CostOfGoodsSold

The accounts on the balance sheet have the names that the standards give them where nobody named others. Prices are in
`contract_prices`, promises and progress in `contract_performance`, what is expected in `contract_estimates`.

Rule: ASC 606-10-32-5 to -14 (variable consideration), 606-10-45-1 to -5 (contract asset and liability); IFRS 15.50-59,
15.105-108.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from beanplant.faults import nearest, place
from beanplant.masterdata.contract_facts import Contract
from beanplant.masterdata.values import ACCOUNT, TEXT, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant.masterdata.directives import Directive
    from beanplant.masterdata.values import Context


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
    currency = price.currency if isinstance(price, Amount) else context.currency
    if currency is None:
        directive.fault('its currency is not known; write price:, or option "operating_currency" "USD"')
        stands = False
    roots = context.accounts.roots
    defaults = {
        "deductions": f"{account}Deductions",
        "refund-liability": f"{roots['liabilities']}:RefundLiability",
        "contract-asset": f"{roots['assets']}:ContractAsset",
        "contract-liability": f"{roots['liabilities']}:ContractLiability",
        "return-asset": f"{roots['assets']}:ReturnAsset",
        "interest": f"{roots['expenses']}:InterestExpense",
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
        named=named,
        source=directive.source,
        financing=directive.share("financing"),
        interest=str(accounts["interest"]),
    )


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
    return contract
