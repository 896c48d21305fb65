"""The first entry of an asset: its opening balance, or its acquisition after the opening.

::

    2025-12-31 * "Opening balance of CNC mill, asset 10001"
      document: "FA/10001"
      Assets:P100:Machinery                            120000.00 USD
        asset: "10001"
        line: "opening"
      Assets:P100:AccumulatedDepreciation:Machinery    -24000.00 USD
        asset: "10001"
      Equity:Opening                                   -96000.00 USD

    2026-03-01 * "Acquisition of Saw, asset 10011"
      document: "FA/10011"
      x-through: "2026-06-30"
      Assets:P100:Machinery                              9000.00 USD
        asset: "10011"
        line: "acquisition"
      Assets:P100:AssetClearing                         -9000.00 USD

The account of accumulated depreciation goes by the kind; of an asset in a group it is the group's. A prepaid expense is
credited itself, so it is opened with what is left of it. What is not depreciated has no directive, and is named by
``x-asset``.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant_importers.asset_ledger import DOCUMENT, THROUGH
from beanplant_importers.facts import Entry, Line

if TYPE_CHECKING:
    from beanplant_importers.asset_case import Case


def opening(case: Case, account: str, *, line: str, owned: bool) -> Entry:
    """Return the opening entry of an asset; ``owned``: the ledger has it by a directive, or will."""
    row, entry = case.row, case.entry
    taken = row.depreciation()
    assert taken is not None
    mine = (("asset" if owned else "x-asset", case.key),)
    if entry.kind == "prepaid":
        lines = [Line(account=account, amount=row.cost - taken, details=mine)]
    else:
        lines = [Line(account=account, amount=row.cost, details=mine)]
    if taken and entry.kind != "prepaid":
        group = case.said_group if owned else None
        if group is not None:
            account, mine = case.chart.account(group.account), (("asset", case.group),)
        lines.append(Line(account=entry.contra(account), amount=-taken, details=mine))
    if row.cost - taken:
        lines.append(Line(account="opening", amount=taken - row.cost))
    return _first(case, case.opened, line, lines, f"Opening balance{f' of {row.name}' if row.name else ''}")


def purchase(case: Case, account: str, amount: Decimal, *, line: str, owned: bool) -> Entry:
    """Return the entry of an acquisition after the opening; its cost is complete up to the date of the list."""
    row = case.row
    lines = [
        Line(account=account, amount=amount, details=(("asset" if owned else "x-asset", case.key),)),
        Line(account=case.plan.bought, amount=-amount),
    ]
    what = f"Acquisition{f' of {row.name}' if row.name else ''}"
    return _first(case, row.service or case.date, line, lines, what, ((THROUGH, str(case.date)),))


def _first(
    case: Case,
    date: datetime.date,
    line: str,
    lines: list[Line],
    what: str,
    details: tuple[tuple[str, str], ...] = (),
) -> Entry:
    return Entry(
        document=DOCUMENT + case.key, line=line, date=date, plant=case.plan.plant, lines=tuple(lines),
        currency=case.currency, source=case.row.source, text=f"{what}, asset", details=details,
    )  # fmt: skip
