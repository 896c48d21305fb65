"""Numbers that SAP gives more than once, as clearing documents in FBL5N and FBL1N.

Number ranges of financial documents begin again each fiscal year, and each company code has its own. So a list of two
years, or of two company codes, may have two payments of one number, and items that each of them cleared. They are told
apart by the company code, and by the year of the posting and of the clearing date.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from beanplant_importers.errors import ImportFault
from beanplant_importers.open_items import CREDIT_NOTE, INVOICE, OpenItem


class Origin(NamedTuple):
    """The company code of a row, and when it was cleared."""

    company: str
    cleared: datetime.date | None


def told_apart(items: Sequence[OpenItem], origins: Mapping[int, Origin]) -> list[OpenItem]:
    """Return the items, with company code and year behind numbers of payments that stand for several; ``origins`` are
    those of the rows by ``id``. Raises `ImportFault` where the list does not have what tells them apart.
    """
    companies = len({origins[id(item)].company for item in items}) > 1

    def within(number: str, item: OpenItem) -> str:
        return f"{number}@{origins[id(item)].company}" if companies and number else number

    years: dict[str, set[int]] = {}
    for item in items:
        if item.kind not in (INVOICE, CREDIT_NOTE):
            years.setdefault(within(item.number, item), set()).add(item.date.year)
    several = {number for number, found in years.items() if len(found) > 1}
    if not several and not companies:
        return list(items)

    def apart(item: OpenItem) -> OpenItem:
        number, clearing = within(item.number, item), within(item.clearing, item)
        if clearing in several:
            date = origins[id(item)].cleared
            if date is None:
                raise ImportFault(
                    item.source.file, item.source.row, f"found the clearing document {item.clearing}, a number of "
                    f"{' and '.join(map(str, sorted(years[clearing])))}; export the clearing date, too",
                )  # fmt: skip
            clearing = f"{clearing}/{date.year}"
        if number in several:
            number = f"{number}/{item.date.year}"
        if item.kind in (INVOICE, CREDIT_NOTE):
            number = item.number
        return replace(item, number=number, clearing=clearing)

    return [apart(item) for item in items]
