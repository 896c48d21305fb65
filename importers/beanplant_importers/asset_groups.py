"""Groups of assets that are depreciated as one, by the table of classes.

::

    [group.TRUCKS]                                            2021-03-01 custom "plant-asset-group" "TRUCKS" Assets:...
    account = "Assets:P100:Vehicles"                            method: "composite"
    expense = "cost-centers:Transport:Depreciation"             rate: "25%"
    method = "composite"                                        expense: Expenses:P100:CostCenters:Transport:...
    rate = "25 %"                                               accumulated: 48000.00 USD

A group begins with its first member. Depreciation is the group's, so what was depreciated on the members opens the
group: the members keep their cost, salvage and life alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant_importers.asset_facts import AssetDirective
from beanplant_importers.facts import ZERO

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beanplant_importers.asset_case import Case, Term


def directives(members: Mapping[str, Sequence[Case]]) -> dict[str, AssetDirective]:
    """Return the directives of groups by the key of the member that brings each; ``members`` are those that are new."""
    found: dict[str, AssetDirective] = {}
    for name, cases in members.items():
        group = cases[0].said_group
        if group is None:
            continue
        taken = sum((case.row.depreciation() or ZERO for case in cases if not case.later), ZERO)
        terms: list[Term] = [("method", group.method)]
        if group.rate:
            terms.append(("rate", group.rate))
        terms.append(("expense", group.expense))
        if group.gain_loss:
            terms.append(("gain-loss", group.gain_loss))
        if taken:
            terms.append(("accumulated", taken))
        first = min(cases, key=lambda case: case.row.service or case.date)
        found[cases[0].key] = AssetDirective(
            kind="plant-asset-group", date=first.row.service or first.date, plant=first.plan.plant, asset=name,
            source=cases[0].row.source, account=group.account, currency=first.currency, terms=tuple(terms),
        )  # fmt: skip
    return found
