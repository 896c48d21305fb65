"""A fixed asset: its directive, and what it contributes to each year's depreciation.

Depreciation is posted once a month for all assets of an account together, so an asset's part is in no posting. It is
worked out here by the function that the plugin posts with, from what a person wrote: what a plugin added to the
ledger is left out first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beanplant.cli.chain import Chain, is_made, transactions
from beanplant.reports.asset_flows import depreciates
from beanplant.reports.numbers import grouped

if TYPE_CHECKING:
    from beanplant.engine.assets.phases import Schedule
    from beanplant.engine.assets.position import Move, Setting
    from beanplant.engine.assets.register import Register
    from beanplant.engine.stock import Money
    from beanplant.faults import Faults
    from beanplant.masterdata.asset_facts import Asset

MADE = "<beanplant.depreciation>"
CAPITALIZATION = "depreciation.capitalization"
"""What the plugin makes and an asset's cost is."""


def schedule(chain: Chain, name: str) -> None:
    """Explain an asset's cost, life and depreciation by year."""
    asset = chain.master.assets.get(name)
    if asset is None:
        chain.say("(without a plant-asset directive)", 1)
        return
    chain.source(asset.source)
    money = asset.currency
    chain.say(f"{asset.title}, in service {asset.date}, on {asset.account}", 1)
    if asset.origin is not None:
        chain.say(f'split from "{asset.origin.name}" on {asset.origin.date}', 1)
    if name in chain.master.groups:
        members = chain.master.groups[name].members
        chain.say(f"{asset.method} of {len(members)} assets: {', '.join(members)}", 1)
    else:
        _terms(chain, asset)
    for change in asset.changes:
        terms = change.terms
        chain.say(
            f"from {change.date}: salvage {grouped(terms.salvage, 2)} {money}, {terms.life} months, {terms.method}",
            1,
        )
    if asset.group is not None:
        chain.say(f'depreciated with its group: bean-plant explain "asset:{asset.group}"', 1)
        return
    found, advice = _schedule(chain, name)
    if found is not None:
        for move in found.moves:
            _event(chain, move, money)
        for message in advice:
            chain.say(message, 1)
        _years(chain, found)


def _terms(chain: Chain, asset: Asset) -> None:
    """Say the cost of an asset, and how it is depreciated."""
    money = asset.currency
    life = f", {asset.life} months" if asset.life else ""
    by_days = f' by "{asset.day_count}" days' if asset.convention == "daily" else ""
    chain.say(
        f"cost {grouped(asset.cost, 2)} {money}, salvage {grouped(asset.salvage, 2)} {money}{life},"
        f" {asset.method}, {asset.convention}{by_days}",
        1,
    )


def _event(chain: Chain, move: Move, currency: str) -> None:
    """Say what an event posted."""
    from beanplant.engine.stock import Money

    money = Money(currency)
    chain.say(f"on {move.date}: {move.title}", 1)
    for leg in move.legs:
        amount = grouped(money.to_decimal(leg.amount), money.digits)
        chain.say(f"{leg.account}  {amount} {currency} = {leg.formula}", 2)


def _schedule(chain: Chain, name: str) -> tuple[Schedule | None, list[str]]:
    """Return the schedule of an asset, and what is worth knowing of its events."""
    from beanplant.engine.assets.book_values import BookValues
    from beanplant.engine.assets.disposal import disposal
    from beanplant.engine.assets.lineage import Lineage
    from beanplant.engine.assets.position import Setting
    from beanplant.engine.assets.register import read_register
    from beanplant.engine.assets.schedules import schedule_asset
    from beanplant.engine.horizon import latest_day
    from beanplant.faults import Faults, Source
    from beanplant.rules.depreciation import last_closed_month

    faults = Faults()  # bean-check has said them
    advice: list[tuple[Source, str]] = []
    register = read_register(_written(chain), chain.master, faults)
    top = str(chain.options_map.get("filename") or "")
    day = latest_day(chain.entries, chain.master, top)

    def make(asset: Asset, faults: Faults) -> Schedule | None:
        found = register[asset.name]
        schedule = schedule_asset(asset, found, setting, faults)
        if schedule is not None and found.disposal is not None:
            disposal(schedule, found, setting, faults)  # its gain may be part of another asset's cost
        return schedule

    horizon = last_closed_month(day) if day is not None else None
    if name in chain.master.groups:
        return _of_group(chain, name, register, Setting(chain.master, chain.options_map, horizon), faults), []
    lineage = Lineage(make, chain.master.assets, faults)
    setting = Setting(chain.master, chain.options_map, horizon, lineage, BookValues(register), advice)
    found = lineage.schedule(name)
    about = f'asset "{name}": '
    return found, [text.removeprefix(about) for _, text in advice if text.startswith(about)]


