"""Uncertain amounts of contracts on a day: what is expected, what of it is in the price, what the constraint keeps out.

    contract  element  estimate      included  kept out      reason                  estimated on  method
    TOWER     in time  1,000,000.00      0.00  1,000,000.00  Depends on the weather  2026-01-01    most likely

What is kept out is not revenue; it is disclosed. The estimate is the newest on or before the period's last day. An
amount for each unit is that of the units that were sold so far, or within its window. A contract that has ended has
nothing uncertain any more and is left out. What keeps something out stands first.

Rule: ASC 606-10-32-11 to -13 and 606-10-50-20(c), IFRS 15.56-58 and 15.126(c).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.masterdata.contract_facts import EXPECTED_VALUE
from beanplant.masterdata.contract_units import shipped_of
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period
from beanplant.rules.consideration import expected_value, most_likely
from beanplant.rules.rounding import cents

if TYPE_CHECKING:
    import datetime

    from beanplant.masterdata.contract_facts import Contract, Element, Estimate
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "constrained-amounts"
TITLE = "Constrained amounts of contracts"
MONEY = ("estimate", "included", "kept-out")


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the uncertain amounts of all contracts at the end of the period's last day."""
    del year_end  # the period is taken as it is asked for
    contracts = [
        contract
        for _, contract in sorted(scope.books.master.contracts.items())
        if contract.currency == scope.currency and (contract.end is None or contract.end.date > period.last)
    ]
    found = [
        (contract, element, estimate)
        for contract in contracts
        for element in contract.elements.values()
        if (estimate := _newest(element, period)) is not None
    ]
    by_unit = any(element.per_unit for _, element, _ in found)
    columns = (
        Column("contract", "Contract"),
        Column("kind", "Kind"),
        Column("element", "Element"),
        *((Column("units", "Units so far", Kind.QUANTITY),) if by_unit else ()),
        scope.column("estimate", "Estimate"),
        scope.column("included", "Included"),
        scope.column("kept-out", "Kept out"),
        Column("reason", "Reason"),
        Column("date", "Estimated on", Kind.DATE),
        Column("method", "Method"),
        Column("outcomes", "Outcomes", Kind.INTEGER),
    )
    rows = [_row(scope, columns, period.last, *each) for each in found]
    kept_out = [column.key for column in columns].index("kept-out")
    rows.sort(key=lambda row: not row.cells[kept_out])
    sums: list[Value] = ["Total"]
    for index, column in enumerate(columns[1:], 1):
        cells = (row.cells[index] for row in rows)
        whole = sum((cell for cell in cells if isinstance(cell, Decimal)), ZERO)
        sums.append(whole if column.key in MONEY else None)
    total = Row("total", tuple(sums), emphasis=Emphasis.TOTAL)
    table = Table("amounts", TITLE, columns, tuple(rows), (total,), sortable=True)
    kept = total.cells[kept_out]
    units = {each.currency for each in scope.books.master.contracts.values() if each.elements}
    advice = scope.left_out("contracts", units)
    if not rows:
        advice.append("no contract has an uncertain amount on this day")
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
        currencies=scope.currencies(units),
    )


def _newest(element: Element, period: Period) -> Estimate | None:
    return next((each for each in reversed(element.estimates) if each.date < period.end), None)


def _units(contract: Contract, element: Element, last: datetime.date) -> Fraction | None:
    """Return the units that an amount for each of them is for; None for an amount of the contract."""
    if not element.per_unit:
        return None
    return sum(
        (
            each.units
            for each in shipped_of(contract.source)
            if each.date <= last and (element.window is None or (last - each.date).days < element.window)
        ),
        Fraction(0),
    )


def _row(
    scope: Scope,
    columns: tuple[Column, ...],
    last: datetime.date,
    contract: Contract,
    element: Element,
    estimate: Estimate,
) -> Row:
    expected = estimate.method == EXPECTED_VALUE
    value = expected_value(estimate.outcomes) if expected else most_likely(estimate.outcomes)
    included = value if estimate.include is None else estimate.include
    units = _units(contract, element, last)
    times = 1 if units is None else units
    digits = scope.books.digits(scope.currency)
    values: dict[str, Value] = {
        "contract": contract.name,
        "kind": contract.kind,
        "element": element.name,
        "units": None if units is None else Decimal(units.numerator) / Decimal(units.denominator),
        "estimate": cents(value * times, digits),
        "included": cents(included * times, digits),
        "reason": estimate.reason,
        "date": estimate.date,
        "method": estimate.method.replace("-", " "),
        "outcomes": len(estimate.outcomes),
        "kept-out": cents((value - included) * times, digits),
    }
    cells = tuple(values[column.key] for column in columns)
    references = {
        "contract": Reference(entry=contract.source),
        "estimate": Reference(entry=estimate.source),
    }
    return Row(f"{contract.name}/{element.name}", cells, references=references)
