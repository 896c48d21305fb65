"""Groups of assets: one rate on the cost of the members in service, and no gain or loss while any is left.

    2026-01-31 * "Depreciation"
      Expenses:P100:CostCenters:Transport:Depreciation    4666.67 USD   ; 25 % x 224000.00 USD / 12 months
      Assets:P100:AccumulatedDepreciation:Vehicles       -4666.67 USD

A member's month of service counts, that of its disposal does not. A group takes no more than the cost of its members
less their salvage. When a member leaves, its cost less what it brought goes to accumulated depreciation:

    2027-05-15 * "Sold"
      disposes: "CAMPER-3"
      Assets:Bank                                  2600.00 USD
      Assets:P100:Vehicles                        -2600.00 USD
      Assets:P100:Vehicles                        -2400.00 USD   ; (2600.00 - 5000.00) USD
      Assets:P100:AccumulatedDepreciation:Vehicles 2400.00 USD   ; (5000.00 - 2600.00) USD

because over the group what leaves early and what leaves late make up for each other. The last member takes off what is
accumulated, and leaves a gain or loss. Members may leave in part (``part:``); their salvage leaves in proportion.

Rule: ASC 360-10-35-4 in practice: under group and composite methods no gain or loss is recognized when a member is
retired.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from beanplant.engine.assets import leaving
from beanplant.engine.assets.group_exits import Exit, exits_of
from beanplant.engine.assets.phases import Phase, Schedule
from beanplant.engine.assets.position import Leg, Move, Route
from beanplant.engine.stock import Money
from beanplant.faults import AssetError, Faults
from beanplant.masterdata.asset_accounts import contra_account
from beanplant.rules.depreciation import last_closed_month, month_number
from beanplant.rules.formulas import number as show
from beanplant.rules.rounding import half_up

if TYPE_CHECKING:
    from beanplant.engine.assets.position import Setting
    from beanplant.engine.assets.register import Register
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.masterdata.asset_groups import AssetGroup
    from beanplant.rules.depreciation import Run

MOST_MONTHS = 12_000
"""A thousand years: what a rate has not taken by then it never takes."""


def schedule_group(
    group: AssetGroup, register: dict[str, Register], setting: Setting, faults: Faults
) -> tuple[Schedule, list[tuple[Asset, Move]]] | None:
    """Return the depreciation of a group, and what its members' disposals post; None where nothing is in service."""
    asset = setting.master.assets[group.name]
    members = [
        setting.master.assets[name]
        for name in group.members
        if _check(setting.master.assets[name], register[name], faults)
    ]
    if not members:
        return None
    _check_group(asset, members, register[group.name], faults)
    money = Money(asset.currency)
    opened = min(date for member in members if (date := register[member.name].opened) is not None)
    start = month_number(min(member.date for member in members))
    if asset.accumulated:
        start = max(start, last_closed_month(opened) + 1)
    exits = sorted(
        (leave for member in members for leave in exits_of(member, register[member.name], money, faults)),
        key=lambda leave: leave.date,
    )
    return Walk(group, asset, members, exits, start, money, setting).run()


