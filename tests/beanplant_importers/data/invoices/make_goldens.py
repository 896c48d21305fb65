"""Write the journal beside each list of this folder, after a change that is meant: look at the difference.

python tests/beanplant_importers/data/invoices/make_goldens.py
"""

from __future__ import annotations

import os
from pathlib import Path

from beanplant_importers import pipeline, tie_out

HERE = Path(__file__).parent
LISTS = (
    "sap_customers.csv", "sap_customers_de.txt", "sap_vendors.csv", "quickbooks.iif", "quickbooks_journal.csv",
    "intacct_invoices.csv", "intacct_payments.csv", "intacct_bills.csv", "intacct_bill_payments.csv",
    "d365_customers.csv", "d365_vendors.csv", "table_customers.csv", "table_vendors.csv",
)  # fmt: skip


def outcome(name: str) -> pipeline.Outcome:
    """Return what the import of a list comes to; the working folder is this one."""
    importers = pipeline.load_config("import.py")
    importer = pipeline.choose(importers, name)
    assert importer is not None, name
    entries, _ = pipeline.read_ledger("ledger.beancount")
    return pipeline.run([pipeline.Job(importer, name)], entries)


def journal(name: str) -> str:
    """Return the journal of a list, with the tie-out as it is printed."""
    found = outcome(name)
    printed = "\n".join(tie_out.lines(found.tallies))
    return "".join(found.text(f"{name}\n{printed}"))


def main() -> None:
    """Write them all."""
    os.chdir(HERE)
    for name in LISTS:
        Path(f"{name}.beancount").write_text(journal(name), "utf-8")


if __name__ == "__main__":
    main()
