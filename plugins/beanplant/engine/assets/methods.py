"""What the method of an estimate makes of a base: the clock of its convention, and the base cut into parts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from beanplant.rules.depreciation import (
    cut,
    declining_balance,
    make_clock,
    straight_line,
    straight_line_by_year,
    sum_of_years_digits,
)
from beanplant.rules.depreciation.declining_balance import by_fiscal_year, going_on

if TYPE_CHECKING:
    import datetime

    from beanplant.engine.assets.position import Position
    from beanplant.masterdata.asset_facts import DepreciationTerms
    from beanplant.rules.depreciation import Clock, FiscalYears, Part, Run

WITHOUT_CLOCK = frozenset({"units-of-production", "manual", "none"})
"""Methods that go by use, by hand or not at all."""


def clock_of(service: datetime.date, terms: DepreciationTerms, years: FiscalYears) -> Clock | None:
    """Return the clock of an asset in service from a date; None where time does not count."""
    if terms.method in WITHOUT_CLOCK:
        return None
    return make_clock(terms.convention, service, terms.life, years, terms.day_count, terms.method)


def yearly_rate(terms: DepreciationTerms) -> Fraction:
    """Return the rate of a year of a declining balance."""
    return _yearly_rate(terms.rate, terms.factor, terms.life)


@lru_cache(maxsize=1024)
def _yearly_rate(rate: Fraction | None, factor: Fraction | None, life: int) -> Fraction:
    return Fraction(rate) if rate is not None else Fraction(factor or 0) * Fraction(12, life)


def parts_of(
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
    """Cut the ``base`` as the method says, from month ``at`` on, when ``gone`` ticks of the clock are over.

    ``value`` is the book value. ``opened``: what is gone of a fiscal year was before the books, so that the year's rate
    is still one of its beginning.
    """
    left = clock.life - gone
    if left <= 0 or not base:
        return ()
    if terms.method == "sum-of-years-digits":
        return sum_of_years_digits(base, clock.life, clock.year, gone)
    if terms.method == "declining-balance":
        within = 0
        if opened and gone:
            begin = max(years.year(at)[0], clock.start)
            within = gone - cut(clock.runs, begin - clock.start)[0]
        by_year = by_fiscal_year(left_runs, at, years)
        rate = yearly_rate(terms)
        return declining_balance(base, value, rate, by_year, clock.year, switch=terms.switch, gone=within)
    if terms.rounding == "fiscal-year":
        return straight_line_by_year(base, by_fiscal_year(left_runs, at, years))
    return straight_line(base, left)


def going_on_within_year(
    position: Position, base: int, clock: Clock, gone: int, left_runs: tuple[Run, ...], years: FiscalYears
) -> tuple[Part, ...]:
    """Return the parts of a declining balance that goes on within its year; none where that is not so."""
    before, terms = position.phase, position.terms
    if terms.method != "declining-balance" or base <= 0 or position.began <= 0:
        return ()
    if before is None or before.clock is None or replace(before.terms, salvage=terms.salvage) != terms:
        return ()
    kept = position.began - position.parted
    return going_on(
        before.parts,
        gone - before.gone,
        position.phase_taken,
        Fraction(kept, position.began),
        position.value - kept,
        base,
        position.value,
        yearly_rate(terms),
        by_fiscal_year(left_runs, position.month, years),
        clock.year,
        switch=terms.switch,
    )
