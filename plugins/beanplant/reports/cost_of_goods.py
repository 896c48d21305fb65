"""Schedule of cost of goods manufactured and sold: month, prior month, year to date.

    Beginning raw materials + purchases = available - ending = direct materials used
    + direct labor + overhead applied (by component where the activity's standard states them) = total cost
    + beginning work in process - ending work in process - what left it other than as product
    = cost of goods manufactured
    + beginning finished goods - ending finished goods = cost of goods sold at standard
    + variances = cost of goods sold, adjusted

Balances are the ledger's, everything else is the sum of the postings of its kind. A line that is zero in
every column is left out, unless the schedule is not one without it. The last lines compare the schedule with
the accounts: cost of goods sold and variances, and the roll-forward of each inventory.

Overhead is what was applied (absorbed at the activity's rate); what the cost centers spent beyond it is in
the variances once they are closed, and named in the advice as long as they are not.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.masterdata.facts import Role
from beanplant.reports.categories import category_label, sort_categories
from beanplant.reports.lines import ZERO
from beanplant.reports.model import (
    Chart,
    Column,
    Emphasis,
    Fact,
    Kind,
    Mark,
    Report,
    Row,
    Table,
    Value,
)
from beanplant.reports.period import (
    CALENDAR_YEAR,
    FiscalYearEnd,
    Period,
    prior,
    trailing_months,
    year_to_date,
)
from beanplant.reports.schedule import ELEMENTS, VARIANCES, WIP, Schedule
from beanplant.reports.scope import need_plant

if TYPE_CHECKING:
    from beanplant.reports.scope import Scope

NAME = "cost-of-goods"
TITLE = "Cost of goods manufactured and sold"

CHART_MONTHS = 13


class _Lines:
    """The lines of the schedule, in order, over all columns."""

    def __init__(self, columns: tuple[Column, ...], schedules: list[Schedule]) -> None:
        self.columns = columns
        self.schedules = schedules
        self.rows: list[Row] = []

    def any(self, key: str) -> bool:
        """Whether a line is not zero in some column."""
        return any(schedule.value(key) for schedule in self.schedules)

    def head(self, label: str) -> None:
        """Add a heading."""
        cells: tuple[Value, ...] = (label, *(None for _ in self.schedules))
        self.rows.append(Row(label.lower().replace(" ", "-"), cells, 0, Emphasis.HEADING))

    def add(
        self,
        key: str,
        label: str,
        level: int = 1,
        emphasis: Emphasis = Emphasis.PLAIN,
        *,
        always: bool = False,
    ) -> None:
        """Add a line, unless it is zero everywhere and may be left out."""
        if not always and not self.any(key):
            return
        references = {}
        for column, schedule in zip(self.columns[1:], self.schedules, strict=True):
            reference = schedule.figures.get(key, (ZERO, None))[1]
            if reference is not None:
                references[column.key] = reference
        cells: tuple[Value, ...] = (label, *(schedule.value(key) for schedule in self.schedules))
        self.rows.append(Row(key, cells, level, emphasis, references))


def _fill(lines: _Lines, categories: list[str]) -> None:
    sub, total = Emphasis.SUBTOTAL, Emphasis.TOTAL
    lines.head("Direct materials")
    lines.add("raw-beginning", "Beginning raw materials", always=True)
    lines.add("raw-opening", "Opening entry")
    lines.add("raw-purchase", "Purchases, net of returns", always=True)
    lines.add("raw-adjustment", "Freight and purchase cost adjustments")
    lines.add("raw-produced", "Subassemblies completed into raw materials")
    lines.add("raw-by-product", "By-products received")
    lines.add("raw-transfer", "Transfers, net")
    lines.add("raw-revaluation", "Revaluation at new standards")
    lines.add("raw-count", "Count differences")
    lines.add("raw-available", "Raw materials available", 1, sub, always=True)
    lines.add("raw-ending", "Less: ending raw materials", always=True)
    if any(map(lines.any, ("raw-sold", "raw-other", "finished-used", "transit-used", "issue-difference"))):
        lines.add("raw-used", "Raw materials used", 1, sub)
        lines.add("raw-sold", "Less: sold")
        lines.add("raw-other", "Less: used outside production")
        lines.add("finished-used", "Components from finished goods")
        lines.add("transit-used", "Components from goods in transit")
        lines.add("issue-difference", "Rounding, and issues between plants")
    lines.add("material", "Direct materials used", 0, sub, always=True)
    lines.head("Conversion")
    for flow, label in ELEMENTS:
        lines.add(flow, label, always=flow == "labor" and not lines.any("conversion"))
    lines.add("manufacturing-cost", "Total manufacturing cost", 0, sub, always=True)
    lines.add("wip-beginning", "Beginning work in process", always=True)
    lines.add("wip-opening", "Opening orders")
    lines.add("wip-transfer", "Transfers between plants")
    lines.add("wip-ending", "Less: ending work in process", always=True)
    lines.add("wip-scrap", "Less: scrapped output")
    lines.add("wip-by-product", "Less: by-products")
    lines.add("wip-settled", "Less: variances of orders")
    lines.add("manufactured", "Cost of goods manufactured", 0, total, always=True)
    lines.add("finished-beginning", "Beginning finished goods", always=True)
    lines.add("to-raw", "Less: completed into raw materials")
    lines.add("to-transit", "Less: completed into goods in transit")
    lines.add("completion-difference", "Rounding, and completions between plants")
    lines.add("finished-opening", "Opening entry")
    lines.add("finished-purchase", "Purchased finished goods")
    lines.add("finished-adjustment", "Purchase cost adjustments")
    lines.add("finished-by-product", "By-products received")
    lines.add("finished-transfer", "Transfers, net")
    lines.add("finished-revaluation", "Revaluation at new standards")
    lines.add("finished-count", "Count differences")
    lines.add("finished-available", "Goods available for sale", 1, sub, always=True)
    lines.add("finished-ending", "Less: ending finished goods", always=True)
    lines.add("finished-production", "Less: used in production")
    lines.add("finished-other", "Less: used otherwise")
    if any(map(lines.any, ("sold-raw-materials", "sold-in-transit", "sold-other"))):
        lines.add("finished-sold", "Sold from finished goods", 1, sub, always=True)
        lines.add("sold-raw-materials", "Sold from raw materials")
        lines.add("sold-in-transit", "Sold in transit")
        lines.add("sold-other", "Posted to cost of goods sold directly")
    lines.add("sold", "Cost of goods sold", 0, total, always=True)
    if any(lines.any(f"variance-{category}") for category in categories):
        lines.head("Variances")
        for category in categories:
            lines.add(f"variance-{category}", category_label(category))
        lines.add("variances", "Total variances", 1, sub)
    lines.add("adjusted", "Cost of goods sold, adjusted", 0, total, always=True)


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the schedule for a period, the one before it and the year to date."""
    need_plant(scope)
    before, year = prior(period), year_to_date(period, year_end)
    columns = (
        Column("line", ""),
        scope.column("period", period.label),
        scope.column("prior", before.label),
        scope.column("year", f"Year to {year.last}"),
    )
    schedules = [Schedule(scope, each) for each in (period, before, year)]
    lines = _Lines(columns, schedules)
    _fill(lines, sort_categories(scope.flow_names(VARIANCES)))
    body, totals = tuple(lines.rows), tuple[Row, ...]()
    if not scope.books.filtered:
        lines.rows = []
        lines.add("ledger", "Cost of goods sold and variances in the ledger", 0, Emphasis.CHECK, always=True)
        lines.add("difference", "Difference", 0, Emphasis.CHECK, always=True)
        totals = tuple(lines.rows)
    table = Table("schedule", TITLE, columns, body, totals)
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        False,
        (table,),
        _charts(scope, period),
        tuple(_advice(scope, schedules[0])),
        tuple(scope.books.plants),
        scope.books.filtered,
        _facts(scope, schedules[0]),
    )