def _of_group(
    chain: Chain, name: str, register: dict[str, Register], setting: Setting, faults: Faults
) -> Schedule | None:
    """Return the schedule of a group, with the cost of its members as they come and go."""
    from beanplant.engine.assets.groups import schedule_group
    from beanplant.engine.assets.position import Move
    from beanplant.engine.stock import Money
    from beanplant.rules.depreciation import month_number

    group = chain.master.groups[name]
    found = schedule_group(group, register, setting, faults)
    if found is None:
        return None
    schedule, moves = found
    money = Money(schedule.asset.currency)
    members = [chain.master.assets[member] for member in group.members]
    later = [member for member in members if month_number(member.date) > schedule.start]
    joins = [
        Move(member.date, "", f"{member.name} joins", member.source, (), cost=money.to_int(member.cost))
        for member in later
    ]
    cost = sum((member.cost for member in members), schedule.cost) - sum(
        (member.cost for member in later), schedule.cost
    )
    ordered = sorted((*joins, *(move for _, move in moves)), key=lambda move: move.date)
    return schedule._replace(cost=cost, moves=tuple(ordered))


def _written(chain: Chain) -> list[Any]:
    """Return the transactions without what a plugin added."""
    written = []
    for entry in transactions(chain.entries):
        if entry.postings and (entry.postings[0].meta or {}).get("rule") == CAPITALIZATION:
            written.append(entry)
        elif not is_made(entry.meta):
            own = [posting for posting in entry.postings if not is_made(posting.meta or {})]
            written.append(entry._replace(postings=own))
    return written


def _years(chain: Chain, found: Schedule) -> None:
    from beanplant.engine.assets.formulas import formula
    from beanplant.engine.stock import Money
    from beanplant.rules.depreciation import month_end, month_number

    asset, money = found.asset, Money(found.asset.currency)
    posted = [
        entry.date
        for entry in transactions(chain.entries)
        if entry.meta.get("filename") == MADE and depreciates((entry.postings[0].meta or {}).get("rule"))
    ]
    stop = min(found.stop, month_number(max(posted)) + 1) if posted else found.start
    first = next((month for month in range(found.start, found.stop) if found.amount(month)), found.start)
    chain.title(f"Depreciation: {formula(found, first)}")
    if found.stop > found.start:
        chain.say(f"from {month_end(found.start)} to {month_end(found.stop - 1)}, to {asset.expense}", 1)
    years: dict[int, list[int]] = {}
    for month in range(found.start, stop):
        if found.amount(month):
            years.setdefault(chain.master.fiscal_years.year(month)[1] - 1, []).append(month)
    total = money.to_int(asset.accumulated)
    if asset.origin is not None:
        total = money.to_int(found.cost) - found.phases[0].value  # what it got with its part of the cost
    chain.say(f"{'year':<6}{'months':>6}{'depreciation':>18}{'accumulated':>18}{'book value':>18}", 1)
    if total:
        _line(chain, "before", 0, 0, total, money.to_int(found.cost), money)
    before = formula(found, first)
    moves = [(month_number(move.date), move.cost, move.accumulated) for move in found.moves]
    cost = money.to_int(found.cost)
    before_last = -1
    for last, months in years.items():
        amount = sum(found.amount(month) for month in months)
        total += amount
        total += sum(more for month, _, more in moves if before_last < month <= last)
        cost += sum(more for month, more, _ in moves if before_last < month <= last)
        before_last = last
        arithmetic = formula(found, months[-1])
        _line(
            chain,
            str(last // 12),
            len(months),
            amount,
            total,
            cost,
            money,
            arithmetic if arithmetic != before else "",
        )
        before = arithmetic


def _line(
    chain: Chain,
    label: str,
    months: int,
    amount: int,
    total: int,
    cost: int,
    money: Money,
    arithmetic: str = "",
) -> None:
    figures = (money.to_decimal(amount), money.to_decimal(total), money.to_decimal(cost - total))
    line = f"{label:<6}{months or '':>6}" + "".join(f"{grouped(figure, 2):>18}" for figure in figures)
    chain.say(f"{line}  {arithmetic}".rstrip(), 1)
