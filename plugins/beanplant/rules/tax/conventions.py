"""Conventions: how many months of its first tax year, and of the year of its disposal, property counts in.

                    first year                            year of disposal
    half-year       6 of 12                               6 of 12
    mid-quarter     10.5, 7.5, 4.5, 1.5 by quarter        1.5, 4.5, 7.5, 10.5
    mid-month       12 - month + 0.5                      month - 0.5

Property counts as placed in service or disposed of in the middle of the year, of the quarter, of the month (IRC
168(d)(4)). In a short tax year the middle is that of the short year, or of a quarter of its days, moved back to the
first day or the middle of a month (Revenue Procedure 89-15; IRS Publication 946). Tara Corporation's year from 15
March to 31 December has 10 months, and its middle is 1 August: 5 months. Its quarters have 73 days each, with the
middles 15 April, 1 July, 1 September and 15 November.
"""

from __future__ import annotations

import datetime
from fractions import Fraction

from beanplant.rules.tax.recovery import Convention
from beanplant.rules.tax.tax_years import DAY, TaxYear, days_in_month, month_start

HALF = Fraction(1, 2)
QUARTERS = 4


def months_in_first_year(date: datetime.date, year: TaxYear, convention: Convention) -> Fraction:
    """Return the months that property placed in service on ``date`` counts in that tax year."""
    return year.months - months_before(date, year, convention)


def months_before(date: datetime.date, year: TaxYear, convention: Convention) -> Fraction:
    """Return the months of a tax year up to the moment that ``date`` counts as: those of the year of disposal."""
    if date not in year:
        raise ValueError(f"{date} is not in the tax year {year.label}")
    if convention is Convention.MID_MONTH:
        return year.month_of(date) - HALF
    if convention is Convention.FULL_MONTH:
        return Fraction(year.month_of(date) - 1)
    if convention is Convention.HALF_YEAR:
        return _middle_of_year(year)
    return _middle_of_quarter(quarter(date, year), year)


def quarter(date: datetime.date, year: TaxYear) -> int:
    """Return the quarter of the tax year that holds ``date``, from 1: of its months, or of a short year's days.

    A short year of 4 or 8 whole months has quarters of whole months; any other has quarters of equal days.
    """
    if _whole_quarters(year):
        return (year.month_of(date) - 1) * QUARTERS // year.months + 1
    return (date - year.begin).days * QUARTERS // year.days + 1


def _whole_quarters(year: TaxYear) -> bool:
    begins = year.begin.day == 1
    ends = (year.end + DAY).day == 1
    return not year.short or (begins and ends and year.months in (4, 8))


def _middle_of_year(year: TaxYear) -> Fraction:
    begins = year.begin.day == 1
    ends = (year.end + DAY).day == 1
    if begins or ends:
        return Fraction(year.months, 2)
    return _moment(year, Fraction(year.days, 2))


def _middle_of_quarter(number: int, year: TaxYear) -> Fraction:
    if _whole_quarters(year):
        return Fraction(year.months * (2 * number - 1), 2 * QUARTERS)
    return _moment(year, Fraction(year.days * (2 * number - 1), 2 * QUARTERS))


def _moment(year: TaxYear, days: Fraction) -> Fraction:
    """Return the months from the first of the year's first month to a day, moved back to a first or a middle."""
    date = year.begin + DAY * int(days)
    months = year.month_of(date) - 1
    middle = month_start(year, months) + DAY * (days_in_month(date) // 2 - 1)
    return Fraction(months) + (HALF if date >= middle else 0)
