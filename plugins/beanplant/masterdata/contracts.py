"""Contracts with variable consideration: their accounts, their prices by volume, and how far they are performed.

    2026-01-01 custom "plant-contract" "CHEM-2026" Income:Sales
      kind: "volume rebate"                    ; a label for the reports
      deductions: Income:SalesRebates          ; contra-revenue; default: the account's name + Deductions
      refund-liability: Liabilities:RefundLiability
    2026-01-01 custom "plant-contract-tiers" "CHEM-2026" "0" 100 USD "1000000" 90 USD "3000000" 85 USD
      retrospective: TRUE                      ; FALSE: each tier for its own units
    2026-06-30 custom "plant-progress" "PLANT-7" 0.40
    2026-01-01 custom "plant-obligation" "BUNDLE-1" "B" 55 USD      ; its standalone selling price; none: the residual
      bundle: "BC"                             ; sold together with others at
      bundle-price: 60 USD
    2026-06-30 custom "plant-progress" "BUNDLE-1" "B" 1

    2026-09-30 custom "plant-contract-modification" "PLANT-7" 260000000 USD
      method: "catch-up"                       ; the default; or "prospective"

``price`` is what a contract for one whole thing costs. Tiers with ``modification: TRUE`` count anew from their date.
``financing: "6%"`` lets what is paid in advance grow, where payment and performance are more than a year apart. The
accounts on the balance sheet have the names that the standards give them where nobody named others. What is expected of
a contract is in `contract_estimates`.

Rule: ASC 606-10-32-5 to -14 (variable consideration), 606-10-45-1 to -5 (contract asset and liability); IFRS 15.50-59,
15.105-108.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from beanplant.faults import nearest, place
from beanplant.masterdata.contract_facts import Contract, Modification, Progress, Tiers
from beanplant.masterdata.values import ACCOUNT, AMOUNT, NUMBER, TEXT, number
from beanplant.rules.allocation import Obligation
from beanplant.rules.consideration import Tier
from beanplant.rules.formulas import number as show_share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant.masterdata.directives import Directive
    from beanplant.masterdata.values import Context

TIERS = 'thresholds in quotes, each with its price: "0" 100 USD "1000000" 90 USD'


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


def read_tiers(directives: Iterable[Directive], contracts: dict[str, Contract], broken: set[str]) -> None:
    """Add the prices by volume to their contracts."""
    for directive in directives:
        contract = contract_of(directive, contracts, broken)
        if contract is None:
            continue
        retrospective, anew = directive.flag("retrospective"), directive.flag("modification")
        tiers = _tiers(directive, contract)
        if tiers is not None:
            if contract.tiers and contract.tiers[-1].date == directive.date:
                directive.fault(f"also at {place(contract.tiers[-1].source)} on {directive.date}; keep one")
                continue
            contract.tiers.append(
                Tiers(directive.date, tiers, retrospective is not False, bool(anew), directive.source)
            )


def _tiers(directive: Directive, contract: Contract) -> tuple[Tier, ...] | None:
    values = directive.values[1:]
    tiers: list[Tier] = []
    for above, price in zip(values[::2], values[1::2], strict=False):
        threshold = _threshold(above)
        if threshold is None or not isinstance(price, Amount):
            break
        if price.currency != contract.currency:
            directive.fault(f"found {price}, expected {contract.currency}, as the contract's")
            return None
        tiers.append(Tier(threshold, Fraction(number(price))))
    if len(values) < 2 or 2 * len(tiers) != len(values):
        directive.fault(f"expected {TIERS}; write: {directive.form.example}")
        return None
    if tiers[0].above != 0:
        directive.fault(f'the first tier begins at "{values[0]}", expected "0"')
        return None
    for index, (before, after) in enumerate(itertools.pairwise(tiers)):
        if after.above <= before.above:
            directive.fault(
                f'tiers are out of order: "{values[2 * index + 2]}" after "{values[2 * index]}"; write them from the'
                " lowest threshold up"
            )
            return None
    return tuple(tiers)


def _threshold(value: object) -> Fraction | None:
    if not isinstance(value, str):
        return None
    try:
        found = Fraction(value.replace(",", "").strip())
    except ValueError:
        return None
    return found if found >= 0 else None


def read_modifications(
    directives: Iterable[Directive], contracts: dict[str, Contract], broken: set[str]
) -> None:
    """Add the prices of contracts that were modified."""
    for directive in directives:
        contract = contract_of(directive, contracts, broken)
        if contract is None:
            continue
        values = directive.take(TEXT, AMOUNT)
        method = directive.word("method", ("catch-up", "prospective"), "catch-up")
        if values is None or method is None:
            continue
        price = values[1]
        if price.currency != contract.currency or number(price) < 0:
            directive.fault(f"found {price}, expected the price of the whole contract in {contract.currency}")
        elif contract.price is None:
            directive.fault(
                f"the contract at {place(contract.source)} has no price: to modify; for prices by unit write"
                f' custom "plant-contract-tiers" "{contract.name}" ... with modification: TRUE'
            )
        elif contract.modifications and contract.modifications[-1].date == directive.date:
            directive.fault(
                f"also at {place(contract.modifications[-1].source)} on {directive.date}; keep one"
            )
        else:
            contract.modifications.append(
                Modification(directive.date, number(price), method == "prospective", directive.source)
            )


def read_progress(directives: Iterable[Directive], contracts: dict[str, Contract], broken: set[str]) -> None:
    """Add how far contracts, or obligations of them, are performed; a share that falls is a fault."""
    for directive in directives:
        contract = contract_of(directive, contracts, broken)
        if contract is None:
            continue
        named = len(directive.values) > 2
        values = directive.take(TEXT, TEXT, NUMBER) if named else directive.take(TEXT, NUMBER)
        if values is None:
            continue
        obligation = values[1] if named else None
        names = [each.name for each in contract.obligations]
        share = Fraction(values[-1])
        before = next((each for each in reversed(contract.progress) if each.obligation == obligation), None)
        if obligation is not None and obligation not in names:
            directive.fault(
                f'unknown obligation "{obligation}"{nearest(obligation, names)}; write custom "plant-obligation"'
                f' "{contract.name}" "{obligation}" 55 USD'
            )
        elif not 0 <= share <= 1:
            directive.fault(f"found {values[-1]}, expected the share that is performed in all, from 0 to 1")
        elif before is not None and share < before.share:
            directive.fault(
                f"found {values[-1]}, less than {show_share(before.share)} at {place(before.source)}; progress is"
                " the share performed in all"
            )
        elif contract.price is None:
            directive.fault(
                f"the contract at {place(contract.source)} has no price: to take a share of; write it"
            )
        else:
            contract.progress.append(Progress(directive.date, share, obligation, directive.source))


def read_obligations(
    directives: Iterable[Directive], contracts: dict[str, Contract], broken: set[str]
) -> None:
    """Add what contracts promise, with standalone selling prices."""
    for directive in directives:
        contract = contract_of(directive, contracts, broken)
        if contract is None:
            continue
        priced = len(directive.values) > 2
        values = directive.take(TEXT, TEXT, AMOUNT) if priced else directive.take(TEXT, TEXT)
        if values is None:
            continue
        name = values[1]
        price = Fraction(number(values[2])) if priced else None
        if any(each.name == name for each in contract.obligations):
            directive.fault(f'"{name}" is written twice; give one of them another name')
        elif priced and (values[2].currency != contract.currency or price is None or price <= 0):
            directive.fault(f"found {values[2]}, expected a price above zero in {contract.currency}")
        elif not priced and any(each.price is None for each in contract.obligations):
            directive.fault(
                "a second obligation without a standalone selling price; only one can be the residual"
            )
        elif contract.price is None:
            directive.fault(f"the contract at {place(contract.source)} has no price: to allocate; write it")
        else:
            bundle = _bundle(directive, contract)
            contract.obligations.append(Obligation(name, price, bundle))


def _bundle(directive: Directive, contract: Contract) -> str | None:
    """Return the bundle that an obligation is sold in, and note its price."""
    bundle = directive.text("bundle")
    if bundle is None:
        return None
    price = directive.amount("bundle-price", contract.currency)
    known = contract.bundles.get(bundle)
    if price is not None and known is not None and Fraction(price) != known:
        directive.wrong("bundle-price", f"{show_share(known)} {contract.currency} as before")
    elif price is not None:
        contract.bundles[bundle] = Fraction(price)
    elif known is None and not directive.has("bundle-price"):
        directive.fault(f'bundle-price: is missing; write the price at which "{bundle}" is sold together')
        return None
    return bundle
