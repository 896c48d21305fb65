"""One transaction's part in a contract: what it billed, shipped, settled and deposited."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

    from beancount.core.data import Transaction


@dataclass(slots=True)
class Delivery:
    """One transaction's part in a contract. Money in the contract's currency; ``revenue`` and ``cost_of_goods`` are the
    accounts that it used last."""

    date: datetime.date
    entry: Transaction
    billed: Decimal = Decimal(0)
    units: Fraction = Fraction(0)
    cost: Decimal = Decimal(0)
    cost_back: Decimal = Decimal(0)
    settled: Decimal = Decimal(0)
    moved: Decimal = Decimal(0)
    moved_from: dict[str, Decimal] = field(default_factory=dict)
    credited: dict[str, Decimal] = field(default_factory=dict)
    """What a settlement credits to revenue: the reversal of one, or beside a debit something that is billed."""
    on_liability: Decimal = Decimal(0)
    on_asset: Decimal = Decimal(0)
    revenue: str = ""
    cost_of_goods: str = ""
    cost_currency: str = ""
    counts: bool = False
    stated: Fraction | None = None
    goods_back: bool = False
    """Whether goods came back against what is owed back."""

    def finish(self) -> None:
        """Take the units that are stated where no item was shipped; those of a credit note come back.

        A settlement that only credits revenue takes one back, with its goods.
        """
        if self.credited and not self.moved:
            self.moved_from = {account: -amount for account, amount in self.credited.items()}
            self.moved = sum(self.moved_from.values(), Decimal(0))
        else:
            self.billed += sum(self.credited.values(), Decimal(0))
        back = self.units < 0 or self.cost_back > self.cost
        if self.settling < 0 and not self.billed and (self.units > 0 or self.cost > self.cost_back):
            back, self.cost, self.cost_back = True, Decimal(0), self.cost_back - self.cost
        if self.settling and not self.billed and back:
            self.goods_back, self.units = True, Fraction(0)
        if not self.units and self.stated is not None and self.billed:
            self.units = -self.stated if self.billed < 0 else self.stated

    @property
    def settling(self) -> Decimal:
        """What of the refund liability it settles."""
        return self.settled + self.moved
