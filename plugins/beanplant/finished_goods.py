"""``plugin "beanplant.finished_goods"``: completions, cost of goods sold and counts.

::

    2026-03-09 * "Ship"
      Expenses:P100:CostOfGoodsSold          10 PUMP-A
      Assets:P100:FinishedGoods             -10 PUMP-A

becomes, at a standard of 42.10::

      Expenses:P100:CostOfGoodsSold         421.00 USD
      Assets:P100:FinishedGoods             -10 PUMP-A {42.10 USD, 2026-01-01}

A door to the one engine, which runs for all plugin lines of a ledger.
"""

from __future__ import annotations

from typing import Any

from beanplant import engine

__plugins__ = ("value_finished_goods",)


def value_finished_goods(
    entries: list[Any], options_map: dict[str, Any], config: str | None = None
) -> tuple[list[Any], list[Any]]:
    """Switch the topic on."""
    return engine.load(entries, options_map)
