"""A part of a tax asset: the same share of its cost, section 179 and adjustments, on the same days.

A split for the books, or a disposal of a part, changes nothing in the depreciation of either piece (Treas. Reg.
1.168(i)-8(d)): both keep class, convention and years. What one piece has is taken off the other, so the two add up to
the whole to the cent.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.rules.rounding import cents

if TYPE_CHECKING:
    from beanplant.rules.tax.tax_asset import TaxAsset


def take_part(
    whole: TaxAsset,
    rest: TaxAsset,
    share: Fraction,
    name: str,
    of: str,
    disposed: datetime.date | None = None,
) -> tuple[TaxAsset, TaxAsset]:
    """Take a share of a ``whole`` tax asset out of the ``rest`` of it: return what is left, and the part.

    ``disposed`` is the day on which the part leaves; adjustments of the basis after it are none of its own.
    """
    cost, elected = cents(Fraction(whole.cost) * share), cents(Fraction(whole.section_179) * share)
    last = disposed or datetime.date.max
    mine = tuple(
        each._replace(amount=cents(Fraction(each.amount) * share) if each.date <= last else Decimal(0))
        for each in whole.adjustments
    )
    part = replace(
        whole,
        name=name,
        of=of,
        cost=cost,
        section_179=elected,
        adjustments=tuple(each for each in mine if each.amount),
        disposed=disposed,
    )
    left = replace(
        rest,
        cost=rest.cost - cost,
        section_179=rest.section_179 - elected,
        adjustments=tuple(
            each._replace(amount=each.amount - gone.amount)
            for each, gone in zip(rest.adjustments, mine, strict=True)
        ),
    )
    return left, part
