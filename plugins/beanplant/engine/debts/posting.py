"""Amortization of debts at each month end, and what an early extinguishment adds.

    2026-01-01 custom "plant-debt" "BOND-1" Liabilities:BondsPayable 100000.00 USD
      matures: 2031-01-01
      coupon: "8 %"
      payments: 2
      proceeds: 92278.33 USD
      effective-rate: "10 %"
      interest: Expenses:Interest

One transaction a month for all debts, on its last day:

    2026-01-31 * "Amortization of debt"
      Expenses:Interest                           102.32 USD   ; (92278.33 x 10 % / 2 - 4000.00) USD / 6 months
      Liabilities:DiscountOnBondsPayable         -102.32 USD

It runs as far as depreciation does (``horizon``). A debt that matures within a month gets its last posting on that
day, so nothing is unamortized when it is repaid. Coupons are what a person posts.

Rule: ``beanplant.rules.effective_interest``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.amount import Amount
from beancount.core.data import EMPTY_SET, Posting, Transaction, new_metadata

from beanplant.engine.additions import Additions, cause_of
from beanplant.engine.debts.extinguishment import Leg, legs, schedule_of
from beanplant.engine.debts.facts import DebtFacts, Extinguishment, read_facts
from beanplant.engine.debts.formulas import formula
from beanplant.engine.horizon import latest_day
from beanplant.engine.stock import Money
from beanplant.masterdata.debts import POSTED, Debt, Posted
from beanplant.rules.depreciation import last_closed_month, month_end, month_number
from beanplant.rules.interest_periods import position

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from beanplant.masterdata import MasterData
    from beanplant.rules.effective_interest import Retired, Schedule

FIRST_LINE = 1_400_000
"""After depreciation and what happens to assets."""


class Stop(NamedTuple):
    """A day on which a debt is amortized: a month end, maturity, or a retirement."""

    date: datetime.date
    found: Extinguishment | None = None
    retired: Retired | None = None


def post_debts(entries: Sequence[Any], master: MasterData, options_map: Mapping[str, Any]) -> Additions:
    """Return the amortization of all debts of ``master``, and the transactions of retirements with what they add.

    Faults stand at the debt's directive or at the transaction that names it; a debt whose issue is not what its
    directive says is not amortized.
    """
    added = Additions()
    facts = read_facts(entries, master, added.faults)
    top = str(options_map.get("filename") or "")
    latest = latest_day(entries, master, top)
    days: dict[datetime.date, list[tuple[Debt, Leg]]] = {}
    for name, debt in master.debts.items():
        money = Money(debt.currency)
        found = schedule_of(debt, facts[name], money, added.faults)
        if found is not None:
            schedule, retired = found
            stops = _stops(debt, schedule, retired, latest)
            debt.source[POSTED] = Posted(schedule, tuple(stop.date for stop in stops), money.digits)
            _post(debt, schedule, stops, money, days, added)
        _open(debt, facts[name], found[1] if found is not None else [], added)
    for index, (date, group) in enumerate(sorted(days.items(), key=lambda each: each[0])):
        added.made.append(_month(date, index, group, top))
    return added


def _stops(
    debt: Debt, schedule: Schedule, retired: list[Extinguishment], latest: datetime.date | None
) -> list[Stop]:
    """Return the days on which a debt is amortized, by date; a retirement comes before the month end of its day."""
    stops = [
        Stop(found.entry.date, found, what) for found, what in zip(retired, schedule.retired, strict=True)
    ]
    if latest is not None:
        until = min(latest, debt.matures)
        stops += [
            Stop(month_end(month)) for month in range(month_number(debt.date), last_closed_month(until) + 1)
        ]
        if debt.matures <= latest and month_end(month_number(debt.matures)) != debt.matures:
            stops.append(Stop(debt.matures))
    stops.sort(key=lambda stop: (stop.date, stop.found is None))
    return stops


def _post(
    debt: Debt,
    schedule: Schedule,
    stops: list[Stop],
    money: Money,
    days: dict[datetime.date, list[tuple[Debt, Leg]]],
    added: Additions,
) -> None:
    """Add what each stop amortizes to its day, or to the transaction that retires the debt."""
    before, done = position(debt.date), 0
    for stop in stops:
        place = position(stop.date)
        total = schedule.amortized(place)
        amount = total - done
        found: list[Leg] = []
        if amount:
            arithmetic, rule = formula(schedule, money, before, place), f"debt.{debt.method}"
            found = [
                Leg(debt.interest, amount, rule, arithmetic),
                Leg(debt.discount, -amount, rule, arithmetic),
            ]
        before, done = place, total
        if stop.found is not None and stop.retired is not None:
            found += legs(debt, stop.found, stop.retired, money)
            _add(debt, stop.found.entry, [leg for leg in found if leg.amount], money, added)
        elif found:
            days.setdefault(stop.date, []).extend((debt, leg) for leg in found)


def _add(debt: Debt, entry: Transaction, found: list[Leg], money: Money, added: Additions) -> None:
    """Add postings to a transaction that a person wrote."""
    current = added.replaced.get(id(entry), entry)
    postings = list(current.postings)
    for leg in found:
        meta = new_metadata("<beanplant.depreciation>", entry.meta["lineno"])
        postings.append(_posting(debt, leg, money, meta))
    added.replaced[id(entry)] = current._replace(postings=postings)


def _open(debt: Debt, facts: DebtFacts, retired: list[Extinguishment], added: Additions) -> None:
    """Open the accounts that nobody named, from their first posting."""
    if "discount" not in debt.named:
        first = min([debt.date, *(each.date for each in facts.noted)])
        added.opens[debt.discount] = min(first, added.opens.get(debt.discount, first))
    if "gain-loss" not in debt.named and retired:
        first = retired[0].entry.date
        added.opens[debt.gain_loss] = min(first, added.opens.get(debt.gain_loss, first))


def _month(date: datetime.date, index: int, group: list[tuple[Debt, Leg]], top: str) -> Transaction:
    """Make the transaction of a day."""
    first = group[0][0]
    meta = new_metadata("<beanplant.depreciation>", FIRST_LINE + index)
    meta["cause"] = cause_of(first.source, top)
    if all(debt is first for debt, _ in group):
        meta["debt"] = first.name
    postings = []
    for debt, leg in sorted(group, key=lambda each: each[1].amount < 0):
        about: dict[str, Any] = {"filename": meta["filename"], "lineno": meta["lineno"]}
        postings.append(_posting(debt, leg, Money(debt.currency), about))
    return Transaction(meta, date, "*", None, "Amortization of debt", EMPTY_SET, EMPTY_SET, postings)


def _posting(debt: Debt, leg: Leg, money: Money, meta: dict[str, Any]) -> Posting:
    meta |= {"rule": leg.rule, "formula": leg.formula, "debt": debt.name}
    amount = Amount(money.to_decimal(leg.amount), debt.currency)
    return Posting(leg.account, amount, None, None, None, meta)
