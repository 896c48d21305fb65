"""``plugin "beanplant.inventory"``: cost layers and standard costs.

::

    2026-03-01 * "Acme Steel" "Receipt"
      Assets:P100:RawMaterials                     60 STEEL @ 2.62 USD
      Liabilities:P100:GoodsReceivedNotInvoiced   -60 STEEL @ 2.62 USD

becomes, at a standard of 2.50::

      Assets:P100:RawMaterials                     60 STEEL {2.50 USD, 2026-01-01}
      Liabilities:P100:GoodsReceivedNotInvoiced   -157.20 USD
      Expenses:P100:Variances:PurchasePrice          7.20 USD

A door to the one engine, which runs for all plugin lines of a ledger.
"""

from __future__ import annotations

from typing import Any

from beanplant import engine

__plugins__ = ("value_inventory",)


def value_inventory(
    entries: list[Any], options_map: dict[str, Any], config: str | None = None
) -> tuple[list[Any], list[Any]]:
    """Switch the topic on."""
    return engine.load(entries, options_map)
