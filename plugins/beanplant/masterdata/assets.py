"""Fixed assets: what is depreciated, over how long, and where to.

    2026-02-01 custom "plant-asset" "CNC-01" Assets:P100:Machinery 120000.00 USD
      salvage: 12000.00 USD
      life: "7 years"
      method: "straight-line"
      convention: "full-month"
      expense: Expenses:P100:CostCenters:Machining:Depreciation
      gain-loss: Income:P100:GainOnDisposal

The directive books nothing: the cost is what the account got with ``asset: "CNC-01"``, and the amount checks
it. Its date is the day in service (ASC 360-10-35-4, IAS 16.55). ``life`` is whole months, written as years,
months or both. ``method`` and ``convention`` have the values shown where they are left out.
``accumulated: 30000.00 USD`` opens an asset part-way.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.faults import place
from beanplant.masterdata.facts import Asset
from beanplant.masterdata.language import (
    CONVENTIONS,
    DEPRECIATION_METHODS,
    LATER_CONVENTIONS,
    LATER_DEPRECIATION_METHODS,
)
from beanplant.masterdata.values import ACCOUNT, AMOUNT, DATE, TEXT, number

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from beancount.core.amount import Amount

    from beanplant.masterdata.directives import Directive

_LIFE = re.compile(r"(?:(\d+(?:\.\d+)?) ?years?)?[ ,]*(?:(\d+) ?months?)?")


def read_assets(directives: Iterable[Directive]) -> tuple[dict[str, Asset], set[str]]:
    """Return the assets by name, and the names of those that could not be read."""
    assets: dict[str, Asset] = {}
    broken: set[str] = set()
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
    return assets, broken - assets.keys()


def _asset(directive: Directive, name: str, account: str, cost: Amount) -> Asset | None:
    method = directive.word(
        "method", DEPRECIATION_METHODS, DEPRECIATION_METHODS[0], LATER_DEPRECIATION_METHODS
    )
    convention = directive.word("convention", CONVENTIONS, CONVENTIONS[0], LATER_CONVENTIONS)
    if method is None or convention is None:
        return None
    stands = directive.check_open(account)
    if number(cost) < 0:
        directive.fault(f"found {cost}, expected a cost of zero or more")
        stands = False
    salvage = directive.amount("salvage", cost.currency) or Decimal(0)
    accumulated = directive.amount("accumulated", cost.currency) or Decimal(0)
    if salvage > number(cost):
        directive.wrong("salvage", f"no more than the cost, {cost}")
        stands = False
    elif accumulated > number(cost) - salvage:
        directive.wrong(
            "accumulated", f"no more than cost less salvage, {number(cost) - salvage} {cost.currency}"
        )
        stands = False
    life = _life(directive)
    expense = directive.account("expense")
    if not directive.has("expense"):
        directive.fault("expense: is missing; write the account that depreciation is charged to")
    gain_loss = directive.account("gain-loss")
    title = directive.text("name") or name
    if not stands or life is None or expense is None:
        return None
    return Asset(
        name=name,
        date=directive.date,
        account=account,
        cost=number(cost),
        currency=cost.currency,
        title=title,
        salvage=salvage,
        life=life,
        method=method,
        convention=convention,
        expense=expense,
        gain_loss=gain_loss,
        accumulated=accumulated,
        source=directive.source,
    )


def _life(directive: Directive) -> int | None:
    value = directive.source.get("life")
    months = life_in_months(value) if isinstance(value, str) else None
    if months is None:
        if directive.has("life"):
            directive.wrong("life", 'a time of whole months such as "7 years" or "84 months"')
        else:
            directive.fault('life: is missing; write such as life: "7 years"')
    return months


def life_in_months(text: str) -> int | None:
    """Return the months of ``"7 years"``, ``"84 months"``, ``"7 years 6 months"`` or ``"7.5 years"``."""
    match = _LIFE.fullmatch(text.strip().lower())
    if match is None:
        return None
    months = Decimal(match[1] or 0) * 12 + Decimal(match[2] or 0)
    return int(months) if months > 0 and months == int(months) else None


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
