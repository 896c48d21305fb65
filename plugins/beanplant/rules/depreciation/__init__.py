"""Depreciation: the cost of an asset, less its salvage value, spread over the time or the use of it.

Three questions have an answer each:

1. *Which time counts?* A convention moves the day of service and that of a disposal to a deemed day, and a
   ``Clock`` says how much of the life each calendar month takes (``conventions``, ``day_counts``).
2. *How much of the base does each part of the life take?* A method cuts the life into parts with an amount
   each: one part (``straight_line``), a part a fiscal year (``declining_balance``), a part a year of life
   (``years_digits``). ``units`` goes by use and needs no clock.
3. *What does each month take?* ``spreading`` brings parts and clock together; in each part all months of
   the same length take the same amount, and the last one takes the rounding.

All money is in the smallest unit of the currency, all time in whole ticks of the clock, so nothing drifts:
what is spread adds up to cost less salvage exactly.

Rule: ASC 360-10-35-4, IAS 16.50 and .60-62 (systematic allocation over the useful life), IAS 16.55 (from
available for use until derecognition), ASC 250-10-45-17 and IAS 8.36 (a revised estimate is prospective).
"""

from __future__ import annotations

from beanplant.rules.depreciation.charges import Charges
from beanplant.rules.depreciation.conventions import Clock, make_clock, position
from beanplant.rules.depreciation.declining_balance import declining_balance
from beanplant.rules.depreciation.fiscal_years import CALENDAR_YEARS, FiscalYears
from beanplant.rules.depreciation.months import last_closed_month, month_end, month_number
from beanplant.rules.depreciation.spreading import Part, Run, cut, spread
from beanplant.rules.depreciation.straight_line import straight_line, straight_line_by_year
from beanplant.rules.depreciation.units import units_of_production
from beanplant.rules.depreciation.years_digits import sum_of_years_digits

__all__ = [
    "CALENDAR_YEARS",
    "Charges",
    "Clock",
    "FiscalYears",
    "Part",
    "Run",
    "cut",
    "declining_balance",
    "last_closed_month",
    "make_clock",
    "month_end",
    "month_number",
    "position",
    "spread",
    "straight_line",
    "straight_line_by_year",
    "sum_of_years_digits",
    "units_of_production",
]
