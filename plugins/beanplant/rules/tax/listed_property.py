"""Listed property: cars and other things that people use themselves; what counts is the share of business use.

Depreciation is on the business share of the cost. With more than half of business use in the first year, property
is depreciated as any other. With half or less it has no section 179 and no special allowance, and runs by
straight line over its ADS life (IRC 280F(b)(1)). Where the use falls to half or less in a later year, what was
deducted beyond straight line over the ADS life is income of that year, and is added back to the basis
(280F(b)(2)); from then on it is straight line.

The yearly limits for passenger automobiles (280F(a)) are not in the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from beanplant.rules.formulas import number
from beanplant.rules.rounding import cents
from beanplant.rules.tax.recovery import ALTERNATIVE, RecoveryClass, TaxError

HALF = Fraction(1, 2)


def predominant(business_use: Fraction) -> bool:
    """Whether property is used predominantly in the business: more than half, 280F(b)(3). Exactly half is not."""
    return business_use > HALF


def check_class(cls: RecoveryClass, business_use: Fraction) -> None:
    """Check the class of listed property against its business use.

    Raises:
        TaxError: the general system for property with half or less of business use.
    """
    if not predominant(business_use) and cls.system != ALTERNATIVE:
        raise TaxError(
            f"business use of {number(business_use * 100)}% is not more than half; expected the alternative"
            f" system, such as ads-5, without section 179 and bonus (IRC 280F(b))"
        )


def business_basis(cost: Decimal, business_use: Fraction, digits: int = 2) -> Decimal:
    """Return the business share of a cost, to the cent.

    Raises:
        TaxError: a share outside 0 to 1.
    """
    if business_use == 1:
        return cents(cost, digits)
    if not 0 <= business_use <= 1:
        raise TaxError(f"business use of {number(business_use * 100)}%, expected 0 to 100%")
    return cents(Fraction(cost) * business_use, digits)


def excess_depreciation(deducted: Sequence[Decimal], alternative: Sequence[Decimal]) -> Decimal:
    """Return the income of the year in which business use falls to half or less, 280F(b)(2)(B).

    ``deducted`` are section 179, allowance and depreciation of the years before; ``alternative`` is what straight line
    over the ADS life would have given in the same years.
    """
    return max(Decimal(0), sum(deducted, Decimal(0)) - sum(alternative, Decimal(0)))
