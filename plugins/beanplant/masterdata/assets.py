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
``accumulated: 30000.00 USD`` opens an asset part-way. Fiscal years end as the ledger tells Fava: ``custom
"fava-option" "fiscal-year-end" "06-30"``; a later one begins a fiscal year, so the one before it may be short.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.faults import nearest, place
from beanplant.masterdata.asset_accounts import CONTRA, TANGIBLE
from beanplant.masterdata.asset_facts import Asset
from beanplant.masterdata.asset_terms import read_terms
from beanplant.masterdata.values import ACCOUNT, AMOUNT, DATE, TEXT, number
from beanplant.rules.depreciation.fiscal_years import FiscalYears

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from beancount.core.amount import Amount
    from beancount.core.data import Custom

    from beanplant.masterdata.directives import Directive

FISCAL_YEAR_END = "fiscal-year-end"


def read_assets(directives: Iterable[Directive]) -> tuple[dict[str, Asset], set[str]]:
    """Return the assets by name, and the names of those that could not be read."""
    assets: dict[str, Asset] = {}
    broken: set[str] = set()
    places: dict[str, Directive] = {}
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
        asset = _asset(directive, name, values[1], values[2])
        if asset is None:
            broken.add(name)
        else:
            assets[name] = asset
            places[name] = directive
    for name, asset in assets.items():
        if asset.part_of is not None:
            _check_parent(name, asset, assets, places[name])
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


def _asset(directive: Directive, name: str, account: str, cost: Amount) -> Asset | None:
    stands = directive.check_open(account)
    if number(cost) < 0:
        directive.fault(f"found {cost}, expected a cost of zero or more")
        stands = False
    kind = directive.word("kind", tuple(CONTRA), TANGIBLE)
    terms = read_terms(directive, cost)
    accumulated = directive.amount("accumulated", cost.currency) or Decimal(0)
    if terms is not None and accumulated > number(cost) - terms.salvage:
        left = number(cost) - terms.salvage
        directive.wrong("accumulated", f"no more than cost less salvage, {left} {cost.currency}")
        stands = False
    expense = directive.account("expense")
    if not directive.has("expense"):
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
    )


def read_fiscal_years(options: Iterable[Custom]) -> FiscalYears:
    """Return the fiscal years of the ledger: ``custom "fava-option" "fiscal-year-end" "06-30"``.

    Depreciation is by the month, so a year that ends within a month ends with that month. A month above 12
    is one of the next calendar year, as in Fava.
    """
    changes: list[tuple[int, int]] = []
    for entry in options:
        name, value = ([*(str(each.value) for each in entry.values or ()), "", ""])[:2]
        month = value.partition("-")[0]
        if name == FISCAL_YEAR_END and month.isdecimal() and int(month):
            last = (int(month) - 1) % 12 + 1
            if not changes or changes[-1][1] != last:
                changes.append((entry.date.year * 12 + entry.date.month - 1, last))
    return FiscalYears(tuple(changes)) if changes else FiscalYears()


def read_horizon(directives: Iterable[Directive]) -> datetime.date | None:
    """Return the date to which depreciation is posted: that of the newest directive."""
    newest: Directive | None = None
    horizon: datetime.date | None = None
    for directive in directives:
        values = directive.take(DATE)
        if values is None:
            continue
        if newest is not None and newest.date == directive.date:
            directive.fault(f"also at {place(newest.source)} on {directive.date}; keep one of them")
            continue
        newest, horizon = directive, values[0]
    return horizon
