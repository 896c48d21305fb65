"""The depreciation of one asset as the ledger has it: its cost checked, its estimates, its months.

The cost is what the asset's account got; the amount of the directive checks it. An asset that is opened
part-way (``accumulated:``) goes on from the date of its opening balance: the months that ended by then are
gone, and what is left of the cost is spread over what is left of the life. Without ``accumulated:``
depreciation begins with the month of service, also where the invoice came later.

A revised estimate begins a new phase with the month in which it is dated (dated on the last day of a month,
with the next): the book value less the new salvage is spread over what is left of the new life, by the new
method. What was taken before stays (ASC 250-10-45-17, IAS 8.36). So does an impairment: what it leaves of the
book value, less salvage, is spread over what is left of the life (ASC 360-10-35-20, IAS 36.63); nothing where
the salvage is above it (IAS 16.54).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.engine.assets.estimates import estimates_of, impaired
from beanplant.engine.assets.phases import Loss, Phase, Schedule, end_with_disposal
from beanplant.engine.assets.register import Register, accumulated_account
from beanplant.engine.assets.usage import month_amounts, usage_amounts, used_in
from beanplant.engine.stock import Money
from beanplant.faults import AssetError, Faults
from beanplant.rules.depreciation import (
    Clock,
    Part,
    Run,
    cut,
    make_clock,
    month_number,
    spread,
    straight_line,
    sum_of_years_digits,
)
from beanplant.rules.depreciation import declining_balance as declining
from beanplant.rules.depreciation.declining_balance import by_fiscal_year
from beanplant.rules.depreciation.months import last_closed_month

if TYPE_CHECKING:
    from collections.abc import Callable

    from beanplant.masterdata.asset_facts import Asset, DepreciationTerms
    from beanplant.rules.depreciation import FiscalYears


def schedule_asset(asset: Asset, found: Register, years: FiscalYears, faults: Faults) -> Schedule | None:
    """Check an asset against what its account got, and spread what is left of its cost."""

    def fault(message: str, source: dict[str, object] | None = None) -> None:
        faults.add(AssetError, source or asset.source, f'asset "{asset.name}": {message}')

    if not _check_cost(asset, found, fault):
        return None
    money = Money(asset.currency)
    cost, accumulated = money.to_int(found.cost), money.to_int(asset.accumulated)
    assert found.opened is not None
    opened = last_closed_month(found.opened) + 1 if asset.accumulated else 0
    last = month_number(found.disposal.date) if found.disposal is not None else None
    estimates = estimates_of(asset, found, opened, fault)
    losses: list[Loss] = []
    runs: list[Run] = []
    phases: list[Phase] = []
    start = at = 0
    for index, (begins, date, terms, source, impairments) in enumerate(estimates):
        clock = _clock(asset, terms, years)
        if not phases:
            start = at = max(opened, clock.start if clock else month_number(asset.date))
        else:
            runs += [(begins - at, 0)] if begins > at else []
            at = max(at, begins)
        until = max(at, estimates[index + 1].first) if index + 1 < len(estimates) else None
        taken = accumulated + sum(count * each for count, each in runs)
        value = cost - taken - sum(loss.amount for loss in losses)
        for loss in impaired(asset, impairments, value, money, fault):
            losses.append(loss)
            value -= loss.amount
        base = value - money.to_int(terms.salvage)
        if base < 0 and phases and terms.salvage == phases[-1].terms.salvage:
            base = 0  # impaired below its salvage
        elif base < 0:
            left = f"{money.to_decimal(value)} {asset.currency}"
            fault(
                f"salvage {terms.salvage} is above the book value, {left}; correct salvage: or accumulated:",
                source,
            )
            if not phases:
                return None
            base = 0
        phase = Phase(at, terms, value)
        if clock is None:
            phase, more = _by_use(asset, phase, base, until, found, money, phases, fault)
        else:
            gone, left_runs = cut(clock.runs, at - clock.start)
            if base and gone >= clock.life:
                when = f"the books opened it on {found.opened}" if not phases else f"it was changed on {date}"
                fault(
                    f"its life of {terms.life} months was over when {when}, with {money.to_decimal(base)}"
                    f" {asset.currency} left; correct life: or accumulated:",
                    source,
                )
                if not phases:
                    return None
                base = 0
            parts = _parts(terms, base, phase.value, clock, gone, left_runs, at, years, opened=not phases)
            phase = phase._replace(clock=clock, gone=gone, parts=parts)
            more = spread(parts, left_runs)
        phases.append(phase)
        if until is None:
            runs += more
        else:
            runs += _until(more, until - at)
            at = start + sum(count for count, _ in runs)
    ended = end_with_disposal(asset, found, years, start, tuple(runs), tuple(phases), last)
    return ended._replace(losses=tuple(losses))


def _check_cost(asset: Asset, found: Register, fault: Callable[..., None]) -> bool:
    """Compare the account with the directive; False where the account got nothing or too little."""
    if found.opened is None:
        fault(
            f'{asset.account} got nothing with asset: "{asset.name}", expected {asset.cost} {asset.currency}; write'
            f' asset: "{asset.name}" on the transaction that bought it'
        )
        return False
    if found.cost != asset.cost:
        fault(
            f'{asset.account} got {found.cost} {asset.currency} with asset: "{asset.name}", the directive says'
            f" {asset.cost} {asset.currency}; correct one of them"
        )
        if found.cost < asset.salvage + asset.accumulated:
            return False
    if found.accumulated and found.accumulated != asset.accumulated:
        fault(
            f"{accumulated_account(asset.account)} got {-found.accumulated} {asset.currency} with asset:"
            f' "{asset.name}", the directive says accumulated: {asset.accumulated} {asset.currency}; correct '
            f"one of them"
        )
    return True


def _clock(asset: Asset, terms: DepreciationTerms, years: FiscalYears) -> Clock | None:
    if terms.method in ("units-of-production", "manual"):
        return None
    return make_clock(asset.convention, asset.date, terms.life, years, asset.day_count, terms.method)


def _parts(
    terms: DepreciationTerms,
    base: int,
    value: int,
    clock: Clock,
    gone: int,
    left_runs: tuple[Run, ...],
    at: int,
    years: FiscalYears,
    *,
    opened: bool,
) -> tuple[Part, ...]:
    """Cut the base as the method says."""
    left = clock.life - gone
    if left <= 0 or not base:
        return ()
    if terms.method == "sum-of-years-digits":
        return sum_of_years_digits(base, clock.life, clock.year, gone)
    if terms.method == "declining-balance":
        rate = terms.rate if terms.rate is not None else (terms.factor or 0) * Fraction(12, terms.life)
        within = 0
        if opened and gone:
            begin = max(years.year(at)[0], clock.start)
            within = gone - cut(clock.runs, begin - clock.start)[0]
        by_year = by_fiscal_year(left_runs, at, years)
        return declining(base, value, Fraction(rate), by_year, clock.year, switch=terms.switch, gone=within)
    return straight_line(base, left)


def _by_use(
    asset: Asset,
    phase: Phase,
    base: int,
    until: int | None,
    found: Register,
    money: Money,
    before: list[Phase],
    fault: Callable[..., None],
) -> tuple[Phase, tuple[Run, ...]]:
    """Return the phase of an asset that goes by use or by hand, and its months."""
    if phase.terms.method == "manual":
        return phase, month_amounts(asset, phase.first, until, base, found, money, fault)
    whole = money.to_int(found.cost - phase.terms.salvage)
    life = phase.terms.units
    share = None
    if not before:
        share = Fraction(base, whole) if whole else None
    elif life and phase.terms == before[-1].terms:
        # An impairment leaves the life as it was: what the estimate before had left, less what was used of it.
        used = sum((used_in(asset, month) for month in range(before[-1].first, phase.first)), Fraction(0))
        share = max(before[-1].units - used, Fraction(0)) / life
    units, runs = usage_amounts(asset, phase.terms, phase.first, until, base, share, found, fault)
    return phase._replace(units=units), runs


def _until(runs: tuple[Run, ...], months: int) -> list[Run]:
    """Return the first so many months."""
    result = []
    for count, each in runs:
        taken = min(count, months)
        months -= taken
        if taken:
            result.append((taken, each))
    return result
