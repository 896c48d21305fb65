"""Runs the benchmarks side by side and writes docs/benchmarks.md: ``make bench``.

    python tests/benchmarks/run.py [--rounds 5] [--transactions 100000] [--only load] [--out FILE]

A section whose command fails is an error of the whole run: nothing is written.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import textwrap
from collections.abc import Callable
from pathlib import Path

import adventureworks
import assets
import command
import contracts
import exports
import invoices
import one_item
import plant_load
import report_pages
import side_by_side
from measure import BenchmarkError, machine

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"

HEAD = """
Written by `make bench`{arguments}. Trust the ratios, not the seconds: each figure is the median of {rounds} runs, in a
process of its own, the variants taking turns; CPU seconds are user and system time, and Beancount's load cache is
off.

{machine}.
"""


def main() -> int:
    """Run what was asked for and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--transactions", type=int, default=100_000)
    parser.add_argument(
        "--only",
        choices=(
            "load",
            "item",
            "assets",
            "register",
            "peers",
            "invoices",
            "receivables",
            "contracts",
            "check",
            "exports",
            "adventureworks",
        ),
        action="append",
    )
    parser.add_argument("--out", type=Path, default=PAGE)
    given = parser.parse_args()
    rounds, transactions = given.rounds, given.transactions
    sections: dict[str, tuple[str, Callable[[Path], str]]] = {
        "load": (plant_load.TITLE, lambda folder: plant_load.measure(folder, rounds, transactions)),
        "item": (one_item.TITLE, lambda folder: one_item.measure(folder, rounds)),
        "assets": (assets.TITLE, lambda folder: assets.measure(folder, rounds)),
        "register": (
            report_pages.REGISTER.title,
            lambda folder: report_pages.measure(report_pages.REGISTER, folder, rounds),
        ),
        "peers": (side_by_side.TITLE, lambda folder: side_by_side.measure(folder, rounds)),
        "invoices": (invoices.TITLE, lambda folder: invoices.measure(folder, rounds)),
        "receivables": (
            report_pages.RECEIVABLES.title,
            lambda folder: report_pages.measure(report_pages.RECEIVABLES, folder, rounds),
        ),
        "contracts": (contracts.TITLE, lambda folder: contracts.measure(folder, rounds)),
        "check": (command.TITLE, lambda folder: command.measure(folder, rounds, transactions)),
        "exports": (exports.TITLE, lambda folder: exports.measure(folder, rounds)),
        "adventureworks": (adventureworks.TITLE, adventureworks.measure),
    }
    only = "".join(f" --only {name}" for name in given.only or ())
    said = f' with `ARGS="--rounds {rounds} --transactions {transactions}{only}"`'
    default = parser.parse_args([])
    same = (rounds, transactions, given.only) == (default.rounds, default.transactions, default.only)
    text = HEAD.format(arguments="" if same else said, rounds=rounds, machine=machine())
    parts = ["# Benchmarks\n", *(f"{textwrap.fill(part, 118)}\n" for part in text.strip().split("\n\n"))]
    with tempfile.TemporaryDirectory() as folder:
        for name, (title, section) in sections.items():
            if given.only and name not in given.only:
                continue
            print(title, file=sys.stderr)
            try:
                parts.append(f"## {title}\n\n{section(Path(folder))}\n")
            except BenchmarkError as error:
                print(f"{title}: {error}", file=sys.stderr)
                return 1
    given.out.write_text("\n".join(parts), encoding="utf-8")
    print(f"Wrote {given.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
