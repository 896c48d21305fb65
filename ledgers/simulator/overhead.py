"""Cost centers month by month: what was paid, burned and rented, and the machines' depreciation.

Without a planted cause the wages are the hours confirmed at the standard rate, the variable cost is what those hours
allow, and the fixed cost is the budget: so the only variance is capacity, which every month has.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from simulator import causes, master
from simulator.days import FIRST, Month, month_of, months
from simulator.documents import Confirmation, GoodsDocument, Planted
from simulator.stock import VARIANCES

F = Fraction


class Asset(NamedTuple):
    """A fixed asset, straight-line by full months. ``bought`` in the fifteen months, or carried over with months
    already depreciated."""

    code: str
    name: str
    account: str
    in_service: datetime.date
    cost: int
    salvage: int
    years: int
    expense: str

    @property
    def monthly(self) -> Fraction:
        """Depreciation a month."""
        return F(self.cost - self.salvage, self.years * 12)

    @property
    def opening_months(self) -> int:
        """Months depreciated before the cut-over; the month of service counts in full."""
        return max(0, (FIRST.year - self.in_service.year) * 12 + FIRST.month - self.in_service.month)


MACHINES, EQUIPMENT, VEHICLES = "Assets:P100:Machinery", "Assets:P100:Equipment", "Assets:P100:Vehicles"
MACHINING = "Expenses:P100:CostCenters:Machining:Depreciation"
ASSEMBLY = "Expenses:P100:CostCenters:Assembly:Depreciation"
TESTING = "Expenses:P100:CostCenters:Testing:Depreciation"


def _on(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


ASSETS = (
    Asset("CNC-01", "CNC lathe", MACHINES, _on("2021-03-15"), 180000, 18000, 10, MACHINING),
    Asset("CNC-02", "Machining center", MACHINES, _on("2022-07-01"), 240000, 24000, 10, MACHINING),
    Asset("LATHE-01", "Engine lathe", MACHINES, _on("2017-05-10"), 36000, 3600, 12, MACHINING),
    Asset("CNC-03", "Five-axis mill", MACHINES, _on("2025-05-05"), 126000, 12600, 7, MACHINING),
    Asset("BALANCER-01", "Rotor balancer", EQUIPMENT, _on("2020-01-20"), 48000, 0, 8, ASSEMBLY),
    Asset("CRANE-01", "Overhead crane", EQUIPMENT, _on("2018-09-03"), 84000, 12000, 15, ASSEMBLY),
    Asset("STAND-01", "Pump test stand", EQUIPMENT, _on("2019-04-08"), 96000, 9600, 12, TESTING),
    Asset("BOOTH-01", "Paint booth", EQUIPMENT, _on("2023-02-06"), 30000, 0, 10, TESTING),
    Asset(
        "FORK-01",
        "Forklift",
        VEHICLES,
        _on("2024-06-17"),
        28500,
        4500,
        5,
        "Expenses:Distribution:Depreciation",
    ),
    Asset(
        "SERVER-01",
        "Office servers",
        EQUIPMENT,
        _on("2025-02-10"),
        10000,
        0,
        7,
        "Expenses:Administration:Depreciation",
    ),
)

DISPOSED = {"LATHE-01": (_on("2025-09-16"), F(14200))}
"""When an asset was sold, and for how much. The month of disposal carries no depreciation."""

BUDGET: dict[str, dict[int, dict[str, Fraction]]] = {
    "MACHINING": {
        2025: {"Supervision": F(5200), "Rent": F(2600), "Maintenance": F(1425)},
        2026: {"Supervision": F(5300), "Rent": F(2650), "Maintenance": F(1410)},
    },
    "ASSEMBLY": {
        2025: {"Supervision": F(4900), "Rent": F(1900), "Maintenance": F(660)},
        2026: {"Supervision": F(5050), "Rent": F(1940), "Maintenance": F(660)},
    },
    "TESTING": {
        2025: {"Supervision": F(1400), "Rent": F(700), "Maintenance": F(130)},
        2026: {"Supervision": F(1450), "Rent": F(720), "Maintenance": F(170)},
    },
}
"""Budgeted fixed cost a month, besides the depreciation of the machines that stood there when the year began."""


@dataclass
class CenterMonth:
    """A cost center's month: what the accountant enters, by account below the cost center."""

    center: master.WorkCenter
    month: Month
    confirmed: Fraction
    paid: Fraction
    costs: dict[str, Fraction]


