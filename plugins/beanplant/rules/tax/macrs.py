"""MACRS: what each tax year takes of the unadjusted basis, by the published table or by formula.

    10,000.00 of 7-year property, half-year:  1,429.00  2,449.00  1,749.00  1,249.00  893.00  892.00  893.00  446.00

A table takes a percentage of the unadjusted basis each year (cost by business share, less section 179, less the
special allowance), rounded to the cent; the last year takes what is left, so the years add up to the basis. Once
begun, a table is kept to the end (IRS Publication 946; Revenue Procedure 87-57). Without a published column
(ADS), from a short tax year on, and from the year on in which the basis is adjusted for anything but depreciation (a
casualty, its repair), the formula of ``declining_balance`` computes each year from what is left of the basis:

    7,500.00 of 7-year property, fourth quarter: 267.75; then -3,000.00 and +3,500.00: 7,732.25 x 2/7 = 2,209.21

Early disposal takes the months of the year up to the moment that the convention gives: half of the year's amount
under half-year, 12.5, 37.5, 62.5 or 87.5 % by quarter under mid-quarter, up to the middle of the month under
mid-month (IRC 168(d)(4)). Where the recovery period ends before that moment, the year's amount is taken whole.
Property that is placed in service and disposed of in one tax year has no deduction (Treas. Reg.
1.168(d)-1(b)(3)).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.rounding import cents
from beanplant.rules.tax.conventions import months_before, months_in_first_year, quarter
from beanplant.rules.tax.declining_balance import CENTS, Left, Places, year_amount
from beanplant.rules.tax.figure_rows import Column, Percentages
from beanplant.rules.tax.figures import HUNDRED, Figures, package_figures
from beanplant.rules.tax.recovery import Convention, RecoveryClass, TaxError
from beanplant.rules.tax.tax_years import TaxCalendar, TaxYear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beanplant.rules.tax.tax_asset import BasisAdjustment

FORMULA = "formula"


class YearAmount(NamedTuple):
    """The depreciation of one tax year."""

    year: TaxYear
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Recovery:
    """The years of a recovery; ``by`` is the table (``A-1``), ``formula``, or ``A-1, formula`` where it was left."""

    cls: RecoveryClass
    convention: Convention
    basis: Decimal
    by: str
    years: tuple[YearAmount, ...]

    @property
    def total(self) -> Decimal:
        """What all years take: the basis, unless the property was disposed of before."""
        return sum((year.amount for year in self.years), Decimal(0))


class _Counted(NamedTuple):
    """A tax year of the recovery period: its months in it up to the end, and up to a disposal."""

    year: TaxYear
    months: Fraction
    taken: Fraction


def recover(
    basis: Decimal,
    cls: RecoveryClass,
    service: datetime.date,
    convention: Convention,
    *,
    disposed: datetime.date | None = None,
    calendar: TaxCalendar | None = None,
    figures: Figures | None = None,
    formula: bool = False,
    places: Places = CENTS,
    adjustments: Sequence[BasisAdjustment] = (),
) -> Recovery:
    """Return what each tax year takes of the unadjusted ``basis`` of property in service from ``service``.

    ``formula`` asks for the formula where a table is there too; ``places`` for whole dollars; ``adjustments`` change
    the basis from the tax years of their dates on.

    Raises:
        ValueError: a basis below zero, or a disposal before service.
        TaxError: an adjustment outside the recovery period, or one that takes more than is left.
    """
    if basis < 0:
        raise ValueError(f"the unadjusted basis is below zero: {basis}")
    if disposed is not None and disposed < service:
        raise ValueError(f"disposed of on {disposed}, before it was placed in service on {service}")
    counted = _years(cls, service, convention, disposed, calendar or TaxCalendar())
    column = None if formula or cls.formula else published(cls, service, convention, counted[0].year, figures)
    adjusted: dict[TaxYear, list[BasisAdjustment]] = {}
    for adjustment in adjustments:
        year = next((each.year for each in counted if adjustment.date in each.year), None)
        if year is None:
            raise TaxError(
                f"adjusts the basis on {adjustment.date}, outside its recovery period, {counted[0].year.begin} to"
                f" {counted[-1].year.end}; correct the date",
                adjustment.date,
            )
        adjusted.setdefault(year, []).append(adjustment)
    by_table = 0
    while column and by_table < len(counted):
        if counted[by_table].year.short or counted[by_table].year in adjusted:
            break
        by_table += 1
    years = _by_table(basis, column, counted[:by_table], places) if column is not None else []
    if by_table == len(counted) and column is not None:
        return Recovery(cls, convention, basis, column.table, tuple(years))
    left = Left(
        basis - sum((each.amount for each in years), Decimal(0)),
        Fraction(cls.months) - sum((each.months for each in counted[:by_table]), Fraction(0)),
    )
    years += _by_formula(left, cls, counted[by_table:], adjusted, places)
    by = f"{column.table}, {FORMULA}" if column is not None and by_table else FORMULA
    return Recovery(cls, convention, basis, by, tuple(years))


def published(
    cls: RecoveryClass,
    service: datetime.date,
    convention: Convention,
    year: TaxYear,
    figures: Figures | None = None,
) -> Percentages | None:
    """Return the column of the published tables for property placed in service in a tax year; None if there is none."""
    part = 0
    if convention is Convention.MID_QUARTER:
        part = quarter(service, year)
    elif convention is Convention.MID_MONTH:
        part = year.month_of(service)
    found = figures if figures is not None else package_figures()
    return found.columns.get(Column(cls.years, cls.method, convention, part))


@lru_cache(maxsize=4096)
def _years(
    cls: RecoveryClass,
    service: datetime.date,
    convention: Convention,
    disposed: datetime.date | None,
    calendar: TaxCalendar,
) -> tuple[_Counted, ...]:
    year = calendar.year_of(service)
    left = Fraction(cls.months)
    months = min(left, months_in_first_year(service, year, convention))
    result: list[_Counted] = []
    while True:
        gone = disposed is not None and disposed in year
        taken = months
        if gone and disposed is not None:
            taken = min(months, months_before(disposed, year, convention)) if result else Fraction(0)
            if not result and convention is Convention.FULL_MONTH:
                taken = months_before(disposed, year, convention) - months_before(service, year, convention)
        result.append(_Counted(year, months, taken))
        left -= months
        if gone or not left:
            return tuple(result)
        year = calendar.following(year)
        months = min(left, Fraction(year.months))


def _by_table(
    basis: Decimal, column: Percentages, counted: tuple[_Counted, ...], places: Places
) -> list[YearAmount]:
    left = basis
    result: list[YearAmount] = []
    last = max(index for index, percent in enumerate(column.percents) if percent)
    for index, each in enumerate(counted):
        whole = left if index >= last else cents(basis * column.percents[index] / HUNDRED, places.amount)
        amount = min(left, whole if each.taken == each.months else _part(whole, each, places))
        result.append(YearAmount(each.year, amount))
        left -= amount
    return result


def _part(whole: Decimal, each: _Counted, places: Places) -> Decimal:
    return cents(Fraction(whole) * each.taken / each.months, places.amount)


def _by_formula(
    left: Left,
    cls: RecoveryClass,
    counted: tuple[_Counted, ...],
    adjusted: Mapping[TaxYear, Sequence[BasisAdjustment]],
    places: Places,
) -> list[YearAmount]:
    result = []
    for each in counted:
        for adjustment in adjusted.get(each.year, ()):
            basis = left.basis + adjustment.amount
            if basis < 0:
                raise TaxError(
                    f"takes {-adjustment.amount} off the basis on {adjustment.date}, expected at most what is left of"
                    f" it, {left.basis}",
                    adjustment.date,
                )
            left = Left(basis, left.months)
        amount = year_amount(left, cls, each.taken, places) if each.taken else Decimal(0)
        result.append(YearAmount(each.year, amount))
        left = Left(left.basis - amount, left.months - each.months)
    return result
