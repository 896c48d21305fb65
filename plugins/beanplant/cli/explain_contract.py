"""A contract: its directive, its prices, what is expected of it and why, and where it stands."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.masterdata.contract_facts import EXPECTED_VALUE
from beanplant.reports.numbers import grouped
from beanplant.rules.consideration import expected_value, most_likely
from beanplant.rules.formulas import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beancount.core.data import Posting

    from beanplant.cli.chain import Chain
    from beanplant.masterdata.contract_facts import Contract, Estimate, Tiers


def terms(chain: Chain, name: str, postings: Iterable[Posting]) -> None:
    """Explain a contract's price, its estimates and what is left out of it; ``postings`` are those of the contract."""
    contract = chain.master.contracts.get(name)
    if contract is None:
        chain.say("(without a plant-contract directive)", 1)
        return
    chain.source(contract.source)
    kind = f"{contract.kind}, " if contract.kind else ""
    price = f", {grouped(contract.price, 2)} {contract.currency}" if contract.price is not None else ""
    customer = f", for {contract.customer}" if contract.customer else ""
    chain.say(f"{kind}from {contract.date} on {contract.account}{customer}{price}", 1)
    if contract.commission is not None:
        chain.say(
            f"commission of {number(contract.commission * 100)}% of the revenue to {contract.commission_to}",
            1,
        )
    for rate, what in ((contract.financing, "paid ahead"), (contract.arrears, "paid late")):
        if rate:
            by = "month" if contract.monthly else "year"
            chain.say(f"what is {what} bears {number(rate * 100)}% a year, compounded by the {by}", 1)
    if contract.end is not None:
        left = "; nothing is owed any more" if contract.end.release else ""
        chain.say(f"ends on {contract.end.date}{left}", 1)
    for tiers in contract.tiers:
        chain.say(_tiers(tiers, contract), 1)
    for obligation in contract.obligations:
        alone = (
            f"alone {number(obligation.price)} {contract.currency}" if obligation.price else "the residual"
        )
        since = contract.promised[obligation.name]
        added = f", from {since} on" if since > contract.date else ""
        chain.say(f"promises {obligation.name}, {alone}{added}", 1)
    for modification in contract.modifications:
        how = "for what comes" if modification.prospective else "caught up with"
        chain.say(
            f"modified on {modification.date}: {grouped(modification.price, 2)} {contract.currency}, {how}", 1
        )
    _estimates(chain, contract)
    _accounts(chain, contract, postings)


def _tiers(tiers: Tiers, contract: Contract) -> str:
    """Return prices by volume, or rebates by turnover, as a line of text."""
    steps = []
    for tier in tiers.tiers:
        price = (
            f"{number((1 - tier.price) * 100)}%"
            if tiers.turnover
            else f"{number(tier.price)} {contract.currency}"
        )
        steps.append(price + (f" above {number(tier.above)}" if tier.above else ""))
    if tiers.turnover:
        held = "of all of it" if tiers.retrospective else "each of its own part"
        return f"rebates on turnover from {tiers.date}: {', '.join(steps)}, {held}"
    held = "for all units" if tiers.retrospective else "each for its own units"
    return f"prices from {tiers.date}: {', '.join(steps)}, {held}"


def _estimates(chain: Chain, contract: Contract) -> None:
    for volume in contract.volumes:
        expected = volume.method == EXPECTED_VALUE
        units = expected_value(volume.outcomes) if expected else most_likely(volume.outcomes)
        what = contract.currency if contract.by_turnover else "units"
        chain.say(f"expected on {volume.date}: {number(units)} {what}", 1)
    for returns in contract.returns:
        within = f" within {contract.return_window} days" if contract.return_window else ""
        share = number(returns.outcomes[0].value * 100)
        kept = f", for a fee of {number(returns.fee * 100)}% of the price" if returns.fee else ""
        cost = f", at {number(returns.recovery * 100)}% of their cost" if returns.recovery else ""
        chain.say(f"expected on {returns.date}: {share}% come back{within}{kept}{cost}", 1)
    for breakage in contract.breakage:
        share = number(breakage.outcomes[0].value * 100)
        chain.say(f"expected on {breakage.date}: {share}% are never claimed", 1)
    for element in contract.elements.values():
        for estimate in element.estimates:
            each = " a unit" if element.per_unit else ""
            if element.window is not None:
                each += f", for {element.window} days after its sale"
            if element.obligation is not None:
                each += f", for {element.obligation}"
            chain.say(f"expected on {estimate.date}: {element.name} {_value(estimate, contract)}{each}", 1)
    for progress in contract.progress:
        what = f" of {progress.obligation}" if progress.obligation else ""
        why = f" ({progress.reason})" if progress.reason else ""
        chain.say(f"performed by {progress.date}: {number(progress.share * 100)}%{what}{why}", 1)


def _value(estimate: Estimate, contract: Contract) -> str:
    """Return what an estimate comes to, by which method, and what the constraint keeps out."""
    expected = estimate.method == EXPECTED_VALUE
    value = expected_value(estimate.outcomes) if expected else most_likely(estimate.outcomes)
    text = f"{number(value, 2)} {contract.currency}"
    if len(estimate.outcomes) > 1:
        text += f", {estimate.method.replace('-', ' ')} of {len(estimate.outcomes)} outcomes"
    if estimate.include is not None and estimate.include != value:
        text += f", of it {number(estimate.include, 2)} included ({estimate.reason})"
    elif estimate.reason:
        text += f" ({estimate.reason})"
    return text


def _accounts(chain: Chain, contract: Contract, postings: Iterable[Posting]) -> None:
    """Say what the contract has on each of its accounts."""
    sums: dict[str, Decimal] = {}
    for posting in postings:
        if posting.units is not None and posting.units.currency == contract.currency:
            account = posting.account
            sums[account] = sums.get(account, Decimal(0)) + (posting.units.number or Decimal(0))
    chain.title("Where it stands")
    accounts = (
        contract.account,
        contract.deductions,
        contract.refund_liability,
        contract.contract_asset,
        contract.contract_liability,
        contract.return_asset,
        contract.cost_of_goods,
        contract.commission_to,
        contract.interest,
        contract.interest_income,
    )
    for account in accounts:
        if sums.get(account):
            chain.say(f"{account:<40}{grouped(sums[account], 2):>20} {contract.currency}", 1)
