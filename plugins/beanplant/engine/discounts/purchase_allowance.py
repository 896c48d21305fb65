"""The allowance method for purchases: goods cost what they do without the discount, the payable stands in full.

    2026-03-04 * "Acme" "Invoice"                         ; 1000.00 USD, 2/10 net 30
      ...
      Liabilities:AllowanceForPurchaseDiscounts     20.00 USD
      Assets:P100:RawMaterials                     -20.00 USD

    2026-03-12 * "Acme" "Payment"                         ; 980.00 USD
      ...
      Liabilities:Payables                          20.00 USD
      Liabilities:AllowanceForPurchaseDiscounts    -20.00 USD

The allowance is a contra account of the payables: at any time it holds the discounts that can still be taken. What
lapses goes from it to ``lost``. Of a foreign invoice it is in the currency of the books. Cost and what is lost are as
by the net method (`net_method`).

Rule: ASC 330-10-30-1, IAS 2.11 (cost is net of discounts), with the payable at what the supplier has billed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.engine.discounts.invoices import Target
from beanplant.engine.discounts.net_method import NetSettlement
from beanplant.masterdata.facts import PurchaseDiscounts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beanplant.engine.discounts.invoices import Event

ALLOWED = "allowed"
"""Rule, after the topic."""


class PurchaseAllowanceSettlement(NetSettlement):
    """One invoice of a supplier under the allowance method."""

    def booked_on(self, payables: str) -> Target:
        """Return the allowance: the payable itself stands in full."""
        rule = self.invoice.rule
        assert isinstance(rule, PurchaseDiscounts)
        return Target(rule.allowance)

    def post(self, event: Event, shares: Mapping[Target, int], sign: int, rule: str, formula: str) -> None:
        """Take a discount from the payable and out of the allowance, or put it back."""
        super().post(event, shares, sign, rule, formula)
        total = sign * sum(shares.values())
        event = self.from_invoice(event)
        allowance = self.booked_on(event.account)
        legs = [(Target(event.account, foreign=True), -total, formula), (allowance, total, formula)]
        self.add(event, legs, ALLOWED)
        self.open_default(allowance.account, event.date)
