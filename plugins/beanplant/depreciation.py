"""``plugin "beanplant.depreciation"``: fixed assets and accumulated depreciation, and the amortization of debts.

::

    2026-02-01 custom "plant-asset" "CNC-01" Assets:P100:Machinery 120000.00 USD
      salvage: 12000.00 USD
      life: "7 years"
      method: "straight-line"
      expense: Expenses:P100:CostCenters:Machining:Depreciation

posts at the end of each month::

      Expenses:P100:CostCenters:Machining:Depreciation    1285.71 USD
      Assets:P100:AccumulatedDepreciation:Machinery      -1285.71 USD

Debts (``plant-debt``) are amortized beside them, and so are posted in the same months.

A door to the one engine, which runs for all plugin lines of a ledger.
"""

from __future__ import annotations

from typing import Any

from beanplant import engine

__plugins__ = ("value_depreciation",)


def value_depreciation(
    entries: list[Any], options_map: dict[str, Any], config: str | None = None
) -> tuple[list[Any], list[Any]]:
    """Switch the topic on."""
    return engine.load(entries, options_map)
