"""Write the journal beside each export of this folder, after a change that is meant: look at the difference.

python tests/beanplant_importers/data/assets/make_goldens.py
"""

from __future__ import annotations

import os
from pathlib import Path

from beanplant_importers import pipeline

HERE = Path(__file__).parent
EXPORTS = (
    "sap_de.txt",
    "sap_en.csv",
    "oracle_register.csv",
    "oracle_reserve.csv",
    "d365_transactions.csv",
    "d365_summary.csv",
    "sage.csv",
    "table.csv",
)


def journal(name: str) -> str:
    """Return the journal of an export, with names relative to this folder."""
    importers = pipeline.load_config("import.py")
    importer = pipeline.choose(importers, name)
    assert importer is not None, name
    entries, _ = pipeline.read_ledger("ledger.beancount")
    return "".join(pipeline.run([pipeline.Job(importer, name)], entries).text(f"{name}, by {importer.name}"))


def main() -> None:
    """Write them all."""
    os.chdir(HERE)
    for name in EXPORTS:
        Path(f"{name}.beancount").write_text(journal(name), "utf-8")


if __name__ == "__main__":
    main()
