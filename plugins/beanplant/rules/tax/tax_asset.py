"""What a tax book is made of: the facts of an asset for tax, what happens to it, and the facts of a tax year.

Nothing here computes. The dates say what a fact belongs to: an adjustment of the basis and a change of use count
for the tax year that holds theirs.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.tax.special_allowance import QUALIFIED

if TYPE_CHECKING:
    from beanplant.rules.tax.depletion_years import DepletionFacts
    from beanplant.rules.tax.recovery import RecoveryClass

ZERO = Decimal(0)
WHOLE = Fraction(1)


class BasisAdjustment(NamedTuple):
    """A change of the adjusted basis that is no depreciation: a casualty loss (negative), its repair (positive)."""

    date: datetime.date
    amount: Decimal


class UseChange(NamedTuple):
    """The share of business use from the tax year of ``date`` on."""

    date: datetime.date
    share: Fraction


@dataclass(frozen=True, slots=True)
class TaxAsset:
    """An asset for tax. ``bonus`` is the share that is claimed; None is what the law gives.

    ``acquired`` is the day of the binding contract (of production property that on which construction began); None is
    the day in service. ``of`` is the asset of the books where it has another name: an improvement is a tax asset
    of its own. ``alternative`` is the class under the alternative system that listed property falls back to.
    """

    name: str
    cls: RecoveryClass
    cost: Decimal
    service: datetime.date
    acquired: datetime.date | None = None
    section_179: Decimal = ZERO
    bonus: Fraction | None = None
    kind: str = QUALIFIED
    business_use: Fraction = WHOLE
    listed: bool = False
    disposed: datetime.date | None = None
    of: str = ""
    automobile: bool = False
    utility_vehicle: bool = False
    general_account: str = ""
    alternative: RecoveryClass | None = None
    adjustments: tuple[BasisAdjustment, ...] = ()
    uses: tuple[UseChange, ...] = ()
    depletion: DepletionFacts | None = None

    @property
    def book(self) -> str:
        """The name of the asset of the books."""
        return self.of or self.name

    @property
    def ended(self) -> datetime.date | None:
        """The day on which its depreciation ends: that of its disposal, but not in a general asset account."""
        return None if self.general_account else self.disposed


class YearFacts(NamedTuple):
    """What a ledger says of a tax year.

    ``business_income`` is the taxable income from the active conduct of trades or businesses before section 179 (None
    where it is enough), ``taxable_income`` that of the taxpayer, for the limit of oil and gas. ``carried_in`` is
    section 179 of years that the ledger does not have. ``elected_out`` are the classes without special allowance.
    """

    business_income: Decimal | None = None
    taxable_income: Decimal | None = None
    carried_in: Decimal = ZERO
    elected_out: frozenset[str] = frozenset()


NO_FACTS = YearFacts()


class Problem(NamedTuple):
    """Something that is wrong with an asset's tax book; ``date`` is that of the event which it is about."""

    asset: str
    message: str
    date: datetime.date | None = None
