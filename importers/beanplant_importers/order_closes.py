"""What the closes of orders put to variances, where the orders themselves are summed away.

::

    2026-03-20 * "Order closes of P100"
      documents: 41
      batch: "mb51-2026-03/2026-03-20/close"
      Assets:P100:WorkInProcess:Orders                  -1204.11 USD
      Expenses:P100:Variances:LaborEfficiency             310.00 USD
      Expenses:P100:Variances:MaterialQuantity            894.11 USD
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant_importers import legs, text
from beanplant_importers.facts import ZERO

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.settlement import OrderClose


class Closes:
    """What the closes of a day's or month's orders put to variances, by category."""

    def __init__(self) -> None:
        self.documents = 0
        self.categories: dict[str, Decimal] = {}

    def add(self, close: OrderClose) -> None:
        """Add the close of an order."""
        self.documents += 1
        for category, amount in close.categories:
            self.categories[category] = self.categories.get(category, ZERO) + amount

    def write(self, chart: Chart, date: datetime.date, plant: str, account: str, batch: str) -> str:
        """Return the transaction: work in process against each variance account."""
        meta = [("documents", str(self.documents)), ("batch", text.string(batch))]
        total = sum(self.categories.values(), ZERO)
        amounts = [(chart.account(account), -total)]
        amounts += [
            (chart.account(f"variances:{name}"), self.categories[name]) for name in sorted(self.categories)
        ]
        postings = [legs.Leg(name, amount, chart.currency).write(True) for name, amount in amounts if amount]
        return text.transaction(date, "", f"Order closes of {plant}", meta, postings)
