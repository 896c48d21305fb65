"""Prices of contracts: by volume, and as they were modified.

    2026-01-01 custom "plant-contract-tiers" "CHEM-2026" "0" 100 USD "1000000" 90 USD "3000000" 85 USD
      retrospective: TRUE                      ; the default; FALSE: each tier for its own units
      modification: TRUE                       ; they count anew from their date
    2026-01-01 custom "plant-contract-tiers" "OWA-26" "0" "0%" "250000" "2%" "500000" "3%"
    2026-09-30 custom "plant-contract-modification" "PLANT-7" 260000000 USD
      method: "catch-up"                       ; the default; or "prospective"

A threshold is in quotes: its price holds above it. A rate in the place of a price is a rebate on turnover: the
thresholds are money billed, and of each 1.00 above one what is left after the rebate is revenue. Retrospective or not
is held for the contract, unless it is modified; so is what is counted.

Rule: ASC 606-10-32-8 and -42 to -45, 606-10-25-10 to -13; IFRS 15.54, 15.18-21, 15.87-90.
"""

from __future__ import annotations

import itertools
import re
from fractions import Fraction
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from beanplant.faults import place
from beanplant.masterdata.contract_facts import Contract, Modification, Tiers
from beanplant.masterdata.contracts import contract_of, other_currency
from beanplant.masterdata.values import AMOUNT, TEXT, number, share_of, show
from beanplant.rules.consideration import Tier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant.masterdata.directives import Directive

THRESHOLD = re.compile(r"\d+(\.\d+)?|\d{1,3}(,\d{3})+(\.\d+)?")
AMBIGUOUS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
TIERS = (
    'thresholds in quotes, each with its price: "0" 100 USD "1000000" 90 USD, or of turnover with its rebate:'
    ' "0" "0%" "250000" "2%"'
)


def read_tiers(directives: Iterable[Directive], contracts: dict[str, Contract], broken: set[str]) -> None:
    """Add the prices by volume to their contracts."""
    for directive in directives:
        contract = contract_of(directive, contracts, broken)
        if contract is None:
            continue
        retrospective, anew = directive.flag("retrospective"), directive.flag("modification")
        if contract.obligations:
            directive.fault(
                "prices by volume are for what is shipped by the unit, but the contract has promises with a price of"
                " their own; write two contracts"
            )
            continue
        tiers = _tiers(directive, contract)
        if tiers is not None:
            if contract.tiers and contract.tiers[-1].date == directive.date:
                directive.fault(f"also at {place(contract.tiers[-1].source)} on {directive.date}; keep one")
                continue
            held = contract.tiers[-1] if contract.tiers else None
            if held is not None and not anew and not directive.has("retrospective"):
                retrospective = held.retrospective
            if held is not None and not anew and held.retrospective != (retrospective is not False):
                directive.fault(
                    f"retrospective: differs from the prices at {place(held.source)}; it is held throughout the"
                    " contract; where the contract was modified write modification: TRUE"
                )
                continue
            turnover = isinstance(directive.values[2], str)
            if held is not None and held.turnover != turnover:
                directive.fault(
                    f"counts {_counted(turnover)}, but the prices at {place(held.source)} count"
                    f" {_counted(held.turnover)}; write two contracts"
                )
                continue
            contract.tiers.append(
                Tiers(
                    directive.date, tiers, retrospective is not False, bool(anew), directive.source, turnover
                )
            )


def _tiers(directive: Directive, contract: Contract) -> tuple[Tier, ...] | None:
    values = directive.values[1:]
    tiers: list[Tier] = []
    for above, price in zip(values[::2], values[1::2], strict=False):
        threshold = _threshold(above)
        rebate = share_of(price) if isinstance(price, str) and "%" in price else None
        if threshold is not None and rebate is not None and isinstance(values[1], str):
            tiers.append(Tier(threshold, 1 - rebate))
            continue
        if threshold is None or not isinstance(price, Amount) or isinstance(values[1], str):
            break
        if price.currency != contract.currency:
            directive.fault(
                f"found {price}, expected {contract.currency}, as the contract's", other_currency(contract)
            )
            return None
        if number(price) < 0:
            directive.fault(f"found {price}, expected a price of zero or more")
            return None
        tiers.append(Tier(threshold, Fraction(number(price))))
    if len(values) < 2 or 2 * len(tiers) != len(values):
        directive.fault(f"{_wrong(values, len(tiers))}; write: {directive.form.example}")
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


def _wrong(values: list[object], read: int) -> str:
    """Return what is wrong with values after so many tiers that could be read."""
    rest = values[2 * read :]
    first = rest[0] if rest else None
    if isinstance(first, str) and AMBIGUOUS.fullmatch(first.strip()):
        plain = first.strip().replace(".", "")
        return f'found the threshold "{first}", a decimal point or thousands; expected "{plain}" or "{int(plain):,}"'
    return f"found {' '.join(show(value) for value in rest) or 'nothing'}, expected {TIERS}"


def _counted(turnover: bool) -> str:
    return "turnover" if turnover else "units"


def _threshold(value: object) -> Fraction | None:
    """Return the units of a threshold, as 1000000 or 1,000,000; 1.000 may be one or a thousand, and is neither."""
    if (
        not isinstance(value, str)
        or not THRESHOLD.fullmatch(value.strip())
        or AMBIGUOUS.fullmatch(value.strip())
    ):
        return None
    return Fraction(value.replace(",", "").strip())


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
            directive.fault(
                f"found {price}, expected the price of the whole contract in {contract.currency}",
                other_currency(contract) if price.currency != contract.currency else "",
            )
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
