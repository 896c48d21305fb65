"""The rows of the figures of tax law: what a limit, a share and a column of percentages consist of, and their days."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from beanplant.rules.tax.recovery import Convention, Method


class Column(NamedTuple):
    """For which property a column of percentages holds; ``part`` is the quarter or month, 0 under half-year."""

    years: Decimal
    method: Method
    convention: Convention
    part: int


class Percentages(NamedTuple):
    """The percent of the unadjusted basis for each year, and the table that they stand in: ``A-1``."""

    table: str
    percents: tuple[Decimal, ...]


class Section179Limits(NamedTuple):
    """The limits of section 179 for tax years that begin in ``year``, in dollars."""

    year: int
    limit: Decimal
    threshold: Decimal
    suv: Decimal | None
    source: str


class BonusShare(NamedTuple):
    """A share of the special allowance and the days, inclusive, of acquisition and service that it holds for."""

    kind: str
    acquired: tuple[datetime.date, datetime.date]
    in_service: tuple[datetime.date, datetime.date]
    share: Fraction
    source: str

    def holds(self, kind: str, acquired: datetime.date, in_service: datetime.date) -> bool:
        """Whether the row is for this kind and these days."""
        return (
            self.kind == kind
            and self.acquired[0] <= acquired <= self.acquired[1]
            and self.in_service[0] <= in_service <= self.in_service[1]
        )


class DatedShare(NamedTuple):
    """A share that holds between two days, inclusive."""

    begin: datetime.date
    end: datetime.date
    share: Fraction
    source: str


class DepletionShare(NamedTuple):
    """Percentage depletion: the share of gross income, and the most it may take of taxable income from the property.

    ``taxpayer_limit`` is the most that all such properties together may take of the taxpayer's taxable income
    (oil and gas, 613A(d)(1)); None is no such limit.
    """

    minerals: tuple[str, ...]
    deposits: str
    share: Fraction
    limit: Fraction
    source: str
    taxpayer_limit: Fraction | None = None


class AutomobileLimits(NamedTuple):
    """The most that a passenger automobile placed in service in calendar ``year`` may take by tax year, 280F(a).

    ``bonus`` comes on top of the ``first`` year's with a special allowance. ``safe_harbor``: what an allowance of all
    the cost leaves beyond the first year's limit is depreciated by the table (Rev. Proc. 2019-13).
    """

    year: int
    first: Decimal
    second: Decimal
    third: Decimal
    later: Decimal
    bonus: Decimal
    safe_harbor: bool
    source: str

    def of(self, index: int, *, allowance: bool) -> Decimal:
        """Return the limit of the tax year by its number from 0."""
        limit = (self.first, self.second, self.third)[index] if index < 3 else self.later
        return limit + self.bonus if allowance and not index else limit
