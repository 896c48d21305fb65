"""Depletion of mines, wells and other deposits: by cost, or as a share of gross income; the larger of the two.

    cost depletion         adjusted basis / recoverable units x units sold             IRC 611, 612
    percentage depletion   share of gross income, at most 50 % of taxable income       IRC 613, 613A

An oil field for 1,000,000 with 10,000 units, of which 4,000 are taken out: 100 a unit, 400,000. Recoverable units
are those left at the end of the year and those sold in it. The last units take what is left of the basis.
Percentage depletion goes on when the basis is used up, where cost depletion ends.
Standing timber has cost depletion only. For financial books it is the same unit computation on cost less salvage,
as a cost of what was produced (ASC 930).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.rounding import cents
from beanplant.rules.tax.figures import OWN_FILE, Figures, package_figures
from beanplant.rules.tax.recovery import TaxError

if TYPE_CHECKING:
    from beanplant.rules.tax.figure_rows import DepletionShare

ZERO = Decimal(0)
DOMESTIC = "United States"


class Depletion(NamedTuple):
    """The depletion of a property in a tax year, by both ways; the deduction is the larger."""

    cost: Decimal
    percentage: Decimal

    @property
    def deduction(self) -> Decimal:
        """The larger of cost and percentage depletion, IRC 613(a)."""
        return max(self.cost, self.percentage)


def unit_rate(basis: Decimal, recoverable: Decimal | Fraction) -> Fraction:
    """Return the depletion of a unit, exact. Raises TaxError where nothing is recoverable."""
    if recoverable <= 0:
        raise TaxError(f"no recoverable units to deplete {basis} over; found {recoverable}")
    return Fraction(basis) / Fraction(recoverable)


def cost_depletion(
    basis: Decimal, recoverable: Decimal | Fraction, sold: Decimal | Fraction, digits: int = 2
) -> Decimal:
    """Return cost depletion of a year: ``basis`` and units ``recoverable`` at its start, units ``sold`` in it.

    Raises:
        TaxError: more sold than recoverable (estimate the deposit anew), or none recoverable.
    """
    if not 0 <= sold <= recoverable:
        raise TaxError(
            f"found {sold} units sold, expected 0 to the {recoverable} recoverable; estimate the deposit anew"
        )
    rate = unit_rate(basis, recoverable)
    return basis if sold == recoverable else min(basis, cents(rate * Fraction(sold), digits))


def percentage_depletion(
    gross_income: Decimal, taxable_income: Decimal, row: DepletionShare, digits: int = 2
) -> Decimal:
    """Return percentage depletion of a year.

    ``gross_income`` is that of the property without rents and royalties paid; ``taxable_income`` that of the property
    before depletion. The share and the limit are those of ``row``. Zero where there is no taxable income.
    """
    whole = cents(Fraction(gross_income) * row.share, digits)
    limit = cents(Fraction(taxable_income) * row.limit, digits)
    return max(ZERO, min(whole, limit))


def depletion_share(mineral: str, *, domestic: bool = True, figures: Figures | None = None) -> DepletionShare:
    """Return the share of a mineral, the one for deposits in the United States where ``domestic``. Raises TaxError."""
    rows = (figures if figures is not None else package_figures()).depletion
    for row in rows:
        if mineral in row.minerals and (domestic or row.deposits != DOMESTIC):
            return row
    known = sorted({name for row in rows for name in row.minerals})
    raise TaxError(
        f'no percentage depletion for "{mineral}"; there are {", ".join(known)}; add [[depletion]] to {OWN_FILE}'
    )
