"""``bean-plant check`` against ``bean-check`` on the same ledger, both without Beancount's cache."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from generate import write
from measure import BenchmarkError, alternate, run, section, table

TITLE = "bean-plant check against bean-check"


def measure(folder: Path, rounds: int, transactions: int) -> str:
    """Check one ledger with both commands and return a section of the page."""
    path = folder / "check.beancount"
    with path.open("w", encoding="utf-8") as out:
        write(out, transactions=transactions, valuation="standard", form="plant", seed=1)
    binaries = Path(sys.executable).parent
    commands = {
        "bean-check": [binaries / "bean-check", "--no-cache", path],
        "bean-plant check": [binaries / "bean-plant", "-f", path, "check"],
    }
    for command in commands.values():
        if not command[0].exists():
            raise BenchmarkError(f"{command[0].name} is not installed in this environment")
    series = alternate({name: partial(run, command) for name, command in commands.items()}, rounds)
    base = series["bean-check"].cpu
    rows = [
        [f"`{name}`", f"{found.cpu:.2f}", found.spread, f"{found.peak:.0f}", f"**{base / found.cpu:.2f}**"]
        for name, found in series.items()
    ]
    return section(
        f"A ledger of {transactions:,} plant transactions under standard cost.",
        table(["command", "CPU s", "least to most", "peak MiB", "times faster"], rows),
    )
