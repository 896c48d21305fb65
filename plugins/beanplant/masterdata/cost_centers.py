"""Cost centers, their closes, and which cost is labor or overhead.

    2026-01-01 custom "plant-cost-center" "ASSEMBLY" Expenses:P100:CostCenters:Assembly
      activity: HR-ASSY
      absorbed: Expenses:P100:Absorbed:Assembly
      capacity: 1600 HR-ASSY
    2026-01-01 open Expenses:P100:CostCenters:Assembly:Wages
      cost-component: "labor"
    2026-03-31 custom "plant-cost-center-close" "ASSEMBLY"
      paid: 1620 HR-ASSY

Costs are collected below the center's account; what orders took of its activity stands on ``absorbed``.
``capacity`` is the normal capacity a month (ASC 330-10-30-3, IAS 2.13): the fixed budget is capacity x fixed
rate, so it is not left out. A later directive of the same center changes the capacity, from its date on. Two
centers share no account, or a cost could belong to either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from beanplant.faults import MasterDataError, nearest, place
from beanplant.masterdata.facts import COMPONENTS, CostCenter, CostCenterClose, Plant, Role, Timeline
from beanplant.masterdata.values import ACCOUNT, TEXT, Context, show

if TYPE_CHECKING:
    from beancount.core.data import Open

    from beanplant.masterdata.directives import Directive

RoleOf = Callable[[str], tuple[Plant, Role] | None]


def read_cost_centers(directives: Iterable[Directive], role: RoleOf) -> tuple[dict[str, Timeline], set[str]]:
    """Return the facts of each cost center by date, and the names of those that could not be read."""
    centers: dict[str, Timeline] = {}
    broken: set[str] = set()
    for directive in directives:
        values = directive.take(TEXT, ACCOUNT)
        if values is None:
            broken.update(value for value in directive.values[:1] if isinstance(value, str))
            continue
        center = None if directive.refused else _cost_center(directive, values[0], values[1], role)
        if center is None:
            broken.add(values[0])
            continue
        if _fits(directive, center, centers):
            centers.setdefault(center.name, Timeline()).add(center.date, center)
    return centers, broken - centers.keys()


def _cost_center(directive: Directive, name: str, account: str, role: RoleOf) -> CostCenter | None:
    stands = directive.check_open(account)
    activity = directive.text("activity")
    if activity is None:
        if not directive.has("activity"):
            directive.fault(
                "activity: is missing; write the activity that the center gives, such as activity: HR-ASSY"
            )
        return None
    if not directive.check_item(activity, activity=True):
        return None
    absorbed = directive.account("absorbed", opened=False)
    if absorbed is None:
        if not directive.has("absorbed"):
            directive.fault("absorbed: is missing; write the account that confirmations are taken from")
        return None
    owner = role(absorbed)
    if owner is None or owner[1] is not Role.ABSORBED:
        directive.fault(
            f"absorbed: found {absorbed}, expected an account at or below the one that a plant has"
            " as absorbed:"
        )
        return None
    capacity = directive.amount("capacity", activity)
    if capacity is None:
        if not directive.has("capacity"):
            directive.fault(
                f"capacity: is missing; write the normal capacity a month, such as capacity: 1600 {activity}"
            )
        return None
    if not stands:
        return None
    return CostCenter(name, directive.date, account, activity, absorbed, capacity, directive.source)


def _fits(directive: Directive, center: CostCenter, centers: dict[str, Timeline]) -> bool:
    """Whether the center contradicts neither itself nor another one; report what does not fit."""
    for name, timeline in centers.items():
        other: CostCenter = timeline.facts[-1]
        where = place(other.source)
        if name == center.name:
            if other.date == center.date:
                directive.fault(f"also at {where} on {center.date}; keep one of them")
                return False
            for word, now, before in (
                ("account", center.account, other.account),
                ("activity", center.activity, other.activity),
                ("absorbed", center.absorbed, other.absorbed),
            ):
                if now != before:
                    directive.fault(
                        f"{word}: found {now}, but it was {before} at {where}: what is booked there"
                        " would stay"
                        f" behind; only the capacity changes, for the rest begin a new center"
                    )
                    return False
            continue
        for word, mine, theirs in (
            ("account", center.account, other.account),
            ("absorbed", center.absorbed, other.absorbed),
        ):
            if f"{mine}:".startswith(f"{theirs}:") or f"{theirs}:".startswith(f"{mine}:"):
                directive.fault(
                    f'{word} {mine} lies with {theirs} of cost center "{name}" at {where}: a'
                    " posting there could"
                    f" belong to either; give each its own"
                )
                return False
    return True


def read_cost_center_closes(
    directives: Iterable[Directive], centers: dict[str, Timeline], broken: set[str]
) -> list[CostCenterClose]:
    """Return the closes by date."""
    closes: dict[tuple[str, object], CostCenterClose] = {}
    for directive in directives:
        values = directive.take(TEXT)
        if values is None or values[0] in broken:
            continue
        name: str = values[0]
        if name not in centers:
            directive.fault(
                f"unknown cost center{nearest(name, centers)}; one begins with:"
                f' custom "plant-cost-center" "{name}" Expenses:...'
            )
            continue
        center: CostCenter | None = centers[name].on(directive.date)
        if center is None:
            first = centers[name].facts[0]
            directive.fault(
                f"is closed on {directive.date}, before it begins on {first.date} at {place(first.source)};"
                f" mend one of the dates"
            )
            continue
        key = (name, directive.date)
        if key in closes:
            directive.fault(
                f"is closed twice on one date: also at {place(closes[key].source)}; keep one of them"
            )
            continue
        paid = directive.amount("paid", center.activity)
        closes[key] = CostCenterClose(name, directive.date, paid, directive.source)
    return list(closes.values())


def read_cost_components(opens: Iterable[Open], context: Context) -> dict[str, str]:
    """Return which part of conversion cost an account collects, from ``cost-component:`` on ``open``."""
    result: dict[str, str] = {}
    for entry in opens:
        if "cost-component" not in entry.meta:
            continue
        value = entry.meta["cost-component"]
        if value in COMPONENTS:
            result[entry.account] = value
            continue
        near = nearest(value, COMPONENTS) if isinstance(value, str) else ""
        message = (
            f"open {entry.account}: cost-component: found {show(value)}{near}, expected one of"
            f" {', '.join(COMPONENTS)}"
        )
        context.faults.add(MasterDataError, entry.meta, message, entry)
    return result