class Walk:
    """A group month by month: its cost and salvage in service, and what is accumulated."""

    def __init__(
        self,
        group: AssetGroup,
        asset: Asset,
        members: list[Asset],
        exits: list[Exit],
        start: int,
        money: Money,
        setting: Setting,
    ) -> None:
        self.group, self.asset, self.members, self.exits = group, asset, members, exits
        self.money, self.setting, self.start = money, setting, start
        self.accumulated = money.to_int(asset.accumulated)
        self.route = Route(0, asset.account, contra_account(asset.account, asset.kind), asset.expense)
        self.months: list[tuple[int, int]] = []
        self.formulas: list[tuple[int, str]] = []
        self.moves: list[tuple[Asset, Move]] = []
        by_date = sorted((member.date, money.to_int(member.cost)) for member in members)
        self.dates = [date for date, _ in by_date]
        self.entered = [0, *accumulate(cost for _, cost in by_date)]
        self.gone = 0

    def run(self) -> tuple[Schedule, list[tuple[Asset, Move]]]:
        """Go through the months, up to the one after which nothing changes."""
        waiting = list(self.exits)
        turns = [month_number(member.date) for member in self.members]
        turns += [month_number(leave.date) for leave in self.exits] + [first for first, _ in self.group.rates]
        last = max(turns)
        changes = self._changes()
        cost = salvage = 0
        for month in range(self.start, self.start + MOST_MONTHS):
            while waiting and month_number(waiting[0].date) <= month:
                self._leave(waiting.pop(0))
            more = changes.get(month, (0, 0))
            cost, salvage = cost + more[0], salvage + more[1]
            rate = self.group.rate(month)
            full = half_up(cost * rate.numerator, 12 * rate.denominator)
            left = max(0, cost - salvage - self.accumulated)
            amount = min(full, left)
            if month >= last and not amount:
                break
            text = f"{_percent(rate)} x {self._show(cost)} {self.asset.currency} / 12 months"
            if amount < full:
                text = f"({self._show(cost, salvage, self.accumulated)}) {self.asset.currency}"
            if amount and (not self.formulas or self.formulas[-1][1] != text):
                self.formulas.append((month, text))
            self.months.append((month, amount))
            self.accumulated += amount
        phase = Phase(self.start, self.asset.terms, 0, 0)
        schedule = Schedule(
            self.asset,
            Decimal(0),
            self.start,
            self.start + len(self.months),
            tuple(_runs(self.months)),
            (phase,),
            None,
            (self.route,),
            0,
            0,
            texts=tuple(self.formulas),
        )
        return schedule, self.moves

    def _changes(self) -> dict[int, tuple[int, int]]:
        """Return by month what comes to cost and salvage of the members in service, and what leaves."""
        changes: dict[int, tuple[int, int]] = {}
        to_int = self.money.to_int
        came = [(member.date, to_int(member.cost), to_int(member.salvage)) for member in self.members]
        left = [(leave.date, -leave.cost, -leave.salvage) for leave in self.exits]
        for date, cost, salvage in (*came, *left):
            month = max(month_number(date), self.start)
            before = changes.get(month, (0, 0))
            changes[month] = (before[0] + cost, before[1] + salvage)
        return changes

    def _leave(self, leave: Exit) -> None:
        """Take what leaves off the books."""
        rest = leave.cost - leave.proceeds
        show = self._show
        unit = self.asset.currency
        legs = [Leg(leave.member.account, -rest, f"({show(leave.proceeds, leave.cost)}) {unit}")]
        opens: tuple[str, ...] = (self.route.contra,)
        self.gone += leave.cost
        if self.entered[bisect_right(self.dates, leave.date)] > self.gone:
            text = f"({show(leave.cost, leave.proceeds)}) {unit}"
            group = [Leg(self.route.contra, rest - leave.cleared, text)]
            off = rest
        else:
            group = self._last(leave)
            if self.asset.gain_loss is None:
                opens = (*opens, group[-1].account)
            off = self.accumulated
        self.accumulated -= off
        for owner, mine in ((leave.member, legs), (self.asset, group)):
            found = tuple(leg for leg in mine if leg.amount)
            title = f"Disposal of {leave.member.name}"
            move = Move(leave.date, leaving.RULE, title, leave.source, found, opens=opens, entry=leave.entry)
            whole = owner is self.asset
            move = move._replace(cost=0, accumulated=-off) if whole else move._replace(cost=-leave.cost)
            self.moves.append((owner, move))

    def _last(self, leave: Exit) -> list[Leg]:
        """Return the legs of the group when its last member leaves: what is accumulated, and gain or loss."""
        unit, accumulated, horizon = self.asset.currency, self.accumulated, self.setting.horizon
        gain_loss = self.asset.gain_loss or self.setting.account(
            self.route.account, "Income", "GainOnDisposal"
        )
        unposted = sum(amount for month, amount in self.months if horizon is not None and month > horizon)
        caught_up = f"depreciation to {leave.date} that is not posted yet"
        method = f"depreciation.{self.asset.method}"
        return [
            Leg(self.route.expense, unposted, caught_up, method),
            Leg(self.route.contra, -unposted, caught_up, method),
            Leg(self.route.contra, accumulated - leave.cleared, f"{self._show(accumulated)} {unit}"),
            Leg(
                gain_loss,
                leave.cost - leave.proceeds - accumulated,
                f"({self._show(leave.cost, accumulated, leave.proceeds)}) {unit}",
            ),
        ]

    def _show(self, *amounts: int) -> str:
        return " - ".join(f"{self.money.to_decimal(amount):f}" for amount in amounts)


def _check_group(asset: Asset, members: list[Asset], found: Register, faults: Faults) -> None:
    """Compare what postings say of the group itself with its directive."""
    unit = asset.currency
    above = sum((member.cost - member.salvage for member in members), Decimal(0))
    if found.cost:
        message = f"{found.cost} {unit} on {asset.account} name the group; write asset: with the member"
    elif found.accumulated and found.accumulated != asset.accumulated:
        message = (
            f"its accumulated depreciation got {-found.accumulated} {unit}, the directive says accumulated:"
        )
        message += f" {asset.accumulated} {unit}; correct one of them"
    elif asset.accumulated > above:
        message = (
            f"accumulated: found {asset.accumulated}, expected no more than cost less salvage of its members,"
        )
        message += f" {above} {unit}"
    else:
        return
    faults.add(AssetError, asset.source, f'group "{asset.name}": {message}')


def _check(member: Asset, found: Register, faults: Faults) -> bool:
    """Compare what a member's account got with its directive; False where it got nothing."""
    if found.opened is None:
        message = f'{member.account} got nothing with asset: "{member.name}", expected {member.cost}'
        message += f' {member.currency}; write asset: "{member.name}" on the transaction that bought it'
    elif found.cost != member.cost:
        message = (
            f'{member.account} got {found.cost} {member.currency} with asset: "{member.name}", the directive'
        )
        message += f" says {member.cost} {member.currency}; correct one of them"
    else:
        return True
    faults.add(AssetError, member.source, f'asset "{member.name}": {message}')
    return found.opened is not None


def _percent(rate: Fraction) -> str:
    """Return a rate as people write it: ``25 %``; one without end as the fraction that it is."""
    return f"{show(100 * rate)} %"


def _runs(months: list[tuple[int, int]]) -> Iterator[Run]:
    """Yield months of equal amounts; they follow each other."""
    count, each = 0, 0
    for _, amount in months:
        if count and amount != each:
            yield count, each
            count = 0
        count, each = count + 1, amount
    if count:
        yield count, each
