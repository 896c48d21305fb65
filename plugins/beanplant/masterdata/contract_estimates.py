"""What is expected of contracts: their volume, uncertain amounts, the share that is returned.

    2026-01-01 custom "plant-estimate" "CHEM-2026" 2800000
    2026-01-01 custom "plant-estimate" "CHEM-2026" "15%" 9000 "75%" 28000 "10%" 36000
    2026-01-01 custom "plant-estimate" "OWA-26" 600000 USD     ; turnover
    2026-01-01 custom "plant-estimate" "PLANT-7" "award" "70%" 25000000 USD "30%" 0 USD
      method: "most-likely"                    ; or "expected-value", the default; held for the element
      include: 25000000 USD                    ; what passes the constraint; default: all
      reason: "Four similar plants in time"
    2026-01-01 custom "plant-estimate" "SHAVE" "rebate" "25%" -10.00 USD "75%" 0 USD
      per-unit: TRUE                           ; for each unit sold
      window: "60 days"                        ; for so long after its sale: protection of the price of what is held
    2026-01-01 custom "plant-estimate" "BUNDLE-1" "bonus" 5 USD
      obligation: "B"                          ; earned as this promise is performed
    2026-01-01 custom "plant-estimate" "R-26" "returns" 0.03
      window: "90 days"                        ; what has not come back by then is kept
      restocking-fee: "10%"                    ; of the price, kept
      recovery-cost: "20%"                     ; of their cost: to get them back, and what they lose in value
    2026-01-01 custom "plant-estimate" "GIFT-26" "breakage" 0.10       ; paid ahead and never claimed

An amount below zero lowers the price: a penalty, a rebate, a concession. The newest estimate holds.

Rule: ASC 606-10-32-8 to -14 (one method throughout the contract; the constraint; reassessed at each reporting date);
IFRS 15.53-59.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from beanplant.faults import nearest, place
from beanplant.masterdata.contract_facts import EXPECTED_VALUE, MOST_LIKELY, Contract, Element, Estimate
from beanplant.masterdata.contract_outcomes import include_of, outcomes_of, value_of
from beanplant.masterdata.contracts import contract_of, other_currency
from beanplant.masterdata.values import share_of
from beanplant.rules.consideration import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant.masterdata.directives import Directive

RETURNS, BREAKAGE = "returns", "breakage"
METHODS = (EXPECTED_VALUE, MOST_LIKELY)
OF_RETURNS = ("restocking-fee", "recovery-cost")


def read_estimates(directives: Iterable[Directive], contracts: dict[str, Contract], broken: set[str]) -> None:
    """Add the estimates to their contracts, by date."""
    for directive in directives:
        contract = contract_of(directive, contracts, broken)
        if contract is None:
            continue
        values = directive.values[1:]
        if values and isinstance(values[0], str) and share_of(values[0]) is None:
            if values[0] == RETURNS:
                _returns(directive, contract, values[1:])
            elif values[0] == BREAKAGE:
                _breakage(directive, contract, values[1:])
            else:
                _element(directive, contract, values[0], values[1:])
        else:
            _volume(directive, contract, values)


def _only(directive: Directive, what: str, *keys: str) -> None:
    """Report keys that say nothing about this kind of estimate."""
    for key in ("method", "include", "per-unit", "obligation", "window", *OF_RETURNS):
        if key in keys or not directive.has(key):
            continue
        whom = 'a share of "returns"' if key in OF_RETURNS else "an amount by its name"
        directive.fault(f"{key}: is for {whom}, not for {what}; take it off")


def _volume(directive: Directive, contract: Contract, values: list[Any]) -> None:
    _only(directive, "units", "method")
    method = directive.word(
        "method", METHODS, contract.volumes[-1].method if contract.volumes else EXPECTED_VALUE
    )
    if contract.by_turnover:  # money, with its currency or without
        values = [
            each.number if isinstance(each, Amount) and each.currency == contract.currency else each
            for each in values
        ]
    if len(values) == 1 and isinstance(values[0], Decimal):
        outcomes: tuple[Outcome, ...] | None = (Outcome(Fraction(1), Fraction(values[0])),)
    else:
        outcomes = outcomes_of(directive, values, Decimal)
    if outcomes is None or method is None:
        return
    if contract.volumes and contract.volumes[-1].method != method:
        _other_method(directive, "the units", contract.volumes[-1], method)
        return
    if any(outcome.value < 0 for outcome in outcomes):
        directive.fault("found units below zero, expected the units of the whole contract")
    elif not contract.tiers:
        directive.fault(
            f"estimates units, but the contract at {place(contract.source)} has no prices by volume; write custom"
            f' "plant-contract-tiers" "{contract.name}" ..., or name the element before the amount'
        )
    else:
        _add(directive, contract.volumes, _estimate(directive, outcomes, method, None))


def _other_method(directive: Directive, what: str, before: Estimate, method: str) -> None:
    directive.fault(
        f'method: found "{method}", but {what} has "{before.method}" at {place(before.source)}; one method is held'
        " throughout the contract"
    )


def _window(directive: Directive, before: int | None, *, first: bool) -> tuple[bool, int | None]:
    """Return whether the window can stand, and its days; it is held from the first estimate on."""
    days = directive.days("window")
    if days is None:
        return not directive.has("window"), before
    if days == 0:
        directive.wrong("window", 'a number of days above zero, such as "90 days"')
        return False, before
    if not first and days != before:
        directive.wrong("window", f'"{before} days" as before' if before else "none, as before")
        return False, before
    return True, days


def _returns(directive: Directive, contract: Contract, values: list[Any]) -> None:
    share = share_of(values[0]) if len(values) == 1 else None
    if share is None:
        directive.fault(
            f'expected the share that is returned, such as: custom "plant-estimate" "{contract.name}" "returns" 0.03'
        )
        return
    _only(directive, "a share of returns", "window", *OF_RETURNS)
    fee, recovery = (directive.share(key) or Fraction(0) for key in OF_RETURNS)
    stands, window = _window(directive, contract.return_window, first=not contract.returns)
    if not stands:
        return
    contract.return_window = window
    outcomes = (Outcome(Fraction(1), share),)
    estimate = _estimate(directive, outcomes, EXPECTED_VALUE, None)
    _add(directive, contract.returns, replace(estimate, fee=fee, recovery=recovery))


def _breakage(directive: Directive, contract: Contract, values: list[Any]) -> None:
    share = share_of(values[0]) if len(values) == 1 else None
    _only(directive, "a share of breakage")
    if share is None or share == 1:
        directive.fault(
            "expected the share that is never claimed, below 1, such as: custom"
            f' "plant-estimate" "{contract.name}" "breakage" 0.10'
        )
    elif contract.tiers or contract.obligations:
        what, source = (
            ("prices by volume", contract.tiers[0].source)
            if contract.tiers
            else ("promises", contract.promise_sources[contract.obligations[0].name])
        )
        directive.fault(
            f"breakage is of what is paid ahead and revenue as it is claimed, but the contract has {what} at"
            f" {place(source)}; write two contracts, or progress by what is claimed of what is expected to be"
        )
    else:
        outcomes = (Outcome(Fraction(1), share),)
        _add(directive, contract.breakage, _estimate(directive, outcomes, EXPECTED_VALUE, None))


def _element(directive: Directive, contract: Contract, name: str, values: list[Any]) -> None:
    if not name:
        directive.fault(
            f'found no name of the amount; write: {directive.form.example.rpartition(" ")[0]} "bonus" 5 USD'
        )
        return
    before = contract.elements.get(name)
    method = directive.word("method", METHODS, before.estimates[-1].method if before else METHODS[0])
    _only(directive, "an amount", "method", "include", "per-unit", "obligation", "window")
    if len(values) == 1 and isinstance(values[0], Amount):
        values = ["100%", *values]
    outcomes = outcomes_of(directive, values, Amount)
    if outcomes is None or method is None:
        return
    wrong = {value.currency for value in values[1::2]} - {contract.currency}
    if wrong:
        found = ", ".join(sorted(wrong))
        directive.fault(
            f"found {found}, expected {contract.currency}, as the contract's", other_currency(contract)
        )
        return
    if before is not None and before.estimates[-1].method != method:
        _other_method(directive, f'"{name}"', before.estimates[-1], method)
        return
    per_unit = directive.flag("per-unit")
    if per_unit and contract.by_turnover:
        directive.fault(
            f"per-unit: the contract counts turnover ({place(contract.tiers[0].source)}) and no units; write two"
            " contracts"
        )
        return
    if before is not None and per_unit is not None and per_unit != before.per_unit:
        directive.fault(f'per-unit: differs from that of "{name}" at {place(before.estimates[-1].source)}')
        return
    include = include_of(directive, contract, outcomes, method)
    stands, window = _window(directive, before.window if before else None, first=before is None)
    if include is False or not stands:
        return
    each = before.per_unit if before else bool(per_unit)
    if window is not None and (not each or value_of(outcomes, method) > 0):
        directive.fault(
            "window: is for an amount below zero for each unit sold, such as price protection; write per-unit: TRUE"
        )
        return
    obligation = _obligation(directive, contract, before)
    if obligation is False:
        return
    estimate = _estimate(directive, outcomes, method, include if isinstance(include, Fraction) else None)
    earlier = list(before.estimates) if before else []
    if _add(directive, earlier, estimate):
        bound = obligation if isinstance(obligation, str) else None
        contract.elements[name] = Element(name, each, tuple(earlier), bound, window)


def _obligation(directive: Directive, contract: Contract, before: Element | None) -> str | bool | None:
    """Return the promise that an amount is bound to; None: to the whole contract; False: a fault is reported."""
    name = directive.text("obligation")
    if name is None:
        return False if directive.has("obligation") else before.obligation if before else None
    names = [each.name for each in contract.obligations]
    if name not in names:
        directive.fault(
            f'obligation: unknown "{name}"{nearest(name, names)}; write custom "plant-obligation" "{contract.name}"'
            f' "{name}" 55 {contract.currency}'
        )
        return False
    if before is not None and before.obligation != name:
        directive.wrong(
            "obligation", f'"{before.obligation}" as before' if before.obligation else "none, as before"
        )
        return False
    return name


def _estimate(
    directive: Directive, outcomes: tuple[Outcome, ...], method: str, include: Fraction | None
) -> Estimate:
    return Estimate(
        directive.date, outcomes, method, include, directive.text("reason") or "", directive.source
    )


def _add(directive: Directive, estimates: list[Estimate], estimate: Estimate) -> bool:
    if estimates and estimates[-1].date == estimate.date:
        directive.fault(f"also at {place(estimates[-1].source)} on {estimate.date}; keep one of them")
        return False
    estimates.append(estimate)
    return True