@dataclass
class Overhead:
    """All cost centers over all months."""

    months: list[CenterMonth] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)


def depreciation(asset: Asset, month: Month) -> Fraction:
    """Return an asset's depreciation of a month, to the cent; the last month of its life takes the rounding."""
    disposed = DISPOSED.get(asset.code)
    if month < month_of(asset.in_service) or (disposed and month >= month_of(disposed[0])):
        return F(0)
    return cents(asset.monthly)


def cents(amount: Fraction) -> Fraction:
    """Round to the cent, half up by magnitude."""
    whole = int(abs(amount) * 100 + F(1, 2))
    return F(whole if amount >= 0 else -whole, 100)


def run(confirmations: list[Confirmation], goods: list[GoodsDocument]) -> Overhead:
    """Work out every cost center's month, and the variances that its causes must come to."""
    hours: dict[tuple[Month, str], Fraction] = defaultdict(Fraction)
    for confirmation in confirmations:
        hours[month_of(confirmation.date), confirmation.activity] += confirmation.hours
    drawn: dict[tuple[Month, str], Fraction] = defaultdict(Fraction)
    for document in goods:
        for line in document.lines:
            if line.cost_center:
                drawn[month_of(document.date), line.cost_center] -= cents(line.value)
    result = Overhead()
    for month in months():
        for center in master.WORK_CENTERS.values():
            _close(result, center, month, hours[month, center.activity], drawn[month, center.cost_center])
    return result


def _close(
    result: Overhead, center: master.WorkCenter, month: Month, confirmed: Fraction, drawn: Fraction
) -> None:
    labor, variable, fixed = center.rates[month.year]
    key = (str(month), center.name)
    idle, idle_cause = causes.IDLE.get(key, ("0", ""))
    wages, wages_cause = causes.LABOR_RATE.get(key, ("0", ""))
    energy, energy_cause = causes.VARIABLE.get(key, ("0", ""))
    repair, repair_cause = causes.FIXED.get(key, ("0", ""))
    paid = confirmed + F(idle)
    flexed = confirmed * variable + F(energy)
    power = cents(flexed * F(3, 5))
    costs = {"Wages": paid * labor + F(wages), "Energy": power, "Supplies": flexed - power - drawn}
    costs |= BUDGET[center.name][month.year]
    costs["Maintenance"] += F(repair)
    result.months.append(CenterMonth(center, month, confirmed, paid, costs))
    budget = center.capacity * fixed
    planned = sum(BUDGET[center.name][month.year].values(), F(0))
    worn = sum((depreciation(a, month) for a in ASSETS if a.expense.startswith(center.account)), F(0))
    change = planned + worn - budget
    assert not change or month.year == 2025, f"{center.name} {month}: the fixed budget is off by {change}"
    bought = "CNC-03 bought in May" + ("" if month < Month(2025, 9) else ", LATHE-01 sold in September")
    for category, amount, cause in (
        ("LaborRate", F(wages), wages_cause),
        ("IdleTime", F(idle) * labor, idle_cause),
        ("VariableOverheadSpending", F(energy), energy_cause),
        ("FixedOverheadSpending", F(repair), repair_cause),
        ("FixedOverheadSpending", change, bought),
        (
            "FixedOverheadCapacity",
            (center.capacity - confirmed) * fixed,
            f"{center.capacity - confirmed} h of capacity",
        ),
    ):
        if amount:
            cause = (
                f"{float(center.capacity - confirmed):g} h of capacity not used"
                if "Capacity" in category
                else cause
            )
            result.planted.append(
                Planted(
                    month.last,
                    category,
                    f"cost-center:{center.name}",
                    f"{VARIANCES}:{category}",
                    amount,
                    cause,
                )
            )
