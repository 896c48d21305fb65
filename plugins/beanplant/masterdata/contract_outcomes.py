"""What may come of a contract, and how likely each is: outcomes, and what of them passes the constraint.

    2026-01-01 custom "plant-estimate" "PLANT-7" "award" "70%" 25000000 USD "30%" 0 USD
      include: 0 USD                           ; never more than they come to
      reason: "First plant of its kind"

Rule: ASC 606-10-32-8 to -12, IFRS 15.53-57.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from beanplant.masterdata.contract_facts import EXPECTED_VALUE, Contract
from beanplant.masterdata.values import number, share_of, show
from beanplant.rules.consideration import Outcome, expected_value, most_likely

if TYPE_CHECKING:
    from beanplant.masterdata.directives import Directive


def value_of(outcomes: tuple[Outcome, ...], method: str) -> Fraction:
    """Return what outcomes come to by a method, before the constraint."""
    return expected_value(outcomes) if method == EXPECTED_VALUE else most_likely(outcomes)


def include_of(
    directive: Directive, contract: Contract, outcomes: tuple[Outcome, ...], method: str
) -> Fraction | bool | None:
    """Return what passes the constraint; None: all; False: a fault is reported."""
    if not directive.has("include"):
        return None
    written = directive.source.get("include")
    if not isinstance(written, Amount) or written.currency != contract.currency:
        directive.wrong("include", f"an amount in {contract.currency}")
        return False
    value = value_of(outcomes, method)
    include = Fraction(number(written))
    if include > value:
        directive.fault(
            f"include: {written} is above the estimate, {_plain(value)} {contract.currency}; the constraint takes"
            " from it and never adds to it (ASC 606-10-32-11, IFRS 15.56)"
        )
        return False
    if include < 0 <= min(outcome.value for outcome in outcomes):
        directive.fault(
            f"include: {written} is below zero, and no outcome is; what does not pass the constraint is 0"
            f" {contract.currency}"
        )
        return False
    if include < value and not directive.text("reason"):
        directive.fault(
            f"include: {written} keeps {_plain(value - include)} {contract.currency} out; write reason: in words"
        )
        return False
    return include


def outcomes_of(
    directive: Directive, values: list[Any], kind: type[Amount] | type[Decimal]
) -> tuple[Outcome, ...] | None:
    """Return pairs of probability and value; the probabilities sum to one."""
    found: list[Outcome] = []
    for chance, value in zip(values[::2], values[1::2], strict=False):
        share = share_of(chance)
        if share is None or not isinstance(value, kind):
            break
        exact: Decimal = number(value) if isinstance(value, Amount) else value
        found.append(Outcome(share, Fraction(exact)))
    if not values or 2 * len(found) != len(values):
        written = " ".join(show(value) for value in values) or "nothing"
        directive.fault(f"found {written}, {_expected(directive, values, kind)}")
        return None
    total = sum((outcome.probability for outcome in found), Fraction(0))
    if total != 1:
        directive.fault(
            f"the probabilities add up to {_plain(total * 100)}%, expected 100%; add what is missing, such as"
            f' "{_plain((1 - total) * 100)}%"'
            if total < 1
            else f"the probabilities add up to {_plain(total * 100)}%, expected 100%"
        )
        return None
    return tuple(found)


def _expected(directive: Directive, values: list[Any], kind: type[Amount] | type[Decimal]) -> str:
    """Return what was expected for outcomes that cannot be read."""
    start = f'custom "plant-estimate" "{directive.values[0]}"'
    if kind is Amount and len(values) == 1 and isinstance(values[0], Decimal):
        return f"expected an amount: a number needs its commodity, such as {values[0]} USD"
    if kind is not Amount and any(isinstance(value, Amount) for value in values):
        written = " ".join(show(value) for value in values)
        return (
            f'expected numbers of units; an amount has a name before its outcomes: {start} "bonus" {written}'
        )
    what = "an amount" if kind is Amount else "a number of units"
    return f'expected probabilities in quotes, each with {what}: "70%" ...'


def _plain(value: Fraction) -> str:
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
