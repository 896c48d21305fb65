"""Fixed assets: depreciation at each month end, and what a disposal adds.

    2026-02-01 * "Toolmaker" "CNC mill"
      asset: "CNC-01"
      Assets:P100:Machinery                    120000.00 USD
      Liabilities:Payables

    2026-05-15 * "Sold"
      disposes: "CNC-01"
      Assets:Bank                               40000.00 USD
      Assets:P100:Machinery                    -40000.00 USD

One transaction a month, on its last day: a posting for each expense account and for each accumulated
depreciation.

    2026-02-28 * "Depreciation"
      Expenses:P100:CostCenters:Machining:Depreciation   1285.71 USD   ; (120000.00 - 12000.00) USD / 84 months
      Assets:P100:AccumulatedDepreciation:Machinery     -1285.71 USD

It runs to the last month end on or before the latest fact in the files, never to today;
``plant-depreciation-horizon`` sets another end. The disposal's transaction gets catch-up depreciation
where months before it are not posted yet, the rest of the cost, the accumulated depreciation, and the
gain or loss: proceeds less book value. An impairment is posted on its date, after that day's depreciation.

Assets that share expense and asset account are added up as integers by month of change, not by month of
life, so ten thousand assets cost as much as their directives.

Rule: ASC 360-10-35-4 and IAS 16.50 (depreciation), ASC 360-10-40-5 and IAS 16.67-72 (disposal; a gain is
not revenue), ASC 330-10-30 and IAS 16.49 (depreciation of plant is a conversion cost: the expense may be
a cost center's).
"""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.amount import Amount
from beancount.core.data import EMPTY_SET, Posting, Transaction, new_metadata

from beanplant.engine.additions import Additions, cause_of
from beanplant.engine.assets.components import check_components
from beanplant.engine.assets.formulas import formula
from beanplant.engine.assets.plain import PlainAssets
from beanplant.engine.assets.register import read_register
from beanplant.engine.horizon import latest_day
from beanplant.engine.stock import Money
from beanplant.masterdata.asset_accounts import NARRATION, narrate
from beanplant.masterdata.asset_facts import CHARGES, SALVAGES
from beanplant.masterdata.language import GROUP_METHODS
from beanplant.rules.currencies import minor_units
from beanplant.rules.depreciation import Charges, cut, last_closed_month, month_end, month_number

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence

    from beanplant.engine.assets.phases import Schedule
    from beanplant.engine.assets.position import Move, Route
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.rules.depreciation import Run

FIRST_LINE = 1_000_000
"""Made transactions sort after the day's text."""


class Group:
    """Assets with the same accounts, currency and method: their sums by month of change."""

    __slots__ = ("assets", "changes", "numbers")

    def __init__(self, months: int) -> None:
        self.changes = [0] * months
        self.assets = [0] * months
        self.numbers = [0] * months

    def add(self, number: int, runs: Sequence[Run], start: int, stop: int) -> None:
        """Add the runs from ``start`` up to ``stop``, months of the group; ``number`` tells the asset."""
        changes, assets, numbers = self.changes, self.assets, self.numbers
        at = start
        live = 0
        for count, each in runs:
            if at >= stop:
                break
            if each:
                if not live:
                    live = 1
                    assets[at] += 1
                    numbers[at] += number
                changes[at] += each
                at += count
                changes[at if at < stop else stop] -= each
                continue
            if live:
                live = 0
                assets[at] -= 1
                numbers[at] -= number
            at += count
        if live:
            end = min(at, stop)
            assets[end] -= 1
            numbers[end] -= number


def post_depreciation(
    entries: Sequence[Any], master: MasterData, options_map: Mapping[str, Any]
) -> Additions:
    """Return the depreciation of all assets of ``master``, and the transactions of disposals with what
    they add.

    Faults stand at the asset's directive or at the transaction that names it; an asset whose account got
    nothing is not depreciated.
    """
    added = Additions()
    register = read_register(entries, master, added.faults)
    top = str(options_map.get("filename") or "")
    day = latest_day(entries, master, top)
    horizon = last_closed_month(day) if day is not None else None
    plain = PlainAssets(master.fiscal_years)
    names = [name for name, asset in master.assets.items() if asset.method not in GROUP_METHODS]
    found = {name: plain.schedule(master.assets[name], register[name]) for name in names}
    schedules: list[Schedule] = []
    moves: list[tuple[Asset, Move]] = []
    others = [name for name in names if found[name] is None]
    if others or master.groups:
        from beanplant.engine.assets.histories import schedule_histories

        made = schedule_histories(others, register, master, options_map, horizon, plain, added)
        found.update(made.assets)
        schedules += made.groups
        moves = made.moves
    schedules += [schedule for schedule in found.values() if schedule is not None]
    for schedule in schedules:
        _leave(schedule)
    check_components(master.assets, register, added.faults)
    if master.areas:
        from beanplant.engine.assets.areas import schedule_areas

        schedule_areas(master, register, options_map, horizon, added.faults)
    if horizon is not None:
        _post_months(schedules, horizon, top, added)
    if moves:
        from beanplant.engine.assets.moves import post_moves

        post_moves(moves, top, added)
    return added


