"""Depreciation of many assets over 60 months, by several methods: what it adds to a load."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path

from measure import alternate, load, section, table

SIZES = (1_000, 10_000)
MONTHS = 60
TITLE = "Depreciation"
METHODS = {
    "straight-line, full-month": ("straight-line", "full-month", ""),
    "straight-line, daily": ("straight-line", "daily", ""),
    "declining-balance, half-year": ("declining-balance", "half-year", "  factor: 2.0\n"),
    "sum-of-years-digits, mid-month": ("sum-of-years-digits", "mid-month", ""),
}
FIRST = "straight-line, full-month"


def write_ledger(path: Path, count: int, *, plugin: bool, terms: str = FIRST) -> None:
    """Write so many assets in service from January 2021, and a transaction at the end of 60 months."""
    method, convention, more = METHODS[terms]
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
            f'  life: "{5 + number % 6} years"\n  method: "{method}"\n  convention: "{convention}"\n'
            f"{more}  expense: Expenses:P100:Depreciation\n"
        )
    lines.append(f'{end} * "Last"\n  Equity:Note  1.00 USD\n  Equity:Note  -1.00 USD\n')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure(folder: Path, rounds: int) -> str:
    """Load the assets with and without the plugin and return a section of the page."""
    variants = {}
    for terms, count in [(FIRST, count) for count in SIZES] + [
        (each, SIZES[-1]) for each in METHODS if each != FIRST
    ]:
        for plugin in (False, True):
            path = folder / f"assets-{len(variants)}.beancount"
            write_ledger(path, count, plugin=plugin, terms=terms)
            variants[f"{count:,} assets, {terms}, {'with' if plugin else 'without'} the plugin"] = partial(
                load, path
            )
    series = alternate(variants, rounds)
    rows = []
    names = list(variants)
    for name, name_with in zip(names[::2], names[1::2], strict=True):
        count_text, _, rest = name.partition(" assets, ")
        without, found = series[name].cpu, series[name_with].cpu
        terms = rest.rpartition(", ")[0]
        rows.append([count_text, terms, f"{without:.2f}", f"{found:.2f}", f"**{found - without:.2f}**"])
    return section(
        f"Assets x {MONTHS} months, each of another cost, CPU seconds of the load.",
        table(["assets", "by", "without the plugin", "with it", "added"], rows),
    )
