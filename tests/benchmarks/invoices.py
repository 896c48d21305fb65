"""Early payment discounts of many invoices and their payments, by each method: what they add to a load."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path

from measure import alternate, load, section, table

TITLE = "Early payment discounts"
SIZES = (20_000, 100_000)
"""Invoices and payments together, half of each."""
GOAL = 3.0  # CPU seconds that the largest adds, by the gross method
METHODS = {
    "gross": '  method: "gross"\n',
    "net": '  method: "net"\n',
    "allowance": '  method: "allowance"\n  expected: 0.80\n',
}


def write_ledger(path: Path, documents: int, *, plugin: bool, method: str) -> None:
    """Write so many invoices and payments of two hundred customers over two years; a fifth of them are in time."""
    lines = ['option "operating_currency" "USD"']
    if plugin:
        lines.append('plugin "beanplant.sales_discounts"')
    start = datetime.date(2024, 1, 1)
    lines += [f"{start} open {account}" for account in ("Assets:Bank", "Assets:Receivables", "Income:Sales")]
    lines.append(
        f'{start} custom "plant-sales-discounts" Income:Sales\n  receivables: Assets:Receivables\n{METHODS[method]}'
    )
    for number in range(documents // 2):
        invoiced = start + datetime.timedelta(number % 700)
        days = 5 + number % 30
        paid = invoiced + datetime.timedelta(days)
        cents = 100_000 + 100 * (number % 977)
        received = cents - cents * 2 // 100 if days <= 10 else cents
        gross, net = (f"{amount // 100}.{amount % 100:02d} USD" for amount in (cents, received))
        customer = f"Customer {number % 200:03d}"
        lines.append(
            f'{invoiced} * "{customer}" "Invoice"\n  invoice: "I-{number}"\n  terms: "2/10 net 30"\n'
            f"  Assets:Receivables  {gross}\n  Income:Sales  -{gross}\n"
            f'{paid} * "{customer}" "Payment"\n  invoice: "I-{number}"\n'
            f"  Assets:Bank  {net}\n  Assets:Receivables  -{net}\n"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure(folder: Path, rounds: int) -> str:
    """Load the invoices with and without the plugin and return a section of the page."""
    variants = {}
    kinds = [("gross", count) for count in SIZES] + [
        (method, SIZES[-1]) for method in METHODS if method != "gross"
    ]
    for method, count in kinds:
        for plugin in (False, True):
            path = folder / f"invoices-{len(variants)}.beancount"
            write_ledger(path, count, plugin=plugin, method=method)
            variants[method, count, plugin] = partial(load, path)
    found = alternate(variants, rounds)
    rows = []
    for method, count in kinds:
        without, with_plugin = found[method, count, False], found[method, count, True]
        added = with_plugin.cpu - without.cpu
        rows.append(
            [method, f"{count:,}", f"{without.cpu:.2f}", f"{with_plugin.cpu:.2f}", f"**{added:.2f}**"]
        )
    return section(
        f"CPU seconds that discounts add to the load of so many invoices and payments, half of each; the goal is"
        f" {GOAL:.0f} at {SIZES[-1]:,} by the gross method.",
        table(["method", "invoices and payments", "without, s", "with, s", "added, s"], rows),
    )
