"""What the close of a production order is computed from: plain, exact values.

``OrderCosts`` is everything that an order took in and gave out, with the standards that apply: bill and
routing of the order's date (``StandardUsage``), prices and the output's standard in force at the close
(``Price``), which ``UnitStandard`` brings together. Money and quantities are unrounded fractions, as they
were booked on the order; debits of the order are positive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from beanplant.rules.unit_standard import ZERO, UnitStandard


class Basis(StrEnum):
    """At which price an input was booked on the order; it names the variance that a difference is."""

    STANDARD = "standard"
    """At the standard of its day: a difference to the close's standard is ``Revaluation``."""
    ACTUAL = "actual"
    """A material at what it cost (fifo, average, ``price-variance-at: "usage"``): ``MaterialPrice``."""
    RATE = "rate"
    """Work at a stated wage (``12 HR-ASSY @ 26.00 USD``), overhead at standard beside it: ``LaborRate``."""
    SUBCONTRACT = "subcontract"
    """A bought activity or outside processing (``100 COAT @ 4.20 USD``): ``SubcontractPrice``."""


class Input(NamedTuple):
    """What went into an order of one item on one basis, net of returns; a by-product comes out: negative.

    An item may stand in several inputs: one for each basis, and one for what was issued in place of
    another item (``replaces``).
    """

    item: str
    quantity: Fraction
    """AQ, in the item's unit."""
    booked: Fraction
    """Money booked on the order for it, unrounded."""
    basis: Basis = Basis.STANDARD
    replaces: str | None = None
    overhead: Fraction = ZERO
    """The part of ``booked`` that is overhead at the standard rates of its day, beside work at a stated rate."""


@dataclass(frozen=True, slots=True)
class OrderCosts:
    """An order at its close, all values exact.

    ``unit`` has the prices of every item of inputs, bill and routing (one that is missing has no standard). ``good``
    and ``scrapped`` are units of output; ``completions`` and ``scrap`` the money that they took off the
    order (positive). ``standard`` is the output's standard cost in force at the close; None: what its
    completions were booked at. ``direct`` is money charged straight to the order, ``opening`` the balance
    it was opened with beyond what is in ``inputs``. ``kind`` is "production" or "rework".
    """

    product: str
    currency: str
    unit: UnitStandard
    inputs: Sequence[Input] = ()
    good: Fraction = ZERO
    scrapped: Fraction = ZERO
    completions: Fraction = ZERO
    scrap: Fraction = ZERO
    standard: Fraction | None = None
    direct: Fraction = ZERO
    opening: Fraction = ZERO
    kind: str = "production"

    @property
    def incurred(self) -> Fraction:
        """All money that was booked on the order."""
        return sum((put.booked for put in self.inputs), self.direct + self.opening)

    @property
    def balance(self) -> Fraction:
        """What is left on the order: incurred less what completions and scrap took off it."""
        return self.incurred - self.completions - self.scrap


class Variance(NamedTuple):
    """A reason for a difference: unfavorable is positive, a debit of the variance account; unrounded."""

    category: str
    """Account below the plant's variances: ``MaterialQuantity``."""
    amount: Fraction
    formula: str
    """The arithmetic with units: ``(52 - 50) STEEL x 2.50 USD``."""
    item: str
    """The input that it is about, or the product."""
