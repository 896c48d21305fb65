"""``plugin "beanplant.wip"``: production orders, cost centers and their variances.

::

    2026-03-05 * "Issue"
      order: "MO-1001"
      Assets:P100:RawMaterials             -50 STEEL
      Assets:P100:WorkInProcess:Orders      50 STEEL

becomes::

      Assets:P100:RawMaterials             -50 STEEL {2.50 USD, 2026-01-01}
      Assets:P100:WorkInProcess:Orders     125.00 USD

and the order's close brings it to zero, each cent with its reason.

A door to the one engine, which runs for all plugin lines of a ledger.
"""

from __future__ import annotations

from typing import Any

from beanplant import engine

__plugins__ = ("value_wip",)


def value_wip(
    entries: list[Any], options_map: dict[str, Any], config: str | None = None
) -> tuple[list[Any], list[Any]]:
    """Switch the topic on."""
    return engine.load(entries, options_map)
