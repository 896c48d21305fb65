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
gain or loss: proceeds less book value.

Assets that share expense and asset account are added up as integers by month of change, not by month of
life, so ten thousand assets cost as much as their directives.

Rule: ASC 360-10-35-4 and IAS 16.50 (depreciation), ASC 360-10-40-5 and IAS 16.67-72 (disposal; a gain is
not revenue), ASC 330-10-30 and IAS 16.49 (depreciation of plant is a conversion cost: the expense may be
a cost center's).
"""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import EMPTY_SET, Balance, Custom, Posting, Transaction, new_metadata

from beanplant.engine.additions import Additions
from beanplant.engine.asset_disposal import dispose
from beanplant.engine.asset_register import accumulated_account, read_register
from beanplant.engine.asset_schedules import Schedule, formula, schedule_asset
from beanplant.engine.stock import Money
from beanplant.rules.depreciation import last_closed_month, month_end

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from beanplant.masterdata import MasterData

FIRST_LINE = 1_000_000
"""Made transactions sort after the day's text."""

FACTS_OF_A_DAY = frozenset(
    {
        "plant-count",
        "plant-order-close",
        "plant-cost-center-close",
        "plant-period-close",
        "plant-closed-balance",
    }
)
"""Directives that say something about a day, so that depreciation runs up to it."""


class Group:
    """Assets with the same expense, accumulated depreciation and currency: their sums by month of change."""

    __slots__ = ("assets", "changes", "numbers")

    def __init__(self, months: int) -> None:
        self.changes = [0] * months
        self.assets = [0] * months
        self.numbers = [0] * months

    def add(self, number: int, schedule: Schedule, first: int, limit: int) -> None:
        """Add the months of a schedule before ``limit``; ``number`` tells the asset, ``first`` is the group's month."""
        line, start = schedule.line, schedule.start - first
        stop = min(schedule.stop, limit) - first
        equal = min(start + line.full, stop)
        end = equal
        self.changes[start] += line.each
        self.changes[equal] -= line.each
        if line.last and equal < stop:
            self.changes[equal] += line.last
            self.changes[equal + 1] -= line.last
            end += 1
        self.assets[start] += 1
        self.assets[end] -= 1
        self.numbers[start] += number
        self.numbers[end] -= number


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
    horizon = _horizon(entries, master, top)
    schedules = []
    for name, asset in master.assets.items():
        schedule = schedule_asset(asset, register[name], added.faults)
        if schedule is not None:
            schedules.append(schedule)
            if register[name].disposal is not None:
                dispose(schedule, register[name], horizon, master, options_map, added)
    if horizon is not None:
        _post_months(schedules, horizon, top, added)
    return added


def _horizon(entries: Sequence[Any], master: MasterData, top: str) -> int | None:
    """Return the last month to post: that of ``plant-depreciation-horizon``, else of the latest fact in
    the files.

    A transaction that another plugin made (a forecast) is in no file: its file name is in angle brackets.
    """
    if master.horizon is not None:
        return last_closed_month(master.horizon)
    for entry in reversed(entries):
        kind = type(entry)
        if kind is Transaction:
            name = str(entry.meta.get("filename", ""))
            written = not name.startswith("<") or name == top
        else:
            written = kind is Balance or (kind is Custom and entry.type in FACTS_OF_A_DAY)
        if written:
            return last_closed_month(entry.date)
    return None


def _post_months(schedules: list[Schedule], horizon: int, top: str, added: Additions) -> None:
    """Make one transaction for each month up to ``horizon`` in which an asset depreciates."""
    live = [s for s in schedules if s.start <= horizon and s.start < s.stop]
    if not live:
        return
    first, limit = min(s.start for s in live), horizon + 1
    groups: dict[tuple[str, str, str], Group] = {}
    causes: list[Schedule | None] = [None] * (limit - first)
    without_cause = list(range(first, limit))
    for number, schedule in enumerate(live):
        asset = schedule.asset
        key = (asset.expense, asset.account, asset.currency)
        if key not in groups:
            groups[key] = Group(limit - first + 2)
        groups[key].add(number, schedule, first, limit)
        if without_cause:
            end = schedule.start + schedule.line.full + 1
            for month in without_cause:
                if schedule.start <= month < min(schedule.stop, end):
                    causes[month - first] = schedule
            without_cause = [month for month in without_cause if causes[month - first] is None]
    sums = {
        (accumulated, expense, currency): list(
            zip(*map(accumulate, (group.changes, group.assets, group.numbers)), strict=True)
        )
        for (expense, accumulated, currency), group in groups.items()
    }
    formulas: dict[int, str] = {}
    monies = {currency: Money(currency) for _, _, currency in groups}
    opens = added.opens
    for index in range(limit - first):
        legs: dict[tuple[bool, str, str], tuple[int, int, int]] = {}
        for (account, expense, currency), months in sums.items():
            amount, assets, numbers = months[index]
            if amount:
                for leg in ((False, expense, currency), (True, account, currency)):
                    before = legs.get(leg, (0, 0, 0))
                    legs[leg] = (before[0] + amount, before[1] + assets, before[2] + numbers)
        cause = causes[index]
        if legs and cause is not None:
            day = month_end(first + index)
            added.made.append(_month(day, index, legs, live, cause, formulas, monies, top, opens))


def _month(
    day: datetime.date,
    index: int,
    legs: dict[tuple[bool, str, str], tuple[int, int, int]],
    live: list[Schedule],
    cause: Schedule,
    formulas: dict[int, str],
    monies: dict[str, Money],
    top: str,
    opens: dict[str, datetime.date],
) -> Transaction:
    meta = new_metadata("<beanplant.depreciation>", FIRST_LINE + index)
    meta["cause"] = _where(cause.asset.source, top)
    if {assets for _, assets, _ in legs.values()} == {1} and len(
        {number for _, _, number in legs.values()}
    ) == 1:
        meta["asset"] = cause.asset.name
    postings = []
    for (credit, name, currency), (amount, assets, number) in sorted(legs.items()):
        account = accumulated_account(name) if credit else name
        if credit:
            opens[account] = min(day, opens.get(account, day))
        about: dict[str, Any] = {"filename": meta["filename"], "lineno": meta["lineno"]}
        about["rule"] = "depreciation.straight-line"
        if assets == 1:
            if number not in formulas:
                formulas[number] = formula(live[number])
            about["formula"], about["asset"] = formulas[number], live[number].asset.name
        else:
            about["formula"] = f"{assets} assets; the asset register shows each"
            about["assets"] = Decimal(assets)
        money = monies[currency].to_decimal(-amount if credit else amount)
        postings.append(Posting(account, Amount(money, currency), None, None, None, about))
    return Transaction(meta, day, "*", None, "Depreciation", EMPTY_SET, EMPTY_SET, postings)


def _where(source: Mapping[str, Any], top: str) -> str:
    """Return ``main.beancount:12``, relative to the folder of the top file."""
    name, folder = str(source.get("filename", "")), top.rpartition("/")[0]
    if folder and name.startswith(folder + "/"):
        name = name[len(folder) + 1 :]
    return f"{name}:{source.get('lineno', 0)}"
