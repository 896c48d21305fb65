"""When the fiscal years of a ledger end, and to which date depreciation is posted.

    2020-01-01 custom "fava-option" "fiscal-year-end" "12-31"
    2026-01-01 custom "fava-option" "fiscal-year-end" "06-30"      ; January to June 2026 is a short year
    2026-01-01 custom "plant-depreciation-horizon" 2030-12-31

The first is Fava's own, so that its pages and the books agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.faults import place
from beanplant.masterdata.values import DATE
from beanplant.rules.depreciation.fiscal_years import FiscalYears

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from beancount.core.data import Custom

    from beanplant.masterdata.directives import Directive

FISCAL_YEAR_END = "fiscal-year-end"


def read_fiscal_years(options: Iterable[Custom]) -> FiscalYears:
    """Return the fiscal years of the ledger: ``custom "fava-option" "fiscal-year-end" "06-30"``.

    Depreciation is by the month, so a year that ends within a month ends with that month. A month above 12
    is one of the next calendar year, as in Fava.
    """
    changes: list[tuple[int, int]] = []
    for entry in options:
        name, value = ([*(str(each.value) for each in entry.values or ()), "", ""])[:2]
        month = value.partition("-")[0]
        if name == FISCAL_YEAR_END and month.isdecimal() and int(month):
            last = (int(month) - 1) % 12 + 1
            if not changes or changes[-1][1] != last:
                changes.append((entry.date.year * 12 + entry.date.month - 1, last))
    return FiscalYears(tuple(changes)) if changes else FiscalYears()


def read_horizon(directives: Iterable[Directive]) -> datetime.date | None:
    """Return the date to which depreciation is posted: that of the newest directive."""
    newest: Directive | None = None
    horizon: datetime.date | None = None
    for directive in directives:
        values = directive.take(DATE)
        if values is None:
            continue
        if newest is not None and newest.date == directive.date:
            directive.fault(f"also at {place(newest.source)} on {directive.date}; keep one of them")
            continue
        newest, horizon = directive, values[0]
    return horizon
