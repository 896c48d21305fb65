"""The tax years of a ledger, and what it says of each.

    2025-12-31 custom "plant-tax-year" 2025
      business-income: 80000.00 USD       ; taxable income from trades and businesses before section 179
      taxable-income: 95000.00 USD        ; the taxpayer's, for the 65 % limit of oil and gas
      carried-in: 5000.00 USD             ; section 179 of years that the ledger does not have
      elects-out: "macrs-5, macrs-7"      ; classes without special allowance in this year

    2026-12-31 custom "plant-tax-year" 2026
      begins: 2026-03-15                  ; a short tax year: incorporated on that day
      ends: 2026-12-31

A directive is about the tax year that holds its date; the number is the calendar year in which that one ends, and
checks it. Tax years are the fiscal years, a short one where their end is moved (``fava-option``) or ``begins`` and
``ends`` say so.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from beancount.core.amount import Amount

from beanplant.faults import place
from beanplant.masterdata.values import NUMBER
from beanplant.rules.tax.recovery import TaxError, recovery_class
from beanplant.rules.tax.tax_asset import YearFacts
from beanplant.rules.tax.tax_years import DAY, TaxCalendar, TaxYear

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant.masterdata.directives import Directive


class FiscalYearEnds(Protocol):
    """The fiscal years of a ledger, in running numbers of months."""

    @property
    def changes(self) -> tuple[tuple[int, int], ...]:
        """From which month they end with which month of the year."""

    def year(self, month: int) -> tuple[int, int]:
        """The first month of the fiscal year of a month, and the month after its last."""


def tax_calendar(years: FiscalYearEnds) -> TaxCalendar:
    """Return the tax years: the fiscal years, with a short one where their end was moved."""
    short: list[TaxYear] = []
    for begins, _ in years.changes[1:]:
        for month in (begins - 1, begins):
            first, stop = years.year(month)
            year = TaxYear(_first_of(first), _first_of(stop) - DAY)
            if year.short and year not in short:
                short.append(year)
    return TaxCalendar(years.changes[-1][1] if years.changes else 12, tuple(short))


def _first_of(month: int) -> datetime.date:
    return datetime.date(month // 12, month % 12 + 1, 1)


def read_tax_years(
    directives: Iterable[Directive], years: FiscalYearEnds
) -> tuple[TaxCalendar, dict[TaxYear, YearFacts]]:
    """Return the tax years with the short ones that the ledger states, and what it says of each."""
    taken = [(each, each.take(NUMBER)) for each in directives]
    stand = [(each, values[0]) for each, values in taken if values is not None]
    calendar = tax_calendar(years)
    for directive, _ in stand:
        short = _short(directive, calendar)
        if short is not None:
            calendar = replace(calendar, short_years=(*calendar.short_years, short))
    facts: dict[TaxYear, YearFacts] = {}
    sources: dict[TaxYear, Directive] = {}
    for directive, number in stand:
        year = calendar.year_of(directive.date)
        if number != year.end.year:
            directive.fault(
                f"found {number}, but {directive.date} is in the tax year {year.label}; write {year.end.year}, or"
                f" date it within the year"
            )
        elif year in sources:
            directive.fault(f"{year.label} is also at {place(sources[year].source)}; keep one of them")
        else:
            facts[year], sources[year] = _facts(directive), directive
    return calendar, facts


def _short(directive: Directive, calendar: TaxCalendar) -> TaxYear | None:
    """Return the short tax year that a directive states; None where it states none or it cannot stand."""
    if not directive.has("begins") and not directive.has("ends"):
        return None
    whole = calendar.year_of(directive.date)
    days = {"begins": whole.begin, "ends": whole.end}
    for key in days:
        value = directive.source.get(key)
        if isinstance(value, datetime.date):
            days[key] = value
        elif directive.has(key):
            directive.wrong(key, "a date such as 2026-03-15")
            return None
    begin, end = days["begins"], days["ends"]
    if not whole.begin <= begin <= directive.date <= end <= whole.end:
        directive.fault(
            f"found a tax year from {begin} to {end}, expected one within {whole.begin} to {whole.end} that holds"
            f" {directive.date}"
        )
        return None
    year = TaxYear(begin, end)
    return year if year.short and year != whole else None


def _facts(directive: Directive) -> YearFacts:
    return YearFacts(
        _money(directive, "business-income"),
        _money(directive, "taxable-income"),
        _money(directive, "carried-in", least=Decimal(0)) or Decimal(0),
        _elected_out(directive),
    )


def _money(directive: Directive, key: str, least: Decimal | None = None) -> Decimal | None:
    """Return an amount in a currency of the plants; None where it is not written or is wrong."""
    value = directive.source.get(key)
    if not directive.has(key):
        return None
    known = directive.context.currencies() or {str(directive.context.currency)}
    if not isinstance(value, Amount) or value.number is None or value.currency not in known:
        directive.wrong(key, f"an amount in {' or '.join(sorted(known))}")
        return None
    if least is not None and value.number < least:
        directive.wrong(key, "zero or more")
        return None
    return value.number


def _elected_out(directive: Directive) -> frozenset[str]:
    text = directive.text("elects-out")
    found = set()
    for name in text.split(",") if text else ():
        try:
            cls = recovery_class(name)
        except TaxError as error:
            directive.fault(f"elects-out: {error}")
            continue
        if cls.allowance:
            found.add(cls.group)
        else:
            directive.fault(f"elects-out: {cls.name} has no special allowance by itself; delete it")
    return frozenset(found)
