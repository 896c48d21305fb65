"""The special depreciation allowance (bonus): a share of the basis in the first year, before MACRS.

    in service            acquired by 2025-01-19         acquired later
    to 2022               100 %
    2023                   80 %
    2024                   60 %
    2025                   40 %                          100 %
    2026                   20 %                          100 %
    from 2027               0 %                          100 %

The day of acquisition is that of the written binding contract, or, of property that one builds, the day on which
construction began. It holds for personal property with a recovery period of at most 20 years under the general
system, after section 179, whole or not at all for a class, unless the taxpayer elects out (IRC 168(k)(7)).
Property with a long production period has a year more. A factory building can be qualified production property,
by election, with the days of its construction and service (168(n)). Shares are data of ``figures``.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.rules.rounding import cents
from beanplant.rules.tax.figures import OWN_FILE, Figures, package_figures
from beanplant.rules.tax.recovery import RecoveryClass, TaxError

if TYPE_CHECKING:
    from beanplant.rules.tax.figure_rows import BonusShare

QUALIFIED = "qualified"
LONG_PRODUCTION = "long-production"
PRODUCTION_PROPERTY = "production-property"
KINDS = (QUALIFIED, LONG_PRODUCTION, PRODUCTION_PROPERTY)
NONE = Fraction(0)


def bonus_share(
    cls: RecoveryClass,
    acquired: datetime.date,
    in_service: datetime.date,
    kind: str = QUALIFIED,
    figures: Figures | None = None,
) -> Fraction:
    """Return the share that the law gives: 0 for a class without the allowance.

    Raises:
        TaxError: production property outside its days, or days that no row of the figures holds for.
    """
    if kind == PRODUCTION_PROPERTY:
        if not cls.real or cls.years < 39:
            raise TaxError(
                f"{cls.name} is no qualified production property; expected nonresidential real property, macrs-39"
            )
    elif not cls.allowance:
        return NONE
    return share_in_force(kind, acquired, in_service, figures).share


def share_in_force(
    kind: str, acquired: datetime.date, in_service: datetime.date, figures: Figures | None = None
) -> BonusShare:
    """Return the row of the figures for a kind of property and its days. Raises TaxError."""
    if kind not in KINDS:
        raise TaxError(f'found the kind "{kind}", expected one of {", ".join(KINDS)}')
    rows = (figures if figures is not None else package_figures()).bonus
    for row in rows:
        if row.holds(kind, acquired, in_service):
            return row
    known = [row for row in rows if row.kind == kind]
    if kind == PRODUCTION_PROPERTY and known:
        days = known[0]
        raise TaxError(
            f"no qualified production property: construction began on {acquired}, in service on {in_service};"
            f" expected construction from {days.acquired[0]} to {days.acquired[1]} and service from"
            f" {days.in_service[0]} to {days.in_service[1]}"
        )
    raise TaxError(
        f"no special allowance for property acquired on {acquired} and in service on {in_service}; elect out on the"
        f' asset with bonus: "0%", or add [[bonus]] to {OWN_FILE}'
    )


def special_allowance(basis: Decimal, share: Fraction, digits: int = 2) -> Decimal:
    """Return the allowance on a basis after section 179, to the cent."""
    return cents(Fraction(basis) * share, digits)
