"""A plant's ledger under each method: with the plugin, without its line, and as Beancount's own FIFO lots."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from generate import METHODS, write
from measure import Series, alternate, load, section, table

TITLE = "Loading a plant's ledger"


def measure(folder: Path, rounds: int, transactions: int) -> str:
    """Load the three forms and return a section of the page."""
    files: dict[str, Path] = {}
    for name, form, method in (
        ("without the plugin", "plain", "standard"),
        *((f"plugin, {method}", "plant", method) for method in METHODS),
        ("FIFO lots", "lots", "standard"),
    ):
        files[name] = folder / f"{form}-{method}.beancount"
        with files[name].open("w", encoding="utf-8") as out:
            write(out, transactions=transactions, valuation=method, form=form, seed=1)
    # The plain load stands between any two others, so that each is compared with its neighbors in time.
    variants = {}
    for name, path in files.items():
        if name.startswith("plugin") or name == "FIFO lots":
            variants[f"plain before {name}"] = partial(load, files["without the plugin"])
            variants[name] = partial(load, path)
    series = alternate(variants, rounds)
    plain = Series([run for name, found in series.items() if name.startswith("plain") for run in found.runs])
    lots = series["FIFO lots"]
    rows = [["without the plugin", f"{plain.cpu:.2f}", plain.spread, f"{plain.peak:.0f}", "1.00", ""]]
    for name in files:
        if name.startswith("plugin"):
            found = series[name]
            beside = series[f"plain before {name}"].cpu
            rows.append(
                [
                    name,
                    f"{found.cpu:.2f}",
                    found.spread,
                    f"{found.peak:.0f}",
                    f"**{found.cpu / beside:.2f}**",
                    f"**{found.cpu / lots.cpu:.2f}**",
                ]
            )
    rows.append(
        [
            "FIFO lots",
            f"{lots.cpu:.2f}",
            lots.spread,
            f"{lots.peak:.0f}",
            f"{lots.cpu / plain.cpu:.2f}",
            "1.00",
        ]
    )
    made = {name: series[name].result["transactions"] for name in files if name in series}
    counts = f"{plain.result['transactions']:,} transactions are written"
    with_made = f"{made['plugin, standard']:,} stand in the books under standard cost, order closes included"
    return section(
        f"{counts}; {with_made}. Every one of them is valued; tests/benchmarks/generate.py says what the plant is"
        " like. `to plain` is the median over that of the loads of the same file without the plugin line that ran"
        " beside it, `to lots` over that of the same facts as FIFO lots.",
        table(["load", "CPU s", "least to most", "peak MiB", "to plain", "to lots"], rows),
    )
