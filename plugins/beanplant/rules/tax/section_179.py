"""Section 179: what of the year's cost may be expensed at once, what its limits leave, and what is carried over.

    limit of the year                                              line 1 of Form 4562, part I
    less the cost of section 179 property beyond the threshold     lines 2 to 4
    dollar limit                                                   line 5
    elected, at most the dollar limit                              lines 8 and 9
    carried over from the year before                              line 10
    at most the business income and the dollar limit               line 11
    deduction                                                      line 12
    carried over to the next year                                  line 13

The limit falls dollar for dollar (IRC 179(b)(2)); the deduction is at most the taxable income from the active
conduct of trades or businesses (179(b)(3)), and what that leaves is carried over without end. What was elected
reduces the depreciable basis also where the income limit defers the deduction (Treas. Reg. 1.179-1(f)). Limits
are by the year in which the tax year begins: data of ``figures``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from beanplant.rules.tax.figures import Figures, package_figures
from beanplant.rules.tax.recovery import TaxError

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Section179:
    """Part I of Form 4562, in its lines."""

    limit: Decimal
    placed: Decimal
    threshold: Decimal
    elected: Decimal
    carried_in: Decimal
    income: Decimal | None

    @property
    def reduction(self) -> Decimal:
        """Line 4: the cost beyond the threshold."""
        return max(ZERO, self.placed - self.threshold)

    @property
    def dollar_limit(self) -> Decimal:
        """Line 5: the limit less the reduction, not below zero."""
        return max(ZERO, self.limit - self.reduction)

    @property
    def tentative(self) -> Decimal:
        """Line 9: what was elected, at most the dollar limit. It reduces the depreciable basis."""
        return min(self.elected, self.dollar_limit)

    @property
    def income_limit(self) -> Decimal:
        """Line 11: the smaller of the business income, not below zero, and the dollar limit."""
        return self.dollar_limit if self.income is None else min(max(ZERO, self.income), self.dollar_limit)

    @property
    def deduction(self) -> Decimal:
        """Line 12."""
        return min(self.tentative + self.carried_in, self.income_limit)

    @property
    def carried_out(self) -> Decimal:
        """Line 13: carried over to the next year."""
        return self.tentative + self.carried_in - self.deduction


def section_179(
    year: int,
    elected: Decimal,
    placed: Decimal,
    *,
    income: Decimal | None = None,
    carried_in: Decimal = ZERO,
    figures: Figures | None = None,
) -> Section179:
    """Return part I of Form 4562 for a tax year that begins in ``year``.

    ``placed`` is the cost of all section 179 property placed in service in it; ``income`` the taxable income from
    trades and businesses before this deduction, None where it is enough.

    Raises:
        TaxError: a year without limits in the figures, or more elected than was placed in service.
    """
    limits = (figures if figures is not None else package_figures()).limits(year)
    if elected > placed:
        raise TaxError(
            f"section 179: elected {elected}, expected at most the cost placed in service, {placed}"
        )
    if min(elected, carried_in) < 0:
        raise TaxError("section 179: what is elected or carried over is zero or more")
    return Section179(limits.limit, placed, limits.threshold, elected, carried_in, income)


def suv_limit(year: int, cost: Decimal, figures: Figures | None = None) -> Decimal:
    """Return what may be elected at most for a sport utility vehicle, IRC 179(b)(5)(A). Raises TaxError."""
    limits = (figures if figures is not None else package_figures()).limits(year)
    if limits.suv is None:
        raise TaxError(f"no limit for sport utility vehicles in {year}; add suv = to its [[section-179]]")
    return min(cost, limits.suv)
