"""The figures of the schedule of cost of goods manufactured and sold, for one period.

Balances are the ledger's, the rest are sums of movements of one flow. From both follow the subtotals, and checks that
are zero if each movement found its flow: inventories roll forward, and cost of goods sold and variances are what
their accounts changed by.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.masterdata.facts import Role
from beanplant.reports.flows import STOCK_ROLES
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Reference

if TYPE_CHECKING:
    from beanplant.reports.period import Period
    from beanplant.reports.scope import Scope

Figure = tuple[Decimal, Reference | None]

RAW, WIP, FINISHED = Role.RAW_MATERIALS.value, Role.WORK_IN_PROCESS.value, Role.FINISHED_GOODS.value
SOLD, VARIANCES = Role.COST_OF_GOODS_SOLD.value, Role.VARIANCES.value

ELEMENTS = (
    ("labor", "Direct labor"),
    ("variable-overhead", "Variable overhead applied"),
    ("fixed-overhead", "Fixed overhead applied"),
    ("conversion", "Conversion cost applied"),
    ("outside", "Outside processing"),
    ("adjustment", "Purchase cost adjustments"),
    ("direct", "Charged to orders directly"),
)


class Schedule:
    """The figures of one column, by the key of their line."""

    def __init__(self, scope: Scope, period: Period) -> None:
        self.scope = scope
        self.period = period
        self.figures: dict[str, Figure] = {}
        self._raw_materials()
        self._work_in_process()
        self._finished_goods()
        self._sold()
        self._checks()

    def value(self, key: str) -> Decimal:
        """Return a figure; zero if there is none."""
        figure = self.figures.get(key)
        return figure[0] if figure else ZERO

    def _flow(self, key: str, role: str, *flows: str, sign: int = 1) -> Decimal:
        self.figures[key] = figure = self.scope.flow(role, flows, self.period, sign)
        return figure[0]

    def _balance(self, key: str, role: str, *, closing: bool) -> Decimal:
        end = self.period.end if closing else self.period.begin
        self.figures[key] = figure = self.scope.balance(role, end, -1 if closing else 1)
        return figure[0]

    def _total(self, key: str, value: Decimal) -> Decimal:
        self.figures[key] = (value, None)
        return value

    def _raw_materials(self) -> None:
        available = self._balance("raw-beginning", RAW, closing=False)
        for flow in (
            "opening",
            "purchase",
            "adjustment",
            "produced",
            "by-product",
            "transfer",
            "revaluation",
            "count",
        ):
            available += self._flow(f"raw-{flow}", RAW, flow)
        self._total("raw-available", available)
        used = self._total("raw-used", available + self._balance("raw-ending", RAW, closing=True))
        sold = self._flow("raw-sold", RAW, "sold")
        other = self._flow("raw-other", RAW, "other")
        finished = self._flow("finished-used", FINISHED, "production", sign=-1)
        transit = self._flow("transit-used", Role.IN_TRANSIT.value, "production", sign=-1)
        material = self._flow("material", WIP, "material")
        self._total("issue-difference", material - (used + sold + other + finished + transit))

    def _work_in_process(self) -> None:
        cost = self.value("material")
        for flow, _ in ELEMENTS:
            cost += self._flow(flow, WIP, flow)
        self._total("manufacturing-cost", cost)
        made = cost + self._balance("wip-beginning", WIP, closing=False)
        for flow in ("opening", "transfer"):
            made += self._flow(f"wip-{flow}", WIP, flow)
        made += self._balance("wip-ending", WIP, closing=True)
        for flow in ("scrap", "by-product", "settled"):
            made += self._flow(f"wip-{flow}", WIP, flow)
        completed, reference = self.scope.flow(WIP, ("completed",), self.period, -1)
        self.figures["manufactured"] = (made, reference)
        self._total("check-wip", made - completed)

    def _finished_goods(self) -> None:
        available = self.value("manufactured") + self._balance("finished-beginning", FINISHED, closing=False)
        available += self._total("to-raw", -self.value("raw-produced"))
        received = self.scope.flow(FINISHED, ("produced",), self.period)[0]
        transit = self._flow("to-transit", Role.IN_TRANSIT.value, "produced", sign=-1)
        difference = received - transit + self.value("raw-produced") - self.value("manufactured")
        available += self._total("completion-difference", difference) + transit
        for flow in ("opening", "purchase", "adjustment", "by-product", "transfer", "revaluation", "count"):
            available += self._flow(f"finished-{flow}", FINISHED, flow)
        self._total("finished-available", available)
        gone = self._total(
            "finished-gone", available + self._balance("finished-ending", FINISHED, closing=True)
        )
        gone += self._flow("finished-production", FINISHED, "production")
        gone += self._flow("finished-other", FINISHED, "other")
        sold, reference = self.scope.flow(FINISHED, ("sold",), self.period, -1)
        self.figures["finished-sold"] = (gone, reference)
        self._total("check-finished", gone - sold)

    def _sold(self) -> None:
        total = self.scope.flow(SOLD, ("stock", "adjustment", "other"), self.period)
        others = [role for role in STOCK_ROLES if role != FINISHED]
        elsewhere = ZERO
        for role in others:
            elsewhere += self._flow(f"sold-{role}", role, "sold", sign=-1)
        rest, reference = self.scope.flow(SOLD, ("adjustment", "other"), self.period)
        rest = total[0] - self.value("finished-sold") - elsewhere
        self.figures["sold-other"] = (rest, reference)
        self.figures["sold"] = total
        variances = ZERO
        for category in self.scope.flow_names(VARIANCES):
            variances += self._flow(f"variance-{category}", VARIANCES, category)
        self._total("variances", variances)
        self._total("adjusted", total[0] + variances)

    def _checks(self) -> None:
        ledger = ZERO
        for role in (SOLD, VARIANCES):
            ledger += (
                self.scope.balance(role, self.period.end)[0] - self.scope.balance(role, self.period.begin)[0]
            )
        self._total("ledger", ledger)
        flows = [self.value(f"raw-{name}") for name in ("available", "sold", "other", "ending")]
        production = self.scope.flow(RAW, ("production",), self.period)[0]
        self._total("check-raw", sum(flows, production))
        differences = [self.value(f"check-{name}") for name in ("raw", "wip", "finished")]
        self._total("difference", self.value("adjusted") - ledger + sum(map(abs, differences)))
