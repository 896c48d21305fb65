"""Plant accounting for Beancount: ``plugin "beanplant"`` switches every topic on.

An accountant writes facts (quantities, hours, counts, terms); beanplant works out the values: cost layers, work in
process, absorption, variances, depreciation, discounts. Each topic is a plugin of its own as well; one engine runs for
all lines that a ledger has, so their order does not matter:

=============================  ======================================================
``beanplant.inventory``        cost layers and standard costs
``beanplant.wip``              orders, cost centers, variances
``beanplant.finished_goods``   completions, cost of goods sold, counts
``beanplant.depreciation``     fixed assets
``beanplant.sales_discounts``  early payment discounts
``beanplant.controls``         checks; adds nothing to the books
=============================  ======================================================
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__plugins__ = ("value_plant",)


def value_plant(
    entries: list[Any], options_map: dict[str, Any], config: str | None = None
) -> tuple[list[Any], list[Any]]:
    """Value the ledger with all topics."""
    from beanplant import engine

    return engine.load(entries, options_map)
