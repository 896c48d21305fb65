"""Numbers that SAP gives again each year, as clearing documents in FBL5N and FBL1N.

Number ranges of financial documents begin again each fiscal year, so a list of two years may have two payments of one
number, and items that each of them cleared. They are told apart by the year of the posting and of the clearing date.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from beanplant_importers.errors import ImportFault
from beanplant_importers.open_items import CREDIT_NOTE, INVOICE, OpenItem


def told_apart(items: Sequence[OpenItem], cleared: Mapping[int, datetime.date | None]) -> list[OpenItem]:
    """Return the items, with the year behind numbers of payments that stand for several; ``cleared`` are the clearing
    dates by ``id``. Raises `ImportFault` where the list does not have them.
    """
    years: dict[str, set[int]] = {}
    for item in items:
        if item.kind not in (INVOICE, CREDIT_NOTE):
            years.setdefault(item.number, set()).add(item.date.year)
    several = {number for number, found in years.items() if len(found) > 1}
    if not several:
        return list(items)

    def apart(item: OpenItem) -> OpenItem:
        if item.clearing in several:
            date = cleared.get(id(item))
            if date is None:
                raise ImportFault(
                    item.source.file, item.source.row, f"found the clearing document {item.clearing}, a number of "
                    f"{' and '.join(map(str, sorted(years[item.clearing])))}; export the clearing date, too",
                )  # fmt: skip
            item = replace(item, clearing=f"{item.clearing}/{date.year}")
        if item.number in several and item.kind not in (INVOICE, CREDIT_NOTE):
            item = replace(item, number=f"{item.number}/{item.date.year}")
        return item

    return [apart(item) for item in items]
