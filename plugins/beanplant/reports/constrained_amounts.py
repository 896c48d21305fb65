"""Uncertain amounts of contracts on a day: what is expected, what of it is in the price, what the constraint keeps out.

    contract  element  estimate      included  kept out      reason                  estimated on  method
    TOWER     in time  1,000,000.00      0.00  1,000,000.00  Depends on the weather  2026-01-01    most likely

What is kept out is not revenue; it is disclosed. The estimate is the newest on or before the period's last day. A
contract that has ended has nothing uncertain any more and is left out. What keeps something out stands first.

Rule: ASC 606-10-32-11 to -13 and 606-10-50-20(c), IFRS 15.56-58 and 15.126(c).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.masterdata.contract_facts import EXPECTED_VALUE
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period
from beanplant.rules.consideration import expected_value, most_likely
from beanplant.rules.rounding import cents

if TYPE_CHECKING:
    from beanplant.masterdata.contract_facts import Contract, Element, Estimate
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "constrained-amounts"
TITLE = "Constrained amounts of contracts"
MONEY = ("estimate", "included", "kept-out")
KEPT_OUT = 5
"""The column of what is kept out."""


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the uncertain amounts of all contracts at the end of the period's last day."""
    del year_end  # the period is taken as it is asked for
    columns = (
        Column("contract", "Contract"),
        Column("kind", "Kind"),
        Column("element", "Element"),
        scope.column("estimate", "Estimate"),
        scope.column("included", "Included"),
        scope.column("kept-out", "Kept out"),
        Column("reason", "Reason"),
        Column("date", "Estimated on", Kind.DATE),
        Column("method", "Method"),
        Column("outcomes", "Outcomes", Kind.INTEGER),
    )
    contracts = [
        contract
        for _, contract in sorted(scope.books.master.contracts.items())
        if contract.currency == scope.currency and (contract.end is None or contract.end.date > period.last)
    ]
    rows = [
        _row(scope, contract, element, estimate)
        for contract in contracts
        for element in contract.elements.values()
        if (estimate := _newest(element, period)) is not None
    ]
    rows.sort(key=lambda row: not row.cells[KEPT_OUT])
    # What is for one unit does not add up with what is for a contract.
    per_unit = {
        f"{contract.name}/{element.name}"
        for contract in contracts
        for element in contract.elements.values()
        if element.per_unit
    } & {row.key for row in rows}
    sums: list[Value] = ["Total"]
    for index, column in enumerate(columns[1:], 1):
        cells = (row.cells[index] for row in rows if row.key not in per_unit)
        whole = sum((cell for cell in cells if isinstance(cell, Decimal)), ZERO)
        sums.append(whole if column.key in MONEY else None)
    total = Row("total", tuple(sums), emphasis=Emphasis.TOTAL)
    table = Table("amounts", TITLE, columns, tuple(rows), (total,), sortable=True)
    kept = total.cells[table.index("kept-out")]
    found = {each.currency for each in scope.books.master.contracts.values() if each.elements}
    advice = scope.left_out("contracts", found)
    if not rows:
        advice.append("no contract has an uncertain amount on this day")
    if per_unit:
        advice.append("amounts for each unit are those of one unit, and not in the total")
    facts = (scope.fact("Kept out by the constraint", kept),) if isinstance(kept, Decimal) else ()
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        True,
        (table,),
        (),
        tuple(advice),
        (),
        scope.books.filtered,
        facts,
        currencies=scope.currencies(found),
    )


def _newest(element: Element, period: Period) -> Estimate | None:
    return next((each for each in reversed(element.estimates) if each.date < period.end), None)


def _row(scope: Scope, contract: Contract, element: Element, estimate: Estimate) -> Row:
    expected = estimate.method == EXPECTED_VALUE
    value = expected_value(estimate.outcomes) if expected else most_likely(estimate.outcomes)
    included = value if estimate.include is None else estimate.include
    digits = scope.books.digits(scope.currency)
    cells: tuple[Value, ...] = (
        contract.name,
        contract.kind,
        f"{element.name}, a unit" if element.per_unit else element.name,
        cents(value, digits),
        cents(included, digits),
        cents(value - included, digits),
        estimate.reason,
        estimate.date,
        estimate.method.replace("-", " "),
        len(estimate.outcomes),
    )
    references = {
        "contract": Reference(entry=contract.source),
        "estimate": Reference(entry=estimate.source),
    }
    return Row(f"{contract.name}/{element.name}", cells, references=references)
