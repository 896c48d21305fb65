"""Groups of assets that are depreciated as one, by one rate.

    2026-01-01 custom "plant-asset-group" "FLEET" Assets:P100:Vehicles
      method: "composite"                  ; or "group": assets that are alike
      expense: Expenses:P100:CostCenters:Transport:Depreciation
      rate: "25 %"                         ; of cost a year; else from the first members
    2026-01-01 custom "plant-asset" "CARS" Assets:P100:Vehicles 145000.00 USD
      group: "FLEET"
      salvage: 25000.00 USD
      life: "3 years"

Without ``rate:`` it is the straight-line depreciation of a year of the members that are in service in the first month,
divided by their cost. The rate stays; a later directive of the same group with ``rate:`` says another one, from its
month on. ``accumulated:`` opens a group part-way. The account is the one beside which the depreciation of the group is
accumulated; members may be on others.

In the master data a group is an asset of its own name, without cost, of which the members are parts: it has the
depreciation.

Rule: ASC 360-10-35-4 in practice (group and composite methods; composite rate = depreciation of a year / cost).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.faults import MasterDataError, nearest, place
from beanplant.masterdata.asset_facts import Asset, DepreciationTerms
from beanplant.masterdata.language import GROUP_METHODS
from beanplant.masterdata.values import ACCOUNT, TEXT
from beanplant.rules.depreciation import month_number

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from beanplant.faults import Faults
    from beanplant.masterdata.directives import Directive
    from beanplant.masterdata.master_data import MasterData


@dataclass(frozen=True, slots=True)
class AssetGroup:
    """The ``members`` of a group by name, and its ``rates`` of a year, each from a month on."""

    name: str
    members: tuple[str, ...]
    rates: tuple[tuple[int, Fraction], ...]

    def rate(self, month: int) -> Fraction:
        """Return the rate of a month."""
        return next((rate for first, rate in reversed(self.rates) if first <= month), self.rates[0][1])


def read_groups(directives: Iterable[Directive], master: MasterData, faults: Faults) -> None:
    """Add the groups to the assets of the ledger, and to each member the method of its group."""
    written: dict[str, list[Directive]] = {}
    for directive in directives:
        values = directive.take(TEXT, ACCOUNT)
        if values is not None:
            written.setdefault(values[0], []).append(directive)
        else:
            master.broken_assets.update(value for value in directive.values[:1] if isinstance(value, str))
    members: dict[str, list[Asset]] = {}
    for asset in master.assets.values():
        if asset.group is not None:
            members.setdefault(asset.group, []).append(asset)
    for name, mine in written.items():
        if not _group(mine, name, members.get(name, []), master):
            master.broken_assets.add(name)
    for name, left in members.items():
        for member in left if name not in master.groups else ():
            del master.assets[member.name]
            master.broken_assets.add(member.name)
            if name not in written and name not in master.broken_assets:
                message = (
                    f'asset "{member.name}": group: unknown group "{name}"{nearest(name, written)}; write:'
                )
                message += f' {member.date} custom "plant-asset-group" "{name}" {member.account}'
                faults.add(MasterDataError, member.source, message, None, f"unknown group {name}")


def _group(written: list[Directive], name: str, members: list[Asset], master: MasterData) -> bool:
    """Add a group to the master data; False, and a fault, where it cannot stand."""
    first = written[0]
    stands = first.check_asset_account(first.values[1])
    if name in master.assets:
        first.fault(
            f"is also an asset, at {place(master.assets[name].source)}; give one of them another name"
        )
        return False
    if not members:
        first.fault(f'has no members; write group: "{name}" on its assets')
        return False
    currency = members[0].currency
    for member in members:
        if (member.currency, member.kind) != (currency, members[0].kind):
            first.fault(
                f'"{member.name}" is {member.kind} in {member.currency}, "{members[0].name}" is {members[0].kind} in'
                f" {currency}; only assets of one kind and currency have one rate"
            )
            stands = False
    method = first.word("method", GROUP_METHODS, GROUP_METHODS[0])
    expense, gain_loss = first.account("expense"), first.account("gain-loss")
    if not first.has("expense"):
        first.fault("expense: is missing; write the account that depreciation is charged to")
    accumulated = first.amount("accumulated", currency) or Decimal(0)
    begins = min(member.date for member in members)
    rates = _rates(written, members, begins)
    if not stands or method is None or expense is None or rates is None:
        return False
    terms = DepreciationTerms(method, 0, Decimal(0))
    master.groups[name] = AssetGroup(name, tuple(member.name for member in members), rates)
    for member in members:
        of_group = replace(member.terms, method=method)
        master.assets[member.name] = replace(member, terms=of_group, part_of=member.part_of or name)
    master.assets[name] = Asset(
        name=name,
        date=begins,
        account=first.values[1],
        cost=Decimal(0),
        currency=currency,
        title=first.text("name") or name,
        terms=terms,
        expense=expense,
        gain_loss=gain_loss,
        accumulated=accumulated,
        source=first.source,
        kind=members[0].kind,
    )
    return True


def _rates(
    written: list[Directive], members: list[Asset], begins: datetime.date
) -> tuple[tuple[int, Fraction], ...] | None:
    """Return the rates of a group by month; None, and a fault, where there is none."""
    rates: list[tuple[int, Fraction]] = []
    for number, directive in enumerate(written):
        month = month_number(directive.date) if number else 0
        if number and directive.values[1] != written[0].values[1]:
            directive.fault(
                f"is on {written[0].values[1]} since {written[0].date}; a group keeps its account"
            )
        if number and not directive.has("rate"):
            directive.fault(f"is written at {place(written[0].source)} too; write the new rate: or delete it")
            return None
        rate = directive.share("rate") if directive.has("rate") else _of_members(directive, members, begins)
        if not rate:
            if rate is not None:
                directive.wrong("rate", 'a share of cost a year above 0, such as "20 %"')
            return None
        if rates and rates[-1][0] == month:
            directive.fault(
                f"a rate of that month is at {place(written[number - 1].source)}; keep one of them"
            )
            return None
        rates.append((month, rate))
    return tuple(rates)


def _of_members(directive: Directive, members: list[Asset], begins: datetime.date) -> Fraction | None:
    """Return the straight-line depreciation of a year of the first members, divided by their cost."""
    yearly = cost = Fraction(0)
    for member in members:
        if month_number(member.date) != month_number(begins):
            continue
        if not member.life:
            directive.fault(
                f'rate: is missing, and "{member.name}" at {place(member.source)} has no life: to work it out from;'
                " write one of them"
            )
            return None
        yearly += Fraction(member.cost - member.salvage) * 12 / member.life
        cost += Fraction(member.cost)
    if not yearly:
        directive.fault("rate: is missing, and its first members have nothing to depreciate; write rate:")
        return None
    return yearly / cost
