"""One engine, one pass over the days: master data, movements, and what is said about the day.

``run`` reads the master data, posts what stands beside the stock (depreciation, discounts), then goes through the
ledger a day at a time: a new standard revalues; movements are valued, where layers are concerned in a sequence that no
split into files can change; then orders close, counts are booked and cost centers close. It returns a new list of
entries; what a person wrote keeps its file and line.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from beanplant import masterdata
from beanplant.engine import additions
from beanplant.engine.collector import ledger_of_no_garbage
from beanplant.engine.parents import name_parents
from beanplant.faults import MasterDataError, PlantError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beanplant.faults import Source

INVENTORY, WIP, FINISHED_GOODS = "inventory", "wip", "finished_goods"
DEPRECIATION, SALES_DISCOUNTS, CONTROLS = "depreciation", "sales_discounts", "controls"
TOPICS = (INVENTORY, WIP, FINISHED_GOODS, DEPRECIATION, SALES_DISCOUNTS, CONTROLS)
STOCK_TOPICS = frozenset({INVENTORY, WIP, FINISHED_GOODS})

DONE = "beanplant_topics"
ADVICE = "beanplant_advice"
RESULTS = ("rule", "formula", "cause")


def load(entries: list[Any], options_map: dict[str, Any]) -> tuple[list[Any], list[PlantError]]:
    """Run the engine for all plugin lines of the ledger; the lines after the first find it done."""
    if DONE in options_map:
        return entries, []
    lines = [name for name, _ in options_map["plugin"]]
    names = [name for name in lines if name == "beanplant" or name.startswith("beanplant.")]
    topics = set(TOPICS) if "beanplant" in names or not names else {n.partition(".")[2] for n in names}
    options_map[DONE] = sorted(topics)
    with ledger_of_no_garbage(options_map):
        result, errors = run(entries, options_map, topics)
    for name in sorted({n for n in names if names.count(n) > 1}):
        source = {"filename": options_map["filename"], "lineno": second_line(options_map["filename"], name)}
        errors.append(
            MasterDataError(
                source, f'plugin "{name}" is listed {names.count(name)} times; delete all but one', None
            )
        )
    return result, errors


def second_line(filename: str, name: str) -> int:
    """Return the line of the second ``plugin "name"`` of a ledger, 0 where it cannot be read (a text)."""
    if not os.path.exists(filename):
        return 0
    with open(filename, encoding="utf-8") as file:
        lines = [n for n, line in enumerate(file, 1) if line.startswith("plugin") and f'"{name}"' in line]
    return lines[1] if len(lines) > 1 else 0


def run(
    entries: Sequence[Any], options_map: dict[str, Any], topics: set[str] | frozenset[str]
) -> tuple[list[Any], list[PlantError]]:
    """Return the valued entries of a ledger and its faults. ``topics`` are those of ``TOPICS`` that are on."""
    master, faults = masterdata.read(entries, options_map)
    if master.subledgers:
        from beanplant.subledger import note_files

        note_files(master, entries, options_map, faults)
    days = list(entries)
    if SALES_DISCOUNTS in topics and any(each.customer for each in master.contracts.values()):
        from beanplant.engine.contracts.customers import name_contracts

        days = additions.apply(days, name_contracts(days, master.contracts.values()), faults)
    advice: list[tuple[Source, str]] = []
    # A ledger does not pay for the modules of what it has not.
    if SALES_DISCOUNTS in topics and (master.sales_discounts or master.purchase_discounts):
        # Before depreciation: a supplier's discount lowers the cost of an asset.
        from beanplant.engine.discounts.posting import post_discounts

        discounted = post_discounts(days, master, options_map)
        days = additions.apply(days, discounted, faults)
        advice += discounted.advice
    if DEPRECIATION in topics and master.assets:
        from beanplant.engine.assets.acquisition import acquire
        from beanplant.engine.assets.posting import post_depreciation

        days = additions.apply(days, acquire(days, master, options_map), faults)
        depreciated = post_depreciation(days, master, options_map)
        days = additions.apply(days, depreciated, faults)
        advice += depreciated.advice
    if DEPRECIATION in topics and master.debts:
        from beanplant.engine.debts.posting import post_debts

        days = additions.apply(days, post_debts(days, master, options_map), faults)
    if topics & STOCK_TOPICS and master.plants:
        from beanplant.engine.days import value_stock

        days, said = value_stock(days, master, options_map, topics, faults)
        advice += said
    if SALES_DISCOUNTS in topics and master.contracts:
        # After valuation: what a return will bring back is part of the cost of goods sold.
        from beanplant.engine.contracts.posting import post_contracts

        billed = post_contracts(days, master, options_map)
        days = additions.apply(days, billed, faults)
        advice += billed.advice
    options_map[ADVICE] = advice
    return name_parents(days), faults.errors()


__all__ = ["load", "run"]
