"""Invoices of a hundred contracts with variable consideration: what they add to a load."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path

from measure import alternate, load, section, table

TITLE = "Contracts with variable consideration"
SIZES = (5_000, 50_000)
"""Invoices, of all contracts together."""
CONTRACTS = 100
DAYS = 700
HEAD = """option "operating_currency" "USD"
2024-01-01 open Assets:Receivables
2024-01-01 open Income:Sales
2024-01-01 open Income:SalesRebates
2024-01-01 open Liabilities:RefundLiability
"""
TURNOVER = """2024-01-01 custom "plant-contract-tiers" "C-{0}" "0" "0%" "100000" "2%" "500000" "3%"
2024-01-01 custom "plant-estimate" "C-{0}" 600000 USD
2024-06-30 custom "plant-estimate" "C-{0}" 400000 USD
"""
VOLUME = """2024-01-01 custom "plant-contract-tiers" "C-{0}" "0" 100 USD "1000" 90 USD "5000" 85 USD
2024-01-01 custom "plant-estimate" "C-{0}" 6000
2024-01-01 custom "plant-estimate" "C-{0}" "returns" 0.03
  window: "90 days"
"""


def write_ledger(path: Path, invoices: int, *, plugin: bool) -> None:
    """Write so many invoices over two years: half of the contracts by turnover, half by volume with returns."""
    lines = [HEAD]
    if plugin:
        lines.append('plugin "beanplant.sales_discounts"\n')
    start = datetime.date(2024, 1, 1)
    for number in range(CONTRACTS):
        contract = f'{start} custom "plant-contract" "C-{number}" Income:Sales\n'
        terms = (TURNOVER if number % 2 else VOLUME).format(number)
        lines.append(f'{contract}  customer: "Customer {number}"\n  deductions: Income:SalesRebates\n{terms}')
    for number in range(invoices):
        date = start + datetime.timedelta(1 + number * DAYS // invoices)
        units = 1 + number % 97
        lines.append(
            f'{date} * "Customer {number % CONTRACTS}" "Invoice"\n  quantity: {units}\n'
            f"  Assets:Receivables  {units * 100}.00 USD\n  Income:Sales  -{units * 100}.00 USD\n"
        )
    path.write_text("".join(lines), encoding="utf-8")


def measure(folder: Path, rounds: int) -> str:
    """Load the invoices with and without the plugin and return a section of the page."""
    variants = {}
    for count in SIZES:
        for plugin in (False, True):
            path = folder / f"contracts-{len(variants)}.beancount"
            write_ledger(path, count, plugin=plugin)
            variants[count, plugin] = partial(load, path)
    found = alternate(variants, rounds)
    rows = []
    for count in SIZES:
        without, with_plugin = found[count, False], found[count, True]
        added = with_plugin.cpu - without.cpu
        cells = [f"{count:,}", f"{without.cpu:.2f}", f"{with_plugin.cpu:.2f}", f"**{added:.2f}**"]
        rows.append([*cells, f"{1_000_000 * added / count:.0f}"])
    return section(
        f"CPU seconds that {CONTRACTS} contracts add to the load of their invoices, found by their customers: half with"
        " a rebate on turnover, half with prices by volume and a right of return of 90 days. Each invoice is measured"
        " with its whole contract so far.",
        table(["invoices", "without, s", "with, s", "added, s", "us an invoice"], rows),
    )
