"""Write the journals of this folder beside its exports, after a change that is meant: look at the difference.

python tests/beanplant_importers/data/asset_year/make_goldens.py

The lists of a system follow each other: the register of the opening, what happened in half a year, the register at its
end.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from beanplant_importers import pipeline

HERE = Path(__file__).parent
CHAINS = {
    "sap": (
        ("import.py", "sap_2025.txt"),
        ("import.py", "sap_transactions.txt"),
        ("later.py", "sap_2026-06-30.csv"),
    ),
    "oracle": (
        ("oracle.py", "oracle_2025.csv"),
        ("oracle.py", "oracle_transactions.csv"),
        ("oracle.py", "oracle_retirements.csv"),
    ),
    "d365": (("d365.py", "d365_transactions.csv"),),
    "sage": (("sage.py", "sage_2025.csv"), ("sage.py", "sage_2026.csv")),
    "table": (("table.py", "table_2025.csv"), ("table.py", "table_transactions.csv")),
}
"""The lists of each system in their order, with the importers that read them."""


def outcome(config: str, name: str, ledger: str) -> pipeline.Outcome:
    """Return what an export comes to over the text of a ledger."""
    importer = pipeline.choose(pipeline.load_config(config), name)
    assert importer is not None, name
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "main.beancount"
        path.write_text(ledger, "utf-8")
        entries, _ = pipeline.read_ledger(path)
    return pipeline.run([pipeline.Job(importer, name)], entries)


def journals() -> dict[str, str]:
    """Return the journals by export, each over those of its system before it."""
    found = {}
    for steps in CHAINS.values():
        ledger = Path("ledger.beancount").read_text("utf-8")
        for config, name in steps:
            found[name] = "".join(outcome(config, name, ledger).text(name))
            ledger += found[name]
    return found


def main() -> None:
    """Write them all."""
    os.chdir(HERE)
    for name, text in journals().items():
        Path(f"{name}.beancount").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
