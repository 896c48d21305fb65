"""The close of a cost center's month: what it cost against what its confirmed hours absorbed.

A cost center spends labor, variable and fixed overhead, and absorbs them into orders at the rates of its
activity. What is left at the end of the month gets a reason (unfavorable is positive):

============================  ==========================================================
``LaborRate``                 actual labor - paid hours x labor rate
``IdleTime``                  (paid - confirmed hours) x labor rate
``VariableOverheadSpending``  actual variable overhead - confirmed hours x variable rate
``FixedOverheadSpending``     actual fixed overhead - budget, capacity x fixed rate
``FixedOverheadCapacity``     (capacity - confirmed hours) x fixed rate
``Revaluation``               hours absorbed at an earlier rate of the month
============================  ==========================================================

They add up to actual cost less absorbed cost, exactly. ``FixedOverheadCapacity`` and the orders'
``FixedOverheadVolumeEfficiency`` add up to the textbooks' volume variance: (capacity - confirmed) +
(confirmed - standard hours) = capacity - standard hours. The fixed rate rests on normal capacity and is
not raised in a slow month, so an unfavorable ``FixedOverheadCapacity`` is an expense of the period, never
inventory.

Rule: ASC 330-10-30-3 to -7, IAS 2.13; Heisinger and Hoyle, Managerial Accounting, ch. 10.8; OpenStax,
Managerial Accounting, ch. 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from beanplant.rules.formulas import amount, difference, number
from beanplant.rules.order_costs import Variance
from beanplant.rules.unit_standard import ZERO

CATEGORIES = (
    "LaborRate",
    "IdleTime",
    "VariableOverheadSpending",
    "FixedOverheadSpending",
    "FixedOverheadCapacity",
    "Revaluation",
)
"""The categories of a cost center's close, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class CostCenterMonth:
    """A cost center's month, all values exact.

    Actual cost by component: ``labor``, ``variable``, ``fixed`` (money). The activity's rates in force at
    the close: ``labor_rate``, ``variable_rate``, ``fixed_rate`` (money an hour). ``confirmed`` are hours
    that orders took, ``paid`` hours that were paid (None: as confirmed), ``capacity`` is the normal
    capacity of the month in hours. ``absorbed`` is the money that orders were charged; None: confirmed
    hours at the rates. ``stated`` is the part of it by which the wages of work that came with its own
    (``12 HR-ASSY @ 26.00 USD``) are beyond the labor rate; the order shows it as ``LaborRate``, so the cost
    center's ``LaborRate`` is less by it.
    """

    activity: str
    currency: str
    labor: Fraction
    variable: Fraction
    fixed: Fraction
    labor_rate: Fraction
    variable_rate: Fraction
    fixed_rate: Fraction
    confirmed: Fraction
    capacity: Fraction
    paid: Fraction | None = None
    absorbed: Fraction | None = None
    stated: Fraction = ZERO

    @property
    def rate(self) -> Fraction:
        """The full rate of an hour."""
        return self.labor_rate + self.variable_rate + self.fixed_rate

    @property
    def balance(self) -> Fraction:
        """Actual cost less what was absorbed: positive is under-absorbed."""
        absorbed = self.confirmed * self.rate if self.absorbed is None else self.absorbed
        return self.labor + self.variable + self.fixed - absorbed


def close_cost_center(month: CostCenterMonth) -> list[Variance]:
    """Return the variances of ``month`` other than zero, in the order of ``CATEGORIES``.

    Their exact amounts add up to ``month.balance``. ``item`` is the activity.
    """
    activity, currency = month.activity, month.currency
    confirmed, capacity = month.confirmed, month.capacity
    paid = confirmed if month.paid is None else month.paid

    def at(hours: Fraction, rate: Fraction) -> str:
        return f"{number(hours)} {activity} x {amount(rate, currency)}"

    labor = f"{amount(month.labor, currency)} - {at(paid, month.labor_rate)}"
    if month.stated:
        labor += f" - {amount(month.stated, currency)} at stated rates"
    found = [
        ("LaborRate", month.labor - paid * month.labor_rate - month.stated, labor),
        (
            "IdleTime",
            (paid - confirmed) * month.labor_rate,
            f"{difference(paid, confirmed, activity)} x {amount(month.labor_rate, currency)}",
        ),
        (
            "VariableOverheadSpending",
            month.variable - confirmed * month.variable_rate,
            f"{amount(month.variable, currency)} - {at(confirmed, month.variable_rate)}",
        ),
        (
            "FixedOverheadSpending",
            month.fixed - capacity * month.fixed_rate,
            f"{amount(month.fixed, currency)} - {at(capacity, month.fixed_rate)}",
        ),
        (
            "FixedOverheadCapacity",
            (capacity - confirmed) * month.fixed_rate,
            f"{difference(capacity, confirmed, activity)} x {amount(month.fixed_rate, currency)}",
        ),
    ]
    if month.absorbed is not None:
        at_standard = month.absorbed - month.stated
        formula = f"{at(confirmed, month.rate)} - {amount(at_standard, currency)}"
        found.append(("Revaluation", confirmed * month.rate - at_standard, formula))
    return [Variance(category, money, formula, activity) for category, money, formula in found if money]
