"""Moves of one item: the cost layers alone, and through a ledger; the time must grow with the moves, not faster.

    python tests/benchmarks/one_item.py layers fifo 100000

runs the layers alone and prints their CPU seconds. Six moves in ten are receipts, so that layers pile up.
"""

from __future__ import annotations

import datetime
import json
import random
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from measure import Run, Series, alternate, load, run, section, table

from beanplant.rules.layers import QUANTITY, Layers

METHODS = ("moving-average", "fifo", "lifo")
SIZES = (1_000, 10_000, 100_000)
START = datetime.date(2025, 1, 1)
TITLE = "Moves of one item"


def moves(count: int) -> Iterator[tuple[datetime.date, int, int]]:
    """Give dated moves of whole units: a receipt with its price in cents, or a negative quantity and zero."""
    pick = random.Random(2)
    stock = 0
    for number in range(count):
        date = START + datetime.timedelta(days=number * 365 // count)
        if pick.random() < 0.6 or stock < 2:
            quantity = pick.randint(5, 50)
            stock += quantity
            yield date, quantity, pick.randint(230, 270)
        else:
            quantity = pick.randint(1, min(stock, 60))
            stock -= quantity
            yield date, -quantity, 0


def value_layers(method: str, count: int) -> float:
    """Value the moves with the layers alone and return the CPU seconds."""
    todo = list(moves(count))
    layers = Layers(method, lambda value, quantity, date: (value, quantity, date))
    began = time.process_time()
    for date, quantity, price in todo:
        if quantity > 0:
            layers.receive(quantity * QUANTITY, quantity * price, date, None)
        else:
            layers.take(-quantity * QUANTITY, None)
    return time.process_time() - began


def write_ledger(path: Path, method: str, count: int, *, plugin: bool) -> None:
    """Write the moves as a ledger; under standard cost the item has a standard price."""
    lines = ['option "operating_currency" "USD"']
    if plugin:
        lines.append('plugin "beanplant"')
    lines += [
        f"{START} open {account}"
        for account in ("Assets:P100:RawMaterials", "Equity:Received", "Expenses:Supplies")
    ]
    lines += [
        f'{START} custom "plant" "P100"\n  currency: USD\n  valuation: "{method}"',
        f"{START} commodity STEEL\n  item: TRUE",
        f'{START} custom "plant-standard-cost" 1 STEEL 2.50 USD',
    ]
    for date, quantity, price in moves(count):
        other = "Equity:Received" if quantity > 0 else "Expenses:Supplies"
        at = f" @ {price // 100}.{price % 100:02d} USD" if quantity > 0 else ""
        lines.append(
            f'{date} * "Move"\n  Assets:P100:RawMaterials  {quantity} STEEL{at}\n  {other}  {-quantity} STEEL{at}\n'
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure_layers(method: str, count: int) -> Run:
    """Measure the layers alone in a process of their own."""
    measured = run([sys.executable, __file__, "layers", method, str(count)])
    return Run(json.loads(measured.output), measured.peak, measured.output)


def measure(folder: Path, rounds: int) -> str:
    """Measure every method and size, and return a section of the page."""
    variants = {}
    for count in SIZES:
        for method in METHODS:
            variants[f"layers {method} {count}"] = partial(measure_layers, method, count)
        for method in ("standard", *METHODS):
            for plugin in (False, True):
                path = folder / f"moves-{method}-{count}-{plugin}.beancount"
                write_ledger(path, method, count, plugin=plugin)
                variants[f"{'plugin' if plugin else 'plain'} {method} {count}"] = partial(load, path)
    series = alternate(variants, rounds)

    def added(method: str, count: int) -> float:
        return series[f"plugin {method} {count}"].cpu - series[f"plain {method} {count}"].cpu

    def cells(times: list[float]) -> list[str]:
        return [f"{seconds:.3f}" for seconds in times] + [f"{times[-1] / times[-2]:.1f}"]

    head = [*(f"{count:,} moves" for count in SIZES), "last to one before"]
    alone = [
        [method, *cells([series[f"layers {method} {count}"].cpu for count in SIZES])] for method in METHODS
    ]
    through = [
        [method, *cells([added(method, count) for count in SIZES])] for method in ("standard", *METHODS)
    ]
    plain = Series(series[f"plain standard {SIZES[-1]}"].runs).cpu
    return section(
        "CPU seconds; a linear method takes ten times as long for ten times the moves. The layers alone:",
        table(["method", *head], alone),
        "Through a ledger, what the plugin adds to the load (the load of"
        f" {SIZES[-1]:,} moves takes {plain:.2f} s without it):",
        table(["method", *head], through),
    )


if __name__ == "__main__":
    print(json.dumps(value_layers(sys.argv[2], int(sys.argv[3]))))
