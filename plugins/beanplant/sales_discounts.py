"""``plugin "beanplant.sales_discounts"``: early payment discounts, those of suppliers too, and their contra accounts.

::

    2026-03-18 * "Pump Co" "Payment of INV-9001 of 2026-03-10, 2/10 net 30"
      invoice: "INV-9001"
      Assets:Bank            980.00 USD
      Assets:Receivables    -980.00 USD

gets the discount that was taken::

      Assets:Receivables     -20.00 USD
      Income:SalesDiscounts   20.00 USD

A discount of a supplier lowers the cost of what was bought (``plant-purchase-discounts``).

A door to the one engine, which runs for all plugin lines of a ledger.
"""

from __future__ import annotations

from typing import Any

from beanplant import engine

__plugins__ = ("value_sales_discounts",)


def value_sales_discounts(
    entries: list[Any], options_map: dict[str, Any], config: str | None = None
) -> tuple[list[Any], list[Any]]:
    """Switch the topic on."""
    return engine.load(entries, options_map)