def _facts(scope: Scope, schedule: Schedule) -> tuple[Fact, ...]:
    variances, cost = schedule.value("variances"), schedule.value("manufacturing-cost")
    share = Column("", "", Kind.SHARE)
    return (
        scope.fact("Cost of goods manufactured", schedule.value("manufactured")),
        scope.fact("Cost of goods sold, adjusted", schedule.value("adjusted")),
        scope.fact("Variances", variances, Kind.VARIANCE),
        Fact("Variances of manufacturing cost", _ratio(variances, cost), share),
    )


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part / whole).quantize(Decimal("0.0001")) if whole else None


def _charts(scope: Scope, period: Period) -> tuple[Chart, ...]:
    marks: list[Mark] = []
    months: list[str] = []
    elements = (("material", "Direct materials"), *ELEMENTS)
    for month in trailing_months(period, CHART_MONTHS):
        costs = [(label, scope.flow(WIP, (flow,), month)[0]) for flow, label in elements]
        if months or any(cost for _, cost in costs):
            months.append(month.text)
            marks += [Mark(month.text, label, cost, f"time={month.text}") for label, cost in costs if cost]
    if len(months) < 2:
        return ()
    used = {mark.series for mark in marks}
    series = tuple(label for _, label in elements if label in used)
    title = "Manufacturing cost by month"
    return (Chart("elements", title, tuple(marks), tuple(months), series, scope.currency),)


def _advice(scope: Scope, schedule: Schedule) -> list[str]:
    lines = scope.advice()
    open_now = scope.balance(Role.ABSORBED.value, schedule.period.end, -1)[0]
    if open_now and not scope.books.filtered:
        lines.append(
            f"{open_now:,.2f} {scope.currency} absorbed by {schedule.period.last} and not yet closed against what the"
            f" cost centers spent: plant-cost-center-close"
        )
    if schedule.value("variance-Remaining"):
        lines.append("the category Remaining is not zero: some cost has no reason; see the variances report")
    if schedule.value("difference") and not scope.books.filtered:
        lines.append("the schedule differs from the accounts: please report this with the ledger")
    return lines
