"""What contracts promise, and how far it is performed.

    2026-06-30 custom "plant-progress" "PLANT-7" 0.40
    2026-01-01 custom "plant-obligation" "BUNDLE-1" "B" 55 USD      ; its standalone selling price; none: the residual
      bundle: "BC"                             ; sold together with others at
      bundle-price: 60 USD
    2026-06-30 custom "plant-progress" "BUNDLE-1" "B" 1
    2026-09-30 custom "plant-progress" "PLANT-7" 0.35
      reason: "The ground is rock"                                  ; less than before: what is left costs more

A promise that is added later counts from the end of its day.

Rule: ASC 606-10-25-31 to -37 and 606-10-32-28 to -38; IFRS 15.39-45 and 15.73-83.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.faults import nearest, place
from beanplant.masterdata.contract_facts import Contract, Progress
from beanplant.masterdata.contracts import contract_of, other_currency
from beanplant.masterdata.values import AMOUNT, NUMBER, TEXT, number, share_of
from beanplant.rules.allocation import Obligation
from beanplant.rules.formulas import number as show_share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant.masterdata.directives import Directive


def read_progress(directives: Iterable[Directive], contracts: dict[str, Contract], broken: set[str]) -> None:
    """Add how far contracts, or obligations of them, are performed.

    A share that falls is a fault, unless the contract was modified since or a reason says why more is left to do.
    """
    for directive in directives:
        contract = contract_of(directive, contracts, broken)
        if contract is None:
            continue
        named = len(directive.values) > 2
        written = directive.values[-1]
        percent = share_of(written) if isinstance(written, str) and len(directive.values) > 1 else None
        kind = NUMBER if percent is None else TEXT
        values = directive.take(TEXT, TEXT, kind) if named else directive.take(TEXT, kind)
        if values is None:
            continue
        obligation = values[1] if named else None
        names = [each.name for each in contract.obligations]
        share = Fraction(written) if percent is None else percent
        reason = directive.text("reason") or ""
        before = next((each for each in reversed(contract.progress) if each.obligation == obligation), None)
        what = _not_measured(contract, directive)
        if what:
            directive.fault(what)
        elif obligation is not None and obligation in contract.named_promises.difference(names):
            continue  # what is wrong with the promise is reported
        elif obligation is not None and obligation not in names:
            directive.fault(
                f'unknown obligation "{obligation}"{nearest(obligation, names)}; write custom "plant-obligation"'
                f' "{contract.name}" "{obligation}" 55 USD'
            )
        elif obligation is not None and directive.date < contract.promised[obligation]:
            directive.fault(
                f'"{obligation}" is promised from {contract.promised[obligation]} on'
                f" ({place(contract.promise_sources[obligation])}); correct one of the two dates"
            )
        elif not 0 <= share <= 1:
            directive.fault(
                f"found {values[-1]}, expected the share that is performed in all, from 0 to 1: 40 % is 0.40"
            )
        elif before is not None and before.date == directive.date:
            directive.fault(f"also at {place(before.source)} on {directive.date}; keep one of them")
        elif before is not None and share < before.share and not _falls(directive, contract, before):
            directive.fault(
                f"found {values[-1]}, less than {show_share(before.share)} at {place(before.source)}; progress is"
                " the share performed in all; where more is left to do than was thought, write reason: in words"
            )
        else:
            contract.progress.append(Progress(directive.date, share, obligation, directive.source, reason))


def _not_measured(contract: Contract, directive: Directive) -> str:
    """Return why a contract has no share that is performed; nothing where it has."""
    if contract.breakage:
        return (
            f"the contract has breakage at {place(contract.breakage[0].source)}: it is performed as it is claimed; take"
            " one of the two off"
        )
    if not contract.tiers:
        where = place(contract.source)
        return (
            f"the contract at {where} has no price: to take a share of; write it"
            if contract.price is None
            else ""
        )
    where = place(contract.tiers[0].source)
    if not any(volume.date <= directive.date for volume in contract.volumes):
        return (
            f"the contract has prices by volume at {where}, and nobody said by then how many units the whole is; write"
            f' custom "plant-estimate" "{contract.name}" 2800000, or take progress off: units that are sold are'
            " performed"
        )
    if any(tiers.anew for tiers in contract.tiers):
        return (
            f"the contract has prices by volume at {where} that count anew from a modification: a share of all units"
            " says nothing of them; write another contract for what was added"
        )
    return ""


def _falls(directive: Directive, contract: Contract, before: Progress) -> bool:
    """Whether progress may be less than ``before``: what is left was estimated anew, or the contract modified."""
    modified = any(before.date < each.date <= directive.date for each in contract.modifications)
    return modified or bool(directive.text("reason"))


def read_obligations(
    directives: Iterable[Directive], contracts: dict[str, Contract], broken: set[str]
) -> None:
    """Add what contracts promise, with standalone selling prices."""
    residuals: list[tuple[Directive, Contract]] = []
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
        contract.named_promises.add(name)
        if not name:
            directive.fault(f"found no name of what is promised; write: {directive.form.example}")
        elif any(each.name == name for each in contract.obligations):
            directive.fault(f'"{name}" is written twice; give one of them another name')
        elif priced and (values[2].currency != contract.currency or price is None or price <= 0):
            directive.fault(
                f"found {values[2]}, expected a price above zero in {contract.currency}",
                other_currency(contract) if values[2].currency != contract.currency else "",
            )
        elif not priced and any(each.price is None for each in contract.obligations):
            directive.fault(
                "a second obligation without a standalone selling price; only one can be the residual"
            )
        elif contract.price is None:
            directive.fault(f"the contract at {place(contract.source)} has no price: to allocate; write it")
        elif not priced and directive.has("bundle"):
            directive.fault(
                "bundle: is for what has a standalone selling price; write it, or take bundle: off"
            )
        else:
            bundle = _bundle(directive, contract)
            contract.obligations.append(Obligation(name, price, bundle))
            contract.promised[name], contract.promise_sources[name] = directive.date, directive.source
            if price is None:
                residuals.append((directive, contract))
    for directive, contract in residuals:
        _residual(directive, contract)


def _residual(directive: Directive, contract: Contract) -> None:
    """Report a residual of nothing: what the others are sold for leaves nothing of the price."""
    together = [each for each in contract.obligations if each.bundle in contract.bundles]
    alone = [each.price for each in contract.obligations if each not in together and each.price is not None]
    others = sum(contract.bundles.values(), Fraction(0)) + sum(alone, Fraction(0))
    price = Fraction(contract.price or 0)
    if others >= price:
        contract.obligations[:] = [each for each in contract.obligations if each.price is not None]
        directive.fault(
            f"the others are sold for {show_share(others)} {contract.currency} of a price of"
            f" {show_share(price)}, so nothing is left for the residual; write its standalone selling price"
        )


def _bundle(directive: Directive, contract: Contract) -> str | None:
    """Return the bundle that an obligation is sold in, and note its price."""
    bundle = directive.text("bundle")
    if bundle is None:
        if directive.has("bundle-price") and not directive.has("bundle"):
            directive.fault("bundle-price: is of what is sold together; write bundle: too, or take it off")
        return None
    price = directive.amount("bundle-price", contract.currency)
    known = contract.bundles.get(bundle)
    if price == 0:
        directive.wrong("bundle-price", "a price above zero")
    elif price is not None and known is not None and Fraction(price) != known:
        directive.wrong("bundle-price", f"{show_share(known)} {contract.currency} as before")
    elif price is not None:
        contract.bundles[bundle] = Fraction(price)
    elif known is None and not directive.has("bundle-price"):
        directive.fault(f'bundle-price: is missing; write the price at which "{bundle}" is sold together')
        return None
    return bundle
