"""Terms of payment of QuickBooks (rows ``TERMS`` of IIF) in the words of the ledger language.

Standard terms have a discount percent and days, and days until all is due: ``2% 10 Net 30``. Date-driven ones
(TERMSTYPE 1) have days of the month: the discount until that day of the next month, all due by another (``prox``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beanplant_importers.formats.iif import Row


def worded(row: Row) -> str:
    """Return the terms of a row, nothing where it grants none and says no days. Raises `ImportFault`."""
    percent = abs(row.amount_of("DISCPER", "DISCPERCENT"))
    if row.text("TERMSTYPE") == "1":
        day, due = row.text("DISCDAYOFMONTH", "DISCDAYS"), row.text("DAYOFMONTHDUE", "DUEDAYS")
        discount = f"{percent.normalize():f}/{day} prox" if percent and day else ""
        rest = f"net {due}{'' if discount else ' prox'}" if due and due != "0" else ""
    else:
        day, due = row.text("STDDISCDAYS", "DISCDAYS"), row.text("STDDUEDAYS", "DUEDAYS")
        discount = f"{percent.normalize():f}/{day or 0}" if percent else ""
        rest = f"net {due}" if due and due != "0" else ("" if discount else "due on receipt")
    return " ".join(part for part in (discount, rest) if part)
