"""Fixed assets: what is depreciated, over how long, and where to.

    2026-02-01 custom "plant-asset" "CNC-01" Assets:P100:Machinery 120000.00 USD
      salvage: 12000.00 USD
      life: "7 years"
      method: "straight-line"
      convention: "full-month"
      expense: Expenses:P100:CostCenters:Machining:Depreciation
      gain-loss: Income:P100:GainOnDisposal

The directive books nothing: the cost is what the account got with ``asset: "CNC-01"``, and the amount checks
it. Its date is the day in service (ASC 360-10-35-4, IAS 16.55). ``method`` and ``convention`` have the
values shown where they are left out. ``kind: "intangible"`` says which account collects its depreciation
(`asset_accounts`), ``part-of: "LINE-1"`` that it is a component of another asset.
``accumulated: 30000.00 USD`` opens an asset part-way. Fiscal years and the date to which is posted are in `periods`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beanplant.faults import nearest, place
from beanplant.masterdata.asset_accounts import CONTRA, TANGIBLE
from beanplant.masterdata.asset_facts import Asset
from beanplant.masterdata.asset_terms import Known, read_shared_terms
from beanplant.masterdata.values import ACCOUNT, AMOUNT, TEXT, is_whole, number
from beanplant.rules.currencies import minor_units

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beancount.core.amount import Amount

    from beanplant.masterdata.asset_baskets import BasketBook
    from beanplant.masterdata.asset_facts import DepreciationTerms
    from beanplant.masterdata.directives import Directive


COMING = frozenset({"construction", "project", "usage", "group", "basket", "below-threshold"})
"""Keys that most assets have not."""


def read_assets(directives: Iterable[Directive], baskets: BasketBook) -> tuple[dict[str, Asset], set[str]]:
    """Return the assets by name, and the names of those that could not be read.

    ``baskets`` has the cost of what was bought for one price with others.
    """
    assets: dict[str, Asset] = {}
    broken: set[str] = set()
    places: dict[str, Directive] = {}
    known: Known = {}
    for directive in directives:
        values = directive.take(TEXT, ACCOUNT, AMOUNT)
        if values is None:
            broken.update(value for value in directive.values[:1] if isinstance(value, str))
            continue
        name: str = values[0]
        if name in assets:
            directive.fault(
                f"is written twice: also at {place(assets[name].source)}; give one of them another name"
            )
            continue
        if directive.source.get("basket") in baskets.broken:
            broken.add(name)
            continue
        asset = _asset(directive, name, values[1], values[2], baskets.costs.get(name), known)
        if asset is None:
            broken.add(name)
        else:
            assets[name] = asset
            places[name] = directive
    for name, asset in assets.items():
        if asset.part_of is not None:
            _check_parent(name, asset, assets, places[name])
    for name in baskets.drop(broken - assets.keys()):
        broken.add(name)
        assets.pop(name, None)
    return assets, broken - assets.keys()


def _check_parent(name: str, asset: Asset, assets: dict[str, Asset], directive: Directive) -> None:
    """Report a component whose parent is not there, or is the component's own."""
    parent = asset.part_of
    seen = {name}
    while parent is not None:
        if parent not in assets:
            directive.fault(f'part-of: unknown asset "{parent}"{nearest(parent, assets)}')
            return
        if parent in seen:
            directive.fault(f'part-of: "{asset.part_of}" is itself a part of "{name}"; delete one of the two')
            return
        seen.add(parent)
        parent = assets[parent].part_of


def _asset(
    directive: Directive, name: str, account: str, amount: Amount, allocated: Amount | None, known: Known
) -> Asset | None:
    """Return an asset; of a basket the ``amount`` is what it was appraised at, and ``allocated`` its cost."""
    stands = directive.check_asset_account(account)
    if number(amount) < 0:
        directive.fault(f"found {amount}, expected a cost of zero or more")
        stands = False
    elif allocated is None and not is_whole(amount):
        directive.fault(
            f"found {amount}, expected a cost with at most {minor_units(amount.currency)} decimals"
        )
        stands = False
    cost = amount if allocated is None else allocated  # an amount of zero is false
    kind = directive.word("kind", tuple(CONTRA), TANGIBLE)
    accumulated = directive.amount("accumulated", cost.currency) or Decimal(0)
    grouped = directive.has("group")
    terms = read_shared_terms(directive, cost, known, grouped=grouped)
    came: dict[str, Any] = {} if COMING.isdisjoint(directive.source) else _coming(directive, terms)
    if grouped and not (_may_be_grouped(directive, terms, accumulated) and came["group"]):
        stands = False
    if terms is not None and accumulated > max(number(cost) - terms.salvage, Decimal(0)):
        left = number(cost) - terms.salvage
        directive.wrong("accumulated", f"no more than cost less salvage, {left} {cost.currency}")
        stands = False
    expense = directive.account("expense")
    never = terms is not None and terms.method == "none"
    if not directive.has("expense") and (never or grouped):
        expense = ""
    elif not directive.has("expense"):
        directive.fault("expense: is missing; write the account that depreciation is charged to")
    gain_loss = directive.account("gain-loss")
    title = directive.text("name") or name
    if not stands or terms is None or expense is None or kind is None:
        return None
    return Asset(
        name=name,
        date=directive.date,
        account=account,
        cost=number(cost),
        currency=cost.currency,
        title=title,
        terms=terms,
        expense=expense,
        gain_loss=gain_loss,
        accumulated=accumulated,
        source=directive.source,
        kind=kind,
        part_of=directive.text("part-of"),
        appraised=None if allocated is None else number(amount),
        **came,
    )


def _coming(directive: Directive, terms: DepreciationTerms | None) -> dict[str, str | None]:
    """Return how an asset comes onto the books, and what its use and its rate go by: the keys of ``COMING``."""
    construction, project = directive.asset_account("construction"), directive.text("project")
    if project is not None and not directive.has("construction"):
        directive.fault("project: needs construction:, the account on which the project's cost was collected")
    if construction is not None and directive.values[1] == construction:
        directive.fault(f"construction: found {construction}, which is the asset's own account; delete it")
        construction = None
    directive.flag("below-threshold")  # read with the plant's threshold
    return {
        "construction": construction,
        "project": project if construction else None,
        "activity": _activity(directive, terms),
        "group": directive.text("group"),
        "basket": directive.text("basket"),
    }


def _activity(directive: Directive, terms: DepreciationTerms | None) -> str | None:
    """Return the activity whose hours are the asset's use; None where none is named or can be."""
    activity = directive.text("usage")
    if activity is None or not directive.check_item(activity, activity=True):
        return None
    if terms is not None and terms.method != "units-of-production":
        directive.fault(
            f'usage: belongs to method: "units-of-production", found "{terms.method}"; correct one of them'
        )
        return None
    return activity


def _may_be_grouped(directive: Directive, terms: DepreciationTerms | None, accumulated: Decimal) -> bool:
    """Whether an asset says nothing that its group says."""
    stands = True
    if terms is not None and terms.method != "straight-line":
        directive.fault(f'method: found "{terms.method}", but the group: says it; delete it')
        stands = False
    for key in ("expense", "gain-loss", "convention", "day-count", "rounding", "lease-ends"):
        if directive.has(key):
            directive.fault(f"{key}: belongs to its group; write it there and delete it here")
            stands = False
    if accumulated:
        directive.fault("accumulated: belongs to its group, whose depreciation is one; write it there")
        stands = False
    return stands