def _leave(schedule: Schedule) -> None:
    """Leave an asset's months on its directive, where reports find them: postings have sums over assets.

    Keys with two underscores are Beancount's own kind for what is not written: nothing prints them.
    """
    asset = schedule.asset
    months = Charges.of(schedule.start, schedule.stop, schedule.runs, minor_units(asset.currency))
    asset.source[CHARGES] = months
    if schedule.salvages:
        asset.source[SALVAGES] = schedule.salvages


def _post_months(schedules: list[Schedule], horizon: int, top: str, added: Additions) -> None:
    """Make one transaction for each month up to ``horizon`` in which an asset depreciates."""
    live = [s for s in schedules if s.start <= horizon and s.start < s.stop]
    if not live:
        return
    first, limit = min(s.start for s in live), horizon + 1
    groups: dict[tuple[Route, str, str, str], Group] = {}
    causes: list[Schedule | None] = [None] * (limit - first)
    without_cause = list(range(first, limit))
    for number, schedule in enumerate(live):
        asset = schedule.asset
        for method, route, runs, start, stop in _by_method(schedule):
            place = route._replace(first=0) if route.first else route
            key = (place, asset.kind, asset.currency, method)
            if key not in groups:
                groups[key] = Group(limit - first + 1)
            if start < limit:
                groups[key].add(number, runs, start - first, min(stop, limit) - first)
        if without_cause:
            for month in without_cause:
                if schedule.amount(month):
                    causes[month - first] = schedule
            without_cause = [month for month in without_cause if causes[month - first] is None]
    sums = {
        key: list(zip(*map(accumulate, (group.changes, group.assets, group.numbers)), strict=True))
        for key, group in groups.items()
    }
    monies = {currency: Money(currency) for _, _, currency, _ in groups}
    opens = added.opens
    for index in range(limit - first):
        legs: dict[tuple[bool, str, str], Leg] = {}
        kinds = set()
        for (route, kind, currency, method), months in sums.items():
            amount, assets, numbers = months[index]
            if amount:
                kinds.add(NARRATION[kind])
                for leg in ((False, route.expense, currency), (True, route.contra, currency)):
                    before = legs.get(leg, NO_LEG)
                    rule = f"depreciation.{method}"
                    legs[leg] = Leg(
                        before.amount + amount,
                        before.assets + assets,
                        before.numbers + numbers,
                        rule if before.rule in ("", rule) else SEVERAL,
                    )
        cause = causes[index]
        if legs and cause is not None:
            day = month_end(first + index)
            added.made.append(_month(day, index, narrate(kinds), legs, live, cause, monies, top, opens))


def _by_method(schedule: Schedule) -> Iterator[tuple[str, Route, Sequence[Run], int, int]]:
    """Yield an asset's runs while method and accounts stay: with its first month, and the month after its last."""
    phases, routes = schedule.phases, schedule.routes
    if len(phases) == 1 and len(routes) == 1:
        yield phases[0].terms.method, routes[0], schedule.runs, schedule.start, schedule.stop
        return
    begins = sorted({phase.first for phase in phases} | {route.first for route in routes} | {schedule.start})
    begins = [first for first in begins if schedule.start <= first < schedule.stop]
    for first, stop in zip(begins, [*begins[1:], schedule.stop], strict=True):
        method = schedule.phase(first).terms.method
        yield method, schedule.route(first), cut(schedule.runs, first - schedule.start)[1], first, stop


class Leg(NamedTuple):
    """What a posting has: its amount, how many assets (one of them told by ``numbers``), their rule."""

    amount: int
    assets: int
    numbers: int
    rule: str


NO_LEG = Leg(0, 0, 0, "")
SEVERAL = "depreciation.several-methods"


def _month(
    day: datetime.date,
    index: int,
    narration: str,
    legs: dict[tuple[bool, str, str], Leg],
    live: list[Schedule],
    cause: Schedule,
    monies: dict[str, Money],
    top: str,
    opens: dict[str, datetime.date],
) -> Transaction:
    meta = new_metadata("<beanplant.depreciation>", FIRST_LINE + index)
    meta["cause"] = cause_of(cause.asset.source, top)
    if {(leg.assets, leg.numbers) for leg in legs.values()} == {(1, next(iter(legs.values())).numbers)}:
        meta["asset"] = cause.asset.name
    postings = []
    for (credit, name, currency), leg in sorted(legs.items()):
        if credit:
            opens[name] = min(day, opens.get(name, day))
        about: dict[str, Any] = {"filename": meta["filename"], "lineno": meta["lineno"]}
        about["rule"] = leg.rule
        if leg.assets == 1:
            about["formula"] = formula(live[leg.numbers], month_number(day))
            about["asset"] = live[leg.numbers].asset.name
        else:
            about["formula"] = f"{leg.assets} assets; the asset register shows each"
            about["assets"] = Decimal(leg.assets)
        money = monies[currency].to_decimal(-leg.amount if credit else leg.amount)
        postings.append(Posting(name, Amount(money, currency), None, None, None, about))
    return Transaction(meta, day, "*", None, narration, EMPTY_SET, EMPTY_SET, postings)
