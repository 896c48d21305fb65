"""Straight-line depreciation of many assets over 60 months: what it adds to a load."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path

from measure import alternate, load, section, table

SIZES = (1_000, 10_000)
MONTHS = 60
TITLE = "Depreciation"


def write_ledger(path: Path, count: int, *, plugin: bool) -> None:
    """Write so many assets in service from January 2021, and a transaction at the end of 60 months."""
    start = datetime.date(2021, 1, 1)
    end = datetime.date(2021 + MONTHS // 12 - 1, 12, 31)
    lines = ['option "operating_currency" "USD"']
    if plugin:
        lines.append('plugin "beanplant"')
    for account in (
        "Assets:P100:Machinery",
        "Liabilities:Payables",
        "Expenses:P100:Depreciation",
        "Equity:Note",
    ):
        lines.append(f"{start} open {account}")
    lines.append(f'{start} custom "plant" "P100"\n  currency: USD')
    for number in range(count):
        cost = 6_000 + 7 * number
        lines.append(
            f'{start} * "Toolmaker" "Machine {number}"\n  asset: "A-{number:05d}"\n'
            f"  Assets:P100:Machinery  {cost}.00 USD\n  Liabilities:Payables  -{cost}.00 USD\n\n"
            f'{start} custom "plant-asset" "A-{number:05d}" Assets:P100:Machinery {cost}.00 USD\n'
            f'  life: "{5 + number % 6} years"\n  method: "straight-line"\n  convention: "full-month"\n'
            "  expense: Expenses:P100:Depreciation\n"
        )
    lines.append(f'{end} * "Last"\n  Equity:Note  1.00 USD\n  Equity:Note  -1.00 USD\n')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure(folder: Path, rounds: int) -> str:
    """Load the assets with and without the plugin and return a section of the page."""
    variants = {}
    for count in SIZES:
        for plugin in (False, True):
            path = folder / f"assets-{count}-{plugin}.beancount"
            write_ledger(path, count, plugin=plugin)
            variants[f"{count:,} assets {'with' if plugin else 'without'} the plugin"] = partial(load, path)
    series = alternate(variants, rounds)
    rows = []
    for count in SIZES:
        without = series[f"{count:,} assets without the plugin"].cpu
        found = series[f"{count:,} assets with the plugin"].cpu
        rows.append([f"{count:,}", f"{without:.2f}", f"{found:.2f}", f"**{found - without:.2f}**"])
    return section(
        f"Assets x {MONTHS} months, straight-line by the month, CPU seconds of the load.",
        table(["assets", "without the plugin", "with it", "added"], rows),
    )
